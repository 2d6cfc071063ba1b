"""Words that announce what is no part of a text: "Read also", "Related articles"."""

from __future__ import annotations

import re
from functools import cache

from pipelines.lexicon.rows import LETTER
from pipelines.lexicon.tables import labels, source
from pipelines.page.words import fold

_NAME = 60
"""Characters of the name of a box, at most, with the signs around it."""
_LETTER = re.compile(LETTER)
_DOT = "\u0307"
"""What folding leaves of a capital I with a dot."""


@cache
def _announcing() -> re.Pattern[str]:
    return re.compile(rf"\W{{0,30}}(?:{source('links.also')})", re.IGNORECASE)


def says_also(text: str) -> bool:
    """Tell whether a line starts like "Read also" in one of the known languages."""
    return bool(_announcing().match(text))


def names_a_box(text: str) -> bool:
    """Tell whether a line is, as a whole, the name of a box that hangs under a text: other
    articles, who wrote it, where to share it."""
    if len(text) > _NAME:
        return False
    folded = fold(text).replace(_DOT, "")
    letters = [m.span() for m in _LETTER.finditer(folded)]
    return bool(letters) and folded[letters[0][0] : letters[-1][1]] in labels("links.box")


def announces_others(text: str) -> bool:
    """Tell whether a line starts like "Read also", or names a box under a text."""
    return says_also(text) or names_a_box(text)
