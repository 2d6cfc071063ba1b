"""What hangs in and under a text, on pages written for these tests: lists of other
articles, offers of mail, closed boxes, pull quotes, labels and the house's last lines."""

from __future__ import annotations

import pytest

from pipelines.layout import roles
from tests.pipelines.body.pages import rows as _rows, text


def _text(body: str) -> str:
    return text(f"<main><h1>Council votes</h1>{body}</main>")


def test_the_words_of_a_name_made_by_a_machine_name_no_part_of_a_page() -> None:
    assert not roles.of_names("block-id-n1AuAdJlVL") & roles.NOT_BODY
    assert roles.of_names("topAdBox") & roles.AD
    assert roles.of_names("relatedLinks2Top") & roles.RELATED


def test_a_list_of_other_articles_under_the_text_goes_with_its_headings() -> None:
    entries = "".join(
        f"<p><a href='/{n}'>Another story, number {n}, that the paper wrote about the town last week</a></p><p>13 January</p>"
        for n in range(5)
    )
    text = _text(
        f"<div>{_rows(4)}<h2>New in this section</h2><p>Pick of the day</p>{entries}</div>"
    )
    assert "item 3" in text
    assert "Another story" not in text
    assert "13 January" not in text


@pytest.mark.parametrize(("site", "stays"), [("https://books.example", True), ("", False)])
def test_a_list_of_things_on_other_sites_is_what_the_text_announces(
    site: str, *, stays: bool
) -> None:
    entries = "".join(
        f"<h3>{9 - n} lists</h3><p><a href='{site}/{n}'>The Winter of Boats, volume {n}</a>{by}</p>"
        for n, by in enumerate(["", *[", by Ann Vale and Bo Hill"] * 5])
    )
    text = _text(f"<div>{_rows(3)}{entries}</div>")
    assert ("volume 2" in text) is stays


def _thing(number: int, site: str) -> str:
    return (
        f"<div class='cell'><h2><a href='{site}/{number}'>The old oar of yard {number}</a></h2>"
        f"{_rows(1, number)}<div><a href='/all/{number}'>Read more</a></div></div>"
    )


@pytest.mark.parametrize(
    ("count", "site", "stays"),
    [(12, "https://yards.example", True), (12, "", False), (2, "https://yards.example", False)],
)
def test_headings_of_one_make_that_lead_to_other_sites_name_the_things_of_the_text(
    count: int, site: str, *, stays: bool
) -> None:
    entries = "".join(_thing(n, site) for n in range(count))
    text = _text(f"<div>{_rows(12, 40)}{entries}{_rows(1, 60)}</div>")
    assert ("oar of yard 1" in text) is stays


def test_a_linked_line_of_a_card_is_another_article() -> None:
    card = "<div class='teaser-card'><p><a href='/9'>The harbour has a new master, and he says that the ships will be counted every day from now on</a></p></div>"
    text = _text(f"<div>{_rows(3)}{card}{_rows(3, 3)}</div>")
    assert "new master" not in text
    assert "item 5" in text


def test_a_box_with_a_field_for_an_address_of_mail_is_an_offer() -> None:
    box = "<div class='x1'><p>Like what you are reading here?</p><div><input type='email' name='a'></div><p>You agree to our terms when you press the button, and you can leave at any time.</p></div>"
    text = _text(f"<div>{_rows(4)}{box}</div>")
    assert "terms" not in text
    assert "Like what" not in text
    assert "item 3" in text


def test_a_field_for_mail_in_the_box_of_the_text_takes_no_text_away() -> None:
    assert "item 0" in _text(f"<div>{_rows(4)}<input type='email'></div>")


def _steps(count: int) -> str:
    return "".join(
        f"<div><a role='button' aria-controls='s{n}'>Step number {n}</a></div><div id='s{n}' role='region' style='display:none'>{_rows(2, 10 * n + 10)}</div>"
        for n in range(count)
    )


def test_closed_boxes_that_hold_most_of_the_text_are_the_article() -> None:
    text = _text(f"<div>{_rows(2)}{_steps(4)}</div>")
    assert "item 0" in text
    assert "item 41" in text


def test_a_closed_box_beside_the_text_stays_closed() -> None:
    text = _text(f"<div>{_rows(6)}{_steps(1)}</div>")
    assert "item 5" in text
    assert "item 10" not in text


def _questions(opener: str, count: int, names: str = "fold-body") -> str:
    return "".join(
        f"{opener.format(n)}<div class='{names}' id='f{n}' aria-hidden='true'><p>Answer {n}: the tram will be"
        " built by the harbour, and the council has found the money for it at last.</p></div>"
        for n in range(count)
    )


_OPENER = "<h3><button aria-controls='f{0}'>What of part {0}?</button></h3>"


@pytest.mark.parametrize(("count", "stays"), [(3, True), (2, False)])
def test_a_row_of_closed_boxes_is_text_and_a_single_one_stands_beside_it(count, stays) -> None:
    closed = _questions(_OPENER, count)
    text = _text(f"<article><h1>Council votes</h1>{_rows(9)}{closed}</article>")
    assert ("Answer 1:" in text) == stays


def test_closed_boxes_without_a_line_over_each_tell_of_the_page() -> None:
    opener = "<p>" + "".join(f"<button aria-controls='f{n}'>Facts {n}</button>" for n in range(3))
    closed = opener + "</p>" + _questions("", 3)
    text = _text(f"<article><h1>Council votes</h1>{_rows(9)}{closed}</article>")
    assert "Answer" not in text


def test_a_closed_box_named_for_a_wall_is_never_opened() -> None:
    closed = _steps(4).replace("role='region'", "class='paywall'")
    assert "item 41" not in _text(f"<div>{_rows(2)}{closed}</div>")


def test_a_quotation_in_a_figure_is_text_and_a_pull_quote_is_not() -> None:
    quote = "<figure><blockquote><p>Nobody had asked the people who live at the harbour about any of it.</p></blockquote><figcaption>Ann Example</figcaption></figure>"
    pulled = "<figure><blockquote><p>Members spoke about the harbour, the tram and the old school!</p></blockquote></figure>"
    text = _text(f"<div>{_rows(3)}{quote}{_rows(3, 3)}{pulled}</div>")
    assert "Nobody had asked" in text
    assert "school!" not in text


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "- Anzeige -",
        "PUBLICITÉ",
        "広告",
        "Swipe to scroll horizontally",
        "Photo: Ann Example / Agency",
        "(Credit: Ann Example)",
        "Crédits photos : Agence",
    ],
)
def test_labels_amid_the_text_are_no_text(line: str) -> None:
    text = _text(f"<div>{_rows(3)}<p>{line}</p>{_rows(3, 3)}</div>")
    assert line not in text
    assert "item 5" in text


@pytest.mark.parametrize(
    "line",
    [
        "More of this on the radio:", "More information: A. Example et al, A paper, Journal (2023).", "Contributing: Ann Example", "Ben Example contributed to this report.",
        "Follow The Paper on Google News and never miss a story.", "Got a story? Write to our newsroom any time.", "Listen to The Example Hour on Spotify and elsewhere.",
    ],
)  # fmt: skip
def test_the_last_lines_of_the_house_are_no_text(line: str) -> None:
    assert line not in _text(f"<div>{_rows(4)}<p>{line}</p></div>")


@pytest.mark.parametrize(
    "line",
    [
        "“Photo: the word has lost its meaning,” she said at the end of the evening.",
        "Follow the river on foot and you reach the harbour in an hour.",
        "Advertisement is what the town lives on, he said.",
    ],
)
def test_a_sentence_stays_whatever_it_begins_with(line: str) -> None:
    assert line in _text(f"<div>{_rows(2)}<p>{line}</p>{_rows(2, 2)}</div>")


@pytest.mark.parametrize(
    "name",
    ["Related", "Ähnliche Beiträge", "Ces articles pourraient vous intéresser", "Lo más leído", "関連記事", "Материалы по теме"],
)  # fmt: skip
def test_a_box_of_others_amid_the_text_goes_with_its_name_in_any_language(name: str) -> None:
    others = "".join(
        f"<li><a href='/{n}'>The lighthouse, part {n} of five</a></li>" for n in range(3)
    )
    text = _text(f"<div>{_rows(3)}<h3>{name}</h3><ul>{others}</ul>{_rows(3, 3)}</div>")
    assert "item 2" in text
    assert "item 5" in text
    assert name not in text
    assert "lighthouse" not in text


def test_a_subhead_that_begins_like_the_name_of_a_box_stays() -> None:
    text = _text(f"<div>{_rows(3)}<h3>Related laws change too</h3>{_rows(3, 3)}</div>")
    assert "Related laws change too" in text
