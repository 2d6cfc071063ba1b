"""A layout that ends when another begins is a redesign: noted, and an alarm."""

from __future__ import annotations

from datetime import date

import duckdb
import pyarrow as pa
import pytest

from pipelines.papers import learning
from pipelines.papers.redesign import EPOCH, Redesign, redesigns
from pipelines.papers.rows import BLOCKS, PAGES
from pipelines.papers.summary import remarks, summary
from pipelines.publish.report.drift import redesigned

START = (date(2026, 3, 1) - EPOCH).days


def days(first: int, last: int, each: int = 2) -> dict[int, int]:
    return dict.fromkeys(range(START + first, START + last), each)


OLD, NEW, NEWER = days(0, 10), days(10, 25), days(25, 40)


def test_the_day_is_the_first_of_the_new_layout():
    assert redesigns({1: NEW, 2: OLD}) == [Redesign(date(2026, 3, 11), 20, 30)]


def test_a_paper_may_be_built_anew_twice():
    assert [r.day.day for r in redesigns({1: NEWER, 2: OLD, 3: NEW})] == [11, 26]


@pytest.mark.parametrize(
    "layouts",
    [
        {1: OLD},
        {1: days(0, 20), 2: days(0, 20)},
        {1: days(0, 14), 2: days(6, 20)},
        {1: days(0, 1, 20), 2: days(0, 1, 20)},
        {1: days(0, 10, 20), 2: days(10, 20, 1)},
        {1: days(0, 2), 2: days(2, 4)},
        {},
    ],
    ids=["one", "side by side", "overlap", "one day", "a special", "few pages", "nothing"],
)
def test_other_layouts_are_no_redesign(layouts: dict[int, dict[int, int]]):
    assert redesigns(layouts) == []


def test_a_late_page_of_the_old_layout_changes_nothing():
    assert redesigns({1: {**OLD, START + 20: 1}, 2: NEW}) == [Redesign(date(2026, 3, 11), 21, 30)]


def test_check_and_the_drift_alarm_say_it():
    note = {
        "papers": {"papers": {"blatt.example": summary_of([Redesign(date(2026, 3, 11), 20, 30)])}}
    }
    assert (
        "blatt.example was redesigned about 2026-03-11: 20 pages before, 30 since"
        in remarks(note)[0]
    )
    (alarm,) = redesigned(note)
    assert (alarm.source, alarm.before, alarm.now) == ("blatt.example", "20 pages", "30 pages")
    assert "2026-03-11" in alarm.what


def summary_of(found: list[Redesign]) -> dict[str, object]:
    return {**summary(learning.Paper("blatt.example", 50, {}, {1: 20, 2: 30}), {}, found)}


def dated(pages: list[dict[str, int]]) -> dict[str, list[Redesign]]:
    """The redesigns of made pages with one block each, which says nothing."""
    heads = [
        {**{f.name: 0 for f in PAGES}, "source": "blatt", "archive_file": "s", **p} for p in pages
    ]
    with duckdb.connect() as connection:
        engine = learning.OnDuckDB(connection)
        engine.put("pages", pa.Table.from_pylist(heads, schema=PAGES))
        engine.put("blocks", BLOCKS.empty_table())
        learning.learn(engine)
        return learning.redesigns(engine)


def page(number: int, layout: int, **more: int) -> dict[str, int]:
    return {
        "page": number,
        "title": number,
        "capture": number,
        "layout": layout,
        "day": START + number,
        **more,
    }


def test_pages_are_dated_by_their_days():
    pages = [page(n, 1 + (n >= 12)) for n in range(24)]
    assert dated(pages) == {"blatt": [Redesign(date(2026, 3, 13), 12, 12)]}


def test_a_page_that_is_fetched_again_counts_once_with_its_first_day():
    again = [page(n, 1, capture=100 + n, day=START + 20) for n in range(12)]
    pages = [page(n, 1 + (n >= 12)) for n in range(24)]
    assert dated([*pages, *again]) == dated(pages)
    # the same capture again, as it is seen another day
    assert dated([*pages, *({**p, "day": START + 20} for p in pages[:12])]) == dated(pages)
