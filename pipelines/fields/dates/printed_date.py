"""Dates in the page's own words: "Publié le 28 juillet 2022 à 8h15", "28.07.2022",
"2022年7月28日", "vor 3 Stunden".

Month names are those of the page's language; a page whose language is not known, or is
not the text's, is read in any.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache

from pipelines.fields.dates import persian_date, relative_date, zones
from pipelines.fields.dates.moment import Moment, moment
from pipelines.lexicon import calendar
from pipelines.lexicon.rows import said
from pipelines.lexicon.tables import choice, known, listed, pattern, rows
from pipelines.page.words import squeeze

# letters with the vowel signs of Indic scripts and Thai, which `\w` leaves out
_L = r"(?:[^\W\d_]|(?!\w)[\u0300-\u036f\u0900-\u0963\u0980-\u09e3\u0a01-\u0a65\u0a81-\u0ae5\u0b82-\u0be5\u0c00-\u0c65\u0c80-\u0ce5\u0d00-\u0d65\u0e31-\u0e4e\u064b-\u065f])"
_EASTERN = r"[\u3005\u3040-\u30ff\u3400-\u9fff]"
_YMD = re.compile(
    rf"(?:\b|(?<={_EASTERN}))((?:19|20)\d{{2}})(?:[-./]|\.\s)(\d{{1,2}})(?:[-./]|\.\s)(\d{{1,2}})"
    rf"(?:\b|(?={_EASTERN}))"
)
"""Chinese and Japanese put no space between a date and the word beside it."""
_DMY = re.compile(r"\b(\d{1,2})([-./])\s?(\d{1,2})\2\s?((?:19|20)?\d{2})\b")
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z][a-z]{2,8}\.?\s\d)")
_DIGITS = {zero + n: str(n) for zero in (0x660, 0x6F0, 0x966, 0x9E6, 0xE50) for n in range(10)}
_TWO_NAMES = re.compile(rf"({_L}{{3,30}})\s{{0,9}}/\s{{0,9}}{_L}{{3,30}}")
"""Arab papers print a month in both of its names: "نيسان / أبريل"."""
_SHORT_BUDDHIST = re.compile(r"(?<=[a-z] )([67]\d)\b(?!\s?[:.])")
_BUDDHIST = re.compile(r"\b25\d\d\b")
MAX_LINE = 160
"""Characters of the longest line that is read for a date."""


@cache
def _time() -> re.Pattern[str]:
    half = _either("time.morning", "time.afternoon")
    return re.compile(
        rf"(?:({half})\s?)?(?<!\d)([01]?\d|2[0-3])\s?(?:[:.h]|{choice('time.clock')})\s?([0-5]\d)(?!\d)(?:\s{{0,9}}([ap])\.?m\b)?|\b(1[0-2]|[1-9])\s{{0,9}}([ap])\.?m\b",
        re.IGNORECASE,
    )


def _either(*parts: str) -> str:
    return "|".join(choice(part, _HALF_BEFORE) for part in parts)


_HALF_BEFORE = ("ja", "ko", "zh")
"""Languages that say before the hour which half of the day it is in."""
_HALF_BEHIND = ("ar",)


@cache
def _cjk() -> re.Pattern[str]:
    years, months, days = (
        "".join(said(rows("months.signs", language)[n]) for language in ("ja", "ko"))
        for n in range(3)
    )
    return re.compile(
        rf"((?:19|20)\d{{2}})\s?[{years}]\s?(\d{{1,2}})\s?[{months}]\s?(\d{{1,2}})\s?[{days}]?"
    )


@cache
def _vietnamese() -> re.Pattern[str]:
    """Months that have numbers and no names."""
    year = choice("months.year", ("vi",))
    return re.compile(
        rf"\b(\d{{1,2}})\s{{1,9}}{choice('months.numbered')}\s{{1,9}}(\d{{1,2}}),?\s{{1,9}}(?:{year}\s{{1,9}})?((?:19|20)\d{{2}})\b",
        re.IGNORECASE,
    )


@cache
def _wordy_date() -> re.Pattern[str]:
    of = rf"(?:{choice('months.of')}\s{{1,9}}|d['’])?"
    year = choice("months.year", ("lv",))
    mark = choice("months.year", ("lt",))
    ordinal = rf"(?:\.|{choice('months.ordinal')})?"
    english = choice("months.ordinal", ("en",))
    return re.compile(
        rf"\b(?:19|20)\d{{2}}\.\s{{1,9}}{year}\s{{1,9}}\d{{1,2}}\.\s{{1,9}}{_L}{{3,30}}"
        rf"|\b\d{{1,2}}{ordinal}\s{{1,9}}{of}{_L}{{2,30}}\.?,?\s{{1,9}}{of}(?:19|20)\d{{2}}\b"
        rf"|\b{_L}{{3,30}}\.?\s{{1,9}}\d{{1,2}}{english}?,?\s{{1,9}}(?:19|20)\d{{2}}\b"
        rf"|\b(?:19|20)\d{{2}}\.?\s{{1,9}}(?:{mark}\s{{1,9}})?{_L}{{3,30}}\.?\s{{1,9}}\d{{1,2}}\b"
    )


@cache
def _half_behind() -> re.Pattern[str]:
    """Morning or afternoon behind the hour, as Arabic papers print it."""
    morning, afternoon = (choice(f"time.{half}", _HALF_BEHIND) for half in ("morning", "afternoon"))
    return re.compile(rf"(?<=\d)\s?(?:({morning})|{afternoon})(?!\w)")


@cache
def _era() -> re.Pattern[str]:
    return re.compile(rf"{choice('months.era')}\s?(\d{{1,2}})年")


@cache
def _more_months() -> tuple[tuple[str, str], ...]:
    """Month names of several words, and those with points in them."""
    return tuple(
        (row["say"], row["month"])
        for language in known()
        for row in rows("months.more", language)
        if not isinstance(row, str)
    )


@cache
def _word() -> re.Pattern[str]:
    return re.compile(f"{_L}{{3,30}}|{choice('months.short')}")


@cache
def _halves() -> dict[str, str]:
    return {
        word: half
        for part, half in (("time.morning", "a"), ("time.afternoon", "p"))
        for word in listed(part, _HALF_BEFORE)
    }


def says_modified(text: str) -> bool:
    """Tell whether a line speaks of an update rather than of the publication."""
    return len(text) < MAX_LINE and bool(pattern("date.updated").search(text))


def says_published(text: str) -> bool:
    """Tell whether a line speaks of the publication."""
    return bool(pattern("date.published").search(text))


def parted(text: str) -> tuple[str, str]:
    """Part a line at the word that speaks of an update: (published, modified)."""
    match = pattern("date.updated").search(text)
    if not match:
        return text, ""
    before, after = text[: match.start()], text[match.start() :]
    first = None if any(c.isdigit() for c in before) else pattern("date.published").search(after)
    if first:  # "Updated: 15 May, published: 14 May"
        return after[first.start() :], after[: first.start()]
    return before, after


def parse_text(
    text: str, language: str | None, fetched: datetime | None = None, country: str | None = None
) -> Moment | None:
    """Return the first date in a short text; None when there is none.

    `country` is where the page is from: it settles what a zone and the order of numbers mean.
    """
    text = _readable(squeeze(text)[: MAX_LINE * 2])
    parts = _numeric(text, language, country)
    if parts is not None:
        return _timed(text, parts, country)
    spelled = _spelled(text, language)
    if spelled is not None:
        rest = f"{text[: spelled.start]} {text[spelled.end :]}"
        return _timed(rest, spelled[:3], country)
    wordy = _wordy_date().search(text)
    if wordy:
        day = _wordy(wordy.group())
        if day is not None:
            return _timed(text.replace(wordy.group(), " "), day, country)
    return relative_date.parse(text, fetched) if fetched is not None else None


def _spelled(text: str, language: str | None) -> calendar.Day | None:
    """The first day that is named in the page's language."""
    own = (language or "").lower().replace("_", "-").split("-")[0]
    return next(calendar.days(text, own), None) if own and any(map(str.isdigit, text)) else None


def _readable(text: str) -> str:
    """Digits of other scripts, Buddhist years and words glued by the markup, as the
    patterns know them."""
    text = _GLUED.sub(" ", text)
    if text.isascii():
        return text
    arabic = max(text) >= "\u0600"
    text = text.translate(_DIGITS)
    if arabic:
        text = persian_date.replace(text)
    if arabic:
        text = _TWO_NAMES.sub(r"\1", text)
    text = _half_behind().sub(lambda half: " am" if half[1] else " pm", text)
    text = _era().sub(lambda era: f"{2018 + int(era[1])}年", text)
    for phrase, month in _more_months():
        text = text.replace(phrase, month)
    if "\u0e00" < max(text) < "\u0e80":
        text = _SHORT_BUDDHIST.sub(r"25\1", text)
        text = _BUDDHIST.sub(lambda y: str(int(y.group()) - 543), text)
    return text


def _numeric(text: str, language: str | None, country: str | None) -> tuple[int, int, int] | None:
    match = _cjk().search(text) or _YMD.search(text)
    if match:
        year, month, day = (int(g) for g in match.groups())
        return (year, month, day) if _is_date(month, day) else None
    match = _vietnamese().search(text)
    if match:
        return int(match.group(3)), int(match.group(2)), int(match.group(1))
    match = _DMY.search(text)
    if not match:
        return None
    first, second, year = int(match.group(1)), int(match.group(3)), int(match.group(4))
    year += 2000 if year < 100 else 0
    month_first = zones.writes_month_first(language, country, match.group(2))
    if (month_first and first <= 12) or second > 12:
        first, second = second, first
    return (year, second, first) if _is_date(second, first) else None


def _is_date(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def _timed(text: str, day: tuple[int, int, int], country: str | None) -> Moment | None:
    rest = _cjk().sub(" ", _DMY.sub(" ", _YMD.sub(" ", text)))
    match = _time().search(rest)
    if not match:
        return moment(*day)
    hour = int(match.group(2) or match.group(5))
    half = (match.group(4) or match.group(6) or _halves().get(match.group(1) or "", "")).lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    zone = zones.AFTER_TIME.match(rest, match.end())
    offset = zones.offset(zone.group(1), day, country) if zone else None
    return moment(*day, hour, int(match.group(3) or 0), offset=offset)


@cache
def _year_first() -> re.Pattern[str]:
    year, mark = choice("months.year", ("lv",)), choice("months.year", ("lt",))
    return re.compile(rf"^\d{{4}}\.\s+{year}|^\d{{4}}(?= {mark})")


@cache
def _prefix() -> re.Pattern[str]:
    """What is written as one word with the month: Hebrew "in"."""
    return re.compile(rf"^{choice('months.prefix')}")


def _wordy(text: str) -> tuple[int, int, int] | None:
    """Day, month name and year in any order; None when no word is a month."""
    year = re.search(r"\b(?:19|20)\d{2}\b", text)
    day = re.search(r"\b(\d{1,2})(?!\d)", text)
    if year is None or day is None:
        return None
    text = _year_first().sub(" ", text)
    for word in _word().findall(text):
        month = calendar.month_in_any(_prefix().sub("", word))
        if month is not None:
            return (
                (int(year.group()), month, int(day.group(1)))
                if _is_date(month, int(day.group(1)))
                else None
            )
    return None
