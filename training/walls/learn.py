"""From rows to weights: walls first, then the parts of a text that lie beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pipelines.access import choice, parts as reserved, signs
from training.common import folds
from training.walls import bounded
from training.walls.rows import Page, Row

Table = npt.NDArray[np.float64]
RIDGE = 0.5
"""By cross-validation over domains, of 0.1, 0.5, 2, 4 and 8: more loses walls of made pages,
less loses on real ones."""
REAL, MADE = 4.0, 1.0
"""What a candidate counts on a page that people have marked, and on a made page: wordings
and shapes are many on made pages, but what stands around them is real only on the others."""
OPEN_WALL, OPEN_PART = 0.35, 2.0
"""What they count on a page whose body is known to be shown. Of its candidates for a wall
there are ten times as many as of all others: by cross-validation .7 and more lose walls of
made pages. Its hidden parts are few, and less leaves boundaries on open pages."""


def _counts(page: Page, an_open: float) -> float:
    if not page.real:
        return MADE
    return an_open if page.walled is None else REAL


@dataclass(frozen=True, slots=True)
class Learned:
    """A model's weights, and what it says of each row without having seen its domain."""

    stored: dict[str, Any]
    crossed: Table


def learn(
    directions: Mapping[str, int],
    rows: list[tuple[Page, Row]],
    ridge: float = RIDGE,
    an_open: float = REAL,
    asked: Callable[[Mapping[str, float]], bool] = lambda signs: True,
) -> Learned:
    """Return weights from all rows, and what each domain is told by the others'; `an_open`
    is what a row of a page counts whose body is known to be shown. Only those that the model
    is `asked` about count."""
    names = tuple(directions)
    table = np.array([[row.signs.get(n, 0.0) for n in names] for _, row in rows])
    answers = np.array([float(row.answer) for _, row in rows])
    weights = np.array([_counts(page, an_open) * asked(row.signs) for page, row in rows])
    domains = [page.domain for page, _ in rows]

    def fold(train: npt.NDArray[np.intp]) -> Any:
        found = bounded.fit(
            table[train], answers[train], names, directions, ridge=ridge, weights=weights[train]
        )
        own = np.array([found["weights"][n] for n in names])
        return lambda test: 1 / (1 + np.exp(-(table[test] @ own + found["bias"])))

    crossed = folds.crossed(domains, fold)
    stored = bounded.fit(table, answers, names, directions, ridge=ridge, weights=weights)
    return Learned(stored, crossed)


def walls(pages: list[Page]) -> Learned:
    """Learn what is a wall; what cross-validation says is kept on the pages."""
    rows = [(page, row) for page in pages for _, row in page.walls]
    found = learn(signs.DIRECTIONS, rows, an_open=OPEN_WALL, asked=choice.may_be)
    at = 0
    for page in pages:
        page.sure = [float(v) for v in found.crossed[at : at + len(page.walls)]]
        at += len(page.walls)
    return found


def parts(pages: list[Page]) -> Learned:
    """Learn what is kept from the public, beside the likeliest wall of the page."""
    rows: list[tuple[Page, Row]] = []
    for page in pages:
        best, scene = best_wall(page), page.scene
        if scene is not None:
            rows += [(page, Row(reserved.signs(p, scene, best), a)) for p, a in page.parts]
    found = learn(reserved.DIRECTIONS, rows, an_open=OPEN_PART)
    at = 0
    for page in pages:
        page.kept = [float(v) for v in found.crossed[at : at + len(page.parts)]]
        at += len(page.parts)
    return found


def best_wall(page: Page) -> tuple[int, int, float] | None:
    """Return where the likeliest wall stands, and how likely it is; None where none is."""
    known = [(sure, c.start, c.end) for sure, (c, _) in zip(page.sure, page.walls, strict=True)]
    if not known:
        return None
    sure, start, end = max(known)
    return start, end, sure


def model(stored: dict[str, Any], threshold: float) -> dict[str, Any]:
    """Return a model as the weights file holds it."""
    return {"threshold": threshold, **stored}
