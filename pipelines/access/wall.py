"""The visible wall: a short box in or after the body that asks to subscribe.

What carries over from site to site is the shape: right after the last public
paragraph or in the article container, short, with a verb of reading on,
subscribing, registering or signing in, mostly with a link or a button.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.access.phrases import (
    METER,
    Spoken,
    is_badge,
    may_count,
    may_speak,
    spoken,
)
from pipelines.access.vendors import traces
from pipelines.body import roles
from pipelines.body.blocks import Block
from pipelines.body.layout import Layout
from pipelines.page.document import Element

_ELSEWHERE = roles.NAV | roles.FOOT | roles.COMMENT | roles.RELATED | roles.HIDDEN | roles.SOFT_HIDDEN | roles.CAPTION | roles.TAGS
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


def find(layout: Layout, *, declared_paid: bool, declared_free: bool = False) -> Wall | None:
    """Return the wall of this article; None when no box asks for anything.

    A box with as much running text of the same container after it as before is
    an advert in mid body, not a wall, unless the page declares itself paid.
    """
    if layout.container is None:
        return _before_body(layout, declared_paid=declared_paid, declared_free=declared_free)
    last = last_body_index(layout)
    best: Wall | None = None
    for index in range(layout.body_start, min(last + _AFTER, len(layout.blocks))):
        wall = _at(layout, index, last, declared_paid=declared_paid, declared_free=declared_free)
        if wall is not None and (best is None or wall.strength > best.strength + 0.5):
            best = wall
            if wall.strength >= 1:
                break
    return best if best is not None and best.strength >= 1 else None


def _before_body(layout: Layout, *, declared_paid: bool, declared_free: bool = False) -> Wall | None:
    """A page whose only running text is the wall: nothing is public but the head."""
    start = layout.headline.index + 1 if layout.headline is not None else 0
    for index in range(start, min(start + 40, len(layout.blocks))):
        wall = _at(layout, index, len(layout.blocks), declared_paid=declared_paid, declared_free=declared_free)
        if wall is not None and wall.strength >= 1.2:
            return wall
    return None


def last_body_index(layout: Layout) -> int:
    """Return the index of the last running text in the container."""
    last = layout.body_start
    for block in layout.blocks[layout.body_start :]:
        if layout.container in block.stack and block.is_strong and not block.roles & roles.NOT_BODY:
            last = block.index
    return last


def _at(layout: Layout, index: int, last: int, *, declared_paid: bool, declared_free: bool = False) -> Wall | None:
    block = layout.blocks[index]
    if block.roles & _ELSEWHERE or len(block.text) > 420 or block.kind in ("li", "td"):
        return None
    vendor = _vendor(block)
    if vendor is None and not may_speak(block.text):
        return None
    first = spoken(block.text)
    if not first.parts and vendor is None:
        return None
    box = _box(layout.blocks, index)
    text = " ".join(b.text for b in box)
    said = spoken(text)
    if _points_elsewhere(block, first, box):
        return None
    strength = said.strength
    if strength == 0 and declared_paid and "subscribe" in said.parts and index > last and _is_lock(block):
        strength = 0.5
    if vendor is not None:
        strength = max(strength + 0.5, 1.1) if said.parts else strength
    strength += _shape(block, box, declared_paid=declared_paid) if strength > 0 else 0
    end = box[-1].index + 1
    following = _text_after(layout, end, last)
    before = sum(len(b.text) for b in layout.blocks[layout.body_start : index] if b.is_strong)
    if vendor is None:
        if not declared_paid and not said.parts & _OF_ARTICLE:
            strength = min(strength, 0.9)  # an offer, but not for this article
        if len(block.text) > 200 and not any(b.links or b.buttons for b in box) and not said.parts & {"reserved", "remaining"}:
            strength -= 0.5  # prose
        if declared_free and "remaining" not in said.parts:
            strength -= 1.0
        if not declared_paid and block.roles & (roles.ASIDE | roles.AD):
            strength -= 0.4
        if declared_paid and following > 600 and following > 0.3 * (before + 1):
            strength -= 1.0
    if following > 240 and not declared_paid:
        strength -= 1.0 if following > 0.15 * (before + 1) else 0.5
    elif following > 400 and said.counter:
        strength -= 0.6
    if index - last > 6:
        strength -= 0.05 * (index - last - 6)
    return Wall(index, end, _words_of(box), said, strength, vendor or "phrase")


def _words_of(box: list[Block]) -> str:
    """The wall's own words: its first line and those that ask for something."""
    lines = [b.text for b in box[1:] if spoken(b.text).parts]
    return " ".join([box[0].text, *lines])[:300]


_OF_ARTICLE = frozenset(("read_on", "reserved", "this", "remaining"))


def _points_elsewhere(block: Block, first: Spoken, box: list[Block]) -> bool:
    """Headlines as links: the box offers other articles."""
    if block.link_share > 0.5 and len(block.text) > 50 and not first.parts & {"subscribe", "reserved", "register", "sign_in", "remaining"}:
        return True
    if block.link_share > 0.5 and len(block.text) > 40 and ":" in block.text[:25]:
        return True  # "Read also: headline of another article"
    return sum(b.link_share > 0.8 and len(b.text) > 30 and not may_speak(b.text) for b in box) >= 2


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


_LOCK = re.compile(r"(?:^|[\s_-])(?:lock(?:ed)?|paywall|regwall|gate|gated|restricted|restriction|unlock)(?=$|[\s_-])", re.IGNORECASE)


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
        if len(block.text) > 260 or block.roles & (roles.HIDDEN | roles.RELATED | roles.FOOT | roles.COMMENT):
            break
        if block.is_strong and not block.roles & roles.WALL and not may_speak(block.text):
            break
        box.append(block)
        if sum(len(b.text) for b in box) > 500:
            break
    return box


def _shape(first: Block, box: list[Block], *, declared_paid: bool) -> float:
    value = 0.0
    if first.roles & roles.WALL:
        value += 0.35
    if any(b.buttons or b.links for b in box):
        value += 0.1
    if declared_paid:
        value += 0.3
    if first.roles & (roles.NEWSLETTER | roles.COOKIE | roles.ASIDE):
        value -= 0.25
    if first.kind in ("p", "div", "h2", "h3", "h4") and len(first.text) < 260:
        value += 0.05
    return value


def _text_after(layout: Layout, end: int, last: int) -> int:
    return sum(
        len(b.text)
        for b in layout.blocks[end : last + 1]
        if layout.container in b.stack and b.is_strong and not b.roles & roles.NOT_BODY
    )


def meter(layout: Layout) -> Block | None:
    """Return the line that counts free articles ("3 of 5 free articles left")."""
    for block in layout.blocks:
        if len(block.text) < 160 and not block.roles & (roles.RELATED | roles.COMMENT) and may_count(block.text) and METER.search(block.text):
            return block
    return None


def badges(layout: Layout) -> list[Block]:
    """Return the labels near the headline that say "for subscribers"."""
    if layout.headline is None:
        start, end = max(0, layout.body_start - 10), layout.body_start
    else:
        start = max(0, layout.headline.index - 6)
        end = min(layout.headline.index + 12, max(layout.body_start, layout.headline.index + 1))
    bad = roles.NAV | roles.FOOT | roles.RELATED | roles.HIDDEN | roles.SOFT_HIDDEN | roles.COMMENT | roles.CARD
    found = [
        b
        for b in layout.blocks[start:end]
        if is_badge(b.text) and not b.roles & bad and b.link_share < 0.6
    ]
    for mark in layout.marks:
        # a label inside a line: "South Africa <span class=premium>PREMIUM</span>"
        if start <= mark.index < end and mark.element.tag in ("span", "small", "strong", "b", "i", "em"):
            block = layout.blocks[mark.index]
            text = "".join(mark.element.itertext())
            if is_badge(text) and text.strip() in block.text and not block.roles & bad and not _in_link(mark.element):
                found.append(block)
    return found


def _in_link(element: Element) -> bool:
    parent = element.getparent()
    return element.tag == "a" or (parent is not None and parent.tag == "a")
