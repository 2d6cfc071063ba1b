"""Characters that no file holds and no terminal should be sent."""

from __future__ import annotations

from dataclasses import replace

import pytest
from loopback import article_page

from pipelines.build.worker import judge
from pipelines.extract.extractor import extract
from pipelines.extract.result import Extraction, reject
from pipelines.extract.rules import Rules
from pipelines.model import Page, Reason, Rejected
from pipelines.page import jsonld
from pipelines.page.words import printable, squeeze
from pipelines.store.schema import table_of, unwritable

URL = "http://paper.example/story-number-1"
HALF = "\ud83d"


def read(body: str, **facts: object) -> Extraction | Rejected:
    page = Page(url=URL, body=body.encode("utf-8", "surrogatepass"), **facts)  # type: ignore[arg-type]
    return judge(page, Rules()).result


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b", "ab"),
        ("a\x1b[31mred\x07", "a[31mred"),
        (f"half {HALF} of it", "half of it"),
        ("a\x9bb\ufffe", "ab"),
        ("one\x0b two\x85three", "one two three"),
        ("a smile 😀 stays", "a smile 😀 stays"),
    ],
)
def test_text_keeps_what_can_be_written(text, kept):
    assert squeeze(text) == kept


def test_line_ends_and_tabs_are_text():
    assert printable("a\tb\r\nc\x0cd") == "a\tb\r\nc\x0cd"


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (r'{"a": "cut \ud83d"}', "cut  "),
        (r'{"a": "cut \ude00 here"}', "cut   here"),
        (r'{"a": "\ud83d\ude00"}', "😀"),
        (r'{"a": "a\u0000b\u001b"}', "a b "),
        (r'{"a": "a\u000ab\u00e9"}', "a\nbé"),
    ],
)
def test_escapes_of_no_character_are_spaces(raw, value):
    assert jsonld.load(raw) == {"a": value}


HEADS = [
    r'<script type="application/ld+json">{"@type":"NewsArticle","headline":"A \ud83d title of it","author":{"name":"O \u0000 Bexley"},"datePublished":"2026-05-02\u001b"}</script>',
    '<meta name="author" content="Orla &#x1b;[2J Bexley"><meta property="og:title" content="&#xD83D; title">',
    '<meta property="article:section" content="Town\x00\x07"><meta name="keywords" content="\x1b[0m, town">',
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"A","wordCount":99999999999999999999}</script>',
]


@pytest.mark.parametrize("head", HEADS)
def test_article_with_such_characters_can_be_written(head):
    result = read(article_page(1, head).replace("council", "coun\x00\x1bcil", 1))
    assert isinstance(result, Extraction)
    assert table_of("articles", [result.article]).num_rows == 1
    assert table_of("provenance", result.provenance).num_rows
    for text in (result.article.title, result.article.text, *result.article.authors):
        assert text == printable(text or "")


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"title": HALF}, "title"),
        ({"tags": ["a", HALF]}, "tags"),
        ({"declared_words": 2**31}, "declared_words"),
        ({"declared_words": 2**31 - 1}, None),
        ({"archive_offset": 2**63}, "archive_offset"),
        ({}, None),
    ],
)
def test_column_that_cannot_be_written_is_named(change, column):
    page = extract(Page(url=URL, body=article_page(1).encode()))
    assert isinstance(page, Extraction)
    assert unwritable("articles", replace(page.article, **change)) == column


def test_row_that_cannot_be_written_is_set_aside(monkeypatch):
    monkeypatch.setattr("pipelines.extract.record.section.tags", lambda _: [HALF])
    result = read(article_page(1))
    assert isinstance(result, Rejected)
    assert (result.reason, result.detail) == (
        "unreadable",
        "tags: a value that no file can hold",
    )


def test_rejection_can_always_be_written():
    told = reject(Page(url=URL, body=b""), Reason.CRASHED, f"a\x1b[31m {HALF}")
    assert unwritable("rejected", told) is None
    assert told.detail == "a[31m"


def test_article_of_a_cut_answer_is_not_free():
    whole, cut = read(article_page(1)), read(article_page(1), truncated="disconnect")
    assert isinstance(whole, Extraction)
    assert isinstance(cut, Extraction)
    assert (whole.article.access, cut.article.access) == ("free", "unknown")
    assert any("ended too early (disconnect)" in line for line in cut.article.access_evidence)
