"""The commit protocol: stopped between any two steps, read while it runs."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pipelines_store import write_three_versions

from pipelines.build import spawn
from pipelines.store.check import problems
from pipelines.store.dataset import Dataset
from pipelines.store.faults import POINTS
from pipelines.store.parquet import read_table, write_parts
from pipelines.store.paths import LEFTOVER

STORE_POINTS = sorted(
    set(POINTS) - {"frames appended", "frames synced", "frontier written", "page read again"}
)


def write(folder: Path, fault: str = "") -> int:
    """Write three versions in a process of its own; return its exit code."""
    process = spawn.context().Process(
        target=write_three_versions, args=(folder, fault, folder / "said.txt")
    )
    process.start()
    process.join()
    return int(process.exitcode)


def files(folder: Path) -> list[str]:
    """The data files, without those that no version names and that were put aside."""
    found = (p.relative_to(folder).as_posix() for p in folder.rglob("*.parquet"))
    return sorted(name for name in found if not name.startswith(LEFTOVER))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("undisturbed")
    assert write(folder) == 0
    return files(folder)


@pytest.mark.slow
@pytest.mark.parametrize("time", [1, 3, 8])
@pytest.mark.parametrize("point", STORE_POINTS)
def test_killed_between_two_steps(tmp_path, point, time, undisturbed):
    killed = write(tmp_path, f"{point}#{time}=kill")
    if killed == 0:
        pytest.skip(f"{point} is passed fewer than {time} times")
    assert killed == -signal.SIGKILL
    assert write(tmp_path) == 0
    assert files(tmp_path) == undisturbed
    assert problems(tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "point", ["part staged", "parts placed", "folder exchanged", "manifest written"]
)
def test_disk_full_between_two_steps(tmp_path, point, undisturbed):
    assert write(tmp_path, f"{point}#2=full") == 5
    assert "could not be written" in (tmp_path / "said.txt").read_text(encoding="utf-8")
    assert write(tmp_path) == 0
    assert files(tmp_path) == undisturbed
    assert problems(tmp_path) == []


def ids_in(folder: Path) -> list[str] | None:
    """What a reader sees who lists the folder once; None when it has to look again: a file
    is gone that was listed, or the folder that was listed is being emptied (a table that
    had a file is never without one)."""
    found: list[str] = []
    try:
        listed = sorted((folder / "articles").glob("*.parquet"))
        for path in listed:
            found += pq.read_table(path, columns=["id"])["id"].to_pylist()
    except FileNotFoundError:
        return None
    return found if listed else None


def test_reader_during_rewrites_never_sees_a_row_twice(tmp_path):
    assert write(tmp_path) == 0
    dataset = Dataset(tmp_path)
    expected = sorted(ids_in(tmp_path) or [])
    assert expected
    seen: list[list[str] | None] = []
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            seen.append(ids_in(tmp_path))

    reader = threading.Thread(target=look)
    reader.start()
    for step, rows in enumerate([1, 3, 2] * 6):
        table = read_table(tmp_path, "articles", dataset.manifest.parts("articles"))
        # no file has a name that one had before: who has seen some of those, and was away since,
        # must not take them for these
        parts = write_parts(tmp_path, "articles", [table], shard_rows=rows, first=10 * step)
        dataset.replace_tables({"articles": parts})
    stop.set()
    reader.join()
    seen.append(ids_in(tmp_path))
    assert [s for s in seen if s is not None and sorted(s) != expected] == []
    assert seen[-1] is not None
