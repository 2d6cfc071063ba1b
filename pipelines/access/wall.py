"""The visible wall: a short box in or after the body that asks to subscribe.

What carries over from site to site is the shape: right after the last public
paragraph or in the article container, short, with a verb of reading on,
subscribing, registering or signing in, mostly with a link or a button.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import accumulate

from pipelines.access.phrases import (
    COUNTER,
    METER,
    Spoken,
    is_badge,
    languages,
    may_count,
    may_speak,
    spoken,
    stems_in,
    still_counts,
    together,
)
from pipelines.access.vendors import traces
from pipelines.body.links import says_also
from pipelines.layout import roles
from pipelines.layout.blocks import Block
from pipelines.layout.layout import Layout
from pipelines.page.document import Element
from pipelines.page.words import fold

_ELSEWHERE = (
    roles.NAV
    | roles.FOOT
    | roles.COMMENT
    | roles.RELATED
    | roles.HIDDEN
    | roles.SOFT_HIDDEN
    | roles.CAPTION
    | roles.TAGS
)
_MAX_BOX = 8
_AFTER = 14
"""Blocks after the last paragraph in which a wall may stand."""


@dataclass(frozen=True, slots=True)
class Wall:
    """A box that asks the reader to subscribe or register."""

    index: int
    """Block index of its first line."""
    end: int
    """Block index behind its last line."""
    text: str
    spoken: Spoken
    strength: float
    """From 1 on it is a wall; below, a hint."""
    by: str
    """`phrase` or the vendor's name."""


def find(
    layout: Layout,
    *,
    declared_paid: bool,
    declared_free: bool = False,
    away: frozenset[int] = frozenset(),
) -> Wall | None:
    """Return the wall of this article; None when no box asks for anything.

    `away` are the blocks that the visitor is not shown: a text that goes on in
    them alone does not go on.

    A box with as much running text of the same container after it as before is
    an advert in mid body, not a wall, unless the page declares itself paid.
    """
    if layout.container is None:
        return _before_body(layout, declared_paid=declared_paid, declared_free=declared_free)
    run = _Run.of(layout, away)
    best: Wall | None = None
    for index in _candidates(layout, run, declared_paid=declared_paid):
        wall = _at(layout, index, run, declared_paid=declared_paid, declared_free=declared_free)
        if wall is not None and (best is None or wall.strength > best.strength + 0.5):
            best = wall
            if wall.strength >= 1:
                break
    if best is None or best.strength < 1:
        return None
    return replace(best, index=_start(layout, best.index))


def _candidates(layout: Layout, run: _Run, *, declared_paid: bool) -> list[int]:
    """Blocks that may start a wall, by what can be told without their words."""
    blocks = layout.blocks
    found = [
        i
        for i in range(layout.body_start, len(blocks))
        if run.distance(i) < _AFTER
        and not blocks[i].roles & _ELSEWHERE
        and len(blocks[i].text) <= 420
    ]
    if not declared_paid:
        # where the article goes on behind it, only a box with something to press may close it
        found = [
            i
            for i in found
            if blocks[i].roles & roles.WALL
            or not (
                _is_prose(blocks[i], blocks[i + 1] if i + 1 < len(blocks) else None)
                or (run.goes_on(i) and not _may_ask(blocks, i))
            )
        ]
    stems = stems_in("\n".join(blocks[i].text for i in found))
    return [i for i in found if may_speak(blocks[i].text, stems) or blocks[i].roles & roles.WALL]


def _may_ask(blocks: list[Block], index: int) -> bool:
    """A short line, and something to press in the lines below it."""
    return not blocks[index].is_strong and any(
        b.buttons or b.links for b in blocks[index : index + _MAX_BOX]
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """How much running text stands before and behind each block."""

    last: int
    """Index of the last paragraph; the number of blocks where there is none."""
    before: list[int]
    """Characters of sentences from the start of the body to a block."""
    behind: list[int]
    """Characters of the article's own paragraphs from a block to the end."""

    shown: list[int]
    """Number of blocks before each that the visitor is shown."""

    def distance(self, index: int) -> int:
        """Blocks that the visitor sees between the last paragraph and this one; negative before it."""
        return self.shown[index] - self.shown[self.last] if index > self.last else index - self.last

    @classmethod
    def of(cls, layout: Layout, away: frozenset[int]) -> _Run:
        """Count once; every candidate asks."""
        blocks = layout.blocks
        strong = [
            len(b.text) if b.is_strong and b.index not in away else 0
            for b in blocks[layout.body_start :]
        ]
        own = [
            count
            if count
            and not b.roles & roles.NOT_BODY
            and layout.container in b.stack
            and not _is_teaser(layout, b)
            else 0
            for count, b in zip(strong, blocks[layout.body_start :], strict=True)
        ]
        head = [0] * layout.body_start
        behind = list(accumulate(reversed(own), initial=0))[::-1]
        last = last_body_index(layout, away)
        shown = accumulate(
            (not b.roles & roles.HIDDEN and b.index not in away for b in blocks), initial=0
        )
        return cls(
            last,
            head + list(accumulate(strong, initial=0)),
            [behind[0]] * layout.body_start + behind,
            list(shown),
        )

    def goes_on(self, index: int) -> bool:
        """So much text follows that no words make a wall of the block."""
        following = self.behind[min(index + _MAX_BOX, len(self.behind) - 1)]
        return following > max(240, 0.15 * (self.before[index] + 1))


def _before_body(
    layout: Layout, *, declared_paid: bool, declared_free: bool = False
) -> Wall | None:
    """A page whose only running text is the wall: nothing is public but the head."""
    start = layout.headline.index + 1 if layout.headline is not None else 0
    none = [0] * (len(layout.blocks) + 1)
    run = _Run(len(layout.blocks), none, none, none)
    for index in range(start, min(start + 40, len(layout.blocks))):
        wall = _at(layout, index, run, declared_paid=declared_paid, declared_free=declared_free)
        if wall is not None and wall.strength >= 1.2:
            return wall
    return None


def last_body_index(layout: Layout, away: frozenset[int] = frozenset()) -> int:
    """Return the index of the last running text in the container that is not away."""
    for block in reversed(layout.blocks[layout.body_start :]):
        if (
            block.is_strong
            and not block.roles & roles.NOT_BODY
            and block.index not in away
            and layout.container in block.stack
        ):
            return block.index
    return layout.body_start


def _at(
    layout: Layout, index: int, run: _Run, *, declared_paid: bool, declared_free: bool = False
) -> Wall | None:
    """The wall that starts at a block, if the block says anything of one."""
    block = layout.blocks[index]
    if block.roles & _ELSEWHERE or len(block.text) > 420 or _is_item(block):
        return None
    vendor = _vendor(block)
    if vendor is None and not may_speak(block.text):
        return None
    first = spoken(block.text)
    if not first.parts - {"price", "all"} and vendor is None:
        return None
    box = _of_one_element(_box(layout.blocks, index), _outside(layout, index))
    if _points_elsewhere(block, first, box):
        return None
    said = together(_lines(box))
    if still_counts(block.text) and not said.parts & {"go_on", "reserved"}:
        return None
    if not said.counter and index and _announces_something_else(layout.blocks[index - 1], block):
        said = Spoken(said.parts, True, said.strength * 0.45)
    strength = _strength(
        block, box, said, vendor, declared_paid=declared_paid, behind=index > run.last
    )
    end = box[-1].index + 1
    place = _Place(
        index,
        end,
        layout.container in block.stack,
        run.distance(index),
        run.before[index],
        run.behind[end],
    )
    if vendor is None:
        strength += _doubts(
            block,
            box,
            said,
            place,
            declared_paid=declared_paid,
            declared_free=declared_free,
            strength=strength,
        )
    if not _closes(block, box, said, declared_paid=declared_paid):
        strength += place.text_follows(said, declared_paid=declared_paid)
    return Wall(index, place.end, words_of(box), said, strength, vendor or "phrase")


def _lines(box: list[Block]) -> list[Spoken]:
    """What each line of a box says, in the languages of the whole box."""
    tongues = languages(" ".join(b.text for b in box))
    return [spoken(b.text, tongues) for b in box]


def _start(layout: Layout, index: int) -> int:
    """The first line of the box around a wall: the elements that hold the wall
    but no paragraph of the body may have begun with a line that asks nothing."""
    blocks = layout.blocks
    outside = _outside(layout, index)
    own = [e for e in blocks[index].stack if e not in outside]
    while (
        index > layout.body_start + 1
        and not blocks[index - 1].is_strong
        and any(e in own for e in blocks[index - 1].stack)
    ):
        index -= 1
    above = blocks[index - 1]
    if (
        index > layout.body_start + 1
        and len(above.text) < 60
        and above.text.endswith(_CURIOUS)
        and layout.container in above.stack
    ):
        return index - 1  # "Want to know how it ends?"
    return index


def _outside(layout: Layout, index: int) -> frozenset[Element]:
    """The elements around the last paragraph before a block: they hold more than its box."""
    body = next(
        (
            b
            for b in reversed(layout.blocks[:index])
            if layout.container in b.stack and b.is_strong and not b.roles & roles.NOT_BODY
        ),
        None,
    )
    return frozenset(body.stack if body is not None else layout.blocks[index].stack[:3])


def _of_one_element(box: list[Block], outside: frozenset[Element]) -> list[Block]:
    """The lines that share the first one's outermost box; all of them where it stands alone."""
    own = next((e for e in box[0].stack if e not in outside), None)
    inside = [b for b in box if own in b.stack]
    return inside if len(inside) > 1 else box


_CURIOUS = ("?", "？", "؟", ";")


def _is_item(block: Block) -> bool:
    """A line of a list or a table says nothing about the article around it."""
    if block.kind in ("li", "td"):
        return True
    return not _in_wall_box(block) and any(e.tag == "li" for e in block.stack[-3:])


def _announces_something_else(before: Block, block: Block) -> bool:
    """The line above, in the same box, speaks of a newsletter or the like."""
    if before.is_strong or before.element.getparent() is not block.element.getparent():
        return False
    return bool(COUNTER.search(fold(before.text)))


def _strength(
    block: Block,
    box: list[Block],
    said: Spoken,
    vendor: str | None,
    *,
    declared_paid: bool,
    behind: bool,
) -> float:
    """What words, box and vendor are worth before any doubt."""
    strength = said.strength
    if strength == 0 and declared_paid and "subscribe" in said.parts and behind and _is_lock(block):
        strength = 0.5
    if vendor is not None:
        strength = max(strength + 0.5, 1.1) if said.parts else strength
    if strength > 0:
        strength += _shape(block, box, declared_paid=declared_paid)
    return min(strength, 0.9) if said.counter and vendor is None else strength


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a box stands in the running text."""

    index: int
    end: int
    inside: bool
    """In the article's container."""
    distance: int
    """Blocks behind the last paragraph; negative before it."""
    before: int
    following: int
    """Characters of running text before and behind the box."""

    def text_follows(self, said: Spoken, *, declared_paid: bool) -> float:
        """The doubt that running text behind the box casts on it, and distance."""
        value = -0.05 * max(0, self.distance - 6)
        if self.following > 240 and not declared_paid:
            return value - (1.0 if self.following > 0.15 * (self.before + 1) else 0.5)
        if self.following > 400 and said.counter:
            return value - 0.6
        return value


def _doubts(
    block: Block,
    box: list[Block],
    said: Spoken,
    place: _Place,
    *,
    declared_paid: bool,
    declared_free: bool,
    strength: float,
) -> float:
    """What speaks against a box that only its words make a wall."""
    value = 0.0
    # a box named for selling (offer, subscription) sells; one named for a lock closes
    close = _is_lock(block) and place.distance <= 4
    asks = _asks(box)
    near = place.distance <= 3 and (asks or len(block.text) >= _LABEL)
    if not declared_paid and not close and not _is_of_article(said, near=near, asks=asks):
        value += min(0.0, 0.9 - strength)
    if _is_prose(block, box[1] if len(box) > 1 else None):
        value -= 0.8
    if (
        block.is_strong
        and said.parts <= _TOLD
        and not _in_wall_box(block)
        and not any(b.links or b.buttons for b in box)
    ):
        value -= 0.5  # "Only members of the board have read the whole report."
    if declared_free and "remaining" not in said.parts:
        value -= 1.0
    if not declared_paid and block.roles & roles.COOKIE and not place.inside:
        value -= 1.0  # a dialog laid over the page waits there for another visitor
    aside = block.roles & (roles.ASIDE | roles.AD)
    if (
        not declared_paid
        and aside
        and place.distance > 3
        and not (said.parts & _GOES_ON or _in_wall_box(block))
    ):
        value -= 0.4
    if (
        declared_paid
        and place.following > max(600, 0.3 * (place.before + 1))
        and not _closes(block, box, said, declared_paid=declared_paid)
    ):
        value -= 1.0
    return value


_TOLD = frozenset(("reserved", "read_on", "all"))
"""What a sentence of the text may speak of: for some only, read, whole."""


def _closes(block: Block, box: list[Block], said: Spoken, *, declared_paid: bool) -> bool:
    """The box says that this article is closed here, what opens it, and has the button
    for that: no advert amid a text does, so what follows it in the page is reserved."""
    closed = said.parts & _GOES_ON or ("read_on" in said.parts and "all" not in said.parts)
    opened = said.parts & {"subscribe", "register"} or said.parts >= {"already", "sign_in"}
    if said.counter or not closed or not opened or not _asks(box):
        return False
    # undeclared, it must know its readers too: a box for one part of a text only sells
    return declared_paid or bool(said.parts & {"sign_in", "already"})


_LABEL = 40
"""Characters below which a line with nothing to press is a label, of whatever it stands by."""
_GOES_ON = frozenset(("go_on", "reserved", "remaining"))


def _is_of_article(said: Spoken, *, near: bool, asks: bool) -> bool:
    """The words are about this article: not a label, not all that the paper offers."""
    if said.parts <= {"reserved", "subscribe"}:
        return near
    if said.parts & _GOES_ON:
        return True
    if near and said.parts >= {"already", "sign_in", "read_on"}:
        return True
    return asks and ("this" in said.parts or ("read_on" in said.parts and "all" not in said.parts))


def _asks(box: list[Block]) -> bool:
    """Something in the box can be pressed, and is short enough to be a button."""
    return any(
        b.buttons or (b.links and len(b.text) < 60) or (b.links and spoken(b.text).parts)
        for b in box
    )


_PROSE = 130
"""Characters from which a line without link or button is a sentence of the text."""


def _is_prose(block: Block, following: Block | None) -> bool:
    """A paragraph like those of the article, which happens to use the words."""
    if (
        len(block.text) < _PROSE
        or block.buttons
        or not block.is_strong
        or (block.links and _in_wall_box(block))
    ):
        return False
    return (
        following is None
        or len(following.text) > 60
        or not (following.buttons or following.link_share > 0.8)
    )


def words_of(box: list[Block]) -> str:
    """Return the wall's own words: the lines that ask for something."""
    return " ".join(b.text for b in box if spoken(b.text).parts)[:300]


def lines_of(layout: Layout, found: Wall | None) -> frozenset[int]:
    """Return the indexes of the lines of a wall that ask for something."""
    if found is None:
        return frozenset()
    return frozenset(
        b.index for b in layout.blocks[found.index : found.end] if spoken(b.text).parts
    )


def _points_elsewhere(block: Block, first: Spoken, box: list[Block]) -> bool:
    """Headlines as links: the box offers other articles."""
    if (
        block.link_share > 0.5
        and len(block.text) > 50
        and not first.parts & {"subscribe", "reserved", "register", "sign_in", "remaining"}
    ):
        return True
    if block.link_share > 0.5 and len(block.text) > 40 and ":" in block.text[:25]:
        return True  # "Read also: headline of another article"
    if (
        block.link_share > 0.5
        and len(block.text) > 40
        and first.parts <= {"read_on", "price", "all", "this"}
    ):
        return True  # "Read the story: …"
    if (
        block.link_share > 0.8
        and "reserved" in first.parts
        and first.parts <= {"reserved", "subscribe"}
        and not block.buttons
        and not any(spoken(b.text).parts for b in box[1:])
    ):
        return True  # a lock label and the headline of another article
    headlines = [
        b
        for b in box
        if b.link_share > 0.8
        and len(b.text) > 30
        and not spoken(b.text).parts - {"price", "all", "this"}
    ]
    # a lock label says of the headline under it that it leads to a closed article
    labels = (
        len(headlines) == 1
        and first.parts <= {"reserved", "subscribe"}
        and len(block.text) < 50
        and headlines[0] is box[1]
    )
    return len(headlines) >= 2 or labels


def _vendor(block: Block) -> str | None:
    box = block.box
    for _ in range(5):
        if box is None or box.chars > 900:
            return None
        if box.roles & roles.WALL:
            for trace in traces(box.element):
                if trace.means == "wall":
                    return trace.vendor
        box = box.parent
    return None


_LOCK = re.compile(
    r"(?:^|[\s_-])(?:lock(?:ed)?|paywall|regwall|gate|gated|restricted|restriction|unlock)(?=$|[\s_-])",
    re.IGNORECASE,
)


def _in_wall_box(block: Block) -> bool:
    """A small box named for a wall holds the block; a class around the whole
    article says nothing of one line."""
    if not block.roles & roles.WALL:
        return False
    box = block.box
    for _ in range(4):
        if box is None or box.chars > 900:
            return False
        if box.roles & roles.WALL:
            return True
        box = box.parent
    return False


def _is_lock(block: Block) -> bool:
    """A small box named for a lock or a wall holds the block."""
    box = block.box
    for _ in range(3):
        if box is None or box.chars > 900:
            return False
        if _LOCK.search(f"{box.element.get('class') or ''} {box.element.get('id') or ''}"):
            return True
        box = box.parent
    return False


def _box(blocks: list[Block], index: int) -> list[Block]:
    """The lines of the box: short ones that follow, until running text comes again."""
    first = blocks[index]
    box = [first]
    for block in blocks[index + 1 : index + _MAX_BOX]:
        if block.roles & roles.AD and not first.roles & roles.AD:
            break
        if len(block.text) > 260 or block.roles & (
            roles.HIDDEN | roles.RELATED | roles.FOOT | roles.COMMENT
        ):
            break
        if _is_prose(block, None) and not block.links:
            break
        if len(box) == 1 and first.is_heading and len(block.text) < _PROSE:
            box.append(block)  # what stands below a heading belongs to it
            continue
        if (
            not _in_wall_box(block)
            and (block.is_strong or says_also(block.text))
            and (len(block.text) > 160 or not spoken(block.text).parts - {"read_on"})
        ):
            break
        box.append(block)
        if sum(len(b.text) for b in box) > 500:
            break
    return box


def _shape(first: Block, box: list[Block], *, declared_paid: bool) -> float:
    value = 0.0
    if _in_wall_box(first):
        value += 0.35
    if any(b.buttons or b.links for b in box):
        value += 0.1
    if declared_paid:
        value += 0.3
    if first.roles & (roles.NEWSLETTER | roles.COOKIE | roles.ASIDE):
        value -= 0.25 if not _in_wall_box(first) else 0.1
    if first.kind in ("p", "div", "h2", "h3", "h4") and len(first.text) < 260:
        value += 0.05
    return value


def _is_teaser(layout: Layout, block: Block) -> bool:
    """The line below a headline that is a link belongs to another article."""
    above = layout.blocks[block.index - 1]
    return above.is_heading and above.link_share > 0.8


def meter(layout: Layout) -> Block | None:
    """Return the line that counts free articles ("3 of 5 free articles left")."""
    lines = [
        b
        for b in layout.blocks
        if len(b.text) < 160 and not b.roles & (roles.RELATED | roles.COMMENT)
    ]
    if not may_count("\n".join(b.text for b in lines)):
        return None
    for block in lines:
        if may_count(block.text) and METER.search(block.text):
            return block
    return None


def badges(layout: Layout) -> list[Block]:
    """Return the labels near the headline that say "for subscribers"."""
    if layout.headline is None:
        start, end = max(0, layout.body_start - 10), layout.body_start
    else:
        start = max(0, layout.headline.index - 6)
        end = min(layout.headline.index + 12, max(layout.body_start, layout.headline.index + 1))
    bad = (
        roles.NAV
        | roles.FOOT
        | roles.RELATED
        | roles.HIDDEN
        | roles.SOFT_HIDDEN
        | roles.COMMENT
        | roles.CARD
    )
    found = [
        b
        for b in layout.blocks[start:end]
        if is_badge(b.text) and not b.roles & bad and b.link_share < 0.6
    ]
    for mark in layout.marks:
        # a label inside a line: "South Africa <span class=premium>PREMIUM</span>"
        if start <= mark.index < end and mark.element.tag in (
            "span",
            "small",
            "strong",
            "b",
            "i",
            "em",
        ):
            block = layout.blocks[mark.index]
            text = "".join(mark.element.itertext())
            if (
                is_badge(text)
                and text.strip() in block.text
                and not block.roles & bad
                and not _in_link(mark.element)
            ):
                found.append(block)
    return found


def _in_link(element: Element) -> bool:
    parent = element.getparent()
    return element.tag == "a" or (parent is not None and parent.tag == "a")
