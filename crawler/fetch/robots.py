"""The gate: robots.txt as RFC 9309 says, and the TDM file, once per origin and day.

https://www.rfc-editor.org/rfc/rfc9309. 4xx: everything is allowed. 5xx, 429 or
no connection: the origin is closed for now and asked again later. Requests that
need the same file wait for one download (a lock per origin): none slips through.
"""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any, Protocol, Self
from urllib.parse import urljoin

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.frontier.ledger import Ledger
from crawler.frontier.model import split
from pipelines.recipe import Recipe

DAY = 24 * 3600.0
RETRY_CLOSED = 600.0
MAX_ROBOTS = 1024 * 1024
MAX_DELAY = 120.0
REDIRECTS = 5
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


@dataclass(slots=True)
class OriginPolicy:
    """What an origin says to crawlers."""

    status: int
    robots: Protego
    text: str
    tdm: list[tuple[str, str]]
    """(path pattern, value) of the rules in `/.well-known/tdmrep.json` that reserve."""
    ai: tuple[str, ...] = ()
    """Rules of `/ai.txt` that keep texts from being mined."""
    until: float = 0.0

    def opt_outs(self, path: str) -> tuple[str, ...]:
        """Return the TDM reservations that cover a path."""
        from pipelines.build.worker import matches

        reserved = [
            f"tdm-reservation: 1 (tdmrep.json {pattern})"
            for pattern, _ in self.tdm
            if matches(path, [pattern, f"{pattern}*"])
        ]
        return (*reserved, *(f"ai.txt: {rule}" for rule in self.ai))


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

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the gate of a crawl."""
        return cls(crawler)

    @property
    def _spider(self) -> Asker:
        return self._crawler.spider  # type: ignore[return-value]

    @property
    def agent(self) -> str:
        """The user agent under which robots.txt is read."""
        return self._spider.agent

    async def process_request(self, request: Request) -> None:
        """Raise Disallowed or OriginClosed where the request must not go out."""
        if request.meta.get("gate") == "open":
            return
        self._spider.gate = self
        if request.meta.get("playwright"):
            from crawler.fetch import rendering

            rendering.obey(self)
        origin, path = split(request.url)
        policy = await self.policy(origin)
        if policy.until > time.time():
            raise OriginClosed(
                policy.until,
                f"robots.txt answered {policy.status}"
                if policy.status
                else f"no robots.txt: {policy.text}",
            )
        if not policy.robots.can_fetch(request.url, self._spider.agent):
            raise Disallowed(f"robots.txt disallows {path}")
        self._pace(request, policy)
        request.meta["opt_outs"] = policy.opt_outs(path)

    async def policy(self, origin: str) -> OriginPolicy:
        """Return what an origin says, from memory, the frontier, or the origin itself."""
        lock = self._locks.setdefault(origin, asyncio.Lock())
        async with lock:
            known = self._policies.get(origin)
            if known is not None and (not known.until or known.until > time.time()):
                return known
            frontier = self._spider.ledger.frontier
            stored = frontier.policy(origin, time.time() - DAY)
            if stored is None:
                stored = await self._ask(origin)
                if stored[0] and stored[0] < 500 and stored[0] != 429:
                    frontier.store_policy(origin, time.time(), *stored)
            self._policies[origin] = _read(*stored)
            return self._policies[origin]

    def known(self, origin: str) -> OriginPolicy | None:
        """Return what is known of an origin; None before it was asked."""
        return self._policies.get(origin.lower())

    async def _ask(self, origin: str) -> tuple[int, str, str, str]:
        response = await self._get(f"{origin}/robots.txt", origin)
        if isinstance(response, str):
            return 0, response, "", ""
        if response.status >= 500 or response.status == 429:
            return response.status, "", "", ""
        tdm = await self._get(f"{origin}/.well-known/tdmrep.json", origin)
        ai = await self._get(f"{origin}/ai.txt", origin)
        return response.status, _text(response), _text(tdm), _text(ai)

    async def _get(self, url: str, origin: str) -> Response | str:
        """Fetch a well-known file, following at most five redirects; a text: why there is
        no answer."""
        for _ in range(REDIRECTS + 1):
            meta = {
                "gate": "open",
                "handle_httpstatus_all": True,
                "download_slot": f"{origin} well-known",
                "proxy": self._spider.recipe.crawl.proxy,
            }
            request = Request(url, meta=meta, dont_filter=True)
            try:
                response = await self._crawler.engine.download_async(request)  # type: ignore[union-attr]
            except Exception as error:
                return _why(error)
            location = response.headers.get("Location")
            if response.status in (301, 302, 303, 307, 308) and location:
                url = urljoin(url, location.decode("latin-1"))
                continue
            return response
        return f"more than {REDIRECTS} redirects"

    def _pace(self, request: Request, policy: OriginPolicy) -> None:
        """Give the host's slot the delay of the recipe or of robots.txt, whichever is longer."""
        slot = request.meta.get("download_slot", "")
        settings = self._crawler.engine.downloader.per_slot_settings  # type: ignore[union-attr]
        if slot in settings:
            return
        asked = policy.robots.crawl_delay(self._spider.agent) or 0.0
        delay = max(self._spider.delay_of(request.meta["row"].source), min(float(asked), MAX_DELAY))
        settings[slot] = {
            "concurrency": self._spider.recipe.crawl.per_host,
            "delay": delay,
            "jitter": 0.1,
        }

    def process_response(self, request: Request, response: Response) -> Response:
        """Slow down where the host does: a pause as long as its answer took.

        The slot counts its delay from one question to the next, so twice the time of
        an answer is one answer's time of rest.
        """
        slot = request.meta.get("download_slot", "")
        latency = request.meta.get("download_latency")
        if (
            self._spider.recipe.crawl.adaptive
            and latency
            and slot in self._crawler.engine.downloader.slots
        ):  # type: ignore[union-attr]
            least = self._crawler.engine.downloader.per_slot_settings.get(slot, {}).get(
                "delay", 0.0
            )  # type: ignore[union-attr]
            known = self._latency[slot] = 0.7 * self._latency.get(slot, latency) + 0.3 * latency
            if known > SLOW:
                self._crawler.engine.downloader.slots[slot].delay = max(
                    least, min(2 * known, MAX_DELAY)
                )  # type: ignore[union-attr]
            elif self._crawler.engine.downloader.slots[slot].delay > least:  # type: ignore[union-attr]
                self._crawler.engine.downloader.slots[slot].delay = least  # type: ignore[union-attr]
        return response


_CAUSES = {
    "DNSLookupError": "the name does not resolve",
    "CannotResolveHostError": "the name does not resolve",
    "DownloadConnectionRefusedError": "connection refused",
    "DownloadTimeoutError": "no answer in time",
    "ConnectionRefusedError": "connection refused",
    "TimeoutError": "no answer in time",
    "TCPTimedOutError": "no answer in time",
    "ConnectError": "no connection",
    "NoRouteError": "no route to the host",
}


def _why(error: Exception) -> str:
    """Return in words why a host gave no answer."""
    for kind in type(error).__mro__:
        if kind.__name__ in _CAUSES:
            detail = str(error)
            return detail if "not a public address" in detail else _CAUSES[kind.__name__]
    text = str(error)
    found = next((said for name, said in _CAUSES.items() if name in text), None)
    return found or f"{type(error).__name__}: {text}"[:120]


def _text(response: Response | str) -> str:
    """The file, where there is one; an HTML page in its place is none."""
    if isinstance(response, str) or response.status >= 300 or response.body.lstrip()[:1] == b"<":
        return ""
    return response.body[:MAX_ROBOTS].decode("utf-8", "replace")


def _read(status: int, robots: str, tdm: str, ai: str) -> OriginPolicy:
    closed = status == 0 or status >= 500 or status == 429
    return OriginPolicy(
        status,
        Protego.parse("" if closed else robots),
        robots,
        _reserving(tdm),
        ai_rules(ai),
        time.time() + RETRY_CLOSED if closed else 0.0,
    )


def ai_rules(text: str) -> tuple[str, ...]:
    """Return the rules of an ai.txt file that close texts to everybody.

    The file (https://site.spawning.ai/spawning-ai-txt) has the form of robots.txt and
    names kinds of files: `Disallow: *.txt` or `*.html` means texts, `/` everything.
    """
    everybody, found = False, []
    for line in text.splitlines():
        name, _, value = (p.strip() for p in line.split("#")[0].partition(":"))
        if name.lower() == "user-agent":
            everybody = value == "*"
        elif (
            name.lower() == "disallow"
            and everybody
            and value
            and value.lower().lstrip("/") in _AI_TEXTS
        ):
            found.append(f"Disallow: {value}")
    return tuple(found)


_AI_TEXTS = frozenset(("", "*", "*.txt", "*.html", "*.htm", "*.md", "*.xml", "*.json"))


def _reserving(text: str) -> list[tuple[str, str]]:
    try:
        rules: Any = json.loads(text) if text else []
    except ValueError:
        return []
    rules = rules if isinstance(rules, list) else [rules]
    return [
        (str(r.get("location", "/")), "1")
        for r in rules
        if isinstance(r, dict) and str(r.get("tdm-reservation", "")) == "1"
    ]
