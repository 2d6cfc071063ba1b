"""Files of machines, damaged at random: no reader hangs, raises or takes long."""

from __future__ import annotations

import gzip
import json
import random
import time
from collections.abc import Callable, Iterator

import pytest

from crawler.discovery import listing, lists
from crawler.fetch import permission

SEEDS = range(500)
URL = "http://kurier.example/feed"
_ENTRIES = "".join(
    f"<url><loc>http://kurier.example/a?x={n}&amp;y=1</loc><lastmod>2026-05-0{n}T10:00:00Z</lastmod></url>"
    for n in range(1, 9)
)
_ITEMS = "".join(
    f"<item><link>http://kurier.example/{n}</link><guid>x{n}</guid><pubDate>Fri, 01 May 2026 10:00:00 GMT</pubDate><description><![CDATA[<p>&nbsp;]]></description></item>"
    for n in range(8)
)
_ROBOTS = b"# rules\nUser-agent: Standfirst/1.0\nCrawl-delay: 2\nDisallow: /private/*.html$\n\nUser-agent: *\nDisallow: /\nSitemap: /map.xml\n"
_TDM = b'[{"location": "/a/*", "tdm-reservation": 1, "tdm-policy": "http://kurier.example/p"}]'
SAMPLES = {
    "robots": [_ROBOTS, _ROBOTS.decode().encode("utf-16"), b"<html>" + _ROBOTS],
    "opt-outs": [_TDM, b"\xef\xbb\xbf" + _TDM, b"// x\n" + _TDM],
    "sitemap": [f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{_ENTRIES}</urlset>'.encode(), gzip.compress(_ENTRIES.encode())],
    "feed": [f"<rss><channel>{_ITEMS}</channel></rss>".encode(), json.dumps({"items": [{"url": "http://kurier.example/1", "date_published": "2026-05-01"}] * 9}).encode()],
    "list": [b"".join(b"http://kurier.example/%d\n# note\n" % n for n in range(30))],
}  # fmt: skip
SNIPPETS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"&", b"&#0;", b"&#xFFFFFFF;", b"<", b"</", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<!DOCTYPE x [", b'"', b"[" * 3000, b"{" * 3000,
    b"http://[", b"<loc>" * 500, b"*" * 2000, b"\r", b"\xed\xa0\x80", b"9999-12-31T23:59:59-23:59", b"\xc2\xb2", b"\x1f\x8b\x08", b"://", b"xml:base='http://['", b"null", b"1e999",
)  # fmt: skip


def damaged(sample: bytes, chance: random.Random) -> bytes:
    """The sample after a few random cuts, swaps, doublings and insertions."""
    body = bytearray(sample)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(body) + 1)
        what = chance.randrange(5)
        if what == 0:
            body[at : at + chance.randint(1, 40)] = b""
        elif what == 1:
            body[at:at] = chance.choice(SNIPPETS)
        elif what == 2:
            body[at : at + 4] = chance.randbytes(4)
        elif what == 3:
            body[at:at] = body[at : at + chance.randint(1, 200)]
        else:
            del body[max(at, 10) :]
    return bytes(body)


def mutants(kind: str) -> Iterator[bytes]:
    for seed in SEEDS:
        chance = random.Random(seed)
        yield damaged(chance.choice(SAMPLES[kind]), chance)


def read_robots(body: bytes) -> None:
    found = permission.robots(permission.decoded(body, 1 << 20), "http://kurier.example")
    assert isinstance(found.allows("http://kurier.example/private/a.html?b=c"), bool)
    assert all(address.startswith(("http", "ftp")) or ":" in address for address in found.sitemaps)


def read_opt_outs(body: bytes) -> None:
    text = permission.decoded(body, 1 << 20)
    assert all(path for path in permission.reserved_paths(text))
    assert isinstance(permission.ai_rules(text), tuple)


def read_listing(body: bytes) -> None:
    found = lists.read(body, URL)
    said = found.said("feed")
    assert found.pages or found.sitemaps or found.unusable or said
    for entry in (*found.pages, *found.sitemaps):
        assert listing.absolute(URL, entry.loc) is not None
        assert entry.listed is None or entry.listed.timestamp() > 0


READERS: dict[str, Callable[[bytes], None]] = {
    "robots": read_robots,
    "opt-outs": read_opt_outs,
    "sitemap": read_listing,
    "feed": read_listing,
    "list": read_listing,
}


@pytest.mark.parametrize("kind", READERS)
def test_damage_costs_no_more_than_what_it_hits(kind):
    for seed, body in enumerate(mutants(kind)):
        try:
            READERS[kind](body)
        except Exception as error:
            pytest.fail(f"seed {seed}: {error!r}")


@pytest.mark.parametrize(
    "body",
    [b"<![CDATA[" * 100_000, b"<!--" * 200_000, b"&" * 1_000_000, b"<a>" * 200_000, b"<!DOCTYPE" * 100_000, b"<?" * 300_000, b"User-agent: *\nDisallow: /" + b"*a" * 5000, b"{" * 500_000, b'[{"a":' * 100_000, b"<url><loc>" * 50_000, b"</url>" * 100_000, b"<" * 500_000, b"<script" * 50_000],
    ids=lambda body: repr(body[:12]),
)  # fmt: skip
def test_no_pattern_makes_a_reader_slow(body):
    """A reader whose time grows with the square of the size needs minutes for these."""
    started = time.process_time()
    lists.read(body, URL)
    read_robots(body)
    permission.reserved_paths(body.decode())
    assert time.process_time() - started < 30
