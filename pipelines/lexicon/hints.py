"""Which languages' walls a text may speak of, told by its words alone.

Every row of a wall has letters that it can't do without. One look at each word of a text
says which rows may stand there, so that only those are asked. The letters come from the
rows themselves: a word that is in a file is never kept from being heard.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from pipelines.lexicon.files import load
from pipelines.lexicon.rows import WORD

Hint = tuple[str, str]
"""A language and the class of a wall's words that may stand in a text."""
NONE: frozenset[Hint] = frozenset()
_RUNNING = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
"""Scripts whose words may stand inside a run of letters."""
_AFTER_LATIN = "\u0370"


class _Hinted(NamedTuple):
    """What a word hints at."""

    rows: dict[Hint, tuple[int, ...]]
    """The classes, and of each the alternatives that may stand there."""
    languages: frozenset[str]


_NOTHING = _Hinted({}, frozenset())


_FIRST = 3
"""Letters by which the beginnings of words are looked up."""


@cache
def _starts() -> dict[str, list[str]]:
    """What words may begin with, by its first letters."""
    found: dict[str, list[str]] = {}
    for text in load().index["start"]:
        found.setdefault(text[:_FIRST], []).append(text)
    return found


@cache
def _insides() -> tuple[int, dict[str, list[str]], re.Pattern[str]]:
    """How many first letters what may stand anywhere in a word is kept by, what may, and a
    pattern of all of it."""
    every = load().index["in"]
    size = min(map(len, every), default=1)
    found: dict[str, list[str]] = {}
    for text in every:
        found.setdefault(text[:size], []).append(text)
    return size, found, re.compile("|".join(map(re.escape, every)))


_MOST = 1 << 16
"""Words of which it is known that they hint at nothing."""


@cache
def _silent() -> set[str]:
    return set()


@lru_cache(maxsize=1 << 14)
def _of_word(word: str) -> _Hinted:
    """What may stand in a text for a word of it, and in which languages."""
    index = load().index
    owners = list(index["word"].get(word, ()))
    starts = _starts()
    for size in range(1, min(_FIRST, len(word)) + 1):
        for text in starts.get(word[:size], ()):
            if word.startswith(text):
                owners += index["start"][text]
    size, insides, any_inside = _insides()
    if any_inside.search(word):  # of few words
        for place in range(len(word) - size + 1):
            for text in insides.get(word[place : place + size], ()):
                if word.startswith(text, place):
                    owners += index["in"][text]
    return _hinted(owners) if owners else _NOTHING


def _hinted(owners: Iterable[str]) -> _Hinted:
    rows: dict[Hint, tuple[int, ...]] = {}
    for owner in owners:
        language, part, *numbers = owner.split(" ")
        hint = (language, part)
        rows[hint] = rows.get(hint, ()) + tuple(map(int, numbers))
    return _Hinted(rows, frozenset(language for language, _ in rows))


@lru_cache(maxsize=4096)
def _of_run(letters: str) -> _Hinted:
    """The same for letters that stand in a script without spaces."""
    return _hinted(load().index["run"][letters])


_Words = tuple[frozenset[str], frozenset[str]]
"""The words of a text that hint at something, and such letters of scripts that run on."""


@lru_cache(maxsize=8192)
def _words(text: str) -> _Words:
    """Return what of a folded text hints at something; nothing of most lines."""
    return _read(text)


def _read(text: str) -> _Words:
    """The same for texts that are worth no place in a cache."""
    silent = _silent()
    found = _distinct(text) - silent
    quiet = [word for word in found if not _of_word(word).rows]
    if quiet:
        if len(silent) > _MOST:
            silent.clear()
        silent.update(quiet)
        found.difference_update(quiet)
    if text.isascii() or not _RUNNING.search(text):
        return frozenset(found), _NO_RUNS
    return frozenset(found), frozenset(
        letters for letters in load().index["run"] if letters in text
    )


_NO_RUNS: frozenset[str] = frozenset()
_NO_LETTER = {n: " " for n in range(128) if not (chr(n).isalnum() or chr(n) == "_")}


def _distinct(text: str) -> set[str]:
    if text.isascii():
        return set(text.translate(_NO_LETTER).split())
    return set(WORD.findall(text))


def hints(text: str) -> frozenset[Hint]:
    """Return the classes of words that may stand in a folded text, with their language.

    A language that knows less than half as many words of the text as another one of the
    same script is not the text's: `plus` in an English line sells no German subscription.
    """
    return _hints(*_words(text))


def _hints(words: frozenset[str], runs: frozenset[str]) -> frozenset[Hint]:
    latin: list[_Hinted] = []
    other: list[_Hinted] = []
    for word in words:
        (latin if word < _AFTER_LATIN else other).append(_of_word(word))
    other += map(_of_run, runs)
    return _of_the_texts_languages(latin) | _of_the_texts_languages(other)


def _of_the_texts_languages(words: list[_Hinted]) -> frozenset[Hint]:
    if not words:
        return NONE
    if len(words) == 1:
        return frozenset(words[0].rows)
    counts: dict[str, int] = {}
    for _, languages in words:
        for language in languages:
            counts[language] = counts.get(language, 0) + 1
    most = max(counts.values())
    every = frozenset().union(*(rows for rows, _ in words))
    if 2 * min(counts.values()) >= most:
        return every
    return frozenset(hint for hint in every if 2 * counts[hint[0]] >= most)


def numbers(text: str, language: str) -> dict[str, list[int]]:
    """Return for each class of a wall's words the alternatives of a language that may stand
    in a folded text, by their numbers in `files.expanded`; those that are not among them
    do not stand there."""
    words, runs = _words(text)
    found: dict[str, list[int]] = {}
    for hinted in (*map(_of_word, words), *map(_of_run, runs)):
        if language in hinted.languages:
            for (own, part), rows in hinted.rows.items():
                if own == language:
                    found.setdefault(part, []).extend(rows)
    return found


_ALONE = frozenset(("unlock", "lock", "pay", "enter", "join", "had", "offer"))
"""Classes of which one word says something of a wall."""
_TOGETHER = (
    frozenset(("read", "rest")),
    frozenset(("read", "item")),
    frozenset(("rest", "item")),
    frozenset(("only", "who")),
    frozenset(("free", "used")),
    frozenset(("need", "who")),
    frozenset(("deny", "read")),
    frozenset(("deny", "item")),
    frozenset(("deny", "who")),
    frozenset(("deny", "free")),
)
"""Classes that say something of a wall only together."""


@lru_cache(maxsize=8192)
def speaking(text: str) -> Mapping[str, frozenset[str]]:
    """Return the languages in which a folded text may say something of a wall, with the
    classes of words that may stand there."""
    words, runs = _words(text)
    return _speaking(words, runs) if words or runs else _SILENT


_SILENT: Mapping[str, frozenset[str]] = {}


def speaking_together(texts: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Return the same for folded lines that are read as one text."""
    words, runs = _read("\n".join(texts))
    return _speaking(words, runs) if words or runs else _SILENT


@lru_cache(maxsize=8192)
def _speaking(words: frozenset[str], runs: frozenset[str]) -> Mapping[str, frozenset[str]]:
    classes: dict[str, set[str]] = {}
    for language, part in _hints(words, runs):
        classes.setdefault(language, set()).add(part)
    return {
        language: frozenset(parts)
        for language, parts in classes.items()
        if not _ALONE.isdisjoint(parts) or any(pair <= parts for pair in _TOGETHER)
    }
