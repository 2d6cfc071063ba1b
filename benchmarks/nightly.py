"""What a run costs that finds nothing new: 15 sites on loopback, asked every night.

    python benchmarks/nightly.py --sites 15 --stories 40

CPU of the `standfirst` command and all its processes, server aside: of the first run, of runs
with nothing new, and of loading alone. Linux only.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from loopback import article_page  # noqa: E402
from meter import adopt, reap  # noqa: E402

from crawler.demo.server import Answerer, Server  # noqa: E402
from crawler.demo.site import Reply  # noqa: E402


def answerer(stories: int) -> Answerer:
    """Return what serves papers with a sitemap and stories that never change."""

    def answer(host: str, path: str, earlier: int) -> Reply:
        if path == "/sitemap.xml":
            rows = "".join(
                f"<url><loc>http://{host}/story-{n}</loc><lastmod>2026-05-01</lastmod></url>"
                for n in range(stories)
            )
            return Reply(f"<urlset>{rows}</urlset>".encode(), content_type="text/xml")
        if path.startswith("/story-"):
            number = int(host.split("-")[1].split(".", maxsplit=1)[0]) * 1000 + int(
                path.rsplit("-", 1)[1]
            )
            return Reply(article_page(number).encode())
        return Reply(status=404)

    return answer


def recipe(folder: Path, proxy: str, sites: int) -> Path:
    """Write a recipe of all papers; return its path."""
    sources = "".join(
        f'[[source]]\nname = "p{n}"\nsite = "http://paper-{n}.example"\ndiscover = ["sitemap"]\nsitemaps = ["http://paper-{n}.example/sitemap.xml"]\n'
        for n in range(sites)
    )
    path = folder / "recipe.toml"
    path.write_text(
        f'[dataset]\nname = "nightly"\n{sources}[crawl]\ndelay = 0.0\nallow_loopback = true\nmin_free_mb = 0\nproxy = "{proxy}"\n'
    )
    return path


def cpu_of(command: list[str]) -> float:
    """Return the CPU seconds of a command and of every process that came of it."""
    adopt()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    code = subprocess.run(command, cwd=ROOT, check=False, stderr=subprocess.DEVNULL).returncode
    reap()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if code:
        print(f"exit code {code}: {' '.join(command)}", file=sys.stderr)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=15)
    parser.add_argument("--stories", type=int, default=40)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Server(answerer(given.stories)) as server:
        path = recipe(Path(folder), server.proxy, given.sites)
        command = [sys.executable, "-m", "crawler", "crawl", str(path), "--progress", "none"]
        print(f"{'first run':28}{cpu_of(command):7.2f} CPU s", flush=True)
        for _ in range(given.runs):
            start = len(server.seen)
            cpu = cpu_of(command)
            print(
                f"{'nothing new':28}{cpu:7.2f} CPU s, {len(server.seen) - start} requests",
                flush=True,
            )
        nothing = [
            sys.executable,
            "-c",
            "import crawler.fetch.settings, scrapy.crawler, crawler.crawl.run",
        ]
        print(f"{'loading what a crawl needs':28}{cpu_of(nothing):7.2f} CPU s")


if __name__ == "__main__":
    main()
