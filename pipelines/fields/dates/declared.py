"""Dates that a page declares of itself: JSON-LD, meta tags, the address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipelines.access.public import PublicDocument as Document
from pipelines.fields.dates.moment import Moment, moment, parse
from pipelines.fields.dates.places import Place
from pipelines.lexicon import calendar
from pipelines.model import Found
from pipelines.page import jsonld
from pipelines.page.bounds import DATE

_URL_DATE = re.compile(
    r"(?:^|[/_-])((?:19|20)\d{2})[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)"
)
_URL_MONTH = re.compile(r"/((?:19|20)\d{2})/([^\W\d_]{3,9})/(0?[1-9]|[12]\d|3[01])(?=/|$)")
"""The same with the name of the month: `/2024/feb/24/`."""
_PUBLISHED_METAS = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "datepublished", "date_published", "publication_date", "pubdate", "publish-date", "publish_date", "publishdate", "published", "published_time", "article.published",
    "dcterms.created", "dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date", "dc.date.created", "citation_publication_date", "citation_date", "displaydate", "originalpublicationdate",
    "article_date_original", "article:created", "rnews:datepublished", "bt:pubdate", "shareaholic:article_published_time", "date", "datecreated", "last-publication-date",
)  # fmt: skip
_MODIFIED_METAS = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "article:updated", "datemodified", "dcterms.modified", "dc.date.modified",
    "last-modified", "lastmod", "revision_date", "article.updated", "shareaholic:article_modified_time",
)  # fmt: skip
# Dublin Core and a bare `date` may speak of the file: they come after the printed date
_WEAK_METAS = frozenset(
    (
        "dcterms.created",
        "dc.date",
        "dcterms.date",
        "dc.date.created",
        "date",
        "datecreated",
        "last-publication-date",
    )
)
_LONGEST = 64
"""Characters of a declaration that can be a date; longer ones are texts."""


def published(document: Document, place: Place) -> Iterator[Found[Moment]]:
    """Yield the declared dates of publication, the most trusted first."""
    return _read(document, ("datePublished", "dateCreated", "uploadDate"), _PUBLISHED_METAS, place)


def modified(document: Document, place: Place) -> Iterator[Found[Moment]]:
    """Yield the declared dates of the last change, the most trusted first."""
    return _read(document, ("dateModified",), _MODIFIED_METAS, place)


def is_weak(found: Found[Moment]) -> bool:
    """Tell whether a declaration may speak of the file, or of an entry in a store: such ones
    come after what is printed. JSON-LD in words is a template filled with the latter."""
    return found.where in _WEAK_METAS or (found.source == "json-ld" and parse(found.raw) is None)


def unread(document: Document, place: Place) -> str | None:
    """Return what a page declares as its date where nobody can read it as one, such as a
    day of the year 9999; None when it declares none."""
    found = _said(document, ("datePublished",), _PUBLISHED_METAS)
    return next(
        (
            raw
            for _, _, raw in found
            if len(raw) <= _LONGEST and any(map(str.isdigit, raw)) and _moment(raw, place) is None
        ),
        None,
    )


def _read(
    document: Document, keys: tuple[str, ...], metas: tuple[str, ...], place: Place
) -> Iterator[Found[Moment]]:
    for source, name, raw in _said(document, keys, metas):
        value = _moment(raw, place)
        if value:
            yield Found(value, source, name, raw)


def _said(
    document: Document, keys: tuple[str, ...], metas: tuple[str, ...]
) -> Iterator[tuple[str, str, str]]:
    """(source, name, text) of each declaration."""
    nodes = (
        document.article_nodes[:2]
        or [n for n in document.ld[:40] if "webpage" in jsonld.types(n)][:1]
    )
    for key in keys:
        for node in nodes:
            raw = jsonld.text_of(jsonld.get(node, key))
            if raw:
                yield "json-ld", key, raw[:DATE]
    for name, raw in document.metas(*metas):
        yield "meta", name, raw[:DATE]


def _moment(raw: str, place: Place) -> Moment | None:
    return parse(raw) or place.text(raw)


def from_url(url: str) -> Found[Moment] | None:
    """Return the date in the path of an address; None when there is none."""
    path = url.split("?", maxsplit=1)[0].split("//", 1)[-1].partition("/")[2]
    match = _URL_DATE.search("/" + path) or _URL_MONTH.search("/" + path)
    if not match:
        return None
    year, month, day = match.groups()
    number = int(month) if month.isdigit() else _english().get(month.lower())
    value = moment(int(year), number, int(day)) if number else None
    return Found(value, "url", "path", match.group(0).strip("/_-")) if value else None


@cache
def _english() -> dict[str, int]:
    """Months by whole name and by three letters: addresses are made in English."""
    every = enumerate(calendar.names("en"), 1)
    return {name: month for month, names in every for name in names if name.isascii()}
