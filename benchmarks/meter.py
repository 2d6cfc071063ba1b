"""CPU and memory of a process and everything below it, sampled from /proc (Linux)."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import threading
import time
from collections.abc import Collection, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
EVERY = 0.2


def tell(numbers: Mapping[str, Any], into: Path | None) -> None:
    """Print the numbers of a benchmark, one a line, and write them as JSON if asked to."""
    for name, value in numbers.items():
        print(f"{name:34} {json.dumps(value)}")
    if into is not None:
        into.write_text(json.dumps(numbers, indent=1), encoding="utf-8")


def children(pid: int) -> list[int]:
    """Return the processes that a process started and has not waited for."""
    with contextlib.suppress(OSError):
        tasks = Path(f"/proc/{pid}/task").iterdir()
        return [int(c) for task in tasks for c in (task / "children").read_text().split()]
    return []


def family(pid: int) -> list[int]:
    """Return a process and its descendants."""
    found, position = [pid], 0
    while position < len(found):
        found += children(found[position])
        position += 1
    return found


def adopt() -> None:
    """Have processes whose parent is gone come to this one, so that it can wait for them."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def reap(ours: Collection[int] = ()) -> None:
    """Wait for every child but ours: from then on its CPU is counted among the children's."""
    with contextlib.suppress(ChildProcessError):
        while left := [pid for pid in children(os.getpid()) if pid not in ours]:
            os.waitpid(left[0], 0)


class Meter:
    """Adds up the CPU seconds of all processes seen, and keeps the largest sum of memory.

    Processes that live shorter than a fifth of a second may be missed.
    """

    def __init__(self, pid: int | None = None) -> None:
        self.pid = pid or os.getpid()
        self.cpu_by_process: dict[tuple[int, int], float] = {}
        self.before: dict[tuple[int, int], float] = {}
        self.peak_mb = 0.0
        self.samples: list[tuple[float, float]] = []
        """(seconds since the start, MB) of every sample."""
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self.started = time.monotonic()
        self._sample()
        self.before = dict(self.cpu_by_process)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._sample()
        self._done.set()
        self._thread.join()
        self.seconds = time.monotonic() - self.started

    @property
    def cpu(self) -> float:
        """CPU seconds since the start."""
        return sum(spent - self.before.get(key, 0.0) for key, spent in self.cpu_by_process.items())

    def _run(self) -> None:
        while not self._done.wait(EVERY):
            self._sample()

    def _sample(self) -> None:
        known = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                name = path.read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            # state ppid … utime(11) stime(12) … starttime(19) vsize(20) rss(21)
            known[int(path.parent.name)] = (
                int(name[1]),
                (int(name[11]) + int(name[12])) / TICKS,
                int(name[19]),
                int(name[21]) * PAGE / 1e6,
            )
        total = 0.0
        for pid, (_, cpu, start, memory) in known.items():
            if self._is_below(pid, known):
                self.cpu_by_process[(pid, start)] = cpu
                total += memory
        self.peak_mb = max(self.peak_mb, total)
        self.samples.append((time.monotonic() - self.started, total))

    def _is_below(self, pid: int, known: dict[int, tuple[int, float, int, float]]) -> bool:
        while pid in known:
            if pid == self.pid:
                return True
            pid = known[pid][0]
        return False
