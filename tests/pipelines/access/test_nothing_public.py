"""Pages that serve nothing of their article: the wall is all that a reader gets."""

from __future__ import annotations

import pytest

from pipelines.access import candidates, cut, own, scene as scenes, statements
from pipelines.model import Rejected
from tests import made, walls
from tests.pipelines.access.scenes import scene
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


TEASERS = "".join(
    f"<p><a href='/{n}'>New plans for hospital number {n} of the county</a></p>"
    f"<p>Some of the {n} nurses will be moved next week, others have to stay where they work now.</p>"
    for n in range(41, 44)
)


@pytest.mark.parametrize("first", ["wall", "teasers"])
def test_teasers_without_headings_are_not_the_text(first):
    inside = WALL + TEASERS if first == "wall" else TEASERS + WALL
    result = read(f"<div>{inside}</div>")
    assert not isinstance(result, Rejected), result
    assert result.article.access == "subscription"
    assert not result.article.text


def test_a_wall_over_the_standfirst_is_no_text():
    lead = f"<p>{walls.body('en', 1, 1)[0]}</p>"
    result = read(WALL + f"<div>{lead}</div>")
    assert "subscrib" not in (result.article.text or "").casefold()


def test_a_label_in_one_box_with_the_byline_hides_no_name():
    head = f"<header>{HEADLINE}<div class='c3'><div class='premium-label'>Subscribers only</div><div class='byline'>By <a rel='author' href='/staff/ada'>Ada Holm</a></div></div></header>"
    inside = (
        f"<main><article>{head}<div>{walls.tags(walls.body('en', 1, 2))}</div></article></main>"
    )
    result = made.extraction(made.page(inside, title=walls.TITLE, url=URL))
    assert result.article.access == "subscription"
    assert result.article.authors == ["Ada Holm"]


def test_the_authors_box_behind_the_article_is_not_the_text():
    about = f"<div class='c9'>{walls.tags(walls.body('en', 31, 1))}</div>"
    assert is_closed_from_the_start(read(WALL, about))


def test_text_outside_the_article_element_of_a_headline_without_a_wall_is_the_text():
    text = f"<div class='c9'>{walls.tags(walls.body('en', 31, 6))}</div>"
    assert walls.body("en", 33, 1)[0] in read("", text).article.text


def candidate_texts(inside: str) -> list[str]:
    page = made.page(f"<main>{inside}</main>", title=walls.TITLE, declared=False)
    document, layout = page_of(page.body, URL)
    seen = scenes.of(document, layout, statements.read(document, layout))
    return [" ".join(b.text for b in c.lines(seen)) for c in candidates.find(seen)]


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


PAID = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false%s}</script>'
STANDFIRST = f"<p>{walls.body('en', 51, 1)[0]}</p>"
BYLINE = "<p class='byline'>By Anna Berg, 2 May 2026</p>"


def of_paid(article: str, behind: str = "", more: str = "", description: str = ""):
    inside = f"<main><article>{HEADLINE}{article}</article>{behind}</main>"
    head = PAID % more + f'<meta name="description" content="{description}">'
    return made.extraction(made.page(inside, title=walls.TITLE, url=URL, head=head))


@pytest.mark.parametrize(
    "article",
    [
        BYLINE,
        f"{BYLINE}<div class='c1' id='c2'></div>",
    ],
)
@pytest.mark.parametrize("behind", ["", CARDS])
def test_an_article_that_is_not_free_and_serves_nothing_is_closed_from_the_start(article, behind):
    assert is_closed_from_the_start(of_paid(article, behind))


@pytest.mark.parametrize(
    ("article", "description"),
    [(STANDFIRST + BYLINE, ""), (STANDFIRST, walls.body("en", 51, 1)[0])],
)
def test_an_article_of_which_only_the_standfirst_is_served_ends_behind_it(article, description):
    found = of_paid(article, CARDS, description=description).article
    assert found.access == "subscription"
    assert found.boundary_char == len(found.text or "")
    assert "number 41" not in (found.text or "")


def test_why_is_told():
    evidence = of_paid(BYLINE).article.access_evidence
    assert "declared as not free, and nothing of the text is served" in str(evidence)


@pytest.mark.parametrize(
    ("article", "more", "description"),
    [
        (walls.tags(walls.body("en", 51, 3)), "", "Another sentence."),  # lines of the text
        (f"{STANDFIRST}{walls.tags(walls.body('en', 52, 3))}{BYLINE}", "", ""),
        (f"<p>{' '.join(walls.body('en', 51, 6))}</p>{BYLINE}", "", ""),  # longer than a standfirst
        (BYLINE + "<ul>" + walls.tags([f"Boat {n}" for n in range(90)], "li") + "</ul>", "", ""),
        (
            STANDFIRST
            + BYLINE
            + "<ul>"
            + walls.tags([f"Boat {n}" for n in range(90)], "li")
            + "</ul>",
            "",
            "",
        ),
        (BYLINE, ', "articleBody": "' + " ".join(walls.body("en", 51, 5)) + '"', ""),
    ],
)
def test_an_article_that_is_not_free_and_serves_some_text_is_not_closed(article, more, description):
    assert of_paid(article, more=more, description=description).article.boundary_char is None


@pytest.mark.parametrize("paid", [True, False])
def test_only_what_says_that_it_is_not_free_is_closed_for_want_of_text(paid):
    assert (cut.find(scene(BYLINE), paid=paid) is not None) == paid


PITCH = "<p>All articles on the web and in the app, for one euro in the first month, and then for 9.99 a month.</p>"
READ_ON = "<h2>Read on with Altona Post Plus</h2>"
PRESS = "<a href='/abo'>Choose your plan</a>"


def texts_of(offer: str) -> str:
    return read(BYLINE + f"<div class='c1'>{offer}</div>").article.text or ""


def test_what_an_offer_praises_is_not_the_text_where_there_is_no_other():
    assert is_closed_from_the_start(read(BYLINE + f"<div class='c1'>{READ_ON}{PITCH}{PRESS}</div>"))


@pytest.mark.parametrize(
    "box",
    [
        f"<a href='/abo'>See plans</a>{READ_ON}{PITCH}",  # nothing to press behind it
        READ_ON + PITCH,
        f"{READ_ON}{PITCH}<p>{' '.join(walls.body('en', 51, 4))}</p>{PRESS}",  # a long paragraph
    ],
)
def test_a_box_that_is_no_offer_is_the_text(box):
    assert "in the first month" in texts_of(box)


def test_a_box_that_begins_with_nothing_of_a_wall_is_no_offer_by_its_words():
    box = f"<h2>The bridge</h2>{PITCH}<p>Subscribe to continue reading.</p>{PRESS}"
    page = scene(f"{BYLINE}<div class='c2'>{box}</div>")
    possible = own.possible(page.layout)
    assert any(possible)
    assert own.paragraphs(page.layout, possible) == possible
