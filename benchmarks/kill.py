"""Kill a crawl at random moments, again and again, and count what was lost or doubled.

    python benchmarks/kill.py --kills 36 --verb-kills 12 [--articles 2400] [--hosts 40] [--json FILE]

A loopback server answers for all hosts. Killed with SIGKILL are in turn: the crawler
(parent), the fetching process, an extraction worker, the whole process group; every
fifth run ends at a fault point between two steps of a commit instead. Then the same
command runs again until it says that it is done.

Then `reshard` hands the dataset to two shards and `merge` makes one of all, each killed
`--verb-kills` times at a moment of its own run, and the merged dataset is counted.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import pyarrow.parquet as pq  # noqa: E402

from crawler.demo.server import Server  # noqa: E402
from crawler.demo.site import Reply  # noqa: E402
from pipelines.store import manifest as manifests  # noqa: E402
from pipelines.store.check import problems  # noqa: E402
from pipelines.store.faults import POINTS  # noqa: E402

RECIPE = """
[dataset]
name = "killed"
[[source]]
urls = "urls.txt"
discover = []
[crawl]
delay = {delay}
per_host = 1
concurrency = 32
tries = 4
backoff = 0.2
max_wait = 20
workers = 2
allow_loopback = true
min_free_mb = 0
proxy = "{proxy}"
"""
TARGETS = ("crawler", "fetching process", "worker", "group")


def page(host: int, number: int) -> bytes:
    """Return an article of its own for every address."""
    lines = "".join(
        f"<p>Paragraph {n} of article {number} in paper {host} says at some length what the council of town {host * 997 + number * 13 + n} decided about bridge {number}.</p>"
        for n in range(6)
    )
    title = f"Council {number} of town {host} meets again"
    return f'<!doctype html><html lang="en"><head><title>{title}</title></head><body><article><h1>{title}</h1>{lines}</article></body></html>'.encode()


def answer(host: str, path: str, earlier: int) -> Reply:
    """Answer for paper-N.example/story-number-M."""
    if not path.startswith("/story-"):
        return Reply(b"", 404)
    return Reply(
        page(int(host.split("-")[1].split(".", maxsplit=1)[0]), int(path.rsplit("-", 1)[1]))
    )


def start(folder: Path, fault: str = "") -> subprocess.Popen[bytes]:
    """Start the crawl in a process group of its own."""
    command = [
        sys.executable,
        "-m",
        "crawler",
        "crawl",
        str(folder / "recipe.toml"),
        "--progress",
        "none",
    ]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "STANDFIRST_FAULT": fault},
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )


def members(group: int) -> list[int]:
    """Return the processes of a group but its leader."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != group:
            with contextlib.suppress(OSError, ProcessLookupError, ValueError):
                if os.getpgid(int(entry.name)) == group:
                    found.append(int(entry.name))
    return sorted(found)


def strike(process: subprocess.Popen[bytes], target: str, choice: random.Random) -> None:
    """Kill what was chosen; a process that has just ended counts as killed."""
    with contextlib.suppress(ProcessLookupError):
        if target == "group":
            os.killpg(process.pid, signal.SIGKILL)
            return
        children = members(process.pid)
        if target == "crawler" or not children:
            os.kill(process.pid, signal.SIGKILL)
        else:
            os.kill(choice.choice(children), signal.SIGKILL)


def wait_for_group(group: int) -> None:
    """Wait until the orphans of a killed crawl have ended."""
    for _ in range(200):
        if not members(group):
            return
        time.sleep(0.05)


def wait_until_asked(process: subprocess.Popen[bytes], server: Server) -> None:
    """Wait until a run has asked for something, so that the blow comes amid its work."""
    before, until = len(server.seen), time.monotonic() + 60
    while len(server.seen) == before and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)


def attack(folder: Path, kills: int, seed: int, server: Server) -> Counter[str]:
    """Run and kill; a run that ends on its own before its blow is run again."""
    choice, done = random.Random(seed), Counter[str]()
    points = sorted(POINTS)
    while sum(done.values()) < kills:
        number = sum(done.values())
        at_point = number % 5 == 4
        point = points[(number // 5) % len(points)]
        process = start(folder, f"{point}#{choice.randint(1, 6)}=kill" if at_point else "")
        if number % 4:  # one of four blows may come before the first request
            wait_until_asked(process, server)
        if at_point:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(choice.uniform(6, 9))
            strike(process, "group", choice)
            done[f"at {point}"] += 1
        else:
            target = TARGETS[number % len(TARGETS)]
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(choice.uniform(0.1, 3))
            if process.poll() is None:
                strike(process, target, choice)
                done[target] += 1
            elif process.returncode == 0:
                return done  # everything is fetched: a longer --delay makes a longer crawl
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(choice.uniform(1, 3))
        if process.poll() is None:  # a worker's death does not end a run
            strike(process, "group", choice)
            done["group"] += 1
        process.wait()
        wait_for_group(process.pid)
    return done


def finish(folder: Path) -> int:
    """Run until a run says that it is done; return how many runs that took."""
    for runs in range(1, 20):
        process = start(folder)
        if process.wait() == 0 and not manifests.load(folder).crawl["urls"]["pending"]:
            return runs
    return -1


def verb(command: list[str], kills: int, choice: random.Random) -> tuple[int, bool]:
    """Run a command, kill its group at random moments of its run, then let it end.

    Returns how often it was killed, and whether it then ended well in at most five runs.
    A run that ends before its blow is run again: what is done twice must change nothing.
    """
    line = [sys.executable, "-m", "crawler", *command]
    done, longest = 0, 8.0
    for _ in range(3 * kills):
        if done == kills:
            break
        started = time.monotonic()
        process = subprocess.Popen(
            line, cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL
        )
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(choice.uniform(0.3, 1.0) * longest)
        if process.poll() is None:
            strike(process, "group", choice)
            done += 1
        else:
            longest = min(longest, time.monotonic() - started)
        process.wait()
        wait_for_group(process.pid)
    return done, any(subprocess.run(line, cwd=ROOT, check=False).returncode == 0 for _ in range(5))


def hand_over_and_merge(
    folder: Path, into: Path, kills: int, seed: int
) -> tuple[Counter[str], list[str]]:
    """Hand a dataset to two shards and make one of all again; return kills, and what stuck."""
    choice, done, stuck = random.Random(seed), Counter[str](), []
    recipe = str(folder / "recipe.toml")
    done["reshard"], well = verb(["reshard", recipe, "--shards", "2"], kills, choice)
    stuck += [] if well else ["reshard"]
    parts = [str(folder), *map(str, sorted((folder / "shards").iterdir()))]
    done["merge"], well = verb(["merge", *parts, "--into", str(into)], kills, choice)
    return done, stuck + ([] if well else ["merge"])


def count(folder: Path, wanted: list[str], server: Server, kills: int) -> dict[str, Any]:
    """Compare the dataset with the addresses, and with what the server saw."""
    manifest = manifests.load(folder)
    kept = [
        u
        for p in manifest.parts("articles")
        for u in pq.read_table(folder / p.path, columns=["url"])["url"].to_pylist()
    ]
    aside = [
        u
        for p in manifest.parts("rejected")
        for u in pq.read_table(folder / p.path, columns=["url"])["url"].to_pylist()
    ]
    urls = manifest.crawl["urls"]
    times = Counter(f"http://{s.host}{s.path}" for s in server.seen if s.path.startswith("/story"))
    return {
        "kills": kills, "articles": len(wanted), "rows": len(kept), "lost": len(set(wanted) - set(kept) - set(aside)), "doubled": len(kept) - len(set(kept)),
        "refetched": sum(times.values()) - len(times), "in_flight_bound": kills * (32 + 200),
        "unaccounted": abs(urls["discovered"] - urls["fetched"] - urls["blocked"] - urls["pending"] - urls["failed"]) + len(manifest.problems()),
        "rejected": len(aside), "problems": problems(folder),
    }  # fmt: skip


def main() -> None:
    """Attack, finish, count, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--articles", type=int, default=2400)
    parser.add_argument("--hosts", type=int, default=40)
    parser.add_argument(
        "--delay",
        type=float,
        default=2.5,
        help="seconds between two pages of a host: how long the crawl lasts",
    )
    parser.add_argument("--verb-kills", type=int, default=12, help="of reshard and of merge each")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    wanted = [
        f"http://paper-{n % args.hosts}.example/story-number-{n // args.hosts}"
        for n in range(args.articles)
    ]
    with tempfile.TemporaryDirectory(prefix="standfirst-kill-") as place, Server(answer) as server:
        folder, merged = Path(place) / "killed", Path(place) / "merged"
        folder.mkdir()
        (folder / "urls.txt").write_text("\n".join(wanted), encoding="utf-8")
        (folder / "recipe.toml").write_text(
            RECIPE.format(proxy=server.proxy, delay=args.delay), encoding="utf-8"
        )
        done = attack(folder, args.kills, args.seed, server)
        runs = finish(folder)
        crawled = count(folder, wanted, server, sum(done.values()))
        also, stuck = hand_over_and_merge(folder, merged, args.verb_kills, args.seed)
        numbers = {
            **crawled,
            "runs_to_finish": runs,
            "killed": dict(done + also),
            "stuck": stuck + (["crawl"] if runs < 0 else []),
            "merged": count(merged, wanted, server, sum(also.values())),
        }
    for name, value in numbers.items():
        print(f"{name} {value}")
    if args.json:
        args.json.write_text(json.dumps(numbers, indent=1), encoding="utf-8")
    wrong = ("lost", "doubled", "unaccounted", "problems")
    sys.exit(
        any(part[name] for part in (crawled, numbers["merged"]) for name in wrong) or bool(stuck)
    )


if __name__ == "__main__":
    main()
