"""The server from which the processes of a run come; it loads while the rest gets ready."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipelines.build import spawn
from pipelines.store.paths import DatasetPaths

FETCHES = "crawler.crawl.loaded"
"""The module that loads what a process needs that fetches."""


def start(folder: Path) -> None:
    """Start it where pages are sure to come: it loads what fetches and what extracts once for
    all. A run that goes on may find nothing new: there workers get one at the first page."""
    if not DatasetPaths(folder).current.exists():
        spawn.start_server(FETCHES)


def fetching() -> Any:
    """Return how the fetching process is started: as a copy of the server where there is
    one, else as a new interpreter that loads nothing that extracts."""
    return spawn.context() if spawn.forks() and spawn.has_loaded(FETCHES) else spawn.anew()
