"""Which text of the page is not for the visitor: hidden, veiled, or named reserved.

A box speaks for a later part of the text only. One that holds the text from its
first paragraph on is how the page is built (texts fade in, columns carry the name
of what they sell), and says nothing of where the public part ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from pipelines.layout import roles
from pipelines.layout.blocks import Box
from pipelines.layout.layout import Layout
from pipelines.page.document import Element

_RESERVED_CLASS = re.compile(
    r"-(?:paywall(?:ed)?|premium|paid|regwall(?:ed)?|walled|reserve[dr]?[a-z0-9]{0,30}"
    r"|(?:subscribers?|members?|abonnes?)-only"
    r"|(?:subscription|abo)-?(?:content|text|body|inhalt)"
    r"|(?:subscribers?|members?|abonnes?|freemium|plus|exclusive)-?(?:content|text|body|inhalt)"
    r"|(?:premium|paid)content|locked|restricted|lockable|payante?s?)(?=-)",
)
_TEMPLATE = re.compile(
    r"(?:template|banner|header|button|badge|icon|label|teaser|promo|nav|menu)", re.IGNORECASE
)
UNSEEN = roles.HIDDEN | roles.SOFT_HIDDEN | roles.VEILED


def unseen(layout: Layout, *, even_all: bool = False) -> frozenset[int]:
    """Return the indexes of the blocks that stand in a hidden or veiled box of their own;
    with `even_all` also in one that holds the first paragraph."""
    own = _in_boxes(layout, lambda box: bool(box.roles & UNSEEN))
    boxes = around_all(layout) if even_all else frozenset()
    return own | {b.index for b in layout.blocks if not boxes.isdisjoint(b.stack)}


def around_all(layout: Layout) -> frozenset[Element]:
    """Return the hidden or veiled boxes that hold the first paragraph."""
    if layout.container is None or layout.body_start >= len(layout.blocks):
        return frozenset()
    found, box = set(), layout.blocks[layout.body_start].box
    while box is not None:
        if box.roles & UNSEEN:
            found.add(box.element)
        box = box.parent
    return frozenset(found)


def _in_boxes(layout: Layout, speaks: Callable[[Box], bool]) -> frozenset[int]:
    """The container's blocks in a box that speaks and does not hold the first paragraph."""
    if layout.container is None or layout.body_start >= len(layout.blocks):
        return frozenset()
    above = set(layout.blocks[layout.body_start].stack)
    known: dict[int, bool] = {}
    return frozenset(
        b.index
        for b in layout.blocks[layout.body_start :]
        if layout.container in b.stack and _speaks(b.box, above, speaks, known)
    )


def _speaks(
    box: Box | None, above: set[Element], speaks: Callable[[Box], bool], known: dict[int, bool]
) -> bool:
    """One of the boxes around a block, within what holds the first paragraph, speaks."""
    if box is None or box.element in above:
        return False
    if id(box) not in known:
        known[id(box)] = speaks(box) or _speaks(box.parent, above, speaks, known)
    return known[id(box)]


@lru_cache(maxsize=8192)
def names_reserved(names: str) -> bool:
    """Tell whether class and id names say that the text in them is reserved."""
    words = " ".join(map(roles.tokens, names.split()))
    return bool(_RESERVED_CLASS.search(words)) and not _TEMPLATE.search(names)
