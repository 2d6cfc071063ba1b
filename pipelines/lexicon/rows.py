"""One row of a language's file, read as a pattern.

`abo` is a whole word, `abonn*` the beginning of one, `*abo` its end, `*abo*` any part of
it. `ein * konto` leaves up to three words between. `(der|die) artikel` writes two rows
as one. In languages that put no spaces between words every row may stand anywhere, and
`*` inside it leaves some characters out. A row `{ re = '…' }` is a regular expression.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple

from pipelines.errors import InputError
from pipelines.page.words import fold

MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0903\u093a-\u094f\u0955-\u0957\u0962\u0963\u0980-\u0983\u09bc-\u09d7\u0a01-\u0a51"
    "\u0a81-\u0acd\u0b82\u0bbe-\u0bcd\u0c00-\u0c56\u0c81-\u0cd6\u0d00-\u0d4d\u0dca-\u0ddf\u0e31-\u0e4e"
    "\u0a70\u0a71\u0b01-\u0b57\u0eb1-\u0ecd\u102b-\u103e\u17b4-\u17d3"
)
"""Vowel signs and points: parts of a word that `\\w` leaves out."""
LETTER = rf"[\w{MARKS}]"
WORD = re.compile(rf"{LETTER}+")
_GAP = r"(?:\S{1,30} ){0,3}"
_SKIP = r".{0,8}?"
_GROUP = re.compile(r"\(([^()]*)\)")

Row = str | Mapping[str, str]
"""A row as the file has it."""


class Literal(NamedTuple):
    """Letters without which a row can't match, and where in a word they stand."""

    text: str
    at: str
    """`word`: all of it; `start`: its beginning; `in`: anywhere."""


def said(row: Row) -> str:
    """Return what a plain row says; nothing for a regular expression."""
    return row if isinstance(row, str) else row.get("say", "")


def alternatives(text: str) -> Iterator[str]:
    """Yield the plain rows that a row with brackets stands for."""
    parts = _GROUP.split(text)
    choices = [part.split("|") if n % 2 else [part] for n, part in enumerate(parts)]
    for choice in product(*choices):
        yield " ".join("".join(choice).split())


class Piece(NamedTuple):
    """One alternative of a pattern."""

    source: str
    starts_a_word: bool


def pieces(row: Row, *, spaced: bool = True, folded: bool = True) -> list[Piece]:
    """Return the alternatives of the regular expression that a row means.

    `folded`: for texts as `fold` gives them; else the pattern is to be compiled
    without regard to case.
    """
    if not isinstance(row, str) and "re" in row:
        source = _folded_source(row["re"]) if folded else row["re"]
        return [Piece(f"(?:{source})", spaced and not source.startswith(r"\w*"))]
    texts = [fold(part) if folded else part for part in alternatives(said(row))]
    found = [_spaced(text) if spaced else Piece(_unspaced(text), False) for text in texts]
    return found if folded else [p._replace(source=_either(p.source)) for p in found]


def _either(source: str) -> str:
    """Let letters with a comma or a cedilla below stand for both, as `fold` unifies them."""
    return _S.sub(lambda _: _S.pattern, _T.sub(lambda _: _T.pattern, source))


def alternation(found: Iterable[Piece]) -> str:
    """Return one pattern of many alternatives: words are looked for where words begin."""
    every = list(dict.fromkeys(found))
    begin = "|".join(piece.source for piece in every if piece.starts_a_word)
    anywhere = "|".join(piece.source for piece in every if not piece.starts_a_word)
    groups = [rf"(?<!{LETTER})(?:{begin})"] if begin else []
    return "|".join([*groups, *([anywhere] if anywhere else [])]) or r"(?!)"


_COMMA = {0x15E: 0x218, 0x15F: 0x219, 0x162: 0x21A, 0x163: 0x21B}
_S, _T = re.compile(r"[\u0219\u015f]"), re.compile(r"[\u021b\u0163]")


def _folded_source(source: str) -> str:
    """Fold a pattern as texts are, but keep its case: that of a character class has a meaning."""
    return (
        unicodedata.normalize("NFKC", source).replace("ς", "σ").replace("ß", "ss").translate(_COMMA)
    )


def _spaced(text: str) -> Piece:
    tokens = [_GAP if word == "*" else _starred(word) for word in text.strip("*").split(" ")]
    source = "".join(t if t == _GAP else t + " " for t in tokens).removesuffix(" ")
    first, last = text[0], text[-1]
    after = rf"(?!{LETTER})" if last != "*" and WORD.match(last) else ""
    return Piece(source + after, first != "*" and bool(WORD.match(first)))


def _starred(word: str) -> str:
    return re.escape(word).replace(r"\*", rf"{LETTER}{{0,30}}").replace(r"\-", "-")


def _unspaced(text: str) -> str:
    return re.escape(text.strip("*")).replace(r"\*", _SKIP).replace(r"\-", "-").replace(r"\ ", " ")


def literals(row: Row, *, spaced: bool = True) -> frozenset[Literal]:
    """Return letters of which some stand in every text that the row matches."""
    if not isinstance(row, str) and "re" in row:
        return frozenset(Literal(text, "in") for text in _required(row["re"]))
    return frozenset(_literal(fold(text), spaced=spaced) for text in alternatives(said(row)))


def _literal(text: str, *, spaced: bool) -> Literal:
    if not spaced:
        return Literal(max(text.split("*"), key=len).strip(), "in")
    found = [_placed(text, m.start(), m.end()) for m in WORD.finditer(text)]
    if not found:
        raise InputError(f"The row {text!r} has no letters: write a word, or `re = …`.")
    return max(found, key=lambda literal: (len(literal.text), literal.at == "word"))


def _placed(text: str, start: int, end: int) -> Literal:
    word = text[start:end]
    if start and text[start - 1] == "*":
        return Literal(word, "in")
    return Literal(word, "start" if text[end : end + 1] == "*" else "word")


def _required(source: str) -> set[str]:
    """Return letters of which some must stand in what a regular expression matches."""
    from re import _parser  # type: ignore[attr-defined]

    found = _best(_parser.parse(_folded_source(source)))
    if not found:
        raise InputError(
            f"The row re = {source!r} has no letters that it always needs: write plain rows."
        )
    return {fold(piece) for piece in found}


def _best(parsed: Any) -> set[str]:
    """Return the alternatives whose shortest is longest among the parts of a sequence."""
    candidates: list[set[str]] = []
    run = ""
    for operation, argument in [*parsed, ("END", None)]:
        name = str(operation)
        if name == "LITERAL" and WORD.match(chr(argument)):
            run += chr(argument)
            continue
        if run:
            candidates.append({run})
            run = ""
        candidates.append(_inside(name, argument))
    known = [c for c in candidates if c]
    return max(known, key=lambda c: min(map(len, c)), default=set())


def _inside(name: str, argument: Any) -> set[str]:
    if name == "SUBPATTERN":
        return _best(argument[-1])
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _best(argument[2]) if argument[0] else set()
    if name == "BRANCH":
        branches = [_best(branch) for branch in argument[1]]
        return set().union(*branches) if all(branches) else set()
    return set()
