"""What a line over a day speaks of, in many languages: of when a text came out, or changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.fields.dates.printed_date import says_modified, says_published
from pipelines.lexicon import calendar
from tests import made

CHANGED = """Gewysig 5 Mei 2024 | آخر تعديل 5 مايو 2024 | Последно променена на 5 май 2024
Modificat el 5 de maig de 2024 | Naposledy změněno 5. května 2024 | Senest ændret 5. maj 2024
Überarbeitet am 5. Mai 2024 | Τροποποιήθηκε 5 Μαΐου 2024 | Muokattu 5.5.2024 | Actualisé le 5 mai 2024
Izmijenjeno 5. svibnja 2024. | Módosítva: 2024. május 5. | Diubah 5 Mei 2024 | Breytt 5. maí 2024
Pakeista 2024 m. gegužės 5 d. | Labots 2024. gada 5. maijā | Laatst gewijzigd op 5 mei 2024
Sist endret 5. mai 2024 | Zmieniono 5 maja 2024 | Alterado em 5 de maio de 2024 | Изменено 5 мая 2024
Zmenené 5. mája 2024 | Spremenjeno 5. maja 2024 | Izmenjeno 5. maja 2024. | Senast ändrad 5 maj 2024
Değiştirildi: 5 Mayıs 2024 | Змінено 5 травня 2024 | Chỉnh sửa ngày 5/5/2024 | 最后修改：2024年5月5日"""
OUT = """Публикувано на 5 май 2024 | Zveřejněno 5. května 2024 | Publiceret 5. maj 2024 | Publiziert: 5. Mai 2024
Gepostet am 5. Mai 2024 | Ημερομηνία ανάρτησης 5 Μαΐου 2024 | Fecha de publicación: 5 de mayo de 2024
Postitatud 5. mai 2024 | Posté le 5 mai 2024 | Paru le 5 mai 2024 | Objavljen 5. svibnja 2024.
Feltöltve: 2024. május 5. | Diposting 5 Mei 2024 | Data di pubblicazione: 5 maggio 2024
投稿日 2024年5月5日 | 작성일 2024년 5월 5일 | Publicatiedatum 5 mei 2024 | Lagt ut 5. mai 2024
Data publikacji: 5 maja 2024 | Postado em 5 de maio de 2024 | Data publicării: 5 mai 2024
Дата публикации: 5 мая 2024 | Zverejnené 5. mája 2024 | Objavljeno 5. maja 2024 | Upplagd 5 maj 2024
Giriş Tarihi: 5 Mayıs 2024 | Дата публікації: 5 травня 2024 | Ngày đăng 5/5/2024 | 发表于 2024年5月5日"""
NEITHER = """5 мая 2024 | Изменение климата в городе, 5 мая 2024 | Klimaforandringer, 5. mai 2024
Klimatförändringar 5 maj 2024 | Alterações climáticas, 5 de maio de 2024 | 5. Mai 2024 | 2024年5月5日"""


def said(lines: str) -> list[str]:
    return [part.strip() for line in lines.split("\n") for part in line.split(" | ")]


@pytest.mark.parametrize("line", said(CHANGED))
def test_a_line_that_speaks_of_a_change(line: str) -> None:
    assert says_modified(line)


@pytest.mark.parametrize("line", said(OUT))
def test_a_line_that_speaks_of_coming_out(line: str) -> None:
    assert says_published(line)
    assert not says_modified(line)


@pytest.mark.parametrize("line", said(NEITHER))
def test_a_line_that_speaks_of_neither(line: str) -> None:
    assert not says_modified(line)
    assert not says_published(line)


def test_a_change_in_the_words_of_the_page_is_no_day_of_coming_out() -> None:
    dates = "<p>Senast ändrad 22 maj 2024</p><p>Upplagd 14 maj 2024</p>"
    article = made.article(made.HEADLINE + dates + made.paragraphs(6), lang="sv", declared=False)
    assert str(article.date_published)[:10] == "2024-05-14"
    assert str(article.date_modified)[:10] == "2024-05-22"


@pytest.mark.parametrize("language", ["sv", "da", "pl", "sl"])
def test_the_month_of_may_is_no_change(language: str) -> None:
    content = made.HEADLINE + "<p>14 maj 2024</p>" + made.paragraphs(6)
    article = made.article(content, lang=language, declared=False)
    assert str(article.date_published)[:10] == "2024-05-14"


def test_no_name_of_a_month_says_what_a_day_is_of() -> None:
    languages = json.loads((Path(calendar.__file__).with_name("cldr.json")).read_text("utf-8"))
    names = {word for own in languages["languages"].values() for word in words(own)}
    said = [n for n in names if len(n) < 25 and says_modified(f"5 {n} 2024")]
    assert len(names) > 1000
    assert said == []


def words(value: object) -> Iterator[str]:
    """Yield every text in a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from words(part)
