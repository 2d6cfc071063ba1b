"""Which block prints the headline: a layout in, a layout with its headline out."""

from __future__ import annotations

from dataclasses import replace

from pipelines.layout import container, home, roles
from pipelines.layout.blocks import Block
from pipelines.layout.layout import Layout, start_of
from pipelines.page.words import fold, similarity

_ABOVE = 5
"""Blocks in the box of the text that may stand over its headline."""
_LONGEST = 400
"""Characters above which a block is text and no headline."""
_ALIKE = 0.6
"""Share of common words from which a heading is taken for a title worded otherwise."""

_LINKED, _ELSEWHERE = 0.9, 1.2
"""Share of link text from which a line leads elsewhere, and what that takes from it: a bar that
names the article in a box of others goes behind the headline below it."""


def locate(layout: Layout, title: str | None) -> Layout:
    """Return the layout with the block that prints `title`: an equal heading, nearest
    before the body; the same layout where none does."""
    found = _block(layout, fold(title)) if title else None
    if found is None:
        return layout
    own = home.under(layout.blocks, layout.container, found)
    if own is not None:
        core, box = own
        layout = replace(layout, core=core, container=box, body_start=start_of(layout.blocks, box))
    return replace(layout, headline=found, body_start=_start_below(layout, found))


def _block(layout: Layout, wanted: str) -> Block | None:
    best: tuple[float, int] | None = None
    length = len(wanted)
    for block in layout.blocks:
        if len(block.text) != length and not block.is_heading and block.text.isascii():
            continue  # folding changes no length in ASCII
        value = _agreement(block, wanted)
        if not value:
            continue
        value += 1.0 if block.kind == "h1" else 0.5 * block.is_heading
        value -= 2.0 if block.roles & (roles.NAV | roles.RELATED | roles.FOOT) else 0
        value -= 1.5 if block.index > layout.body_start else 0
        value -= _ELSEWHERE if block.link_share > _LINKED else 0
        if best is None or value > best[0]:
            best = (value, block.index)
    return layout.blocks[best[1]] if best is not None and best[0] > 0 else None


def _agreement(block: Block, wanted: str) -> float:
    """3 for the same words, 2 for a heading of nearly the same, else 0."""
    if len(block.text) > _LONGEST or block.roles & roles.HIDDEN:
        return 0.0
    text = fold(block.text)
    if text == wanted:
        return 3.0
    return 2.0 if block.is_heading and similarity(text, wanted) > _ALIKE else 0.0


def _start_below(layout: Layout, headline: Block) -> int:
    """The text begins below its headline: a path through the site or a notice to
    readers may stand just above it in the same box."""
    start = layout.body_start
    if not (start < headline.index <= start + _ABOVE and headline.is_heading):
        return start
    below = layout.blocks[headline.index + 1 :]
    return next(
        (b.index for b in below if layout.container in b.stack and container.is_candidate(b)),
        start,
    )
