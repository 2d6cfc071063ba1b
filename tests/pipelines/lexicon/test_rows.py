"""Every row of every language's file, one by one: it finds what it says, does not find what
is nearly the same, and is needed, since without it nothing else finds that."""

from __future__ import annotations

import re
from functools import cache

import pytest
from checked import each

from pipelines.lexicon.files import load
from pipelines.lexicon.rows import Row, alternation, alternatives, pieces, said
from pipelines.page.words import fold
from tests import walls
from tests.rows import example, near_misses, readings

SEARCHED = ("wall.", "other.")
"""Tables that are looked for anywhere in a line; those of the others stand in a frame that
holds a whole name, label or line, so that a longer row beside a shorter one is needed."""
ORDERED = ("months.signs", "months.persian")
"""Tables whose rows are places in an order."""
LANGUAGES = sorted(load())


def parts(language: str) -> list[str]:
    """The tables of a language that are no order."""
    return [part for part in load()[language] if part not in ORDERED]


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


def _hits(rows: list[Row], text: str, *, spaced: bool) -> bool:
    return _found(rows, text, spaced=spaced, whole=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_finds_its_own_and_no_near_miss(language: str) -> None:
    spaced = _spaced(language)

    def check(place: tuple[str, Row]) -> None:
        row = place[1]
        for text in example(row, spaced=spaced):
            assert _hits([row], text, spaced=spaced), text
        for near, text in near_misses(row, spaced=spaced):
            # what the whole row does not find, none of its alternatives does
            missed = not _hits([row], text, spaced=spaced)
            assert missed or not _hits([near], text, spaced=spaced), (near, text)

    each(((part, row) for part in parts(language) for row in load()[language][part]), check)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_row_says_what_another_one_says(language: str) -> None:
    each(parts(language), lambda part: _has_no_idle_row(language, part))


def _has_no_idle_row(language: str, part: str) -> None:
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
    language: [
        *near,
        *walls.FALSE_FRIENDS.get(language, []),
        *walls.FRESH_FRIENDS.get(language, []),
    ]
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
    assert phrases
    assert not without, "\n".join(
        [
            f"Write sentences that hold words of these phrases and speak of something else into "
            f"[friends] near of tests/walls/{language}.toml:",
            *without,
        ]
    )
