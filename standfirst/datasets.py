"""A dataset on disk, opened for reading: as records, or as a table of the usual libraries."""

from __future__ import annotations

import importlib.util
import sys
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import InputError, MissingLibrary, counted
from pipelines.model import Article, Page, Provenance
from pipelines.store import manifest as manifests
from pipelines.store.place import Url, located
from pipelines.store.schema import TABLES

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from pipelines.store.manifest import Manifest
    from pipelines.store.remote.mirror import Mirror
    from pipelines.view.records import Records

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Record:
    """One article of a dataset, with the page that it was read from."""

    article: Article
    _records: Records = field(repr=False, compare=False)

    @property
    def page(self) -> Page:
        """The page as it was fetched, from the archive. Raises InputError when it is not
        there."""
        return self._records.page(self.article.archive_file, self.article.archive_offset)

    @property
    def provenance(self) -> list[Provenance]:
        """Where each field comes from, and what the other sources said."""
        return self._records.article(self.article.id).provenance

    @property
    def versions(self) -> list[Article]:
        """Every version of an article that changed, oldest first; empty for one that did not."""
        return self._records.article(self.article.id).versions


class Dataset:
    """One version of a dataset: what was current when it was opened.

    Iterating gives a `Record` for each article, in the order of the files (by source,
    then date). A table (`articles`, `rejected`, `revisions`, `provenance`) comes as
    Arrow, pandas, Polars or a DuckDB relation.
    """

    def __init__(self, folder: Path, manifest: Manifest, mirror: Mirror | None = None) -> None:
        self.folder = folder
        """The dataset's folder; of one in an object store, a folder of this machine that has
        what was asked for so far."""
        self._manifest = manifest
        self._mirror = mirror

    def _have(self, *tables: str) -> None:
        """Fetch tables of a dataset that is in an object store."""
        if self._mirror is not None:
            self._mirror.fetch_parts(self._manifest, tables)

    @property
    def version(self) -> int:
        """Number of the version."""
        return self._manifest.version

    @property
    def counts(self) -> dict[str, int]:
        """`pages`, `rows`, `revisions`, `duplicates`, `rejected`, so far as there are any."""
        return dict(self._manifest.counts)

    @cached_property
    def _records(self) -> Records:
        from pipelines.view.records import Records

        self._have(*TABLES)
        records = Records(self.folder)
        if self._mirror is not None:
            records.missing = self._mirror.segment
        return records

    def __len__(self) -> int:
        return self._manifest.rows("articles")

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[Record]:
        from pipelines.store.parquet import read_columns
        from pipelines.store.schema import arrow_schema

        self._have("articles")
        columns = arrow_schema("articles").names
        for batch in read_columns(self.folder, self._manifest.parts("articles"), columns):
            for row in batch.to_pylist():
                yield Record(Article(**row), self._records)

    def __getitem__(self, identifier: str) -> Record:
        """Return the article with an id. Raises KeyError when there is none."""
        try:
            return Record(self._records.article(identifier).article, self._records)
        except InputError as error:
            raise KeyError(identifier) from error

    def arrow(self, table: str = "articles") -> pa.Table:
        """Return a table as Arrow, with the documented schema."""
        from pipelines.store.parquet import read_table

        self._have(_known(table))
        return read_table(self.folder, _known(table), self._manifest.parts(table))

    def pandas(self, table: str = "articles") -> pd.DataFrame:
        """Return a table as a pandas DataFrame. Raises MissingLibrary without pandas."""
        _needs("pandas")
        found: pd.DataFrame = self.arrow(table).to_pandas()
        return found

    def polars(self, table: str = "articles") -> pl.DataFrame:
        """Return a table as a Polars DataFrame. Raises MissingLibrary without Polars."""
        _needs("polars")
        import polars as pl

        found = pl.from_arrow(self.arrow(table))
        assert isinstance(found, pl.DataFrame)
        return found

    def duckdb(self, table: str = "articles") -> duckdb.DuckDBPyRelation:
        """Return a table as a DuckDB relation: its rows are read when it is used.

        Raises MissingLibrary without DuckDB.
        """
        from pipelines.store import duck
        from pipelines.store.parquet import relation

        self._have(_known(table))
        connection = duck.library("`Dataset.duckdb`").connect()
        connection.execute("SET TimeZone='UTC'")
        return connection.sql(
            f"SELECT * FROM {relation(self.folder, self._manifest, _known(table))}"
        )

    def check(self) -> list[str]:
        """Return what is wrong with the files, one line each; an empty list: nothing."""
        from pipelines.store.check import problems

        self._have(*self._manifest.tables)
        return problems(self.folder)

    def __repr__(self) -> str:
        return f"<standfirst.Dataset {self.folder} version {self.version}: {counted(len(self), 'article')}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th style='text-align:left'>{escape(name)}</th><td>{number}</td></tr>"
            for name, number in self.counts.items()
        )
        return (
            f"<p><b>{escape(str(self.folder))}</b>, version {self.version}</p><table>{rows}</table>"
        )


def _needs(library: str) -> None:
    if importlib.util.find_spec(library) is None:
        install = f"{sys.executable} -m pip install {library}"
        msg = f"`Dataset.{library}` needs {library}, which is not installed. Type: {install}"
        raise MissingLibrary(msg)


def _known(table: str) -> str:
    if table not in TABLES:
        raise InputError(f"there is no table {table!r}. Tables: {', '.join(TABLES)}.")
    return table


def open_dataset(dataset: str | Path) -> Dataset:
    """Open a dataset folder for reading, or a dataset in an object store by its URL.

    Raises InputError where there is no dataset, DatasetError for one that is damaged or
    of another schema version.
    """
    from crawler.cli import exists

    place = located(dataset)
    if isinstance(place, Url):
        return _in_store(place)
    exists(place)
    manifest = manifests.load(place)
    manifests.check_version(place, manifest)
    return Dataset(place, manifest)


def _in_store(url: Url) -> Dataset:
    """Open a dataset in an object store; its tables are fetched when they are asked for."""
    from pipelines.store.remote.mirror import Mirror

    mirror = Mirror.of(url)
    try:
        manifest = mirror.need([])
        manifests.check_version(mirror.folder, manifest)
    except Exception:
        mirror.remove()
        raise
    dataset = Dataset(mirror.folder, manifest, mirror)
    weakref.finalize(dataset, mirror.remove)
    return dataset
