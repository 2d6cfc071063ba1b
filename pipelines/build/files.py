"""Files of pages, and how they are cut into tasks of bounded size.

A task is a stretch of a file, whatever stands in it: a source with half of all pages
or one file of many gigabytes is spread like anything else. Parts of a build are dealt in
larger pieces, by their bytes alone: what is in a file need not be known for it.
"""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.build.pool import PageTask
from pipelines.build.worker import process
from pipelines.extract.rules import Rules
from pipelines.store.archive import Ref
from pipelines.store.scan import record_at, scan

CUT = 200
"""Records in one task."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a file, in bytes, with the number of its records."""

    start: int
    end: int
    records: int


class PageFile(ABC):
    """A file of pages that a Spark task can read a part of."""

    size: int
    """Bytes."""
    cuttable = False
    """Whether a record can be found from anywhere in it."""

    @property
    @abstractmethod
    def name(self) -> str:
        """Name of the file, as records say where their pages stand."""

    @property
    @abstractmethod
    def key(self) -> str:
        """What tells the file, in this state, from another one."""

    @abstractmethod
    def offsets(self) -> Iterator[tuple[int, int]]:
        """Yield (offset, offset behind it) of every record, in order."""

    @abstractmethod
    def tasks(self, start: int, end: int, rules: Rules) -> Iterator[PageTask]:
        """Yield the pages between two offsets, to be extracted in a worker process."""

    def pieces(self, most: int) -> Iterator[tuple[int, int]]:
        """Yield the stretches, in bytes, into which a file is cut that is dealt by size.

        A file that cannot be read from anywhere is one piece, however large.
        """
        yield 0, self.size

    def record_at(self, offset: int) -> int:
        """Return where the first record begins at an offset or behind it."""
        return offset

    def damaged(self, start: int, end: int) -> Iterator[Ref]:
        """Yield the stretches between two records that can no longer be read."""
        yield from ()

    def cuts(self) -> Iterator[Cut]:
        """Yield stretches of about `CUT` records that make up the whole file."""
        start, count, end = 0, 0, 0
        for offset, behind in self.offsets():
            if count == CUT:
                yield Cut(start, offset, count)
                start, count = offset, 0
            count, end = count + 1, behind
        if count:
            yield Cut(start, end, count)


@dataclass(frozen=True)
class Segment(PageFile):
    """A segment of a dataset's archive."""

    cuttable = True
    path: Path
    size: int

    @classmethod
    def of(cls, path: Path) -> Segment:
        """Return the segment at a path, as long as it is now."""
        return cls(path, path.stat().st_size)

    @property
    def name(self) -> str:
        """Name of the segment."""
        return self.path.name

    @property
    def key(self) -> str:
        """Name and size."""
        return f"{self.path.name} {self.size}"

    def pieces(self, most: int) -> Iterator[tuple[int, int]]:
        """Yield stretches of equal size, of at most `most` bytes."""
        number = max(1, -(-self.size // most))
        borders = [self.size * n // number for n in range(number + 1)]
        yield from itertools.pairwise(borders)

    def record_at(self, offset: int) -> int:
        """Return where the first frame begins at an offset or behind it."""
        return record_at(self.path, offset, self.size)

    def damaged(self, start: int, end: int) -> Iterator[Ref]:
        """Yield the stretches between two frames that can no longer be read."""
        yield from (ref for ref in scan(self.path, start, end) if ref.damage)

    def offsets(self) -> Iterator[tuple[int, int]]:
        """Yield the place of every frame."""
        for ref in scan(self.path):
            if not ref.damage and ref.offset + ref.length <= self.size:
                yield ref.offset, ref.offset + ref.length

    def tasks(self, start: int, end: int, rules: Rules) -> Iterator[PageTask]:
        """Yield the pages of a stretch; the worker process reads them itself."""
        for ref in scan(self.path, start, end):
            if not ref.damage:
                yield PageTask(ref, process, (self.path.parent, ref, rules))
