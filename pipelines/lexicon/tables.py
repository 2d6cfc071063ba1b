"""The tables of words as patterns: one language's, some languages', or all together."""

from __future__ import annotations

import re
from functools import cache

from pipelines.lexicon.files import load
from pipelines.lexicon.rows import Row, alternation, alternatives, pieces, said
from pipelines.page.words import fold


def known() -> tuple[str, ...]:
    """Return the languages that have a file."""
    return tuple(load())


def rows(part: str, language: str) -> list[Row]:
    """Return the rows of one part in one language; none where it has no words for it."""
    return load().get(language, {}).get(part, [])


@cache
def source(*parts: str, languages: tuple[str, ...] | None = None, folded: bool = False) -> str:
    """Return the words of parts as one regular expression, to stand inside a larger one.

    Without `languages`, those of every language. Not `folded`: to be compiled with
    `re.IGNORECASE`.
    """
    every = load()
    chosen = languages if languages is not None else tuple(every)
    return alternation(
        piece
        for language in chosen
        for part in parts
        for row in rows(part, language)
        for piece in pieces(row, spaced=language not in every.unspaced, folded=folded)
    )


@cache
def pattern(
    *parts: str, languages: tuple[str, ...] | None = None, folded: bool = False
) -> re.Pattern[str]:
    """Return the compiled words of parts; it finds nothing where there are none."""
    text = source(*parts, languages=languages, folded=folded)
    return re.compile(text, 0 if folded else re.IGNORECASE)


@cache
def labels(part: str) -> frozenset[str]:
    """Return the plain rows of a part in every language, folded, for lines that say no more."""
    return frozenset(
        fold(text)
        for language in known()
        for row in rows(part, language)
        for text in alternatives(said(row))
    )
