"""Crawl a folder of real pages through the whole chain, on loopback.

Every page keeps its own host and path: a forward HTTP proxy on 127.0.0.1 answers
for all of them. Scheme, fragment and duplicates aside, the crawl sees the web that
the pages came from. The same command with the same --into continues after a kill.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from gold_pages import cases, content_type  # noqa: E402

from crawler.crawl.run import crawl  # noqa: E402
from crawler.demo.server import Server  # noqa: E402
from crawler.demo.site import Reply  # noqa: E402
from pipelines.identity import clean_url  # noqa: E402
from pipelines.store.check import problems  # noqa: E402

RECIPE = """
[dataset]
name = "real"
[[source]]
urls = "urls.txt"
discover = []
[crawl]
delay = 0.0
per_host = 2
concurrency = 32
max_wait = 5
allow_loopback = true
min_free_mb = 0
proxy = "{proxy}"
[policy]
reserved = "keep"
[dedup]
near = true
"""


def load(data: Path, sets: list[str]) -> dict[tuple[str, str], tuple[Path, str]]:
    """Return (host, path) → (file, content type) of every page with a usable address."""
    pages: dict[tuple[str, str], tuple[Path, str]] = {}
    for case, file in cases(data, sets):
        parts = urlsplit(case.get("url") or "")
        if parts.hostname and file.exists():
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            # the crawl asks for the address in canonical form
            clean = urlsplit(clean_url(f"http://{parts.hostname}{path}"))
            path = clean.path + (f"?{clean.query}" if clean.query else "")
            pages.setdefault((parts.hostname, path), (file, content_type(case)))
    return pages


def cpu(who: int) -> float:
    """Return the CPU seconds of this process or its children so far."""
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--set", action="append", default=[], dest="sets")
    parser.add_argument("--into", type=Path)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    pages = load(args.data, args.sets)
    folder = args.into or Path(tempfile.mkdtemp(prefix="crawl-real-"))
    folder.mkdir(parents=True, exist_ok=True)

    def answer(host: str, path: str, earlier: int) -> Reply:
        found = pages.get((host, path))
        if found is None:
            return Reply(b"not here", 404)
        return Reply(gzip.decompress(found[0].read_bytes()), content_type=found[1])

    (folder / "urls.txt").write_text(
        "\n".join(f"http://{h}{p}" for h, p in pages), encoding="utf-8"
    )
    started, own, children = (
        time.monotonic(),
        cpu(resource.RUSAGE_SELF),
        cpu(resource.RUSAGE_CHILDREN),
    )
    with Server(answer) as server:
        (folder / "recipe.toml").write_text(RECIPE.format(proxy=server.proxy), encoding="utf-8")
        summary = crawl(folder / "recipe.toml")
    seconds = time.monotonic() - started
    report(
        folder,
        summary,
        len(pages),
        seconds,
        cpu(resource.RUSAGE_SELF) - own,
        cpu(resource.RUSAGE_CHILDREN) - children,
        args.json,
    )


def report(
    folder: Path,
    summary: object,
    offered: int,
    seconds: float,
    own: float,
    children: float,
    out: Path | None,
) -> None:
    """Print the numbers, one a line."""
    import pyarrow.parquet as pq

    manifest = summary.manifest  # type: ignore[attr-defined]
    counts, urls = manifest.counts, manifest.crawl["urls"]
    reasons: Counter[str] = Counter()
    for part in manifest.parts("rejected"):
        reasons.update(pq.read_table(folder / part.path, columns=["reason"])["reason"].to_pylist())
    archived = counts.get("pages", 0)
    gave = sum(counts.get(k, 0) for k in ("rows", "revisions", "duplicates", "rejected"))
    fetched = max(1, summary.pages)  # type: ignore[attr-defined]

    def per_page(seconds: float) -> float:
        return round(seconds * 1000 / fetched, 2)

    numbers = {
        "offered": offered, "fetched": urls["fetched"], "rows": counts.get("rows", 0), "revisions": counts.get("revisions", 0), "duplicates": counts.get("duplicates", 0),
        "rejected": counts.get("rejected", 0), "rejected_by_reason": dict(reasons), "pending": urls["pending"], "failed": urls["failed"], "blocked": urls["blocked"],
        "unaccounted": abs(archived - gave) + abs(urls["discovered"] - urls["fetched"] - urls["blocked"] - urls["pending"] - urls["failed"]),
        "problems": problems(folder), "pages_per_second": round(summary.pages / seconds, 1), "seconds": round(seconds, 1),  # type: ignore[attr-defined]
        "cpu_ms_a_page": {"extraction": per_page(summary.extraction_cpu), "fetching and start of workers": per_page(children - summary.extraction_cpu), "page server, writing, dedup": per_page(own)},  # type: ignore[attr-defined]
        "peak_mb": {"writer": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "largest child": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024},
        "cores": os.cpu_count(), "folder": str(folder),
    }  # fmt: skip
    for name, value in numbers.items():
        print(f"{name:20} {value}")
    if out is not None:
        out.write_text(json.dumps(numbers, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
