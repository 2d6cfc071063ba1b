"""How a text is punctuated: one made text for each sign, and one that lacks it."""

from __future__ import annotations

import math

import pytest

from pipelines.extract import prose

PLAIN = ["the ferry went out at dawn and came back at noon with nobody on board " * 3] * 4


@pytest.mark.parametrize(
    ("line", "sign"),
    [
        ("“nobody asked us” she said", "quotation marks"),
        ("call us now!", "exclamation marks"),
        ("who pays for it?", "question marks"),
        ("bread, salt, and oil", "commas"),
        ("it is over.", "full stops"),
        ("the Ferrox® line", "trade marks"),
        ("the line (of ferries)", "brackets"),
        ("what to bring: bread", "colons"),
        ("x = {}; y_1 = 2;", "signs of code"),
        ("THE FERRY LINE", "capitals"),
        ("»niemand« sagte er", "paragraphs that quote"),
    ],
)
def test_a_sign_of_writing_is_counted(line: str, sign: str) -> None:
    assert prose.signs([line, *PLAIN])[sign] > 0
    assert prose.signs(PLAIN)[sign] == 0


def test_signs_are_set_against_the_length_of_the_text() -> None:
    assert prose.signs(["a, b" + "x" * 996])["commas"] == pytest.approx(math.log1p(1))
    assert prose.signs(["x" * 8_000, "a, b"])["commas"] == 0


def test_the_middle_paragraph_and_no_text_at_all() -> None:
    assert prose.signs(["x", "x" * 50, "x" * 900])["middle paragraph"] == math.log1p(50)
    assert set(prose.signs([]).values()) == {0.0}
