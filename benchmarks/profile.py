"""CPU of one page by stage of extraction.

    python benchmarks/profile.py --data GOLD [--set fundus --set aed] [--pages 120] [--json FILE]

Every stage's own time, what it calls of other stages left out, so that the rows sum to
the whole. A stage is a function of the chain; while the script runs it is wrapped in a
clock, which costs some hundredths of a millisecond a page. Pages are taken evenly from
the sets.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from gold_pages import cases  # noqa: E402

STAGES: dict[str, list[str]] = {
    "decode": ["pipelines.page.document:decode"],
    "parse": ["pipelines.page.document:_parse", "pipelines.page.document:_place_late_parts"],
    "head and JSON-LD": [
        "pipelines.page.document:_read_head",
        "pipelines.page.jsonld:load",
        "pipelines.page.jsonld:nodes",
    ],
    "stand-ins": ["pipelines.extract.stand_in:refuse"],
    "layout: walk": ["pipelines.layout.layout:read"],
    "layout: container": ["pipelines.layout.container:find"],
    "layout: headline": ["pipelines.extract.judged:place"],
    "access: statements": ["pipelines.access.statements:read"],
    "access: styles": ["pipelines.page.style:looks"],
    "access: scene": ["pipelines.access.scene:of"],
    "access: walls": ["pipelines.access.boundary:walls"],
    "access: parts": ["pipelines.access.boundary:parts"],
    "access: verdict": ["pipelines.access.boundary:judge"],
    "public page": ["pipelines.extract.judged:public"],
    "title": ["pipelines.fields.title:find"],
    "dates": ["pipelines.fields.dates.date:find"],
    "authors": ["pipelines.fields.authors.byline:find"],
    "teaser": ["pipelines.fields.teaser:find"],
    "section": ["pipelines.fields.section:find"],
    "language": ["pipelines.fields.language:find", "pipelines.fields.language:declared"],
    "body": ["pipelines.body.body:find"],
    "confidence": ["pipelines.body.confidence:expected"],
    "kind": ["pipelines.extract.kind:refuse"],
    "record": ["pipelines.extract.record:assemble", "pipelines.extract.record:provenance"],
    "sketch": ["pipelines.dedup.sketch:sketch"],
    "writable": ["pipelines.build.worker:_unwritable"],
}
"""Stage → the functions that are it, as `module:name` where the name is looked up."""
REST = "rest"


class Clock:
    """CPU seconds by stage, each without the stages that it calls."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self._open: list[str] = [REST]
        self._since = time.process_time()

    def turn(self) -> None:
        """Add the time since the last turn to the stage that is open."""
        now = time.process_time()
        self.spent[self._open[-1]] += now - self._since
        self._since = now

    def wrapped(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function with its time taken."""

        @wraps(function)
        def timed(*given: Any, **named: Any) -> Any:
            self.turn()
            self._open.append(stage)
            try:
                return function(*given, **named)
            finally:
                self.turn()
                self._open.pop()

        return timed

    def page(self, run: Callable[[], object]) -> dict[str, float]:
        """Return the seconds of each stage while `run` runs, and of what is in none."""
        self.spent.clear()
        self._since = time.process_time()
        run()
        self.turn()
        return dict(self.spent)


def install(clock: Clock) -> None:
    """Wrap the functions of every stage; a name that is no more raises AttributeError."""
    for stage, places in STAGES.items():
        for place in places:
            module, name = place.split(":")
            owner = importlib.import_module(module)
            setattr(owner, name, clock.wrapped(stage, getattr(owner, name)))


def chosen(data: Path, sets: list[str], count: int) -> list[tuple[bytes, str]]:
    """Return bytes and address of some pages, taken evenly; of a set with sides, those
    that may be read."""
    found = [(c, f) for c, f in cases(data, sets) if c.get("side", "read") == "read" and f.exists()]
    step = max(1, len(found) // count) if count else 1
    return [
        (gzip.decompress(file.read_bytes()), case.get("url") or "https://unknown.invalid/article")
        for case, file in found[::step]
    ]


def table(pages: list[dict[str, float]]) -> dict[str, dict[str, float]]:
    """Return mean and 99th percentile of each stage, in milliseconds, and of the whole."""
    whole = [sum(p.values()) for p in pages]
    named = {s: [p.get(s, 0.0) for p in pages] for s in (*STAGES, REST)}
    return {
        stage: {
            "mean_ms": round(statistics.mean(times) * 1000, 2),
            "p99_ms": round(sorted(times)[int(0.99 * (len(times) - 1))] * 1000, 2),
            "share": round(sum(times) / (sum(whole) or 1), 3),
        }
        for stage, times in {**named, "whole": whole}.items()
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--set", action="append", default=[], dest="sets")
    parser.add_argument("--pages", type=int, default=120, help="0: all")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()

    from pipelines.build.worker import judge
    from pipelines.extract.extractor import preload
    from pipelines.extract.rules import Rules
    from pipelines.model import Page

    preload()
    rules = Rules(reserved="keep")
    given = chosen(args.data, args.sets, args.pages)
    runs = [
        lambda body=body, url=url: judge(Page(url=url, body=body, content_type="text/html"), rules)
        for body, url in given
    ]
    runs[0]()  # what is loaded or compiled on first use
    clock = Clock()
    install(clock)
    found = table([clock.page(run) for run in runs])
    print(f"{len(runs)} pages\n{'stage':20} {'mean ms':>8} {'p99 ms':>8} {'share':>6}")
    for stage, row in found.items():
        print(f"{stage:20} {row['mean_ms']:8.2f} {row['p99_ms']:8.2f} {row['share']:6.1%}")
    if args.json:
        args.json.write_text(json.dumps({"pages": len(runs), "stages": found}, indent=1), "utf-8")


if __name__ == "__main__":
    main()
