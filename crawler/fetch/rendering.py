"""Pages that are empty without scripts, run in a browser (`render = true` of a source).

An extra: `python3 dev.py setup browser` (scrapy-playwright, BSD-3) and a Chromium of
the system. The browser asks only public addresses, no pictures, films or fonts, and on
the site itself nothing that its robots.txt closes.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
from contextlib import suppress
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import urlsplit

from crawler.discovery.public import is_public, literal, why_forbidden
from pipelines.errors import RecipeError

_HANDLER = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_NOT_NEEDED = frozenset(("image", "media", "font", "texttrack", "websocket", "manifest", "ping"))
_REST = 5
"""Seconds that a loaded page is given to fetch its text."""
_state: dict[str, Any] = {}


class Rules(Protocol):
    """What is known of each origin's robots.txt: the gate."""

    @property
    def agent(self) -> str:
        """The user agent under which robots.txt is read."""

    def known(self, origin: str) -> Any:
        """Return what is known of an origin; None before it was asked."""


def browser() -> str | None:
    """Return the path of a Chromium: `STANDFIRST_CHROMIUM`, or one on the PATH; None if none."""
    named = os.environ.get("STANDFIRST_CHROMIUM")
    return named or next((path for path in map(shutil.which, _NAMES) if path), None)


def settings(*, proxy: str | None, timeout: float, allow_loopback: bool) -> dict[str, Any]:
    """Return the Scrapy settings of a crawl that renders. Raises RecipeError when the
    extra or a browser is missing."""
    if not all(importlib.util.find_spec(name) for name in ("scrapy_playwright", "playwright")):
        msg = "a source has `render = true`, but scrapy-playwright is not installed: `python3 dev.py setup browser` installs it."
        raise RecipeError(msg)
    path = browser()
    if path is None:
        msg = "a source has `render = true`, but no Chromium was found. Install one (Debian: `apt-get install chromium`), or name it in STANDFIRST_CHROMIUM."
        raise RecipeError(msg)
    _state.update(allow_loopback=allow_loopback, proxied=bool(proxy))
    options: dict[str, Any] = {
        "executable_path": path,
        "args": [
            "--disable-quic",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            *(["--no-sandbox"] if _is_root() else []),
        ],
    }
    if proxy:
        options["proxy"] = {"server": proxy}
    return {
        "DOWNLOAD_HANDLERS": {"http": _HANDLER, "https": _HANDLER}, "PLAYWRIGHT_BROWSER_TYPE": "chromium", "PLAYWRIGHT_LAUNCH_OPTIONS": options,
        "PLAYWRIGHT_ABORT_REQUEST": "crawler.fetch.rendering.refuse", "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": timeout * 1000, "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 4,
    }  # fmt: skip


def request_meta() -> dict[str, Any]:
    """Return what a request carries so that the browser answers it, with the text that its
    scripts fetch."""
    from scrapy_playwright.page import PageMethod

    return {"playwright": True, "playwright_page_methods": [PageMethod(settle)]}


async def settle(page: Any) -> None:
    """Wait until a loaded page asks for nothing more: what its scripts fetch is often its
    text. A page that never rests is taken as it stands after some seconds."""
    from playwright.async_api import TimeoutError as NeverRests

    with suppress(NeverRests):
        await page.wait_for_load_state("networkidle", timeout=_REST * 1000)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def obey(gate: Rules) -> None:
    """Let the browser's own requests follow what the gate knows of robots.txt."""
    _state["gate"] = gate


def refuse(request: Any) -> bool:
    """Tell whether the browser must not send a request of its own."""
    if request.resource_type in _NOT_NEEDED or request.method not in ("GET", "HEAD", "OPTIONS"):
        return True
    if why_forbidden(request.url, allow_loopback=_state.get("allow_loopback", False)) is not None:
        return True
    if _closed_by_robots(request.url):
        return True
    return not (_state.get("allow_loopback") or _state.get("proxied")) and not _resolves_to_public(
        urlsplit(request.url).hostname or ""
    )


def _closed_by_robots(url: str) -> bool:
    gate: Rules | None = _state.get("gate")
    policy = gate.known("/".join(url.split("/", 3)[:3])) if gate is not None else None
    return gate is not None and policy is not None and not policy.robots.can_fetch(url, gate.agent)


@lru_cache(maxsize=4096)
def _resolves_to_public(host: str) -> bool:
    if literal(host) is not None:
        return is_public(literal(host) or "")
    try:
        return all(is_public(str(info[4][0])) for info in socket.getaddrinfo(host, None))
    except OSError:
        return False
