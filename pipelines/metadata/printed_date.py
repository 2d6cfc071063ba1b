"""Dates in the page's own words: "Publié le 28 juillet 2022 à 8h15", "28.07.2022",
"2022年7月28日", "vor 3 Stunden".

Only short lines near the headline are read. Month names stand in a table;
relative times, and names that are not in it, are dateparser's
(https://github.com/scrapinghub/dateparser, BSD) with the language given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.body import roles
from pipelines.body.blocks import Block
from pipelines.model import Found
from pipelines.page.words import squeeze

if TYPE_CHECKING:
    from pipelines.body.layout import Layout
    from pipelines.metadata.date import Moment

_TIME = re.compile(r"\b([01]?\d|2[0-3])\s?(?:[:.hH]|Uhr)\s?([0-5]\d)\b(?:\s*([ap])\.?m\b)?|\b(1[0-2]|[1-9])\s*([ap])\.?m\b", re.IGNORECASE)
_YMD = re.compile(r"\b((?:19|20)\d{2})[-./](\d{1,2})[-./](\d{1,2})\b")
_DMY = re.compile(r"\b(\d{1,2})([-./])\s?(\d{1,2})\2\s?((?:19|20)?\d{2})\b")
_CJK = re.compile(r"((?:19|20)\d{2})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?")
_WORDY = re.compile(
    r"\b\d{1,2}(?:\.|er|st|nd|rd|th|º|ª|η|-?(?:го|е))?\s+(?:de\s+|of\s+|d['’])?[^\W\d_]{3,}\.?,?\s+(?:de\s+|del\s+)?(?:19|20)\d{2}\b"
    r"|\b[^\W\d_]{3,}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d{2}\b"
    r"|\b(?:19|20)\d{2}\.?\s+[^\W\d_]{3,}\s+\d{1,2}\b"
)
_RELATIVE = re.compile(
    r"\b(?:vor (?:\d+|einer|einem) (?:sekunden?|minuten?|stunden?|tag(?:en)?|wochen?)|il y a \d+ (?:secondes?|minutes?|heures?|jours?|semaines?)|hace \d+ (?:segundos?|minutos?|horas?|días?|semanas?)"
    r"|há \d+ (?:minutos?|horas?|dias?)|\d+ (?:minut[io]|or[ae]|giorn[io]) fa|\d+ (?:min(?:ute)?s?|hours?|hrs?|days?|weeks?) ago|\d+ (?:minuten|uur|dagen) geleden|\d+ (?:minut|godzin|dni)\w* temu)\b",
    re.IGNORECASE,
)
_MODIFIED = re.compile(
    r"(?:updat|modifi|aktualisi|mis à jour|mise à jour|màj|maj\b|actualizad|atualizad|aggiornat|bijgewerkt|zuletzt|letzte änderung|uppdater|oppdater|opdater|päivitet|aktualiz|zmodyf|frissít|ενημ|обновл|оновл|güncel|更新|수정|تحديث|अपडेट|stand:|geändert|last changed|revised|last edited)",
    re.IGNORECASE,
)
# beginnings of month names without accents, in some thirty languages: dateparser
# compiles a thousand patterns for the same answer
_MONTH_STEMS = (
    "jan ene gen styc led ian tam oca янв січ студ ιαν ينا كان जनव", "feb fev lut unor helm subat фев лют φεβ فبر شبا फरव फ़रव",
    "mar mrt maa brez march marz maal márc мар бер μαρ مار آذا मार्", "apr avr abr kwi dub huh nis апр квіт απρ أبر ابر نيس अप्र",
    "may mai maj mag mei kvet touk мая май трав μαι ماي أيا मई", "jun juin giu cze cervna cerven kes haz июн черв ιουν يون حزي जून",
    "jul juil lug lip cervenc cervence hein tem июл лип ιουλ يول تمو जुला", "aug aou ago sier srp elo agu авг серп αυγ أغس اغس अगस",
    "sep set wrz zari syys eyl сен вер σεπ سبت أيل सित szep", "oct okt ott out paz rij lok eki окт жов οκτ أكت اكت अक्ट",
    "nov lis marr kas ноя лист νοε نوف नवं नवम", "dec dez dic des gru pros joul ara дек груд δεκ ديس दिस",
)
_MONTHS = {
    unicodedata.normalize("NFKD", stem).casefold(): number
    for number, stems in enumerate(_MONTH_STEMS, 1)
    for stem in stems.split()
}
_US = ("en-us", "en_us")
_MAX_LINE = 160
_LINES = 40


def says_modified(text: str) -> bool:
    """Tell whether a line speaks of an update rather than of the publication."""
    return len(text) < _MAX_LINE and bool(_MODIFIED.search(text))


def published(layout: Layout, language: str | None, fetched: datetime | None) -> list[Found[Moment]]:
    """Return the publication dates printed near the headline, best first."""
    found = []
    for block in _lines(layout):
        before, _ = _split(block.text)
        value = parse_text(before, language, fetched) if before else None
        if value:
            found.append((_rank(block, layout), Found(value, "html", block.path, block.text)))
    return [f for _, f in sorted(found, key=lambda pair: pair[0])]


def modified(layout: Layout, language: str | None, fetched: datetime | None) -> list[Found[Moment]]:
    """Return the modification dates printed near the headline."""
    found = []
    for block in _lines(layout):
        _, after = _split(block.text)
        value = parse_text(after, language, fetched) if after else None
        if value:
            found.append(Found(value, "html", block.path, block.text))
    return found


def _split(text: str) -> tuple[str, str]:
    """Part a line at the word that speaks of an update: (published, modified)."""
    match = _MODIFIED.search(text)
    if not match:
        return text, ""
    return text[: match.start()], text[match.start() :]


def _lines(layout: Layout) -> Iterator[Block]:
    bad = roles.RELATED | roles.COMMENT | roles.HIDDEN | roles.AD
    for block in layout.head_zone[:_LINES]:
        if len(block.text) <= _MAX_LINE and not block.roles & bad and any(c.isdigit() for c in block.text):
            yield block


def _rank(block: Block, layout: Layout) -> tuple[int, int]:
    """Lines that name themselves a date come first, then the nearest to the headline."""
    named = bool(block.roles & (roles.META | roles.BYLINE))
    navigation = bool(block.roles & (roles.NAV | roles.FOOT))
    home = layout.headline.index if layout.headline else layout.body_start
    return (2 if navigation else 0 if named else 1, abs(block.index - home))


def parse_text(text: str, language: str | None, fetched: datetime | None = None) -> Moment | None:
    """Return the first date in a short text; None when there is none."""
    from pipelines.metadata.date import moment

    text = squeeze(text)[: _MAX_LINE * 2]
    parts = _numeric(text, language)
    if parts is not None:
        return _timed(text, *parts)
    wordy = _WORDY.search(text)
    if wordy:
        day = _wordy(wordy.group(), (language or "").split("-")[0].lower())
        if day is not None:
            return _timed(text, *day)
    relative = _RELATIVE.search(text)
    if relative and fetched is not None:
        at = _relative(relative.group(), (language or "en").split("-")[0], fetched)
        if at is not None:
            return moment(at.year, at.month, at.day, at.hour, at.minute, offset=0)
    return None


def _numeric(text: str, language: str | None) -> tuple[int, int, int] | None:
    match = _CJK.search(text) or _YMD.search(text)
    if match:
        year, month, day = (int(g) for g in match.groups())
        return (year, month, day) if _is_date(month, day) else None
    match = _DMY.search(text)
    if not match:
        return None
    first, second, year = int(match.group(1)), int(match.group(3)), int(match.group(4))
    year += 2000 if year < 100 else 0
    month_first = match.group(2) == "/" and (language or "en").lower() in ("en", *_US)
    if (month_first and first <= 12) or second > 12:
        first, second = second, first
    return (year, second, first) if _is_date(second, first) else None


def _is_date(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def _timed(text: str, year: int, month: int, day: int) -> Moment | None:
    from pipelines.metadata.date import moment

    rest = _DMY.sub(" ", _YMD.sub(" ", text))
    match = _TIME.search(rest)
    if not match:
        return moment(year, month, day)
    hour = int(match.group(1) or match.group(4))
    half = (match.group(3) or match.group(5) or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return moment(year, month, day, hour, int(match.group(2) or 0))


def _wordy(text: str, language: str) -> tuple[int, int, int] | None:
    """Day, month name and year in any order; None when no word is a month."""
    year = re.search(r"\b(?:19|20)\d{2}\b", text)
    day = re.search(r"\b(\d{1,2})(?!\d)", text)
    if year is None or day is None:
        return None
    for word in re.findall(r"[^\W\d_]{3,}", text):
        month = month_of(word)
        if month is not None:
            return (int(year.group()), month, int(day.group(1))) if _is_date(month, int(day.group(1))) else None
    return _by_dateparser(text, language) if language else None


@lru_cache(maxsize=2048)
def month_of(word: str) -> int | None:
    """Return the month that a name or its abbreviation means, 1 to 12; None if none."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c) or (not plain.isascii() and ord(c) > 0x600))
    for length in range(min(len(plain), 8), 2, -1):
        month = _MONTHS.get(plain[:length])
        if month is not None:
            return month
    return None


@lru_cache(maxsize=2048)
def _by_dateparser(text: str, language: str) -> tuple[int, int, int] | None:
    import dateparser

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
    try:
        at = dateparser.parse(text, languages=[language], settings=settings)
    except (ValueError, OverflowError, TypeError):
        return None
    return (at.year, at.month, at.day) if at is not None else None


def _relative(text: str, language: str, fetched: datetime) -> datetime | None:
    import dateparser

    settings = {"RELATIVE_BASE": fetched.astimezone(UTC).replace(tzinfo=None)}
    try:
        found: datetime | None = dateparser.parse(text, languages=[language], settings=settings)
        return found
    except (ValueError, OverflowError, TypeError):
        return None
