"""The gate: robots.txt as RFC 9309 says, and the TDM file, once per origin and day.

https://www.rfc-editor.org/rfc/rfc9309. 4xx: everything is allowed. 5xx, 429 or
no connection: the origin is closed for now and asked again later, when it says so
itself (`Retry-After`). Requests that need the same file wait for one download (a lock
per origin): none slips through. What the files mean is in `permission`.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Protocol, Self
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.fetch import permission, responses
from crawler.frontier.ledger import Ledger
from crawler.frontier.model import split
from pipelines.patterns import matches
from pipelines.recipe import Recipe

DAY = 24 * 3600.0
RETRY_CLOSED = 600.0
SOONEST = 1.0
"""Least seconds before a closed origin is asked again, whatever `Retry-After` says."""
MAX_ROBOTS = 1024 * 1024
"""Bytes of a well-known file that are read; RFC 9309 asks for 500 KiB at least."""
MAX_ANSWER = 8 * MAX_ROBOTS
REDIRECTS = 5
WELL_KNOWN = ("/.well-known/tdmrep.json", "/ai.txt")
SLOW = 0.5
"""Seconds for an answer from which on a host counts as slow."""


class Disallowed(IgnoreRequest):
    """robots.txt says no."""


class OriginClosed(IgnoreRequest):
    """The origin cannot be asked now."""

    def __init__(self, until: float, reason: str) -> None:
        super().__init__(reason)
        self.until = until
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Said:
    """What an origin answered for its well-known files."""

    status: int
    """Of robots.txt; 0: no answer, then `robots` says why."""
    robots: str = ""
    tdm: str = ""
    ai: str = ""
    wait: float | None = None
    """Seconds of `Retry-After`."""

    @property
    def closed(self) -> bool:
        """Tell whether nothing may be asked for now: no robots.txt that could be read."""
        return (
            self.status < 200
            or 300 <= self.status < 400
            or self.status >= 500
            or self.status == 429
        )


@dataclass(frozen=True, slots=True)
class OriginPolicy:
    """What an origin says to crawlers."""

    status: int
    robots: permission.Robots
    why_closed: str | None
    """Why nothing may be asked for now; None: what robots.txt allows may be."""
    tdm: tuple[str, ...]
    """Path patterns that `/.well-known/tdmrep.json` reserves."""
    ai: tuple[str, ...]
    """Rules of `/ai.txt` that keep texts from being mined."""
    until: float
    """Unix time at which the origin is asked again."""

    def allows(self, url: str) -> bool:
        """Tell whether an address may be asked now."""
        return self.why_closed is None and self.robots.allows(url)

    def opt_outs(self, path: str) -> tuple[str, ...]:
        """Return the TDM reservations that cover a path."""
        reserved = [
            f"tdm-reservation: 1 (tdmrep.json {pattern})"
            for pattern in self.tdm
            if matches(path, [pattern, f"{pattern}*"])
        ]
        return (*reserved, *(f"ai.txt: {rule}" for rule in self.ai))


def policy_of(said: Said, origin: str, asked: float) -> OriginPolicy:
    """Return what the answers of an origin, asked at a time, mean."""
    wait = DAY
    if said.closed:
        wait = RETRY_CLOSED if said.wait is None else min(max(said.wait, SOONEST), DAY)
    robots = permission.robots("" if said.closed else said.robots, origin)
    return OriginPolicy(
        said.status,
        robots,
        _why_closed(said, robots),
        tuple(permission.reserved_paths(said.tdm)),
        permission.ai_rules(said.ai),
        asked + wait,
    )


def _why_closed(said: Said, robots: permission.Robots) -> str | None:
    if said.closed:
        return (
            f"robots.txt answered {said.status}" if said.status else f"no robots.txt: {said.robots}"
        )
    if robots.delay > permission.MAX_DELAY:
        return f"robots.txt asks for {robots.delay:g} s between two pages, more than the {permission.MAX_DELAY:g} s that a crawl waits"
    return None


def slot_of(url: str) -> str:
    """Return the host of an address in the one form under which it is asked at one pace,
    whatever its scheme, port and spelling."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return host


class Asker(Protocol):
    """Who asks: the spider."""

    agent: str
    gate: Gate
    ledger: Ledger
    recipe: Recipe

    def delay_of(self, source: int) -> float:
        """Return the delay of a source."""


class Gate:
    """Lets through only what the origin allows, at the pace that it asks for."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._locks: dict[str, asyncio.Lock] = {}
        self._policies: dict[str, OriginPolicy] = {}
        self._latency: dict[str, float] = {}
        self._paced: dict[str, OriginPolicy] = {}
        self._delays: dict[str, dict[str, float]] = {}
        """Slot of a host → origins of that host → the delay that each asks for."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the gate of a crawl."""
        return cls(crawler)

    @property
    def _spider(self) -> Asker:
        return self._crawler.spider  # type: ignore[return-value]

    async def process_request(self, request: Request) -> None:
        """Raise Disallowed or OriginClosed where the request must not go out."""
        if request.meta.get("gate") == "open":
            return
        self._spider.gate = self
        if request.meta.get("playwright"):
            from crawler.fetch import rendering

            rendering.obey(self)
        origin, path = split(request.url)
        self._set_pace(request, origin, 0.0)
        policy = await self.policy(origin)
        if policy.why_closed is not None:
            raise OriginClosed(policy.until, policy.why_closed)
        if not policy.robots.allows(request.url):
            raise Disallowed(f"robots.txt disallows {path}")
        self._pace(request, origin, policy)
        request.meta["opt_outs"] = policy.opt_outs(path)

    async def policy(self, origin: str) -> OriginPolicy:
        """Return what an origin says, from memory, the frontier, or the origin itself."""
        lock = self._locks.setdefault(origin, asyncio.Lock())
        async with lock:
            known = self._policies.get(origin)
            if known is not None and known.until > time.time():
                return known
            frontier = self._spider.ledger.frontier
            asked = time.time()
            stored = frontier.policy(origin, asked - DAY)
            if stored is not None:
                said, asked = Said(*stored[:4]), stored[4]
            else:
                said = await self._ask(origin)
                if not said.closed:
                    frontier.store_policy(
                        origin, asked, said.status, said.robots, said.tdm, said.ai
                    )
            self._policies[origin] = policy_of(said, origin, asked)
            return self._policies[origin]

    def known(self, origin: str) -> OriginPolicy | None:
        """Return what is known of an origin; None before it was asked."""
        return self._policies.get(origin.lower())

    async def _ask(self, origin: str) -> Said:
        """Ask for robots.txt, and for the opt-out files where it does not close them."""
        response = await self._get(f"{origin}/robots.txt", origin)
        if isinstance(response, str):
            return Said(0, response)
        said = Said(response.status, _text(response), wait=responses.retry_after(response))
        if said.closed:
            return said
        robots = permission.robots(said.robots, origin)
        tdm, ai = [
            _text(await self._get(origin + path, origin)) if robots.allows(origin + path) else ""
            for path in WELL_KNOWN
        ]
        return Said(said.status, said.robots, tdm, ai)

    async def _get(self, url: str, origin: str) -> Response | str:
        """Fetch a well-known file, following at most five redirects; a text: why there is
        no answer."""
        for _ in range(REDIRECTS + 1):
            meta = {
                "gate": "open",
                "handle_httpstatus_all": True,
                "download_slot": slot_of(url),
                "download_maxsize": MAX_ANSWER,
                "proxy": self._spider.recipe.crawl.proxy,
            }
            try:
                request = Request(url, meta=meta, dont_filter=True)
                response = await self._crawler.engine.download_async(request)
            except Exception as error:
                return responses.why(error)
            location = response.headers.get("Location")
            if response.status not in responses.REDIRECTS or not location:
                return response
            try:
                url = urljoin(url, location.decode("utf-8", "replace").strip())
            except ValueError:
                return "redirect to something that is no address"
        return f"more than {REDIRECTS} redirects"

    def _pace(self, request: Request, origin: str, policy: OriginPolicy) -> None:
        """Keep what robots.txt says of the pace, once for each answer of an origin."""
        if self._paced.get(origin) is not policy:
            self._paced[origin] = policy
            self._set_pace(request, origin, policy.robots.delay)

    def _set_pace(self, request: Request, origin: str, asked_for: float) -> None:
        """Give the host's slot the longest delay that the recipe or one of its origins asks
        for. The first time this happens before robots.txt is asked, at the same pace."""
        slot = request.meta.get("download_slot", "")
        known = self._delays.setdefault(slot, {})
        delay = max(self._spider.delay_of(request.meta["row"].source), asked_for)
        if known.get(origin, -1.0) >= delay and not asked_for:
            return
        known[origin] = delay
        downloader = self._crawler.engine.downloader
        per_host, longest = self._spider.recipe.crawl.per_host, max(known.values())
        downloader.per_slot_settings[slot] = {
            "concurrency": per_host,
            "delay": longest,
            "jitter": 0.1,
        }
        if slot in downloader.slots:
            downloader.slots[slot].concurrency = per_host
            downloader.slots[slot].delay = max(longest, downloader.slots[slot].delay)

    def process_response(self, request: Request, response: Response) -> Response:
        """Slow down where the host does: a pause as long as its answer took.

        The slot counts its delay from one question to the next, so twice the time of
        an answer is one answer's time of rest. Well-known files are answered from memory
        by most hosts: their time tells nothing of a page's.
        """
        if request.meta.get("gate") == "open":
            return response
        slot = request.meta.get("download_slot", "")
        latency = request.meta.get("download_latency")
        if (
            self._spider.recipe.crawl.adaptive
            and latency
            and slot in self._crawler.engine.downloader.slots
        ):
            least = self._crawler.engine.downloader.per_slot_settings.get(slot, {}).get(
                "delay", 0.0
            )
            known = self._latency[slot] = 0.7 * self._latency.get(slot, latency) + 0.3 * latency
            if known > SLOW:
                self._crawler.engine.downloader.slots[slot].delay = max(
                    least, min(2 * known, permission.MAX_DELAY)
                )
            elif self._crawler.engine.downloader.slots[slot].delay > least:
                self._crawler.engine.downloader.slots[slot].delay = least
        return response


def _text(response: Response | str) -> str:
    """The text of a well-known file, where there is one."""
    if isinstance(response, str) or response.status >= 300:
        return ""
    return permission.decoded(response.body, MAX_ROBOTS)
