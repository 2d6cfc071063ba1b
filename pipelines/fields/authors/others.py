"""Who did something else for an article than write it, as the page prints: "Edited by A B",
"Photography by C D"."""

from __future__ import annotations

from itertools import pairwise

from pipelines.access.public import PublicLayout as Layout
from pipelines.fields.authors import byline_shapes as shapes
from pipelines.fields.authors.names import is_person, printed_names
from pipelines.page.words import fold

BEFORE = "-–—•|· "
"""Signs that may stand before the first word of a byline."""
_LONGEST = 120
"""Characters of a line with a few names and roles."""


def names(layout: Layout) -> frozenset[str]:
    """Return the folded names of persons who, as lines near the headline say, did something
    else, without those of whom a line says "By" as well; none where no line says so. A name
    may stand in a line of its own below such words."""
    there: set[str] = set()
    here: set[str] = set()
    lines = [block.text.lstrip(BEFORE) for block in layout.head_zone]
    for text, after in pairwise([*lines, ""]):
        other, by = of_others(text), shapes.by().match(text)
        if other is not None:
            there |= _persons(other if other.strip(" :") or " " not in text.strip() else after)
        elif by is not None:
            here |= _persons(text[by.end() :])
    return frozenset(there - here)


def _persons(text: str) -> set[str]:
    if len(text) > _LONGEST:
        return set()
    return {fold(name) for name in printed_names([text]) if is_person(name)}


def of_others(text: str) -> str | None:
    """Return what stands behind the words by which a line says that somebody did something
    else; None when it does not say so."""
    text = text.lstrip(BEFORE)
    said = shapes.other().match(text)
    return text[said.end() :] if said else None
