"""Learn from made papers which box of a paper is its wall.

    python -m training.papers

Writes `pipelines/learned/weights/papers.json`. Every paper speaks an invented language:
only counts can tell. The figures that are printed are cross-validated over papers.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipelines.learned import linear
from pipelines.learned.weights import FOLDER
from pipelines.papers import known
from pipelines.papers.model import SIGNS, signs
from training.common import folds
from training.common.files import write
from training.papers import made
from training.papers.boxes import BARE, Evidence, Known, candidates
from training.walls import bounded

COMMAND = "python -m training.papers"
DIRECTIONS = {
    "shorter": 1, "apart": 1, "behind": 1, "near": 1, "above": -1, "breaks_more": 1,
    "breaks_with": 1, "paid_more": 1, "early_more": 1, "claimed": 1, "everywhere": -1,
    "few_others": -1, "any_words": -1, "presses": 1, "often": 1, "surely": 1, "surely_and_pressed": 1, "shorter_and_pressed": 1, "mute": -1,
}  # fmt: skip
SIZES = (8, 12, 20, 40, 60)
"""Pages of the papers that are learned from: a crawl may have few of one."""
RIDGE = 1.0


def learn(rows: list[Known]) -> tuple[dict[str, Any], npt.NDArray[np.float64]]:
    """Return the weights, and how likely each box is a wall by those of other papers."""
    table = np.array([[signs(r.box, is_wall=r.box.first)[n] for n in SIGNS] for r in rows])
    answers = np.array([float(r.wall) for r in rows])
    ones = np.ones(len(rows))

    def fit(train: npt.NDArray[np.intp]) -> dict[str, Any]:
        return bounded.fit(
            table[train], answers[train], SIGNS, DIRECTIONS, ridge=RIDGE, weights=ones[train]
        )

    def fold(train: npt.NDArray[np.intp]) -> Any:
        found = fit(train)
        own = np.array([found["weights"][n] for n in SIGNS])
        return lambda test: 1 / (1 + np.exp(-(table[test] @ own + found["bias"])))

    crossed = folds.crossed([r.paper for r in rows], fold)
    return fit(np.arange(len(rows))), crossed


def beside(count: int, weights: linear.Linear) -> dict[str, Any]:
    """Return how what a page says of a candidate is weighed with what its paper knows: half
    of the papers speak a language whose walls are heard."""
    tongues = (None, None, None, None, "en", "de", "fr", "es")
    pages = [p for paper in made.papers(count, SEED, tongues) for p in made.pages(paper, BESIDE)]
    papers = Evidence.of(pages).papers(weights)
    rows = list(candidates(pages, papers))
    table = np.array([[own[n] for n in known.SIGNS] for _, own, _ in rows])
    answers = np.array([float(wall) for _, _, wall in rows])
    directions = dict.fromkeys(known.SIGNS, 1)
    return bounded.fit(
        table, answers, known.SIGNS, directions, ridge=RIDGE, weights=np.ones(len(rows))
    )


SEED, BESIDE = made.SEED + 1000, 30
"""Papers whose candidates are weighed, and pages of each."""


def main() -> None:
    """Read, learn, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=90, help="made papers")
    parser.add_argument("--out", type=Path, default=FOLDER)
    args = parser.parse_args()
    papers = made.papers(args.papers)
    pages = (made.pages(p, n) for p, n in zip(papers, itertools.cycle(SIZES), strict=False))
    evidence = Evidence.of(itertools.chain.from_iterable(pages))
    first, _ = learn(list(evidence.boxes(BARE)))
    rows = [*evidence.boxes(BARE), *evidence.boxes(linear.of(first))]
    stored, crossed = learn(rows)
    said, true = crossed >= 0.5, np.array([r.wall for r in rows])
    print(
        f"{len(rows)} boxes, {true.sum()} of walls: {(said & true).sum()} found, {(said & ~true).sum()} others taken for one",
        file=sys.stderr,
    )
    both = beside(args.papers // 3, linear.of(stored))
    print(write("papers", COMMAND, {"wall": stored, "both": both}, args.out), file=sys.stderr)


if __name__ == "__main__":
    main()
