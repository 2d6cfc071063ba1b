"""Is the crawl's state whole, and how far does it say that the archive was written?"""

from __future__ import annotations

import contextlib
from pathlib import Path

from crawler.frontier.reader import Reader
from pipelines.errors import StorageError
from pipelines.store.paths import DatasetPaths


def frontier_problems(folder: Path) -> list[str]:
    """Return what is wrong with a dataset's frontier; an empty list: nothing, or none there."""
    path = DatasetPaths(folder).frontier
    if not path.exists():
        return []
    try:
        with Reader(path) as frontier:
            found = frontier.damage()
    except StorageError as error:
        found = [str(error.__cause__)]
    return [f"the frontier of {folder} is damaged: {line}" for line in found]


def committed(folder: Path) -> dict[str, int]:
    """Return how far each segment was written, as the frontier says.

    Empty where there is no frontier, or one that cannot be read.
    """
    path = DatasetPaths(folder).frontier
    with contextlib.suppress(StorageError):
        if path.exists():
            with Reader(path) as frontier:
                return frontier.segment_ends()
    return {}
