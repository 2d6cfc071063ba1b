"""Redirects: where they lead, and how an alias adds up."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.fetch import responses
from crawler.fetch.job import Job
from crawler.frontier.ledger import Answer
from crawler.frontier.model import Candidate, Kind, Row, State, key_of
from crawler.frontier.reader import tally
from crawler.frontier.store import Frontier
from pipelines.recipe import Recipe

FIRST = "http://paper.example/story-number-1"
RECIPE = Recipe.model_validate(
    {"dataset": {"name": "try"}, "source": [{"site": "http://paper.example"}]}
)


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(RECIPE, tmp_path, tmp_path)


@pytest.fixture
def frontier(tmp_path: Path) -> Frontier:
    return Frontier(tmp_path / "frontier.sqlite")


def row(url: str = FIRST, kind: Kind = Kind.ARTICLE, hops: int = 0) -> Row:
    return Row(key_of(url, kind), url, 0, kind, 0, 0, None, None, None, hops)


def moved(job: Job, to: bytes, of: Row | None = None, status: int = 301) -> Answer:
    of = of or row()
    response = Response(of.url, status, {"Location": to}, request=Request(of.url))
    location = responses.target(of, response)
    assert location is not None
    return responses.redirected(job, of, response, location)


def follow(job: Job, frontier: Frontier, leads: dict[str, str]) -> list[str]:
    """Ask what is pending as often as it is, each address leading where `leads` says."""
    asked = []
    while found := frontier.take(1, 1, 0, set()) or frontier.take(2, 1, 0, set()):
        asked.append(found[0].url)
        answer = moved(job, leads[asked[-1]].encode(), found[0])
        frontier.commit([answer.outcome], answer.candidates, {})
    return asked


@pytest.mark.parametrize(
    "twin",
    [
        "https://paper.example/story-number-1",
        "http://www.paper.example/story-number-1",
        "http://m.paper.example/story-number-1",
        f"{FIRST}/",
        f"{FIRST}/index.html",
        f"{FIRST}/amp",
        f"{FIRST}?utm_source=x",
    ],
)
def test_another_spelling_is_asked_next_in_the_same_row(job, frontier, twin):
    frontier.commit([], [Candidate(url=FIRST, source=0)], {})
    answer = moved(job, twin.encode())
    frontier.commit([answer.outcome], answer.candidates, {})
    (pending,) = [found for host in (1, 2) for found in frontier.take(host, 9, 0, set())]
    assert (pending.url, pending.key, pending.hops, pending.tries) == (twin, row().key, 1, 0)
    assert frontier.state_of(pending.key) == (
        State.PENDING,
        "HTTP 301: another spelling is requested next",
    )


def test_other_address_becomes_a_row_and_this_one_its_alias(job, frontier):
    frontier.commit([], [Candidate(url=FIRST, source=0)], {})
    answer = moved(job, b"/story-number-2")
    frontier.commit([answer.outcome], answer.candidates, {})
    (pending,) = frontier.take(1, 9, 0, set())
    assert (pending.url, pending.hops) == ("http://paper.example/story-number-2", 1)
    assert frontier.state_of(row().key)[0] is State.REDIRECTED


@pytest.mark.parametrize(
    "leads",
    [
        {FIRST: "/consent", "http://paper.example/consent": FIRST},
        {
            FIRST: "/b-side",
            "http://paper.example/b-side": "/c-side",
            "http://paper.example/c-side": "/b-side",
        },
        {FIRST: f"{FIRST}/", f"{FIRST}/": FIRST},
    ],
)
def test_chain_that_comes_back_fails_as_a_circle(job, frontier, leads):
    frontier.commit([], [Candidate(url=FIRST, source=0)], {})
    asked = follow(job, frontier, leads)
    numbers = tally(frontier)
    assert numbers["reasons"]["failed: redirects in a circle"] == 1
    assert numbers["urls"]["pending"] == 0
    assert len(asked) <= responses.MAX_REDIRECTS + 1


def test_endless_chain_ends_after_five(job, frontier):
    frontier.commit([], [Candidate(url=FIRST, source=0)], {})
    leads = {
        f"http://paper.example/story-number-{n}": f"/story-number-{n + 1}" for n in range(1, 99)
    }
    asked = follow(job, frontier, leads)
    assert len(asked) == responses.MAX_REDIRECTS + 1
    assert tally(frontier)["reasons"]["failed: more than 5 redirects"] == 1


def test_circle_of_sitemaps_ends_too(job, frontier):
    one, other = "http://paper.example/a.xml", "http://paper.example/b.xml"
    frontier.commit([], [Candidate(url=one, source=0, kind=Kind.SITEMAP)], {})
    assert follow(job, frontier, {one: other, other: one}) == [one, other]


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        (b"http://[http//paper.example/story", "a redirect to what is no address"),
        (b"http://paper.example:port/", "a redirect to what is no address"),
        (b"#top", "redirects to itself"),
        (FIRST.encode(), "redirects to itself"),
    ],
)
def test_redirect_that_leads_nowhere_fails_with_the_reason(job, location, reason):
    outcome = moved(job, location).outcome
    assert outcome.state is State.FAILED
    assert outcome.reason.startswith(reason)


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        (b"javascript:history.back()", "redirect: scheme javascript"),
        (b"http://localhost/x", "redirect: a name of this machine or network"),
        (b"http://10.0.0.1/x", "redirect: 10.0.0.1 is not a public address"),
    ],
)
def test_redirect_to_where_nobody_may_go_is_blocked(job, location, reason):
    outcome = moved(job, location).outcome
    assert (outcome.state, outcome.reason) == (State.BLOCKED, reason)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b" /r\xe9gion/a b ", "/r%E9gion/a%20b"),
        ("/région".encode(), "/r%C3%A9gion"),
        (b"/a%20b?x=%26&y=1", "/a%20b?x=%26&y=1"),
        (b"/a\r\n/b", "/a/b"),
    ],
)
def test_bytes_of_a_location_stay_as_they_were_sent(sent, kept):
    assert responses.escaped(sent) == kept


@pytest.mark.parametrize(
    ("where", "front"),
    [
        ("http://paper.example", True),
        ("http://paper.example/", True),
        ("http://paper.example/?from=removed", True),
        ("http://paper.example/index.html", True),
        ("http://paper.example/de/", True),
        ("http://paper.example/fr-fr", True),
        ("http://paper.example/en/home", True),
        ("http://paper.example/?p=1234", False),
        ("http://paper.example/?story=bridge-closed", False),
        ("http://paper.example/news/", False),
        ("http://paper.example/story", False),
    ],
)
def test_front_page_is_told_by_its_address(where, front):
    assert responses.is_front(where) is front


def test_removed_article_that_leads_home_is_set_aside(job):
    answer = moved(job, b"/", status=302)
    assert (answer.capture.rejected, answer.capture.url) == ("removed", FIRST)
    assert answer.capture.rejected_detail == "leads to http://paper.example/"
    assert answer.candidates == ()


def test_front_page_may_lead_to_another_front_page(job):
    answer = moved(job, b"/de/", row("http://paper.example/"))
    assert [c.url for c in answer.candidates] == ["http://paper.example/de/"]


def test_older_frontier_file_learns_to_count_redirects(tmp_path):
    frontier = Frontier(tmp_path / "old.sqlite")
    for name in ("hops", "target"):
        frontier._database.execute(f"ALTER TABLE urls DROP COLUMN {name}")
    frontier.close()
    again = Frontier(tmp_path / "old.sqlite")
    again.commit([], [Candidate(url=FIRST, source=0)], {})
    assert again.take(1, 1, 0, set())[0].hops == 0
