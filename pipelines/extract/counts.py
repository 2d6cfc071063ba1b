"""How many things stand on a whole page, and how long they are: numbers, and no word of it.

Counted before anything is left out, so that a page behind a wall is weighed as what it is.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipelines.extract import classed, markup
from pipelines.layout import roles
from pipelines.layout.blocks import Block
from pipelines.layout.layout import Layout
from pipelines.page.document import Document

_PRICE = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:[€£₹]|zł|kr\b|Kč)")


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted on a page as served."""

    text: int
    """Characters of all blocks."""
    sentences: int
    """Characters of the blocks that are running text."""
    scripts: int
    """Characters of its scripts."""
    pictures: int
    signs: Mapping[str, float]
    """How crowded the page is: named signs for the model of kinds."""


def counted(document: Document, layout: Layout) -> Counts:
    """Return the counts of a page."""
    return Counts(
        text=sum([len(b.text) for b in layout.blocks]),
        sentences=sum([len(b.text) for b in layout.blocks if b.is_strong]),
        scripts=sum([len(s.text or "") for s in document.root.iter("script")]),
        pictures=sum([1 for _ in document.root.iter("img")]),
        signs={**_crowd(layout), **markup.signs(document, layout), **classed.signs(document)},
    )


@dataclass(slots=True)
class _Tally:
    """What one walk over the blocks counts."""

    text: int = 0
    links: int = 0
    comments: int = 0
    forms: int = 0
    middle: int = 0
    """Characters outside of menus, footers and side boxes."""
    middle_blocks: int = 0
    middle_links: int = 0
    heads: int = 0
    linked_heads: int = 0
    cards: int = 0
    prices: int = 0
    priced: int = 0
    """Prices anywhere on the page, in side boxes and cards too."""
    heading_chars: int = 0
    timed: int = 0
    """Short lines with a year or a time of day."""
    run: int = 0
    longest: int = 0
    """Characters of sentences in a row, without a heading or a link between them."""
    buttons: int = 0
    short: int = 0
    dates: int = 0
    bylines: int = 0
    shapes: Counter[tuple[str, str | None, int]] = field(default_factory=Counter)

    def add(self, block: Block) -> None:
        """Count one block."""
        size, flags = len(block.text), block.roles
        self.text += size
        self.links += block.link_chars
        if flags & roles.COMMENT:
            self.comments += size
        if flags & roles.FORM:
            self.forms += size
        numbered = size < _LABEL and _DIGIT.search(block.text) is not None
        priced = numbered and _PRICE.search(block.text) is not None
        self.priced += priced
        if not flags & _OUTSIDE:
            self._add_middle(block, size, flags, numbered=numbered, priced=priced)

    def _add_middle(
        self, block: Block, size: int, flags: int, *, numbered: bool, priced: bool
    ) -> None:
        self.middle += size
        self.middle_blocks += 1
        self.middle_links += block.link_chars
        self.buttons += block.buttons > 0
        self.bylines += bool(flags & roles.BYLINE)
        if flags & roles.CARD:
            self.cards += size
        self.timed += numbered and size < _PRICED and _TIME.search(block.text) is not None
        if block.is_strong:
            self.run += size
            self.longest = max(self.longest, self.run)
        elif block.is_heading or block.link_share > _LEADING:
            self.run = 0
        if block.is_heading:
            self.heads += 1
            self.heading_chars += size if block.kind != "h1" else 0
            self.linked_heads += block.link_share > _LINKED
            self.shapes[block.kind, block.element.get("class"), len(block.stack)] += 1
        elif size < _PRICED:
            self.short += size < _SHORT
            self.dates += block.element.tag == "time"
            self.prices += priced


_OUTSIDE = roles.NAV | roles.FOOT | roles.COOKIE | roles.HIDDEN | roles.RELATED | roles.ASIDE
_LINKED = 0.6
"""Share of link text from which a line leads elsewhere."""
_PRICED, _SHORT = 60, 40
"""Characters below which a line may be a price, and is a short line."""
_LABEL = 80
"""Characters below which a line of a card or a side box may be a price."""
_LEADING = 0.5
"""Share of link text from which a line ends a run of sentences."""
_DIGIT = re.compile(r"\d")
_TIME = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}:\d\d\b")
_OVER, _UNDER = 4, 9
"""Lines over the headline and under it that may say when it was written."""


def _crowd(layout: Layout) -> dict[str, float]:
    """How many things stand on the page, and how alike they are."""
    tally = _Tally()
    for block in layout.blocks:
        tally.add(block)
    text, middle, blocks = tally.text or 1, tally.middle or 1, tally.middle_blocks or 1
    return {
        "links": tally.links / text,
        "links of middle": tally.middle_links / middle,
        "linked headings": math.log1p(tally.linked_heads),
        "headings": math.log1p(tally.heads),
        "blocks": math.log1p(len(layout.blocks)),
        "blocks of middle": math.log1p(tally.middle_blocks),
        "cards": tally.cards / middle,
        "comments": tally.comments / text,
        "forms": tally.forms / text,
        "prices": math.log1p(tally.prices),
        "buttons": math.log1p(tally.buttons),
        "short lines": tally.short / blocks,
        "repeated boxes": math.log1p(max(tally.shapes.values(), default=0)),
        "dates": math.log1p(tally.dates),
        "share of prices": tally.priced / (len(layout.blocks) or 1),
        "text in headings": tally.heading_chars / middle,
        "lines with times": tally.timed / blocks,
        "times at headline": _at_headline(layout),
        "longest run": math.log1p(tally.longest),
        "bylines": math.log1p(tally.bylines),
        "marks of wall": math.log1p(len(layout.marks)),
        **_box(layout, middle),
    }


def _at_headline(layout: Layout) -> float:
    """How many short lines around the headline have a year or a time of day, four at most."""
    if layout.headline is None:
        return 0.0
    at = layout.headline.index
    around = layout.blocks[max(0, at - _OVER) : at + _UNDER]
    return float(min(4, sum(len(b.text) < _LABEL and bool(_TIME.search(b.text)) for b in around)))


def _box(layout: Layout, middle: int) -> dict[str, float]:
    """What the box of the text holds, and whether its paragraphs belong together."""
    inside = layout.inside()
    kinds: Counter[str] = Counter()
    for block in inside:
        kinds[block.kind] += len(block.text)
    strong = [b for b in inside if b.is_strong]
    homes = Counter(b.element.getparent() for b in strong)
    count = len(strong) or 1
    led = sum(_is_led(b, layout) for b in strong)
    return {
        "text of box": min(2.0, sum(kinds.values()) / middle),
        "headings of text": math.log1p(sum(b.is_heading for b in inside)),
        "list items": (kinds["li"] + kinds["dd"] + kinds["dt"]) / middle,
        "cells": (kinds["td"] + kinds["th"]) / middle,
        "code": kinds["pre"] / middle,
        "paragraphs alone": sum(n == 1 for n in homes.values()) / count,
        "paragraphs under links": led / count,
        "many under links": math.log1p(led),
    }


def _is_led(block: Block, layout: Layout) -> bool:
    """A line that is a link stands over the paragraph, or a line over it."""
    over = layout.blocks[max(0, block.index - 2) : block.index]
    return any(not b.is_strong and b.link_share > _LINKED for b in over) or (
        block.links > 0 and block.link_share > _LINKED
    )
