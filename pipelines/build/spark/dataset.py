"""Files of pages → dataset, on Spark: extract, decide, cluster, write, commit."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.build.files import PageFile, Segment
from pipelines.build.pool import PAGE_SECONDS
from pipelines.build.replay import replay
from pipelines.build.spark import near as clusters, pages, versions
from pipelines.build.spark.engine import spread
from pipelines.build.spark.write import write
from pipelines.dedup.near import DOCUMENTS
from pipelines.dedup.sketch import SCHEMA
from pipelines.errors import DatasetError
from pipelines.extract.rules import Rules
from pipelines.store import duck, paths
from pipelines.store.dataset import Dataset
from pipelines.store.finish import ORDER, finish
from pipelines.store.manifest import Manifest, Part
from pipelines.store.parquet import SIDE_SHARD_ROWS, empty_part, write_part
from pipelines.store.schema import TABLES, arrow_schema

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


HERE_PAGES = 200_000
"""Some minutes of one core. On a cluster every step is several jobs, each of which costs
more than all of it does on one machine."""


def fill(
    spark: SparkSession,
    dataset: Dataset,
    files: Sequence[PageFile],
    rules: Rules,
    *,
    near: bool,
    shard_rows: int,
    crawl: dict[str, Any] | None = None,
    page_seconds: float = PAGE_SECONDS,
    here_pages: int = HERE_PAGES,
    learn: Callable[[Dataset], None] | None = None,
) -> Manifest:
    """Replace everything in a dataset by what the files hold, as one final version.

    The dataset's folder must be one that driver and executors share. Killed, the
    same call goes on after the last wave of files that was extracted. Up to `here_pages`
    pages are sorted out by the driver alone, as on one machine; `learn` is called then,
    before anything is clustered.
    """
    checkpoint = dataset.paths.spark
    places = pages.extract(spark, files, rules, checkpoint, page_seconds=page_seconds)
    number = pages.number_of(places)
    small = number <= here_pages and not dataset.manifest.final
    if small and (duck.there() or not near):
        replay(dataset, pages.results(places, files), files)
        if learn is not None:
            learn(dataset)
        engine = {"engine": f"spark {spark.version}"}
        manifest = finish(dataset, near=near, shard_rows=shard_rows, crawl=crawl or {}, notes=engine)  # fmt: skip
        shutil.rmtree(checkpoint, ignore_errors=True)
        return manifest
    pages.table_of(spark, places).createOrReplaceTempView("pages")
    spread(spark, number)
    versions.decide(spark)
    tables = _tables(spark, dataset.folder, near=near, shard_rows=shard_rows)
    counts = versions.counts(spark)
    _refuse_loss(counts, tables)
    notes = {**dataset.manifest.notes, "near": near, "engine": f"spark {spark.version}"}
    manifest = dataset.replace_tables(
        tables,
        counts=counts,
        archived=_archived(spark, files),
        crawl=crawl or {},
        notes=notes,
        final=True,
    )
    shutil.rmtree(checkpoint, ignore_errors=True)
    return manifest


def _tables(
    spark: SparkSession, folder: Path, *, near: bool, shard_rows: int
) -> dict[str, list[Part]]:
    tables: dict[str, list[Part]] = {}
    articles = "SELECT {columns} FROM current ORDER BY {order}"
    if near:
        pairs = clusters.cluster(spark)
        tables[paths.PAIRS] = [write_part(folder, paths.PAIRS, pairs)] if pairs.num_rows else []
        tables[paths.DOCUMENTS] = write(
            spark.sql("SELECT * FROM documents ORDER BY id"),
            folder,
            paths.DOCUMENTS,
            DOCUMENTS,
            SIDE_SHARD_ROWS,
        )
        articles = "SELECT {columns} FROM (SELECT a.* EXCEPT (cluster_id, cluster_role), d.cluster_id, d.cluster_role FROM current a JOIN documents d ON d.id = a.id) ORDER BY {order}"
    tables[paths.SKETCHES] = write(
        spark.sql("SELECT revision AS id, source, hash FROM stored"),
        folder,
        paths.SKETCHES,
        SCHEMA,
        SIDE_SHARD_ROWS,
    )
    for name in TABLES:
        text = (
            articles if name == "articles" else f"SELECT {{columns}} FROM {name} ORDER BY {{order}}"
        )
        schema = arrow_schema(name)
        frame = spark.sql(text.format(columns=", ".join(schema.names), order=ORDER[name]))
        tables[name] = write(frame, folder, name, schema, shard_rows) or [empty_part(folder, name)]
    return tables


def _archived(spark: SparkSession, files: Sequence[PageFile]) -> dict[str, int]:
    """Return how far each segment of the archive has been read."""
    ends = {
        row["part"]: row["end"]
        for row in spark.sql("SELECT part, max(behind) AS end FROM pages GROUP BY part").collect()
    }
    return {
        file.path.name: int(ends.get(number, 0))
        for number, file in enumerate(files)
        if isinstance(file, Segment)
    }


def _refuse_loss(counts: dict[str, int], tables: dict[str, list[Part]]) -> None:
    """Raise DatasetError where tables hold other numbers of rows than were decided on."""
    wanted = {
        "articles": counts.get("rows", 0),
        "rejected": counts.get("rejected", 0) + counts.get("duplicates", 0),
    }
    for name, number in wanted.items():
        written = sum(p.rows for p in tables[name])
        if written != number:
            msg = f"Spark wrote {written} rows of {name} where {number} were counted; nothing was committed. Run the same command again; if it stays, please report this."
            raise DatasetError(msg)
