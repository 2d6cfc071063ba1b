"""Kicker or section as printed, keywords, lead image, declared word count."""

from __future__ import annotations

from urllib.parse import urljoin

from pipelines.body import roles
from pipelines.body.layout import Layout
from pipelines.metadata.candidates import Candidates
from pipelines.model import Found
from pipelines.page import jsonld
from pipelines.page.document import Document
from pipelines.page.words import fold, squeeze

_MAX_TAGS = 40


def find(document: Document, layout: Layout, title: str | None) -> Candidates[str]:
    """Return the kicker printed by the headline, or the declared section."""
    found = [*_printed(layout, title), *_declared(document)]
    return Candidates(found[0] if found else None, found)


def _printed(layout: Layout, title: str | None) -> list[Found[str]]:
    if layout.headline is None:
        return []
    found = []
    start = max(0, layout.headline.index - 5)
    for block in layout.blocks[start : layout.headline.index + 3]:
        text = block.text
        if block is layout.headline or not 2 < len(text) < 60 or (title and fold(text) == fold(title)):
            continue
        if block.roles & roles.KICKER and not block.roles & (roles.HIDDEN | roles.WALL | roles.BYLINE | roles.META):
            found.append(Found(text, "html", block.path, text))
    return found


def _declared(document: Document) -> list[Found[str]]:
    found = []
    for node in document.article_nodes[:1]:
        raw = jsonld.text_of(jsonld.get(node, "articleSection"))
        if raw:
            found.append(Found(squeeze(raw), "json-ld", "articleSection", raw))
    raw = document.meta("article:section", "og:article:section", "parsely-section", "section", "cxenseparse:taxonomy", "dc.subject")
    if raw and len(raw) < 60:
        found.append(Found(raw, "meta", "article:section", raw))
    return found


def tags(document: Document) -> list[str]:
    """Return the publisher's keywords, in order, each once."""
    raw: list[str] = [content for _, content in document.metas("article:tag", "og:article:tag")]
    for node in document.article_nodes[:1]:
        value = jsonld.get(node, "keywords")
        raw += [v for v in value if isinstance(v, str)] if isinstance(value, list) else [str(value)] if isinstance(value, str) else []
    if not raw:
        raw = [content for _, content in document.metas("news_keywords", "keywords")]
    parts = [squeeze(p) for item in raw for p in item.split(",")]
    return list(dict.fromkeys(p for p in parts if 1 < len(p) < 60))[:_MAX_TAGS]


def image(document: Document) -> str | None:
    """Return the absolute address of the declared lead image; None when none."""
    raw = document.meta("og:image", "og:image:url", "twitter:image", "twitter:image:src")
    if not raw:
        for node in document.article_nodes[:1]:
            value = jsonld.get(node, "image")
            value = value[0] if isinstance(value, list) and value else value
            raw = jsonld.get(value, "url") if isinstance(value, dict) else value
    if not isinstance(raw, str) or not raw.strip():
        return None
    try:
        return urljoin(document.url, raw.strip())
    except ValueError:
        return None


def declared_words(document: Document) -> int | None:
    """Return `wordCount` where the page states one."""
    for node in document.article_nodes[:2]:
        raw = jsonld.text_of(jsonld.get(node, "wordCount"))
        digits = "".join(c for c in raw or "" if c.isdigit())
        if digits and 0 < int(digits[:9]) < 200_000:
            return int(digits[:9])
    return None
