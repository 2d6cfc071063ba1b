"""What readers write under an article: posts of one make, each with a moment and a control
to answer it. Boxes of comments seldom say so in a name that is theirs alone."""

from __future__ import annotations

from functools import cache

from pipelines.body.fringe import LINKED
from pipelines.layout import roles
from pipelines.layout.blocks import Block, chars
from pipelines.lexicon.tables import labels
from pipelines.page.document import Element
from pipelines.page.words import fold

_CONTROL = 25
"""Characters of a control at most: "Reply (2)"."""
_MOMENT = 50
"""Characters of a line that says when a post was written."""
_POSTS = 2
"""Posts from which they are a thread."""
_TEXT = 150
"""Characters of running text outside of the posts without which they are the text."""


def replies(candidates: list[Block]) -> set[int]:
    """Return the indexes of the blocks of readers' posts, and of what stands in their box."""
    controls = [b for b in candidates if _is_control(b)]
    if len(controls) < _POSTS:
        return set()
    thread = _around(controls)
    if thread is None:
        return set()
    inside = [b for b in candidates if thread in b.stack]
    posts = {_child(b, thread) for b in controls} - {None}
    own = [b for b in inside if _child(b, thread) in posts]
    dated = {_child(b, thread) for b in own if _is_moment(b)}
    if len(dated) < _POSTS or 3 * len(dated) < 2 * len(posts):
        return set()
    gone = inside if own[0] is inside[0] or not _is_text(inside[: inside.index(own[0])]) else own
    left = {b.index for b in gone}
    text = [b for b in candidates if b.index not in left and b.is_strong]
    text = [b for b in text if not b.roles & roles.NOT_BODY]
    return left if chars(text) >= _TEXT else set()


def _is_control(block: Block) -> bool:
    if len(block.text) > _CONTROL or block.link_share <= LINKED:
        return False
    return fold(block.text).strip(_AROUND) in _words()


_AROUND = " 0123456789()[]↩↪»›·|"


@cache
def _words() -> frozenset[str]:
    return frozenset(labels("links.answer"))


def _is_moment(block: Block) -> bool:
    return (
        len(block.text) <= _MOMENT
        and not block.is_strong
        and any(map(str.isdigit, block.text))
        and not _is_control(block)
    )


def _is_text(blocks: list[Block]) -> bool:
    return chars(b for b in blocks if b.is_strong) >= _TEXT


def _around(blocks: list[Block]) -> Element | None:
    """The smallest box around all of these."""
    common = blocks[0].stack
    for block in blocks[1:]:
        shared = [a for a, b in zip(common, block.stack, strict=False) if a is b]
        common = tuple(shared)
    return common[-1] if common and common[-1].tag not in ("body", "html") else None


def _child(block: Block, box: Element) -> Element | None:
    """What a block stands in, directly inside of a box."""
    place = block.stack.index(box) + 1
    return block.stack[place] if place < len(block.stack) else None
