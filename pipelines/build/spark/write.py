"""Sorted rows → Parquet parts, written where the rows are.

Each task writes whole files with the writer of one machine into the dataset's
staging folder (which all share) under names of their content: a task that runs twice
writes the same file twice. The driver numbers them in the order of the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from pipelines.build.rows import OFFSET
from pipelines.build.spark.pages import spark_schema
from pipelines.dedup.sketch import SCHEMA
from pipelines.store.commit import staged
from pipelines.store.manifest import Part
from pipelines.store.parquet import write_parts

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_WRITTEN = pa.schema(
    [
        pa.field("task", pa.int64()),
        pa.field("path", pa.string()),
        pa.field("rows", pa.int64()),
        pa.field("bytes", pa.int64()),
        pa.field("sha256", pa.string()),
    ]
)
FILES = 1000
"""More files than one task writes."""


def write(
    frame: DataFrame, folder: Path, table: str, schema: pa.Schema, shard_rows: int
) -> list[Part]:
    """Write the rows of a frame, in its order, and return the parts."""
    written = frame.mapInArrow(
        _writer(folder, table, schema, shard_rows), spark_schema(_WRITTEN)
    ).toArrow()
    rows = sorted(written.to_pylist(), key=lambda row: (row["task"], row["path"]))
    return [
        _number(folder, table, Part(r["path"], r["rows"], r["bytes"], r["sha256"]), n)
        for n, r in enumerate(rows)
    ]


def _writer(
    folder: Path, table: str, schema: pa.Schema, shard_rows: int
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from pyspark import TaskContext

        context = TaskContext.get()
        task = context.partitionId() if context is not None else 0
        tables = (
            as_stored(pa.Table.from_batches([b]), schema) for b in batches if b.num_rows
        )  # no rows: no file
        parts = write_parts(
            folder, table, tables, shard_rows=shard_rows, schema=schema, first=task * FILES
        )
        yield pa.RecordBatch.from_pylist(
            [
                {"task": task, "path": p.path, "rows": p.rows, "bytes": p.bytes, "sha256": p.sha256}
                for p in parts
            ],
            schema=_WRITTEN,
        )

    return run


def as_stored(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return Spark's rows in the types of the dataset (signed numbers back to ids)."""
    if schema.equals(SCHEMA):
        number = table["id"].to_numpy().astype(np.uint64) + np.uint64(OFFSET)
        return pa.table(
            {
                "id": number,
                "source": table["source"].combine_chunks().dictionary_encode(),
                "hash": table["hash"].to_numpy().view(np.uint64),
            },
            schema=schema,
        )
    return table.select(schema.names).cast(schema)


def _number(folder: Path, table: str, part: Part, number: int) -> Part:
    """Give a staged file its number in the order of the rows."""
    numbered = replace(part, path=f"{table}/part-{number:05d}-{part.sha256[:12]}.parquet")
    if numbered.path != part.path:
        staged(folder, part).replace(staged(folder, numbered))
    return numbered
