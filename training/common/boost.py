"""Gradient boosting with symmetric trees: every level of a tree asks one question.

Small, in NumPy alone, and the same file every time: no sampling, bins from quantiles,
ties to the first sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from training.common.linear import rounded

Table = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is learned from how little."""

    trees: int = 80
    depth: int = 3
    rate: float = 0.1
    ridge: float = 5.0
    bins: int = 32
    binary: bool = True
    """Answers are yes and no, the score is log odds; else the score is a value."""


def fit(
    table: Table,
    answers: Table,
    names: list[str],
    plan: Plan | None = None,
    weights: Table | None = None,
) -> dict[str, Any]:
    """Return `names`, `base` and `trees`, as `pipelines.learned.trees.of` reads them."""
    plan = plan or Plan()
    say = np.ones(len(table)) if weights is None else weights
    edges = [_edges(table[:, n], plan.bins) for n in range(table.shape[1])]
    binned = np.stack(
        [np.searchsorted(e, table[:, n], side="left") for n, e in enumerate(edges)], axis=1
    ).astype(np.int64)
    base = _base(answers, say, plan)
    score = np.full(len(table), base)
    trees = []
    for _ in range(plan.trees):
        slope, curve = _slopes(score, answers, say, plan)
        splits, places = _grow(binned, edges, slope, curve, plan)
        leaves = _leaves(places, slope, curve, plan)
        score = score + leaves[places]
        trees.append(
            {
                "signs": [n for n, _ in splits],
                "limits": [rounded(float(edges[n][b])) for n, b in splits],
                "leaves": [rounded(float(v)) for v in leaves],
            }
        )
    return {"names": names, "base": rounded(base), "trees": trees}


def _edges(column: Table, bins: int) -> Table:
    """Values between which the column is cut: halfway between neighbours, at quantiles."""
    values = np.unique(column)
    if len(values) < 2:
        return np.array([float(values[0]) if len(values) else 0.0])
    halves = (values[1:] + values[:-1]) / 2
    if len(halves) > bins:
        wanted = np.quantile(column, np.linspace(0, 1, bins + 1)[1:-1])
        halves = halves[np.unique(np.searchsorted(halves, wanted).clip(0, len(halves) - 1))]
    return np.array([rounded(float(h)) for h in halves])


def _base(answers: Table, say: Table, plan: Plan) -> float:
    mean = float((answers * say).sum() / say.sum())
    if not plan.binary:
        return mean
    mean = min(max(mean, 1e-6), 1 - 1e-6)
    return float(np.log(mean / (1 - mean)))


def _slopes(score: Table, answers: Table, say: Table, plan: Plan) -> tuple[Table, Table]:
    if not plan.binary:
        return say * (score - answers), say
    sure = 1 / (1 + np.exp(-np.clip(score, -35, 35)))
    return say * (sure - answers), say * sure * (1 - sure)


def _grow(
    binned: Whole, edges: list[Table], slope: Table, curve: Table, plan: Plan
) -> tuple[list[tuple[int, int]], Whole]:
    """Choose, level by level, the question that gains most over all branches."""
    places = np.zeros(len(binned), dtype=np.int64)
    splits: list[tuple[int, int]] = []
    for level in range(plan.depth):
        branches = 1 << level
        best = (-np.inf, 0, 0)
        for sign, own in enumerate(edges):
            gains = _gains(places, binned[:, sign], len(own) + 1, branches, slope, curve, plan)
            cut = int(gains.argmax())
            if gains[cut] > best[0] + 1e-9:
                best = (float(gains[cut]), sign, cut)
        _, sign, cut = best
        splits.append((sign, cut))
        places = places + (binned[:, sign] > cut) * branches
    return splits, places


def _gains(
    places: Whole, bins: Whole, count: int, branches: int, slope: Table, curve: Table, plan: Plan
) -> Table:
    """What each cut of one sign gains, summed over the branches."""
    keys = places * count + bins
    shape = (branches, count)
    down = np.bincount(keys, weights=slope, minlength=branches * count).reshape(shape)
    bend = np.bincount(keys, weights=curve, minlength=branches * count).reshape(shape)
    left, heavy = down.cumsum(axis=1)[:, :-1], bend.cumsum(axis=1)[:, :-1]
    right, other = down.sum(axis=1)[:, None] - left, bend.sum(axis=1)[:, None] - heavy
    gains: Table = (left**2 / (heavy + plan.ridge) + right**2 / (other + plan.ridge)).sum(axis=0)
    return gains


def _leaves(places: Whole, slope: Table, curve: Table, plan: Plan) -> Table:
    count = 1 << plan.depth
    down = np.bincount(places, weights=slope, minlength=count)
    bend = np.bincount(places, weights=curve, minlength=count)
    return -plan.rate * down / (bend + plan.ridge)
