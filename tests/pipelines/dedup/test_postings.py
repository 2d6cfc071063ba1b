"""Rows of sketches that are asked for, found in files as one look through all of them finds them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings, strategies as st

from pipelines.dedup import postings, since
from pipelines.dedup.near import Known
from pipelines.dedup.postings import Marked, Postings, TooManyError, numbers
from pipelines.dedup.sketch import sketch_rows
from pipelines.store.parquet import write_table

SKETCHES = st.dictionaries(st.integers(0, 30), st.frozensets(st.integers(0, 2**62 - 1) | st.integers(0, 9), max_size=12), max_size=12)  # fmt: skip


def written(folder: Path, rows: list[tuple[int, frozenset[int]]], name: str = "a") -> Path:
    """Write sketches as a file of short row groups: versions lie on both sides of a border."""
    hashes = [np.array(sorted(h), np.uint64) for _, h in rows]
    table = sketch_rows([f"{v:x}" for v, _ in rows], [f"paper-{v % 3}" for v, _ in rows], hashes)
    pq.write_table(table, folder / f"{name}.parquet", row_group_size=5)
    return folder / f"{name}.parquet"


@settings(max_examples=40, deadline=None)
@given(SKETCHES, st.integers(0, 12), st.sets(st.integers(0, 31), max_size=5))
def test_what_is_asked_for_is_found(sketches, cut, asked):
    rows = list(sketches.items())
    with tempfile.TemporaryDirectory() as folder:
        files = [written(Path(folder), part, f"{n}") for n, part in enumerate((rows[:cut], rows[cut:]))]  # fmt: skip
        found = Postings(files)
        versions = np.array(sorted(asked), np.uint64)
        hashes = found.of(versions)
        expected = sorted({h for v in asked for h in sketches.get(v, ())})
        assert hashes.tolist() == expected
        having = found.having(hashes)
        there = sorted(zip(having.versions.tolist(), having.hashes.tolist(), strict=True))
        assert there == sorted((v, h) for v, s in rows for h in s if h in set(expected))
        assert [expected[n] for n in having.which] == having.hashes.tolist()
        named = {v: f"paper-{v % 3}" for v in asked if sketches.get(v)}
        assert found.sources(versions) == named


def test_no_more_is_held_than_there_is_room_for(tmp_path, monkeypatch):
    path = written(tmp_path, [(n, frozenset({7, 100 + n})) for n in range(10)])
    monkeypatch.setattr(postings, "MOST", 10)
    assert len(Postings([path]).having(np.array([7], np.uint64)).hashes) == 10
    monkeypatch.setattr(postings, "MOST", 9)
    with pytest.raises(TooManyError):
        Postings([path]).having(np.array([7], np.uint64))


def test_where_too_much_is_asked_for_everything_is_joined_again(monkeypatch):
    from tests.pipelines.dedup.test_numbers import look

    documents = [range(n * 3, n * 3 + 8) for n in range(10)]
    before, joined, whole = look(*documents[1:]), [], since.anew
    monkeypatch.setattr(since, "ALL_ANEW", 9e9)
    monkeypatch.setattr(since, "anew", lambda c, s: joined.append(1) or whole(c, s))
    assert look(*documents, known=before).documents.equals(look(*documents).documents)
    assert joined == [1]  # that of the whole look
    monkeypatch.setattr(postings, "MOST", 3)
    assert look(*documents, known=before).documents.equals(look(*documents).documents)
    assert joined == [1, 1, 1]


@pytest.mark.parametrize(
    ("asked", "places"), [(1, 2**4), (8, 2**7), (100_000, 2**20), (2_000_000, 2**20)]
)
def test_marks_are_few_where_little_is_asked_for_and_never_more_than_a_cache_holds(asked, places):
    marked = Marked(np.arange(asked, dtype=np.uint64))
    assert len(marked.low) == len(marked.high) == places


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 2**64 - 1), max_size=9), st.integers(0, 3))
def test_ids_are_numbers_in_the_same_order(given_, cut):
    names = pa.array(["0" * 16, *(f"{n:016x}" for n in given_)])
    chunked = pa.chunked_array([names[1 : 1 + cut], names[1 + cut :]])
    assert numbers(chunked).tolist() == given_
    assert numbers(pa.chunked_array([pa.array([f"{n % 256:02x}" for n in given_])])).tolist() == [n % 256 for n in given_]  # fmt: skip


def test_without_files_nothing_is_found():
    found = Postings([])
    assert found.of(np.array([1], np.uint64)).tolist() == []
    assert found.sources(np.array([1], np.uint64)) == {}
    assert found.having(np.array([1], np.uint64)).hashes.tolist() == []


def test_a_dataset_from_before_lengths_were_noted_gets_them() -> None:
    from tests.pipelines.dedup.test_numbers import look

    before = look(range(9), range(9))
    at = before.documents.schema.get_field_index("length")
    bare = before.documents.set_column(at, "length", pa.nulls(2, pa.int32()))
    assert look(range(9), range(9), known=Known(bare, before.pairs)).documents.equals(before.documents)  # fmt: skip


def test_hashes_in_files_have_no_dictionary_and_are_packed_by_what_is_read_quickly(tmp_path):
    rows = sketch_rows(["1"], ["paper"], [np.arange(99, dtype=np.uint64)])
    with (tmp_path / "a.parquet").open("wb") as file:
        write_table(rows, file, 50)
    group = pq.ParquetFile(tmp_path / "a.parquet").metadata.row_group(0)
    packed = [group.column(n).compression for n in range(3)]
    assert packed == ["ZSTD", "ZSTD", "LZ4"]
    assert [group.column(n).has_dictionary_page for n in range(3)] == [True, True, False]
