"""CPU and memory of extraction, beside the peers that are installed, in one run.

    python benchmarks/extract.py --data GOLD [--set fundus --set aed] [--json FILE]

Every extractor gets the same pages in a process of its own, one after the other in
turns of 50 pages, so that what else the machine does meets all alike. All fields are
asked for. Ratios are to trafilatura's default.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import multiprocessing
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from gold_pages import cases  # noqa: E402

TURN = 50


def ours() -> Callable[[bytes, str], object]:
    """All fields, access and boundary."""
    from pipelines.extract.extractor import extract, preload
    from pipelines.model import Page

    preload()  # as the others load their libraries when they are imported
    return lambda body, url: extract(Page(url=url, body=body, content_type="text/html"))


def by_trafilatura(**options: bool) -> Callable[[bytes, str], object]:
    """Body and metadata, without comments."""
    from trafilatura import bare_extraction

    return lambda body, url: bare_extraction(
        body, url=url, with_metadata=True, include_comments=False, **options
    )


def by_newspaper() -> Callable[[bytes, str], object]:
    """newspaper4k."""
    from newspaper import Article

    def run(body: bytes, url: str) -> object:
        article = Article(url)
        article.download(input_html=body.decode("utf-8", "replace"))
        article.parse()
        return article

    return run


def by_resiliparse() -> Callable[[bytes, str], object]:
    """Main content only."""
    from resiliparse.extract.html2text import extract_plain_text

    return lambda body, url: extract_plain_text(body.decode("utf-8", "replace"), main_content=True)


EXTRACTORS: dict[str, tuple[str, Callable[[], Callable[[bytes, str], object]]]] = {
    "standfirst": ("pipelines", ours),
    "trafilatura": ("trafilatura", by_trafilatura),
    "trafilatura fast": ("trafilatura", lambda: by_trafilatura(fast=True)),
    "newspaper4k": ("newspaper", by_newspaper),
    "resiliparse": ("resiliparse", by_resiliparse),
}


def serve(name: str, pipe: Any) -> None:
    """Time pages in a process of its own."""
    run = EXTRACTORS[name][1]()
    warm = (
        b"<html><head><title>t</title></head><body><article><h1>t</h1><p>"
        + b"Words of a page made for warming up, and more of them. " * 9
        + b"</p></article></body></html>"
    )
    run(warm, "https://paper.example/warm-up")
    while (pages := pipe.recv()) is not None:
        times = []
        for path, url in pages:
            body = gzip.decompress(Path(path).read_bytes())
            started = time.process_time()
            try:
                run(body, url)
            except Exception:
                times.append(time.process_time() - started)
                continue
            times.append(time.process_time() - started)
        pipe.send((times, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))


def pages(data: Path, sets: list[str]) -> list[tuple[str, str]]:
    """Return (file, address) of all pages of the sets."""
    found = cases(data, sets)
    return [
        (str(file), case.get("url") or "https://unknown.invalid/article")
        for case, file in found
        if file.exists()
    ]


def measure(chosen: list[tuple[str, str]]) -> dict[str, dict[str, float]]:
    """Return the numbers of every extractor that is installed."""
    names = [n for n, (module, _) in EXTRACTORS.items() if importlib.util.find_spec(module)]
    context = multiprocessing.get_context("spawn")
    pipes, processes = {}, []
    for name in names:
        pipes[name], theirs = context.Pipe()
        processes.append(context.Process(target=serve, args=(name, theirs), daemon=True))
        processes[-1].start()
    times: dict[str, list[float]] = {n: [] for n in names}
    memory = dict.fromkeys(names, 0)
    for start in range(0, len(chosen), TURN):
        for name in names:
            pipes[name].send(chosen[start : start + TURN])
            found, memory[name] = pipes[name].recv()
            times[name] += [t * 1000 for t in found]
    for name in names:
        pipes[name].send(None)
    return {n: _numbers(times[n], memory[n]) for n in names}


def _numbers(times: list[float], memory: int) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "median_ms": round(statistics.median(ordered), 2),
        "mean_ms": round(statistics.mean(ordered), 2),
        "p99_ms": round(ordered[int(0.99 * (len(ordered) - 1))], 1),
        "max_ms": round(ordered[-1], 1),
        "peak_mb": memory,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--set", action="append", default=[], dest="sets")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    chosen = pages(args.data, args.sets)
    numbers: dict[str, Any] = measure(chosen)
    base = numbers["trafilatura"]
    for name, found in numbers.items():
        found["ratios_to_trafilatura"] = {
            k: round(found[k] / base[k], 2) for k in ("median_ms", "mean_ms", "p99_ms")
        }
        print(f"{name:18} {json.dumps(found)}")
    if args.json:
        args.json.write_text(
            json.dumps({"pages": len(chosen), **numbers}, indent=1), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
