"""The body on pages written for these tests: captions, cards and labels without telling
names, text that is streamed late, and what hangs under the article."""

from __future__ import annotations

import re

import pytest

from tests.pipelines.body.pages import paragraph as _paragraph, rows as _rows, text as _text


def test_a_text_that_shares_a_box_with_a_picture_is_its_caption() -> None:
    picture = "<div class='x1'><div class='x2'><img src='a.jpg'></div><div class='x3'>Members of the council on the stairs of the town hall.</div></div>"
    text = _text(f"<article><h1>Council votes</h1>{_rows(3)}{picture}{_rows(3, 3)}</article>")
    assert "stairs" not in text
    assert text.count("The council met") == 6


def test_paragraphs_beside_their_pictures_stay() -> None:
    text = _text(
        f"<article><h1>Council votes</h1>{_rows(6, wrap='<div><img src=a.jpg>{}</div>')}</article>"
    )
    assert text.count("The council met") == 6


def test_a_card_with_picture_and_link_amid_the_body_goes() -> None:
    card = "<div class='post-card'><a href='/other'><img src='b.jpg'>Trams</a><p>Elsewhere a tram ran off its rails on Sunday and stopped beside the old mill.</p></div>"
    text = _text(f"<article><h1>Council votes</h1>{_rows(4)}{card}{_rows(4, 4)}</article>")
    assert "old mill" not in text


def test_bare_words_between_paragraphs_are_a_label() -> None:
    text = _text(
        f"<article><h1>Council votes</h1>{_rows(3)}<div class='x9'>Open the map</div>{_rows(3, 3)}</article>"
    )
    assert "Open the map" not in text


@pytest.mark.parametrize(
    ("labels", "stay"),
    [
        (("Step 1", "Step 2", "Step 3"), True),
        (("Bestes Ruder", "Bestes Segel", "Bester Anker"), True),
        (("Step 1", "Step 2"), False),
        (("Open the map", "Open the map", "Open the map"), False),
        (("Ann Vale 10:15", "Bo Hill 10:40", "Cy Dunn 11:05"), False),
        (
            (
                "See <a href='/1'>Oars</a>",
                "See <a href='/2'>Sails</a>",
                "See <a href='/3'>Ropes</a>",
            ),
            False,
        ),
    ],
)
def test_labels_of_one_make_that_differ_name_the_parts_of_the_text(
    labels: tuple[str, ...], *, stay: bool
) -> None:
    parts = "".join(
        f"<div class='x9'>{label}</div>{_rows(2, 2 * n)}" for n, label in enumerate(labels)
    )
    text = _text(f"<article><h1>Council votes</h1>{_rows(2, 20)}{parts}</article>")
    found = [re.sub("<[^>]*>", "", label) in text for label in labels]
    assert all(found) if stay else not any(found)


def _entry(name: str, count: int, start: int) -> str:
    return (
        f"<div class='product-card'><img src='{name}.jpg'><h3>{name}</h3>{_rows(count, start)}"
        f"<p><a href='https://shop.example/{name}'>To the shop of {name}</a></p></div>"
    )


def test_cards_that_the_article_is_made_of_stay_the_short_ones_too() -> None:
    entries = _entry("Oars", 4, 0) + _entry("Sails", 4, 4) + _entry("Ropes", 1, 8)
    text = _text(f"<article><h1>Council votes</h1>{_rows(2, 20)}{entries}{_rows(2, 30)}</article>")
    assert "Ropes" in text
    assert "item 8 " in text


def test_one_card_amid_the_body_goes_with_its_text() -> None:
    text = _text(
        f"<article><h1>Council votes</h1>{_rows(8)}{_entry('Oars', 1, 20)}{_rows(4, 30)}</article>"
    )
    assert "item 20 " not in text
    assert "item 33 " in text


def test_a_cell_of_the_grid_around_a_box_of_the_text_is_no_card() -> None:
    cell = "<div class='grid-item'>{}<img src='a.jpg'></div>"
    short = cell.format(
        f"<div class='article-body'>{_rows(1)}<p>More in <a href='/m'>the minutes</a>, which are open to all.</p></div>"
    )
    text = _text(f"<article><h1>Council votes</h1>{_rows(8, 10)}{short}{_rows(4, 30)}</article>")
    assert "item 0 " in text


def test_what_hangs_under_the_box_of_the_text_goes() -> None:
    under = "<div><div><p>Subscribers of this paper may write to the editors of every page, and many of them do so every week.</p></div></div>"
    text = _text(
        f"<article><h1>Council votes</h1><div class='c1'>{_rows(12)}</div>{under}</article>"
    )
    assert "may write to the editors" not in text
    assert text.count("The council met") == 12


def test_a_list_of_half_linked_lines_at_the_end_goes() -> None:
    lines = "".join(
        f"<li>A story about trams: <a href='/{n}'>how line {n} came to the harbour</a></li>"
        for n in range(3)
    )
    text = _text(f"<article><h1>Council votes</h1>{_rows(5)}<ul>{lines}</ul></article>")
    assert "how line" not in text


def test_text_streamed_late_comes_to_its_place() -> None:
    body = (
        f"<main><h1>Council votes</h1>{_rows(2)}<template id='B:0'></template>{_rows(2, 8)}</main>"
    )
    text = _text(f"{body}<div hidden id='S:0'>{_rows(4, 2)}</div>")
    assert text.count("The council met") == 8
    assert text.index("item 3 ") < text.index("item 8 ")


def test_a_mark_inside_its_own_part_is_left_alone() -> None:
    text = _text(
        f"<main><h1>Council votes</h1>{_rows(4)}</main><div hidden id='S:0'><template id='B:0'></template>{_rows(2, 20)}</div>"
    )
    assert text.count("The council met") == 4


def test_a_first_paragraph_in_a_box_of_its_own_stays_though_the_standfirst_says_the_same() -> None:
    dek = f"<div class='dek'>{_paragraph(0)}</div>"
    text = _text(
        f"<article><header><h1>Council votes</h1>{dek}</header><section>{_rows(6, wrap='<div class=cli>{}</div>')}</section></article>"
    )
    assert "item 0 " in text


def test_the_climb_stops_at_the_end_of_the_article() -> None:
    beside = "".join(
        f"<li><p>Another story, number {n}, that the reader may like to open once this one is read, says the paper.</p></li>"
        for n in range(3)
    )
    text = _text(
        f"<main><div><article><h1>Council votes</h1>{_rows(6)}</article></div><div><ul>{beside}</ul></div></main>"
    )
    assert "Another story" not in text


def test_where_little_of_the_running_text_was_taken_a_second_reader_is_asked() -> None:
    parts = "".join(
        f"<section class='s{n}'><h2>Part {n}</h2><div class='t{n}'><div><p>{_paragraph(n)}</p></div></div></section>"
        for n in range(9)
    )
    assert _text(f"<h1>Council votes</h1>{parts}").count("The council met") > 4
