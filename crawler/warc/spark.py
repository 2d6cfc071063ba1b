"""`build --engine spark`: the archive's segments, or WARC files where they lie."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from crawler.warc.pagefiles import page_files, refuse_to_learn_from_warcs
from pipelines.build.rebuild import Engine
from pipelines.build.spark.cluster import told
from pipelines.build.spark.engine import session
from pipelines.errors import InputError
from pipelines.extract.rules import Rules
from pipelines.recipe import Recipe
from pipelines.store.dataset import Dataset
from pipelines.store.manifest import Manifest

CONNECT = 5.0
"""Seconds that a master has to take a connection; Spark itself tries for a minute."""


def _refuse_silent(master: str) -> None:
    """Raise InputError where no master of a standalone cluster takes a connection."""
    if not master.startswith("spark://"):
        return
    whys = []
    for address in master.removeprefix("spark://").split(","):
        host, _, port = address.rpartition(":")
        try:
            socket.create_connection((host.strip("[]"), int(port)), CONNECT).close()
        except (OSError, ValueError) as error:
            whys.append(f"{address}: {getattr(error, 'strerror', None) or error}")
        else:
            return
    msg = f"no Spark master answers ({'; '.join(whys)}). Is it running, and is the address the one on its page (spark://HOST:PORT)?"
    raise InputError(msg)


def on_spark(
    master: str, settings: Mapping[str, str], tell: Callable[[str], None] | None = None
) -> Engine:
    """Return the engine that builds on a Spark master; `tell` is told how far it is.

    Raises InputError where no master answers, RecipeError where papers are to be learned
    from WARC files.
    """
    _refuse_silent(master)

    def engine(
        dataset: Dataset, recipe: Recipe, recipe_folder: Path, crawl: dict[str, Any]
    ) -> Manifest:
        from pipelines.build.learn import learn
        from pipelines.build.spark.dataset import fill
        from pipelines.build.spark.papers import on_spark as counted

        files = page_files(dataset.paths.archive, recipe, recipe_folder)
        refuse_to_learn_from_warcs(recipe, files)
        size = sum(file.size for file in files)
        with session(master, settings, size=size) as spark, told(spark, tell):
            return fill(
                spark,
                dataset,
                files,
                Rules.of(recipe),
                near=recipe.dedup.near,
                shard_rows=recipe.output.shard_rows,
                crawl=crawl,
                learn=lambda own: learn(own, recipe, folder=recipe_folder, engine=counted(spark)),
            )

    return engine
