"""Dates that count from the fetch: "vor 3 Stunden", "3時間前", "yesterday at 14:30".

A number, a unit and a word that says "ago" are needed together, so that a span
of time in running text ("for 3 hours") is no date.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta

from pipelines.fields.dates.moment import Moment, moment

_BEFORE = r"vor|il y a|hace|h[aá]|před|pred|acum|πριν(?: από)?|منذ|قبل|преди|пре|prije|pirms|prieš|fa|pre|fyrir|לפני"
_AFTER = r"ago|fa|geleden|sedan|siden|temu|назад|тому|önce|पहले|আগে|sitten|(?:yang )?lalu|trước|ezelőtt|tagasi|gelede|پیش|پہلے|قبل|前|előtt|前|전|ที่แล้ว|ก่อน|पूर्व|atr[aá]s"
_ONE = "an?|one|einer|einem|une?|una|hora|een|en|ett"
_COUNT = rf"(\d{{1,3}}|{_ONE})"
_UNIT = r"([^\W\d_](?:[^\W\d_]|(?!\w)[\u0300-\u036f\u0900-\u0963\u0980-\u09e3\u0e31-\u0e4e]){0,30})"
_AGO = re.compile(
    rf"(?:^|[\s|•·,:(])(?:{_BEFORE})\s{{1,9}}{_COUNT}\s{{0,9}}(?:de\s{{1,9}})?{_UNIT}|(?:^|[\s|•·,:(])(?:for\s{{1,9}})?{_COUNT}\s{{0,9}}{_UNIT}?\.?\s{{0,9}}(?:{_AFTER})(?=[\s|•·,.)]|$)"
    r"|(?:^|[\s|•·,:(])(\d{1,3})\s(óráj|perc|napj|het)[ae](?=[\s|•·,.)]|$)",  # Hungarian says "its hour"
    re.IGNORECASE,
)
# beginnings of the units' names without accents; minutes, hours, days, weeks
_UNITS = (
    (1, "min мин хвил λεπτ دقي دقا मिनट মিনিট 分 분 phut dakika dk perc นาท menit minit דק دقی منٹ"),
    (60, "h hour hr stund std heur hora ora ore or uur timm time godz hodin час годин saat tunt ora orá jam gio 時間 小时 小時 시간 ωρ ساع घंट घण्ट ঘণ্ট ঘন্ট ชั่วโมง tund sat hor ur klukkust klst valand val stund שע گھنٹ"),
    (1440, "d day tag jour dia giorn dag dni dzie dny den dn paiv gun nap hari ngay 日 天 일 ημερ يوم أيام ايام दिन দিন дн ден วัน zi zile paev dien روز יום ימים"),
    (10080, "week wk woch semain seman settiman veck uge uke weke tyg tydn недел тижд тижн viikk hafta minggu tuan 週 周 주 εβδομ اسبوع أسبوع हफ सप्ताह สัปดาห์ het savait nedel هفته ہفت שבוע"),
)  # fmt: skip
_MINUTES = {
    unicodedata.normalize("NFKD", stem): minutes
    for minutes, stems in _UNITS
    for stem in stems.split()
}
_DAY_WORDS = (
    (0, "heute|aujourd['’]hui|hoy|oggi|today|vandaag|i ?dag|dzisiaj|dziś|dnes|сегодня|сьогодні|bugün|اليوم|今日|今天|오늘|hoje|tänään|σήμερα|astăzi|danas"),
    (1, "gestern|hier|ayer|ieri|yesterday|gisteren|i ?går|wczoraj|včera|вчера|вчора|dün|أمس|昨日|昨天|어제|ontem|eilen|χθες|jučer"),
)  # fmt: skip
_NAMED = tuple(
    (
        days,
        re.compile(
            rf"(?:^|[\s:|])(?:{names})\W{{0,3}}(?:at|um|à|a las|alle|om|kl\.?|o|в|о|às|klo)?\s{{0,9}}(\d{{1,2}})\s?[:.h]\s?(\d{{2}})(?!\d)",
            re.IGNORECASE,
        ),
    )
    for days, names in _DAY_WORDS
)
_MAX_LINE = 80


def parse(text: str, fetched: datetime) -> Moment | None:
    """Return the moment that a short line states relative to the fetch; None if none."""
    if len(text) > _MAX_LINE:
        return None
    return _ago(text, fetched.astimezone(UTC)) or _named_day(text, fetched)


def _ago(text: str, fetched: datetime) -> Moment | None:
    match = _AGO.search(text)
    if match is None:
        return None
    count, unit = match[1] or match[3] or match[5], match[2] or match[4] or match[6] or ""
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
        minutes = _MINUTES.get(plain[:length])
        # one Latin letter is a unit only when it is the whole word: "3 h ago"
        if minutes is not None and (length > 1 or length == len(plain) or not plain.isascii()):
            return minutes
    return None


def _named_day(text: str, fetched: datetime) -> Moment | None:
    """Read "yesterday, 14:30": the page's own zone is unknown, so none is given."""
    for days, pattern in _NAMED:
        match = pattern.search(text)
        if match:
            day = fetched - timedelta(days=days)
            return moment(day.year, day.month, day.day, int(match.group(1)), int(match.group(2)))
    return None
