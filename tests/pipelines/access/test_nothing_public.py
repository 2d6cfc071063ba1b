"""Pages that serve nothing of their article: the wall is all that a reader gets."""

from __future__ import annotations

import pytest

from pipelines.access import candidates, scene as scenes, statements
from pipelines.model import Rejected
from tests import made, walls
from training.walls.rows import page_of

URL = "https://paper.example/2026/bridge"
HEADLINE = f"<h1>{walls.TITLE}</h1>"
WALL = "<div class='c1'><h3>Subscribe to continue reading this article</h3><a href='/subscribe'>See plans</a><p>Already a subscriber? Log in</p></div>"
CARDS = "<section class='c7'>" + "".join(
    f"<h3><a href='/{n}'>The council of Altona {n} has bought another bridge</a></h3>"
    + walls.tags(walls.body("en", n, 1))
    for n in range(41, 44)
)
HIDDEN = walls.tags(walls.body("en", 1, 8))
ALL_HIDDEN = {
    "by an attribute": f"<div hidden>{HIDDEN}</div>",
    "by its own style": f"<div style='display:none'>{HIDDEN}</div>",
    "by a rule of the page": f"<style>.rest{{display:none}}</style><div class='rest'>{HIDDEN}</div>",
    "by a height of nothing": f"<style>.rest{{height:0;overflow:hidden}}</style><div class='rest'>{HIDDEN}</div>",
}


def read(article: str, behind: str = ""):
    inside = f"<main><article>{HEADLINE}{article}</article>{behind}</main>"
    return made.extraction(made.page(inside, title=walls.TITLE, url=URL))


def is_closed_from_the_start(result) -> bool:
    assert not isinstance(result, Rejected), result
    assert result.article.access == "subscription"
    return not result.article.text and result.article.boundary_char == 0


@pytest.mark.parametrize("how", sorted(ALL_HIDDEN))
@pytest.mark.parametrize("first", ["wall", "text"])
def test_a_text_hidden_whole_beside_a_wall_is_reserved(how, first):
    text = ALL_HIDDEN[how]
    assert is_closed_from_the_start(read(WALL + text if first == "wall" else text + WALL))


def test_a_text_hidden_whole_without_a_wall_is_one_that_fades_in():
    result = read(f"<style>.rest{{opacity:0}}</style><div class='rest'>{HIDDEN}</div>")
    assert walls.body("en", 1, 1)[0] in result.article.text


def test_cards_behind_the_wall_are_not_the_text():
    assert is_closed_from_the_start(read(WALL, CARDS))


def test_the_authors_box_behind_the_article_is_not_the_text():
    about = f"<div class='c9'>{walls.tags(walls.body('en', 31, 1))}</div>"
    assert is_closed_from_the_start(read(WALL, about))


def test_text_outside_the_article_element_of_a_headline_without_a_wall_is_the_text():
    text = f"<div class='c9'>{walls.tags(walls.body('en', 31, 6))}</div>"
    assert walls.body("en", 33, 1)[0] in read("", text).article.text


def candidate_texts(inside: str) -> list[str]:
    page = made.page(f"<main>{inside}</main>", title=walls.TITLE, declared=False)
    document, layout = page_of(page.body, URL)
    scene = scenes.of(document, layout, statements.read(document, layout))
    return [" ".join(b.text for b in c.lines(scene)) for c in candidates.find(scene)]


def test_the_box_of_a_wall_does_not_hold_the_headline():
    found = candidate_texts(f"<article>{HEADLINE}{WALL}</article>")
    assert found
    assert all(walls.TITLE not in text for text in found)


def test_the_box_of_a_wall_that_is_shown_does_not_hold_hidden_prose():
    prose = walls.tags([" ".join(walls.body("en", 5, 2))])
    found = candidate_texts(
        f"<article>{HEADLINE}<div>{WALL}<div hidden>{prose}</div></div></article>"
    )
    assert found
    assert all("number 5" not in text for text in found)


NOTE = f"<p style='display:none'>{walls.body('en', 21, 1)[0]}</p>"


def test_a_hidden_note_amid_the_text_does_not_move_the_boundary():
    text = walls.tags(walls.body("en", 1, 3)) + NOTE + walls.tags(walls.body("en", 11, 3))
    article = read(text + WALL).article
    assert article.boundary_paragraph == 6
    assert "number 21" not in article.text


def test_what_a_product_writes_around_reserved_text_alone_needs_no_wall():
    rest = (
        f"<section subscriptions-section='content'>{walls.tags(walls.body('en', 21, 1))}</section>"
    )
    article = read(walls.tags(walls.body("en", 1, 4)) + rest).article
    assert "number 21" not in article.text
    assert article.boundary_paragraph == 4
