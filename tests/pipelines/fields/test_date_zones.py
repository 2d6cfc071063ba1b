"""Zones as papers print them, the country of a page, and moments that are none."""

from __future__ import annotations

import pytest

from pipelines.fields.dates import zones
from pipelines.fields.dates.moment import parse
from pipelines.fields.dates.printed_date import parse_text

SUMMER, WINTER = (2024, 7, 1), (2024, 1, 15)


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("3 May 2024 10:05 am PDT by Ann Brown", "2024-05-03T10:05:00-07:00"),
        ("3 May 2024, 10:05 (BST)", "2024-05-03T10:05:00+01:00"),
        ("3 March 2024 16:04 Uhr MEZ", "2024-03-03T16:04:00+01:00"),
        ("3 March 2024 16:04:33 CET", "2024-03-03T16:04:00+01:00"),
        ("3 March 2024 16 h 04 HNE", "2024-03-03T16:04:00-05:00"),
        ("3 March 2024 16:04 UTC+2", "2024-03-03T16:04:00+02:00"),
        ("3 March 2024 16:04 GMT-0430", "2024-03-03T16:04:00-04:30"),
        ("3 March 2024 16:04 +05:30", "2024-03-03T16:04:00+05:30"),
        ("3 March 2024 16:04 GMT", "2024-03-03T16:04:00+00:00"),
        ("3 July 2024 9 a.m. ET", "2024-07-03T09:00:00-04:00"),
        ("3 January 2024 9 a.m. ET", "2024-01-03T09:00:00-05:00"),
        ("3 March 2024 16:04 NASA says", "2024-03-03T16:04:00"),
        ("3 March 2024 16:04 - 3 min", "2024-03-03T16:04:00"),
        ("EST 3 March 2024 16:04", "2024-03-03T16:04:00"),
        ("3 March 2024 16:04 UTC+16", "2024-03-03T16:04:00"),
    ],
)
def test_the_zone_after_a_time_is_read(line, moment):
    assert parse_text(line.replace(" h ", "h"), "en").iso() == moment


@pytest.mark.parametrize(
    ("zone", "country", "minutes"),
    [
        ("IST", None, 330),
        ("IST", "il", 120),
        ("IST", "ie", 60),
        ("CST", "us", -360),
        ("CST", "cn", 480),
        ("BST", "bd", 360),
        ("BST", "gb", 60),
        ("EST", "au", 600),
        ("AST", "sa", 180),
        ("AST", "ca", -240),
        ("AMT", "am", 240),
        ("AMT", None, None),
        ("XYZ", None, None),
    ],
)
def test_a_zone_of_several_meanings_is_read_by_country(zone, country, minutes):
    assert zones.offset(zone, WINTER, country) == minutes


@pytest.mark.parametrize(
    ("zone", "summer", "winter"),
    [("ET", -240, -300), ("CT", -300, -360), ("MT", -360, -420), ("PT", -420, -480)],
)
def test_a_zone_without_a_season_takes_it_from_the_day(zone, summer, winter):
    assert (zones.offset(zone, SUMMER), zones.offset(zone, WINTER)) == (summer, winter)


@pytest.mark.parametrize(
    ("url", "language", "country"),
    [
        ("https://paper.example.co.uk/a", "en-US", "gb"),
        ("https://paper.example/a", "en-US", "us"),
        ("https://paper.example/a", "zh_Hant_TW", "tw"),
        ("https://paper.io/a", "en", None),
        ("https://paper.io/a", "he", "il"),
        ("https://paper.de/a", None, "de"),
        ("https://paper.example/a", "sr-Latn", None),
    ],
)
def test_the_country_is_told_by_address_then_region_then_language(url, language, country):
    assert zones.country_of(url, language) == country


@pytest.mark.parametrize(
    ("line", "language", "country", "day"),
    [
        ("03/04/2025", "en", None, "2025-03-04"),
        ("03/04/2025", "en", "us", "2025-03-04"),
        ("03/04/2025", "en", "gb", "2025-04-03"),
        ("03/04/2025", "en-US", "ie", "2025-04-03"),
        ("03/04/2025", None, "fr", "2025-04-03"),
        ("03-04-2025", "en", "us", "2025-03-04"),
        ("03-04-2025", "en", None, "2025-04-03"),
        ("03/04/2025", "fr", "us", "2025-04-03"),
    ],
)
def test_the_country_settles_the_order_of_numbers(line, language, country, day):
    assert parse_text(line, language, country=country).iso() == day


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("2024-05-03T10:00:00 CEST", "2024-05-03T10:00:00+02:00"),
        ("2024-05-03 10:00 UTC", "2024-05-03T10:00:00+00:00"),
        ("2024-05-03T10:00:00Z", "2024-05-03T10:00:00+00:00"),
        ("2024-05-03T10:00:00 Updated", "2024-05-03T10:00:00"),
        ("1923-05-03", "1923-05-03"),
        ("1605-01-02", "1605-01-02"),
        ("2099-12-31T23:59:59-05:00", "2099-12-31T23:59:59-05:00"),
        ("20240503", "2024-05-03"),
        ("1714730400", "2024-05-03T10:00:00+00:00"),
    ],
)
def test_a_machine_readable_moment_is_read(raw, iso):
    assert parse(raw).iso() == iso


@pytest.mark.parametrize(
    "raw",
    [
        "9999-12-31T23:59:59-05:00",
        "9999-12-31",
        "2100-01-01",
        "1599-12-31",
        "0001-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "1969-12-31T19:00:00-05:00",
        "1900-01-01",
        "2024-13-40",
        "2024-05-03T25:61:00",
        "19451112",
        "9999999999",
        "٢٠٢٤٠٥٠٣",
        "",
    ],
)
def test_what_is_no_moment_is_none(raw):
    assert parse(raw) is None
