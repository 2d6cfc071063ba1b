"""A weighted sum of named signs, made into a probability."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.learned.weights import load


@dataclass(frozen=True, slots=True)
class Linear:
    """Logistic regression: one weight for each named sign."""

    bias: float
    weights: Mapping[str, float]

    def score(self, signs: Mapping[str, float]) -> float:
        """Return the sum of bias and weighted signs; a sign that is not given counts as 0."""
        score = self.bias
        for name, weight in self.weights.items():
            score += weight * signs.get(name, 0.0)
        return score

    def probability(self, signs: Mapping[str, float]) -> float:
        """Return the probability, 0 to 1."""
        return sigmoid(self.score(signs))

    def parts(self, signs: Mapping[str, float]) -> list[tuple[str, float]]:
        """Return (sign, what it adds to the score), those that weigh most first."""
        shares = [(n, w * signs.get(n, 0.0)) for n, w in self.weights.items()]
        return sorted((s for s in shares if s[1]), key=lambda s: (-abs(s[1]), s[0]))


def sigmoid(score: float) -> float:
    """Return the probability that belongs to log odds; no overflow at either end."""
    return 1 / (1 + math.exp(-max(-35.0, min(35.0, score))))


def read(name: str) -> Linear:
    """Return the linear model whose weights lie under `name`."""
    return of(load(name))


def of(stored: Mapping[str, Any]) -> Linear:
    """Return the linear model that a weights file describes."""
    return Linear(float(stored["bias"]), {k: float(v) for k, v in stored["weights"].items()})
