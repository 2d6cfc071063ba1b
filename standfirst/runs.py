"""Whole runs: crawl a recipe, build a dataset again from its archive."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.store.place import local
from standfirst.datasets import Dataset, open_dataset

if TYPE_CHECKING:
    from crawler.crawl.run import CrawlSummary


_CRAWL = "Crawl into a folder, then `standfirst copy DATASET URL`."
_BUILD = "`standfirst copy URL FOLDER` brings the dataset here; on the command line `standfirst build URL` does it all."


@dataclass(frozen=True, slots=True)
class Run:
    """What a crawl did."""

    dataset: Dataset
    """The dataset as it stands now."""
    pages: int = 0
    """Pages fetched in this run."""
    new_articles: int = 0
    """Articles added or revised in this run."""
    addresses: dict[str, int] = field(default_factory=dict)
    """`discovered` = `fetched` + `blocked` + `pending` + `failed`; `redirected` apart."""
    interrupted: bool = False
    """It was stopped; the same call continues."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Build:
    """What building a dataset again gave."""

    dataset: Dataset
    """The dataset as it stands now."""
    changes: tuple[str, ...] = ()
    """Which numbers differ from the version before, one line each."""
    seconds: float = 0.0


def crawl(recipe: str | Path, into: str | Path | None = None) -> Run:
    """Crawl as a recipe file says, into its folder or another; again: continues.

    Obeys robots.txt and opt-outs. Raises the errors that the command line ends with:
    NothingKept, TooManyFailures, Refused, RecipeError, InputError, Locked, StorageError.
    """
    from crawler.cli.summary import outcome
    from crawler.crawl import run
    from pipelines import recipe as recipes

    path = local(recipe, _CRAWL)
    path = path / "recipe.toml" if path.is_dir() else path
    summary = run.crawl(path, local(into, _CRAWL) if into is not None else None)
    outcome(summary, recipes.load(path).crawl.max_failed)
    return _run(summary)


def _run(summary: CrawlSummary) -> Run:
    return Run(
        open_dataset(summary.folder),
        pages=summary.pages,
        new_articles=summary.new_rows,
        addresses=dict(summary.urls),
        interrupted=summary.interrupted,
        seconds=summary.seconds,
    )


def build(dataset: Dataset | str | Path, into: str | Path | None = None) -> Build:
    """Make everything in a dataset again from its archive, without network.

    In place, or into another folder. The version before stays in force until the new
    one is complete. Raises InputError where there is no archive, DatasetError where
    pages that the dataset has would be lost.
    """
    from pipelines.build.rebuild import rebuild

    folder = dataset.folder if isinstance(dataset, Dataset) else local(dataset, _BUILD)
    recipe = folder / "recipe.toml" if folder.is_dir() else folder
    done = rebuild(recipe, local(into, _BUILD) if into is not None else None)
    return Build(open_dataset(done.folder), tuple(done.changes), done.seconds)
