"""Parquet parts: written once under a name of their own content, never changed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.errors import StorageError
from pipelines.store import faults
from pipelines.store.commit import staged, staging
from pipelines.store.manifest import Manifest, Part, sha256
from pipelines.store.schema import TABLES, arrow_schema

ROW_GROUP = 10_000
SIDE_ROW_GROUP = 120_000
"""Sketches are many short rows, read whole."""
SIDE_SHARD_ROWS = 20_000_000
"""Rows of a file of sketches where they are written anew."""
_OPTIONS = {
    "compression": "zstd",
    "compression_level": 3,
    "write_page_index": True,
    "store_schema": True,
}
_NEVER_TWICE = ("hash",)
"""Columns of numbers that hardly come twice: a dictionary of them makes the file larger, and
takes half of the time in which it is read; and zstd takes twice as long to unpack them as LZ4,
which packs them no worse."""


def write_part(folder: Path, table: str, data: pa.Table, number: int = 0) -> Part:
    """Write one immutable part and return its entry for the manifest.

    The file waits, complete and durable, until a commit puts it into its folder.
    """
    parts = write_parts(
        folder, table, [data], shard_rows=max(1, data.num_rows), schema=data.schema, first=number
    )
    return parts[0]


def empty_part(folder: Path, table: str) -> Part:
    """Write a part without rows: readers that are given a folder want a file in it."""
    staging(folder).mkdir(parents=True, exist_ok=True)
    return _write(folder, table, arrow_schema(table).empty_table(), 0)


def write_parts(
    folder: Path,
    table: str,
    batches: Iterable[pa.Table | pa.RecordBatch],
    *,
    shard_rows: int,
    schema: pa.Schema | None = None,
    first: int = 0,
) -> list[Part]:
    """Write the rows in order as parts of `shard_rows` rows, row groups of 10,000.

    The same rows give the same bytes and the same names.
    """
    schema = schema or arrow_schema(table)
    try:
        staging(folder).mkdir(parents=True, exist_ok=True)
        parts = [
            _write(folder, table, shard, first + number)
            for number, shard in enumerate(_shards(batches, shard_rows, schema))
        ]
    except OSError as error:
        msg = f"{folder / table} could not be written: {error.strerror or error}. What was committed before is untouched; free some space or fix the permissions and run the same command again."
        raise StorageError(msg) from error
    return parts


def _write(folder: Path, table: str, shard: pa.Table, number: int) -> Part:
    row_group = ROW_GROUP if table in TABLES else SIDE_ROW_GROUP
    return write_with(
        folder, table, number, shard.num_rows, lambda file: write_table(shard, file, row_group)
    )


def write_table(table: pa.Table, file: BinaryIO, row_group: int) -> None:
    """Write a table as all of a dataset's files are written."""
    named = [name for name in table.schema.names if name not in _NEVER_TWICE]
    options = _OPTIONS
    if len(named) < table.num_columns:
        packed = {name: "zstd" if name in named else "lz4" for name in table.schema.names}
        levels = dict.fromkeys(named, _OPTIONS["compression_level"])
        options = {**_OPTIONS, "use_dictionary": named, "compression": packed, "compression_level": levels}  # fmt: skip
    pq.write_table(table, file, row_group_size=row_group, **options)


def write_with(
    folder: Path, table: str, number: int, rows: int, write: Callable[[BinaryIO], None]
) -> Part:
    """Write one part by a function that is given the open file; it waits for a commit."""
    staging(folder).mkdir(parents=True, exist_ok=True)
    # two attempts of one task may write at once
    temporary = (
        staging(folder)
        / f"{table.replace('/', '--')}-{number:05d}-{os.getpid()}-{time.monotonic_ns()}.tmp"
    )
    with temporary.open("wb") as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())
    digest = sha256(temporary)
    part = Part(
        f"{table}/part-{number:05d}-{digest[:12]}.parquet",
        rows,
        temporary.stat().st_size,
        digest,
    )
    temporary.replace(staged(folder, part))
    faults.point("part staged")
    return part


def _shards(
    batches: Iterable[pa.Table | pa.RecordBatch], shard_rows: int, schema: pa.Schema
) -> Iterator[pa.Table]:
    """Cut a stream of batches into tables of exactly `shard_rows` rows."""
    held: list[pa.Table] = []
    rows = 0
    for batch in batches:
        table = batch if isinstance(batch, pa.Table) else pa.Table.from_batches([batch])
        table = table.cast(schema)
        while rows + table.num_rows >= shard_rows:
            head = table.slice(0, shard_rows - rows)
            yield _joined([*held, head], schema)
            table = table.slice(shard_rows - rows)
            held, rows = [], 0
        if table.num_rows:
            held.append(table)
            rows += table.num_rows
    if rows:
        yield _joined(held, schema)


def _joined(tables: list[pa.Table], schema: pa.Schema) -> pa.Table:
    return pa.concat_tables(tables).combine_chunks().replace_schema_metadata(schema.metadata)


def read_columns(folder: Path, parts: list[Part], columns: list[str]) -> Iterator[pa.RecordBatch]:
    """Yield the columns of a table's parts, batch by batch."""
    for part in parts:
        with pq.ParquetFile(folder / part.path) as file:
            yield from file.iter_batches(batch_size=ROW_GROUP, columns=columns)


def read_table(folder: Path, table: str, parts: list[Part]) -> pa.Table:
    """Return a whole table; an empty one of the right schema where there are no parts."""
    schema = arrow_schema(table)
    tables = [pq.read_table(folder / p.path, schema=schema) for p in parts]
    return pa.concat_tables(tables) if tables else schema.empty_table()


def reading(folder: Path, parts: list[Part], options: str = "") -> str:
    """Return parts as DuckDB reads them in FROM, with options of `read_parquet`."""
    files = ", ".join("'" + str(folder / p.path).replace("'", "''") + "'" for p in parts)
    return f"read_parquet([{files}]{f', {options}' if options else ''})"


def relation(folder: Path, manifest: Manifest, table: str) -> str:
    """Return a table of a dataset as DuckDB reads it in FROM; an empty one of the right
    columns where it has no files."""
    if manifest.parts(table):
        return reading(folder, manifest.parts(table))
    columns = ", ".join(
        f"NULL::{_DUCKDB.get(str(f.type), 'VARCHAR')} AS {f.name}" for f in arrow_schema(table)
    )
    return f"(SELECT {columns} WHERE false)"


_DUCKDB = {
    "list<element: string>": "VARCHAR[]",
    "list<item: string>": "VARCHAR[]",
    "timestamp[us, tz=UTC]": "TIMESTAMPTZ",
    "int32": "INTEGER",
    "int16": "SMALLINT",
    "int64": "BIGINT",
    "float": "FLOAT",
}
