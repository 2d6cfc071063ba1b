"""The address that is asked, and the key under which its twins meet."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from pipelines.identity import article_id, asked_url, clean_url, key_url

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
