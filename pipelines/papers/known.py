"""What a paper's other pages tell of one page's blocks, weighed with what the page says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from math import log

from pipelines.layout.blocks import Block
from pipelines.layout.layout import Layout
from pipelines.learned import linear
from pipelines.learned.weights import load
from pipelines.page.document import Element
from pipelines.page.inert import stored
from pipelines.papers.keys import Places, words
from pipelines.papers.model import WALL, Box, Key, Paper


@dataclass(frozen=True, slots=True)
class Known:
    """What a paper tells of the blocks of one page."""

    boxes: Mapping[int, Box] = field(default_factory=dict)
    """Block → what it is on the paper's pages, for blocks that come again."""
    walls: frozenset[int] = frozenset()
    """Blocks that are a wall's on other pages."""
    furniture: frozenset[int] = frozenset()
    """Blocks that the paper prints on page after page, and that are no wall's."""
    asides: frozenset[int] = frozenset()
    """Blocks that stand beside the text, and were taken for it."""

    @property
    def no_text(self) -> frozenset[int]:
        """Blocks that are no part of the article."""
        return self.furniture | self.asides

    def of(self, start: int, end: int) -> Box | None:
        """Return the likeliest wall among some blocks that come again; None where none does."""
        found = [self.boxes[n] for n in range(start, end) if n in self.boxes]
        return max(found, key=lambda b: (b.wall, b.n), default=None)


def at_home(layout: Layout, paper: Paper | None) -> Layout:
    """Return the layout with the text where it stands on the paper's other pages; itself
    where it stands there already, where nothing does, or what does stands behind it. Only text
    that others have beside theirs gives way."""
    if paper is None or not paper.boxes or not paper.homes:
        return layout
    places, homes = Places(), frozenset(paper.homes)
    start = layout.headline.index + 1 if layout.headline is not None else 0
    there = [b for b in layout.blocks[start:] if b.is_strong and places.place(b) in homes]
    inside = [b for b in layout.inside() if b.is_strong]
    if not there or not inside or there[0].index >= inside[0].index:
        return layout
    asides = frozenset(paper.asides)
    if any(b in there or places.place(b) not in asides for b in inside):
        return layout
    box = _shared(there)
    return replace(layout, container=box, core=box, body_start=there[0].index)


def _shared(blocks: list[Block]) -> Element:
    """The smallest box around all of them that is no line of text itself."""
    stack = blocks[0].stack[:-1] or blocks[0].stack
    return next(e for e in reversed(stack) if all(e in b.stack for b in blocks))


NOTHING = Known()
"""What is known where no paper was learned."""


def look(layout: Layout, paper: Paper | None, *, moved: bool = False) -> Known:
    """Return what a paper tells of the blocks of a page; where its text was `moved` home,
    what was taken for it stands beside it."""
    if paper is None or not paper.boxes:
        return NOTHING
    places = Places()
    start = layout.headline.index + 1 if layout.headline is not None else 0
    boxes = {}
    for block in layout.blocks[start:]:
        place, said = places.place(block), words(block.text)
        box = (
            paper.boxes.get((0, said))
            or paper.boxes.get((place, said))
            or paper.boxes.get((place, 0))
        )
        if box is not None:
            boxes[block.index] = box
    walls = frozenset(n for n, b in boxes.items() if b.wall >= WALL)
    furniture = frozenset(
        n for n, b in boxes.items() if b.furniture and not layout.blocks[n].is_heading
    )
    own = layout.blocks[start:] if moved else ()
    asides = frozenset(b.index for b in own if places.place(b) in paper.asides)
    return Known(boxes, walls, furniture, asides)


@dataclass(frozen=True, slots=True)
class Example:
    """The words of a box on one of its pages, and the way down to it."""

    key: Key
    words: str
    path: str


def examples(layout: Layout, known: Known) -> tuple[Example, ...]:
    """Return the words of what a page has of walls and furniture; of text none."""
    places = Places()
    return tuple(
        Example(
            known.boxes[n].key,
            stored(layout.blocks[n].text[:_WORDS]),
            stored(places.path(layout.blocks[n])),
        )
        for n in sorted(known.walls | known.furniture)
        if known.boxes[n].words
    )


_WORDS = 300
"""Characters of a box's words that are shown."""


SIGNS = ("page", "paper")
_MOST = 6.0
"""Log odds beyond which neither side is surer."""


@cache
def _weights() -> linear.Linear:
    return linear.of(load("papers")["both"])


def signs(alone: float, box: Box) -> dict[str, float]:
    """Return what the page and its paper say of a candidate, as log odds by a tenth of which
    neither is beyond doubt."""
    sure = min(0.999, max(0.001, box.wall))
    return {
        "page": max(-_MOST, min(_MOST, alone)) / _MOST,
        "paper": max(-_MOST, min(_MOST, log(sure / (1 - sure)))) / _MOST,
    }


def together(alone: float, box: Box) -> float:
    """Return how likely a candidate is a wall: `alone` are the log odds by its page, `box` is
    what its paper knows of it."""
    if box.told:
        return box.wall  # a correction beats the model
    return _weights().probability(signs(alone, box))
