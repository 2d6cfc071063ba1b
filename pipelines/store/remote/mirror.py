"""A dataset at a URL, worked on through a copy of what is needed of it.

Files of a dataset never change under their name, so a copy is right by construction. In a
store there is no rename, and none is needed: a version is its manifest. Data files come
first, under names of their own; then the manifest of the next number, which must be new:
that request is the commit. The newest manifest is the version in force. Readers of
older versions find their files until three further ones have come.
"""

from __future__ import annotations

import concurrent.futures
import json
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from pipelines.errors import DatasetError, InputError, Locked
from pipelines.store import manifest as manifests
from pipelines.store.manifest import KEPT_VERSIONS, Manifest
from pipelines.store.paths import CURRENT, DatasetPaths
from pipelines.store.place import Url
from pipelines.store.remote.objects import ExistsAlready, Objects

_BESIDE = ("recipe.toml", "README.md", "report.html", "croissant.json")
"""What stands beside the tables; not part of a version."""
SIDE_BY_SIDE = 8
AGAIN = 3
"""How often a reader begins anew whose version was replaced three times meanwhile."""


@dataclass(slots=True)
class Mirror:
    """A dataset in a store, and the folder of this machine that has some of its files."""

    url: Url
    folder: Path
    base: int = 0
    """The version that the folder was copied from; 0: none was there."""
    sent: int = 0
    """Files that were sent, and their bytes; those beside the tables aside."""
    sent_bytes: int = 0
    _sizes: dict[str, int] = field(default_factory=dict)
    _objects: Objects = field(init=False)

    def __post_init__(self) -> None:
        self._objects = Objects(self.url)

    @classmethod
    def of(cls, url: Url) -> Mirror:
        """Return a mirror in a new folder, with nothing in it yet."""
        place = Path(tempfile.mkdtemp(prefix="standfirst-"))
        folder = place / (url.name or "dataset")
        folder.mkdir()
        return cls(url, folder)

    def remove(self) -> None:
        """Remove the folder of this machine."""
        shutil.rmtree(self.folder.parent, ignore_errors=True)

    def look(self, *, state: bool = False) -> Manifest:
        """Fetch the manifest in force and the recipe, with `state` what the crawl knows too;
        an empty manifest where there is no dataset."""
        paths = DatasetPaths(self.folder)
        self._sizes = self._objects.list()
        numbers = self._numbers()
        self.base = numbers[-1] if numbers else 0
        meta = paths.meta.relative_to(self.folder).as_posix()
        names = [n for n in self._sizes if n in _BESIDE]
        for name in self._sizes:
            last = name.rpartition("/")[2]
            if name == f"{meta}/{last}" and last not in (paths.current.name, paths.lock.name):
                names += [name] if state or manifests.versions([last]) else []
        self._fetch(names)
        if self.base:
            name = f"manifest-{self.base:06d}.json"
            paths.current.write_text(f"{name}\n", encoding="utf-8")
        return manifests.load(self.folder)

    def _numbers(self) -> list[int]:
        return manifests.versions(name.rpartition("/")[2] for name in self._sizes)

    def need(
        self, tables: Iterable[str] | None = None, *, archive: bool = False, state: bool = False
    ) -> Manifest:
        """Fetch tables (all, when none is named) and more of a dataset; return its manifest.

        Raises InputError where there is no dataset.
        """
        wanted = None if tables is None else set(tables)
        for attempt in range(1, AGAIN + 1):
            manifest = self.look(state=state)
            if not self.base:
                msg = f"{self.url} holds no dataset. `standfirst copy DATASET {self.url}` puts one there."
                raise InputError(msg)
            names = [
                part.path
                for table, parts in manifest.tables.items()
                if wanted is None or table in wanted
                for part in parts
            ]
            names += self._segments() if archive else []
            try:
                self._fetch(names)
            except InputError:
                if attempt == AGAIN or self._newest() == self.base:
                    raise
                continue
            return manifest
        raise AssertionError

    def fetch_parts(self, manifest: Manifest, tables: Iterable[str]) -> None:
        """Fetch tables of a version that was looked at before, whatever is in force now."""
        self._fetch(part.path for table in tables for part in manifest.parts(table))

    def _segments(self) -> list[str]:
        place = DatasetPaths(self.folder).archive.relative_to(self.folder).as_posix()
        return [n for n in self._sizes if n.startswith(f"{place}/segment-") and n.count("/") == 1]

    def segment(self, name: str) -> None:
        """Fetch one segment of the archive, where it is there."""
        self._fetch(n for n in self._segments() if n.endswith(f"/{name}"))

    def _fetch(self, names: Iterable[str]) -> None:
        def one(name: str) -> None:
            path = self.folder / name
            size = self._sizes.get(name)
            if size is None:
                msg = f"{self.url}/{name} is not there."
                raise InputError(msg)
            if not path.exists() or path.stat().st_size != size:
                self._objects.fetch(name, path, size)

        with concurrent.futures.ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            list(pool.map(one, names))

    def _newest(self) -> int:
        self._sizes = self._objects.list()
        return max(self._numbers(), default=0)

    def send(self, *, archive: bool = True) -> int:
        """Make what the folder holds the version in force; return its number.

        Nothing is sent twice. Raises Locked where somebody else has written a version since
        this one was looked at: theirs stays.
        """
        before = manifests.load(self.folder)
        if not before.version:
            msg = f"{self.folder} holds no version yet."
            raise InputError(msg)
        self._refuse_other(before)
        if self._newest() != self.base:
            raise self._overtaken()
        self._upload(self._data(before, archive=archive))
        if self.base and _same(self._version(self.base), before):
            self._upload(beside(self.folder), again=True)
            return self.base
        number = max(self.base + 1, before.version)
        manifest = replace(before, version=number)
        name = DatasetPaths(self.folder).manifest(f"manifest-{number:06d}.json")
        data = json.dumps(asdict(manifest), indent=1, sort_keys=True, ensure_ascii=False).encode()
        self._upload([n for n in beside(self.folder) if n == "recipe.toml"], again=True)
        try:
            self._objects.create(name.relative_to(self.folder).as_posix(), data)
        except ExistsAlready:
            raise self._overtaken() from None
        self._newest()
        if any(n > self.base and n != number for n in self._numbers()):
            # somebody began where nothing was, at the same moment, with another number
            self._objects.delete(name.relative_to(self.folder).as_posix())
            raise self._overtaken()
        # for readers that want a name: `load` of a copied folder, and other tools
        self._objects.write(CURRENT, f"{name.name}\n".encode())
        self._upload(beside(self.folder), again=True)
        self.base = number
        self._forget(number)
        return number

    def _overtaken(self) -> Locked:
        return Locked(
            f"{self.url}: another run has written a version meanwhile. It stays in force; run the same command again to go on from it."
        )

    def _refuse_other(self, own: Manifest) -> None:
        if not self.base:
            return
        other = self._version(self.base)
        if other.name and own.name and other.name != own.name:
            msg = f'{self.url} holds the dataset "{other.name}", this one is "{own.name}". Give another place.'
            raise InputError(msg)

    def refuse_newer(self, own: Manifest) -> None:
        """Raise InputError where the store has a later version of other content."""
        if self.base > own.version and not _same(self._version(self.base), own):
            msg = f"{self.url} has version {self.base}, this one is version {own.version}: nothing was copied. Give another place, or copy the other way."
            raise InputError(msg)

    def _version(self, number: int) -> Manifest:
        path = DatasetPaths(self.folder).manifest(f"manifest-{number:06d}.json")
        name = path.relative_to(self.folder).as_posix()
        raw = json.loads(self._objects.read(name))
        tables = {t: [manifests.Part(**p) for p in parts] for t, parts in raw.pop("tables").items()}
        return Manifest(tables=tables, **raw)

    def _data(self, manifest: Manifest, *, archive: bool) -> list[str]:
        names = [part.path for parts in manifest.tables.values() for part in parts]
        paths = DatasetPaths(self.folder)
        if archive and paths.archive.exists():
            files = sorted(paths.archive.glob("segment-*"))
            names += [p.relative_to(self.folder).as_posix() for p in files]
        return names

    def newest(self) -> int:
        """Return the number of the version in force; 0 where there is none."""
        self.base = self._newest()
        return self.base

    def _upload(self, names: Iterable[str], *, again: bool = False) -> None:
        def one(name: str) -> None:
            path = self.folder / name
            if not path.exists():
                if name in self._sizes:
                    return  # it was not needed here, and is there
                msg = f"{path} is missing. `standfirst check {self.folder}` names what is wrong."
                raise DatasetError(msg)
            if again or self._sizes.get(name) != path.stat().st_size:
                self._objects.write(name, path)
                if not again:
                    sent.append(path.stat().st_size)

        sent: list[int] = []
        with concurrent.futures.ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            list(pool.map(one, names))
        self.sent, self.sent_bytes = self.sent + len(sent), self.sent_bytes + sum(sent)

    def _forget(self, number: int) -> None:
        """Remove what only versions named that are too old to be kept."""
        old = [n for n in self._numbers() if n <= number - KEPT_VERSIONS]
        kept = {p for n in self._numbers() if n not in old for p in _paths(self._version(n))}
        for one in old:
            for name in _paths(self._version(one)) - kept:
                self._objects.delete(name)
            path = DatasetPaths(self.folder).manifest(f"manifest-{one:06d}.json")
            self._objects.delete(path.relative_to(self.folder).as_posix())


def beside(folder: Path) -> list[str]:
    """Return what stands beside the tables of a dataset, and what its crawl knows."""
    paths = DatasetPaths(folder)
    state = sorted(
        p for p in paths.meta.glob("*") if p.is_file() and not manifests.versions([p.name])
    )
    left = {paths.current.name, paths.lock.name}
    names = [p.relative_to(folder).as_posix() for p in state if p.name not in left]
    return [n for n in _BESIDE if (folder / n).exists()] + names


def _paths(manifest: Manifest) -> set[str]:
    return {part.path for parts in manifest.tables.values() for part in parts}


def _same(one: Manifest, other: Manifest) -> bool:
    return replace(one, version=0) == replace(other, version=0)
