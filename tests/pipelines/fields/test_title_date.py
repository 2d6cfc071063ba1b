"""Titles and dates on pages and lines made up for the purpose."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipelines.access.public import whole
from pipelines.fields import title
from pipelines.fields.dates import date, printed_date
from pipelines.layout.layout import lay_out
from pipelines.page.document import Document
from tests import made

FETCHED = datetime(2024, 5, 6, 12, tzinfo=UTC)
TEXT = (
    "<p>" + "The river rose again in the night and the bridge stayed closed to all. " * 5 + "</p>"
)


def page(head: str, body: str, url: str = "https://www.rivernews.example/a/b-1.html") -> Document:
    return made.document(body, head=head, title=None, lang=None, url=url, declared=False)


def title_of(document: Document) -> str | None:
    public = whole(document, lay_out(document))
    return title.find(public.document, public.layout).value


def date_of(document: Document, language: str = "en") -> str:
    public = whole(document, lay_out(document))
    found = date.find(public.document, public.layout, language=language, fetched=FETCHED)
    assert found.published.value is not None
    return found.published.value.iso()


@pytest.mark.parametrize(
    ("line", "language", "moment"),
    [
        ("Updated on May 27, 2025 09:10AM", "en", "2025-05-27T09:10:00"),
        ("By Ann BrownMar 5, 2025 | 6 comments", "en", "2025-03-05"),
        ("Tuesday 19 December 2023 09:14", "en", "2023-12-19T09:14:00"),
        ("Dec. 3rd, 2023", "en-US", "2023-12-03"),
        ("Veröffentlicht am 5. März 2024 um 14.30 Uhr", "de", "2024-03-05T14:30:00"),
        ("Publié le 1er août 2022 à 8h15", "fr", "2022-08-01T08:15:00"),
        ("Publié le 28/07/2022 à 08:15", "fr", "2022-07-28T08:15:00"),
        ("Publicado el 9 de septiembre de 2023 a las 7:05", "es", "2023-09-09T07:05:00"),
        ("13 feb 2024 - 10:22 CET", "es", "2024-02-13T10:22:00+01:00"),
        ("12 de março de 2024 às 18h40", "pt", "2024-03-12T18:40:00"),
        ("Pubblicato il 7 gennaio 2024", "it", "2024-01-07"),
        ("Gepubliceerd op 4 mrt. 2024", "nl", "2024-03-04"),
        ("Publicerad 3 maj 2023 kl. 12.15", "sv", "2023-05-03T12:15:00"),
        ("Publisert 22. okt. 2023", "no", "2023-10-22"),
        ("14. december 2023", "da", "2023-12-14"),
        ("Julkaistu 9. tammikuuta 2024", "fi", "2024-01-09"),
        ("6 stycznia 2024, 11:05", "pl", "2024-01-06T11:05:00"),
        ("29. února 2024", "cs", "2024-02-29"),
        ("15. októbra 2023", "sk", "2023-10-15"),
        ("2024. március 8. 10:15", "hu", "2024-03-08T10:15:00"),
        ("2024. szeptember 18., szerda", "hu", "2024-09-18"),
        ("21 Eylül 2023", "tr", "2023-09-21"),
        ("3 Ağustos 2023 14:20", "tr", "2023-08-03T14:20:00"),
        ("16 мая 2023, 12:30", "ru", "2023-05-16T12:30:00"),
        ("5 серпня 2023", "uk", "2023-08-05"),
        ("11 Φεβρουαρίου 2024", "el", "2024-02-11"),
        ("12 نوفمبر 2023", "ar", "2023-11-12"),
        ("١٢ نوفمبر ٢٠٢٣", "ar", "2023-11-12"),
        ("8 تشرين الثاني 2023", "ar", "2023-11-08"),
        ("17 दिसंबर 2023", "hi", "2023-12-17"),
        ("5 जनवरी 2024, 10:30 AM", "hi", "2024-01-05T10:30:00"),
        ("२२ मार्च २०२४", "hi", "2024-03-22"),
        ("2024年3月9日 14:05", "zh", "2024-03-09T14:05:00"),
        ("2024年3月9日 14時05分", "ja", "2024-03-09T14:05:00"),
        ("高橋里美2024/3/9 14:05", "ja", "2024-03-09T14:05:00"),
        ("2024.3.9更新", "ja", "2024-03-09"),
        ("2024년 3월 9일 오후 2:05", "ko", "2024-03-09T14:05:00"),
        ("2024.03.09. 오전 10:15", "ko", "2024-03-09T10:15:00"),
        ("12 ianuarie 2024", "ro", "2024-01-12"),
        ("4 юни 2023", "bg", "2023-06-04"),
        ("17. lipnja 2023.", "hr", "2023-06-17"),
        ("9. јун 2023", "sr", "2023-06-09"),
        ("Rabu, 10 Januari 2024 15:20 WIB", "id", "2024-01-10T15:20:00+07:00"),
        ("Thứ tư, 10/1/2024, 15:20", "vi", "2024-01-10T15:20:00"),
        ("10 tháng 1 2024", "vi", "2024-01-10"),
        ("10 มกราคม 2567", "th", "2024-01-10"),
        ("10 ม.ค. 2567 14:05 น.", "th", "2024-01-10T14:05:00"),
        ("8 בינואר 2024", "he", "2024-01-08"),
        ("10 জানুয়ারি 2024", "bn", "2024-01-10"),
        ("۱۲ ژانویه ۲۰۲۴", "fa", "2024-01-12"),
        ("12 de gener de 2024", "ca", "2024-01-12"),
        ("3. jaanuar 2024", "et", "2024-01-03"),
        ("2024. gada 5. februāris", "lv", "2024-02-05"),
        ("2024 m. sausio 5 d.", "lt", "2024-01-05"),
        ("01/02/2024", "en-GB", "2024-02-01"),
        ("01/02/2024", "en-US", "2024-01-02"),
        ("03-09-2026", "en-US", "2026-03-09"),
    ],
)
def test_a_printed_date_is_read_in_the_language_of_the_page(line, language, moment):
    assert printed_date.parse_text(line, language).iso() == moment


@pytest.mark.parametrize(
    "line",
    [
        "vor 3 Stunden",
        "hace 3 horas",
        "3時間前",
        "3小时前",
        "3小時前",
        "3시간 전",
        "há 3 horas",
        "3 ore fa",
        "3 hours ago",
        "3 uur geleden",
        "3 timmar sedan",
        "for 3 timer siden",
        "3 timer siden",
        "3 godziny temu",
        "3 часа назад",
        "3 saat önce",
        "منذ 3 ساعات",
        "3 घंटे पहले",
        "3 tuntia sitten",
        "před 3 hodinami",
        "3 години тому",
        "πριν από 3 ώρες",
        "3 jam lalu",
        "3 giờ trước",
        "acum 3 ore",
    ],
)
def test_three_hours_ago(line):
    assert printed_date.parse_text(line, None, FETCHED).iso() == "2024-05-06T09:00:00+00:00"


@pytest.mark.parametrize(
    "line",
    [
        "gestern um 14:30 Uhr",
        "hier à 14h30",
        "ayer, 14:30",
        "yesterday at 14:30",
        "вчера в 14:30",
        "昨天 14:30",
    ],
)
def test_yesterday_has_no_zone(line):
    assert printed_date.parse_text(line, None, FETCHED).iso() == "2024-05-05T14:30:00"


def test_days_ago_are_a_day():
    assert printed_date.parse_text("vor 2 Tagen", "de", FETCHED).iso() == "2024-05-04"


@pytest.mark.parametrize(
    "line", ["They waited for 3 hours", "3 Stunden Musik", "Seit gestern ist 1 Weg frei"]
)
def test_a_span_of_time_is_no_date(line):
    assert printed_date.parse_text(line, None, FETCHED) is None


def test_a_headline_may_speak_of_the_site():
    document = page(
        "<title>Ten years of River News | River News</title><meta property='og:site_name' content='River News'>",
        f"<h1>Ten years of River News</h1>{TEXT}",
    )
    assert title_of(document) == "Ten years of River News"


def test_quotes_at_the_start_are_no_separator():
    document = page(
        "<title>»We close the bridge« | River News</title>", f"<h1>»We close the bridge«</h1>{TEXT}"
    )
    assert title_of(document) == "»We close the bridge«"


def test_the_line_that_the_title_repeats_is_the_headline_when_the_h1_is_a_logo():
    document = page(
        "<title>Old bridge closed for repairs--City--Daily</title>",
        f"<h1>The paper for all</h1><div>Old bridge closed for repairs</div>{TEXT}",
    )
    assert title_of(document) == "Old bridge closed for repairs"


def test_a_heading_below_the_text_is_not_the_headline():
    document = page(
        "<title>Old bridge closed for repairs</title>",
        f"<div>x</div>{TEXT}<h1>More from the upper valley</h1>",
    )
    assert title_of(document) == "Old bridge closed for repairs"


def test_topic_and_headline_joined_by_all_declarations():
    head = "<title>After the flood: Old bridge closed - City</title><meta property='og:title' content='After the flood: Old bridge closed'>"
    document = page(head, f"<div>After the flood</div><h1>Old bridge closed</h1>{TEXT}")
    assert title_of(document) == "After the flood: Old bridge closed"


def test_one_word_is_a_rubric():
    head = "<title>City: Old bridge closed today</title><meta property='og:title' content='City: Old bridge closed today'>"
    assert (
        title_of(page(head, f"<div>City</div><h1>Old bridge closed today</h1>{TEXT}"))
        == "Old bridge closed today"
    )


def test_a_badge_in_the_heading_is_no_part_of_it():
    document = page(
        "<title>Old bridge closed for repairs | News</title>",
        f"<h1>Old bridge closed for repairs <span class='label'>Members</span></h1>{TEXT}",
    )
    assert title_of(document) == "Old bridge closed for repairs"


def test_a_live_blogs_entry_is_not_its_title():
    head = "<title>Flood in the valley: all reports</title><meta property='og:title' content='Flood in the valley: all reports'>"
    document = page(
        head,
        f"<h1>Mayor thanks helpers +++ Schools open Monday</h1>{TEXT}",
        "https://rivernews.example/flood-in-the-valley-all-reports.html",
    )
    assert title_of(document) == "Flood in the valley: all reports"


def test_a_bare_meta_date_comes_after_the_printed_one():
    document = page(
        "<meta name='dc.date' content='2021-12-20'>",
        f"<h1>Old bridge closed</h1><p class='date'>27 January 2022</p>{TEXT}",
    )
    assert date_of(document) == "2022-01-27"


def test_a_printed_date_shows_that_day_and_month_were_exchanged():
    document = page(
        "<meta property='article:published_time' content='03-09-2024'>",
        f"<h1>Old bridge closed</h1><p class='date'>Published March 9, 2024</p>{TEXT}",
    )
    assert date_of(document) == "2024-03-09"


def test_a_picture_caption_does_not_date_the_page():
    body = f"<h1>Old bridge closed</h1><figure><figcaption>The bridge on 3 January 2020</figcaption></figure><div>6 January 2024</div>{TEXT}"
    assert date_of(page("", body)) == "2024-01-06"


def test_a_date_of_numbers_does_not_show_that_another_was_exchanged():
    document = page(
        "<meta name='date' content='11/01/2023 12:43:42'>",
        f"<h1>Old bridge closed</h1><p class='date'>Erstellt am: 01.11.2023</p>{TEXT}",
    )
    assert date_of(document, "de") == "2023-11-01"
