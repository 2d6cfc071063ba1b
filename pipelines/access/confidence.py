"""How sure the answer is: a learned model of where such answers are right."""

from __future__ import annotations

from pipelines.access.evidence import Says, Status
from pipelines.access.scene import Scene
from pipelines.access.verdict import Case, Facts
from pipelines.access.weighing import Weighed, WeighedPart

DIRECTIONS: dict[str, int] = {
    **{f"is_{s.value}": 0 for s in Status},
    "wall": 1, "part": 1, "doubted_wall": -1, "cut": -1, "badge": 0,
    "flag_agrees": 1, "flag_disagrees": -1, "tier_agrees": 1, "tier_disagrees": -1,
    "own_agrees": 1, "own_disagrees": -1, "nothing_said": 0, "little_text": -1, "no_text": -1,
    "only_flag": -1,
}  # fmt: skip
"""Every sign of being right, in the order of the weights, with its direction."""


def signs(
    scene: Scene,
    facts: Facts,
    case: Case,
    wall: Weighed | None,
    parts: list[WeighedPart],
    weighed: list[Weighed],
) -> dict[str, float]:
    """Return the signs of being right that are not 0."""
    free = case.status is Status.FREE
    other = [w.probability for w in weighed if wall is None]
    text = scene.before[-1]
    found = {
        f"is_{case.status.value}": 1.0,
        "wall": _margin(wall.probability) if wall is not None else 0.0,
        "part": _margin(max((p.probability for p in parts), default=0.5)),
        "doubted_wall": max(other, default=0.0),
        "cut": float(facts.cut),
        "badge": float(facts.badge),
        "nothing_said": float(facts.flag is None and facts.tier is None and facts.own is None),
        "little_text": float(text < _LITTLE),
        "no_text": float(text < _NONE),
        "only_flag": float(facts.flag is Says.PAID and facts.tier is None and facts.own is None),
    }
    for name, said in (("flag", facts.flag), ("tier", facts.tier), ("own", facts.own)):
        if said is not None:
            agrees = (said is Says.FREE) == free
            found[f"{name}_agrees" if agrees else f"{name}_disagrees"] = 1.0
    return {n: v for n, v in found.items() if v}


_LITTLE = 1_200
_NONE = 250


def _margin(probability: float) -> float:
    """0 at even odds, 1 where it is certain."""
    return max(0.0, 2 * probability - 1)
