"""What robots.txt, tdmrep.json and ai.txt mean, in every form that people save them in."""

from __future__ import annotations

import codecs
import gzip

import pytest

from crawler.discovery import raw
from crawler.fetch.permission import ai_rules, decoded, reserved_paths, robots
from crawler.fetch.robots import DAY, RETRY_CLOSED, SOONEST, Said, policy_of

ORIGIN = "http://kurier.example"
ALL = "User-agent: *\nDisallow: /\n"


def allows(body: str | bytes, path: str = "/story") -> bool:
    body = body.encode() if isinstance(body, str) else body
    return robots(decoded(body, 1 << 20), ORIGIN).allows(ORIGIN + path)


@pytest.mark.parametrize(
    "body",
    [
        codecs.BOM_UTF8 + ALL.encode(),
        ALL.encode("utf-16"),
        ALL.encode("utf-16-le"),
        ALL.encode("utf-16-be"),
        ALL.encode("utf-32"),
        gzip.compress(gzip.compress(ALL.encode())),
        ALL.replace("\n", "\r").encode(),
        b"<!-- kept by the desk -->" + ALL.encode(),
        b"/* kept by the desk */\n" + ALL.encode(),
        b"// kept by the desk\n" + ALL.encode(),
        b"<html><body><pre>User-agent: *<br>Disallow: /</pre></body></html>",
        b"\n\n \xef\xbb\xbf" + ALL.encode(),
        "# Zeitung für Gründau\n".encode("latin-1") + ALL.encode(),
    ],
    ids=lambda body: repr(body[:12]),
)
def test_rule_is_found_in_every_form_of_the_file(body):
    assert not allows(body)


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4,
        b"please disallow everything",
        b"Disallow: /",
    ],
)
def test_file_that_cannot_be_understood_closes(body):
    assert not allows(body)


@pytest.mark.parametrize(
    "body", [b"", b"Not found", b"<!doctype html><html><body>Welcome home</body></html>"]
)
def test_what_is_no_robots_file_closes_nothing(body):
    assert allows(body)


@pytest.mark.parametrize(
    ("agent", "named"),
    [
        ("Standfirst", True),
        ("STANDFIRST", True),
        ("standfirst/2.1", True),
        ("Standfirst (+mailto:x@y.example)", True),
        ("Otherbot, Standfirst", True),
        ("Standfirst-News", False),
        ("stand", False),
        ("university", False),
        ("mailto", False),
        ("Mozilla/5.0 (compatible; Standfirst/1.0)", False),
    ],
)
def test_group_is_told_by_its_product_token(agent, named):
    assert allows(f"User-agent: {agent}\nDisallow: /\n") is not named


def test_own_groups_are_taken_together_and_replace_those_for_everybody():
    text = "User-agent: standfirst\nDisallow: /a\n\nUser-agent: *\nDisallow: /\n\nUser-agent: Standfirst/1\nDisallow: /b\n"
    assert [allows(text, path) for path in ("/a", "/b", "/c")] == [False, False, True]


def test_agents_that_only_a_delay_parts_share_their_rules():
    text = "User-agent: standfirst\nCrawl-delay: 7\nUser-agent: other\nDisallow: /\n"
    found = robots(text, ORIGIN)
    assert (found.delay, found.allows(ORIGIN + "/story")) == (7.0, False)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("0.5", 0.5), ("9999", 9999.0), ("soon", 0.0), ("", 0.0), ("3 s", 3.0)],
)
def test_delay(value, seconds):
    assert robots(f"User-agent: *\nCrawl-delay: {value}\n", ORIGIN).delay == seconds


def test_sitemaps_are_absolute_whatever_group_they_stand_in():
    text = "Sitemap: /news/map.xml\nUser-agent: other\nsitemap:https://cdn.example/a.xml\nSitemap: http://[\nSitemap:\n"
    assert robots(text, ORIGIN).sitemaps == (f"{ORIGIN}/news/map.xml", "https://cdn.example/a.xml")


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ('[{"location": "/a/*", "tdm-reservation": 1}]', ["/a/*"]),
        ('[{"location": "/", "tdm-reservation": "1"}, {"location": "/b", "tdm-reservation": 0}]', ["/"]),
        ('{"tdm-reservation": true}', ["/"]),
        ('{"rules": [{"Location": "https://kurier.example/c", "tdm_reservation": 1}]}', ["/c"]),
        ('// from the desk\n[{"location": "/a", "tdm-reservation": 1}]', ["/a"]),
        ('<!-- from the desk -->[{"location": "/a", "tdm-reservation": 1}]', ["/a"]),
        ('[{"location": null, "tdm-reservation": 1}]', ["/"]),
        ("[{", ["/"]),
        ("reserved", ["/"]),
        ("[" * 100_000, ["/"]),
        ("<html><body>tdm-reservation: 1</body></html>", ["/"]),
        ('[{"location": "/", "tdm-reservation": 0}]', []),
        ("[]", []),
        ("", []),
        ("<!doctype html><html><body>Welcome home</body></html>", []),
    ],
    ids=lambda value: repr(value)[:40],
)  # fmt: skip
def test_reserved_paths(text, paths):
    assert reserved_paths(text) == paths


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8.decode(), ""])
def test_opt_out_file_in_utf16(mark):
    text = mark + '[{"location": "/", "tdm-reservation": 1}]'
    assert reserved_paths(decoded(text.encode("utf-16"), 1 << 20)) == ["/"]


def test_ai_rules_of_everybody_and_of_this_crawler():
    assert ai_rules("User-agent: *\nUser-agent: x\nDisallow: /\n") == ("Disallow: /",)
    assert ai_rules("User-agent: Standfirst/1\nDisallow: *.html\n") == ("Disallow: *.html",)
    assert ai_rules("<!-- x -->\nUser-agent: *\nDisallow: *.txt\n") == ("Disallow: *.txt",)
    assert ai_rules("\x00\x01\x02\x03") == ("cannot be understood",)
    assert ai_rules("<html><body>Welcome home</body></html>") == ()


@pytest.mark.parametrize(
    ("said", "why", "wait"),
    [
        (Said(200, ALL), None, DAY),
        (Said(404), None, DAY),
        (Said(503), "robots.txt answered 503", RETRY_CLOSED),
        (Said(429, wait=30.0), "robots.txt answered 429", 30.0),
        (Said(503, wait=0.0), "robots.txt answered 503", SOONEST),
        (Said(503, wait=9e9), "robots.txt answered 503", DAY),
        (Said(304), "robots.txt answered 304", RETRY_CLOSED),
        (Said(0, "connection refused"), "no robots.txt: connection refused", RETRY_CLOSED),
    ],
)
def test_when_an_origin_is_asked_again(said, why, wait):
    policy = policy_of(said, ORIGIN, 1000.0)
    assert (policy.why_closed, policy.until) == (why, 1000.0 + wait)


@pytest.mark.parametrize(
    ("said", "open_"), [(Said(200, ALL), False), (Said(503), False), (Said(404), True)]
)
def test_origin_allows_only_what_it_says_and_while_it_answers(said, open_):
    assert policy_of(said, ORIGIN, 0.0).allows(f"{ORIGIN}/story") is open_


def test_opt_outs_name_the_file_and_the_rule():
    policy = policy_of(
        Said(200, "", '[{"location": "/a", "tdm-reservation": 1}]', ALL), ORIGIN, 0.0
    )
    assert policy.opt_outs("/a/b") == (
        "tdm-reservation: 1 (tdmrep.json /a)",
        "ai.txt: Disallow: /",
    )
    assert policy.opt_outs("/c") == ("ai.txt: Disallow: /",)


def test_long_file_is_cut_at_the_end_of_a_line():
    assert decoded(b"User-agent: *\nDisallow: /private\n", 20) == "User-agent: *\n"


@pytest.mark.parametrize(
    ("body", "text", "note"),
    [
        (gzip.compress(b"a") + gzip.compress(b"b"), b"ab", None),
        (gzip.compress(b"abc") + b"trailing", b"abc", None),
        (gzip.compress(gzip.compress(b"abc")), b"abc", None),
        (b"plain", b"plain", None),
        (b"\x1f\x8bnothing", b"", "its gzip is damaged, what stands before the damage was read"),
    ],
)
def test_gzip_as_it_is_found(body, text, note):
    found = raw.unpacked(body)
    assert (found.body, found.note) == (text, note)


def test_gzip_that_is_cut_gives_what_it_holds():
    packed = gzip.compress(b"".join(b"line %d\n" % n for n in range(5000)))
    found = raw.unpacked(packed[: len(packed) // 2])
    assert found.body.startswith(b"line 0\nline 1\n")
    assert found.note == "it is cut short"


def test_bomb_ends_at_the_limit():
    found = raw.unpacked(gzip.compress(bytes(1 << 22)), 1 << 20)
    assert (len(found.body), found.note) == (1 << 20, "what stands beyond 1 MB of it was not read")
