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
