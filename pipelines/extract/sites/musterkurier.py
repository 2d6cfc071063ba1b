"""Musterkurier: a made-up paper that shows what a site parser looks like."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pipelines.extract.sites.base import SiteParser

if TYPE_CHECKING:
    from bs4 import BeautifulSoup


class Columns(SiteParser):
    """The layout in columns, until the redesign of autumn 2025."""

    hosts = ("musterkurier.example",)
    valid_until = date(2025, 10, 31)
    body = "td.spalte-mitte div.text"

    def title(self, soup: BeautifulSoup) -> str | None:
        """The headline is set in a table cell."""
        cell = soup.select_one("td.schlagzeile b")
        return cell.get_text(" ") if cell else None

    def authors(self, soup: BeautifulSoup) -> list[str]:
        """The names stand behind the place: `ALTSTADT. Von A und B`."""
        line = soup.select_one("td.ortsmarke")
        return [line.get_text(" ").partition("Von ")[2]] if line else []

    def published(self, soup: BeautifulSoup) -> str | None:
        """The day stands in the page's head."""
        line = soup.select_one("td.ausgabe")
        return line.get_text(" ") if line else None


class Cards(SiteParser):
    """The layout since then: the generic readers find all but the standfirst."""

    hosts = ("musterkurier.example",)

    def teaser(self, soup: BeautifulSoup) -> str | None:
        """The standfirst is the caption of the opening picture."""
        line = soup.select_one("figure.aufmacher figcaption")
        return line.get_text(" ") if line else None
