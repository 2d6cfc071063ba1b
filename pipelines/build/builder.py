"""Archive → dataset: worker processes extract, one process writes.

Results are taken in the order of the archive, so that the same archive gives the
same rows however many workers there are. A page that hangs or kills its worker
is tried once more and then rejected with the reason; the run goes on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from pipelines.build.pool import PAGE_SECONDS, PagePool, PageTask
from pipelines.build.worker import Done, process
from pipelines.extract.result import Extraction
from pipelines.extract.rules import Rules
from pipelines.model import Rejected
from pipelines.papers.evidence import Stored
from pipelines.store.archive import Ref, segments
from pipelines.store.dataset import Dataset
from pipelines.store.scan import scan

COMMIT_ROWS = 2000
COMMIT_SECONDS = 20.0

Watcher = Callable[[Ref, Extraction | Rejected], None]


@dataclass(slots=True)
class Builder:
    """Feeds archived pages to workers and commits what comes back."""

    dataset: Dataset
    rules: Rules
    workers: int | None = None
    page_seconds: float = PAGE_SECONDS
    watch: Watcher | None = None
    extracted: int = 0
    """Pages whose result has come back in this run."""
    cpu: float = 0.0
    """CPU seconds of extraction in this run."""
    _pool: PagePool = field(init=False)
    _results: list[tuple[Ref, Extraction | Rejected, np.ndarray | None]] = field(
        default_factory=list
    )
    _seen: list[Stored] = field(default_factory=list)
    _last_commit: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self._pool = PagePool(self.workers, self.page_seconds)

    @property
    def archive(self) -> Path:
        """The archive folder of the dataset."""
        return self.dataset.paths.archive

    @property
    def backlog(self) -> int:
        """Pages handed to workers whose result is not taken yet."""
        return len(self._pool)

    def start(self) -> None:
        """Start the workers now, so that they load while the first pages arrive."""
        self._pool.start()

    def feed(self, ref: Ref) -> None:
        """Hand one archived page to the workers."""
        self._pool.feed(PageTask(ref, process, (self.archive, ref, self.rules)))

    def drain(self, *, block: bool = False) -> int:
        """Take finished results in order; return how many. `block` waits for the first."""
        taken = 0
        while found := self._pool.take(block=block and not taken):
            self._take(*found)
            taken += 1
        if len(self._results) >= COMMIT_ROWS or (
            self._results and time.monotonic() - self._last_commit > COMMIT_SECONDS
        ):
            self.commit()
        return taken

    def _take(self, ref: Ref, done: Done) -> None:
        self.extracted += 1
        self.cpu += done.cpu
        self._results.append((ref, done.result, done.sketch))
        if done.seen is not None:
            self._seen.append(Stored(done.seen, ref.file, ref.offset, ref.length))
        if self.watch is not None:
            self.watch(ref, done.result)

    def commit(self) -> None:
        """Write what has come back as one new version of the dataset."""
        if not self._results:
            return
        self.dataset.commit(self._results, self._seen)
        self._results, self._seen = [], []
        self._last_commit = time.monotonic()

    def finish(self) -> None:
        """Wait for every page handed in, commit, and end the workers."""
        while self.backlog:
            self.drain(block=True)
        self.commit()
        self.close()

    def close(self) -> None:
        """End the workers, leaving what is not done for the next run."""
        self._pool.close()


def pending_refs(
    dataset: Dataset, committed: dict[str, int] | None = None, *, damaged: bool = True
) -> Iterator[Ref]:
    """Yield the archived pages that the dataset has not read yet, in order.

    `committed` limits each segment to what the crawl has committed; without it
    the whole archive counts. With `damaged`, stretches that cannot be read come too.
    """
    for path in segments(dataset.paths.archive):
        start = dataset.manifest.archived.get(path.name, 0)
        end = None if committed is None else committed.get(path.name, 0)
        for ref in scan(path, start, end):
            if damaged or not ref.damage:
                yield ref


def extract_pending(
    dataset: Dataset,
    rules: Rules,
    *,
    workers: int | None = None,
    watch: Watcher | None = None,
    window: int = 256,
    committed: dict[str, int] | None = None,
    damaged: bool = True,
) -> Builder:
    """Read everything in the archive that is not in the dataset yet.

    `committed` limits each segment to its committed length. With `damaged`, stretches
    that cannot be read are set aside as damaged pages.
    """
    builder = Builder(dataset, rules, workers, watch=watch)
    try:
        for ref in pending_refs(dataset, committed, damaged=damaged):
            builder.feed(ref)
            while builder.backlog >= window:
                builder.drain(block=True)
        builder.finish()
    finally:
        builder.close()
    return builder
