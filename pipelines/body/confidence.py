"""How sure the text is: the F1 that pages with such blocks around their text reach.

Nothing here chooses a block. What was kept is compared with what was left out beside it,
and with what the page declares; a learned model says what F1 that usually means.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from pipelines.access.public import PublicDocument as Document, PublicLayout as Layout
from pipelines.body.body import Body
from pipelines.layout import roles
from pipelines.layout.blocks import Block, chars
from pipelines.layout.container import is_candidate
from pipelines.learned import trees
from pipelines.learned.weights import load


@dataclass(frozen=True, slots=True)
class Model:
    """Trees that tell good texts from bad ones, and what F1 such texts reach."""

    trees: trees.Trees
    at: list[float]
    value: list[float]
    """The F1 at each of these scores; in between, on the line."""

    def expected(self, signs: dict[str, float]) -> float:
        """Return the F1 that texts with these signs reach, 0 to 1."""
        score = float(self.trees.scores([self.trees.row(signs)])[0])
        return float(np.interp(score, self.at, self.value))


@cache
def model() -> Model:
    """Return the model as it was trained; read once in a process."""
    stored = load("confidence")
    return Model(trees.of(stored["forest"]), stored["curve"]["at"], stored["curve"]["value"])


def expected(document: Document, layout: Layout, body: Body) -> float | None:
    """Return the F1 that the text can be expected to reach; None where there is no text."""
    if not body.paragraphs:
        return None
    return model().expected(signs(document, layout, body))


def signs(document: Document, layout: Layout, body: Body) -> dict[str, float]:
    """Return the named signs of a text and of what stands around it."""
    texts = set(body.paragraphs)
    kept = [b for b in layout.inside() if b.text in texts]
    return {
        **_size(body),
        **_left_out(kept, texts, layout),
        **_kept(kept),
        **_edges(kept, texts, layout),
        **_page(document, layout),
    }


def _size(body: Body) -> dict[str, float]:
    sizes = [len(p) for p in body.paragraphs]
    count = len(sizes) or 1
    return {
        "length": math.log1p(sum(sizes)),
        "paragraphs": math.log1p(len(sizes)),
        "paragraph size": math.log1p(sum(sizes) / count),
        "short paragraphs": sum(s < 60 for s in sizes) / count,
        "longest": max(sizes, default=0) / (sum(sizes) or 1),
        "by blocks": float(body.by == "blocks"),
    }


def _left_out(kept: list[Block], texts: set[str], layout: Layout) -> dict[str, float]:
    """Sentences that were left out, in the container and outside of it."""
    size = chars(kept) or 1
    inside = [b for b in layout.inside() if b.text not in texts]
    strong = [b for b in inside if b.is_strong]
    plain = [b for b in strong if not b.roles & roles.NOT_BODY]
    others = [
        b
        for b in layout.blocks
        if b.is_strong and b.text not in texts and not b.roles & roles.CHROME
    ]
    free = [b for b in others if is_candidate(b)]
    return {
        "left out inside": min(3.0, chars(inside) / size),
        "sentences left out inside": min(3.0, chars(strong) / size),
        "plain left out inside": min(3.0, chars(plain) / size),
        "plain lines left out": math.log1p(len(plain)),
        "sentences left out": min(3.0, chars(others) / size),
        "plain left out": min(3.0, chars(free) / size),
        "cards left out": math.log1p(sum(bool(b.roles & roles.CARD) for b in others)),
        "comments": min(3.0, chars([b for b in others if b.roles & roles.COMMENT]) / size),
    }


def _kept(kept: list[Block]) -> dict[str, float]:
    """What the kept blocks are, and how alike."""
    size = chars(kept) or 1
    count = len(kept) or 1
    homes = {b.element.getparent() for b in kept}
    shapes = {(b.element.tag, b.element.get("class")) for b in kept}
    depths = [len(b.stack) for b in kept]
    return {
        "links": sum(b.link_chars for b in kept) / size,
        "weak": chars([b for b in kept if not b.is_strong]) / size,
        "headings": sum(b.is_heading for b in kept) / count,
        "list items": chars([b for b in kept if b.kind == "li"]) / size,
        "cells": chars([b for b in kept if b.kind in ("td", "th", "dd", "dt")]) / size,
        "boxes of text": chars([b for b in kept if b.kind == "div"]) / size,
        "cards": chars([b for b in kept if b.roles & roles.CARD]) / size,
        "called text": chars([b for b in kept if b.roles & roles.BODY]) / size,
        "called wall": chars([b for b in kept if b.roles & roles.WALL]) / size,
        "homes": math.log1p(len(homes)),
        "shapes": math.log1p(len(shapes)),
        "depths": float(max(depths, default=0) - min(depths, default=0)),
    }


def _edges(kept: list[Block], texts: set[str], layout: Layout) -> dict[str, float]:
    """The first and the last of what was kept, and the holes between."""
    if not kept:
        return dict.fromkeys(("holes", "before", "first size", "last size", "end ends"), 0.0)
    first, last = kept[0].index, kept[-1].index
    between = layout.blocks[first : last + 1]
    top = layout.headline.index if layout.headline is not None else first
    above = [b for b in layout.blocks[top : max(first, top)] if b.is_strong]
    return {
        "holes": sum(b.text not in texts for b in between) / len(between),
        "before": min(5, len(above)),
        "first size": min(6.0, math.log1p(len(kept[0].text))),
        "last size": min(6.0, math.log1p(len(kept[-1].text))),
        "end ends": float(kept[-1].text.endswith((".", "!", "?", '"', "”", "。", ")"))),
    }


def _page(document: Document, layout: Layout) -> dict[str, float]:
    core = layout.core
    box = chars(layout.inside()) or 1
    return {
        "core": chars([b for b in layout.inside() if core in b.stack]) / box,
        "headline printed": float(layout.headline is not None),
        "headline to text": math.log1p(abs(layout.body_start - layout.headline.index))
        if layout.headline is not None
        else 5.0,
        "share of page": box / (chars(layout.blocks) or 1),
        "declares article": float(bool(document.article_nodes)),
        "calls itself article": float((document.meta("og:type") or "").lower() == "article"),
        "walled": float(layout.walled),
        "cut": float(layout.cut),
    }
