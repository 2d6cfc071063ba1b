"""Cross-validation over domains: no page is judged by what its own paper taught."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

FOLDS = 5


def fold_of(domain: str, folds: int = FOLDS) -> int:
    """Return the fold of a domain: the same in every run and on every machine."""
    return int.from_bytes(hashlib.sha256(domain.encode()).digest()[:4], "big") % folds


def crossed(
    domains: Sequence[str],
    learn: Callable[
        [npt.NDArray[np.intp]], Callable[[npt.NDArray[np.intp]], npt.NDArray[np.float64]]
    ],
    folds: int = FOLDS,
) -> npt.NDArray[np.float64]:
    """Return for every row what a model says that never saw its domain.

    `learn` gets the numbers of the rows to learn from and returns a function from row
    numbers to values.
    """
    fold = np.array([fold_of(d, folds) for d in domains])
    out = np.zeros(len(fold))
    for each in range(folds):
        test = np.flatnonzero(fold == each)
        if len(test):
            out[test] = learn(np.flatnonzero(fold != each))(test)
    return out
