"""Fifteen newspapers on loopback, each of another kind: what each one offers, and its pages."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from crawler.demo.site import Reply

XML, RSS = "application/xml", "application/rss+xml"
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
MONTHS = 30
SLOW = 1.2
"""Seconds that the slow paper takes for an answer."""


@dataclass(frozen=True)
class Offer:
    """What a site offers, as its recipe has to say it."""

    discover: tuple[str, ...] = ()
    """Empty: nothing can be collected, and the recipe says why."""
    articles: int = 0
    rows: int | None = None
    """Articles that end as rows; None: all."""
    why: str = ""
    """Words of the reason, where the site is left out, or of what is said of it."""


OFFERS = {
    "index.example": Offer(("sitemap",), 12),
    "news.example": Offer(("sitemap",), 10),
    "feed.example": Offer(("feed",), 8),
    "script.example": Offer(why="leads to no article"),
    "closed.example": Offer(why="robots.txt closes it"),
    "reserved.example": Offer(("sitemap",), 6, rows=0, why="text and data mining"),
    "consent.example": Offer(("sitemap",), 6, rows=0),
    "forbidden.example": Offer(why="HTTP 403"),
    "moved.example": Offer(("sitemap",), 9),
    "wall.example": Offer(("sitemap",), 10),
    "archive.example": Offer(("sitemap",), 2 * MONTHS),
    "broken.example": Offer(("sitemap", "feed"), 7),
    "pages.example": Offer(("section",), 18),
    "gazeta.example": Offer(("sitemap", "feed"), 9),
    "slow.example": Offer(("feed",), 6),
}
SITES = [f"http://{host}" for host in OFFERS]
TOPICS = [
    "bridge",
    "school",
    "harbour",
    "theatre",
    "library",
    "market",
    "station",
    "hospital",
    "forest",
    "stadium",
]


def path_of(number: int) -> str:
    """Return the path of an article."""
    return f"/local/the-council-and-its-{TOPICS[number % 10]}-{number}"


def urlset(host: str, numbers: range) -> bytes:
    """Return a sitemap of articles."""
    rows = "".join(
        f"<url><loc>http://{host}{path_of(n)}</loc><lastmod>2026-05-{n % 28 + 1:02}</lastmod></url>"
        for n in numbers
    )
    return f"<urlset {NAMESPACE}>{rows}</urlset>".encode()


def index(host: str, names: list[str]) -> bytes:
    """Return a sitemap index."""
    rows = "".join(f"<sitemap><loc>http://{host}/{name}</loc></sitemap>" for name in names)
    return f"<sitemapindex {NAMESPACE}>{rows}</sitemapindex>".encode()


def feed(host: str, numbers: range) -> bytes:
    """Return an RSS feed of articles."""
    items = "".join(
        f"<item><title>Story {n}</title><link>http://{host}{path_of(n)}</link>"
        f"<pubDate>{n % 28 + 1:02} May 2026 08:00:00 +0200</pubDate></item>"
        for n in numbers
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


def article(host: str, number: int) -> Reply:
    """Return an English article page."""
    topic = TOPICS[number % 10]
    head = f"{topic.title()} number {number} of {host.split('.', maxsplit=1)[0]} opens after long repairs"
    words = f"The council of {host.split('.', maxsplit=1)[0]} spoke about {topic} {number}"
    body = "".join(
        f"<p>{words} for the {n + 1}. time, and member {number * 13 + n} of the {host} group said that "
        f"{n * 7 + number} of the plans had been read, counted and sent back to the office in {topic} street.</p>"
        for n in range(6)
    )
    lead = f"<p class=teaser>After {number + 2} years the {topic} is open again for everybody.</p>"
    meta = f'<meta property="article:published_time" content="2026-05-{number % 28 + 1:02}T08:00:00+02:00">'
    wall = ""
    if host == "wall.example":
        body = body[: body.index("</p>") + 4]
        wall = '<div class="paywall"><h2>Read on with a subscription</h2><p>This article is for subscribers only. Subscribe now from 1 euro a week. Already a subscriber? Log in</p></div>'
        meta += '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    page = f"<!doctype html><html lang=en><head><title>{head}</title>{meta}</head><body><article><h1>{head}</h1>{lead}<p class=byline>By Ann Example</p>{body}{wall}</article></body></html>"
    return Reply(page.encode())


def polish(number: int) -> Reply:
    """Return a Polish article in a code page of its own."""
    topic = ("most", "szkoła", "dworzec", "teatr")[number % 4]
    head = f"Radni numer {number} otwierają {topic} po długim remoncie"
    body = "".join(
        f"<p>Rada miejska po raz {n + 1} mówiła, że {topic} numer {number} będzie otwarty dla wszystkich mieszkańców, a {number * 11 + n} wniosków zostało przeczytanych i odesłanych do urzędu przy ulicy Żółwiej.</p>"
        for n in range(6)
    )
    page = f"<!doctype html><html lang=pl><head><meta charset=windows-1250><title>{head}</title></head><body><article><h1>{head}</h1><p class=date>{number % 28 + 1} maja 2026, 08:00</p>{body}</article></body></html>"
    return Reply(page.encode("cp1250"), content_type="text/html; charset=windows-1250")


CONSENT = Reply(
    b"<!doctype html><html lang=en><head><title>Your consent</title></head><body><main><h1>We value your privacy</h1><p>We and our 812 partners store and access information on your device, such as cookies. Please choose.</p><button>Accept all</button><button>Reject all</button><a href=/privacy>Privacy settings</a></main></body></html>"
)
NOTHING = Reply(b"not found", 404)


def home(host: str, inside: str = "", head: str = "") -> Reply:
    """Return a home page."""
    return Reply(
        f"<!doctype html><html lang=en><head><title>{host}</title>{head}</head><body><h1>{host}</h1>{inside}</body></html>".encode()
    )


def links(numbers: range) -> str:
    """Return links to articles."""
    return "".join(
        f'<li><a href="{path_of(n)}">The {TOPICS[n % 10]} and the council</a></li>' for n in numbers
    )


def answer(host: str, path: str, earlier: int) -> Reply:
    """Answer for all fifteen papers."""
    if host == "slow.example":
        time.sleep(SLOW)
    if host == "forbidden.example":
        return Reply(b"<h1>403 Forbidden</h1>", 403)
    if host == "moved.example":
        return Reply(b"", 301, headers={"Location": f"http://www.moved.example{path}"})
    special = SPECIAL.get((host, path))
    if special is not None:
        return special
    if path == "/robots.txt":
        return Reply(
            f"User-agent: *\nDisallow: /admin/\n{ROBOTS.get(host, '')}".encode(),
            content_type="text/plain",
        )
    if host == "archive.example" and path.startswith("/archive/"):
        month = int(path.removeprefix("/archive/").removesuffix(".xml"))
        return Reply(urlset(host, range(2 * month, 2 * month + 2)), content_type=XML)
    if host == "pages.example" and path.startswith("/?page="):
        page = int(path.partition("=")[2])
        more = f'<a rel="next" href="/?page={page + 1}">older</a>' if page < 3 else ""
        return home(host, links(range(6 * page - 6, 6 * page)) + more) if page <= 3 else NOTHING
    if path.startswith("/local/"):
        number = int(path.rpartition("-")[2])
        if host == "consent.example":
            return CONSENT
        return polish(number) if host == "gazeta.example" else article(host, number)
    return home(host) if path == "/" else NOTHING


ROBOTS = {
    "index.example": "Sitemap: http://index.example/maps.xml\n",
    "news.example": "Sitemap: http://news.example/news.xml\n",
    "consent.example": "Sitemap: http://consent.example/map.xml\n",
    "www.moved.example": "Sitemap: http://www.moved.example/map.xml\n",
    "broken.example": "Sitemap: http://broken.example/map.xml\n",
}
WHOLE = urlset("broken.example", range(9))
ALTERNATE = '<link rel="alternate" type="application/rss+xml" href="/feeds/all.rss">'
SPECIAL = {
    ("index.example", "/maps.xml"): Reply(index("index.example", ["a.xml", "b.xml", "c.xml"]), content_type=XML),
    **{
        ("index.example", f"/{name}.xml"): Reply(urlset("index.example", range(4 * n, 4 * n + 4)), content_type=XML)
        for n, name in enumerate("abc")
    },
    ("news.example", "/news.xml"): Reply(urlset("news.example", range(10)), content_type=XML),
    ("feed.example", "/"): home("feed.example", head=ALTERNATE),
    ("feed.example", "/feeds/all.rss"): Reply(feed("feed.example", range(8)), content_type=RSS),
    ("script.example", "/"): home("script.example", "<div id=app></div><script>fetch('/api/stories')</script>"),
    ("closed.example", "/robots.txt"): Reply(b"User-agent: *\nDisallow: /\n", content_type="text/plain"),
    ("reserved.example", "/.well-known/tdmrep.json"): Reply(
        b'[{"location": "/", "tdm-reservation": 1, "tdm-policy": "http://reserved.example/tdm"}]', content_type="application/json"
    ),
    ("reserved.example", "/sitemap.xml"): Reply(urlset("reserved.example", range(6)), content_type=XML),
    ("consent.example", "/"): CONSENT,
    ("consent.example", "/map.xml"): Reply(urlset("consent.example", range(6)), content_type=XML),
    ("www.moved.example", "/map.xml"): Reply(urlset("www.moved.example", range(9)), content_type=XML),
    ("wall.example", "/sitemap.xml"): Reply(urlset("wall.example", range(10)), content_type=XML),
    ("archive.example", "/sitemap.xml"): Reply(
        index("archive.example", [f"archive/{n}.xml" for n in range(MONTHS)]), content_type=XML
    ),
    ("broken.example", "/map.xml"): Reply(WHOLE[: WHOLE.index(path_of(5).encode()) + 9], content_type=XML),
    ("broken.example", "/"): home("broken.example", head=ALTERNATE),
    ("broken.example", "/feeds/all.rss"): Reply(feed("broken.example", range(7)), content_type=RSS),
    ("pages.example", "/"): home("pages.example", links(range(6)) + '<a rel="next" href="/?page=2">older</a>'),
    ("gazeta.example", "/"): home("gazeta.example", head=ALTERNATE),
    ("gazeta.example", "/feeds/all.rss"): Reply(feed("gazeta.example", range(4)), content_type=RSS),
    ("gazeta.example", "/sitemap_index.xml"): Reply(index("gazeta.example", ["posts.xml"]), content_type=XML),
    ("gazeta.example", "/posts.xml"): Reply(urlset("gazeta.example", range(9)), content_type=XML),
    ("slow.example", "/"): home("slow.example", head=ALTERNATE),
    ("slow.example", "/feeds/all.rss"): Reply(feed("slow.example", range(6)), content_type=RSS),
}  # fmt: skip
