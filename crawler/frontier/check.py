"""Is the crawl's state whole, and how far does it say that the archive was written?"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path


def _opened(folder: Path) -> contextlib.closing[sqlite3.Connection] | None:
    path = folder / "_meta" / "frontier.sqlite"
    if not path.exists():
        return None
    return contextlib.closing(sqlite3.connect(f"file:{path.as_posix()}?mode=ro", uri=True))


def frontier_problems(folder: Path) -> list[str]:
    """Return what is wrong with a dataset's frontier; an empty list: nothing, or none there."""
    opened = _opened(folder)
    if opened is None:
        return []
    try:
        with opened as database:
            rows = database.execute("PRAGMA integrity_check(3)").fetchall()
    except sqlite3.Error as error:
        rows = [(str(error),)]
    return [f"the frontier of {folder} is damaged: {row[0]}" for row in rows if row[0] != "ok"]


def committed(folder: Path) -> dict[str, int]:
    """Return how far each segment was written, as the frontier says.

    Empty where there is no frontier, or one that cannot be read.
    """
    opened = _opened(folder)
    if opened is None:
        return {}
    with contextlib.suppress(sqlite3.Error), opened as database:
        return {
            str(name): int(end)
            for name, end in database.execute("SELECT name, bytes FROM segments")
        }
    return {}
