"""Near duplicates on Spark: the statements of `dedup.sql`, as they are.

The join runs on the cluster. Its pairs, one small row per two near duplicates, come
to the driver, where the same functions as on one machine make clusters and roles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from pipelines.build.rows import unsigned
from pipelines.dedup.near import PAIRS, Text, assign, canonicals, components
from pipelines.dedup.sql import STATEMENTS

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# a source as a number, as DuckDB's run has it: joins over numbers are several times cheaper
_SKETCHES = "SELECT number AS id, xxhash64(source) AS source, hash FROM stored WHERE age = 1"
_OF_CLUSTERS = "SELECT k.id, k.hash FROM kept k LEFT SEMI JOIN clustered_ids i ON i.id = k.id"
_FACTS = """
SELECT c.number AS id, length(coalesce(c.text, '')) AS length, coalesce(date_format(c.date_published, "yyyy-MM-dd'T'HH:mm:ss"), '9999') AS published
FROM current c JOIN clustered_ids i ON i.id = c.number
"""
_DOCUMENTS = """
SELECT c.id, c.revision_id, CAST(coalesce(s.size, 0) AS INT) AS size, coalesce(m.cluster_id, c.id) AS cluster_id, m.cluster_role
FROM current c LEFT JOIN sizes s ON s.id = c.number LEFT JOIN members_now m ON m.number = c.number
"""


def cluster(spark: SparkSession) -> pa.Table:
    """Make the view `documents` from `current` and `stored`; return the pairs."""
    spark.sql(_SKETCHES).createOrReplaceTempView("sketches")
    for name in ("kept", "sizes", "pairs"):
        _make(spark, name)
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


def _make(spark: SparkSession, name: str) -> None:
    """Make one of the statements a view that is computed once."""
    from pyspark import StorageLevel

    spark.sql(STATEMENTS[name]).persist(StorageLevel.DISK_ONLY).createOrReplaceTempView(name)


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
    spark.sql(_OF_CLUSTERS).createOrReplaceTempView("kept")
    _make(spark, "contained")
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
