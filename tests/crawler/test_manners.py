"""Politeness, opt-outs, revisits: counted by what the server saw, and when."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.dataset as ds
import pytest
from loopback import RECIPE, article_page

from crawler.crawl.run import CrawlSummary, crawl
from crawler.demo.server import Server
from crawler.demo.site import Reply
from crawler.discovery.finder import shape_of
from crawler.fetch.permission import ai_rules
from pipelines.store.check import problems

pytestmark = pytest.mark.slow
HOST = "paper.example"


def articles(host: str, path: str, earlier: int) -> Reply:
    if path.startswith("/story-"):
        return Reply(article_page(int(path.rsplit("-", 1)[1])).encode())
    return Reply(b"", 404)


def run(
    folder: Path,
    server: Server,
    urls: list[str],
    *,
    crawl_lines: str = "",
    source_lines: str = "",
    policy: str = "skip",
) -> CrawlSummary:
    (folder / "urls.txt").write_text("\n".join(urls))
    text = RECIPE.format(proxy=server.proxy, tries=2, reserved=policy)
    text = text.replace("[crawl]\n", f"{source_lines}[crawl]\n{crawl_lines}\n")
    for key in ("delay", "min_free_mb"):
        if key in crawl_lines:
            text = re.sub(rf"^{key} = 0.*\n", "", text, flags=re.MULTILINE)
    (folder / "recipe.toml").write_text(text)
    return crawl(folder / "recipe.toml")


def urls(count: int, host: str = HOST) -> list[str]:
    return [f"http://{host}/story-number-{n}" for n in range(count)]


def asked(server: Server, host: str = HOST) -> list[float]:
    return [s.at for s in server.seen if s.host == host and s.path.startswith("/story")]


def test_delay_is_kept_between_two_pages_of_a_host(tmp_path):
    with Server(articles) as server:
        run(tmp_path, server, urls(4), crawl_lines="delay = 0.3")
    times = asked(server)
    assert min(b - a for a, b in itertools.pairwise(times)) >= 0.25


def test_crawl_delay_of_robots_is_kept(tmp_path):
    def answer(host: str, path: str, earlier: int) -> Reply:
        return (
            Reply(b"User-agent: *\nCrawl-delay: 0.4\n", content_type="text/plain")
            if path == "/robots.txt"
            else articles(host, path, earlier)
        )

    with Server(answer) as server:
        run(tmp_path, server, urls(3))
    times = asked(server)
    assert min(b - a for a, b in itertools.pairwise(times)) >= 0.33


def test_slow_host_is_asked_less_often(tmp_path):
    def answer(host: str, path: str, earlier: int) -> Reply:
        time.sleep(0.8 if path.startswith("/story") else 0)
        return articles(host, path, earlier)

    with Server(answer) as server:
        run(tmp_path, server, urls(4))
    times = asked(server)
    # an answer takes 0.8 s, and as long again passes before the next question
    assert times[3] - times[2] >= 1.2


def test_hosts_of_one_registered_domain_share_a_limit(tmp_path):
    active, most = 0, 0

    def answer(host: str, path: str, earlier: int) -> Reply:
        nonlocal active, most
        if path.startswith("/story"):
            active += 1
            most = max(most, active)
            time.sleep(0.2)
            active -= 1
        return articles(host, path, earlier)

    hosts = [f"{name}.kurier-test.net" for name in "abcdef"]
    with Server(answer) as server:
        run(tmp_path, server, [u for h in hosts for u in urls(2, h)], crawl_lines="per_domain = 1")
    assert len([s for s in server.seen if s.path.startswith("/story")]) == 12
    assert most == 1


def test_daily_budget_leaves_the_rest_for_tomorrow(tmp_path):
    with Server(articles) as server:
        summary = run(tmp_path, server, urls(6), crawl_lines="daily_pages = 2\nper_host = 1")
        again = run(tmp_path, server, urls(6), crawl_lines="daily_pages = 2\nper_host = 1")
    assert len(asked(server)) == 2
    assert (summary.urls["pending"], again.urls["pending"]) == (4, 4)
    assert "daily_pages" in summary.closed[0][2]


def test_host_that_refuses_page_after_page_is_left_alone(tmp_path):
    def answer(host: str, path: str, earlier: int) -> Reply:
        return Reply(b"no", 403) if path.startswith("/story") else Reply(b"", 404)

    with Server(answer) as server:
        summary = run(tmp_path, server, urls(40))
    assert 10 <= len(asked(server)) <= 13
    assert summary.urls["pending"] >= 27
    assert "HTTP 403" in summary.closed[0][2]


def well_known(files: dict[str, bytes], headers: dict[str, str] | None = None, head: str = ""):
    def answer(host: str, path: str, earlier: int) -> Reply:
        if path in files:
            return Reply(files[path], content_type="text/plain")
        if path.startswith("/story"):
            return Reply(
                article_page(int(path.rsplit("-", 1)[1]), head).encode(), headers=headers or {}
            )
        return Reply(b"", 404)

    return answer


OPT_OUTS = {
    "tdm header": (well_known({}, {"tdm-reservation": "1"}), "tdm-reservation: 1"),
    "tdm meta": (
        well_known({}, head='<meta name="tdm-reservation" content="1">'),
        "tdm-reservation: 1",
    ),
    "tdm file": (
        well_known(
            {"/.well-known/tdmrep.json": b'[{"location": "/story-*", "tdm-reservation": 1}]'}
        ),
        "tdm-reservation: 1 (tdmrep.json /story-*)",
    ),
    "robots header": (well_known({}, {"X-Robots-Tag": "noai"}), "x-robots-tag: noai"),
    "robots meta": (
        well_known({}, head='<meta name="robots" content="index, noai">'),
        "meta robots: index, noai",
    ),
    "ai.txt": (
        well_known({"/ai.txt": b"User-Agent: *\nDisallow: *.txt\n"}),
        "ai.txt: Disallow: *.txt",
    ),
}


@pytest.mark.parametrize("kind", sorted(OPT_OUTS))
def test_reserved_text_is_not_kept_by_default(kind, tmp_path):
    answer, verbatim = OPT_OUTS[kind]
    with Server(answer) as server:
        run(tmp_path, server, urls(1))
    row = ds.dataset(tmp_path / "rejected").to_table().to_pylist()[0]
    assert (row["reason"], verbatim in row["detail"]) == ("reserved", True)


@pytest.mark.parametrize(("policy", "text_kept"), [("metadata", False), ("keep", True)])
def test_policy_of_the_recipe_decides(policy, text_kept, tmp_path):
    answer, verbatim = OPT_OUTS["tdm header"]
    with Server(answer) as server:
        run(tmp_path, server, urls(1), policy=policy)
    row = ds.dataset(tmp_path / "articles").to_table().to_pylist()[0]
    assert (row["text"] is not None, row["opt_outs"]) == (text_kept, [verbatim])


def test_ai_rules_for_pictures_close_no_text():
    assert ai_rules("User-Agent: *\nDisallow: *.jpg\nAllow: /\n") == ()
    assert ai_rules("User-Agent: SomeBot\nDisallow: /\n") == ()
    assert ai_rules("User-Agent: *\nDisallow: /\n") == ("Disallow: /",)


def test_unchanged_page_is_not_sent_again(tmp_path):
    """A second run by age asks with the validators; 304 leaves the row as it is."""
    seen: list[dict[str, str]] = []

    class Validating(Server):
        def reply(self, host: str, path: str, headers: dict[str, str]) -> Reply:
            if path.startswith("/story"):
                seen.append(headers)
                if headers.get("If-None-Match") == '"v1"':
                    return Reply(b"", 304)
                return Reply(
                    article_page(1).encode(),
                    headers={"ETag": '"v1"', "Last-Modified": "Fri, 01 May 2026 10:00:00 GMT"},
                )
            return Reply(b"", 404)

    with Validating(articles) as server:
        run(tmp_path, server, urls(1), crawl_lines='revisit = "age"')
        age_by(tmp_path, hours=7)
        again = run(tmp_path, server, urls(1), crawl_lines='revisit = "age"')
    assert len(seen) == 2
    assert seen[1]["If-Modified-Since"] == "Fri, 01 May 2026 10:00:00 GMT"
    assert (again.pages, again.manifest.counts) == (0, {"pages": 1, "rows": 1})


def age_by(folder: Path, hours: int) -> None:
    import sqlite3

    with sqlite3.connect(folder / "_meta" / "frontier.sqlite") as db:
        db.execute("UPDATE urls SET fetched = fetched - ?", (hours * 3600,))


def test_changed_page_is_a_revision(tmp_path):
    def answer(host: str, path: str, earlier: int) -> Reply:
        return (
            Reply(article_page(1 if earlier == 0 else 50).encode())
            if path.startswith("/story")
            else Reply(b"", 404)
        )

    with Server(answer) as server:
        run(tmp_path, server, urls(1), crawl_lines='revisit = "age"')
        age_by(tmp_path, hours=7)
        again = run(tmp_path, server, urls(1), crawl_lines='revisit = "age"')
    assert again.manifest.counts == {"pages": 2, "rows": 1, "revisions": 1}
    assert problems(tmp_path) == []


def test_fresh_page_is_not_asked_again(tmp_path):
    with Server(articles) as server:
        run(tmp_path, server, urls(1), crawl_lines='revisit = "age"')
        run(tmp_path, server, urls(1), crawl_lines='revisit = "age"')
    assert len(asked(server)) == 1


def test_endless_filters_end_and_are_reported(tmp_path):
    def answer(host: str, path: str, earlier: int) -> Reply:
        if path.startswith("/list"):
            number = int(path.rpartition("=")[2] or 0)
            links = "".join(
                f'<a href="/list/?color={number * 5 + k}">next</a>' for k in range(1, 6)
            )
            return Reply(
                f'<html><body>{links}<a rel="next" href="/list/?color={number + 1}">next</a></body></html>'.encode()
            )
        return articles(host, path, earlier)

    with Server(answer) as server:
        summary = run(
            tmp_path,
            server,
            urls(1),
            crawl_lines="max_per_pattern = 10\nmax_depth = 90",
            source_lines='[[source]]\nname = "trap"\nsections = ["http://paper.example/list/?color=1"]\ndiscover = ["links"]\n',
        )
    assert len([s for s in server.seen if s.path.startswith("/list")]) <= 12
    assert summary.manifest.crawl["limits"] == {
        "paper.example/list/?color": summary.manifest.crawl["limits"]["paper.example/list/?color"]
    }


def test_shape_of_an_address():
    assert shape_of("http://p.example/2026/05/a?page=3&b=1") == "/N/N/a?b&page"


def test_little_free_disk_stops_in_order(tmp_path):
    with Server(articles) as server:
        summary = run(tmp_path, server, urls(3), crawl_lines="min_free_mb = 900000000")
    assert summary.urls["pending"] == 3
    assert "min_free_mb" in summary.errors[0]


def test_works_in_a_script_without_a_guard(tmp_path):
    (tmp_path / "urls.txt").write_text("\n".join(urls(2)))
    with Server(articles) as server:
        (tmp_path / "recipe.toml").write_text(
            RECIPE.format(proxy=server.proxy, tries=2, reserved="skip")
        )
        script = tmp_path / "script.py"
        script.write_text(
            f"import sys\nsys.path.insert(0, {str(Path(__file__).parents[2])!r})\nfrom crawler.crawl.run import crawl\nsummary = crawl({str(tmp_path / 'recipe.toml')!r})\nprint(summary.new_rows)\nprint(crawl({str(tmp_path / 'recipe.toml')!r}).new_rows)\n"
        )
        done = subprocess.run(
            [sys.executable, str(script)], check=False, capture_output=True, text=True, timeout=60
        )
    assert done.stdout.split() == ["2", "0"], done.stderr


def test_addresses_from_standard_input(tmp_path):
    with Server(articles) as server:
        (tmp_path / "recipe.toml").write_text(
            RECIPE.format(proxy=server.proxy, tries=2, reserved="skip").replace(
                'urls = "urls.txt"', 'urls = "-"'
            )
        )
        subprocess.run(
            [sys.executable, "-m", "crawler", "crawl", str(tmp_path / "recipe.toml")],
            cwd=Path(__file__).parents[2],
            input="\n".join(urls(3)),
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert ds.dataset(tmp_path / "articles").count_rows() == 3
