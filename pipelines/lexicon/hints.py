"""Which languages' walls a text may speak of, told by its words alone.

Every row of a wall has letters that it can't do without. One look at each word of a text
says which rows may stand there, so that only those are asked. The letters come from the
rows themselves: a word that is in a file is never kept from being heard.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
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


@lru_cache(maxsize=1 << 15)
def _of_word(word: str) -> _Hinted:
    """What may stand in a text for a word of it, and in which languages."""
    owners = _owners()
    found = set(owners["word"].get(word, NONE))
    starts = owners["start"]
    for length in _lengths():
        if length > len(word):
            break
        found |= starts.get(word[:length], NONE)
    for text, whose in owners["in"].items():
        if text in word:
            found |= whose
    return _with_languages(frozenset(found))


def _with_languages(found: frozenset[Hint]) -> _Hinted:
    return found, frozenset(language for language, _ in found)


@lru_cache(maxsize=4096)
def hints(text: str) -> frozenset[Hint]:
    """Return the classes of words that may stand in a folded text, with their language.

    A language that knows less than half as many words of the text as another one of the
    same script is not the text's: `plus` in an English line sells no German subscription.
    """
    latin: list[_Hinted] = []
    other: list[_Hinted] = []
    for word in set(WORD.findall(text)):
        hinted = _of_word(word)
        if hinted[0]:
            (latin if word < _AFTER_LATIN else other).append(hinted)
    if not text.isascii() and _RUNNING.search(text):
        run = _owners()["run"].items()
        other += [_with_languages(whose) for literal, whose in run if literal in text]
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


@lru_cache(maxsize=4096)
def speaking(text: str) -> Mapping[str, frozenset[str]]:
    """Return the languages in which a folded text may say something of a wall, with the
    classes of words that may stand there."""
    classes: dict[str, set[str]] = {}
    for language, part in hints(text):
        classes.setdefault(language, set()).add(part)
    return {
        language: frozenset(parts)
        for language, parts in classes.items()
        if not _ALONE.isdisjoint(parts) or any(pair <= parts for pair in _TOGETHER)
    }
