"""Every field reader over one page, in the order in which they need each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from pipelines.access.public import Public
from pipelines.body import body as public_body, confidence
from pipelines.extract.sites.guides import Guided
from pipelines.fields import language, section, teaser, title
from pipelines.fields.authors import byline
from pipelines.fields.candidates import Candidates
from pipelines.fields.dates import date
from pipelines.fields.dates.date import Dates


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
    told: Guided,
    *,
    fetched: datetime | None = None,
    listed: datetime | None = None,
    furniture: frozenset[int] = frozenset(),
) -> Fields:
    """Run every field reader over what is public of a page. `told` goes before what they
    find; the page was `fetched` then, and `listed` with a date by its site; `furniture` are
    blocks that its paper prints on page after page."""
    document, layout = public.document, public.layout
    headline = title.find(document, layout).under(told.title)
    tongue = document.head.lang or language.declared(document)
    dates = date.find(document, layout, language=tongue, fetched=fetched, listed=listed)
    authors = byline.find(document, layout).under(told.authors)
    standfirst = teaser.find(
        document, layout, headline.value, authors.value or [], walled=layout.walled
    )
    standfirst = standfirst.under(told.teaser)
    drop = _said_above(headline.value, authors.value or [], standfirst)
    body = public_body.find(document, layout, drop, furniture)
    return Fields(
        title=headline,
        dates=replace(dates, published=dates.published.under(told.published)),
        authors=authors,
        teaser=standfirst,
        section=section.find(document, layout, headline.value),
        language=language.find(document, body.text),
        body=body,
        text_confidence=confidence.expected(document, layout, body),
    )


def _said_above(title: str | None, authors: list[str], teaser: Candidates[str]) -> list[str]:
    """The lines that are printed over the text and are no part of it."""
    lines = [title or "", *authors]
    if teaser.chosen is not None and teaser.chosen.source in _PRINTED:
        lines += [*teaser.chosen.value.split("\n"), teaser.chosen.value]
    return lines


_PRINTED = ("html", "recipe", "site")
"""Sources of a standfirst that stands on the page."""
