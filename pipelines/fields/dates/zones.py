"""Time zones as papers print them, and the country that settles what they mean."""

from __future__ import annotations

import re
import tomllib
from datetime import datetime
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

_NUMERIC = re.compile(r"(?:UTC|GMT)?\s?([+\-\u2212])\s?(\d{1,2}):?(\d{2})?")
_FURTHEST = 15 * 60
"""No clock on earth is further from UTC, in minutes."""
AFTER_TIME = re.compile(
    r"\.?\s{0,9}(?::[0-5]\d)?\s{0,9}(?:Uhr\b|hrs?\b|h\b)?[\s,]{0,9}[(\[]?"
    r"((?:UTC|GMT)\s?[+\-\u2212]\s?\d{1,2}(?::?\d{2})?|[+\-\u2212]\d{2}:?\d{2}\b|[A-Z]{2,5}\b|МСК\b)"
)
"""What may stand between a time of day and its zone, and the zone."""


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("zones.toml").read_text("utf-8"))


def offset(zone: str, day: tuple[int, int, int], country: str | None = None) -> int | None:
    """Return minutes east of UTC that a printed zone means on a day.

    None when it is no zone that is known, or one of several meanings of which the country
    tells none.
    """
    numeric = _NUMERIC.fullmatch(zone)
    if numeric:
        minutes = int(numeric[2]) * 60 + int(numeric[3] or 0)
        if minutes > _FURTHEST:
            return None
        return minutes if numeric[1] == "+" else -minutes
    table = _table()
    if zone in table["seasonal"]:
        return _on(table["seasonal"][zone], day)
    here: int | None = table["by_country"].get(zone, {}).get(country)
    fixed: int | None = table["fixed"].get(zone)
    return fixed if here is None else here


@lru_cache(maxsize=512)
def _on(place: str, day: tuple[int, int, int]) -> int | None:
    """The offset of a place on a day: summer time or not."""
    try:
        shift = datetime(*day, 12, tzinfo=ZoneInfo(place)).utcoffset()
    except (ValueError, KeyError):  # no such day, or a machine without the tz database
        return None
    return None if shift is None else int(shift.total_seconds() // 60)


def country_of(url: str, language: str | None) -> str | None:
    """Return the country of a page as ISO 3166 in small letters: by its address, by the
    region of its language tag, by its language; None when none of them tells."""
    domains = _table()["domains"]
    top = (urlsplit(url).hostname or "").rpartition(".")[2]
    top = str(domains["renamed"].get(top, top))
    if len(top) == 2 and top not in domains["of_no_country"]:
        return top
    tag, *regions = (language or "").lower().replace("_", "-").split("-")
    region = next((r for r in reversed(regions) if len(r) == 2), None)
    country: str | None = region or _table()["country_of_language"].get(tag)
    return country


def writes_month_first(language: str | None, country: str | None, sign: str) -> bool:
    """Tell whether `03/04/2025` (or with another sign) is the fourth of March here."""
    tag = (language or "en").lower().replace("_", "-")
    if tag.partition("-")[0] != "en":
        return False
    known = country or (tag[3:] or None)
    first = known in _table()["domains"]["month_first"]
    return (sign == "/" and (first or known is None)) or (sign == "-" and first)
