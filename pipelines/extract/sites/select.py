"""`[source.select]` of a recipe: CSS by field, where the generic extractor fails.

What a selector finds is chosen with the source `recipe`; what the generic readers
said stays among the candidates. A selector that matches nothing changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines.access.boundary import select as matches
from pipelines.fields.authors.names import clean_names
from pipelines.fields.candidates import Candidates
from pipelines.fields.dates import printed_date
from pipelines.layout import container
from pipelines.layout.layout import Layout
from pipelines.model import Found
from pipelines.page.document import Document
from pipelines.page.words import squeeze

if TYPE_CHECKING:
    from pipelines.fields.dates.date import Dates
from pipelines.fields.dates.moment import Moment, parse


def body_box(document: Document, layout: Layout, selector: str | None) -> Layout:
    """Return the layout with the container that a selector names, if it matches."""
    found = matches(document, selector) if selector else []
    if not found:
        return layout
    inside = container.inside(layout.blocks, found[0])
    start = next((b.index for b in inside if b.is_strong), layout.body_start)
    return replace(layout, container=found[0], core=found[0], body_start=start)


def text(document: Document, selector: str | None, generic: Candidates[str]) -> Candidates[str]:
    """Return the candidates with the text that the selector finds as chosen."""
    values = _texts(document, selector)
    if not values:
        return generic
    found = Found("\n".join(values), "recipe", selector or "", values[0])
    return Candidates(found, [found, *generic.considered])


def names(
    document: Document, selector: str | None, generic: Candidates[list[str]]
) -> Candidates[list[str]]:
    """Return the candidates with the names that the selector finds as chosen."""
    values = _texts(document, selector)
    found_names = clean_names(values, declared=True)
    if not found_names:
        return generic
    found = Found(found_names, "recipe", selector or "", "; ".join(values))
    return Candidates(found, [found, *generic.considered])


def dates(document: Document, selector: str | None, generic: Dates, language: str | None) -> Dates:
    """Return the dates with the publication date that the selector finds as chosen."""
    for element in matches(document, selector) if selector else []:
        raw = (
            element.get("datetime")
            or element.get("content")
            or squeeze("".join(element.itertext()))
        )
        value: Moment | None = parse(raw) or printed_date.parse_text(raw, language)
        if value is not None:
            found = Found(value, "recipe", selector or "", raw)
            return replace(
                generic, published=Candidates(found, [found, *generic.published.considered])
            )
    return generic


def _texts(document: Document, selector: str | None) -> list[str]:
    found = matches(document, selector) if selector else []
    return [t for t in (squeeze(" ".join(e.itertext())) for e in found[:20]) if t]
