"""A dataset, or some of its columns, as one file for somebody else.

The texts are not ours to hand on. `SHAREABLE` is what is: addresses, ids, hashes,
dates, access and boundary; from such a file another researcher collects the same
articles again. A cell of a CSV file that a spreadsheet would run as a formula gets
an apostrophe in front (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import difflib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.errors import InputError, StorageError
from pipelines.page.inert import as_json
from pipelines.store import manifest as manifests
from pipelines.store.parquet import ROW_GROUP
from pipelines.store.schema import arrow_schema

SHAREABLE = (
    "id", "revision_id", "url", "canonical_url", "source", "date_published", "date_published_precision", "language", "access", "access_confidence",
    "boundary_char", "boundary_paragraph", "boundary_basis", "declared_words", "date_fetched", "http_status", "opt_outs", "content_hash", "cluster_id", "cluster_role", "extractor",
)  # fmt: skip
KINDS = {".parquet": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings of a formula; spreadsheets of East Asia read the wide signs too."""


def columns_of(wanted: str) -> list[str]:
    """Return the columns that a comma-separated list names; `shareable` and `all` are sets.

    Raises InputError with a suggestion for a column that there is not.
    """
    names = arrow_schema("articles").names
    found: list[str] = []
    for name in filter(None, (w.strip() for w in wanted.split(","))):
        found += SHAREABLE if name == "shareable" else names if name == "all" else [name]
    for name in found:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            msg = f"there is no column `{name}`." + (
                f" Did you mean `{near[0]}`?" if near else f" Columns: {', '.join(names)}."
            )
            raise InputError(msg)
    return list(dict.fromkeys(found))


def export(folder: Path, into: Path, columns: list[str], *, one_per_cluster: bool = False) -> int:
    """Write the columns of all articles to `into` and return the number of rows.

    The ending says what is written: `.parquet`, `.jsonl` or `.csv`. The file appears
    whole or not at all.
    """
    kind = KINDS.get(into.suffix.lower())
    if kind is None:
        msg = f"{into}: what to write is told by the ending: {', '.join(KINDS)}."
        raise InputError(msg)
    temporary = into.with_name(f".{into.name}.tmp")
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        rows = _WRITERS[kind](
            temporary, _schema(columns), _batches(folder, columns, one_per_cluster=one_per_cluster)
        )
        temporary.replace(into)
    except FileNotFoundError:
        temporary.unlink(missing_ok=True)
        raise  # of the dataset: the folder of the export was made
    except OSError as error:
        temporary.unlink(missing_ok=True)
        msg = f"{into} could not be written: {error.strerror or error}. Choose another place or free some space."
        raise StorageError(msg) from error
    return rows


def _schema(columns: list[str]) -> pa.Schema:
    schema = arrow_schema("articles")
    return pa.schema([schema.field(c) for c in columns], metadata=schema.metadata)


def _batches(
    folder: Path, columns: list[str], *, one_per_cluster: bool
) -> Iterator[pa.RecordBatch]:
    read = list(dict.fromkeys([*columns, "cluster_role"])) if one_per_cluster else columns
    for part in manifests.load(folder).parts("articles"):
        with pq.ParquetFile(folder / part.path) as file:
            for batch in file.iter_batches(batch_size=ROW_GROUP, columns=read):
                if one_per_cluster:
                    roles = batch["cluster_role"].to_pylist()
                    batch = batch.filter(pa.array([r in (None, "canonical") for r in roles]))
                yield batch.select(columns)


def _parquet(path: Path, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> int:
    rows = 0
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=3) as writer:
        for batch in batches:
            writer.write_batch(batch.cast(schema))
            rows += batch.num_rows
    return rows


def _jsonl(path: Path, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> int:
    rows = 0
    with path.open("w", encoding="utf-8") as file:
        for batch in batches:
            for row in batch.to_pylist():
                file.write(as_json({k: _plain(v) for k, v in row.items()}) + "\n")
            rows += batch.num_rows
    return rows


def _csv(path: Path, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> int:
    rows = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(schema.names)
        for batch in batches:
            for row in batch.to_pylist():
                writer.writerow([_cell(v) for v in row.values()])
            rows += batch.num_rows
    return rows


_WRITERS = {"parquet": _parquet, "jsonl": _jsonl, "csv": _csv}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    value = _plain(value)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def read_export(path: Path) -> list[dict[str, Any]]:
    """Return the rows of an exported file. Raises InputError where it is none."""
    kind = KINDS.get(path.suffix.lower())
    try:
        if kind == "parquet":
            rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
        elif kind == "csv":
            with path.open(encoding="utf-8", newline="") as file:
                rows = [
                    {
                        k: v[1:] if v[:1] == "'" and v[1:].startswith(_FORMULA) else v
                        for k, v in row.items()
                    }
                    for row in csv.DictReader(file)
                ]
        else:
            rows = [
                json.loads(line)
                for line in path.read_text(encoding="utf-8").splitlines()
                if line.strip()
            ]
    except (OSError, ValueError, pa.ArrowException) as error:
        msg = f"{path} cannot be read as an export: {error}. `standfirst export DATASET FILE` writes one."
        raise InputError(msg) from error
    if any(not row.get("url") for row in rows):
        msg = f"{path} has rows without `url`. Export with the columns `shareable`."
        raise InputError(msg)
    return rows
