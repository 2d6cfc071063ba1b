"""Learning a paper's model: counts by SQL over the rows of its pages."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipelines.learned import linear
from pipelines.papers import sql
from pipelines.papers.model import WALL, Box, Key, Paper, judged

if TYPE_CHECKING:
    import duckdb


def learn(
    connection: duckdb.DuckDBPyConnection, model: linear.Linear | None = None
) -> dict[str, Paper]:
    """Return what the tables `pages` and `blocks` say of each paper, by name."""
    _make(connection, {**sql.STATEMENTS, "closed": "SELECT capture FROM laid WHERE false"})
    _make(connection, sql.COUNTED)
    first = boxes_of(connection, model)
    with _verdicts(connection, first):
        _make(connection, {"closed": sql.CLOSED.format(wall=WALL)})
    _make(connection, sql.COUNTED)
    counts = connection.execute("SELECT source, pages FROM papers ORDER BY source").fetchall()
    layouts: dict[str, dict[int, int]] = {}
    for source, layout, n in connection.execute(
        "SELECT source, layout, pages FROM layouts ORDER BY source, layout"
    ).fetchall():
        layouts.setdefault(source, {})[layout] = n
    boxes = boxes_of(connection, model, first)
    return {
        source: Paper(source, pages, boxes.get(source, {}), layouts[source])
        for source, pages in counts
    }


OTHER = 0.1
"""Probability below which what a page took for a wall is looked at again."""
VERDICTS = pa.schema(
    [
        pa.field("source", pa.string()),
        pa.field("place", pa.int32()),
        pa.field("words", pa.int32()),
        pa.field("wall", pa.float64()),
        pa.field("furniture", pa.int16()),
    ]
)


@dataclass(frozen=True, slots=True)
class Look:
    """A page that is to be read again with the model of its paper."""

    source: str
    file: str
    offset: int
    length: int


def looks(connection: duckdb.DuckDBPyConnection, papers: Mapping[str, Paper]) -> list[Look]:
    """Return the pages that are to be read again, in the order of the archive; `learn` has
    made the tables that are asked."""
    with _verdicts(connection, {name: paper.boxes for name, paper in papers.items()}):
        found = connection.execute(sql.LOOK.format(wall=WALL, other=OTHER)).fetchall()
    return [Look(*row) for row in found]


def _make(connection: duckdb.DuckDBPyConnection, statements: Mapping[str, str]) -> None:
    for name, statement in statements.items():
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {statement}")


@contextlib.contextmanager
def _verdicts(
    connection: duckdb.DuckDBPyConnection, boxes: Mapping[str, Mapping[Key, Box]]
) -> Iterator[None]:
    """Make what was judged a table that statements can ask."""
    rows = [
        (name, b.place, b.words, b.wall, int(b.furniture))
        for name, own in sorted(boxes.items())
        for _, b in sorted(own.items())
    ]
    columns = list(zip(*rows, strict=True)) or [()] * len(VERDICTS)
    arrays = [pa.array(c, f.type) for c, f in zip(columns, VERDICTS, strict=True)]
    connection.register("verdicts", pa.table(arrays, schema=VERDICTS))
    yield
    connection.unregister("verdicts")


def boxes_of(
    connection: duckdb.DuckDBPyConnection,
    model: linear.Linear | None = None,
    first: Mapping[str, Mapping[Key, Box]] | None = None,
) -> dict[str, dict[Key, Box]]:
    """Return the boxes of every paper, with how likely each is a wall; `first` is what a
    first look said.

    A place of two layouts counts where more pages have it.
    """
    found: dict[str, dict[Key, Box]] = {}
    result = connection.execute(sql.ANSWER)
    names = [d[0] for d in result.description or ()]
    for row in result.fetchall():
        values: dict[str, Any] = dict(zip(names, row, strict=True))
        source = values.pop("source")
        own = found.setdefault(source, {})
        box = Box(**values)
        before = (first or {}).get(source, {}).get(box.key)
        is_wall = first is None or (before is not None and before.wall >= WALL)
        box = judged(replace(box, first=is_wall), model)
        before = own.get(box.key)
        if before is None or box.n > before.n:
            own[box.key] = box
    return found
