"""What papers are like, counted by Spark: the statements of one machine."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipelines.build.learn import Engines
from pipelines.papers import rows as papers
from pipelines.papers.learning import Engine
from pipelines.store.dataset import Dataset
from pipelines.store.manifest import Part

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@dataclass(frozen=True, slots=True)
class OnSpark:
    """Spark as the engine."""

    spark: SparkSession

    def make(self, name: str, statement: str) -> None:
        """Keep what a statement gives: it is asked more than once."""
        self.spark.sql(statement).cache().createOrReplaceTempView(name)

    def put(self, name: str, rows: pa.Table) -> None:
        """Hand rows of this machine to the cluster."""
        self.spark.createDataFrame(rows).createOrReplaceTempView(name)

    def rows(self, statement: str) -> list[dict[str, Any]]:
        """Return what a statement gives, on this machine."""
        found: list[dict[str, Any]] = self.spark.sql(statement).toArrow().to_pylist()
        return found


def on_spark(spark: SparkSession) -> Engines:
    """Return what opens Spark over what stands on the pages of a dataset."""

    @contextlib.contextmanager
    def opened(dataset: Dataset, blocks: Sequence[Part]) -> Iterator[Engine]:
        from pipelines.build.spark.pages import spark_schema

        files = [str(dataset.folder / part.path) for part in blocks]
        reader = spark.read.schema(spark_schema(papers.BLOCKS))
        reader.parquet(*files).createOrReplaceTempView("blocks")
        try:
            yield OnSpark(spark)
        finally:
            spark.catalog.clearCache()

    return opened
