"""JSON-LD as pages have it: broken, nested, in every spelling."""

from __future__ import annotations

import pytest

from pipelines.page import jsonld


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}',
        '{"a": 1,}',
        '<!-- {"a": 1} -->',
        '//<![CDATA[ {"a": 1} //]]>',
        '{"a":\n\t1};',
        "{&quot;a&quot;: 1}",
        '{"a": 1} {"b": 2}',
    ],
)
def test_broken_markup_is_mended(text: str) -> None:
    assert jsonld.load(text) == {"a": 1}


@pytest.mark.parametrize("text", ["", "no JSON", "{", "[" * 100_000])
def test_what_is_no_json_is_none(text: str) -> None:
    assert jsonld.load(text) is None


def test_nodes_come_breadth_first_from_any_depth() -> None:
    tree = {"n": 1, "@graph": [{"n": 2, "deep": {"n": 4}}, {"n": 3}]}
    assert [n["n"] for n in jsonld.nodes([tree])] == [1, 2, 3, 4]


def test_nodes_have_an_end() -> None:
    assert len(list(jsonld.nodes([[{}] * 3001]))) == 3000


@pytest.mark.parametrize(
    ("declared", "article"),
    [
        ("NewsArticle", True),
        ("https://schema.org/Article", True),
        (["Thing", "BlogPosting"], True),
        ("Report", True),
        ("Recipe", True),
        ("WebPage", False),
        ("Person", False),
        (None, False),
    ],
)
def test_types_of_articles(declared: object, article: bool) -> None:
    assert jsonld.is_article({"@type": declared}) is article


def test_keys_in_any_case() -> None:
    assert jsonld.get({"HEADLINE": "x"}, "headline") == "x"
    assert jsonld.get({"headline": "y", "Headline": "x"}, "headline") == "y"
    assert jsonld.get({}, "headline") is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" x &amp; y ", "x & y"),
        ("", None),
        (3, "3"),
        (True, None),
        ({"@value": "x"}, "x"),
        ({"name": "x"}, "x"),
        ([None, {"name": "x"}], "x"),
        ([None] * 20 + ["x"], None),
        ([None] * 19 + ["x"], "x"),
    ],
)
def test_first_text_of_a_value(value: object, text: str | None) -> None:
    assert jsonld.text_of(value) == text


@pytest.mark.parametrize(
    ("value", "truth"),
    [
        (True, True),
        ("False", False),
        ("http://schema.org/True", True),
        (["no"], False),
        (1, True),
        (0, False),
        (2, None),
        ("maybe", None),
        (None, None),
    ],
)
def test_truth_in_any_spelling(value: object, truth: bool | None) -> None:
    assert jsonld.truth(value) is truth
