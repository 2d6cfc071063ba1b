"""What the candidates are worth: two learned models, both sums that can be read.

The weights lie in `pipelines/learned/weights/walls.json` and are made by
`python -m training.walls`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipelines.access import candidates, parts as reserved, signs
from pipelines.access.candidates import Candidate
from pipelines.access.parts import Part
from pipelines.access.scene import Scene
from pipelines.learned import linear
from pipelines.learned.weights import load
from pipelines.papers.known import together
from pipelines.papers.model import Box

_SHOWN = 6
"""Signs that the evidence names."""


@dataclass(frozen=True, slots=True)
class Model:
    """One model and the probability from which it is believed."""

    linear: linear.Linear
    threshold: float


@dataclass(frozen=True, slots=True)
class Models:
    """The models of walls, of parts that are kept back, and of how sure the answer is."""

    wall: Model
    part: Model
    access: linear.Linear


def models_of(stored: Mapping[str, Any]) -> Models:
    """Return the models that a weights file describes."""
    return Models(
        Model(linear.of(stored["wall"]), float(stored["wall"]["threshold"])),
        Model(linear.of(stored["part"]), float(stored["part"]["threshold"])),
        linear.of(stored["access"]),
    )


@cache
def shipped() -> Models:
    """Return the models that come with the product."""
    return models_of(load("walls"))


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate, how likely it is a wall, and the signs that say so."""

    candidate: Candidate
    probability: float
    signs: signs.Signs
    box: Box | None = None
    """What its paper knows of it, where that was weighed too."""

    @property
    def asks_account(self) -> bool:
        """An account is asked for, and no payment; a free one suffices where both are."""
        if not self.signs.get("says_register"):
            return False
        paid = self.signs.get("says_subscribe") or self.signs.get("says_offer")
        return not paid or bool(self.signs.get("says_free_account"))


@dataclass(frozen=True, slots=True)
class WeighedPart:
    """A part, how likely it is kept from the public, and the signs that say so."""

    part: Part
    probability: float
    signs: reserved.Signs


def walls(scene: Scene, models: Models) -> list[Weighed]:
    """Return every candidate with its probability, in the order of the page."""
    found = []
    each = candidates.find(scene)
    for candidate in each:
        own = signs.of(candidate, scene, each)
        alone = models.wall.linear.score(own)
        box = scene.known.of(candidate.start, candidate.end) if not candidate.cut else None
        sure = linear.sigmoid(alone) if box is None else together(alone, box)
        found.append(Weighed(candidate, sure, own, box))
    return found


def parts(scene: Scene, models: Models, weighed: list[Weighed]) -> list[WeighedPart]:
    """Return every part with its probability, beside the likeliest wall."""
    best = max(weighed, key=lambda w: w.probability, default=None)
    beside = None if best is None else (best.candidate.start, best.candidate.end, best.probability)
    found = []
    for part in reserved.find(scene):
        own = reserved.signs(part, scene, beside)
        found.append(WeighedPart(part, models.part.linear.probability(own), own))
    return found


def reasons(model: linear.Linear, own: Mapping[str, float]) -> str:
    """Return the signs that decided, with what each adds: "named wall +1.6, is long -2"."""
    return ", ".join(
        f"{name.replace('_', ' ')} {share:+.1f}"
        for name, share in model.parts(own)[:_SHOWN]
        if abs(share) >= _LEAST
    )


_LEAST = 0.05
