"""Closed boxes in a row, each behind a line that opens it, are parts of a text."""

from __future__ import annotations

import pytest

from pipelines.layout import roles
from pipelines.layout.folds import ROW, rows
from tests.made import document, layout, paragraphs, sentence

LINES = {
    "heading with a button": "<h3><button>Part {n}</button></h3>",
    "button": "<button>Part {n}</button>",
    "role": "<div role='button'>Part {n}</div>",
    "tab": "<div role='tab'>Part {n}</div>",
    "script": "<p onclick='t()'>Part {n}</p>",
    "state": "<div aria-expanded='false'>Part {n}</div>",
    "keyboard": "<div tabindex='0'>Part {n}</div>",
    "attribute": "<div data-toggle='x'>Part {n}</div>",
    "link to the place": "<h3><a href='#part-{n}'>Part {n}</a></h3>",
    "link of a script": "<a href='javascript:t()'>Part {n}</a>",
    "name": "<h4 class='accordion-title'>Part {n}</h4>",
}


def row(line: str, count: int = ROW, box: str = "<div hidden>{text}</div>", item: str = "") -> str:
    """A row of closed boxes, each behind its line."""
    each = "".join(
        f"{item and f'<{item}>'}{line.format(n=n)}{box.format(n=n, text=paragraphs(2, 10 * n))}"
        f"{item and f'</{item}>'}"
        for n in range(1, count + 1)
    )
    return f"<p>{sentence(90)}</p><p>{sentence(91)}</p><div>{each}</div>{paragraphs(12, 100)}"


def is_open(body: str) -> bool:
    """The first closed box of a row is the article's."""
    block = next(b for b in layout(body).blocks if b.text == sentence(10))
    return not block.roles & roles.HIDDEN


@pytest.mark.parametrize("item", ["", "li", "section"])
@pytest.mark.parametrize("line", LINES)
def test_a_row_of_boxes_behind_lines_that_are_pressed(line: str, item: str) -> None:
    assert is_open(row(LINES[line], item=item))


OTHERS = {
    "two of them": row(LINES["button"], ROW - 1),
    "plain headings": row("<h3>Part {n}</h3>"),
    "teasers": row("<h3><a href='/story-{n}'>Part {n}</a></h3>"),
    "one word for all": row("<button>Show more</button>"),
    "long lines": row("<button>" + "ww " * 80 + "{n}</button>"),
    "boxes of several makes": row(LINES["button"], box="<div class='x{n}' hidden>{text}</div>"),
    "lines of several makes": row("<button class='x{n}'>Part {n}</button>"),
    "no lines": row("<hr>"),
    "hidden lines": row("<button hidden>Part {n}</button>"),
    "boxes for those who pay": row(LINES["button"], box="<div class='paywall' hidden>{text}</div>"),
}


@pytest.mark.parametrize("body", OTHERS.values(), ids=OTHERS)
def test_other_hidden_boxes_stay_hidden(body: str) -> None:
    assert not is_open(body)


def test_a_comment_between_line_and_box_is_nothing() -> None:
    assert is_open(row("<button>Part {n}</button><!-- x -->"))


@pytest.mark.parametrize(("size", "found"), [(160, 3), (161, 0)])
def test_length_of_a_line(size: int, found: int) -> None:
    page = document("".join(f"<b role='tab'>{n}{'w' * (size - 1)}</b><i>x</i>" for n in range(3)))
    assert len(rows(page.root.iter("i"), headings=False)) == found


@pytest.mark.parametrize("tag", ["h2", "h3", "h4", "h5", "h6", "dt"])
def test_plain_headings_where_they_are_asked_for(tag: str) -> None:
    page = document("".join(f"<{tag}>{n}</{tag}><div>x</div>" for n in range(3)))
    boxes = list(page.root.iter("div"))
    assert rows(boxes, headings=True) == set(boxes)
    assert not rows(boxes, headings=False)


def test_boxes_in_items_of_two_lists_are_no_row() -> None:
    item = "<li><button>{n}</button><div hidden>x</div></li>"
    apart = document(f"<ul>{item.format(n=1)}{item.format(n=2)}</ul><ol>{item.format(n=3)}</ol>")
    assert not rows(apart.root.iter("div"), headings=False)
