"""What a block of a page is called: each number on both sides."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from pipelines.view.understood import Part, _Reader
from tests import made

TEXT = "abcdefghij" * 12
ARTICLE: Any = SimpleNamespace(
    text=TEXT,
    teaser=None,
    authors=["Ann Vale"],
    date_published_raw=None,
    date_modified_raw=None,
    section=None,
)


@pytest.mark.parametrize(
    ("words", "linked", "part"),
    [
        pytest.param(TEXT[:40], 0, Part.TEXT, id="a piece of the text"),
        pytest.param(TEXT[:39], 0, Part.FURNITURE, id="words that the text has too"),
        pytest.param("Ann Vale".ljust(200, "a"), 0, Part.BYLINE, id="a byline"),
        pytest.param("Ann Vale".ljust(201, "a"), 0, Part.FURNITURE, id="a paragraph with a name"),
        pytest.param("a" * 100, 60, Part.ELSEWHERE, id="a link"),
        pytest.param("a" * 100, 59, Part.FURNITURE, id="a line with a link"),
    ],
)
def test_what_a_block_is_called(words: str, linked: int, part: Part) -> None:
    (block,) = made.blocks((words, {"link_chars": linked}))
    assert _Reader(ARTICLE).piece(block).part is part
