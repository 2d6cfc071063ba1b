"""What the weights of walls learn from: made papers whose boundary is known, and weights
that only point where their sign makes sense."""

from __future__ import annotations

import json

import numpy as np
import pytest
from lxml.html import fromstring

from pipelines.access import choice, parts, signs
from pipelines.learned.weights import FOLDER
from training.walls import bounded, learn, made, rows

STORED = json.loads((FOLDER / "walls.json").read_text("utf-8"))


def test_made_papers_are_the_same_every_time():
    first = [page.html for page in made.pages(3, 4)]
    assert first == [page.html for page in made.pages(3, 4)]
    assert first != [page.html for page in made.pages(3, 4, seed=17)]


def test_made_papers_hold_every_shape_and_open_pages():
    shapes = {page.shape for page in made.pages(60, 6)}
    assert shapes == {*made.SHAPES, "open"}


@pytest.mark.parametrize("shape", sorted(made.SHAPES))
def test_public_paragraphs_of_a_made_page_stand_in_it_unmarked(shape):
    paper = next(iter(made.papers(1)))
    page = made.page_of(paper, shape, walled=True)
    assert page.walled
    assert b"data-t" in page.html or shape == "vendor"
    for line in page.public:
        assert line[:30].encode() in page.html


def test_open_pages_carry_no_mark():
    pages = [page for page in made.pages(6, 6) if not page.walled]
    assert pages
    assert not any(b"data-t" in page.html for page in pages)


def test_candidates_of_made_pages_get_their_answers():
    pages = list(rows.of_made(4))
    answers = [row.answer for page in pages for _, row in page.walls]
    assert any(answers)
    assert not all(answers)
    assert not any(row.answer for p in pages if not p.walled for _, row in p.walls)


def test_walls_of_written_pages_stand_in_them():
    lines = rows.WRITTEN.read_text("utf-8").splitlines()
    written = [json.loads(line) for line in lines]
    assert len({row["id"] for row in written}) == len(written) > 200
    for row in written:
        text = rows.norm(" ".join(fromstring(row["html"].encode()).itertext()))
        assert all(rows.norm(wall) in text for wall in row["wall"]), row["id"]
        assert row["walled"] or not row["wall"]


def test_candidates_of_written_pages_get_their_answers(monkeypatch, tmp_path):
    html = "<html><body><article><h1>The bridge of Altona</h1><p>%s</p>%s</article></body></html>"
    prose = "The council of the town met on a long evening and agreed to build another bridge. " * 2
    box = "<div class='paywall'><h3>Subscribe to continue reading</h3><a href='/s'>Plans</a></div>"
    card = "<div><h3>Subscribe to our newsletter</h3><form><button>Sign up</button></form></div>"
    page = {"id": "1", "template": "t", "url": "https://a.example/1", "html": html % (prose, box + card)}  # fmt: skip
    pages = [
        {**page, "walled": True, "wall": ["Subscribe to continue reading"]},
        {**page, "walled": False, "wall": [], "html": html % (prose, card)},
    ]
    path = tmp_path / "written.jsonl"
    path.write_text("\n".join(map(json.dumps, pages)), "utf-8")
    monkeypatch.setattr(rows, "WRITTEN", path)
    first, second = rows.of_written()
    assert sorted(row.answer for _, row in first.walls) == [False, True]
    assert [row.answer for _, row in second.walls] == [False]
    assert (first.domain, first.walled, first.real, second.walled) == ("t", True, False, False)


def test_weight_stays_on_the_side_of_its_direction():
    dice = np.random.default_rng(3)
    table = dice.integers(0, 2, (400, 2)).astype(float)
    answers = (table[:, 0] > 0).astype(float)
    found = bounded.fit(
        table, answers, ["a", "b"], {"a": -1, "b": 1}, ridge=1.0, weights=np.ones(400)
    )
    assert found["weights"]["a"] == 0
    free = bounded.fit(
        table, answers, ["a", "b"], {"a": 1, "b": 1}, ridge=1.0, weights=np.ones(400)
    )
    assert free["weights"]["a"] > 1


@pytest.mark.parametrize(
    ("model", "directions"), [("wall", signs.DIRECTIONS), ("part", parts.DIRECTIONS)]
)
def test_shipped_weights_are_of_the_signs_that_the_code_gives(model, directions):
    weights = STORED[model]["weights"]
    assert set(weights) == set(directions)
    assert all(w * directions[n] >= 0 for n, w in weights.items())
    assert 0.3 <= STORED[model]["threshold"] <= 0.7


def test_shipped_weights_name_the_command_that_makes_them():
    assert STORED["made_by"].startswith("python -m training.walls --data")


DOUBTED = {"says_nothing": 1.0, "has_button": 1.0}


def _page(domain: str, *told: tuple[dict[str, float], bool]) -> rows.Page:
    page = rows.Page(domain, None, None, real=False)
    page.walls = [(object(), rows.Row(found, answer)) for found, answer in told]  # type: ignore[misc]
    return page


def test_a_model_learns_nothing_from_what_it_is_never_asked_about():
    asked = [({"strong": 1.0}, True), ({"has_button": 1.0}, True), ({}, False)]
    few = [_page(f"paper-{n}.made", *asked) for n in range(10)]
    more = [_page(f"paper-{n}.made", *asked, (DOUBTED, False)) for n in range(10)]
    assert not choice.may_be(DOUBTED)
    assert learn.walls(few).stored == learn.walls(more).stored
    assert len(more[0].sure) == 4
