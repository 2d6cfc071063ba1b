"""Where the links of a page lead: away, to its neighbours, to itself, to a basket or a log-in.

An address is looked at as it is written: most pages have hundreds of links, and to resolve
each would cost more than all the other signs of a page.
"""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from pipelines.page.document import Element

_DIGITS = re.compile(r"\d{1,3}$")
_FAR = 2_000
"""Links of a page that are looked at."""
_LEADS = {
    "cart": ("/cart", "/basket", "/checkout"),
    "log in": ("/login", "/signin", "/register", "/sign-in"),
    "member": ("/user", "/member", "/profile", "/u/"),
}
"""Paths that shops and forums are made with, whatever the language of the page."""
_OF = {piece: name for name, pieces in _LEADS.items() for piece in pieces}
_LEADING = re.compile("|".join(_OF))


class Links:
    """The links of a page, counted as they are met."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.counts: Counter[str] = Counter()
        self._host = parts.netloc
        self._path = parts.path.rstrip("/")
        self._over = self._path.rpartition("/")[0]

    def add(self, element: Element) -> None:
        """Count where one link leads; nothing beyond the 2,000th link of a page."""
        counts = self.counts
        if counts["all"] >= _FAR:
            return
        counts["all"] += 1
        href = (element.get("href") or "").strip()
        if not href:
            return
        if href[0] == "#":
            counts["here"] += len(href) > 1
            return
        if href.startswith(("tel:", "mailto:")):
            counts["call"] += 1
            counts["telephone"] += href[0] == "t"
            return
        text = element.text
        if text and len(text) < _NUMBERED and len(element) == 0 and _DIGITS.match(text.strip()):
            counts["pages"] += 1
        self._add_address(href)

    def _add_address(self, href: str) -> None:
        counts = self.counts
        host, path = self._target(href)
        if host != self._host:
            counts["away"] += 1
            return
        if self._path and path == self._path:
            counts["itself"] += "#" not in href
        elif self._path and path.startswith(self._path + "/"):
            counts["below"] += 1
        elif self._over and path.startswith(self._over + "/"):
            counts["beside"] += 1
        for name in {_OF[piece] for piece in _LEADING.findall(path)}:
            counts[name] += 1

    def _target(self, href: str) -> tuple[str, str]:
        """Host and path of a link."""
        address = href.partition("#")[0].partition("?")[0]
        scheme, mark, rest = address.partition("://")
        if mark or address.startswith("//"):
            host, _, path = (rest if mark and "/" not in scheme else address[2:]).partition("/")
            return host, f"/{path}".rstrip("/")
        if ":" in address.partition("/")[0]:
            return "", ""  # `javascript:`
        path = address if address.startswith("/") else f"{self._over}/{address}"
        return self._host, path.rstrip("/")


_NUMBERED = 20
"""Characters, with the space around it, of a link that may be a number of a page."""
