"""The sources of a recipe, as one crawl or one of its shards sees them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from crawler.discovery import public, raw
from crawler.shards.shard import Shard
from pipelines.errors import InputError
from pipelines.recipe import Recipe, Source
from pipelines.store.paths import DatasetPaths


@dataclass(slots=True)
class Sources:
    """A recipe, the dataset's folder, and the folder from which the recipe names files."""

    recipe: Recipe
    folder: Path
    recipe_folder: Path
    shard: Shard | None = None
    """The part of the crawl that is this one's; None: all of it."""
    _ports: frozenset[int] | None = field(default=None, init=False, repr=False)

    @property
    def paths(self) -> DatasetPaths:
        """Where everything lies in the folder."""
        return DatasetPaths(self.folder)

    @property
    def own_ports(self) -> frozenset[int]:
        """The ports of this machine that the recipe's addresses name: the only ones there
        that may be asked. Read once; empty where nothing of this machine may be."""
        if not self.recipe.crawl.allow_loopback:
            return frozenset()
        if self._ports is None and not self._lacks_a_list():
            self._ports = self._named_ports()
        return self._ports or frozenset()

    def _lacks_a_list(self) -> bool:
        """Tell whether the addresses of standard input are still to be kept in their file."""
        return not self.paths.stdin_urls.exists() and any(s.urls == "-" for s in self.recipe.source)

    def _named_ports(self) -> frozenset[int]:
        named = [
            url
            for source in self.recipe.source
            for url in (source.site, *source.sitemaps, *source.feeds, *source.sections)
        ]
        listed = (url for number in range(len(self.recipe.source)) for url in self.listed(number))
        return public.own_ports(chain(named, listed))

    def source_name(self, number: int) -> str:
        """Return the value of the column `source` for a source of the recipe."""
        return self.recipe.source[number].label

    def listed(self, number: int) -> list[str]:
        """Return the lines of the source's URL list: addresses, or what stands in their
        place. Raises InputError."""
        name = self.recipe.source[number].urls
        if not name:
            return []
        path = self.recipe_folder / name if name != "-" else self.paths.stdin_urls
        try:
            text = raw.text_of(raw.unpacked(path.read_bytes()).body)
        except OSError as error:
            raise InputError(_unreadable(path, error)) from error
        lines = (line.strip() for line in text.splitlines())
        given = [line for line in lines if line and not line.startswith("#")]
        return [url for url in given if self._is_own(url)]

    def _is_own(self, url: str) -> bool:
        """Tell whether an address of a list is this shard's; what is none is everybody's."""
        try:
            return self.shard is None or self.shard.owns_url(url)
        except ValueError:
            return True

    def check_lists(self) -> None:
        """Raise InputError where a URL list of the recipe cannot be read."""
        for source in self.recipe.source:
            if source.urls and source.urls != "-":
                path = self.recipe_folder / source.urls
                try:
                    with path.open("rb"):
                        pass
                except OSError as error:
                    raise InputError(_unreadable(path, error)) from error

    def looks_for(self, source: Source) -> bool:
        """Tell whether this crawl reads the home page, sitemaps and feeds of a source."""
        return self.shard is None or self.shard.looks_for(source)


def _unreadable(path: Path, error: OSError) -> str:
    return f"the URL list {path} cannot be read: {error.strerror}. `urls` in the recipe is relative to the recipe."
