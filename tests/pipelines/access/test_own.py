"""Which short paragraphs at the end are another article's, or praise what is sold."""

from __future__ import annotations

import pytest

from pipelines.access import own, scene as scenes, statements
from pipelines.layout.headline import locate
from pipelines.layout.layout import Layout, lay_out
from pipelines.page.document import Document
from tests import made

SUBJECT = frozenset(("harbo", "ferri"))
MINE = "<p>The harbour of the town was closed on Monday, and nobody had told the people who live there.</p>"
OTHER = "<p>Some of the nurses will be moved next month, others have to stay where they are for now, they say.</p>"
TITLE = "New plans for the hospital"
LINK = f"<p><a href='/9'>{TITLE}</a></p>"
ASKS = "<p>Subscribe to continue reading this article.</p>"
ALWAYS = "<p>Support us with a small sum.</p>"


def page(inside: str, head: str = "") -> tuple[Document, Layout]:
    headline = "The harbour and its ferries"
    document = made.document(
        f"<main><article><h1>{headline}</h1><div>{inside}</div></article></main>",
        title=headline,
        head=head,
        lang=None,
        declared=False,
    )
    return document, locate(lay_out(document), headline)


def found(inside: str, subject: frozenset[str] = SUBJECT, *, paid: bool = True) -> list[str]:
    """Return how each paragraph that is of something else begins."""
    _, layout = page(inside)
    mine = list(own.paragraphs(layout, own.possible(layout)))
    for n in own.lines_of_walls(layout, mine):
        mine[n] = False
    chosen = own.of_something_else(layout, mine, subject, paid=paid)
    return [layout.blocks[n].text.split()[0] for n in chosen]


@pytest.mark.parametrize(("wall", "count"), [(ASKS, 0), ("<p>Updated at noon</p>", 2)])
def test_text_outside_of_an_article_that_holds_a_wall_and_no_text_is_another_s(wall, count):
    headline = "The harbour and its ferries"
    body = f"<main><article><h1>{headline}</h1>{wall}</article><div>{MINE}{MINE}</div></main>"
    layout = locate(lay_out(made.document(body, title=headline, declared=False)), headline)
    assert sum(own.paragraphs(layout, own.possible(layout))) == count


@pytest.mark.parametrize(
    ("press", "count"), [("Already a subscriber? Log in", 0), ("More pictures", 1)]
)
def test_a_box_whose_lines_sell_only_together_is_an_offer_too(press: str, count: int):
    box = f"<div><h3>Become a subscriber</h3>{MINE}<a href='/s'>{press}</a></div>"
    _, layout = page(box)
    assert sum(own.paragraphs(layout, own.possible(layout))) == count


def test_a_teaser_under_a_link_is_none_of_a_paid_article():
    assert found(MINE + LINK + OTHER) == ["Some"]


def test_it_stays_where_it_has_a_word_of_the_subject():
    assert found(MINE + LINK + MINE) == []


def test_it_stays_where_text_of_the_subject_comes_behind_it():
    assert found(LINK + OTHER + MINE) == []


def test_it_stays_on_a_page_that_says_nothing_of_paying_and_has_text():
    assert found(MINE + ASKS + LINK + OTHER, paid=False) == []


def test_a_page_that_asks_and_has_nothing_else_serves_nothing():
    assert found(ASKS + LINK + OTHER, paid=False) == ["Some"]


def test_a_page_that_does_not_ask_serves_it():
    assert found(LINK + OTHER, paid=False) == []


def test_what_stands_behind_a_line_that_asks_needs_no_link():
    assert found(MINE + ASKS + OTHER) == ["Some"]


def test_what_stands_before_the_line_that_asks_is_text():
    assert found(MINE + OTHER + ASKS) == []


def test_a_line_that_asks_close_behind_them_makes_teasers_of_them():
    assert found(LINK + OTHER + ASKS, paid=False) == ["Some"]


@pytest.mark.parametrize(("size", "teasers"), [(300, ["Some"]), (301, [])])
def test_a_long_paragraph_is_text(size: int, teasers: list[str]):
    text = ("Some of the nurses will move. " * 20)[:size].strip()
    text += "e" * (size - len(text))
    assert found(f"{MINE}{LINK}<p>{text}</p>") == teasers


@pytest.mark.parametrize(
    ("title", "teasers"), [("New plans for school", []), ("New plans for schools", ["Some"])]
)
def test_a_short_link_is_no_headline(title: str, teasers: list[str]):
    assert found(f"{MINE}<p><a href='/9'>{title}</a></p>{OTHER}") == teasers


def test_a_line_with_other_words_is_no_headline_of_another():
    line = f"<p>We wrote about it on Monday in our report: <a href='/9'>{TITLE}</a></p>"
    assert found(MINE + line + OTHER) == []


def test_without_a_subject_only_what_stands_under_a_link_is_a_teaser():
    assert found(OTHER + LINK + OTHER, frozenset()) == ["Some"]
    assert found(MINE + ASKS + OTHER, frozenset()) == []


@pytest.mark.parametrize(
    ("declared", "foreign"),
    [({"isAccessibleForFree": False}, ["Some"]), ({"isAccessibleForFree": True}, []), ({}, [])],
)
def test_what_the_page_declares_tells_whether_it_is_paid(declared, foreign):
    about = "Nobody had told people living beside the harbour about closing ferries"
    head = made.json_ld(description=about, **declared)
    document, layout = page(MINE + ASKS + LINK + OTHER, head)
    scene = scenes.of(document, layout, statements.read(document, layout))
    assert [scene.blocks[n].text.split()[0] for n in scene.foreign] == foreign


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (f"<h3><a href='/9'>{TITLE}</a></h3>{OTHER}", 1),
        (f"<h3>{TITLE}</h3>{OTHER}", 0),
        (f"<h3><a href='/9'>{TITLE}</a></h3><p>Soon.</p>", 0),  # no running text
        (f"<nav><h3><a href='/9'>{TITLE}</a></h3>{OTHER}</nav>", 0),  # no part of a text
    ],
)
def test_what_a_heading_leads_away_from_is_led(lines: str, count: int):
    made_of = made.layout(
        f"<main><h1>{TITLE}</h1><div>{MINE}{MINE}{lines}</div></main>", headline=TITLE
    )
    assert len(own.led(made_of)) == count
