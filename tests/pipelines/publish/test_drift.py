"""When a source has left its own history: each number of the alarm on both sides."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.publish.report.drift import alarms


def weeks(
    before: int, now: int, *, recent: int = 4, share: float = 0.5, length: float = 1000.0
) -> list[dict[str, Any]]:
    """Return six weeks of articles, and some recent ones with another share of authors or
    another length of text."""
    plain = {"source": "paper", "authors": 0.5, "teaser": 1.0, "locked": 0.0, "length": 1000.0}
    old = [{**plain, "articles": before / 6} for _ in range(6)]
    return old + [
        {**plain, "authors": share, "length": length, "articles": now / recent}
        for _ in range(recent)
    ]


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        pytest.param(weeks(600, 20, length=1700), True, id="enough now"),
        pytest.param(weeks(600, 19, length=1700), False, id="too few now"),
        pytest.param(weeks(20, 600, length=1700), True, id="enough before"),
        pytest.param(weeks(19, 600, length=1700), False, id="too few before"),
        pytest.param(weeks(600, 600, length=1600), False, id="a little longer"),
        pytest.param(weeks(600, 600, length=1601), True, id="much longer"),
        pytest.param(weeks(600, 600, length=625), False, id="a little shorter"),
        pytest.param(weeks(600, 600, length=624), True, id="much shorter"),
        pytest.param(weeks(6000, 150, share=0.645), True, id="another share of authors"),
        pytest.param(weeks(6000, 150, share=0.64), False, id="a share as by chance"),
        pytest.param(weeks(6000, 6000, share=0.58), False, id="a share that hardly differs"),
    ],
)
def test_a_source_that_leaves_its_history_is_named(rows: list[dict[str, Any]], *, named: bool):
    assert bool(alarms(rows)) is named


@pytest.mark.parametrize(
    ("recent", "before", "now"), [(3, "500", "1325"), (4, "500", "1600"), (5, "657", "1600")]
)
def test_the_last_four_weeks_are_now(recent: int, before: str, now: str):
    plain = {"source": "paper", "authors": 0.5, "teaser": 1.0, "locked": 0.0, "articles": 100}
    rows = [{**plain, "length": 500.0}] * 6 + [{**plain, "length": 1600.0}] * recent
    (alarm,) = alarms(rows)
    assert (alarm.before, alarm.now) == (before, now)
