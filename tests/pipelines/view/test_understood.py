"""The page as it was understood: every block named, furniture folded, nothing reserved shown."""

from __future__ import annotations

import copy

import pytest

from pipelines.extract.result import Extraction
from pipelines.model import Page
from pipelines.view.marks import Mark, interval, precision
from pipelines.view.pages import value_of
from pipelines.view.understood import ELSEWHERE_ON_PAGE, Line, Part, Stretch, understood
from tests import made

TEXT = [
    f"Paragraph {n} of the story says at some length what the council of the town decided on the old bridge in its session of May."
    for n in range(1, 6)
]
LEAD = "The bridge over the river is closed for two years, and nobody knows yet who will pay for the works that begin in spring."
MENU = "".join(f"<li><a href='/m{n}'>Menu {n}</a></li>" for n in range(8))


def page(body: str, tail: str = "") -> str:
    inside = f"""<nav><ul>{MENU}</ul></nav>
<article><h1>The old bridge is closed</h1><p class="standfirst">{LEAD}</p><p class="byline">By Ada Berg</p><time datetime="2026-05-03">3 May 2026</time>
<figure><img src="x.jpg"><figcaption>The bridge in the evening light</figcaption></figure>{body}</article>{tail}<footer><p>Imprint of the paper</p></footer>"""
    return made.markup(inside, title="The old bridge is closed", declared=False)


def read(html: str) -> tuple[list[Stretch | Line], Extraction]:
    found = made.extraction(
        Page(url="http://paper.example/bridge", body=html.encode(), content_type="text/html")
    )
    return understood(found), found


def parts(items: list[Stretch | Line]) -> list[str]:
    return [item.part.value if isinstance(item, Stretch) else "boundary" for item in items]


OPEN = page("".join(f"<p>{p}</p>" for p in TEXT))


def test_every_block_is_named_in_reading_order():
    items, _ = read(OPEN)
    named = [p for p in parts(items) if p not in ("furniture", "link to elsewhere")]
    assert named == ["headline", "standfirst", "byline", "date", "caption", *["text"] * 5]


def test_a_line_beside_a_date_is_no_date():
    line = "<div><span>Only for members of the club</span><div><time>3 May 2026</time></div></div>"
    items, _ = read(OPEN.replace("<h1>", line + "<h1>"))
    named = {s.pieces[0].text: s.part for s in items if isinstance(s, Stretch)}
    assert named["3 May 2026"] is Part.DATE
    assert named.get("Only for members of the club") is not Part.DATE


def test_furniture_is_one_line_a_stretch():
    items, _ = read(OPEN)
    first = items[0]
    assert isinstance(first, Stretch)
    assert (first.folded, len(first.pieces)) == (True, 8)
    assert parts(items)[1] == "headline"


def test_words_of_a_menu_that_the_text_has_too_are_furniture():
    menu = "".join(
        f"<li><a href='/t{n}'>{word}</a></li>" for n, word in enumerate(["Town", "Bridge"])
    )
    items, _ = read(OPEN.replace("<nav>", f"<nav>{menu}<span>council</span>"))
    before = [s for s in items[: parts(items).index("headline")] if isinstance(s, Stretch)]
    assert [(s.part, len(s.pieces)) for s in before] == [(Part.FURNITURE, 11)]
    assert "Town" in {piece.text for piece in before[0].pieces}


def test_a_short_paragraph_of_the_text_is_text():
    items, _ = read(
        OPEN.replace(f"<p>{TEXT[2]}</p>", f"<p>{TEXT[2]}</p><p>Nobody said a word.</p>")
    )
    named = {s.pieces[0].text: s.part for s in items if isinstance(s, Stretch)}
    assert named["Nobody said a word."] is Part.TEXT


def test_words_behind_the_boundary_are_counted_and_not_shown():
    wall = "<div class='paywall'><p>This article is for subscribers only.</p><p><a href='/subscribe'>Subscribe to continue reading</a></p></div>"
    hidden = "<p hidden>Secretword stands in what the publisher keeps for those who pay for it, and it is long enough.</p>"
    items, found = read(page("".join(f"<p>{p}</p>" for p in TEXT[:2]) + wall + hidden))
    assert found.access.boundary is not None
    at = parts(items).index("boundary")
    assert parts(items)[at - 1] == "text"
    line = items[at]
    assert isinstance(line, Line)
    assert "subscribers only" in line.wall_text
    behind = [s for s in items[at + 1 :] if isinstance(s, Stretch)]
    assert {s.part for s in behind} == {Part.RESERVED}
    assert sum(s.chars for s in behind) > 0
    assert not any(piece.text for s in behind for piece in s.pieces)


def test_a_title_that_no_block_holds_stands_above_the_page():
    headless = OPEN.replace("<h1>The old bridge is closed</h1>", "").replace(
        "</title>", '</title><meta property="og:title" content="The old bridge is closed">'
    )
    items, found = read(headless)
    assert found.judged is not None
    assert found.judged.layout.headline is None
    first = items[0]
    assert isinstance(first, Stretch)
    assert first.part is Part.HEADLINE
    assert (first.pieces[0].text, first.pieces[0].because) == (
        "The old bridge is closed",
        ELSEWHERE_ON_PAGE,
    )


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("2026-05-03T00:30:00+02:00", "2026-05-03 00:30+02:00"),
        ("2026-05-03T00:30:00-03:30", "2026-05-03 00:30-03:30"),
        ("2026-05-03", "2026-05-03"),
    ],
)
def test_a_date_is_shown_by_the_clock_of_the_paper(printed: str, said: str):
    meta = f'</title><meta property="article:published_time" content="{printed}">'
    timeless = OPEN.replace('<time datetime="2026-05-03">3 May 2026</time>', "")
    _, found = read(timeless.replace("</title>", meta))
    assert value_of(found.article, "date_published") == f"{said} (on the page: {printed})"


def test_an_extraction_without_its_layout_gives_nothing():
    _, found = read(OPEN)
    assert understood(copy.copy(found)) == []  # copied as it travels between processes


@pytest.mark.parametrize(
    ("right", "marked", "low", "high"),
    [(0, 0, 0.0, 1.0), (1, 1, 0.21, 1.0), (5, 10, 0.24, 0.76), (95, 100, 0.89, 0.98)],
)
def test_interval_of_a_precision(right, marked, low, high):
    assert interval(right, marked) == pytest.approx((low, high), abs=0.005)


def test_only_right_and_wrong_count():
    marks = {
        (str(n), "title"): Mark(str(n), "title", verdict)
        for n, verdict in enumerate(("right", "wrong", "unclear", "note", "none"))
    }
    assert precision(marks) == [("title", 1, 2)]
