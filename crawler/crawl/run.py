"""crawl(recipe): fetch, archive, extract, deduplicate, write. Running it again continues.

The parent extracts and writes the dataset; a child fetches into the archive. The
two meet in the frontier file, which says how far each segment is committed.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType
from typing import Any

from crawler.crawl import process, server
from crawler.fetch.job import Job, check_contact, settings_of
from crawler.frontier.model import Fact
from crawler.frontier.reader import Reader, tally
from crawler.frontier.restore import restore
from crawler.frontier.store import Frontier
from crawler.shards.reshard import folder_of, refuse_other_cut, settle
from crawler.shards.shard import Shard
from pipelines import recipe as recipes
from pipelines.build import spawn
from pipelines.build.builder import Builder
from pipelines.build.learn import learn
from pipelines.build.pool import WINDOW
from pipelines.build.spawn import unguarded
from pipelines.errors import InputError
from pipelines.extract.result import Extraction
from pipelines.extract.rules import Rules
from pipelines.model import Rejected
from pipelines.publish.published import is_published, publish
from pipelines.recipe import Recipe
from pipelines.store.archive import Ref, segments
from pipelines.store.dataset import Dataset
from pipelines.store.finish import finish
from pipelines.store.lock import locked
from pipelines.store.manifest import Manifest
from pipelines.store.scan import scan

COVERED = ("title", "date_published", "authors", "teaser", "text")
"""Fields whose share is shown at the end of a run."""


@dataclass(slots=True)
class CrawlSummary:
    """What a run did."""

    folder: Path
    manifest: Manifest
    new_rows: int = 0
    """Articles added or revised in this run."""
    pages: int = 0
    """Pages fetched in this run."""
    interrupted: bool = False
    errors: list[str] = field(default_factory=list)
    closed: list[tuple[str, float, str]] = field(default_factory=list)
    """Hosts that are left alone: origin, until (Unix time), reason."""
    mended: list[str] = field(default_factory=list)
    """What was wrong with the state of the dataset before the run, and is right again."""
    seconds: float = 0.0
    extraction_cpu: float = 0.0
    """CPU seconds of extraction, start-up of the workers aside."""
    access: dict[str, int] = field(default_factory=dict)
    """Articles of this run by access status."""
    coverage: dict[str, float] = field(default_factory=dict)
    """Share of this run's articles that have a field."""

    @property
    def urls(self) -> dict[str, int]:
        """Addresses by state."""
        found: dict[str, int] = self.manifest.crawl.get("urls", {})
        return found


Watcher = Callable[[Ref, Extraction | Rejected], None]


def crawl(
    recipe: Recipe | Path | str,
    folder: Path | None = None,
    *,
    shard: Shard | None = None,
    watch: Watcher | None = None,
    handle_signals: bool = True,
) -> CrawlSummary:
    """Crawl as a recipe says and return what was done.

    `recipe` is a Recipe or the path of its file; `folder` is the dataset folder
    (that of the recipe file when not given; with a `shard`, a folder below it).
    Works in a script and in a notebook. Raises the errors of `pipelines.errors`.
    """
    path = None
    if isinstance(recipe, (str, Path)):
        path = Path(recipe).resolve()
        folder = folder or folder_of(path.parent, shard)
        recipe, recipe_folder = recipes.load(path), path.parent
    elif folder is None:
        msg = "no folder: crawl(recipe, folder) needs one when the recipe is not a file"
        raise InputError(msg)
    else:
        recipe_folder = folder
    server.start(folder)
    check_contact(recipe)
    job = Job(recipe, folder, recipe_folder)
    settings_of(job)  # a missing browser is said before anything starts
    job.check_lists()
    with locked(folder):
        if any(s.urls == "-" for s in recipe.source):
            job.paths.stdin_urls.write_text(sys.stdin.read(), encoding="utf-8")
        dataset = Dataset(folder)
        mended = [dataset.mended] if dataset.mended else []
        mended += restore(folder, dataset.manifest, [s.label for s in recipe.source])
        shard = _settled(folder, path, shard)
        with unguarded():
            run = _Run(recipe, dataset, recipe_folder, watch, shard)
            return replace(run.go(handle_signals=handle_signals), mended=mended)


def _settled(folder: Path, recipe: Path | None, shard: Shard | None) -> Shard | None:
    """Return the shard that a folder holds, noting it when the folder is new.

    Makes the frontier, before the child and the reader of its segments open it.
    """
    if recipe is not None:
        recipes.refuse_other(recipe, folder / "recipe.toml")
        refuse_other_cut(recipe.parent, folder, shard)
    found = settle(folder, shard)
    if recipe is not None:
        recipes.copy(recipe, folder / "recipe.toml")
    return found


_OF_EVERY_RUN = frozenset(("runs", "loop_lag"))
"""What the crawl side reports that no reader of card or report misses for a night."""


def _told(manifest: Manifest) -> Manifest:
    """Return what card, metadata and report are made from."""
    crawl = {name: value for name, value in manifest.crawl.items() if name not in _OF_EVERY_RUN}
    return replace(manifest, version=0, crawl=crawl)


class _Run:
    """One run: the child that fetches, the workers that extract, the writer."""

    def __init__(
        self,
        recipe: Recipe,
        dataset: Dataset,
        recipe_folder: Path,
        watch: Watcher | None,
        shard: Shard | None = None,
    ) -> None:
        self.recipe, self.recipe_folder, self.shard = recipe, recipe_folder, shard
        self.dataset, self.folder = dataset, dataset.folder
        self.told = _told(dataset.manifest)
        self.lines = process.Lines.new()
        self.access: dict[str, int] = {}
        self.filled: dict[str, int] = {}
        self.builder = Builder(
            self.dataset, Rules.of(recipe), recipe.crawl.workers, watch=self._watched(watch)
        )
        self.read = dict(self.dataset.manifest.archived)
        self.interrupted = 0
        self.errors: list[str] = []

    def _watched(self, watch: Watcher | None) -> Watcher:
        def note(ref: Ref, result: Extraction | Rejected) -> None:
            self.lines.extracted.value = self.builder.extracted
            if isinstance(result, Extraction):
                status = result.article.access
                self.access[status] = self.access.get(status, 0) + 1
                for name in COVERED:
                    self.filled[name] = self.filled.get(name, 0) + bool(
                        getattr(result.article, name)
                    )
            if watch is not None:
                watch(ref, result)

        return note

    def go(self, *, handle_signals: bool) -> CrawlSummary:
        started = time.monotonic()
        before = dict(self.dataset.manifest.counts)
        with self._signals(handle_signals):
            if not spawn.forks():  # else a worker is there as soon as a page wants one
                self.builder.start()
            child = process.start(
                self.recipe, self.folder, self.recipe_folder, self.lines, shard=self.shard
            )
            try:
                self._follow(child)
            finally:
                self._end(child)
            manifest = self._finish()
        counts = manifest.counts
        summary = CrawlSummary(
            self.folder,
            manifest,
            interrupted=bool(self.interrupted),
            errors=self.errors,
            seconds=time.monotonic() - started,
            access=self.access,
        )
        summary.pages = counts.get("pages", 0) - before.get("pages", 0)
        summary.new_rows = sum(counts.get(k, 0) - before.get(k, 0) for k in ("rows", "revisions"))
        summary.closed = self.closed
        articles = sum(self.access.values())
        summary.coverage = {
            name.removesuffix("_published"): number / articles
            for name, number in self.filled.items()
        }
        summary.extraction_cpu = self.builder.cpu
        return summary

    @contextlib.contextmanager
    def _signals(self, wanted: bool) -> Iterator[None]:
        """The first Ctrl-C or SIGTERM stops in order; later ones in a hurry."""
        if not wanted or threading.current_thread() is not threading.main_thread():
            yield
            return

        def stop(number: int, frame: FrameType | None) -> None:
            self.interrupted += 1
            self.lines.stop.value = 1

        previous = {s: signal.signal(s, stop) for s in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)

    def _follow(self, child: Any) -> None:
        """Extract what the child archives, until it has ended and all is read."""
        with Reader(self.dataset.paths.frontier) as frontier:
            while True:
                alive = child.is_alive()
                fed = self._feed(frontier.segment_ends())
                taken = self.builder.drain()
                self._collect_errors()
                if self.interrupted > 1 or (not alive and not fed and not self.builder.backlog):
                    break
                if not fed and not taken:
                    time.sleep(0.02)
        if self.interrupted <= 1:
            self.builder.finish()
        else:
            self.builder.commit()
            self.builder.close()

    def _feed(self, ends: dict[str, int]) -> int:
        """Hand newly archived pages to the workers, at most `WINDOW` at a time."""
        fed = 0
        for path in segments(self.dataset.paths.archive):
            end, start = ends.get(path.name, 0), self.read.get(path.name, 0)
            if start >= end:
                continue
            for ref in scan(path, start, end):
                if self.builder.backlog >= WINDOW:
                    return fed
                self.builder.feed(ref)
                self.read[path.name] = ref.offset + ref.length
                fed += 1
        return fed

    def _collect_errors(self) -> None:
        while not self.lines.errors.empty():
            self.errors.append(self.lines.errors.get())

    def _end(self, child: Any) -> None:
        self.lines.stop.value = 1
        child.join(timeout=30 if self.interrupted <= 1 else 3)
        if child.is_alive():
            child.kill()
            child.join()
        time.sleep(0.01)
        self._collect_errors()
        if child.exitcode and not self.errors and not (self.interrupted and child.exitcode < 0):
            self.errors.append(
                f"the fetching process ended with code {child.exitcode}. Everything committed is kept; run the same command again."
            )
        self.builder.close()

    def _finish(self) -> Manifest:
        with Reader(self.dataset.paths.frontier) as frontier:
            numbers = tally(frontier, [source.label for source in self.recipe.source])
            self.closed = frontier.closed_hosts(time.time())
        notes = {"allow_loopback": self.recipe.crawl.allow_loopback}
        if self.interrupted > 1:
            return self.dataset.replace_tables({}, crawl=numbers)
        if not self.interrupted:
            learn(self.dataset, self.recipe)
        manifest = finish(
            self.dataset,
            near=self.recipe.dedup.near,
            shard_rows=self.recipe.output.shard_rows,
            crawl=numbers,
            notes=notes,
        )
        if _told(manifest) != self.told or not is_published(self.folder):
            publish(self.folder, self.recipe, manifest)
        with contextlib.closing(Frontier(self.dataset.paths.frontier)) as frontier:
            frontier.note(Fact.VERSION, str(manifest.version))
        return manifest
