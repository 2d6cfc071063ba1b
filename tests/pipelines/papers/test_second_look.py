"""Rows read again, and the rows of the single pages that come back before anything new."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipelines_store import SEGMENT, batch, extraction

from pipelines.dedup.sketch import sketch
from pipelines.extract.result import Extraction
from pipelines.papers.stored import table_of
from pipelines.store import check, second_look
from pipelines.store.dataset import Dataset
from pipelines.store.finish import finish
from pipelines.store.paths import SINGLE
from pipelines.store.second_look import Again


def read_again(result: Extraction) -> Again:
    article = replace(result.article, text="Other text of the same page.", revision_id="0" * 16)
    return Again(replace(result, article=article), sketch([article.text])[0])


def texts(dataset: Dataset) -> dict[str, str | None]:
    return {i: row.text for i in dataset.known if (row := dataset.row(i)) is not None}


def with_places(results: list[Extraction]) -> list[Extraction]:
    return [
        replace(r, article=replace(r.article, archive_file=SEGMENT, archive_offset=10 * n))
        for n, r in enumerate(results)
    ]


def made(folder: Path) -> tuple[Dataset, list[Extraction]]:
    dataset = Dataset(folder)
    results = with_places([extraction(n) for n in (1, 2, 3)])
    dataset.commit(batch(0, *results))
    again = read_again(results[1])
    second_look.put(dataset, {(SEGMENT, 10): again}, {"key": "k"}, table_of({}))
    return dataset, results


def test_a_row_read_again_stands_in_the_table_and_is_counted(tmp_path: Path):
    dataset, results = made(tmp_path)
    assert texts(dataset)[results[1].article.id] == "Other text of the same page."
    assert dataset.manifest.counts["read_again"] == 1
    assert "revisions" not in dataset.manifest.counts
    assert dataset.manifest.problems() == []


def test_the_rows_of_the_single_pages_come_back_whole(tmp_path: Path):
    dataset, results = made(tmp_path)
    second_look.take_back(dataset)
    assert texts(dataset) == {r.article.id: r.article.text for r in results}
    assert "read_again" not in dataset.manifest.counts
    assert not any(dataset.manifest.parts(name) for name in SINGLE.values())


def test_a_page_that_comes_again_is_a_repeat_and_no_revision(tmp_path: Path):
    dataset, results = made(tmp_path)
    dataset.commit(batch(30, results[1]))
    assert dataset.manifest.counts["duplicates"] == 1
    assert "revisions" not in dataset.manifest.counts


def test_an_answer_under_another_id_changes_no_row(tmp_path: Path):
    dataset = Dataset(tmp_path)
    results = with_places([extraction(n) for n in (1, 2)])
    dataset.commit(batch(0, *results))
    other = read_again(results[1])
    other = replace(
        other, result=replace(other.result, article=replace(other.result.article, id="f" * 16))
    )
    second_look.put(dataset, {(SEGMENT, 10): other}, {}, table_of({}))
    assert texts(dataset) == {r.article.id: r.article.text for r in results}


def test_a_finished_dataset_with_rows_read_again_is_sound(tmp_path: Path):
    dataset, _ = made(tmp_path)
    finish(dataset, near=True, shard_rows=1000)
    assert check.problems(tmp_path) == []


def test_later_looks_give_the_same_rows_as_one(tmp_path: Path):
    once, results = made(tmp_path / "once")
    twice, _ = made(tmp_path / "twice")
    second_look.take_back(twice)
    second_look.put(twice, {(SEGMENT, 10): read_again(results[1])}, {"key": "k"}, table_of({}))
    for dataset in (once, twice):
        finish(dataset, near=True, shard_rows=1000)
    files = [[(p.path, p.sha256) for p in d.manifest.parts("articles")] for d in (once, twice)]
    assert files[0] == files[1]
