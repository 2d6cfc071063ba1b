"""Where the parts of the article stand: headline, head zone, body. Made once, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipelines.layout import container, roles
from pipelines.layout.blocks import Block, Mark
from pipelines.layout.segment import read
from pipelines.page.document import Document, Element

_HEAD_UNMARKED = 15
"""Blocks before the body in which the head may stand where no headline is printed."""
_HEAD_OVER, _HEAD_UNDER = 8, 12
"""Blocks over the headline (kicker, date, path) and under it (standfirst, byline, date)."""
_HEAD_IN_BODY = 4
"""Blocks of the body that may belong to the head: a byline or a place is set into it."""
_HEAD_LONGEST = 60
"""Blocks under the headline after which a menu stands between it and the body."""


@dataclass(frozen=True, eq=False)
class Layout:
    """The blocks of a page and what is known of their order."""

    blocks: tuple[Block, ...]
    container: Element | None
    """Element that holds the article body; None when there is no running text."""
    body_start: int
    """Index of the first block of running text in the container; the number of
    blocks when there is none."""
    marks: tuple[Mark, ...]
    """Elements whose names speak of a wall, in order."""
    core: Element | None = None
    """The box inside the container that has most of the text."""
    headline: Block | None = None
    """The printed headline, once it is located; None when not printed."""

    @property
    def head_zone(self) -> tuple[Block, ...]:
        """Blocks from a little before the headline to the first paragraphs of the body."""
        if self.headline is None:
            start = max(0, self.body_start - _HEAD_UNMARKED)
        else:
            start = max(0, self.headline.index - _HEAD_OVER)
        end = max(self.body_start, start) + _HEAD_IN_BODY
        if self.headline is not None:
            end = max(end, self.headline.index + _HEAD_UNDER)
            end = min(end, self.headline.index + _HEAD_LONGEST)
        return self.blocks[start:end]

    @cached_property
    def _inside(self) -> tuple[Block, ...]:
        if self.container is None:
            return ()
        return tuple(container.inside(self.blocks, self.container))

    def inside(self) -> tuple[Block, ...]:
        """Return the blocks of the container, in order."""
        return self._inside


def lay_out(document: Document) -> Layout:
    """Return the layout of a page; its headline is located later (`headline.locate`)."""
    blocks, marks = read(document.root)
    blocks = _without_prefix(blocks)
    boxes = container.find(blocks)
    core, found = boxes if boxes is not None else (None, None)
    start = start_of(blocks, found) if found is not None else len(blocks)
    return Layout(tuple(blocks), found, start, tuple(marks), core)


def _without_prefix(blocks: list[Block]) -> list[Block]:
    """A word of consent that a site writes before all its names, the headline's too, tells
    nothing: `gdpr-title`, `gdpr-paragraph`. In a notice, a box around the headline bears it."""
    if not any(b.kind == "h1" and _names_consent(b) for b in blocks):
        return blocks
    return [replace(b, roles=b.roles & ~roles.COOKIE) for b in blocks]


def _names_consent(headline: Block) -> bool:
    own = f"{headline.element.get('class', '')} {headline.element.get('id', '')}"
    return bool(roles.of_names(own) & roles.COOKIE) and not any(
        roles.of(e) & roles.COOKIE for e in headline.stack[:-1]
    )


def start_of(blocks: Sequence[Block], box: Element) -> int:
    """Return the index of the first block of running text in a box; the number of blocks
    when it has none."""
    texts = (b.index for b in blocks if container.is_candidate(b) and box in b.stack)
    return next(texts, len(blocks))
