"""What an article is about: stems of what its page says of it."""

from __future__ import annotations

import json

import pytest

from pipelines.access import subject
from pipelines.layout.headline import locate
from pipelines.layout.layout import lay_out
from tests import made

WORDS = "Harbour ferries council winter harvest station bridges teachers"
"""Eight words, eight stems."""


def of(head: str = "", headline: str = "Yes, no") -> frozenset[str]:
    document = made.document(
        f"<main><article><h1>{headline}</h1><p>One.</p></article></main>",
        head=head,
        title=headline,
        lang=None,
        declared=False,
    )
    return subject.of(document, locate(lay_out(document), headline))


def declared(**values: object) -> str:
    node = json.dumps({"@type": "NewsArticle", **values})
    return f"<script type='application/ld+json'>{node}</script>"


@pytest.mark.parametrize(("count", "told"), [(7, 0), (8, 8)])
def test_a_subject_of_too_few_words_is_none(count: int, told: int):
    assert len(of(headline=" ".join(WORDS.split()[:count]))) == told


@pytest.mark.parametrize(
    "head",
    [
        f"<meta name='description' content='{WORDS}'>",
        f"<meta property='og:description' content='{WORDS}'>",
        f"<meta name='twitter:description' content='{WORDS}'>",
        f"<meta name='keywords' content='{WORDS}'>",
        f"<meta name='news_keywords' content='{WORDS}'>",
        declared(headline=WORDS),
        declared(description=WORDS),
        declared(alternativeHeadline=WORDS),
        declared(keywords=WORDS.split()),
        declared(keywords=WORDS),
    ],
)
def test_a_subject_is_told_by_what_the_page_declares(head: str):
    assert "harbo" in of(head)


def test_what_is_no_text_tells_nothing():
    assert not of(declared(headline={"@value": WORDS}, keywords=[3, None]))


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("All harbours are full", True),
        ("A harrow is full", False),
        ("It is cold in WINTER", True),
        ("Nothing of it is here", False),
    ],
)
def test_a_word_is_known_by_its_first_letters(text: str, shares: object):
    assert subject.shares(text, of(headline=WORDS)) is shares


def test_short_words_are_of_grammar():
    assert len(of(headline=f"{WORDS} with that from over")) == 8


def test_any_text_shares_a_word_where_no_subject_is_told():
    assert subject.shares("Nothing of it is here", frozenset())


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("市場の漁船が戻った", True),
        ("学校が始まる", False),
        ("船と港", False),
        ("漁船", True),
        ("漁", False),
    ],
)
def test_two_characters_are_a_word_where_there_are_no_spaces(text: str, shares: object):
    assert subject.shares(text, of(headline="漁船が港に戻らない冬の朝")) is shares
