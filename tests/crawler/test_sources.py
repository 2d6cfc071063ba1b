"""Where pages come from: WARC files, feeds, link crawls, and looking before crawling."""

from __future__ import annotations

import gzip
import itertools
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyarrow.dataset as ds
import pytest
from loopback import RECIPE, article_page

from crawler.cli import main
from crawler.crawl.run import CrawlSummary, crawl
from crawler.demo.server import Server
from crawler.demo.site import FR, Group, Reply
from crawler.warc.files import find
from crawler.warc.records import read
from pipelines import zstd
from pipelines.errors import InputError
from pipelines.recipe import load
from pipelines.store.check import problems

pytestmark = pytest.mark.slow


def record(url: str, body: bytes, kind: str = "text/html", encoding: bytes = b"") -> bytes:
    http = (
        b"HTTP/1.1 200 OK\r\nContent-Type: "
        + kind.encode()
        + b"\r\n"
        + encoding
        + b"Content-Length: %d\r\n\r\n" % len(body)
        + body
    )
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-05-01T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:{abs(hash(url)):032x}>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    return head.encode() + http + b"\r\n\r\n"


def warc_records(count: int) -> list[bytes]:
    pages = [
        record(f"http://paper.example/story-number-{n}", article_page(n).encode())
        for n in range(count)
    ]
    return [
        *pages,
        record("http://paper.example/picture.jpg", b"\xff\xd8", "image/jpeg"),
        record(
            "http://paper.example/story-number-99",
            gzip.compress(article_page(99).encode()),
            encoding=b"Content-Encoding: gzip\r\n",
        ),
    ]


PACKINGS = {
    "news.warc": b"".join,
    "news.warc.gz": lambda parts: b"".join(gzip.compress(p, mtime=0) for p in parts),
    "news.warc.zst": lambda parts: b"".join(zstd.compress(p) for p in parts),
}


def warc_recipe(folder: Path, pattern: str) -> Path:
    path = folder / "recipe.toml"
    path.write_text(
        f'[dataset]\nname = "warc"\n[[source]]\nwarc = "{pattern}"\ndiscover = []\n[crawl]\nallow_loopback = true\nworkers = 1\n'
    )
    return path


@pytest.mark.parametrize("name", sorted(PACKINGS))
def test_pages_of_a_warc_file_become_rows(name, tmp_path):
    (tmp_path / name).write_bytes(PACKINGS[name](warc_records(5)))
    summary = crawl(warc_recipe(tmp_path, "*.warc*"))
    assert summary.manifest.counts == {"pages": 6, "rows": 6}
    assert problems(tmp_path) == []


def test_warc_file_is_read_once(tmp_path):
    (tmp_path / "a.warc").write_bytes(b"".join(warc_records(3)))
    crawl(warc_recipe(tmp_path, "*.warc"))
    (tmp_path / "b.warc").write_bytes(
        record("http://other.example/story-number-50", article_page(50).encode())
    )
    again = crawl(warc_recipe(tmp_path, "*.warc"))
    assert (again.pages, again.manifest.counts["rows"]) == (1, 5)


def test_missing_warc_file_is_said(tmp_path):
    summary = crawl(warc_recipe(tmp_path, "none-*.warc.gz"))
    assert "no WARC file matches" in summary.errors[0]


def test_damaged_warc_file_keeps_what_was_read(tmp_path):
    whole = PACKINGS["news.warc.gz"](warc_records(300))
    (tmp_path / "a.warc.gz").write_bytes(whole[: len(whole) * 9 // 10])
    summary = crawl(warc_recipe(tmp_path, "*.warc.gz"))
    assert summary.manifest.counts["rows"] >= 200
    assert problems(tmp_path) == []


def listed(folder: Path, proxy: str, source: str) -> CrawlSummary:
    text = RECIPE.format(proxy=proxy, tries=2, reserved="skip").replace(
        'urls = "urls.txt"\nname = "paper.example"\ndiscover = []', source
    )
    (folder / "recipe.toml").write_text(text)
    return crawl(folder / "recipe.toml")


def test_json_feed(tmp_path):
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {
                "id": str(n),
                "url": f"http://paper.example/story-number-{n}",
                "date_published": "2026-05-01T10:00:00Z",
            }
            for n in range(3)
        ],
    }

    def answer(host: str, path: str, earlier: int) -> Reply:
        if path == "/feed.json":
            return Reply(json.dumps(feed).encode(), content_type="application/feed+json")
        return (
            Reply(article_page(int(path[-1])).encode())
            if path.startswith("/story")
            else Reply(b"", 404)
        )

    with Server(answer) as server:
        assert (
            listed(
                tmp_path,
                server.proxy,
                'feeds = ["http://paper.example/feed.json"]\ndiscover = ["feed"]',
            ).new_rows
            == 3
        )


def test_link_crawl_stays_inside_the_allowed_paths(tmp_path):
    def answer(host: str, path: str, earlier: int) -> Reply:
        if path == "/news/":
            return Reply(
                b'<a href="/news/town">Town</a><a href="/shop/the-best-of-offers-1">Shop</a><a href="/news/story-number-1">x</a>'
            )
        if path == "/news/town":
            return Reply(b'<a href="/news/town/story-number-2">y</a>')
        return Reply(article_page(int(path[-1])).encode()) if "story" in path else Reply(b"", 404)

    with Server(answer) as server:
        listed(
            tmp_path,
            server.proxy,
            'sections = ["http://paper.example/news/"]\ndiscover = ["links"]\nallow = ["/news/*"]',
        )
    found = ds.dataset(tmp_path / "articles").to_table()["url"].to_pylist()
    assert sorted(found) == [
        "http://paper.example/news/story-number-1",
        "http://paper.example/news/town/story-number-2",
    ]
    assert not any(s.path.startswith("/shop") for s in server.seen)


def test_new_writes_a_recipe_that_crawls(tmp_path, capsys):
    with Server(Group().reply) as server:
        with pytest.raises(SystemExit) as ended:
            main(
                [
                    "new",
                    "lokal",
                    f"http://{FR}",
                    "--into",
                    str(tmp_path / "lokal"),
                    "--proxy",
                    server.proxy,
                ]
            )
        assert ended.value.code == 0
        recipe = load(tmp_path / "lokal" / "recipe.toml")
        assert recipe.source[0].sitemaps[:1] == [f"http://{FR}/sitemap.xml"]
        assert recipe.source[0].feeds == [f"http://{FR}/feed.xml"]
        articles = [s for s in server.seen if s.path.endswith(".html")]
        assert articles == []
        with pytest.raises(SystemExit) as ended:
            main(["new", "lokal", f"http://{FR}", "--into", str(tmp_path / "lokal")])
    assert ended.value.code == 2
    shown = capsys.readouterr().err
    assert "robots.txt   http://" in shown
    assert "is there already" in shown


def test_dry_run_shows_and_writes_nothing(tmp_path, capsys):
    with Server(Group().reply) as server:
        (tmp_path / "recipe.toml").write_text(
            f'[dataset]\nname = "x"\n[[source]]\nsite = "http://{FR}"\n[crawl]\ndelay = 1.0\nallow_loopback = true\nproxy = "{server.proxy}"\n'
        )
        with pytest.raises(SystemExit) as ended:
            main(["crawl", "--dry-run", str(tmp_path / "recipe.toml")])
    shown = capsys.readouterr().err
    assert ended.value.code == 0
    assert [p.name for p in tmp_path.iterdir()] == ["recipe.toml"]
    assert "articles     " in shown
    assert "time         about" in shown


@pytest.mark.parametrize("wrong", ["paper", "ftp://paper.example", "http://"])
def test_new_wants_an_address(wrong):
    from crawler.cli.new import _root

    with pytest.raises(InputError):
        _root(wrong)


@pytest.mark.parametrize("name", sorted(PACKINGS))
def test_parts_of_a_warc_file_hold_each_record_once(name, tmp_path):
    (tmp_path / name).write_bytes(PACKINGS[name](warc_records(9)))
    url = str(tmp_path / name)
    places = [(r.offset, r.url) for r in read(url)]
    cuts = [0, places[3][0], places[4][0], None]
    parts = [[(r.offset, r.url) for r in read(url, a or 0, b)] for a, b in itertools.pairwise(cuts)]
    assert [len(p) for p in parts] == [3, 1, len(places) - 4]
    assert [place for part in parts for place in part] == places


class _Ranges(BaseHTTPRequestHandler):
    """Serves one file, whole or a range of it."""

    content = b""

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.content)))
        self.send_header("Accept-Ranges", "bytes")
        self.end_headers()

    def do_GET(self) -> None:
        wanted = re.match(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        start, end = (
            (int(wanted[1]), int(wanted[2] or len(self.content) - 1))
            if wanted
            else (0, len(self.content) - 1)
        )
        body = self.content[start : end + 1]
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(len(body)))
        if wanted:
            self.send_header(
                "Content-Range", f"bytes {start}-{start + len(body) - 1}/{len(self.content)}"
            )
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def warc_url():
    _Ranges.content = PACKINGS["news.warc.gz"](warc_records(5))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Ranges)
    threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
    ).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/news.warc.gz"
    server.shutdown()
    server.server_close()


def test_warc_file_behind_a_url_becomes_rows(warc_url, tmp_path):
    rows = crawl(warc_recipe(tmp_path, warc_url)).manifest.counts["rows"]
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside" / "a.warc.gz").write_bytes(_Ranges.content)
    assert rows == crawl(warc_recipe(tmp_path / "beside", "*.warc.gz")).manifest.counts["rows"] > 0


def test_part_of_a_warc_file_behind_a_url(warc_url):
    whole = [(r.offset, r.url) for r in read(warc_url)]
    assert [(r.offset, r.url) for r in read(warc_url, whole[2][0])] == whole[2:]


def test_several_warc_files_are_each_read_once(tmp_path):
    (tmp_path / "a.warc").write_bytes(b"".join(warc_records(2)))
    (tmp_path / "recipe.toml").write_text("")
    assert [f.name for f in find(["a.warc", "*.warc"], tmp_path)] == ["a.warc"]


def test_url_without_a_file_says_what_is_missing(warc_url, tmp_path):
    with pytest.raises(InputError, match=r"dev\.py setup remote"):
        find("nosuch://bucket/a.warc.gz", tmp_path)
