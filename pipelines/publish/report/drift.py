"""The drift alarm: a source whose last weeks leave its own history.

A redesign of a site shows as fewer authors, shorter texts or another share of locked
articles. The last four weeks of a source are compared with the weeks before: shares by
the two-proportion z-test, the median length by its ratio. Where papers are learned, a layout
that ends when another begins is a redesign, whenever it was.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.errors import counted
from pipelines.papers.summary import NOTE
from pipelines.publish.report.numbers import Row

LATEST = 4
"""Weeks that count as now."""
FEWEST = 20
"""Articles that each side needs."""
Z = 3.5
RATIO = 1.6
_SHARES = ("authors", "teaser", "locked")


@dataclass(frozen=True, slots=True)
class Alarm:
    """One number of one source that has left its history."""

    source: str
    what: str
    before: str
    now: str


def alarms(weeks: list[Row]) -> list[Alarm]:
    """Return what has drifted, by source; an empty list when nothing has."""
    by_source: dict[str, list[Row]] = defaultdict(list)
    for row in weeks:
        by_source[row["source"]].append(row)
    return [
        alarm for source, rows in sorted(by_source.items()) for alarm in _of_source(source, rows)
    ]


def redesigned(notes: Mapping[str, Any]) -> list[Alarm]:
    """Return the redesigns of all papers that were learned (`notes` of the manifest)."""
    return [
        Alarm(
            source,
            f"layout, about {each['day']}",
            counted(each["before"], "page"),
            counted(each["since"], "page"),
        )
        for source, paper in sorted(notes.get(NOTE, {}).get("papers", {}).items())
        for each in paper.get("redesigns", [])
    ]


def _of_source(source: str, rows: list[Row]) -> list[Alarm]:
    before, now = rows[:-LATEST], rows[-LATEST:]
    few, many = sum(r["articles"] for r in now), sum(r["articles"] for r in before)
    if few < FEWEST or many < FEWEST:
        return []
    found = []
    for share in _SHARES:
        old, new = _mean(before, share), _mean(now, share)
        if _differs(old, many, new, few):
            found.append(Alarm(source, share, f"{old:.0%}", f"{new:.0%}"))
    old, new = _mean(before, "length"), _mean(now, "length")
    if min(old, new) > 0 and max(old, new) / min(old, new) > RATIO:
        found.append(Alarm(source, "characters of text", f"{old:.0f}", f"{new:.0f}"))
    return found


def _mean(rows: list[Row], name: str) -> float:
    total = sum(r["articles"] for r in rows)
    return float(sum(r[name] * r["articles"] for r in rows) / total)


def _differs(old: float, many: int, new: float, few: int) -> bool:
    pooled = (old * many + new * few) / (many + few)
    error = math.sqrt(pooled * (1 - pooled) * (1 / many + 1 / few))
    return error > 0 and abs(new - old) / error > Z and abs(new - old) > 0.1
