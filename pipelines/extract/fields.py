"""Every field reader over one page, in the order in which they need each other."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.access.public import Public
from pipelines.body import body as public_body, confidence
from pipelines.extract.selectors import Selectors
from pipelines.extract.sites import select
from pipelines.extract.sites.base import Site
from pipelines.fields import language, section, teaser, title
from pipelines.fields.authors import byline
from pipelines.fields.candidates import Candidates
from pipelines.fields.dates import date
from pipelines.fields.dates.date import Dates
from pipelines.model import Page


@dataclass(frozen=True, slots=True)
class Fields:
    """What the field readers found, before it becomes one record."""

    title: Candidates[str]
    dates: Dates
    authors: Candidates[list[str]]
    teaser: Candidates[str]
    section: Candidates[str]
    language: Candidates[str]
    body: public_body.Body
    text_confidence: float | None = None


def read_fields(
    public: Public,
    page: Page,
    chosen: Selectors,
    site: Site,
    furniture: frozenset[int] = frozenset(),
) -> Fields:
    """Run every field reader over what is public of a page; `furniture` are blocks that its
    paper prints on page after page."""
    document, layout = public.document, public.layout
    headline = select.text(document, chosen.title, site.title(title.find(document, layout)))
    dates = _dates(public, page, chosen, site)
    authors = select.names(document, chosen.author, site.authors(byline.find(document, layout)))
    standfirst = teaser.find(
        document, layout, headline.value, authors.value or [], walled=layout.walled
    )
    standfirst = select.text(document, chosen.teaser, site.teaser(standfirst))
    drop = _said_above(headline.value, authors.value or [], standfirst)
    body = public_body.find(document, layout, drop, furniture)
    return Fields(
        title=headline,
        dates=dates,
        authors=authors,
        teaser=standfirst,
        section=section.find(document, layout, headline.value),
        language=language.find(document, body.text),
        body=body,
        text_confidence=confidence.expected(document, layout, body),
    )


def _dates(public: Public, page: Page, chosen: Selectors, site: Site) -> Dates:
    document = public.document
    lang = language.declared(document)
    found = date.find(
        document,
        public.layout,
        language=document.head.lang or lang,
        fetched=page.fetched,
        listed=page.listed,
    )
    return select.dates(document, chosen.date, site.dates(found, lang), lang)


def _said_above(title: str | None, authors: list[str], teaser: Candidates[str]) -> list[str]:
    """The lines that are printed over the text and are no part of it."""
    lines = [title or "", *authors]
    if teaser.chosen is not None and teaser.chosen.source in _PRINTED:
        lines += [*teaser.chosen.value.split("\n"), teaser.chosen.value]
    return lines


_PRINTED = ("html", "recipe", "site")
"""Sources of a standfirst that stands on the page."""
