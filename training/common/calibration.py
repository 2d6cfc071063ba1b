"""From a score to a number that means what it says."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from training.common.linear import rounded

Table = npt.NDArray[np.float64]


def monotone(scores: Table, answers: Table, *, least: int = 40) -> dict[str, Any]:
    """Return `at` and `value`: a rising curve through the means of neighbouring scores.

    Pools neighbours until the means rise, and until each holds `least` rows; between two
    points the value is read off the line (`numpy.interp`).
    """
    order = np.argsort(scores, kind="stable")
    pools: list[list[float]] = []
    for chunk in np.array_split(order, max(1, len(order) // least)):
        pools.append([float(scores[chunk].mean()), float(answers[chunk].mean()), float(len(chunk))])
        while len(pools) > 1 and pools[-2][1] >= pools[-1][1]:
            pools[-2:] = [_joined(pools[-2], pools[-1])]
    return {"at": [rounded(p[0]) for p in pools], "value": [rounded(p[1]) for p in pools]}


def _joined(one: list[float], two: list[float]) -> list[float]:
    count = one[2] + two[2]
    return [(a * one[2] + b * two[2]) / count for a, b in zip(one[:2], two[:2], strict=True)] + [
        count
    ]


def error(said: Table, answers: Table, *, bins: int = 10) -> float:
    """Return the expected calibration error: what is said against what holds, by tenths."""
    order = np.argsort(said, kind="stable")
    parts = [c for c in np.array_split(order, bins) if len(c)]
    return float(
        sum(abs(said[c].mean() - answers[c].mean()) * len(c) for c in parts) / max(len(said), 1)
    )
