"""Is a dataset what its manifest says? Schema, checksums, counts, ids, boundaries."""

from __future__ import annotations

from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.store import manifest as manifests
from pipelines.store.manifest import Manifest, Part, sha256
from pipelines.store.parquet import read_table
from pipelines.store.schema import TABLES, arrow_schema
from pipelines.version import DATASET_SCHEMA_VERSION


def problems(folder: Path) -> list[str]:
    """Return what is wrong with a dataset, one line each; an empty list: nothing."""
    manifest = manifests.load(folder)
    found = manifest.problems()
    for table in TABLES:
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


def _rows(folder: Path, manifest: Manifest) -> list[str]:
    found = []
    for table in ("articles",):
        data = read_table(folder, table, manifest.parts(table))
        ids = data["id"]
        if len(ids) != len(pc.unique(ids)):
            found.append(f"{table}: {len(ids) - len(pc.unique(ids))} ids stand twice")
        known = set(ids.to_pylist())
        strangers = [c for c in data["cluster_id"].to_pylist() if c not in known]
        if strangers:
            found.append(f"{table}: {len(strangers)} cluster ids name no article")
        for identifier, text, end in zip(ids.to_pylist(), data["text"].to_pylist(), data["boundary_char"].to_pylist(), strict=True):
            if end is not None and end != len(text or ""):
                found.append(f"{table}: the boundary of {identifier} is at {end}, its text ends at {len(text or '')}")
    revisions = read_table(folder, "revisions", manifest.parts("revisions"))["revision_id"]
    if len(revisions) != len(pc.unique(revisions)):
        found.append("revisions: a version stands twice")
    return found
