"""Is a dataset what its manifest says? Schema, checksums, counts, ids, boundaries."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow.parquet as pq

from pipelines.model import Reason
from pipelines.store import duck, manifest as manifests
from pipelines.store.manifest import Manifest, Part, sha256
from pipelines.store.parquet import relation
from pipelines.store.schema import TABLES, arrow_schema
from pipelines.version import DATASET_SCHEMA_VERSION


def problems(folder: Path) -> list[str]:
    """Return what is wrong with the tables of a dataset, one line each; an empty list: nothing.

    The archive is another matter: `pipelines.build.loss.find` reads it.
    """
    manifest = manifests.load(folder)
    if manifest.schema_version != DATASET_SCHEMA_VERSION:
        return [
            f"{folder} has schema version {manifest.schema_version}, not {DATASET_SCHEMA_VERSION}"
        ]
    found = manifest.problems()
    for table in manifest.tables:
        for part in manifest.parts(table):
            found += _part(folder, table, part)
    found += _strays(folder, manifest)
    return found or _rows(folder, manifest)


def _part(folder: Path, table: str, part: Part) -> list[str]:
    path = folder / part.path
    if not path.exists():
        return [f"{path} is missing"]
    if path.stat().st_size != part.bytes or sha256(path) != part.sha256:
        return [f"{path} is damaged: its checksum is not the one in the manifest"]
    if table not in TABLES:
        return []
    schema = pq.read_schema(path)
    if not schema.equals(arrow_schema(table)):
        return [f"{path} has another schema than version {DATASET_SCHEMA_VERSION}"]
    return []


def _strays(folder: Path, manifest: Manifest) -> list[str]:
    named = {p.path for parts in manifest.tables.values() for p in parts}
    return [
        f"{path} is not in the manifest: the next run removes it"
        for table in TABLES
        for path in sorted((folder / table).glob("*"))
        if path.relative_to(folder).as_posix() not in named
    ]


_QUESTIONS = (
    ("articles", "SELECT count(*) - count(DISTINCT id) FROM {articles}", "{n} ids stand twice"),
    (
        "articles",
        "SELECT count(*) FROM {articles} a ANTI JOIN {articles} b ON b.id = a.cluster_id",
        "{n} cluster ids name no article",
    ),
    (
        "articles",
        "SELECT count(*) FROM {articles} WHERE boundary_char <> length(coalesce(text, ''))",
        "{n} times the boundary is not where the text ends",
    ),
    (
        "articles",
        "SELECT count(*) FROM {articles} WHERE access NOT IN ('free', 'metered', 'registration', 'subscription', 'unknown')",
        "{n} rows have an unknown access",
    ),
    (
        "articles",
        "SELECT count(*) FROM (SELECT cluster_id FROM {articles} WHERE cluster_role IS NOT NULL GROUP BY 1 HAVING count(*) FILTER (cluster_role = 'canonical') <> 1)",
        "{n} clusters do not have one canonical text",
    ),
    (
        "revisions",
        "SELECT count(*) - count(DISTINCT revision_id) FROM {revisions}",
        "{n} versions stand twice",
    ),
    (
        "revisions",
        "SELECT count(*) FROM {revisions} r ANTI JOIN {articles} a USING (id)",
        "{n} versions belong to no article",
    ),
    (
        "provenance",
        "SELECT count(*) FROM {provenance} p ANTI JOIN {articles} a USING (id)",
        "{n} rows belong to no article",
    ),
    (
        "rejected",
        "SELECT count(*) FROM {rejected} WHERE reason NOT IN ({reasons})",
        "{n} rows have an unknown reason",
    ),
)


def _rows(folder: Path, manifest: Manifest) -> list[str]:
    """Ask the questions that every dataset must answer with zero."""
    connection = duck.connect("`standfirst check` of a dataset")
    tables = {name: relation(folder, manifest, name) for name in TABLES}
    tables["reasons"] = ", ".join(f"'{r.value}'" for r in Reason)
    found = []
    for table, question, complaint in _QUESTIONS:
        if "{articles}" in question and not manifest.parts("articles") and table == "articles":
            continue
        number = int(connection.sql(question.format(**tables)).fetchall()[0][0])
        if number:
            found.append(f"{table}: " + complaint.format(n=number))
    return found + _card(folder, manifest)


def _card(folder: Path, manifest: Manifest) -> list[str]:
    """The numbers on the card are those of the manifest."""
    path = folder / "README.md"
    if not manifest.final or not path.exists():
        return []
    shown = re.search(r"^\| articles \| (\d+) \|$", path.read_text(encoding="utf-8"), re.MULTILINE)
    if shown and int(shown[1]) != manifest.rows("articles"):
        return [
            f"{path} says {shown[1]} articles, the dataset has {manifest.rows('articles')}: `standfirst report {folder}` writes it again"
        ]
    return []
