"""A build in parts beside a build in one piece: are the files the same, and what does it cost?

    python benchmarks/parts.py --pages 3000 --parts 4

Made pages; CPU of all processes, one command after the other. Linux only.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

from loopback import article_page  # noqa: E402
from nightly import cpu_of  # noqa: E402

from pipelines.store import manifest as manifests  # noqa: E402
from pipelines.store.archive import Capture, SegmentWriter, encode  # noqa: E402
from pipelines.store.paths import DatasetPaths  # noqa: E402

RECIPE = (
    '[dataset]\nname = "press"\n[[source]]\nsite = "https://paper.example"\n[crawl]\nworkers = 1\n'
)


def made(folder: Path, pages: int) -> None:
    """Write an archive of pages of some 10 kB; every tenth is the same as another."""
    (folder / "recipe.toml").write_text(RECIPE)
    writer = SegmentWriter(DatasetPaths(folder).archive, {})
    at, headers = datetime(2026, 5, 1, tzinfo=UTC), (("Content-Type", "text/html"),)
    for start in range(0, pages, 100):
        writer.append(
            encode(Capture(url=f"https://paper.example/{n % (pages * 9 // 10)}", status=200, headers=headers, fetched=at, body=(article_page(n) + f"<!--{random.Random(n).randbytes(4000).hex()}-->").encode()))
            for n in range(start, min(start + 100, pages))
        )  # fmt: skip
    writer.close()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--parts", type=int, default=4)
    given = parser.parse_args()
    run = [sys.executable, "-m", "crawler"]
    with tempfile.TemporaryDirectory() as place:
        one, many = Path(place) / "one", Path(place) / "many"
        one.mkdir()
        made(one, given.pages)
        shutil.copytree(one, many)
        whole = cpu_of([*run, "build", str(one)])
        parts = [
            cpu_of([*run, "build", str(many), "--part", f"{k}/{given.parts}"])
            for k in range(1, given.parts + 1)
        ]
        folders = sorted(map(str, (many / "parts").iterdir()))
        merge = cpu_of([*run, "merge", *folders, "--into", str(many)])
        here, there = manifests.load(one), manifests.load(many)
        same = here.parts("articles") == there.parts("articles") and here.counts == there.counts
    print(f"one build    {whole:7.1f} CPU s, {whole / given.pages * 1000:.2f} ms a page")
    print(f"parts        {sum(parts):7.1f} CPU s ({', '.join(f'{p:.1f}' for p in parts)})")
    print(f"merge        {merge:7.1f} CPU s, {merge / given.pages * 1000:.2f} ms a page")
    print(f"ratio        {(sum(parts) + merge) / whole:7.2f}, the same files: {same}")


if __name__ == "__main__":
    main()
