"""Which parts of a text are believed to be kept from the public: each rule on both sides."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from pipelines.access import boundary
from pipelines.access.evidence import Basis
from pipelines.access.weighing import WeighedPart

HALF = 0.5


def part(
    *signs: str, probability: float = 0.1, kind: str = "hiding", basis: Basis = Basis.HIDDEN_TEXT
) -> WeighedPart:
    of: Any = SimpleNamespace(kind=kind, basis=basis)
    return WeighedPart(of, probability, dict.fromkeys(signs, 1.0))


@pytest.mark.parametrize(
    ("signs", "given", "believed"),
    [
        # by itself a part is as likely as its probability says
        ((), {"probability": 0.49}, False),
        ((), {"probability": 0.5}, True),
        # the hidden end of a text whose page says that it is not free needs no more,
        (("hidden_and_paid",), {}, True),
        # unless it is the whole text, of which no end is hidden
        (("hidden_and_paid", "covers_whole"), {}, False),
        (("hidden_and_paid", "covers_whole"), {"probability": 0.5}, True),
        (("covers_whole",), {"probability": 0.5}, True),
        # hidden text amid shown text is a template, whatever the page says
        (("hidden_and_paid", "more_after_than_inside"), {"probability": 0.9}, False),
        (("more_after_than_inside",), {"probability": 0.9, "basis": Basis.SCRAMBLED}, True),
        # on a page that says it is free it is folded away
        (("hidden_and_free",), {"probability": 0.9}, False),
        # what a product writes around reserved text alone is believed
        (("more_after_than_inside",), {"kind": "vendor_sure"}, True),
        (("more_after_than_inside",), {"kind": "vendor"}, False),
        # and so is more text in a box named for a wall than is shown
        (("hides_most", "hidden_and_free"), {}, True),
    ],
)
def test_what_is_believed(signs: tuple[str, ...], given: dict[str, Any], believed: bool) -> None:
    assert boundary._is_believed(part(*signs, **given), HALF, wall=False) is believed


@pytest.mark.parametrize(("probability", "believed"), [(0.9, True), (0.1, False)])
def test_where_there_is_a_wall_a_free_page_s_hidden_text_is_weighed(
    probability: float, believed: bool
) -> None:
    folded = part("hidden_and_free", probability=probability)
    assert boundary._is_believed(folded, HALF, wall=True) is believed


@pytest.mark.parametrize(
    ("found", "away"),
    [
        (part(), True),
        (part(kind="own_style"), True),
        (part(kind="selector"), False),
        (part("hidden_and_free"), False),
    ],
)
def test_a_hidden_end_that_nobody_explains_is_put_away(found: WeighedPart, away: bool) -> None:
    assert boundary._put_away([found], []) == ([found] if away else [])
    assert boundary._put_away([found], [found]) == []
