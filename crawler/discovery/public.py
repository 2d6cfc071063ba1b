"""No way inside: only public addresses, only http and https, only the ports of the web.

Literal addresses are judged in every spelling that a resolver would accept (decimal,
octal, IPv6-mapped). What a name leads to is judged when it is resolved
(`crawler.fetch.addresses`).
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

PORTS = frozenset((80, 443, 8080, 8443))


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
