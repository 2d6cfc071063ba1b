"""Words of the language among names: a person's name hardly ever stands in lower case in the
text that the person signs; "Self-Guided Tools" and "Last Modified" do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.access.public import PublicLayout as Layout

_WORD = re.compile(r"[^\W\d_]{3,40}")
_READ = 20_000
"""Characters of the text that are read: its first pages tell which words are words."""
_LONGEST = 200
"""Characters that are read of what stands between two spaces."""


def words_of(layout: Layout) -> frozenset[str]:
    """Return the words that the text of a page writes in lower case."""
    pieces: set[str] = set()
    left = _READ
    for block in layout.inside():
        if block.is_strong:
            pieces.update(block.text[:left].split())
            left -= len(block.text)
        if left <= 0:
            break
    # most words come again and again: each is looked at once
    read = " ".join([piece[:_LONGEST] for piece in pieces])
    return frozenset([word for word in _WORD.findall(read) if word.islower()])


def share(names: Sequence[str], known: frozenset[str]) -> float:
    """Return how many of the words in these names are among `known`, 0 to 1; words of one or
    two letters are not counted."""
    words = [w.lower() for name in names for w in _WORD.findall(name)]
    return sum(w in known for w in words) / len(words) if words else 0.0
