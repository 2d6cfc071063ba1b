"""`build --engine spark`: the archive's segments, or WARC files where they lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.discovery.public import why_forbidden
from crawler.warc.files import WarcFile, address, body, find, is_page, records
from pipelines.build.pool import PageTask
from pipelines.build.rebuild import Engine
from pipelines.build.spark.engine import session
from pipelines.build.spark.files import PageFile, Segment
from pipelines.build.worker import process_page
from pipelines.errors import InputError, RecipeError
from pipelines.extract.rules import Rules
from pipelines.patterns import selects
from pipelines.recipe import Recipe
from pipelines.store.archive import Ref, Stored, segments, stored
from pipelines.store.dataset import Dataset
from pipelines.store.manifest import Manifest
from pipelines.store.paths import DatasetPaths


@dataclass(frozen=True)
class WarcPages(PageFile):
    """The pages of a WARC file that a source of the recipe wants."""

    url: str
    size: int
    source: str
    allow: tuple[str, ...]
    deny: tuple[str, ...]
    max_bytes: int
    allow_loopback: bool

    @property
    def key(self) -> str:
        """Address, size, and what is wanted of it."""
        return f"{self.url} {self.size} {self.source} {self.allow} {self.deny} {self.max_bytes}"

    def offsets(self) -> Iterator[tuple[int, int]]:
        """Yield the place of every response record; the last one ends with the file."""
        last: int | None = None
        for offset, _ in records(self.url, parse_http=False):
            if last is not None:
                yield last, offset
            last = offset
        if last is not None:
            yield last, max(self.size, last + 1)

    def tasks(self, start: int, end: int, rules: Rules) -> Iterator[PageTask]:
        """Yield the wanted pages of a stretch, read in this process as one stream."""
        name = WarcFile(self.url, self.size).name
        for offset, record in records(self.url, start, end):
            url = address(record)
            if not is_page(record) or not self._wanted(url):
                continue
            yield PageTask(
                Ref(name, offset, 1), process_page, (self._stored(record, url, name, offset), rules)
            )

    def _wanted(self, url: str) -> bool:
        return (
            selects(urlsplit(url).path, self.allow, self.deny)
            and why_forbidden(url, allow_loopback=self.allow_loopback) is None
        )

    def _stored(self, record: Any, url: str, name: str, offset: int) -> Stored:
        read, large = body(record, self.max_bytes)
        found = stored(record, read, file=name, offset=offset)
        page = replace(
            found.page,
            url=url,
            source=self.source or None,
            fetched=found.page.fetched or datetime.now(UTC),
        )
        return Stored(page, "too_large" if large else None)


def on_spark(master: str, settings: Mapping[str, str]) -> Engine:
    """Return the engine that builds on a Spark master."""

    def engine(
        dataset: Dataset, recipe: Recipe, recipe_folder: Path, crawl: dict[str, Any]
    ) -> Manifest:
        from pipelines.build.spark.dataset import fill

        files = page_files(dataset, recipe, recipe_folder)
        with session(master, settings) as spark:
            return fill(
                spark,
                dataset,
                files,
                Rules.of(recipe),
                near=recipe.dedup.near,
                shard_rows=recipe.output.shard_rows,
                crawl=crawl,
            )

    return engine


def page_files(dataset: Dataset, recipe: Recipe, recipe_folder: Path) -> list[PageFile]:
    """Return the files to build from: the archive, or else the recipe's WARC files.

    Raises InputError where there are neither, RecipeError for a limit that only a
    crawl can keep.
    """
    found: list[PageFile] = [Segment.of(path.resolve()) for path in segments(dataset.paths.archive)]
    if found:
        return found
    for source in recipe.source:
        if source.warc and source.max_pages:
            msg = "`source.max_pages` is counted page by page, which Spark does not do. Leave it out, or use `standfirst crawl`."
            raise RecipeError(msg)
        for file in find(source.warc, recipe_folder) if source.warc else ():
            found.append(
                WarcPages(
                    file.url,
                    file.size,
                    source.label,
                    tuple(source.allow),
                    tuple(source.deny),
                    recipe.crawl.max_bytes,
                    recipe.crawl.allow_loopback,
                )
            )
    if not found:
        msg = f"{DatasetPaths(recipe_folder).archive} holds no pages, and the recipe names no WARC files. `standfirst crawl` fetches pages."
        raise InputError(msg)
    return found
