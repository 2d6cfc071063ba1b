"""The page as a reader sees it: which of its text is shown, and what is declared of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from pipelines.access import select as selected, withheld
from pipelines.access.declared import declared_words
from pipelines.access.evidence import Evidence, Says, Signal
from pipelines.layout import folds, roles
from pipelines.layout.blocks import Block
from pipelines.layout.layout import Layout
from pipelines.lexicon.phrases import may_speak, says_more_than_a_price, spoken, stems_in
from pipelines.page import style
from pipelines.page.document import Document, Element
from pipelines.page.words import words
from pipelines.papers.known import NOTHING, Known

_BEYOND = 60
"""Blocks behind the text whose styles are still read: a wall stands there at most."""


@dataclass
class Scene:
    """One page, its running text counted once; every candidate asks."""

    document: Document
    layout: Layout
    declared: list[Evidence]
    looks: dict[Element, style.Look]
    """What the page's own styles do to elements of the text and the boxes behind it."""
    shown: list[bool]
    """Which blocks a reader sees."""
    last: int
    """Index of the last paragraph that is shown; one before the body where none is."""
    before: list[int]
    """Characters of shown paragraphs before each block, and of all at the end."""
    hidden: list[int]
    """The same of paragraphs that are there and not shown."""
    notes: dict[str, float] = field(default_factory=dict)
    """Signs of the whole page, set as they become known."""
    known: Known = NOTHING
    """What the paper's other pages tell of this one's blocks."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the page."""
        return self.layout.blocks

    def behind(self, index: int) -> int:
        """Return the characters of shown paragraphs from a block on."""
        return self.before[-1] - self.before[min(index, len(self.blocks))]

    def hidden_behind(self, index: int) -> int:
        """Return the characters of paragraphs that are not shown from a block on."""
        return self.hidden[-1] - self.hidden[min(index, len(self.blocks))]

    def distance(self, index: int) -> int:
        """Return the blocks that a reader sees between the last paragraph and a block;
        negative before it."""
        if index <= self.last:
            return index - self.last
        return sum(self.shown[self.last + 1 : index]) + 1

    @cached_property
    def paragraphs(self) -> list[int]:
        """Indexes of the paragraphs that are shown."""
        return [n for n in range(len(self.blocks)) if self.before[n + 1] > self.before[n]]

    @cached_property
    def paragraphs_and_hidden(self) -> list[int]:
        """Indexes of the article's paragraphs, shown or not."""
        return [
            n
            for n in range(len(self.blocks))
            if self.before[n + 1] > self.before[n] or self.hidden[n + 1] > self.hidden[n]
        ]


def of(
    document: Document, layout: Layout, declared: list[Evidence], known: Known = NOTHING
) -> Scene:
    """Return the page as a reader sees it; `known` is what its paper tells of its blocks."""
    looks = style.looks(document.root, _elements(layout))
    hiding = {e for e, look in looks.items() if look.hides}
    hiding -= _opened_by_a_click(document, looks, declared)
    closed = _is_closed_beside(layout, hiding)
    unseen = withheld.unseen(layout, even_all=closed)
    if not closed:
        hiding -= frozenset(_first_stack(layout))
    shown = [_is_shown(b, layout, unseen, hiding) for b in layout.blocks]
    own = _own(layout)
    for n in (*_lines_of_walls(layout, own), *known.walls, *known.furniture):
        own[n] = False
    length = [len(b.text) for b in layout.blocks]
    last = max(
        (n for n, (a, b) in enumerate(zip(own, shown, strict=True)) if a and b),
        default=_before_any_text(layout, own),
    )
    seen = (size if a and b else 0 for size, a, b in zip(length, own, shown, strict=True))
    away = (size if a and not b else 0 for size, a, b in zip(length, own, shown, strict=True))
    return Scene(
        document,
        layout,
        declared,
        looks,
        shown,
        last,
        list(accumulate(seen, initial=0)),
        list(accumulate(away, initial=0)),
        {**_declared_signs(declared), **_missing(document, layout)},
        known,
    )


def _before_any_text(layout: Layout, own: list[bool]) -> int:
    """Index of the block that a text would follow: the headline, where none is there."""
    if any(own) or layout.headline is None:
        return layout.body_start - 1
    return min(layout.headline.index, layout.body_start - 1)


def _is_closed_beside(layout: Layout, hiding: set[Element]) -> bool:
    """The box of the whole text is hidden, and a line that is shown close before or behind
    it says what walls say: it is no text that fades in."""
    boxes = withheld.around_all(layout)
    first = next((e for e in _first_stack(layout) if e in hiding or e in boxes), None)
    if first is None:
        return False
    inside = [b.index for b in layout.blocks if first in b.stack]
    near = layout.blocks[max(0, inside[0] - _REACH) : inside[0]]
    near += layout.blocks[inside[-1] + 1 : inside[-1] + 1 + _REACH]
    return any(_says_wall(b) for b in near if hiding.isdisjoint(b.stack))


def _says_wall(block: Block) -> bool:
    if block.roles & _ELSEWHERE or block.roles & withheld.UNSEEN or len(block.text) > _LONG_LINE:
        return False
    return may_speak(block.text) and speaks_of_wall(block.text)


def speaks_of_wall(text: str) -> bool:
    """Tell whether a text says more than one thing that walls say."""
    return spoken(text).strength >= _SAYS


_SAYS = 0.6
_ELSEWHERE = roles.NAV | roles.FOOT | roles.RELATED | roles.COMMENT


def _own(layout: Layout) -> list[bool]:
    """Which blocks are paragraphs of the article, shown or not. Where the article element
    of the headline holds a wall and no text, text outside of it belongs to something else.
    Where all that there is stands in the box of an offer, there is none."""
    own = [_is_own(b, layout) for b in layout.blocks]
    if _is_an_offer(layout, [b for b, is_own in zip(layout.blocks, own, strict=True) if is_own]):
        return [False] * len(own)
    home = _home(layout)
    if home is None:
        return own
    inside = [b for b in layout.blocks if home in b.stack]
    if not any(own[b.index] for b in inside) and any(_says_wall(b) for b in inside):
        return [False] * len(own)
    return own


def _is_an_offer(layout: Layout, text: list[Block]) -> bool:
    """Tell whether all paragraphs stand in one small box that begins with what walls say and
    ends with something to press: they praise what is sold."""
    if not text or any(len(b.text) > _LONG_LINE for b in text):
        return False
    around_headline = layout.headline.stack if layout.headline is not None else ()
    for box in reversed(text[0].stack):
        if box in around_headline:
            return False
        start, end = extent(layout.blocks, text[0].index, box, len(layout.blocks))
        inside = layout.blocks[start:end]
        if sum(len(b.text) for b in inside) > LONGEST:
            return False
        ends = [b for b in inside if b.index > text[-1].index and (b.links or b.buttons)]
        begins = inside[0] not in text and may_speak(inside[0].text)
        if begins and ends and text[-1] in inside and (_says_wall(inside[0]) or _sells(inside)):
            return True
    return False


def extent(blocks: Sequence[Block], index: int, element: Element, most: int) -> tuple[int, int]:
    """Return the first block of an element around a block, and the one behind its last; a
    side that goes on after so many blocks at `most` is left there."""
    start, end = index, index + 1
    while start > 0 and element in blocks[start - 1].stack and end - start <= most:
        start -= 1
    while end < len(blocks) and element in blocks[end].stack and end - start <= most:
        end += 1
    return start, end


def _sells(lines: Sequence[Block]) -> bool:
    """Tell whether the lines of a box say together more than one thing that walls say."""
    said = " ".join(b.text for b in lines)
    return may_speak(said) and speaks_of_wall(said)


LONGEST = 1_600
"""Characters of a box; a longer one holds more than a wall."""


def _home(layout: Layout) -> Element | None:
    """The article element around the headline; None where there is none."""
    if layout.headline is None:
        return None
    return next((e for e in reversed(layout.headline.stack) if e.tag == "article"), None)


def _opened_by_a_click(
    document: Document, looks: dict[Element, style.Look], declared: list[Evidence]
) -> frozenset[Element]:
    """Return the hidden boxes that a control of the page opens for everybody, where they are
    not named for a wall: closed is not withheld. A row of them under plain headings is opened
    too, unless something is declared reserved."""
    hidden = [e for e, look in looks.items() if look.hides and not roles.of(e) & roles.WALL]
    if not hidden:
        return frozenset()
    ids = folds.controlled(document.root)
    row = folds.rows(hidden, headings=not any(d.says in _PAYING for d in declared))
    return row.union(e for e in hidden if folds.opens(e, ids))


def _first_stack(layout: Layout) -> tuple[Element, ...]:
    if layout.container is None or layout.body_start >= len(layout.blocks):
        return ()
    return layout.blocks[layout.body_start].stack


def _elements(layout: Layout) -> set[Element]:
    """The boxes around the running text and what stands a little behind it."""
    inside = [b for b in layout.inside() if b.index >= layout.body_start]
    end = inside[-1].index if inside else 0
    near = layout.blocks[end + 1 : end + _BEYOND]
    return {e for b in (*inside, *near) for e in b.stack[2:]}


def _is_shown(
    block: Block,
    layout: Layout,
    unseen: frozenset[int],
    hiding: set[Element],
) -> bool:
    """What holds the first paragraph, too, is how the page is built: texts fade in. So is
    what a click opens."""
    if block.index in unseen:
        return False
    if layout.container not in block.stack and block.roles & withheld.UNSEEN:
        return False
    return hiding.isdisjoint(block.stack)


_NOT_OWN = roles.NOT_BODY & ~(roles.HIDDEN | roles.SOFT_HIDDEN | roles.FORM | roles.AD)


def _is_own(block: Block, layout: Layout) -> bool:
    """A paragraph of the article, shown or not: no teaser of another one."""
    if block.index < layout.body_start or not block.is_strong or block.roles & _NOT_OWN:
        return False
    if layout.container not in block.stack:
        return False
    above = layout.blocks[block.index - 1]
    return not is_of_another(above)


def is_of_another(heading: Block) -> bool:
    """Tell whether a block is a heading that leads elsewhere: what is under it is a teaser."""
    return heading.is_heading and heading.link_share > LINKED


def _lines_of_walls(layout: Layout, own: list[bool]) -> list[int]:
    """Short paragraphs that say more than one thing that walls say: where the text ends
    is asked without them, whatever they turn out to be. A longer one must have something
    to press, or stand in a small box named for a wall."""
    short = [
        b
        for b, is_own in zip(layout.blocks, own, strict=True)
        if is_own and (len(b.text) <= _LINE or (len(b.text) <= _LONG_LINE and _asks(layout, b)))
    ]
    stems = stems_in(b.text for b in short)
    if not stems:
        return []
    return [
        b.index
        for b in short
        if may_speak(b.text, stems)
        and says_more_than_a_price(b.text)
        and spoken(b.text).strength >= 1
        and not _begins_as_text(b.text)
        and not _is_quoted(b)
    ]


def _is_quoted(block: Block) -> bool:
    """The words stand in quotation marks: the article tells of a wall, it has none."""
    return not block.links and not block.buttons and bool(_QUOTED.search(block.text))


_QUOTED = re.compile(r"[\w:,]\s*[“„«‹「\"][^“„«‹「\"]{12,}")


def _begins_as_text(text: str) -> bool:
    """A first sentence that says nothing of a wall: the wall follows in its paragraph."""
    first = re.match(r".{40,400}?[.!?…。！？।](?=\s|$)", text)
    return first is not None and first.end() < len(text) and not spoken(first.group()).parts


def _asks(layout: Layout, block: Block) -> bool:
    if block.links or block.buttons:
        return True
    near = layout.blocks[max(0, block.index - _REACH) : block.index + _REACH]
    if block.roles & roles.WALL and block.box is not None and block.box.chars <= SMALL:
        return any(b.box is block.box and (b.links or b.buttons) for b in near)
    behind = layout.blocks[block.index + 1 : block.index + 2]
    return any(not b.is_strong and (b.links or b.buttons) for b in behind)


_LINE = 130
"""Characters of a line that is too short for a paragraph which happens to use the words."""
_LONG_LINE = 260
_REACH = 5
SMALL = 900
"""Characters of running text of a box that may be a wall's; a larger one is more."""
LINKED = 0.8
"""Share of link text from which a heading leads to another article."""


def _missing(document: Document, layout: Layout) -> dict[str, float]:
    """What is declared and not there: a reserved part, or words."""
    selectors = selected.of_reserved(document)
    there = any(selected.select(document, s) for s in selectors)
    stated = declared_words(document)
    served = sum(len(words(b.text)) for b in layout.inside()) if stated else 0
    return {
        "part_not_there": float(bool(selectors) and not there),
        "falls_short": float(bool(stated) and (stated or 0) > 2 * served + 200),
    }


def _declared_signs(declared: list[Evidence]) -> dict[str, float]:
    """What the page declares of itself, as signs of 0 or 1."""
    found: dict[str, float] = {}
    for each in declared:
        name = _NAMES.get((each.signal, each.says))
        if name is not None:
            found[name] = 1.0
    return found


_PAYING = (Says.PAID, Says.LOCKED, Says.REGISTRATION)
_NAMES = {
    (Signal.FREE_FLAG, Says.PAID): "flag_not_free",
    (Signal.FREE_FLAG, Says.FREE): "flag_free",
    (Signal.PART_NOT_FREE, Says.PAID): "part_not_free",
    (Signal.TIER, Says.METERED): "tier_metered",
    (Signal.TIER, Says.FREE): "tier_free",
    **{(Signal.TIER, s): "tier_locked" for s in _PAYING},
    (Signal.OWN_META, Says.FREE): "own_free",
    **{(Signal.OWN_META, s): "own_paid" for s in (*_PAYING, Says.METERED)},
    (Signal.DATA_ATTRIBUTE, Says.FREE): "own_free",
    **{(Signal.DATA_ATTRIBUTE, s): "own_paid" for s in (*_PAYING, Says.METERED)},
    (Signal.BADGE, Says.LOCKED): "badge",
    (Signal.METER, Says.METERED): "meter",
}
DECLARED = tuple(dict.fromkeys(_NAMES.values()))
"""The signs of what a page declares, in the order of the table."""
