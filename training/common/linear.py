"""Logistic regression with a ridge, by Newton's method."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Table = npt.NDArray[np.float64]


def fit(
    table: Table,
    answers: Table,
    names: list[str],
    *,
    ridge: float = 1.0,
    weights: Table | None = None,
    rounds: int = 30,
) -> dict[str, Any]:
    """Return `bias` and `weights` by name, as `pipelines.learned.linear.of` reads them.

    The signs are scaled to one spread while learning, so that the ridge treats them
    alike; the weights that come back are for the signs as they were given.
    """
    spread = table.std(axis=0)
    spread[spread == 0] = 1.0
    middle = table.mean(axis=0)
    scaled = np.hstack([np.ones((len(table), 1)), (table - middle) / spread])
    say = np.ones(len(table)) if weights is None else weights
    penalty = np.full(scaled.shape[1], ridge)
    penalty[0] = 1e-6
    found = np.zeros(scaled.shape[1])
    for _ in range(rounds):
        sure = 1 / (1 + np.exp(-np.clip(scaled @ found, -35, 35)))
        slope = scaled.T @ (say * (sure - answers)) + penalty * found
        curve = (scaled * (say * sure * (1 - sure))[:, None]).T @ scaled + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        found = found - step
        if float(np.abs(step).max()) < 1e-8:
            break
    own = found[1:] / spread
    return {
        "bias": rounded(float(found[0] - (own * middle).sum())),
        "weights": {n: rounded(float(w)) for n, w in zip(names, own, strict=True)},
    }


def rounded(value: float) -> float:
    """Return a number with the five digits that matter, so that a file is the same on
    machines that sum in another order."""
    return float(f"{value:.5g}")
