"""Files → one row per page: an article with its evidence and sketch, or a rejection.

Each Spark worker extracts in a process of its own (`pipelines.build.pool`), so that a page
that hangs or crashes costs that process and not the task: it is tried twice and then
rejected. What has been extracted is checkpointed in waves of files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipelines.build.files import PageFile
from pipelines.build.pool import PAGE_SECONDS, PagePool
from pipelines.build.rows import PAGES, rows_of
from pipelines.build.worker import Done
from pipelines.extract.rules import Rules
from pipelines.store.archive import Ref
from pipelines.version import DATASET_SCHEMA_VERSION, EXTRACTOR

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

WAVE_BYTES = 32 * 2**30
WINDOW = 32
"""Pages handed to the extracting process at once."""
BATCH = 500
CUTS = pa.schema(
    [
        pa.field("part", pa.int32()),
        pa.field("start", pa.int64()),
        pa.field("end", pa.int64()),
        pa.field("records", pa.int64()),
    ]
)


def extract(
    spark: SparkSession,
    files: Sequence[PageFile],
    rules: Rules,
    checkpoint: Path,
    *,
    page_seconds: float = PAGE_SECONDS,
) -> DataFrame:
    """Return the pages of all files as rows; what an earlier run has done is taken over.

    `checkpoint` is a folder that driver and executors share.
    """
    done = []
    for number, wave in enumerate(waves(files)):
        place = checkpoint / f"wave-{number:05d}-{_key(wave, files, rules)}"
        if not (place / "_SUCCESS").exists():
            _cut(spark, wave, files).mapInArrow(
                _extractor(list(files), rules, page_seconds), spark_schema(PAGES)
            ).write.mode("overwrite").parquet(str(place))
        done.append(str(place))
    return spark.read.schema(spark_schema(PAGES)).parquet(*done)


def waves(files: Sequence[PageFile]) -> Iterator[list[int]]:
    """Yield the numbers of the files, in order, in groups of at most `WAVE_BYTES`."""
    wave: list[int] = []
    size = 0
    for number, file in enumerate(files):
        if wave and size + file.size > WAVE_BYTES:
            yield wave
            wave, size = [], 0
        wave.append(number)
        size += file.size
    if wave:
        yield wave


def _key(wave: list[int], files: Sequence[PageFile], rules: Rules) -> str:
    """What the result of a wave depends on, hashed."""
    said = [EXTRACTOR, DATASET_SCHEMA_VERSION, repr(rules), *(f"{n} {files[n].key}" for n in wave)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def _cut(spark: SparkSession, wave: list[int], files: Sequence[PageFile]) -> DataFrame:
    """Return the tasks of a wave, one partition each; the files are cut where they lie."""
    of = list(files)

    def cut(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for part in batch["part"].to_pylist():
                rows = [{"part": part, **asdict(c)} for c in of[part].cuts()]
                yield pa.RecordBatch.from_pylist(rows, schema=CUTS)

    parts = spark.createDataFrame(
        pa.table({"part": pa.array(wave, pa.int32())})
    ).repartitionByRange(len(wave), "part")
    cuts = (
        parts.mapInArrow(cut, spark_schema(CUTS))
        .toArrow()
        .sort_by([("part", "ascending"), ("start", "ascending")])
    )
    numbered = cuts.append_column("task", pa.array(range(cuts.num_rows), pa.int64()))
    tasks = spark.createDataFrame(numbered)
    return tasks.repartitionByRange(max(1, cuts.num_rows), "task").drop("task")


@cache
def _pool(page_seconds: float) -> PagePool:
    """The extracting process of this Spark worker; it lives as long as the worker."""
    return PagePool(1, page_seconds)


def _extractor(
    files: Sequence[PageFile], rules: Rules, page_seconds: float
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for row in batch.to_pylist():
                yield from _stretch(files[row["part"]], row, rules, page_seconds)

    return run


def _stretch(
    file: PageFile, row: dict[str, Any], rules: Rules, page_seconds: float
) -> Iterator[pa.RecordBatch]:
    """Yield the rows of one stretch of a file."""
    pool = _pool(page_seconds)
    held: list[tuple[Ref, Done]] = []
    for task in file.tasks(row["start"], row["end"], rules):
        pool.feed(task)
        if len(pool) >= WINDOW and (found := pool.take(block=True)):
            held.append(found)
        if len(held) >= BATCH:
            yield rows_of(row["part"], held)
            held = []
    while found := pool.take(block=True):
        held.append(found)
    yield rows_of(row["part"], held)


def spark_schema(schema: pa.Schema) -> Any:
    """Return the Spark type of rows of an Arrow schema."""
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)
