"""The first hour of a researcher, with a clock: fifteen newspapers, each of another kind.

    python benchmarks/first_hour.py [--keep FOLDER]

`new` with all fifteen sites, `crawl --dry-run`, a crawl that is stopped (Ctrl-C), goes on, is
killed (`kill -9`) and goes on, an empty nightly run, `check`, `report`, `export`, mistakes.
Prints what each step took (wall clock and CPU of its processes) and what is not as it
should be; exit code 1 when anything is not. All on loopback.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import duckdb  # noqa: E402
from first_hour_sites import OFFERS, SITES, answer  # noqa: E402

from crawler.demo.server import Server  # noqa: E402
from pipelines import recipe as recipes  # noqa: E402

FACTOR = 1.5
"""How far an estimate may be from what a run takes and gives."""


@dataclass
class Step:
    """One command, and what it took."""

    code: int
    printed: str
    wall: float
    cpu: float


class Hour:
    """A folder, a server, and everything that went wrong."""

    def __init__(self, folder: Path, proxy: str) -> None:
        self.folder, self.proxy, self.wrong = folder, proxy, list[str]()

    def run(self, *arguments: object, stop: int | None = None, after: float = 0.0) -> Step:
        """Run a command of ours; send it a signal after some seconds if asked to."""
        command = [sys.executable, "-m", "crawler", *map(str, arguments)]
        started = time.monotonic()
        with tempfile.TemporaryFile("w+") as out:
            process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out, text=True)
            if stop is not None:
                time.sleep(after)
                os.kill(process.pid, stop)
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            printed = out.read()
        step = Step(
            process.returncode, printed, time.monotonic() - started, used.ru_utime + used.ru_stime
        )
        name = " ".join(str(a) for a in arguments[:2] if not str(a).startswith("/"))
        print(
            f"{name:24} exit {step.code:4}  {step.wall:6.1f} s wall  {step.cpu:5.1f} s CPU",
            flush=True,
        )
        return step

    def expect(self, holds: bool, what: str) -> None:
        """Note what is not as it should be."""
        if not holds:
            self.wrong.append(what)

    def look(self) -> Step:
        """`new` with all sites: fifteen entries that match what each one offers."""
        step = self.run(
            "new", "region", *SITES, "--contact", "mailto:me@university.example", "--into", self.folder, "--proxy", self.proxy
        )  # fmt: skip
        written = (self.folder / "recipe.toml").read_text(encoding="utf-8")
        found = {
            s.site: tuple(s.discover) for s in recipes.load(self.folder / "recipe.toml").source
        }
        right = 0
        for host, offer in OFFERS.items():
            site = f"http://{host}"
            told = next(
                (x for x in (written + step.printed).splitlines() if site in x and offer.why in x),
                "",
            )
            fits = found.get(site, ()) == offer.discover and bool(told)
            self.expect(
                fits, f"{site}: {found.get(site)} instead of {offer.discover}, {offer.why!r}"
            )
            right += fits
        print(f"recipe fits {right} of {len(OFFERS)} sites")
        return step

    def crawl(self, **stopping: float) -> Step:
        """One run of the recipe."""
        return self.run("crawl", self.folder / "recipe.toml", "--progress", "plain", **stopping)

    def rows(self) -> dict[str, int]:
        """Articles of each source."""
        files = str(self.folder / "articles/*.parquet")
        rows = duckdb.execute("SELECT source, count(*) FROM read_parquet(?) GROUP BY ALL", [files])
        return {str(s): int(n) for s, n in rows.fetchall()}


def close(one: float, other: float) -> bool:
    """Tell whether two numbers agree within the factor."""
    return max(one, other) <= FACTOR * min(one, other)


def estimate(printed: str) -> tuple[int, float]:
    """Return the articles and the seconds that a look expects."""
    number = re.search(r"about (\d+) expected", printed) or re.search(
        r"articles +(\d+) found", printed
    )
    length = re.search(r"time +about ([\d.]+) (s|min|h)\b", printed)
    assert number is not None
    assert length is not None
    return int(number[1]), float(length[1]) * {"s": 1, "min": 60, "h": 3600}[length[2]]


def hour(folder: Path, server: Server) -> list[str]:
    """Go through it; return what is wrong."""
    we = Hour(folder, server.proxy)
    recipe = folder / "recipe.toml"
    we.look()
    dry = we.run("crawl", "--dry-run", recipe)
    articles, seconds = estimate(dry.printed)
    first = we.crawl(stop=signal.SIGINT, after=25)
    we.expect(first.code == 130, f"Ctrl-C ended with {first.code}")
    we.expect("continue " in first.printed, "Ctrl-C says nothing of how to go on")
    we.expect(we.run("check", folder).code == 0, "check after Ctrl-C")
    second = we.crawl(stop=signal.SIGKILL, after=25)
    third = we.crawl()
    we.expect(third.code == 0, f"the last run ended with {third.code}")
    took = first.wall + second.wall + third.wall
    rows = we.rows()
    wanted = {h: o.articles if o.rows is None else o.rows for h, o in OFFERS.items() if o.discover}
    for host, number in wanted.items():
        have = rows.get(host, 0)
        we.expect(have == number, f"{host}: {have} rows instead of {number}")
    given = sum(o.articles for o in OFFERS.values())
    print(
        f"articles: {articles} expected, {given} there; time: {seconds:.0f} s expected, {took:.0f} s taken"
    )
    we.expect(close(articles, given), "the estimate of articles")
    we.expect(close(seconds, took), "the estimate of time")
    nightly = we.crawl()
    we.expect(nightly.code == 0 and "0 articles new" in nightly.printed, "the empty nightly run")
    print(f"empty nightly run: {nightly.wall:.1f} s wall, {nightly.cpu:.1f} s CPU")
    for arguments in (
        ["check", folder],
        ["report", folder],
        ["export", folder, folder / "all.csv"],
    ):
        we.expect(we.run(*arguments).code == 0, f"{arguments[0]} failed")
    mistakes(we, recipe)
    return we.wrong


def mistakes(we: Hour, recipe: Path) -> None:
    """What a newcomer types wrong ends with code 2 and one line, and no traceback."""
    broken = we.folder / "broken.toml"
    broken.write_text(recipe.read_text(encoding="utf-8").replace("discover", "discovre", 1))
    for arguments in (
        ["crwal", recipe], ["crawl"], ["crawl", we.folder / "none.toml"], ["crawl", broken], ["check", broken],
        ["new", "region", "not a site"], ["new", "region", SITES[0], "--into", we.folder], ["view", we.folder / "none"], ["export", we.folder, "x.xls"],
    ):  # fmt: skip
        step = we.run(*arguments)
        told = step.code == 2 and "Traceback" not in step.printed and step.printed.strip()
        we.expect(
            bool(told), f"{arguments[0]} {arguments[-1]}: code {step.code}: {step.printed[-200:]}"
        )
    broken.unlink()


def main() -> int:
    """Run it in a folder that is thrown away, or kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, Server(answer) as server:
        wrong = hour((given.keep or Path(place) / "region").resolve(), server)
    for line in wrong:
        print(f"WRONG {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
