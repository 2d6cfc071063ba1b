"""Texts made from a row of the lexicon."""

from __future__ import annotations

import re

from pipelines.lexicon.rows import Row, alternation, alternatives, pieces, said
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
