"""Does a regular expression of the product take more than linear time on hostile text?

    python -m benchmarks.patterns [--size 100000] [--only WORD]

Imports every module, takes every compiled pattern that it finds, and runs each on
strings made to hurt: long runs of one character or of two in turn, of the pattern's own
letters, and of what its classes match. Twice the length must not take more than three
times the CPU time; small lengths come first, so that no pattern takes minutes. What seems
too slow is measured again, the fastest of some runs: a busy machine slows single ones.
Ends with 1 where a pattern is too slow. `tests/test_linear.py` says the same without a clock.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import inspect
import pkgutil
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

from pipelines.lexicon import files

PACKAGES = ("pipelines", "crawler", "standfirst")
RUNS = (" ", "\t", "\n", "\xa0", "a", "A", "1", "-", ".", ",", "/", "<", "&", "é", "年", "'", '"')
PAIRS = (("a", " "), (" ", "\n"), ("1", "."), ("a", "-"), ("a", ","), ("<", "a"), ("1", " "))
LEAST = 0.02
"""CPU seconds below which a run tells nothing."""
RATIO = 3.0
SMALL = 2_000
"""Characters of the shortest text: a repeat with an end looks quadratic up to its end."""
AGAIN = 5
"""Runs of which the fastest counts, where one seemed too slow."""
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


def patterns(*, lexicon: bool = False) -> dict[str, re.Pattern[str]]:
    """Return every pattern of text by where it stands: those of the modules and those that
    stand in calls; with `lexicon` also each part of the lexicon as one pattern."""
    found: dict[str, re.Pattern[str]] = {}
    seen: set[tuple[str, int]] = set()
    for module in modules():
        for place, pattern in (*_of(module, lexicon=lexicon), *_in_calls(module)):
            key = (pattern.pattern, pattern.flags)
            if key not in seen and isinstance(pattern.pattern, str):
                seen.add(key)
                found[place] = pattern
    return found


def _of(module: ModuleType, *, lexicon: bool) -> Iterator[tuple[str, re.Pattern[str]]]:
    for name, value in vars(module).items():
        place = f"{module.__name__}.{name}"
        yield from _inside(place, value)
        if getattr(value, "__module__", None) != module.__name__ or not hasattr(
            value, "cache_info"
        ):
            continue
        for number, made in enumerate(_made(value, lexicon=lexicon)):
            yield from _inside(f"{place}()[{number}]", made)


def _made(function: Callable[..., object], *, lexicon: bool) -> Iterator[object]:
    """Yield what a cached function that makes patterns returns, for all languages."""
    told = inspect.signature(function)
    if "re.Pattern" not in str(told.return_annotation):
        return
    if not told.parameters:
        yield function()
    elif list(told.parameters) == ["language"]:
        for language in files.load():
            yield function(language)
    elif lexicon and next(iter(told.parameters)) == "parts":
        words = {part for table in files.load().values() for part in table}
        for part in sorted(words):
            yield function(part)
            yield function(part, folded=True)


def _in_calls(module: ModuleType) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield what stands as it is in a call of `re`."""
    path = getattr(module, "__file__", None)
    for node in ast.walk(ast.parse(Path(path).read_text(encoding="utf-8"))) if path else ():
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
        ):
            names = [
                n.attr
                for a in node.keywords
                if a.arg == "flags"
                for n in ast.walk(a)
                if isinstance(n, ast.Attribute)
            ]
            names += [
                n.attr for a in node.args[1:] for n in ast.walk(a) if isinstance(n, ast.Attribute)
            ]
            flags = 0
            for name in names:
                flags |= getattr(re, name, 0) if name.isupper() else 0
            yield f"{module.__name__}:{node.lineno}", re.compile(node.args[0].value, flags)


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


def seconds(pattern: re.Pattern[str], text: str, times: int = 1) -> float:
    """Return the CPU seconds of the ways in which patterns are asked, the least of some runs."""
    least = float("inf")
    for _ in range(times):
        started = time.process_time()
        pattern.search(text)
        pattern.match(text)
        pattern.fullmatch(text)
        for _found in pattern.finditer(text):
            pass
        least = min(least, time.process_time() - started)
    return least


def grows(pattern: re.Pattern[str], size: int) -> tuple[float, float, str] | None:
    """Return ratio, time and text where twice a length takes too much more; None: nowhere."""
    for short, long in zip(hostile(pattern, size), hostile(pattern, 2 * size), strict=True):
        took = seconds(pattern, long)
        if took < LEAST or took <= RATIO * seconds(pattern, short):
            continue
        took, before = seconds(pattern, long, AGAIN), seconds(pattern, short, AGAIN)
        if took > RATIO * max(before, LEAST / 8):
            return took / before, took, long[:12]
    return None


def main() -> int:
    """Print the patterns that grow faster than their text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--only", default="", help="patterns of this place")
    args = parser.parse_args()
    everything = {k: p for k, p in patterns(lexicon=True).items() if args.only in k}
    bad = tried = 0
    for place, pattern in everything.items():
        for part in (50, 10, 1):
            size = max(SMALL, args.size // part)
            tried += sum(1 for _ in hostile(pattern, 1))
            found = grows(pattern, size)
            if found is not None:
                bad += 1
                ratio, took, text = found
                print(f"{took * 1000:8.1f} ms  x{ratio:4.1f}  {place}  on {text!r}", flush=True)
                break
    print(f"{len(everything)} patterns, {tried} pairs of texts, {bad} grow faster than their text")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
