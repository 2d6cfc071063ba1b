"""No way inside: only public addresses, only http and https, only the ports of the web.

Literal addresses are judged in every spelling that a resolver would accept (decimal,
octal, IPv6-mapped). What a name leads to is judged when it is resolved
(`crawler.fetch.addresses`).
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Container, Iterable
from urllib.parse import urlsplit

PORTS = frozenset((80, 443, 8080, 8443))
_USUAL = {"http": 80, "https": 443}


def is_public(address: str) -> bool:
    """Tell whether an IP address is reachable from anywhere."""
    parsed = _held(address)
    return parsed is not None and parsed.is_global and not parsed.is_multicast


def is_allowed(address: str, *, allow_loopback: bool) -> bool:
    """Tell whether a crawl may connect to an IP address: a public one, or, where the
    recipe says so, one of this machine."""
    parsed = _held(address)
    return is_public(address) or (allow_loopback and parsed is not None and parsed.is_loopback)


_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
"""RFC 6052 and RFC 8215: an IPv4 address in the last 32 bits."""
_COMPATIBLE = ipaddress.ip_network("::/96")
"""RFC 4291, section 2.5.5.1; but for `::` and `::1`, which are what they are."""


def _held(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the address that is really reached: the IPv4 one that an IPv6 one holds.

    None for what is no address.
    """
    try:
        parsed = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return None
    if isinstance(parsed, ipaddress.IPv4Address):
        return parsed
    inside = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo and parsed.teredo[1])
    if inside:
        return inside
    last = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
    if any(parsed in network for network in _NAT64):
        return last
    return last if parsed in _COMPATIBLE and int(parsed) > 1 else parsed


def literal(host: str) -> str | None:
    """Return the IP address that a host name literally is; None for a name."""
    bare = host.strip("[]")
    if ":" in bare:
        return bare
    try:
        return socket.inet_ntoa(socket.inet_aton(bare)) if bare[:1].isdigit() else None
    except OSError:
        return None


def why_forbidden(
    url: str, *, allow_loopback: bool, ports: Container[int] | None = None
) -> str | None:
    """Return why an address must not be asked; None when it may be.

    `ports`: those of this machine that a recipe names; None: any of them.
    """
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
    inside = allow_loopback and _is_this_machine(host)
    if port is not None and port not in PORTS and not inside:
        return f"port {port} is none of the web (80, 443, 8080, 8443)"
    if inside and ports is not None and (port or _USUAL[parts.scheme]) not in ports:
        return f"port {port or _USUAL[parts.scheme]} of this machine is none that the recipe names"
    if host.rstrip(".").endswith(_LOCAL_NAMES) or (host in _THIS_MACHINE and not allow_loopback):
        return "a name of this machine or network"
    address = literal(host)
    if address is not None and not is_allowed(address, allow_loopback=allow_loopback):
        return f"{address} is not a public address"
    return None


def _is_this_machine(host: str) -> bool:
    """Tell whether a host is this machine by its own name or address; only there may a
    recipe ask other ports than those of the web."""
    held = _held(literal(host) or "")
    return host in _THIS_MACHINE or (held is not None and held.is_loopback)


def own_ports(urls: Iterable[str]) -> frozenset[int]:
    """Return the ports of this machine that addresses name."""
    found = set()
    for url in urls:
        try:
            parts = urlsplit(url)
            if parts.scheme in _USUAL and _is_this_machine(parts.hostname or ""):
                found.add(parts.port or _USUAL[parts.scheme])
        except ValueError:
            continue
    return frozenset(found)


_LOCAL_NAMES = (".localhost", ".local", ".internal", ".lan", ".home.arpa")
_THIS_MACHINE = ("localhost", "localhost.")
