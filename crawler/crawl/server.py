"""The server from which a crawl's processes start; it loads while the rest gets ready."""

from __future__ import annotations

from pipelines.build.spawn import WORKER, start_server

LOADED = ("crawler.crawl.loaded", WORKER)


def start() -> None:
    """Start it, if it does not run yet. Costs the caller nothing but a new process."""
    start_server(*LOADED)
