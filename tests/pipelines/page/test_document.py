"""A parsed page: what its head declares, which JSON-LD is its own, parts that come late."""

from __future__ import annotations

import json

import pytest

from pipelines.page.document import Document, Unreadable
from tests.made import document

URL = "https://paper.example/news/story"


def page(body: str) -> Document:
    return Document(body.encode(), URL)


@pytest.mark.parametrize("body", [b"", b"   ", b"<!-- nothing -->"])
def test_nothing_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable, match="no HTML tree"):
        Document(body, URL)


def test_names_of_metas_in_any_case_the_first_that_says_something_counts() -> None:
    made = page(
        "<html lang=' en '><head><meta name='Author' content=''><meta name=author content='A  B'>"
        "<meta itemprop=author value=C><link rel='Canonical next' href='/x'><title>One</title></head>"
        "<body><svg><title>Two</title></svg>"
    )
    assert made.meta("creator", "author") == "A B"
    assert made.metas("author") == [("author", "A B"), ("author", "C")]
    assert made.link("canonical") == made.link("next") == "https://paper.example/x"
    assert made.link("prev") is None
    assert (made.head.title, made.head.lang) == ("One", "en")


def test_the_title_of_a_drawing_is_no_title_of_the_page() -> None:
    assert page("<svg><title>Two</title></svg><p>one</p>").head.title == ""


@pytest.mark.parametrize("key", ["url", "mainEntityOfPage", "@id"])
@pytest.mark.parametrize("as_node", [False, True])
def test_of_several_articles_the_one_about_the_page_is_first(key: str, as_node: bool) -> None:
    def own(address: str) -> object:
        return {"@id": address} if as_node else address

    nodes = [
        {"@type": "NewsArticle", "headline": "other", key: own("https://paper.example/news/other")},
        {"@type": "NewsArticle", "headline": "nowhere"},
        {"@type": "NewsArticle", "headline": "own", key: own("https://paper.example/News/story/")},
    ]
    made = page(f"<p>x</p><script type='application/ld+json'>{json.dumps(nodes)}</script>")
    assert [n["headline"] for n in made.article_nodes] == ["own", "nowhere", "other"]


@pytest.mark.parametrize(
    ("mark", "part", "texts"),
    [
        ("B:1", "id='S:1' hidden", ["one", "late", "two"]),
        ("P:1", "id='S:1' hidden", ["one", "late", "two"]),
        ("X:1", "id='S:1' hidden", ["one", "two", "late"]),  # another mark
        ("B:2", "id='S:1' hidden", ["one", "two", "late"]),
        ("B:1", "id='S:1'", ["one", "two", "late"]),  # it is shown where it stands
    ],
)
def test_a_part_that_comes_late_stands_at_its_mark(mark: str, part: str, texts: list[str]) -> None:
    made = page(
        f"<body><p>one</p><template id='{mark}'></template><p>two</p><div {part}><p>late</p></div>"
    )
    assert [p.text for p in made.root.iter("p")] == texts
    moved = texts[1] == "late"
    assert ("hidden" in made.root.find(".//div").attrib) is ("hidden" in part and not moved)


@pytest.mark.parametrize(
    ("behind", "texts"),
    [
        ("<p>two</p><p>three</p>", ["one", "two", "three"]),
        ("two<p>three</p>", ["one", "two", "three"]),
        (
            "<html><head><title>t</title></head><body><p>two</p></body></html><p>three</p>",
            ["one", "two", "three"],
        ),
        (" \n <p>two</p>", ["one", "two"]),
    ],
)
def test_what_stands_behind_an_early_end_of_the_page_is_of_its_body(
    behind: str, texts: list[str]
) -> None:
    made = page(f"<html><head></head><body><p>one</p></body></html>{behind}")
    assert [p.text for p in made.root.find("body").iter("p")] == texts
    assert [e.tag for e in made.root.iter("html", "head", "body")] == ["html", "head", "body"]


def test_comments_are_no_part_of_the_tree() -> None:
    assert document("<p>one<!-- x -->two</p>").root.find(".//p").text == "onetwo"
