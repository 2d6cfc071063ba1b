"""The words of a table, found without one large pattern.

A table of many languages is a regular expression of 60,000 characters that takes a tenth
of a second to compile, for a handful of its rows that ever stand in a text. Most rows are
fixed letters with a word's ends around them: those are looked for as they are, and the
few others are compiled when a text has their letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from operator import add

from pipelines.lexicon.files import expanded, load
from pipelines.lexicon.rows import LETTER, WORD, Row, literals, pieces
from pipelines.page.words import folded

Span = tuple[int, int]
"""Where words stand in a text: start, and end behind them."""


@dataclass(frozen=True, slots=True)
class _Fixed:
    """Letters with a word's ends around them, or without."""

    letters: str
    begins_word: bool
    ends_word: bool

    def span(self, text: str, start: int) -> Span | None:
        """Return where they stand first, from a place on; None if nowhere."""
        letters = self.letters
        at = text.find(letters, start)
        while at >= 0:
            end = at + len(letters)
            if not (self.begins_word and at and _is_letter(text[at - 1])) and not (
                self.ends_word and end < len(text) and _is_letter(text[end])
            ):
                return at, end
            at = text.find(letters, at + 1)
        return None


@dataclass(frozen=True)
class _Pattern:
    """A row with gaps in it, or written as a regular expression."""

    source: str
    begins_word: bool
    letters: tuple[str, ...]
    """Letters of which some stand in every text that it matches."""
    around: tuple[str, ...] = ()
    """Letters all of which stand there: most texts need no compiled pattern."""

    def span(self, text: str, start: int) -> Span | None:
        """Return where it stands first, from a place on; None if nowhere."""
        for letters in self.around:
            if letters not in text:
                return None
        found = self._compiled.search(text, start)
        return found.span() if found is not None else None

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        before = f"(?<!{LETTER})" if self.begins_word else ""
        return re.compile(f"{before}(?:{self.source})")


_Alternative = _Fixed | _Pattern


@cache
def _is_letter(character: str) -> bool:
    return WORD.match(character) is not None


class Matcher:
    """The rows of a table, looked for in folded texts as their one pattern would find them."""

    def __init__(self, found: Iterable[_Alternative]) -> None:
        every = list(dict.fromkeys(found))
        # as in the pattern, what begins a word comes before what stands anywhere
        every = [a for a in every if a.begins_word] + [a for a in every if not a.begins_word]
        self._by_beginning: dict[str, list[tuple[str, int, _Alternative]]] = {}
        for place, each in enumerate(every):
            for letters in (each.letters,) if isinstance(each, _Fixed) else each.letters:
                beginning = self._by_beginning.setdefault(letters[:_FIRST], [])
                beginning.append((letters, place, each))

    def spans(self, text: str) -> list[Span]:
        """Return the places of the table's words in order; none overlap."""
        return spans(self._possible(text), text)

    def stands_in(self, text: str) -> bool:
        """Tell whether a word of the table stands in a folded text."""
        return any(a.span(text, 0) for a in self._possible(text))

    def _possible(self, text: str) -> list[_Alternative]:
        """The alternatives whose letters stand in the text, in the order of the rows."""
        every = self._by_beginning
        begun: Iterable[str]
        if len(every) <= _FEW:
            begun = [beginning for beginning in every if beginning in text]
        else:
            begun = every.keys() & _beginnings(text)
        if not begun:
            return []
        found = {
            place: alternative
            for beginning in begun
            for letters, place, alternative in every[beginning]
            if letters in text
        }
        return [found[place] for place in sorted(found)]


_FIRST = 3
"""Letters by which words are looked up."""
_FEW = 100
"""Beginnings that are sooner looked for one by one than among all that a text has."""


@lru_cache(maxsize=64)
def _beginnings(text: str) -> frozenset[str]:
    """Return what words of a text may begin with: every character, every two, every three."""
    twos = list(map(add, text, text[1:]))
    return frozenset(map(add, twos, text[2:])).union(twos, text)


def spans(possible: Sequence[_Alternative], text: str) -> list[Span]:
    """Return where the first of some alternatives stands, and so on behind it; none overlap."""
    standing = [(span, n) for n, a in enumerate(possible) if (span := a.span(text, 0))]
    chosen: list[Span] = []
    while standing:
        (start, end), _ = min(standing, key=_start)  # of two at one place, the earlier row's
        chosen.append((start, end))
        start = max(end, start + 1)
        standing = [
            (span, n)
            for each, n in standing
            if (span := each if each[0] >= start else possible[n].span(text, start))
        ]
    return chosen


def _start(standing: tuple[Span, int]) -> int:
    return standing[0][0]


@cache
def matcher(part: str, languages: tuple[str, ...] | None = None) -> Matcher:
    """Return the words of a part for folded texts, of some languages or of all; it finds
    nothing where there are none."""
    return matcher_of((part,), languages)


@cache
def matcher_of(parts: tuple[str, ...], languages: tuple[str, ...] | None = None) -> Matcher:
    """Return the words of several parts as those of one table."""
    every = load()
    return Matcher(
        _alternative(row, spaced=language not in every.unspaced)
        for language in (languages if languages is not None else tuple(every))
        for part in parts
        for row in expanded(every.get(language, {}).get(part, []))
    )


def spans_of(part: str, language: str, numbers: Iterable[int], text: str) -> list[Span]:
    """Return the places of some alternatives of a language's part, by their numbers in
    `files.expanded`, as the whole table would find them; none overlap."""
    found = [(a, n) for n in set(numbers) if (a := numbered(part, language, n))]
    if len(found) > 1:
        # as in the pattern, what begins a word comes before what stands anywhere
        found.sort(key=_place)
    return spans([a for a, _ in found], text)


def _place(numbered: tuple[_Alternative, int]) -> tuple[bool, int]:
    return not numbered[0].begins_word, numbered[1]


@cache
def numbered(part: str, language: str, number: int) -> _Alternative:
    """Return one alternative of a language's part; IndexError where it has fewer."""
    return _alternative(_expanded(part, language)[number], spaced=_is_spaced(language))


@cache
def _expanded(part: str, language: str) -> list[Row]:
    return expanded(load()[language][part])


def _is_spaced(language: str) -> bool:
    return language not in load().unspaced


def _alternative(row: Row, *, spaced: bool) -> _Alternative:
    if not isinstance(row, str):
        (piece,) = pieces(row, spaced=spaced)
        needed = tuple(sorted(literal.text for literal in literals(row, spaced=spaced)))
        return _Pattern(piece.source, piece.starts_a_word, needed)
    text = folded(row)
    plain = text.strip("*")
    if "*" not in plain:
        return _Fixed(plain, *(_ends(text) if spaced else (False, False)))
    (piece,) = pieces(text, spaced=spaced)
    around = [letters.strip() for letters in plain.split("*")]
    return _Pattern(piece.source, piece.starts_a_word, (max(around, key=len),), tuple(around))


def _ends(text: str) -> tuple[bool, bool]:
    """Tell whether a row begins and ends with a word's end."""
    first, last = text[0], text[-1]
    return first != "*" and bool(WORD.match(first)), last != "*" and bool(WORD.match(last))
