"""Archive → dataset: when it is written, how much is under way, which pages are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipelines.build import builder
from pipelines.build.builder import Builder, extract_pending, pending_refs
from pipelines.build.worker import Done, unreadable
from pipelines.extract.rules import Rules
from pipelines.model import Reason
from pipelines.store.archive import Ref
from pipelines.store.dataset import Dataset
from tests.pipelines.build.stand_ins import archived


@dataclass
class Pool:
    """Stands for the workers: what is handed in is done when it is asked for."""

    workers: int | None = None
    page_seconds: float = 0.0
    waiting: list[Any] = field(default_factory=list)
    ready: int = 10**9
    """Results that are there without waiting."""
    most: int = 0
    closed: int = 0

    def __len__(self) -> int:
        return len(self.waiting)

    def feed(self, task: Any) -> None:
        self.waiting.append(task)
        self.most = max(self.most, len(self.waiting))

    def take(self, *, block: bool = False) -> tuple[Ref, Done] | None:
        if not self.waiting or not (block or self.ready):
            return None
        self.ready -= not block
        ref = self.waiting.pop(0).ref
        seen: Any = "told" if ref.offset % 2 else None
        result = unreadable(ref, Reason.UNREADABLE, "as planned")
        return ref, Done(result, np.array([1], np.uint64), seen, cpu=0.5)

    def close(self) -> None:
        self.closed += 1


@dataclass
class Written:
    """Stands for the dataset: what was committed."""

    batches: list[tuple[int, int]] = field(default_factory=list)

    @property
    def paths(self) -> Any:
        return self

    archive: Path = Path("archive")

    def commit(self, results: list[Any], seen: list[Any]) -> None:
        self.batches.append((len(results), len(seen)))


@pytest.fixture
def written() -> Written:
    return Written()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(builder.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(builder, "PagePool", Pool)
    return now


def made(written: Written, **options: Any) -> Builder:
    found = Builder(written, Rules(), **options)  # type: ignore[arg-type]
    found._last_commit = 100.0
    return found


@pytest.mark.parametrize(("pages", "batches"), [(1999, []), (2000, [(2000, 1000)])])
@pytest.mark.usefixtures("clock")
def test_two_thousand_rows_are_one_version(written, pages, batches):
    found = made(written)
    for offset in range(pages):
        found.feed(Ref("s", offset, 1))
    assert found.drain() == pages
    assert written.batches == batches


@pytest.mark.parametrize(("later", "batches"), [(20.0, []), (20.1, [(1, 0)])])
def test_what_came_back_waits_twenty_seconds(written, clock, later, batches):
    found = made(written)
    found.feed(Ref("s", 0, 1))
    clock[0] += later
    found.drain()
    assert written.batches == batches
    found.drain()
    assert written.batches == batches


def test_nothing_is_written_where_nothing_came(written, clock):
    found = made(written)
    clock[0] += 100
    assert found.drain() == 0
    found.commit()
    assert written.batches == []


@pytest.mark.usefixtures("clock")
def test_who_waits_waits_for_the_first_result_alone(written):
    found = made(written)
    found._pool.ready = 0  # type: ignore[attr-defined]
    for offset in range(3):
        found.feed(Ref("s", offset, 1))
    assert found.drain() == 0
    assert found.drain(block=True) == 1
    assert found.backlog == 2


@pytest.mark.usefixtures("clock")
def test_pages_are_counted_and_told(written):
    watched = []
    found = made(written, watch=lambda ref, result: watched.append((ref.offset, result.reason)))
    for offset in range(2):
        found.feed(Ref("s", offset, 1))
    found.finish()
    assert watched == [(0, "unreadable"), (1, "unreadable")]
    assert (found.extracted, found.cpu, written.batches) == (2, 1.0, [(2, 1)])
    assert found._pool.closed == 1  # type: ignore[attr-defined]


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    """Five archived pages, of which the third is damaged."""
    archived(tmp_path, damaged=2)
    return Dataset(tmp_path)


def test_damaged_stretches_come_where_they_are_wanted(dataset):
    assert [bool(r.damage) for r in pending_refs(dataset)] == [False, False, True, False, False]
    assert [bool(r.damage) for r in pending_refs(dataset, damaged=False)] == [False] * 4


def test_what_the_crawl_has_not_committed_is_not_read(dataset):
    refs = list(pending_refs(dataset))
    committed = {refs[0].file: refs[1].offset}
    assert list(pending_refs(dataset, committed)) == refs[:1]
    assert list(pending_refs(dataset, {})) == []


def test_what_the_dataset_has_read_is_not_read_again(dataset):
    refs = list(pending_refs(dataset))
    dataset.replace_tables({}, archived={refs[0].file: refs[3].offset})
    assert list(pending_refs(dataset)) == refs[3:]


@pytest.mark.parametrize(("window", "most"), [(2, 2), (3, 3), (256, 5)])
@pytest.mark.usefixtures("clock")
def test_no_more_than_a_window_is_under_way(monkeypatch, dataset, window, most):
    monkeypatch.setattr(dataset, "commit", lambda *_: None)
    done = extract_pending(dataset, Rules(), window=window)
    assert (done.extracted, done._pool.most) == (5, most)  # type: ignore[attr-defined]


@pytest.mark.usefixtures("clock")
def test_workers_end_with_a_run_that_fails(monkeypatch, dataset):
    def full(*_: Any) -> None:
        raise OSError("full")

    closed: list[Builder] = []
    monkeypatch.setattr(dataset, "commit", full)
    monkeypatch.setattr(Builder, "close", lambda self: closed.append(self))  # noqa: PLW0108
    with pytest.raises(OSError, match="full"):
        extract_pending(dataset, Rules())
    assert len(closed) == 1
