"""Lines that lead elsewhere: nothing but a link, to another article or to an offer."""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.layout.blocks import Block

LINKED = 0.8
"""Share of link text from which a line leads elsewhere; a stop or a time may stand beside."""
TITLE = 20
"""Characters of a headline; a shorter link is a button, or the name of a section."""


def leads_elsewhere(line: Block, longer_than: int = 0) -> bool:
    """Tell whether a line is a link, and longer than so many characters."""
    return line.link_share > LINKED and len(line.text) > longer_than


def addresses(lines: Iterable[Block]) -> list[str]:
    """Return where the links of some lines lead; an empty address for one that says nothing."""
    return [a.get("href") or "" for line in lines for a in line.element.iter("a")]


def is_of_another(heading: Block) -> bool:
    """Tell whether a block is a heading that leads elsewhere: what is under it is a teaser."""
    return heading.is_heading and leads_elsewhere(heading)
