"""What of a declared description is printed, and what is only the text's beginning."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from pipelines.fields import teaser
from pipelines.model import Found
from tests import made

TEN = [f"w{n}" for n in range(10)]


def page(*lines: str) -> Any:
    """A layout of these lines, without a headline."""
    blocks = [SimpleNamespace(text=line, is_strong=True) for line in lines]
    return SimpleNamespace(blocks=blocks, inside=lambda: blocks, headline=None)


def said(text: str) -> Found[str]:
    return Found(text, "meta", "description", text)


def others(shared: int, more: int) -> str:
    """Some of the ten words, from the last on, and some others before them."""
    return " ".join([*(f"x{n}" for n in range(more)), *reversed(TEN[10 - shared :])])


@pytest.mark.parametrize(
    ("text", "line", "printed"),
    [
        # its first forty characters stand somewhere
        ("x" * 40 + " and more", "as " + "x" * 40 + "!", True),
        ("x" * 39 + "y and more", "as " + "x" * 39 + "z and the rest of it", False),
        # or more than six of ten words, in a line of much the same length
        (" ".join(TEN), others(10, 0), True),
        (" ".join(TEN), others(6, 0), False),
        (" ".join(TEN), others(8, 2), True),
        ("a1 a1 b1 b1 " * 2 + "a1", "b1 a1 b1 a1 b1 a1 b1 a1 b1 a1 b1 a1 b1 a1 b1 a1 b1", True),
        ("a1 a1 b1 b1 " * 2 + "a1", "b1 a1 " * 8 + "b1 a1", False),
        ("a1 a1 b1 b1 " * 2 + "a1", "b1 a1 b1 a1", False),
        ("a1 a1 b1 b1 " * 2 + "a1", "b1 a1 b1 a1 b1", True),
    ],
)
def test_a_description_is_printed(text: str, line: str, printed: bool) -> None:
    assert teaser._is_printed(text, page("Another line", line)) is printed


@pytest.mark.parametrize(("same", "kept"), [(49, True), (50, False)])
def test_a_description_that_begins_as_the_text_does_is_none(same: int, kept: bool) -> None:
    found = said("x" * same + "y and four words more")
    text = page("x" * same + "z, as the text goes on")
    assert (teaser._fallback([found], text, walled=False) is not None) is kept


@pytest.mark.parametrize(("shared", "kept"), [(15, True), (16, False)])
def test_a_description_that_is_mostly_text_is_none(shared: int, kept: bool) -> None:
    """Of its twenty runs of four words twelve may be those of the text."""
    words = [f"w{n:02}" for n in range(23)]
    found = said(" ".join(words))
    text = page("As it goes: " + " ".join(words[23 - shared :]))
    assert (teaser._fallback([found], text, walled=False) is not None) is kept


def test_runs_are_of_four_words() -> None:
    assert teaser._runs("a b c d e") == {("a", "b", "c", "d"), ("b", "c", "d", "e")}
    assert teaser._runs("a b c") == set()


def test_the_chosen_one_stays_whether_it_is_printed_or_not() -> None:
    chosen, other, shown = said("x" * 50), said("y" * 50), said("z" * 50)
    considered = [chosen, other, shown]
    assert teaser.printed_only(considered, chosen, page("z" * 50)) == [chosen, shown]
    assert teaser.printed_only(considered, None, page("z" * 50)) == [shown]


def test_a_description_counts_where_there_is_no_title() -> None:
    text = "The council closed the old bridge to lorries after a vote of four hours on Tuesday."
    document = made.public("<p>x</p>", head=made.meta("description", text)).document
    assert [f.value for f in teaser._declared(document, None)] == [text]
    assert teaser._declared(document, text.upper()) == []
