"""Where addresses come from: start pages, sitemaps, feeds, sections, links.

Every address passes the same door: the recipe's patterns and limits, and a limit
per shape of address, so that endless calendars and parameter traps end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

from scrapy.http import Response

from crawler.discovery import feed, links, sitemap
from crawler.discovery.public import why_forbidden
from crawler.discovery.sources import Sources
from crawler.frontier.model import Candidate, Kind, Row, url_key
from pipelines.patterns import selects
from pipelines.recipe import Source

MAX_SITEMAP_DEPTH = 3
MAX_URL = 2000
_DIGITS = re.compile(r"\d+")


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
                yield Candidate(url=url, source=number)
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

    def found(self, response: Response, row: Row) -> list[Candidate]:
        """Return the addresses in an answer that may come in."""
        if row.kind is Kind.SITEMAP:
            candidates = self._from_sitemap(response, row)
        elif row.kind is Kind.FEED:
            candidates = self._from_feed(response, row)
        else:
            candidates = self._from_page(response, row)
        return [c for c in candidates if self.admit(c)]

    def admit(self, candidate: Candidate) -> bool:
        """Tell whether an address is wanted, and count it by its shape."""
        if not self.wanted(candidate):
            return False
        if not _has_shape(candidate):
            return True
        shape, key = host_and_shape(candidate.url), url_key(candidate.url)
        known = self.shapes.setdefault(shape, set())
        if key not in known and len(known) >= self.sources.recipe.crawl.max_per_pattern:
            self.dropped[shape] += 1
            return False
        known.add(key)
        return True

    def _from_feed(self, response: Response, row: Row) -> Iterator[Candidate]:
        for item in feed.read(response.body, response.url):
            yield Candidate(
                url=item.link,
                source=row.source,
                listed=item.listed.timestamp() if item.listed else None,
            )

    def _from_sitemap(self, response: Response, row: Row) -> Iterator[Candidate]:
        found = sitemap.read(response.body)
        for entry in found.sitemaps:
            if row.depth < MAX_SITEMAP_DEPTH and not self._too_old(row.source, entry.modified):
                yield Candidate(
                    url=entry.loc, source=row.source, kind=Kind.SITEMAP, depth=row.depth + 1
                )
        for entry in found.pages:
            if not self._too_old(row.source, entry.listed):
                newest = max(filter(None, (entry.listed, entry.modified)), default=None)
                yield Candidate(
                    url=entry.loc, source=row.source, listed=newest.timestamp() if newest else None
                )

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
        if row.depth < self.sources.recipe.crawl.max_depth:
            others = found.others[:200] if "links" in source.discover else []
            for url in [*found.next_pages[:3], *others]:
                yield Candidate(url=url, source=row.source, kind=Kind.SECTION, depth=row.depth + 1)

    def _from_home(self, url: str, found: links.Links, row: Row) -> Iterator[Candidate]:
        source = self.sources.recipe.source[row.source]
        if "feed" in source.discover and not source.feeds:
            for target in found.feeds[:5]:
                yield Candidate(url=target, source=row.source, kind=Kind.FEED)
        if "sitemap" in source.discover and not source.sitemaps:
            origin = "/".join(url.split("/", 3)[:3])
            for target in self.robots_sitemaps(origin) or [f"{origin}/sitemap.xml"]:
                yield Candidate(url=target, source=row.source, kind=Kind.SITEMAP)

    def wanted(self, candidate: Candidate) -> bool:
        """Tell whether the recipe and our own manners let an address in.

        How many may come in is another question: that of a shape is `admit`'s, that of a
        source (`max_pages`) the frontier's, which alone knows what is new.
        """
        if (
            len(candidate.url) > MAX_URL
            or why_forbidden(candidate.url, allow_loopback=self.sources.recipe.crawl.allow_loopback)
            is not None
        ):
            return False
        source = self.sources.recipe.source[candidate.source]
        followed = (
            candidate.kind is Kind.SECTION and candidate.depth > 0 and "links" in source.discover
        )
        if candidate.kind is not Kind.ARTICLE and not followed:
            return True
        return selects(urlsplit(candidate.url).path, source.allow, source.deny)


def _has_shape(candidate: Candidate) -> bool:
    """Tell whether an address is one of many like it: a section page, or an article told
    apart by parameters."""
    if candidate.kind is Kind.ARTICLE:
        return bool(urlsplit(candidate.url).query)
    return candidate.kind is Kind.SECTION


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
    if (source.urls or source.warc) and not (source.sitemaps or source.feeds or source.sections):
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
