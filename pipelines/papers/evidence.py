"""What one page adds to what is known of its paper: two small tables of numbers.

Of every block from the headline to a little behind the text: its place, its words (both
hashed), its length class, and what the single page took it for. No word of it is kept. Made
by the worker that has the page's layout at hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

import xxhash

from pipelines.layout import roles
from pipelines.layout.blocks import Block
from pipelines.layout.layout import Layout
from pipelines.page.words import ends_sentence
from pipelines.papers.keys import Places, size, title, words

MOST = 150
"""Blocks of a page: what lies further behind the text tells nothing of it."""
_ABOVE, _BEHIND = 3, 40
"""Blocks over the headline and behind the text that are looked at."""
_DOTS = re.compile(r"(?:\.\.\.|…|\[…\]|:|：)\s*$")


class Role(IntEnum):
    """What the single page took a block for."""

    OTHER = 0
    TEXT = 1
    HEADLINE = 2
    STANDFIRST = 3
    BYLINE = 4
    WALL = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the single page says of itself, beside its layout."""

    id: str
    """Article id."""
    source: str
    """Value of the column `source`: the paper."""
    text: str = ""
    teaser: str = ""
    authors: tuple[str, ...] = ()
    wall: int | None = None
    """Index of the block at which a wall that is seen begins."""
    end: int | None = None
    """Index of the first block that is not public."""
    unseen: frozenset[int] = frozenset()
    """Blocks that are kept from the public."""
    paid: bool = False
    """It is declared not free."""
    short: bool = False
    """Text is hidden, or falls far short of what is declared."""
    sure: float = 1.0
    """How sure its access is."""
    fetched: int = 0
    """When it was fetched, in microseconds since 1970."""
    day: int = 0
    """The day on which it was published, or else fetched, since 1970."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One page as numbers: a row of `PAGES` but for its place, and its rows of `BLOCKS`."""

    source: str
    page: int
    """Article id, as a signed number."""
    capture: int
    """Hash of all of this: the same page, seen alike, is one."""
    title: int
    layout: int
    """Place of the headline; of the text where no headline is printed; 0: neither."""
    paid: int
    short: int
    unsure: int
    walled: int
    fetched: int = 0
    """Microseconds since 1970."""
    day: int = 0
    """The day on which it was published, or else fetched, since 1970."""
    rows: tuple[tuple[int, ...], ...]


UNSURE = 0.9
"""What is said with less than this is looked at again."""


def observe(layout: Layout, told: Told) -> Seen:
    """Return what one page adds to what is known of its paper."""
    places, text = Places(), frozenset(told.text.split("\n\n"))
    last = max((b.index for b in layout.blocks if b.text in text), default=layout.body_start)
    head = layout.headline
    start = head.index if head is not None else layout.body_start
    window = layout.blocks[max(0, start - _ABOVE) : last + 1 + _BEHIND]
    if len(window) > MOST:
        window = (*window[: MOST - _BEHIND], *window[-_BEHIND:])
    rows = tuple(_row(b, layout, told, places, text) for b in window)
    body = [b for b in window if b.text in text]
    layout_of = head or (body[0] if body else None)
    whole = xxhash.xxh3_64_intdigest(repr((told.id, rows)).encode()) - 2**63
    return Seen(
        source=told.source,
        page=int(told.id, 16) - 2**63,
        capture=whole,
        title=title(head.text) if head is not None else title(told.id),
        layout=places.place(layout_of) if layout_of is not None else 0,
        paid=int(told.paid),
        short=int(told.short),
        unsure=int(told.sure < UNSURE),
        walled=int(told.end is not None),
        fetched=told.fetched,
        day=told.day,
        rows=rows,
    )


def _row(
    block: Block, layout: Layout, told: Told, places: Places, text: frozenset[str]
) -> tuple[int, ...]:
    hidden = block.index in told.unseen or bool(block.roles & roles.HIDDEN)
    kept = block.is_strong and hidden
    return (
        min(block.index, 2**15 - 1),
        places.place(block),
        0 if kept else words(block.text),
        size(block.text),
        int(_role(block, layout, told, text)),
        int(_presses(block, layout)),
        int(block.is_strong),
        int(ends_sentence(block.text) and not _DOTS.search(block.text)),
    )


def _presses(block: Block, layout: Layout) -> bool:
    """Something can be pressed there, or in a line beside it in the same box."""
    if block.buttons or block.links:
        return True
    box = block.element.getparent() if block.element.tag in _LINES else block.element
    if box is None or box is layout.container:
        return False
    near = layout.blocks[max(0, block.index - _BESIDE) : block.index + _BESIDE + 1]
    return any((b.buttons or b.links) and box in b.stack for b in near)


_LINES = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li"))
_BESIDE = 3
"""Lines of a box on either side that are looked at."""


def _role(block: Block, layout: Layout, told: Told, text: frozenset[str]) -> Role:
    head = layout.headline
    if head is not None and block.index == head.index:
        return Role.HEADLINE
    if told.wall is not None and block.index == told.wall:
        return Role.WALL
    if told.end is not None and block.index >= told.end:
        return Role.OTHER
    if told.teaser and block.text in told.teaser and 2 * len(block.text) > len(told.teaser):
        return Role.STANDFIRST
    if block.text in text:
        return Role.TEXT
    near = block.index <= layout.body_start + _ABOVE and len(block.text) < _LINE
    if near and any(name in block.text for name in told.authors):
        return Role.BYLINE
    return Role.OTHER


_LINE = 200
"""Characters of a line that may be a byline."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A page's evidence with the place of its bytes."""

    seen: Seen
    file: str
    offset: int
    length: int
