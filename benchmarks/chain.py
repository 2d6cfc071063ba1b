"""CPU of a whole crawl by stage, in all its processes: fetch, archive, extraction, files.

    python benchmarks/chain.py [--data GOLD] [--pages 600] [--json FILE]

Pages are served on loopback by a process of its own, which is not counted. Every stage is
its own time without the stages that it calls; the rows sum to what the system counted for
all processes, and the last row says what of that no clock saw. The clocks
(`clocked/sitecustomize.py`) cost some hundredths of a millisecond a page.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import runpy
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import nightly  # noqa: E402
from crawl import HOSTS, RECIPE, bodies, serve  # noqa: E402

PARTS = {
    "parse": ("decode", "parse", "head and JSON-LD"),
    "layout": ("layout: walk", "layout: container", "layout: headline"),
    "access": (
        "access: statements", "access: styles", "access: scene", "access: walls",
        "access: parts", "access: verdict", "public page",
    ),
    "fields": ("title", "dates", "authors", "teaser", "section", "language"),
    "body": ("body", "confidence"),
    "sketch": ("sketch",),
}  # fmt: skip
"""Row → the stages of `profile.py` that it sums; what is in none is "extraction: rest"."""
AROUND = {
    "archive": ["crawler.frontier.ledger:encode", "pipelines.store.archive:SegmentWriter.append"],
    "frontier": ["crawler.frontier.store:Frontier.commit", "crawler.frontier.store:Frontier.take"],
    "extraction: rest": ["pipelines.build.worker:judge"],
    "write": ["pipelines.store.dataset:Dataset.commit"],
    "finish": ["crawler.crawl.run:learn", "crawler.crawl.run:finish"],
    "card and report": ["crawler.crawl.run:publish"],
}
"""Row → the functions that it is, as `module:name` where the name is looked up."""
ROWS = (
    "process starts", "fetch", "archive", "frontier", "hand-over", *PARTS, "extraction: rest",
    "write", "finish", "card and report", "not seen",
)  # fmt: skip
PER_RUN = ("process starts", "finish", "card and report")
"""What a run costs whatever its pages are, for the most part."""


def stages() -> dict[str, str]:
    """Return the row of every function that a clock is put around."""
    extraction = runpy.run_path(str(ROOT / "benchmarks" / "profile.py"))["STAGES"]
    row = {name: part for part, names in PARTS.items() for name in names}
    found = {p: row.get(n, "extraction: rest") for n, places in extraction.items() for p in places}
    return found | {place: name for name, places in AROUND.items() for place in places}


def run(place: Path, command: list[str]) -> tuple[Counter[str], float]:
    """Return the CPU seconds of each row while a command runs, and what the system counted."""
    place.mkdir()
    (place / "stages.json").write_text(json.dumps(stages()), encoding="utf-8")
    os.environ |= {
        "STANDFIRST_CLOCKS": str(place),
        "PYTHONPATH": str(ROOT / "benchmarks" / "clocked"),
    }
    whole = nightly.cpu_of(command)
    rows: Counter[str] = Counter()
    for file in place.glob("[0-9]*.json"):
        rows.update(json.loads(file.read_text(encoding="utf-8")))
    rows["not seen"] = whole - rows.total()  # type: ignore[assignment]
    return rows, whole


def main() -> None:
    """Serve, crawl, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path)
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    given = (bodies(args.data, args.pages), theirs)
    server = context.Process(target=serve, args=given, daemon=True)
    server.start()
    proxy = f"http://127.0.0.1:{ours.recv()}"
    with tempfile.TemporaryDirectory(prefix="standfirst-chain-") as folder:
        dataset = Path(folder) / "bench"
        dataset.mkdir()
        (dataset / "recipe.toml").write_text(RECIPE.format(proxy=proxy))
        urls = (f"http://paper-{n % HOSTS}.example/story-number-{n}" for n in range(args.pages))
        (dataset / "urls.txt").write_text("\n".join(urls))
        command = [sys.executable, "-m", "crawler", "crawl", str(dataset), "--progress", "none"]
        with multiprocessing.get_context("fork").Pool(1) as pool:  # whose only child is the crawl
            rows, whole = pool.apply(run, (Path(folder) / "clocks", command))
    server.terminate()
    print(f"{args.pages} pages, {whole:.2f} CPU s, {whole / args.pages * 1000:.1f} ms a page")
    print(f"{'row':20} {'s a run':>8} {'ms a page':>10} {'share':>6}")
    for name in ROWS:
        page = "" if name in PER_RUN else f"{rows[name] / args.pages * 1000:10.2f}"
        print(f"{name:20} {rows[name]:8.2f} {page:>10} {rows[name] / whole:6.1%}")
    if args.json:
        found = {"pages": args.pages, "cpu_s": whole, "rows": {n: rows[n] for n in ROWS}}
        args.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
