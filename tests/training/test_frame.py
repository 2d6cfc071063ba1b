"""Rows of signs, one frame for every model: folds, two models asked together, the command."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipelines.extract import kind as read_kind
from pipelines.fields import standfirst as read_standfirst
from training import byline, confidence, kind, standfirst
from training.common import boost, files, frame, made_bylines, made_standfirsts
from training.common.frame import Row

NOISE = np.random.default_rng(5).normal(size=(300, 2))
ROWS = [
    Row({"yes": float(a), "idle": float(b)}, float(a > 0.2), f"{n % 30}.example")
    for n, (a, b) in enumerate(NOISE)
]
PLAN = boost.Plan(trees=10, depth=1)


def test_a_frame_has_a_column_for_each_sign() -> None:
    whole = frame.frame(ROWS)
    assert whole.names == ["yes", "idle"]
    assert whole.table.shape == (300, 2)
    assert frame.frame(ROWS, ["idle"]).table[:, 0].tolist() == whole.table[:, 1].tolist()
    part = whole.part(np.array([4, 2]))
    assert part.domains == ["4.example", "2.example"]
    assert part.answers.tolist() == [ROWS[4].answer, ROWS[2].answer]


def test_a_row_without_a_sign_and_no_row_at_all_are_told() -> None:
    with pytest.raises(KeyError):
        frame.frame([ROWS[0], Row({"yes": 1.0}, 1.0, "a.example")])
    with pytest.raises(ValueError, match="side `read`"):
        frame.frame([])


def test_no_fold_learns_from_the_domain_that_it_judges() -> None:
    seen: list[set[str]] = []

    def fit(of: frame.Frame) -> frame.Asked:
        seen.append(set(of.domains))
        return frame.pair_says(frame.pair(of, PLAN, 1.0), of.names)

    scores = frame.crossed(frame.frame(ROWS), fit, 3)
    assert len(seen) == 3
    assert all(len(domains) < 30 for domains in seen)
    answers = np.array([r.answer for r in ROWS])
    assert scores[answers > 0].mean() > scores[answers == 0].mean() + 2


def test_a_row_of_no_weight_teaches_nothing() -> None:
    wrong = [Row(r.signs, 1 - r.answer, r.domain, 0.0) for r in ROWS]
    asked = frame.frame(ROWS).table
    said = [
        frame.pair_says(frame.pair(frame.frame(rows), PLAN, 1.0), ["yes", "idle"])(asked)
        for rows in (ROWS, ROWS + wrong)
    ]
    assert np.corrcoef(*said)[0, 1] > 0.99


def test_training_and_reading_ask_two_models_in_the_same_way() -> None:
    content = frame.pair(frame.frame(ROWS), PLAN, 1.0)
    said = frame.pair_says(content, ["yes", "idle"])(frame.frame(ROWS[:5]).table)
    model = read_kind.Model(
        read_kind.linear.of(content["sum"]), read_kind.trees.of(content["forest"]), 0.0
    )
    assert [model.score(r.signs) for r in ROWS[:5]] == pytest.approx(said.tolist())
    lines = read_standfirst.of({**content, "least": 0.5, "line": 0.5})
    sure = lines.probabilities([r.signs for r in ROWS[:5]])
    assert sure == pytest.approx((1 / (1 + np.exp(-said))).tolist())


@pytest.mark.parametrize(
    ("name", "made"), [("byline", made_bylines), ("standfirst", made_standfirsts)]
)
def test_made_pages_are_the_same_every_time(name: str, made) -> None:
    assert list(made.pages(20)) == list(made.pages(20)), name
    answers = [wanted for _, wanted in made.pages(60)]
    assert any(answers)
    assert not all(answers)
    assert all(w in html for html, wanted in made.pages(20) for w in wanted)


def test_made_pages_teach_a_standfirst_by_its_place() -> None:
    found = list(standfirst.made(60))
    content = standfirst.fit(found[:40])
    said = standfirst.judged(found[40:], read_standfirst.of(content))
    right = [" ".join(s) == " ".join(t.wanted) for t, s in zip(found[40:], said, strict=True)]
    assert sum(right) >= 15


def test_made_bylines_teach_the_same_model_twice() -> None:
    rows = [r for t in byline.made(12) for r in t.rows]
    assert byline.fit(frame.frame(rows)) == byline.fit(frame.frame(rows))
    assert {r.answer for r in rows} >= {0.0, 1.0}


def test_made_fronts_teach_the_same_model_twice(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kind, "PLAN", replace(kind.PLAN, trees=4))
    found = list(kind.made_rows(16))
    real = [kind.Known(k.row, "fundus", "") for k in found]
    assert kind.learn([*real, *found]) == kind.learn([*real, *found])
    assert "articles" in capsys.readouterr().out


def test_confidence_is_learned_from_good_and_bad_texts(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [Row(r.signs, 0.97 if r.answer else 0.5, r.domain) for r in ROWS]
    content = confidence.learn(rows)
    assert content["curve"]["value"] == sorted(content["curve"]["value"])
    assert "the least sure tenth holds" in capsys.readouterr().out


def test_the_command_writes_what_was_learned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["x", "--data", str(tmp_path)])
    written = files.write

    def here(name: str, command: str, content: dict[str, object]) -> Path:
        return written(name, command, content, tmp_path)

    monkeypatch.setattr(files, "write", here)
    frame.run("Says what.\n\nMore.", "kind", lambda data: {"seen": str(data)})
    stored = json.loads((tmp_path / "kind.json").read_text("utf-8"))
    assert stored == {"made_by": "python -m training.kind --data GOLD", "seen": str(tmp_path)}
    assert "written: kind.json" in capsys.readouterr().out


def test_the_limit_lies_where_the_allowed_share_of_real_articles_does() -> None:
    def known(of: str, answer: float) -> kind.Known:
        return kind.Known(frame.Row({}, answer, "x"), of, "")

    real, others = [known("fundus", 1.0)] * 1001, [known("wcxb_other", 0.0)] * 9
    found = [*real, *[known("made", 1.0)] * 9, *others]
    scores = np.array([float(n) for n in range(1001)] + [-9.0] * 18)
    assert kind.limit_of(found, scores) == pytest.approx(3.0)
