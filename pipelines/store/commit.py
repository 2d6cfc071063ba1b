"""The commit of a dataset version, step by step.

1. data files are complete and durable under `_meta/staging` (`parquet.py`)
2. they come into their folders: added files by a rename each; where old files go,
   the whole folder changes places with one that holds the new set
3. the manifest is written, durably
4. `CURRENT` is replaced: from here on the new version counts
5. what no manifest names any more is removed

A crash before step 4 leaves the old version: `recover` brings its files back. A
reader that lists a folder never finds a row in an old and a new file at once; one whose
folder changes places while it lists may find it empty, which a table never is once it had a file.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

from pipelines.errors import StorageError
from pipelines.store import faults, manifest as manifests
from pipelines.store.exchange import exchange
from pipelines.store.manifest import Manifest, Part, sync_folder
from pipelines.store.paths import LEFTOVER, SIDE_TABLES, DatasetPaths
from pipelines.store.schema import TABLES

FOLDERS = (*TABLES, *SIDE_TABLES)


def staging(folder: Path) -> Path:
    """Return the folder in which files wait for their commit."""
    return DatasetPaths(folder).staging


def staged(folder: Path, part: Part) -> Path:
    """Return where a new file waits; its name does not end in `.parquet`."""
    return staging(folder) / (part.path.replace("/", "--") + ".tmp")


def commit(folder: Path, before: Manifest, manifest: Manifest) -> Manifest:
    """Make `manifest` the current version, durably; return it with its number.

    Raises StorageError when the disk refuses; the version before then stays.
    """
    try:
        for table in FOLDERS:
            _place(folder, table, before.parts(table), manifest.parts(table))
        manifest = replace(manifest, version=manifest.version + 1)
        name = manifests.write(folder, manifest)
        faults.point("manifest written")
        manifests.point_at(folder, name)
    except OSError as error:
        msg = f"{folder} could not be written: {error.strerror or error}. The version before stays whole; free some space or fix the permissions and run the same command again."
        raise StorageError(msg) from error
    faults.point("current replaced")
    clean(folder, manifest)
    faults.point("leftovers removed")
    return manifest


def _place(folder: Path, table: str, old: list[Part], new: list[Part]) -> None:
    # a file that waits is new, even under the name of one that is there (and damaged)
    added = [p for p in new if p not in old or staged(folder, p).exists()]
    if old == new and not added:
        return
    (folder / table).mkdir(parents=True, exist_ok=True)
    if all(p in new for p in old) or not _swap(folder, table, new, added):
        for part in added:
            staged(folder, part).replace(folder / part.path)
        sync_folder(folder / table)
        faults.point("parts placed")


def _swap(folder: Path, table: str, new: list[Part], added: list[Part]) -> bool:
    """Put a folder with exactly the new files in the place of the old one."""
    following = _set_aside(folder, table)
    shutil.rmtree(following, ignore_errors=True)
    following.mkdir(parents=True)
    try:
        for part in new:
            source = staged(folder, part) if part in added else folder / part.path
            os.link(source, following / Path(part.path).name)
    except OSError:
        shutil.rmtree(following, ignore_errors=True)
        return False  # a file system without hard links
    sync_folder(following)
    done = exchange(folder / table, following)
    if done:
        sync_folder((folder / table).parent)
        faults.point("folder exchanged")
    return done


def _set_aside(folder: Path, table: str) -> Path:
    return staging(folder) / table.replace("/", "--")


def recover(folder: Path, manifest: Manifest) -> None:
    """Bring back the files that `CURRENT` names and an unfinished commit had taken out."""
    for table in FOLDERS:
        for part in manifest.parts(table):
            place = folder / part.path
            left = _set_aside(folder, table) / place.name
            if not place.exists() and left.exists():
                left.replace(place)
    clean(folder, manifest)


def clean(folder: Path, manifest: Manifest) -> None:
    """Remove data files that the manifest does not name, and what waited for a commit.

    Where no version was ever in force, or its manifest is lost, nothing proves that the
    files are leftovers: they are put aside.
    """
    named = {p.path for parts in manifest.tables.values() for p in parts}
    for table in FOLDERS:
        for path in (folder / table).glob("*"):
            place = path.relative_to(folder).as_posix()
            if place in named:
                continue
            if manifest.version and named:
                path.unlink()
            else:
                aside = folder / LEFTOVER / place
                aside.parent.mkdir(parents=True, exist_ok=True)
                path.replace(aside)
    shutil.rmtree(staging(folder), ignore_errors=True)
