"""What the writer of a dataset decides: repeats, twins, revisions, what it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from pipelines_store import AT, batch, extraction

from pipelines.dedup.sketch import sketch
from pipelines.errors import DatasetError
from pipelines.extract.result import Extraction
from pipelines.identity import article_id, content_hash, revision_id
from pipelines.model import Article, Provenance
from pipelines.papers.evidence import Seen, Stored
from pipelines.store import manifest as manifests
from pipelines.store.archive import Ref
from pipelines.store.dataset import REPEATED, TWIN, Dataset, _is_later, words_at
from pipelines.store.paths import BLOCKS, PAGES, SKETCHES

LONG = " ".join(f"word{n}" for n in range(60))


def made(url: str, text: str = LONG) -> Extraction:
    identifier, content = article_id(url), content_hash("t", text)
    found = Article(
        id=identifier, revision_id=revision_id(identifier, content), url=url, source="paper",
        title="t", text=text, content_hash=content, date_fetched=AT, cluster_id=identifier, extractor="test",
    )  # fmt: skip
    return Extraction(found, [Provenance(identifier, "title", "t", "t", "h1", "")])


def add(dataset: Dataset, *results: Extraction) -> None:
    end = max(dataset.manifest.archived.values(), default=0)
    dataset.commit(
        (Ref("a", end + n, 1), r, sketch([r.article.text])[0]) for n, r in enumerate(results)
    )


def rows(dataset: Dataset, table: str) -> list[dict[str, Any]]:
    parts = dataset.manifest.parts(table)
    return [r for p in parts for r in pq.read_table(dataset.folder / p.path).to_pylist()]


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return Dataset(tmp_path)


@pytest.mark.parametrize(
    ("url", "canonical", "text", "shares"),
    [
        ("http://p.example/a?s=1", None, "x" * 200, True),
        ("http://p.example/a?s=1", None, "x" * 199, False),
        ("http://p.example/a?s=1", None, None, False),
        ("http://p.example/a?s=1", "http://p.example/a", "x" * 200, False),
        ("http://p.example/a", None, "x" * 200, False),
    ],
)
def test_parameters_tell_no_article_where_all_else_is_the_same(url, canonical, text, shares):
    article = replace(made(url).article, canonical_url=canonical, text=text)
    other = replace(article, url=url.replace("s=1", "s=2"))
    assert (words_at(article) is not None) is shares
    assert words_at(article) == words_at(other)


def test_words_at_another_path_are_others():
    one, other = (made(f"http://p.example/{name}?s=1").article for name in "ab")
    assert words_at(one) != words_at(other)


@pytest.mark.parametrize("at_once", [True, False])
def test_a_twin_is_set_aside_with_the_article_it_repeats(dataset, at_once):
    first, twin = made("http://p.example/a?s=1"), made("http://p.example/a?s=2")
    again = made("http://p.example/a?s=1")
    if at_once:
        add(dataset, first, twin, again)
    else:
        for each in (first, twin, again):
            add(Dataset(dataset.folder), each)
        dataset = Dataset(dataset.folder)
    told = [(r["detail"], r["article_id"]) for r in rows(dataset, "rejected")]
    assert told == [(TWIN, first.article.id), (REPEATED, first.article.id)]
    assert dataset.manifest.counts == {"pages": 3, "rows": 1, "duplicates": 2}


def test_of_two_twins_that_are_there_the_first_counts(dataset, monkeypatch):
    one, other = made("http://p.example/a?s=1"), made("http://p.example/a?s=2")
    monkeypatch.setattr("pipelines.store.dataset.words_at", lambda _: None)
    add(dataset, one, made("http://p.example/b"), other)
    monkeypatch.undo()
    assert dataset.manifest.counts["rows"] == 3
    found = Dataset(dataset.folder)
    assert found.twins == {words_at(one.article): one.article.id}


def test_an_older_version_that_comes_again_is_a_repeat(dataset):
    for words in (" first", " second", " first"):
        add(dataset, made("http://p.example/a", LONG + words))
    assert dataset.manifest.counts == {"pages": 3, "rows": 1, "revisions": 1, "duplicates": 1}
    add(Dataset(dataset.folder), made("http://p.example/a", LONG + " first"))
    assert Dataset(dataset.folder).manifest.counts["duplicates"] == 2


@pytest.mark.parametrize("hours", [-1, 0, 1])
def test_the_newest_capture_is_the_article(dataset, hours):
    """One of the same time takes the place of what was there."""
    at = AT + timedelta(hours=hours)
    first, other = made("http://p.example/a"), made("http://p.example/a", LONG + " anew")
    other = replace(other, article=replace(other.article, date_fetched=at))
    add(dataset, first)
    add(dataset, other)
    (row,) = rows(dataset, "articles")
    assert row["text"].endswith("anew") is (hours >= 0)
    assert len(rows(dataset, "revisions")) == 2
    assert len(rows(dataset, "provenance")) == 1


def test_a_capture_without_a_time_is_never_later():
    one = made("http://p.example/a").article
    assert not _is_later(one, replace(one, date_fetched=None))
    assert not _is_later(replace(one, date_fetched=None), one)


def test_only_files_with_an_old_version_are_written_again(dataset):
    urls = [f"http://p.example/{n}" for n in range(4)]
    add(dataset, made(urls[0]), made(urls[1], LONG + " one"))
    add(dataset, made(urls[2], LONG + " two"))
    add(dataset, made(urls[3], LONG + " three"))
    before = [p.path for p in dataset.manifest.parts("articles")]
    add(dataset, made(urls[1], LONG + " new"), made(urls[2], LONG + " new"))
    after = [p.path for p in dataset.manifest.parts("articles")]
    assert len(after) == 3
    assert after[0] not in before
    assert after[1] == before[2]
    assert sorted(r["url"] for r in rows(dataset, "articles")) == urls
    assert len(rows(dataset, "provenance")) == 4


def test_a_version_of_the_same_batch_takes_the_place_of_the_one_before(dataset):
    add(dataset, made("http://p.example/a"), made("http://p.example/b", LONG + " b"))
    add(dataset, made("http://p.example/c", LONG + " c"), made("http://p.example/c", LONG + " d"))
    assert len(dataset.manifest.parts("articles")) == 2
    assert [r["text"][-1] for r in rows(dataset, "articles") if r["url"][-1] == "c"] == ["d"]
    assert len(rows(dataset, "revisions")) == 2


def test_an_article_is_found_in_whatever_file(dataset):
    results = [made(f"http://p.example/{n}", f"{LONG} {n}") for n in range(2)]
    for each in results:
        add(dataset, each)
    found = [dataset.row(r.article.id) for r in results]
    assert [f.url for f in found if f] == [r.article.url for r in results]
    assert dataset.row("0" * 16) is None


def test_a_text_without_words_has_no_sketch(dataset):
    one, other = made("http://p.example/a", "x"), made("http://p.example/b", "y")
    dataset.commit([(Ref("a", 0, 1), one, None), (Ref("a", 1, 1), other, np.array([], np.uint64))])
    assert dataset.manifest.parts(SKETCHES) == []
    add(dataset, made("http://p.example/c"))
    (part,) = dataset.manifest.parts(SKETCHES)
    assert part.rows > 0


def test_what_pages_tell_of_their_paper_is_kept_beside_the_rows(dataset):
    seen = Seen(
        source="paper", page=1, capture=2, title=3, layout=4, paid=0, short=0, unsure=0,
        walled=0, rows=((0, 1, 2, 3, 4, 5, 6, 7),),
    )  # fmt: skip
    first = made("http://p.example/a")
    dataset.commit([(Ref("a", 0, 9), first, None)], [Stored(seen, "a", 0, 9)])
    dataset.commit([(Ref("a", 9, 9), made("http://p.example/b", LONG + " b"), None)])
    (row,) = rows(dataset, PAGES)
    assert (row["capture"], row["archive_file"], row["archive_length"]) == (2, "a", 9)
    assert dataset.manifest.rows(BLOCKS) == 1
    assert dataset.manifest.archived == {"a": 18}


def test_a_commit_is_not_final(dataset):
    dataset.replace_tables({}, final=True, notes={"own": 1})
    add(dataset, made("http://p.example/a"))
    assert (dataset.manifest.final, dataset.manifest.notes) == (False, {"own": 1})


def test_what_is_known_is_read_again_after_it_was_forgotten(dataset):
    add(dataset, made("http://p.example/a?s=1"))
    assert (len(dataset.known), len(dataset.twins)) == (1, 1)
    dataset.replace_tables({"articles": []})
    assert (len(dataset.known), len(dataset.twins)) == (1, 1)
    dataset.forget()
    assert (dataset.known, dataset.twins, dataset._versions) == ({}, {}, set())


def broken(dataset: Dataset, *, whole: bool) -> None:
    """Damage what names the version in force; without a `whole` version every manifest."""
    add(dataset, made("http://p.example/a"))
    meta = dataset.folder / "_meta"
    (meta / "CURRENT").write_text("nonsense")
    if not whole:
        for path in meta.glob("manifest-*.json"):
            path.write_text("{")


def test_the_newest_whole_version_comes_in_force_again(dataset):
    broken(dataset, whole=True)
    found = Dataset(dataset.folder)
    assert found.manifest == dataset.manifest == manifests.load(dataset.folder)
    assert found.mended.endswith("version 1, the newest that is whole, is in force again")
    assert Dataset(dataset.folder).mended == ""


def test_without_a_whole_version_only_a_build_may_begin(dataset):
    broken(dataset, whole=False)
    with pytest.raises(DatasetError, match="standfirst build"):
        Dataset(dataset.folder)
    found = Dataset(dataset.folder, any_version=True).manifest
    assert (found.version, found.name, found.tables) == (1, dataset.folder.name, {})


def test_a_dataset_of_another_schema_may_be_replaced(dataset):
    add(dataset, made("http://p.example/a"))
    dataset.replace_tables({}, schema_version="0")
    with pytest.raises(DatasetError, match="standfirst build"):
        Dataset(dataset.folder)
    assert Dataset(dataset.folder, any_version=True).manifest.version == 2


def test_texts_are_read_of_row_groups_with_parameters_alone(dataset):
    add(dataset, made("http://p.example/a"), made("http://p.example/b?s=1", LONG + " b"))
    assert list(Dataset(dataset.folder).twins.values()) == [article_id("http://p.example/b?s=1")]


def test_records_of_pages_are_committed(dataset):
    dataset.commit(batch(0, extraction(1)))
    assert dataset.manifest.problems() == []
