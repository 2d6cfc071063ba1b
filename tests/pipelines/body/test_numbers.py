"""Numbers of the body, each on both sides: lists of links, cards, labels, what hangs under
the text, and when a second reader is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipelines.body import body
from pipelines.body.ending import trim_end
from pipelines.body.fringe import without_fringe
from pipelines.body.links import (
    interrupting,
    is_labelled_link,
    is_link_line,
    linked_subheads,
    lists_under,
)
from pipelines.body.paragraphs import _without_standfirsts, select
from pipelines.body.replies import replies
from pipelines.layout.blocks import Block
from tests.made import blocks, layout, paragraphs, public, sentence

Row = str | tuple[str, dict[str, Any]]


def line(length: int, linked: int = 0, kind: str = "p", **given: Any) -> Row:
    """Return a line of so many letters, so many of them in a link; no sentence ends in it."""
    return "a" * length, {"kind": kind, "link_chars": linked, "links": int(linked > 0), **given}


def link(length: int = 50, kind: str = "li") -> Row:
    return line(length, length, kind)


def texts(found: list[Block]) -> list[str]:
    return [b.text for b in found]


@pytest.mark.parametrize(
    ("rows", "begins"),
    [
        pytest.param([*[link()] * 4, "文" * 60, *[link()] * 4], 6, id="paragraph"),
        pytest.param([*[link()] * 4, "文" * 59, *[link()] * 4], 1, id="no paragraph"),
        pytest.param([*[link()] * 4], 1, id="a list of links"),
        pytest.param([*[link()] * 3], 4, id="too few for a list"),
        pytest.param([line(100, 70, "li"), *[link()] * 4], 1, id="a link"),
        pytest.param([line(100, 69, "li"), *[link()] * 4], 2, id="a line with a link"),
    ],
)
def test_where_lists_of_links_begin(rows: list[Row], begins: int) -> None:
    assert lists_under(blocks(sentence(1), *rows)) == begins


def headlines(count: int) -> list[Row]:
    return [link(30, "p")] * count


@pytest.mark.parametrize(
    ("between", "found"),
    [
        pytest.param([line(30), *headlines(5)], True, id="few"),
        pytest.param([line(30), *headlines(6)], False, id="too many"),
        pytest.param([line(39), *headlines(1)], True, id="name of a box"),
        pytest.param([line(40), *headlines(1)], False, id="it says something"),
    ],
)
def test_linked_headlines_between_two_paragraphs(between: list[Row], *, found: bool) -> None:
    made = blocks(sentence(1), *between, sentence(2))
    assert bool(interrupting(made)) is found


@pytest.mark.parametrize(
    ("row", "found"),
    [
        pytest.param(line(100, 86, "div"), True, id="a link as a whole"),
        pytest.param(line(100, 85, "div"), False, id="not as a whole"),
        pytest.param(link(39, "p"), True, id="a name"),
        pytest.param(link(40, "p"), False, id="a sentence that is a link"),
    ],
)
def test_a_line_that_only_points_elsewhere(row: Row, *, found: bool) -> None:
    assert is_link_line(blocks(row)[0]) is found


@pytest.mark.parametrize(("length", "found"), [(24, True), (23, False)])
def test_a_link_behind_a_label_is_as_long_as_a_headline(length: int, *, found: bool) -> None:
    (block,) = blocks((f"More: {'a' * length}", {"link_chars": length, "links": 1}))
    assert is_labelled_link(block) is found


def kept(page: str) -> list[str]:
    """Return the texts that are left of a page without its fringe."""
    return texts(without_fringe(list(layout(page).blocks)))


def text(length: int, letter: str = "a") -> str:
    return f"<p>{letter * length}</p>"


@pytest.mark.parametrize(("length", "left"), [(500, 1), (501, 2)])
def test_a_box_that_asks_for_an_address_is_short(length: int, left: int) -> None:
    box = f"<div>{text(length, 'b')}<input type='email'></div>"
    assert len(kept(f"<main>{text(4000)}{box}</main>")) == left


@pytest.mark.parametrize(("length", "left"), [(20, 2), (21, 1)])
def test_a_quotation_set_as_a_picture_says_more_than_a_name(length: int, left: int) -> None:
    figure = f"<figure><blockquote>{'b' * length}</blockquote></figure>"
    assert len(kept(f"<main>{text(300)[:-4]} {'b' * length}.</p>{figure}</main>")) == left


def card(length: int) -> str:
    return f"<div class='post-card'><a href='/a'><img src='a.jpg'></a>{text(length, str(length)[0])}</div>"


@pytest.mark.parametrize(
    ("cards", "rest", "left"),
    [
        pytest.param([299], 1701, 1, id="a card"),
        pytest.param([300], 1700, 2, id="a large part of the text"),
        pytest.param([350, 350, 350], 1950, 1, id="some cards"),
        pytest.param([351, 350, 350], 1949, 4, id="cards that the article is made of"),
    ],
)
def test_cards_that_are_no_text(cards: list[int], rest: int, left: int) -> None:
    assert len(kept(f"<main>{text(rest)}{''.join(map(card, cards))}</main>")) == left


@pytest.mark.parametrize(("linked", "left"), [(24, 10), (25, 7)])
def test_labels_with_a_link_name_no_parts(linked: int, left: int) -> None:
    parts = "".join(
        f"<div class='x9'><a href='/{n}'>{n * linked}</a>{n * (50 - linked)}</div>{paragraphs(2, int(n))}"
        for n in "258"
    )
    assert len(kept(f"<main>{paragraphs(1)}{parts}</main>")) == left


def ended(*rows: Row, names: tuple[str, ...] = ()) -> int:
    """Return how many blocks an article keeps of what hangs under its text."""
    before = [sentence(n) for n in range(5)]
    return len(trim_end(blocks(*before, *rows), list(names))) - len(before)


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        pytest.param([line(100, 60)], 0, id="a remark"),
        pytest.param([line(101, 60)], 1, id="too long for a remark"),
        pytest.param([line(30)] * 4, 0, id="some remarks"),
        pytest.param([line(30)] * 5, 5, id="a list"),
        pytest.param([("a" * 78 + ":", {})], 0, id="it announces"),
        pytest.param([("a" * 79 + ":", {})], 1, id="a sentence with a colon"),
    ],
)
def test_what_hangs_under_the_text(rows: list[Row], left: int) -> None:
    assert ended(*rows) == left


@pytest.mark.parametrize(("before", "left"), [(20, 0), (21, 1)])
def test_a_line_about_the_author_begins_with_the_name(before: int, left: int) -> None:
    words = f"{'a' * (before - 1)} Ann Vale {sentence(9)}"
    assert ended(words, names=("Ann Vale",)) == left


@pytest.mark.parametrize(("length", "left"), [(399, 1), (400, 2)])
def test_a_line_of_the_house_is_short(length: int, left: int) -> None:
    said = "We may receive some commission"
    rows = blocks(sentence(1), f"{said} {'a' * (length - len(said) - 2)}.")
    assert len(select(rows, drop=[""], core=None, url="")) == left


@pytest.mark.parametrize(("over", "left"), [(5, False), (6, True)])
def test_the_standfirst_stands_among_the_first_lines(over: int, *, left: bool) -> None:
    first = [sentence(n) for n in range(over)]
    rows = blocks(*first, (sentence(50), {"kind": "div"}), sentence(60))
    found = select(rows, drop=["Title", sentence(50)], core=None, url="")
    assert (sentence(50) in texts(found)) is left


@pytest.mark.parametrize(("length", "times"), [(50, 2), (51, 1)])
def test_only_a_long_line_counts_once(length: int, times: int) -> None:
    again = f"{'a' * (length - 1)}."
    rows = blocks(
        sentence(1), (again, {"kind": "pre"}), sentence(2), (again, {"kind": "pre"}), sentence(3)
    )
    found = select(rows, drop=[""], core=None, url="")
    assert texts(found).count(again) == times


def post(moment: str, name: str) -> str:
    return f"<div class='x'><div>{moment}</div><p>I do not think so, {name}.</p><a href='#'>Reply</a></div>"


@pytest.mark.parametrize(("length", "found"), [(50, True), (51, False)])
def test_a_moment_of_a_post_is_short(length: int, *, found: bool) -> None:
    moment = f"12:30 {'a' * (length - 6)}"
    thread = f"<section>{post(moment, 'Bo')}{post(moment, 'Cy')}</section>"
    assert bool(replies(list(layout(f"{paragraphs(3)}{thread}").blocks))) is found


@pytest.mark.parametrize(("length", "left"), [(250, 1), (249, 2)])
def test_a_standfirst_with_little_under_it_is_text(length: int, left: int) -> None:
    laid = public(f"<p class='x'>{sentence(1) * 4}</p><div>{text(length)}</div>").layout
    found = body._select(list(laid.blocks), laid, ["", sentence(1) * 4], "")
    assert len(found) == left


def is_asked(monkeypatch: pytest.MonkeyPatch, page: str) -> bool:
    """Tell whether a second reader is asked for the text of a page."""
    asked: list[bool] = []
    monkeypatch.setattr(body, "_by_trafilatura", lambda *_: asked.append(True) or [])
    made = public(page)
    body.find(made.document, made.layout, [""])
    return bool(asked)


def apart(length: int) -> str:
    return f"<section class='y'><h3><a href='/a'>{'a' * 80}</a></h3>{text(length)}</section>"


@pytest.mark.parametrize(
    ("page", "asked"),
    [
        pytest.param(text(250), False, id="enough"),
        pytest.param(text(249), True, id="little"),
        pytest.param(f"<div class='x'>{text(900)}</div>{apart(300) * 3}", False, id="half of it"),
        pytest.param(f"<div class='x'>{text(899)}</div>{apart(300) * 3}", True, id="less"),
        pytest.param(f"{text(200)}<nav>{'<p>a</p>' * 9_999}</nav>", True, id="a long page"),
        pytest.param(f"{text(200)}<nav>{'<p>a</p>' * 10_000}</nav>", False, id="too many blocks"),
    ],
)
def test_when_a_second_reader_is_asked(
    monkeypatch: pytest.MonkeyPatch, page: str, *, asked: bool
) -> None:
    assert is_asked(monkeypatch, page) is asked


@pytest.mark.parametrize(("length", "taken"), [(149, True), (150, False)])
def test_another_text_is_taken_in_place_of_next_to_nothing(length: int, *, taken: bool) -> None:
    assert body._is_the_same(["b" * 900], blocks("a" * length)) is taken


def test_a_line_of_signs_is_no_text() -> None:
    found = select(blocks(sentence(1), "* * *", sentence(2)), drop=[""], core=None, url="")
    assert texts(found) == [sentence(1), sentence(2)]


def test_a_second_reader_is_not_asked_for_what_is_kept_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(body, "_by_trafilatura", lambda *_: asked.append(True) or [])
    made = public(text(200))
    body.find(made.document, replace(made.layout, cut=True), [""])
    assert not asked


@pytest.mark.parametrize("lines", [["See:"], ["And more:", "See:"]])
def test_lines_that_announce_what_is_gone_go(lines: list[str]) -> None:
    assert ended(*lines) == 0


@pytest.mark.parametrize(("letters", "left"), [(40, 0), (60, 1)])
def test_a_linked_heading_with_text_under_it_is_one_of_the_article(letters: int, left: int) -> None:
    box = f"<div><h3><a href='/a'>The bridge</a></h3>{text(letters) * 9}</div>"
    found = list(layout(f"{box}<section>{text(2000)}</section>").blocks)
    assert len(linked_subheads(found)) == left


@pytest.mark.parametrize(("length", "left"), [(299, 3), (300, 4)])
def test_a_short_paragraph_named_for_a_standfirst_is_of_another(length: int, left: int) -> None:
    box = f"<div><p class='standfirst'>{'a' * length}</p></div>"
    found = list(layout(f"{text(900)}{text(800)}{box}{text(700)}").blocks)
    assert len(_without_standfirsts(found)) == left
