"""A build in parts: one part extracted on any machine, all of them made into one dataset.

The pages are dealt by bytes, in pieces, the largest first and each to the part that has
least so far: every machine deals the same, and no two need to speak. A part keeps what
extraction gave, page by page; what repeats what is decided when all parts are there, in
the order of the archive, so that the dataset is the one that a single build makes.
"""

from __future__ import annotations

import contextlib
import hashlib
import heapq
import json
import os
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipelines.build.files import PageFile
from pipelines.build.pool import WINDOW, PagePool
from pipelines.build.replay import replay
from pipelines.build.rows import PAGES, results_of, rows_of
from pipelines.build.spawn import unguarded
from pipelines.build.worker import Done
from pipelines.errors import InputError, StorageError
from pipelines.extract.rules import Rules
from pipelines.store.archive import Ref
from pipelines.store.dataset import Dataset
from pipelines.store.lock import locked
from pipelines.store.manifest import Manifest, write_durably
from pipelines.version import DATASET_SCHEMA_VERSION, EXTRACTOR

FOLDER = "parts"
"""Folder below a dataset in which its parts lie, unless they are wanted elsewhere."""
_TOLD = "part.json"
PIECE_BYTES = 16 * 2**20
"""More of an archive is never one piece: some 400 pages, a few seconds of extraction."""
SMALLEST = 16 * 2**10
"""Smaller pieces would be single pages, whose borders cost more than they even out."""
PIECES = 4
"""Pieces for each part, at least, where the files can be cut."""
BATCH = 500
NOTE = "parts"
"""Note of the manifest: what the parts of the dataset were extracted from."""
_WRITTEN = re.compile(r"(\d{1,6})(?:/|-of-)(\d{1,6})")


@dataclass(frozen=True, slots=True, order=True)
class PartOf:
    """One of `of` parts of a build, counted from 1."""

    number: int
    of: int

    @classmethod
    def parse(cls, text: str) -> PartOf:
        """Return the part written as `3/16`. Raises InputError."""
        found = _WRITTEN.fullmatch(text.strip())
        number, of = map(int, found.groups()) if found else (0, 0)
        if not 1 <= number <= of:
            msg = f"`{text}` is no part. Write NUMBER/OF from 1/OF to OF/OF: `--part 3/16` is the third of sixteen."
            raise InputError(msg)
        return cls(number, of)

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    @property
    def folder_name(self) -> str:
        """Name of the part's folder."""
        return f"{self.number}-of-{self.of}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a file, in bytes; records that begin in it belong to it."""

    number: int
    """Place in the order of the archive."""
    file: int
    start: int
    end: int

    @property
    def size(self) -> int:
        """Bytes."""
        return self.end - self.start

    @property
    def name(self) -> str:
        """Name of the file that holds its pages."""
        return f"pages-{self.number:06d}.parquet"


@dataclass(frozen=True, slots=True)
class PartSummary:
    """What a part holds."""

    folder: Path
    pages: int
    bytes: int
    pieces: int
    extracted: int
    """Pages of this run; the others were there."""
    seconds: float
    cpu: float
    """CPU seconds of extraction in this run."""


def deal(files: Sequence[PageFile], of: int) -> list[list[Piece]]:
    """Return the pieces of each part, in the order of the archive.

    Greedy: the largest piece first, to the part that has the fewest bytes; among equals
    the first. Every file that can be cut is cut into pieces of equal size.
    """
    total = sum(file.size for file in files)
    most = max(SMALLEST, min(PIECE_BYTES, total // (PIECES * of)))
    pieces: list[Piece] = []
    for number, file in enumerate(files):
        pieces += [
            Piece(len(pieces) + n, number, start, end)
            for n, (start, end) in enumerate(file.pieces(most))
        ]
    load = [(0, number) for number in range(of)]
    parts: list[list[Piece]] = [[] for _ in range(of)]
    for piece in sorted(pieces, key=lambda p: (-p.size, p.number)):
        held, number = heapq.heappop(load)
        parts[number].append(piece)
        # where sizes are unknown the files are dealt in turn
        heapq.heappush(load, (held + max(1, piece.size), number))
    return [sorted(part, key=lambda p: p.number) for part in parts]


def key_of(files: Sequence[PageFile], rules: Rules, of: int) -> str:
    """Return what the pages of a part depend on, hashed."""
    said = [EXTRACTOR, DATASET_SCHEMA_VERSION, repr(rules), str(of), *(f.key for f in files)]
    return hashlib.sha256("\n".join(said).encode("utf-8", "replace")).hexdigest()[:16]


def is_part(folder: Path) -> bool:
    """Tell whether a folder holds a part of a build, done or begun."""
    return (folder / _TOLD).exists()


def dataset_of(folder: Path) -> Path:
    """Return the dataset folder that a part was made for. Raises InputError where it is
    no part, or the dataset is not where it was."""
    told = _read(folder)
    dataset = (folder / str(told.get("dataset", ""))).resolve()
    if not (dataset / "recipe.toml").exists():
        msg = f"{folder} is a part of {dataset}, and there is no recipe. Put the part back beside its dataset, or run `standfirst build DATASET --part {told.get('part')}` where the dataset is now."
        raise InputError(msg)
    return dataset


def extract_part(
    files: Sequence[PageFile],
    rules: Rules,
    part: PartOf,
    folder: Path,
    dataset: Path,
    *,
    workers: int | None = None,
) -> PartSummary:
    """Extract one part into a folder; what an earlier run has finished is kept.

    Killed at any moment, the same call goes on behind the last whole piece. A part
    without pieces is a part like any other. Raises Locked where another run writes it.
    """
    started, key = time.monotonic(), key_of(files, rules, part.of)
    mine = deal(files, part.of)[part.number - 1]
    extracted, cpu = 0, 0.0
    with locked(folder):
        if is_part(folder) and _read(folder).get("key") != key:
            _clear(folder)
        told = {
            "part": str(part), "key": key, "dataset": _way_to(dataset, folder),
            "extractor": EXTRACTOR, "pieces": [p.number for p in mine], "done": False,
        }  # fmt: skip
        _write(folder, told)
        damage: list[Ref] = []
        with unguarded(), contextlib.closing(PagePool(workers)) as pool:
            for piece in mine:
                file = files[piece.file]
                start, end = file.record_at(piece.start), file.record_at(piece.end)
                damage += file.damaged(start, end)
                if not (folder / piece.name).exists():
                    pages = _write_piece(folder, pool, piece, file.tasks(start, end, rules))
                    extracted, cpu = extracted + pages[0], cpu + pages[1]
        _write(folder, {**told, "done": True, "damage": [_as_json(ref) for ref in damage]})
        pages_held = sum(pq.read_metadata(folder / p.name).num_rows for p in mine)
    return PartSummary(
        folder, pages_held, sum(p.size for p in mine), len(mine),
        extracted, time.monotonic() - started, cpu,
    )  # fmt: skip


def _write_piece(
    folder: Path, pool: PagePool, piece: Piece, tasks: Iterator[Any]
) -> tuple[int, float]:
    """Write the pages of a piece, whole or not at all; return how many, and their CPU."""
    place = folder / piece.name
    temporary = place.with_name(f".{place.name}.tmp")
    number, cpu = 0, 0.0
    try:
        with pq.ParquetWriter(temporary, PAGES, compression="zstd") as writer:
            for held in _batches(pool, tasks):
                number, cpu = number + len(held), cpu + sum(done.cpu for _, done in held)
                writer.write_batch(rows_of(piece.file, held))
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(place)
    except OSError as error:
        msg = f"{place} could not be written: {error.strerror or error}. What was extracted is kept; free some space and run the same command again."
        raise StorageError(msg) from error
    return number, cpu


def _batches(pool: PagePool, tasks: Iterator[Any]) -> Iterator[list[tuple[Ref, Done]]]:
    held: list[tuple[Ref, Done]] = []
    for task in tasks:
        pool.feed(task)
        while len(pool) >= WINDOW and (found := pool.take(block=True)):
            held.append(found)
        if len(held) >= BATCH:
            yield held
            held = []
    while found := pool.take(block=True):
        held.append(found)
    if held:
        yield held


@dataclass(frozen=True, slots=True)
class Parts:
    """All parts of a build, ready to become one dataset."""

    folders: tuple[Path, ...]
    """In the order of their numbers."""
    key: str
    damage: tuple[Ref, ...]
    """Stretches of the archive that could not be read."""

    @classmethod
    def of(cls, folders: Sequence[Path], files: Sequence[PageFile], rules: Rules) -> Parts:
        """Return the parts in these folders. Raises InputError where one is missing, not
        done, or was made from another archive or recipe than there is now."""
        told = {folder: _read(folder) for folder in dict.fromkeys(p.resolve() for p in folders)}
        named = {PartOf.parse(str(t.get("part"))): folder for folder, t in told.items()}
        dataset = dataset_of(next(iter(told)))
        of = {part.of for part in named}
        if len(of) > 1 or len(named) < len(told):
            msg = f"{', '.join(f.name for f in told)} are not the parts of one build. Name those of one: `standfirst merge {dataset / FOLDER}/*-of-{max(of)} --into FOLDER`."
            raise InputError(msg)
        key = key_of(files, rules, max(of))
        missing = [n for n in range(1, max(of) + 1) if PartOf(n, max(of)) not in named]
        stale = [p.number for p, f in named.items() if told[f].get("key") != key]
        begun = [p.number for p, f in named.items() if not told[f].get("done")]
        for numbers, what in (
            (missing, "is missing"),
            (stale, "was extracted from another archive, by another recipe or another version"),
            (begun, "is not done"),
        ):
            if numbers:
                again = f"`standfirst build {dataset} --part {numbers[0]}/{max(of)}`"
                others = f" (and {', '.join(map(str, numbers[1:]))})" if numbers[1:] else ""
                msg = f"part {numbers[0]}/{max(of)}{others} {what}. {again} extracts it; the others stay as they are."
                raise InputError(msg)
        damage = [Ref(*ref) for folder in told for ref in told[folder].get("damage", [])]
        return cls(tuple(f for _, f in sorted(named.items())), key, tuple(sorted(damage)))

    def fill(self, dataset: Dataset, files: Sequence[PageFile]) -> Manifest:
        """Replay every page of the parts into an empty dataset, in the order of the archive.

        A dataset that was begun from the same parts is begun again; one that is whole is
        left as it is. Raises InputError for a dataset that holds anything else.
        """
        manifest = dataset.manifest
        if manifest.version and manifest.notes.get(NOTE) != self.key:
            msg = f"{dataset.folder} holds a dataset that was not made of these parts. Give a new folder with --into."
            raise InputError(msg)
        if manifest.final:
            return manifest
        replay(dataset, self._results(files), files, {NOTE: self.key})
        return dataset.manifest

    def _results(self, files: Sequence[PageFile]) -> Iterator[tuple[Ref, Done]]:
        for path, name in self._pieces(files):
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches(batch_size=BATCH):
                    yield from results_of(batch, name)

    def _pieces(self, files: Sequence[PageFile]) -> Iterator[tuple[Path, str]]:
        """Yield the files of pages in the order of the archive, each with the name of the
        file that its pages stand in."""
        dealt = deal(files, len(self.folders))
        for piece, folder in sorted(
            ((piece, folder) for pieces, folder in zip(dealt, self.folders, strict=True) for piece in pieces),
            key=lambda pair: pair[0].number,
        ):  # fmt: skip
            path = folder / piece.name
            if not path.exists():
                msg = f"{path} is missing. `standfirst build {dataset_of(folder)} --part {_read(folder)['part']}` extracts it again."
                raise InputError(msg)
            yield path, files[piece.file].name


def _way_to(dataset: Path, folder: Path) -> str:
    """Return where the dataset is, seen from a part; as a whole path from another place."""
    inside = folder.resolve().is_relative_to(dataset.resolve())
    return os.path.relpath(dataset, folder) if inside else str(dataset.resolve())


def _read(folder: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads((folder / _TOLD).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        msg = f"{folder} is no part of a build. `standfirst build DATASET --part K/N` makes one."
        raise InputError(msg) from error
    return told


def _write(folder: Path, told: dict[str, Any]) -> None:
    write_durably(folder / _TOLD, json.dumps(told, indent=1).encode())


def _as_json(ref: Ref) -> list[Any]:
    return [ref.file, ref.offset, ref.length, ref.damage]


def _clear(folder: Path) -> None:
    """Remove the pages of another state of archive or recipe."""
    for path in folder.glob("pages-*.parquet"):
        path.unlink()
