"""Month names and orders of dates, for every language of the lexicon."""

from __future__ import annotations

import re

import pytest

from pipelines.fields.dates.printed_date import parse_text
from pipelines.lexicon.calendar import _field, days, known, month_in_any, month_of, names
from pipelines.lexicon.files import load

NUMBERED = ("ja", "ko", "vi", "zh")
"""Languages that count their months."""
LANGUAGES = sorted(set(load()) - set(NUMBERED))
DATES = {
    "bg": ("14 май 2024 г.", "2024-05-14"),
    "ca": ("14 d’abril del 2024", "2024-04-14"),
    "eu": ("2024(e)ko urtarrilaren 14(a)", "2024-01-14"),
    "fi": ("14. tammikuuta 2024", "2024-01-14"),
    "hr": ("14. listopada 2024.", "2024-10-14"),
    "hu": ("2024. november 14.", "2024-11-14"),
    "lt": ("2024 m. sausio 14 d.", "2024-01-14"),
    "lv": ("2024. gada 14. janvāris", "2024-01-14"),
    "pl": ("14 listopada 2024", "2024-11-14"),
    "ro": ("14 iunie 2024", "2024-06-14"),
    "ru": ("14 май 2024", "2024-05-14"),
    "th": ("14 มกราคม ค.ศ. 2024", "2024-01-14"),
    "ur": ("14 جنوری، 2024", "2024-01-14"),
    "vi": ("14 thg 1, 2024", "2024-01-14"),
}


def test_every_language_of_the_lexicon_has_its_months() -> None:
    assert set(LANGUAGES) <= set(known())
    assert all(all(names(language)) for language in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_a_month_is_read_as_that_month(language: str) -> None:
    wrong = [
        (name, number)
        for number, every in enumerate(names(language), 1)
        for name in every
        if month_of(name, language) != number
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_date_of_the_language_reads_back(language: str) -> None:
    babel = pytest.importorskip("babel.dates")
    from datetime import date

    for month in range(1, 13):
        day = date(2024, month, 13)
        text = babel.format_date(day, "long", locale="nb" if language == "no" else language)
        assert str(parse_text(text, language)) == day.isoformat(), text


@pytest.mark.parametrize("language", sorted(DATES))
def test_printed_date(language: str) -> None:
    text, day = DATES[language]
    assert str(parse_text(text, language)) == day


def test_same_name_is_another_month_in_another_language() -> None:
    assert month_of("listopada", "hr") == 10
    assert month_of("listopada", "pl") == 11


@pytest.mark.parametrize(("word", "month"), [("Sept", 9), ("Janu", 1), ("ju", None), ("xyz", None)])
def test_cut_name(word: str, month: int | None) -> None:
    assert month_of(word, "en") == month


@pytest.mark.parametrize(
    ("word", "month"), [("März", 3), ("qqqq", None), ("listopada", 11), ("ogos", 8)]
)
def test_name_in_any_language(word: str, month: int | None) -> None:
    assert month_in_any(word) == month


@pytest.mark.parametrize(
    "text", ["13 people in a big room 2024", "room 13, 2024", "the 45 March 2024"]
)
def test_no_date(text: str) -> None:
    assert list(days(text, "en")) == []


def test_page_in_another_language_than_it_says_is_still_read() -> None:
    assert str(parse_text("14 mars 2024", "en")) == "2024-03-14"


def test_time_and_zone_behind_a_spelled_day_are_read() -> None:
    assert parse_text("Published May 5, 2024 at 3:15 PM EDT", "en").iso() == (
        "2024-05-05T15:15:00-04:00"
    )


def test_place_of_a_day_is_that_of_the_text() -> None:
    text = "Mis à jour le 5 août 2024, à Évian"
    day = next(days(text, "fr"))
    assert text[day.start : day.end] == "5 août 2024"


@pytest.mark.parametrize(("word", "month"), [("aoû", 8), ("ao", None), ("févrie", 2)])
def test_a_cut_name_has_three_letters_at_least(word: str, month: int | None) -> None:
    assert month_of(word, "fr") == month


@pytest.mark.parametrize(("words", "name"), [("a b c", True), ("a b c d", False)])
def test_a_name_has_three_words_at_most(words: str, *, name: bool) -> None:
    assert bool(re.fullmatch(_field("M"), words)) is name
