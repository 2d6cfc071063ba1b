"""Dates of sitemaps and feeds, in every format that is found there."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from pipelines.fields.dates.moment import parse

_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)[T ]?(\d\d)(\d\d)(\d\d)?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?$")
_SLASHES = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_UNIX = re.compile(r"(\d{10})(?:\d{3}|\d{6})?(?:\.\d+)?$")
CLOCKS = timedelta(minutes=5)
"""How far clocks may differ: what is dated later than this has no date."""


def moment(written: str | None, now: datetime | None = None) -> datetime | None:
    """Return the time that an entry gives, in UTC; None for none, and for one that cannot
    be: before the web, beyond the calendar, or in the future, which says nothing about
    when a page changed."""
    text = (written or "").strip()[:80]
    if not text:
        return None
    try:
        at = _read(text)
        at = at if at is None or at.tzinfo else at.replace(tzinfo=UTC)
        at = at.astimezone(UTC) if at is not None else None
    except (ValueError, OverflowError, OSError, TypeError, IndexError):
        return None
    latest = (now or datetime.now(UTC)) + CLOCKS
    return at if at is not None and _EARLIEST <= at <= latest else None


def _read(text: str) -> datetime | None:
    if unix := _UNIX.match(text):
        return datetime.fromtimestamp(int(unix[1]), UTC)
    if compact := _COMPACT.match(text):
        year, month, day, hour, minute, second, zone = compact.groups()
        iso = f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone or ''}"
        return datetime.fromisoformat(iso)
    text = _SLASHES.sub(r"\1-\2-\3", text)
    if day_first := _DAY_FIRST.match(text):
        day, month, year = day_first.groups()
        text = f"{year}-{month}-{day}{text[day_first.end() :]}"
    known = parse(text)
    return known.at if known is not None else parsedate_to_datetime(text)
