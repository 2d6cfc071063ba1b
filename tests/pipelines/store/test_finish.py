"""The end of a run: what is written anew, in which order, which visits stay."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from pipelines_store import AT

from pipelines.dedup.sketch import sketch
from pipelines.errors import StorageError
from pipelines.extract.result import Extraction
from pipelines.identity import article_id, content_hash, revision_id
from pipelines.model import Article, Provenance, Rejected
from pipelines.store import duck, finish as module, paths, settled
from pipelines.store.archive import Ref
from pipelines.store.dataset import Dataset
from pipelines.store.finish import finish
from pipelines.store.manifest import Manifest, Part
from pipelines.store.schema import TABLES

DAY = timedelta(days=1)


def made(name: str, source: str = "a", day: int | None = 1, words: str = "") -> Extraction:
    url = f"http://{source}.example/{name}"
    text = " ".join(f"{name}{n}" for n in range(40)) + words
    identifier, content = article_id(url), content_hash("t", text)
    at = None if day is None else AT + day * DAY
    article = Article(
        id=identifier, revision_id=revision_id(identifier, content), url=url, source=source,
        title=name, text=text, content_hash=content, date_fetched=AT, cluster_id=identifier,
        date_published=at, extractor="test",
    )  # fmt: skip
    return Extraction(article, [Provenance(identifier, "title", "t", "t", "h1", "")])


def visit(url: str, reason: str = "hub", at: datetime = AT, offset: int = 0) -> Rejected:
    return Rejected(url=url, source="a", reason=reason, date_fetched=at, archive_file="s", archive_offset=offset, extractor="test")  # fmt: skip


def add(dataset: Dataset, *results: Extraction | Rejected) -> None:
    end = max(dataset.manifest.archived.values(), default=0)
    dataset.commit(
        (Ref("s", end + n, 1), r, sketch([r.article.text])[0] if isinstance(r, Extraction) else None)
        for n, r in enumerate(results)
    )  # fmt: skip


def rows(dataset: Dataset, table: str) -> list[dict[str, Any]]:
    parts = dataset.manifest.parts(table)
    return [r for p in parts for r in pq.read_table(dataset.folder / p.path).to_pylist()]


def end(dataset: Dataset, *, near: bool = True, shard_rows: int = 100, **given: Any) -> Manifest:
    return finish(dataset, near=near, shard_rows=shard_rows, **given)


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return Dataset(tmp_path)


@pytest.fixture(params=[True, False], ids=["duckdb", "pyarrow"])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With DuckDB and without."""
    if not request.param:
        monkeypatch.setattr(duck, "there", lambda: False)


@pytest.mark.usefixtures("either")
def test_rows_are_in_order(dataset):
    add(dataset, made("late", day=3), made("undated", day=None), made("other", "b"), made("early"))
    add(dataset, visit("http://a.example/2"), visit("http://a.example/1"), made("early", words="x"))
    assert end(dataset).final
    assert [r["title"] for r in rows(dataset, "articles")] == ["early", "late", "undated", "other"]
    assert [r["url"][-1] for r in rows(dataset, "rejected")] == ["1", "2"]
    ids = [r["id"] for r in rows(dataset, "provenance")]
    assert ids == sorted(ids)
    assert len(rows(dataset, "revisions")) == 2
    assert [len(dataset.manifest.parts(name)) for name in TABLES] == [1] * 4


@pytest.mark.usefixtures("either")
def test_a_table_without_rows_has_a_file(dataset):
    manifest = end(dataset)
    assert [[p.rows for p in manifest.parts(name)] for name in TABLES] == [[0]] * 4
    assert manifest.counts == {}


@pytest.mark.usefixtures("either")
def test_of_visits_that_say_the_same_the_newest_stays(dataset):
    url = "http://a.example/about"
    add(dataset, made("a"), visit(url, at=AT + DAY), visit(url, at=AT), visit(url, "empty"))
    add(dataset, visit(url, at=AT + DAY, offset=9), made("a"))
    manifest = end(dataset)
    kept = [
        (r["reason"], r["date_fetched"], r["archive_offset"]) for r in rows(dataset, "rejected")
    ]
    assert sorted(kept, key=repr) == sorted(
        [("hub", AT + DAY, 9), ("empty", AT, 0), ("duplicate_url", AT, None)], key=repr
    )
    assert manifest.counts == {
        "pages": 6,
        "rows": 1,
        "rejected": 2,
        "duplicates": 1,
        "said_again": 2,
    }
    add(dataset, visit(url, at=AT + 2 * DAY))
    assert end(dataset).counts["said_again"] == 3
    assert manifest.problems() == []


def test_shards_have_so_many_rows(dataset):
    add(dataset, *(made(str(n)) for n in range(5)))
    end(dataset, shard_rows=2)
    assert [p.rows for p in dataset.manifest.parts("articles")] == [2, 2, 1]
    assert end(dataset, shard_rows=4) == dataset.manifest
    assert [p.rows for p in dataset.manifest.parts("articles")] == [2, 2, 1]
    end(dataset, shard_rows=4, again=True)
    assert [p.rows for p in dataset.manifest.parts("articles")] == [4, 1]


def test_what_is_final_only_takes_new_numbers(dataset):
    add(dataset, made("a"))
    first = end(dataset, crawl={"found": 1}, notes={"own": 1})
    assert (first.crawl, first.notes) == ({"found": 1}, {"own": 1, "near": True})
    assert end(dataset) is first
    assert end(dataset, crawl={"found": 1}) is first
    second = end(dataset, crawl={"found": 2})
    assert (second.version, second.tables) == (first.version + 1, first.tables)
    assert (second.crawl, second.notes) == ({"found": 2}, first.notes)
    assert end(dataset, crawl={}).crawl == {}


def test_clusters_that_were_not_wanted_are_made_up_for(dataset):
    add(dataset, made("a"), made("b"))
    first = end(dataset, near=False)
    assert (first.notes["near"], first.parts(paths.DOCUMENTS)) == (False, [])
    second = end(dataset)
    assert (second.notes["near"], second.version) == (True, first.version + 1)
    assert second.rows(paths.DOCUMENTS) == 2
    assert end(dataset, near=False) is second


def test_copies_are_clustered_and_what_was_known_of_them_stays(dataset):
    one, other = made("a"), made("a", "b")
    add(dataset, one)
    end(dataset)
    add(dataset, other)
    known = module.known_before(dataset)
    assert (known.documents.num_rows, known.pairs.num_rows) == (1, 0)
    manifest = end(dataset)
    assert {r["cluster_id"] for r in rows(dataset, "articles")} == {min(one.article.id, other.article.id)}  # fmt: skip
    assert (manifest.rows(paths.DOCUMENTS), manifest.rows(paths.PAIRS)) == (2, 1)
    known = module.known_before(dataset)
    assert (known.documents.num_rows, known.pairs.num_rows) == (2, 1)


def test_articles_without_a_sketch_are_in_no_pair(dataset):
    dataset.commit([(Ref("s", n, 1), made("a", name), None) for n, name in enumerate("ab")])
    manifest = end(dataset)
    assert manifest.rows(paths.DOCUMENTS) == 2
    assert manifest.parts(paths.PAIRS) == []


def test_nothing_is_left_of_what_was_spilled(dataset):
    place = paths.DatasetPaths(dataset.folder).spill
    with module.connected(dataset.folder) as connection:
        assert place.is_dir()
        set_to = {
            name: connection.execute(f"SELECT current_setting('{name}')").fetchall()[0][0]
            for name in ("memory_limit", "threads", "TimeZone", "preserve_insertion_order")
        }
    assert set_to == {
        "memory_limit": "1.8 GiB",
        "threads": 2,
        "TimeZone": "UTC",
        "preserve_insertion_order": False,
    }
    assert not place.exists()


@pytest.mark.skipif(os.name == "nt", reason="a file where a folder should be")
def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    with (
        pytest.raises(StorageError, match=r"could not be made: .*must be writable"),
        module.connected(tmp_path / "file"),
    ):
        pass


@pytest.mark.parametrize(
    ("ordered", "loose", "stay"),
    [
        (20_000, 0, True),
        (19_999, 0, False),
        # a sixteenth of them may lie beside
        (20_000, 1250, True),
        (20_000, 1251, False),
    ],
)
def test_files_of_a_large_table_stay(ordered, loose, stay):
    parts = [Part("articles/a.parquet", ordered, 1, ""), Part("articles/b.parquet", loose, 1, "")]
    notes = settled.note({}, {"articles": parts[:1]})
    assert bool(notes) is (ordered >= 20_000)
    kept = settled.settled(
        Manifest(notes={settled.NOTE: {"articles": [parts[0].path]}}, tables={"articles": parts}),
        "articles",
    )
    assert kept == (parts[:1] if stay else [])
