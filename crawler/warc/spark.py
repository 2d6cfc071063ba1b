"""`build --engine spark`: the archive's segments, or WARC files where they lie."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crawler.warc.pagefiles import page_files
from pipelines.build.rebuild import Engine
from pipelines.build.spark.engine import session
from pipelines.extract.rules import Rules
from pipelines.recipe import Recipe
from pipelines.store.dataset import Dataset
from pipelines.store.manifest import Manifest


def on_spark(master: str, settings: Mapping[str, str]) -> Engine:
    """Return the engine that builds on a Spark master."""

    def engine(
        dataset: Dataset, recipe: Recipe, recipe_folder: Path, crawl: dict[str, Any]
    ) -> Manifest:
        from pipelines.build.spark.dataset import fill

        files = page_files(dataset.paths.archive, recipe, recipe_folder)
        with session(master, settings) as spark:
            return fill(
                spark,
                dataset,
                files,
                Rules.of(recipe),
                near=recipe.dedup.near,
                shard_rows=recipe.output.shard_rows,
                crawl=crawl,
            )

    return engine
