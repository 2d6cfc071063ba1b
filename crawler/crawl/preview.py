"""A look at sites without asking for one article: for `new` and `crawl --dry-run`.

The same spider, the same manners, in a folder that is thrown away: robots.txt, home
page, sitemaps and feeds are asked, articles are only counted. Every host has a budget of
its own, and all are looked at side by side.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from protego import Protego

from crawler.crawl import process
from crawler.fetch.job import check_contact
from crawler.fetch.permission import ai_rules, reserved_paths
from crawler.frontier.model import Kind, State
from crawler.frontier.reader import Reader
from crawler.frontier.store import Frontier
from pipelines.build.spawn import unguarded
from pipelines.errors import StorageError
from pipelines.recipe import Recipe
from pipelines.store.paths import DatasetPaths

REQUESTS = 25
"""Sitemaps, feeds and section pages that a look asks of each host at most."""
PATIENCE = 300.0
"""Seconds after which a look ends, whatever is not answered yet."""
POLL = 1.0
"""Seconds between two words on how far the look is."""
READ = "read"
IN_PART = "read in part"
NOT_ASKED = "not looked at"

Watcher = Callable[[int, int], None]
"""Told (files and pages answered, article addresses found) while the look goes on."""


@dataclass(slots=True)
class SourceLook:
    """What a look at one source found."""

    articles: list[tuple[str, float | None]] = field(default_factory=list)
    """Addresses of articles, newest first, with the date that the site gives."""
    discovery: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """`home`, `sitemap`, `feed`, `section` → (address, what it answered)."""
    tops: dict[str, list[str]] = field(default_factory=dict)
    """Kind → addresses that answered and were not found in a file of the same kind."""
    guessed: int = 0
    """Usual places of sitemaps and feeds where there was nothing."""

    def answered(self, kind: str) -> list[str]:
        """Return the addresses of a kind that gave something."""
        return [url for url, said in self.discovery.get(kind, []) if gave(said)]

    def unread(self, kind: str) -> int:
        """Return how many addresses of a kind the look did not get to."""
        return sum(said == NOT_ASKED for _, said in self.discovery.get(kind, []))

    def expected(self) -> int:
        """Return the articles found, and as many again for each sitemap not read."""
        read = len(self.answered("sitemap")) or 1
        return round(len(self.articles) * (1 + self.unread("sitemap") / read))

    def without_guesses(self, paths: Collection[str]) -> SourceLook:
        """Return the same, the places that were only guessed and gave nothing counted."""
        kept = {
            kind: [
                (url, said) for url, said in rows if urlsplit(url).path not in paths or gave(said)
            ]
            for kind, rows in self.discovery.items()
        }
        gone = sum(map(len, self.discovery.values())) - sum(map(len, kept.values()))
        return replace(self, discovery=kept, guessed=self.guessed + gone)

    def join(self, other: SourceLook) -> SourceLook:
        """Return what two looks at one site found, each address once."""
        listed: dict[str, float | None] = {}
        for url, at in [*self.articles, *other.articles]:
            listed[url] = max(listed.get(url) or 0, at or 0) or None
        joined = SourceLook(list(listed.items()), guessed=self.guessed + other.guessed)
        for one in (self, other):
            for kind, rows in one.discovery.items():
                known = {url for url, _ in joined.discovery.get(kind, [])}
                joined.discovery.setdefault(kind, []).extend(r for r in rows if r[0] not in known)
            for kind, urls in one.tops.items():
                joined.tops[kind] = list(dict.fromkeys([*joined.tops.get(kind, []), *urls]))
        return joined


def gave(said: str) -> bool:
    """Tell whether an answer was read, if only in part."""
    return said == READ or said.startswith(IN_PART)


@dataclass(slots=True)
class Look:
    """What a look at the sources of a recipe found."""

    sources: list[SourceLook] = field(default_factory=list)
    """In the order of the recipe."""
    robots: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Origin → status and text of robots.txt."""
    closed: list[tuple[str, str]] = field(default_factory=list)
    """(origin, reason) of hosts that can't be asked now."""
    reserved: dict[str, str] = field(default_factory=dict)
    """Origin → the file that reserves all its texts, or some, against mining."""
    errors: list[str] = field(default_factory=list)
    agent: str = ""
    """The user agent under which robots.txt was read."""

    @property
    def articles(self) -> list[tuple[str, float | None]]:
        """All article addresses, newest first, each once."""
        found = dict.fromkeys(pair for source in self.sources for pair in source.articles)
        return sorted(found, key=lambda pair: (-(pair[1] or 0), pair[0]))

    def expected(self) -> int:
        """Return how many articles the sources will give, sitemaps not read included."""
        return sum(source.expected() for source in self.sources)

    def delay_of(self, origin: str, delay: float) -> float:
        """Return the pause between two requests to an origin: ours, or what it asks for."""
        _, text = self.robots.get(origin, (0, ""))
        asked = Protego.parse(text).crawl_delay(self.agent) if text else None
        return max(delay, float(asked or 0.0))

    def seconds(self, delay: float, limit: int | None = None) -> float:
        """Return how long a crawl takes that waits `delay` between two requests to a host:
        its articles, and its sitemaps, feeds and pages with links.

        Hosts are crawled side by side, so the slowest one counts.
        """
        longest = 0.0
        for source in self.sources:
            scale = source.expected() / max(1, len(source.articles))
            by_origin = Counter(_origin(url) for url, _ in source.articles)
            files = Counter(_origin(u) for rows in source.discovery.values() for u, _ in rows)
            for origin, number in by_origin.items():
                pages = min(number * scale, limit or number * scale) + files[origin]
                longest = max(longest, pages * max(self.delay_of(origin, delay), 0.2))
        return longest


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def look(
    recipe: Recipe, recipe_folder: Path, *, requests: int = REQUESTS, watch: Watcher | None = None
) -> Look:
    """Return what the sources of a recipe offer. Raises RecipeError without a contact."""
    check_contact(recipe)
    with tempfile.TemporaryDirectory(prefix="standfirst-look-") as folder, unguarded():
        place = Path(folder)
        Frontier(DatasetPaths(place).frontier).close()
        lines = process.Lines.new()
        child = process.start(recipe, place, recipe_folder, lines, preview=requests)
        _wait(child, DatasetPaths(place), watch)
        late = child.is_alive()
        if late:
            lines.stop.value = 1
            child.join(10)
        if child.is_alive():
            child.kill()
        found = _read(place, lines, recipe)
        if late:
            found.errors.append(
                f"after {PATIENCE:.0f} s the look ended; what had not answered by then is not counted"
            )
        return found


def _wait(child: Any, paths: DatasetPaths, watch: Watcher | None) -> None:
    """Wait for the look to end, and say how far it is."""
    deadline = time.monotonic() + PATIENCE
    while child.is_alive() and time.monotonic() < deadline:
        child.join(POLL)
        if watch is not None and child.is_alive():
            watch(*_so_far(paths))


def _so_far(paths: DatasetPaths) -> tuple[int, int]:
    answered = articles = 0
    try:
        with Reader(paths.frontier) as frontier:
            for _, kind, state, _, number in frontier.counts():
                articles += number if kind is Kind.ARTICLE else 0
                answered += number if kind is not Kind.ARTICLE and state is State.FETCHED else 0
    except StorageError:
        return 0, 0
    return answered, articles


def _read(folder: Path, lines: process.Lines, recipe: Recipe) -> Look:
    found = Look(sources=[SourceLook() for _ in recipe.source], agent=_agent(recipe))
    with Reader(DatasetPaths(folder).frontier) as frontier:
        for url, number, kind, state, reason, listed, depth in frontier.addresses():
            source = found.sources[number]
            if kind is Kind.ARTICLE:
                source.articles.append((url, listed))
                continue
            said = _said(state, reason)
            source.discovery.setdefault(kind.name.lower(), []).append((url, said))
            if gave(said) and depth == 0:
                source.tops.setdefault(kind.name.lower(), []).append(url)
        found.robots = frontier.policies()
        found.reserved = {
            origin: file
            for origin, files in frontier.reservations().items()
            if (file := reserving(*files))
        }
        found.closed = [
            (origin, reason) for origin, _, reason in frontier.closed_hosts(time.time())
        ]
    for source in found.sources:
        source.articles.sort(key=lambda pair: (-(pair[1] or 0), pair[0]))
    while not lines.errors.empty():
        found.errors.append(lines.errors.get())
    return found


def reserving(tdm: str, ai: str) -> str:
    """Return which file of an origin reserves texts, and which; empty: none does."""
    paths = reserved_paths(tdm)
    if paths:
        return f"tdmrep.json reserves {'all pages' if '/' in paths else ', '.join(paths[:3])}"
    return "ai.txt closes its texts" if ai.strip() and ai_rules(ai) else ""


def _agent(recipe: Recipe) -> str:
    from crawler.fetch.job import Job

    return Job(recipe, Path(), Path()).user_agent


def _said(state: State, reason: str) -> str:
    """Return what became of a sitemap, feed or page, in words."""
    known = {
        State.PENDING: reason or NOT_ASKED,
        State.FETCHED: reason or READ,
        State.REDIRECTED: "leads elsewhere",
    }
    return known.get(state, reason or "closed")
