"""The address that is asked, and the key under which its twins meet."""

from __future__ import annotations

from typing import Any

import pytest
import tldextract
from hypothesis import given, settings, strategies as st

from pipelines import identity
from pipelines.identity import article_id, asked_url, clean_url, key_url, registered_domain

SITE = "http://kurier.example"


@pytest.mark.parametrize(
    ("published", "asked"),
    [
        ("/story?b=2&a=1", "/story?b=2&a=1"),
        ("/story?utm_source=x&ref=7", "/story?utm_source=x&ref=7"),
        ("/the big story", "/the%20big%20story"),
        ("/a%2Fb%20c+d?q=e+f%20g", "/a%2Fb%20c+d?q=e+f%20g"),
        ("/caf\u00e9?q=\u00fc", "/caf%C3%A9?q=%C3%BC"),
        ("/caf%E9", "/caf%E9"),
        ("/Story/?A=b&&c", "/Story/?A=b&&c"),
        ("/story#top", "/story"),
        ("/sto\nry\t", "/story"),
        ("/\ud800", "/" + "%EF%BF%BD" * 3),
    ],
)
def test_address_is_asked_as_it_was_published(published, asked):
    assert asked_url(f" {SITE}{published} ") == SITE + asked


@pytest.mark.parametrize("url", ["http://[x/", "", "mailto:desk@kurier.example"])
def test_what_is_no_address_stays(url):
    assert asked_url(url) == url


@given(st.text())
def test_asked_twice_is_asked_once(path):
    once = asked_url(f"{SITE}/{path}")
    assert asked_url(once) == once
    assert clean_url(clean_url(once)) == clean_url(once)
    assert isinstance(key_url(once), str)


@pytest.mark.parametrize(
    "name", ["ref", "id", "source", "share", "campaign", "page", "print", "rss"]
)
def test_parameter_that_may_name_an_article_tells_two_apart(name):
    one, two = (article_id(f"{SITE}/story.php?{name}={n}") for n in (1042, 1043))
    assert one != two


@pytest.mark.parametrize(
    "twin",
    ["?utm_source=x", "?UTM_Medium=y", "?fbclid=1", "?gclid=1&a=b&a=b", "?amp", "?amp=1", "?outputType=amp"],
)  # fmt: skip
def test_parameter_that_only_tracks_or_asks_for_a_view_makes_no_article(twin):
    rest = "?a=b&a=b" if "a=b" in twin else ""
    assert key_url(f"{SITE}/story{twin}") == key_url(f"{SITE}/story{rest}")


def test_order_of_parameters_is_none_of_the_key():
    assert key_url(f"{SITE}/story?b=2&a=1") == key_url("https://www.kurier.example/story/?a=1&b=2")


@pytest.fixture(scope="module")
def library() -> Any:
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def theirs(library: Any, host: str) -> str:
    return library(host).top_domain_under_public_suffix or host


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.paper.example", "www.paper.example"),
        ("www.paper.com", "paper.com"),
        ("news.paper.co.uk", "paper.co.uk"),
        ("co.uk", "co.uk"),
        ("paper.github.io", "github.io"),
        ("a.b.kawasaki.jp", "a.b.kawasaki.jp"),
        ("c.a.b.kawasaki.jp", "a.b.kawasaki.jp"),
        ("www.city.kawasaki.jp", "city.kawasaki.jp"),
        ("10.1.2.3", "10.1.2.3"),
        ("localhost", "localhost"),
        ("", ""),
        ("WWW.Paper.COM", "Paper.COM"),
        ("www.xn--mnchen-3ya.de", "xn--mnchen-3ya.de"),
        ("www.münchen.de", "münchen.de"),
    ],
)
def test_registered_domain(host: str, domain: str) -> None:
    assert registered_domain(host) == domain


def test_every_rule_of_the_list_means_what_the_library_says(library: Any) -> None:
    rules = sorted(identity._rules())
    assert len(rules) > 5000
    hosts = [f"{way}{rule.lstrip('*!.')}" for rule in rules for way in ("", "x.", "www.x.")]
    assert [h for h in hosts if registered_domain.__wrapped__(h) != theirs(library, h)] == []


@settings(deadline=None)
@given(st.from_regex(r"[a-z0-9_.-]{0,12}\.(com|co\.uk|jp|kobe\.jp|ck|www\.ck|zz)", fullmatch=True))
def test_any_host(library: Any, host: str) -> None:
    assert registered_domain.__wrapped__(host) == theirs(library, host)


def test_without_the_list_the_library_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "_rules", frozenset)
    assert registered_domain.__wrapped__("www.paper.co.uk") == "paper.co.uk"
