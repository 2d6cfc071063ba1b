"""Site parsers: every one has a frozen page named by its day, and what it must give."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipelines.extract.extractor import extract
from pipelines.extract.result import Extraction
from pipelines.extract.sites.base import SiteParser, _registry, parser_for
from pipelines.model import Page

PAGES = Path(__file__).parents[2] / "pages"
EXPECTED = {
    "musterkurier_2025_03_14": {
        "title": "Altstadt bekommt einen Trinkbrunnen",
        "authors": ["Grete Sommer", "Ulf Brandt"],
        "date_published": date(2025, 3, 14),
        "teaser": None,
    },
    "musterkurier_2026_04_02": {
        "title": "Trinkbrunnen läuft wieder",
        "authors": ["Grete Sommer"],
        "date_published": date(2026, 4, 2),
        "teaser": "Seit Mittwoch fließt auf dem Marktplatz wieder kostenloses Wasser, bis Ende Oktober.",
    },
}


def frozen(name: str) -> Page:
    site, year, month, day = name.rsplit("_", 3)
    return Page(
        url=f"https://{site}.example/artikel/{year}",
        body=(PAGES / f"{name}.html").read_bytes(),
        content_type="text/html",
        fetched=datetime(int(year), int(month), int(day), 12, tzinfo=UTC),
    )


@pytest.mark.parametrize("field", ["title", "authors", "date_published", "teaser"])
@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_frozen_page(name, field):
    result = extract(frozen(name))
    assert isinstance(result, Extraction)
    value = getattr(result.article, field)
    assert (value.date() if field == "date_published" else value) == EXPECTED[name][field]


def test_body_is_the_box_that_the_parser_names():
    result = extract(frozen("musterkurier_2025_03_14"))
    assert isinstance(result, Extraction)
    assert result.article.text.startswith("Auf dem Marktplatz")
    assert "Wetter" not in result.article.text


def test_every_parser_has_a_frozen_page():
    used = {type(parser_for(frozen(name))) for name in EXPECTED}
    assert used == {p for versions in _registry().values() for p in versions}


def test_old_layout_ends_on_its_day():
    page = frozen("musterkurier_2025_03_14")
    assert parser_for(page).valid_until == date(2025, 10, 31)
    assert parser_for(Page(url=page.url, body=b"")).valid_until is None


def test_other_sites_have_no_parser():
    assert parser_for(Page(url="https://paper.example/a", body=b"")) is None
    assert SiteParser.hosts == ()
