"""Which box around the text is still the article: what a box adds, on both sides of each number."""

from __future__ import annotations

import pytest

from pipelines.layout.container import _Added, _is_wall_box, _same_article, find
from pipelines.layout.rows import in_one_row
from tests.made import layout


def text(length: int, tag: str = "p") -> str:
    return f"<{tag}>{'a' * length}</{tag}>"


@pytest.mark.parametrize(
    ("boxes", "beside", "outer"),
    [
        (1, 75, False),
        (1, 85, True),
        (2, 220, False),
        (2, 240, True),
        (3, 340, False),
        (3, 360, True),
        (4, 400, False),
        (4, 420, True),
        (5, 442, False),
        (5, 462, True),
        (6, 490, False),
        (6, 510, True),
    ],
)
def test_a_text_gives_less_to_each_box_further_out(boxes: int, beside: int, *, outer: bool) -> None:
    """A text of five hundred characters in so many boxes, and another beside them all."""
    inner = f"{'<div>' * boxes}{text(500)}{'</div>' * boxes}"
    found = find(layout(f"<section>{inner}{text(beside)}</section>").blocks)
    assert found is not None
    assert (found[0].tag == "section") is outer


def same(inside: int, added: str, *, steps: int = 1) -> bool:
    """Tell whether what a box so many steps out adds is more of the article inside."""
    read = layout(f"<section><div class='x'>{text(inside)}</div>{added}</section>").blocks
    outer, inner = read[0].stack[1:3]
    own = [b for b in read if inner in b.stack]
    other = [b for b in read if inner not in b.stack]
    return _same_article(_Added(inner, outer, own, other, steps, leaves_article=False))


def alike(length: int) -> str:
    return f"<div class='x'>{text(length)}</div>"


def apart(length: int) -> str:
    return f"<section class='y'>{text(length)}</section>"


def menu(length: int) -> str:
    return f"<nav><a href='/a'>{'m' * length}</a></nav>"


def cards(length: int) -> str:
    return f"<section class='card'>{text(length)}</section>"


def linked(letters: int, of_them: int) -> str:
    return f"<h3><a href='/a'>{'h' * of_them}</a>{'h' * (letters - of_them)}</h3>"


FAR = 5
"""Steps up from which what stands beside the article need not look like it."""


@pytest.mark.parametrize(
    ("inside", "added", "steps", "found"),
    [
        pytest.param(1000, alike(100) + menu(199), 1, True, id="little of a menu"),
        pytest.param(1000, alike(100) + menu(200), 1, False, id="a menu"),
        pytest.param(300, apart(150) + menu(200), 1, True, id="as much as a menu may have"),
        pytest.param(300, apart(150) + menu(201), 1, False, id="more than a menu may have"),
        pytest.param(2000, alike(120) + apart(80), FAR, True, id="most hangs alike"),
        pytest.param(2000, alike(119) + apart(81), FAR, False, id="not enough hangs alike"),
        pytest.param(1000, text(100), FAR - 1, True, id="directly in the box"),
        pytest.param(1000, text(100), FAR, False, id="directly in a box too far out"),
        pytest.param(1000, apart(150), 1, True, id="a part of the article"),
        pytest.param(1000, apart(149), 1, False, id="a note beside it"),
        pytest.param(1000, apart(400) + cards(100), 1, True, id="one in a card"),
        pytest.param(1000, apart(399) + cards(101), 1, False, id="too much in cards"),
        pytest.param(1000, apart(286) + text(50) * 2, 1, True, id="few short lines"),
        pytest.param(1000, apart(285) + text(50) * 2, 1, False, id="many short lines"),
        pytest.param(1000, apart(300) + linked(100, 60), 1, True, id="a heading with a link"),
        pytest.param(1000, apart(300) + linked(100, 61), 1, False, id="a linked heading"),
        pytest.param(1000, apart(430) + linked(50, 50), 1, True, id="much for one linked heading"),
        pytest.param(1000, apart(428) + linked(50, 50), 1, False, id="little for a linked one"),
    ],
)
def test_what_is_more_of_the_same_article(
    inside: int, added: str, steps: int, *, found: bool
) -> None:
    assert same(inside, added, steps=steps) is found


@pytest.mark.parametrize(("length", "wall"), [(899, True), (900, False)])
def test_a_box_named_for_a_wall_is_one_while_it_is_small(length: int, *, wall: bool) -> None:
    page = f"<div class='paywall'>{text(length)}</div><div>{text(3000)}</div>"
    assert _is_wall_box(layout(page).blocks[0]) is wall


@pytest.mark.parametrize(("steps", "whole"), [(14, True), (15, False)])
def test_no_box_is_asked_that_is_too_far_out(steps: int, *, whole: bool) -> None:
    inner = f"{'<div>' * (steps - 1)}{alike(2000)}{'</div>' * (steps - 1)}"
    found = find(layout(f"<section>{inner}{alike(500)}</section>").blocks)
    assert found is not None
    assert (found[1].tag == "section") is whole


@pytest.mark.parametrize(("boxes", "found"), [(3, True), (4, False)])
def test_paragraphs_in_boxes_of_their_own_are_of_one_row(boxes: int, *, found: bool) -> None:
    each = f"{'<div>' * boxes}{text(100)}{'</div>' * boxes}"
    one, other = layout(f"<section>{each}{each}</section>").blocks
    assert in_one_row(one, other) is found


def test_what_an_item_of_the_page_itself_says_is_the_page() -> None:
    found = find(layout(f"<li>{'a' * 200}</li>").blocks)
    assert found is not None
    assert found[0].tag == "body"
