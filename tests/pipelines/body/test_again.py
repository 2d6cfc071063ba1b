"""What a page says twice: a writer says a line again, a page prints its text again. And
what lists say: an item that is a link is an item."""

from __future__ import annotations

import pytest

from tests.pipelines.body.pages import paragraph, rows, text

LINE = "Three eggs, a cup of flour and a spoon of sugar for every guest at the table."


def dish(number: int) -> str:
    return f"Dish number {number} of the day is cooked slowly in the oven of the old bakery."


def of(inner: str) -> str:
    return text(f"<article><h1>Council votes</h1>{rows(4)}{inner}{rows(2, 4)}</article>")


@pytest.mark.parametrize(
    "repeated",
    [
        "".join(f"<p>{dish(n)}</p><p>{LINE}</p>" for n in range(3)),
        "".join(f"<ul><li>{dish(n)}</li><li>{LINE}</li></ul>" for n in range(3)),
        "".join(f"<dl><dt>{dish(n)}</dt><dd>{LINE}</dd></dl>" for n in range(3)),
        f"<table>{''.join(f'<tr><td>{dish(n)}</td><td>{LINE}</td></tr>' for n in range(3))}</table>",
    ],
)
def test_what_is_said_again_of_every_thing_stays(repeated):
    assert of(repeated).count(LINE) == 3


@pytest.mark.parametrize(
    "repeated",
    [
        f"<p>{LINE}</p><div><p>{dish(1)}</p><p>{LINE}</p></div>",
        f"<p>{LINE}</p><p>{dish(1)}</p><blockquote>{LINE}</blockquote>",
    ],
)
def test_a_line_that_stands_in_another_box_too_is_kept_once(repeated):
    assert of(repeated).count(LINE) == 1


@pytest.mark.parametrize(("lines", "times"), [(4, 2), (5, 1)])
def test_many_lines_again_in_the_same_order_are_printed_twice(lines, times):
    items = "".join(f"<li>{dish(n)}</li>" for n in range(lines))
    found = of(f"<ul>{items}</ul><p>{paragraph(20)}</p><ul>{items}</ul>")
    assert [found.count(dish(n)) for n in range(lines)] == [times] * lines


def test_an_item_of_a_list_says_what_it_links():
    items = "".join(f"<li><a href='#part-{n}'>Part {n} of it</a></li>" for n in range(4))
    assert "Part 3 of it" in of(f"<p>{paragraph(20)}</p><ul>{items}</ul><p>{paragraph(21)}</p>")


def test_two_links_in_an_item_are_a_menu():
    items = "<li><a href='#a'>One part</a> <a href='#b'>or</a> <a href='#c'>all</a></li>" * 3
    assert "or all" not in of(f"<p>{paragraph(20)}</p><ul>{items}</ul><p>{paragraph(21)}</p>")


@pytest.mark.parametrize("label", ["Read this one now |", "More of the trams:"])
def test_the_sign_behind_a_label_is_no_word_of_it(label):
    line = f"<p>{label} <a href='/other'>A tram left its rails on the hill</a></p>"
    assert "left its rails" not in of(f"{line}<p>{paragraph(20)}</p>{line.replace('hill', 'pier')}")
