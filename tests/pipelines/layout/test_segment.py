"""The walk over the tree: what is a block, what parts one, what is left out."""

from __future__ import annotations

import pytest

from pipelines.layout import roles
from pipelines.layout.blocks import Block
from pipelines.layout.segment import MAX_BLOCKS, MAX_DEPTH, read, read_with_slots
from tests.made import document, layout, sentence

LONG = "A line that nobody wraps by hand is longer than one hundred and twenty characters, as this one is now, I hope, for long"


def read_blocks(body: str) -> list[Block]:
    return layout(body).blocks


def texts(body: str) -> list[str]:
    return [b.text for b in read_blocks(body)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>one</p><p>two</p>", ["one", "two"]),
        ("<div>one<p>two</p>three</div>", ["one", "two", "three"]),
        ("<p>one <b>two</b> <i>three</i></p>", ["one two three"]),
        ("<p>one<br>two</p>", ["one two"]),
        ("<p>one<br><br>two</p>", ["one", "two"]),
        ("<p>one<script>two</script> three</p>", ["one three"]),
        ("<p>one<noscript>two</noscript></p>", ["one"]),
        ("<ul><li>one</li><li>two</li></ul>", ["one", "two"]),
        ("<p>  \n </p><p>one</p>", ["one"]),
        ("<select><option>one</option></select><p>two</p>", ["two"]),
        ("<header><span class='kicker'>one</span> two</header>", ["one", "two"]),
        ("<p><span class='kicker'>one</span> two</p>", ["one two"]),
        ("<p>one <span hidden>two</span> three</p>", ["two", "one three"]),
    ],
)
def test_blocks(body: str, expected: list[str]) -> None:
    assert texts(body) == expected


@pytest.mark.parametrize(
    ("inside", "boxed"),
    [
        ("<my-box><p>two</p></my-box>", True),
        ("<my-box><my-line><p>two</p></my-line></my-box>", True),
        ("<my-box>two</my-box>", False),  # a word in a sentence
        ("<box><p>two</p></box>", False),  # HTML knows none such, and nobody may make one
    ],
)
def test_an_element_of_the_pages_own_is_a_box_where_it_holds_lines(inside: str, boxed: bool):
    block = next(b for b in read_blocks(f"<p>one</p>{inside}") if "two" in b.text)
    assert any("box" in str(e.tag) for e in block.stack) == boxed


@pytest.mark.parametrize("attributes", ["", " class='q1'", " class='q1' id='q2'"])
def test_the_tag_of_an_element_of_the_pages_own_is_a_name(attributes: str):
    block = next(
        b
        for b in read_blocks(f"<my-paywall{attributes}><p>two</p></my-paywall>")
        if b.text == "two"
    )
    assert block.roles & roles.WALL


@pytest.mark.parametrize(
    ("first", "parted"),
    [
        (LONG + " a.", True),
        (LONG + " ab", False),  # no end of a sentence
        (LONG[:118] + ".", False),  # 119 characters
        (LONG[:119] + ".", True),  # 120
    ],
)
def test_a_break_behind_a_long_line_that_ends_ends_the_block(first: str, parted: bool) -> None:
    assert (len(texts(f"<p>{first}<br>two</p>")) == 2) is parted


@pytest.mark.parametrize(
    ("text", "strong"),
    [
        ("a" * 59, False),
        ("a" * 60, True),
        ("字" * 29, False),
        ("字" * 30, True),
    ],
)
def test_length_of_running_text(text: str, strong: bool) -> None:
    assert read_blocks(f"<p>{text}</p>")[0].is_strong is strong


@pytest.mark.parametrize(("linked", "strong"), [(29, True), (30, False)])
def test_a_third_of_a_text_in_links_makes_it_none(linked: int, strong: bool) -> None:
    body = f"<p>{'a' * (90 - linked)}<a href='/x'>{'b' * linked}</a></p>"
    assert read_blocks(body)[0].is_strong is strong


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<p>one</p>", "p"),
        ("<h2>one</h2>", "h2"),
        ("<li><div>one</div></li>", "li"),
        ("<blockquote><p>one</p></blockquote>", "p"),
        ("<div>one</div>", "div"),
        ("<table><tr><td>one</td></tr></table>", "td"),
        ("<li><section><div>one</div></section></li>", "div"),
    ],
)
def test_kind(body: str, kind: str) -> None:
    assert read_blocks(body)[0].kind == kind


def test_links_bold_and_buttons_are_counted() -> None:
    body = "<p>one <a href='/x'>two</a> <b>three</b> <button>four</button> <a name='y'>five</a></p>"
    block = read_blocks(body)[0]
    assert (block.links, block.link_chars, block.bold_chars, block.buttons) == (1, 7, 5, 1)


def test_a_link_that_is_named_too_is_a_link() -> None:
    assert read_blocks("<p>one <a name='y' href='/x'>two</a></p>")[0].links == 1


def test_the_number_of_blocks_has_an_end() -> None:
    assert len(read_blocks("<p>a</p>" * (MAX_BLOCKS + 5))) == MAX_BLOCKS == 20_000


def test_depth_has_an_end() -> None:
    inside = document("<div>" * 3 + "<p>in</p>" + "</div>" * 3).root
    assert [b.text for b in read(inside)[0]] == ["in"]
    assert MAX_DEPTH == 400


@pytest.mark.parametrize(("closed", "opened"), [(2, False), (3, True)])
def test_boxes_that_a_click_opens_are_the_article_where_they_hold_most_of_it(
    closed: int, opened: bool
) -> None:
    inside = "".join(
        f"<div class='accordion' style='display:none'><p>{sentence(n)}</p></div>"
        for n in range(10, 10 + closed)
    )
    blocks = read_blocks(f"<p>{sentence(90)}</p>{inside}")
    assert bool(blocks[-1].roles & roles.HIDDEN) is not opened


def test_a_part_that_is_sent_late_stands_where_its_mark_stands() -> None:
    body = (
        "<p>one</p><template id='B:1'></template><p>three</p><div hidden id='S:1'><p>two</p></div>"
    )
    assert texts(body) == ["one", "two", "three"]


def test_reading_changes_nothing_in_the_tree() -> None:
    page = document("<p>one <span hidden>two</span> three</p><div id='S:1' hidden>four</div>")
    before = [(e.tag, e.text, e.tail, dict(e.attrib)) for e in page.root.iter()]
    read(page.root)
    assert [(e.tag, e.text, e.tail, dict(e.attrib)) for e in page.root.iter()] == before


def test_places_of_words_are_known() -> None:
    root = document("<p>one <b>two</b> three</p><p>four</p>").root
    blocks, _, slots = read_with_slots(root)
    said = ["".join((e.tail if is_tail else e.text) for e, is_tail in s).split() for s in slots]
    assert said == [b.text.split() for b in blocks]
