"""Small boxes amid or under a text that ask the reader for something: a subscription, an
account, an address for a newsletter. Their names tell nothing, what they say and hold does."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.layout.blocks import Block, chars, extent
from pipelines.lexicon.phrases import may_speak, spoken

_LINE = 260
"""Characters of a line of such a box; a longer one is a paragraph."""
_LINES, _BOX = 8, 450
"""Lines and characters of the whole box."""
_PRESSED, _LINKED = 60, 0.8
"""Characters of a line to press, and the share of it that is a link."""
_TEXT = 300
"""Characters of running text beside such boxes, without which they are what there is."""
_NO_CALL = frozenset(("price", "this", "all", "read_on"))
"""What a line may say of a thing without asking for anything."""


def calls(candidates: Sequence[Block]) -> set[int]:
    """Return the indexes of blocks of boxes that ask for something and hold what to press."""
    short = [b for b in candidates if len(b.text) <= _LINE and b.kind not in ("li", "td")]
    found: set[int] = set()
    place = {b.index: n for n, b in enumerate(candidates)}
    for block in short:
        if block.index in found or not _asks(block):
            continue
        found.update(b.index for b in _box(candidates, place[block.index]))
    text = chars(b for b in candidates if b.is_strong and b.index not in found)
    return found if text >= _TEXT else set()


def _box(candidates: Sequence[Block], at: int) -> Sequence[Block]:
    """The lines of the largest box around a line that is one of these; none where none is."""
    best: Sequence[Block] = ()
    for element in reversed(candidates[at].stack):
        start, end = extent(candidates, at, element, _LINES)
        lines = candidates[start:end]
        if len(lines) > _LINES or chars(lines) > _BOX or any(len(b.text) > _LINE for b in lines):
            break
        if any(b.is_strong and not _asks(b) for b in lines):
            break
        if any(map(_is_pressed, lines)) and any(_asks(b) for b in lines if not _is_pressed(b)):
            best = lines
    return best


def _asks(block: Block) -> bool:
    return may_speak(block.text) and bool(spoken(block.text).parts - _NO_CALL)


def _is_pressed(block: Block) -> bool:
    """A short line to press that asks too: others lead to texts, or open them."""
    pressed = block.buttons or block.link_share > _LINKED
    return bool(pressed) and len(block.text) <= _PRESSED and _asks(block)
