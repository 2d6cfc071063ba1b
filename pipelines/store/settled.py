"""Files that are in order already: a run that adds little leaves them as they are.

Of a large table only what came in since is put in order, into files beside those of
before; an article whose cluster has changed gets its new cluster in its file. When what lies
beside has grown to `LOOSE` of the table, all of it is written anew, as `standfirst compact`
does at any time. Small tables are always written anew: the same rows, the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.store.columns import exchange_columns
from pipelines.store.manifest import Manifest, Part
from pipelines.store.parquet import ROW_GROUP, reading, write_with
from pipelines.store.paths import DOCUMENTS
from pipelines.store.schema import arrow_schema

NOTE = "in_order"
"""Where the manifest names the files of each table that are in order among themselves."""
LEAST = 20_000
"""Rows up to which a table is always written anew."""
LOOSE = 1 / 16
TABLES = ("articles", "revisions", "provenance", "rejected")
CLUSTER = ("cluster_id", "cluster_role")


def settled(manifest: Manifest, table: str) -> list[Part]:
    """Return the files of a table that can stay; none where all are to be written anew."""
    named = set(manifest.notes.get(NOTE, {}).get(table, ()))
    there = [p for p in manifest.parts(table) if p.path in named]
    rows = sum(p.rows for p in there)
    loose = manifest.rows(table) - rows
    return there if table in TABLES and rows >= LEAST and loose <= LOOSE * rows else []


def note(notes: dict[str, Any], ordered: dict[str, list[Part]]) -> dict[str, Any]:
    """Return the notes of a manifest with the files that are in order, where there are many
    rows in them."""
    found = {
        name: [p.path for p in parts]
        for name, parts in ordered.items()
        if name in TABLES and sum(p.rows for p in parts) >= LEAST
    }
    return {k: v for k, v in {**notes, NOTE: found}.items() if k != NOTE or v}


def renamed(notes: dict[str, Any], table: str, old: Part, new: Part) -> dict[str, Any]:
    """Return the notes where a file in order has lost some of its rows."""
    paths = notes.get(NOTE, {}).get(table, [])
    if old.path not in paths:
        return notes
    changed = [new.path if p == old.path else p for p in paths]
    return {**notes, NOTE: {**notes[NOTE], table: changed}}


def staying(connection: Any, folder: Path, manifest: Manifest, table: str) -> list[Part]:
    """Return the files of a table that stay as they are, but for changed clusters.

    Of pages that are set aside, those files do in which none has been set aside again for the
    same reason: the newest visit stays.
    """
    parts = settled(manifest, table)
    loose = [p for p in manifest.parts(table) if p not in parts]
    if table != "rejected" or not parts or not loose:
        return parts
    rows = connection.execute(
        f"SELECT DISTINCT a.filename FROM {reading(folder, parts, 'filename=true')} a"
        f" SEMI JOIN {reading(folder, loose)} v ON v.url = a.url AND v.reason = a.reason"
    ).fetchall()
    again = {name for (name,) in rows}
    return [p for p in parts if str(folder / p.path) not in again]


def lengths_are_told(folder: Path, manifest: Manifest) -> bool:
    """Tell whether the last run that was finished has noted how long every text is."""
    parts = manifest.parts(DOCUMENTS)
    return bool(parts and manifest.notes.get("near")) and all(
        "length" in pq.read_schema(folder / p.path).names for p in parts
    )


def with_clusters(connection: Any, folder: Path, parts: Iterable[Part]) -> list[Part]:
    """Return files of articles with the clusters of the table `members_now` (id, cluster_id,
    cluster_role), those in which no cluster has changed as they are."""
    return [_with_clusters(connection, folder, n, part) for n, part in enumerate(parts)]


def _with_clusters(connection: Any, folder: Path, number: int, part: Part) -> Part:
    was = ", ".join(f"a.{name} AS was_{name}" for name in CLUSTER)
    found = connection.sql(
        f"SELECT m.cluster_id, m.cluster_role, {was} FROM"
        f" {reading(folder, [part], 'file_row_number=true')} a"
        " JOIN members_now m USING (id) ORDER BY a.file_row_number"
    ).to_arrow_table()
    if all(_same(found[name], found[f"was_{name}"]) for name in CLUSTER):
        return part
    schema = arrow_schema("articles")
    columns = {name: found[name].cast(schema.field(name).type) for name in CLUSTER}
    return write_with(
        folder,
        "articles",
        number,
        part.rows,
        lambda file: exchange_columns(folder / part.path, columns, file, ROW_GROUP),
    )


def _same(one: pa.ChunkedArray, other: pa.ChunkedArray) -> bool:
    return bool(pc.fill_null(one, "").equals(pc.fill_null(other, "")))
