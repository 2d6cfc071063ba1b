"""The end of a run: what its papers are like, and the pages that are read again with that.

The model is a function of the archived pages, whatever their order; so are the rows. A run
that is killed here leaves the rows of the single pages, and the next one learns again.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.build.pool import WINDOW, PagePool, PageTask
from pipelines.build.worker import Done, process_again
from pipelines.extract.result import Extraction
from pipelines.extract.rules import Rules
from pipelines.papers import corrections, learning, stored
from pipelines.papers.corrections import Said
from pipelines.papers.known import Example
from pipelines.papers.learning import DATED, Engine, Look, OnDuckDB
from pipelines.papers.model import Key, Paper
from pipelines.papers.redesign import Redesign
from pipelines.papers.summary import NOTE, summary
from pipelines.recipe import Recipe
from pipelines.store import duck, faults, second_look
from pipelines.store.archive import Ref
from pipelines.store.dataset import Dataset
from pipelines.store.finish import connected
from pipelines.store.parquet import read_table, reading
from pipelines.store.paths import BLOCKS, PAGES
from pipelines.store.second_look import Again
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


Engines = Callable[[Dataset], AbstractContextManager[Engine]]
"""Opens an engine that has the dataset's tables `pages` and `blocks`."""


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
    key = _key(dataset, said)
    if dataset.manifest.notes.get(NOTE, {}).get("key") == key:
        return
    second_look.take_back(dataset)
    if not dataset.manifest.parts(PAGES):
        return
    papers, looks, redesigns, missing = _learned(dataset, said, engine or on_duckdb)
    if missing:
        note = {"key": key, "missing": missing, "papers": {}}
        second_look.put(dataset, {}, note, stored.table_of({}))
        return
    again: dict[tuple[str, int], Again] = {}
    words: dict[str, dict[Key, Example]] = {}
    results = read(dataset.paths.archive, recipe, papers, looks)
    for look, done in zip(looks, results, strict=True):
        faults.point("page read again")
        own = words.setdefault(look.source, {})
        for each in done.said:
            own.setdefault(each.key, each)
        if isinstance(done.result, Extraction):  # else the row of the single page stays
            again[look.file, look.offset] = Again(done.result, done.sketch)
    note = {
        "key": key,
        "looked": len(looks),
        "papers": {
            name: summary(p, words.get(name, {}), redesigns.get(name, ()))
            for name, p in papers.items()
        },
    }
    second_look.put(dataset, again, note, stored.table_of(papers, words))


def _key(dataset: Dataset, said: Mapping[str, list[Said]]) -> str:
    """What the model depends on."""
    parts = [p.sha256 for name in (PAGES, BLOCKS) for p in dataset.manifest.parts(name)]
    return hashlib.sha256(
        repr((EXTRACTOR, sorted(parts), sorted(said.items()))).encode()
    ).hexdigest()[:16]


@contextlib.contextmanager
def on_duckdb(dataset: Dataset) -> Iterator[Engine]:
    """Yield DuckDB over what the pages of a dataset tell."""
    with connected(dataset.folder) as connection:
        for name, table in (("pages", PAGES), ("blocks", BLOCKS)):
            rows = reading(dataset.folder, dataset.manifest.parts(table))
            connection.execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM {rows}")
        yield OnDuckDB(connection)


def _learned(
    dataset: Dataset, said: Mapping[str, list[Said]], engine: Engines
) -> tuple[dict[str, Paper], list[Look], dict[str, list[Redesign]], int]:
    """Return the papers, the pages to be read again, the papers' redesigns, and the number of
    articles that were read before anything was learned."""
    with engine(dataset) as asked:
        known = asked.rows("SELECT count(DISTINCT page) AS pages FROM pages")[0]["pages"]
        missing = max(0, dataset.manifest.rows("articles") - int(known))
        papers = {
            name: corrections.apply(paper, said.get(name, []))
            for name, paper in learning.learn(asked).items()
        }
        redesigns = learning.redesigns(asked, _dated(dataset))
        return papers, learning.looks(asked, papers), redesigns, missing


def _dated(dataset: Dataset) -> pa.Table:
    """Return the day on which each article was published, or else fetched."""
    pages: list[int] = []
    days: list[pa.ChunkedArray] = []
    for part in dataset.manifest.parts("articles"):
        rows = read_table(dataset.folder, "articles", [part])
        pages += [int(i, 16) - 2**63 for i in rows["id"].to_pylist()]
        day = pc.coalesce(rows["date_published"], rows["date_fetched"])
        days.append(day.cast(pa.date32()).cast(pa.int32()))
    chunks = [chunk for each in days for chunk in each.chunks]
    return pa.table([pa.array(pages, pa.int64()), pa.chunked_array(chunks, pa.int32())], DATED)
