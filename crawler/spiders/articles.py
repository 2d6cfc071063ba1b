"""The spider: asks what the frontier hands out, reads answers, extracts nothing.

Sitemaps, feeds and section pages give addresses; article pages become captures
for the archive. Redirects are new addresses, failures are rows with a due time.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.discovery import feed, links, sitemap
from crawler.frontier import Candidate, Frontier, Kind, Outcome, Row, State
from crawler.job import Job, settings_of
from crawler.ledger import Answer, Ledger
from crawler.middlewares.gate import Disallowed, OriginClosed
from crawler.middlewares.guard import Forbidden, PublicResolver, why_forbidden
from pipelines.recipe import Recipe, Source
from pipelines.store.archive import Capture
from pipelines.work import matches

BACKLOG_PAGES = 2000
REDIRECTS = (301, 302, 303, 307, 308)
AGAIN = (429, 500, 502, 503, 504, 520, 521, 522, 524, 408, 425)
ERROR_BODY = 4096
MAX_RETRY_AFTER = 24 * 3600.0
BREAKER = 8
"""Failures in a row after which a host is left alone for the rest of the run."""


class ArticleSpider(Spider):
    """Collects public article pages as a recipe says."""

    name = "articles"

    def __init__(self, job: Job | None = None, recipe: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.job = job or Job.of_recipe_file(recipe)
        self.recipe: Recipe = self.job.recipe
        self.agent = self.job.user_agent
        self.failures: dict[int, int] = {}
        self.asked = 0
        self.stopped = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> ArticleSpider:
        """Make the spider and its ledger."""
        spider: ArticleSpider = super().from_crawler(crawler, *args, **kwargs)
        crawler.settings.setdict(settings_of(spider.job), priority="spider")
        crawl = spider.recipe.crawl
        PublicResolver.configure(allow_loopback=crawl.allow_loopback, proxy=crawl.proxy)
        spider.ledger = Ledger(Frontier(spider.job.folder / "_meta" / "frontier.sqlite"), spider.job.folder / "_archive")
        crawler.signals.connect(spider.opened, signals.spider_opened)
        crawler.signals.connect(spider.closed_down, signals.spider_closed)
        return spider

    ledger: Ledger

    def opened(self) -> None:
        """Open the ledger and note the start addresses."""
        # the engine looks for work five times a second, not every five seconds
        self.crawler.engine._SLOT_HEARTBEAT_INTERVAL = 0.2  # type: ignore[union-attr]
        self.ledger.open()
        self.ledger.on_commit = self.job.report
        frontier = self.ledger.frontier
        frontier.try_unanswered()
        if frontier.fact("run") != "open":
            frontier.ask_again((Kind.HOME, Kind.SITEMAP, Kind.FEED, Kind.SECTION))
            frontier.fact("run", "open")
        self.ledger.discover(list(self.starts()))
        self.ledger.commit()
        self.already = [frontier.count_articles(i) for i in range(len(self.recipe.source))]

    def closed_down(self, reason: str) -> None:
        """Commit the rest; a run that found nothing more to ask is over."""
        ledger = self.ledger
        ledger.commit()
        if reason == "finished" and not self.stopped:
            ledger.frontier.fact("run", "done")
        ledger.close()

    async def start(self) -> Any:
        """Yield nothing: the frontier has the start addresses."""
        nothing: tuple[Any, ...] = ()
        for item in nothing:
            yield item

    def tick(self) -> None:
        """Commit if it is time; a commit that fails ends the process at once.

        What was not committed is pending, so nothing is lost by not tidying up.
        """
        try:
            self.ledger.tick()
        except Exception as error:
            self.job.fail(str(error) or type(error).__name__)
            os._exit(getattr(error, "exit_code", 5))

    def starts(self) -> Iterator[Candidate]:
        """Yield the start addresses of every source."""
        for number, source in enumerate(self.recipe.source):
            for url in source.sitemaps if "sitemap" in source.discover else ():
                yield Candidate(url=url, source=number, kind=Kind.SITEMAP)
            for url in source.feeds if "feed" in source.discover else ():
                yield Candidate(url=url, source=number, kind=Kind.FEED)
            for url in source.sections if {"section", "links"} & set(source.discover) else ():
                yield Candidate(url=url, source=number, kind=Kind.SECTION)
            if source.site and self._needs_home(source):
                yield Candidate(url=source.site.rstrip("/") + "/", source=number, kind=Kind.HOME)
            for url in self.job.listed(number):
                yield Candidate(url=url, source=number)

    def _needs_home(self, source: Source) -> bool:
        wanted = set(source.discover)
        if source.urls and not (source.sitemaps or source.feeds or source.sections):
            wanted -= {"sitemap", "feed"}
        given = {k for k, v in (("sitemap", source.sitemaps), ("feed", source.feeds), ("section", source.sections), ("links", source.sections)) if v}
        return bool(wanted - given)

    @property
    def enough(self) -> bool:
        """The recipe's page limit is reached, or a stop was asked for."""
        limit = self.recipe.crawl.max_pages
        return self.stopped or (limit is not None and self.asked >= limit)

    def may_fetch(self) -> bool:
        """Tell whether another request may go out: limits, stop, backlog of extraction."""
        if self.job.stop_asked():
            self.stopped = True
            self.crawler.engine.close_spider(self, "stopped")  # type: ignore[union-attr]
            return False
        return not self.enough and self.ledger.pages - self.job.extracted() < BACKLOG_PAGES

    def delay_of(self, source: int) -> float:
        """Return the delay of a source."""
        own = self.recipe.source[source].delay if source < len(self.recipe.source) else None
        return self.recipe.crawl.delay if own is None else own

    def request_for(self, row: Row, host: int) -> Request:
        """Return the request for a row."""
        if row.kind is Kind.ARTICLE:
            self.asked += 1
        headers = {}
        if row.etag:
            headers["If-None-Match"] = row.etag
        if row.modified:
            headers["If-Modified-Since"] = row.modified
        meta = {
            "row": row, "host": host, "handle_httpstatus_all": True, "download_slot": urlsplit(row.url).netloc,
            "download_timeout": self.recipe.crawl.timeout, "proxy": self.recipe.crawl.proxy,
        }  # fmt: skip
        return Request(row.url, headers=headers, meta=meta, callback=self.parse, errback=self.failed, dont_filter=True)

    def parse(self, response: Response, **_: Any) -> Iterator[Answer]:
        """Turn one answer into an outcome with its page or its addresses."""
        row: Row = response.meta["row"]
        self._release(response.request)
        if response.status in AGAIN:
            yield self._again(response, row)
            return
        self.failures[response.meta["host"]] = 0
        if response.status in REDIRECTS and response.headers.get("Location"):
            yield self._redirected(response, row)
        elif response.status == 304:
            yield Answer(row, self._done(row, response, "unchanged"))
        elif row.kind is Kind.ARTICLE:
            refused = f"HTTP {response.status}" if response.status >= 400 else None
            yield Answer(row, self._done(row, response, refused), self._capture(response, row))
        elif response.status >= 400:
            state = State.FAILED
            yield Answer(row, Outcome(key=row.key, state=state, reason=f"HTTP {response.status}"))
        else:
            found = [c for c in self._found(response, row) if self._wanted(c)]
            yield Answer(row, self._done(row, response), None, tuple(found))

    def _release(self, request: Request | None) -> None:
        if request is not None:
            self.crawler.engine.scheduler.release(request.meta["host"])  # type: ignore[union-attr]

    def _done(self, row: Row, response: Response, reason: str | None = None) -> Outcome:
        etag = response.headers.get("ETag")
        modified = response.headers.get("Last-Modified")
        return Outcome(
            key=row.key, state=State.FETCHED, reason=reason, fetched=time.time(),
            etag=etag.decode("latin-1") if etag else None, modified=modified.decode("latin-1") if modified else None,
        )  # fmt: skip

    def _capture(self, response: Response, row: Row) -> Capture:
        headers = tuple((n.decode("latin-1"), v.decode("latin-1")) for n, values in response.headers.items() for v in values)
        body = response.body if response.status < 400 else response.body[:ERROR_BODY]
        return Capture(
            url=response.url, status=response.status, headers=headers, body=body, fetched=datetime.now(UTC), source=self.job.source_name(row.source),
            listed=datetime.fromtimestamp(row.listed, UTC) if row.listed else None, opt_outs=tuple(response.meta.get("opt_outs", ())),
        )  # fmt: skip

    def _redirected(self, response: Response, row: Row) -> Answer:
        location = response.headers["Location"] or b""
        target = urljoin(response.url, location.decode("latin-1").strip())
        if row.depth >= 5 and row.kind is Kind.ARTICLE:
            return Answer(row, Outcome(key=row.key, state=State.FAILED, reason="more than 5 redirects"))
        reason = why_forbidden(target, allow_loopback=self.recipe.crawl.allow_loopback)
        if reason is not None:
            return Answer(row, Outcome(key=row.key, state=State.BLOCKED, reason=f"redirect: {reason}"))
        if target.split("#")[0] == row.url:
            return Answer(row, Outcome(key=row.key, state=State.FAILED, reason="redirects to itself"))
        candidate = Candidate(url=target, source=row.source, kind=row.kind, depth=row.depth + 1, listed=row.listed)
        return Answer(row, Outcome(key=row.key, state=State.REDIRECTED, reason=f"HTTP {response.status}"), None, (candidate,))

    def _again(self, response: Response, row: Row) -> Answer:
        """A busy or broken server: later, as long as it says or with growing distance."""
        host = response.meta["host"]
        wait = _retry_after(response) or self._backoff(row)
        self.failures[host] = self.failures.get(host, 0) + 1
        if response.status in (429, 503) or self.failures[host] >= BREAKER:
            self._close_host(host, time.time() + wait, f"HTTP {response.status}")
        return self._later(row, time.time() + wait, f"HTTP {response.status}", response)

    def _backoff(self, row: Row) -> float:
        return min(600.0, self.recipe.crawl.backoff * 2.0**row.tries)

    def _later(self, row: Row, due: float, reason: str, response: Response | None = None) -> Answer:
        if row.tries + 1 >= self.recipe.crawl.tries:
            if response is not None and row.kind is Kind.ARTICLE:
                return Answer(row, self._done(row, response, reason), self._capture(response, row))
            return Answer(row, Outcome(key=row.key, state=State.FAILED, reason=reason))
        return Answer(row, Outcome(key=row.key, state=State.PENDING, reason=reason, due=due))

    def _close_host(self, host: int, until: float, reason: str) -> None:
        self.ledger.frontier.close_host(host, until, reason)
        self.crawler.engine.scheduler.close_host(host, until)  # type: ignore[union-attr]

    def failed(self, failure: Any) -> Iterator[Answer]:
        """Turn a request without an answer into an outcome."""
        request: Request = failure.request
        row: Row = request.meta["row"]
        self._release(request)
        error = failure.value
        if isinstance(error, Disallowed):
            yield Answer(row, Outcome(key=row.key, state=State.BLOCKED, reason="robots.txt"))
        elif isinstance(error, Forbidden):
            yield Answer(row, Outcome(key=row.key, state=State.BLOCKED, reason=str(error)))
        elif isinstance(error, OriginClosed):
            self._close_host(request.meta["host"], error.until, error.reason)
            yield Answer(row, Outcome(key=row.key, state=State.PENDING, reason=error.reason, due=error.until, counted=False))
        elif _is_too_large(error):
            yield self._too_large(row)
        else:
            name = type(error).__name__
            host = request.meta["host"]
            self.failures[host] = self.failures.get(host, 0) + 1
            wait = self._backoff(row)
            if self.failures[host] >= BREAKER:
                self._close_host(host, time.time() + wait, name)
            yield self._later(row, time.time() + wait, f"{name}: {error}"[:200])

    def _too_large(self, row: Row) -> Answer:
        outcome = Outcome(key=row.key, state=State.FETCHED, reason="too_large", fetched=time.time())
        if row.kind is not Kind.ARTICLE:
            return Answer(row, Outcome(key=row.key, state=State.FAILED, reason="too_large"))
        capture = Capture(url=row.url, status=200, headers=(), body=b"", fetched=datetime.now(UTC), source=self.job.source_name(row.source), rejected="too_large")
        return Answer(row, outcome, capture)

    def _found(self, response: Response, row: Row) -> Iterator[Candidate]:
        if row.kind is Kind.SITEMAP:
            yield from self._from_sitemap(response, row)
        elif row.kind is Kind.FEED:
            for item in feed.read(response.body, response.url):
                yield Candidate(url=item.link, source=row.source, listed=item.listed.timestamp() if item.listed else None)
        else:
            yield from self._from_page(response, row)

    def _from_sitemap(self, response: Response, row: Row) -> Iterator[Candidate]:
        found = sitemap.read(response.body)
        for entry in found.sitemaps:
            if row.depth < 3 and not self._too_old(row.source, entry.modified):
                yield Candidate(url=entry.loc, source=row.source, kind=Kind.SITEMAP, depth=row.depth + 1)
        for entry in found.pages:
            if not self._too_old(row.source, entry.listed):
                newest = max(filter(None, (entry.listed, entry.modified)), default=None)
                yield Candidate(url=entry.loc, source=row.source, listed=newest.timestamp() if newest else None)

    def _too_old(self, source: int, at: datetime | None) -> bool:
        since = self.recipe.source[source].since
        return since is not None and at is not None and at.date() < since

    def _from_page(self, response: Response, row: Row) -> Iterator[Candidate]:
        source = self.recipe.source[row.source]
        found = links.read(response.body, response.url)
        if row.kind is Kind.HOME:
            if "feed" in source.discover and not source.feeds:
                for url in found.feeds[:5]:
                    yield Candidate(url=url, source=row.source, kind=Kind.FEED)
            if "sitemap" in source.discover and not source.sitemaps:
                for url in self._robots_sitemaps(response.url):
                    yield Candidate(url=url, source=row.source, kind=Kind.SITEMAP)
            if not {"section", "links"} & set(source.discover):
                return
        for url in found.articles:
            yield Candidate(url=url, source=row.source)
        if row.depth < self.recipe.crawl.max_depth:
            for url in found.next_pages[:3]:
                yield Candidate(url=url, source=row.source, kind=Kind.SECTION, depth=row.depth + 1)
            if "links" in source.discover:
                for url in found.others[:200]:
                    yield Candidate(url=url, source=row.source, kind=Kind.SECTION, depth=row.depth + 1)

    def _robots_sitemaps(self, url: str) -> list[str]:
        origin = "/".join(url.split("/", 3)[:3])
        policy = getattr(self.crawler, "gate").known(origin)  # noqa: B009  set by the gate itself
        named = list(policy.robots.sitemaps) if policy is not None else []
        return named or [f"{origin}/sitemap.xml"]

    def _wanted(self, candidate: Candidate) -> bool:
        """Tell whether the recipe and our own manners let an address in."""
        if why_forbidden(candidate.url, allow_loopback=self.recipe.crawl.allow_loopback) is not None:
            return False
        if candidate.kind is not Kind.ARTICLE:
            return True
        source = self.recipe.source[candidate.source]
        path = urlsplit(candidate.url).path
        if (source.allow and not matches(path, source.allow)) or matches(path, source.deny):
            return False
        if source.max_pages is None:
            return True
        self.already[candidate.source] += 1
        return self.already[candidate.source] <= source.max_pages


def _retry_after(response: Response) -> float | None:
    """Return the seconds of `Retry-After` (RFC 9110, 10.2.3): a number or a date."""
    raw = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if raw.isdigit():
        return min(float(raw), MAX_RETRY_AFTER)
    if raw:
        from email.utils import parsedate_to_datetime

        try:
            return max(0.0, min(parsedate_to_datetime(raw).timestamp() - time.time(), MAX_RETRY_AFTER))
        except (ValueError, TypeError):
            return None
    return None


def _is_too_large(error: BaseException) -> bool:
    text = str(error)
    return "larger than download max size" in text or "exceeded DOWNLOAD_MAXSIZE" in text or type(error).__name__ == "DownloadCancelledError"
