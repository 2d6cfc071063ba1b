"""Site parsers: what a reader of one site knows, dated, read before the generic readers.

One module per site, one class per layout of it; a class that a redesign has ended says
so with `valid_until`, so pages in an old archive keep parsing. Each has a frozen page
in the tests. The generic extractor knows no site.
"""

from __future__ import annotations

import importlib
import pkgutil
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from pipelines.model import Page

if TYPE_CHECKING:
    from bs4 import BeautifulSoup


class SiteParser:
    """One layout of one site. What a method returns nothing for is left to the generic readers."""

    hosts: ClassVar[tuple[str, ...]] = ()
    """Hosts without `www.`."""
    valid_until: ClassVar[date | None] = None
    """Last day of this layout; None: it still stands."""
    body: ClassVar[str | None] = None
    """CSS selector of the element that holds the body."""

    def title(self, soup: BeautifulSoup) -> str | None:
        """Return the headline; None: not told."""
        return None

    def authors(self, soup: BeautifulSoup) -> list[str]:
        """Return the names; an empty list: not told."""
        return []

    def published(self, soup: BeautifulSoup) -> str | None:
        """Return the publication date as it stands on the page; None: not told."""
        return None

    def teaser(self, soup: BeautifulSoup) -> str | None:
        """Return the standfirst; None: not told."""
        return None


def parser_for(page: Page) -> SiteParser | None:
    """Return the parser of a page's site whose layout stood when it was fetched; None if none."""
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    day = page.fetched.date() if page.fetched else date.max
    versions = [
        p
        for p in (*_registered.get(host, ()), *_registry().get(host, ()))
        if p.valid_until is None or day <= p.valid_until
    ]
    chosen = min(versions, key=lambda p: p.valid_until or date.max, default=None)
    return chosen() if chosen is not None else None


_registered: dict[str, tuple[type[SiteParser], ...]] = {}


def register(parser: type[SiteParser]) -> None:
    """Add a parser that does not stand in this folder, in this process. It goes before
    those that do."""
    for host in parser.hosts:
        known = _registered.get(host, ())
        _registered[host] = (parser, *(p for p in known if p is not parser))


def registered_modules() -> tuple[str, ...]:
    """Return the modules of the parsers added here that another process can import."""
    names = (p.__module__ for parsers in _registered.values() for p in parsers)
    return tuple(dict.fromkeys(n for n in names if n != "__main__"))


@cache
def _registry() -> dict[str, tuple[type[SiteParser], ...]]:
    """Every class in the modules of this folder, by host."""
    import pipelines.extract.sites as folder

    found: dict[str, tuple[type[SiteParser], ...]] = {}
    for info in pkgutil.iter_modules(folder.__path__):
        module = importlib.import_module(f"pipelines.extract.sites.{info.name}")
        for value in vars(module).values():
            if (
                isinstance(value, type)
                and issubclass(value, SiteParser)
                and value.__module__ == module.__name__
            ):
                for host in value.hosts:
                    found[host] = (*found.get(host, ()), value)
    return found
