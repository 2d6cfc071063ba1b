"""A dataset's tables in order without DuckDB: in memory, by pyarrow. Same rows, same bytes."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.errors import MissingLibrary
from pipelines.model import Reason
from pipelines.store import duck
from pipelines.store.dataset import Dataset
from pipelines.store.manifest import Part
from pipelines.store.parquet import ROW_GROUP, empty_part, read_table, write_parts

_NEWEST_FIRST = [
    ("url", "ascending"),
    ("reason", "ascending"),
    ("date_fetched", "descending"),
    ("archive_file", "descending"),
    ("archive_offset", "descending"),
]


def rewrite(dataset: Dataset, name: str, order: list[str], shard_rows: int) -> list[Part]:
    """Write a table in the order of some columns, nulls last; return its parts.

    Raises MissingLibrary for a table that pyarrow cannot hold in memory.
    """
    parts = dataset.manifest.parts(name)
    if not parts:
        return [empty_part(dataset.folder, name)]
    try:
        table = read_table(dataset.folder, name, parts)
        if name == "rejected":
            table = table.take(newest_visits(table))
        keys = [(column, "ascending") for column in order]
        places = pc.sort_indices(table.select(order), sort_keys=keys)
        return write_parts(dataset.folder, name, _pieces(table, places), shard_rows=shard_rows)
    except (MemoryError, pa.ArrowMemoryError, pa.ArrowCapacityError) as error:
        msg = f"{dataset.folder} has too many rows to be put in order in memory. DuckDB does it on disk. Type: {duck.how_to_install()}"
        raise MissingLibrary(msg) from error


def _pieces(table: pa.Table, places: pa.Array) -> Iterator[pa.Table]:
    for start in range(0, len(places), ROW_GROUP):
        yield table.take(places.slice(start, ROW_GROUP))


def newest_visits(rejected: pa.Table) -> pa.Array:
    """Return the places of the newest row of every address and reason, in no order."""
    places = pc.sort_indices(rejected, sort_keys=_NEWEST_FIRST)
    seen: set[tuple[str, str]] = set()
    kept = []
    urls, reasons = rejected["url"].to_pylist(), rejected["reason"].to_pylist()
    for place in places.to_pylist():
        key = (urls[place], reasons[place])
        if key not in seen:
            seen.add(key)
            kept.append(place)
    return pa.array(kept, pa.int64())


def repeats_and_rows(dataset: Dataset) -> tuple[int, int]:
    """Return how many of the rows set aside are repeats, and how many there are, visits that
    said the same again left out."""
    rejected = read_table(dataset.folder, "rejected", dataset.manifest.parts("rejected"))
    reasons = rejected["reason"].take(newest_visits(rejected)).to_pylist()
    return reasons.count(Reason.DUPLICATE_URL.value), len(reasons)
