"""A dataset on disk: apply batches of results, then finish a run.

Every commit is a whole, valid version: ids are unique, the newest version of an
article stands in `articles/`, every version of a changed one in `revisions/`,
every page that gave no row in `rejected/`. A crash between two commits loses
nothing: the manifest says up to which archive offset pages have been read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import xxhash

from pipelines.dedup.sketch import sketch_rows
from pipelines.errors import DatasetError
from pipelines.extract.result import Extraction
from pipelines.model import Article, Provenance, Reason, Rejected
from pipelines.page.inert import stored
from pipelines.papers import rows as papers
from pipelines.papers.evidence import Stored
from pipelines.store import manifest as manifests, second_look, settled
from pipelines.store.archive import Ref
from pipelines.store.commit import FOLDERS, commit, recover
from pipelines.store.manifest import Manifest, Part
from pipelines.store.parquet import read_columns, read_table, write_part
from pipelines.store.paths import BLOCKS, PAGES, SINGLE, SKETCHES, DatasetPaths
from pipelines.store.schema import table_of

Result = Extraction | Rejected
REPEATED = "the same article with the same text was kept already"
"""What is said of a page that repeats a version of an article."""
TWIN = "the same text stands at the same address with other parameters"
"""What is said of a page whose parameters (of a session, of a reader) tell no article."""
TWIN_CHARS = 200
"""Characters of text from which on two pages are not the same by accident."""


@dataclass(slots=True)
class _Batch:
    """Rows of one commit, by table."""

    articles: dict[str, Article] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    revisions: list[Article] = field(default_factory=list)
    singles: list[Article] = field(default_factory=list)
    """Versions as their pages alone gave them, of which others stand in `revisions`."""
    read_again: dict[str, Article] = field(default_factory=dict)
    """Rows that were read again, by the revision id of the ones that they stand for."""
    provenance: dict[str, list[Provenance]] = field(default_factory=dict)
    sketches: dict[str, tuple[str, np.ndarray]] = field(default_factory=dict)
    """Revision id → source and sketch, each version once."""
    replaced: set[str] = field(default_factory=set)
    """Ids whose older row in an earlier part must go."""
    counts: Counter[str] = field(default_factory=Counter)
    notes: dict[str, Any] = field(default_factory=dict)
    """Notes of the manifest, where they have changed."""


class Dataset:
    """The writer of one dataset folder. One at a time: the caller holds the lock.

    Raises DatasetError for a dataset of another schema version, unless it is to be
    replaced as a whole (`any_version`).
    """

    def __init__(self, folder: Path, *, any_version: bool = False) -> None:
        self.folder = folder
        self.mended = ""
        """What was wrong with the state of the dataset and is right again; for the user."""
        self.manifest = self._in_force(any_version=any_version)
        if self.manifest.version and not any_version:
            manifests.check_version(folder, self.manifest)
        self._known: dict[str, str] | None = None
        self._twins: dict[int, str] | None = None
        self._versions: set[str] = set()
        self._alone: dict[str, str] = {}
        recover(folder, self.manifest)

    def _in_force(self, *, any_version: bool) -> Manifest:
        """Return the manifest in force; the newest whole one where `CURRENT` is damaged.

        Where no version is whole, a dataset that is to be replaced counts as empty.
        """
        try:
            return manifests.load(self.folder)
        except manifests.NewerVersion:
            raise
        except DatasetError as error:
            found = manifests.newest_whole(self.folder)
            if found is not None:
                manifests.put_in_force(self.folder, found)
                self.mended = f"{str(error).partition('. `')[0]}: version {found.version}, the newest that is whole, is in force again"
                return found
            if not any_version:
                raise
            last = max(manifests.numbers(self.folder), default=0)
            return Manifest(version=last, name=self.folder.name)

    @property
    def paths(self) -> DatasetPaths:
        """Where everything lies in the folder."""
        return DatasetPaths(self.folder)

    @property
    def known(self) -> dict[str, str]:
        """Article id → content hash of its newest version, as its page alone gave it."""
        if self._known is None:
            self._known = {}
            for batch in read_columns(
                self.folder, self.manifest.parts("articles"), ["id", "content_hash"]
            ):
                self._known.update(
                    zip(batch["id"].to_pylist(), batch["content_hash"].to_pylist(), strict=True)
                )
            self._alone = second_look.hashes(self)
            self._known.update(self._alone)
            self._versions.update(second_look.versions(self))
        return self._known

    @property
    def twins(self) -> dict[int, str]:
        """Words at an address without its parameters → article id (`words_at`)."""
        if self._twins is None:
            self._twins = {}
            alone = second_look.hashes(self)
            for name in ("articles", SINGLE["articles"]):
                for part in self.manifest.parts(name):
                    for row in _with_parameters(self.folder / part.path):
                        identifier = row.pop("id")
                        mark = _words_at(**row)
                        if mark is not None and (name != "articles" or identifier not in alone):
                            self._twins.setdefault(mark, identifier)
        return self._twins

    def commit(
        self,
        results: Iterable[tuple[Ref, Result, np.ndarray | None]],
        seen: Sequence[Stored] = (),
    ) -> Manifest:
        """Add results, in archive order, as one new version of the dataset.

        A result is a record with the place of its page and the sketch of its text; `seen`
        is what the pages tell of their papers.
        """
        batch = _Batch()
        archived = dict(self.manifest.archived)
        for ref, result, sketch in results:
            archived[ref.file] = ref.offset + ref.length
            batch.counts["pages"] += 1
            if isinstance(result, Rejected):
                batch.rejected.append(result)
                batch.counts["rejected"] += 1
            else:
                self._take(batch, result, sketch)
        tables = self._write(batch)
        if seen:
            for name, rows in zip((PAGES, BLOCKS), papers.tables(seen), strict=True):
                number = self.manifest.version + 1
                tables[name].append(write_part(self.folder, name, rows, number))
        counts = Counter(self.manifest.counts) + batch.counts
        self._commit(
            replace(
                self.manifest,
                tables=tables,
                archived=archived,
                counts=second_look.counted(counts, sum(p.rows for p in tables[SINGLE["articles"]])),
                notes=batch.notes or self.manifest.notes,
                final=False,
            )
        )
        return self.manifest

    def _take(self, batch: _Batch, result: Extraction, sketch: np.ndarray | None) -> None:
        article = result.article
        twin = self.twins.setdefault(mark, article.id) if (mark := words_at(article)) else None
        if twin is not None and twin != article.id:
            batch.rejected.append(replace(_duplicate(article), detail=TWIN, article_id=twin))
            batch.counts["duplicates"] += 1
            return
        older = self.known.get(article.id)
        if older == article.content_hash or article.revision_id in self._versions:
            batch.rejected.append(_duplicate(article))
            batch.counts["duplicates"] += 1
            return
        if sketch is not None and len(sketch):
            batch.sketches[article.revision_id] = (article.source, sketch)
        batch.counts["rows" if older is None else "revisions"] += 1
        if older is not None and not self._supersede(batch, article):
            return
        batch.articles[article.id] = article
        batch.provenance[article.id] = result.provenance
        self.known[article.id] = article.content_hash

    def _supersede(self, batch: _Batch, article: Article) -> bool:
        """Both versions go to `revisions/`; the older row leaves `articles/`. One that was read
        again goes as it is, with the one that its page alone gave.

        False where the one that is there was captured later: archives hold captures in
        any order, and the newest is the article.
        """
        previous = batch.articles.get(article.id)
        if previous is None:
            stands = self.row(article.id)
            previous = stands
            if article.id in self._alone:
                previous = second_look.single_row(self, article.id)
            if previous is not None and stands is not None and previous is not stands:
                batch.read_again[previous.revision_id] = stands
        for version in (previous, article):
            if version is not None and version.revision_id not in self._versions:
                self._versions.add(version.revision_id)
                if version.revision_id in batch.read_again:
                    batch.singles.append(version)
                batch.revisions.append(batch.read_again.get(version.revision_id, version))
        if previous is not None and _is_later(previous, article):
            return False
        if article.id not in batch.articles:
            batch.replaced.add(article.id)
        return True

    def row(self, identifier: str) -> Article | None:
        """Return the newest version of an article; None when it is not in the dataset."""
        for part in self.manifest.parts("articles"):
            table = read_table(self.folder, "articles", [part])
            found = table.filter(pc.equal(table["id"], identifier))
            if found.num_rows:
                return Article(**found.to_pylist()[0])
        return None

    def _write(self, batch: _Batch) -> dict[str, list[Part]]:
        tables = {name: list(self.manifest.parts(name)) for name in FOLDERS}
        if batch.replaced:
            self._alone = {i: h for i, h in self._alone.items() if i not in batch.replaced}
            for table in ("articles", "provenance"):
                for name in (table, SINGLE[table]):
                    tables[name] = list(self._without(batch, name, table, tables[name]))
        rows: dict[str, list[Any]] = {
            "articles": list(batch.articles.values()),
            "rejected": batch.rejected,
            "revisions": batch.revisions,
            "provenance": [p for rows in batch.provenance.values() for p in rows],
        }
        number = self.manifest.version + 1
        for name, records in rows.items():
            if records:
                tables[name].append(write_part(self.folder, name, table_of(name, records), number))
        if batch.singles:
            name, old = SINGLE["revisions"], table_of("revisions", batch.singles)
            tables[name].append(write_part(self.folder, name, old, number))
        if batch.sketches:
            sources, sketches = zip(*batch.sketches.values(), strict=True)
            tables[SKETCHES].append(
                write_part(
                    self.folder,
                    SKETCHES,
                    sketch_rows(list(batch.sketches), [*map(stored, sources)], sketches),
                    number,
                )
            )
        return tables

    def _without(self, batch: _Batch, name: str, table: str, parts: list[Part]) -> Iterator[Part]:
        """Rewrite the parts that hold any of the ids that are replaced, without them; `table`
        has the same columns."""
        wanted = pa.array(sorted(batch.replaced))
        for number, part in enumerate(parts):
            ids = pq.read_table(self.folder / part.path, columns=["id"])["id"]
            if not pc.any(pc.is_in(ids, value_set=wanted)).as_py():
                yield part
                continue
            rows = read_table(self.folder, table, [part])
            rest = rows.filter(pc.invert(pc.is_in(rows["id"], value_set=wanted)))
            if rest.num_rows:
                less = write_part(self.folder, name, rest, number)
                batch.notes = settled.renamed(batch.notes or self.manifest.notes, name, part, less)
                yield less

    def replace_tables(self, tables: dict[str, list[Part]], **changes: Any) -> Manifest:
        """Commit a version in which some tables have other files."""
        merged = {**self.manifest.tables, **tables}
        self._commit(replace(self.manifest, tables=merged, **changes))
        return self.manifest

    def forget(self) -> None:
        """Read again what is known of the rows when it is asked for next."""
        self._known = self._twins = None
        self._versions = set()

    def adopt(self, manifest: Manifest) -> None:
        """Commit a manifest whose files were moved in by the caller."""
        self._commit(manifest)

    def _commit(self, manifest: Manifest) -> None:
        self.manifest = commit(self.folder, self.manifest, manifest)


def words_at(article: Article) -> int | None:
    """Return what pages share that differ in their parameters alone; None where that says
    nothing: without parameters, with an address of its own, or with hardly any text."""
    return _words_at(article.url, article.canonical_url, article.text, article.content_hash)


def _words_at(
    url: str, canonical_url: str | None, text: str | None, content_hash: str
) -> int | None:
    path, mark, _ = url.partition("?")
    if not mark or canonical_url or len(text or "") < TWIN_CHARS:
        return None
    return xxhash.xxh3_64_intdigest(f"{path}\n{content_hash}".encode("utf-8", "replace"))


def _with_parameters(path: Path) -> Iterator[dict[str, Any]]:
    """Yield what `words_at` asks of the articles whose address has parameters; texts are
    read only where there are some."""
    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            urls = file.read_row_group(group, columns=["url"])["url"]
            asked = pc.match_substring(urls, "?")
            if pc.any(asked).as_py():
                names = ["id", "url", "canonical_url", "text", "content_hash"]
                yield from file.read_row_group(group, columns=names).filter(asked).to_pylist()


def _is_later(one: Article, other: Article) -> bool:
    """Tell whether a version was captured after another; the same time is not after."""
    return bool(one.date_fetched and other.date_fetched and one.date_fetched > other.date_fetched)


def _duplicate(article: Article) -> Rejected:
    return Rejected(
        url=article.url, source=article.source, reason=Reason.DUPLICATE_URL.value, detail=REPEATED, article_id=article.id,
        date_fetched=article.date_fetched, http_status=article.http_status, archive_file=article.archive_file, archive_offset=article.archive_offset, extractor=article.extractor,
    )  # fmt: skip
