"""A test of many rows fails for each row that fails, by name."""

from __future__ import annotations

import checked
import pytest


def even(number: int) -> None:
    assert number % 2 == 0


def test_every_row_that_fails_is_named():
    with pytest.raises(AssertionError, match=r"(?s)2 of 4 rows:\n1: Assert.*\n3: Assert"):
        checked.each([1, 2, 3, 4], even)


def test_rows_are_counted():
    before = checked.counted[0]
    checked.each([2, 4, 6], even)
    assert checked.counted[0] == before + 3


def test_no_rows_are_a_failure():
    with pytest.raises(AssertionError, match="no rows"):
        checked.each([], even)
