"""Access and boundary on the gold pages: every measure of their scorer, with baselines.

    python benchmarks/access.py --data GOLD [--folds FOLDER] [--json FILE]

Each part is counted for itself: pages that were looked at while the rules were written,
and pages of papers that nobody looked at. Two baselines run beside: the first JSON-LD
flag, and trafilatura's text. The folder's own scorer does the counting. Beside them: on how
many articles of the other sets, which do not declare themselves paid, a boundary is claimed.
With `--folds` (`python -m training.walls --folds FOLDER`) those of the part `read` are judged
by weights that never saw their paper.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ADAPTERS = {"standfirst": ROOT / "benchmarks" / "adapter.py"}


def adapters(folder: Path) -> dict[str, Path]:
    """Return our adapter and the baselines that lie beside the pages."""
    return {
        **ADAPTERS,
        **{
            p.stem: p
            for p in sorted((folder / "baselines").glob("*.py"))
            if not p.stem.startswith("_")
        },
    }


def run(folder: Path, adapter: Path, out: Path) -> None:
    """Predict with one adapter."""
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    subprocess.run(
        [sys.executable, "predict_paywall.py", "--adapter", str(adapter), "--out", str(out)],
        cwd=folder,
        env=environment,
        check=True,
        capture_output=True,
    )


PARTS = ("read", "blind")
"""Pages that were looked at while the rules were written, and those that were not."""


def score(folder: Path, predictions: Path, part: str, *, independent: bool) -> dict[str, Any]:
    """Return the scorer's numbers for one part of the pages."""
    command = [
        sys.executable,
        "score_paywall.py",
        "--pred",
        str(predictions),
        "--json",
        "--part",
        part,
        *(["--independent"] if independent else []),
    ]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def cost(folder: Path) -> dict[str, float]:
    """Return CPU milliseconds a page of access alone, over all pages, median and mean."""
    import gzip
    import statistics

    sys.path.insert(0, str(ROOT))
    from pipelines.access import boundary
    from pipelines.extract.place import place
    from pipelines.extract.sites.guides import Guides
    from pipelines.layout.layout import lay_out
    from pipelines.page.document import Document

    times = []
    for path in sorted((folder / "pages").glob("*.html.gz")):
        document = Document(gzip.decompress(path.read_bytes()), "https://paper.example/article")
        layout = place(document, lay_out(document), Guides())
        started = time.process_time()
        boundary.judge(document, layout)
        times.append((time.process_time() - started) * 1000)
    return {
        "pages": len(times),
        "median_ms": round(statistics.median(times), 2),
        "mean_ms": round(statistics.mean(times), 2),
    }


def of_open(data: Path, folds: Path | None) -> dict[str, dict[str, int]]:
    """Return, for each part, how many articles the other sets hold and on how many of them a
    boundary is claimed; a page that stands in two sets counts once."""
    sys.path.insert(0, str(ROOT))
    from pipelines.access import boundary, weighing
    from training.common.folds import FOLDS, fold_of
    from training.common.gold import cases
    from training.kind import OTHERS
    from training.walls import rows

    stored = [
        json.loads((folds / f"walls-{fold}.json").read_text("utf-8")) for fold in range(FOLDS)
    ] if folds else []  # fmt: skip
    models = [weighing.models_of(each) for each in stored]
    seen = {row["url"] for part in PARTS for row, _ in rows.marked_pages(data, part)}
    found = {part: {"pages": 0, "claimed": 0} for part in PARTS}
    for part in PARTS:
        for case in cases(data, side=part):
            if case.set == OTHERS or case.paid or case.url in seen:
                continue
            seen.add(case.url)
            document, layout = rows.page_of(case.html(), case.url)
            model = models[fold_of(case.domain)] if models and part == "read" else None
            access = boundary.judge(document, layout, model)
            found[part]["pages"] += 1
            found[part]["claimed"] += access.boundary is not None
    return found


def main() -> None:
    """Predict, score, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data",
        type=Path,
        required=True,
        help="the gold folder (with `paywall/`), or `paywall/` itself",
    )
    parser.add_argument("--folds", type=Path, help="weights of each fold of domains")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    folder = args.data / "paywall" if (args.data / "paywall").is_dir() else args.data
    numbers: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as place:
        for name, adapter in adapters(folder).items():
            out = Path(place) / f"{name}.jsonl"
            run(folder, adapter, out)
            numbers[name] = {
                part: {
                    "all": score(folder, out, part, independent=False),
                    "independent": score(folder, out, part, independent=True),
                }
                for part in PARTS
            }
    if folder != args.data:
        numbers["open"] = of_open(args.data, args.folds)
    numbers["cost"] = cost(folder)
    print(json.dumps(numbers, indent=1))
    if args.json:
        args.json.write_text(json.dumps(numbers, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
