"""The fetching process: one Scrapy crawl in a process of its own.

Scrapy's reactor cannot be started twice in one process, so a crawl from a
notebook runs in a child. The child ends when its parent is gone.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.crawl import server
from crawler.fetch.job import Job
from crawler.shards.shard import Shard
from pipelines.build import spawn
from pipelines.recipe import Recipe


@dataclass(slots=True)
class Lines:
    """Values shared between the fetching process and its parent."""

    archived: Any
    extracted: Any
    stop: Any
    errors: Any

    @classmethod
    def new(cls) -> Lines:
        """Make the shared values in the parent."""
        context = server.fetching()
        return cls(
            context.Value("q", 0),
            context.Value("q", 0),
            context.Value("b", 0),
            context.SimpleQueue(),
        )


@contextlib.contextmanager
def _ignored(*signals: signal.Signals) -> Iterator[None]:
    """Ignore signals, and let a process that is started here ignore them from its first
    moment on: the parent stops it in order."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def start(
    recipe: Recipe,
    folder: Path,
    recipe_folder: Path,
    lines: Lines,
    *,
    shard: Shard | None = None,
    preview: int = 0,
) -> Any:
    """Start the fetching process and return it."""
    process = server.fetching().Process(
        target=_main,
        args=(
            recipe.model_dump_json(),
            folder,
            recipe_folder,
            lines,
            shard,
            preview,
            dict(os.environ),
        ),
        name="standfirst-fetch",
    )
    with _ignored(signal.SIGINT, signal.SIGTERM):
        process.start()
    return process


def _main(
    recipe: str,
    folder: Path,
    recipe_folder: Path,
    lines: Lines,
    shard: Shard | None,
    preview: int,
    environment: dict[str, str],
) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):  # the parent stops this process in order
        signal.signal(number, signal.SIG_IGN)
    spawn.follow_parent()
    from crawler.warc import ingest, saved
    from pipelines.errors import StandfirstError

    os.environ.update(environment)
    job = Job(Recipe.model_validate_json(recipe), folder, recipe_folder, shard, lines, preview)
    try:
        if not preview:
            ingest.read_all(job)
            saved.read_all(job)
        _crawl(job)
    except StandfirstError as error:
        lines.errors.put(str(error))
        sys.exit(error.exit_code)
    except OSError as error:
        lines.errors.put(f"{error.strerror or error}: {error.filename or folder}")
        sys.exit(5)


def _crawl(job: Job) -> None:
    from scrapy.crawler import CrawlerProcess
    from scrapy.settings import Settings

    from crawler.fetch.logs import keep_inert

    keep_inert()
    configured = Settings()
    configured.setmodule("crawler.fetch.settings", priority="project")
    configured.set("LOG_LEVEL", os.environ.get("STANDFIRST_LOG", "ERROR"), priority="cmdline")
    process = CrawlerProcess(configured)
    process.crawl("articles", job=job)
    process.start(install_signal_handlers=False)
