"""Publication and modification date: declared, or printed near the headline.

The zone is kept as printed and the day is never reduced early: `2022-07-28` is
a day, `2022-07-28T23:30:00+02:00` is an instant. Sources in order: JSON-LD,
meta, microdata and `<time>`, printed text, URL; htmldate
(https://github.com/adbar/htmldate, Apache-2.0) only when all of them are silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from pipelines.errors import OF_A_LIBRARY
from pipelines.fields.candidates import Candidates
from pipelines.fields.dates import printed_date
from pipelines.layout import roles
from pipelines.layout.layout import Layout
from pipelines.model import Found
from pipelines.page import jsonld
from pipelines.page.document import Document

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{1,2}:?\d{0,2})?)?",
    re.IGNORECASE,
)
_URL_DATE = re.compile(
    r"(?:^|[/_-])((?:19|20)\d{2})[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)"
)
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
_DECLARED = ("json-ld", "meta")
_EXPORT = timedelta(minutes=10)
"""Time between the last change and the export that stamps a page; drafts wait longer."""
_EARLIEST = datetime(1994, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or time with what is known of it."""

    at: datetime
    """UTC; midnight when only the day is known."""
    precision: str
    """`day`, `minute` or `second`."""
    offset_min: int | None = None
    """Zone as printed, minutes east of UTC; None when none is given."""

    @property
    def day(self) -> tuple[int, int, int]:
        """The calendar day as printed, in its own zone."""
        local = self.at + timedelta(minutes=self.offset_min or 0)
        return local.year, local.month, local.day

    def iso(self) -> str:
        """Return ISO 8601 as printed: bare day, or local time with its zone if known."""
        if self.precision == "day":
            return "{:04d}-{:02d}-{:02d}".format(*self.day)
        if self.offset_min is None:
            return self.at.replace(tzinfo=None).isoformat()
        zone = timezone(timedelta(minutes=self.offset_min))
        return self.at.astimezone(zone).isoformat()

    def __str__(self) -> str:
        return self.iso()


def parse(raw: str) -> Moment | None:
    """Return the moment that a machine-readable date states; None when it is none.

    ISO 8601 and its common neighbours, RFC 822, Unix seconds and milliseconds.
    """
    raw = raw.strip()
    match = _ISO.search(raw)
    if match:
        return _from_iso(match)
    if raw.isdigit() and len(raw) in (10, 13):
        at = datetime.fromtimestamp(int(raw[:10]), UTC)
        return Moment(at, "second", 0) if at > _EARLIEST else None
    if raw.isdigit() and len(raw) == 8:
        return moment(int(raw[:4]), int(raw[4:6]), int(raw[6:]))
    return None


def _from_iso(match: re.Match[str]) -> Moment | None:
    year, month, day = (int(match.group(i)) for i in (1, 2, 3))
    if match.group(4) is None:
        return moment(year, month, day)
    second = int(match.group(6)) if match.group(6) else None
    return moment(
        year,
        month,
        day,
        int(match.group(4)),
        int(match.group(5)),
        second,
        offset=_offset(match.group(7)),
    )


def _offset(zone: str | None) -> int | None:
    if not zone:
        return None
    if zone.upper() in ("Z", "UTC", "GMT"):
        return 0
    digits = zone[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:4] or 0)
    value = hours * 60 + minutes
    return (-value if zone[0] == "-" else value) if value <= 15 * 60 else None


def moment(
    year: int,
    month: int,
    day: int,
    hour: int | None = None,
    minute: int = 0,
    second: int | None = None,
    *,
    offset: int | None = None,
) -> Moment | None:
    """Return a moment from its parts; None when they make no date."""
    try:
        local = datetime(year, month, day, hour or 0, minute, second or 0, tzinfo=UTC)
    except ValueError:
        return None
    if local < _EARLIEST:
        return None
    if hour is None:
        return Moment(local, "day")
    at = local - timedelta(minutes=offset or 0)
    return Moment(at, "minute" if second is None else "second", offset)


@dataclass(frozen=True, slots=True)
class Dates:
    """Published and modified, each with its candidates."""

    published: Candidates[Moment]
    modified: Candidates[Moment]


def find(
    document: Document,
    layout: Layout,
    *,
    language: str | None,
    fetched: datetime | None = None,
    listed: datetime | None = None,
) -> Dates:
    """Return both dates. A date after the fetch is no date of this page.

    `listed` is the date that a sitemap or feed gave; it settles disagreements.
    """
    declared = list(
        _declared(
            document, ("datePublished", "dateCreated", "uploadDate"), _PUBLISHED_METAS, language
        )
    )
    modified = list(_declared(document, ("dateModified",), _MODIFIED_METAS, language))
    weak = [d for d in declared if d.where in _WEAK_METAS]
    timed, timed_later = _timed(layout)
    printed, printed_later = printed_date.near_headline(layout, language, fetched)
    published = [d for d in declared if d not in weak] + timed + printed + weak
    modified += timed_later + printed_later
    by_url = _from_url(document.url)
    limit = fetched + timedelta(days=2) if fetched else None
    published = [c for c in published if _possible(c, limit)]
    modified = [c for c in modified if _possible(c, limit)]
    chosen = _choose(_without_stamps(published, modified), by_url, listed)
    if by_url is not None:
        published.append(by_url)
        chosen = chosen or by_url
    if chosen is None and listed is not None:
        # what the site's own sitemap or feed says of this address
        chosen = Found(
            Moment(listed.astimezone(UTC), "second", 0),
            "listed",
            "sitemap or feed",
            listed.isoformat(),
        )
        published.append(chosen)
    if chosen is None:
        elsewhere = (c for c in printed_date.away(layout, language, fetched) if _possible(c, limit))
        chosen = next(elsewhere, None) or _last_resort(document, modified)
        if chosen is not None:
            published.append(chosen)
    later = next(
        (
            m
            for m in modified
            if chosen is None or m.value.at >= chosen.value.at - timedelta(days=1)
        ),
        None,
    )
    return Dates(Candidates(chosen, published), Candidates(later, modified))


def _possible(found: Found[Moment], limit: datetime | None) -> bool:
    return limit is None or found.value.at <= limit


def _declared(
    document: Document, keys: tuple[str, ...], metas: tuple[str, ...], language: str | None
) -> Iterator[Found[Moment]]:
    nodes = (
        document.article_nodes[:2]
        or [n for n in document.ld[:40] if "webpage" in jsonld.types(n)][:1]
    )
    for key in keys:
        for node in nodes:
            raw = jsonld.text_of(jsonld.get(node, key))
            value = parse(raw) if raw else None
            if raw and value:
                yield Found(value, "json-ld", key, raw)
    for name, raw in document.metas(*metas):
        value = parse(raw) or printed_date.parse_text(raw, language)
        if value:
            yield Found(value, "meta", name, raw)


def _timed(layout: Layout) -> tuple[list[Found[Moment]], list[Found[Moment]]]:
    """`<time datetime>` and microdata in the head zone: publication, modification."""
    published: list[Found[Moment]] = []
    modified: list[Found[Moment]] = []
    for block in layout.head_zone:
        if block.roles & (roles.RELATED | roles.COMMENT | roles.NAV | roles.HIDDEN):
            continue
        for element in (
            block.element,
            *block.element.iterdescendants("time", "span", "meta", "abbr"),
        ):
            prop = (element.get("itemprop") or "").lower()
            raw = (
                element.get("datetime")
                or (element.get("content") if prop else None)
                or (element.get("title") if element.tag == "abbr" else None)
            )
            if not raw or (element.tag not in ("time", "abbr") and not prop.startswith("date")):
                continue
            value = parse(raw)
            if value is None:
                continue
            is_update = (
                "modif" in prop
                or printed_date.says_modified(block.text)
                or "updated" in (element.get("class") or "").lower()
            )
            source = "microdata" if prop else "html"
            (modified if is_update else published).append(Found(value, source, block.path, raw))
    return published, modified


def _from_url(url: str) -> Found[Moment] | None:
    path = url.split("?", maxsplit=1)[0].split("//", 1)[-1].partition("/")[2]
    match = _URL_DATE.search("/" + path)
    if not match:
        return None
    value = moment(*(int(g) for g in match.groups()))
    return Found(value, "url", "path", match.group(0).strip("/_-")) if value else None


def _choose(
    found: list[Found[Moment]], by_url: Found[Moment] | None, listed: datetime | None
) -> Found[Moment] | None:
    """The first in order of trust, unless the URL or the printed date speaks for another."""
    if not found:
        return None
    first = found[0]
    for witness in (
        by_url.value.day if by_url else None,
        (listed.year, listed.month, listed.day) if listed else None,
    ):
        if witness and first.value.day != witness:
            for other in found[1:]:
                if other.value.day == witness:
                    return other
    better = _swapped(first, found) or _confirmed(first, found)
    return _with_time(better or first, found)


def _without_stamps(
    published: list[Found[Moment]], modified: list[Found[Moment]]
) -> list[Found[Moment]]:
    """A page cannot be modified before it was published: such a declaration is the stamp
    of an export, and a printed date that is older goes before it."""
    if not published or published[0].source not in _DECLARED:
        return published
    first = published[0]
    if not any(
        m.source == first.source and timedelta(0) < first.value.at - m.value.at < _EXPORT
        for m in modified
    ):
        return published
    printed = [p for p in published if p.source not in _DECLARED and p.value.day < first.value.day]
    return [*printed[:1], *published]


def _confirmed(first: Found[Moment], found: list[Found[Moment]]) -> Found[Moment] | None:
    """Where two declarations differ, the one that the page prints."""
    printed = {f.value.day for f in found if f.source not in _DECLARED}
    if first.value.day in printed or first.source not in _DECLARED:
        return None
    return next(
        (
            f
            for f in found
            if f.source in _DECLARED and f.value.day in printed and f.where not in _WEAK_METAS
        ),
        None,
    )


def _swapped(first: Found[Moment], found: list[Found[Moment]]) -> Found[Moment] | None:
    """The candidate that shows that a numeric date was read with day and month exchanged."""
    year, month, day = first.value.day
    if (
        _ISO.search(first.raw)
        or month == day
        or any(o.value.day == (year, month, day) for o in found if o.raw != first.raw)
    ):
        return None
    return next((o for o in found if o.value.day == (year, day, month)), None)


def _with_time(first: Found[Moment], found: list[Found[Moment]]) -> Found[Moment]:
    """The same day with a time of day tells more than the bare day."""
    if first.value.precision != "day":
        return first
    for other in found:
        if (
            other.value.precision != "day"
            and other.value.day == first.value.day
            and other.source in ("json-ld", "meta")
        ):
            return other
    return first


def _last_resort(document: Document, modified: list[Found[Moment]]) -> Found[Moment] | None:
    from htmldate import find_date

    try:
        raw = find_date(
            document.decoded.text, url=document.url, original_date=True, extensive_search=False
        )
    except OF_A_LIBRARY:
        raw = None  # a library's failure on one page, as on control characters, is none of the page
    value = parse(raw) if raw else None
    if value and raw:
        return Found(value, "htmldate", "page", raw)
    return modified[0] if modified else None
