"""What is told of a page beforehand: by the selectors of a recipe, by its site's parser.

`[source.select]` of a recipe is CSS by field, a parser a class that knows one layout of one
site. What they find goes before what the generic readers find, the recipe's before the
parser's, with the source `recipe` or `site`; what the generic readers say stays among the
candidates. A selector that matches nothing tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.access.boundary import select
from pipelines.access.public import PublicDocument
from pipelines.extract.selectors import Selectors
from pipelines.extract.sites.base import SiteParser
from pipelines.fields import language
from pipelines.fields.authors.names import clean_names
from pipelines.fields.dates import printed_date
from pipelines.fields.dates.moment import Moment, parse
from pipelines.model import Found
from pipelines.page.words import squeeze

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

_READ = 20
"""Elements that a selector matches whose words are read."""


@dataclass(frozen=True, slots=True)
class Guided:
    """What is told of each field, what goes first in front; empty lists: nothing."""

    title: list[Found[str]] = field(default_factory=list)
    authors: list[Found[list[str]]] = field(default_factory=list)
    published: list[Found[Moment]] = field(default_factory=list)
    teaser: list[Found[str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Guides:
    """Who tells of a page: the selectors of its recipe, and the parser of its site."""

    selectors: Selectors = field(default_factory=Selectors)
    parser: SiteParser | None = None
    """None: the site has none."""

    @property
    def body(self) -> str | None:
        """Selector of the body's element; None: not told."""
        return self.selectors.body or (self.parser.body if self.parser is not None else None)

    def titles(self, document: PublicDocument) -> list[Found[str]]:
        """Return what they find of the headline alone."""
        found = _texts(self.selectors.title, document)
        if self.parser is not None:
            found += _said(self.parser, self.parser.title(_soup(document.markup)))
        return found

    def read(self, document: PublicDocument) -> Guided:
        """Return what they find of every field."""
        told = Guided(
            self.titles(document),
            _names(self.selectors.author, document),
            _dates(self.selectors.date, document),
            _texts(self.selectors.teaser, document),
        )
        if self.parser is not None:
            soup = _soup(document.markup)
            told.authors.extend(_signed(self.parser, self.parser.authors(soup)))
            told.published.extend(_dated(self.parser, self.parser.published(soup), document))
            told.teaser.extend(_said(self.parser, self.parser.teaser(soup)))
        return told


def _texts(selector: str | None, document: PublicDocument) -> list[Found[str]]:
    values = _words(selector, document)
    return [Found("\n".join(values), "recipe", selector or "", values[0])] if values else []


def _names(selector: str | None, document: PublicDocument) -> list[Found[list[str]]]:
    values = _words(selector, document)
    names = clean_names(values, declared=True)
    return [Found(names, "recipe", selector or "", "; ".join(values))] if names else []


def _words(selector: str | None, document: PublicDocument) -> list[str]:
    found = select(document, selector) if selector else []
    return [t for t in (squeeze(" ".join(e.itertext())) for e in found[:_READ]) if t]


def _dates(selector: str | None, document: PublicDocument) -> list[Found[Moment]]:
    for element in select(document, selector) if selector else []:
        raw = (
            element.get("datetime")
            or element.get("content")
            or squeeze("".join(element.itertext()))
        )
        at = _moment(raw, document)
        if at is not None:
            return [Found(at, "recipe", selector or "", raw)]
    return []


def _moment(raw: str, document: PublicDocument) -> Moment | None:
    return parse(raw) or printed_date.parse_text(raw, language.declared(document))


@lru_cache(maxsize=1)
def _soup(markup: str) -> BeautifulSoup:
    """The page that a parser reads: its headline is asked for before the rest of it."""
    from bs4 import BeautifulSoup

    return BeautifulSoup(markup, "lxml")


def _said(parser: SiteParser, raw: str | None) -> list[Found[str]]:
    return [Found(" ".join(raw.split()), "site", type(parser).__name__, raw)] if raw else []


def _signed(parser: SiteParser, raw: list[str]) -> list[Found[list[str]]]:
    names = clean_names(raw, declared=True)
    return [Found(names, "site", type(parser).__name__, "; ".join(raw))] if names else []


def _dated(parser: SiteParser, raw: str | None, document: PublicDocument) -> list[Found[Moment]]:
    at = _moment(raw, document) if raw else None
    return [Found(at, "site", type(parser).__name__, raw)] if at is not None and raw else []
