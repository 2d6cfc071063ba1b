"""Whole crawls on loopback: manners, arithmetic, kills."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.dataset as ds
import pytest
from loopback import RECIPE, article_page
from twisted.internet.error import DNSLookupError

from crawler.crawl.run import CrawlSummary
from crawler.demo.server import Server
from crawler.demo.site import Reply
from crawler.discovery.public import is_public, why_forbidden
from crawler.fetch.addresses import PublicResolver
from crawler.frontier.model import Candidate
from crawler.frontier.store import Frontier
from pipelines.build.rebuild import rebuild
from pipelines.store.check import problems

pytestmark = pytest.mark.slow
HOST = "paper.example"


def pages(robots: str = "", status: int = 200) -> Callable[[str, str, int], Reply]:
    def answer(host: str, path: str, earlier: int) -> Reply:
        if path == "/robots.txt":
            return Reply(robots.encode(), status, content_type="text/plain")
        if path.startswith("/story-"):
            return Reply(article_page(int(path.rsplit("-", 1)[1])).encode())
        return Reply(status=404)

    return answer


def urls(count: int) -> list[str]:
    return [f"http://{HOST}/story-number-{n}" for n in range(count)]


def test_robots_closes_every_one_of_twenty_addresses(crawl_urls):
    server = Server(pages("User-agent: *\nDisallow: /\n"))
    summary = crawl_urls(None, urls(20), server=server)
    assert [s.path for s in server.seen if s.path.startswith("/story")] == []
    assert summary.urls["blocked"] == 20
    assert server.count(HOST, "/robots.txt") == 1


def test_robots_that_fails_closes_the_host(crawl_urls):
    server = Server(pages(status=503))
    summary = crawl_urls(None, urls(3), server=server)
    assert [s.path for s in server.seen if s.path.startswith("/story")] == []
    assert summary.urls["pending"] == 3


def test_retry_after_is_kept(crawl_urls):
    def answer(host: str, path: str, earlier: int) -> Reply:
        if path.endswith("-1") and earlier == 0:
            return Reply(b"busy", 429, {"Retry-After": "1"})
        return pages()(host, path, earlier)

    server = Server(answer)
    summary = crawl_urls(None, urls(2), server=server)
    asked = [s.at for s in server.seen if s.path.endswith("-1")]
    assert len(asked) == 2
    assert asked[1] - asked[0] >= 1.0
    assert summary.manifest.counts["rows"] == 2


def test_contact_and_name_stand_in_the_user_agent(crawl_urls):
    server = Server(pages())
    crawl_urls(None, urls(1), server=server)
    assert all(s.headers["User-Agent"].startswith("Standfirst/") for s in server.seen)


def test_reserved_page_gives_no_text(crawl_urls):
    def answer(host: str, path: str, earlier: int) -> Reply:
        if path.startswith("/story"):
            return Reply(article_page(1).encode(), headers={"tdm-reservation": "1"})
        return pages()(host, path, earlier)

    summary = crawl_urls(answer, urls(1))
    table = ds.dataset(summary.folder / "rejected").to_table()
    assert table["reason"].to_pylist() == ["reserved"]


def test_broken_server_ends_with_every_page_accounted(crawl_urls):
    summary = crawl_urls(
        lambda h, p, e: Reply(b"", 404 if "robots" in p else 500), urls(3), tries=2
    )
    assert summary.manifest.problems() == []
    assert summary.manifest.counts == {"pages": 3, "rejected": 3}


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://[::ffff:10.0.0.1]/",
        "http://169.254.169.254/meta",
        "file:///etc/passwd",
        "http://localhost/",
        "http://paper.example:22/",
        "http://0x7f000001/",
    ],
)
def test_no_way_inside(url):
    assert why_forbidden(url, allow_loopback=False) is not None


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("10.1.2.3", False),
        ("::1", False),
        ("fc00::1", False),
        ("100.64.0.1", False),
    ],
)
def test_public_addresses(address, public):
    assert is_public(address) is public


def start(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "crawler",
            "crawl",
            str(folder / "recipe.toml"),
            "--progress",
            "none",
        ],
        cwd=Path(__file__).parents[2],
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("whole_group", [True, False])
def test_killed_crawl_loses_and_doubles_nothing(tmp_path, whole_group):
    count = 60
    (tmp_path / "urls.txt").write_text("\n".join(urls(count)))
    with Server(pages()) as server:
        (tmp_path / "recipe.toml").write_text(
            RECIPE.format(proxy=server.proxy, tries=3, reserved="skip").replace(
                "delay = 0.0", "delay = 0.02"
            )
        )
        process = start(tmp_path)
        while (
            server.count(HOST, "/story-number-7") == 0
            and process.poll() is None
            and len(server.seen) < 20
        ):
            time.sleep(0.02)
        time.sleep(0.4)
        (os.killpg if whole_group else os.kill)(process.pid, signal.SIGKILL)
        process.wait()
        time.sleep(1.0)
        assert start(tmp_path).wait() == 0
    table = ds.dataset(tmp_path / "articles").to_table(columns=["url"])
    assert sorted(table["url"].to_pylist()) == sorted(urls(count))
    assert problems(tmp_path) == []


@pytest.mark.parametrize(
    "blows",
    [(signal.SIGINT,), (signal.SIGINT, signal.SIGINT), (signal.SIGTERM,)],
    ids=["Ctrl-C", "two Ctrl-C in 150 ms", "SIGTERM"],
)
def test_stopped_crawl_is_valid_and_continues(tmp_path, blows):
    (tmp_path / "urls.txt").write_text("\n".join(urls(40)))
    with Server(pages()) as server:
        (tmp_path / "recipe.toml").write_text(
            RECIPE.format(proxy=server.proxy, tries=3, reserved="skip").replace(
                "delay = 0.0", "delay = 0.05"
            )
        )
        process = start(tmp_path)
        while len(server.seen) < 8 and process.poll() is None:
            time.sleep(0.02)
        for blow in blows:
            process.send_signal(blow)
            time.sleep(0.1)
        assert process.wait(timeout=40) == 130
        assert problems(tmp_path) == []
        assert start(tmp_path).wait() == 0
    assert ds.dataset(tmp_path / "articles").count_rows() == 40


def test_truncated_part_is_named_and_rebuilt(tmp_path):
    (tmp_path / "urls.txt").write_text("\n".join(urls(5)))
    with Server(pages()) as server:
        (tmp_path / "recipe.toml").write_text(
            RECIPE.format(proxy=server.proxy, tries=3, reserved="skip")
        )
        assert start(tmp_path).wait() == 0
    part = next((tmp_path / "articles").glob("*.parquet"))
    whole = part.read_bytes()
    part.write_bytes(whole[: len(whole) // 2])
    checked = run_verb("check", str(tmp_path))
    assert (
        checked.returncode,
        part.name in checked.stderr,
        "standfirst build" in checked.stderr,
    ) == (5, True, True)
    assert run_verb("build", str(tmp_path)).returncode == 0
    assert part.read_bytes() == whole


def test_clock_that_jumps_loses_nothing(tmp_path):
    """Rows that a wrong clock has put far into the future come due when it is right again."""
    import sqlite3

    (tmp_path / "urls.txt").write_text("\n".join(urls(4)))
    with Server(pages()) as server:
        (tmp_path / "recipe.toml").write_text(
            RECIPE.format(proxy=server.proxy, tries=3, reserved="skip")
        )
        Frontier(tmp_path / "_meta" / "frontier.sqlite").commit(
            [], [Candidate(url=u, source=0) for u in urls(4)], {}
        )
        with sqlite3.connect(tmp_path / "_meta" / "frontier.sqlite") as db:
            db.execute(
                "UPDATE urls SET due = ?, reason = 'TimeoutError'",
                (time.time() + 10 * 365 * 86400,),
            )
            db.execute(
                "UPDATE hosts SET closed_until = ?, reason = 'HTTP 503'",
                (time.time() + 10 * 365 * 86400,),
            )
        assert start(tmp_path).wait() == 0
    assert ds.dataset(tmp_path / "articles").count_rows() == 4


def test_second_run_on_the_same_folder_is_refused(tmp_path):
    (tmp_path / "urls.txt").write_text("\n".join(urls(40)))
    with Server(pages()) as server:
        (tmp_path / "recipe.toml").write_text(
            RECIPE.format(proxy=server.proxy, tries=3, reserved="skip").replace(
                "delay = 0.0",
                "delay = 1.0",  # the first still runs when the second begins
            )
        )
        first = start(tmp_path)
        while len(server.seen) < 4 and first.poll() is None:
            time.sleep(0.02)
        assert start(tmp_path).wait() == 2
        first.send_signal(signal.SIGINT)
        assert first.wait() == 130


def test_rebuild_gives_the_same_bytes(demo: tuple[Path, list[CrawlSummary]], tmp_path):
    folder, summaries = demo
    again = rebuild(folder / "recipe.toml", tmp_path / "again")
    now = summaries[-1].manifest
    assert {
        t: [p.sha256 for p in now.parts(t)]
        for t in ("articles", "rejected", "revisions", "provenance")
    } == {
        t: [p.sha256 for p in again.manifest.parts(t)]
        for t in ("articles", "rejected", "revisions", "provenance")
    }


def run_verb(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "crawler", *arguments],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )


def test_site_that_forbids_everything_ends_with_code_four(tmp_path):
    (tmp_path / "urls.txt").write_text("\n".join(urls(3)))
    with Server(lambda h, p, e: Reply(b"no", 404 if "robots" in p else 403)) as server:
        (tmp_path / "recipe.toml").write_text(
            RECIPE.format(proxy=server.proxy, tries=2, reserved="skip")
        )
        done = run_verb("crawl", str(tmp_path / "recipe.toml"))
    assert (done.returncode, "let nothing be collected" in done.stderr) == (4, True)


@pytest.fixture
def disk(tmp_path):
    """A file system of 500 kB of its own."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("mounting a small file system needs root")
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=500k", "tmpfs", str(folder)],
        check=False,
        capture_output=True,
    ).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=False)


def test_read_only_folder_gets_one_line(disk):
    (disk / "urls.txt").write_text("\n".join(urls(1)))
    (disk / "recipe.toml").write_text(
        RECIPE.format(proxy="http://127.0.0.1:9", tries=2, reserved="skip")
    )
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    done = run_verb("crawl", str(disk / "recipe.toml"))
    assert (done.returncode, len(done.stderr.splitlines())) == (5, 1), done.stderr
    assert "read-only" in done.stderr


def test_full_disk_stops_with_one_line_and_loses_nothing(disk):
    (disk / "urls.txt").write_text("\n".join(urls(80)))

    def answer(host: str, path: str, earlier: int) -> Reply:
        padding = "".join(f"<!-- {hash((path, n))} -->" for n in range(500))
        return (
            Reply((article_page(int(path.rsplit("-", 1)[1])) + padding).encode())
            if path.startswith("/story")
            else Reply(status=404)
        )

    with Server(answer) as server:
        (disk / "recipe.toml").write_text(
            RECIPE.format(proxy=server.proxy, tries=2, reserved="skip")
        )
        full = run_verb("crawl", str(disk / "recipe.toml"))
        assert full.returncode == 5, full.stderr
        assert "could not be written" in full.stderr
        subprocess.run(["mount", "-o", "remount,size=40m", str(disk)], check=True)
        assert run_verb("crawl", str(disk / "recipe.toml")).returncode == 0
    assert ds.dataset(disk / "articles").count_rows() == 80
    assert problems(disk) == []


def test_scrapy_command_fetches_into_the_archive(tmp_path):
    (tmp_path / "urls.txt").write_text("\n".join(urls(3)))
    with Server(pages()) as server:
        (tmp_path / "recipe.toml").write_text(
            RECIPE.format(proxy=server.proxy, tries=2, reserved="skip")
        )
        subprocess.run(
            [
                sys.executable,
                "-m",
                "scrapy",
                "crawl",
                "articles",
                "-a",
                f"recipe={tmp_path}/recipe.toml",
            ],
            cwd=Path(__file__).parents[2],
            check=True,
            capture_output=True,
            timeout=60,
        )
    assert rebuild(tmp_path / "recipe.toml").manifest.counts["rows"] == 3


def test_name_that_leads_inside_is_not_resolved():
    resolver = PublicResolver(None, 10, 1.0)
    with pytest.raises(DNSLookupError):
        resolver._checked("rebound.example", "192.168.1.1")


def test_new_run_tries_again_what_had_no_answer(tmp_path):
    (tmp_path / "urls.txt").write_text("\n".join(urls(2)))
    (tmp_path / "recipe.toml").write_text(
        RECIPE.format(proxy="http://127.0.0.1:9", tries=3, reserved="skip")
    )
    assert run_verb("crawl", str(tmp_path / "recipe.toml")).returncode in (1, 4)
    with Server(pages()) as server:
        (tmp_path / "recipe.toml").write_text(
            RECIPE.format(proxy=server.proxy, tries=3, reserved="skip")
        )
        assert run_verb("crawl", str(tmp_path / "recipe.toml")).returncode == 0
    assert ds.dataset(tmp_path / "articles").count_rows() == 2
