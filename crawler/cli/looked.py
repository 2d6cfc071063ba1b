"""What a look at a site found, in lines: for `new` and `crawl --dry-run`."""

from __future__ import annotations

from datetime import UTC, datetime

from crawler.cli import say
from crawler.crawl.preview import Look
from pipelines.recipe import Recipe

_SHOWN = 10


def show(found: Look, recipe: Recipe) -> None:
    """Print robots' answer, what was read, the newest addresses and the time a crawl takes."""
    for origin, (status, text) in found.robots.items():
        say(f"robots.txt   {origin}: {_robots(status, text)}")
    for origin, reason in found.closed:
        say(f"closed       {origin}: {reason}")
    refused = "port ", "a name of this machine", "scheme "
    for kind in ("home", "sitemap", "feed", "section"):
        for url, said in found.discovery.get(kind, [])[:_SHOWN]:
            # what our own limits close is the same for all: said once, for the home page
            if said == "read" if kind == "home" else said.startswith(refused):
                continue
            say(f"{kind:12} {url}: {'closed by robots.txt' if said == 'robots.txt' else said}")
    for error in found.errors:
        say(f"error        {error}")
    say(
        f"articles     {len(found.articles)} found"
        + (
            f", about {found.expected()} expected with the sitemaps that were not read"
            if found.unread("sitemap")
            else ""
        )
    )
    for url, listed in found.articles[:_SHOWN]:
        say(f"             {_day(listed)}  {url}")
    if found.articles:
        say(f"time         about {_duration(seconds(found, recipe))} at the recipe's delay")
    say("nothing was written, no article was asked")


def seconds(found: Look, recipe: Recipe) -> float:
    """Return how long a crawl takes that waits `crawl.delay` between two pages of a host."""
    by_host: dict[str, int] = {}
    for url, _ in found.articles:
        host = url.split("/")[2]
        by_host[host] = by_host.get(host, 0) + 1
    scale = found.expected() / max(1, len(found.articles))
    limit = recipe.crawl.max_pages or 1 << 60
    return min(limit, max(by_host.values(), default=0) * scale) * max(recipe.crawl.delay, 0.2)


def _robots(status: int, text: str) -> str:
    if status >= 500 or status in (0, 429):
        return "no answer, the host is closed for now"
    if status >= 400 or not text.strip():
        return f"HTTP {status}, everything is allowed"
    rules = sum(line.strip().lower().startswith("disallow") for line in text.splitlines())
    return f"HTTP {status}, {rules} rules"


def _day(listed: float | None) -> str:
    return datetime.fromtimestamp(listed, UTC).date().isoformat() if listed else "no date   "


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
