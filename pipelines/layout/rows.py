"""Which blocks are of one row: paragraphs side by side, each in a box of its own or not."""

from __future__ import annotations

from pipelines.layout.blocks import Block

_DEEPEST = 5
"""Boxes around one paragraph, at most, that a page builder sets up for it."""


def in_one_row(one: Block, other: Block) -> bool:
    """Tell whether two blocks stand side by side: directly in one box, or each in boxes of
    the same make, as page builders put every paragraph into boxes of its own."""
    mine, theirs = one.stack, other.stack
    if len(mine) != len(theirs):
        return False
    for step in range(1, min(_DEEPEST, len(mine)) + 1):
        own, its = mine[-step], theirs[-step]
        if own is its:
            return True
        if own.tag != its.tag or own.get("class") != its.get("class"):
            return False
    return False
