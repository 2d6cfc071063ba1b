"""Clocks in every process of a run: Python loads this first where its folder is searched.

Stages are wrapped as their modules are loaded. What is in no stage counts for the part of
the run that its process is in. Each process keeps its sums in a file of its own.
"""

from __future__ import annotations

import atexit
import importlib.util
import json
import os
import sys
import threading
import time
from collections import defaultdict
from functools import wraps
from pathlib import Path
from typing import Any

FOLDER = Path(os.environ["STANDFIRST_CLOCKS"])
STAGES = json.loads((FOLDER / "stages.json").read_text(encoding="utf-8"))
"""`module:name` → the stage that it is."""
ENTERS = {
    "crawler.crawl.run:_Run.go": "hand-over",
    "scrapy.crawler:CrawlerProcess.start": "fetch",
    "pipelines.build.worker:process": "hand-over",
}
"""`module:name` → what a process does from then on, its stages aside."""
EVERY = 0.05


class Clock:
    """CPU seconds of this process by stage, each without the stages that it calls."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.local = threading.local()
        self.begin("process starts")

    def begin(self, part: str) -> None:
        """Count from here on, for a part of the run."""
        self.part, self.written = part, 0.0
        self.spent: defaultdict[str, float] = defaultdict(float)
        self.local = threading.local()

    def settle(self) -> float:
        """Count for the part what no stage has taken since."""
        whole = time.process_time()
        with self.lock:
            rest = whole - sum(self.spent.values())
            self.spent[self.part] += max(0.0, rest)
        return whole

    def enter(self, part: str) -> None:
        """Count for another part from now on."""
        if part != self.part:
            self.settle()
            self.part = part

    def wrapped(self, stage: str | None, part: str | None, function: Any) -> Any:
        """Return a function with its time taken, or that begins a part."""

        @wraps(function)
        def timed(*given: Any, **named: Any) -> Any:
            if part:
                self.enter(part)
            if not stage:
                try:
                    return function(*given, **named)
                finally:
                    self.keep()
            stack = self.local.__dict__.setdefault("stack", [])
            since = time.thread_time()
            stack.append(0.0)
            try:
                return function(*given, **named)
            finally:
                took = time.thread_time() - since
                inner = stack.pop()
                with self.lock:
                    self.spent[stage] += took - inner
                if stack:
                    stack[-1] += took

        return timed

    def keep(self, *, last: bool = False) -> None:
        """Write the sums down, at most every few hundredths of a second."""
        whole = time.process_time()
        if last or whole - self.written > EVERY:
            self.settle()
            self.written = whole
            (FOLDER / f"{os.getpid()}.json").write_text(json.dumps(self.spent), "utf-8")


CLOCK = Clock()
PLACES: defaultdict[str, list[str]] = defaultdict(list)
for place in {**STAGES, **ENTERS}:
    PLACES[place.partition(":")[0]].append(place)


def install(module: Any) -> None:
    """Put clocks around the stages of a module."""
    for place in PLACES[module.__name__]:
        *way, name = place.partition(":")[2].split(".")
        owner = module
        for step in way:
            owner = getattr(owner, step)
        timed = CLOCK.wrapped(STAGES.get(place), ENTERS.get(place), getattr(owner, name))
        setattr(owner, name, timed)


class Finder:
    """Finds modules as others do, and wraps their stages once they are loaded."""

    def __init__(self) -> None:
        self.busy: set[str] = set()

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """Return the spec of a module that has stages; None for every other one."""
        if name not in PLACES or name in self.busy:
            return None
        self.busy.add(name)
        try:
            spec = importlib.util.find_spec(name)
        finally:
            self.busy.discard(name)
        if spec is None or spec.loader is None:
            return None
        real = spec.loader.exec_module

        def exec_module(module: Any) -> None:
            real(module)
            install(module)

        spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


sys.meta_path.insert(0, Finder())
os.register_at_fork(after_in_child=lambda: CLOCK.begin("process starts"))
atexit.register(CLOCK.keep, last=True)
