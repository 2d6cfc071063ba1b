"""Where addresses come from: start pages, sitemaps, feeds, sections, links.

Every address passes the same door: the recipe's patterns and limits, and a limit
per shape of address, so that endless calendars and parameter traps end. What the door
keeps out goes on with its reason, and is counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from urllib.parse import parse_qsl, urlsplit

from scrapy.http import Response
from w3lib.encoding import http_content_type_encoding

from crawler.discovery import links, lists
from crawler.discovery.listing import Listing
from crawler.discovery.public import why_forbidden
from crawler.discovery.sources import Sources
from crawler.frontier.model import NO_ADDRESS, Candidate, Kind, Row, url_key
from pipelines.identity import asked_url
from pipelines.patterns import selects
from pipelines.recipe import Source

MAX_SITEMAP_DEPTH = 10
FREE_SITEMAP_DEPTH = 3
"""Deeper sitemaps count by their shape: an index that lists itself anew has no end."""
MAX_URL = 8000
"""Longest address; servers refuse longer ones."""
TOO_DEEP = f"sitemaps below level {MAX_SITEMAP_DEPTH}"
BEFORE_SINCE = "dated before `source.since`"
NOT_SELECTED = "not wanted by the recipe (allow, deny)"
TOO_LONG = f"longer than {MAX_URL} characters"
TOO_MANY_ALIKE = "beyond crawl.max_per_pattern for addresses of one shape"
MAX_FEEDS = 5
"""Feeds of a home page that are read: papers name one for each section, and more."""
MAX_OTHERS = 200
"""Links of one page that look like no article and are followed all the same."""
TOO_MANY_FEEDS = f"beyond the first {MAX_FEEDS} feeds of a home page (name them in `feeds`)"
TOO_MANY_OTHERS = f"beyond {MAX_OTHERS} links of one page"
TOO_FAR = "beyond crawl.max_depth"
_DIGITS = re.compile(r"\d+")
_MONTH_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-_/.]?(0[1-9]|1[0-2]))?(?!\d{4})")
_NAMED = 3
"""Sitemaps that are named when they are left out."""


@dataclass(frozen=True, slots=True)
class Found:
    """What an answer gave."""

    candidates: tuple[Candidate, ...] = ()
    problem: str | None = None
    """What is wrong with a sitemap or feed; None when it was read whole."""


@dataclass(slots=True)
class Finder:
    """Reads addresses out of answers, for one crawl."""

    sources: Sources
    robots_sitemaps: Callable[[str], list[str]]
    """Origin → sitemaps that its robots.txt names."""
    shapes: dict[str, set[int]] = field(default_factory=dict)
    """Shape → the addresses of it that came in, at most as many as its limit."""
    dropped: Counter[str] = field(default_factory=Counter)
    """Shape → addresses that its limit kept out."""

    def starts(self) -> Iterator[Candidate]:
        """Yield the start addresses of every source."""
        for number, source in enumerate(self.sources.recipe.source):
            for url in self.sources.listed(number):
                yield self.judged(Candidate(url=url, source=number))
            if not self.sources.looks_for(source):
                continue
            for url in source.sitemaps if "sitemap" in source.discover else ():
                yield Candidate(url=url, source=number, kind=Kind.SITEMAP)
            for url in source.feeds if "feed" in source.discover else ():
                yield Candidate(url=url, source=number, kind=Kind.FEED)
            for url in source.sections if {"section", "links"} & set(source.discover) else ():
                yield Candidate(url=url, source=number, kind=Kind.SECTION)
            if source.site and _needs_home(source):
                yield Candidate(url=source.site.rstrip("/") + "/", source=number, kind=Kind.HOME)

    def found(self, response: Response, row: Row) -> Found:
        """Return the addresses in an answer; those that stay outside say why."""
        if row.kind not in (Kind.SITEMAP, Kind.FEED):
            return Found(tuple(self.judged(c) for c in self._from_page(response, row)))
        charset = http_content_type_encoding(
            (response.headers.get("Content-Type") or b"").decode("latin-1")
        )
        file = lists.read(response.body, response.url, charset)
        children = list(self._children(file, row))
        found = [*children, *self._entries(file, row)]
        problem = _problem(file, children, row)
        return Found(tuple(self.judged(c) for c in found), problem)

    def judged(self, candidate: Candidate) -> Candidate:
        """Return an address with the reason for which it stays outside, if there is one,
        and count it by its shape."""
        if candidate.left_out is None:
            candidate = replace(candidate, url=asked_url(candidate.url))
            reason = self.why_left_out(candidate) or self._why_beyond_shape(candidate)
            candidate = replace(candidate, left_out=reason)
        return candidate

    def _why_beyond_shape(self, candidate: Candidate) -> str | None:
        if not _has_shape(candidate):
            return None
        shape, key = host_and_shape(candidate.url), url_key(candidate.url)
        known = self.shapes.setdefault(shape, set())
        if key not in known and len(known) >= self.sources.recipe.crawl.max_per_pattern:
            self.dropped[shape] += 1
            return TOO_MANY_ALIKE
        known.add(key)
        return None

    def _children(self, file: Listing, row: Row) -> Iterator[Candidate]:
        """Yield the sitemaps that an index names.

        The date of a child is often years older than its entries. It keeps a child out
        only where the index dates others later, or the child's own name is of that time.
        """
        since = self.sources.recipe.source[row.source].since
        kept_up = any(since and e.modified and e.modified.date() >= since for e in file.sitemaps)
        for entry in file.sitemaps:
            old = self._too_old(row.source, entry.modified)
            reason = TOO_DEEP if row.depth >= MAX_SITEMAP_DEPTH else None
            if old and since and (kept_up or _named_before(entry.loc, since)):
                reason = BEFORE_SINCE
            yield Candidate(
                url=entry.loc, source=row.source, kind=Kind.SITEMAP, depth=row.depth + 1, left_out=reason
            )  # fmt: skip

    def _entries(self, file: Listing, row: Row) -> Iterator[Candidate]:
        for raw in file.unusable:
            yield Candidate(url=raw, source=row.source, left_out=NO_ADDRESS)
        for entry in file.pages:
            newest = max(filter(None, (entry.listed, entry.modified)), default=None)
            yield Candidate(
                url=entry.loc, source=row.source, listed=newest.timestamp() if newest else None,
                left_out=BEFORE_SINCE if self._too_old(row.source, entry.listed) else None,
            )  # fmt: skip

    def _too_old(self, source: int, at: datetime | None) -> bool:
        since = self.sources.recipe.source[source].since
        return since is not None and at is not None and at.date() < since

    def _from_page(self, response: Response, row: Row) -> Iterator[Candidate]:
        source = self.sources.recipe.source[row.source]
        found = links.read(response.body, response.url)
        if row.kind is Kind.HOME:
            yield from self._from_home(response.url, found, row)
            if not {"section", "links"} & set(source.discover):
                return
        for url in found.articles:
            yield Candidate(url=url, source=row.source)
        others = found.others if "links" in source.discover else []
        deep = TOO_FAR if row.depth >= self.sources.recipe.crawl.max_depth else None
        for number, url in enumerate([*found.next_pages[:3], *others]):
            reason = deep or (None if number < MAX_OTHERS else TOO_MANY_OTHERS)
            yield Candidate(
                url=url, source=row.source, kind=Kind.SECTION, depth=row.depth + 1, left_out=reason
            )

    def _from_home(self, url: str, found: links.Links, row: Row) -> Iterator[Candidate]:
        source = self.sources.recipe.source[row.source]
        if "feed" in source.discover and not source.feeds:
            for number, target in enumerate(dict.fromkeys(found.feeds)):
                reason = None if number < MAX_FEEDS else TOO_MANY_FEEDS
                yield Candidate(url=target, source=row.source, kind=Kind.FEED, left_out=reason)
        if "sitemap" in source.discover and not source.sitemaps:
            origin = "/".join(url.split("/", 3)[:3])
            for target in self.robots_sitemaps(origin) or [f"{origin}/sitemap.xml"]:
                yield Candidate(url=target, source=row.source, kind=Kind.SITEMAP)

    def why_left_out(self, candidate: Candidate) -> str | None:
        """Return why the recipe or our own manners keep an address out; None: it may come in.

        How many may come in is another question: that of a shape is counted by `judged`,
        that of a source (`max_pages`) by the frontier, which alone knows what is new.
        """
        if len(candidate.url) > MAX_URL:
            return TOO_LONG
        allow_loopback = self.sources.recipe.crawl.allow_loopback
        reason = why_forbidden(
            candidate.url, allow_loopback=allow_loopback, ports=self.sources.own_ports
        )
        if reason is not None:
            return reason
        source = self.sources.recipe.source[candidate.source]
        followed = (
            candidate.kind is Kind.SECTION and candidate.depth > 0 and "links" in source.discover
        )
        if candidate.kind is not Kind.ARTICLE and not followed:
            return None
        path = urlsplit(candidate.url).path
        return None if selects(path, source.allow, source.deny) else NOT_SELECTED


def _named_before(url: str, since: date) -> bool:
    """Tell whether the name of a sitemap is of a year or month before a day."""
    named = _MONTH_IN_NAME.search(urlsplit(url).path)
    if named is None:
        return False
    year, month = int(named[1]), int(named[2] or 12)
    return (year, month) < (since.year, since.month)


def _problem(file: Listing, children: Iterable[Candidate], row: Row) -> str | None:
    """Return what is wrong with a sitemap or feed, and which sitemaps it names in vain."""
    said = file.said(row.kind.name.lower())
    for reason in (BEFORE_SINCE, TOO_DEEP):
        kept_out = [c.url for c in children if c.left_out == reason]
        if kept_out:
            more = ", …" if len(kept_out) > _NAMED else ""
            said.append(
                f"{len(kept_out)} sitemaps left out, {reason}: {', '.join(kept_out[:_NAMED])}{more}"
            )
    if not said:
        return None
    read = bool(file.pages or file.sitemaps)
    return ("read in part: " if read else "") + "; ".join(said)


def _has_shape(candidate: Candidate) -> bool:
    """Tell whether an address is one of many like it: a section page, or an article told
    apart by parameters, or a sitemap far down."""
    if candidate.kind is Kind.ARTICLE:
        return bool(urlsplit(candidate.url).query)
    deep = candidate.kind is Kind.SITEMAP and candidate.depth > FREE_SITEMAP_DEPTH
    return candidate.kind is Kind.SECTION or deep


def host_and_shape(url: str) -> str:
    """Return the host of an address and its shape."""
    return urlsplit(url).netloc + shape_of(url)


def shape_of(url: str) -> str:
    """Return the path with every number as `N`, and the names of the parameters."""
    parts = urlsplit(url)
    keys = sorted({k for k, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return _DIGITS.sub("N", parts.path) + ("?" + "&".join(keys) if keys else "")


def _needs_home(source: Source) -> bool:
    wanted = set(source.discover)
    has_pages = source.urls or source.warc or source.html
    if has_pages and not (source.sitemaps or source.feeds or source.sections):
        wanted -= {"sitemap", "feed"}
    given = {
        k
        for k, v in (
            ("sitemap", source.sitemaps),
            ("feed", source.feeds),
            ("section", source.sections),
            ("links", source.sections),
        )
        if v
    }
    return bool(wanted - given)
