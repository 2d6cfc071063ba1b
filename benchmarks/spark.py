"""The build on Spark beside the one of this machine: same rows, CPU, memory, skew.

    python benchmarks/spark.py rows --data GOLD [--set fundus …]
    python benchmarks/spark.py join --data GOLD --n 100000
    python benchmarks/spark.py skew [--documents 1000000] [--warc-gb 5]

Needs PySpark and Java. CPU and memory are those of all processes of an engine.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
HERE = str(ROOT / "benchmarks")
sys.path[:] = [p for p in sys.path if p != HERE]  # `profile.py` would hide Python's own
import cProfile  # noqa: E402, F401

sys.path[:0] = [str(ROOT), HERE]

import numpy as np  # noqa: E402
import pyarrow as pa  # noqa: E402
import pyarrow.dataset as ds  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402
from gold_pages import cases, content_type  # noqa: E402
from meter import Meter, tell  # noqa: E402

from pipelines.build.files import Segment  # noqa: E402
from pipelines.build.spark.engine import session  # noqa: E402
from pipelines.extract.rules import Rules  # noqa: E402
from pipelines.store import paths  # noqa: E402
from pipelines.store.archive import Capture, SegmentWriter, encode, segments  # noqa: E402
from pipelines.store.dataset import Dataset  # noqa: E402
from pipelines.store.paths import DatasetPaths  # noqa: E402

MASTER = "local[2]"
SETTINGS = {"spark.driver.memory": "3g"}


def pages(data: Path, sets: list[str]) -> Iterator[Capture]:
    """Yield every page of a gold folder that has an address."""
    for case, file in cases(data, sets):
        if case.get("url") and file.exists():
            body = gzip.decompress(file.read_bytes())
            yield Capture(
                url=case["url"],
                status=200,
                headers=(("Content-Type", content_type(case)),),
                body=body,
                fetched=datetime(2026, 1, 1, tzinfo=UTC),
            )


def rows(args: argparse.Namespace) -> dict[str, Any]:
    """Build the gold pages on both engines and compare every table."""
    from pipelines.build.builder import extract_pending
    from pipelines.build.spark.dataset import fill
    from pipelines.store.finish import finish

    here, there = (Path(tempfile.mkdtemp(prefix=f"spark-{name}-")) for name in ("here", "there"))
    for folder in (here, there):
        writer = SegmentWriter(DatasetPaths(folder).archive, {})
        if folder == here:
            for capture in pages(args.data, args.sets):
                writer.append([encode(capture)])
        writer.close()
    for path in segments(DatasetPaths(here).archive):
        (DatasetPaths(there).archive / path.name).write_bytes(path.read_bytes())
    with Meter() as duck:
        dataset = Dataset(here)
        extract_pending(dataset, Rules(), workers=2)
        finish(dataset, near=True, shard_rows=50_000)
    with Meter() as spark_meter, session(MASTER, SETTINGS) as spark, Meter() as running:
        made = Dataset(there)
        fill(
            spark,
            made,
            [Segment.of(p) for p in segments(DatasetPaths(there).archive)],
            Rules(),
            near=True,
            shard_rows=50_000,
        )
    same = {
        name: tables_equal(here, there, name)
        for name in (
            "articles",
            "rejected",
            "revisions",
            "provenance",
            paths.DOCUMENTS,
            paths.PAIRS,
            paths.SKETCHES,
        )
    }
    return {
        "counts": made.manifest.counts,
        "same": same,
        "duckdb": cost(duck),
        "spark": cost(spark_meter),
        "spark_without_start": cost(running),
        "cpu_ratio": round(running.cpu / duck.cpu, 2),
    }


def tables_equal(one: Path, other: Path, name: str) -> bool:
    """Tell whether a table has the same rows in both datasets, in the same order."""
    both = []
    for folder in (one, other):
        if not any((folder / name).glob("*.parquet")):
            both.append(None)
            continue
        table = ds.dataset(folder / name, format="parquet").to_table()
        both.append(
            table.sort_by([("id", "ascending"), ("hash", "ascending")])
            if name == paths.SKETCHES
            else table
        )
    if both[0] is None or both[1] is None:
        return both[0] is both[1]
    return bool(
        both[0].equals(both[1].cast(both[0].schema)) or both[0].to_pylist() == both[1].to_pylist()
    )


def cost(meter: Meter) -> dict[str, float]:
    """Return CPU seconds, seconds and peak memory."""
    return {
        "cpu_s": round(meter.cpu, 1),
        "seconds": round(meter.seconds, 1),
        "peak_mb": round(meter.peak_mb),
    }


def join(args: argparse.Namespace) -> dict[str, Any]:
    """Cluster made near duplicates on both engines and compare pairs, clusters and roles."""
    from dedup import ours, write_sketches
    from near_duplicates import Maker, real_texts

    from pipelines.build.spark import near

    folder = Path(tempfile.mkdtemp(prefix="spark-join-"))
    path, labels = folder / "sketches.parquet", []
    write_sketches(Maker(real_texts(args.data)).documents(args.n), path, labels)
    with Meter() as duck:
        known = ours(path, labels)
    _as_views(folder, path, labels)
    with session(MASTER, SETTINGS) as spark, Meter() as running:
        for name in ("stored", "current"):
            spark.read.parquet(str(folder / name)).createOrReplaceTempView(name)
        spark.conf.set("spark.sql.shuffle.partitions", "8")
        pairs = near.cluster(spark)
        documents = spark.table("documents").toArrow().sort_by("id")
    same = {
        "pairs": pairs.equals(known.pairs.cast(pairs.schema))
        or pairs.to_pylist() == known.pairs.to_pylist(),
        "documents": documents.select(known.documents.schema.names).to_pylist()
        == known.documents.to_pylist(),
    }
    return {
        "documents": args.n,
        "pairs": pairs.num_rows,
        "same": same,
        "duckdb": cost(duck),
        "spark": cost(running),
        "cpu_ratio": round(running.cpu / duck.cpu, 2),
    }


def _as_views(folder: Path, path: Path, labels: list[Any]) -> None:
    """Write sketches and facts as the Spark build has them."""
    (folder / "stored").mkdir()
    (folder / "current").mkdir()
    with (
        pq.ParquetFile(path) as file,
        pq.ParquetWriter(
            folder / "stored" / "a.parquet",
            pa.schema(
                [
                    ("number", pa.int64()),
                    ("source", pa.string()),
                    ("hash", pa.int64()),
                    ("age", pa.int32()),
                ]
            ),
        ) as writer,
    ):
        for batch in file.iter_batches(1_000_000):
            number = (batch["id"].to_numpy() - np.uint64(2**63)).view(np.int64)
            writer.write_table(
                pa.table(
                    {
                        "number": number,
                        "source": batch["source"].cast(pa.string()),
                        "hash": batch["hash"].to_numpy().view(np.int64),
                        "age": pa.array(np.ones(batch.num_rows, np.int32)),
                    }
                )
            )
    ids = [m.id for m in labels]
    numbers = (np.array([int(i, 16) for i in ids], np.uint64) - np.uint64(2**63)).view(np.int64)
    table = pa.table(
        {
            "number": numbers,
            "id": ids,
            "revision_id": ids,
            "text": ["x" * int(m.parent) for m in labels],
            "date_published": pa.array(
                [datetime(2026, 1, 1, tzinfo=UTC)] * len(ids), pa.timestamp("us", tz="UTC")
            ),
        }
    )
    pq.write_table(table, folder / "current" / "a.parquet")


def skew(args: argparse.Namespace) -> dict[str, Any]:
    """One hash on very many documents; one WARC file of many gigabytes."""
    found: dict[str, Any] = {}
    if args.warc_gb:  # first: the Java machine of the other one stays
        found["one WARC file"] = one_file(args.warc_gb)
    if args.documents:
        found["hash on all documents"] = one_hash(args.documents)
    return found


def one_hash(documents: int) -> dict[str, Any]:
    """The pair statements where one shingle stands in every document, each of another source."""
    from pipelines.build.spark import near

    folder = Path(tempfile.mkdtemp(prefix="spark-skew-"))
    ids = np.repeat(np.arange(documents, dtype=np.int64), 5)
    hashes = np.arange(5 * documents, dtype=np.int64) + 10
    hashes[::5] = 1
    pq.write_table(
        pa.table({"id": ids, "source": ids, "hash": hashes}),
        folder / "sketches.parquet",
    )
    with session(MASTER, SETTINGS) as spark, Meter() as running:
        spark.conf.set("spark.sql.shuffle.partitions", "8")
        spark.read.parquet(str(folder / "sketches.parquet")).createOrReplaceTempView("sketches")
        near.link(spark)
        pairs = spark.table("pairs").count()
    return {"documents": documents, "pairs": pairs, **cost(running)}


def one_file(gigabytes: float) -> dict[str, Any]:
    """Cut a WARC file of that size into tasks: how many, how large, at what memory."""
    from crawler.warc.pagefiles import WarcPages

    path = Path(tempfile.mkdtemp(prefix="spark-warc-")) / "large.warc.gz"
    unit = b"".join(gzip.compress(_record(n), 6, mtime=0) for n in range(400))
    with path.open("wb") as file:
        while file.tell() < gigabytes * 1e9:
            file.write(unit)
    page_file = WarcPages(
        str(path), path.stat().st_size, "", (), (), 10 << 20, allow_loopback=False
    )
    with Meter() as meter:
        cuts = list(page_file.cuts())
    path.unlink()
    half = [m for at, m in meter.samples if at < meter.seconds / 2]
    return {
        "gb": round(page_file.size / 1e9, 2),
        "tasks": len(cuts),
        "records": sum(c.records for c in cuts),
        "largest_task_records": max(c.records for c in cuts),
        "mb_half_way": round(max(half)),
        **cost(meter),
    }


def _record(number: int) -> bytes:
    """A page of random text: about 45 kB packed, as real ones are."""
    rng = np.random.default_rng(number)
    body = rng.bytes(33_000).hex().encode()
    http = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body)
        + body
    )
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://paper.example/%d\r\nWARC-Date: 2026-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:%032x>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
        % (number, number, len(http))
        + http
        + b"\r\n\r\n"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(required=True)
    for name, function in (("rows", rows), ("join", join), ("skew", skew)):
        verb = verbs.add_parser(name)
        verb.set_defaults(function=function)
        verb.add_argument("--json", type=Path)
        if name != "skew":
            verb.add_argument("--data", type=Path, required=True)
    verbs.choices["rows"].add_argument("--set", action="append", default=[], dest="sets")
    verbs.choices["join"].add_argument("--n", type=int, default=100_000)
    verbs.choices["skew"].add_argument("--documents", type=int, default=1_000_000)
    verbs.choices["skew"].add_argument("--warc-gb", type=float, default=5.0)
    args = parser.parse_args()
    numbers = args.function(args)
    tell(numbers, args.json)


if __name__ == "__main__":
    main()
