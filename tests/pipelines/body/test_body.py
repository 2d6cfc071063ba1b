"""The body on pages written for these tests: boxes whose names mislead, and what hangs under."""

from __future__ import annotations

import pytest

from pipelines.extract.result import Extraction
from tests import made
from tests.pipelines.body.pages import paragraph as _paragraph, rows as _rows, text as _text


def test_boxes_of_one_name_count_together() -> None:
    boxes = "".join(
        f"<div class='WidgetWrapper x{n}'><p>{_paragraph(n)}</p></div>" for n in range(8)
    )
    text = _text(f"<h1>Council votes</h1><div id='main'>{boxes}</div>")
    assert text.count("The council met") == 8


def test_a_long_row_of_paragraphs_stays_whatever_its_box_is_called() -> None:
    text = _text(f"<h1>Council votes</h1><section class='toc'>{_rows(9)}</section><div><p>{_paragraph(99)}</p></div>"
                 f"<div class='comments'>{_rows(3, 200)}</div>")  # fmt: skip
    assert "item 0 " in text
    assert "item 8 " in text
    assert "item 200 " not in text


def test_a_box_repeated_far_away_is_more_of_the_article() -> None:
    part = (
        "<div><section><div><div><div class='post-text wide'>{}</div></div></div></section></div>"
    )
    figure = "<div class='interlude'><figure><figcaption>A ship.</figcaption></figure></div>"
    text = _text(
        f"<h1>Council votes</h1><div>{part.format(_rows(3))}{figure}{part.format(_rows(6, 3))}</div>"
    )
    assert text.count("The council met") == 9


def test_a_button_left_open_does_not_make_the_page_a_link() -> None:
    text = _text(
        f"<header class='header'><button class='menu'><main><article><h1>Council votes</h1>{_rows(5)}</article></main>"
    )
    assert text.count("The council met") == 5


def test_the_anchor_of_a_heading_is_no_role() -> None:
    text = _text(
        f"<article><h1>Council votes</h1>{_rows(3)}<h2 id='how-popular-are-the-trams'>How popular are the trams?</h2>{_rows(3, 3)}</article>"
    )
    assert "How popular are the trams?" in text


@pytest.mark.parametrize(
    "line",
    [
        "Reporting by Ann Example in Port Town; Editing by Bo Sample",
        "Got a story? Write to us at news@paper.example.",
        "Photo: Carl Camera / Agency",
        "© 2026 The Paper, Port Town",
        "MORE : Cat is elected mayor of a small town",
    ],
)
def test_credits_under_the_article_go(line: str) -> None:
    text = _text(f"<article><h1>Council votes</h1>{_rows(5)}<p>{line}</p></article>")
    assert line not in text
    assert text.endswith("taken.")


def test_the_line_about_the_author_goes() -> None:
    bio = "Ann Example is a reporter who has covered the harbour for this paper since she left school."
    text = _text(
        f"<article><h1>Council votes</h1><span class='author'>By Ann Example</span>{_rows(5)}<p>{bio}</p></article>"
    )
    assert bio not in text


def test_consent_for_an_embed_and_commission_lines_go() -> None:
    consent = "An dieser Stelle findest du einen externen Inhalt, der den Artikel ergänzt. Du kannst ihn dir anzeigen lassen."
    money = "If you buy something through our links, we may earn a commission."
    text = _text(
        f"<article><h1>Council votes</h1>{_rows(2)}<p>{consent}</p>{_rows(3, 2)}<p>{money}</p>{_rows(1, 9)}</article>"
    )
    assert consent not in text
    assert money not in text
    assert text.count("The council met") == 6


def test_the_standfirst_of_another_article_in_a_box_amid_the_body_goes() -> None:
    card = "<div><a href='/x'><b>Trams</b></a><p class='lead'>Elsewhere a tram ran off its rails on Sunday and stopped beside the old mill.</p></div>"
    text = _text(f"<article><h1>Council votes</h1>{_rows(3)}{card}{_rows(3, 3)}</article>")
    assert "old mill" not in text


def test_an_article_beside_products_is_kept() -> None:
    head = '<script type="application/ld+json">[{"@type": "NewsArticle", "headline": "Council votes"}, {"@type": "Product", "name": "Lamp"}]</script>'
    assert isinstance(
        made.outcome(
            f"<article><h1>Council votes</h1>{_rows(5)}</article>", title="Council votes", head=head
        ),
        Extraction,
    )
