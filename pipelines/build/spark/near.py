"""Near duplicates on Spark: the rows of a hash come to one place, and arrays are joined there.

`dedup.buckets` gives what the statements of `dedup.sql` give. The sums of all buckets, one
small row per two near duplicates, come to the driver, where the same functions as on one
machine make clusters and roles.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from pipelines.build.rows import unsigned
from pipelines.build.spark.pages import spark_schema
from pipelines.dedup.buckets import Linked, linked
from pipelines.dedup.near import PAIRS, Text, assign, canonicals, components
from pipelines.dedup.sql import MIN_CONTAINMENT, MIN_SHARED, STATEMENTS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_PAIR, _HIDDEN, _TEMPLATE = 0, 1, 2
_LINKED = pa.schema(
    [
        pa.field("kind", pa.int32()),
        pa.field("a", pa.int64()),
        pa.field("b", pa.int64()),
        pa.field("n", pa.int64()),
    ]
)
"""What a bucket adds. `_PAIR`: ids `a` and `b`, and how many hashes link them. `_HIDDEN`: how
many hashes of document `a` are a template. `_TEMPLATE`: hash `b` of source `a` is one."""
# a source as a number, as DuckDB's run has it: joins over numbers are several times cheaper
_SKETCHES = "SELECT number AS id, xxhash64(source) AS source, hash FROM stored WHERE age = 1"
_SIZES = f"""
SELECT s.id, s.hashes - coalesce(h.hashes, 0) AS size
FROM (SELECT id, count(*) AS hashes FROM sketches GROUP BY id) s
LEFT JOIN (SELECT a AS id, sum(n) AS hashes FROM linked WHERE kind = {_HIDDEN} GROUP BY a) h ON h.id = s.id
"""
_PAIRS = f"""
SELECT p.a, p.b, p.shared
FROM (
    SELECT a, b, sum(n) AS shared FROM linked WHERE kind = {_PAIR} GROUP BY a, b
    HAVING sum(n) >= {MIN_SHARED}
) p
JOIN sizes sa ON sa.id = p.a
JOIN sizes sb ON sb.id = p.b
WHERE p.shared >= {MIN_CONTAINMENT} * least(sa.size, sb.size)
"""
# the hashes of a few documents, without their sites' templates
_KEPT = f"""
SELECT s.id, s.hash
FROM sketches s JOIN asked i ON i.id = s.id
LEFT ANTI JOIN (SELECT a AS source, b AS hash FROM linked WHERE kind = {_TEMPLATE}) t
ON t.source = s.source AND t.hash = s.hash
"""
_FACTS = """
SELECT c.number AS id, length(coalesce(c.text, '')) AS length, coalesce(date_format(c.date_published, "yyyy-MM-dd'T'HH:mm:ss"), '9999') AS published
FROM current c JOIN clustered_ids i ON i.id = c.number
"""
_DOCUMENTS = """
SELECT c.id, c.revision_id, CAST(coalesce(s.size, 0) AS INT) AS size, coalesce(m.cluster_id, c.id) AS cluster_id, m.cluster_role, CAST(length(c.text) AS INT) AS length
FROM current c LEFT JOIN sizes s ON s.id = c.number LEFT JOIN members_now m ON m.number = c.number
"""


def cluster(spark: SparkSession) -> pa.Table:
    """Make the view `documents` from `current` and `stored`; return the pairs."""
    spark.sql(_SKETCHES).createOrReplaceTempView("sketches")
    link(spark)
    pairs = spark.table("pairs").toArrow().sort_by([("a", "ascending"), ("b", "ascending")])
    groups = components(zip(pairs["a"].to_pylist(), pairs["b"].to_pylist(), strict=True))
    roles = _roles(spark, groups)
    rows = [(i, unsigned(group[0]), roles[group[0]][i]) for group in groups for i in group]
    numbers, clusters, named = zip(*rows, strict=True) if rows else ((), (), ())
    _view(
        spark,
        "members_now",
        {
            "number": pa.array(numbers, pa.int64()),
            "cluster_id": pa.array(clusters, pa.string()),
            "cluster_role": pa.array(named, pa.string()),
        },
    )
    spark.sql(_DOCUMENTS).createOrReplaceTempView("documents")
    named_pairs = {
        side: pa.array([unsigned(n) for n in pairs[side].to_pylist()], pa.string())
        for side in ("a", "b")
    }
    return pa.table({**named_pairs, "shared": pairs["shared"].cast(pa.int32())}, schema=PAIRS)


def link(spark: SparkSession) -> None:
    """Make the views `linked`, `sizes` and `pairs` from `sketches`."""
    parts = int(str(spark.conf.get("spark.sql.shuffle.partitions")))
    found = spark.table("sketches").repartition(parts, "hash")
    _keep(found.mapInArrow(_link, spark_schema(_LINKED)), "linked")
    _keep(spark.sql(_SIZES), "sizes")
    spark.sql(_PAIRS).createOrReplaceTempView("pairs")


def _keep(frame: DataFrame, name: str) -> None:
    """Make a frame a view that is computed once."""
    from pyspark import StorageLevel

    frame.persist(StorageLevel.DISK_ONLY).createOrReplaceTempView(name)


def _link(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Join the rows of one bucket; each of its batches has some of them."""
    held = [[b.column(n).to_numpy() for n in ("id", "source", "hash")] for b in batches]
    if not held:
        return
    columns = [np.concatenate(column) for column in zip(*held, strict=True)]
    held.clear()
    yield from _as_rows(linked(*columns))


def _as_rows(found: Linked) -> Iterator[pa.RecordBatch]:
    nothing = np.zeros(len(found.template_ids), np.int64)
    ones = np.ones(len(found.sources), np.int64)
    for kind, a, b, n in (
        (_PAIR, found.a, found.b, found.shared),
        (_HIDDEN, found.template_ids, nothing, found.template_hashes),
        (_TEMPLATE, found.sources, found.hashes, ones),
    ):
        if len(a):
            kinds = np.full(len(a), kind, np.int32)
            yield pa.record_batch([pa.array(x) for x in (kinds, a, b, n)], schema=_LINKED)


def _roles(spark: SparkSession, groups: list[list[int]]) -> dict[int, dict[int, str]]:
    if not groups:
        return {}
    _view(
        spark, "clustered_ids", {"id": pa.array([i for group in groups for i in group], pa.int64())}
    )
    found = spark.sql(_FACTS).toArrow()
    facts = {
        i: Text(i, length, published)
        for i, length, published in zip(
            *(found[c].to_pylist() for c in ("id", "length", "published")), strict=True
        )
    }
    best = canonicals(groups, facts)
    return assign(groups, facts, best, lambda members: _shares(spark, members, best), {})


def _shares(spark: SparkSession, members: list[int], best: dict[int, int]) -> dict[int, float]:
    """Return the share of each member's shingles that stand in its canonical text."""
    _view(
        spark,
        "members",
        {
            "id": pa.array(members, pa.int64()),
            "canonical": pa.array([best[i] for i in members], pa.int64()),
        },
    )
    ids = sorted({*members, *(best[i] for i in members)})
    _view(spark, "asked", {"id": pa.array(ids, pa.int64())})
    spark.sql(_KEPT).createOrReplaceTempView("kept")
    spark.sql(STATEMENTS["contained"]).createOrReplaceTempView("contained")
    rows = spark.sql(
        "SELECT c.id, c.shared, s.size FROM contained c JOIN sizes s ON s.id = c.id"
    ).toArrow()
    return {
        i: shared / size
        for i, shared, size in zip(
            *(rows[c].to_pylist() for c in ("id", "shared", "size")), strict=True
        )
    }


def _view(spark: SparkSession, name: str, columns: dict[str, pa.Array]) -> None:
    spark.createDataFrame(pa.table(columns)).createOrReplaceTempView(name)
