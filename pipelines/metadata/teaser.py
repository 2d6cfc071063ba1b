"""The standfirst as the reader sees it, between headline and body.

From the page itself: a block after the headline that names itself a teaser, or
agrees with the declared description, or is set apart before the body. The
description alone is a fallback, and only where it is no cut of the first
paragraph; `teaser_source` then says `description`. No teaser is a valid answer.
"""

from __future__ import annotations

import re

from pipelines.body import roles
from pipelines.body.blocks import Block
from pipelines.body.layout import Layout
from pipelines.metadata.candidates import Candidates
from pipelines.model import Found
from pipelines.page import jsonld
from pipelines.page.document import Document
from pipelines.page.words import containment, fold, similarity, words

_CUT = re.compile(r"\s*(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*$")
_BAD = (
    roles.RELATED | roles.COMMENT | roles.NAV | roles.FOOT | roles.AD | roles.NEWSLETTER | roles.CAPTION
    | roles.COOKIE | roles.HIDDEN | roles.SHARE | roles.AUTHORBOX | roles.TAGS | roles.ASIDE | roles.FORM | roles.EMBED
)  # fmt: skip
_MIN, _MAX = 20, 900


def find(document: Document, layout: Layout, title: str | None, authors: list[str]) -> Candidates[str]:
    """Return the teaser with its candidates; no teaser: no chosen value."""
    declared = _declared(document, title)
    printed = _printed(layout, declared, title, authors)
    considered = [*printed, *declared]
    if printed:
        return Candidates(printed[0], considered)
    return Candidates(_fallback(declared, layout), considered)


def _declared(document: Document, title: str | None) -> list[Found[str]]:
    found = []
    for node in document.article_nodes[:1]:
        for key in ("description", "alternativeHeadline", "abstract"):
            raw = jsonld.text_of(jsonld.get(node, key))
            if raw:
                found.append(Found(_plain(raw), "json-ld", key, raw))
    for name in ("og:description", "description", "twitter:description", "dc.description", "sailthru.description"):
        raw = document.meta(name)
        if raw:
            found.append(Found(raw, "opengraph" if name.startswith("og:") else "meta", name, raw))
    return [f for f in found if len(f.value) >= _MIN and (not title or fold(f.value) != fold(title))]


def _plain(raw: str) -> str:
    return re.sub(r"<[^>]{1,200}>", " ", raw).strip() if "<" in raw else raw


def _printed(layout: Layout, declared: list[Found[str]], title: str | None, authors: list[str]) -> list[Found[str]]:
    """Standfirst blocks in the head zone, best first; several in a row are joined."""
    zone = _zone(layout)
    scored = [(score, b) for b in zone if (score := _score(b, layout, declared, title, authors)) > 0]
    if not scored:
        return []
    best_score, best = max(scored, key=lambda pair: (pair[0], -pair[1].index))
    blocks = [best]
    for score, block in scored:
        near = 0 < block.index - blocks[-1].index <= 2
        if near and block is not best and score >= best_score - 1 and _twins(block, best):
            blocks.append(block)
    if len(blocks) > 8:
        blocks = [best]
    text = "\n".join(b.text for b in blocks)
    return [Found(text, "html", best.path, text)]


def _twins(block: Block, best: Block) -> bool:
    """Blocks of one list or one box (bullet summaries)."""
    return block.element.getparent() is best.element.getparent() and block.element.tag == best.element.tag and bool(block.roles & roles.TEASER or block.kind == "li")


def _zone(layout: Layout) -> list[Block]:
    start = layout.headline.index + 1 if layout.headline is not None else max(0, layout.body_start - 12)
    first_body = layout.body_start
    end = max(first_body + 2, start)
    if layout.headline is not None:
        end = min(end, layout.headline.index + 40)
    return [
        b
        for b in layout.blocks[start : end + 1]
        if _MIN <= len(b.text) <= _MAX and not b.roles & _BAD and b.link_share < 0.5
    ]


def _score(block: Block, layout: Layout, declared: list[Found[str]], title: str | None, authors: list[str]) -> float:
    text = block.text
    if title and (fold(text) == fold(title) or (similarity(text, title) > 0.8)):
        return 0
    if any(fold(text) == fold(a) for a in authors) or (block.roles & roles.BYLINE and len(words(text)) < 8):
        return 0
    if len(words(text)) < 5:
        return 0
    score = 0.0
    in_body = _is_body_paragraph(block, layout)
    named = bool(block.roles & roles.TEASER) and not (in_body and _all_named(layout))
    if len(text) < 160 and (_STAMP.search(text) or _TRAIL.search(text)):
        return 0
    if named:
        score += 2.0
    agreement = max((_agreement(text, d.value) for d in declared), default=0.0)
    if agreement > 0.75:
        score += 2.0 if not in_body or block.index <= layout.body_start else 0.5
    if block.is_heading and block.kind in ("h2", "h3", "h4") and len(text) > 40 and block.index <= layout.body_start:
        score += 1.5
    if not in_body and block.index < layout.body_start and block.is_strong:
        score += 1.5
    if block.bold_chars > 0.9 * len(text) and block.is_strong and block.index <= layout.body_start + 1:
        score += 1.2
    if in_body and not named and block.bold_chars < 0.9 * len(text) and not block.is_heading:
        # an ordinary first paragraph is no standfirst, even if the description repeats it
        return 0
    return score if score >= 1.2 else 0


_STAMP = re.compile(r"\b(?:19|20)\d\d\b.{0,12}\b\d{1,2}[:.]\d\d\b|\b\d{1,2}[:.]\d\d ?(?:am|pm|uhr|ist|gmt|et)\b.*\b(?:19|20)\d\d\b", re.IGNORECASE)
_TRAIL = re.compile(r"\S [»›>] \S.* [»›>] \S")


def _all_named(layout: Layout) -> bool:
    """Most paragraphs of the body carry the name, so it says nothing of the first."""
    body = [b for b in layout.inside() if b.is_strong and b.kind == "p" and b.index >= layout.body_start][:12]
    return len(body) >= 4 and sum(bool(b.roles & roles.TEASER) for b in body) > 0.6 * len(body)


def _is_body_paragraph(block: Block, layout: Layout) -> bool:
    return layout.core is not None and layout.core in block.stack and block.kind in ("p", "div") and not block.roles & roles.HEADER


def _agreement(text: str, description: str) -> float:
    cut = _CUT.sub("", description)
    if fold(text).startswith(fold(cut)[:60]):
        return 1.0
    return max(similarity(text, description), containment(cut, text) if len(words(cut)) > 6 else 0)


def _fallback(declared: list[Found[str]], layout: Layout) -> Found[str] | None:
    """The declared description, if it is whole and no cut of the body's beginning."""
    body = layout.inside()[:25]
    beginning = " ".join(b.text for b in body)[:4000]
    for found in sorted(declared, key=lambda f: bool(_CUT.search(f.value))):
        cut = fold(_CUT.sub("", found.value))
        if cut[:50] in fold(beginning):
            continue
        if containment(found.value, beginning[:1200]) > 0.9:
            continue
        return Found(_CUT.sub("…", found.value), "description", found.where, found.raw)
    return None
