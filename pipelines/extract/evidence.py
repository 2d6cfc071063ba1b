"""What speaks for and against a page being one article: signs, not decisions."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pipelines.access.evidence import Access
from pipelines.body.body import Body
from pipelines.extract.fields import Fields
from pipelines.fields.candidates import Candidates
from pipelines.fields.dates.moment import Moment
from pipelines.layout import roles
from pipelines.layout.blocks import Block
from pipelines.layout.layout import Layout
from pipelines.model import Found
from pipelines.page import jsonld
from pipelines.page.document import Document

_TYPES = {
    "shop": frozenset(("product", "offer", "aggregateoffer", "productgroup", "offercatalog")),
    "talk": frozenset(("discussionforumposting", "qapage", "question", "comment")),
    "list": frozenset(("collectionpage", "searchresultspage", "itemlist", "profilepage")),
    "house": frozenset(
        (
            "localbusiness", "service", "softwareapplication", "event", "recipe", "jobposting",
            "faqpage", "contactpage", "aboutpage", "course", "medicalwebpage", "professionalservice",
        )
    ),
    "post": frozenset(("blogposting",)),
    "news": frozenset(("newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle")),
}  # fmt: skip
_PRICE = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:[€£₹]|zł|kr\b|Kč)")
_DATED_PATH = re.compile(r"/(?:19|20)\d\d[/-]\d\d?\b|(?:19|20)\d{6}")
_NUMBER = re.compile(r"\d{5,}")
_STOPS = (".", "!", "?", "…", "。", "！", "？", '."', ".“", ".”", ".»", "।", ".)")
_FEW = 80
"""Nodes of JSON-LD that are asked for their types."""


def signs(document: Document, layout: Layout, access: Access, fields: Fields) -> dict[str, float]:
    """Return the named signs of a page."""
    return {
        **_declared(document),
        **_dated(fields.dates.published.chosen),
        **_signed(fields.authors),
        **_headed(layout, fields.title.value),
        **_running(layout, fields.body),
        **_crowd(layout),
        **_address(document),
        "walled": float(access.boundary is not None or bool(access.reserved)),
    }


def _declared(document: Document) -> dict[str, float]:
    kinds = Counter(t for node in document.ld[:_FEW] for t in jsonld.types(node))
    said = (document.meta("og:type") or "").lower()
    found = {f"declares {n}": float(any(kinds[k] for k in t)) for n, t in _TYPES.items()}
    articles = len(document.article_nodes)
    return {
        **found,
        "declares an article": float(articles > 0),
        "declares articles": min(articles, 6),
        "declares website": float(said == "website"),
        "calls itself article": float(said in ("article", "news", "blog")),
        "calls itself thing": float(
            bool(said) and said not in ("article", "news", "blog", "website")
        ),
        "declares nothing": float(not said and not document.ld),
        "has feed": float("alternate" in document.head.links),
        "declares time": float(
            document.meta("article:published_time", "datepublished") is not None
        ),
        "declares section": float(document.meta("article:section", "article:tag") is not None),
    }


def _dated(published: Found[Moment] | None) -> dict[str, float]:
    source = published.source if published is not None else ""
    return {
        "dated": float(published is not None),
        "date declared": float(source in ("json-ld", "meta", "opengraph")),
        "date printed": float(source in ("html", "time", "microdata")),
        "date guessed": float(source in ("htmldate", "url", "text")),
    }


def _signed(authors: Candidates[list[str]]) -> dict[str, float]:
    sources = {c.source for c in authors.considered}
    return {
        "signed": float(authors.chosen is not None),
        "author printed": float("html" in sources),
        "author declared": float(bool(sources & {"json-ld", "meta"})),
    }


def _headed(layout: Layout, title: str | None) -> dict[str, float]:
    first = [b for b in layout.blocks if b.kind == "h1"]
    top = layout.headline
    return {
        "headline printed": float(top is not None),
        "headline is first": float(top is not None and top.kind == "h1"),
        "headline is link": top.link_share if top is not None else 0.0,
        "first headings": min(len(first), 6),
        "title words": min(20, len((title or "").split())),
        "title is sentence": float((title or "").endswith(("?", "!", "."))),
        "headline to text": math.log1p(abs(layout.body_start - top.index)) if top else 5.0,
    }


def _running(layout: Layout, body: Body) -> dict[str, float]:
    sizes = [len(p) for p in body.paragraphs]
    length, count = sum(sizes), len(sizes) or 1
    everything = sum([len(b.text) for b in layout.blocks]) or 1
    sentences = sum([len(b.text) for b in layout.blocks if b.is_strong]) or 1
    digits = sum([c.isdigit() for p in body.paragraphs[:_READ] for c in p[:_CHARS]])
    return {
        "length": math.log1p(length),
        "paragraphs": math.log1p(len(sizes)),
        "paragraph size": math.log1p(length / count),
        "share of page": min(1.0, length / everything),
        "share of sentences": min(1.0, length / sentences),
        "sentences end": sum([p.endswith(_STOPS) for p in body.paragraphs]) / count,
        "long paragraphs": sum([s > 200 for s in sizes]) / count,
        "short paragraphs": sum([s < 60 for s in sizes]) / count,
        "by blocks": float(body.by == "blocks"),
        "digits of text": min(1.0, digits / (_CHARS / 2)),
        "questions": sum([p.endswith("?") for p in body.paragraphs]) / count,
    }


_READ, _CHARS = 10, 100
"""Paragraphs, and characters of each, in which digits are counted."""


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
        if not flags & _OUTSIDE:
            self._add_middle(block, size, flags)

    def _add_middle(self, block: Block, size: int, flags: int) -> None:
        self.middle += size
        self.middle_blocks += 1
        self.middle_links += block.link_chars
        self.buttons += block.buttons > 0
        self.bylines += bool(flags & roles.BYLINE)
        if flags & roles.CARD:
            self.cards += size
        if block.is_heading:
            self.heads += 1
            self.linked_heads += block.link_share > _LINKED
            self.shapes[block.kind, block.element.get("class"), len(block.stack)] += 1
        elif size < _PRICED:
            self.short += size < _SHORT
            self.dates += block.element.tag == "time"
            self.prices += bool(_PRICE.search(block.text))


_OUTSIDE = roles.NAV | roles.FOOT | roles.COOKIE | roles.HIDDEN | roles.RELATED | roles.ASIDE
_LINKED = 0.6
"""Share of link text from which a line leads elsewhere."""
_PRICED, _SHORT = 60, 40
"""Characters below which a line may be a price, and is a short line."""


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
        "bylines": math.log1p(tally.bylines),
        "marks of wall": math.log1p(len(layout.marks)),
        **_box(layout, middle),
    }


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


def _address(document: Document) -> dict[str, float]:
    """The shape of the address; no word of it counts."""
    parts = urlsplit(document.url)
    pieces = [p for p in parts.path.split("/") if p]
    last = pieces[-1] if pieces else ""
    return {
        "home": float(not pieces and not parts.query),
        "depth": min(len(pieces), 6),
        "slug words": min(12, last.count("-") + last.count("_") + last.count("+")),
        "dated address": float(bool(_DATED_PATH.search(parts.path))),
        "numbered address": float(bool(_NUMBER.search(last))),
        "is folder": float(parts.path.endswith("/")),
        "asks": float(bool(parts.query)),
    }
