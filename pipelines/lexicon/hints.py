"""Which languages' walls a text may speak of, told by its words alone.

Every row of a wall has letters that it can't do without. One look at each word of a text
says which rows may stand there, so that only those are asked. The letters come from the
rows themselves: a word that is in a file is never kept from being heard.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from pipelines.lexicon.files import load
from pipelines.lexicon.rows import WORD

Hint = tuple[str, str]
"""A language and the class of a wall's words that may stand in a text."""
NONE: frozenset[Hint] = frozenset()
_Hinted = tuple[frozenset[Hint], frozenset[str]]
"""What a word hints at, and the languages of that."""
_RUNNING = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
"""Scripts whose words may stand inside a run of letters."""
_AFTER_LATIN = "\u0370"


@cache
def _owners() -> dict[str, dict[str, frozenset[Hint]]]:
    def hint(owner: str) -> Hint:
        language, part = owner.split(" ")
        return language, part

    return {
        at: {text: frozenset(map(hint, owners)) for text, owners in table.items()}
        for at, table in load().index.items()
    }


@cache
def _lengths() -> tuple[int, ...]:
    return tuple(sorted({len(text) for text in _owners()["start"]}))


@cache
def _insides() -> tuple[int, dict[str, list[tuple[str, frozenset[Hint]]]]]:
    """What may stand anywhere in a word, by its first letters, and how many these are."""
    every = _owners()["in"]
    size = min(map(len, every), default=1)
    found: dict[str, list[tuple[str, frozenset[Hint]]]] = {}
    for text, whose in every.items():
        found.setdefault(text[:size], []).append((text, whose))
    return size, found


@lru_cache(maxsize=1 << 16)
def _of_word(word: str) -> _Hinted:
    """What may stand in a text for a word of it, and in which languages."""
    owners, (size, insides) = _owners(), _insides()
    found = set(owners["word"].get(word, NONE))
    starts = owners["start"]
    for length in _lengths():
        if length > len(word):
            break
        found |= starts.get(word[:length], NONE)
    for place in range(len(word)):
        for text, whose in insides.get(word[place : place + size], ()):
            if word.startswith(text, place):
                found |= whose
    return _with_languages(frozenset(found))


def _with_languages(found: frozenset[Hint]) -> _Hinted:
    return found, frozenset(language for language, _ in found)


_Words = tuple[frozenset[str], frozenset[str]]
"""The words of a text that hint at something, and such letters of scripts that run on."""


@lru_cache(maxsize=8192)
def _words(text: str) -> _Words:
    """Return what of a folded text hints at something; nothing of most lines."""
    found = frozenset(word for word in set(WORD.findall(text)) if _of_word(word)[0])
    if text.isascii() or not _RUNNING.search(text):
        return found, _NO_RUNS
    return found, frozenset(letters for letters in _owners()["run"] if letters in text)


_NO_RUNS: frozenset[str] = frozenset()


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
    other += [_with_languages(_owners()["run"][letters]) for letters in runs]
    return _of_the_texts_languages(latin) | _of_the_texts_languages(other)


def _of_the_texts_languages(words: list[_Hinted]) -> frozenset[Hint]:
    if not words:
        return NONE
    counts: dict[str, int] = {}
    for _, languages in words:
        for language in languages:
            counts[language] = counts.get(language, 0) + 1
    most = max(counts.values())
    every = frozenset().union(*(hinted for hinted, _ in words))
    if 2 * min(counts.values()) >= most:
        return every
    return frozenset(hint for hint in every if 2 * counts[hint[0]] >= most)


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
    each = [_words(text) for text in texts]
    return _speaking(
        frozenset().union(*(words for words, _ in each)),
        frozenset().union(*(runs for _, runs in each)),
    )


def _speaking(words: frozenset[str], runs: frozenset[str]) -> Mapping[str, frozenset[str]]:
    classes: dict[str, set[str]] = {}
    for language, part in _hints(words, runs):
        classes.setdefault(language, set()).add(part)
    return {
        language: frozenset(parts)
        for language, parts in classes.items()
        if not _ALONE.isdisjoint(parts) or any(pair <= parts for pair in _TOGETHER)
    }
