"""Many rows checked by one test: each that fails is named, and all are counted.

A test of its own for each of ten thousand rows costs more than what it checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")
counted = [0]
"""How many rows this process has checked; the summary of a run says it."""


def each(rows: Iterable[T], check: Callable[[T], None]) -> None:
    """Check every row. Raises AssertionError with each row that fails and why, and where
    there are no rows."""
    failed, every = [], list(rows)
    for row in every:
        try:
            check(row)
        except Exception as error:
            failed.append(f"{row}: {type(error).__name__} {error}")
    counted[0] += len(every)
    assert every, "no rows"
    assert not failed, f"{len(failed)} of {len(every)} rows:\n" + "\n".join(failed)
