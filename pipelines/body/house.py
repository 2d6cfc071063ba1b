"""Lines in which the house speaks of itself: offers, consents, disclosures, labels over
advertisements, and who took the pictures."""

from __future__ import annotations

import re
from functools import cache

from pipelines.layout.blocks import Block
from pipelines.lexicon.tables import choice, labels, listed, needed, pattern
from pipelines.page.words import fold


@cache
def _picture_credit() -> re.Pattern[str]:
    """Who took the picture above: a label and a name, no sentence."""
    picture = rf"(?:{choice('house.picture_of')}[ -]?)?{choice('house.picture')}{choice('house.picture_credit')}?"
    credit = (
        rf"{choice('house.credit')}(?: (?:{choice('house.picture')}|{choice('house.fotografie')}))?"
    )
    return re.compile(
        rf"^\W{{0,30}}(?:{picture}|{credit})(?: (?:{choice('house.credited')}|\(\w{{1,30}}\)))?\s?(?:[:：©/]|\(c\)|(?<={_courtesy()}))\s?[^.!?]{{2,100}}[)\]]*$|^\W{{0,30}}©\s?[^.!?]{{2,70}}$",
        re.IGNORECASE,
    )


def _courtesy() -> str:
    return re.escape(listed("house.courtesy")[0])


_LABEL_SIGNS = " -–—:.[]()*|"
HOUSE_LINE = 400
"""Characters that a line of the house has at most."""


def house_words(candidates: list[Block]) -> tuple[list[str], list[str]]:
    """The letters that lines of the house need and that stand in any line: a page has few
    of them, and no line need be searched for the others."""
    low = "\n".join(b.text for b in candidates if len(b.text) < HOUSE_LINE).lower()
    return [w for w in needed("house.promo") if w in low], [
        w for w in needed("house.notice") if w in low
    ]


def is_house_line(text: str, promo_words: list[str], notice_words: list[str]) -> bool:
    """Tell whether a line is the house speaking: an offer, a consent, a disclosure."""
    low = text.lower()
    if len(text) < 300 and any(w in low for w in promo_words) and _finds("house.promo", low):
        return True
    return any(w in low for w in notice_words) and _finds("house.notice", low)


def _finds(part: str, low: str) -> bool:
    """A search in lower case: ignoring case makes it four times slower."""
    return bool(pattern(part, folded=True).search(low))


def is_ad_label(text: str) -> bool:
    """Tell whether a line is what stands over an advertisement."""
    return len(text) < 40 and fold(text).strip(_LABEL_SIGNS) in labels("house.ad")


def is_picture_credit(text: str) -> bool:
    """Tell whether a line only says who took or owns a picture."""
    return len(text) < 120 and bool(_picture_credit().match(text))
