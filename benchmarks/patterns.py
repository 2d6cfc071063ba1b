"""Does a regular expression of the product take more than linear time on hostile text?

    python -m benchmarks.patterns [--size 20000]

Imports every module, takes every compiled pattern that it finds, and runs each on
strings made to hurt: long runs of one character or of two in turn, of the pattern's own
letters, and of what its classes match. Prints those for which twice the length takes
more than three times the time, and ends with 1 when there are any.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import re
import sys
import time
from collections.abc import Iterator
from types import ModuleType

PACKAGES = ("pipelines", "crawler", "standfirst")
RUNS = (" ", "\t", "\n", "\xa0", "a", "A", "1", "-", ".", ",", "/", "<", "&", "é", "年", "'", '"')
PAIRS = (("a", " "), (" ", "\n"), ("1", "."), ("a", "-"), ("a", ","), ("<", "a"), ("1", " "))
LEAST = 0.002
"""CPU seconds below which a run tells nothing."""
RATIO = 3.0
SKIPPED = ("__main__", "crawler.cli.reference")


def modules() -> Iterator[ModuleType]:
    """Yield every module of the product that can be imported here."""
    for name in PACKAGES:
        package = importlib.import_module(name)
        yield package
        for info in pkgutil.walk_packages(package.__path__, f"{name}."):
            if info.name.endswith(SKIPPED) or ".spark" in info.name:
                continue
            yield importlib.import_module(info.name)


def patterns() -> dict[str, re.Pattern[str]]:
    """Return every compiled pattern of text by where it stands."""
    found: dict[str, re.Pattern[str]] = {}
    seen: set[int] = set()
    for module in modules():
        for name, value in vars(module).items():
            for place, pattern in _inside(f"{module.__name__}.{name}", value):
                if id(pattern) not in seen and isinstance(pattern.pattern, str):
                    seen.add(id(pattern))
                    found[place] = pattern
    return found


def _inside(place: str, value: object) -> Iterator[tuple[str, re.Pattern[str]]]:
    if isinstance(value, re.Pattern):
        yield place, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _inside(f"{place}[{str(key)[:20]}]", item)
    elif isinstance(value, (list, tuple)) and len(value) < 500:
        for number, item in enumerate(value):
            yield from _inside(f"{place}[{number}]", item)


def hostile(pattern: re.Pattern[str], size: int) -> Iterator[str]:
    """Yield strings of a size that are made to hurt a pattern."""
    letters = [c for c in dict.fromkeys(re.sub(r"\\\\.|[^\w\s]", "", pattern.pattern)) if c.strip()]
    for run in (*RUNS, *letters[:12]):
        yield run * size
        yield "x" + run * size + "\x00"
    for one, other in PAIRS:
        yield (one + other) * (size // 2)
    for word in re.findall(r"[^\W\d_]{3,}", pattern.pattern)[:4]:
        yield (word + " ") * (size // (len(word) + 1))
        yield (word + " " * 50) * (size // (len(word) + 50))


def seconds(pattern: re.Pattern[str], text: str) -> float:
    """Return the CPU seconds of the ways in which patterns are asked."""
    started = time.process_time()
    pattern.search(text)
    pattern.match(text)
    pattern.fullmatch(text)
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - started


def worst(pattern: re.Pattern[str], size: int) -> tuple[float, float, str]:
    """Return the largest ratio of times, the time at twice the size, and the text's start."""
    found = (0.0, 0.0, "")
    for short, long in zip(hostile(pattern, size), hostile(pattern, 2 * size), strict=True):
        took = seconds(pattern, long)
        if took < LEAST:
            continue
        ratio = took / max(seconds(pattern, short), LEAST / 8)
        if ratio > RATIO and took > found[1]:
            found = (ratio, took, long[:12])
    return found


def main() -> int:
    """Print the patterns that grow faster than their text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=20_000)
    size = parser.parse_args().size
    everything = patterns()
    bad = 0
    for place, pattern in everything.items():
        found = first_bad(pattern, size)
        if found is not None:
            bad += 1
            ratio, took, text = found
            print(f"{took * 1000:8.1f} ms  x{ratio:4.1f}  {place}  on {text!r}", flush=True)
    print(f"{len(everything)} patterns, {bad} grow faster than their text")
    return 1 if bad else 0


def first_bad(pattern: re.Pattern[str], size: int) -> tuple[float, float, str] | None:
    """Return how a pattern grows too fast; small sizes first, so that none takes minutes."""
    for part in (80, 20, 5, 1):
        found = worst(pattern, size // part)
        if found[1] > 0:
            return found
    return None


if __name__ == "__main__":
    sys.exit(main())
