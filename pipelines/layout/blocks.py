"""A page's text blocks: pieces of running text, each with its place.

A block is the text between two block-level tags (or two `<br>`); it knows its element, its
link share and the roles of all the boxes around it. Every later step (title, byline,
teaser, body, wall) reads the list of them, so that a paragraph number and a place on the
page are one thing. `segment` makes the list, `settle` gives every block its roles.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipelines.page.document import Element
from pipelines.page.words import is_dense

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LINE = 60
"""Characters from which a line is a full sentence or more."""


@dataclass(slots=True, eq=False)
class Box:
    """An element that tells something of itself, and how much text it holds."""

    element: Element
    roles: int
    parent: Box | None
    chars: int = 0
    """Characters of long, linkless text inside."""
    has_title: bool = False
    """An `<h1>` stands inside."""
    pooled: int = 0
    """The same of all boxes with its name."""
    row: int = 0
    """Characters of the longest row of sibling paragraphs inside."""
    end: int = 0
    """Number of blocks when it was closed."""


@dataclass(slots=True, eq=False)
class Block:
    """One piece of running text."""

    text: str
    kind: str
    """`h1` … `h6`, `p`, `li`, `blockquote`, `pre`, `td`, `th`, `dd`, `dt` or `div`."""
    element: Element
    stack: tuple[Element, ...]
    """Block-level ancestors from `<body>` down to `element`."""
    box: Box | None
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
        self.is_strong = (
            self._is_long() and not self.is_heading and self.link_chars * 3 < len(self.text)
        )

    def _is_long(self) -> bool:
        """A character of Chinese, Japanese or Korean says as much as two letters."""
        count = len(self.text)
        return count >= _LINE or (
            count >= _LINE // 2 and not self.text.isascii() and is_dense(self.text)
        )

    @property
    def link_share(self) -> float:
        """Share of the text that is link text, 0 to 1."""
        return min(1.0, self.link_chars / len(self.text)) if self.text else 0.0

    @property
    def path(self) -> str:
        """XPath of the element."""
        return str(self.element.getroottree().getpath(self.element))


def chars(blocks: Iterable[Block]) -> int:
    """Return how many characters the texts of these blocks have together."""
    return sum(len(b.text) for b in blocks)


@dataclass(frozen=True, slots=True)
class Mark:
    """An element, empty or not, whose names speak of a wall or a subscription."""

    element: Element
    index: int
    """Number of blocks before it."""
    roles: int
