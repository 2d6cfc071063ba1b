"""A long crawl on loopback, faults mixed in: do memory, files, threads and pace stay flat?

    python benchmarks/soak.py [--pages 20000] [--hosts 40] [--share 0.3] [--json FILE]
    python benchmarks/soak.py --pages 2000        the short form

One crawl runs from its start to its end; a world of hosts in a process of its own
answers, and a share of the addresses draws one of the faults of `world_faults.py`.
Every second the resident memory, open files and threads of all processes of the crawl
are added up. The addresses are cut in quarters; printed is the middle value of each. The
first `WARM` addresses (imports, first workers) and what comes after the last one (near
duplicates, card, report) are left out; the end is told on its own.

Flat means that no quarter is more than `WITHIN` above the first one, in memory, files,
threads and CPU time an answer; answers a second are printed beside, since a machine that
others use makes them swing. Exit code 1 where something grows, or the crawl fails.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from meter import family  # noqa: E402
from world import RECIPE, World  # noqa: E402

WITHIN = 0.10
"""How much more than the first quarter another one may use."""
WARM = 500
EVERY = 1.0
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
LEFT_OUT = ("bots", "captcha")
"""A check for bots closes its host for the run, which would end the crawl early."""
MEASURED = ("memory", "files", "threads")


@dataclass(frozen=True, slots=True)
class Sample:
    """What all processes of the crawl use at one moment."""

    at: float
    met: int
    """Addresses that were asked until now."""
    answers: int
    """Requests that were answered until now: a fault may be asked again."""
    memory: float
    files: int
    threads: int
    cpu: float
    """CPU seconds of all processes that were ever seen."""


def serve(seed: int, hosts: int, pages: int, share: float, pipe: Any) -> None:
    """Answer for the world in this process; tell how many addresses were met when asked."""
    world = World(seed, hosts, pages, share, LEFT_OUT)
    pipe.send((world.proxy, [url for address in world.addresses for url in address.urls]))
    while pipe.recv():
        pipe.send(world.met)


class Watch:
    """Adds up what the processes of a crawl use."""

    def __init__(self, root: int) -> None:
        self.root = root
        self.started = time.monotonic()
        self._cpu: dict[tuple[int, str], float] = {}

    def sample(self, met: int, answers: int) -> Sample:
        """Return what is used now; a process that ends meanwhile counts as nothing."""
        memory, files, threads = 0.0, 0, 0
        for pid in family(self.root):
            place = Path(f"/proc/{pid}")
            try:
                told = (place / "stat").read_text().rsplit(")", 1)[1].split()
                open_files = len(list((place / "fd").iterdir()))
            except OSError:
                continue
            # state ppid … utime(11) stime(12) … threads(17) … starttime(19) vsize rss(21)
            self._cpu[pid, told[19]] = (int(told[11]) + int(told[12])) / TICKS
            memory += int(told[21]) * PAGE / 1e6
            files += open_files
            threads += int(told[17])
        spent = sum(self._cpu.values())
        at = time.monotonic() - self.started
        return Sample(at, met, answers, memory, files, threads, spent)


def crawl(folder: Path, pipe: Any, patience: float) -> tuple[list[Sample], int | None]:
    """Crawl and watch; return the samples and the exit code, None when it did not end."""
    command = [sys.executable, "-m", "crawler", "crawl", "recipe.toml", "--progress", "none"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    samples: list[Sample] = []
    with (folder / "said.txt").open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=said)
        watch = Watch(process.pid)
        while process.poll() is None and time.monotonic() - watch.started < patience:
            pipe.send(True)
            samples.append(watch.sample(*pipe.recv()))
            time.sleep(EVERY)
        code = process.poll()
        for pid in reversed(family(process.pid)) if code is None else ():
            os.kill(pid, 9)
        process.wait()
    return samples, code


def quarters(samples: list[Sample]) -> list[dict[str, float]]:
    """Return the middle values of each quarter of the addresses, after the warm-up."""
    whole = max(s.met for s in samples)
    low = min(WARM, whole // 4)
    step = (whole - low) / 4
    found = []
    for number in range(4):
        start, end = low + number * step, low + (number + 1) * step
        part = [s for s in samples if start <= s.met < end]
        if len(part) < 3:
            raise SystemExit("too few pages to say anything: raise --pages")
        first, last = part[0], part[-1]
        answers = max(1, last.answers - first.answers)
        found.append(
            {
                **{name: statistics.median(getattr(s, name) for s in part) for name in MEASURED},
                "cpu_ms": 1000 * (last.cpu - first.cpu) / answers,
                "answers_s": answers / max(EVERY, last.at - first.at),
            }
        )
    return found


def growing(found: list[dict[str, float]]) -> list[str]:
    """Return what a later quarter uses more of than the first one, beyond what is allowed."""
    first = found[0]
    return [
        f"{name}: {first[name]:.1f} in the first quarter, {most:.1f} later"
        for name in (*MEASURED, "cpu_ms")
        if (most := max(quarter[name] for quarter in found)) > first[name] * (1 + WITHIN)
    ]


def told_of(folder: Path, samples: list[Sample], code: int | None) -> dict[str, Any]:
    """Return all figures of a crawl."""
    from pipelines.store import manifest as manifests

    said = (folder / "said.txt").read_text(errors="replace")
    found = quarters(samples)
    last = next(s for s in samples if s.met == samples[-1].met)
    manifest = manifests.load(folder)
    return {
        "exit": code,
        "tracebacks": said.count("Traceback"),
        "rows": manifest.rows("articles"),
        "rejected": manifest.rows("rejected"),
        "urls": manifest.crawl.get("urls"),
        "seconds": samples[-1].at,
        "peak_mb": max(s.memory for s in samples),
        "ending": {"seconds": samples[-1].at - last.at, "cpu": samples[-1].cpu - last.cpu},
        "quarters": found,
        "growing": growing(found),
    }


def main() -> int:
    """Serve, crawl, print the quarters."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--hosts", type=int, default=40)
    parser.add_argument("--share", type=float, default=0.3, help="addresses that draw a fault")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--patience", type=float, default=5400, help="seconds it may take")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    each = args.pages // args.hosts
    server = context.Process(
        target=serve, args=(args.seed, args.hosts, each, args.share, theirs), daemon=True
    )
    server.start()
    proxy, urls = ours.recv()
    with tempfile.TemporaryDirectory(prefix="standfirst-soak-") as place:
        folder = Path(place)
        (folder / "urls.txt").write_text("\n".join(urls), encoding="utf-8")
        (folder / "recipe.toml").write_text(RECIPE.format(proxy=proxy), encoding="utf-8")
        samples, code = crawl(folder, ours, args.patience)
        told = {"addresses": len(urls), **told_of(folder, samples, code)}
    ours.send(False)
    server.join()
    for name, value in told.items():
        if name != "quarters":
            print(f"{name} {value}")
    for number, quarter in enumerate(told["quarters"], 1):
        print(f"quarter {number}: " + ", ".join(f"{n} {v:.1f}" for n, v in quarter.items()))
    if args.json:
        args.json.write_text(json.dumps(told, indent=1), encoding="utf-8")
    return 1 if code != 0 or told["growing"] or told["tracebacks"] else 0


if __name__ == "__main__":
    sys.exit(main())
