"""What pages tell of their paper, as rows of two tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.papers.evidence import Stored

PAGES = pa.schema(
    [
        pa.field("source", pa.string(), nullable=False),
        pa.field("page", pa.int64(), nullable=False),
        pa.field("capture", pa.int64(), nullable=False),
        pa.field("title", pa.int32(), nullable=False),
        pa.field("layout", pa.int32(), nullable=False),
        pa.field("paid", pa.int16(), nullable=False),
        pa.field("short", pa.int16(), nullable=False),
        pa.field("unsure", pa.int16(), nullable=False),
        pa.field("walled", pa.int16(), nullable=False),
        pa.field("fetched", pa.int64(), nullable=False),
        pa.field("day", pa.int32(), nullable=False),
        pa.field("archive_file", pa.string(), nullable=False),
        pa.field("archive_offset", pa.int64(), nullable=False),
        pa.field("archive_length", pa.int64(), nullable=False),
    ]
)
"""One row for each page that gave an article, as often as it was captured."""
OF_A_PAGE = tuple(name for name in PAGES.names if not name.startswith("archive_"))
"""What a page says of itself, wherever it lies."""
BLOCKS = pa.schema(
    [
        pa.field("capture", pa.int64(), nullable=False),
        pa.field("position", pa.int16(), nullable=False),
        pa.field("place", pa.int32(), nullable=False),
        pa.field("words", pa.int32(), nullable=False),
        pa.field("size", pa.int16(), nullable=False),
        pa.field("role", pa.int16(), nullable=False),
        pa.field("presses", pa.int16(), nullable=False),
        pa.field("strong", pa.int16(), nullable=False),
        pa.field("ends", pa.int16(), nullable=False),
    ]
)
"""One row for each block that was looked at."""


def are_told(path: Path, schema: pa.Schema) -> bool:
    """Tell whether a file says all of its pages: an earlier version did not say when they
    were fetched."""
    return bool(pq.read_schema(path).names == schema.names)


def tables(pages: Sequence[Stored]) -> tuple[pa.Table, pa.Table]:
    """Return the rows of `PAGES` and of `BLOCKS` for these pages."""
    heads = [
        (*(getattr(p.seen, name) for name in OF_A_PAGE), p.file, p.offset, p.length) for p in pages
    ]
    blocks = ((p.seen.capture, *row) for p in pages for row in p.seen.rows)
    return _table(PAGES, heads), _table(BLOCKS, blocks)


def _table(schema: pa.Schema, rows: Iterable[tuple[object, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table(
        [pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema
    )
