"""A large table to which little was added: files in order stay, and the rows are the same."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings as tries, strategies as st
from pipelines_store import AT

from pipelines.dedup.sketch import sketch
from pipelines.errors import StorageError
from pipelines.extract.result import Extraction
from pipelines.identity import article_id, content_hash, revision_id
from pipelines.model import Article, Provenance, Rejected
from pipelines.store import finish as finishing, settled, thrift
from pipelines.store.archive import Ref
from pipelines.store.columns import exchange_columns
from pipelines.store.dataset import Dataset
from pipelines.store.finish import _current as current, finish
from pipelines.store.manifest import Manifest, Part
from pipelines.store.parquet import write_part, write_table
from pipelines.store.paths import DOCUMENTS
from pipelines.store.schema import arrow_schema, table_of

LEAST = 40


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(settled, "LEAST", LEAST)


def article(number: int, text: str = "", version: int = 0) -> Article:
    url = f"http://paper-{number % 3}.example/{number}"
    text = text or " ".join(f"word{number}x{n}" for n in range(40 + number % 7))
    identifier, content = article_id(url), content_hash(f"{version}", text)
    return Article(
        id=identifier, revision_id=revision_id(identifier, content), url=url,
        source=f"paper-{number % 3}", title=f"{version}", text=text, content_hash=content,
        date_fetched=AT, cluster_id=identifier, extractor="test",
    )  # fmt: skip


def add(dataset: Dataset, *articles: Article) -> None:
    """Commit articles as a run does."""
    end = max(dataset.manifest.archived.values(), default=0)
    dataset.commit(
        (
            Ref("a", end + n, 1),
            Extraction(a, [Provenance(a.id, "title", a.title, a.title, "h1", "")]),
            sketch([a.text])[0],
        )
        for n, a in enumerate(articles)
    )


def end(dataset: Dataset, *, again: bool = False) -> Manifest:
    return finish(dataset, near=True, shard_rows=30, again=again)


def rows(dataset: Dataset, table: str) -> list[dict[str, Any]]:
    tables = [pq.read_table(dataset.folder / p.path) for p in dataset.manifest.parts(table)]
    return sorted(pa.concat_tables(tables).to_pylist(), key=repr)


def begun(folder: Path, number: int = 60) -> Dataset:
    dataset = Dataset(folder)
    add(dataset, *map(article, range(number)))
    end(dataset)
    return dataset


def paths(dataset: Dataset, table: str = "articles") -> list[str]:
    return [p.path for p in dataset.manifest.parts(table)]


def test_files_in_order_stay_and_the_new_lies_beside(tmp_path):
    dataset = begun(tmp_path)
    before = {name: paths(dataset, name) for name in ("articles", "provenance")}
    for number in (60, 61):
        add(dataset, article(number))
        end(dataset)
        for name, files in before.items():
            assert paths(dataset, name)[:-1] == files
    assert dataset.manifest.parts("articles")[-1].rows == 2
    assert dataset.manifest.problems() == []


def test_rows_are_those_of_a_table_written_anew(tmp_path):
    """New articles, a copy, a cut copy and a new version; then compacted: the very files."""
    first, copy = article(7), article(60, article(7).text or "")
    cut = article(61, " ".join((article(8).text or "").split()[:20]))
    dataset, whole = begun(tmp_path / "a"), begun(tmp_path / "b")
    for each in (dataset, whole):
        add(each, copy, cut)
        end(each, again=each is whole)
        add(each, article(9, version=1))
        end(each, again=each is whole)
    assert settled.settled(dataset.manifest, "articles")
    assert paths(dataset) != paths(whole)
    for name in ("articles", "revisions", "provenance", "_meta/documents", "_meta/pairs"):
        assert rows(dataset, name) == rows(whole, name), name
    roles = {r["id"]: (r["cluster_id"], r["cluster_role"]) for r in rows(dataset, "articles")}
    assert roles[first.id][0] == roles[copy.id][0] == min(first.id, copy.id)
    assert {roles[first.id][1], roles[copy.id][1]} == {"canonical", "copy"}
    assert roles[cut.id][1] == "prefix"
    assert end(dataset, again=True).tables["articles"] == whole.manifest.tables["articles"]


@pytest.mark.parametrize(("loose", "stay"), [(5, True), (6, False)])
def test_much_that_is_new_has_all_written_anew(tmp_path, loose, stay):
    """80 rows in order: 5 beside them are a sixteenth."""
    dataset = begun(tmp_path, 80)
    before = paths(dataset)
    add(dataset, *map(article, range(80, 80 + loose)))
    end(dataset)
    assert (paths(dataset)[: len(before)] == before) is stay


@pytest.mark.parametrize(("number", "stay"), [(LEAST - 1, False), (LEAST, True)])
def test_small_tables_are_written_anew(tmp_path, number, stay):
    dataset = begun(tmp_path, number)
    assert bool(dataset.manifest.notes.get(settled.NOTE)) is stay
    add(dataset, article(number))
    end(dataset)
    assert (len(paths(dataset)) == 3) is stay


def test_a_new_version_leaves_the_other_rows_in_order(tmp_path):
    """The file that lost its old version is in order still."""
    dataset = begun(tmp_path)
    add(dataset, article(3, version=1))
    kept = settled.settled(dataset.manifest, "articles")
    assert sum(p.rows for p in kept) == 59
    end(dataset)
    assert dataset.manifest.parts("articles")[:-1] == kept


def set_aside(dataset: Dataset, *numbers: int, day: int = 0) -> None:
    """Commit pages that gave no article."""
    end = max(dataset.manifest.archived.values(), default=0)
    pages = [
        Rejected(
            url=f"http://paper-{n % 3}.example/{n}", source=f"paper-{n % 3}", reason="not_article",
            detail=f"visit {day}", date_fetched=AT + timedelta(days=day), archive_file="a",
            archive_offset=end + at, extractor="test",
        )
        for at, n in enumerate(numbers)
    ]  # fmt: skip
    dataset.commit((Ref("a", p.archive_offset or 0, 1), p, None) for p in pages)


def test_pages_set_aside_stay_but_for_those_that_are_set_aside_again(tmp_path):
    dataset, whole = Dataset(tmp_path / "a"), Dataset(tmp_path / "b")
    for each in (dataset, whole):
        set_aside(each, *range(60))
        end(each)
    first, second = paths(dataset, "rejected")
    set_aside(dataset, 60, 61, day=1)
    end(dataset)
    assert paths(dataset, "rejected")[:-1] == [first, second]
    gone = pq.read_table(dataset.folder / second)["url"][0].as_py()
    set_aside(dataset, int(gone.rsplit("/", 1)[1]), day=2)
    end(dataset)
    assert first in paths(dataset, "rejected")
    assert second not in paths(dataset, "rejected")
    set_aside(whole, 60, 61, day=1)
    set_aside(whole, int(gone.rsplit("/", 1)[1]), day=2)
    end(whole, again=True)
    assert rows(dataset, "rejected") == rows(whole, "rejected")
    assert dataset.manifest.counts == whole.manifest.counts
    assert (dataset.manifest.counts["said_again"], dataset.manifest.problems()) == (1, [])


def test_texts_are_measured_once(tmp_path, monkeypatch):
    """A later run reads the texts of the files that are new; what it notes is of all."""
    dataset = begun(tmp_path)
    asked: list[str] = []
    monkeypatch.setattr(finishing, "_current", lambda *given: asked.append(current(*given)) or asked[-1])  # fmt: skip
    add(dataset, article(60, article(7).text or ""), article(3, "shorter", version=1))
    stay = [p.path for p in settled.settled(dataset.manifest, "articles")]
    end(dataset)
    measured, known = asked[0].split(" UNION ALL ")
    assert len(stay) == 2
    assert all(path in known and path not in measured for path in stay)
    lengths = {r["id"]: len(r["text"]) for r in rows(dataset, "articles")}
    assert {r["id"]: r["length"] for r in rows(dataset, "_meta/documents")} == lengths


@pytest.mark.parametrize("near", [True, False])
def test_lengths_that_nobody_noted_are_measured(tmp_path, near):
    """A dataset of an earlier version has none; a run without near duplicates notes none."""
    dataset = begun(tmp_path)
    (documents,) = dataset.manifest.parts(DOCUMENTS)
    short = pq.read_table(tmp_path / documents.path).drop_columns(["length"])
    tables = {DOCUMENTS: [write_part(tmp_path, DOCUMENTS, short)]} if near else {}
    dataset.replace_tables(tables, notes={**dataset.manifest.notes, "near": near}, final=False)
    assert not settled.lengths_are_told(tmp_path, dataset.manifest)
    end(dataset)
    assert settled.lengths_are_told(tmp_path, dataset.manifest)
    lengths = {r["id"]: len(r["text"]) for r in rows(dataset, "articles")}
    assert {r["id"]: r["length"] for r in rows(dataset, "_meta/documents")} == lengths


def test_files_of_another_version_are_not_in_order():
    notes = {settled.NOTE: {"articles": ["articles/gone.parquet"]}}
    manifest = Manifest(notes=notes, tables={"articles": [Part("articles/a.parquet", 99, 1, "")]})
    assert settled.settled(manifest, "articles") == []


@pytest.mark.parametrize("row_group", [7, 1000])
def test_exchanged_columns_give_the_file_that_is_written_anew(tmp_path, row_group):
    """Byte for byte, with lists, nulls, an empty dictionary and pages of several row groups."""
    old = table_of("articles", [article(n) for n in range(50)])
    ids = [None if n % 4 else f"{n:016x}" for n in range(50)]
    new = {
        "cluster_id": pa.chunked_array([pa.array([i or "f" * 16 for i in ids])]),
        "cluster_role": pa.chunked_array(
            [pa.array(["copy" if i else None for i in ids], pa.string())]
        ),
    }
    wanted = old
    for name, column in new.items():
        at = wanted.schema.get_field_index(name)
        wanted = wanted.set_column(at, wanted.schema.field(at), column)
    with (tmp_path / "old.parquet").open("wb") as file:
        write_table(old, file, row_group)
    anew, exchanged = io.BytesIO(), io.BytesIO()
    write_table(wanted.cast(arrow_schema("articles")), anew, row_group)
    exchange_columns(tmp_path / "old.parquet", new, exchanged, row_group)
    assert exchanged.getvalue() == anew.getvalue()


VALUES = st.deferred(
    lambda: st.one_of(
        st.tuples(st.sampled_from([1, 2]), st.none()),
        st.tuples(st.just(3), st.integers(0, 255)),
        st.tuples(st.sampled_from([4, 5, 6]), st.integers(-(2**63), 2**63 - 1)),
        st.tuples(st.just(7), st.binary(min_size=8, max_size=8)),
        st.tuples(st.just(8), st.binary(max_size=20)),
        st.tuples(st.just(9), st.lists(st.integers(-9, 9), max_size=20).map(lambda v: thrift.Items(5, v))),
        st.tuples(st.just(9), st.lists(st.integers(1, 2), max_size=20).map(lambda v: thrift.Items(1, v))),
        st.tuples(st.just(12), STRUCTS),
    )
)  # fmt: skip
STRUCTS = st.dictionaries(st.integers(1, 99), VALUES, max_size=4).map(
    lambda d: [thrift.Field(n, *d[n]) for n in sorted(d)]
)


@tries(max_examples=60, deadline=None)
@given(STRUCTS)
def test_what_is_read_is_written_the_same(struct):
    data = thrift.written(struct)
    assert thrift.read(data) == struct
    assert thrift.written(thrift.read(data)) == data


@pytest.mark.parametrize(
    ("struct", "data"),
    [
        # a step of up to fifteen stands in the byte of the type
        ([thrift.Field(15, 5, 0)], b"\xf5\x00\x00"),
        ([thrift.Field(16, 5, 0)], b"\x05\x20\x00\x00"),
        # and so does the size of a list of up to fourteen
        ([thrift.Field(1, 9, thrift.Items(5, [0] * 14))], b"\x19\xe5" + bytes(15)),
        ([thrift.Field(1, 9, thrift.Items(5, [0] * 15))], b"\x19\xf5\x0f" + bytes(16)),
    ],
)
def test_what_is_written_is_the_protocol(struct, data):
    assert thrift.written(struct) == data
    assert thrift.read(data) == struct


def test_metadata_that_are_no_thrift_are_refused():
    with pytest.raises(StorageError, match="cut off"):
        thrift.read(b"\x15")
    with pytest.raises(StorageError, match="type 11"):
        thrift.read(b"\x1b\x00")


@pytest.mark.parametrize(
    ("rows", "loose", "stays"),
    [(160, 10, True), (160, 11, False), (LEAST, 0, True), (LEAST - 1, 0, False)],
)
def test_a_sixteenth_may_lie_beside_a_large_table(rows: int, loose: int, stays: bool) -> None:
    there, beside = Part("there", rows, 1, ""), Part("beside", loose, 1, "")
    manifest = Manifest(
        tables={"articles": [there, beside]}, notes={settled.NOTE: {"articles": ["there"]}}
    )
    assert settled.settled(manifest, "articles") == ([there] if stays else [])
