"""Title, date, names, encodings, addresses: one reason each."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings, strategies as st

from pipelines import identity
from pipelines.extract.extractor import extract
from pipelines.extract.result import Extraction
from pipelines.extract.selectors import Selectors
from pipelines.fields.authors.names import clean_names
from pipelines.fields.dates import date, printed_date
from pipelines.fields.site_name import without_site
from pipelines.model import Page, Rejected
from pipelines.page.decoding import decode
from tests import made


@pytest.mark.parametrize(
    ("raw", "language", "day"),
    [
        ("Publié le 28 juillet 2022 à 8h15", "fr", "2022-07-28T08:15:00"),
        ("28.07.2022, 14:30 Uhr", "de", "2022-07-28T14:30:00"),
        ("July 28, 2022", "en", "2022-07-28"),
        ("2022年7月28日", "ja", "2022-07-28"),
        ("28 de julio de 2022", "es", "2022-07-28"),
        ("28 lipca 2022", "pl", "2022-07-28"),
        ("vor 3 Stunden", "de", "2022-07-28T09:00:00+00:00"),
    ],
)
def test_printed_date(raw, language, day):
    fetched = datetime(2022, 7, 28, 12, tzinfo=UTC)
    assert printed_date.parse_text(raw, language, fetched).iso() == day


def test_zone_is_kept():
    assert date.parse("2022-07-28T23:30:00+02:00").iso() == "2022-07-28T23:30:00+02:00"


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("Par Claire Vasseur et Julien Morand", ["Claire Vasseur", "Julien Morand"]),
        ("By ALICE THORNBURY, Senior Reporter", ["Alice Thornbury"]),
        ("Von Jonas Reuter (dpa)", ["Jonas Reuter"]),
        ("Updated 12:30", []),
    ],
)
def test_names(raw, names):
    assert clean_names([raw]) == names


def test_site_name_is_no_part_of_the_title():
    assert without_site("Bridge closed – Daily Paper", ["daily paper"]) == "Bridge closed"


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "utf-16", "iso-8859-15"])
def test_encoding_from_the_header(charset):
    text = "<p>Élégante côte, naïve forêt</p>" * 5
    body = text.encode(charset)
    assert decode(body, f"text/html; charset={charset}").text == text


@pytest.mark.parametrize(
    "text", ["L’été à Valmont, « déjà » : naïve forêt", "“Größe” – ein Straßenfest für 12 €"]
)
def test_text_encoded_twice_is_mended(text):
    twice = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text.encode())
    assert decode(twice.encode(), None).text == text


@pytest.mark.parametrize("text", ["Só um Ã aqui", "PÃO, MÃE e IRMÃ", "â€ is no word", "Ã©"])
def test_text_that_may_be_meant_is_left_alone(text):
    assert decode(text.encode(), None).text == text


def test_page_of_ten_megabytes_is_read():
    paragraph = b"<div><p>The council met on a long evening and decided something about the bridge, as it had promised.</p>"
    result = extract(
        Page(
            url="http://paper.example/x",
            body=b"<html><body>" + paragraph * 95_000,
            content_type="text/html",
        )
    )
    assert isinstance(result, (Extraction, Rejected))


def test_utf8_wins_over_a_wrong_declaration():
    assert decode("é".encode() * 10, "text/html; charset=iso-8859-1").text == "é" * 10


@pytest.mark.parametrize(
    "twin",
    [
        "https://www.paper.example/a/story-1",
        "http://paper.example/a/story-1/",
        "http://m.paper.example/a/story-1?utm_source=x",
        "https://paper.example/a/story-1/amp",
        "http://paper.example/a/story-1#top",
    ],
)
def test_twins_are_one_article(twin):
    assert identity.article_id(twin) == identity.article_id("http://paper.example/a/story-1")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "http://paper.example/politik/bridge-closed-for-repairs",
            "http://paper.example/politik/bridge-open-after-repairs",
        ),
        ("http://paper.example/story?id=17", "http://paper.example/story?id=18"),
        ("http://paper.example/series/part-1", "http://paper.example/series/part-2"),
        ("http://north.paper.example/story-1", "http://south.paper.example/story-1"),
        ("http://paper.example/story-1", "http://paper.example/print-shop/story-1"),
    ],
)
def test_two_articles_are_never_one(one, other):
    assert identity.article_id(one) != identity.article_id(other)


@pytest.mark.parametrize(
    ("url", "declared"),
    [
        (
            "https://paper.example/story-one-of-many?page=2",
            "https://paper.example/story-one-of-many",
        ),
        ("https://paper.example/politik/story-one-of-many", "https://paper.example/politik/"),
        ("https://paper.example/politik/story-one-of-many", "https://paper.example/?ref=home"),
        (
            "https://paper.example/a/story-one-of-many",
            "https://partner.example/a/story-one-of-many",
        ),
        (
            "https://paper.example/2026/05/story-one-of-many",
            "https://paper.example/2026/05/quite-another-headline-here",
        ),
    ],
    ids=["first page of a series", "section", "home page", "another publisher", "another article"],
)
def test_declared_address_of_something_else_is_not_taken(url, declared):
    assert identity.canonical(url, [declared]) is None


@pytest.mark.parametrize(
    ("url", "declared"),
    [
        ("https://paper.example/amp/story-one-of-many", "https://paper.example/story-one-of-many"),
        (
            "https://m.paper.example/story-one-of-many",
            "https://www.paper.example/story-one-of-many",
        ),
        (
            "https://paper.example/story-one-of-many/print",
            "https://paper.example/story-one-of-many",
        ),
        (
            "https://paper.example/story-one-of-many?utm_source=feed",
            "https://paper.example/story-one-of-many",
        ),
        ("https://paper.example/?p=1234", "https://paper.example/2026/05/story-one-of-many"),
    ],
    ids=["AMP", "mobile", "print", "tracking", "short link"],
)
def test_declared_address_of_a_twin_is_taken(url, declared):
    assert identity.article_id(identity.canonical(url, [declared]) or url) == identity.article_id(
        declared
    )


@pytest.mark.parametrize(
    "canonical",
    [
        "https://paper.example/",
        "https://paper.example/a",
        "https://other.example/a/story-1",
        "not an address",
        "https://paper.example/a/quite-another-headline-here",
    ],
)
def test_canonical_that_lies_is_not_believed(canonical):
    assert identity.canonical("https://paper.example/a/story-one-of-many", [canonical]) is None


@given(st.text(alphabet="abc/?&=#.%é ", max_size=40))
def test_clean_url_is_idempotent(path):
    once = identity.clean_url(f"http://paper.example/{path}")
    assert identity.clean_url(once) == once


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=600),
        st.lists(
            st.sampled_from(
                [
                    "<div>",
                    "</div>",
                    "<p>",
                    "text of some length, here. ",
                    "<script type='application/ld+json'>{,}",
                    "</script>",
                    "<h1>",
                    "&amp;",
                    "\x00",
                    "<table><tr>",
                    "<br><br>",
                    "<a href='//['>",
                    "<meta property=og:title content=x>",
                ]
            ),
            max_size=60,
        ).map(lambda parts: "".join(parts).encode()),
    )
)
def test_any_bytes_give_an_article_or_a_reason(body):
    result = extract(Page(url="http://paper.example/x", body=body, content_type="text/html"))
    assert isinstance(result, (Extraction, Rejected))


def test_deep_nesting_is_read():
    body = b"<html><body>" + b"<div>" * 100_000 + b"<p>deep</p>"
    assert isinstance(
        extract(Page(url="http://paper.example/x", body=body, content_type="text/html")),
        (Extraction, Rejected),
    )


PAGE = "<div class=x><h1>Wrong words of the site</h1></div><b class=real>The bridge is closed for repairs</b><i class=who>Ada Reuter</i><u class=when>3 May 2026</u><div id=t><p>The bridge over the river was closed on Sunday, and nobody knows when it will open again, the town said.</p><p>Buses take another way until the autumn, and the ferry runs twice as often as it did before the closure.</p></div>"


def told(selectors: Selectors) -> Extraction:
    url = "http://paper.example/the-bridge-is-closed"
    return made.extraction(PAGE, selectors, title=None, lang=None, url=url, declared=False)


@pytest.mark.parametrize(
    ("field", "selector", "column", "value"),
    [
        ("title", "b.real", "title", "The bridge is closed for repairs"),
        ("author", "i.who", "authors", ["Ada Reuter"]),
        ("date", "u.when", "date_published_raw", "3 May 2026"),
    ],
)
def test_selector_of_the_recipe_wins(field, selector, column, value):
    result = told(Selectors(**{field: selector}))
    assert getattr(result.article, column) == value


def test_selector_of_the_body_decides():
    result = told(Selectors(body="#t"))
    assert result.article.text.startswith("The bridge over the river")
    assert result.article.text.endswith("before the closure.")
