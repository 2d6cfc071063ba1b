"""Five hundred mutated answers for each reader of an answer: none raises, none is lost."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import article_page
from scrapy import Request
from scrapy.http import Response

from crawler.discovery import links
from crawler.fetch import responses
from crawler.fetch.coding import unpack
from crawler.fetch.job import Job
from crawler.frontier.model import Candidate, Kind, Row, State, key_of
from crawler.frontier.reader import tally
from crawler.frontier.store import Frontier
from pipelines import identity
from pipelines.extract import stand_in
from pipelines.page import refresh
from pipelines.page.document import Document, Unreadable
from pipelines.recipe import Recipe
from pipelines.store.archive import encode

MUTATIONS = 500
URL = "http://paper.example/story-number-1"
RECIPE = Recipe.model_validate(
    {"dataset": {"name": "try"}, "source": [{"site": "http://paper.example"}]}
)
HARM = [
    *(
        b"http://[",
        b"[bad/",
        b"]",
        b":port/",
        b":99999999",
        b"//",
        b"\\\\",
        b"%",
        b"%zz",
        b"@",
        b"?#",
    ),
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xed\xa0\xbd",
        b"\x1b[2J",
        b"\r\n",
        b"\t",
        b" ",
        b"\xe9",
        b"\xc2\xb2",
    ),
    *(b"javascript:", b"data:,", b"http:", b"../../..", b"xn--", b".", b"0" * 300, b"a" * 3000),
    *(
        b"&#xD83D;",
        b"&#0;",
        b"<",
        b">",
        b'"',
        b"'",
        b"<!--",
        b"]]>",
        b"{",
        b"}",
        b"\\ud83d",
        b"null",
    ),
    *(
        b"9999-12-31T23:59:59Z",
        b"-1",
        b"1e999",
        b"NaN",
        b"<base href='http://[x'>",
        b"<a href='//[x'>",
    ),
    b"<link rel=next href='http://[page]/2'>",
    b"<link rel=canonical href='http://[x]/'>",
    b"<meta http-equiv=refresh content='0;url=http://[x'>",
]
LOCATIONS = [
    b"/a/b",
    b"http://www.paper.example/a?b=c&d=e",
    b"//m.paper.example/x/",
    b"https://paper.example/",
]
HEAD = (
    '<base href="/a/"><link rel="canonical" href="/story-number-1"><link rel="next" href="?page=2">'
    '<meta http-equiv="refresh" content="600; url=/next"><meta name="date" content="2026-05-01">'
    '<link rel="alternate" type="application/rss+xml" href="/feed"><a rel="next" href="/page/2">2</a>'
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"A","wordCount":9}</script>'
)


def mutated(chance: random.Random, data: bytes) -> bytes:
    """Return bytes with a few pieces put in, taken out or said twice."""
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.randrange(1, 40))
        piece = chance.choice([chance.choice(HARM), b"", data[at:end] * 2])
        data = data[:at] + piece + data[at if chance.random() < 0.6 else end :]
    return data


def redirects() -> Iterator[Response]:
    chance = random.Random(18)
    for _ in range(MUTATIONS):
        headers = {
            "Location": mutated(chance, chance.choice(LOCATIONS)),
            "Retry-After": mutated(chance, b"Fri, 01 May 2026 12:00:00 GMT"),
            "Last-Modified": mutated(chance, b"Fri, 01 May 2026 12:00:00 GMT"),
            "Content-Range": mutated(chance, b"bytes 0-9/10"),
            "ETag": mutated(chance, b'"x"'),
        }
        status = chance.choice([301, 302, 303, 307, 308, 300, 304, 200, 206, 204, 429, 503, 404])
        body = mutated(chance, b"<html><head></head><body>moved</body></html>")
        yield Response(URL, status, headers, body, request=Request(URL))


def test_every_mutated_redirect_ends_in_one_place(tmp_path: Path):
    frontier, job = Frontier(tmp_path / "f.sqlite"), Job(RECIPE, tmp_path, tmp_path)
    frontier._database.execute("PRAGMA synchronous = OFF")
    for response in redirects():
        row = Row(key_of(URL), URL, 0, Kind.ARTICLE, 0, 0, None, None, None)
        frontier.commit([], [Candidate(url=URL, source=0)], {})
        responses.retry_after(response)
        where = responses.target(row, response)
        if where is None:
            page = responses.capture(job, row, response)
            assert encode(page)
            frontier.commit([responses.done(row, response)], [], {})
        else:
            answer = responses.redirected(job, row, response, where)
            frontier.commit([answer.outcome], answer.candidates, {})
            if answer.outcome.state is State.REDIRECTED:
                assert frontier.knows(answer.outcome.target)
        numbers = tally(frontier)["urls"]
        assert numbers["pending"] + numbers["fetched"] + numbers["failed"] + numbers["blocked"] > 0
        frontier.forget_addresses()


def pages() -> Iterator[bytes]:
    chance = random.Random(81)
    page = article_page(1, HEAD).encode()
    for _ in range(MUTATIONS):
        # the head and the first words: what is behind them is read by other tests
        yield mutated(chance, page[:900]) + page[900:]


def test_no_mutated_head_of_a_page_stops_its_readers():
    for body in pages():
        refresh.target(body, URL)
        for url in links.read(body, URL).articles:
            assert identity.key_url(url)
        try:
            document = Document(body, URL, "text/html")
        except Unreadable:
            continue
        stand_in.refuse(document)
        declared = [document.link("canonical") or "", document.meta("og:url") or ""]
        identity.canonical(URL, declared)


@pytest.mark.parametrize("seed", range(5))
def test_no_mutated_coding_stops_the_reader(seed):
    import gzip

    chance = random.Random(seed)
    for _ in range(MUTATIONS // 5):
        body = mutated(chance, gzip.compress(article_page(1).encode(), mtime=0))
        unpack(body, [chance.choice(["gzip", "deflate", "br", "zstd", "x", ""])], 1_000_000)
