"""Dates that count from the fetch: "vor 3 Stunden", "3時間前", "yesterday at 14:30".

A number, a unit and a word that says "ago" are needed together, so that a span
of time in running text ("for 3 hours") is no date.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from functools import cache

from pipelines.fields.dates.moment import Moment, moment
from pipelines.lexicon.tables import choice, expressions, listed, source

_UNIT = r"([^\W\d_](?:[^\W\d_]|(?!\w)[\u0300-\u036f\u0900-\u0963\u0980-\u09e3\u0e31-\u0e4e]){0,30})"
_START = r"(?:^|[\s|•·,:(])"
_STOP = r"(?=[\s|•·,.)]|$)"
_UNITS = {"minutes": 1, "hours": 60, "days": 1440, "weeks": 10080}
"""Tables of the beginnings of units' names, and the minutes that one has."""


@cache
def _before() -> re.Pattern[str]:
    count = rf"(\d{{1,3}}|{choice('ago.one')})"
    before = source("ago.before")
    return re.compile(
        rf"{_START}(?:{before})\s{{1,9}}{count}\s{{0,9}}(?:de\s{{1,9}})?{_UNIT}", re.IGNORECASE
    )


@cache
def _after() -> re.Pattern[str]:
    count = rf"(\d{{1,3}}|{choice('ago.one')})"
    after = choice("ago.after")
    return re.compile(
        rf"{_START}(?:for\s{{1,9}})?{count}\s{{0,9}}{_UNIT}?\.?\s{{0,9}}{after}{_STOP}",
        re.IGNORECASE,
    )


@cache
def _whole() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(f"{_START}{whole.pattern}{_STOP}", re.IGNORECASE)
        for whole in expressions("ago.whole")
    )


@cache
def _minutes_of() -> dict[str, int]:
    """Beginnings of the units' names without accents."""
    return {
        unicodedata.normalize("NFKD", stem): minutes
        for unit, minutes in _UNITS.items()
        for stem in listed(f"ago.{unit}")
    }


@cache
def _named() -> tuple[tuple[int, re.Pattern[str]], ...]:
    return tuple(
        (
            days,
            re.compile(
                rf"(?:^|[\s:|])(?:{source(f'ago.{day}')})\W{{0,3}}{choice('ago.at')}?\s{{0,9}}(\d{{1,2}})\s?[:.h]\s?(\d{{2}})(?!\d)",
                re.IGNORECASE,
            ),
        )
        for days, day in enumerate(("today", "yesterday"))
    )


_MAX_LINE = 80


def parse(text: str, fetched: datetime) -> Moment | None:
    """Return the moment that a short line states relative to the fetch; None if none."""
    if len(text) > _MAX_LINE:
        return None
    return _ago(text, fetched.astimezone(UTC)) or _named_day(text, fetched)


def _ago(text: str, fetched: datetime) -> Moment | None:
    found = [m for p in (_before(), _after(), *_whole()) if (m := p.search(text)) is not None]
    if not found:
        return None
    first = min(found, key=lambda match: match.start())
    count, unit = first[1], first[2] or ""
    minutes = _minutes(unit)
    if minutes is None:
        return None
    at = fetched - timedelta(minutes=minutes * (int(count) if count.isdigit() else 1))
    if minutes >= 1440:  # "two days ago" tells no time of day
        return moment(at.year, at.month, at.day)
    return moment(at.year, at.month, at.day, at.hour, at.minute, offset=0)


def _minutes(unit: str) -> int | None:
    """Return the length of a unit by the longest known beginning of its name."""
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", unit.casefold()) if not "\u0300" <= c <= "\u036f"
    )
    for length in range(len(plain), 0, -1):
        minutes = _minutes_of().get(plain[:length])
        # one Latin letter is a unit only when it is the whole word: "3 h ago"
        if minutes is not None and (length > 1 or length == len(plain) or not plain.isascii()):
            return minutes
    return None


def _named_day(text: str, fetched: datetime) -> Moment | None:
    """Read "yesterday, 14:30": the page's own zone is unknown, so none is given."""
    for days, pattern in _named():
        match = pattern.search(text)
        if match:
            day = fetched - timedelta(days=days)
            return moment(day.year, day.month, day.day, int(match.group(1)), int(match.group(2)))
    return None
