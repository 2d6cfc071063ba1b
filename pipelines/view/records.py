"""The records behind the inspection page: lists by doubt, one article with all about it."""

from __future__ import annotations

import difflib
import html
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipelines import recipe as recipes
from pipelines.errors import InputError
from pipelines.extract.extractor import Extractor
from pipelines.extract.rules import Rules
from pipelines.model import Article, Page, Provenance
from pipelines.papers.model import LABEL, Paper
from pipelines.papers.stored import papers_of
from pipelines.store import duck, manifest as manifests
from pipelines.store.archive import read
from pipelines.store.parquet import relation
from pipelines.store.paths import PAPERS, DatasetPaths
from pipelines.store.scan import scan

MOST = 5000
UNSURE = 0.7
"""Confidence below which `check` counts an article as unsure."""
Row = dict[str, Any]

# what makes a record worth a look: unsure access, an unsure text, empty fields, an unsure boundary
_DOUBT = """
CAST(1 - coalesce(access_confidence, 0) + 1 - coalesce(text_confidence, 0.5) + 0.5 * (title IS NULL)::INT + 0.3 * (date_published IS NULL)::INT + 0.2 * (len(authors) = 0)::INT
      + 0.1 * (teaser IS NULL)::INT + 0.3 * coalesce(boundary_basis IN ('truncated', 'class'), false)::INT + 0.3 * (length(coalesce(text, '')) < 500 AND boundary_char IS NULL)::INT AS DECIMAL(6, 2))::VARCHAR
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """One article with everything that an inspection shows."""

    article: Article
    provenance: list[Provenance]
    copies: list[Article] = field(default_factory=list)
    versions: list[Article] = field(default_factory=list)


class Records:
    """Reads the records of one dataset version."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.missing: Callable[[str], None] | None = None
        """Brings a segment of the archive that lies elsewhere."""
        self.manifest = manifests.load(folder)
        self._papers: dict[str, Paper] | None = None
        self._connection = duck.connect("`standfirst view`")
        self._connection.execute("SET TimeZone='UTC'")
        for table in ("articles", "rejected", "provenance", "revisions"):
            self._connection.execute(
                f"CREATE TEMP VIEW {table} AS SELECT * FROM {relation(folder, self.manifest, table)}"
            )

    def extractor(self) -> Extractor:
        """Return the extractor that the dataset's recipe asks for; the bare one where the
        folder has no recipe."""
        path = self.folder / "recipe.toml"
        return Extractor(Rules.of(recipes.load(path)) if path.exists() else Rules(reserved="keep"))

    def unsure(self) -> tuple[dict[str, int], int]:
        """Return how many access statuses and texts are less sure than `UNSURE`, and how many
        articles there are."""
        row = self._rows(
            f'SELECT count(*) FILTER (access_confidence < {UNSURE}) AS "access statuses", count(*) FILTER (text_confidence < {UNSURE}) AS texts, count(*) AS articles FROM articles'
        )[0]
        articles = row.pop("articles")
        return row, articles

    def extractor_of(self, article: Article, extractor: Extractor) -> Extractor:
        """Return `extractor`, with what was learned of the paper where the row was read so."""
        if LABEL not in article.extractor:
            return extractor
        if self._papers is None:
            parts = self.manifest.parts(PAPERS)
            self._papers = papers_of(pq.read_table(self.folder / p.path) for p in parts)
        return replace(extractor, paper=self._papers.get(article.source))

    def by_doubt(self) -> list[Row]:
        """Return the articles that are worth a look first, at most 5,000."""
        return self._rows(
            f"SELECT id, title, source, access, boundary_basis, access_confidence::DECIMAL(6, 2)::VARCHAR AS confidence, text_confidence::DECIMAL(6, 2)::VARCHAR AS text_confidence, strftime(date_published + to_minutes(coalesce(date_published_offset_min, 0)), '%Y-%m-%d') AS date_published, {_DOUBT} AS doubt FROM articles ORDER BY doubt DESC, id LIMIT {MOST}"
        )

    def set_aside(self) -> list[Row]:
        """Return the pages that gave no row, at most 5,000."""
        return self._rows(
            f"SELECT url, source, reason, detail, archive_file, archive_offset FROM rejected ORDER BY reason, source, url LIMIT {MOST}"
        )

    def article(self, identifier: str) -> Shown:
        """Return one article. Raises InputError when there is none of this id."""
        found = self._articles("SELECT * FROM articles WHERE id = ?", identifier)
        if not found:
            msg = f"{self.folder} has no article {identifier}. The index of `standfirst view` lists them."
            raise InputError(msg)
        article = found[0]
        copies = self._articles(
            "SELECT * FROM articles WHERE cluster_id = ? AND id <> ? AND cluster_role IS NOT NULL ORDER BY source, id LIMIT 20",
            article.cluster_id,
            identifier,
        )
        versions = self._articles(
            "SELECT * FROM revisions WHERE id = ? ORDER BY date_fetched", identifier
        )
        rows = self._rows("SELECT * FROM provenance WHERE id = ? ORDER BY field", identifier)
        return Shown(article, [Provenance(**r) for r in rows], copies, versions)

    def _articles(self, question: str, *given: str) -> list[Article]:
        return [Article(**row) for row in self._rows(question, *given)]

    def _rows(self, question: str, *given: str) -> list[Row]:
        result = self._connection.execute(question, list(given))
        names = [d[0] for d in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def page(self, file: str | None, offset: int | None) -> Page:
        """Return the stored page at a place of the archive. Raises InputError when it is not there."""
        archive = DatasetPaths(self.folder).archive
        if self.missing is not None and file and "/" not in file:
            self.missing(file)
        if not file or offset is None or "/" in file or not (archive / file).exists():
            msg = f"the page's bytes are not in the archive ({file}:{offset})."
            raise InputError(msg)
        for ref in scan(archive / file, offset):
            return read(archive, ref).page
        msg = f"the archive has no record at {file}:{offset}."
        raise InputError(msg)


def difference(old: str | None, new: str | None) -> str:
    """Return two texts as HTML, word by word: `<del>` only in the old, `<ins>` only in the new."""
    before, after = (old or "").split(" "), (new or "").split(" ")
    parts = []
    for kind, a, b, c, d in difflib.SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        gone, come = html.escape(" ".join(before[a:b])), html.escape(" ".join(after[c:d]))
        if kind == "equal":
            parts.append(come if len(come) < 400 else f"{come[:150]} … {come[-150:]}")
            continue
        parts += [f"<del>{gone}</del>"] if gone else []
        parts += [f"<ins>{come}</ins>"] if come else []
    return " ".join(parts)


_COMPARED = (
    "title",
    "teaser",
    "authors",
    "section",
    "date_published_raw",
    "date_modified_raw",
    "access",
    "boundary_char",
    "text",
)


def changes(old: Article, new: Article) -> list[tuple[str, str]]:
    """Return (field, difference as HTML) for every field that two versions differ in."""
    pairs = [(name, plain(getattr(old, name)), plain(getattr(new, name))) for name in _COMPARED]
    return [(name, difference(a, b)) for name, a, b in pairs if a != b]


def plain(value: Any) -> str:
    """Return a value of a record as one line of text; empty when there is none."""
    return (
        "; ".join(map(str, value))
        if isinstance(value, list)
        else ""
        if value is None
        else str(value)
    )
