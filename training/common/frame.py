"""What every model is learned from: rows of named signs with an answer and a domain.

A model says how its rows are read and how it is fitted; folds over domains, the table,
and the command around it are here once.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipelines.learned import linear as learned_sum, trees as learned_trees
from training.common import boost, files, folds, linear

Table = npt.NDArray[np.float64]
Asked = Callable[[Table], Table]
"""A model that was fitted: a table of signs → a score for each row."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is judged: its signs, what is right, and whose page it stands on."""

    signs: dict[str, float]
    answer: float
    """1 or 0, or a share from 0 to 1."""
    domain: str
    weight: float = 1.0
    """How much it counts against others: made pages count less, or more."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Rows as a table, one column for each sign."""

    names: list[str]
    table: Table
    answers: Table
    weights: Table
    domains: list[str]

    def part(self, numbers: npt.NDArray[np.intp]) -> Frame:
        """Return the rows with these numbers."""
        return Frame(
            self.names,
            self.table[numbers],
            self.answers[numbers],
            self.weights[numbers],
            [self.domains[n] for n in numbers],
        )


def frame(rows: Sequence[Row], names: list[str] | None = None) -> Frame:
    """Return rows as a frame; columns are `names`, or the first row's signs in their order.

    Raises ValueError where there is no row, KeyError where a row lacks a sign.
    """
    if not rows:
        msg = "there is no row to learn from: does the folder hold pages of the side `read`?"
        raise ValueError(msg)
    names = names or list(rows[0].signs)
    return Frame(
        names,
        np.array([[r.signs[n] for n in names] for r in rows], dtype=np.float64),
        np.array([r.answer for r in rows], dtype=np.float64),
        np.array([r.weight for r in rows], dtype=np.float64),
        [r.domain for r in rows],
    )


def crossed(whole: Frame, fit: Callable[[Frame], Asked], count: int = folds.FOLDS) -> Table:
    """Return for every row what a model says that never saw its domain."""

    def learn(numbers: npt.NDArray[np.intp]) -> Callable[[npt.NDArray[np.intp]], Table]:
        asked = fit(whole.part(numbers))
        return lambda others: asked(whole.table[others])

    return folds.crossed(whole.domains, learn, count)


_MOST = 8.0
"""Log odds beyond which one of two models is not heard, as where they are used."""


def pair(of: Frame, plan: boost.Plan, ridge: float) -> dict[str, Any]:
    """Return a weighted sum and trees, `sum` and `forest`, that are asked together."""
    return {
        "sum": linear.fit(of.table, of.answers, of.names, ridge=ridge, weights=of.weights),
        "forest": boost.fit(of.table, of.answers, of.names, plan, of.weights),
    }


def pair_says(content: dict[str, Any], names: list[str]) -> Asked:
    """Return the two asked together: the mean of their log odds."""
    total, grown = learned_sum.of(content["sum"]), learned_trees.of(content["forest"])
    weights = np.array([total.weights[n] for n in names])

    def asked(table: Table) -> Table:
        sums: Table = total.bias + table @ weights
        scores: Table = (sums.clip(-_MOST, _MOST) + grown.scores(table).clip(-_MOST, _MOST)) / 2
        return scores

    return asked


def forest_says(content: dict[str, Any]) -> Asked:
    """Return trees as a function of a table."""
    grown = learned_trees.of(content)
    return grown.scores


def run(doc: str, name: str, learn: Callable[[Path], dict[str, Any]]) -> None:
    """Run the command of one model: read where the pages are, learn, write its weights."""
    parser = argparse.ArgumentParser(description=doc.splitlines()[0])
    parser.add_argument(
        "--data", type=Path, required=True, help="folder of pages with known answers"
    )
    content = learn(parser.parse_args().data)
    print("written:", files.write(name, command(name), content).name)


def command(name: str) -> str:
    """Return the command that makes the weights of a model."""
    return f"python -m training.{name} --data GOLD"
