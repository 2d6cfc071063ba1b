"""A moment with what is known of it, and how machines write one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from pipelines.fields.dates import zones

ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]{1,9}(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,12})?)?\s{0,9}"
    r"([+-]\d{1,2}:?\d{0,2}|[A-Za-z]{1,5}\b)?)?"
)
_EARLIEST, _LATEST = 1600, 2100
"""Years of newspapers; beyond them a number is a placeholder or an error."""
_RECENT = 1994
"""Numbers without signs between their parts are dates only since there are web pages."""
_ZEROS = frozenset(
    ((1601, 1, 1), (1899, 12, 30), (1899, 12, 31), (1900, 1, 1), (1970, 1, 1), (1980, 1, 1))
)
"""Where the clocks of systems begin: a date that nobody filled in."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or time with what is known of it."""

    at: datetime
    """UTC; midnight when only the day is known."""
    precision: str
    """`day`, `minute` or `second`."""
    offset_min: int | None = None
    """Zone as printed, minutes east of UTC; None when none is given."""

    @property
    def day(self) -> tuple[int, int, int]:
        """The calendar day as printed, in its own zone."""
        local = self.at + timedelta(minutes=self.offset_min or 0)
        return local.year, local.month, local.day

    def iso(self) -> str:
        """Return ISO 8601 as printed: bare day, or local time with its zone if known."""
        if self.precision == "day":
            return "{:04d}-{:02d}-{:02d}".format(*self.day)
        if self.offset_min is None:
            return self.at.replace(tzinfo=None).isoformat()
        zone = timezone(timedelta(minutes=self.offset_min))
        return self.at.astimezone(zone).isoformat()

    def __str__(self) -> str:
        return self.iso()


def parse(raw: str) -> Moment | None:
    """Return the moment that a machine-readable date states; None when it is none.

    ISO 8601 and its common neighbours, Unix seconds and milliseconds, `20240503`.
    """
    raw = raw.strip()
    match = ISO.search(raw)
    if match:
        return _from_iso(match)
    if not raw.isascii() or not raw.isdigit():
        return None
    if len(raw) in (10, 13):
        at = datetime.fromtimestamp(int(raw[:10]), UTC)
        return Moment(at, "second", 0) if _RECENT <= at.year < _LATEST else None
    if len(raw) == 8 and int(raw[:4]) >= _RECENT:
        return moment(int(raw[:4]), int(raw[4:6]), int(raw[6:]))
    return None


def _from_iso(match: re.Match[str]) -> Moment | None:
    year, month, day = (int(match.group(i)) for i in (1, 2, 3))
    if match.group(4) is None:
        return moment(year, month, day)
    second = int(match.group(6)) if match.group(6) else None
    return moment(
        year,
        month,
        day,
        int(match.group(4)),
        int(match.group(5)),
        second,
        offset=zones.offset((match.group(7) or "").upper(), (year, month, day)),
    )


def moment(
    year: int,
    month: int,
    day: int,
    hour: int | None = None,
    minute: int = 0,
    second: int | None = None,
    *,
    offset: int | None = None,
) -> Moment | None:
    """Return a moment from its parts; None when they make no date of a newspaper's time."""
    try:
        local = datetime(year, month, day, hour or 0, minute, second or 0, tzinfo=UTC)
    except ValueError:
        return None
    if not _EARLIEST <= year < _LATEST or (year, month, day) in _ZEROS:
        return None
    if hour is None:
        return Moment(local, "day")
    at = local - timedelta(minutes=offset or 0)
    if (at.year, at.month, at.day) in _ZEROS:
        return None
    return Moment(at, "minute" if second is None else "second", offset)
