"""The door: what comes in, what stays outside and why, and that both are counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.http import Response

from crawler.discovery import finder
from crawler.discovery.finder import BEFORE_SINCE, NOT_SELECTED, TOO_DEEP, TOO_LONG, Finder
from crawler.discovery.sources import Sources
from crawler.frontier.model import BEYOND_MAX_PAGES, NO_ADDRESS, Candidate, Kind, Row, State
from crawler.frontier.reader import tally
from crawler.frontier.store import Frontier
from pipelines.recipe import parse
from pipelines.store.manifest import Manifest

MAP = "http://kurier.example/map.xml"
A, B = "http://kurier.example/a-1", "http://kurier.example/b-2"


def door(tmp_path: Path, lines: str = "", urls: bytes | None = None) -> Finder:
    if urls is not None:
        (tmp_path / "urls.txt").write_bytes(urls)
        lines += '\nurls = "urls.txt"'
    recipe = parse(
        f'[dataset]\nname = "x"\n[[source]]\nname = "kurier"\n{lines}\n[crawl]\nmax_per_pattern = 10'
    )
    return Finder(Sources(recipe, tmp_path, tmp_path), lambda _: [])


def row(kind: Kind = Kind.SITEMAP, depth: int = 0) -> Row:
    return Row(1, MAP, 0, kind, 0, depth, None, None, None)


def index(*children: str) -> str:
    return f"<sitemapindex>{''.join(f'<sitemap>{c}</sitemap>' for c in children)}</sitemapindex>"


def loc(url: str, changed: str = "") -> str:
    return f"<loc>{url}</loc>" + (f"<lastmod>{changed}</lastmod>" if changed else "")


def urlset(*entries: str) -> str:
    return f"<urlset>{''.join(f'<url>{e}</url>' for e in entries)}</urlset>"


def found(finder: Finder, text: str, at: Row | None = None) -> finder.Found:
    return finder.found(Response(MAP, body=text.encode()), at or row())


def outside(given: finder.Found) -> dict[str, str]:
    return {c.url: c.left_out for c in given.candidates if c.left_out}


def test_malformed_address_stays_outside_alone(tmp_path):
    given = found(door(tmp_path), urlset(loc(A), loc("http://[x/"), loc(B)))
    assert outside(given) == {"http://[x/": NO_ADDRESS}
    assert [c.url for c in given.candidates if not c.left_out] == [A, B]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        (f"{A}/{'x' * finder.MAX_URL}", TOO_LONG),
        ("http://kurier.example:22/a", "port 22"),
        ("ftp://kurier.example/a", "scheme ftp"),
        ("http://10.0.0.1/a", "not a public address"),
        ("http://me:secret@kurier.example/a", "password"),
        ("http://kurier.example/sport/a", NOT_SELECTED),
    ],
)
def test_reason_for_which_an_address_stays_outside(tmp_path, url, reason):
    given = found(door(tmp_path, 'deny = ["/sport/*"]'), urlset(loc(url)))
    assert reason in next(iter(outside(given).values()))


def test_long_address_comes_in(tmp_path):
    assert not outside(found(door(tmp_path), urlset(loc(f"{A}/{'x' * 4000}"))))


def test_what_is_older_than_since_is_counted(tmp_path):
    given = found(
        door(tmp_path, "since = 2026-04-01"), urlset(loc(A, "2026-03-31"), loc(B, "2026-04-01"))
    )
    assert outside(given) == {A: BEFORE_SINCE}


@pytest.mark.parametrize(
    ("children", "left_out"),
    [
        ([loc("/posts.xml", "2020-01-01"), loc("/news.xml")], []),
        ([loc("/posts.xml", "2020-01-01"), loc("/news.xml", "2026-05-01")], ["posts.xml"]),
        ([loc("/map-2020-01.xml", "2020-01-31"), loc("/x.xml")], ["map-2020-01.xml"]),
        ([loc("/map-2026.xml", "2020-01-31"), loc("/x.xml")], []),
        ([loc("/map-2020-01.xml"), loc("/x.xml")], []),
    ],
)
def test_stale_date_of_an_index_keeps_no_sitemap_out_by_itself(tmp_path, children, left_out):
    given = found(door(tmp_path, "since = 2026-04-01"), index(*children))
    assert [url.rsplit("/", 1)[1] for url in outside(given)] == left_out
    assert all(f"/{name}" in (given.problem or "") for name in left_out)


def test_levels_beyond_the_limit_are_said(tmp_path):
    assert not outside(found(door(tmp_path), index(loc("/a.xml")), row(depth=9)))
    given = found(door(tmp_path), index(loc("/a.xml")), row(depth=10))
    assert list(outside(given).values()) == [TOO_DEEP]
    assert "http://kurier.example/a.xml" in (given.problem or "")


def test_index_that_lists_itself_anew_has_an_end(tmp_path):
    at = door(tmp_path)
    children = [loc(f"/map.xml?part={n}") for n in range(40)]
    assert len(outside(found(at, index(*children), row(depth=1)))) == 0
    assert len(outside(found(at, index(*children), row(depth=7)))) == 30


@pytest.mark.parametrize("kind", [Kind.SITEMAP, Kind.FEED])
def test_file_is_read_as_what_it_is(tmp_path, kind):
    rss = f"<rss><channel><item><link>{A}</link></item></channel></rss>"
    for text in (rss, urlset(loc(A)), f"{A}\n"):
        assert [c.url for c in found(door(tmp_path), text, row(kind)).candidates] == [A]


def test_address_is_asked_as_it_was_published(tmp_path):
    published = "http://Kurier.example/The Story/?b=2&a=1&utm_source=x&ref=7#top"
    with Frontier(tmp_path / "f.sqlite") as frontier:
        frontier.commit([], [door(tmp_path).judged(Candidate(url=published, source=0))], {})
        asked = [url for url, *_ in frontier.addresses()]
    assert asked == ["http://kurier.example/The%20Story/?b=2&a=1&utm_source=x&ref=7"]


def test_lines_of_a_list(tmp_path):
    lines = b"\xef\xbb\xbf" + f"{A}\n# a comment\n\nhttp://[x/\nkurier.example/b\n{B} \n".encode()
    starts = list(door(tmp_path, urls=lines).starts())
    assert [c.url for c in starts if not c.left_out] == [A, B]
    assert {c.url: c.left_out for c in starts if c.left_out} == {
        "http://[x/": "not an address",
        "kurier.example/b": "scheme none",
    }


def test_every_address_is_counted_once_and_all_add_up(tmp_path):
    given = [
        Candidate(url=A, source=0),
        Candidate(url=A, source=0, left_out=BEFORE_SINCE),
        Candidate(url=B, source=0, left_out=BEFORE_SINCE),
        Candidate(url=B, source=0, left_out=NOT_SELECTED),
        Candidate(url="http://[x/", source=0, left_out=NO_ADDRESS),
        Candidate(url="http://kurier.example/c-3", source=0),
        Candidate(url=MAP, source=0, kind=Kind.SITEMAP, left_out=TOO_DEEP),
    ]
    with Frontier(tmp_path / "f.sqlite", limits=[1]) as frontier:
        frontier.commit([], given, {})
        numbers = tally(frontier, ["kurier"])
    assert sorted(numbers["left_out"]) == sorted(
        [
            ["kurier", "addresses", NOT_SELECTED, 1],
            ["kurier", "addresses", NO_ADDRESS, 1],
            ["kurier", "addresses", BEYOND_MAX_PAGES, 1],
            ["kurier", "sitemaps", TOO_DEEP, 1],
        ]
    )
    assert (numbers["urls"]["discovered"], numbers["urls"]["pending"]) == (4, 1)
    assert Manifest(crawl=numbers).problems() == []


def test_address_that_comes_in_later_is_no_longer_left_out(tmp_path):
    with Frontier(tmp_path / "f.sqlite") as frontier:
        frontier.commit([], [Candidate(url=A, source=0, left_out=BEFORE_SINCE)], {})
        frontier.commit([], [Candidate(url=A, source=0)], {})
        assert list(frontier.left_out()) == []
        assert [state for _, _, state, *_ in frontier.addresses()] == [State.PENDING]


def page(finder_: Finder, html: str, at: Row) -> finder.Found:
    return finder_.found(Response("http://kurier.example/", body=html.encode()), at)


def test_malformed_links_of_a_page_cost_themselves(tmp_path):
    at = door(tmp_path, 'site = "http://kurier.example"\ndiscover = ["section", "feed"]')
    html = (
        '<base href="http://[x/"><link rel="alternate" type="application/rss+xml" href="http://[y/">'
        '<link rel="next" href="http://[z/"><a href="http://[w/">x</a>'
        '<link rel="alternate" type="application/rss+xml" href="/feed"><a href="/a-long-slug-1">x</a>'
    )
    given = page(at, html, row(Kind.HOME))
    assert [c.url for c in given.candidates] == [
        "http://kurier.example/feed",
        "http://kurier.example/a-long-slug-1",
    ]


def test_limits_of_a_page_are_said(tmp_path):
    at = door(tmp_path, 'site = "http://kurier.example"\ndiscover = ["links", "feed"]')
    feeds = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="/feed{n}">' for n in range(7)
    )
    links = "".join(f'<a href="/{"x" * n}">x</a>' for n in range(1, 203))
    given = page(at, feeds + links, row(Kind.HOME))
    assert list(outside(given).values()).count(finder.TOO_MANY_FEEDS) == 2
    assert list(outside(given).values()).count(finder.TOO_MANY_OTHERS) == 2
    deep = page(at, '<a href="/town">x</a>', row(Kind.SECTION, depth=5))
    assert list(outside(deep).values()) == [finder.TOO_FAR]
