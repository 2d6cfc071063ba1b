"""Throughput and cost of a crawl on loopback, beside plain Scrapy and others, in one run.

    python benchmarks/crawl.py [--data GOLD] [--pages 600] [--json FILE]
    python benchmarks/crawl.py --pages 50000 --only fetch     memory over a long crawl, bytes per address

With --data real pages are served, each again under several addresses; without it
generated ones. One aiohttp server in a process of its own answers for all hosts, as a
forward proxy. Every contestant runs in a process of its own, one after the other.
"""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from gold_pages import cases
from meter import adopt, children, family, reap

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]
HOSTS = 20

RECIPE = """
[dataset]
name = "bench"
[[source]]
urls = "urls.txt"
discover = []
[crawl]
delay = 0.0
per_host = 4
concurrency = 32
tries = 3
max_wait = 5
adaptive = false
allow_loopback = true
min_free_mb = 0
proxy = "{proxy}"
[policy]
reserved = "keep"
"""
PLAIN = """
import scrapy, sys
class Plain(scrapy.Spider):
    name = "plain"
    custom_settings = dict(ROBOTSTXT_OBEY=False, LOG_LEVEL="ERROR", CONCURRENT_REQUESTS=32, CONCURRENT_REQUESTS_PER_DOMAIN=4, DOWNLOAD_DELAY=0, TELNETCONSOLE_ENABLED=False, REMOTE_CONTROL_ENABLED=False, COOKIES_ENABLED=False, FEEDS={OUT: dict(format="jsonlines")})
    async def start(self):
        for url in open(URLS).read().split():
            yield scrapy.Request(url, meta=dict(proxy=PROXY))
    def parse(self, response):
        INLINE
from scrapy.crawler import CrawlerProcess
process = CrawlerProcess(); process.crawl(Plain); process.start()
"""
INLINE = {
    "plain scrapy": 'yield {"url": response.url, "bytes": len(response.body)}',
    "plain scrapy + inline trafilatura": """import trafilatura
        found = trafilatura.bare_extraction(response.body, url=response.url, with_metadata=True, include_comments=False)
        yield {"url": response.url, **({k: getattr(found, k) for k in ("title", "author", "date", "description", "text")} if found else {})}""",
}
RATIOS = (
    ("fetch", "plain scrapy", "cpu_ms_page"),
    ("whole", "plain scrapy + inline trafilatura", "cpu_ms_page"),
    ("whole", "plain scrapy + inline trafilatura", "pages_s"),
)
TRAFILATURA = """
import json, concurrent.futures, urllib3, trafilatura
pool = urllib3.ProxyManager(PROXY, maxsize=32)
def one(url):
    found = trafilatura.bare_extraction(pool.request("GET", url).data, url=url, with_metadata=True, include_comments=False)
    return {"url": url, "title": found.title if found else None, "text": found.text if found else None}
with concurrent.futures.ThreadPoolExecutor(16) as threads, open(OUT, "w") as out:
    for row in threads.map(one, open(URLS).read().split()):
        out.write(json.dumps(row) + "\\n")
"""
AIOHTTP = """
import asyncio, aiohttp
async def main():
    gate = asyncio.Semaphore(32)
    async with aiohttp.ClientSession() as session:
        async def one(url):
            async with gate, session.get(url, proxy=PROXY) as response:
                return len(await response.read())
        sizes = await asyncio.gather(*(one(u) for u in open(URLS).read().split()))
    open(OUT, "w").write(str(sum(sizes)))
asyncio.run(main())
"""


def bodies(data: Path | None, count: int) -> list[bytes]:
    """Return the pages to serve: real ones, or generated ones of 20 kB."""
    if data is None:
        from kill import page

        return [
            page(n % HOSTS, n) + b"<!-- " + b"padding " * 2200 + b"-->"
            for n in range(min(count, 400))
        ]
    found = [
        place
        for case, place in cases(data, ("fundus", "aed"))
        if case.get("side", "read") == "read" and place.exists()
    ]
    return [gzip.decompress(p.read_bytes()) for p in found[: max(1, count)]]


def serve(pages: list[bytes], pipe: Any) -> None:
    """Answer every address with one of the pages, until the process is ended."""
    from aiohttp import web

    async def answer(request: web.Request) -> web.Response:
        path = request.path
        if not path.startswith("/story-"):
            return web.Response(status=404)
        return web.Response(
            body=pages[int(path.rsplit("-", 1)[1]) % len(pages)],
            content_type="text/html",
            charset="utf-8",
        )

    async def start() -> web.AppRunner:
        application = web.Application()
        application.router.add_route("*", "/{tail:.*}", answer)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        pipe.send(runner.addresses[0][1])
        return runner

    import asyncio

    loop = asyncio.new_event_loop()
    loop.run_until_complete(start())
    loop.run_forever()


def watch(process: subprocess.Popen[bytes], peak: list[int]) -> None:
    """Note the resident memory of a process and its children, every 0.2 s, in MB."""
    while process.poll() is None:
        total = 0
        for pid in family(process.pid):
            try:
                fields = Path(f"/proc/{pid}/statm").read_text().split()
                total = max(total, int(fields[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20)
            except (OSError, IndexError, ValueError):
                continue
        peak.append(total)
        time.sleep(0.2)


def timed(command: list[str], pages: int) -> dict[str, Any]:
    """Run a command; return pages a second, CPU ms a page of it and all that came of it, and
    the memory of its largest process."""
    adopt()
    ours = set(children(os.getpid()))
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peak: list[int] = []
    watcher = threading.Thread(target=watch, args=(process, peak))
    watcher.start()
    _, said = process.communicate()
    watcher.join()
    seconds = time.monotonic() - started
    reap(ours)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if process.returncode:
        raise SystemExit(f"{command[:3]} ended with {process.returncode}: {said.decode()[-800:]}")
    later = peak[len(peak) // 2 :] or [0]
    return {
        "pages_s": round(pages / seconds, 1),
        "cpu_ms_page": round(cpu * 1000 / pages, 2),
        "seconds": round(seconds, 1),
        "memory_mb": {"half way": later[0], "largest": max(peak, default=0)},
    }


def script(text: str, place: Path, proxy: str, name: str) -> list[str]:
    """Write a contestant's script and return its command."""
    path = place / f"run-{name.replace(' ', '-')}.py"
    head = f"URLS, PROXY, OUT = {str(place / 'urls.txt')!r}, {proxy!r}, {str(place / (path.stem + '.out'))!r}\n"
    path.write_text(head + text)
    return [sys.executable, str(path)]


def contestants(place: Path, proxy: str) -> dict[str, list[str]]:
    """Return name → command."""
    for name in ("whole", "fetch"):
        folder = place / name
        folder.mkdir()
        (folder / "recipe.toml").write_text(RECIPE.format(proxy=proxy))
        (folder / "urls.txt").write_text((place / "urls.txt").read_text())
    return {
        "whole": [sys.executable, "-m", "crawler", "crawl", str(place / "whole"), "--progress", "none"],
        "fetch": [sys.executable, "-m", "scrapy", "crawl", "articles", "-a", f"recipe={place}/fetch/recipe.toml", "-L", "ERROR"],
        **{name: script(PLAIN.replace("INLINE", text), place, proxy, name) for name, text in INLINE.items()},
        "trafilatura, 16 threads": script(TRAFILATURA, place, proxy, "trafilatura"), "bare aiohttp": script(AIOHTTP, place, proxy, "aiohttp"),
    }  # fmt: skip


def state(folder: Path) -> dict[str, Any]:
    """Return bytes on disk per done address, and the loop's lateness."""
    from crawler.frontier.model import Fact, State
    from crawler.frontier.store import Frontier
    from pipelines.store.paths import DatasetPaths

    path = DatasetPaths(folder).frontier
    with Frontier(path) as frontier:  # which folds its log into the file when it is closed
        done = sum(n for *_, state, _, n in frontier.counts() if state is State.FETCHED)
        lag = frontier.fact(Fact.LOOP_LAG)
    return {
        "bytes_per_done_url": round(path.stat().st_size / max(1, done), 1),
        "done": done,
        "loop_lag": json.loads(lag) if lag else None,
    }


def main() -> None:
    """Serve, run all, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path)
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(
        target=serve, args=(bodies(args.data, args.pages), theirs), daemon=True
    )
    server.start()
    proxy = f"http://127.0.0.1:{ours.recv()}"
    numbers: dict[str, Any] = {"pages": args.pages, "real": args.data is not None}
    with tempfile.TemporaryDirectory(prefix="standfirst-bench-") as folder:
        place = Path(folder)
        (place / "urls.txt").write_text(
            "\n".join(
                f"http://paper-{n % HOSTS}.example/story-number-{n}" for n in range(args.pages)
            )
        )
        for name, command in contestants(place, proxy).items():
            if args.only and name not in args.only:
                continue
            numbers[name] = timed(command, args.pages)
            if name in ("whole", "fetch"):
                numbers[name] |= state(place / name)
            out = place / f"run-{name.replace(' ', '-')}.out"
            if name.startswith("plain") and len(out.read_text().splitlines()) != args.pages:
                raise SystemExit(f"{name} did not fetch every page")
            print(f"{name:36} {json.dumps(numbers[name])}", flush=True)
    server.terminate()
    numbers["ratios"] = {
        f"{ours}, {figure}, to {peer}": round(numbers[ours][figure] / numbers[peer][figure], 2)
        for ours, peer, figure in RATIOS
        if {ours, peer} <= numbers.keys()
    }
    print(f"{'ratios':36} {json.dumps(numbers['ratios'])}")
    if args.json:
        args.json.write_text(json.dumps(numbers, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
