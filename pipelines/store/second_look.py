"""Rows read again with the model of their paper, and the rows that they stand for.

What the single page gave is kept beside the data (`paths.SINGLE`). Before anything new
comes in, it is put back: so that repeats and revisions are told by the pages alone, and the
rows are the same whether a paper was crawled at once or in many runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.dedup.sketch import sketch_rows
from pipelines.extract.result import Extraction
from pipelines.page.inert import stored
from pipelines.papers.summary import NOTE
from pipelines.store.manifest import Manifest, Part
from pipelines.store.parquet import read_columns, read_table, reading, relation, write_part
from pipelines.store.paths import PAPERS, SINGLE, SKETCHES
from pipelines.store.schema import arrow_schema, table_of


class Tables(Protocol):
    """The writer of a dataset, as far as it is needed here."""

    folder: Path
    manifest: Manifest

    def replace_tables(self, tables: dict[str, list[Part]], **changes: Any) -> Manifest:
        """Commit a version in which some tables have other files."""

    def forget(self) -> None:
        """Read again what is known of the rows when it is asked for next."""


COUNT = "read_again"
"""Where the manifest counts the rows that were read with a model."""
Place = tuple[str, int]
"""Segment and offset of a page."""


@dataclass(frozen=True, slots=True)
class Again:
    """What a page gave when it was read with the model of its paper."""

    result: Extraction
    sketch: np.ndarray | None


def take_back(dataset: Tables) -> None:
    """Put the rows of the single pages back, as a version of its own; nothing to do where
    no row was read again."""
    if not any(dataset.manifest.parts(name) for name in SINGLE.values()):
        return  # without asking pyarrow, which loads pandas where it is installed
    singles = {table: _single(dataset, table) for table in SINGLE}
    if not any(rows.num_rows for rows in singles.values()):
        return
    ids = set(singles["articles"]["id"].to_pylist())
    tables: dict[str, list[Part]] = {name: [] for name in (PAPERS, *SINGLE.values())}
    for table, rows in singles.items():
        if not rows.num_rows:
            continue
        places = _places(rows) if table != "provenance" else set()
        kept = [
            _without(dataset, table, number, part, places, ids)
            for number, part in enumerate(dataset.manifest.parts(table))
        ]
        number = dataset.manifest.version + 1
        tables[table] = [*(p for p in kept if p), write_part(dataset.folder, table, rows, number)]
    counts = {k: v for k, v in dataset.manifest.counts.items() if k != COUNT}
    notes = {k: v for k, v in dataset.manifest.notes.items() if k != NOTE}
    dataset.replace_tables(tables, counts=counts, notes=notes, final=False)
    dataset.forget()


def _single(dataset: Tables, table: str) -> pa.Table:
    schema = arrow_schema(table)
    parts = dataset.manifest.parts(SINGLE[table])
    found = [pq.read_table(dataset.folder / p.path, schema=schema) for p in parts]
    return pa.concat_tables(found) if found else schema.empty_table()


def _places(rows: pa.Table) -> set[Place]:
    return set(_in_order(rows))


def _without(
    dataset: Tables, table: str, number: int, part: Part, places: set[Place], ids: set[str]
) -> Part | None:
    """Write a part again without some of its rows; itself where it has none of them, None
    where it has no others."""
    rows = read_table(dataset.folder, table, [part])
    gone = _hit(rows, table, places, ids)
    if not any(gone):
        return part
    rest = rows.filter(pa.array([not g for g in gone]))
    return write_part(dataset.folder, table, rest, number) if rest.num_rows else None


def _hit(rows: pa.Table, table: str, places: set[Place], ids: set[str]) -> list[bool]:
    if table == "provenance":
        return [i in ids for i in rows["id"].to_pylist()]
    return [p in places for p in _in_order(rows)]


def put(
    dataset: Tables, again: Mapping[Place, Again], note: dict[str, Any], learned: pa.Table
) -> Manifest:
    """Commit rows that were read again, and keep the ones that they stand for; `learned` are
    the rows of what was learned (`papers.stored`), and `note` goes into the manifest."""
    number = dataset.manifest.version + 1
    tables: dict[str, list[Part]] = {PAPERS: []}
    if learned.num_rows:
        tables[PAPERS] = [write_part(dataset.folder, PAPERS, learned, number)]
    _swap(dataset, "revisions", again, tables, number)
    ids = _swap(dataset, "articles", again, tables, number)
    if ids:
        _swap_provenance(dataset, ids, again, tables, number)
    used = {a.result.article.revision_id: a for a in again.values()}
    _add_sketches(dataset, used, tables, number)
    counts = {k: v for k, v in dataset.manifest.counts.items() if k != COUNT}
    if ids:
        counts[COUNT] = len(ids)
    notes = {**dataset.manifest.notes, NOTE: {**note, COUNT: len(ids)}}
    manifest = dataset.replace_tables(tables, counts=counts, notes=notes, final=False)
    dataset.forget()
    return manifest


def _swap(
    dataset: Tables,
    table: str,
    again: Mapping[Place, Again],
    tables: dict[str, list[Part]],
    number: int,
) -> dict[str, Place]:
    """Put the new rows where the old ones are; return the ids of the rows that changed, each
    with the place of its page."""
    kept: list[Part] = []
    old: list[pa.Table] = []
    new: list[Any] = []
    for at, part in enumerate(dataset.manifest.parts(table)):
        rows = read_table(dataset.folder, table, [part])
        found = [again.get(p) for p in _in_order(rows)]
        # an answer under another id, or none, is no other reading of this row
        hit = [
            a is not None and a.result.article.id == i
            for a, i in zip(found, rows["id"].to_pylist(), strict=True)
        ]
        if not any(hit):
            kept.append(part)
            continue
        old.append(rows.filter(pa.array(hit)))
        new += [a.result.article for a, h in zip(found, hit, strict=True) if h and a is not None]
        rest = rows.filter(pa.array([not h for h in hit]))
        if rest.num_rows:
            kept.append(write_part(dataset.folder, table, rest, at))
    if not new:
        return {}
    tables[table] = [*kept, write_part(dataset.folder, table, table_of(table, new), number)]
    tables[SINGLE[table]] = [
        write_part(dataset.folder, SINGLE[table], pa.concat_tables(old).combine_chunks(), number)
    ]
    return {a.id: (a.archive_file, a.archive_offset) for a in new}


def _in_order(rows: pa.Table) -> list[Place]:
    return list(
        zip(rows["archive_file"].to_pylist(), rows["archive_offset"].to_pylist(), strict=True)
    )


def _swap_provenance(
    dataset: Tables,
    ids: Mapping[str, Place],
    again: Mapping[Place, Again],
    tables: dict[str, list[Part]],
    number: int,
) -> None:
    kept: list[Part] = []
    old: list[pa.Table] = []
    for at, part in enumerate(dataset.manifest.parts("provenance")):
        rows = read_table(dataset.folder, "provenance", [part])
        hit = _hit(rows, "provenance", set(), set(ids))
        if not any(hit):
            kept.append(part)
            continue
        old.append(rows.filter(pa.array(hit)))
        rest = rows.filter(pa.array([not h for h in hit]))
        if rest.num_rows:
            kept.append(write_part(dataset.folder, "provenance", rest, at))
    new = [p for i in sorted(ids) for p in again[ids[i]].result.provenance]
    if new:
        kept.append(write_part(dataset.folder, "provenance", table_of("provenance", new), number))
    tables["provenance"] = kept
    if old:
        name = SINGLE["provenance"]
        rows = pa.concat_tables(old).combine_chunks()
        tables[name] = [write_part(dataset.folder, name, rows, number)]


def _add_sketches(
    dataset: Tables, again: Mapping[str, Again], tables: dict[str, list[Part]], number: int
) -> None:
    """Add the sketches of texts that were not there before: each version has one."""
    wanted = {int(r, 16): r for r, a in again.items() if a.sketch is not None and len(a.sketch)}
    if not wanted:
        return
    numbers = pa.array(sorted(wanted), pa.uint64())
    for batch in read_columns(dataset.folder, dataset.manifest.parts(SKETCHES), ["id"]):
        there = pc.unique(batch["id"].filter(pc.is_in(batch["id"], value_set=numbers)))
        for each in there.to_pylist():
            wanted.pop(each, None)
    if not wanted:
        return
    ids = [wanted[n] for n in sorted(wanted)]
    sources = [stored(again[i].result.article.source) for i in ids]
    sketches = [s for i in ids if (s := again[i].sketch) is not None]
    rows = sketch_rows(ids, sources, sketches)
    parts = dataset.manifest.parts(SKETCHES)
    tables[SKETCHES] = [*parts, write_part(dataset.folder, SKETCHES, rows, number)]


def as_single(folder: Path, manifest: Manifest, table: str) -> str:
    """Return a table as the single pages gave it, as DuckDB reads it in FROM."""
    rows = relation(folder, manifest, table)
    parts = manifest.parts(SINGLE.get(table, ""))
    if not parts:
        return rows
    single = reading(folder, parts)
    same = "a.id = s.id"
    if table != "provenance":
        same += " AND a.archive_file = s.archive_file AND a.archive_offset = s.archive_offset"
    return f"(SELECT a.* FROM {rows} a ANTI JOIN {single} s ON {same} UNION ALL SELECT * FROM {single})"
