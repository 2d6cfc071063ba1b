"""Parquet: cost of writing, size, and reading, each as a ratio in one run.

    python benchmarks/parquet.py --data GOLD --n 20000 [--json FILE]

Writing is compared with raw zstd level 3 over the same texts; the typical query (one
source, one month) and a scan of all texts with the same rows in one unsorted snappy
file. Each time is the best of five.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import duckdb  # noqa: E402
import pyarrow as pa  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402
from meter import tell  # noqa: E402
from near_duplicates import Maker, real_texts  # noqa: E402

from pipelines import zstd  # noqa: E402
from pipelines.model import Article  # noqa: E402
from pipelines.store.commit import staged  # noqa: E402
from pipelines.store.parquet import write_parts  # noqa: E402
from pipelines.store.schema import table_of  # noqa: E402


def rows(data: Path, count: int) -> pa.Table:
    """Return made articles of 40 sources over two years, sorted as the store sorts them."""
    random = Random(2)
    start = datetime(2024, 1, 1, tzinfo=UTC)
    found = []
    for made in Maker(real_texts(data)).documents(count):
        source = f"paper-{random.randrange(40)}.example"
        at = start + timedelta(minutes=random.randrange(730 * 24 * 60))
        found.append(Article(
            id=made.id, revision_id=made.id, url=f"https://{source}/{made.id}", source=source, title=made.text[:60], date_published=at, authors=["A. Writer"], teaser=made.text[:180], text=made.text,
            language="en", access="free", date_fetched=at, http_status=200, content_hash=made.id, cluster_id=made.id, extractor="benchmark",
        ))  # fmt: skip
    found.sort(key=lambda a: (a.source, a.date_published or start, a.id))
    return table_of("articles", found)


def best(work: Callable[[], object], times: int = 5) -> float:
    """Return the shortest wall time of a few runs, in seconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def cpu(work: Callable[[], object], times: int = 3) -> float:
    """Return the least CPU time of a few runs, in seconds."""
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def measure(table: pa.Table, folder: Path) -> dict[str, Any]:
    """Write and read the table both ways."""
    texts = [t.encode() for t in table["text"].to_pylist()]
    joined = b"".join(texts)
    raw_size = len(zstd.frame(joined))
    raw = cpu(lambda: zstd.frame(joined))
    ours = cpu(lambda: write_parts(folder, "articles", [table], shard_rows=50_000))
    parts = write_parts(folder, "articles", [table], shard_rows=50_000)
    files = [str(staged(folder, p)) for p in parts]
    plain = folder / "plain.bin"
    order = list(range(table.num_rows))
    Random(3).shuffle(order)
    pq.write_table(table.take(order), plain, compression="snappy")
    query = "SELECT count(*), avg(length(text)) FROM read_parquet(?) WHERE source = 'paper-7.example' AND date_published >= '2024-05-01' AND date_published < '2024-06-01'"
    scan = "SELECT count(*) FROM read_parquet(?) WHERE text LIKE '%minister%'"
    connection = duckdb.connect(config={"threads": 1})
    numbers = {
        name: {
            "ours": best(lambda f=f, q=q: connection.execute(q, [f]).fetchall()),
            "unsorted snappy": best(lambda q=q: connection.execute(q, [[str(plain)]]).fetchall()),
        }
        for name, f, q in (("query", files, query), ("scan", files, scan))
    }
    size = sum(p.bytes for p in parts)
    return {
        "articles": table.num_rows, "text_mb": round(len(joined) / 1e6, 1), "write_mb_s": round(len(joined) / 1e6 / ours, 1), "raw_zstd3_mb_s": round(len(joined) / 1e6 / raw, 1),
        "write_ratio_to_raw_zstd3": round(raw / ours, 3), "bytes_an_article": round(size / table.num_rows), "size_ratio_to_raw_zstd3_of_texts": round(size / raw_size, 3),
        "size_ratio_to_unsorted_snappy": round(size / plain.stat().st_size, 3),
        "one_source_one_month_ratio": round(numbers["query"]["unsorted snappy"] / numbers["query"]["ours"], 2), "full_text_scan_ratio": round(numbers["scan"]["unsorted snappy"] / numbers["scan"]["ours"], 2),
    }  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of sets with gold texts")
    parser.add_argument("--n", type=int, default=20_000)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        numbers = measure(rows(args.data, args.n), Path(folder))
    tell(numbers, args.json)


if __name__ == "__main__":
    main()
