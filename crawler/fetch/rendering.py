"""Pages that are empty without scripts, run in a browser (`render = true` of a source).

An extra: `python3 dev.py setup browser` (scrapy-playwright, BSD-3) and a Chromium of
the system. The browser has no way out but the fence (`fence.py`), which judges every
connection; it asks for no pictures, films or fonts, and for no document that the
robots.txt of its site closes.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import shutil
from contextlib import suppress
from typing import Any, Protocol

from crawler.discovery.public import why_forbidden
from crawler.fetch.fence import Fence, browser_options
from crawler.frontier.model import split
from pipelines.errors import RecipeError

_HANDLER = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_NOT_NEEDED = frozenset(("image", "media", "font", "texttrack", "websocket", "manifest", "ping"))
_REST = 5
"""Seconds that a loaded page is given to fetch its text."""
_state: dict[str, Any] = {}


class Allowing(Protocol):
    """What one origin says."""

    def allows(self, url: str) -> bool:
        """Tell whether an address may be asked now."""


class Rules(Protocol):
    """What is known of each origin's robots.txt: the gate."""

    async def policy(self, origin: str) -> Allowing:
        """Return what an origin says, asking it where that is not known."""

    def known(self, origin: str) -> Allowing | None:
        """Return what is known of an origin; None before it was asked."""


def browser() -> str | None:
    """Return the path of a Chromium: `STANDFIRST_CHROMIUM`, or one on the PATH; None if none."""
    named = os.environ.get("STANDFIRST_CHROMIUM")
    return named or next((path for path in map(shutil.which, _NAMES) if path), None)


def settings(*, timeout: float) -> dict[str, Any]:
    """Return the Scrapy settings of a crawl that renders. Raises RecipeError when the
    extra or a browser is missing."""
    if not all(importlib.util.find_spec(name) for name in ("scrapy_playwright", "playwright")):
        msg = "a source has `render = true`, but scrapy-playwright is not installed: `python3 dev.py setup browser` installs it."
        raise RecipeError(msg)
    path = browser()
    if path is None:
        msg = "a source has `render = true`, but no Chromium was found. Install one (Debian: `apt-get install chromium`), or name it in STANDFIRST_CHROMIUM."
        raise RecipeError(msg)
    return {
        "DOWNLOAD_HANDLERS": {"http": _HANDLER, "https": _HANDLER},
        "PLAYWRIGHT_BROWSER_TYPE": "chromium",
        "PLAYWRIGHT_LAUNCH_OPTIONS": {"executable_path": path},
        "PLAYWRIGHT_ABORT_REQUEST": "crawler.fetch.rendering.refuse",
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": timeout * 1000,
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 4,
    }


def behind(fence: Fence, launch: dict[str, Any]) -> dict[str, Any]:
    """Return the launch options of a browser that has no way out but the fence."""
    _state["allow_loopback"] = fence.allow_loopback
    _state["ports"] = fence.ports
    sandbox = ["--no-sandbox"] if _is_root() else []
    return {**launch, "args": [*browser_options(fence.port), *sandbox]}


def request_meta() -> dict[str, Any]:
    """Return what a request carries so that the browser answers it, with the text that its
    scripts fetch."""
    from scrapy_playwright.page import PageMethod

    return {
        "playwright": True,
        "playwright_page_init_callback": watch,
        "playwright_page_methods": [PageMethod(settle)],
    }


async def watch(page: Any, request: Any) -> None:
    """Judge every document of a page before it is asked, also behind a redirect.

    What scrapy-playwright asks us (`refuse`) is the first address of a chain only.
    """
    client = await page.context.new_cdp_session(page)

    def judge(event: dict[str, Any]) -> None:
        task = asyncio.ensure_future(_judge(client, event))
        _tasks.add(task)
        task.add_done_callback(_tasks.discard)

    client.on("Fetch.requestPaused", judge)
    await client.send("Fetch.enable", {"patterns": [{"resourceType": "Document"}]})


_tasks: set[asyncio.Task[None]] = set()


async def _judge(client: Any, event: dict[str, Any]) -> None:
    known, url = {"requestId": event["requestId"]}, event["request"]["url"]
    with suppress(Exception):  # the page may be gone by now
        if await _is_open(url):
            await client.send("Fetch.continueRequest", known)
        else:
            await client.send("Fetch.failRequest", {**known, "errorReason": "BlockedByClient"})


async def _is_open(url: str) -> bool:
    """Tell whether a document may be asked: its address, and its origin's robots.txt."""
    if _why_forbidden(url) is not None:
        return False
    gate: Rules | None = _state.get("gate")
    if gate is None:
        return False
    return (await gate.policy(split(url)[0])).allows(url)


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
    """Tell whether the browser must not send a request of its own.

    Where it leads is the fence's business; this spares what no text needs, and keeps to
    what is known of robots.txt.
    """
    if request.resource_type in _NOT_NEEDED or request.method not in ("GET", "HEAD", "OPTIONS"):
        return True
    return _why_forbidden(request.url) is not None or _closed_by_robots(request.url)


def _why_forbidden(url: str) -> str | None:
    allowed, ports = _state.get("allow_loopback", False), _state.get("ports")
    return why_forbidden(url, allow_loopback=allowed, ports=ports)


def _closed_by_robots(url: str) -> bool:
    gate: Rules | None = _state.get("gate")
    policy = gate.known("/".join(url.split("/", 3)[:3])) if gate is not None else None
    return policy is not None and not policy.allows(url)
