"""Dates of the Iranian calendar, as Persian papers print them: "۲۴ اسفند ۱۴۰۲"."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from pipelines.lexicon.rows import said
from pipelines.lexicon.tables import choice, rows


@cache
def _months() -> tuple[str, ...]:
    """The twelve months in their order."""
    return tuple(said(row) for row in rows("months.persian", "fa"))


@cache
def _wordy() -> re.Pattern[str]:
    month = "|".join(_months())
    return re.compile(
        rf"(?<!\d)(\d{{1,2}})\s+({month})\s+(?:{choice('months.word')}\s+)?(1[34]\d\d)(?!\d)"
    )


_NUMERIC = re.compile(r"(?<!\d)(1[34]\d\d)([/-])(\d{1,2})\2(\d{1,2})(?!\d)")
_EPOCH = 226_894
"""Day number (`date.toordinal`) of the day before this calendar began."""


def replace(text: str) -> str:
    """Return `text` with the Iranian dates in it as ISO dates; it holds digits 0 to 9."""
    text = _wordy().sub(
        lambda d: _iso(int(d[3]), _months().index(d[2]) + 1, int(d[1])) or d[0], text
    )
    return _NUMERIC.sub(lambda d: _iso(int(d[1]), int(d[3]), int(d[4])) or d[0], text)


def _iso(year: int, month: int, day: int) -> str | None:
    """Six months of 31 days, then months of 30; eight leap years in 33."""
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    years = year - 1
    leaps = (8 * years + 29) // 33
    days = 31 * (month - 1) if month < 8 else 186 + 30 * (month - 7)
    return date.fromordinal(_EPOCH + 365 * years + leaps + days + day).isoformat()
