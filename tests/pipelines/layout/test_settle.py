"""Names of boxes are believed, but not of a box that holds the article."""

from __future__ import annotations

import pytest

from pipelines.layout import roles
from tests.made import HEADLINE, layout, paragraphs, sentence


def kept(body: str) -> int:
    """Return how many running texts of a page are in no side box."""
    found = layout(body).blocks
    return sum(b.is_strong and not b.roles & roles.NOT_BODY for b in found)


@pytest.mark.parametrize(("inside", "believed"), [(5, True), (6, True), (7, False)])
def test_a_box_with_most_of_the_text_is_the_article_whatever_its_name(
    inside: int, believed: bool
) -> None:
    # limit: more than 0.6 of all
    body = (
        f"<div class='sidebar'>{paragraphs(inside, 20)}</div><p>x</p>{paragraphs(10 - inside, 50)}"
    )
    assert (kept(body) == 10 - inside) is believed


@pytest.mark.parametrize(("inside", "believed"), [(8, True), (9, True), (10, False)])
def test_comments_may_be_most_of_the_text(inside: int, believed: bool) -> None:
    # limit: more than 0.9 of all
    body = f"<div class='comments'>{paragraphs(inside, 20)}</div><div>{paragraphs(10 - inside, 50)}</div>"
    found = [b for b in layout(body).blocks if b.roles & roles.COMMENT]
    assert bool(found) is believed


@pytest.mark.parametrize(("inside", "believed"), [(2, True), (3, False)])
def test_a_box_with_the_headline_and_a_part_of_the_text(inside: int, believed: bool) -> None:
    # limit: more than 0.2 of all
    rest = f"<div>{paragraphs(10 - inside, 40)}</div>"
    body = f"{rest}<div class='sidebar'>{HEADLINE}{paragraphs(inside)}</div>"
    last = layout(body).blocks[-1]
    assert bool(last.roles & roles.ASIDE) is believed


def test_a_short_box_is_believed_though_it_is_all_there_is() -> None:
    assert kept(f"<div class='sidebar'><p>{sentence(1)}</p></div>") == 0


def test_boxes_of_one_name_count_together() -> None:
    boxes = "".join(f"<div class='promo x{n}'><p>{sentence(n)}</p></div>" for n in range(8))
    assert kept(f"{HEADLINE}<div>{boxes}</div>") == 8


def test_tags_that_are_meant_do_not_count_together() -> None:
    boxes = "".join(f"<aside class='promo'><p>{sentence(n)}</p></aside>" for n in range(8))
    assert kept(f"{HEADLINE}<div>{boxes}</div>") == 0


@pytest.mark.parametrize(("count", "kept_ones"), [(2, 0), (3, 3)])
def test_nothing_of_an_article_ends_before_its_headline(count: int, kept_ones: int) -> None:
    body = f"<div class='promo'>{paragraphs(9, 50)}</div>{HEADLINE}<div>{paragraphs(count)}</div>"
    assert bool(kept_ones) is (kept(body) == count)


def test_a_header_with_most_of_the_text_is_none() -> None:
    found = layout(f"<header>{HEADLINE}{paragraphs(6)}</header><p>{sentence(30)}</p>").blocks
    assert not found[3].roles & roles.HEADER


def test_a_caption_with_the_headline_is_none() -> None:
    found = layout(f"<figure>{HEADLINE}<p>{sentence(1)}</p></figure>{paragraphs(20, 5)}").blocks
    assert not found[0].roles & roles.CAPTION


def long(length: int, tag: str = "p") -> str:
    return f"<{tag}>{'a' * length}</{tag}>"


def row(*lengths: int) -> str:
    """Return a box with a name of offers: a row of paragraphs."""
    return f"<div class='promo'>{''.join(map(long, lengths))}</div>"


@pytest.mark.parametrize(
    ("free", "offers", "other", "believed"),
    [
        pytest.param(300, (200, 200, 200), 600, False, id="as long as a short article"),
        pytest.param(300, (200, 200, 199), 600, True, id="shorter than an article"),
        pytest.param(500, (250, 250, 250), 700, False, id="longer than all that is left"),
        pytest.param(500, (250, 250, 249), 700, True, id="hardly longer than what is left"),
        pytest.param(700, (300, 300, 200), 700, False, id="too long for a side box"),
        pytest.param(700, (300, 300, 199), 700, True, id="side box"),
        pytest.param(300, (400, 400), 700, True, id="two are no row"),
        pytest.param(2400, (300, 300, 200), 0, True, id="names leave three quarters"),
        pytest.param(2399, (300, 300, 200), 0, False, id="names leave less"),
    ],
)
def test_a_row_of_paragraphs_is_text_where_names_leave_little(
    free: int, offers: tuple[int, ...], other: int, *, believed: bool
) -> None:
    body = f"<div>{long(free)}</div>{row(*offers)}<div class='sidebar'>{long(other)}</div>"
    block = layout(body).blocks[1]
    assert bool(block.roles & roles.NOT_BODY) is believed


@pytest.mark.parametrize(("length", "label"), [(200, True), (201, False)])
def test_a_box_of_the_body_named_for_a_label_is_one_while_it_is_short(
    length: int, *, label: bool
) -> None:
    named = f"<div class='article-body meta'>{long(length)}</div>"
    block = layout(f"{named}<div>{long(900)}</div>").blocks[0]
    assert bool(block.roles & roles.META) is label


@pytest.mark.parametrize(("under", "believed"), [(400, False), (401, True)])
def test_only_a_headline_with_text_under_it_ends_what_is_above(under: int, believed: bool) -> None:
    block = layout(f"{row(2000)}{HEADLINE}{long(under)}").blocks[0]
    assert bool(block.roles & roles.NOT_BODY) is believed


@pytest.mark.parametrize(("length", "believed"), [(400, True), (401, False)])
def test_a_box_with_all_of_the_text_is_the_article_from_some_length(
    length: int, believed: bool
) -> None:
    assert bool(layout(row(length)).blocks[0].roles & roles.NOT_BODY) is believed


def test_boxes_that_nobody_doubts_do_not_count_together() -> None:
    cards = "".join(f"<div class='card'><p>{sentence(n)}</p></div>" for n in range(7))
    found = layout(f"<div>{cards}</div><aside>{paragraphs(3, 20)}</aside>").blocks
    assert all(b.roles & roles.CARD for b in found[:7])


@pytest.mark.parametrize(
    ("named", "believed"),
    [
        ("class='comments'", False),
        ("class='site-footer'", False),
        ("class='cookie-banner'", False),
        ("hidden", False),
        ("class='sidebar'", True),
    ],
)
def test_a_row_that_is_never_the_article_says_nothing_of_another(
    named: str, *, believed: bool
) -> None:
    other = f"<div {named}>{long(300) * 3}</div>"
    body = f"<div>{long(500)}</div>{row(250, 250, 250)}{other}"
    assert bool(layout(body).blocks[1].roles & roles.NOT_BODY) is believed
