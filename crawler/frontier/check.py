"""Is the crawl's state whole, and how far does it say that the archive was written?"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

from crawler.frontier.reader import Reader
from pipelines.errors import StandfirstError, StorageError
from pipelines.store import manifest as manifests
from pipelines.store.archive import segments
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
    if not found:
        ends = _ends(path)
        found = [
            f"it names {name}, which never was"
            for name in strangers(folder, ends, _archived(folder))
        ]
    return [f"the frontier of {folder} is damaged: {line}" for line in found]


def strangers(folder: Path, ends: Mapping[str, int], archived: Mapping[str, int]) -> list[str]:
    """Return the segments of a frontier that never were: there is no such file, no version
    of the dataset knows one, and a file is there that the frontier does not name."""
    there = {path.name for path in segments(DatasetPaths(folder).archive)}
    unknown = sorted(ends.keys() - there - archived.keys())
    return unknown if there - ends.keys() else []


def committed(folder: Path) -> dict[str, int]:
    """Return how far each segment was written, as the frontier says.

    Empty where there is no frontier, or one that cannot be read.
    """
    ends = _ends(DatasetPaths(folder).frontier)
    never = strangers(folder, ends, _archived(folder)) if ends else []
    return {name: end for name, end in ends.items() if name not in never}


def _ends(path: Path) -> dict[str, int]:
    with contextlib.suppress(StorageError):
        if path.exists():
            with Reader(path) as frontier:
                return frontier.segment_ends()
    return {}


def _archived(folder: Path) -> dict[str, int]:
    with contextlib.suppress(StandfirstError):
        return manifests.load(folder).archived
    return {}
