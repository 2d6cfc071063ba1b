"""Numbers of what a page tells of its paper and a paper of its pages, each on both sides."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace as Made

import pytest

from pipelines.papers import corrections, evidence, keys, known, model, summary
from pipelines.papers.corrections import Learned
from pipelines.papers.evidence import Role, Told, observe
from pipelines.papers.keys import Places
from pipelines.papers.model import Box, Paper
from tests import made

BOX = replace(corrections._NEVER, place=1, words=2, pages=9, n=8, all_n=9)
TEXT = "\n\n".join(made.sentence(n) for n in range(3))


def positions(body: str) -> list[int]:
    """Return the indexes of the blocks that a page tells of its paper."""
    layout = made.layout(body, headline=made.TITLE)
    return [row[0] for row in observe(layout, Told(id="1", source="s", text=TEXT)).rows]


@pytest.mark.parametrize(("above", "first"), [(3, 0), (4, 1)])
def test_how_far_over_the_headline_a_page_is_told(above: int, first: int) -> None:
    body = f"{'<p>a</p>' * above}{made.HEADLINE}{made.paragraphs(3)}"
    assert positions(body)[0] == first


@pytest.mark.parametrize(("behind", "told"), [(40, True), (41, False)])
def test_how_far_behind_the_text_a_page_is_told(behind: int, *, told: bool) -> None:
    body = f"{made.HEADLINE}{made.paragraphs(3)}{'<p>a</p>' * behind}"
    assert (positions(body)[-1] == 3 + behind) is told


@pytest.mark.parametrize(("sure", "unsure"), [(0.9, 0), (0.899, 1), (None, 0)])
def test_what_is_said_with_little_is_looked_at_again(sure: float | None, unsure: int) -> None:
    given = {} if sure is None else {"sure": sure}
    found = observe(made.layout(made.HEADLINE), Told(id="1", source="s", text=TEXT, **given))
    assert found.unsure == unsure


@pytest.mark.parametrize(("between", "presses"), [(2, True), (3, False)])
def test_what_is_pressed_stands_close(between: int, *, presses: bool) -> None:
    box = f"<div class='x'><p>Nalo</p>{'<p>a</p>' * between}<p><a href='/a'>Go</a></p></div>"
    layout = made.layout(f"{box}<div>{made.paragraphs(5)}</div>")
    assert evidence._presses(layout.blocks[0], layout) is presses


@pytest.mark.parametrize(
    ("length", "lower", "role"),
    [(199, 0, Role.BYLINE), (200, 0, Role.OTHER), (50, 3, Role.BYLINE), (50, 4, Role.OTHER)],
)
def test_a_byline_is_a_short_line_near_the_text(length: int, lower: int, role: Role) -> None:
    block = made.blocks(*["a"] * lower, "Ann Vale ".ljust(length, "a"))[-1]
    told = Told(id="1", source="s", authors=("Ann Vale",))
    layout = Made(headline=None, body_start=0)
    assert evidence._role(block, layout, told, frozenset()) == role


def test_sixteen_characters_are_a_class_of_length_up_to_a_limit() -> None:
    assert keys.size("a") == keys.size("a" * 16) != keys.size("a" * 17)
    assert keys.size("a" * 3_984) != keys.size("a" * 3_985)
    assert keys.size("a" * 4_000) == keys.size("a" * 9_000)


def test_names_of_the_whole_page_are_of_no_place() -> None:
    one, other = (
        made.layout("<div class='a'><p>A</p></div>", of_body=f"class='{name}'").blocks[0]
        for name in ("open", "closed")
    )
    assert Places().path(one) == Places().path(other)
    assert ".a" in Places().path(one)


@pytest.mark.parametrize(("before", "shown"), [(299, True), (300, False)])
def test_the_start_of_a_box_is_shown(before: int, *, shown: bool) -> None:
    layout = Made(blocks=made.blocks("a" * before + "z"))
    found = known.Known({0: BOX}, frozenset([0]), frozenset())
    (example,) = known.examples(layout, found)
    assert example.words.endswith("z") is shown


@pytest.mark.parametrize("side", [1, -1])
def test_odds_beyond_some_make_nothing_surer(side: int) -> None:
    def said(odds: float) -> float:
        return abs(known.signs(side * odds, BOX)["page"])

    assert said(5.99) < said(6) == said(9)


@pytest.mark.parametrize(("others", "left_out"), [(39, 0), (40, 1)])
def test_a_file_names_so_many_boxes(tmp_path: Path, others: int, left_out: int) -> None:
    learned = [Learned(replace(BOX, words=n), f"Nalo {n}", "p") for n in range(others + 1)]
    written = corrections.write(tmp_path, Paper("blatt.example", 9), learned, [])
    assert others + 1 - written.read_text(encoding="utf-8").count("[[box]]\n") == left_out


@pytest.mark.parametrize(("others", "named"), [(4, 5), (5, 5)])
def test_a_manifest_names_some_walls(others: int, named: int) -> None:
    walls = {(1, n): replace(BOX, words=n, wall=0.9) for n in range(1, others + 2)}
    assert len(summary.summary(Paper("blatt.example", 9, walls), {})["walls"]) == named


def muted(**counts: int) -> float:
    box = replace(BOX, n=100, others=100, **counts)
    return model.signs(box)["mute"]


@pytest.mark.parametrize(
    ("counts", "mute"),
    [
        ({"presses": 49}, 1),
        ({"presses": 50}, 0),
        ({"breaks": 15}, 1),
        ({"breaks": 16}, 0),
        ({"paid": 15}, 1),
        ({"paid": 16}, 0),
    ],
)
def test_a_box_is_mute_that_says_nothing_of_an_end(counts: dict[str, int], mute: float) -> None:
    assert muted(**counts) == mute


@pytest.mark.parametrize(("steps", "far"), [(9, False), (10, True)])
def test_texts_of_one_length_spread_all_the_same(steps: int, *, far: bool) -> None:
    """Sixteen steps are a natural logarithm; six tenths of one are three spreads."""
    box: Box = replace(
        BOX, n=100, others=100, other_grades=100 * steps, other_squares=100 * steps**2
    )
    some = 100 / 102
    assert (model.signs(box)["apart"] == pytest.approx(some)) is far
