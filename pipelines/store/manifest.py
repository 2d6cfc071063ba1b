"""The manifest: which files make the dataset, and the numbers that must add up.

`_meta/CURRENT` names the manifest of the current version. Replacing that one
small file is the commit; before it nothing of a new version counts, after it
everything does.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from pipelines.errors import DatasetError
from pipelines.store.paths import DatasetPaths
from pipelines.version import DATASET_SCHEMA_VERSION, EXTRACTOR

KEPT_VERSIONS = 3
ENDS = ("fetched", "blocked", "pending", "failed", "left_out")
"""Where an address that was discovered can stand; together they are all of them."""
_NAME = re.compile(r"manifest-(\d{6,})\.json")


@dataclass(frozen=True, slots=True)
class Part:
    """One data file: path below the dataset, rows, bytes and SHA-256."""

    path: str
    rows: int
    bytes: int
    sha256: str


GAVE = ("rows", "revisions", "duplicates", "rejected", "said_again")
"""What a page can give; `said_again`: it was set aside before, for the same reason."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """One version of a dataset."""

    version: int = 0
    schema_version: str = DATASET_SCHEMA_VERSION
    extractor: str = EXTRACTOR
    name: str = ""
    tables: dict[str, list[Part]] = field(default_factory=dict)
    archived: dict[str, int] = field(default_factory=dict)
    """Segment → byte offset up to which pages have been extracted."""
    counts: dict[str, int] = field(default_factory=dict)
    """`pages`, and what they gave (`GAVE`)."""
    crawl: dict[str, Any] = field(default_factory=dict)
    """What the crawl side reports: addresses by state, by host and reason."""
    notes: dict[str, Any] = field(default_factory=dict)
    final: bool = False
    """Sorted, clustered and compacted: the state at the end of a run."""

    def parts(self, table: str) -> list[Part]:
        """Return the files of a table, in order."""
        return self.tables.get(table, [])

    def rows(self, table: str) -> int:
        """Return the number of rows of a table."""
        return sum(p.rows for p in self.parts(table))

    def problems(self) -> list[str]:
        """Return what does not add up; an empty list when everything does."""
        counts = self.counts
        found = []
        gave = sum(counts.get(k, 0) for k in GAVE)
        if counts and counts.get("pages", 0) != gave:
            found.append(
                f"{counts.get('pages', 0)} pages were read, but {' + '.join(GAVE)} are {gave}"
            )
        if counts and counts.get("rows", 0) != self.rows("articles"):
            found.append(
                f"{counts.get('rows', 0)} rows were counted, articles/ has {self.rows('articles')}"
            )
        set_aside = counts.get("duplicates", 0) + counts.get("rejected", 0)
        if counts and set_aside != self.rows("rejected"):
            found.append(f"{set_aside} pages were set aside, rejected/ has {self.rows('rejected')}")
        urls = self.crawl.get("urls", {})
        if urls:
            ended = sum(urls.get(k, 0) for k in ENDS)
            if urls.get("discovered", 0) != ended:
                found.append(
                    f"{urls.get('discovered', 0)} addresses were discovered, but {' + '.join(ENDS)} are {ended}"
                )
        return found


class NewerVersion(DatasetError):
    """A dataset was written by a later Standfirst than this one."""


def load(folder: Path) -> Manifest:
    """Return the current manifest; an empty one where nothing was committed yet.

    Raises DatasetError when `CURRENT` is missing, empty or names no readable manifest,
    NewerVersion when a later Standfirst wrote it.
    """
    pointer = DatasetPaths(folder).current
    try:
        name = pointer.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        if not numbers(folder):
            return Manifest(name=folder.name)
        raise _unreadable(folder, f"{pointer} is missing") from None
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(folder, f"{pointer} cannot be read: {error}") from error
    if not _NAME.fullmatch(name):
        raise _unreadable(folder, f"{pointer} names no manifest")
    return read(folder, name)


def read(folder: Path, name: str) -> Manifest:
    """Return one manifest. Raises DatasetError or NewerVersion when it cannot be used."""
    path = DatasetPaths(folder).manifest(name)
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        _refuse_newer(folder, raw)
        tables = {t: [Part(**p) for p in parts] for t, parts in raw.pop("tables").items()}
        return Manifest(tables=tables, **raw)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise _unreadable(folder, f"{path} cannot be read: {error}") from error


def numbers(folder: Path) -> list[int]:
    """Return the versions whose manifest lies there, the newest last."""
    return versions(path.name for path in DatasetPaths(folder).meta.glob("manifest-*.json"))


def versions(names: Iterable[str]) -> list[int]:
    """Return the versions of those of the names that are manifests', the newest last."""
    return sorted(int(m[1]) for name in names if (m := _NAME.fullmatch(name)))


def _unreadable(folder: Path, what: str) -> DatasetError:
    msg = f"{what}. `standfirst build {folder}` makes the dataset again from its archive."
    return DatasetError(msg)


def _refuse_newer(folder: Path, raw: dict[str, Any]) -> None:
    version = str(raw.get("schema_version", ""))
    unknown = raw.keys() - {f.name for f in fields(Manifest)}
    later = version.isdigit() and int(version) > int(DATASET_SCHEMA_VERSION)
    if later or unknown:
        msg = f"{folder} was written by a later Standfirst ({raw.get('extractor') or 'unknown'}, schema version {version or '?'}; this one writes {DATASET_SCHEMA_VERSION}). Install that version to go on; nothing was changed."
        raise NewerVersion(msg)


def check_version(folder: Path, manifest: Manifest) -> None:
    """Raise DatasetError where a dataset has another schema than this Standfirst writes."""
    if manifest.schema_version != DATASET_SCHEMA_VERSION:
        msg = f"{folder} has schema version {manifest.schema_version}, this Standfirst writes version {DATASET_SCHEMA_VERSION}. `standfirst build {folder}` makes it again from its archive."
        raise DatasetError(msg)


def whole(folder: Path, manifest: Manifest) -> bool:
    """Tell whether every file that a manifest names is there, in its full size."""
    parts = (part for parts in manifest.tables.values() for part in parts)
    return all(
        (folder / p.path).is_file() and (folder / p.path).stat().st_size == p.bytes for p in parts
    )


def newest_whole(folder: Path) -> Manifest | None:
    """Return the newest version that can be used as it lies there; None when none can."""
    for number in reversed(numbers(folder)):
        try:
            found = read(folder, _name(number))
        except NewerVersion:
            raise
        except DatasetError:
            continue
        if found.schema_version == DATASET_SCHEMA_VERSION and whole(folder, found):
            return found
    return None


def write(folder: Path, manifest: Manifest) -> str:
    """Write a manifest durably under the name of its version; return the name."""
    paths = DatasetPaths(folder)
    paths.meta.mkdir(parents=True, exist_ok=True)
    name = _name(manifest.version)
    write_durably(
        paths.manifest(name),
        json.dumps(asdict(manifest), indent=1, sort_keys=True, ensure_ascii=False).encode(),
    )
    return name


def _name(version: int) -> str:
    return f"manifest-{version:06d}.json"


def point_at(folder: Path, name: str) -> None:
    """Make a written manifest the current one: the commit itself."""
    paths = DatasetPaths(folder)
    write_durably(paths.current, f"{name}\n".encode())
    _forget_old(paths.meta, int(name[9:15]))


def put_in_force(folder: Path, manifest: Manifest) -> None:
    """Make a version that lies there the current one again."""
    write_durably(DatasetPaths(folder).current, f"{_name(manifest.version)}\n".encode())


def write_durably(path: Path, data: bytes) -> None:
    """Replace the content of a file atomically and durably (RFC-free POSIX: write,
    fsync, rename, fsync the folder)."""
    temporary = path.with_name(f".{path.name}.tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable (no effect where the system cannot)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _forget_old(meta: Path, version: int) -> None:
    for path in meta.glob("manifest-*.json"):
        number = path.stem.removeprefix("manifest-")
        if number.isdigit() and int(number) <= version - KEPT_VERSIONS:
            path.unlink(missing_ok=True)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
