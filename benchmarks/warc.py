"""Pages of WARC files into a dataset: pages/s a core, beside the bare read; memory.

    python benchmarks/warc.py --data GOLD [--times 3] [--json FILE]

Writes a `.warc.gz` from the gold pages (`--times` copies, each under hosts of its own),
reads it with fastwarc alone, then crawls it with one extraction process. Memory is the
sum of all processes, its peak in the first and in the second half of the run.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: E402
from meter import Meter, tell  # noqa: E402
from spark import pages  # noqa: E402

from crawler.crawl.run import crawl  # noqa: E402

RECIPE = '[dataset]\nname = "warc"\ncontact = "mailto:me@university.example"\n[[source]]\nwarc = "pages.warc.gz"\ndiscover = []\n[crawl]\nworkers = 1\nmin_free_mb = 0\n[policy]\nreserved = "keep"\n'


def write(data: Path, sets: list[str], times: int, path: Path) -> int:
    """Write the pages as gzip members of one record each; return how many."""
    count = 0
    with path.open("wb") as file:
        for copy in range(times):
            for capture in pages(data, sets):
                url = capture.url if not copy else capture.url.replace("://", f"://copy{copy}.", 1)
                http = (
                    b"HTTP/1.1 200 OK\r\nContent-Type: "
                    + capture.headers[0][1].encode()
                    + b"\r\nContent-Length: %d\r\n\r\n" % len(capture.body)
                    + capture.body
                )
                head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:{count:032x}>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
                file.write(gzip.compress(head.encode() + http + b"\r\n\r\n", 6, mtime=0))
                count += 1
    return count


def bare(path: Path) -> tuple[int, float]:
    """Read every record with fastwarc; return how many, and the CPU seconds."""
    started, count = time.process_time(), 0
    with path.open("rb") as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=True):
            count += len(record.reader.read()) >= 0
    return count, time.process_time() - started


def measure(args: argparse.Namespace) -> dict[str, Any]:
    """Write, read, crawl; return the numbers."""
    folder = Path(tempfile.mkdtemp(prefix="warc-"))
    written = write(args.data, args.sets, args.times, folder / "pages.warc.gz")
    read, spent = bare(folder / "pages.warc.gz")
    (folder / "recipe.toml").write_text(RECIPE, encoding="utf-8")
    with Meter() as meter:
        summary = crawl(folder / "recipe.toml")
    counts = summary.manifest.counts
    halves = [
        max(m for at, m in meter.samples if (at < meter.seconds / 2) == first)
        for first in (True, False)
    ]
    return {
        "records": written, "mb": round((folder / "pages.warc.gz").stat().st_size / 1e6), "bare_read_pages_per_cpu_s": round(read / spent),
        "pages": counts.get("pages", 0), "rows": counts.get("rows", 0), "pages_per_cpu_s": round(counts.get("pages", 0) / meter.cpu, 1), "pages_per_s": round(counts.get("pages", 0) / meter.seconds, 1),
        "cpu_ms_a_page": round(1000 * meter.cpu / max(1, counts.get("pages", 0)), 1), "extraction_ms_a_page": round(1000 * summary.extraction_cpu / max(1, counts.get("pages", 0)), 1),
        "ratio_to_bare_read": round(meter.cpu / spent, 1), "peak_mb_first_half": round(halves[0]), "peak_mb_second_half": round(halves[1]), "skipped": summary.manifest.crawl.get("skipped", {}),
    }  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--set", action="append", default=[], dest="sets")
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    numbers = measure(args)
    tell(numbers, args.json)


if __name__ == "__main__":
    main()
