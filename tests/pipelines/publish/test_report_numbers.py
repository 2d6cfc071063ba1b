"""The report's numbers: every share with the number that it is of, every column once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pipelines_store import batch, extraction

from pipelines.publish.report.charts import charts
from pipelines.publish.report.histograms import Histogram
from pipelines.publish.report.numbers import Numbers, read
from pipelines.publish.report.page import render
from pipelines.store.dataset import Dataset
from pipelines.store.finish import finish
from pipelines.store.schema import arrow_schema
from pipelines.store.settled import lengths_are_told
from pipelines.view.records import Records


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


def test_lengths_are_as_noted_or_as_read(tmp_path: Path, numbers: Numbers):
    """What the last run has noted of texts gives the report that reading them gives."""
    dataset = Dataset(tmp_path)
    dataset.commit(batch(0, *(extraction(n) for n in range(5))))
    finish(dataset, near=True, shard_rows=10)
    noted = read(tmp_path)
    assert lengths_are_told(tmp_path, noted.manifest)
    dataset.replace_tables({}, notes={})
    assert read(tmp_path).tables == noted.tables
    assert read(tmp_path).examples == noted.examples
    text = next(r for r in noted.tables["columns"] if r["name"] == "text")
    shown = (text["type"], text["rows"], text["different_values"], text["smallest"])
    length = len(extraction(0).article.text or "")
    assert shown == ("VARCHAR", 5, 5, f"{length} characters")


def test_a_dataset_without_articles_has_a_report_too(tmp_path: Path):
    Dataset(tmp_path).commit(batch(0))
    page = render(read(tmp_path), "nothing")
    assert "Of 0 articles" in page
    assert "100.0 %" in page


def test_confidence_of_access_and_of_text_stand_side_by_side(numbers: Numbers):
    rows = numbers.tables["confidence"]
    assert [(row["of_what"], row["articles"]) for row in rows] == [("access", 5), ("text", 5)]
    assert all(0 < row["mean_confidence"] <= 1 for row in rows)


def test_shares_are_drawn_with_the_number_they_are_of(numbers: Numbers):
    drawn = {c.name: c.spec for c in charts(numbers)}
    for name in ("access_by_source", "coverage"):
        assert "datum.of_all" in drawn[name]["transform"][0]["calculate"]


def test_figures_lead_to_records(numbers: Numbers):
    page = render(numbers, "made")
    records = numbers.examples["lengths"]
    assert len(records) == 5
    assert [r["why"].split()[1] for r in records] == ["characters"] * 5
    assert all(f'href="{r["url"]}"' in page for r in records)
    assert {r["why"] for r in numbers.examples["coverage"]} == {"no date, no authors"}


def test_every_column_with_a_value_has_its_picture(numbers: Numbers):
    pictures = numbers.histograms
    empty = {r["name"] for r in numbers.tables["columns"] if r["empty_percent"] == 100}
    assert set(arrow_schema("articles").names) - set(pictures) == empty
    assert pictures["access"] == Histogram("", "free", "free", (5,))
    assert (pictures["text"].measure, sum(pictures["text"].counts)) == ("length", 5)
    assert (pictures["authors"].measure, pictures["authors"].last) == ("items", "0")
    assert pictures["date_fetched"].first == "2026-05-01"


def test_what_is_said_of_a_plot_has_no_marks_of_code(numbers: Numbers):
    assert not [c.name for c in charts(numbers) if "`" in c.title + c.says]


def test_numbers_stand_with_their_noun_and_are_short(numbers: Numbers):
    page = render(numbers, "made")
    assert "5 pages read = 5 articles + 0 later versions + 0 repeats + 0 set aside" in page
    one = replace(numbers, manifest=replace(numbers.manifest, counts={"pages": 1, "rows": 1}))
    assert "1 page read = 1 article + 0 later versions" in render(one, "made")
    sure = next(r for r in numbers.tables["columns"] if r["name"] == "access_confidence")
    assert all(len(sure[key]) <= 5 for key in ("smallest", "median", "largest"))


def test_bars_of_a_picture_fill_it():
    bars = Histogram("value", "0", "9", (4, 0, 2)).bars
    assert [(x, height, number) for x, _, _, height, number in bars] == [
        (0.0, 24.0, 4),
        (80.0, 12.0, 2),
    ]


def test_an_address_that_is_none_of_the_web_is_no_link(numbers: Numbers):
    row = {"title": "x", "url": "javascript:alert(1)", "why": "y"}
    page = render(replace(numbers, examples={"lengths": [row]}), "made")
    assert "javascript:" not in page


def test_unsure_articles_are_counted(tmp_path: Path):
    Dataset(tmp_path).commit(batch(0, *(extraction(n) for n in range(3))))
    assert Records(tmp_path).unsure() == ({"access statuses": 0, "texts": 0}, 3)
