"""Scrapy's scheduler, over the frontier: what is due, one host after the other.

Per host at most `per_host` requests are under way, plus one in Scrapy's own
slot queue; the slot keeps the delay and lets `per_host` of them out. Those of one
registered domain, and those to one IP address, lie in several slots: here `per_domain`
and `per_address` of them are let out in all. Nothing is held in memory but a short buffer
per host. Requests never come back here: redirects and retries are rows.
"""

from __future__ import annotations

import math
import time
from collections import Counter, deque
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from twisted.internet.defer import Deferred

from crawler.fetch.addresses import Lookups
from crawler.fetch.robots import slot_of
from crawler.frontier.model import Kind, Row
from pipelines.identity import registered_domain

if TYPE_CHECKING:
    from crawler.fetch.spiders.articles import ArticleSpider

BUFFER = 32
DAY = 24 * 3600.0


def _resolve(name: str) -> Deferred[str]:
    """Look a name up with the resolver of the crawl."""
    from twisted.internet import reactor  # chosen by Scrapy when the crawl begins

    found: Deferred[str] = reactor.resolve(name)  # type: ignore[arg-type]  # a str in truth
    return found


class FrontierScheduler(BaseScheduler):
    """Hands out requests from the frontier."""

    def open(self, spider: Any) -> None:
        """Take the spider's ledger and look which hosts have work."""
        self.spider: ArticleSpider = spider
        self.buffers: dict[int, deque[Row]] = {}
        self.active: dict[int, int] = {}
        self.turn: deque[int] = deque()
        self.closed: dict[int, float] = {}
        self.limit = spider.recipe.crawl.per_host + 1
        self.domain_limit = spider.recipe.crawl.per_domain
        self.lowest = Kind.SECTION if spider.job.preview else Kind.ARTICLE
        self.address_limit = spider.recipe.crawl.per_address
        self.lookups = Lookups(None if spider.recipe.crawl.proxy else _resolve)
        self.domains: dict[int, str] = {}
        self.names: dict[int, str] = {}
        self.by_address: Counter[str] = Counter()
        self.by_domain: Counter[str] = Counter()
        self.today: dict[int, int] = {}
        self._looked = 0.0

    def close(self, reason: str) -> None:
        """Nothing to keep: the frontier has everything."""

    def has_pending_requests(self) -> bool:
        """Tell whether work is left that may come due within the recipe's patience."""
        spider = self.spider
        if spider.ledger.dirty or spider.ledger.leased:
            return True
        if spider.enough:
            return False
        if any(self.buffers.values()):
            return True
        earliest = self._earliest()
        return earliest is not None and earliest <= time.time() + spider.recipe.crawl.max_wait

    def _earliest(self) -> float | None:
        times = [
            max(t, self.closed.get(h, 0.0))
            for h, _, t in self.spider.ledger.frontier.waiting_hosts(self.lowest)
        ]
        return min(times) if times else None

    def enqueue_request(self, request: Request) -> bool:
        """Refuse: every address goes through the frontier."""
        return False

    def next_request(self) -> Request | None:
        """Return the next request that is due; None when there is none right now."""
        if self.spider.ledger.dirty:
            self.spider.tick()
        if not self.spider.may_fetch():
            return None
        if not self.turn:
            self._look()
        for _ in range(len(self.turn)):
            host = self.turn.popleft()
            row = self._pop(host)
            if row is None:
                continue
            request = self._request(row, host)
            if request is not None:
                return request
        return None

    def _request(self, row: Row, host: int) -> Request | None:
        """Return the request for a row, its lease noted; None for an address that cannot
        be asked: that row fails."""
        self.spider.ledger.leased.add(row.key)
        try:
            request = self.spider.request_for(row, host)
        except Exception as error:
            self.spider.ledger.hold(self.spider.crashed(row, error))
            self.turn.append(host)
            return None
        self.active[host] = self.active.get(host, 0) + 1
        self.by_domain[self.domains[host]] += 1
        self.by_address[self._address(host) or ""] += 1
        if self.active[host] < self.limit:
            self.turn.append(host)
        return request

    def _pop(self, host: int) -> Row | None:
        if self.spider.looked_enough(host):
            self.close_host(host, math.inf)
        if self.active.get(host, 0) >= self.limit or self.closed.get(host, 0.0) > time.time():
            return None
        if self.by_domain[self.domains.setdefault(host, "")] >= self.domain_limit:
            return None
        address = self._address(host)
        if address is None or (address and self.by_address[address] >= self.address_limit):
            return None
        buffer = self.buffers.setdefault(host, deque())
        if not buffer:
            ledger = self.spider.ledger
            buffer.extend(
                ledger.frontier.take(host, BUFFER, time.time(), ledger.leased, self.lowest)
            )
        while buffer:
            row = buffer.popleft()
            if row.key in self.spider.ledger.leased:
                continue
            if row.kind is Kind.ARTICLE and self._spent(host):
                return None
            return row
        return None

    def _address(self, host: int) -> str | None:
        """Return the IP address of a host; None while it is looked up, empty without one."""
        name = self.names.get(host, "")
        return self.lookups.of(name) if name else ""

    def _spent(self, host: int) -> bool:
        """Count an article against the host's budget of today; close the host when it is used up."""
        limit = self.spider.recipe.crawl.daily_pages
        if limit is None:
            return False
        if host not in self.today:
            now = time.time()
            self.today[host] = self.spider.ledger.frontier.fetched_since(host, now - now % DAY)
        if self.today[host] >= limit:
            self.spider.close_for_today(host)
            return True
        self.today[host] += 1
        return False

    def _look(self) -> None:
        """See which hosts have something due; at most ten times a second."""
        now = time.time()
        if now - self._looked < 0.1:
            return
        self._looked = now
        for host, origin, due in self.spider.ledger.frontier.waiting_hosts(self.lowest):
            self.names[host] = slot_of(origin)
            self.domains[host] = registered_domain(self.names[host])
            if (
                due <= now
                and self.active.get(host, 0) < self.limit
                and self.closed.get(host, 0.0) <= now
            ):
                self.turn.append(host)

    def release(self, host: int) -> None:
        """A request of this host is over."""
        self.active[host] = max(0, self.active.get(host, 0) - 1)
        self.by_domain[self.domains.get(host, "")] -= 1
        self.by_address[self._address(host) or ""] -= 1
        if host not in self.turn and (
            self.buffers.get(host) or not self.closed.get(host, 0.0) > time.time()
        ):
            self.turn.append(host)

    def close_host(self, host: int, until: float) -> None:
        """Leave a host alone until a time; its buffered rows go back."""
        self.closed[host] = until
        self.buffers.pop(host, None)
