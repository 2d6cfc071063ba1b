"""Worker processes for pages: results in the order of handing in, whatever a page does.

A page that hangs or kills its worker is tried once more and then rejected with the
reason; the others go on.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeout
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import Any

from pebble import ProcessExpired, ProcessPool

from pipelines.build import spawn
from pipelines.build.worker import Done, start_worker, unreadable
from pipelines.errors import StorageError
from pipelines.model import Reason
from pipelines.store.archive import Ref

PAGE_SECONDS = 60.0
TRIES = 2
RENEWALS = 10
"""How often in a row, without a result, all workers may be killed."""
WINDOW = 256
"""Pages that are in the hands of the workers at a time."""


@dataclass(frozen=True, slots=True)
class PageTask:
    """One page to be extracted: its place, and the function that does it in a worker."""

    ref: Ref
    function: Callable[..., Done]
    arguments: tuple[Any, ...]


@dataclass(slots=True)
class _Under:
    task: PageTask
    future: Any
    tries: int = 1


@dataclass(slots=True)
class PagePool:
    """Extracts pages in processes of its own."""

    workers: int | None = None
    """Number of processes; None: one per core."""
    page_seconds: float = PAGE_SECONDS
    """A page may take so long, twice."""
    _pool: Any = None
    _waiting: deque[_Under] = field(default_factory=deque)
    _renewals: int = 0

    def __len__(self) -> int:
        """Pages handed in whose result is not taken yet."""
        return len(self._waiting)

    def start(self) -> None:
        """Start the workers now, so that they load while the first pages arrive."""
        if self._pool is None:
            from pipelines.extract.sites.base import registered_modules

            count = self.workers or os.cpu_count() or 1
            self._pool = ProcessPool(
                max_workers=count,
                max_tasks=20_000,
                initializer=start_worker,
                initargs=(registered_modules(),),
                context=spawn.context(),
            )
            _ = self._pool.active  # pebble starts its processes when first asked

    def feed(self, task: PageTask) -> None:
        """Hand one page to the workers."""
        self.start()
        self._waiting.append(_Under(task, self._schedule(task)))

    def _schedule(self, task: PageTask) -> Any:
        try:
            return self._pool.schedule(
                task.function, args=task.arguments, timeout=self.page_seconds
            )
        except RuntimeError:  # all workers were killed at once
            self._renew()
            return self._pool.schedule(
                task.function, args=task.arguments, timeout=self.page_seconds
            )

    def _renew(self) -> None:
        """Start new workers after all were killed from outside; no page is to blame."""
        self._renewals += 1
        if self._renewals > RENEWALS:
            msg = "the extracting processes were killed again and again. Is there enough memory? Fewer `crawl.workers` need less; run the same command again."
            raise StorageError(msg)
        self._pool.stop()
        self._pool.join()
        self._pool = None
        self.start()
        for under in self._waiting:
            under.future = self._schedule(under.task)

    def take(self, *, block: bool = False) -> tuple[Ref, Done] | None:
        """Return the first result in order; None when it is not there yet and we don't `block`."""
        while self._waiting and (block or self._waiting[0].future.done()):
            done = self._outcome(self._waiting[0])
            if done is not None:
                return self._waiting.popleft().task.ref, done
        return None

    def _outcome(self, under: _Under) -> Done | None:
        """Return the result of a page; None when it is tried again."""
        try:
            done: Done = under.future.result()
        except BrokenProcessPool:
            self._renew()
            return None
        except (FutureTimeout, ProcessExpired) as error:
            if under.tries < TRIES:
                under.tries += 1
                under.future = self._schedule(under.task)
                return None
            hung = isinstance(error, FutureTimeout)
            reason = Reason.TIMEOUT if hung else Reason.CRASHED
            detail = (
                f"no result after {self.page_seconds:.0f} s, twice"
                if hung
                else f"the worker died, twice: {error}"
            )
            return Done(unreadable(under.task.ref, reason, detail))
        self._renewals = 0
        return done

    def close(self) -> None:
        """End the workers, leaving what is not done."""
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()
            self._pool = None
        self._waiting.clear()
