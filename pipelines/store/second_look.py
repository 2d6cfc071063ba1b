"""Rows read again with the model of their paper, and the rows that they stand for.

What the single page gave is kept beside the data (`paths.SINGLE`), and by that repeats and
revisions are told: by the pages alone, whatever was learned in between. Before a paper is
learned again, the rows of its single pages are put back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.dedup.sketch import sketch_rows
from pipelines.extract.result import Extraction
from pipelines.model import Article
from pipelines.page.inert import stored
from pipelines.papers.summary import NOTE
from pipelines.store import settled
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
MADE = "made"
"""Where the note of what was learned says from what each paper's model was made."""
Place = tuple[str, int]
"""Segment and offset of a page."""


@dataclass(frozen=True, slots=True)
class Again:
    """What a page gave when it was read with the model of its paper."""

    result: Extraction
    sketch: np.ndarray | None


def take_back(dataset: Tables, sources: Collection[str] | None = None) -> None:
    """Put the rows of the single pages back, those of some sources or all, as a version of its
    own; nothing to do where no row was read again.

    What was learned of all goes with their rows; of some it stays until they are learned again,
    and the note says no more what it was made from.
    """
    if sources is not None and not sources:
        return
    if not any(dataset.manifest.parts(name) for name in SINGLE.values()):
        return  # without asking pyarrow, which loads pandas where it is installed
    singles, rest = _of_sources({table: single(dataset, table) for table in SINGLE}, sources)
    if not any(rows.num_rows for rows in singles.values()):
        return
    number = dataset.manifest.version + 1
    tables = {
        SINGLE[t]: [write_part(dataset.folder, SINGLE[t], rows, number)] if rows.num_rows else []
        for t, rows in rest.items()
    }
    notes = dataset.manifest.notes
    for table, rows in singles.items():
        if rows.num_rows:
            again = set(_keys(rows, table))
            stays, notes, _ = _divided(dataset, table, again, notes)
            tables[table] = [*stays, write_part(dataset.folder, table, rows, number)]
    if sources is None:
        tables[PAPERS], notes = [], {k: v for k, v in notes.items() if k != NOTE}
    else:
        made = notes.get(NOTE, {}).get(MADE, {})
        made = {name: mark for name, mark in made.items() if name not in sources}
        notes = {**notes, NOTE: {**notes.get(NOTE, {}), "key": "", MADE: made}}
    counts = counted(dataset.manifest.counts, rest["articles"].num_rows)
    dataset.replace_tables(tables, counts=counts, notes=notes, final=False)
    dataset.forget()


def counted(counts: Mapping[str, int], again: int) -> dict[str, int]:
    """Return the numbers of a manifest in which so many rows were read again."""
    others = {k: v for k, v in counts.items() if k != COUNT}
    return {**others, COUNT: again} if again else others


def _of_sources(
    rows: Mapping[str, pa.Table], sources: Collection[str] | None
) -> tuple[dict[str, pa.Table], dict[str, pa.Table]]:
    """Divide the rows of single pages into those of some sources and the others."""
    if sources is None:
        return dict(rows), {table: each.slice(0, 0) for table, each in rows.items()}
    wanted = pa.array(sorted(sources), pa.string())
    chosen: dict[str, pa.Table] = {}
    rest: dict[str, pa.Table] = {}
    for table in ("articles", "revisions", "provenance"):
        by, among = (
            ("source", wanted) if table != "provenance" else ("id", chosen["articles"]["id"])
        )
        hit = pc.is_in(rows[table][by], value_set=pa.array(among.to_pylist(), pa.string()))
        chosen[table], rest[table] = rows[table].filter(hit), rows[table].filter(pc.invert(hit))
    return chosen, rest


def single(dataset: Tables, table: str, columns: list[str] | None = None) -> pa.Table:
    """Return the rows of single pages for which others stand in a table, or columns of them."""
    schema = arrow_schema(table)
    parts = dataset.manifest.parts(SINGLE[table])
    found = [pq.read_table(dataset.folder / p.path, columns=columns, schema=schema) for p in parts]
    return (
        pa.concat_tables(found) if found else schema.empty_table().select(columns or schema.names)
    )


def hashes(dataset: Tables) -> dict[str, str]:
    """Return article id → content hash as the single page gave it, where another row stands."""
    if not dataset.manifest.parts(SINGLE["articles"]):
        return {}
    rows = single(dataset, "articles", ["id", "content_hash"])
    return dict(zip(rows["id"].to_pylist(), rows["content_hash"].to_pylist(), strict=True))


def versions(dataset: Tables) -> set[str]:
    """Return the ids of all revisions, as the single pages gave them."""
    names = ["revision_id", *_PLACE]
    kept = dataset.manifest.parts(SINGLE["revisions"])
    rows = single(dataset, "revisions", names) if kept else None
    gone = set(_keys(rows, "revisions")) if rows is not None else set()
    found = set() if rows is None else set(rows["revision_id"].to_pylist())
    parts = dataset.manifest.parts("revisions")
    for batch in read_columns(dataset.folder, parts, names if gone else names[:1]):
        ids = batch["revision_id"].to_pylist()
        if gone:
            ids = [i for i, p in zip(ids, _keys(batch, "revisions"), strict=True) if p not in gone]
        found.update(ids)
    return found


def single_row(dataset: Tables, identifier: str) -> Article | None:
    """Return an article as the single page gave it, where another row stands for it."""
    rows = single(dataset, "articles")
    found = rows.filter(pc.equal(rows["id"], identifier)).to_pylist()
    return Article(**found[0]) if found else None


_PLACE = ("archive_file", "archive_offset")


def _keys(rows: pa.Table | pa.RecordBatch, table: str) -> list[Any]:
    """Return what tells the rows of a table: the place of the page, or the article's id."""
    if table == "provenance":
        return list(rows["id"].to_pylist())
    return list(zip(*(rows[name].to_pylist() for name in _PLACE), strict=True))


def _divided(
    dataset: Tables, table: str, wanted: Collection[Any], notes: dict[str, Any], ids: Mapping[Any, str] | None = None
) -> tuple[list[Part], dict[str, Any], list[pa.Table]]:  # fmt: skip
    """Divide a table: return its files without some rows, the notes that name them, and these
    rows. `ids` says of which article the row at a place must be to be meant.

    Files in which no such row stands stay, and only what tells their rows is read of them.
    """
    by = "id" if table == "provenance" else _PLACE[-1]
    names = ["id"] if table == "provenance" else ["id", *_PLACE]
    some = pa.array([w if by == "id" else w[-1] for w in wanted])
    stays: list[Part] = []
    found: list[pa.Table] = []
    for at, part in enumerate(dataset.manifest.parts(table)):
        told = pq.read_table(dataset.folder / part.path, columns=names)
        hit = np.array(pc.is_in(told[by], value_set=some.cast(told[by].type)))
        near = told.filter(pa.array(hit))
        hit[hit] = [
            key in wanted and (ids is None or ids[key] == own)
            for key, own in zip(_keys(near, table), near["id"].to_pylist(), strict=True)
        ]
        if not hit.any():
            stays.append(part)
            continue
        rows = read_table(dataset.folder, table, [part])
        found.append(rows.filter(pa.array(hit)))
        rest = rows.filter(pa.array(~hit))
        if rest.num_rows:
            stays.append(write_part(dataset.folder, table, rest, at))
            notes = settled.renamed(notes, table, part, stays[-1])
    return stays, notes, found


def put(
    dataset: Tables, again: Mapping[Place, Again], note: dict[str, Any], learned: pa.Table
) -> Manifest:
    """Commit rows that were read again, and keep the ones that they stand for, beside those
    that are kept; `learned` are the rows of all that was learned (`papers.stored`), and `note`
    goes into the manifest."""
    number = dataset.manifest.version + 1
    tables: dict[str, list[Part]] = {PAPERS: []}
    if learned.num_rows:
        tables[PAPERS] = [write_part(dataset.folder, PAPERS, learned, number)]
    notes = {**dataset.manifest.notes, NOTE: note}
    ids: dict[str, Place] = {}
    for table in ("revisions", "articles"):
        ids, notes = _swap(dataset, table, again, tables, notes)
    if ids:
        notes = _swap_provenance(dataset, ids, again, tables, notes)
    used = {a.result.article.revision_id: a for a in again.values()}
    _add_sketches(dataset, used, tables, number)
    kept = sum(p.rows for p in dataset.manifest.parts(SINGLE["articles"]))
    counts = counted(dataset.manifest.counts, kept + len(ids))
    manifest = dataset.replace_tables(tables, counts=counts, notes=notes, final=False)
    dataset.forget()
    return manifest


def _swap(
    dataset: Tables,
    table: str,
    again: Mapping[Place, Again],
    tables: dict[str, list[Part]],
    notes: dict[str, Any],
) -> tuple[dict[str, Place], dict[str, Any]]:
    """Put the new rows where the old ones are; return the ids of the rows that changed, each
    with the place of its page, and the notes."""
    # an answer under another id, or none, is no other reading of a row
    ids = {place: a.result.article.id for place, a in again.items()}
    stays, notes, old = _divided(dataset, table, ids, notes, ids)
    if not old:
        return {}, notes
    number, rows = dataset.manifest.version + 1, pa.concat_tables(old).combine_chunks()
    new = [again[place].result.article for place in _keys(rows, table)]
    tables[table] = [*stays, write_part(dataset.folder, table, table_of(table, new), number)]
    kept = write_part(dataset.folder, SINGLE[table], rows, number)
    tables[SINGLE[table]] = [*dataset.manifest.parts(SINGLE[table]), kept]
    return {a.id: place for a, place in zip(new, _keys(rows, table), strict=True)}, notes


def _swap_provenance(
    dataset: Tables,
    ids: Mapping[str, Place],
    again: Mapping[Place, Again],
    tables: dict[str, list[Part]],
    notes: dict[str, Any],
) -> dict[str, Any]:
    number = dataset.manifest.version + 1
    kept, notes, old = _divided(dataset, "provenance", ids, notes)
    new = [p for i in sorted(ids) for p in again[ids[i]].result.provenance]
    if new:
        kept.append(write_part(dataset.folder, "provenance", table_of("provenance", new), number))
    tables["provenance"] = kept
    if old:
        name = SINGLE["provenance"]
        rows = pa.concat_tables(old).combine_chunks()
        parts = dataset.manifest.parts(name)
        tables[name] = [*parts, write_part(dataset.folder, name, rows, number)]
    return notes


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
