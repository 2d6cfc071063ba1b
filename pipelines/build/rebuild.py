"""Everything right of the archive again, into a fresh version or a new folder."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipelines import recipe as recipes
from pipelines.build import loss
from pipelines.build.builder import extract_pending
from pipelines.build.learn import learn
from pipelines.build.loss import Lost
from pipelines.build.spawn import unguarded
from pipelines.errors import DatasetError, InputError, counted
from pipelines.extract.rules import Rules
from pipelines.publish.published import publish
from pipelines.recipe import Recipe
from pipelines.store import duck
from pipelines.store.archive import Ref, borrow, segments
from pipelines.store.commit import staged, staging
from pipelines.store.dataset import Dataset
from pipelines.store.finish import finish
from pipelines.store.lock import locked
from pipelines.store.manifest import Manifest
from pipelines.store.paths import DatasetPaths
from pipelines.store.schema import arrow_schema


@dataclass(slots=True)
class BuildSummary:
    """What a rebuild gave."""

    folder: Path
    manifest: Manifest
    seconds: float = 0.0
    changes: list[str] = field(default_factory=list)
    """Which numbers differ from the version before."""
    lost: list[str] = field(default_factory=list)
    """Archived pages that could not be read: place, address, what is wrong."""
    kept: Path | None = None
    """Where the version before was kept, when a loss was accepted."""


Engine = Callable[[Dataset, Recipe, Path, dict[str, Any]], Manifest]
"""Makes everything in a dataset from its archive: (dataset, recipe, folder of the
recipe, what the crawl reported) → final manifest."""


def on_this_machine(
    dataset: Dataset, recipe: Recipe, folder: Path, crawl: dict[str, Any]
) -> Manifest:
    """Extract in worker processes; join, sort and write with DuckDB and pyarrow."""
    with unguarded():
        extract_pending(dataset, Rules.of(recipe), workers=recipe.crawl.workers, damaged=False)
        learn(dataset, recipe, folder=folder)
    return finish(dataset, near=recipe.dedup.near, shard_rows=recipe.output.shard_rows, crawl=crawl)


def rebuild(
    path: Path,
    into: Path | None = None,
    *,
    engine: Engine = on_this_machine,
    committed: Mapping[str, int] | None = None,
    accept_loss: bool = False,
    goes_on: bool = False,
    damage: Iterable[Ref] | None = None,
) -> BuildSummary:
    """Build the dataset of a recipe from its archive, without network.

    The old version stays in force until the new one is complete: the rows are
    made in a folder beside it and taken over by one commit. `committed` is how far the
    crawl says that each segment was written. Raises DatasetError where pages that the
    dataset counts can no longer be read, unless the loss is accepted: then the old
    version is kept in a folder beside the dataset. An engine that `goes_on` finds what it
    left when it was killed; `damage` are the stretches of the archive that could not be
    read, where that was found out before.
    """
    recipe = recipes.load(path)
    folder = path.resolve().parent
    paths = DatasetPaths(folder)
    if engine is on_this_machine and not segments(paths.archive) and not _counts_pages(folder):
        msg = f"{paths.archive} holds no pages. `standfirst crawl {path}` fetches them."
        raise InputError(msg)
    started = time.monotonic()
    target = (into or paths.rebuild).resolve()
    with locked(folder):
        before = Dataset(folder, any_version=True).manifest
        lost = loss.find(folder, before, committed or {}, damaged=damage)
        if not accept_loss:
            _refuse_loss(folder, lost, into)
        if into is None and not goes_on:
            shutil.rmtree(target, ignore_errors=True)
        _borrow_archive(folder, target)
        dataset = Dataset(target)
        engine(dataset, recipe, folder, before.crawl)
        loss.count_in(dataset, lost)
        if not accept_loss:
            _refuse_fewer(folder, before, dataset.manifest)
        fields = changed_fields(folder, before, dataset.folder, dataset.manifest)
        note = {
            "extractor": before.extractor,
            "schema_version": before.schema_version,
            "counts": before.counts,
            "changed_fields": fields,
        }
        dataset.replace_tables({}, notes={**dataset.manifest.notes, "rebuilt_from": note})
        kept = loss.keep_version(folder, before) if accept_loss and into is None else None
        if into is None:
            dataset = _take_over(folder, target, dataset)
        publish(dataset.folder, recipe, dataset.manifest)
    return BuildSummary(
        dataset.folder,
        dataset.manifest,
        time.monotonic() - started,
        _changes(before, dataset.manifest, fields),
        [str(page) for page in lost],
        kept,
    )


def _counts_pages(folder: Path) -> bool:
    """Tell whether the version in force counts pages: then an empty archive is a loss."""
    return bool(Dataset(folder, any_version=True).manifest.counts.get("pages"))


SHOWN = 3
"""How many lost pages a refusal names; `standfirst check` names all."""


def _refuse_loss(folder: Path, lost: list[Lost], into: Path | None) -> None:
    """Raise DatasetError where a build would drop pages that the dataset still has."""
    fresh = [page for page in lost if not page.known]
    if not fresh:
        return
    named = "; ".join(map(str, fresh[:SHOWN])) + (" …" if len(fresh) > SHOWN else "")
    msg = (
        f"{counted(len(fresh), 'archived page')} of {folder} can no longer be read: {named}. The dataset stays as it is. "
        + _way_on(folder, into)
    )
    raise DatasetError(msg)


def _refuse_fewer(folder: Path, before: Manifest, after: Manifest) -> None:
    """The net under all else: the sum of pages may not shrink without a word."""
    had, has = before.counts.get("pages", 0), after.counts.get("pages", 0)
    if has >= had:
        return
    msg = f"the archive of {folder} gives {has} pages where the dataset counts {had}. The dataset stays as it is. {_way_on(folder, None)}"
    raise DatasetError(msg)


def _way_on(folder: Path, into: Path | None) -> str:
    again = f"standfirst build {folder}" + (f" --into {into}" if into else "")
    return f"Restore the archive from a copy, or go on without these pages: `{again} --accept-loss` builds from what is left and keeps the version of now beside it. `standfirst check {folder}` names every page."


def _changes(before: Manifest, after: Manifest, fields: dict[str, int]) -> list[str]:
    """Return what a build changed, one line each."""
    changes = [
        f"{k}: {before.counts.get(k, 0)} → {v}"
        for k, v in after.counts.items()
        if before.counts.get(k, 0) != v
    ]
    return changes + [
        f"{name}: other value on {number} of {after.rows('articles')} articles"
        for name, number in fields.items()
    ]


_OF_THE_RUN = frozenset(("extractor", "archive_file", "archive_offset", "date_fetched"))


_COMPARING = "comparing two versions"


def changed_fields(old: Path, before: Manifest, new: Path, after: Manifest) -> dict[str, int]:
    """Return for each column of `articles` on how many of the same articles it differs;
    nothing where DuckDB is not installed."""
    if not duck.there():
        return {}
    duckdb, connection = duck.library(_COMPARING), duck.connect(_COMPARING)
    files = [
        [str(folder / p.path) for p in m.parts("articles")]
        for folder, m in ((old, before), (new, after))
    ]
    if not all(files):
        return {}
    try:
        have = {
            str(row[0])
            for row in connection.execute(
                "DESCRIBE SELECT * FROM read_parquet(?)", [files[0]]
            ).fetchall()
        }
        names = [n for n in arrow_schema("articles").names if n in have - _OF_THE_RUN - {"id"}]
        counted = ", ".join(f"count(*) FILTER (a.{n} IS DISTINCT FROM b.{n})" for n in names)
        row = connection.execute(
            f"SELECT {counted} FROM read_parquet(?) a JOIN read_parquet(?) b USING (id)", files
        ).fetchall()[0]
    except duckdb.Error:
        return {}  # the old files are damaged: that is why they are built again
    return {n: int(c) for n, c in zip(names, row, strict=True) if c}


def _borrow_archive(folder: Path, target: Path) -> None:
    for segment in segments(DatasetPaths(folder).archive):
        borrow(segment, DatasetPaths(target).archive / segment.name)


def _take_over(folder: Path, target: Path, built: Dataset) -> Dataset:
    """Move the new files in under their own names and commit them as one version."""
    dataset = Dataset(folder, any_version=True)
    staging(folder).mkdir(parents=True, exist_ok=True)
    for parts in built.manifest.tables.values():
        for part in parts:
            (target / part.path).replace(staged(folder, part))
    manifest = replace(built.manifest, version=dataset.manifest.version, name=folder.name)
    dataset.adopt(manifest)
    shutil.rmtree(target, ignore_errors=True)
    return dataset
