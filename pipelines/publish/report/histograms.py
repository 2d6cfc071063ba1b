"""A small picture of every column: how its values are spread, as the Hub's viewer has it.

Numbers and times in equal steps, texts and lists by their length, few values by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

STEPS = 20
NAMED = 8
"""Columns of so few different values are shown by value."""
_NAME = 24
"""Characters of a value that are shown."""
_WIDE, _HIGH = 120, 24


@dataclass(frozen=True, slots=True)
class Histogram:
    """How the values of one column are spread."""

    measure: str
    """What is counted in steps: `value`, `length`, `items`; empty: the values themselves."""
    first: str
    """Left end of the picture."""
    last: str
    counts: tuple[int, ...]

    @property
    def bars(self) -> list[tuple[float, float, float, float, int]]:
        """(x, y, width, height, number) of each bar in a picture of 120 by 24."""
        step, most = _WIDE / len(self.counts), max(self.counts)
        return [
            (
                round(n * step, 2),
                round(_HIGH - high, 2),
                round(step - 0.6, 2),
                round(high, 2),
                count,
            )
            for n, count in enumerate(self.counts)
            if (high := _HIGH * count / most)
        ]


def histograms(connection: Any, columns: list[dict[str, Any]]) -> dict[str, Histogram]:
    """Return the picture of every column of `articles` that has a value."""
    found = {}
    for column in columns:
        name, kind = str(column["name"]), str(column["type"])
        picture = (
            _named(connection, name) if _is_few(column, kind) else _stepped(connection, name, kind)
        )
        if picture is not None:
            found[name] = picture
    return found


def _is_few(column: dict[str, Any], kind: str) -> bool:
    short = len(str(column["largest"] or "")) <= _NAME
    return kind == "BOOLEAN" or (
        kind == "VARCHAR"
        and column["name"] != "text"
        and short
        and column["different_values"] <= NAMED
    )


def _named(connection: Any, name: str) -> Histogram | None:
    rows = connection.execute(
        f"SELECT {name}::VARCHAR, count(*) FROM articles WHERE {name} IS NOT NULL GROUP BY ALL ORDER BY 2 DESC, 1 LIMIT {NAMED}"
    ).fetchall()
    if not rows:
        return None
    return Histogram(
        "", str(rows[0][0])[:_NAME], str(rows[-1][0])[:_NAME], tuple(int(n) for _, n in rows)
    )


def _stepped(connection: Any, name: str, kind: str) -> Histogram | None:
    measure, value, shown = "value", name, "round({}, 3)"
    if kind == "VARCHAR":
        measure = "length"
        value = "text_length" if name == "text" else f"length({name})"
    elif kind.endswith("[]"):
        measure, value = "items", f"len({name})"
    elif kind.startswith("TIMESTAMP"):
        value, shown = f"epoch({name})", "strftime(to_timestamp({}), '%Y-%m-%d')"
    numbers = f"(SELECT ({value})::DOUBLE AS v FROM articles WHERE {name} IS NOT NULL)"
    low, high, first, last = connection.execute(
        f"SELECT min(v), max(v), {shown.format('min(v)')}::VARCHAR, {shown.format('max(v)')}::VARCHAR FROM {numbers}"
    ).fetchall()[0]
    if low is None:
        return None
    wide = (high - low) or 1.0
    rows = connection.execute(
        f"SELECT least(floor((v - ?) / ? * {STEPS}), {STEPS - 1})::INTEGER AS step, count(*) FROM {numbers} GROUP BY ALL",
        [low, wide],
    ).fetchall()
    counts = [0] * STEPS
    for step, number in rows:
        counts[int(step)] += int(number)
    return Histogram(measure, _short(first), _short(last), tuple(counts))


def _short(number: str) -> str:
    return number.removesuffix(".0")
