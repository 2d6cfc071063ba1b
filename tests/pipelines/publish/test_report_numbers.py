"""The report's numbers: every share with the number that it is of, every column once."""

from __future__ import annotations

from pathlib import Path

import pytest
from pipelines_store import batch, extraction

from pipelines.publish.report.charts import charts
from pipelines.publish.report.numbers import Numbers, read
from pipelines.publish.report.page import render
from pipelines.store.dataset import Dataset
from pipelines.store.schema import arrow_schema


@pytest.fixture(scope="module")
def numbers(tmp_path_factory: pytest.TempPathFactory) -> Numbers:
    folder: Path = tmp_path_factory.mktemp("report")
    Dataset(folder).commit(batch(0, *(extraction(n) for n in range(5))))
    return read(folder)


def test_a_share_says_of_how_many(numbers: Numbers):
    (row,) = numbers.tables["access_by_source"]
    assert (row["articles"], row["of_all"], row["share"]) == (5, 5, 1.0)
    authors = next(r for r in numbers.tables["coverage"] if r["field"] == "authors")
    assert (authors["filled"], authors["of_all"], authors["share"]) == (0, 5, 0.0)


def test_every_column_is_told_once(numbers: Numbers):
    told = [row["name"] for row in numbers.tables["columns"]]
    assert sorted(told) == sorted(arrow_schema("articles").names)
    section = next(r for r in numbers.tables["columns"] if r["name"] == "authors")
    assert section["rows"] == 5


def test_every_plot_says_how_to_list_the_records_behind_it(numbers: Numbers):
    page = render(numbers, "made")
    for chart in charts(numbers):
        assert chart.records.split(" FROM ")[1].startswith(
            ("'articles/", "'provenance/", "'rejected/")
        )
    assert page.count("The records behind it") == len(charts(numbers))


def test_heat_maps_have_their_numbers(numbers: Numbers):
    chart = next(c for c in charts(numbers) if c.name == "coverage")
    assert [layer["mark"]["type"] for layer in chart.spec["layer"]] == ["rect", "text"]


def test_a_dataset_without_articles_has_a_report_too(tmp_path: Path):
    Dataset(tmp_path).commit(batch(0))
    page = render(read(tmp_path), "nothing")
    assert "Of 0 articles" in page
    assert "100.0 %" in page
