"""Dates in the words of a language: its month names and the order of its dates.

Names and orders are those of the CLDR, in `cldr.json`, which `training/calendars.py`
writes.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pipelines.lexicon import files
from pipelines.lexicon.rows import MARKS
from pipelines.lexicon.tables import choice

_FILE = Path(__file__).with_name("cldr.json")
_SILENT = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u064b-\u065f\u0670\u093c\u09bc'’׳॰]"
)
"""Accents, points and signs of elision that print leaves out at will."""
_DIGITS = {
    code: str(unicodedata.decimal(chr(code)))
    for code in range(0x660, 0x10000)
    if unicodedata.decimal(chr(code), None) is not None
}
_PART = rf"[^\W\d_]|(?!\w)[{MARKS}\u200c\u200d]"
_NAME = re.compile(rf"(?:{_PART}){{1,30}}(?:\.(?:{_PART}){{1,30}}){{0,3}}")
_SHORTEST = 3
"""Letters of a cut name at least: "Sep", "Sept"."""
_LONGEST = 3
"""Words of a name at most: "Kanun al-thani"."""
_FIELD = re.compile(r"'([^']{0,99})'|([GyMLdE])\2{0,7}|([^GyMLdE']+)")
_BETWEEN = r"[\s.,،/-]{0,3}"
_USUAL = ("d MMMM y", "MMMM d, y", "y MMMM d")
"""Orders that occur in print whatever the language's own is."""


class Day(NamedTuple):
    """A day as a text names it, and the place in the text that names it."""

    year: int
    month: int
    day: int
    start: int
    end: int


def plain(text: str) -> str:
    """Return a text without case, accents and points, as names are compared."""
    if text.isascii():
        return text.lower().replace("'", "")
    return _SILENT.sub("", unicodedata.normalize("NFKD", text.casefold())).translate(_DIGITS)


@cache
def _cldr() -> dict[str, dict[str, Any]]:
    languages: dict[str, dict[str, Any]] = json.loads(_FILE.read_bytes())["languages"]
    languages["no"] = languages.get("no") or languages["nb"]
    return languages


def known() -> tuple[str, ...]:
    """Return the languages whose months are known."""
    return tuple(_cldr())


def names(language: str) -> list[list[str]]:
    """Return the names of the twelve months; empty lists for a language that is not known."""
    data = _cldr().get(language)
    return data["months"] if data else [[] for _ in range(12)]


@cache
def _months(language: str) -> dict[str, int]:
    """The months by every name, and by every beginning of one that no other month shares."""
    exact = {
        plain(name).rstrip("."): number
        for number, every in enumerate(names(language), 1)
        for name in every
    }
    cut: dict[str, set[int]] = {}
    for name, number in exact.items():
        for length in range(_SHORTEST, len(name)):
            cut.setdefault(name[:length], set()).add(number)
    return {name: min(months) for name, months in cut.items() if len(months) == 1} | exact


@lru_cache(maxsize=4096)
def month_of(word: str, language: str) -> int | None:
    """Return the month that a word means in a language, 1 to 12; None if none.

    A longer word that begins with a name is one of its forms.
    """
    return _month(word, _months(language))


def _month(word: str, known: Mapping[str, int]) -> int | None:
    word = plain(word).strip(". ")
    for length in range(len(word), _SHORTEST - 1, -1):
        if word[:length] in known:
            return known[word[:length]]
    return known.get(word)


_FIRST = ("en", "de", "fr", "es", "it", "pt", "nl", "ru", "pl", "sv", "tr", "ar", "fa", "hi")
"""Whose names count first where the language of a text is not known."""
_LAST = ("be", "mk", "bs", "sq", "az", "uz", "kk", "hy", "ka", "ms", "gl", "eu", "ga", "ta", "te", "kn", "ml", "gu", "mr", "ne", "pa", "si", "my", "km", "lo", "am")  # fmt: skip
"""Languages of the press that have no file of words yet."""


@cache
def _any_months() -> dict[str, int]:
    merged: dict[str, int] = {}
    for language in dict.fromkeys((*_FIRST, *files.load(), *_LAST)):
        for name, number in _months(language).items():
            merged.setdefault(name, number)
    return merged


@lru_cache(maxsize=4096)
def month_in_any(word: str) -> int | None:
    """Return the month that a word means in some language of the lexicon; None if none."""
    return _month(word, _any_months())


@cache
def _orders(language: str) -> tuple[re.Pattern[str], ...]:
    data = _cldr().get(language)
    own = data["dates"] if data else []
    return tuple(dict.fromkeys(re.compile(_order(p), re.IGNORECASE) for p in [*own, *_USUAL]))


def _order(pattern: str) -> str:
    """Return a date pattern of the CLDR as a regular expression."""
    found: list[str] = []
    literal = ""
    for match in _FIELD.finditer(pattern):
        quoted, field, other = match.groups()
        if quoted is not None or other is not None:
            literal += quoted if quoted is not None else other
            continue
        if field in "GE":
            literal += "\0"
            continue
        found.append(_between(literal) if found else "")
        literal = ""
        found.append(_field(field))
    return "".join(found)


def _field(field: str) -> str:
    if field == "y":
        return r"(?<!\d)(?P<y>(?:19|20)\d\d)(?!\d)"
    if field == "d":
        return rf"(?<!\d)(?P<d>\d{{1,2}})(?!\d)(?:\.|{choice('months.ordinal')})?"
    return rf"(?P<m>{_NAME.pattern}(?:\s{_NAME.pattern}){{0,{_LONGEST - 1}}}?)\.?"


def _between(literal: str) -> str:
    """What stands between two fields: the language's own words, or signs and spaces."""
    words = [re.escape(plain(word)) for word in re.findall(r"[^\s.,،]+", literal) if word != "\0"]
    if "\0" in literal:
        words.append(r"[^\d\s]{1,8}")
    if not words:
        return _BETWEEN
    return rf"(?:{_BETWEEN}{_BETWEEN.join(words)}{_BETWEEN}|{_BETWEEN})"


def days(text: str, language: str) -> Iterator[Day]:
    """Yield the days that a text names with a month's name of the language."""
    text, places = _placed(text)
    if not _YEAR.search(text):
        return  # most lines with a number
    for order in _orders(language):
        for match in order.finditer(text):
            month = month_of(match["m"], language)
            if month is not None and 1 <= int(match["d"]) <= 31:
                start, end = places[match.start()], places[match.end() - 1] + 1
                yield Day(int(match["y"]), month, int(match["d"]), start, end)


_YEAR = re.compile(r"(?:19|20)\d\d")
"""What every order of a date holds."""


def _placed(text: str) -> tuple[str, list[int]]:
    """Return the plain text, and where in the text each of its characters comes from."""
    pieces = [plain(character) for character in text]
    places = [place for place, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), places
