"""Archive → dataset: worker processes extract, one process writes.

Results are taken in the order of the archive, so that the same archive gives the
same rows however many workers there are. A page that hangs or kills its worker
is tried once more and then rejected with the reason; the run goes on.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from pebble import ProcessExpired, ProcessPool

from pipelines.extraction import Extraction
from pipelines.model import Reason, Rejected
from pipelines.store.archive import Ref, scan, segments
from pipelines.store.dataset import Dataset
from pipelines.work import Done, Rules, process, start_worker, unreadable

PAGE_SECONDS = 60.0
COMMIT_ROWS = 2000
COMMIT_SECONDS = 20.0

Watcher = Callable[[Ref, Extraction | Rejected], None]


@dataclass(slots=True)
class _Task:
    ref: Ref
    future: Any
    tries: int = 1


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
    _pool: Any = None
    _waiting: deque[_Task] = field(default_factory=deque)
    _results: list[tuple[Ref, Extraction | Rejected, np.ndarray | None]] = field(default_factory=list)
    _last_commit: float = field(default_factory=time.monotonic)

    @property
    def archive(self) -> Path:
        """The archive folder of the dataset."""
        return self.dataset.folder / "_archive"

    @property
    def backlog(self) -> int:
        """Pages handed to workers whose result is not taken yet."""
        return len(self._waiting)

    def start(self) -> None:
        """Start the workers now, so that they load while the first pages arrive."""
        if self._pool is None:
            self._pool = self._start_pool()

    def feed(self, ref: Ref) -> None:
        """Hand one archived page to the workers."""
        self.start()
        self._waiting.append(_Task(ref, self._schedule(ref)))

    def _start_pool(self) -> Any:
        context = multiprocessing.get_context("spawn")
        count = self.workers or os.cpu_count() or 1
        pool = ProcessPool(max_workers=count, max_tasks=20_000, initializer=start_worker, context=context)
        _ = pool.active  # pebble starts its processes when first asked
        return pool

    def _schedule(self, ref: Ref) -> Any:
        return self._pool.schedule(process, args=[self.archive, ref, self.rules], timeout=self.page_seconds)

    def drain(self, *, block: bool = False) -> int:
        """Take finished results in order; return how many. `block` waits for the first."""
        taken = 0
        while self._waiting and (self._waiting[0].future.done() or (block and not taken)):
            task = self._waiting[0]
            done = self._outcome(task)
            if done is None:
                continue  # scheduled again, still first in line
            self._waiting.popleft()
            self._take(task.ref, done)
            taken += 1
        if len(self._results) >= COMMIT_ROWS or (self._results and time.monotonic() - self._last_commit > COMMIT_SECONDS):
            self.commit()
        return taken

    def _outcome(self, task: _Task) -> Done | None:
        try:
            done: Done = task.future.result()
        except (FutureTimeout, ProcessExpired) as error:
            if task.tries < 2:
                task.tries += 1
                task.future = self._schedule(task.ref)
                return None
            hung = isinstance(error, FutureTimeout)
            reason = Reason.TIMEOUT if hung else Reason.CRASHED
            detail = f"no result after {self.page_seconds:.0f} s, twice" if hung else f"the worker died, twice: {error}"
            return Done(unreadable(task.ref, reason, detail))
        return done

    def _take(self, ref: Ref, done: Done) -> None:
        self.extracted += 1
        self.cpu += done.cpu
        self._results.append((ref, done.result, done.sketch))
        if self.watch is not None:
            self.watch(ref, done.result)

    def commit(self) -> None:
        """Write what has come back as one new version of the dataset."""
        if not self._results:
            return
        self.dataset.commit(self._results)
        self._results = []
        self._last_commit = time.monotonic()

    def finish(self) -> None:
        """Wait for every page handed in, commit, and end the workers."""
        while self._waiting:
            self.drain(block=True)
        self.commit()
        self.close()

    def close(self) -> None:
        """End the workers, leaving what is not done for the next run."""
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()
            self._pool = None
        self._waiting.clear()


def pending_refs(dataset: Dataset, committed: dict[str, int] | None = None) -> Iterator[Ref]:
    """Yield the archived pages that the dataset has not read yet, in order.

    `committed` limits each segment to what the crawl has committed; without it
    the whole archive counts.
    """
    for path in segments(dataset.folder / "_archive"):
        start = dataset.manifest.archived.get(path.name, 0)
        end = None if committed is None else committed.get(path.name, 0)
        yield from scan(path, start, end)


def build(dataset: Dataset, rules: Rules, *, workers: int | None = None, watch: Watcher | None = None, window: int = 256, committed: dict[str, int] | None = None) -> Builder:
    """Read everything in the archive that is not in the dataset yet.

    `committed` limits each segment to its committed length.
    """
    builder = Builder(dataset, rules, workers, watch=watch)
    try:
        for ref in pending_refs(dataset, committed):
            builder.feed(ref)
            while builder.backlog >= window:
                builder.drain(block=True)
        builder.finish()
    finally:
        builder.close()
    return builder
