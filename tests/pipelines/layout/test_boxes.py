"""What a box holds, and where the pass over a page ends: rules that no other test turns on."""

from __future__ import annotations

import pytest
from lxml import etree

from pipelines.layout import roles
from pipelines.layout.segment import read
from pipelines.page.document import Document
from tests.made import layout, paragraphs, sentence


def of(body: str, start: str) -> int:
    """The roles of the block that begins so."""
    return next(b.roles for b in layout(body).blocks if b.text.startswith(start))


def test_two_boxes_with_names_of_other_things_and_nothing_else_are_doubted() -> None:
    body = (
        f"<div class='related'>{paragraphs(9)}</div>"
        f"<div class='newsletter'>{paragraphs(8, 20)}</div>"
    )
    assert not of(body, sentence(0)) & roles.RELATED
    assert not of(body, sentence(20)) & roles.NEWSLETTER


@pytest.mark.parametrize(("free", "kept"), [(11, True), (17, True), (32, False)])
def test_names_that_leave_three_quarters_of_the_text_are_believed(free: int, kept: bool) -> None:
    body = f"<div>{paragraphs(free)}</div><div class='related'>{paragraphs(9, 40)}</div>"
    assert (not of(body, sentence(40)) & roles.RELATED) is kept


def test_a_box_holds_what_the_boxes_in_it_hold() -> None:
    inner = f"<div class='story'>{paragraphs(12)}</div>"
    assert not of(f"<div class='comments'>{inner}</div>", sentence(0)) & roles.COMMENT


@pytest.mark.parametrize("opened", [True, False])
def test_a_hidden_box_that_a_control_opens_is_the_article(opened: bool) -> None:
    control = f"<button aria-controls='{'other more' if opened else 'other'}'>Open</button>"
    body = f"{control}<div id='more' hidden>{paragraphs(6)}</div><p>{sentence(20)}</p>"
    assert (not of(body, sentence(0)) & roles.HIDDEN) is opened


def test_a_link_left_open_over_the_main_part_links_nothing_in_it() -> None:
    found = layout(f"<a href='/x'>Skip<main><p>{sentence(1)}</p></main></a>").blocks
    assert [(b.text, b.link_chars) for b in found] == [("Skip", 4), (sentence(1), 0)]


@pytest.mark.parametrize("tag", ["svg", "select", "object", "noscript"])
def test_what_stands_in_an_element_that_is_left_out_is_no_text(tag: str) -> None:
    found = layout(f"<p>one</p><{tag}><g>a<b>b</b>c</g>d</{tag}>behind<p>two</p>").blocks
    assert [b.text for b in found] == ["one", "behind", "two"]


def test_a_name_of_the_body_speaks_for_nothing() -> None:
    made = Document(f"<body class='newsletter'><p>{sentence(0)}".encode(), "https://paper.example/")
    assert read(made.root)[0][0].roles == 0


@pytest.mark.parametrize(("depth", "is_read"), [(400, True), (401, False)])
def test_boxes_deeper_than_four_hundred_are_not_read(depth: int, is_read: bool) -> None:
    inner = body = etree.Element("body")
    for _ in range(depth - 2):
        inner = etree.SubElement(inner, "div")
    etree.SubElement(inner, "p").text = "deep"
    etree.SubElement(body, "p").text = "shallow"
    texts = [b.text for b in read(body)[0]]
    assert texts == (["deep", "shallow"] if is_read else ["shallow"])


@pytest.mark.parametrize(("tag", "role"), [("dialog", roles.HIDDEN), ("dialog open", roles.COOKIE)])
def test_a_dialog_is_hidden_until_it_is_open(tag: str, role: int) -> None:
    body = f"<div>{paragraphs(9)}</div><{tag}><p>{sentence(50)}</p></dialog>"
    assert of(body, sentence(50)) & (roles.HIDDEN | roles.COOKIE) == role
