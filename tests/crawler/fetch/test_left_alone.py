"""Who is left alone: hosts that check for bots, machines with many names, other ports of ours."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest
from loopback import RECIPE, article_page
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from twisted.internet.defer import Deferred

from crawler.crawl.run import crawl
from crawler.demo.server import Server
from crawler.demo.site import Reply
from crawler.discovery.public import own_ports, why_forbidden
from crawler.fetch import responses
from crawler.fetch.addresses import Lookups
from crawler.fetch.challenges import checked_by
from crawler.fetch.job import Job
from crawler.frontier.model import Kind, Row, State, key_of
from pipelines.recipe import Recipe

CHECK = '<html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={cvId:"3"}</script><p>Checking your browser.</p></body></html>'
PAGE = "http://paper.example/story-number-1"


def answered(body: str, status: int = 200, **headers: str) -> HtmlResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named.setdefault("Content-Type", "text/html; charset=utf-8")
    return HtmlResponse(PAGE, status, headers=named, body=body.encode())


@pytest.mark.parametrize(
    ("response", "vendor"),
    [
        (answered(CHECK), "Cloudflare"),
        (answered(CHECK, 403), "Cloudflare"),
        (answered("<p>x</p>", 403, cf_mitigated="challenge"), "Cloudflare"),
        (answered("", 202, x_amzn_waf_action="challenge"), "AWS WAF"),
        (answered(CHECK, Content_Type="application/json"), None),
        (answered(article_page(1, "<script>AwsWafIntegration.getToken()</script>")), None),
        (answered(article_page(1)), None),
        (answered("<title>Just a moment...</title><p>Checking.</p>"), None),
    ],
)
def test_a_check_for_bots_is_told_from_a_page(response: HtmlResponse, vendor: str | None):
    assert checked_by(response) == vendor


@pytest.mark.parametrize(("links", "vendor"), [(40, "Cloudflare"), (41, None)])
def test_a_page_that_links_on_is_no_check_and_not_read_for_one(links: int, vendor: str | None):
    page = CHECK.replace("</body>", "<a href=/></a>" * links + "</body>")
    assert checked_by(answered(page)) == vendor


def run(folder: Path, answer: Any, urls: list[str], lines: str, *, proxy: bool = True) -> Any:
    with Server(answer) as server:
        listed = "\n".join(urls).replace("PORT", str(server.port))
        (folder / "urls.txt").write_text(listed)
        text = RECIPE.format(proxy=server.proxy, tries=1, reserved="skip")
        text = text if proxy else text.replace("proxy =", "# proxy =")
        (folder / "recipe.toml").write_text(text.replace("[crawl]\n", f"[crawl]\n{lines}\n"))
        return crawl(folder / "recipe.toml"), server.seen


@pytest.mark.slow
def test_a_host_that_checks_for_bots_is_left_alone_and_others_are_not(tmp_path: Path):
    def answer(host: str, path: str, earlier: int) -> Reply:
        if not path.startswith("/story-"):
            return Reply(b"", 404)
        number = int(path.rsplit("-", 1)[1])
        return Reply((CHECK if host == "checks.example" else article_page(number)).encode())

    hosts = ("checks.example", "paper.example")
    urls = [f"http://{host}/story-number-{n}" for host in hosts for n in range(6)]
    summary, seen = run(tmp_path, answer, urls, "")
    asked = [s.host for s in seen if s.path.startswith("/story-")]
    assert asked.count("paper.example") == 6
    assert asked.count("checks.example") <= 2  # one answered, one under way
    assert summary.urls["pending"] == 6 - asked.count("checks.example")
    assert any("a check for bots by Cloudflare" in line for *_, line in summary.closed)


class Crowd:
    """An answerer that notes how many questions it had at once."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self._lock = threading.Lock()

    def __call__(self, host: str, path: str, earlier: int) -> Reply:
        if not path.startswith("/story-"):
            return Reply(b"", 404)
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.2)
        with self._lock:
            self.now -= 1
        return Reply(article_page(int(path.rsplit("-", 1)[1])).encode())


@pytest.mark.slow
def test_two_names_of_one_machine_share_its_limit(tmp_path: Path):
    crowd = Crowd()
    names = ("127.0.0.1", "localhost")
    urls = [f"http://{name}:PORT/story-number-{n}" for n in range(3) for name in names]
    summary, _ = run(tmp_path, crowd, urls, "per_address = 1", proxy=False)
    assert summary.urls["fetched"] == 6
    assert crowd.most == 1


def test_a_host_is_looked_up_once_and_waits_until_it_is_known():
    asked: list[tuple[str, Deferred[str]]] = []

    def resolve(name: str) -> Deferred[str]:
        asked.append((name, Deferred()))
        return asked[-1][1]

    lookups = Lookups(resolve)
    assert [lookups.of("a.example"), lookups.of("a.example"), len(asked)] == [None, None, 1]
    asked[0][1].callback("192.0.2.1")
    assert lookups.of("a.example") == "192.0.2.1"
    lookups.of("b.example")
    asked[1][1].errback(OSError())
    assert [lookups.of("b.example"), len(asked)] == ["", 2]
    assert Lookups(None).of("a.example") == ""


def test_the_ports_of_this_machine_that_addresses_name():
    urls = ["http://localhost:5000/a", "https://127.0.0.1/b", "http://paper.example:9/", "http://["]
    assert own_ports(urls) == {5000, 443}


@pytest.mark.parametrize(
    ("url", "open_"),
    [
        ("http://localhost:5000/", True),
        ("http://127.0.0.1:5000/", True),
        ("http://[::1]:5000/", True),
        ("http://localhost:6379/", False),
        ("http://localhost/", False),
        ("http://10.0.0.1/", False),
        ("http://10.0.0.1:5000/", False),
        ("http://paper.example/", True),
        ("http://paper.example:5000/", False),
    ],
)
def test_loopback_is_open_at_the_ports_that_the_recipe_names(url: str, open_: bool):
    assert (why_forbidden(url, allow_loopback=True, ports=frozenset([5000])) is None) == open_


def test_a_redirect_to_another_port_of_this_machine_is_not_followed(tmp_path: Path):
    told = {"dataset": {"name": "x"}, "crawl": {"allow_loopback": True}}
    recipe = Recipe.model_validate({**told, "source": [{"urls": "urls.txt"}]})
    url = "http://localhost:5000/story"
    (tmp_path / "urls.txt").write_text(url)
    job = Job(recipe, tmp_path, tmp_path)
    row = Row(key_of(url, Kind.ARTICLE), url, 0, Kind.ARTICLE, 0, 0, None, None, None, 0)
    for port, state in ((6379, State.BLOCKED), (5000, State.REDIRECTED)):
        where = f"http://localhost:{port}/other"
        response = Response(url, 301, {"Location": where}, request=Request(url))
        assert responses.redirected(job, row, response, where).outcome.state is state
