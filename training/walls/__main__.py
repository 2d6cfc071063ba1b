"""Learn what a wall is, what is kept from the public, and how sure the answer is.

    python -m training.walls --data GOLD

GOLD is a folder with `paywall/` (pages on which people marked the boundary) and sets of
articles whose whole body is known. Only pages of the part `read` teach. Made pages are
added. Writes `pipelines/learned/weights/walls.json`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines.access import confidence
from pipelines.access.boundary import examine
from pipelines.access.weighing import Models, models_of
from pipelines.learned.weights import FOLDER
from training.common.files import write
from training.common.folds import FOLDS, fold_of
from training.walls import learn, rows
from training.walls.rows import Page, Row

COMMAND = "python -m training.walls --data GOLD"
WALL, PART = 0.40, 0.42
"""Probabilities from which a wall, and a reserved part, is believed: a little below even.
By cross-validation on pages of other domains .35 for walls puts a boundary on two more open
pages; .45 loses made walls and saves one. Less for parts cuts a page that says it is free."""
SURE = 2.0
"""Ridge of how sure the answer is, learned from some 200 pages."""
_NO_ACCESS = {"bias": 0.0, "weights": {}}


def fitted(pages: list[Page], access: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the weights file for these pages."""
    return {
        "wall": learn.model(learn.walls(pages).stored, WALL),
        "part": learn.model(learn.parts(pages).stored, PART),
        "access": access or _NO_ACCESS,
    }


def crossed(pages: list[Page]) -> list[dict[str, Any]]:
    """Return, for each fold of domains, weights that never saw it."""
    return [fitted([p for p in pages if fold_of(p.domain) != fold]) for fold in range(FOLDS)]


def answers(data: Path, models: list[Models]) -> Iterator[tuple[str, dict[str, float], bool]]:
    """Yield domain, signs of being right, and whether the status is, for each marked page."""
    for row, html in rows.marked_pages(data):
        scene = rows.scene_of(html, row["url"])
        access, found = examine(scene.document, scene.layout, models[fold_of(row["domain"])])
        yield row["domain"], found, access.status.value == row["access"]


def main() -> None:
    """Read, learn, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of pages with answers")
    parser.add_argument("--made", type=int, default=90, help="made papers")
    parser.add_argument("--bodies", type=int, default=3_000, help="articles with a known body")
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--folds", type=Path, help="also write the models of each fold here")
    args = parser.parse_args()
    pages = [
        *rows.of_made(args.made),
        *rows.of_written(),
        *rows.of_marked(args.data),
        *rows.of_bodies(args.data, args.bodies),
    ]
    each = crossed(pages)
    told = list(answers(args.data, [models_of(stored) for stored in each]))
    for fold, stored in enumerate(each if args.folds else ()):
        write(f"walls-{fold}", COMMAND, stored, args.folds)
    access = learn.learn(
        confidence.DIRECTIONS,
        [(Page(d, None, None), Row(found, right)) for d, found, right in told],
        ridge=SURE,
    )
    print(f"{sum(r for _, _, r in told)} of {len(told)} states right", file=sys.stderr)
    path = write("walls", COMMAND, fitted(pages, access.stored), args.out)
    print(path, file=sys.stderr)


if __name__ == "__main__":
    main()
