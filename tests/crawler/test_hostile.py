"""A server that wants to do harm: bombs, floods, loops, slow drips, ways inside."""

from __future__ import annotations

import gzip
import io
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow.dataset as ds
import pytest
from fastwarc.stream_io import BrotliWriter
from loopback import RECIPE, article_page

from crawler.crawl.run import CrawlSummary, crawl
from crawler.demo.server import Server
from crawler.demo.site import Reply
from crawler.discovery import lists
from pipelines import zstd
from pipelines.store.check import problems

pytestmark = pytest.mark.slow
GOOD = "http://paper.example/story-number-1"
LIMIT = 200_000


def run(
    folder: Path, proxy: str, urls: list[str], *, timeout: float = 5, source_lines: str = ""
) -> CrawlSummary:
    (folder / "urls.txt").write_text("\n".join(urls))
    text = RECIPE.format(proxy=proxy, tries=1, reserved="skip").replace(
        "[crawl]\n",
        f"{source_lines}[crawl]\ntimeout = {timeout}\nmax_bytes = {LIMIT}\nmax_per_pattern = 10\n",
    )
    (folder / "recipe.toml").write_text(text)
    return crawl(folder / "recipe.toml")


def good_or(path_reply: dict[str, Reply]) -> Callable[[str, str, int], Reply]:
    def answer(host: str, path: str, earlier: int) -> Reply:
        if path in path_reply:
            return path_reply[path]
        return Reply(article_page(1).encode()) if path.startswith("/story") else Reply(b"", 404)

    return answer


def reasons(folder: Path) -> dict[str, str]:
    table = ds.dataset(folder / "rejected").to_table().to_pylist()
    return {row["url"]: row["reason"] for row in table}


BOMB = b"<html><body>" + b"0" * 30_000_000


def brotli() -> bytes:
    out = io.BytesIO()
    writer = BrotliWriter(out)
    writer.write(BOMB)
    writer.close()
    return out.getvalue()


BOMBS = {
    "gzip": lambda: gzip.compress(BOMB, mtime=0),
    "zstd": lambda: zstd.compress(BOMB),
    "br": brotli,
}


@pytest.mark.parametrize("coding", sorted(BOMBS))
def test_bomb_is_cut_and_the_run_goes_on(coding, tmp_path):
    packed = Reply(BOMBS[coding](), headers={"Content-Encoding": coding})
    with Server(good_or({"/bomb-of-the-day": packed})) as server:
        summary = run(tmp_path, server.proxy, [GOOD, "http://paper.example/bomb-of-the-day"])
    assert summary.manifest.counts["rows"] == 1
    assert reasons(tmp_path)["http://paper.example/bomb-of-the-day"] in (
        "too_large",
        "unreadable",
        "not_html",
        "no_article",
    )
    assert sum(p.stat().st_size for p in (tmp_path / "_archive").iterdir()) < LIMIT
    assert problems(tmp_path) == []


def test_page_larger_than_the_limit_is_cut(tmp_path):
    with Server(good_or({"/too-large-a-page": Reply(b"x" * 2 * LIMIT)})) as server:
        run(tmp_path, server.proxy, [GOOD, "http://paper.example/too-large-a-page"])
    assert reasons(tmp_path) == {"http://paper.example/too-large-a-page": "too_large"}


def test_redirect_loop_ends(tmp_path):
    loop = {
        f"/loop-number-{n}": Reply(status=302, headers={"Location": f"/loop-number-{n + 1}"})
        for n in range(12)
    }
    with Server(good_or(loop)) as server:
        summary = run(tmp_path, server.proxy, [GOOD, "http://paper.example/loop-number-0"])
    assert summary.manifest.crawl["reasons"]["failed: more than 5 redirects"] == 1
    assert len([s for s in server.seen if s.path.startswith("/loop")]) <= 7


def test_redirect_to_itself_ends(tmp_path):
    with Server(
        good_or(
            {
                "/self-again-and-again": Reply(
                    status=302, headers={"Location": "/self-again-and-again"}
                )
            }
        )
    ) as server:
        summary = run(tmp_path, server.proxy, ["http://paper.example/self-again-and-again"])
    assert summary.urls["failed"] == 1


HOSTILE_SITEMAPS = {
    "entity expansion": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><urlset><url><loc>http://paper.example/&j;</loc></url></urlset>",
    "external entity": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><urlset><url><loc>http://paper.example/&a;</loc></url></urlset>',
    "deep nesting": b"<urlset>" + b"<a>" * 100_000 + b"</urlset>",
    "not XML": b"\x00\x01\x02" * 1000,
}


@pytest.mark.parametrize("kind", sorted(HOSTILE_SITEMAPS))
def test_hostile_sitemap_gives_nothing_and_takes_no_time(kind):
    started = time.process_time()
    found = lists.read(HOSTILE_SITEMAPS[kind], "http://paper.example/map.xml")
    assert not any("root:" in e.loc or len(e.loc) > 2000 for e in found.pages)
    assert time.process_time() - started < 5


def test_sitemaps_that_name_each_other_end(tmp_path):
    def answer(host: str, path: str, earlier: int) -> Reply:
        if path.startswith("/map"):
            number = int(path[4:-4])
            more = "".join(
                f"<sitemap><loc>http://paper.example/map{number * 3 + k}.xml</loc></sitemap>"
                for k in range(1, 4)
            )
            return Reply(
                f"<sitemapindex>{more}</sitemapindex>".encode(), content_type="application/xml"
            )
        return Reply(b"", 404)

    with Server(answer) as server:
        run(
            tmp_path,
            server.proxy,
            [],
            source_lines='[[source]]\nname = "maps"\nsitemaps = ["http://paper.example/map0.xml"]\ndiscover = ["sitemap"]\n',
        )
    # three levels of three, and below them as many of one shape as the recipe allows
    assert len([s for s in server.seen if s.path.startswith("/map")]) == 1 + 3 + 9 + 27 + 10


def test_sitemap_that_points_inside_is_not_followed(tmp_path):
    """Without the switch for loopback nothing but public addresses comes in."""
    from crawler.discovery.finder import Finder
    from crawler.fetch.job import Job
    from crawler.frontier.model import Candidate
    from pipelines import recipe

    job = Job(
        recipe.parse('[dataset]\nname = "x"\n[[source]]\nsite = "https://paper.example"\n'),
        tmp_path,
        tmp_path,
    )
    finder = Finder(job, lambda _: [])
    inside = [
        "http://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:8080/a-b-c",
        "http://10.0.0.1/a-b-c",
        "file:///etc/passwd",
        "http://[::1]/a",
        "gopher://paper.example/x",
    ]
    assert [u for u in inside if finder.why_left_out(Candidate(url=u, source=0)) is None] == []
    assert finder.why_left_out(Candidate(url="https://paper.example/a-b-c", source=0)) is None


@pytest.fixture
def raw_server() -> Iterator[Callable[[Callable[[socket.socket], None]], str]]:
    """Starts a server that does with each connection what a function says."""
    listeners: list[socket.socket] = []

    def start(treat: Callable[[socket.socket], None]) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

        def serve(connection: socket.socket) -> None:
            try:
                line = connection.recv(65536).split(b"\r\n", 1)[0]
                if any(name in line for name in (b"robots.txt", b"tdmrep.json", b"ai.txt")):
                    connection.sendall(
                        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    )
                else:
                    treat(connection)
            except OSError:
                pass
            finally:
                connection.close()

        threading.Thread(target=accept, daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for listener in listeners:
        listener.close()


def drip(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _ in range(40):
        connection.sendall(b"x")
        time.sleep(0.3)


def header_flood(connection: socket.socket) -> None:
    connection.sendall(
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"y" * 1000) for n in range(20_000))
    )


def endless_line(connection: socket.socket) -> None:
    for _ in range(200):
        connection.sendall(b"H" * 100_000)


def cut_short(connection: socket.socket) -> None:
    connection.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 90000\r\n\r\n<html><p>half"
    )


@pytest.mark.parametrize(
    "treat", [drip, header_flood, endless_line, cut_short], ids=lambda f: f.__name__
)
def test_connection_that_misbehaves_fails_in_time(treat, raw_server, tmp_path):
    started = time.monotonic()
    summary = run(tmp_path, raw_server(treat), ["http://paper.example/story-number-1"], timeout=1.5)
    assert time.monotonic() - started < 30
    assert (
        summary.urls["failed"]
        + summary.urls["pending"]
        + summary.manifest.counts.get("rejected", 0)
        == 1
    )
    assert problems(tmp_path) == []


def test_names_of_files_never_come_from_addresses(tmp_path):
    urls = [
        "http://paper.example/story-../../../../etc-1",
        "http://paper.example/story-%2e%2e%2fx-2",
    ]
    with Server(good_or({})) as server:
        run(tmp_path, server.proxy, urls)
    names = {p.name for p in tmp_path.rglob("*") if p.is_file()}
    assert not any("story" in name or "etc" in name for name in names)


def test_page_that_kills_its_worker_is_set_aside(tmp_path, monkeypatch):
    """A page on which a worker hangs or dies is tried twice, then rejected with the reason."""
    from pipelines.build import builder
    from pipelines.build.worker import Rules
    from pipelines.store.archive import Capture, SegmentWriter, encode
    from pipelines.store.dataset import Dataset

    monkeypatch.setattr(builder, "process", _poisoned)
    writer = SegmentWriter(tmp_path / "_archive", {})
    from pipelines_store import AT

    writer.append(
        [
            encode(
                Capture(
                    url=f"http://paper.example/{kind}",
                    status=200,
                    headers=(("Content-Type", "text/html"),),
                    body=article_page(n).encode(),
                    fetched=AT,
                )
            )
            for n, kind in enumerate(("hangs", "dies", "works"))
        ]
    )
    writer.close()
    dataset = Dataset(tmp_path)
    one = builder.Builder(dataset, Rules(), 1, page_seconds=5.0)
    for ref in builder.pending_refs(dataset):
        one.feed(ref)
    one.finish()
    rejected = ds.dataset(tmp_path / "rejected").to_table().to_pylist()
    assert sorted(r["reason"] for r in rejected) == ["crashed", "timeout"]
    assert dataset.manifest.counts == {"pages": 3, "rows": 1, "rejected": 2}


def _poisoned(folder, ref, rules):
    import os

    from pipelines.build.worker import process
    from pipelines.store.archive import read

    url = read(folder, ref).page.url
    if url.endswith("hangs"):
        time.sleep(60)
    if url.endswith("dies"):
        os._exit(9)
    return process(folder, ref, rules)
