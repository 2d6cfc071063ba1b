"""An offer that stands over the text is no article of its own."""

from __future__ import annotations

from tests import made

STORY = "".join(
    f"<p>Paragraph {n} of the story tells at some length what the council of the town decided on its old bridge in May.</p>"
    for n in range(6)
)
LINES = "".join(
    f"<p>Line {n} of the offer tells what a reader gets for the price of a month, with the archive and the evening paper in it.</p>"
    for n in range(4)
)


def text(name: str) -> str:
    title = "The old bridge is closed"
    offer = f"<div class='{name}'>{LINES}</div>"
    story = f"<section><h2>Two years of work</h2>{STORY}{STORY}</section>"
    body = f"<main><h1>{title}</h1>{offer}{story}</main>"
    return made.text(body, title=title, declared=False)


def test_a_box_named_for_a_wall_between_headline_and_text_takes_no_text_away():
    assert "Paragraph 5" in text("paywall-offer")


def test_the_same_box_without_such_a_name_is_the_article_under_its_headline():
    assert "Line 3" in text("c1")
