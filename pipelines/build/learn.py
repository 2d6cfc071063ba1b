"""The end of a run: what its papers are like, and the pages that are read again with that.

A paper's model is a function of its archived pages and of when each was fetched, whatever
their order (`papers.milestones`); so are the rows. A paper is learned when that tells of other
captures than the last time, and all its pages that differ are read again; of the others what
has come in since is read with the model that they have. A run that is killed here leaves the
rows of the single pages, and the next one learns again.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.build.pool import WINDOW, PagePool, PageTask
from pipelines.build.worker import Done, process_again
from pipelines.extract.result import Extraction
from pipelines.extract.rules import Rules
from pipelines.papers import corrections, learning, milestones, rows, stored
from pipelines.papers.corrections import Said
from pipelines.papers.known import Example
from pipelines.papers.learning import Engine, Look, OnDuckDB
from pipelines.papers.milestones import Basis
from pipelines.papers.model import Key, Paper
from pipelines.papers.redesign import Redesign
from pipelines.papers.summary import NOTE, summary, walls
from pipelines.recipe import Recipe
from pipelines.store import duck, faults, second_look
from pipelines.store.archive import Ref
from pipelines.store.dataset import Dataset
from pipelines.store.finish import connected
from pipelines.store.manifest import Part
from pipelines.store.parquet import reading
from pipelines.store.paths import BLOCKS, PAGES, PAPERS
from pipelines.store.second_look import MADE, Again
from pipelines.version import EXTRACTOR

ReadAgain = Callable[[Path, Recipe, Mapping[str, Paper], Sequence[Look]], Iterator[Done]]
"""Reads pages of an archive again: (archive, recipe, papers, pages) → results, in order."""


def in_workers(
    archive: Path, recipe: Recipe, papers: Mapping[str, Paper], looks: Sequence[Look]
) -> Iterator[Done]:
    """Read the pages in processes of their own."""
    pool, waiting = PagePool(recipe.crawl.workers), tasks(archive, recipe, papers, looks)
    try:
        for _ in looks:
            for task in islice(waiting, WINDOW - len(pool)):
                pool.feed(task)
            taken = pool.take(block=True)
            assert taken is not None
            yield taken[1]
    finally:
        pool.close()


def tasks(
    archive: Path, recipe: Recipe, papers: Mapping[str, Paper], looks: Sequence[Look]
) -> Iterator[PageTask]:
    """Yield what workers are given for each page."""
    rules = Rules.of(recipe)
    for look in looks:
        ref = Ref(look.file, look.offset, look.length)
        yield PageTask(ref, process_again, (archive, ref, rules, papers[look.source]))


Engines = Callable[[Dataset, Sequence[Part]], AbstractContextManager[Engine]]
"""Opens an engine that has some files of a dataset's table `blocks`."""
Words = dict[str, dict[Key, Example]]


def learn(
    dataset: Dataset,
    recipe: Recipe,
    read: ReadAgain = in_workers,
    folder: Path | None = None,
    engine: Engines | None = None,
) -> None:
    """Learn the papers of a dataset, and read again the pages of which they say more.

    Does nothing where nothing has changed. Where the recipe wants no learning, rows that
    were read with a model are given back. Corrections are read from `folder`, the dataset's
    where none is given. DuckDB counts, unless another `engine` is given.
    """
    if not recipe.extract.learn or not (engine or duck.there()):
        second_look.take_back(dataset)
        return
    said = {
        source.label: corrections.read(folder or dataset.folder, source.label)
        for source in recipe.source
    }
    key, before = _key(dataset, said), dataset.manifest.notes.get(NOTE, {})
    if before.get("key") == key:
        return
    if not dataset.manifest.parts(PAGES):
        second_look.take_back(dataset)
        return
    due = _due(dataset, said, before)
    if due.missing:
        second_look.take_back(dataset)
        note = {"key": key, "missing": due.missing, "papers": {}}
        second_look.put(dataset, {}, note, stored.table_of({}))
        return
    second_look.take_back(dataset, due.changed if MADE in before else None)
    kept, words = _kept(dataset, due)
    learned, redesigns, looks = _learned(dataset, due, kept, said, engine or on_duckdb)
    papers = {**kept, **learned}
    again = _read_again(dataset, recipe, papers, looks, read, words)
    told = {n: p for n, p in before.get("papers", {}).items() if n not in due.changed}
    for name in kept.keys() & told.keys():
        told[name] = {**told[name], "walls": walls(kept[name], words.get(name, {}))}
    for name, paper in learned.items():
        told[name] = summary(paper, words.get(name, {}), redesigns.get(name, ()))
    note = {
        "key": key,
        MADE: due.marks,
        "parts": {name: len(dataset.manifest.parts(name)) for name in (PAGES, BLOCKS)},
        "looked": len(looks),
        "papers": dict(sorted(told.items())),
    }
    second_look.put(dataset, again, note, stored.table_of(papers, words))


def _key(dataset: Dataset, said: Mapping[str, list[Said]]) -> str:
    """What rows and models depend on."""
    parts = [p.sha256 for name in (PAGES, BLOCKS) for p in dataset.manifest.parts(name)]
    return hashlib.sha256(
        repr((EXTRACTOR, sorted(parts), sorted(said.items()))).encode()
    ).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Due:
    """What has changed since papers were learned the last time."""

    missing: int
    """Articles that were read before anything was kept of their pages."""
    marks: dict[str, str]
    """Paper → what tells all that its model is made from."""
    changed: frozenset[str]
    """Papers whose model is made from something else now, or from nothing."""
    basis: pa.Table
    """The captures that the models of these are made from."""
    asked: pa.Table
    """The captures that a model may say more of: all of these papers, and all that is new."""
    blocks: list[Part]
    """The files of `blocks` that have to be asked."""


def _due(dataset: Dataset, said: Mapping[str, list[Said]], before: Mapping[str, Any]) -> _Due:
    files = dataset.manifest.parts(PAGES)
    found = [_pages(dataset.folder / part.path) for part in files]
    pages, taken = pa.concat_tables(found), before.get("parts", {})
    bases = milestones.bases(pages)
    marks = {name: _mark(basis, said.get(name, [])) for name, basis in bases.items()}
    made = before.get(MADE, {})
    changed = {n for n in marks.keys() | made.keys() if marks.get(n) != made.get(n)}
    rows_of = [bases[name].rows for name in sorted(changed & bases.keys())]
    basis = pages.take(np.concatenate(rows_of)) if rows_of else pages.slice(0, 0)
    new = np.arange(pages.num_rows) >= sum(t.num_rows for t in found[: taken.get(PAGES, 0)])
    due = np.array(_among(pages, changed))
    blocks = dataset.manifest.parts(BLOCKS)
    return _Due(
        max(0, dataset.manifest.rows("articles") - pc.count_distinct(pages["page"]).as_py()),
        dict(sorted(marks.items())),
        frozenset(changed),
        basis,
        pages.filter(pa.array(new | due)),
        blocks if rows_of else blocks[taken.get(BLOCKS, 0) :],
    )


def _pages(path: Path) -> pa.Table:
    if not rows.are_told(path, rows.PAGES):
        return rows.PAGES.empty_table()
    return pq.read_table(path, schema=rows.PAGES)


def _mark(basis: Basis, said: list[Said]) -> str:
    return hashlib.sha256(repr((EXTRACTOR, basis.mark, said)).encode()).hexdigest()[:16]


def _kept(dataset: Dataset, due: _Due) -> tuple[dict[str, Paper], Words]:
    """Return the models that stay, and the words of their boxes."""
    parts = dataset.manifest.parts(PAPERS)
    told = [pq.read_table(dataset.folder / p.path, schema=stored.SCHEMA) for p in parts]
    stays = due.marks.keys() - due.changed
    papers = {name: paper for name, paper in stored.papers_of(told).items() if name in stays}
    return papers, {name: w for name, w in stored.words_of(told).items() if name in stays}


@contextlib.contextmanager
def on_duckdb(dataset: Dataset, blocks: Sequence[Part]) -> Iterator[Engine]:
    """Yield DuckDB over what stands on the pages of a dataset."""
    with connected(dataset.folder) as connection:
        found = reading(dataset.folder, list(blocks))
        connection.execute(f"CREATE TEMP VIEW blocks AS SELECT * FROM {found}")
        yield OnDuckDB(connection)


def _learned(
    dataset: Dataset,
    due: _Due,
    kept: Mapping[str, Paper],
    said: Mapping[str, list[Said]],
    engine: Engines,
) -> tuple[dict[str, Paper], dict[str, list[Redesign]], list[Look]]:
    """Return the papers that are learned anew, their redesigns, and the pages that are to be
    read again."""
    learned: dict[str, Paper] = {}
    redesigns: dict[str, list[Redesign]] = {}
    if not due.basis.num_rows and not _of(due.asked, kept).num_rows:
        return learned, redesigns, []
    with engine(dataset, due.blocks) as counting:
        if due.basis.num_rows:
            counting.put("pages", due.basis)
            learned = {
                name: corrections.apply(paper, said.get(name, []))
                for name, paper in learning.learn(counting).items()
            }
            redesigns = learning.redesigns(counting)
        # a model without boxes says nothing
        told = {name: paper for name, paper in {**kept, **learned}.items() if paper.boxes}
        return learned, redesigns, learning.looks(counting, told, _of(due.asked, told))


def _of(pages: pa.Table, sources: Collection[str]) -> pa.Table:
    return pages.filter(_among(pages, sources))


def _among(pages: pa.Table, sources: Collection[str]) -> pa.ChunkedArray:
    return pc.is_in(pages["source"], value_set=pa.array(sorted(sources), pa.string()))


def _read_again(
    dataset: Dataset,
    recipe: Recipe,
    papers: Mapping[str, Paper],
    looks: Sequence[Look],
    read: ReadAgain,
    words: Words,
) -> dict[tuple[str, int], Again]:
    """Return what pages give with the models of their papers; what they say of boxes is added
    to `words`: of several wordings the first in the alphabet, whichever page came first."""
    again: dict[tuple[str, int], Again] = {}
    results = read(dataset.paths.archive, recipe, papers, looks)
    for look, done in zip(looks, results, strict=True):
        faults.point("page read again")
        own = words.setdefault(look.source, {})
        for each in done.said:
            own[each.key] = min(each, own.get(each.key, each), key=lambda e: (e.words, e.path))
        if isinstance(done.result, Extraction):  # else the row of the single page stays
            again[look.file, look.offset] = Again(done.result, done.sketch)
    return again
