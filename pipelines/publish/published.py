"""What stands beside the Parquet of a finished dataset: card, metadata, report."""

from __future__ import annotations

from pathlib import Path

from pipelines.recipe import Recipe
from pipelines.store import duck
from pipelines.store.manifest import Manifest
from pipelines.store.paths import PAPERS


def publish(folder: Path, recipe: Recipe, manifest: Manifest) -> list[Path]:
    """Write card, Croissant metadata and report; return their paths.

    Where DuckDB is not installed there is no report.
    """
    from pipelines.publish.card import write_card
    from pipelines.publish.croissant import write_croissant
    from pipelines.publish.report.page import write_report

    written = [write_card(folder, recipe, manifest), write_croissant(folder, recipe, manifest)]
    if manifest.parts(PAPERS):
        written += _papers(folder, manifest)
    return [*written, write_report(folder)] if duck.there() else written


def is_published(folder: Path) -> bool:
    """Tell whether card, metadata and report are there, and no older than the recipe that
    they quote."""
    names = ["README.md", "croissant.json", *(["report.html"] if duck.there() else [])]
    recipe = folder / "recipe.toml"
    since = recipe.stat().st_mtime if recipe.exists() else 0.0
    files = [folder / name for name in names]
    return all(file.exists() and file.stat().st_mtime >= since for file in files)


def _papers(folder: Path, manifest: Manifest) -> list[Path]:
    """Write what was learned of each paper, to be read and corrected."""
    import pyarrow.parquet as pq

    from pipelines.papers.corrections import write_all
    from pipelines.papers.stored import learned_of, papers_of

    tables = [pq.read_table(folder / part.path) for part in manifest.parts(PAPERS)]
    return write_all(folder, papers_of(tables), learned_of(tables))
