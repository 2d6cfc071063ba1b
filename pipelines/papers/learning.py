"""Learning a paper's model: counts by SQL over the rows of its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa

from pipelines.learned import linear
from pipelines.papers import redesign, sql
from pipelines.papers.model import WALL, Box, Key, Paper, judged
from pipelines.papers.redesign import Redesign

if TYPE_CHECKING:
    import duckdb


class Engine(Protocol):
    """What runs the statements: DuckDB or Spark."""

    def make(self, name: str, statement: str) -> None:
        """Make a table of what a statement gives, in the place of one of that name."""

    def put(self, name: str, rows: pa.Table) -> None:
        """Make rows a table that statements can ask."""

    def rows(self, statement: str) -> list[dict[str, Any]]:
        """Return what a statement gives, in its order."""


@dataclass(frozen=True, slots=True)
class OnDuckDB:
    """DuckDB as the engine."""

    connection: duckdb.DuckDBPyConnection

    def make(self, name: str, statement: str) -> None:
        """Make a table for the time of the connection."""
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {statement}")

    def put(self, name: str, rows: pa.Table) -> None:
        """Copy the rows: a registered table would end with the name that holds it."""
        self.connection.register(f"{name}_rows", rows)
        self.make(name, f"SELECT * FROM {name}_rows")
        self.connection.unregister(f"{name}_rows")

    def rows(self, statement: str) -> list[dict[str, Any]]:
        """Return what a statement gives."""
        result = self.connection.execute(statement)
        names = [d[0] for d in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def learn(engine: Engine, model: linear.Linear | None = None) -> dict[str, Paper]:
    """Return what the tables `pages` and `blocks` say of each paper, by name."""
    _make(engine, {**sql.STATEMENTS, "closed": "SELECT capture FROM laid WHERE false"})
    _make(engine, sql.COUNTED)
    first = boxes_of(engine, model)
    _put_verdicts(engine, first)
    _make(engine, {"closed": sql.CLOSED.format(wall=WALL)})
    _make(engine, sql.COUNTED)
    layouts: dict[str, dict[int, int]] = {}
    for row in engine.rows("SELECT source, layout, pages FROM layouts ORDER BY source, layout"):
        layouts.setdefault(row["source"], {})[row["layout"]] = row["pages"]
    boxes = boxes_of(engine, model, first)
    homes, asides = _places(engine, "homes"), _places(engine, "asides")
    return {
        row["source"]: Paper(
            row["source"],
            row["pages"],
            boxes.get(row["source"], {}),
            layouts[row["source"]],
            homes.get(row["source"], ()),
            asides.get(row["source"], ()),
        )
        for row in engine.rows("SELECT source, pages FROM papers ORDER BY source")
    }


def _places(engine: Engine, table: str) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for row in engine.rows(f"SELECT source, place FROM {table} ORDER BY source, place"):
        found[row["source"]] = (*found.get(row["source"], ()), row["place"])
    return found


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


PLACES = pa.schema([pa.field("source", pa.string()), pa.field("place", pa.int32())])


def redesigns(engine: Engine) -> dict[str, list[Redesign]]:
    """Return the redesigns of each paper that has one; `learn` has made the tables that are
    asked."""
    days: dict[str, dict[int, dict[int, int]]] = {}
    for row in engine.rows(sql.DAYS):
        own = days.setdefault(row["source"], {}).setdefault(row["layout"], {})
        own[row["day"]] = row["pages"]
    found = {source: redesign.redesigns(layouts) for source, layouts in days.items()}
    return {source: each for source, each in found.items() if each}


def looks(engine: Engine, papers: Mapping[str, Paper], asked: pa.Table | None = None) -> list[Look]:  # fmt: skip
    """Return which of some pages (rows of `rows.PAGES`; else the table `pages`) are to be read
    again with the models of their papers, in the order of the archive.

    That is told by a page and the model of its paper alone.
    """
    known = dict(sorted(papers.items()))
    if asked is None:
        engine.make("asked", "SELECT * FROM pages")
    else:
        engine.put("asked", asked)
    _make(engine, {"asked_rows": sql.ASKED})
    _put_verdicts(engine, {name: paper.boxes for name, paper in known.items()})
    _put(engine, "learned_homes", PLACES, [(n, at) for n, p in known.items() for at in p.homes])
    _put(engine, "learned_asides", PLACES, [(n, at) for n, p in known.items() for at in p.asides])
    found = engine.rows(sql.LOOK.format(wall=WALL, other=OTHER))
    return [Look(*row.values()) for row in found]


def _make(engine: Engine, statements: Mapping[str, str]) -> None:
    for name, statement in statements.items():
        engine.make(name, statement)


def _put_verdicts(engine: Engine, boxes: Mapping[str, Mapping[Key, Box]]) -> None:
    """Make what was judged a table that statements can ask."""
    rows = [
        (name, b.place, b.words, b.wall, int(b.furniture))
        for name, own in sorted(boxes.items())
        for _, b in sorted(own.items())
    ]
    _put(engine, "verdicts", VERDICTS, rows)


def _put(engine: Engine, name: str, schema: pa.Schema, rows: Sequence[tuple[object, ...]]) -> None:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)]
    engine.put(name, pa.table(arrays, schema=schema))


def boxes_of(
    engine: Engine,
    model: linear.Linear | None = None,
    first: Mapping[str, Mapping[Key, Box]] | None = None,
) -> dict[str, dict[Key, Box]]:
    """Return the boxes of every paper, with how likely each is a wall; `first` is what a
    first look said.

    A place of two layouts counts where more pages have it.
    """
    found: dict[str, dict[Key, Box]] = {}
    for values in engine.rows(sql.ANSWER):
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
