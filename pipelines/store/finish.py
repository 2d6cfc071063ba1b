"""The end of a run: clusters, order, shard size. Same rows, same bytes.

The clusters start from what the last run knew (`_meta/documents`, `_meta/pairs`).

DuckDB joins and sorts (it spills to disk beyond its memory limit); the files are
written by pyarrow with the explicit schema. Where DuckDB is not installed, pyarrow
sorts in memory, and near duplicates are not looked for.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.dedup.near import DOCUMENTS, PAIRS, Known
from pipelines.dedup.since import cluster
from pipelines.errors import StorageError
from pipelines.model import Reason
from pipelines.store import duck, ordered, paths, settled
from pipelines.store.dataset import Dataset
from pipelines.store.manifest import Manifest, Part
from pipelines.store.parquet import (
    ROW_GROUP,
    empty_part,
    reading,
    write_part,
    write_parts,
)
from pipelines.store.paths import DatasetPaths
from pipelines.store.schema import TABLES, arrow_schema

ORDER = {
    "articles": "source, date_published NULLS LAST, id",
    "rejected": "source, url, archive_file NULLS LAST, archive_offset NULLS LAST",
    "revisions": "id, date_fetched, revision_id",
    "provenance": "id, field",
}
NEWEST_VISIT = (
    "row_number() OVER (PARTITION BY url, reason ORDER BY date_fetched DESC NULLS LAST,"
    " archive_file DESC NULLS LAST, archive_offset DESC NULLS LAST) = 1"
)
"""Of an address that is set aside for the same reason at every visit the newest row stays."""
_MEMORY = "2GB"
_PURPOSE = "merging, and looking for near duplicates,"


def finish(
    dataset: Dataset,
    *,
    near: bool,
    shard_rows: int,
    crawl: dict[str, Any] | None = None,
    notes: dict[str, Any] | None = None,
    again: bool = False,
) -> Manifest:
    """Cluster, sort and compact the dataset; commit it as final.

    Every table has a file then, if need be one without rows.

    A dataset that is final already, with nothing new, only takes the new numbers,
    unless it is to be written `again` (in shards of another size). Of a large one to which
    little was added, the files that are in order stay (`store.settled`).

    Without DuckDB there are no clusters, and the manifest says so (`near`): the next
    run that has it makes up for it.
    """
    manifest = dataset.manifest
    near = near and duck.there()
    changes: dict[str, Any] = {
        "crawl": crawl if crawl is not None else manifest.crawl,
        "notes": {**manifest.notes, **(notes or {})},
        "final": True,
    }
    if manifest.final and not again and (not near or manifest.notes.get("near")):
        return (
            dataset.replace_tables({}, **changes)
            if changes["crawl"] != manifest.crawl
            else manifest
        )
    changes["notes"]["near"] = near
    if not duck.there():
        tables = {
            name: ordered.rewrite(dataset, name, _columns(ORDER[name]), shard_rows)
            for name in TABLES
        }
        changes["counts"] = _counts(dataset, *ordered.repeats_and_rows(dataset))
        return dataset.replace_tables(tables, **changes)
    with connected(dataset.folder) as connection:
        tables, ordered_files = {}, {}
        if near:
            known = _clusters(connection, dataset, [] if again else settled.settled(manifest, "articles"))  # fmt: skip
            tables[paths.DOCUMENTS] = _side(dataset, paths.DOCUMENTS, known.documents)
            tables[paths.PAIRS] = _side(dataset, paths.PAIRS, known.pairs)
        for name in TABLES:
            stays = [] if again else settled.staying(connection, dataset.folder, manifest, name)
            loose = [p for p in manifest.parts(name) if p not in stays]
            clustered = near and name == "articles"
            if clustered and stays:
                stays = settled.with_clusters(connection, dataset.folder, stays)
            new = _rewrite(connection, dataset, name, loose, shard_rows, len(stays), clustered=clustered)  # fmt: skip
            ordered_files[name] = stays or new
            tables[name] = [*stays, *new] or [empty_part(dataset.folder, name)]
        changes["counts"] = _settled(connection, dataset)
        changes["notes"] = settled.note(changes["notes"], ordered_files)
        return dataset.replace_tables(tables, **changes)


def _settled(connection: Any, dataset: Dataset) -> dict[str, int]:
    """Return the numbers of the manifest, visits that said the same again counted apart."""
    files = _files(dataset, "rejected")
    if not files:
        return dataset.manifest.counts
    repeats, rows = connection.execute(
        "SELECT count(*) FILTER (reason = ?), count(*) FROM"
        f" (SELECT reason FROM read_parquet(?) QUALIFY {NEWEST_VISIT})",
        [Reason.DUPLICATE_URL.value, files],
    ).fetchall()[0]
    return _counts(dataset, repeats, rows)


def _counts(dataset: Dataset, repeats: int, rows: int) -> dict[str, int]:
    before = dataset.manifest.counts
    counts = {**before, "duplicates": repeats, "rejected": rows - repeats}
    gone = sum(before.get(name, 0) for name in ("duplicates", "rejected")) - rows
    counts["said_again"] = before.get("said_again", 0) + gone
    return {name: number for name, number in counts.items() if number}


def _columns(order: str) -> list[str]:
    return [column.split()[0] for column in order.split(", ")]


@contextlib.contextmanager
def connected(folder: Path) -> Iterator[Any]:
    """Yield a DuckDB connection that spills beside the data, within its memory limit."""
    connection = _connect(folder)
    try:
        yield connection
    finally:
        connection.close()
        shutil.rmtree(DatasetPaths(folder).spill, ignore_errors=True)


def _connect(folder: Path) -> Any:
    duck.library(_PURPOSE)  # said before anything is made
    spill = DatasetPaths(folder).spill
    try:
        spill.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"{spill} could not be made: {error.strerror}. The dataset folder must be writable."
        raise StorageError(msg) from error
    connection = duck.connect(
        _PURPOSE,
        temp_directory=str(spill),
        memory_limit=_MEMORY,
        threads=2,
        preserve_insertion_order=False,
    )
    connection.execute("SET TimeZone='UTC'")
    return connection


def _files(dataset: Dataset, name: str) -> list[str]:
    return [str(dataset.folder / p.path) for p in dataset.manifest.parts(name)]


def _clusters(connection: Any, dataset: Dataset, stays: list[Part]) -> Known:
    """Cluster the newest version of every article; make the table `members_now` of it.

    `stays` are the files of articles that are as the last run has left them.
    """
    if not dataset.manifest.parts("articles"):
        connection.register("members_now", DOCUMENTS.empty_table())
        return Known.nothing()
    before = known_before(dataset)
    connection.register("known_lengths", before.documents.select(["id", "length"]))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE current AS {_current(dataset, stays)}")
    connection.unregister("known_lengths")
    sketches = [dataset.folder / p.path for p in dataset.manifest.parts(paths.SKETCHES)]
    known = cluster(connection, sketches, before)
    connection.register("members_now", known.documents)
    return known


def _current(dataset: Dataset, stays: list[Part]) -> str:
    """Return the statement of what decides which copy is the canonical one.

    Texts are read only where they came in since the last run has measured them.
    """
    parts = dataset.manifest.parts("articles")
    told = settled.lengths_are_told(dataset.folder, dataset.manifest)
    new = [p for p in parts if not told or p not in stays]
    published = "coalesce(strftime(date_published, '%Y-%m-%dT%H:%M:%S'), '9999') AS published"
    return " UNION ALL ".join(
        f"SELECT id, revision_id, source, {length} AS length, {published} FROM {reading(dataset.folder, of)}{known}"
        for of, length, known in (
            (new, "length(text)", ""),
            ([p for p in parts if p not in new], "length", " LEFT JOIN known_lengths USING (id)"),
        )
        if of
    )


def known_before(dataset: Dataset) -> Known:
    """Return what the last run knew of clusters; nothing for a new dataset."""
    found = []
    for name, schema in ((paths.DOCUMENTS, DOCUMENTS), (paths.PAIRS, PAIRS)):
        tables = [
            pq.read_table(dataset.folder / p.path, schema=schema)
            for p in dataset.manifest.parts(name)
        ]
        found.append(pa.concat_tables(tables) if tables else schema.empty_table())
    return Known(*found)


def _side(dataset: Dataset, name: str, table: pa.Table) -> list[Part]:
    return [write_part(dataset.folder, name, table)] if table.num_rows else []


def _rewrite(
    connection: Any,
    dataset: Dataset,
    name: str,
    parts: list[Part],
    shard_rows: int,
    first: int,
    *,
    clustered: bool,
) -> list[Part]:
    """Write the rows of some files of a table in order; the first file gets the number `first`."""
    if not parts:
        return []
    schema = arrow_schema(name)
    columns = ", ".join(schema.names)
    source = reading(dataset.folder, parts)
    if clustered:
        source = f"(SELECT a.* EXCLUDE (cluster_id, cluster_role), m.cluster_id, m.cluster_role FROM {source} a JOIN members_now m USING (id))"
    chosen = f"QUALIFY {NEWEST_VISIT}" if name == "rejected" else ""
    relation = connection.sql(f"SELECT {columns} FROM {source} {chosen} ORDER BY {ORDER[name]}")
    batches = relation.to_arrow_reader(ROW_GROUP)
    return write_parts(
        dataset.folder,
        name,
        (pa.Table.from_batches([b]).cast(schema) for b in batches),
        shard_rows=shard_rows,
        first=first,
    )
