"""Which numbers have a name, and which changes of a file move them."""

from __future__ import annotations

import numbered
import pytest

NUMBERED = """
MOST = 3
NONE = 0
WIDE, HIGH = 4, 5
SHARES = (0.5, 0.25)
BYTES = 2 * 1024
FLAG = 1 << 4
WORD = "é"; FAR = 7
LATE = timedelta(days=2)


class Box:
    size: int = 4


def first(words, most=9, *, least=-1, name=None): ...
"""


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ([], "MOST WIDE HIGH SHARES[0] SHARES[1] BYTES FAR LATE size first(most) first(least)"),
        (
            [
                ("MOST = 3", "MOST = 4"),
                ("HIGH = 4, 5", "HIGH = 4, 6"),
                ("(0.5, 0.25)", "(0.5, 0.2)"),
                ("FAR = 7", "FAR = 8"),
                ("size: int = 4", "size: int = 5"),
                ("most=9", "most=8"),
                ("* 1024", "* 512"),
                ("days=2", "days=3"),
            ],
            "WIDE SHARES[0] first(least)",
        ),
        ([("MOST = 3", "LEAST = 3"), ("MOST = 5", "MOST = 4")], None),
    ],
)
def test_which_named_numbers_no_change_moves(
    changes: list[tuple[str, str]], left: str | None
) -> None:
    every = numbered.unmoved(NUMBERED, [])
    assert numbered.unmoved(NUMBERED, changes) == (every if left is None else left.split())
