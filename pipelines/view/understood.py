"""A page as it was understood: its blocks in reading order, each with what it was taken for.

Furniture is folded to one line a stretch, so that the article stands where one looks
first. Words behind a boundary are counted, never shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from pipelines.extract.result import Extraction
from pipelines.layout import roles
from pipelines.layout.blocks import Block
from pipelines.model import Article
from pipelines.page.words import fold

LINKED = 0.6
"""Share of a block's characters that are links, from which on it leads elsewhere."""
WHOLE = 40
"""Characters from which on a block is text where the text holds its words; a shorter one has
to be a paragraph of it, or every word of a menu would be."""
SHORT = 200
"""Characters of a block that may be a byline, a date line or a kicker."""
ELSEWHERE_ON_PAGE = "the record's title; no block of the page was taken for it"
FOLDED_WORDS = 60
"""Characters of each folded block that are shown when a stretch is opened."""


class Part(StrEnum):
    """What a block of a page was taken for."""

    HEADLINE = "headline"
    KICKER = "kicker"
    BYLINE = "byline"
    DATE = "date"
    STANDFIRST = "standfirst"
    TEXT = "text"
    CAPTION = "caption"
    ELSEWHERE = "link to elsewhere"
    WALL = "wall"
    RESERVED = "reserved"
    FURNITURE = "furniture"


AROUND = frozenset((Part.FURNITURE, Part.ELSEWHERE))
FOLDED = AROUND | {Part.RESERVED}


@dataclass(frozen=True, slots=True)
class Piece:
    """One block."""

    part: Part
    text: str
    """Its words; empty behind the boundary."""
    tag: str = ""
    chars: int = 0
    because: str = ""
    """What its paper's other pages say of it, with counts, or why it stands here; empty:
    nothing."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Blocks of one kind in a row: one block, or several that are folded."""

    part: Part
    pieces: tuple[Piece, ...]

    @property
    def folded(self) -> bool:
        """It is shown as one line."""
        return self.part in FOLDED

    @property
    def chars(self) -> int:
        """Characters of its blocks."""
        return sum(piece.chars for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Line:
    """The boundary between two stretches."""

    basis: str
    confidence: float | None
    wall_text: str = ""


def understood(found: Extraction) -> list[Stretch | Line]:
    """Return the page of an extraction, top to bottom; empty for one without its layout."""
    if found.judged is None:
        return []
    layout, open_ = found.judged.layout, found.judged.public.layout
    reader = _Reader(found.article)
    place = found.access.boundary
    limit = place.block if place is not None else len(layout.blocks)
    headline = layout.headline
    before: list[Piece] = []
    behind: list[Piece] = []
    for block in layout.blocks:
        if block.index >= limit or block.index in found.access.reserved:
            piece = Piece(Part.RESERVED, "", block.kind, len(block.text))
        elif headline is not None and block.index == headline.index:
            piece = Piece(Part.HEADLINE, block.text, block.kind, len(block.text))
        else:
            piece = reader.piece(open_.blocks[block.index])
        box = found.judged.known.boxes.get(block.index)
        if box is not None and block.index in found.judged.known.furniture:
            piece = replace(piece, because=str(box))
        (before if block.index < limit else behind).append(piece)
    line: list[Stretch | Line] = []
    if place is not None:
        line = [Line(place.basis.words, place.confidence, place.wall_text or "")]
    above: list[Stretch | Line] = []
    if headline is None and found.article.title:
        title = Piece(Part.HEADLINE, found.article.title, because=ELSEWHERE_ON_PAGE)
        above = [Stretch(Part.HEADLINE, (title,))]
    return [*above, *_folded(before), *line, *_folded(behind)]


def _folded(pieces: list[Piece]) -> Iterator[Stretch]:
    """Put what stands around the article into one stretch, whatever it is made of."""
    for part, group in groupby(
        pieces, key=lambda p: Part.FURNITURE if p.part in AROUND else p.part
    ):
        held = tuple(group)
        if part in FOLDED:
            links = all(piece.part is Part.ELSEWHERE for piece in held)
            yield Stretch(Part.ELSEWHERE if links else part, held)
        else:
            yield from (Stretch(part, (piece,)) for piece in held)


class _Reader:
    """Tells a block from the values that the record holds."""

    def __init__(self, article: Article) -> None:
        self._text = _flat(article.text)
        self._paragraphs = {_flat(p) for p in (article.text or "").split("\n\n")}
        self._teaser = _flat(article.teaser)
        self._names = [fold(name) for name in article.authors]
        self._dates = {
            _flat(raw) for raw in (article.date_published_raw, article.date_modified_raw) if raw
        }
        self._section = _flat(article.section)

    def piece(self, block: Block) -> Piece:
        return Piece(self._part(block), block.text, block.kind, len(block.text))

    def _part(self, block: Block) -> Part:
        words = _flat(block.text)
        if not words:
            return Part.FURNITURE
        if self._teaser and words in self._teaser and len(words) * 4 > len(self._teaser):
            return Part.STANDFIRST
        if block.roles & roles.CAPTION:
            return Part.CAPTION
        if words in self._paragraphs or (len(words) >= WHOLE and words in self._text):
            return Part.TEXT
        if len(words) <= SHORT:
            small = self._small(words, block)
            if small is not None:
                return small
        return Part.ELSEWHERE if block.link_share >= LINKED else Part.FURNITURE

    def _small(self, words: str, block: Block) -> Part | None:
        if any(name in words for name in self._names):
            return Part.BYLINE
        if any(raw in words for raw in self._dates) or self._is_time(block):
            return Part.DATE
        return Part.KICKER if words == self._section else None

    @staticmethod
    def _is_time(block: Block) -> bool:
        times = (_flat("".join(t.itertext())) for t in block.element.iter("time"))
        return any(time and time in _flat(block.text) for time in times)


def _flat(text: str | None) -> str:
    return " ".join(fold(text or "").split())
