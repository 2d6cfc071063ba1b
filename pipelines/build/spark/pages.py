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
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.build.files import PageFile
from pipelines.build.pool import PAGE_SECONDS, PagePool
from pipelines.build.rows import PAGES, results_of, rows_of
from pipelines.build.worker import Done
from pipelines.extract.rules import Rules
from pipelines.store.archive import Ref
from pipelines.version import DATASET_SCHEMA_VERSION, EXTRACTOR

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

WAVE_BYTES = 8 * 2**30
WAVES = 50
"""A driver that dies costs at most this part of the extraction, or one file."""
LEAST_WAVE = 64 * 2**20
TASK_BYTES = 4 * 2**20
"""Of a file that can be read from anywhere: some 100 pages."""
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
) -> list[Path]:
    """Extract the pages of all files; return the folders that hold their rows, in order.

    What an earlier run has done is taken over. `checkpoint` is a folder that driver and
    executors share.
    """
    done = []
    for number, wave in enumerate(waves(files)):
        place = checkpoint / f"wave-{number:05d}-{_key(wave, files, rules)}"
        if not (place / "_SUCCESS").exists():
            cuts = _cut(spark, wave, files)
            _numbers(spark, len(cuts)).mapInArrow(
                _extractor(list(files), cuts, rules, page_seconds), spark_schema(PAGES)
            ).write.mode("overwrite").parquet(str(place))
        done.append(place)
    return done


def table_of(spark: SparkSession, places: Sequence[Path]) -> DataFrame:
    """Return what was extracted as a table of Spark."""
    return spark.read.schema(spark_schema(PAGES)).parquet(*map(str, places))


def number_of(places: Sequence[Path]) -> int:
    """Return how many pages were extracted; no job is run for that."""
    return sum(pq.read_metadata(file).num_rows for place in places for file in _files(place))


def _files(place: Path) -> list[Path]:
    return sorted(place.glob("part-*.parquet"))


def results(places: Sequence[Path], files: Sequence[PageFile]) -> Iterator[tuple[Ref, Done]]:
    """Yield what was extracted in the order of the archive, on this machine.

    The files of a wave are in the order of its tasks; inside one the rows are sorted.
    """
    for place in places:
        for path in _files(place):
            table = pq.read_table(path, schema=PAGES)
            rows = table.sort_by([("part", "ascending"), ("place", "ascending")])
            for batch in rows.to_batches(BATCH):
                numbers = batch["part"].to_pylist()
                for number in sorted(set(numbers)):
                    own = batch.filter(pc.equal(batch["part"], number))
                    yield from results_of(own, files[number].name)


def waves(files: Sequence[PageFile]) -> Iterator[list[int]]:
    """Yield the numbers of the files, in order, in groups: some `WAVES` of them, of at most
    `WAVE_BYTES`, or of one file."""
    total = sum(file.size for file in files)
    most = max(LEAST_WAVE, min(WAVE_BYTES, total // WAVES))
    wave: list[int] = []
    size = 0
    for number, file in enumerate(files):
        if wave and size + file.size > most:
            yield wave
            wave, size = [], 0
        wave.append(number)
        size += file.size
    if wave:
        yield wave


def _key(wave: list[int], files: Sequence[PageFile], rules: Rules) -> str:
    """What the result of a wave depends on, hashed."""
    said = [
        EXTRACTOR,
        DATASET_SCHEMA_VERSION,
        str(PAGES.names),
        repr(rules),
        *(f"{n} {files[n].key}" for n in wave),
    ]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def _numbers(spark: SparkSession, count: int) -> DataFrame:
    """Return the numbers from 0, each a partition of its own; no job is run for that."""
    return spark.range(0, count, 1, max(1, count))


def _cut(spark: SparkSession, wave: list[int], files: Sequence[PageFile]) -> list[dict[str, Any]]:
    """Return the tasks of a wave. Files that can be read from anywhere are cut by their
    bytes, the others by their records, where they lie."""
    of = list(files)
    cuts = pa.concat_tables(
        [
            _by_bytes([n for n in wave if of[n].cuttable], of),
            _by_records(spark, [n for n in wave if not of[n].cuttable], of),
        ]
    ).sort_by([("part", "ascending"), ("start", "ascending")])
    found: list[dict[str, Any]] = cuts.to_pylist()
    return found


def _by_bytes(wave: list[int], of: Sequence[PageFile]) -> pa.Table:
    rows = [
        {"part": number, "start": start, "end": end, "records": 0}
        for number in wave
        for start, end in of[number].pieces(TASK_BYTES)
    ]
    return pa.Table.from_pylist(rows, schema=CUTS)


def _by_records(spark: SparkSession, wave: list[int], of: list[PageFile]) -> pa.Table:
    if not wave:
        return CUTS.empty_table()

    def cut(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for number in batch["id"].to_pylist():
                part = wave[number]
                rows = [{"part": part, **asdict(c)} for c in of[part].cuts()]
                yield pa.RecordBatch.from_pylist(rows, schema=CUTS)

    return _numbers(spark, len(wave)).mapInArrow(cut, spark_schema(CUTS)).toArrow().cast(CUTS)


@cache
def _pool(page_seconds: float) -> PagePool:
    """The extracting process of this Spark worker; it lives as long as the worker."""
    return PagePool(1, page_seconds)


def _extractor(
    files: Sequence[PageFile], cuts: list[dict[str, Any]], rules: Rules, page_seconds: float
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for number in batch["id"].to_pylist():
                cut = cuts[number]
                yield from _stretch(files[cut["part"]], cut, rules, page_seconds)

    return run


def _stretch(
    file: PageFile, row: dict[str, Any], rules: Rules, page_seconds: float
) -> Iterator[pa.RecordBatch]:
    """Yield the rows of one stretch of a file."""
    pool = _pool(page_seconds)
    held: list[tuple[Ref, Done]] = []
    for task in file.tasks(file.record_at(row["start"]), file.record_at(row["end"]), rules):
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
