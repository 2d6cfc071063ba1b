"""The pool of workers: order, second tries, workers that are killed. Without processes."""

from __future__ import annotations

from concurrent.futures import TimeoutError as FutureTimeout
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import pytest
from pebble import ProcessExpired

from pipelines.build import pool
from pipelines.build.pool import PagePool, PageTask
from pipelines.build.worker import Done, unreadable
from pipelines.errors import StorageError
from pipelines.model import Reason
from pipelines.store.archive import Ref


class Future:
    """What a worker will give: results, or errors that are raised."""

    def __init__(self, gives: Any, *, ready: bool) -> None:
        self.gives, self.ready = gives, ready

    def done(self) -> bool:
        return self.ready

    def result(self) -> Done:
        if isinstance(self.gives, Exception):
            raise self.gives
        found: Done = self.gives
        return found


class Workers:
    """Stands for the library's pool; every task of a place gives what is planned, in turn."""

    plans: dict[int, list[Any]]
    waits: set[int]
    made: list[dict[str, Any]]
    ended: int
    refuses: int

    def __init__(self, **options: Any) -> None:
        self.made.append(options)
        self.active = True

    def schedule(self, function: Any, *, args: Any, timeout: float) -> Future:
        if Workers.refuses:
            Workers.refuses -= 1
            raise RuntimeError
        offset = args[0]
        self.made[-1].setdefault("timeouts", set()).add(timeout)
        plan = self.plans.get(offset, [])
        return Future(plan.pop(0) if plan else done(offset), ready=offset not in self.waits)

    def stop(self) -> None:
        Workers.ended += 1

    def join(self) -> None:
        pass


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> type[Workers]:
    Workers.plans, Workers.waits, Workers.made, Workers.ended, Workers.refuses = {}, set(), [], 0, 0
    monkeypatch.setattr(pool, "ProcessPool", Workers)
    return Workers


def done(offset: int) -> Done:
    return Done(unreadable(Ref("s", offset, 1), Reason.UNREADABLE, "as planned"))


def task(offset: int) -> PageTask:
    return PageTask(Ref("s", offset, 1), done, (offset,))


def taken(pages: PagePool) -> list[int]:
    found = []
    while result := pages.take():
        found.append(result[0].offset)
    return found


def rejected(pages: PagePool) -> tuple[str, str]:
    found = pages.take(block=True)
    assert found is not None
    result = found[1].result
    return result.reason, result.detail  # type: ignore[union-attr]


def test_results_come_in_the_order_of_handing_in(workers):
    pages = PagePool(1)
    workers.waits = {2}
    for offset in (1, 2, 3):
        pages.feed(task(offset))
    assert taken(pages) == [1]
    assert len(pages) == 2
    assert pages.take(block=True) == (Ref("s", 2, 1), done(2))
    assert taken(pages) == [3]
    assert pages.take(block=True) is None


def test_a_page_that_hangs_is_tried_once_more(workers):
    pages = PagePool(1)
    workers.plans = {1: [FutureTimeout(), done(1)]}
    pages.feed(task(1))
    assert rejected(pages) == ("unreadable", "as planned")


@pytest.mark.parametrize(
    ("error", "reason", "detail"),
    [
        (FutureTimeout(), "timeout", "no result after 60 s, twice"),
        (ProcessExpired("gone"), "crashed", "the worker died, twice: gone"),
    ],
)
def test_a_page_that_fails_twice_is_set_aside_and_the_next_is_read(workers, error, reason, detail):
    pages = PagePool(1)
    workers.plans = {1: [error, error]}
    for offset in (1, 2):
        pages.feed(task(offset))
    assert rejected(pages) == (reason, detail)
    assert taken(pages) == [2]


def test_all_workers_may_be_killed_ten_times_in_a_row(workers):
    pages = PagePool(1)
    workers.plans = {1: [BrokenProcessPool()] * 10, 2: [done(2)] * 10}
    for offset in (1, 2):
        pages.feed(task(offset))
    assert rejected(pages) == ("unreadable", "as planned")
    assert (len(workers.made), workers.ended) == (11, 10)
    assert taken(pages) == [2]


def test_the_eleventh_time_is_told(workers):
    pages = PagePool(1)
    workers.plans = {1: [BrokenProcessPool()] * 11}
    pages.feed(task(1))
    with pytest.raises(StorageError, match=r"enough memory\? Fewer `crawl.workers`"):
        pages.take(block=True)


def test_a_result_begins_the_count_anew(workers):
    pages = PagePool(1)
    for _ in range(4):
        workers.plans = {1: [BrokenProcessPool()] * 6}
        pages.feed(task(1))
        assert rejected(pages) == ("unreadable", "as planned")


def test_workers_that_are_gone_when_a_page_comes_are_started_again(workers):
    pages = PagePool(1)
    pages.feed(task(1))
    workers.refuses = 1
    pages.feed(task(2))
    assert len(workers.made) == 2
    assert taken(pages) == [1, 2]


@pytest.mark.parametrize(("wanted", "cores", "count"), [(3, 8, 3), (None, 8, 8), (None, None, 1)])
def test_workers_are_as_many_as_wanted_or_one_per_core(workers, monkeypatch, wanted, cores, count):
    monkeypatch.setattr(pool.os, "cpu_count", lambda: cores)
    pages = PagePool(wanted)
    pages.feed(task(1))
    pages.start()
    assert [(o["max_workers"], o["max_tasks"], o["timeouts"]) for o in workers.made] == [
        (count, 20_000, {60.0})
    ]


def test_an_ended_pool_holds_nothing(workers):
    pages = PagePool(1)
    pages.close()
    assert workers.ended == 0
    pages.feed(task(1))
    pages.close()
    pages.close()
    assert (len(pages), workers.ended) == (0, 1)
