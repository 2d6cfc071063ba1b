"""The printed standfirst, found by a learned model over signs of the blocks near the headline.

Every sign is something that can be seen on the page: where a block stands, how it is set,
what its boxes are called, how it agrees with the declared description. None is a decision.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from pipelines.access.public import PublicLayout as Layout
from pipelines.fields.authors.printed_byline import says_by
from pipelines.fields.authors.signature import is_signed
from pipelines.layout import roles
from pipelines.layout.blocks import Block
from pipelines.layout.rows import in_one_row
from pipelines.learned import linear, trees
from pipelines.learned.weights import load
from pipelines.lexicon.tables import source
from pipelines.page.document import Element
from pipelines.page.words import containment, fold, is_dense, similarity, words

_REACH = 45
"""Blocks after the headline, or around the start of the text, that may be a standfirst."""
_AHEAD = 12
"""Blocks before the start of the text that may be one where no headline is printed."""
SHORTEST, LONGEST = 12, 1500
"""Characters of a block that may be a standfirst or a line of one."""
_LINKED = 0.5
"""Share of link text from which a block leads elsewhere."""
_CARRIED = {
    "teaser": roles.TEASER,
    "byline": roles.BYLINE,
    "meta": roles.META,
    "caption": roles.CAPTION,
    "kicker": roles.KICKER,
    "header": roles.HEADER,
    "body": roles.BODY,
    "card": roles.CARD,
    "aside": roles.ASIDE | roles.RELATED,
    "chrome": roles.NAV | roles.FOOT | roles.FORM | roles.COOKIE | roles.COMMENT,
    "appeal": roles.AD | roles.NEWSLETTER | roles.SHARE | roles.TAGS,
    "hidden": roles.HIDDEN | roles.SOFT_HIDDEN,
    "authorbox": roles.AUTHORBOX,
    "wall": roles.WALL,
}
_SHORT = 60
"""Characters below which a time of day is what a line says."""
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d\d\b")
_STOPS = (".", "!", "?", "…", "。", "！", "？", '."', ".“", ".”", ".»", ":", "।")
_LEAN = frozenset(("em", "i", "cite", "dfn"))


@dataclass
class Surroundings:
    """What is asked for every block of a page, and told once."""

    layout: Layout
    title: str
    authors: list[str]
    descriptions: list[str]

    @cached_property
    def start(self) -> int:
        """Index of the first block that may be a standfirst."""
        headline = self.layout.headline
        if headline is not None:
            return headline.index + 1
        return max(0, self.layout.body_start - _AHEAD)

    @cached_property
    def strong(self) -> list[Block]:
        """Sentences of the container from the start of the text on, at most twelve."""
        start = min(self.start, self.layout.body_start)
        return [b for b in self.layout.inside() if b.is_strong and b.index >= start][:12]

    @cached_property
    def zone(self) -> list[Block]:
        """The blocks that may be a standfirst or a part of one."""
        start = self.start
        end = min(self.layout.body_start, start + _REACH) + 5
        near = self.layout.blocks[start:end]
        if self.layout.body_start > start + _REACH:
            place = self.layout.body_start
            near = near + self.layout.blocks[place - _AHEAD : place + 5]
        return [b for b in near if SHORTEST <= len(b.text) <= LONGEST and b.link_share < _LINKED]

    @cached_property
    def folded(self) -> list[tuple[str, str]]:
        """The declared descriptions and their beginnings, without the mark of a cut."""
        cut = [d.rstrip(" .…[]") for d in self.descriptions]
        return [(d, fold(d)[:60]) for d in cut if d]

    def facts_above(self, index: int) -> bool:
        """Tell whether a byline or a date stands between the headline and this block."""
        return self._first_fact < index

    @cached_property
    def _first_fact(self) -> int:
        last = self.zone[-1].index if self.zone else 0
        between = self.layout.blocks[self.start : last]
        return next((b.index for b in between if _is_fact(b)), last + 1)

    @cached_property
    def agreements(self) -> dict[int, float]:
        """How much each block of the zone agrees with a declared description, 0 to 1."""
        return {b.index: _agrees(b.text, self) for b in self.zone}

    @cached_property
    def best_agreement(self) -> float:
        """The most that any block of the zone agrees."""
        return max(self.agreements.values(), default=0.0)

    def is_other(self, block: Block) -> bool:
        """Tell whether the block is the headline again, an author alone, a byline or a time."""
        text = block.text
        if fold(text) in self._known or (len(text) < _SHORT and _CLOCK.search(text)):
            return True
        if block.index > self._first_paragraph or _points_elsewhere(text):
            return True
        if says_by(text) and any(is_signed(text, a) for a in self.authors):
            return True
        return _is_paragraph(block, self)

    @cached_property
    def _first_paragraph(self) -> int:
        """Index of the first paragraph of the text: nothing below it stands over the text."""
        own = (b.index for b in self.zone if b.is_strong and _is_paragraph(b, self))
        return next(own, self.layout.blocks[-1].index if self.layout.blocks else 0)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(map(fold, [self.title, *self.authors]))


def _points_elsewhere(text: str) -> bool:
    """Tell whether a short line begins like "Read also"."""
    return len(text) < 2 * _SHORT and bool(_also().match(text))


@cache
def _also() -> re.Pattern[str]:
    return re.compile(rf"\W{{0,30}}(?:{source('links.also')})", re.IGNORECASE)


def signs(block: Block, around: Surroundings) -> dict[str, float]:
    """Return the named signs of one block."""
    return {
        **_place(block, around),
        **_setting(block),
        **_names(block, around),
        **_words(block, around),
        **_company(block, around),
        **_agreement(block, around),
    }


def _place(block: Block, around: Surroundings) -> dict[str, float]:
    layout, start = around.layout, around.start
    before = layout.blocks[start : block.index]
    after = layout.blocks[block.index + 1 : block.index + 12]
    until = _until_strong(after)
    return {
        "printed headline": float(layout.headline is not None),
        "blocks below headline": min(block.index - start, 30),
        "sentences above": min(sum(b.is_strong for b in before), 5),
        "blocks to text": max(-6, min(layout.body_start - block.index, 30)),
        "in container": float(layout.container is not None and layout.container in block.stack),
        "in core": float(layout.core is not None and layout.core in block.stack),
        "facts above": float(around.facts_above(block.index)),
        "facts below": float(any(map(_is_fact, until))),
        "caption below": float(any(b.roles & roles.CAPTION for b in until)),
        "heading below": float(any(b.is_heading for b in until)),
        "blocks to sentence": len(until),
        "shares box with headline": _shared(block, layout.headline),
    }


def _until_strong(after: Sequence[Block]) -> Sequence[Block]:
    end = next((i for i, b in enumerate(after) if b.is_strong), len(after))
    return after[:end]


def _is_fact(block: Block) -> bool:
    """A byline or a date."""
    if block.roles & (roles.BYLINE | roles.META):
        return True
    if len(block.text) >= _FACT:
        return False
    digits = sum(map(str.isdigit, block.text))
    return digits >= 4 and digits * 5 > len(block.text.replace(" ", ""))


_FACT = 80
"""Characters below which digits make a line a date."""


def _shared(block: Block, headline: Block | None) -> float:
    """Boxes from the headline up to the one that holds both; 12 without a headline."""
    if headline is None:
        return 12
    common = 0
    for own, other in zip(block.stack, headline.stack, strict=False):
        if own is not other:
            break
        common += 1
    return min(12, len(headline.stack) - common)


def _setting(block: Block) -> dict[str, float]:
    size = len(block.text)
    return {
        "h2": float(block.kind in ("h1", "h2")),
        "lower heading": float(block.is_heading and block.kind not in ("h1", "h2")),
        "paragraph": float(block.element.tag == "p"),
        "plain box": float(block.element.tag in ("div", "section", "header", "article", "td")),
        "list item": float(block.kind == "li"),
        "quote": float(block.kind == "blockquote"),
        "bold": min(1.0, block.bold_chars / size),
        "lean": _lean(block.element),
        "links": block.link_share,
        "buttons": float(block.buttons > 0),
    }


def _lean(element: Element) -> float:
    """1 where all that the element holds is set in italics."""
    if len(element) != 1 or (element.text or "").strip():
        return 0.0
    return float(element[0].tag in _LEAN and not (element[0].tail or "").strip())


def _names(block: Block, around: Surroundings) -> dict[str, float]:
    own = roles.of(block.element)
    shared = around.layout.headline.roles if around.layout.headline is not None else 0
    found = {f"in {n}": float(bool(block.roles & f & ~shared)) for n, f in _CARRIED.items()}
    body = [b for b in around.strong if b.index > block.index][:8]
    named = sum(bool(b.roles & roles.TEASER) for b in body)
    found["called standfirst"] = float(bool(own & roles.TEASER))
    found["text is called so too"] = named / len(body) if body else 0.0
    found["called text"] = float(bool(own & roles.BODY))
    return found


def _words(block: Block, around: Surroundings) -> dict[str, float]:
    text = block.text
    size = len(text) * (2 if is_dense(text) else 1)
    count = size // 4 if is_dense(text) else text.count(" ") + 1
    rest = [len(b.text) for b in around.strong if b.index > block.index][:6]
    usual = sum(rest) / len(rest) if rest else 0.0
    folded = fold(text)
    return {
        "size": math.log(size),
        "words": min(count, 80),
        "against paragraphs": min(3.0, len(text) / usual) if usual else 1.5,
        "sentences": min(6, sum(text.count(c) for c in (". ", "? ", "! ", "。")) + 1),
        "ends as sentence": float(text.endswith(_STOPS)),
        "is cut": float(text.endswith(("...", "…"))),
        "ends with colon": float(text.endswith(":")),
        "begins with capital": float(text[:1].isupper()),
        "digits": min(1.0, 4 * sum(map(str.isdigit, text)) / len(text)),
        "like title": similarity(text, around.title) if around.title else 0.0,
        "names author": float(any(fold(a) in folded for a in around.authors)),
        "paragraphs of page": min(12, len(around.strong)),
    }


def _company(block: Block, around: Surroundings) -> dict[str, float]:
    """How the block resembles the paragraphs that follow it."""
    after = [b for b in around.strong if b.index > block.index][:4]
    own = _shape(block)
    parent = block.element.getparent()
    alike = sum(_shape(b) == own for b in after)
    beside = sum(b.element.getparent() is parent for b in after)
    neighbours = around.layout.blocks[max(0, block.index - 2) : block.index + 3]
    twins = sum(
        b is not block and b.element.getparent() is parent and _shape(b) == own for b in neighbours
    )
    folded = fold(block.text)[:80]
    bold = [min(1.0, b.bold_chars / len(b.text)) for b in after]
    return {
        "set like text": alike / len(after) if after else 0.0,
        "stands beside text": beside / len(after) if after else 0.0,
        "twins": twins,
        "comes again": float(any(fold(b.text).startswith(folded) for b in after)),
        "bold of text": sum(bold) / len(bold) if bold else 0.0,
    }


def _is_paragraph(block: Block, around: Surroundings) -> bool:
    """Tell whether the block is the first paragraph: in one box with those that follow and
    set like them. Whatever the description repeats, nothing sets it apart."""
    if block.bold_chars * 2 > len(block.text) or roles.of(block.element) & roles.TEASER:
        return False
    after = [b for b in around.strong if b.index > block.index][:4]
    alike = sum(in_one_row(block, b) for b in after)
    return len(after) > 0 and alike * 4 >= len(after) * 3


def _shape(block: Block) -> tuple[str, str | None]:
    return block.element.tag, block.element.get("class")


def _agreement(block: Block, around: Surroundings) -> dict[str, float]:
    mine, start = around.agreements[block.index], fold(block.text)[:60]
    return {
        "description": float(bool(around.folded)),
        "repeats description": float(any(start.startswith(begin) for _, begin in around.folded)),
        "agrees": mine,
        "another agrees more": float(around.best_agreement > mine + 0.2),
    }


def _agrees(text: str, around: Surroundings) -> float:
    return max(
        (max(similarity(text, d), _within(d, text)) for d, _ in around.folded),
        default=0.0,
    )


def _within(description: str, text: str) -> float:
    return containment(description, text) if len(words(description)) > 6 else 0.0


@dataclass(frozen=True, slots=True)
class Model:
    """Trees and a weighted sum, asked together: few pages teach both, and they err apart."""

    sum: linear.Linear
    trees: trees.Trees
    least: float
    """Probability from which the likeliest block is a standfirst."""
    line: float
    """Probability from which a block beside it, set alike, is a further line of it."""

    def probabilities(self, rows: list[dict[str, float]]) -> list[float]:
        """Return for each block's signs how likely it is (a line of) the standfirst."""
        grown = self.trees.scores([self.trees.row(r) for r in rows])
        return [
            linear.sigmoid((_held(self.sum.score(r)) + _held(float(g))) / 2)
            for r, g in zip(rows, grown, strict=True)
        ]


_MOST = 8.0
"""Log odds beyond which one of the two is not heard: far outside of what it was taught."""


def _held(score: float) -> float:
    return max(-_MOST, min(_MOST, score))


@cache
def model() -> Model:
    """Return the model as it was trained; read once in a process."""
    return of(load("standfirst"))


def of(stored: Mapping[str, Any]) -> Model:
    """Return the model that a weights file describes."""
    sum_, grown = linear.of(stored["sum"]), trees.of(stored["forest"])
    return Model(sum_, grown, stored["least"], stored["line"])


def find(around: Surroundings, asked: Model | None = None) -> list[Block]:
    """Return the lines of the printed standfirst in order; none where none is printed."""
    asked = asked or model()
    blocks = [b for b in around.zone if not around.is_other(b)]
    if not blocks:
        return []
    return lines(blocks, asked.probabilities([signs(b, around) for b in blocks]), asked)


def lines(blocks: list[Block], likely: list[float], asked: Model) -> list[Block]:
    """The likeliest block, and those beside it that are set like it."""
    best = max(range(len(blocks)), key=lambda i: likely[i])
    if likely[best] < asked.least:
        return []
    chosen = {best}
    for step in (1, -1):
        last, place = best, best + step
        while 0 <= place < len(blocks) and abs(blocks[place].index - blocks[last].index) <= _GAP:
            if likely[place] >= asked.line and _twins(blocks[place], blocks[best]):
                chosen.add(place)
                last = place
            place += step
    return [blocks[i] for i in sorted(chosen)]


_GAP = 2
"""Blocks from one line of a standfirst to the next."""


def _twins(block: Block, other: Block) -> bool:
    return block.kind == other.kind and block.element.get("class") == other.element.get("class")
