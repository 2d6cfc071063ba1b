"""Sitemaps, feeds and lists as they are found: every form, every fault, nothing silent."""

from __future__ import annotations

import codecs
import gzip
import json
from datetime import UTC, datetime

import pytest

from crawler.discovery.listing import Entry
from crawler.discovery.lists import read
from crawler.discovery.moments import CLOCKS, moment

URL = "http://kurier.example/maps/news.xml"
A, B = "http://kurier.example/a-1", "http://kurier.example/b-2"
DAY = datetime(2026, 5, 1, tzinfo=UTC)
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:video="http://www.google.com/schemas/sitemap-video/1.1" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def urlset(*entries: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {NS}>{"".join(entries)}</urlset>'


def url(loc: str, more: str = "") -> str:
    return f"<url><loc>{loc}</loc>{more}</url>"


def rss(*items: str) -> str:
    return f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><link>http://kurier.example/</link><image><url>http://kurier.example/logo</url></image>{"".join(items)}</channel></rss>'


def locs(text: str | bytes, at: str = URL) -> list[str]:
    return [e.loc for e in read(text.encode() if isinstance(text, str) else text, at).pages]


PLAIN = urlset(url(A), url(B))
FORMS = {
    "as it should be": PLAIN.encode(),
    "mark": codecs.BOM_UTF8 + PLAIN.encode(),
    "utf-16": PLAIN.encode("utf-16"),
    "utf-16 without mark": PLAIN.encode("utf-16-le"),
    "blank lines in front": b"\n\n" + PLAIN.encode(),
    "prose in front": b"Warning: header sent in line 3\n" + PLAIN.encode(),
    "gzip": gzip.compress(PLAIN.encode()),
    "gzip twice": gzip.compress(gzip.compress(PLAIN.encode())),
    "gzip and more behind": gzip.compress(PLAIN.encode()) + b"\x00" * 8,
    "upper case": PLAIN.replace("url", "URL").replace("loc>", "LOC>").encode(),
    "prefix": PLAIN.replace("<", "<s:")
    .replace("<s:/", "</s:")
    .replace("<s:?", "<?")
    .replace("xmlns=", "xmlns:s=")
    .encode(),
    "no namespace": PLAIN.replace(NS, "").encode(),
    "two files in one": urlset(url(A)).encode() + urlset(url(B)).encode(),
    "doctype": PLAIN.replace("?><", '?><!DOCTYPE urlset [<!ENTITY x "y">]><').encode(),
    "list": f"{A}\r\n# a comment\r\n{B}\r\n".encode(),
    "list, packed": gzip.compress(f"{A}\n{B}\n".encode()),
    "list with a mark": codecs.BOM_UTF8 + f"{A}\n{B}\n".encode(),
    "feed": rss(
        f"<item><link>{A}</link></item>", f"<item><link>{B}</link></item>"
    ).encode(),
    "feed in upper case": rss(f"<item><link>{A}</link></item>", f"<item><link>{B}</link></item>")
    .upper()
    .replace("HTTP://KURIER.EXAMPLE/A-1", A)
    .replace("HTTP://KURIER.EXAMPLE/B-2", B)
    .encode(),
    "rdf": f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item rdf:about="{A}"><title>x</title></item><item><link>{B}</link></item></rdf:RDF>'.encode(),
    "atom": f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="self" href="http://x/y"/><link href="{A}"/></entry><entry><link rel="enclosure" href="http://x/z.mp3"/><link rel="alternate" href="../b-2"/></entry></feed>'.encode(),
    "atom with a base": b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://kurier.example/"><entry><link href="a-1"/></entry><entry xml:base="/x/"><link href="../b-2"/></entry></feed>',
    "atom links in rss": rss(
        f'<item><atom:link rel="self" href="http://x/y"/><atom:link rel="alternate" href="{A}"/></item>',
        f'<item><atom:link href="http://x/z"/><link>{B}</link></item>'.replace(
            '<atom:link href="http://x/z"/>', ""
        ),
    ).encode(),
    "guid": rss(
        f'<item><guid isPermaLink="true">{A}</guid></item>', f"<item><guid>{B}</guid></item>"
    ).encode(),
    "json feed": json.dumps({"items": [{"url": A}, {"id": B}]}).encode(),
    "json feed with a mark": codecs.BOM_UTF8
    + json.dumps({"items": [{"url": A}, {"external_url": B}]}).encode(),
    "json list": json.dumps([{"link": A}, {"permalink": B}]).encode(),
    "json list of addresses": json.dumps([A, B]).encode(),
    "json items by name": json.dumps({"items": {"0": {"url": A}, "1": {"url": B}}}).encode(),
    "json of a feed": json.dumps({"rss": {"channel": {"item": [{"link": A}, {"link": B}]}}}).encode(),
    "json links": json.dumps(
        {"entries": [{"link": {"href": A}}, {"links": [{"rel": "self", "href": "x"}, {"href": B}]}]}
    ).encode(),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_addresses_are_found_in_every_form(form):
    found = read(FORMS[form], URL)
    assert ([e.loc for e in found.pages], found.said("sitemap")) == ([A, B], [])


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("/c-3", "http://kurier.example/c-3"),
        ("c-3", "http://kurier.example/maps/c-3"),
        ("//cdn.example/c-3", "http://cdn.example/c-3"),
        ("\n  http://kurier.example/c\n  ", "http://kurier.example/c"),
        ("http://kurier.example/\n    c-3", "http://kurier.example/c-3"),
        ("<![CDATA[http://kurier.example/?a=1&b=2]]>", "http://kurier.example/?a=1&b=2"),
        ("http://kurier.example/?a=1&b=2", "http://kurier.example/?a=1&b=2"),
        ("http://kurier.example/?a=1&amp;b=2", "http://kurier.example/?a=1&b=2"),
        ("http://kurier.example/?a=1&amp;amp;b=2", "http://kurier.example/?a=1&b=2"),
        ("http://kurier.example/?a=1&copy=2", "http://kurier.example/?a=1&copy=2"),
        ("http://kurier.example/caf&eacute;", "http://kurier.example/café"),
        ("http://kurier.example/the big story", "http://kurier.example/the big story"),
    ],
)
def test_address_of_an_entry(written, address):
    assert locs(urlset(url(written))) == [address]
    assert locs(rss(f"<item><link>{written}</link></item>")) == [address]


def test_pictures_and_videos_have_addresses_and_dates_of_their_own():
    more = (
        "<video:video><video:publication_date>2020-01-01</video:publication_date></video:video>"
        "<image:image><image:loc>http://kurier.example/p.jpg</image:loc></image:image>"
    )
    entry = f"<url><image:image><image:loc>http://kurier.example/q.jpg</image:loc></image:image><loc>{A}</loc>{more}</url>"
    assert read(urlset(entry).encode(), URL).pages == [Entry(A)]
    undeclared = urlset(entry).replace(NS, "")
    assert locs(undeclared) == [A]


def test_dates_of_a_news_sitemap():
    more = "<lastmod>2026-05-02</lastmod><news:news><news:publication_date>2026-05-01</news:publication_date></news:news>"
    assert read(urlset(url(A, more)).encode(), URL).pages == [Entry(A, DAY, DAY.replace(day=2))]


def test_date_of_a_feed_item():
    text = rss(f"<item><link>{A}</link><pubDate>Fri, 01 May 2026 02:00:00 +0200</pubDate></item>")
    assert read(text.encode(), URL).pages == [Entry(A, DAY)]


def test_no_file_ends_in_silence():
    assert len(locs(urlset(*(url(f"{A}-{n}") for n in range(50_010))))) == 50_010
    assert len(locs(rss(*(f"<item><link>{A}-{n}</link></item>" for n in range(2001))))) == 2001
    assert len(locs(json.dumps([A] * 2001))) == 2001


@pytest.mark.parametrize("cut", [15, 40])
def test_file_that_is_cut_gives_its_whole_entries_and_says_so(cut):
    found = read(PLAIN.encode()[:-cut], URL)
    assert [e.loc for e in found.pages] == [A]
    assert found.said("sitemap") == ["it is cut short"]


def test_packed_file_that_is_cut_gives_what_it_holds():
    packed = gzip.compress(urlset(*(url(f"{A}{n}") for n in range(3000))).encode())
    found = read(packed[: len(packed) // 2], URL)
    assert len(found.pages) > 500
    assert found.said("sitemap")[-1] == "it is cut short"


def test_json_that_is_cut_gives_its_whole_items():
    found = read(json.dumps({"items": [{"url": A}, {"url": B}]}).encode()[:-10], URL)
    assert [e.loc for e in found.pages] == [A]
    assert found.said("feed") == ["its JSON is damaged or cut short"]


@pytest.mark.parametrize(
    "bad", ["http://[kurier.example/x", "http://", "http://kurier.example:99999/"]
)
def test_malformed_address_costs_its_own_entry(bad):
    for text in (urlset(url(A), url(bad), url(B)), rss(*(f"<item><link>{u}</link></item>" for u in (A, bad, B))), json.dumps([A, bad, B]), f"{A}\n{bad}\n{B}"):  # fmt: skip
        found = read(text.encode(), URL)
        assert ([e.loc for e in found.pages], found.unusable) == ([A, B], [bad])


def test_entry_without_an_address_is_counted():
    found = read(
        rss("<item><title>x</title></item>", f"<item><link>{A}</link></item>").encode(), URL
    )
    assert (len(found.pages), found.said("feed")) == (1, ["1 entries without an address"])


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "nothing in it"),
        (b" \n", "nothing in it"),
        (b"<!doctype html><html><body>x</body></html>", "a web page, no sitemap"),
        (b"<urlset></urlset>", "a sitemap without entries"),
        (b"<urlset/>", "a sitemap without entries"),
        (b"<rss><channel></channel></rss>", "a feed without entries"),
        (b"<kml><Document/></kml>", "XML of another kind, <kml>, no sitemap"),
        (b'{"items": []}', "a JSON feed without items"),
        (b'{"items": null}', "a JSON feed without items"),
        (b'{"error": 1}', "JSON without a list of items, no sitemap"),
        (b"[" * 100_000, "its JSON is damaged or cut short"),
        (b"Not found", "a text without addresses, no sitemap"),
        (b"PK\x03\x04rest", "a zip archive, no sitemap"),
        (b"\x89PNG\r\n", "a picture, no sitemap"),
        (bytes(range(1, 9)) * 9, "its bytes are no text"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_file_without_addresses_is_called_what_it_is(body, said):
    found = read(body, URL)
    assert (found.pages, found.said("sitemap")) == ([], [said])


def test_children_of_an_index():
    text = f"<sitemapindex {NS}><sitemap><loc>/a.xml</loc><lastmod>2026-05-01</lastmod></sitemap></sitemapindex>"
    assert read(text.encode(), URL).sitemaps == [Entry("http://kurier.example/a.xml", DAY, DAY)]


@pytest.mark.parametrize(
    "written",
    [
        "2026-05-01",
        "2026-05-01T00:00:00Z",
        "2026-05-01T02:00:00+02:00",
        "2026-05-01 00:00:00",
        "2026-05-01T00:00:00.000+00:00",
        "20260501",
        "20260501T000000Z",
        "2026/05/01",
        "01.05.2026",
        "Fri, 01 May 2026 00:00:00 GMT",
        "01 May 2026 00:00:00 +0000",
        "1777593600",
        "1777593600000",
    ],
)
def test_dates_in_every_format(written):
    assert moment(written, datetime(2026, 6, 1, tzinfo=UTC)) == DAY


@pytest.mark.parametrize(
    "written",
    ["", None, "never", "9999-12-31T23:59:59-12:00", "0001-01-01", "2099-01-01", "1900-01-01", "9" * 13, "2026-13-45", "99999999999999999999", "T", "²"],
)  # fmt: skip
def test_what_is_no_date_of_a_page(written):
    assert moment(written) is None


def test_clocks_may_differ_a_little():
    assert moment("2026-05-01T00:04:00Z", DAY) is not None
    assert moment("2026-05-01T00:06:00Z", DAY) is None
    assert CLOCKS.total_seconds() == 300
