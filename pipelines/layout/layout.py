"""Where the parts of the article stand: headline, head zone, body."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.layout import container, roles
from pipelines.layout.blocks import Block, Mark, read
from pipelines.page.document import Document, Element
from pipelines.page.words import fold, similarity

_ABOVE = 5
"""Blocks in the box of the text that may stand over its headline."""


@dataclass(slots=True, eq=False)
class Layout:
    """The blocks of a page and what is known of their order."""

    blocks: list[Block]
    container: Element | None
    """Element that holds the article body; None when there is no running text."""
    body_start: int
    """Index of the first block of running text in the container; the number of
    blocks when there is none."""
    marks: list[Mark]
    """Elements whose names speak of a wall, in order."""
    core: Element | None = None
    """The box inside the container that has most of the text."""
    headline: Block | None = None
    """The printed headline, once the title is chosen; None when not printed."""
    _inside: list[Block] | None = field(default=None, init=False)

    @property
    def head_zone(self) -> list[Block]:
        """Blocks from a little before the headline to the first paragraphs of the body."""
        if self.headline is None:
            start = max(0, self.body_start - 15)
        else:
            start = max(0, self.headline.index - 8)
        end = max(self.body_start, start) + 4
        if self.headline is not None:
            end = max(end, self.headline.index + 12)
            end = min(end, self.headline.index + 60)
        return self.blocks[start:end]

    def inside(self) -> list[Block]:
        """Return the blocks of the container, in order."""
        if self.container is None:
            return []
        if self._inside is None:
            self._inside = container.inside(self.blocks, self.container)
        return self._inside


def lay_out(document: Document) -> Layout:
    """Return the layout of a page; the headline is set later by `place_headline`."""
    blocks, marks = read(document.root)
    boxes = container.find(blocks)
    core, found = boxes if boxes is not None else (None, None)
    start = len(blocks)
    if found is not None:
        for block in blocks:
            if found in block.stack and container.is_candidate(block):
                start = block.index
                break
    return Layout(blocks=blocks, container=found, body_start=start, marks=marks, core=core)


def place_headline(layout: Layout, title: str | None) -> None:
    """Find the block that prints `title`: an equal heading, nearest before the body."""
    if not title:
        return
    wanted = fold(title)
    best: tuple[float, int] | None = None
    for block in layout.blocks:
        if len(block.text) > 400 or block.roles & roles.HIDDEN:
            continue
        if not block.is_heading and block.text.isascii() and len(block.text) != len(wanted):
            continue  # folding changes no length in ASCII
        text = fold(block.text)
        if text == wanted:
            value = 3.0
        elif block.is_heading and similarity(text, wanted) > 0.6:
            value = 2.0
        else:
            continue
        value += 1.0 if block.kind == "h1" else 0.5 * block.is_heading
        value -= 2.0 if block.roles & (roles.NAV | roles.RELATED | roles.FOOT) else 0
        value -= 1.5 if block.index > layout.body_start else 0
        if best is None or value > best[0]:
            best = (value, block.index)
    if best is not None and best[0] > 0:
        layout.headline = layout.blocks[best[1]]
        _start_below(layout, layout.headline)


def _start_below(layout: Layout, headline: Block) -> None:
    """The text begins below its headline: a path through the site or a notice to
    readers may stand just above it in the same box."""
    if layout.body_start < headline.index <= layout.body_start + _ABOVE and headline.is_heading:
        below = layout.blocks[headline.index + 1 :]
        layout.body_start = next(
            (b.index for b in below if layout.container in b.stack and container.is_candidate(b)),
            layout.body_start,
        )
