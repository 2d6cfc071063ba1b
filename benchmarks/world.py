"""A made world full of faults: what share of its addresses ends as it should?

    python benchmarks/world.py [--seed 1] [--hosts 10] [--pages 60] [--kills 3] [--json FILE]

Every address of every host draws a fault: a coding that lies, a redirect in a circle, a
check for bots, a cut answer … A forward proxy on loopback answers for all hosts. The
crawl is killed (`kill -9`) as often as asked for and goes on; then each address must be
where its fault belongs: a row, a rejection with the right reason, an alias, a failure.
Exit code 1 below 99 %, when one address is lost or doubled, or when a run hangs.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Container
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from world_faults import FAULTS, Address, Asked, Fault, http  # noqa: E402

MARK = 0.99
PATIENCE = 600.0
RECIPE = """
[dataset]
name = "world"
[[source]]
urls = "urls.txt"
discover = []
[crawl]
delay = 0.0
per_host = 2
concurrency = 32
backoff = 0.05
tries = 3
timeout = 4
max_wait = 20
max_bytes = 400000
adaptive = false
allow_loopback = true
min_free_mb = 0
proxy = "{proxy}"
"""


class World:
    """The hosts, their addresses, and the proxy that answers for them."""

    def __init__(
        self, seed: int, hosts: int, pages: int, share: float = 1.0, without: Container[str] = ()
    ) -> None:
        """`share` of the addresses draw a fault, of all but some; the others have none."""
        self.chance = random.Random(seed)
        names = [name for name in sorted(FAULTS) if name not in without]
        self.addresses = [
            Address(
                f"paper-{host}.example",
                host * pages + n,
                self.chance.choice(names) if self.chance.random() < share else "none",
            )
            for host in range(hosts)
            for n in range(pages)
        ]
        self._by_number = {(a.host, a.number): a for a in self.addresses}
        self._asked: Counter[tuple[str, str]] = Counter()
        self._answers = 0
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.proxy = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def met(self) -> tuple[int, int]:
        """How many addresses were asked, those behind redirects among them, and how often."""
        return len(self._asked), self._answers

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError), connection:
            connection.settimeout(10)
            target = _target(connection)
            parts = urlsplit(target)
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            with self._lock:
                earlier = self._asked[parts.netloc, path]
                self._asked[parts.netloc, path] += 1
                self._answers += 1
            answer = self._answer(parts.netloc, path, earlier)
            if answer is None:  # a connection that is cut before its answer
                return
            connection.sendall(answer)
            connection.shutdown(socket.SHUT_WR)

    def _answer(self, host: str, path: str, earlier: int) -> bytes | None:
        if path == "/robots.txt":
            return http(200, b"User-agent: *\nDisallow: /closed/\n", "text/plain")
        digits = "".join(c for c in path.split("?", maxsplit=1)[0] if c.isdigit())
        address = self._by_number.get((host.removeprefix("www."), int(digits or -1)))
        if address is None:
            return http(404, b"nothing here", "text/plain")
        return FAULTS[address.fault].answer(Asked(address, host, path, earlier))


def _target(connection: socket.socket) -> str:
    data = b""
    while b"\r\n\r\n" not in data:
        got = connection.recv(65536)
        if not got:
            raise OSError
        data += got
    return data.split(b" ", 2)[1].decode("latin-1")


def run(folder: Path, patience: float) -> int | None:
    """Run the crawl once; return its exit code, None when it was killed."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "crawler", "crawl", "recipe.toml", "--progress", "none"]
    with (folder / "said.txt").open("ab") as said:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=said, stderr=said, start_new_session=True
        )
        try:
            return process.wait(patience)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return None


def crawl(world: World, folder: Path, kills: int) -> dict[str, Any]:
    """Crawl the world, killed on the way; return how it went."""
    (folder / "urls.txt").write_text("\n".join(url for a in world.addresses for url in a.urls))
    (folder / "recipe.toml").write_text(RECIPE.format(proxy=world.proxy))
    started = time.monotonic()
    killed = 0
    for _ in range(kills):
        if run(folder, world.chance.uniform(4, 15)) is None:
            killed += 1
    code = run(folder, PATIENCE)
    return {
        "killed": killed,
        "exit": code,
        "hung": code is None,
        "seconds": time.monotonic() - started,
    }


def judge(world: World, folder: Path) -> dict[str, list[str]]:
    """Return for each fault the addresses that ended elsewhere, with what was seen."""
    places = _places(folder)
    rows = Counter(places["title"].values())
    wrong: dict[str, list[str]] = {}
    for address in world.addresses:
        fault = FAULTS[address.fault]
        seen = _seen(address, places, rows)
        if not _is_right(fault, seen):
            wrong.setdefault(address.fault, []).append(f"{address.urls[0]}: {seen}")
    return wrong


def _is_right(fault: Fault, seen: dict[str, Any]) -> bool:
    if fault.ends == "row":
        return bool(seen["rows"] == 1 and (seen["access"] != "free" or not fault.cut))
    if seen["rows"]:
        return False
    return seen["end"] in fault.ends.split("|")


def _seen(address: Address, places: dict[str, Any], rows: Counter[str]) -> dict[str, Any]:
    from crawler.frontier.model import key_of

    key = key_of(address.urls[0])
    state, reason = places["frontier"].get(key, ("lost", ""))
    end = places["rejected"].get(key) or state
    access = places["access"].get(address.title)
    return {"rows": rows[address.title], "end": end, "reason": reason, "access": access}


def _places(folder: Path) -> dict[str, Any]:
    import pyarrow.dataset as ds

    from crawler.frontier.model import Kind, key_of
    from crawler.frontier.reader import Reader
    from pipelines.store.paths import DatasetPaths

    articles = ds.dataset(folder / "articles").to_table().to_pylist()
    rejected = ds.dataset(folder / "rejected").to_table().to_pylist()
    with Reader(DatasetPaths(folder).frontier) as frontier:
        states = {
            key_of(url): (state.name.lower(), reason)
            for url, _, kind, state, reason, *_ in frontier.addresses()
            if kind is Kind.ARTICLE
        }
    return {
        "title": {row["id"]: row["title"] for row in articles},
        "access": {row["title"]: row["access"] for row in articles},
        "rejected": {key_of(row["url"]): row["reason"] for row in rejected},
        "frontier": states,
    }


def main() -> int:
    """Make a world, crawl it, and print how its addresses ended."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hosts", type=int, default=10)
    parser.add_argument("--pages", type=int, default=60, help="addresses of a host")
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--keep", type=Path, help="folder to leave the dataset in")
    options = parser.parse_args()
    world = World(options.seed, options.hosts, options.pages)
    folder = options.keep or Path(tempfile.mkdtemp(prefix="world-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        told = crawl(world, folder, options.kills)
        wrong = {} if told["hung"] else judge(world, folder)
        traces = (folder / "said.txt").read_text(errors="replace").count("Traceback")
    finally:
        if options.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    right = 1 - sum(map(len, wrong.values())) / len(world.addresses)
    told |= {
        "addresses": len(world.addresses),
        "right": right,
        "tracebacks": traces,
        "wrong": wrong,
    }
    print(
        f"{len(world.addresses)} addresses with {len(FAULTS)} kinds of faults, seed {options.seed}"
    )
    print(f"killed {told['killed']} times, exit {told['exit']}, {told['seconds']:.0f} s")
    print(f"right {right:.2%}, tracebacks {traces}")
    for fault, seen in sorted(wrong.items()):
        print(f"  {len(seen)} {fault}, expected {FAULTS[fault].ends}: {seen[0]}")
    if options.json:
        options.json.write_text(json.dumps(told, indent=1))
    return 0 if right >= MARK and not told["hung"] and not traces else 1


if __name__ == "__main__":
    sys.exit(main())
