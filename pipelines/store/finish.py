"""The end of a run: clusters, order, shard size. Same rows, same bytes.

DuckDB joins and sorts (it spills to disk beyond its memory limit); the files are
written by pyarrow with the explicit schema.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.dedup.near import Member, Text, cluster
from pipelines.errors import StorageError
from pipelines.store.dataset import Dataset
from pipelines.store.manifest import Manifest, Part
from pipelines.store.parquet import ROW_GROUP, write_parts
from pipelines.store.schema import TABLES, arrow_schema

_ORDER = {
    "articles": "source, date_published NULLS LAST, id",
    "rejected": "source, url, archive_file NULLS LAST, archive_offset NULLS LAST",
    "revisions": "id, date_fetched, revision_id",
    "provenance": "id, field",
}
_MEMORY = "2GB"


def finish(dataset: Dataset, *, near: bool, shard_rows: int, crawl: dict[str, Any] | None = None, notes: dict[str, Any] | None = None) -> Manifest:
    """Cluster, sort and compact the dataset; commit it as final.

    A dataset that is final already, with nothing new, only takes the new numbers.
    """
    manifest = dataset.manifest
    changes: dict[str, Any] = {"crawl": crawl if crawl is not None else manifest.crawl, "notes": {**manifest.notes, **(notes or {})}, "final": True}
    if manifest.final and (not near or manifest.notes.get("near")):
        return dataset.replace_tables({}, **changes) if changes["crawl"] != manifest.crawl else manifest
    changes["notes"]["near"] = near
    connection = _connect(dataset.folder)
    try:
        members = _members(connection, dataset) if near else {}
        tables = {name: _rewrite(connection, dataset, name, members if name == "articles" else {}, shard_rows) for name in TABLES}
        tables["_meta/sketches"] = dataset.manifest.parts("_meta/sketches")
        return dataset.replace_tables(tables, **changes)
    finally:
        connection.close()
        shutil.rmtree(dataset.folder / "_meta" / "spill", ignore_errors=True)


def _connect(folder: Path) -> Any:
    import duckdb

    spill = folder / "_meta" / "spill"
    try:
        spill.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"{spill} could not be made: {error.strerror}. The dataset folder must be writable."
        raise StorageError(msg) from error
    connection = duckdb.connect(config={"temp_directory": str(spill), "memory_limit": _MEMORY, "threads": 2, "preserve_insertion_order": False})
    connection.execute("SET TimeZone='UTC'")
    return connection


def _files(dataset: Dataset, name: str) -> list[str]:
    return [str(dataset.folder / p.path) for p in dataset.manifest.parts(name)]


def _members(connection: Any, dataset: Dataset) -> dict[str, Member]:
    """Cluster the newest version of every article."""
    sketches, articles = _files(dataset, "_meta/sketches"), _files(dataset, "articles")
    if not sketches or not articles:
        return {}
    connection.execute("CREATE OR REPLACE TABLE current AS SELECT id, revision_id, source, length(coalesce(text, '')) AS length, coalesce(strftime(date_published, '%Y-%m-%dT%H:%M:%S'), '9999') AS published FROM read_parquet(?)", [articles])
    connection.execute("CREATE OR REPLACE TABLE sketches AS SELECT c.id, s.source, s.hash FROM read_parquet(?) s JOIN current c ON s.id = c.revision_id", [sketches])
    rows = connection.execute("SELECT id, length, published FROM current").fetchall()
    return cluster(connection, (Text(i, length, published) for i, length, published in rows))


def _rewrite(connection: Any, dataset: Dataset, name: str, members: dict[str, Member], shard_rows: int) -> list[Part]:
    files = _files(dataset, name)
    if not files:
        return []
    relation = connection.sql(f"SELECT * FROM read_parquet(?) ORDER BY {_ORDER[name]}", params=[files])
    batches = relation.to_arrow_reader(ROW_GROUP)
    return write_parts(dataset.folder, name, _clustered(batches, name, members), shard_rows=shard_rows)


def _clustered(batches: Any, name: str, members: dict[str, Member]) -> Iterator[pa.Table]:
    schema = arrow_schema(name)
    for batch in batches:
        table = pa.Table.from_batches([batch]).select(schema.names)
        if name == "articles":
            ids = table["id"].to_pylist()
            found = [members.get(i) for i in ids]
            table = _set(table, "cluster_id", [m.cluster_id if m else i for i, m in zip(ids, found, strict=True)])
            table = _set(table, "cluster_role", [m.cluster_role if m else None for m in found])
        yield table.cast(schema)


def _set(table: pa.Table, name: str, values: list[str | None]) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), name, pa.array(values, pa.string()))
