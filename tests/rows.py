"""Texts made from a row of the lexicon."""

from __future__ import annotations

import re

from pipelines.lexicon.rows import WORD, Row, alternation, alternatives, pieces, said
from pipelines.page.words import fold


def hears(row: Row, text: str, *, spaced: bool = True) -> bool:
    """Tell whether a row finds itself in a text."""
    return bool(re.search(alternation(pieces(row, spaced=spaced)), fold(text)))


def example(row: Row, *, spaced: bool = True) -> list[str]:
    """Return texts that a row must find: its own `yes`, or its words with the gaps filled."""
    if not isinstance(row, str) and "yes" in row:
        return [row["yes"]]
    return [_filled(text, spaced=spaced) for text in alternatives(said(row))]


def _filled(text: str, *, spaced: bool) -> str:
    if not spaced:
        return text.strip("*").replace("*", "")
    return " ".join("x" if word == "*" else word.replace("*", "") for word in text.split(" "))


_OTHER = "☃"
"""A character that no row has."""


def readings(row: Row, *, spaced: bool = True) -> list[str]:
    """Return texts that a row finds, with its gaps filled and left, its words bare and
    within longer ones."""
    if not isinstance(row, str):
        return example(row, spaced=spaced)
    return [
        text
        for part in alternatives(row)
        for star in ("", "qz")
        for gap in (0, 1, 3)
        if (text := _read(part, star, gap, spaced=spaced))
    ]


def _read(text: str, star: str, gap: int, *, spaced: bool) -> str:
    if not spaced:
        return text.strip("*").replace("*", star)
    return " ".join(
        piece
        for word in text.split(" ")
        for piece in (["x"] * gap if word == "*" else [word.replace("*", star)])
    )


def near_misses(row: Row, *, spaced: bool = True) -> list[tuple[Row, str]]:
    """Return texts that a row must not find, each with the alternative that comes near it:
    its own `no`; of a plain row its words with a letter changed, inside longer words, and
    with one word too many in a gap."""
    if not isinstance(row, str) and "no" in row:
        return [(row, row["no"])]
    return [
        (text, miss)
        for text in alternatives(said(row))
        if text
        for miss in _misses(text, spaced=spaced)
    ]


def _misses(text: str, *, spaced: bool) -> list[str]:
    filled = _filled(text, spaced=spaced)
    words = list(WORD.finditer(filled))
    if not words:
        return []
    longest = max(words, key=lambda word: len(word.group()))
    middle = (longest.start() + longest.end()) // 2
    found = [filled[:middle] + _OTHER + filled[middle + 1 :]]
    if not spaced:
        return found
    if not text.endswith("*") and WORD.match(filled[-1]):
        found.append(filled + "qz")
    if not text.startswith("*") and WORD.match(filled[0]):
        found.append("qz" + filled)
    if "*" in text.split(" ")[1:-1]:
        found.append(
            " ".join(
                "x x x x" if word == "*" else word.replace("*", "") for word in text.split(" ")
            )
        )
    return found
