"""Pages of an archive that can no longer be read: found, named, counted, never passed over."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.build.worker import unreadable
from pipelines.model import Reason, Rejected
from pipelines.store import manifest as manifests
from pipelines.store.archive import Ref
from pipelines.store.dataset import Dataset
from pipelines.store.manifest import Manifest, Part
from pipelines.store.parquet import read_columns, write_part
from pipelines.store.paths import DatasetPaths
from pipelines.store.scan import absent, damage, damage_of, split
from pipelines.store.schema import table_of

_KEPT = ("README.md", "recipe.toml", "report.html", "croissant.json")


@dataclass(frozen=True, slots=True)
class Lost:
    """One page that was archived and cannot be read any more."""

    ref: Ref
    url: str = ""
    """Its address, where an earlier version of the dataset knows it."""
    source: str = ""
    known: bool = False
    """Whether the dataset counts it among its damaged pages already."""

    def __str__(self) -> str:
        """Return the place, the address where it is known, and what is wrong."""
        address = f" ({self.url})" if self.url else ""
        return f"{self.ref.file}:{self.ref.offset}{address}: {self.ref.damage}"

    def row(self) -> Rejected:
        """Return the page as a row of `rejected/`."""
        return unreadable(
            self.ref, Reason.DAMAGED, self.ref.damage, url=self.url, source=self.source
        )


def find(
    folder: Path,
    manifest: Manifest,
    committed: Mapping[str, int],
    *,
    damaged: Iterable[Ref] | None = None,
) -> list[Lost]:
    """Return the pages of a dataset's archive that cannot be read, in archive order.

    `committed` is how far the crawl says that each segment was written. Reads the
    whole archive, unless others have: `damaged` are the stretches that they could not read.
    """
    known = _known(manifest, committed)
    archive = DatasetPaths(folder).archive
    if damaged is None:
        stretches = list(damage(archive, known))
    else:
        counted = [ref for ref in damaged if ref.offset < known.get(ref.file, 0)]
        stretches = sorted({*counted, *absent(archive, known)})
    return _named(folder, manifest, stretches)


def _known(manifest: Manifest, committed: Mapping[str, int]) -> dict[str, int]:
    known = dict(manifest.archived)
    for name, end in committed.items():
        known[name] = max(end, known.get(name, 0))
    return known


def _named(folder: Path, manifest: Manifest, stretches: list[Ref]) -> list[Lost]:
    if not stretches:
        return []
    places = _places(folder, manifest, {s.file for s in stretches})
    found = []
    for stretch in stretches:
        rows = places.get(stretch.file, {})
        for ref in split(stretch, rows):
            url, source, seen = rows.get(ref.offset, ("", "", False))
            found.append(Lost(ref, url, source, known=seen))
    return found


def accepted(folder: Path, manifest: Manifest, committed: Mapping[str, int]) -> frozenset[str]:
    """Return the segments that are gone or shorter, and of which the dataset counts all that
    is lost: whoever built it with `--accept-loss` goes on without."""
    archive, known = DatasetPaths(folder).archive, _known(manifest, committed)
    short = {ref.file: known[ref.file] for ref in absent(archive, known)}
    stretches = [ref for name in short for ref in damage_of(archive / name, short[name])]
    fresh = {page.ref.file for page in _named(folder, manifest, stretches) if not page.known}
    return frozenset(short.keys() - fresh)


def _places(
    folder: Path, manifest: Manifest, files: set[str]
) -> dict[str, dict[int, tuple[str, str, bool]]]:
    """Return (address, source, counted as damaged) by file and offset, from the tables."""
    found: dict[str, dict[int, tuple[str, str, bool]]] = {}
    for table in ("articles", "revisions", "rejected"):
        columns = ["url", "source", "archive_file", "archive_offset"]
        columns += ["reason"] if table == "rejected" else []
        for batch in _readable(folder, manifest.parts(table), columns):
            hits = batch.filter(pc.is_in(batch["archive_file"], value_set=_strings(files)))
            for row in hits.to_pylist():
                seen = row.get("reason") == Reason.DAMAGED
                place = found.setdefault(row["archive_file"], {})
                place[row["archive_offset"]] = (row["url"], row["source"], seen)
    return found


def _readable(folder: Path, parts: list[Part], columns: list[str]) -> Iterator[pa.RecordBatch]:
    """Yield the columns of the parts that can be read: some may be damaged as well."""
    for part in parts:
        with contextlib.suppress(OSError, pa.ArrowException):
            yield from read_columns(folder, [part], columns)


def _strings(values: set[str]) -> pa.Array:
    return pa.array(sorted(values), pa.string())


def count_in(dataset: Dataset, lost: list[Lost]) -> None:
    """Commit the lost pages as rows of `rejected/`, so that the sum stays right."""
    if not lost:
        return
    number = dataset.manifest.version + 1
    rows = table_of("rejected", [page.row() for page in lost])
    part = write_part(dataset.folder, "rejected", rows, number)
    counts = dict(dataset.manifest.counts)
    for name in ("pages", "rejected"):
        counts[name] = counts.get(name, 0) + len(lost)
    archived = dict(dataset.manifest.archived)
    for page in lost:
        end = page.ref.offset + page.ref.length
        archived[page.ref.file] = max(end, archived.get(page.ref.file, 0))
    tables = {"rejected": [*dataset.manifest.parts("rejected"), part]}
    dataset.replace_tables(tables, counts=counts, archived=archived)


def keep_version(folder: Path, manifest: Manifest) -> Path:
    """Put the files of a version into a folder beside the dataset; return that folder.

    Links where the file system can, so it costs no space. The archive stays where it is.
    """
    number = 0
    while (place := folder.with_name(f"{folder.name}-before-{manifest.version}.{number}")).exists():
        number += 1
    for part in (p for parts in manifest.tables.values() for p in parts):
        _link(folder / part.path, place / part.path)
    for name in _KEPT:
        _link(folder / name, place / name)
    DatasetPaths(place).meta.mkdir(parents=True, exist_ok=True)
    manifests.point_at(place, manifests.write(place, manifest))
    return place


def _link(source: Path, place: Path) -> None:
    if not source.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, place)
    except OSError:
        shutil.copyfile(source, place)
