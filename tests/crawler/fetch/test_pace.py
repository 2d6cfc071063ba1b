"""The pace at which a host is asked: one host, one pace, whatever its addresses look like."""

from __future__ import annotations

import asyncio
import itertools
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from loopback import RECIPE, article_page
from scrapy import Request
from scrapy.http import Response

from crawler.crawl.run import crawl
from crawler.demo.server import Server
from crawler.demo.site import Reply
from crawler.fetch import responses
from crawler.fetch.job import Job
from crawler.fetch.permission import MAX_DELAY
from crawler.fetch.robots import Gate, OriginPolicy, Said, policy_of, slot_of
from crawler.frontier.model import Kind, Row, State, key_of
from pipelines.recipe import Recipe

PAGE = "http://paper.example/story-number-1"
HOST = "paper.example"


@pytest.mark.parametrize(
    "url",
    [
        "https://paper.example/a",
        "http://Paper.EXAMPLE/a",
        "http://paper.example./a",
        "http://paper.example:80/a",
        "https://paper.example:8443/b?c",
    ],
)
def test_a_host_in_every_spelling_is_one(url: str):
    assert slot_of(url) == HOST


def test_hosts_of_other_names_are_others():
    assert slot_of("http://www.paper.example/") != HOST
    assert slot_of("http://bücher.example/") == slot_of("http://xn--bcher-kva.example/")


@pytest.mark.parametrize(("seconds", "closed"), [(MAX_DELAY, False), (MAX_DELAY + 1, True)])
def test_who_asks_for_a_longer_pause_than_a_crawl_waits_is_left_alone(seconds: float, closed: bool):
    policy = policy_of(Said(200, f"User-agent: *\nCrawl-delay: {seconds}\n"), PAGE, 0.0)
    assert (policy.why_closed is not None, policy.allows(PAGE)) == (closed, not closed)
    if closed:
        assert "121 s between two pages" in (policy.why_closed or "")


class Paced(Gate):
    """A gate whose origins answer from a table, with the slots of a downloader."""

    def __init__(self, delays: dict[str, float], own: float) -> None:
        self.settings: dict[str, Any] = {}
        self.slots: dict[str, Any] = {}
        downloader = SimpleNamespace(per_slot_settings=self.settings, slots=self.slots)
        crawler = SimpleNamespace(engine=SimpleNamespace(downloader=downloader))
        crawl = SimpleNamespace(per_host=2)
        crawler.spider = SimpleNamespace(
            delay_of=lambda source: own, recipe=SimpleNamespace(crawl=crawl)
        )
        super().__init__(crawler)  # type: ignore[arg-type]
        self._answers = {
            origin: policy_of(Said(200, f"User-agent: *\nCrawl-delay: {delay}\n"), origin, 9e9)
            for origin, delay in delays.items()
        }
        self.before: list[Any] = []

    async def policy(self, origin: str) -> OriginPolicy:
        self.before.append(self.settings[HOST]["delay"])
        return self._answers[origin]

    def ask(self, url: str) -> float:
        row = SimpleNamespace(source=0)
        request = Request(url, meta={"row": row, "download_slot": slot_of(url)})
        asyncio.run(self.process_request(request))
        return float(self.settings[HOST]["delay"])


def test_two_origins_of_a_host_keep_the_longer_delay():
    gate = Paced({"http://paper.example": 3.0, "https://paper.example": 7.0}, own=1.0)
    asked = [gate.ask("http://paper.example/a"), gate.ask("https://paper.example/a")]
    assert [*asked, gate.ask("http://paper.example/b")] == [3.0, 7.0, 7.0]


def test_robots_txt_itself_is_asked_at_the_pace_of_the_recipe():
    gate = Paced({"http://paper.example": 0.0}, own=5.0)
    gate.ask(PAGE)
    assert gate.before == [5.0]


def test_a_slot_that_is_in_use_takes_the_delay_over():
    gate = Paced({"http://paper.example": 3.0}, own=1.0)
    gate.slots[HOST] = SimpleNamespace(delay=1.0, concurrency=1)
    gate.ask(PAGE)
    assert (gate.slots[HOST].delay, gate.slots[HOST].concurrency) == (3.0, 2)


@pytest.mark.parametrize(("gate", "delay"), [("open", 1.0), (None, 8.0)])
def test_only_pages_tell_how_fast_a_host_answers(gate: str | None, delay: float):
    paced = Paced({}, own=1.0)
    paced.slots[HOST] = SimpleNamespace(delay=1.0)
    paced._spider.recipe.crawl.adaptive = True
    meta = {"download_slot": HOST, "download_latency": 4.0, "gate": gate}
    paced.process_response(Request(PAGE, meta=meta), Response(PAGE))
    assert paced.slots[HOST].delay == delay


@pytest.mark.parametrize(
    ("kind", "target", "state"),
    [
        (Kind.ARTICLE, "/sport/story", State.BLOCKED),
        (Kind.ARTICLE, "http://other.example/sport/story", State.BLOCKED),
        (Kind.ARTICLE, "/news/story", State.REDIRECTED),
        (Kind.SECTION, "/sport/story", State.REDIRECTED),
    ],
)
def test_what_the_recipe_denies_is_not_asked_behind_a_redirect(
    tmp_path: Path, kind: Kind, target: str, state: State
):
    source = {"site": "http://paper.example", "deny": ["/sport/*"]}
    recipe = Recipe.model_validate({"dataset": {"name": "x"}, "source": [source]})
    row = Row(key_of(PAGE, kind), PAGE, 0, kind, 0, 0, None, None, None, 0)
    response = Response(PAGE, 301, {"Location": target}, request=Request(PAGE))
    answer = responses.redirected(Job(recipe, tmp_path, tmp_path), row, response, target)
    assert answer.outcome.state is state
    if state is State.BLOCKED:
        assert answer.outcome.reason == responses.DENIED
        assert not answer.candidates


def run(folder: Path, answer: Any, urls: list[str], lines: str) -> tuple[Any, list[Any]]:
    """Crawl addresses; return the summary and what the server saw, in order."""
    with Server(answer) as server:
        (folder / "urls.txt").write_text("\n".join(urls))
        text = RECIPE.format(proxy=server.proxy, tries=1, reserved="skip")
        text = text.replace("delay = 0.0\n", "").replace("[crawl]\n", f"[crawl]\n{lines}\n")
        (folder / "recipe.toml").write_text(text)
        summary = crawl(folder / "recipe.toml")
        return summary, sorted(server.seen, key=lambda seen: seen.at)


def articles(host: str, path: str, earlier: int) -> Reply:
    if path.startswith("/story-"):
        return Reply(article_page(int(path.rsplit("-", 1)[1])).encode())
    return Reply(b"", 404)


@pytest.mark.slow
def test_well_known_files_keep_the_delay(tmp_path: Path):
    urls = [f"http://{HOST}/story-number-1", f"http://{HOST}:8080/story-number-2"]
    _, seen = run(tmp_path, articles, urls, "delay = 0.3")
    assert len(seen) == 8
    assert min(b.at - a.at for a, b in itertools.pairwise(seen)) >= 0.22


@pytest.mark.slow
def test_a_host_with_too_long_a_delay_is_said_in_the_summary(tmp_path: Path):
    def answer(host: str, path: str, earlier: int) -> Reply:
        if path == "/robots.txt":
            return Reply(b"User-agent: *\nCrawl-delay: 600\n", content_type="text/plain")
        return articles(host, path, earlier)

    summary, seen = run(tmp_path, answer, [PAGE], "delay = 0.0")
    assert not [s for s in seen if s.path.startswith("/story")]
    assert summary.urls["pending"] == 1
    assert "600 s between two pages" in summary.closed[0][2]
