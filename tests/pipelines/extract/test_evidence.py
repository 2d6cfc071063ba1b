"""The signs of an article: of each a page that has it, and one that has not."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import pytest

from pipelines.access.evidence import Access
from pipelines.body.body import Body
from pipelines.extract import evidence
from pipelines.extract.counts import Counts
from pipelines.fields.candidates import Candidates
from pipelines.model import Found
from tests import made

LINK = "<link rel='{}' href='/x'>"


def declared(head: str) -> dict[str, float]:
    return evidence._declared(made.public("<p>x</p>", head=head, declared=False).document)


def typed(*names: str) -> str:
    return "".join(made.json_ld(**{"@type": name}) for name in names)


@pytest.mark.parametrize(
    ("head", "sign", "value"),
    [
        (typed("Product"), "declares shop", 1.0),
        (typed("AggregateOffer"), "declares shop", 1.0),
        (typed("Article"), "declares shop", 0.0),
        (typed("QAPage"), "declares talk", 1.0),
        (typed("Product"), "declares talk", 0.0),
        (typed("ItemList"), "declares list", 1.0),
        (typed("QAPage"), "declares list", 0.0),
        (typed("Recipe"), "declares house", 1.0),
        (typed("ItemList"), "declares house", 0.0),
        (typed("BlogPosting"), "declares post", 1.0),
        (typed("NewsArticle"), "declares post", 0.0),
        (typed("NewsArticle"), "declares news", 1.0),
        (typed("BlogPosting"), "declares news", 0.0),
        (typed("NewsArticle"), "declares an article", 1.0),
        (typed("Product"), "declares an article", 0.0),
        (typed("NewsArticle", "BlogPosting"), "declares articles", 2),
        (typed(*["NewsArticle"] * 6), "declares articles", 6),
        (typed(*["NewsArticle"] * 7), "declares articles", 6),
        (made.meta("og:type", "website"), "declares website", 1.0),
        (made.meta("og:type", "article"), "declares website", 0.0),
        (made.meta("og:type", "Article"), "calls itself article", 1.0),
        (made.meta("og:type", "news"), "calls itself article", 1.0),
        (made.meta("og:type", "blog"), "calls itself article", 1.0),
        (made.meta("og:type", "website"), "calls itself article", 0.0),
        (made.meta("og:type", "product"), "calls itself thing", 1.0),
        (made.meta("og:type", "website"), "calls itself thing", 0.0),
        (made.meta("og:type", "blog"), "calls itself thing", 0.0),
        ("", "calls itself thing", 0.0),
        ("", "declares nothing", 1.0),
        (made.meta("og:type", "website"), "declares nothing", 0.0),
        (typed("Thing"), "declares nothing", 0.0),
        (LINK.format("alternate"), "has feed", 1.0),
        (LINK.format("amphtml"), "has feed", 0.0),
        (LINK.format("amphtml"), "has short form", 1.0),
        (LINK.format("alternate"), "has short form", 0.0),
        (made.meta("article:published_time", "2026-05-01"), "declares time", 1.0),
        (made.meta("article:section", "Culture"), "declares time", 0.0),
        (made.meta("author", "Jane Doe"), "names an author", 1.0),
        (made.meta("article:section", "Culture"), "names an author", 0.0),
        (made.meta("article:section", "Culture"), "declares section", 1.0),
        (made.meta("article:tag", "Bridges"), "declares section", 1.0),
        (made.meta("author", "Jane Doe"), "declares section", 0.0),
        (made.meta("description", "x" * 19), "description", math.log(20)),
        (made.meta("og:description", "x" * 19), "description", math.log(20)),
        ("", "description", 0.0),
    ],
)  # fmt: skip
def test_what_a_page_declares(head: str, sign: str, value: float) -> None:
    assert declared(head)[sign] == pytest.approx(value)


@pytest.mark.parametrize(("before", "value"), [(79, 1.0), (80, 0.0)])
def test_eighty_declarations_are_asked_for_their_type(before: int, value: float) -> None:
    document: Any = SimpleNamespace(
        ld=[*[{"@type": "Thing"}] * before, {"@type": "Product"}],
        article_nodes=[],
        meta=lambda *_: None,
        head=SimpleNamespace(links={}),
    )
    assert evidence._declared(document)["declares shop"] == value


SOURCES = {
    "date declared": {"json-ld", "meta", "opengraph"},
    "date printed": {"html", "time", "microdata"},
    "date guessed": {"htmldate", "url", "text"},
}


@pytest.mark.parametrize("source", sorted(set.union(*SOURCES.values())))
def test_where_a_date_comes_from(source: str) -> None:
    moment: Any = None
    found = evidence._dated(Found(moment, source, "", ""))
    assert found == {"dated": 1.0, **{k: float(source in v) for k, v in SOURCES.items()}}


def test_a_page_without_a_date() -> None:
    assert evidence._dated(None) == dict.fromkeys(("dated", *SOURCES), 0.0)


@pytest.mark.parametrize(
    ("source", "chosen", "signs"),
    [
        ("html", True, (1.0, 1.0, 0.0)),
        ("json-ld", True, (1.0, 0.0, 1.0)),
        ("meta", False, (0.0, 0.0, 1.0)),
        ("microdata", True, (1.0, 0.0, 0.0)),
    ],
)
def test_who_signs(source: str, chosen: bool, signs: tuple[float, ...]) -> None:
    found = Found(["Jane Doe"], source, "", "")
    told = evidence._signed(Candidates(found if chosen else None, [found]))
    assert (told["signed"], told["author printed"], told["author declared"]) == signs


def headed(
    headline: int | None = 0, *, kind: str = "h1", title: str | None = None, starts: int = 1
) -> dict[str, float]:
    """The signs of a layout of three blocks, of which the first is a heading."""
    blocks = [
        SimpleNamespace(kind=k, index=n, link_share=0.25) for n, k in enumerate((kind, "p", "p"))
    ]
    top = None if headline is None else blocks[headline]
    layout: Any = SimpleNamespace(blocks=blocks, headline=top, body_start=starts)
    return evidence._headed(layout, title)


@pytest.mark.parametrize(
    ("signs", "sign", "value"),
    [
        (headed(), "headline printed", 1.0),
        (headed(None), "headline printed", 0.0),
        (headed(), "headline is first", 1.0),
        (headed(kind="h2"), "headline is first", 0.0),
        (headed(None), "headline is first", 0.0),
        (headed(), "headline is link", 0.25),
        (headed(None), "headline is link", 0.0),
        (headed(), "first headings", 1),
        (headed(kind="h2"), "first headings", 0),
        (headed(title="Old bridge closed"), "title words", 3),
        (headed(), "title words", 0),
        (headed(title="word " * 20), "title words", 20),
        (headed(title="word " * 21), "title words", 20),
        (headed(title="Is it closed?"), "title is sentence", 1.0),
        (headed(title="It is closed!"), "title is sentence", 1.0),
        (headed(title="It is closed."), "title is sentence", 1.0),
        (headed(title="Old bridge closed"), "title is sentence", 0.0),
        (headed(), "title is sentence", 0.0),
        (headed(starts=9), "headline to text", math.log(10)),
        (headed(2, starts=0), "headline to text", math.log(3)),
        (headed(None), "headline to text", 5.0),
    ],
)
def test_what_stands_over_the_text(signs: dict[str, float], sign: str, value: float) -> None:
    assert signs[sign] == pytest.approx(value)


@pytest.mark.parametrize(("number", "value"), [(6, 6), (7, 6)])
def test_first_headings_are_counted_up_to_six(number: int, value: int) -> None:
    blocks = [SimpleNamespace(kind="h1", index=n) for n in range(number)]
    layout: Any = SimpleNamespace(blocks=blocks, headline=None, body_start=0)
    assert evidence._headed(layout, None)["first headings"] == value


def running(
    *paragraphs: str, by: str = "blocks", text: int = 0, sentences: int = 0
) -> dict[str, float]:
    counts = Counts(text, sentences, 0, 0, {})
    return evidence._running(counts, Body(list(paragraphs), by, ""))


@pytest.mark.parametrize(
    ("signs", "sign", "value"),
    [
        (running("a" * 9, "b" * 10), "length", math.log(20)),
        (running(), "length", 0.0),
        (running("a", "b"), "paragraphs", math.log(3)),
        (running("a" * 9, "b" * 29), "paragraph size", math.log(20)),
        (running(), "paragraph size", 0.0),
        (running("a" * 10, text=40), "share of page", 0.25),
        (running("a" * 10, text=5), "share of page", 1.0),
        (running("a" * 10, sentences=40), "share of sentences", 0.25),
        (running("a" * 10, sentences=5), "share of sentences", 1.0),
        (running("Yes.", "No"), "sentences end", 0.5),
        (running("„Ja.“", "いいえ。", "हाँ।", "Si…"), "sentences end", 1.0),
        (running("a" * 201, "b" * 200), "long paragraphs", 0.5),
        (running("a" * 59, "b" * 60), "short paragraphs", 0.5),
        (running("a"), "by blocks", 1.0),
        (running("a", by="trafilatura"), "by blocks", 0.0),
        (running("12345"), "digits of text", 0.1),
        (running("1" * 51), "digits of text", 1.0),
        (running("a" * 99 + "12"), "digits of text", 0.02),
        (running(*["a"] * 9, "1", "1"), "digits of text", 0.02),
        (running("Why?", "So."), "questions", 0.5),
    ],
)
def test_the_running_text(signs: dict[str, float], sign: str, value: float) -> None:
    assert signs[sign] == pytest.approx(value)


@pytest.mark.parametrize(
    ("path", "sign", "value"),
    [
        ("/", "home", 1.0),
        ("/?id=1", "home", 0.0),
        ("/news", "home", 0.0),
        ("/", "depth", 0),
        ("/a//b/", "depth", 2),
        ("/a/b/c/d/e/f", "depth", 6),
        ("/a/b/c/d/e/f/g", "depth", 6),
        ("/news/old-bridge_is+shut", "slug words", 3),
        ("/old-bridge/shut", "slug words", 0),
        ("/", "slug words", 0),
        ("/" + "a-" * 12, "slug words", 12),
        ("/" + "a-" * 13, "slug words", 12),
        ("/2026/5/bridge", "dated address", 1.0),
        ("/1998-12/bridge", "dated address", 1.0),
        ("/bridge-20260501", "dated address", 1.0),
        ("/2126/5/bridge", "dated address", 0.0),
        ("/2026/bridge", "dated address", 0.0),
        ("/2026/123/bridge", "dated address", 0.0),
        ("/bridge-12345", "numbered address", 1.0),
        ("/bridge-1234", "numbered address", 0.0),
        ("/12345/bridge", "numbered address", 0.0),
        ("/news/", "is folder", 1.0),
        ("/news", "is folder", 0.0),
        ("/news?id=1", "asks", 1.0),
        ("/news", "asks", 0.0),
    ],
)
def test_the_shape_of_an_address(path: str, sign: str, value: float) -> None:
    assert evidence._address(f"https://paper.example{path}")[sign] == value


@pytest.mark.parametrize(
    ("access", "walled"),
    [
        (Access(), 0.0),
        (Access(reserved=frozenset((3,))), 1.0),
        (Access(boundary=SimpleNamespace()), 1.0),  # type: ignore[arg-type]
    ],
)
def test_a_page_with_something_reserved_is_walled(access: Access, walled: float) -> None:
    nobody: Any = Candidates(None, [])
    fields: Any = SimpleNamespace(
        dates=SimpleNamespace(published=nobody),
        authors=nobody,
        title=nobody,
        body=Body([], "blocks", ""),
    )
    counts = Counts(0, 0, 0, 0, {"prices": 3.0})
    found = evidence.signs(made.public("<p>x</p>"), counts, access, fields)
    assert found["walled"] == walled
    assert found["prices"] == 3.0
    assert found["home"] == 0.0
