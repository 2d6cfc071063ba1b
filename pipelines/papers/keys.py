"""A block as it is known again on other pages: where it stands and what it says, as numbers.

The place is the way down from `<body>`: tags with the first name of each, numbers left out,
so that the boxes of one template are one place. Both hashes have 32 bits: they are asked
only within one paper, and a page has some hundred.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

import xxhash

from pipelines.layout.blocks import Block
from pipelines.page.document import Element

_DIGITS = re.compile(r"\d+")
_SIZE = 16
"""Characters of one class of length."""
_LARGEST = 250
"""Classes of length; what is longer is as long."""
_LINE = 120
"""Characters of a line that may be a counter."""
_SKIPPED = 1
"""Elements at the top whose names speak of the page: `<body class="post-17 logged-out">`."""


@dataclass(slots=True)
class Places:
    """The places of one page's elements, each computed once."""

    _known: dict[Element, str] = field(default_factory=dict)

    def path(self, block: Block) -> str:
        """Return the way down to a block: `article>div.text>p`."""
        return self._of(block.stack, len(block.stack))

    def place(self, block: Block) -> int:
        """Return the place of a block as a number of 32 bits, with a sign."""
        return _number(self.path(block))

    def _of(self, stack: tuple[Element, ...], depth: int) -> str:
        if depth <= _SKIPPED:
            return ""
        element = stack[depth - 1]
        known = self._known.get(element)
        if known is None:
            above = self._of(stack, depth - 1)
            name = _name(element.get("class") or "", element.get("id") or "")
            own = f"{element.tag}{name}"
            known = self._known[element] = f"{above}>{own}" if above else own
        return known


@lru_cache(maxsize=8192)
def _name(names: str, identifier: str) -> str:
    """The first class without a number; else the id, when it has none. Names that carry
    a number are those of one article or one paragraph."""
    plain = next((n for n in names.split() if not _DIGITS.search(n)), "")
    if plain:
        return f".{plain}"
    return f"#{identifier}" if identifier and not _DIGITS.search(identifier) else ""


def words(text: str) -> int:
    """Return what a block says as a number of 32 bits, never 0; lines that differ in their
    numbers alone (counters) are equal, paragraphs are not."""
    said = " ".join(text.casefold().split())
    return _number(_DIGITS.sub("0", said) if len(said) < _LINE else said) or 1


def title(text: str) -> int:
    """Return a headline as a number of 32 bits; "Week 3" and "Week 4" are two articles."""
    return _number(" ".join(text.casefold().split()))


def _number(text: str) -> int:
    return xxhash.xxh32_intdigest(text.encode("utf-8", "replace")) - 2**31


def size(text: str) -> int:
    """Return the class of a text's length: sixteen characters are one."""
    return min(_LARGEST, (len(text) + _SIZE - 1) // _SIZE)
