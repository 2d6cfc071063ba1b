"""Kinds of articles with kinds of strangers among them, all without telling names: each
kind of article stays whole, and no stranger comes in, wherever it stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import made

STRANGE = "Elsewhere a tram left its rails"


def line(number: int) -> str:
    """A line of the article, to be counted."""
    return f"Line {number:02d} of the report tells what was said at the meeting of the board."


def lines(first: int, count: int, wrap: str = "<p>{}</p>") -> str:
    return "".join(wrap.format(line(n)) for n in range(first, first + count))


def plain(middle: str) -> str:
    return lines(0, 6) + middle + lines(6, 6)


def subheads(middle: str) -> str:
    return f"{lines(0, 4)}<h2>What follows</h2>{lines(4, 2)}{middle}<h2>And then</h2>{lines(6, 6)}"


def interview(middle: str) -> str:
    asked = "<p><b>And what did you do then?</b></p>"
    first = "".join(asked + lines(n, 1) for n in range(6))
    return first + middle + "".join(asked + lines(n, 1) for n in range(6, 12))


def recipe(middle: str) -> str:
    needed = f"<h2>Needed</h2><ul>{lines(3, 4, '<li>{}</li>')}</ul>"
    return f"{lines(0, 3)}{needed}{middle}<h2>Steps</h2><ol>{lines(7, 5, '<li>{}</li>')}</ol>"


def table(middle: str) -> str:
    rows = lines(4, 4, "<tr><td>{}</td><td>12</td></tr>")
    return f"{lines(0, 4)}<table>{rows}</table>{middle}{lines(8, 4)}"


def sections(middle: str) -> str:
    parts = [f"<section><h2>Part {n}</h2>{lines(3 * n, 3)}</section>" for n in range(4)]
    return f"{parts[0]}{parts[1]}{middle}{parts[2]}{parts[3]}"


def live(middle: str) -> str:
    entry = "<div><time datetime='2026-05-04T1{0}:00'>1{0}:00</time><h3>News {0}</h3>{1}</div>"
    entries = [entry.format(n, lines(2 + 2 * n, 2)) for n in range(5)]
    return lines(0, 2) + "".join(entries[:3]) + middle + "".join(entries[3:])


def lines_with_breaks(middle: str) -> str:
    first = "<br><br>".join(line(n) for n in range(6))
    last = "<br><br>".join(line(n) for n in range(6, 12))
    return f"<div>{first}</div>{middle}<div>{last}</div>"


KINDS: list[Callable[[str], str]] = [
    plain, subheads, interview, recipe, table, sections, live, lines_with_breaks,
]  # fmt: skip

TEASER = f"<p>{STRANGE} and stopped.</p>"
LINKED = "<h3><a href='/tram'>A tram stops beside the mill</a></h3>"
IMAGE = "<img src='t.jpg'>"
STRANGERS = {
    "a box in a link": f"<div><a href='/tram'><h3>A tram stops</h3>{TEASER}</a></div>",
    "a picture and a headline": f"<div><a href='/tram'>{IMAGE}</a>{LINKED}{TEASER}</div>",
    "a row": f"<div>{f'<div>{LINKED}<time>today</time>{TEASER}</div>' * 4}</div>",
    "a list": f"<ul>{f'<li><a href=/tram>{STRANGE} beside the old mill</a></li>' * 4}</ul>",
    "an article quoted": f"<blockquote><a href='/tram'>A tram</a><h3>A tram</h3>{TEASER}</blockquote>",
    "read also": f"<p>READ ALSO: <a href='/tram'>{STRANGE} beside the old mill</a></p>",
    "nothing": "",
}


def body(article: str) -> str:
    return made.text(f"<main><article>{made.HEADLINE}<div>{article}</div></article></main>")


@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_a_stranger_amid_the_text(kind, stranger):
    found = body(kind(STRANGERS[stranger]))
    assert STRANGE not in found
    assert [n for n in range(12) if line(n) not in found] == []


@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_a_stranger_under_the_text(kind, stranger):
    found = body(kind("") + STRANGERS[stranger])
    assert STRANGE not in found
    assert [n for n in range(12) if line(n) not in found] == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_what_is_printed_twice_is_kept_once(kind):
    copy = f"<div style='display:none'>{kind('')}</div>"
    found = body(kind("") + copy)
    assert [found.count(line(n)) for n in range(12)] == [1] * 12
