"""A build in parts: one part on this machine, or all of them into one dataset."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crawler.frontier.check import committed
from crawler.warc.pagefiles import page_files, refuse_to_learn_from_warcs
from pipelines import recipe as recipes
from pipelines.build.learn import learn
from pipelines.build.part import (
    FOLDER,
    PartOf,
    Parts,
    PartSummary,
    dataset_of,
    extract_part,
)
from pipelines.build.rebuild import BuildSummary, rebuild
from pipelines.extract.rules import Rules
from pipelines.recipe import Recipe
from pipelines.store.dataset import Dataset
from pipelines.store.finish import finish
from pipelines.store.manifest import Manifest
from pipelines.store.paths import DatasetPaths


def extract(recipe_path: Path, part: PartOf, into: Path | None = None) -> PartSummary:
    """Extract one part of a dataset's archive, or of the WARC files of its recipe.

    The part lies below `into`, or below the dataset. Raises InputError where there are no
    pages at all, RecipeError for what only a build in one piece can do.
    """
    recipe, dataset = recipes.load(recipe_path), recipe_path.resolve().parent
    folder = (into or dataset / FOLDER) / part.folder_name
    files = page_files(DatasetPaths(dataset).archive, recipe, dataset)
    refuse_to_learn_from_warcs(recipe, files)
    return extract_part(
        files, Rules.of(recipe), part, folder, dataset, workers=recipe.crawl.workers
    )


def merge_parts(folders: Sequence[Path], into: Path, *, accept_loss: bool = False) -> BuildSummary:
    """Make one dataset of all parts of a build: the rows of a build in one piece.

    `into` may be the dataset that the parts were made of: it is replaced by one commit.
    Raises InputError for parts that do not belong together, or are not all there.
    """
    dataset = dataset_of(folders[0])
    path = dataset / "recipe.toml"
    recipe = recipes.load(path)
    files = page_files(DatasetPaths(dataset).archive, recipe, dataset)
    parts = Parts.of(folders, files, Rules.of(recipe))

    def engine(target: Dataset, recipe: Recipe, _: Path, crawl: dict[str, Any]) -> Manifest:
        if not parts.fill(target, files).final:
            learn(target, recipe, folder=dataset)
        return finish(
            target, near=recipe.dedup.near, shard_rows=recipe.output.shard_rows, crawl=crawl
        )

    own = into.resolve() == dataset
    if not own:
        recipes.copy(path, into / "recipe.toml")
    return rebuild(
        path,
        None if own else into,
        engine=engine,
        committed=committed(dataset),
        accept_loss=accept_loss,
        damage=parts.damage,
    )
