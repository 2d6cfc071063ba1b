"""The tools of training: folds by domain, two kinds of models, calibration."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from pipelines.learned import linear, trees
from training.common import boost, calibration, files, folds, gold, linear as regression

NOISE = np.random.default_rng(7).normal(size=(400, 3))
WANTED = (NOISE[:, 0] > 0.3).astype(float)


def test_pages_of_the_other_side_teach_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    (folder / "pages").mkdir(parents=True)
    rows = [{"id": "a", "side": "read", "domain": "x.example"}, {"id": "b", "side": "blind"}]
    (folder / "cases.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (folder / "pages" / "a.html.gz").write_bytes(gzip.compress(b"<p>text"))
    found = list(gold.cases(tmp_path))
    assert [(c.id, c.domain, c.html()) for c in found] == [("a", "x.example", b"<p>text")]


def _page(tmp_path: Path, name: str, url: str, html: bytes) -> gold.Case:
    path = tmp_path / f"{name}.html.gz"
    path.write_bytes(gzip.compress(html))
    return gold.Case(name, name, url, "x.example", {}, path)


def test_a_page_that_stands_in_two_sets_teaches_once(tmp_path: Path) -> None:
    first = _page(tmp_path, "first", "https://x.example/a", b"<p>text")
    same_address = _page(tmp_path, "again", "https://x.example/a", b"<p>text ")
    same_bytes = _page(tmp_path, "moved", "https://x.example/b", b"<p>text")
    other = _page(tmp_path, "other", "https://x.example/c", b"<p>other")
    found = gold.once([first, same_address, same_bytes, other])
    assert [c.id for c in found] == ["first", "other"]


def test_pages_without_an_address_are_told_apart_by_what_they_hold(tmp_path: Path) -> None:
    pages = [_page(tmp_path, str(n), "", f"<p>text {n}".encode()) for n in range(3)]
    assert [c.id for c in gold.once([*pages, pages[0]])] == ["0", "1", "2"]


def test_a_domain_is_in_one_fold_and_the_folds_are_used() -> None:
    assert folds.fold_of("paper.example") == folds.fold_of("paper.example")
    assert {folds.fold_of(f"{n}.example") for n in range(60)} == set(range(folds.FOLDS))


def test_no_row_is_judged_by_its_own_domain() -> None:
    domains = [f"{n % 20}.example" for n in range(100)]
    seen: list[tuple[set[str], set[str]]] = []

    def learn(rows):
        taught = {domains[r] for r in rows}

        def judge(tests):
            seen.append((taught, {domains[t] for t in tests}))
            return np.ones(len(tests))

        return judge

    assert folds.crossed(domains, learn).all()
    assert all(not taught & asked for taught, asked in seen)


def test_regression_finds_the_sign_that_decides() -> None:
    found = regression.fit(NOISE, WANTED, ["yes", "no", "idle"])
    model = linear.of(found)
    assert model.weights["yes"] > 10 * abs(model.weights["idle"])
    assert model.probability({"yes": 2.0}) > 0.95
    assert model.probability({"yes": -1.0}) < 0.05
    assert model.parts({"yes": 2.0, "no": 0.0})[0][0] == "yes"


def test_regression_gives_the_weights_for_signs_as_they_are_given() -> None:
    large = regression.fit(NOISE * [1000, 1, 1], WANTED, ["a", "b", "c"])
    small = regression.fit(NOISE, WANTED, ["a", "b", "c"])
    assert large["weights"]["a"] * 1000 == pytest.approx(small["weights"]["a"], rel=1e-3)


def test_trees_find_what_no_single_sign_tells() -> None:
    either = ((NOISE[:, 0] > 0) ^ (NOISE[:, 1] > 0.5)).astype(float)
    found = boost.fit(NOISE, either, ["a", "b", "c"], boost.Plan(trees=40, depth=2, rate=0.3))
    model = trees.of(found)
    said = model.probabilities(NOISE) > 0.5
    assert (said == either).mean() > 0.95


def test_trees_are_the_same_every_time() -> None:
    plan = boost.Plan(trees=5)
    one, two = (boost.fit(NOISE, WANTED, ["a", "b", "c"], plan) for _ in range(2))
    assert json.dumps(one) == json.dumps(two)


def test_trees_can_learn_a_value() -> None:
    plan = boost.Plan(trees=60, binary=False, ridge=1.0)
    model = trees.of(boost.fit(NOISE, WANTED * 3, ["a", "b", "c"], plan))
    assert np.abs(model.scores(NOISE) - WANTED * 3).mean() < 0.1


def test_a_limit_belongs_to_the_answer_no() -> None:
    stored = {
        "names": ["a"],
        "base": 1.0,
        "trees": [{"signs": [0], "limits": [0.5], "leaves": [-1, 2]}],
    }
    assert trees.of(stored).scores([[0.5], [0.51]]).tolist() == [0.0, 3.0]
    assert trees.of(stored).row({"b": 3.0}) == [0.0]


def test_a_calibrated_score_says_what_holds() -> None:
    chance = np.linspace(0, 1, 1000)
    holds = (np.random.default_rng(3).random(1000) < chance**2).astype(float)
    curve = calibration.monotone(chance, holds)
    assert curve["value"] == sorted(curve["value"])
    said = np.interp(chance, curve["at"], curve["value"])
    assert calibration.error(said, holds) < calibration.error(chance, holds) / 3


def test_weights_say_how_they_were_made_and_stay_small(tmp_path: Path) -> None:
    path = files.write("x", "python -m training.x", {"bias": 1.0, "weights": {"a": 2.0}}, tmp_path)
    assert json.loads(path.read_text("utf-8"))["made_by"] == "python -m training.x"
    with pytest.raises(ValueError, match="bytes of weights"):
        files.write("x", "y", {"weights": {"a" * files.LARGEST: 1.0}}, tmp_path)
