"""A layout that ends when another begins is a redesign: noted, and an alarm."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from pipelines.build.learn import on_duckdb
from pipelines.papers import learning
from pipelines.papers.redesign import EPOCH, Redesign, redesigns
from pipelines.papers.summary import remarks, summary
from pipelines.publish.report.drift import redesigned
from tests.pipelines.papers.test_learn import PAGES, archive, extracted, recipe

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


def test_pages_are_dated_by_their_articles(tmp_path):
    """Half of the paper stands in another box, and is dated later."""
    archive(tmp_path, range(len(PAGES)))
    dataset = extracted(tmp_path, recipe())
    with on_duckdb(dataset) as engine:
        learning.learn(engine)
        captures = engine.rows("SELECT DISTINCT page FROM laid ORDER BY page")
        pages = [row["page"] for row in captures]
        half = len(pages) // 2
        engine.make(
            "laid",
            f"SELECT * REPLACE (CASE WHEN page < {pages[half]} THEN 1 ELSE 2 END AS layout) FROM laid",
        )
        dated = pa.table([pages, [START + n for n in range(len(pages))]], schema=learning.DATED)
        found = learning.redesigns(engine, dated)
    assert found == {"blatt.example": [Redesign(date(2026, 3, 13), 12, 12)]}
