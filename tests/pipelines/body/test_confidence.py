"""How sure the text is: signs of what was kept and left out, and the curve."""

from __future__ import annotations

import json

import pytest

from pipelines.body import confidence
from pipelines.learned import trees
from pipelines.learned.weights import FOLDER
from tests import made

TEXT = "".join(
    f"<p>The council said on {day} that the work on the cables will go on for months, and that"
    " nobody can tell what it will cost in the end.</p>"
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
)


def sure(main: str) -> float | None:
    body = f"<main><h1>The old bridge is closed</h1><p>3 May 2025</p>{main}</main>"
    return made.article(body, title=None, lang=None, declared=False).text_confidence


def test_a_plain_article_is_sure() -> None:
    value = sure(f"<article>{TEXT}</article>")
    assert value is not None
    assert value > 0.9


def test_the_curve_reads_between_its_points() -> None:
    tree = trees.of({"names": ["x"], "base": 0.5, "trees": [{"signs": [0], "limits": [0], "leaves": [0, 0.5]}]})  # fmt: skip
    model = confidence.Model(tree, [0.0, 1.0], [0.6, 1.0])
    assert model.expected({"x": -1.0}) == pytest.approx(0.8)
    assert model.expected({"x": 1.0}) == pytest.approx(1.0)


def test_the_curve_rises_and_the_command_is_named() -> None:
    stored = json.loads((FOLDER / "confidence.json").read_text("utf-8"))
    assert stored["made_by"] == "python -m training.confidence --data GOLD"
    assert stored["curve"]["value"] == sorted(stored["curve"]["value"])
