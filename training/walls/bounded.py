"""Logistic regression whose weights may only point where their sign makes sense.

With few real walls to learn from, a sign that speaks for a wall anywhere else must not
come out against it here: each weight is kept on its side of 0, or at 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from training.common.linear import rounded

Table = npt.NDArray[np.float64]
_STEPS = 3_000


def fit(
    table: Table,
    answers: Table,
    names: Sequence[str],
    directions: Mapping[str, int],
    *,
    ridge: float,
    weights: Table,
) -> dict[str, Any]:
    """Return `bias` and `weights` by name; a sign with direction 1 weighs 0 or more, one
    with -1 at most 0, one that is not named anything.

    Every sign runs from 0 to 1 and pays the same for its weight: were they scaled to
    equal spread, a sign of three pages could buy a weight that no page can answer."""
    signs = np.hstack([table, np.ones((len(table), 1))])
    side = np.array([directions.get(n, 0) for n in names] + [0])
    penalty = np.full(signs.shape[1], ridge)
    penalty[-1] = 0.0
    found = _descend(signs, answers, weights, penalty, side)
    return {
        "bias": rounded(float(found[-1])),
        "weights": {n: rounded(float(w)) + 0.0 for n, w in zip(names, found[:-1], strict=True)},
    }


def _descend(
    table: Table, answers: Table, weights: Table, penalty: Table, side: npt.NDArray[np.int_]
) -> Table:
    """Projected gradient with momentum, of a step that never overshoots."""
    steepest = float(np.linalg.eigvalsh(0.25 * (table * weights[:, None]).T @ table)[-1])
    step = 1 / (steepest + float(penalty.max()))
    found = last = np.zeros(table.shape[1])
    speed = 1.0
    for _ in range(_STEPS):
        faster = (1 + np.sqrt(1 + 4 * speed * speed)) / 2
        ahead = found + (speed - 1) / faster * (found - last)
        sure = 1 / (1 + np.exp(-np.clip(table @ ahead, -35, 35)))
        moved = ahead - step * (table.T @ (weights * (sure - answers)) + penalty * ahead)
        moved = np.where((side > 0) & (moved < 0) | (side < 0) & (moved > 0), 0.0, moved)
        if float(np.abs(moved - found).max()) < 1e-7:
            return np.asarray(moved)
        found, last, speed = moved, found, float(faster)
    return found
