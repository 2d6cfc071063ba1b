"""What speaks for and against a page being one article: signs, not decisions.

Read from what everybody may read; of the whole page there are only counts.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from urllib.parse import urlsplit

from pipelines.access.evidence import Access
from pipelines.access.public import Public, PublicDocument, PublicLayout
from pipelines.body.body import Body
from pipelines.extract import prose
from pipelines.extract.counts import Counts
from pipelines.extract.fields import Fields
from pipelines.fields.candidates import Candidates
from pipelines.fields.dates.moment import Moment
from pipelines.model import Found
from pipelines.page import jsonld

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
_DATED_PATH = re.compile(r"/(?:19|20)\d\d[/-]\d\d?\b|(?:19|20)\d{6}")
_NUMBER = re.compile(r"\d{5,}")
_STOPS = (".", "!", "?", "…", "。", "！", "？", '."', ".“", ".”", ".»", "।", ".)")
_FEW = 80
"""Nodes of JSON-LD that are asked for their types."""


def signs(public: Public, counts: Counts, access: Access, fields: Fields) -> dict[str, float]:
    """Return the named signs of a page."""
    return {
        **_declared(public.document),
        **_dated(fields.dates.published.chosen),
        **_signed(fields.authors),
        **_headed(public.layout, fields.title.value),
        **_running(counts, fields.body),
        **prose.signs(fields.body.paragraphs),
        **counts.signs,
        **_address(public.document.url),
        "walled": float(access.boundary is not None or bool(access.reserved)),
    }


def _declared(document: PublicDocument) -> dict[str, float]:
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
        "names an author": float(document.meta("author", "article:author") is not None),
        "has short form": float("amphtml" in document.head.links),
        "description": math.log1p(len(document.meta("description", "og:description") or "")),
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


def _headed(layout: PublicLayout, title: str | None) -> dict[str, float]:
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


def _running(counts: Counts, body: Body) -> dict[str, float]:
    sizes = [len(p) for p in body.paragraphs]
    length, count = sum(sizes), len(sizes) or 1
    digits = sum([c.isdigit() for p in body.paragraphs[:_READ] for c in p[:_CHARS]])
    return {
        "length": math.log1p(length),
        "paragraphs": math.log1p(len(sizes)),
        "paragraph size": math.log1p(length / count),
        "share of page": min(1.0, length / (counts.text or 1)),
        "share of sentences": min(1.0, length / (counts.sentences or 1)),
        "sentences end": sum([p.endswith(_STOPS) for p in body.paragraphs]) / count,
        "long paragraphs": sum([s > 200 for s in sizes]) / count,
        "short paragraphs": sum([s < 60 for s in sizes]) / count,
        "by blocks": float(body.by == "blocks"),
        "digits of text": min(1.0, digits / (_CHARS / 2)),
        "questions": sum([p.endswith("?") for p in body.paragraphs]) / count,
    }


_READ, _CHARS = 10, 100
"""Paragraphs, and characters of each, in which digits are counted."""


def _address(url: str) -> dict[str, float]:
    """The shape of the address; no word of it counts."""
    parts = urlsplit(url)
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
