"""No regular expression of the product takes more than linear time, read from its tree."""

import re

import pytest

from benchmarks.patterns import patterns
from pipelines.lexicon import files
from pipelines.lexicon.rows import LETTER, pieces
from tests.linear import why_not

_BAD = (
    r"\s+$", r"\s*,?\s*x", r"(a+)+b", r"(?:a|a)*b", r"x*y", r"\w+@\w+", r"foo.*bar",
    r"(\w|é)+!", r"(?:\w+\s?)*$", r"^.*a.*b", r"a{1,2000}b", r"<!--.*?-->", r"a*-?a*$",
    r"(?:[a-z]{1,9}){1,30}b", r"\bby\b.*$", r"[a-z]+(?=:)", r"\s*>\s*|\s+", r"(?i:[s]|ſ)*x",
)  # fmt: skip
_GOOD = (
    r"\s{0,9},?\s{0,9}x", r'"[^"]*"', r"(?<!\s)\s+$", r"^\s+x", r"^(\w+)-(\w+)$", r"\w+",
    r"(?<![a-z])[a-z]++(?:-[a-z]++)++", r"(?s:<!--.*?(?:-->|\Z))", r"\s+(?:>\s*)?|>\s*",
    r"(?:[^\W\d_]|(?!\w)[\u0300-\u036f]){2,30}x", r"(?:-[a-z]{1,40}){0,9}x", r"\d{2,4}(?s:.*)",
)  # fmt: skip


@pytest.mark.parametrize("source", _BAD)
def test_a_pattern_that_backtracks_is_found(source: str) -> None:
    assert why_not(re.compile(source)) != ""


@pytest.mark.parametrize("source", _GOOD)
def test_a_linear_pattern_passes(source: str) -> None:
    assert why_not(re.compile(source)) == ""


def test_every_pattern_of_the_product_is_linear() -> None:
    found = patterns()
    assert len(found) > 200
    assert {p: reason for p, one in found.items() if (reason := why_not(one))} == {}


def test_every_expression_in_the_lexicon_is_linear() -> None:
    languages = files.load()
    sources = {
        piece.source
        for language, table in languages.items()
        for rows in table.values()
        for row in rows
        if not isinstance(row, str) and "re" in row
        for piece in pieces(row, spaced=language not in languages.unspaced)
    }
    assert len(sources) > 4
    assert {s: reason for s in sources if (reason := _why_not(s))} == {}


@pytest.mark.parametrize(
    "row", ["abo", "abonn*", "*abo*", "ein * konto", "le*en (sie|du) *weiter*"]
)
@pytest.mark.parametrize("spaced", [True, False])
def test_what_a_plain_row_becomes_is_linear(row: str, spaced: bool) -> None:
    assert {_why_not(piece.source) for piece in pieces(row, spaced=spaced)} == {""}


def _why_not(source: str) -> str:
    return why_not(re.compile(rf"(?<!{LETTER})(?:{source})", re.IGNORECASE))
