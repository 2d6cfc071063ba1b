"""A crawl job: the recipe, the folder, and the line to the process that started it."""

from __future__ import annotations

import traceback
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.discovery.sources import Sources
from pipelines import recipe as recipes
from pipelines.errors import RecipeError
from pipelines.recipe import Recipe, Source
from pipelines.version import VERSION

MAX_CRASHES = 1024 * 1024
"""Bytes of tracebacks of our own errors that are kept."""


@dataclass(slots=True)
class Job(Sources):
    """What a fetching process needs, and how it talks to its parent."""

    lines: Any = None
    """Shared values (`multiprocessing`): extracted pages, stop flag, events."""
    preview: int = 0
    """Ask at most so many sitemaps, feeds and section pages, and no article; 0: all."""

    @classmethod
    def of_recipe_file(cls, path: str | None) -> Job:
        """Return the job of a recipe file, for `scrapy crawl articles -a recipe=…`."""
        if not path:
            msg = "no recipe: use `scrapy crawl articles -a recipe=datasets/NAME/recipe.toml`"
            raise RecipeError(msg)
        file = Path(path)
        return cls(recipes.load(file), file.parent, file.parent)

    @property
    def user_agent(self) -> str:
        """Name, version and the contact of who runs the crawl."""
        contact = self.recipe.dataset.contact
        return f"Standfirst/{VERSION} (+{contact})" if contact else f"Standfirst/{VERSION}"

    def report(self, pages: int) -> None:
        """Tell the parent how many pages are archived."""
        if self.lines is not None:
            self.lines.archived.value = pages

    def extracted(self) -> int:
        """Return how many of this run's pages the parent has extracted."""
        return int(self.lines.extracted.value) if self.lines is not None else 1 << 40

    def stop_asked(self) -> bool:
        """Tell whether the parent asked to stop."""
        return bool(self.lines is not None and self.lines.stop.value)

    def fail(self, message: str) -> None:
        """Tell the parent why the crawl cannot go on."""
        if self.lines is not None:
            self.lines.errors.put(message)

    def note_crash(self, url: str, error: Exception) -> None:
        """Keep the traceback of an error of our own, for a report; the crawl goes on."""
        place = self.paths.crashes
        with suppress(OSError):
            if place.exists() and place.stat().st_size > MAX_CRASHES:
                return
            told = "".join(traceback.format_exception(error))
            with place.open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(f"{datetime.now(UTC).isoformat()} {url}\n{told}\n")


def check_contact(recipe: Recipe) -> None:
    """Raise RecipeError where a real site would be asked anonymously.

    A recipe whose sources are all files on this machine asks nobody.
    """
    contact = recipe.dataset.contact
    if not contact and not any(map(_asks_somebody, recipe.source)):
        return
    if contact.startswith(("mailto:", "https://", "http://")) and len(contact) > 10:
        return
    if recipe.crawl.allow_loopback and not contact:
        return
    if contact:
        msg = f"`dataset.contact` is {contact}: it must begin with mailto: or https://, so that a publisher can reach you: mailto:you@university.example"
        raise RecipeError(msg)
    msg = '`dataset.contact` is missing. It goes into the user agent, so that a publisher can reach you. Write contact = "mailto:you@university.example" under [dataset] in the recipe; where there is none yet, --contact mailto:you@university.example'
    raise RecipeError(msg)


def _asks_somebody(source: Source) -> bool:
    patterns = [*_listed(source.html), *_listed(source.warc)]
    return not patterns or bool(source.urls) or any("://" in pattern for pattern in patterns)


def _listed(patterns: str | list[str] | None) -> list[str]:
    return [patterns] if isinstance(patterns, str) else patterns or []


def settings_of(job: Job) -> dict[str, Any]:
    """Return what a recipe changes in the Scrapy settings."""
    crawl = job.recipe.crawl
    rendered: dict[str, Any] = {}
    if any(s.render for s in job.recipe.source):
        from crawler.fetch import rendering

        rendered = rendering.settings(timeout=crawl.timeout)
    return {
        **rendered,
        "STANDFIRST_ALLOW_LOOPBACK": crawl.allow_loopback,
        "STANDFIRST_OWN_PORTS": sorted(job.own_ports),
        "USER_AGENT": job.user_agent,
        "DOWNLOAD_DELAY": crawl.delay,
        "DOWNLOAD_MAXSIZE": crawl.max_bytes,
        "DOWNLOAD_TIMEOUT": crawl.timeout,
        "CONCURRENT_REQUESTS": crawl.concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": crawl.per_host,
    }
