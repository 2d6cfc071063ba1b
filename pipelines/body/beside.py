"""A column beside the article, in one row with it: the weather, horoscopes, short news.

It has a heading of its own and repeats one small box. Where the article is short, such a
column has more text; what is under the headline tells which of the two it is.
"""

from __future__ import annotations

from pipelines.layout import roles
from pipelines.layout.blocks import Block, chars
from pipelines.layout.home import is_list_of_things, make
from pipelines.page.document import Element

_PARAGRAPHS = 2
_TEXT = 150
"""Paragraphs and characters under the headline that are an article, and no standfirst."""


def columns(candidates: list[Block], headline: Block | None) -> set[int]:
    """Return the indexes of blocks that stand in columns beside the headline's own."""
    if headline is None:
        return set()
    own = _own_column(candidates, headline)
    if own is None:
        return set()
    seen: set[Element] = set()
    gone: set[int] = set()
    for block in candidates:
        box = _sibling(block, own)
        if box is None or box in seen:
            continue
        seen.add(box)
        inside = [b for b in candidates if box in b.stack]
        if is_list_of_things(inside) and make(box) != make(own):
            gone |= {b.index for b in inside}
    return gone


def _own_column(candidates: list[Block], headline: Block) -> Element | None:
    """The smallest box of the headline with an article's text in it."""
    for element in reversed(headline.stack[:-1]):
        text = [
            b
            for b in candidates
            if element in b.stack
            and b.index > headline.index
            and b.is_strong
            and not b.roles & (roles.NOT_BODY | roles.TEASER)
        ]
        if len(text) >= _PARAGRAPHS and chars(text) >= _TEXT:
            return element
    return None


def _sibling(block: Block, own: Element) -> Element | None:
    """The box of a block that stands next to the column; None inside of it or above."""
    row = own.getparent()
    if row not in block.stack or own in block.stack:
        return None
    place = block.stack.index(row) + 1
    return block.stack[place] if place < len(block.stack) else None
