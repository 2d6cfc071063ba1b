"""A look at a site without asking for one article: for `new` and `crawl --dry-run`.

The same spider, the same manners, in a folder that is thrown away: robots.txt, home
page, sitemaps and feeds are asked, articles are only counted.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from crawler.crawl import process, server
from crawler.fetch.job import check_contact
from crawler.frontier.model import Kind, State
from crawler.frontier.reader import Reader
from crawler.frontier.store import Frontier
from pipelines.build.spawn import unguarded
from pipelines.recipe import Recipe
from pipelines.store.paths import DatasetPaths

REQUESTS = 25
"""Sitemaps, feeds and section pages that a look asks at most."""
PATIENCE = 300.0


@dataclass(slots=True)
class Look:
    """What a look at the sources of a recipe found."""

    articles: list[tuple[str, float | None]] = field(default_factory=list)
    """Addresses of articles, newest first, with the date that the site gives."""
    discovery: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """`home`, `sitemap`, `feed`, `section` → (address, what it answered)."""
    tops: dict[str, list[str]] = field(default_factory=dict)
    """Kind → addresses that answered and were not found in a file of the same kind."""
    robots: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Origin → status and text of robots.txt."""
    closed: list[tuple[str, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def answered(self, kind: str) -> list[str]:
        """Return the addresses of a kind that gave something."""
        return [url for url, said in self.discovery.get(kind, []) if said == "read"]

    def unread(self, kind: str) -> int:
        """Return how many addresses of a kind the look did not get to."""
        return sum(said == "not asked yet" for _, said in self.discovery.get(kind, []))

    def expected(self) -> int:
        """Return the articles found, and as many again for each sitemap not read."""
        read = len(self.answered("sitemap")) or 1
        return round(len(self.articles) * (1 + self.unread("sitemap") / read))


def look(recipe: Recipe, recipe_folder: Path, *, requests: int = REQUESTS) -> Look:
    """Return what the sources of a recipe offer. Raises RecipeError without a contact."""
    check_contact(recipe)
    server.start()
    with tempfile.TemporaryDirectory(prefix="standfirst-look-") as folder, unguarded():
        place = Path(folder)
        Frontier(DatasetPaths(place).frontier).close()
        lines = process.Lines.new()
        child = process.start(recipe, place, recipe_folder, lines, preview=requests)
        child.join(PATIENCE)
        if child.is_alive():
            lines.stop.value = 1
            child.join(10)
        if child.is_alive():
            child.kill()
        return _read(place, lines)


def _read(folder: Path, lines: process.Lines) -> Look:
    found = Look()
    with Reader(DatasetPaths(folder).frontier) as frontier:
        for url, kind, state, reason, listed, depth in frontier.addresses():
            if kind is Kind.ARTICLE:
                found.articles.append((url, listed))
            else:
                said = {
                    State.PENDING: reason or "not asked yet",
                    State.FETCHED: reason or "read",
                    State.REDIRECTED: "leads elsewhere",
                }.get(state, reason or "closed")
                found.discovery.setdefault(kind.name.lower(), []).append((url, said))
                if said == "read" and depth == 0:
                    found.tops.setdefault(kind.name.lower(), []).append(url)
        found.robots = frontier.policies()
        found.closed = [
            (origin, reason) for origin, _, reason in frontier.closed_hosts(time.time())
        ]
    found.articles.sort(key=lambda pair: (-(pair[1] or 0), pair[0]))
    while not lines.errors.empty():
        found.errors.append(lines.errors.get())
    return found
