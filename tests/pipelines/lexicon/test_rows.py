"""Every row of every language's file, one by one: it finds what it says, does not find what
is nearly the same, and is needed, since without it nothing else finds that."""

from __future__ import annotations

import re
from functools import cache

import pytest

from pipelines.lexicon.files import load
from pipelines.lexicon.rows import Row, alternation, alternatives, pieces, said
from pipelines.page.words import fold
from tests import walls
from tests.rows import example, near_misses, readings

SEARCHED = ("wall.", "other.")
"""Tables that are looked for anywhere in a line; those of the others stand in a frame that
holds a whole name, label or line, so that a longer row beside a shorter one is needed."""
PARTS = [
    (language, part)
    for language, parts in sorted(load().items())
    for part in parts
    if part not in ("months.signs", "months.persian")
]
"""Without tables whose rows are places in an order."""


def _spaced(language: str) -> bool:
    return language not in load().unspaced


@cache
def _pattern(said: str, regex: str, *, spaced: bool) -> re.Pattern[str]:
    row: Row = {"re": regex} if regex else said
    return re.compile(alternation(pieces(row, spaced=spaced)))


def _one(row: Row, *, spaced: bool) -> re.Pattern[str]:
    return _pattern(said(row), "" if isinstance(row, str) else row.get("re", ""), spaced=spaced)


def _found(rows: list[Row], text: str, *, spaced: bool, whole: bool) -> bool:
    text = fold(text)
    every = (_one(row, spaced=spaced) for row in rows)
    return any(p.fullmatch(text) if whole else p.search(text) for p in every)


def _own(row: Row, text: str, *, spaced: bool) -> str:
    """The piece of an example that the row itself finds."""
    found = _one(row, spaced=spaced).search(fold(text))
    return found.group() if found is not None else text


@pytest.mark.parametrize(("language", "part"), PARTS)
def test_every_row_finds_its_own_and_no_near_miss(language: str, part: str) -> None:
    spaced = _spaced(language)
    for row in load()[language][part]:
        for text in example(row, spaced=spaced):
            assert _found([row], text, spaced=spaced, whole=False), (row, text)
        for near, text in near_misses(row, spaced=spaced):
            assert not _found([near], text, spaced=spaced, whole=False), (near, text)


@pytest.mark.parametrize(("language", "part"), PARTS)
def test_no_row_says_what_another_one_says(language: str, part: str) -> None:
    spaced, whole = _spaced(language), not part.startswith(SEARCHED)
    rows = load()[language][part]
    idle = [
        row
        for place, row in enumerate(rows)
        if len(rows) > 1
        and all(
            _found(
                rows[:place] + rows[place + 1 :],
                _own(row, text, spaced=spaced) if whole else text,
                spaced=spaced,
                whole=whole,
            )
            for text in readings(row, spaced=spaced)
        )
    ]
    assert idle == [], f"what these rows of {part} find, others find as well: take them out"


@pytest.mark.parametrize(
    ("row", "misses"),
    [
        ("abo", {"a☃o", "aboqz", "qzabo"}),
        ("abonn*", {"ab☃nn", "qzabonn"}),
        ("*abo*", {"a☃o"}),
        ("ein * konto", {"ein x ko☃to", "ein x kontoqz", "qzein x konto", "ein x x x x konto"}),
        ({"re": "a", "yes": "a", "no": "b"}, {"b"}),
    ],
)
def test_near_misses(row: Row, misses: set[str]) -> None:
    assert {text for _, text in near_misses(row)} == misses


SENTENCES = {
    language: [*near, *walls.FALSE_FRIENDS[language], *walls.FRESH_FRIENDS[language]]
    for language, near in walls.said("friends", "near").items()
}
"""By language, sentences that hold the words of a wall and speak of something else."""
_STEM = re.compile(r"\*?[^\W\d_]+\*?")


def _words_of(phrase: str) -> list[re.Pattern[str]]:
    """The words of a phrase that say something; all, where all are short."""
    every = _STEM.findall(phrase)
    return [
        re.compile(alternation(pieces(word, spaced=True)))
        for word in [w for w in every if len(w.strip("*")) > 2] or every
    ]


def _is_near(phrase: str, sentence: str) -> bool:
    """Half of the phrase's words stand in the sentence."""
    every = _words_of(phrase)
    return 2 * sum(bool(word.search(sentence)) for word in every) >= len(every)


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_every_phrase_of_a_wall_is_told_from_a_sentence_with_its_words(language: str) -> None:
    sentences = [fold(s) for s in SENTENCES[language]]
    phrases = [
        row
        for part, rows in load()[language].items()
        for row in rows
        if part.startswith("wall.") and " " in said(row).strip()
    ]
    without = [
        said(row)
        for row in phrases
        if not any(
            _is_near(phrase, sentence)
            for phrase in alternatives(said(row))
            for sentence in sentences
            if not _one(row, spaced=True).search(sentence)
        )
    ]
    assert len(phrases) > 50
    assert without == []
