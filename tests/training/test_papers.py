"""What the weights of papers learn from: made papers whose walls and furniture are known."""

from __future__ import annotations

import json

import numpy as np
import pytest

from pipelines.learned import linear
from pipelines.learned.weights import FOLDER
from pipelines.papers import known, model
from training.papers import __main__ as papers, boxes, made

STORED = json.loads((FOLDER / "papers.json").read_text("utf-8"))
FEW = [p for paper in made.papers(4) for p in made.pages(paper, 12)]


@pytest.fixture(scope="module")
def evidence() -> boxes.Evidence:
    return boxes.Evidence.of(FEW)


def test_made_papers_are_the_same_every_time():
    again = [p for paper in made.papers(4) for p in made.pages(paper, 12)]
    assert [p.html for p in again] == [p.html for p in FEW]
    other = [p for paper in made.papers(4, seed=1) for p in made.pages(paper, 12)]
    assert [p.html for p in other] != [p.html for p in FEW]


def test_walls_of_made_pages_are_marked_and_no_others():
    assert {b"data-t='w'" in p.html for p in FEW if p.walled} == {True}
    assert {b"data-t='w'" in p.html for p in FEW if not p.walled} == {False}


def test_every_third_paper_changes_its_layout():
    assert [len(p.templates) for p in made.papers(6)] == [2, 1, 1, 2, 1, 1]


def test_no_two_paragraphs_of_a_paper_are_alike():
    said = [line for p in FEW if p.paper == FEW[0].paper for line in p.public]
    assert len(set(said)) == len(said)


def test_boxes_of_walls_are_told_from_others(evidence: boxes.Evidence):
    found = list(evidence.boxes(boxes.BARE))
    assert {each.wall for each in found} == {True, False}
    assert {each.paper for each in found} <= {p.paper for p in FEW}


def test_learning_gives_a_weight_for_every_sign_on_its_side(evidence: boxes.Evidence):
    rows = list(evidence.boxes(boxes.BARE))
    found, crossed = papers.learn(rows)
    assert set(found["weights"]) == set(model.SIGNS)
    for name, weight in found["weights"].items():
        assert weight * papers.DIRECTIONS[name] >= 0, name
    assert crossed.shape == (len(rows),)
    assert np.all((crossed >= 0) & (crossed <= 1))


def test_candidates_that_their_paper_knows_get_their_answers(evidence: boxes.Evidence):
    shipped = linear.of(STORED["wall"])
    found = list(boxes.candidates(FEW, evidence.papers(shipped)))
    assert {answer for *_, answer in found} == {True, False}
    assert all(set(signs) == set(known.SIGNS) for _, signs, _ in found)


def test_shipped_weights_point_where_their_sign_makes_sense():
    assert set(STORED["wall"]["weights"]) == set(model.SIGNS)
    for name, weight in STORED["wall"]["weights"].items():
        assert weight * papers.DIRECTIONS[name] >= 0, name
    assert set(STORED["both"]["weights"]) == set(known.SIGNS)
    assert min(STORED["both"]["weights"].values()) >= 0


def test_shipped_weights_know_walls_of_papers_that_they_never_saw():
    pages = [p for paper in made.papers(6, seed=99) for p in made.pages(paper, 30)]
    found = list(boxes.Evidence.of(pages).boxes(linear.of(STORED["wall"])))
    claimed = [b for b in found if b.box.wall >= model.WALL]
    assert sum(b.wall for b in claimed) >= 0.9 * len(claimed) > 0
