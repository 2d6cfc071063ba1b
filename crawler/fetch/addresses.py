"""No way inside: only public addresses, only http and https.

A name is judged by what it resolves to at the moment of connecting, so a name
that changes its address (DNS rebinding) or a redirect or a sitemap that points
inside gets no connection. Literal addresses are judged in every spelling that a
resolver would accept (decimal, octal, IPv6-mapped).
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

PORTS = frozenset((80, 443, 8080, 8443))


class Forbidden(IgnoreRequest):
    """The address leads where a crawler has no business."""


def is_public(address: str) -> bool:
    """Tell whether an IP address is reachable from anywhere."""
    try:
        parsed = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None)
    if mapped is not None:
        parsed = mapped
    return parsed.is_global and not parsed.is_multicast


def literal(host: str) -> str | None:
    """Return the IP address that a host name literally is; None for a name."""
    bare = host.strip("[]")
    if ":" in bare:
        return bare
    try:
        return socket.inet_ntoa(socket.inet_aton(bare)) if bare[:1].isdigit() else None
    except OSError:
        return None


def why_forbidden(url: str, *, allow_loopback: bool) -> str | None:
    """Return why an address must not be asked; None when it may be."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "not an address"
    if parts.scheme not in ("http", "https"):
        return f"scheme {parts.scheme or 'none'}"
    if not host:
        return "no host"
    if parts.username or parts.password:
        return "carries a password"
    if allow_loopback:
        return None
    if port is not None and port not in PORTS:
        return f"port {port} is none of the web (80, 443, 8080, 8443)"
    if host == "localhost" or host.endswith(
        (".localhost", ".local", ".internal", ".lan", ".home.arpa")
    ):
        return "a name of this machine or network"
    address = literal(host)
    if address is not None and not is_public(address):
        return f"{address} is not a public address"
    return None


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
        if self.allow_loopback or name in self.trusted:
            return found
        return found.addCallback(lambda address: self._checked(name, address))

    def _checked(self, name: str, address: str) -> str:
        if not is_public(address):
            msg = f"{name} resolves to {address}, which is not a public address"
            raise DNSLookupError(msg)
        return address
