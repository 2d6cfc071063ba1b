"""Bodies on pages written for these tests: utility classes, names of table rows, linked
subheads, bars before the headline, and lines of the house."""

from __future__ import annotations

import pytest

from pipelines.layout import roles
from tests import made
from tests.pipelines.body.pages import WORDS as _WORDS, rows as _rows, text as _text


@pytest.mark.parametrize(
    "names",
    [
        "leading-relaxed", "md:leading-6 text-gray-700", "leading-[1.4]", "hidden md:block", "sr-only lg:not-sr-only",
        "empty:hidden", "text-secondary", "btn-outline-secondary", "bg-card text-card-foreground", "[&_.caption]:mt-2",
        "l-hidden-xs l-hidden-s", "cmp-text", "views-field-body", "text-center",
        "kt-adv-heading10_49-8b", "adv-tabs", "eb-adv-accordion",
    ],
)  # fmt: skip
def test_a_utility_class_names_no_part_of_the_page(names: str) -> None:
    assert not roles.of_names(names) & (roles.NOT_BODY | roles.TEASER | roles.CARD)


@pytest.mark.parametrize(
    ("names", "role"),
    [
        ("hidden group-hover:block", roles.SOFT_HIDDEN), ("paywall-hidden md:block", roles.SOFT_HIDDEN), ("lead", roles.TEASER),
        ("secondary", roles.ASIDE), ("news-card", roles.CARD), ("link-card", roles.CARD), ("article-text", roles.BODY), ("cmp-banner", roles.COOKIE),
        ("image-description", roles.CAPTION), ("adv", roles.AD), ("adv-box", roles.AD), ("adv-headline", roles.AD),
    ],
)  # fmt: skip
def test_a_name_of_a_part_stays_one(names: str, role: int) -> None:
    assert roles.of_names(names) & role


def test_paragraphs_with_utility_classes_are_no_standfirsts() -> None:
    card = "<div class='x'><p class='text-lg leading-tight'>Members of the council wrote to every school of the town about the new timetable on Friday.</p></div>"
    text = _text(f"<article><h1>Council votes</h1>{_rows(3)}{card}{_rows(3, 3)}</article>")
    assert "new timetable" in text


def test_a_row_of_a_table_is_named_for_its_data() -> None:
    rows = "".join(
        f"<tr class='player-{n}'><td>{n}</td><td>Runner {n} of the club</td></tr>" for n in range(3)
    )
    text = _text(
        f"<article><h1>Council votes</h1>{_rows(4)}<table>{rows}</table>{_rows(2, 4)}</article>"
    )
    assert "Runner 2 of the club" in text


def test_the_id_of_a_heading_is_the_address_of_its_section() -> None:
    text = _text(
        f"<article><h1>Council votes</h1>{_rows(3)}<h2 id='nav_the_harbour'>The harbour</h2>{_rows(3, 3)}</article>"
    )
    assert "\n\nThe harbour\n\n" in text


def test_linked_subheads_among_the_paragraphs_stay_and_those_of_teasers_go() -> None:
    teaser = "<div class='t1'><h3><a href='/other'>A tram ran off its rails</a></h3></div>"
    text = _text(
        f"<article><h1>Council votes</h1>{_rows(2)}<h2><a href='/harbour'>The harbour</a></h2>{_rows(2, 2)}{teaser}{_rows(2, 4)}</article>"
    )
    assert "The harbour" in text.split("\n\n")
    assert "off its rails" not in text


def test_a_heading_that_is_a_sentence_needs_no_text_under_it() -> None:
    said = "What the mayor said of it when the vote had been counted for a third time:"
    text = _text(
        f"<article><h1>Council votes</h1>{_rows(3)}<h2>Photos</h2><h2>{said}</h2><h2>The harbour</h2>{_rows(3, 3)}</article>"
    )
    assert said in text
    assert "Photos" not in text


def test_a_bar_before_the_headline_is_no_article_however_long() -> None:
    bar = "".join(
        f"<div class='promo-slide'><p>Orders from land number {n} are sent free of charge if they cost more than sixty crowns in all.</p></div>"
        for n in range(20)
    )
    text = _text(
        f"<div class='promo-bar carousel'>{bar}</div><main><h1>Council votes</h1><div class='rte'>{_rows(4)}</div></main>"
    )
    assert text.count("The council met") == 4
    assert "free of charge" not in text


def test_columns_beside_the_text_do_not_become_it_by_their_number() -> None:
    column = "<aside class='col-1 sidebar'><div class='widget'>{}</div></aside>"
    games = "".join(
        f"<p>Saturday {n}: the town plays against the village at half past six, and the gates of the field open at five.</p>"
        for n in range(5)
    )
    text = _text(
        f"<div class='content'><h1>Council votes</h1><div class='entry-content'>{_rows(3)}</div></div>{column.format(games)}{column.format(games)}"
    )
    assert "the gates of the field" not in text
    assert text.count("The council met") == 3


def test_text_set_in_quotations_under_the_body_is_one_article() -> None:
    part = "<blockquote>{}</blockquote>"
    text = _text(
        f"<h1>Council votes</h1>{part.format(_rows(4))}<h2>Later</h2>{part.format(_rows(3, 4))}"
    )
    assert text.count("The council met") == 7


def test_a_standfirst_with_nothing_under_it_is_the_text() -> None:
    text = _text(
        f"<article><h1>Council votes</h1><p class='intro'>{_WORDS}, and nobody had read the list in full before the vote was taken.</p></article>"
    )
    assert "The council met" in text


@pytest.mark.parametrize(
    "line",
    [
        "If you register for an account through a link on our site, we may receive compensation from the shop that you visit.",
        "Sorry, but this page needs JavaScript: turn it on in the settings of your browser and load the page again, please.",
        "The content of this page is provided for general informational purposes only and may be out of date when you read it.",
    ],
)
def test_the_house_speaks_of_its_page(line: str) -> None:
    text = _text(f"<article><h1>Council votes</h1>{_rows(4)}<p>{line}</p></article>")
    assert line not in text
    assert text.count("The council met") == 4


def test_a_reference_with_its_doi_hangs_under_the_article() -> None:
    line = "A. Smith and B. Jones, On trams and the harbour, Journal of Towns (2026). DOI: 10.1000/example.1"
    assert "Journal of Towns" not in _text(
        f"<article><h1>Council votes</h1>{_rows(4)}<p>{line}</p></article>"
    )


def test_a_figure_that_holds_the_headline_is_no_caption() -> None:
    figure = "<figure><figcaption>{}<p>Members of the town council voted on the tram after three evenings.</p></figcaption></figure>"
    with_title, without = (
        made.layout(figure.format(h)).blocks[-1] for h in ("<h1>Council votes</h1>", "")
    )
    assert not with_title.roles & roles.CAPTION
    assert without.roles & roles.CAPTION


def test_date_and_place_over_the_first_paragraph_are_no_text() -> None:
    paragraphs = "".join(
        f"<p>Paragraph {n} says, at some length, that the council of the town has met and decided something new about the bridge by the old mill.</p>"
        for n in range(4)
    )
    title = "El puente de la villa"
    above = "<p>Villanueva</p><div>25/04/2026 Actualizado a las 15:10h.</div>"
    body = f"<article><h1>{title}</h1><div class='c'>{above}{paragraphs}</div></article>"
    assert made.text(body, title=title, lang="es", declared=False).startswith("Paragraph 0")
