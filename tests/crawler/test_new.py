"""`standfirst new`: every site is looked at, and the recipe says what each one offers."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from loopback import article_page

from crawler.cli import main
from crawler.cli.looked import offer
from crawler.cli.new import cause, links, usual
from crawler.crawl.preview import NOT_ASKED, READ, Look, SourceLook, reserving
from crawler.demo.server import Server
from crawler.demo.site import Reply
from crawler.fetch.scheduler import FrontierScheduler
from crawler.frontier.model import Kind, Row
from pipelines.recipe import Crawl, load


def sitemap(host: str, numbers: range) -> bytes:
    urls = "".join(
        f"<url><loc>http://{host}/news/the-story-number-{n}</loc><lastmod>2026-05-0{n % 9 + 1}</lastmod></url>"
        for n in numbers
    )
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()


def feed(host: str, numbers: range) -> bytes:
    items = "".join(
        f"<item><title>Story {n}</title><link>http://{host}/news/the-story-number-{n}</link></item>"
        for n in numbers
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


def region(host: str, path: str, earlier: int) -> Reply:
    """Seven papers, each of another kind."""
    home = {
        "feed.example": '<link rel="alternate" type="application/rss+xml" href="http://feeds.elsewhere.example/paper">',
        "links.example": "".join(f'<a href="/news/the-story-number-{n}">x</a>' for n in range(7)),
    }
    if path == "/robots.txt":
        rules = {
            "closed.example": b"User-agent: *\nDisallow: /\n",
            "map.example": b"Sitemap: http://map.example/index-of-news.xml\nUser-agent: *\nCrawl-delay: 3\n",
        }
        return Reply(b"", 503) if host == "busy.example" else Reply(rules.get(host, b""))
    if path == "/":
        return Reply(f"<html><body>{home.get(host, 'welcome')}</body></html>".encode())
    if (host, path) == ("map.example", "/index-of-news.xml"):
        return Reply(sitemap(host, range(40)), content_type="application/xml")
    if (host, path) == ("usual.example", "/sitemap.xml"):
        return Reply(sitemap(host, range(5)), content_type="application/xml")
    if host == "feeds.elsewhere.example":
        return Reply(feed("feed.example", range(6)), content_type="application/rss+xml")
    return Reply(article_page(1).encode()) if path.startswith("/news/") else Reply(b"", 404)


SITES = [
    f"http://{name}.example"
    for name in ("map", "usual", "feed", "links", "closed", "busy", "nothing")
]


@pytest.mark.slow
def test_every_site_is_looked_at_and_told(tmp_path, capsys):
    with Server(region) as server:
        with pytest.raises(SystemExit) as ended:
            main(["new", "region", *SITES, "--into", str(tmp_path), "--proxy", server.proxy])
        articles = [s for s in server.seen if s.path.startswith("/news/")]
    assert ended.value.code == 0
    assert articles == []
    written = load(tmp_path / "recipe.toml")
    found = {s.site: (s.discover, s.sitemaps, s.feeds) for s in written.source}
    assert found == {
        "http://map.example": (["sitemap"], ["http://map.example/index-of-news.xml"], []),
        "http://usual.example": (["sitemap"], ["http://usual.example/sitemap.xml"], []),
        "http://feed.example": (["feed"], [], ["http://feeds.elsewhere.example/paper"]),
        "http://links.example": (["section"], [], []),
    }
    text = (tmp_path / "recipe.toml").read_text()
    assert "http://closed.example is left out: nothing was found there. Its robots.txt" in text
    assert "http://busy.example is left out" in text
    assert "http://nothing.example is left out" in text
    shown = capsys.readouterr().err
    assert "site         http://map.example: 1 sitemap, 40 article addresses" in shown
    assert "left out     http://closed.example: Its robots.txt closes it" in shown
    assert "nothing was written" not in shown
    # forty pages, three seconds apart, as the slowest of the papers asks
    assert "time         about 2 min with 1 s" in shown


def look(**source: object) -> SourceLook:
    return SourceLook(**source)  # type: ignore[arg-type]


def test_an_estimate_counts_the_sitemaps_that_were_not_read():
    source = look(
        articles=[(f"http://a.example/{n}", None) for n in range(10)],
        discovery={"sitemap": [("1", READ), ("2", READ), ("3", NOT_ASKED), ("4", "HTTP 404")]},
    )
    assert source.expected() == 15
    assert offer(source) == "2 sitemaps (1 more not looked at), 10 article addresses"


@pytest.mark.parametrize(
    ("delay", "robots", "limit", "seconds"),
    [(1.0, "", None, 20), (1.0, "User-agent: *\nCrawl-delay: 4", None, 80), (2.0, "", 5, 10)],
)
def test_the_time_is_that_of_the_slowest_host(delay, robots, limit, seconds):
    found = Look(
        sources=[
            look(articles=[(f"http://a.example/{n}", None) for n in range(20)]),
            look(articles=[(f"http://b.example/{n}", None) for n in range(3)]),
        ],
        robots={"http://a.example": (200, robots)},
        agent="Standfirst/1",
    )
    assert found.seconds(delay, limit) == seconds


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("a name of this machine or network", "leads to this machine. Addresses on this machine"),
        ("127.0.0.1 is not a public address", "leads to this machine"),
        ("port 8801 is none of the web (80, 443, 8080, 8443)", "port 8801"),
        ("robots.txt", "closes it for this crawler"),
        ("HTTP 500", "could not be read: HTTP 500"),
        ("HTTP 403", "refuses this crawler (HTTP 403)"),
        ("HTTP 451", "refuses this crawler (HTTP 451)"),
    ],
)
def test_the_cause_is_told_in_words(said, words):
    assert words in cause(Look(), look(discovery={"home": [("http://a.example/", said)]}))


def test_two_looks_at_one_site_are_one():
    own = look(articles=[("x", 1.0)], discovery={"feed": [("f", READ)]}, tops={"feed": ["f"]})
    usual = look(
        articles=[("x", 1.0), ("y", None)],
        discovery={"feed": [("f", READ), ("g", READ)]},
        tops={"feed": ["g"]},
    )
    joined = own.join(usual)
    assert joined.articles == [("x", 1.0), ("y", None)]
    newer = joined.join(look(articles=[("x", 3.0), ("y", 2.0)]))
    assert newer.articles == [("x", 3.0), ("y", 2.0)]
    assert joined.answered("feed") == ["f", "g"]
    assert joined.tops == {"feed": ["f", "g"]}


def test_a_file_that_was_read_in_part_counts():
    cut = "read in part: it is cut short"
    assert look(discovery={"sitemap": [("s", cut), ("t", "HTTP 404")]}).answered("sitemap") == ["s"]


def test_places_that_were_guessed_are_counted_and_not_listed():
    rows = [("http://a.example/feed", "HTTP 404"), ("http://b.example/rss", READ)]
    seen = look(discovery={"feed": rows}).without_guesses({"/feed", "/rss"})
    assert (seen.discovery, seen.guessed) == ({"feed": rows[1:]}, 1)


def test_usual_places_are_asked_for_what_a_site_does_not_name():
    named = {"home": [("http://a.example/", READ)], "feed": [("http://a.example/f", READ)]}
    wanted = usual("http://a.example", look(discovery=named, articles=[("x", None)]))
    assert wanted["discover"] == ["sitemap"]
    assert wanted["sitemaps"][0] == "http://a.example/sitemap.xml"
    assert "feeds" not in wanted


@pytest.mark.parametrize(
    "said", ["HTTP 403", "HTTP 429", "robots.txt", "port 81 is none of the web"]
)
def test_a_site_that_says_no_is_asked_no_more(said):
    refused = look(discovery={"home": [("http://a.example/", said)]})
    assert usual("http://a.example", refused) == {}
    assert links("http://a.example", refused) == {}


def test_the_time_counts_sitemaps_and_feeds_too():
    rows = [(f"http://a.example/map-{n}.xml", READ) for n in range(10)]
    site = look(articles=[("http://a.example/x", None)] * 5, discovery={"sitemap": rows})
    assert Look(sources=[site], agent="x").seconds(1.0) == 15


@pytest.mark.parametrize(
    ("tdm", "ai", "said"),
    [
        ('[{"location": "/", "tdm-reservation": 1}]', "", "tdmrep.json reserves all pages"),
        ('[{"location": "/plus/", "tdm-reservation": 1}]', "", "tdmrep.json reserves /plus/"),
        ("", "User-agent: *\nDisallow: /", "ai.txt closes its texts"),
        ('[{"location": "/", "tdm-reservation": 0}]', "", ""),
        ("", "", ""),
    ],
)
def test_a_reservation_is_told_before_the_crawl(tdm, ai, said):
    assert reserving(tdm, ai) == said


class OneHost:
    """As much of a spider as the scheduler asks, its look over at the second request."""

    def __init__(self) -> None:
        nothing = {
            "source": 0,
            "tries": 0,
            "depth": 0,
            "listed": None,
            "etag": None,
            "modified": None,
        }
        urls = [
            Row(key=n, url=f"http://a.example/{n}.xml", kind=Kind.SITEMAP, **nothing)
            for n in range(9)
        ]
        frontier = SimpleNamespace(
            take=lambda *_: list(urls), waiting_hosts=lambda _: [(1, "http://a.example", 0.0)]
        )
        self.ledger = SimpleNamespace(dirty=False, leased=set(), frontier=frontier)
        crawl = Crawl(per_host=1, max_wait=5.0, proxy="http://127.0.0.1:9", allow_loopback=True)
        self.recipe, self.job = SimpleNamespace(crawl=crawl), SimpleNamespace(preview=1)
        self.enough, self.asked = False, 0

    def may_fetch(self) -> bool:
        return True

    def looked_enough(self, _: int) -> bool:
        return self.asked >= 1

    def request_for(self, row: Row, _: int) -> Row:
        self.asked += 1
        return row


def test_a_look_ends_when_its_budget_is_spent():
    scheduler, spider = FrontierScheduler(), OneHost()
    scheduler.open(spider)
    assert scheduler.next_request() is not None
    spider.ledger.leased.clear()
    assert scheduler.next_request() is None
    assert not scheduler.has_pending_requests()
