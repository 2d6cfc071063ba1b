"""What hangs under the last paragraph of an article: links, credits, remarks, the
author's biography."""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile

from pipelines.body.fringe import ENDING
from pipelines.body.links import NAME, is_labelled_link
from pipelines.layout.blocks import Block, chars
from pipelines.lexicon.also import announces_others
from pipelines.lexicon.tables import choice, source
from pipelines.page.words import fold


@cache
def _under() -> re.Pattern[str]:
    """How the lines under an article start or look: agency credit, picture credit, address."""
    picture = rf"(?:{choice('house.under_picture')}|{choice('house.under_picture')} ?\(s\))"
    return re.compile(
        rf"^\W{{0,30}}(?:{source('house.under')}|{picture}(?: {choice('house.taken_by')}\b| ?[:©])|©|\(c\))"
        rf"|\b(?:{source('house.at_end')})\W{{0,30}}$"
        r"|\bdoi(?:\.org/|: ?)10\.\d|[\w.+-]{1,64}@[\w-]{1,64}\.\w{2}",
        re.IGNORECASE,
    )


_REMARK, _REMARKS = 100, 4
"""Characters of a remark; more of them in a row are a list, an address or a poem."""
_BRACKETED = re.compile(r"[(（【\[/<＜].{2,24}[)）】\]/>＞]")
_BEGINS = 20
"""A line about the author begins with the name; one that quotes a person does not."""


def trim_end(kept: list[Block], names: list[str]) -> list[Block]:
    """Drop what hangs under the article: link lines, tags, credits, the author's bio."""
    people = [fold(n) for n in names if 1 < len(n.split()) < 5]
    end = _end_of_text(kept, len(kept) - _linked_tail(kept), people)
    if end and _announces(kept[end - 1], _ANNOUNCEMENT):
        end = _end_of_text(kept, end - 1, people)
    return _without_remarks(kept[:end])


def _end_of_text(kept: list[Block], end: int, people: list[str]) -> int:
    floor = max(0, end - 12)
    while end > floor and (
        _hangs(kept[end - 1]) or (end > 3 and _is_credit(kept[end - 1], people))
    ):
        end -= 1
    return end


_ANNOUNCEMENT = 80


def _announces(block: Block, most: int) -> bool:
    """A last line with a colon: what it announces is no part of the text."""
    return len(block.text) < most and block.text.endswith((":", "："))


def _without_remarks(kept: list[Block]) -> list[Block]:
    """Drop a few short lines behind the last paragraph of a text that ends its sentences."""
    remarks = len(list(takewhile(_is_remark, reversed(kept))))
    end = len(kept) - remarks
    if (
        not 0 < remarks <= _REMARKS
        or not end
        or not kept[end - 1].is_strong
        or not _ends_sentences(kept)
    ):
        return kept
    return kept[:end]


def _ends_sentences(kept: list[Block]) -> bool:
    """The paragraphs of this text end as sentences do: not all languages and poets do so."""
    ends = [bool(ENDING.search(b.text)) for b in kept if b.is_strong]
    return sum(ends) > 0.8 * len(ends)


def _is_remark(block: Block) -> bool:
    """A few words under the text that end no sentence, or stand in brackets: who took the
    pictures, where the report comes from, where to follow the paper."""
    if block.kind not in ("p", "div") or block.is_strong or len(block.text) > _REMARK:
        return False
    return not ENDING.search(block.text) or bool(_BRACKETED.fullmatch(block.text))


def _linked_tail(kept: list[Block]) -> int:
    """How many items a list of links at the end has: judged as a whole, since the
    linked words are a part of each line only."""
    items = list(
        takewhile(
            lambda b: b.kind == "li" and b.element.getparent() is kept[-1].element.getparent(),
            reversed(kept),
        )
    )
    linked = sum(b.link_chars for b in items) > 0.35 * chars(items)
    return len(items) if linked and len(items) > 1 else 0


def _hangs(block: Block) -> bool:
    """A heading without text, a link line, a fragment."""
    if (
        block.is_heading
        or block.link_share > (0.4 if block.kind == "li" else 0.7)
        or is_labelled_link(block, 1)
    ):
        return True
    if _announces(block, NAME):
        return True
    return block.kind == "div" and len(block.text) < 80 and not ENDING.search(block.text)


def _is_credit(block: Block, people: list[str]) -> bool:
    """Who wrote, took or owns this, and where to write to; or a line about the author."""
    text = block.text
    if len(text) < 300 and (_under().search(text) or announces_others(text)):
        return True
    return len(text) < 600 and any(name in fold(text)[: len(name) + _BEGINS] for name in people)
