"""No way inside: only public addresses, only http and https.

A name is judged by what it resolves to at the moment of connecting, so a name
that changes its address (DNS rebinding) or a redirect or a sitemap that points
inside gets no connection.
"""

from __future__ import annotations

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

    def __init__(self, *, allow_loopback: bool) -> None:
        self._allow = allow_loopback

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the guard of a crawl."""
        return cls(allow_loopback=crawler.settings.getbool("STANDFIRST_ALLOW_LOOPBACK"))

    def process_request(self, request: Request) -> None:
        """Raise Forbidden where the address must not be asked."""
        reason = why_forbidden(request.url, allow_loopback=self._allow)
        if reason is not None:
            raise Forbidden(reason)


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
