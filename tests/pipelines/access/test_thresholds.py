"""Numbers of candidates, scene, parts and boundary, with a page on both sides of each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.access import boundary, candidates, choice, parts
from pipelines.access.candidates import Candidate
from pipelines.access.evidence import Status
from pipelines.access.own import speaks_of_wall
from pipelines.access.scene import Scene
from pipelines.access.weighing import Weighed, shipped
from pipelines.learned.linear import Linear
from tests.pipelines.access.scenes import scene, text
from tests.pipelines.access.test_numbers import SAY, para, sizes, words

HIDDEN = "style='display:none'"


@pytest.mark.parametrize(
    ("said", "is_enough"),
    [
        ("Log in: this article.", True),
        ("Log in, all articles. Subscribe to our newsletter.", False),
    ],
)
def test_text_speaks_of_a_wall_from_some_strength_on(said, is_enough):
    assert speaks_of_wall(said) is is_enough


@pytest.mark.parametrize(("size", "is_of_wall"), [(900, True), (901, False)])
def test_small_box_named_for_a_wall_needs_no_words(size, is_of_wall):
    inside = f"<div class='paywall'>{para(size)}<p>Zuba mirolo</p></div>"
    page = scene(text() + "<p>One line</p>" * 6, behind=inside)
    block = next(b for b in page.blocks if b.text == "Zuba mirolo")
    assert candidates.in_wall_box(block) is is_of_wall


@pytest.mark.parametrize(("rest", "lines"), [(19, 2), (18, 1)])
def test_heading_that_is_mostly_a_link_leads_to_another_article(rest, lines):
    heading = f"<h4><a href='/x'>{'z' * (99 - rest)}</a> {'z' * rest}</h4>"
    assert sizes(text() + f"<div><p>{SAY}</p>{heading}</div>")[0] == lines


@pytest.mark.parametrize(("size", "lines"), [(129, 2), (130, 1)])
def test_box_with_hidden_prose_is_the_article_s(size, lines):
    inside = f"<div><p>{SAY}</p><div {HIDDEN}><h4>{words(size)}</h4></div></div>"
    assert sizes(text() + inside)[0] == lines


@pytest.mark.parametrize(("between", "is_read"), [(58, True), (59, False)])
def test_styles_are_read_sixty_blocks_behind_the_text(between, is_read):
    far = "<p>One line</p>" * between + "<div class='last'><p>Far line</p></div>"
    page = scene(text(), head="<style>.last{display:none}</style>", behind=far)
    (box,) = (e for e in page.blocks[-1].stack if e.get("class") == "last")
    assert (box in page.looks) is is_read


def is_closed(between: int, said: str = SAY) -> bool:
    """Tell whether a hidden text with a wall so many lines behind it is kept back."""
    lines = "<p>One line</p>" * between
    style = "<style>.faded{display:none}</style>"
    inside = f"<div class='faded'>{text(9)}</div>"
    page = scene(inside, head=style, behind=f"{lines}<p>{said}</p>")
    return not page.shown[1]


def test_hidden_text_is_closed_by_a_wall_close_to_it():
    assert is_closed(4)
    assert not is_closed(5)


@pytest.mark.parametrize(
    ("said", "closed"),
    [
        ("Log in: this article.", True),
        ("Log in, all articles. Subscribe to our newsletter.", False),
        (f"{SAY} {words(260 - len(SAY) - 1)}", True),
        (f"{SAY} {words(261 - len(SAY) - 1)}", False),
    ],
)
def test_line_beside_a_hidden_text_says_enough_and_is_short(said, closed):
    assert is_closed(0, said) is closed


def last_is_text(inside: str) -> bool:
    """Tell whether the last paragraph that speaks is taken for one of the article."""
    page = scene(text() + inside)
    (line,) = (b.index for b in page.blocks if SAY in b.text)
    return page.last >= line


def speaking(size: int) -> str:
    return f"{SAY} {words(size - len(SAY) - 1)}"


@pytest.mark.parametrize(("between", "is_text"), [(3, False), (4, True)])
def test_long_line_in_a_wall_s_box_has_something_to_press_close_by(between, is_text):
    lines = "<p>One line</p>" * between
    inside = f"<div class='paywall'><p>{speaking(200)}</p>{lines}<a href='/s'>Now</a></div>"
    assert last_is_text(inside) is is_text


@pytest.mark.parametrize(("size", "is_text"), [(900, False), (901, True)])
def test_box_of_a_wall_holds_little_text(size, is_text):
    rest = size - 200
    button = "<p>One line</p><p><a href='/s'>Now</a></p>"
    inside = f"<div class='paywall'>{para(rest)}<p>{speaking(200)}</p>{button}</div>"
    assert last_is_text(inside) is is_text


def crops(height: int, *paragraphs: int) -> list[str]:
    """Return the beginnings of what a box of so many pixels cuts off."""
    inside = "".join(f"<p>{n}:{words(size)[2:]}</p>" for n, size in enumerate(paragraphs))
    page = scene(
        f"<div class='box'>{inside}</div>",
        head=f"<style>.box{{max-height:{height}px;overflow:hidden}}</style>",
    )
    found = [p for p in parts.find(page) if p.kind == "crop"]
    return [page.blocks[i].text[:1] for p in found for i in p.hit]


@pytest.mark.parametrize(
    ("height", "beyond"),
    [(78, ["1", "2", "3"]), (77, ["0", "1", "2", "3"]), (155, ["1", "2", "3"]), (156, ["2", "3"])],
)
def test_paragraph_of_two_lines_and_a_half_is_three_lines_high(height, beyond):
    assert crops(height, 180, 180, 700, 700) == beyond


@pytest.mark.parametrize(("size", "beyond"), [(224, ["1", "2"]), (225, ["0", "1", "2"])])
def test_line_has_seventy_five_characters(size, beyond):
    assert crops(78, size, 700, 700) == beyond


def test_box_lower_than_a_line_is_no_crop():
    assert crops(25, 180, 700, 700) == []
    assert crops(26, 180, 700, 700) == ["0", "1", "2"]


def test_little_text_beyond_the_height_of_a_box_is_no_crop():
    assert crops(78, 180, 199, 300) == []
    assert crops(78, 180, 200, 300) == ["1", "2"]


def chosen(of: Scene, *walls: tuple[int, float]) -> int:
    found = choice.wall(
        of, [Weighed(Candidate(n, n + 1, of.blocks[n].element), p, {}) for n, p in walls], 0.35
    )
    assert found is not None
    return found.candidate.start


def test_first_of_the_walls_that_are_nearly_as_likely_is_where_the_text_ends():
    page = scene(text(9))
    assert chosen(page, (4, 0.80), (7, 0.94)) == 4
    assert chosen(page, (4, 0.78), (7, 0.94)) == 7


def test_what_is_not_settled_is_less_sure_than_even_odds():
    free = """<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": true}</script>"""
    blurred = f"<div class='blurred'>{para(900)}</div>"
    certain = replace(shipped(), access=Linear(9.0, {}))
    found = [
        boundary.judge(page.document, page.layout, certain)
        for page in (scene(text(), head=free), scene(text() + blurred, head=free))
    ]
    assert [(f.status, f.confidence) for f in found] == [
        (Status.FREE, 1.0),
        (Status.UNKNOWN, 0.45),
    ]
