"""A Spark session that fits the build: UTC, Arrow batches, retries, quiet."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.build.spark.cluster import code_for, in_words, one_line, probe
from pipelines.errors import InputError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOCAL = "local[*]"
TRIES = 4
"""A task may fail so often (a worker or a machine that dies) before the job fails."""
ROWS = 20_000
"""Pages for one partition of a shuffle."""
_SHUFFLE_DEFAULT = "200"
_SETTINGS = {
    "spark.app.name": "standfirst build",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "2000",
    "spark.sql.adaptive.advisoryPartitionSizeInBytes": "128m",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.task.maxFailures": str(TRIES),
    "spark.driver.maxResultSize": "0",
    "spark.ui.enabled": "false",
    # a worker that is ended leaves its semaphores to this process, which says so
    "spark.executorEnv.PYTHONWARNINGS": "ignore::UserWarning:multiprocessing.resource_tracker",
}
_DRIVER, _EXECUTOR = "spark.driver.extraJavaOptions", "spark.executor.extraJavaOptions"
_LOG = f"-Dlog4j2.configurationFile={Path(__file__).with_name('log4j2.properties').as_uri()}"
_BRIEF = "-XX:TieredStopAtLevel=1"
"""Java compiles quickly and not well: what a short build saves there is a quarter of its CPU."""
BRIEF_BYTES = 2 * 2**30
"""Pages up to which a build is short: what Java does for them is to hand rows on."""


@contextlib.contextmanager
def session(
    master: str = LOCAL, settings: Mapping[str, str] | None = None, *, size: int | None = None
) -> Iterator[SparkSession]:
    """Yield a session on a master; `settings` are Spark's own, and win. `size` are the bytes
    of the pages where they are known: little work is set up for a quick start.

    On `local…` the workers are this Python, and a task that fails is tried again as
    on a cluster. Raises InputError without PySpark, Java or a master that answers.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        msg = "--engine spark needs PySpark: `python3 dev.py setup spark`, and Java 17 or newer."
        raise InputError(msg) from error
    given = {**java(size), **(settings or {})}
    with code_for(master, given) as code, one_line(master):
        spark = _started(SparkSession.builder, master, {**given, **code})
        try:
            probe(spark)
            yield spark
        finally:
            with contextlib.suppress(Exception):  # its Java machine may be gone
                spark.stop()


def java(size: int | None) -> dict[str, str]:
    """Return the options of Spark's Java machines for pages of `size` bytes in all; None: much."""
    if size is None or size > BRIEF_BYTES:
        return {_DRIVER: _LOG}
    return {_DRIVER: f"{_LOG} {_BRIEF}", _EXECUTOR: _BRIEF}


def _started(builder: Any, master: str, given: Mapping[str, str]) -> SparkSession:
    from pyspark.errors import PySparkException

    builder = builder.master(_with_retries(master))
    for name, value in {
        **_SETTINGS,
        "spark.ui.showConsoleProgress": str(sys.stderr.isatty()).lower(),
        **given,
    }.items():
        builder = builder.config(name, value)
    if "spark.pyspark.python" in given:  # Spark reads it from its own `spark-submit` alone
        os.environ["PYSPARK_PYTHON"] = given["spark.pyspark.python"]
    if master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    # the Arrow path does not touch what PySpark does not support yet
    warnings.filterwarnings(
        "ignore", message="PySpark does not yet fully support pandas", category=FutureWarning
    )
    try:
        found: SparkSession = builder.getOrCreate()
    except (PySparkException, OSError) as error:
        msg = f"Spark did not start on {master}: {in_words(error)}. Is Java 17 or newer installed (`java -version`), and does the master answer?"
        raise InputError(msg) from error
    return found


def spread(spark: SparkSession, rows: int) -> None:
    """Set the number of shuffle partitions by the number of pages, unless it was given."""
    if spark.conf.get("spark.sql.shuffle.partitions") == _SHUFFLE_DEFAULT:
        cores = spark.sparkContext.defaultParallelism
        spark.conf.set("spark.sql.shuffle.partitions", str(max(cores, min(20_000, rows // ROWS))))


def _with_retries(master: str) -> str:
    """`local[N]` as `local[N,tries]`: Spark retries nothing there unless told to."""
    found = re.fullmatch(r"local(?:\[([\d*]+)\])?", master)
    return f"local[{found.group(1) or 1},{TRIES}]" if found else master
