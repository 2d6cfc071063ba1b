"""What might be a wall: one element each, which ends where the element ends.

A candidate is a box, a form, a dialog, a few lines of one parent, or the last sentence
of a paragraph; it may stand behind, amid or before the text, far from it, or hidden.
What it is worth is weighed later; here only what says, holds or is named nothing that
a wall is made of is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice, pairwise

from pipelines.access import vendors
from pipelines.access.elsewhere import leads_elsewhere
from pipelines.access.own import LONGEST, SMALL, speaks_of_wall
from pipelines.access.scene import Scene
from pipelines.layout import roles
from pipelines.layout.blocks import Block, extent
from pipelines.lexicon.phrases import may_speak, says_more_than_a_price, spoken, stems_in
from pipelines.page.document import Element

MOST = 40
"""Candidates of one page."""
_LINES = 30
_LINE = 420
"""Characters of the longest line that may begin a wall."""
_NEAR = 4
"""Blocks behind the last paragraph in which a box needs no words to be looked at."""
_OTHER = roles.NAV | roles.FOOT | roles.RELATED | roles.COMMENT | roles.TAGS | roles.CAPTION


@dataclass(frozen=True, slots=True)
class Candidate:
    """An element that might be a wall."""

    start: int
    """Index of its first block."""
    end: int
    """Index behind its last block."""
    element: Element
    cut: int = 0
    """Characters of the first block that are the article's: the wall stands in its last
    sentence. 0: the whole block is the wall's."""

    def lines(self, scene: Scene) -> list[Block]:
        """Return its blocks."""
        return list(scene.blocks[self.start : self.end])


def find(scene: Scene) -> list[Candidate]:
    """Return what might be a wall, in the order of the page; most pages: nothing."""
    found: dict[tuple[int, int], Candidate] = {}
    for index in _seeds(scene):
        if any(start <= index < end for start, end in found):
            continue
        box = _box(scene, index)
        found[box.start, box.end] = box
        if len(found) >= MOST:
            break
    inline = _inline(scene)
    for each in inline:
        found.pop((each.start, each.end), None)
    return [*found.values(), *inline]


def _seeds(scene: Scene) -> list[int]:
    """Blocks that speak, are named or hold what walls do; a line of a list does not."""
    blocks, layout = scene.blocks, scene.layout
    start = layout.headline.index + 1 if layout.headline is not None else 0
    usable = [
        b
        for b in blocks[start:]
        if len(b.text) <= _LINE and not b.roles & _OTHER & ~roles.CAPTION and not _is_item(b)
    ]
    stems = stems_in(b.text for b in usable)
    found = []
    for block in usable:
        says = bool(stems) and may_speak(block.text, stems) and says_more_than_a_price(block.text)
        behind = (
            0 < block.index - scene.last <= _NEAR
            and (block.buttons or block.links)
            and not block.roles & roles.BYLINE  # it stands behind a standfirst
        )
        if says or behind or in_wall_box(block):
            found.append(block.index)
    return sorted({*found, *(n for n in scene.known.walls if n >= start)})


def _is_item(block: Block) -> bool:
    """An item of a list or a cell of a table; a table of few cells is a box."""
    if block.kind == "li" or (block.kind == "td" and not _is_in_a_boxlike_table(block)):
        return True
    return not in_wall_box(block) and any(e.tag == "li" for e in block.stack[-3:])


def _is_in_a_boxlike_table(block: Block) -> bool:
    table = next((e for e in reversed(block.stack) if e.tag == "table"), None)
    return table is not None and len(list(islice(table.iter("td", "th"), _CELLS))) < _CELLS


_CELLS = 4
"""Cells of a table that has something to list; fewer set up a box."""


def _box(scene: Scene, index: int) -> Candidate:
    """The outermost element around a block that holds nothing but its own lines."""
    blocks = scene.blocks
    block = blocks[index]
    outside = _outside(scene, index)
    best = (index, index + 1, block.element)
    own = [e for e in block.stack if e not in outside]
    for element in reversed(own):
        start, end = extent(blocks, index, element, _LINES)
        added = [*blocks[start : best[0]], *blocks[best[1] : end]]
        inside = blocks[start:end]
        if len(inside) > _LINES or sum(len(b.text) for b in inside) > LONGEST:
            break
        if any(b.roles & _OTHER & ~block.roles for b in added) or _teasers(added):
            break
        if _holds_the_article(scene, block, added):
            break
        best = (start, end, element)
    if best[1] - best[0] == 1:
        end = _last_sibling(scene, index)
        best = (index, end, best[2] if end == index + 1 else block.element)
    return Candidate(*best)


def _holds_the_article(scene: Scene, block: Block, added: list[Block]) -> bool:
    """The headline, or prose that is hidden where the line itself is shown: the box is the
    article's, whether or not any of its text is there to be seen."""
    if scene.layout.headline in added:
        return True
    return scene.shown[block.index] and any(
        _is_prose(b) and not scene.shown[b.index] for b in added
    )


def _outside(scene: Scene, index: int) -> frozenset[Element]:
    """The elements that hold a paragraph of the article, too: more than a box."""
    before = next((n for n in reversed(scene.paragraphs) if n < index), None)
    after = next((n for n in scene.paragraphs if n > index and _is_prose(scene.blocks[n])), None)
    found = set(scene.blocks[index].stack[:1])
    for n in (before, after):
        if n is not None:
            found |= set(scene.blocks[n].stack)
    if scene.layout.container is not None and scene.paragraphs_and_hidden:
        found |= {scene.layout.container, *scene.layout.container.iterancestors()}
    return frozenset(found)


def _teasers(added: list[Block]) -> bool:
    """Headlines that lead to other articles."""
    headlines = other_headlines(added)
    return len(headlines) >= 2 or any(b.is_heading for b in headlines)


def other_headlines(lines: list[Block]) -> list[Block]:
    """Return the lines that are headlines of other articles: links, long, and no wall's."""
    return [b for b in lines if leads_elsewhere(b, longer_than=_HEADLINE) and not speaks(b)]


_HEADLINE = 30


def _last_sibling(scene: Scene, index: int) -> int:
    """Where the short lines end that follow a line of its own under the same parent, or as
    words that stand in the parent itself."""
    blocks = scene.blocks
    parent, end = blocks[index].element.getparent(), index + 1
    while end < len(blocks) and end - index < _FEW:
        line = blocks[end]
        if parent is None or parent not in (line.element, line.element.getparent()):
            break
        if line.roles & _OTHER or (line.is_strong and not speaks(line)) or len(line.text) > _SHORT:
            break
        if line.is_heading and not speaks(line):
            break
        end += 1
    return end


_FEW = 8
_SHORT = 260


def _inline(scene: Scene) -> list[Candidate]:
    """The last sentence of the last paragraph, where it speaks and the others do not."""
    if not 0 <= scene.last < len(scene.blocks) or scene.before[-1] == 0:
        return []
    block = scene.blocks[scene.last]
    cut = _last_sentences(block.text)
    if not cut or not may_speak(block.text[cut:]) or not speaks_of_wall(block.text[cut:]):
        return []
    return [Candidate(block.index, block.index + 1, block.element, cut)]


_STOP = re.compile(r"[.!?…。！？؟।:]['\"»”’)\]]*\s*")
_QUOTES = tuple('“„«‹「"')
_LATE = 4
"""Sentences of a paragraph's end that a wall may fill."""
_LEAST = 40
"""Characters of the article that stand before a wall in the same paragraph."""


def _last_sentences(text: str) -> int:
    """Where the sentences at the end begin that speak of a wall; 0: none do."""
    ends = [m.end() for m in _STOP.finditer(text) if _LEAST <= m.end() < len(text)]
    for at, end in pairwise([*ends[-_LATE:], len(text)]):
        if text[at : at + 1] in _QUOTES:
            continue  # the article quotes somebody
        first = spoken(text[at:end]).parts - {"price", "all", "this"}
        if first and speaks_of_wall(text[at:]):
            return at
    return 0


def speaks(block: Block) -> bool:
    """Tell whether a line says anything that walls say."""
    return may_speak(block.text) and bool(spoken(block.text).parts)


def _is_prose(block: Block) -> bool:
    return len(block.text) >= _PROSE and not block.buttons


_PROSE = 130


def in_wall_box(block: Block) -> bool:
    """Tell whether a small box named for a wall holds the block; a class around the whole
    article says nothing of one line."""
    if not block.roles & roles.WALL:
        return False
    box = block.box
    for _ in range(4):
        if box is None or box.chars > SMALL:
            return False
        if box.roles & roles.WALL:
            return True
        box = box.parent
    return False


def vendor(block: Block) -> str | None:
    """Return whose product drew the box as a wall; None when no product is known by it."""
    box = block.box
    for _ in range(5):
        if box is None or box.chars > SMALL:
            return None
        if box.roles & roles.WALL:
            for trace in vendors.traces(box.element):
                if trace.means == "wall":
                    return trace.vendor
        box = box.parent
    return None
