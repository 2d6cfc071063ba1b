"""Which captures a paper's model is made from."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest

from pipelines.papers.milestones import Basis, bases, milestone

Row = tuple[str, int, int, int]
"""Paper, page, capture, and when it was fetched."""


@pytest.mark.parametrize(
    ("pages", "found"),
    [(0, 0), (4, 0), (5, 5), (6, 6), (19, 19), (20, 20), (21, 20), (22, 22), (29, 28), (30, 30), (32, 30), (33, 33)],
)  # fmt: skip
def test_first_milestones(pages, found):
    assert milestone(pages) == found


def test_milestones_are_a_tenth_apart_and_five_hundred_at_most():
    series = sorted({milestone(n) for n in range(5, 30_000)})
    steps = [(b - a, a) for a, b in pairwise(series)]
    assert all(step == min(500, max(1, a // 10)) for step, a in steps)
    assert steps[-1][0] == 500


def told(rows: list[Row]) -> pa.Table:
    names = ("source", "page", "capture", "fetched")
    table = pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
    return pa.concat_tables([table.slice(0, 3), table.slice(3)])


def found(rows: list[Row]) -> dict[str, list[int]]:
    """Paper → the captures that its model is made from."""
    captures = np.array([row[2] for row in rows])
    return {name: captures[b.rows].tolist() for name, b in bases(told(rows)).items()}


def pages(count: int, source: str = "a", start: int = 0) -> list[Row]:
    return [(source, start + n, start + n, 10 * n) for n in range(count)]


def test_of_a_small_paper_nothing_is_made():
    assert found(pages(4)) == {}
    assert found(pages(5)) == {"a": [*range(5)]}


def test_pages_behind_the_milestone_are_left_out():
    assert found(pages(21)) == {"a": [*range(20)]}
    assert found(pages(22)) == {"a": [*range(22)]}


def test_a_page_that_comes_again_is_one_page():
    """It is there since it came first; its later capture counts from when it was fetched."""
    again: Row = ("a", 3, 100, 45)
    assert found([*pages(4), again]) == {}
    assert found([*pages(5), again]) == {"a": [*range(5)]}
    assert found([*pages(6), again]) == {"a": [*range(6), 100]}
    assert found([*pages(20), ("a", 3, 100, 185), ("a", 3, 101, 195)]) == {"a": [*range(20), 100]}


def test_pages_that_were_fetched_at_once_are_there_at_once():
    assert found([("a", n, n, 7) for n in range(21)]) == {"a": [*range(21)]}


def test_papers_are_apart():
    rows = [*pages(21), *pages(6, "b", 50), *pages(4, "c", 70)]
    assert found(rows) == {"a": [*range(20)], "b": [*range(50, 56)]}


def test_what_two_papers_have_alike_is_the_first_ones():
    alike = [("b", n, n, 5) for n in range(3)]
    assert found([*alike, *pages(5), *pages(5, "b", 50)]) == {"a": [*range(5)], "b": [*range(50, 55)]}  # fmt: skip
    assert found([*alike, *pages(5), *pages(2, "b", 50)]) == {"a": [*range(5)]}


def by_paper(rows: list[Row]) -> dict[str, Basis]:
    return bases(told(rows))


def test_the_order_of_the_archive_changes_nothing():
    rows = [*pages(43), ("a", 3, 100, 45), *pages(21, "b", 60)]
    other = random.Random(1).sample(rows, len(rows))
    assert {n: b.mark for n, b in by_paper(rows).items()} == {n: b.mark for n, b in by_paper(other).items()}  # fmt: skip
    assert {n: sorted(c) for n, c in found(other).items()} == found(rows)


def test_the_mark_is_that_of_the_captures():
    mark = by_paper(pages(20))["a"].mark
    assert len(mark) == 16
    assert by_paper(pages(21))["a"].mark == mark
    for other in (pages(22), [*pages(19), ("a", 19, 77, 190)], [*pages(19), ("a", 19, 19, 189)], [*pages(20), ("a", 3, 99, 5)]):  # fmt: skip
        assert by_paper(other)["a"].mark != mark
