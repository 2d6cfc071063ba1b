"""The manifest: what must add up, which versions stay, which one is in force; and the form
of the files that it names."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.errors import DatasetError
from pipelines.store import commit, manifest as manifests
from pipelines.store.manifest import Manifest, NewerVersion, Part
from pipelines.store.parquet import ROW_GROUP, write_parts
from pipelines.store.paths import LEFTOVER, DatasetPaths

COUNTS = {"pages": 10, "rows": 5, "revisions": 2, "duplicates": 1, "rejected": 1, "said_again": 1}
URLS = {"discovered": 9, "fetched": 4, "blocked": 2, "pending": 1, "failed": 1, "left_out": 1}


def part(table: str, rows: int, size: int = 4) -> Part:
    return Part(f"{table}/part-00000-{rows:012x}.parquet", rows, size, "0" * 64)


WHOLE = Manifest(
    tables={"articles": [part("articles", 5)], "rejected": [part("rejected", 2)]},
    counts=COUNTS,
    crawl={"urls": URLS},
)


def test_a_manifest_that_adds_up_has_no_problem() -> None:
    assert WHOLE.problems() == []
    assert Manifest().problems() == []


@pytest.mark.parametrize("count", [k for k in COUNTS if k != "pages"])
def test_a_page_that_is_counted_nowhere_is_a_problem(count: str) -> None:
    less = replace(WHOLE, counts={**COUNTS, count: COUNTS[count] - 1})
    assert "10 pages were read, but" in less.problems()[0]
    assert less.problems()[0].endswith("are 9")


def test_rows_that_the_files_do_not_have_are_a_problem() -> None:
    files = {**WHOLE.tables, "articles": [part("articles", 4)]}
    assert replace(WHOLE, tables=files).problems() == ["5 rows were counted, articles/ has 4"]
    files = {**WHOLE.tables, "rejected": [part("rejected", 3)]}
    assert replace(WHOLE, tables=files).problems() == ["2 pages were set aside, rejected/ has 3"]


@pytest.mark.parametrize("end", manifests.ENDS)
def test_an_address_that_ended_nowhere_is_a_problem(end: str) -> None:
    less = replace(WHOLE, crawl={"urls": {**URLS, end: URLS[end] - 1}})
    assert less.problems() == [
        "9 addresses were discovered, but fetched + blocked + pending + failed + left_out are 8"
    ]


def put(folder: Path, version: int, **changes: object) -> Manifest:
    """Write a version, and make it the current one."""
    made = replace(WHOLE, version=version, **changes)
    manifests.point_at(folder, manifests.write(folder, made))
    return made


def test_a_folder_without_a_version_is_an_empty_dataset(tmp_path: Path) -> None:
    assert manifests.load(tmp_path) == Manifest(name=tmp_path.name)


def test_the_current_version_is_read_and_the_last_three_stay(tmp_path: Path) -> None:
    for version in range(1, 6):
        put(tmp_path, version)
    assert manifests.load(tmp_path).version == 5
    assert manifests.numbers(tmp_path) == [3, 4, 5]


def test_a_pointer_that_names_none_is_told(tmp_path: Path) -> None:
    put(tmp_path, 1)
    pointer = DatasetPaths(tmp_path).current
    for content, said in (
        ("nonsense\n", "names no manifest"),
        ("../manifest-000001.json", "names no"),
    ):
        pointer.write_text(content, encoding="utf-8")
        with pytest.raises(DatasetError, match=said):
            manifests.load(tmp_path)
    pointer.unlink()
    with pytest.raises(DatasetError, match="is missing"):
        manifests.load(tmp_path)


@pytest.mark.parametrize("change", [{"schema_version": "9999"}, {"unheard_of": 1}])
def test_a_version_of_a_later_standfirst_is_told(tmp_path: Path, change: dict[str, object]) -> None:
    name = manifests.write(tmp_path, WHOLE)
    path = DatasetPaths(tmp_path).manifest(name)
    path.write_text(json.dumps({**asdict(WHOLE), **change}), encoding="utf-8")
    with pytest.raises(NewerVersion, match="later Standfirst"):
        manifests.read(tmp_path, name)


def test_a_dataset_of_an_earlier_schema_is_not_written_to(tmp_path: Path) -> None:
    manifests.check_version(tmp_path, WHOLE)
    with pytest.raises(DatasetError, match="has schema version 1"):
        manifests.check_version(tmp_path, replace(WHOLE, schema_version="1"))


def lay(folder: Path, *parts: Part, content: bytes = b"data") -> None:
    for each in parts:
        (folder / each.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / each.path).write_bytes(content)


def test_the_newest_version_whose_files_are_all_there_is_whole(tmp_path: Path) -> None:
    old, new = part("articles", 1), part("articles", 2)
    put(tmp_path, 1, tables={"articles": [old]})
    put(tmp_path, 2, tables={"articles": [new]})
    assert manifests.newest_whole(tmp_path) is None
    lay(tmp_path, old)
    assert manifests.newest_whole(tmp_path).version == 1
    lay(tmp_path, new, content=b"dat")
    assert manifests.newest_whole(tmp_path).version == 1
    lay(tmp_path, new)
    assert manifests.newest_whole(tmp_path).version == 2
    put(tmp_path, 3, tables={}, schema_version="1")
    assert manifests.newest_whole(tmp_path).version == 2


def test_files_that_no_version_names_are_removed_or_put_aside(tmp_path: Path) -> None:
    named, stray = part("articles", 1), part("articles", 2)
    made = replace(WHOLE, version=1, tables={"articles": [named]})
    lay(tmp_path, named, stray)
    commit.clean(tmp_path, made)
    assert [p.name for p in (tmp_path / "articles").iterdir()] == [Path(named.path).name]
    assert not (tmp_path / LEFTOVER / stray.path).exists()
    # where no version was ever in force, nothing proves that they are leftovers
    commit.clean(tmp_path, Manifest())
    assert (tmp_path / LEFTOVER / named.path).exists()
    assert not (tmp_path / named.path).exists()


def test_a_file_that_an_unfinished_commit_had_taken_out_comes_back(tmp_path: Path) -> None:
    named = part("articles", 1)
    aside = commit.staging(tmp_path) / "articles" / Path(named.path).name
    aside.parent.mkdir(parents=True)
    aside.write_bytes(b"data")
    (tmp_path / "articles").mkdir()
    commit.recover(tmp_path, replace(WHOLE, version=1, tables={"articles": [named]}))
    assert (tmp_path / named.path).read_bytes() == b"data"
    assert not commit.staging(tmp_path).exists()


SCHEMA = pa.schema([("id", pa.int64())])


@pytest.mark.parametrize(
    ("rows", "limit", "files"),
    [(0, 3, []), (2, 3, [2]), (3, 3, [3]), (7, 3, [3, 3, 1]), (6, 3, [3, 3])],
)
def test_rows_are_cut_into_files_of_the_same_size(
    tmp_path: Path, rows: int, limit: int, files: list[int]
) -> None:
    table = pa.table({"id": range(rows)}, schema=SCHEMA)
    halves = [table.slice(0, rows // 2), table.slice(rows // 2)]
    parts = write_parts(tmp_path, "articles", halves, shard_rows=limit, schema=SCHEMA)
    assert [p.rows for p in parts] == files
    again = write_parts(tmp_path, "articles", [table], shard_rows=limit, schema=SCHEMA)
    assert again == parts


@pytest.mark.parametrize(("table", "groups"), [("articles", 2), ("_meta/sketches", 1)])
def test_rows_of_a_table_are_read_ten_thousand_at_a_time(
    tmp_path: Path, table: str, groups: int
) -> None:
    assert ROW_GROUP == 10_000
    rows = pa.table({"id": range(10_001)}, schema=SCHEMA)
    (made,) = write_parts(tmp_path, table, [rows], shard_rows=20_000, schema=SCHEMA)
    with pq.ParquetFile(commit.staged(tmp_path, made)) as file:
        assert file.num_row_groups == groups
        assert file.metadata.row_group(0).num_rows == 10_000 if groups == 2 else 10_001
