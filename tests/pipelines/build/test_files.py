"""Files of pages and their pieces: how they are cut, what is left out of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.build.files import PageFile, Segment
from pipelines.build.part import Piece, deal
from pipelines.build.pool import PageTask
from pipelines.extract.rules import Rules
from pipelines.store.archive import segments
from pipelines.store.scan import scan
from tests.pipelines.build.stand_ins import archived


class Records(PageFile):
    """A file with records of one byte."""

    name = key = "records"

    def __init__(self, number: int) -> None:
        self.size = number

    def offsets(self) -> Iterator[tuple[int, int]]:
        yield from ((n, n + 1) for n in range(self.size))

    def tasks(self, start: int, end: int, rules: Rules) -> Iterator[PageTask]:
        yield from ()


@pytest.mark.parametrize(
    ("number", "cuts"),
    [
        (0, []),
        (199, [(0, 199, 199)]),
        (200, [(0, 200, 200)]),
        (201, [(0, 200, 200), (200, 201, 1)]),
        (400, [(0, 200, 200), (200, 400, 200)]),
    ],
)
def test_two_hundred_records_are_one_task(number, cuts):
    assert [(c.start, c.end, c.records) for c in Records(number).cuts()] == cuts


@pytest.fixture
def segment(tmp_path: Path) -> Segment:
    """Four archived pages, of which the second is damaged; a fifth came in later."""
    refs = archived(tmp_path, damaged=1)
    return Segment(segments(tmp_path / "_archive")[0], refs[4].offset)


def test_a_segment_is_read_as_long_as_it_was(segment):
    whole = [(r.offset, r.offset + r.length) for r in scan(segment.path) if not r.damage]
    assert list(segment.offsets()) == whole[:3]
    assert list(Segment.of(segment.path).offsets()) == whole


def test_a_damaged_stretch_is_no_page(segment):
    places = [t.ref for t in segment.tasks(0, segment.size, Rules())]
    damaged = list(segment.damaged(0, segment.size))
    assert [bool(r.damage) for r in places] == [False] * 3
    assert [bool(r.damage) for r in damaged] == [True]
    assert damaged[0].offset == places[0].length


@pytest.mark.parametrize(("size", "pieces"), [(9, 1), (10, 1), (11, 2), (20, 2), (21, 3), (0, 1)])
def test_a_piece_is_at_most_so_many_bytes(size, pieces):
    found = list(Segment(Path("s"), size).pieces(10))
    assert len(found) == pieces
    assert (found[0][0], found[-1][1]) == (0, size)


def pieces(size: int, of: int) -> list[Piece]:
    return [p for part in deal([Segment(Path("s"), size)], of) for p in part]


@pytest.mark.parametrize(
    ("size", "of", "number"),
    [
        # a small archive: never less than 16 KiB a piece
        (16 * 2**10, 1, 1),
        (16 * 2**10 + 1, 1, 2),
        # four pieces for each part
        (2**20, 1, 4),
        (2**20, 2, 8),
        # a large one: never more than 16 MiB a piece
        (64 * 2**20, 1, 4),
        (80 * 2**20, 1, 5),
        (80 * 2**20 + 1, 1, 6),
    ],
)
def test_pieces_are_of_bounded_size(size, of, number):
    assert len(pieces(size, of)) == number


def test_a_file_that_cannot_be_cut_is_one_piece():
    file = Records(50)
    assert list(file.pieces(10)) == [(0, 50)]
    assert file.record_at(7) == 7
    assert list(file.damaged(0, 50)) == []
