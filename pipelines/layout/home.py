"""Whether the box with most text is the article's: it stands under the headline.

Another article under this one, or a list beside it, may be longer than the article.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.layout import container, roles
from pipelines.layout.blocks import Block, chars
from pipelines.page.document import Element

_PARAGRAPHS, _TEXT = 2, 150
"""Paragraphs and characters under the headline that are a short article beside a list."""
_MANY, _MUCH = 3, 400
"""Those that are an article beside any text: more than a standfirst and an introduction."""
_ITEMS = 3
"""Boxes of one make, each with a heading, that are a list of things."""
_THING = 300
"""Characters of one of them, at most: an article on many things says more of each."""


def under(
    blocks: Sequence[Block], found: Element | None, headline: Block
) -> tuple[Element, Element] | None:
    """Return the box with most text and the whole box of what stands between the headline
    and another text that has a heading of its own; None when there is no other text."""
    if found is None or not headline.is_heading or found in headline.stack:
        return None
    start = next((b.index for b in blocks if found in b.stack), 0)
    if start < headline.index:
        return _below(blocks, headline)
    between = [
        b
        for b in blocks[headline.index + 1 : start]
        if container.is_candidate(b) and b.kind != "li" and not b.roles & roles.TEASER
    ]
    if any(b.roles & roles.WALL for b in between):
        return None  # an offer to read on stands over the text, not another article
    listed = is_list_of_things([b for b in blocks if found in b.stack])
    least, size = (_PARAGRAPHS, _TEXT) if listed else (_MANY, _MUCH)
    if len(between) < least or chars(between) < size:
        return None
    if not listed and _are_one_family(between, [b for b in blocks if found in b.stack]):
        return None
    last = between[-1].index
    first = next((b.index for b in blocks[start:] if container.is_candidate(b)), len(blocks))
    if not any(b.is_heading for b in blocks[last + 1 : first]):
        return None  # the rest of the text, after a picture or a box
    return container.find(blocks[headline.index + 1 : last + 1])


def _below(blocks: Sequence[Block], headline: Block) -> tuple[Element, Element] | None:
    """Return the box of the text under a headline of the first rank, where the box with most
    text ends before it: a column that stands first in the page. None when there is none."""
    under = blocks[headline.index + 1 :]
    text = [b for b in under if container.is_candidate(b) and b.kind != "li"]
    if headline.kind != "h1" or len(text) < _PARAGRAPHS or chars(text) < _TEXT:
        return None
    return container.find(under)


def _are_one_family(between: list[Block], inside: list[Block]) -> bool:
    """Page builders cut one text into boxes of one make."""
    known = {_family(b) for b in inside if container.is_candidate(b)} - {None}
    return any(_family(b) in known for b in between)


def _family(block: Block) -> tuple[str, str] | None:
    """The named box of a paragraph; None when it has no name."""
    parent = block.element.getparent() if block.element.tag == "p" else block.element
    return make(parent) if parent is not None and parent.get("class") else None


def is_list_of_things(inside: list[Block]) -> bool:
    """Tell whether blocks are a heading over everything, then boxes of one make, each with
    a heading of a lower rank: the weather by day, the signs of the zodiac, short news."""
    top = next((b for b in inside if b.is_heading), None)
    if top is None or top is not inside[0]:
        return False
    homes = [b.element.getparent() for b in inside if b.is_heading and b.kind > top.kind]
    return (
        len(set(homes)) >= _ITEMS
        and chars(b for b in inside if b.is_strong) <= _THING * len(set(homes))
        and len({make(h) for h in homes}) == 1
    )


def make(box: Element) -> tuple[str, str]:
    """Return what boxes of one make have in common: their tag and their class."""
    return str(box.tag), box.get("class") or ""
