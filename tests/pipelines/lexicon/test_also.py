"""Names of boxes under a text, in every language: the whole line, or it is a sentence."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipelines.lexicon.also import announces_others, names_a_box, says_also
from pipelines.lexicon.tables import known

_LINES = tomllib.loads(Path(__file__).with_name("boxes.toml").read_text(encoding="utf-8"))


def test_every_language_has_its_lines() -> None:
    assert set(_LINES) == set(known())


@pytest.mark.parametrize("language", sorted(_LINES))
def test_a_box_is_named_by_a_whole_line(language: str) -> None:
    said = _LINES[language]
    assert [line for line in said["yes"] if not names_a_box(line)] == []
    assert [line for line in said["no"] if names_a_box(line)] == []


def test_signs_around_the_name_of_a_box_are_no_words() -> None:
    assert names_a_box("»» Related articles: «")
    assert names_a_box("Related".ljust(60, "."))
    assert not names_a_box("Related".ljust(61, "."))


def test_either_way_of_announcing_others_is_heard() -> None:
    assert announces_others("Read also: the bridge")
    assert not names_a_box("Read also: the bridge")
    assert announces_others("Related")
    assert not says_also("Related")
    assert not announces_others("Related matters were put off")
