"""Which element holds the article: points of paragraphs, factors of boxes, how far up."""

from __future__ import annotations

import pytest
from lxml import html

from pipelines.layout import roles
from pipelines.layout.container import _bonus, is_candidate, points
from tests.made import HEADLINE, blocks, layout, paragraphs, sentence


def test_a_paragraph_has_a_point_and_one_for_each_hundred_characters() -> None:
    (block,) = blocks("a" * 300)
    assert points(block) == pytest.approx(1 + 3)


@pytest.mark.parametrize(("length", "value"), [(600, 7), (700, 7)])
def test_points_for_length_end_at_six(length: int, value: float) -> None:
    assert points(blocks("a" * length)[0]) == pytest.approx(value)


@pytest.mark.parametrize(("commas", "value"), [(1, 1.4), (6, 3.4), (7, 3.4)])
def test_points_for_commas(commas: int, value: float) -> None:
    (block,) = blocks("," * commas + "a" * (100 - commas))
    assert points(block) - 1 == pytest.approx(value)


@pytest.mark.parametrize(
    ("given", "factor"),
    [
        ({"roles": roles.CARD}, 0.3),
        ({"roles": roles.CARD | roles.BODY}, 1),
        ({"kind": "li"}, 0.5),
        ({"kind": "td"}, 0.5),
        ({"kind": "dd"}, 0.5),
        ({"link_chars": 50}, 0.75),
    ],
)
def test_what_lowers_the_points(given: dict, factor: float) -> None:
    plain, other = blocks("a" * 200, ("a" * 200, given))
    assert points(other) == pytest.approx(factor * points(plain))


@pytest.mark.parametrize(
    ("markup", "factor"),
    [
        ("<div itemprop='articleBody'></div>", 1.5),
        ("<article></article>", 1.15),
        ("<div class='article-body'></div>", 1.2),
        ("<div></div>", 1.0),
        ("<div class='related'></div>", 0.5),
        ("<div class='comments'></div>", 0.5),
        ("<aside></aside>", 0.5),
    ],
)
def test_factor_of_a_box(markup: str, factor: float) -> None:
    assert _bonus(html.fragment_fromstring(markup)) == pytest.approx(factor)


def test_a_candidate_is_running_text_outside_of_other_boxes() -> None:
    plain, short, heading, linked, menu = blocks(
        sentence(1),
        "Short.",
        (sentence(2), {"kind": "h2"}),
        (sentence(3), {"link_chars": 150}),
        (sentence(4), {"roles": roles.NAV}),
    )
    assert [is_candidate(b) for b in (plain, short, heading, linked, menu)] == [
        True,
        False,
        False,
        False,
        False,
    ]


def held(body: str) -> list[str]:
    """Return the running text in the container of a page."""
    return [b.text for b in layout(body).inside() if b.is_strong]


def test_sections_of_one_article_are_held_together() -> None:
    parts = "".join(f"<section class='part'>{paragraphs(2, 10 * n)}</section>" for n in range(4))
    assert len(held(f"<main>{HEADLINE}<div>{parts}</div></main>")) == 8


def test_a_list_of_cards_beside_the_article_is_not_held() -> None:
    cards = "".join(
        f"<div class='card'><h3><a href='/{n}'>Another story number {n}</a></h3><p>{sentence(n)}</p></div>"
        for n in range(50, 54)
    )
    found = held(
        f"<div><div class='x'>{HEADLINE}{paragraphs(5)}</div><div class='y'>{cards}</div></div>"
    )
    assert found == [sentence(n) for n in range(5)]


def test_the_page_around_the_article_is_not_held() -> None:
    menu = f"<nav>{'<a href=/x>A link of the menu of this paper</a> ' * 12}</nav>"
    note = f"<div><p>{sentence(70)}</p></div>"
    found = held(f"<div>{menu}<div class='x'>{HEADLINE}{paragraphs(8)}</div>{note}</div>")
    assert sentence(70) not in found


def test_another_article_on_the_page_is_not_held() -> None:
    first = f"<article>{HEADLINE}{paragraphs(12)}</article>"
    second = f"<div class='next'><h1>Another headline of the day</h1>{paragraphs(6, 40)}</div>"
    assert sentence(41) not in held(f"<div>{first}{second}</div>")


def test_text_in_cards_is_not_held_though_no_heading_leads_elsewhere() -> None:
    cards = "".join(f"<div class='card'><p>{sentence(n)}</p></div>" for n in range(50, 54))
    found = held(
        f"<div><div class='x'>{HEADLINE}{paragraphs(9)}</div><div class='y'>{cards}</div></div>"
    )
    assert found == [sentence(n) for n in range(9)]


def test_less_text_behind_the_end_of_an_article_is_not_held() -> None:
    found = held(
        f"<div><article>{HEADLINE}{paragraphs(12)}</article>"
        f"<div class='next'>{paragraphs(6, 40)}</div></div>"
    )
    assert found == [sentence(n) for n in range(12)]
