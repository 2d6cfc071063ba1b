"""A sum of small symmetric decision trees over named signs.

Every level of a tree asks one question of all its branches, so that a tree is a row of
questions and a table of answers: all trees are asked for many rows in three operations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pipelines.learned.weights import load

Table = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """Boosted symmetric trees; the score is log odds or a value, as they were trained."""

    names: tuple[str, ...]
    """The signs, in the order of a row."""
    base: float
    signs: npt.NDArray[np.intp]
    """For each tree and level, the number of the sign that it asks."""
    limits: Table
    """For each tree and level, the value above which the answer is yes."""
    leaves: Table
    """For each tree, what it adds for each row of answers."""

    def scores(self, rows: Sequence[Sequence[float]] | Table) -> Table:
        """Return the score of each row; no rows give none."""
        table = np.asarray(rows, dtype=np.float64).reshape(-1, len(self.names))
        if not len(self.signs):
            return np.full(len(table), self.base)
        yes = table[:, self.signs] > self.limits
        places = yes @ (1 << np.arange(self.signs.shape[1]))
        found: Table = self.base + self.leaves[np.arange(len(self.signs)), places].sum(axis=1)
        return found

    def probabilities(self, rows: Sequence[Sequence[float]] | Table) -> Table:
        """Return the probability for each row, where the trees were trained on yes and no."""
        found: Table = 1 / (1 + np.exp(-np.clip(self.scores(rows), -35, 35)))
        return found

    def row(self, signs: Mapping[str, float]) -> list[float]:
        """Return named signs in the order of the trees; one that is not given counts as 0."""
        return [signs.get(name, 0.0) for name in self.names]


def read(name: str) -> Trees:
    """Return the trees whose weights lie under `name`."""
    return of(load(name))


def of(stored: Mapping[str, Any]) -> Trees:
    """Return the trees that a weights file describes."""
    trees = stored["trees"]
    return Trees(
        tuple(stored["names"]),
        float(stored["base"]),
        np.array([t["signs"] for t in trees], dtype=np.intp),
        np.array([t["limits"] for t in trees], dtype=np.float64),
        np.array([t["leaves"] for t in trees], dtype=np.float64),
    )
