"""A page's text blocks: pieces of running text, each with its place.

A block is the text between two block-level tags (or two `<br>`); it knows its element, its
link share and the roles of all the boxes around it. Every later step (title, byline,
teaser, body, wall) reads the list of them, so that a paragraph number and a place on the
page are one thing. `segment` makes the list, `settle` gives every block its roles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import FrozenInstanceError, dataclass, field
from typing import Any, cast

from pipelines.page.document import Element
from pipelines.page.words import is_dense

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LINE = 60
"""Characters from which a line is a full sentence or more."""


@dataclass(slots=True, eq=False)
class BoxDraft:
    """A box while the page is read: what it holds is known when it is closed."""

    element: Element
    roles: int
    parent: BoxDraft | None
    chars: int = 0
    """Characters of long, linkless text inside."""
    has_title: bool = False
    """An `<h1>` stands inside."""
    end: int = 0
    """Number of blocks when it was closed."""


@dataclass(slots=True, eq=False)
class BlockDraft:
    """A block while the page is read: its roles are known at the end."""

    text: str
    kind: str
    """`h1` … `h6`, `p`, `li`, `blockquote`, `pre`, `td`, `th`, `dd`, `dt` or `div`."""
    element: Element
    stack: tuple[Element, ...]
    """Block-level ancestors from `<body>` down to `element`."""
    box: BoxDraft | None
    index: int = 0
    link_chars: int = 0
    bold_chars: int = 0
    buttons: int = 0
    links: int = 0
    roles: int = 0
    """Roles of all boxes around it, set when the page is read to its end."""
    is_heading: bool = field(init=False)
    """It is an `<h1>` … `<h6>`."""
    is_strong: bool = field(init=False)
    """It is a full sentence or more, not mainly links."""

    def __post_init__(self) -> None:
        """Tell once what every later step asks."""
        self.is_heading = self.kind in _HEADINGS
        text = self.text
        count = len(text)
        # a character of Chinese, Japanese or Korean says as much as two letters
        self.is_strong = (
            (count >= _LINE or (count >= _LINE // 2 and not text.isascii() and is_dense(text)))
            and not self.is_heading
            and self.link_chars * 3 < count
        )


def _refuse(value: object, *_: object) -> None:
    msg = f"a {type(value).__name__} is made once: nothing of it is changed"
    raise FrozenInstanceError(msg)


class Box(BoxDraft):
    """An element that tells something of itself, and how much text it holds; never changed."""

    __slots__ = ()
    parent: Box | None
    __setattr__ = __delattr__ = _refuse


class Block(BlockDraft):
    """One piece of running text; never changed.

    What the walk read becomes a block by its class alone: to copy the fields of a frozen
    value one by one costs as much as to read them.
    """

    __slots__ = ()
    box: Box | None
    __setattr__ = __delattr__ = _refuse

    def __new__(cls, *given: Any, **named: Any) -> Block:  # noqa: PYI034  a block is final
        """Return a block with the fields of a draft."""
        return frozen([BlockDraft(*given, **named)])[0]

    def __init__(self, *given: Any, **named: Any) -> None:
        """Made by `__new__`."""

    @property
    def link_share(self) -> float:
        """Share of the text that is link text, 0 to 1."""
        return min(1.0, self.link_chars / len(self.text)) if self.text else 0.0

    @property
    def path(self) -> str:
        """XPath of the element."""
        return str(self.element.getroottree().getpath(self.element))


def frozen(blocks: list[BlockDraft], boxes: Iterable[BoxDraft] = ()) -> list[Block]:
    """Return drafts as what they are from now on."""
    for box in boxes:
        box.__class__ = Box
    for block in blocks:
        block.__class__ = Block
    return cast("list[Block]", blocks)


def extent(blocks: Sequence[Block], index: int, element: Element, most: int) -> tuple[int, int]:
    """Return the first block of an element around a block, and the one behind its last; a
    side that goes on after so many blocks at `most` is left there."""
    start, end = index, index + 1
    while start > 0 and element in blocks[start - 1].stack and end - start <= most:
        start -= 1
    while end < len(blocks) and element in blocks[end].stack and end - start <= most:
        end += 1
    return start, end


def chars(blocks: Iterable[BlockDraft]) -> int:
    """Return how many characters the texts of these blocks have together."""
    return sum([len(b.text) for b in blocks])


@dataclass(frozen=True, slots=True)
class Mark:
    """An element, empty or not, whose names speak of a wall or a subscription."""

    element: Element
    index: int
    """Number of blocks before it."""
    roles: int
