"""A whole dataset from one place to another: into a store, out of one, or beside."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import InputError
from pipelines.store import manifest as manifests
from pipelines.store.archive import segments
from pipelines.store.commit import clean
from pipelines.store.lock import locked
from pipelines.store.manifest import Manifest
from pipelines.store.paths import CURRENT, DatasetPaths
from pipelines.store.place import Url, located
from pipelines.store.remote.mirror import Mirror, beside
from pipelines.store.remote.objects import Objects


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy did."""

    target: Path | Url
    version: int
    """The version that is in force there now."""
    files: int
    """Files that were not there before."""
    bytes: int


def copy(source: str | Path, target: str | Path, *, archive: bool = True) -> Copied:
    """Copy the version in force of a dataset, with its archive and what the crawl knows.

    Raises InputError where there is no dataset, or the target holds another one; Locked
    where somebody writes to either meanwhile.
    """
    there = located(target)
    if isinstance(there, Url):
        Objects(there)  # what is no store is told before anything is read
    with _here(located(source), archive=archive) as folder:
        manifest = manifests.load(folder)
        if not manifest.version:
            msg = f"{source} holds no dataset (no {CURRENT}). Give the folder that `standfirst crawl` wrote."
            raise InputError(msg)
        if isinstance(there, Url):
            return _to_store(folder, there, archive=archive)
        return _to_folder(folder, there, manifest, archive=archive)


@contextlib.contextmanager
def _here(source: Path | Url, *, archive: bool) -> Iterator[Path]:
    """Yield a folder of this machine with the dataset, which nobody writes meanwhile."""
    if isinstance(source, Path):
        if not DatasetPaths(source).meta.exists():
            msg = f"{source} holds no dataset (no {CURRENT}). Give the folder that `standfirst crawl` wrote."
            raise InputError(msg)
        with locked(source):
            yield source
        return
    mirror = Mirror.of(source)
    try:
        mirror.need(archive=archive, state=True)
        yield mirror.folder
    finally:
        mirror.remove()


def _to_store(folder: Path, url: Url, *, archive: bool) -> Copied:
    mirror = Mirror(url, folder)
    mirror.newest()
    mirror.refuse_newer(manifests.load(folder))
    version = mirror.send(archive=archive)
    return Copied(url, version, mirror.sent, mirror.sent_bytes)


def _to_folder(folder: Path, target: Path, manifest: Manifest, *, archive: bool) -> Copied:
    """Copy beside, data first and the name of the version last."""
    if target.resolve() == folder.resolve():
        msg = f"{target} cannot be copied to itself."
        raise InputError(msg)
    files = size = 0
    with locked(target):
        there = manifests.load(target)
        if there.version and there.name != manifest.name:
            msg = f'{target} holds the dataset "{there.name}", this one is "{manifest.name}". Give another folder.'
            raise InputError(msg)
        if there.version > manifest.version:
            msg = f"{target} has version {there.version}, this one is version {manifest.version}: nothing was copied. Give another folder, or copy the other way."
            raise InputError(msg)
        data = _names(folder, manifest, archive=archive)
        for name in [*data, *beside(folder)]:
            here, place = folder / name, target / name
            bytes_ = here.stat().st_size
            if name in data and place.exists() and place.stat().st_size == bytes_:
                continue
            if name in data:
                files, size = files + 1, size + bytes_
            place.parent.mkdir(parents=True, exist_ok=True)
            temporary = place.with_name(f".{place.name}.tmp")
            shutil.copyfile(here, temporary)
            temporary.replace(place)
        manifests.point_at(target, manifests.write(target, manifest))
        clean(target, manifest)
    return Copied(target, manifest.version, files, size)


def _names(folder: Path, manifest: Manifest, *, archive: bool) -> list[str]:
    """Return the files of a version by their names below its folder."""
    names = [part.path for parts in manifest.tables.values() for part in parts]
    found = segments(DatasetPaths(folder).archive) if archive else []
    return names + [os.path.relpath(path, folder) for path in found]
