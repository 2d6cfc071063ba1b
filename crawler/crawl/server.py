"""The server from which workers come; it loads while the rest gets ready."""

from __future__ import annotations

from pathlib import Path

from pipelines.build.spawn import start_server
from pipelines.store.paths import DatasetPaths


def start(folder: Path) -> None:
    """Start it where pages are sure to come. A run that goes on may find nothing new: there
    it is started for the first page."""
    if not DatasetPaths(folder).current.exists():
        start_server()
