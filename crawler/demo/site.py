"""The included newspaper group: three papers, two layouts, and what a crawl meets.

Le Courrier de Valmont (fr) and Altenbrucker Bote (de) share one layout family,
The Millbrook Gazette (en) has another. Everything is made in memory; nothing is
read from outside.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from html import escape

from crawler.demo import layouts
from crawler.demo.papers import START, Story, path_of, story
from crawler.demo.seed import PATH as SEED_PATH, page as seed_page

FR, DE, EN = "courrier-valmont.example", "altenbrucker-bote.example", "millbrook-gazette.example"
HOSTS = {
    FR: ("Le Courrier de Valmont", "fr"),
    DE: ("Altenbrucker Bote", "de"),
    EN: ("The Millbrook Gazette", "en"),
}
BIG = 30 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answers."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "text/html; charset=utf-8"


Page = Callable[[int], Reply]
"""From the number of earlier requests of this address to the answer."""


def stories(host: str, *, day: int = 1) -> list[Story]:
    """Return the articles of a paper, newest last. On day 2 one is revised, one is new."""
    language = HOSTS[host][1]
    plan = _PLANS[language]
    found = [story(language, n, **plan.get(n, {})) for n in range(22)]
    if host == DE:
        found.append(_agency("de-agentur", "Altenbrucker Bote"))
    if host == EN:
        found.append(
            replace(
                _agency("wire", "The Millbrook Gazette"),
                title="Reservoirs across the region fill up again",
            )
        )
    if host == FR:
        # a paywalled copy of what the other two print for everybody
        found.append(
            replace(_agency("monde", "Le Courrier de Valmont"), access="subscription", public=4)
        )
    if day == 2:
        first = found[1]
        found[1] = replace(
            first,
            paragraphs=(*first.paragraphs, _CORRECTION[language]),
            modified=START + timedelta(days=40),
        )
        found.append(story(language, 31, published=START + timedelta(days=40)))
    return found


_CORRECTION = {
    "fr": "Correction : une première version de cet article donnait un autre chiffre pour la participation de l’agglomération.",
    "de": "Korrektur: In einer früheren Fassung stand eine andere Zahl für die Beteiligung des Kreises.",
    "en": "Correction: an earlier version of this article gave a different figure for the district’s share of the money.",
}
_PLANS: dict[str, dict[int, dict[str, object]]] = {
    "fr": {
        2: {"extras": ("newsletter",)}, 4: {"access": "subscription", "public": 2}, 6: {"extras": ("advert", "related")}, 7: {"access": "metered"},
        9: {"charset": "windows-1252"}, 11: {"access": "hidden", "public": 2}, 13: {"access": "registration", "public": 3}, 15: {"broken_json": True}, 17: {"access": "declared", "public": 3},
    },
    "de": {
        1: {"extras": ("advert",)}, 3: {"access": "subscription", "public": 2}, 5: {"access": "metered"}, 8: {"access": "declared", "public": 2}, 10: {"charset": "utf-16"},
        12: {"extras": ("newsletter", "related")}, 14: {"access": "registration", "public": 2}, 16: {"access": "hidden", "public": 3},
    },
    "en": {
        2: {"extras": ("advert", "newsletter")}, 4: {"access": "metered"}, 6: {"access": "subscription", "public": 3}, 9: {"access": "registration", "public": 2},
        11: {"access": "declared", "public": 2}, 13: {"broken_json": True}, 16: {"extras": ("related",)}, 18: {"access": "hidden", "public": 2},
    },
}  # fmt: skip


def _agency(slug: str, paper: str) -> Story:
    """One agency text that two papers print, each with a line of its own."""
    return Story(
        slug=f"reservoirs-{slug}-2201",
        language="en",
        title="Reservoirs fill up after the wettest April in a century",
        teaser="Water companies lift the last restrictions, and warn against wasting what has fallen.",
        author="Meridian News Agency",
        section="News",
        published=START + timedelta(days=6, hours=2),
        paragraphs=(
            f"Printed in {paper} with the permission of the agency.",
            "Water companies lifted the last remaining restrictions on Tuesday after the wettest April in more than a century filled reservoirs that had been half empty since the autumn before last.",
            "Levels rose by eleven points in four weeks, the regulator said, to ninety-three per cent of capacity, and several dams have begun to release water for the first time in three years.",
            "Farmers, who lost a third of the barley harvest to drought last summer, gave the news a guarded welcome. Fields on heavy soil are too wet to drive on, and sowing is at least two weeks late.",
            "The regulator warned households against treating the problem as solved. Leaks still lose one litre in five, it said, and a dry winter would bring the restrictions back within months.",
            "A committee of ministers will meet in June to decide whether to build two new reservoirs that were first proposed in 1994 and have been postponed by every government since.",
        ),
    )


class Group:
    """All pages of the three papers, by host and path."""

    def __init__(self, *, day: int = 1, retry_after: int = 1) -> None:
        self.day = day
        self.retry_after = retry_after
        self.pages: dict[tuple[str, str], Page] = {}
        for host in HOSTS:
            self._paper(host)
        self._troubles()

    def reply(self, host: str, path: str, earlier: int) -> Reply:
        """Return the answer for an address; 404 where there is nothing."""
        page = self.pages.get((host, path)) or self.pages.get(
            (host, path.split("?", maxsplit=1)[0])
        )
        if page is None and host == FR and path.startswith("/agenda/"):
            return _html(layouts.calendar(host, path))
        if page is None and host in HOSTS:
            return _html(layouts.simple("404", "Page not found"), status=404)
        return page(earlier) if page is not None else Reply(status=502)

    def _put(self, host: str, path: str, reply: Reply) -> None:
        self.pages[(host, path)] = lambda _: reply

    def _paper(self, host: str) -> None:
        name, language = HOSTS[host]
        found = stories(host, day=self.day)
        for item in found:
            self._put(host, path_of(item), _article(host, name, item, found))
        newest = sorted(found, key=lambda s: s.published, reverse=True)
        self._put(host, "/", _html(layouts.home(host, name, language, newest[:12])))
        for number in range(1, 4):
            chunk = newest[(number - 1) * 8 : number * 8]
            path = "/section/" if number == 1 else f"/section/?page={number}"
            self._put(host, path, _html(layouts.section(host, name, language, chunk, number)))
        self._lists(host, found)
        self._robots(host)

    def _robots(self, host: str) -> None:
        lines = ["User-agent: *", "Disallow: /private/", f"Sitemap: http://{host}/sitemap.xml"]
        if host == DE:
            lines.insert(2, "Crawl-delay: 0.02")
        self._put(host, "/robots.txt", Reply("\n".join(lines).encode(), content_type="text/plain"))
        rules = [{"location": "/reserved/*", "tdm-reservation": 1}] if host == EN else []
        self._put(
            host,
            "/.well-known/tdmrep.json",
            Reply(json.dumps(rules).encode(), content_type="application/json"),
        )

    def _lists(self, host: str, found: list[Story]) -> None:
        half = len(found) // 2
        extra = _EXTRA_LISTED.get(host, [])
        self._put(
            host,
            "/sitemap.xml",
            _xml(
                layouts.sitemap_index(
                    host,
                    ["/sitemap-old.xml.gz", "/news-sitemap.xml"]
                    + (["/sitemap-broken.xml"] if host == DE else []),
                )
            ),
        )
        self._put(
            host,
            "/sitemap-old.xml.gz",
            Reply(
                gzip.compress(layouts.sitemap(host, found[:half], []).encode(), mtime=0),
                content_type="application/gzip",
            ),
        )
        self._put(
            host, "/news-sitemap.xml", _xml(layouts.sitemap(host, found[half:], extra, news=True))
        )
        self._put(
            host,
            "/sitemap-broken.xml",
            _xml(
                "<urlset><url><loc>http://"
                + host
                + path_of(found[0])
                + "</loc></url><url><loc>unclosed & broken"
            ),
        )
        self._put(
            host,
            "/feed.xml",
            _xml(
                layouts.rss(host, HOSTS[host][0], found[-10:])
                if host != EN
                else layouts.atom(host, HOSTS[host][0], found[-10:])
            ),
        )

    def _troubles(self) -> None:
        """One address for each thing that goes wrong on the real web."""
        self._put(FR, SEED_PATH, _html(seed_page()))
        target = path_of(stories(FR)[0])
        for old, new in (("/old/one", "/old/two"), ("/old/two", target)):
            self._put(FR, old, Reply(status=301, headers={"Location": new}))
        self._put(
            FR, "/gone/removed-article-of-2019", _html(layouts.simple("410", "Gone"), status=410)
        )
        self._put(
            FR, "/private/internal-draft-article", _html(layouts.simple("x", "never requested"))
        )
        self._put(
            DE,
            "/fehler/immer-kaputt-4711",
            _html(layouts.simple("500", "Internal error"), status=500),
        )
        busy = path_of(stories(DE)[0]) + "?busy"
        answer = self.pages[(DE, path_of(stories(DE)[0]))](0)
        wait = {"Retry-After": str(self.retry_after)}
        self.pages[(DE, "/eilig/gerade-sehr-beliebt-4712")] = lambda earlier: (
            Reply(b"busy", 429, wait) if earlier < 1 else answer
        )
        self._put(DE, busy, answer)
        self.pages[(EN, "/downloads/archive-of-everything-9001")] = lambda _: _html(
            "<html><body><p>" + "x" * BIG + "</p></body></html>"
        )
        self.pages[(EN, "/downloads/packed-archive-9002")] = lambda _: Reply(
            _bomb(), headers={"Content-Encoding": "gzip"}
        )
        reserved = story("en", 27, published=START + timedelta(days=3))
        self._put(
            EN, "/reserved/harbour-report-2027", _html(layouts.wide(EN, HOSTS[EN][0], reserved, []))
        )
        self._put(
            EN,
            "/tag/harbour-stories-archive",
            _html(layouts.section(EN, HOSTS[EN][0], "en", stories(EN)[:14], 1)),
        )


_EXTRA_LISTED = {
    FR: [
        SEED_PATH,
        "/old/one",
        "/gone/removed-article-of-2019",
        "/private/internal-draft-article",
        "/missing/article-not-there-1999",
    ],
    DE: ["/fehler/immer-kaputt-4711", "/eilig/gerade-sehr-beliebt-4712"],
    EN: [
        "/downloads/archive-of-everything-9001",
        "/downloads/packed-archive-9002",
        "/reserved/harbour-report-2027",
        "/tag/harbour-stories-archive",
    ],
}


def _article(host: str, name: str, item: Story, all_stories: list[Story]) -> Reply:
    build = layouts.wide if HOSTS[host][1] == "en" else layouts.classic
    text = build(host, name, item, all_stories)
    if item.charset == "utf-16":
        return Reply(text.encode("utf-16"), content_type="text/html")
    return Reply(
        text.encode(item.charset, "xmlcharrefreplace"),
        content_type=f"text/html; charset={item.charset}",
    )


def _html(text: str, status: int = 200) -> Reply:
    return Reply(text.encode(), status)


def _xml(text: str) -> Reply:
    return Reply(text.encode(), content_type="application/xml; charset=utf-8")


@cache
def _bomb() -> bytes:
    return gzip.compress(b"<html><body>" + b"0" * (64 * 1024 * 1024), compresslevel=9, mtime=0)


def iso(at: datetime) -> str:
    """Return a time as ISO 8601 with its zone."""
    return at.isoformat()


def text(value: str) -> str:
    """Return text escaped for HTML."""
    return escape(value, quote=False)
