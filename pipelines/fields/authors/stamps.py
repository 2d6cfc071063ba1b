"""The date in a byline, cut out: a name may stand before it, behind it, or glued to it."""

from __future__ import annotations

import re
from functools import cache

from pipelines.fields.authors.name_shapes import day, month
from pipelines.fields.authors.names import is_person, printed_names
from pipelines.lexicon.tables import choice


def without_stamp(text: str) -> str | None:
    """Return what is left of a short line without its dates and times, where that is a person
    and nothing else: "1 May 2025 Ruth Ansell 6"; None when it is another line."""
    found = list(_stamp().finditer(text))
    if not found:
        return None
    rest = _EDGE.sub("", _COUNT.sub("", _stamp().sub(" | ", text)))
    names = printed_names([rest])
    return rest if names and all(map(is_person, names)) and len(rest) < _LONGEST else None


_LONGEST = 60
"""Characters of a name with a rubric or a role behind it."""
_COUNT = re.compile(r"(?<=[^\W\d_])\s{1,9}\d{1,4}\s{0,9}$")
"""Comments or readers, counted behind the name."""
_EDGE = re.compile(r"^[\s|·•,;–—-]{1,99}|[\s|·•,;–—-]{1,99}$")


@cache
def _stamp() -> re.Pattern[str]:
    """A day with its year, or a time of day."""
    year, number = r"(?:19|20)\d\d", r"\d{1,2}"
    week = rf"(?:\b{choice('names.day')}\.?,?\s{{1,9}})?"
    ordinal = rf"(?:{choice('months.ordinal', ('en',))}|\.)?"
    of = rf"(?:{choice('months.of', ('es', 'pt'))}\s{{1,9}})?"
    zone = r"(?:\s?[ap]\.?m\b\.?|\s(?:[A-Z]{2,4}|Uhr|hrs)\b)?"
    return re.compile(
        rf"{week}\b{number}{ordinal}\s{{1,9}}{of}{month()}\.?,?\s{{1,9}}{of}{year}"
        rf"|{week}(?:\b|(?<=[a-z])(?=(?-i:[A-Z]))){month()}\.?\s{{1,9}}{number}{ordinal},?\s{{1,9}}{year}"
        rf"|{week}\b{number}[./-]\s?{number}[./-]\s?(?:{year}|\d\d\b)"
        rf"|\b{year}[./-]{number}[./-]{number}"
        rf"|\b{number}[:.h]\d\d\b{zone}",
        re.IGNORECASE,
    )


_LABEL = re.compile(r"(?:[^\W\d_]{1,40} ){0,2}[^\W\d_]{1,40} ?[:：](?:$|\s{0,9}(?=\S))")


def is_of_date(text: str) -> bool:
    """Tell whether a line is a label with a day behind its colon, a number or nothing: it is
    of a date, not of a person."""
    label = _LABEL.match(text)
    if label is None:
        return False
    rest = text[label.end() :]
    dated = any(map(str.isdigit, rest)) and day().match(rest)
    return not rest or rest[0].isdigit() or bool(dated)
