"""Rows of sketches, by version or by hash: files are read through, and nearly nothing is kept.

A table of a million articles has two hundred million hashes; of those a night's new articles
ask for some thousands. Each row group is looked at as one array, and what is not asked for
falls through two small tables of bits before anything is compared.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

BITS = 20
"""Bits of a hash that one table of marks tells apart at most: it stays in a processor's cache."""
SPARSE = 3
"""A table of marks has eight places and more for each hash that is asked for: most are empty."""
MOST = 50_000_000
"""Rows that are held at most: two gigabytes while they are worked on."""
_DIGITS = np.zeros(256, np.uint8)
_DIGITS[np.frombuffer(b"0123456789abcdef", np.uint8)] = np.arange(16)
WIDEST = 16


class TooManyError(Exception):
    """More rows are asked for than are held at a time."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Arrays of the same length side by side; a hash once per version."""

    versions: np.ndarray
    hashes: np.ndarray
    which: np.ndarray
    """Where each hash stands among those that were asked for, in order."""


class Postings:
    """The sketches of all versions of all articles, in files, those of a version in one run of
    rows or a few."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.files = files

    @cached_property
    def runs(self) -> _Runs:
        """Which version stands where."""
        versions, starts, groups, row = [_nothing()], [np.empty(0, np.int64)], [], 0
        for number, path in enumerate(self.files):
            with _opened(path) as file:
                for group in range(file.num_row_groups):
                    ids = _numbers_of(file, group, "id")
                    firsts, _ = runs(ids)
                    versions.append(ids[firsts])
                    starts.append(firsts + row)
                    groups.append((number, group, row))
                    row += len(ids)
        return _Runs(np.concatenate(versions), np.append(np.concatenate(starts), row), groups)

    def of(self, versions: np.ndarray) -> np.ndarray:
        """Return the hashes of some versions, in order."""
        held = [_nothing()]
        for file, group, row, of in self._reading(self._chosen(versions)):
            hashes = _numbers_of(file, group, "hash")
            for run in of.tolist():
                start, end = self.runs.starts[run : run + 2] - row
                held.append(hashes[start:end])
        return np.unique(np.concatenate(held))

    def having(self, hashes: np.ndarray) -> Rows:
        """Return every row that has one of some hashes."""
        marked, count = Marked(hashes), 0
        held = [(_nothing(), _nothing(), np.empty(0, np.int64))]
        for file, group, row, _ in self._reading(None) if len(hashes) else ():
            values = _numbers_of(file, group, "hash")
            at, which = marked.places(values)
            of = np.searchsorted(self.runs.starts, at + row, side="right") - 1
            held.append((self.runs.versions[of], values[at], which))
            count += len(at)
            if count > MOST:
                raise TooManyError
        return Rows(*map(np.concatenate, zip(*held, strict=True)))

    def sources(self, versions: np.ndarray) -> dict[int, str]:
        """Return the source of those of some versions that have a row."""
        found: dict[int, str] = {}
        for file, group, row, of in self._reading(self._chosen(versions)):
            names = file.read_row_group(group, ["source"])["source"].cast(pa.string())
            at = self.runs.starts[of] - row
            named = names.take(pa.array(at)).to_pylist()
            found.update(zip(self.runs.versions[of].tolist(), named, strict=True))
        return found

    def _chosen(self, versions: np.ndarray) -> np.ndarray:
        """Return the runs of some versions."""
        asked = np.unique(versions)
        if not len(asked):
            return np.empty(0, np.int64)
        return np.flatnonzero(isin(self.runs.versions, asked))

    def _reading(
        self, chosen: np.ndarray | None
    ) -> Iterator[tuple[pq.ParquetFile, int, int, np.ndarray]]:
        """Yield file, row group, number of its first row, and which of the chosen runs stand in
        it, for those with any; all where none are chosen."""
        which = np.empty(0, np.int64) if chosen is None else chosen
        if chosen is not None and not len(chosen):
            return
        groups = self.runs.groups
        ends = np.searchsorted(
            self.runs.starts, [*(row for *_, row in groups), self.runs.starts[-1]]
        )
        bounds = np.searchsorted(which, ends)
        last, file = -1, None
        with contextlib.ExitStack() as stack:
            for (number, group, row), first, end in zip(groups, bounds, bounds[1:], strict=False):
                if chosen is not None and first == end:
                    continue
                if file is None or number != last:
                    stack.close()
                    last, file = number, stack.enter_context(_opened(self.files[number]))
                yield file, group, row, which[first:end]


@dataclass(frozen=True, slots=True)
class _Runs:
    """Where every version stands in the rows of all files, one behind the other."""

    versions: np.ndarray
    starts: np.ndarray
    """The row with which each run begins, and the number of all rows."""
    groups: list[tuple[int, int, int]]
    """File, row group, and the row with which that begins."""


class Marked:
    """Hashes that are asked for, and two tables of marks that nearly all others fall through."""

    def __init__(self, hashes: np.ndarray) -> None:
        self.hashes = np.unique(hashes)
        bits = min(BITS, len(self.hashes).bit_length() + SPARSE)
        self.mask, self.shift = np.uint64((1 << bits) - 1), np.uint64(bits)
        self.low, self.high = np.zeros(1 << bits, bool), np.zeros(1 << bits, bool)
        self.low[self._low(self.hashes)] = True
        self.high[self._high(self.hashes)] = True

    def places(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return where values stand that are asked for, and which of the hashes each is."""
        at = np.flatnonzero(self.low.take(self._low(values)))
        at = at[self.high.take(self._high(values[at]))]
        which, found = place(values[at], self.hashes)
        return at[found], which[found]

    def _low(self, hashes: np.ndarray) -> np.ndarray:
        return (hashes & self.mask).view(np.int64)

    def _high(self, hashes: np.ndarray) -> np.ndarray:
        return (hashes >> self.shift & self.mask).view(np.int64)


def place(values: np.ndarray, among: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where each value stands in a sorted array of distinct ones, and whether it does."""
    if not len(among):
        return np.zeros(len(values), np.int64), np.zeros(len(values), bool)
    at = np.minimum(np.searchsorted(among, values), len(among) - 1)
    return at, among[at] == values


def isin(values: np.ndarray, among: np.ndarray) -> np.ndarray:
    """Tell of each value whether it is in a sorted array of distinct ones."""
    return place(values, among)[1]


def runs(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where every run of equal values begins, and how long it is."""
    first = np.ones(len(values), bool)
    first[1:] = values[1:] != values[:-1]
    starts = np.flatnonzero(first)
    return starts, np.diff(np.append(starts, len(values)))


def _numbers_of(file: pq.ParquetFile, group: int, column: str) -> np.ndarray:
    found: np.ndarray = file.read_row_group(group, [column], use_threads=False)[column].to_numpy()
    return found


def _opened(path: Path) -> pq.ParquetFile:
    return pq.ParquetFile(path, pre_buffer=False)


def _nothing() -> np.ndarray:
    return np.empty(0, np.uint64)


def numbers(names: pa.ChunkedArray) -> np.ndarray:
    """Return ids, all of as many hexadecimal digits, as numbers: they have the same order."""
    return np.concatenate([_nothing(), *(_parsed(c) for c in names.chunks if len(c))])


def _parsed(names: pa.StringArray) -> np.ndarray:
    data = np.frombuffer(names.buffers()[2], np.uint8)
    offsets = np.frombuffer(names.buffers()[1], np.int32)[names.offset :][: len(names) + 1]
    digits = _DIGITS[data[offsets[0] : offsets[-1]]].reshape(len(names), -1)
    whole = np.zeros((len(names), WIDEST), np.uint8)
    whole[:, WIDEST - digits.shape[1] :] = digits
    octets = whole[:, ::2] << 4 | whole[:, 1::2]
    found: np.ndarray = octets.view(">u8").astype(np.uint64).ravel()
    return found
