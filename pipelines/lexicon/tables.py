"""The tables of words as patterns: one language's, some languages', or all together."""

from __future__ import annotations

import re
from functools import cache

from pipelines.lexicon.files import load
from pipelines.lexicon.rows import Row, alternation, alternatives, literals, pieces, said
from pipelines.page.words import fold


def known() -> tuple[str, ...]:
    """Return the languages that have a file."""
    return tuple(load())


def rows(part: str, language: str) -> list[Row]:
    """Return the rows of one part in one language; none where it has no words for it."""
    return load().get(language, {}).get(part, [])


@cache
def source(
    *parts: str,
    languages: tuple[str, ...] | None = None,
    folded: bool = False,
    begins: bool = True,
) -> str:
    """Return the words of parts as one regular expression, to stand inside a larger one.

    Without `languages`, those of every language. Not `folded`: to be compiled with
    `re.IGNORECASE`. Not `begins`: what stands before a word is the larger one's business
    ("5€", "12kr").
    """
    every = load()
    chosen = languages if languages is not None else tuple(every)
    found = (
        piece if begins else piece._replace(starts_a_word=False)
        for language in chosen
        for part in parts
        for row in rows(part, language)
        for piece in pieces(row, spaced=language not in every.unspaced, folded=folded)
    )
    return alternation(found)


@cache
def pattern(
    *parts: str, languages: tuple[str, ...] | None = None, folded: bool = False
) -> re.Pattern[str]:
    """Return the compiled words of parts; it finds nothing where there are none."""
    text = source(*parts, languages=languages, folded=folded)
    return re.compile(text, 0 if folded else re.IGNORECASE)


@cache
def needed(part: str) -> frozenset[str]:
    """Return letters of which some stand in every folded text that a row of a part finds,
    whatever the language."""
    every = load()
    found = {
        literal.text
        for language in known()
        for row in rows(part, language)
        for literal in literals(row, spaced=language not in every.unspaced)
    }
    # `articles` needs no look of its own beside `article`
    return frozenset(t for t in found if not any(o in t for o in found if o != t))


@cache
def labels(part: str) -> frozenset[str]:
    """Return the plain rows of a part in every language, folded, for lines that say no more."""
    return frozenset(
        fold(text)
        for language in known()
        for row in rows(part, language)
        for text in alternatives(said(row))
    )


@cache
def listed(part: str, languages: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """Return the plain words of a part as the files have them, longest first, each once."""
    chosen = languages if languages is not None else known()
    found = {
        text
        for language in chosen
        for row in rows(part, language)
        for text in alternatives(said(row))
        if text
    }
    return tuple(sorted(found, key=lambda text: (-len(text), text)))


def choice(part: str, languages: tuple[str, ...] | None = None) -> str:
    """Return the same as one group of a regular expression that says itself where a word
    begins and ends; `*` stands for letters."""
    words = (re.escape(word).replace(r"\*", r"\w{0,30}") for word in listed(part, languages))
    return rf"(?:{'|'.join(words) or r'(?!)'})"


@cache
def expressions(part: str) -> tuple[re.Pattern[str], ...]:
    """Return the regular expressions of a part, each compiled alone, with its groups."""
    return tuple(
        re.compile(row["re"], re.IGNORECASE)
        for language in known()
        for row in rows(part, language)
        if not isinstance(row, str) and "re" in row
    )
