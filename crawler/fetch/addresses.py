"""No way inside: only public addresses, only http and https.

A name is judged by what it resolves to at the moment of connecting, so a name
that changes its address (DNS rebinding) or a redirect or a sitemap that points
inside gets no connection.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.discovery.public import is_allowed, why_forbidden


class Forbidden(IgnoreRequest):
    """The address leads where a crawler has no business."""


class AddressGuard:
    """Refuses requests to anything but public http(s) addresses."""

    def __init__(self, *, allow_loopback: bool, ports: frozenset[int]) -> None:
        self._allow = allow_loopback
        self._ports = ports

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the guard of a crawl."""
        settings = crawler.settings
        return cls(
            allow_loopback=settings.getbool("STANDFIRST_ALLOW_LOOPBACK"),
            ports=frozenset(map(int, settings.getlist("STANDFIRST_OWN_PORTS"))),
        )

    def process_request(self, request: Request) -> None:
        """Raise Forbidden where the address must not be asked."""
        reason = why_forbidden(request.url, allow_loopback=self._allow, ports=self._ports)
        if reason is not None:
            raise Forbidden(reason)


class Lookups:
    """The IP address of each host of a crawl, looked up once, before its first page.

    Many hosts may be one machine: what is let out at once is counted by address.
    """

    def __init__(self, resolve: Callable[[str], Deferred[str]] | None) -> None:
        """`resolve` looks a name up; None: behind a proxy, which looks names up itself."""
        self._resolve = resolve
        self._known: dict[str, str | None] = {}

    def of(self, name: str) -> str | None:
        """Return the address of a host; None while it is being looked up; empty where it
        has none, or where nobody here knows it."""
        if self._resolve is None:
            return ""
        if name not in self._known:
            self._known[name] = None
            found = self._resolve(name)
            found.addCallbacks(lambda ip: self._note(name, ip), lambda _: self._note(name, ""))
        return self._known[name]

    def _note(self, name: str, address: str) -> None:
        self._known[name] = address


class PublicResolver(CachingThreadedResolver):
    """Resolves names, and fails for those that lead to a non-public address."""

    allow_loopback: ClassVar[bool] = False
    trusted: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def configure(cls, *, allow_loopback: bool, proxy: str | None) -> None:
        """Take what the recipe says; Scrapy makes the resolver before the spider."""
        host = urlsplit(proxy or "").hostname
        cls.allow_loopback = allow_loopback
        cls.trusted = frozenset([host] if host else [])

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802  Twisted's name
        """Return the address of a name, or fail when it is not public."""
        found: Deferred[str] = super().getHostByName(name, timeout)
        if name in self.trusted:
            return found
        return found.addCallback(lambda address: self._checked(name, address))

    def _checked(self, name: str, address: str) -> str:
        if not is_allowed(address, allow_loopback=self.allow_loopback):
            msg = f"{name} resolves to {address}, which is not a public address"
            raise DNSLookupError(msg)
        return address
