"""Numbers of a run: every address has one place and a reason, and nothing counts twice."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from loopback import article_page
from scrapy import Request
from scrapy.http import Response

from crawler.cli.summary import _access, stand_ins
from crawler.fetch import responses
from crawler.fetch.job import Job
from crawler.frontier.model import Candidate, Kind, Row, State, key_of
from crawler.frontier.reader import tally
from crawler.frontier.store import FUTURE, Frontier
from pipelines.extract.extractor import extract
from pipelines.extract.result import reject
from pipelines.model import Page, Reason
from pipelines.recipe import Recipe
from pipelines.store.archive import Ref
from pipelines.store.dataset import Dataset
from pipelines.store.finish import finish

URL = "http://paper.example/story-number-1"
RECIPE = Recipe.model_validate(
    {
        "dataset": {"name": "try"},
        "source": [{"site": "http://paper.example"}],
        "crawl": {"tries": 3},
    }
)
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(RECIPE, tmp_path, tmp_path)


def row(tries: int = 0, etag: str | None = None, kind: Kind = Kind.ARTICLE) -> Row:
    return Row(key_of(URL, kind), URL, 0, kind, tries, 0, None, etag, None)


def response(status: int, body: bytes = b"", **headers: str) -> Response:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(URL, status, sent, body, request=Request(URL))


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (304, b"", "HTTP 304 to a question without a condition"),
        (204, b"", "an empty answer (HTTP 204)"),
        (200, b" \n", "an empty answer (HTTP 200)"),
        (302, b"moved", "HTTP 302 without a target"),
        (300, b"<a href=/a>a</a>", "HTTP 300 without a target"),
        (200, b"<p>text", None),
    ],
)
def test_answer_that_holds_nothing_says_why(status, body, reason):
    assert responses.why_no_page(row(), response(status, body)) == reason


def test_answer_to_a_condition_may_be_short():
    assert responses.why_no_page(row(etag='"x"'), response(304)) is None


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("bytes 0-99/100", None),
        ("bytes 0-200/100", None),
        ("bytes 0-98/100", "a part of the page was sent (bytes 0-98/100)"),
        ("bytes 1-99/100", "a part of the page was sent (bytes 1-99/100)"),
        ("", "a part of the page was sent (HTTP 206)"),
    ],
)
def test_part_of_a_page_is_a_cut_page(said, reason):
    assert responses.why_cut(response(206, b"<p>text", Content_Range=said)) == reason


@pytest.mark.parametrize(
    ("tries", "state"), [(0, State.PENDING), (1, State.PENDING), (2, State.FAILED)]
)
def test_broken_server_fails_after_its_tries(job, tries, state):
    answer = responses.later(job, row(tries), 0.0, "HTTP 503", response(503, b"busy"))
    assert (answer.outcome.state, answer.outcome.reason) == (state, "HTTP 503")
    assert bool(answer.capture) is (state is State.FAILED)


@pytest.mark.parametrize("raw", ["²", "soon; 1.5", "-3", "1e9", "\u0661", "Wed, 99 Oct 9999", ""])
def test_nonsense_in_retry_after_is_no_time(raw):
    answer = Response(URL, 429, {"Retry-After": raw.encode()})
    assert responses.retry_after(answer) is None


@pytest.mark.parametrize(("at", "date"), [(1e20, None), (-1e20, None), (None, None), (0.5, 1970)])
def test_time_that_no_date_holds_is_none(at, date):
    found = responses.moment(at)
    assert (found.year if found else None) == date


def test_every_pending_address_has_a_reason(tmp_path):
    frontier = Frontier(tmp_path / "frontier.sqlite")
    urls = ["http://one.example/a-b-c", "http://two.example/a-b-c"]
    frontier.commit([], [Candidate(url=url, source=0) for url in urls], {})
    frontier.close_host(2, time.time() + 60, "HTTP 429")
    assert tally(frontier)["reasons"] == {
        "pending: its host waits, HTTP 429": 1,
        "pending: not requested yet": 1,
    }


@pytest.mark.parametrize(
    ("ahead", "asked"), [(-3600, True), (FUTURE - 60, True), (FUTURE + 60, False), (1e9, False)]
)
def test_date_in_the_future_is_no_news(tmp_path, ahead, asked):
    frontier = Frontier(tmp_path / "frontier.sqlite")
    frontier.commit([], [Candidate(url=URL, source=0)], {})
    done = responses.done(row(), response(200, b"<p>text"))
    frontier.commit([responses.replace(done, fetched=time.time() - 7200)], [], {})
    listed = Candidate(url=URL, source=0, listed=time.time() + ahead)
    frontier.commit([], [listed], {})
    assert bool(frontier.take(1, 1, time.time(), set())) is asked
    frontier.commit([done], [listed], {})
    assert frontier.take(1, 1, time.time(), set()) == []


def visit(dataset: Dataset, day: int, *, changed: bool = False) -> dict[str, int]:
    """Read an article, an alias of it and a page that is none; return the numbers."""
    at = NOON + timedelta(days=day)
    text = article_page(1 if not changed else 2, '<link rel=canonical href="/story-number-1">')
    pages = [Page(url=url, body=text.encode(), fetched=at) for url in (URL, f"{URL}-copy")]
    none = Page(url="http://paper.example/about", body=b"", fetched=at)
    results = [*map(extract, pages), reject(none, Reason.EMPTY, "no bytes")]
    refs = [Ref(f"segment-{day:06d}.warc.zst", n, 1) for n in range(len(results))]
    dataset.commit([(ref, result, None) for ref, result in zip(refs, results, strict=True)])
    return finish(dataset, near=False, shard_rows=100).counts


def test_what_is_set_aside_at_every_visit_is_one_row(tmp_path):
    dataset = Dataset(tmp_path)
    first = {"pages": 3, "rows": 1, "duplicates": 1, "rejected": 1}
    assert visit(dataset, 1) == first
    numbers = [visit(dataset, day) for day in (2, 3, 4)]
    assert [n["said_again"] for n in numbers] == [2, 5, 8]
    assert [(n["pages"], n["rejected"], n["duplicates"]) for n in numbers] == [
        (6, 1, 2),
        (9, 1, 2),
        (12, 1, 2),
    ]
    assert dataset.manifest.problems() == []
    assert dataset.manifest.rows("rejected") == 3


def test_hosts_that_serve_something_else_are_named(tmp_path):
    dataset = Dataset(tmp_path)
    pages = [Page(url=f"http://{host}/{n}", body=b"x") for host in "ab" for n in range(2)]
    kinds = [Reason.CHALLENGE, Reason.CONSENT, Reason.EMPTY, Reason.HUB]
    rows = [reject(page, kind) for page, kind in zip(pages, kinds, strict=True)]
    dataset.commit([(Ref("s", n, 1), row, None) for n, row in enumerate(rows)])
    assert stand_ins(tmp_path, dataset.manifest) == {"a": {"challenge": 1, "consent": 1}}


def test_access_says_of_how_many_pages_it_speaks():
    assert _access({"free": 3, "unknown": 1}) == "3 free, 1 unknown, on 4 pages with an article"


def with_query(dataset: Dataset, query: str, number: int, **facts: str) -> None:
    url, head = f"{URL}?{query}", f'<link rel=canonical href="{facts.get("own", "")}">'
    found = extract(Page(url=url, body=article_page(number, head).encode(), fetched=NOON))
    dataset.commit([(Ref(f"segment-{query}.warc.zst", 0, 1), found, None)])


def test_parameters_of_a_visit_make_no_new_articles(tmp_path):
    with_query(Dataset(tmp_path), "v=1", 1)
    again = Dataset(tmp_path)
    for query, number in (("v=2", 1), ("v=3", 1), ("v=4", 2)):
        with_query(again, query, number)
    assert again.manifest.counts == {"pages": 4, "rows": 2, "duplicates": 2}
    assert again.manifest.problems() == []


def test_pages_that_name_their_own_addresses_are_not_taken_for_one(tmp_path):
    dataset = Dataset(tmp_path)
    for query in ("id=1", "id=2"):
        with_query(dataset, query, 1, own=f"{URL}?{query}")
    assert dataset.manifest.counts == {"pages": 2, "rows": 2}


@pytest.mark.parametrize(
    ("url", "one"),
    [
        (f"{URL}?PHPSESSID=0123456789abcdef", True),
        (f"{URL}?sid=9f86d081884c7d65", True),
        (f"{URL};jsessionid=AB12.node1", True),
        (f"{URL}?aspsessionidABCD=ABCDEFGH12345678", True),
        (f"{URL}?sid=1234", False),
        (f"{URL}?session=winter-of-discontent", False),
        (f"{URL}?token=9f86d081884c7d65", False),
    ],
)
def test_address_with_a_session_is_the_one_without(url, one):
    assert (key_of(url) == key_of(URL)) is one
