"""Rows read again with the model of their paper: put in, and given back as they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pipelines_store import AT

from pipelines.dedup.sketch import sketch
from pipelines.extract.result import Extraction
from pipelines.identity import article_id, content_hash, revision_id
from pipelines.model import Article, Provenance
from pipelines.papers.stored import table_of
from pipelines.papers.summary import NOTE
from pipelines.store.archive import Ref
from pipelines.store.dataset import Dataset
from pipelines.store.manifest import Manifest
from pipelines.store.parquet import read_table, write_part
from pipelines.store.paths import PAPERS, SINGLE, SKETCHES
from pipelines.store.second_look import COUNT, MADE, Again, as_single, put, take_back

NOTHING = table_of({})
TABLES = ("articles", "revisions", "provenance")
FILE = "segment"


def made(name: str, at: int, words: str = "as the single page says") -> Extraction:
    identifier = article_id(f"http://p.example/{name}")
    text = " ".join(f"{name}{n}" for n in range(40)) + f" {words}"
    content = content_hash("t", text)
    article = Article(
        id=identifier, revision_id=revision_id(identifier, content), url=f"http://p.example/{name}",
        source="paper", title="t", text=text, content_hash=content, date_fetched=AT,
        cluster_id=identifier, extractor="test", archive_file=FILE, archive_offset=at,
    )  # fmt: skip
    return Extraction(article, [Provenance(identifier, "title", "t", words, "h1", "")])


def add(dataset: Dataset, *results: Extraction) -> None:
    dataset.commit(
        (Ref(FILE, r.article.archive_offset or 0, 1), r, sketch([r.article.text])[0])
        for r in results
    )


def again(*results: Extraction, sketched: bool = True) -> dict[tuple[str, int], Again]:
    return {
        (FILE, r.article.archive_offset or 0): Again(r, sketch([r.article.text])[0] if sketched else None)
        for r in results
    }  # fmt: skip


def rows(dataset: Dataset, table: str) -> list[dict[str, Any]]:
    parts = dataset.manifest.parts(table)
    found = [r for p in parts for r in pq.read_table(dataset.folder / p.path).to_pylist()]
    return sorted(found, key=repr)


def everything(dataset: Dataset) -> dict[str, Any]:
    return {table: rows(dataset, table) for table in TABLES}


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    """Two files: articles a and b, then c and a new version of b."""
    found = Dataset(tmp_path)
    add(found, made("a", 0), made("b", 1))
    add(found, made("c", 2), made("b", 3, "in another version"))
    return found


def texts(dataset: Dataset, table: str = "articles") -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows(dataset, table):
        found.setdefault(row["url"][-1], []).append(row["text"].rpartition("39 ")[2])
    return found


OLD, NEW = "as the single page says", "as its paper says"


def of_another(result: Extraction) -> Extraction:
    return replace(result, article=replace(result.article, source="another"))


def dated(result: Extraction, when: datetime) -> Extraction:
    return replace(result, article=replace(result.article, date_fetched=when))


def twin(result: Extraction, other: Extraction) -> Extraction:
    """The same words at an address that differs in its parameters."""
    words = {name: getattr(other.article, name) for name in ("text", "content_hash")}
    return replace(result, article=replace(result.article, **words))


def test_a_row_that_was_read_again_stands_where_the_old_one_was(dataset):
    put(dataset, again(made("a", 0, NEW)), {"key": "k"}, NOTHING)
    assert texts(dataset) == {"a": [NEW], "b": ["in another version"], "c": [OLD]}
    assert {r["raw"] for r in rows(dataset, "provenance")} == {NEW, OLD, "in another version"}
    assert len(rows(dataset, "provenance")) == 3
    assert dataset.manifest.counts[COUNT] == 1
    assert dataset.manifest.notes[NOTE] == {"key": "k"}
    assert not dataset.manifest.final
    assert [r["text"][-len(OLD) :] for r in rows(dataset, SINGLE["articles"])] == [OLD]
    assert [r["raw"] for r in rows(dataset, SINGLE["provenance"])] == [OLD]
    # repeats and revisions are told by what the page alone gave
    assert dataset.known[article_id("http://p.example/a")] == made("a", 0).article.content_hash


def test_files_without_such_a_row_stay(dataset):
    before = {table: dataset.manifest.parts(table) for table in TABLES}
    put(dataset, again(made("a", 0, NEW)), {}, NOTHING)
    for table in ("articles", "provenance"):
        assert before[table][1] in dataset.manifest.parts(table)
        assert before[table][0] not in dataset.manifest.parts(table)
    assert dataset.manifest.parts("revisions") == before["revisions"]


def test_a_version_that_was_read_again_stands_in_its_place(dataset):
    put(dataset, again(made("b", 1, NEW)), {}, NOTHING)
    assert texts(dataset)["b"] == ["in another version"]
    assert sorted(texts(dataset, "revisions")["b"]) == sorted([NEW, "in another version"])
    assert COUNT not in dataset.manifest.counts


@pytest.mark.parametrize(
    "other",
    [
        {(FILE, 9): Again(made("a", 9, NEW), None)},
        {("another", 0): Again(made("a", 0, NEW), None)},
        {(FILE, 0): Again(made("other", 0, NEW), None)},
        {},
    ],
)
def test_an_answer_that_is_of_no_row_changes_none(dataset, other):
    before = everything(dataset)
    put(dataset, other, {"key": "k"}, NOTHING)
    assert everything(dataset) == before
    assert [dataset.manifest.parts(name) for name in SINGLE.values()] == [[], [], []]
    assert dataset.manifest.notes[NOTE] == {"key": "k"}


def test_the_rows_of_the_single_pages_come_back(dataset):
    dataset.replace_tables({}, notes={"own": 1})
    before, counts = everything(dataset), dataset.manifest.counts
    put(dataset, again(made("a", 0, NEW), made("b", 1, NEW), made("c", 2, NEW)), {}, NOTHING)
    assert everything(dataset) != before
    dataset.replace_tables({}, final=True)
    take_back(dataset)
    assert everything(dataset) == before
    assert (dataset.manifest.counts, dataset.manifest.notes) == (counts, {"own": 1})
    assert all(p.rows for table in TABLES for p in dataset.manifest.parts(table))
    assert not dataset.manifest.final
    assert [dataset.manifest.parts(name) for name in (PAPERS, *SINGLE.values())] == [[]] * 4
    assert dataset.known[article_id("http://p.example/a")] == made("a", 0).article.content_hash


def test_other_rows_of_a_file_stay_when_one_comes_back(dataset):
    before = everything(dataset)
    put(dataset, again(made("c", 2, NEW)), {}, NOTHING)
    # as the end of a run does: sorted, in one file
    table = read_table(dataset.folder, "articles", dataset.manifest.parts("articles"))
    dataset.replace_tables({"articles": [write_part(dataset.folder, "articles", table, 99)]})
    take_back(dataset)
    assert everything(dataset) == before


def test_a_look_that_changes_nothing_counts_nothing(dataset):
    put(dataset, again(made("a", 0, NEW)), {}, NOTHING)
    put(dataset, {}, {}, NOTHING)
    assert dataset.manifest.counts[COUNT] == 1  # of the look before
    take_back(dataset)
    put(dataset, {}, {}, NOTHING)
    assert COUNT not in dataset.manifest.counts


def test_files_without_rows_that_go_stay_when_rows_come_back(dataset):
    before = dataset.manifest.parts("articles")[1]
    put(dataset, again(made("a", 0, NEW)), {}, NOTHING)
    take_back(dataset)
    assert before in dataset.manifest.parts("articles")


def test_where_nothing_was_read_again_there_is_nothing_to_give_back(dataset):
    version = dataset.manifest.version
    take_back(dataset)
    put(dataset, {}, {}, NOTHING)
    take_back(dataset)
    assert dataset.manifest.version == version + 1


def test_a_repeat_is_told_by_the_single_page_and_leaves_the_row_that_was_read_again(dataset):
    put(dataset, again(made("a", 0, NEW)), {}, NOTHING)
    add(Dataset(dataset.folder), made("a", 4))
    found = Dataset(dataset.folder)
    assert texts(found)["a"] == [NEW]
    assert found.manifest.counts["duplicates"] == 1
    assert found.manifest.counts[COUNT] == 1


def test_a_revision_of_a_row_that_was_read_again_is_one_of_what_its_page_alone_gave(dataset):
    """The older version goes as it was read again, as it would had both come at once."""
    once = Dataset(dataset.folder.with_name("once"))
    add(once, made("a", 0), made("b", 1), made("c", 2), made("b", 3, "in another version"))
    add(once, made("a", 4, "in another version"))
    put(once, again(made("a", 0, NEW), made("c", 2, NEW)), {}, NOTHING)
    put(dataset, again(made("a", 0, NEW), made("c", 2, NEW)), {}, NOTHING)
    add(Dataset(dataset.folder), made("a", 4, "in another version"))
    found = Dataset(dataset.folder)
    assert everything(found) == everything(once)
    assert sorted(texts(found, "revisions")["a"]) == sorted([NEW, "in another version"])
    for table in TABLES:
        assert rows(found, SINGLE[table]) == rows(once, SINGLE[table])
    assert found.manifest.counts == once.manifest.counts
    add(found, made("a", 5, "in a third version"))
    assert texts(found)["a"] == ["in a third version"]
    take_back(found)
    assert sorted(texts(found, "revisions")["a"]) == sorted(
        [OLD, "in another version", "in a third version"]
    )


def test_an_older_version_of_a_row_that_was_read_again_leaves_it(dataset):
    put(dataset, again(made("a", 0, NEW)), {}, NOTHING)
    found = Dataset(dataset.folder)
    add(found, dated(made("a", 4, "in another version"), AT - timedelta(days=1)))
    assert texts(found)["a"] == [NEW]
    assert sorted(texts(found, "revisions")["a"]) == sorted([NEW, "in another version"])
    assert found.manifest.counts[COUNT] == 1
    take_back(found)
    assert texts(found)["a"] == [OLD]
    assert sorted(texts(found, "revisions")["a"]) == sorted([OLD, "in another version"])


def test_a_twin_is_told_by_what_its_page_alone_gave(dataset):
    one, other = made("t?s=1", 5), made("t?s=2", 6)
    add(dataset, one)
    put(dataset, again(made("t?s=1", 5, NEW)), {}, NOTHING)
    found = Dataset(dataset.folder)
    add(found, twin(other, one))
    assert found.manifest.counts["duplicates"] == 1


def test_of_some_sources_alone_rows_come_back(dataset):
    add(dataset, of_another(made("d", 5)))
    new = [made("a", 0, NEW), made("c", 2, NEW), made("b", 1, NEW), of_another(made("d", 5, NEW))]
    note = {"key": "k", MADE: {"paper": "1", "another": "2"}, "papers": {"paper": 1}}
    put(dataset, again(*new), note, NOTHING)
    take_back(dataset, {"of nobody"})
    assert texts(dataset)["a"] == [NEW]
    assert dataset.manifest.notes[NOTE] == note
    take_back(dataset, {"paper", "of nobody"})
    assert texts(dataset)["a"] == texts(dataset)["c"] == [OLD]
    assert texts(dataset)["d"] == [NEW]
    assert OLD in texts(dataset, "revisions")["b"]
    assert {r["raw"] for r in rows(dataset, "provenance")} == {OLD, NEW, "in another version"}
    assert [r["source"] for r in rows(dataset, SINGLE["articles"])] == ["another"]
    assert len(rows(dataset, SINGLE["provenance"])) == 1
    assert rows(dataset, SINGLE["revisions"]) == []
    assert dataset.manifest.counts[COUNT] == 1
    # of these nobody knows any more what they were learned from
    assert dataset.manifest.notes[NOTE] == {**note, "key": "", MADE: {"another": "2"}}


def sketches(dataset: Dataset) -> set[str]:
    return {f"{row['id']:016x}" for row in rows(dataset, SKETCHES)}


@pytest.mark.parametrize("sketched", [True, False])
def test_a_text_that_was_not_there_gets_its_sketch(dataset, sketched):
    new = made("a", 0, NEW)
    before = sketches(dataset)
    put(dataset, again(new, sketched=sketched), {}, NOTHING)
    assert sketches(dataset) - before == ({new.article.revision_id} if sketched else set())


def test_a_text_that_is_known_keeps_its_sketch(dataset):
    before = dataset.manifest.parts(SKETCHES)
    put(dataset, again(made("a", 0), made("c", 2)), {}, NOTHING)
    assert dataset.manifest.parts(SKETCHES) == before
    new = made("c", 2, NEW)
    put(dataset, again(made("a", 0), new), {}, NOTHING)
    (part,) = [p for p in dataset.manifest.parts(SKETCHES) if p not in before]
    ids = pq.read_table(dataset.folder / part.path)["id"].to_pylist()
    assert {f"{i:016x}" for i in ids} == {new.article.revision_id}


def test_a_sketch_of_nothing_is_none(dataset):
    new = made("a", 0, NEW)
    before = dataset.manifest.parts(SKETCHES)
    put(dataset, {(FILE, 0): Again(new, np.array([], np.uint64))}, {}, NOTHING)
    assert dataset.manifest.parts(SKETCHES) == before


def test_what_was_learned_is_a_table(dataset):
    zero = {pa.string(): "", pa.bool_(): False}
    row = {f.name: [] if pa.types.is_list(f.type) else zero.get(f.type, 0) for f in NOTHING.schema}
    put(dataset, {}, {}, pa.Table.from_pylist([row], schema=NOTHING.schema))
    assert dataset.manifest.rows(PAPERS) == 1
    put(dataset, {}, {}, NOTHING)
    assert dataset.manifest.parts(PAPERS) == []


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_read_as_the_single_pages_gave_it(dataset, table):
    before = everything(dataset)[table]

    def read(manifest: Manifest) -> list[dict[str, Any]]:
        source = as_single(dataset.folder, manifest, table)
        found = duckdb.sql(f"SELECT * FROM {source}").to_arrow_table().to_pylist()
        return sorted((r.get("text") or r.get("raw") for r in found), key=repr)

    wanted = sorted((r.get("text") or r.get("raw") for r in before), key=repr)
    assert read(dataset.manifest) == wanted
    put(dataset, again(made("a", 0, NEW), made("b", 1, NEW)), {}, NOTHING)
    assert read(dataset.manifest) == wanted
