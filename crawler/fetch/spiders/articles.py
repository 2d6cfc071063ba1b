"""The spider: asks what the frontier hands out, reads answers, extracts nothing.

Sitemaps, feeds and section pages give addresses (`discovery.finder`); article pages
become captures for the archive; what else may happen is in `outcomes`.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from email.utils import formatdate
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.discovery.finder import Finder
from crawler.discovery.raw import MOST_BYTES
from crawler.fetch import logs, rendering, responses
from crawler.fetch.addresses import Forbidden, PublicResolver
from crawler.fetch.challenges import checked_by
from crawler.fetch.fence import Fence
from crawler.fetch.job import Job, settings_of
from crawler.fetch.looplag import Lag
from crawler.fetch.robots import Disallowed, Gate, OriginClosed, slot_of
from crawler.frontier.ledger import Answer, Ledger
from crawler.frontier.model import BY_ROBOTS, Fact, Kind, Outcome, Row, State
from crawler.frontier.store import Frontier
from pipelines.recipe import Recipe

BACKLOG_PAGES = 2000
BREAKER = 8
"""Failures in a row after which a host is left alone for a while."""
REFUSALS = 10
"""Refusals (401, 403 …) in a row after which a host is left alone for a day."""
DAY = 24 * 3600.0
DISK_EVERY = 2.0


class ArticleSpider(Spider):
    """Collects public article pages as a recipe says."""

    name = "articles"
    ledger: Ledger
    gate: Gate
    fence: Fence | None = None
    """The browser's way out, in a crawl that renders."""

    def __init__(self, job: Job | None = None, recipe: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.job = job or Job.of_recipe_file(recipe)
        self.recipe: Recipe = self.job.recipe
        self.agent = self.job.user_agent
        self.finder = Finder(self.job, self._robots_sitemaps)
        self.failures: dict[int, int] = {}
        self.refusals: dict[int, int] = {}
        self.asked = 0
        self.looked_at: Counter[int] = Counter()
        """Sitemaps, feeds and pages asked, by host: a preview has a budget for each."""
        self.stopped = False
        self._disk_looked = 0.0
        self.lag = Lag()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> ArticleSpider:
        """Make the spider and its ledger."""
        spider: ArticleSpider = super().from_crawler(crawler, *args, **kwargs)
        crawler.settings.setdict(settings_of(spider.job), priority="spider")
        logs.speak_from(crawler.settings.get("LOG_LEVEL"))
        crawl = spider.recipe.crawl
        PublicResolver.configure(allow_loopback=crawl.allow_loopback, proxy=crawl.proxy)
        if any(source.render for source in spider.recipe.source):
            spider.fence = Fence(crawl.allow_loopback, crawl.proxy, ports=spider.job.own_ports)
            spider.fence.start()
            launch = rendering.behind(
                spider.fence, crawler.settings.getdict("PLAYWRIGHT_LAUNCH_OPTIONS")
            )
            crawler.settings.set("PLAYWRIGHT_LAUNCH_OPTIONS", launch, priority="spider")
        spider.ledger = Ledger(
            Frontier(
                spider.job.paths.frontier,
                spider.job.shard,
                limits=[source.max_pages for source in spider.recipe.source],
            ),
            spider.job.paths.archive,
        )
        crawler.signals.connect(spider.opened, signals.spider_opened)
        crawler.signals.connect(spider.closed_down, signals.spider_closed)
        return spider

    def opened(self) -> None:
        """Open the ledger and note the start addresses."""
        # the engine looks for work five times a second, not every five seconds
        self.crawler.engine._SLOT_HEARTBEAT_INTERVAL = 0.2
        self.lag.start()
        self._commit_with(self.ledger.open)
        self.ledger.on_commit = self.job.report
        frontier = self.ledger.frontier
        frontier.note(Fact.RUNS, str(int(frontier.fact(Fact.RUNS) or 0) + 1))
        frontier.try_unanswered(time.time())
        if frontier.fact(Fact.RUN) != "open":
            frontier.ask_again((Kind.HOME, Kind.SITEMAP, Kind.FEED, Kind.SECTION))
            if self.recipe.crawl.revisit == "age":
                frontier.revisit(time.time())
            frontier.note(Fact.RUN, "open")
        self.ledger.seed(list(self.finder.starts()))
        self.ledger.commit()

    def closed_down(self, reason: str) -> None:
        """Commit the rest; a run that found nothing more to ask is over."""
        ledger = self.ledger
        ledger.commit()
        self.lag.stop()
        ledger.frontier.note(
            Fact.LOOP_LAG,
            json.dumps({"median_ms": self.lag.quantile(0.5), "p99_ms": self.lag.quantile(0.99)}),
        )
        if self.fence is not None:
            self.fence.stop()
            ledger.frontier.note(Fact.RENDERING, json.dumps(self.fence.counts))
        ledger.frontier.note(Fact.LIMITS, json.dumps(dict(self.finder.dropped.most_common(100))))
        if reason == "finished" and not self.stopped and not self.job.preview:
            ledger.frontier.note(Fact.RUN, "done")
        ledger.close()

    async def start(self) -> Any:
        """Yield nothing: the frontier has the start addresses."""
        nothing: tuple[Any, ...] = ()
        for item in nothing:
            yield item

    def tick(self) -> None:
        """Commit if it is time."""
        self._commit_with(self.ledger.tick)

    def commit(self) -> None:
        """Commit what there is."""
        self._commit_with(self.ledger.commit)

    def _commit_with(self, step: Callable[[], None]) -> None:
        """Open the ledger or commit; where that fails the process ends at once.

        What was not committed is pending, so nothing is lost by not tidying up.
        """
        try:
            step()
        except Exception as error:
            self.job.fail(str(error) or type(error).__name__)
            os._exit(getattr(error, "exit_code", 5))

    @property
    def enough(self) -> bool:
        """The recipe's page limit is reached, or a stop was asked for."""
        limit = self.recipe.crawl.max_pages
        if self.job.preview:
            return self.stopped
        return self.stopped or (limit is not None and self.asked >= limit)

    def may_fetch(self) -> bool:
        """Tell whether another request may go out: limits, stop, disk, backlog of extraction."""
        if self.job.stop_asked() or self._disk_is_low():
            self.stopped = True
            self.crawler.engine.close_spider(self, "stopped")
            return False
        return not self.enough and self.ledger.pages - self.job.extracted() < BACKLOG_PAGES

    def _disk_is_low(self) -> bool:
        limit, now = self.recipe.crawl.min_free_mb, time.monotonic()
        if not limit or now - self._disk_looked < DISK_EVERY:
            return False
        self._disk_looked = now
        free = shutil.disk_usage(self.job.folder).free // 2**20
        if free < limit and not self.stopped:
            self.job.fail(
                f"stopped in order: {free} MB are free on the disk of {self.job.folder}, less than `crawl.min_free_mb` = {limit}. Free some space and run the same command again."
            )
        return free < limit

    def looked_enough(self, host: int) -> bool:
        """Tell whether a preview has used up what it may ask of a host."""
        return bool(self.job.preview) and self.looked_at[host] >= self.job.preview

    def delay_of(self, source: int) -> float:
        """Return the delay of a source."""
        own = self.recipe.source[source].delay if source < len(self.recipe.source) else None
        return self.recipe.crawl.delay if own is None else own

    def request_for(self, row: Row, host: int) -> Request:
        """Return the request for a row."""
        if row.kind is Kind.ARTICLE:
            self.asked += 1
        else:
            self.looked_at[host] += 1
        headers = {}
        if row.etag:
            headers["If-None-Match"] = row.etag
        if row.modified:
            headers["If-Modified-Since"] = formatdate(row.modified, usegmt=True)
        meta = {
            "row": row, "host": host, "handle_httpstatus_all": True, "download_slot": slot_of(row.url),
            "download_timeout": self.recipe.crawl.timeout, "download_maxsize": self._largest(row), "proxy": self.recipe.crawl.proxy,
        }  # fmt: skip
        if (
            row.kind is Kind.ARTICLE
            and row.source < len(self.recipe.source)
            and self.recipe.source[row.source].render
        ):
            meta |= rendering.request_meta()
        return Request(
            row.url,
            headers=headers,
            meta=meta,
            callback=self.parse,
            errback=self.failed,
            dont_filter=True,
        )

    def _largest(self, row: Row) -> int:
        """Sitemaps may be larger than pages: their protocol allows 50 MB."""
        most = self.recipe.crawl.max_bytes
        return most if row.kind is Kind.ARTICLE else max(most, MOST_BYTES)

    def parse(self, response: Response, **_: Any) -> Iterator[Answer]:
        """Turn one answer into an outcome with its page or its addresses."""
        row: Row = response.meta["row"]
        self._release(response.request)
        yield self._guarded(row, lambda: self._answer(response, row))

    def _guarded(self, row: Row, read: Callable[[], Answer]) -> Answer:
        """Return what was read of an answer. Where reading it fails, that address fails,
        with the reason; its lease ends and the crawl goes on."""
        try:
            return read()
        except Exception as error:
            return self.crashed(row, error)

    def crashed(self, row: Row, error: Exception) -> Answer:
        """Note an error of our own and return that the address failed."""
        self.job.note_crash(row.url, error)
        return responses.failed(row, f"its answer could not be read: {type(error).__name__}")

    def _answer(self, response: Response, row: Row) -> Answer:
        self._note_check(response)
        if response.status in responses.AGAIN:
            return self._again(response, row)
        self.failures[response.meta["host"]] = 0
        away = responses.led_to(row, response)
        if away is not None:
            is_web = away.startswith(("http://", "https://"))
            return (
                responses.redirected(self.job, row, response, away)
                if is_web
                else responses.failed(row, responses.LED_AWAY)
            )
        self._note_refusal(response)
        lacking = responses.why_no_page(row, response)
        location = responses.target(row, response)
        if location is not None:
            return responses.redirected(self.job, row, response, location)
        if lacking is not None:
            return self._later(row, lacking, response)
        cut = responses.why_cut(response)
        if cut is not None and row.tries + 1 < self.recipe.crawl.tries:
            return self._later(row, cut, response)
        return self._page(response, row)

    def _later(self, row: Row, reason: str, response: Response) -> Answer:
        due = time.time() + responses.backoff(self.job, row)
        return responses.later(self.job, row, due, reason, response)

    def _page(self, response: Response, row: Row) -> Answer:
        """Return what an answer with a page, a list of addresses or an error means."""
        if response.status == 304:
            return Answer(row, responses.done(row, response, "unchanged"))
        refused = f"HTTP {response.status}" if response.status >= 400 else None
        if row.kind is Kind.ARTICLE:
            page = responses.capture(self.job, row, response)
            return Answer(row, responses.done(row, response, refused), page)
        if refused is not None:
            return responses.failed(row, refused)
        found = self.finder.found(response, row)
        outcome = responses.done(row, response, found.problem)
        return Answer(row, outcome, None, found.candidates)

    def _release(self, request: Request | None) -> None:
        if request is not None:
            self.crawler.engine.scheduler.release(request.meta["host"])  # type: ignore[union-attr]

    def _note_refusal(self, response: Response) -> None:
        """A host that refuses page after page does not want us: it is left alone for a day."""
        host = response.meta["host"]
        if response.status not in responses.REFUSED:
            self.refusals[host] = 0
            return
        self.refusals[host] = self.refusals.get(host, 0) + 1
        if self.refusals[host] >= REFUSALS:
            self._close_host(
                host,
                time.time() + DAY,
                f"HTTP {response.status}, {self.refusals[host]} times in a row",
            )

    def _note_check(self, response: Response) -> None:
        """A host that checks for bots does not want us: it is left alone for a day."""
        vendor = checked_by(response)
        if vendor is not None:
            reason = f"a check for bots by {vendor}"
            self._close_host(response.meta["host"], time.time() + DAY, reason)

    def _again(self, response: Response, row: Row) -> Answer:
        """A busy or broken server: later, as long as it says or with growing distance."""
        host = response.meta["host"]
        wait = responses.retry_after(response) or responses.backoff(self.job, row)
        self.failures[host] = self.failures.get(host, 0) + 1
        if response.status in (429, 503) or self.failures[host] >= BREAKER:
            self._close_host(host, time.time() + wait, f"HTTP {response.status}")
        return responses.later(
            self.job, row, time.time() + wait, f"HTTP {response.status}", response
        )

    def _close_host(self, host: int, until: float, reason: str) -> None:
        self.ledger.frontier.close_host(host, until, reason)
        self.crawler.engine.scheduler.close_host(host, until)  # type: ignore[union-attr]

    def close_for_today(self, host: int) -> None:
        """The day's budget of a host is used up: its addresses wait for tomorrow."""
        self._close_host(host, (time.time() // DAY + 1) * DAY, "crawl.daily_pages is used up")

    def failed(self, failure: Any) -> Iterator[Answer]:
        """Turn a request without an answer into an outcome."""
        request: Request = failure.request
        row: Row = request.meta["row"]
        self._release(request)
        yield self._guarded(row, lambda: self._no_answer(request, row, failure.value))

    def _no_answer(self, request: Request, row: Row, error: BaseException) -> Answer:
        if isinstance(error, Disallowed):
            return Answer(row, Outcome(key=row.key, state=State.BLOCKED, reason=BY_ROBOTS))
        if isinstance(error, Forbidden):
            return Answer(row, Outcome(key=row.key, state=State.BLOCKED, reason=str(error)))
        if isinstance(error, OriginClosed):
            self._close_host(request.meta["host"], error.until, error.reason)
            return responses.waiting(row, error.until, error.reason)
        if responses.is_too_large(error):
            return responses.too_large(self.job, row)
        return self._unanswered(request.meta["host"], row, error)

    def _unanswered(self, host: int, row: Row, error: BaseException) -> Answer:
        reason = responses.why(error)
        self.failures[host] = self.failures.get(host, 0) + 1
        wait = responses.backoff(self.job, row)
        if self.failures[host] >= BREAKER:
            self._close_host(host, time.time() + wait, reason)
        return responses.later(self.job, row, time.time() + wait, reason)

    def _robots_sitemaps(self, origin: str) -> list[str]:
        policy = self.gate.known(origin)
        return list(policy.robots.sitemaps) if policy is not None else []
