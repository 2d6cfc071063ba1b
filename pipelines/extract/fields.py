"""Every field reader over one page, in the order in which they need each other."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipelines.access import boundary
from pipelines.access.evidence import Access
from pipelines.body import body as public_body
from pipelines.extract.sites import select
from pipelines.extract.sites.base import Site
from pipelines.fields import language, section, teaser, title
from pipelines.fields.authors import byline
from pipelines.fields.candidates import Candidates
from pipelines.fields.dates import date
from pipelines.fields.dates.date import Dates
from pipelines.layout.layout import Layout, place_headline
from pipelines.model import Page
from pipelines.page.document import Document
from pipelines.recipe import Select


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
    access: Access


def read_fields(
    document: Document, layout: Layout, page: Page, chosen: Select, site: Site
) -> Fields:
    """Run every field reader over one layout."""
    headline = select.text(document, chosen.title, site.title(title.find(document, layout)))
    place_headline(layout, headline.value)
    access = boundary.judge(document, layout)
    lang = language.declared(document)
    dates = date.find(
        document,
        layout,
        language=document.head.lang or lang,
        fetched=page.fetched,
        listed=page.listed,
    )
    dates = select.dates(document, chosen.date, site.dates(dates, lang), lang)
    authors = select.names(document, chosen.author, site.authors(byline.find(document, layout)))
    walled = bool(access.reserved) or access.boundary is not None
    standfirst = teaser.find(
        document, public_layout(layout, access), headline.value, authors.value or [], walled=walled
    )
    if not walled:
        # selectors and site parsers read the whole page: only where nothing is reserved
        standfirst = select.text(document, chosen.teaser, site.teaser(standfirst))
    kicker = section.find(document, layout, headline.value)
    drop = [headline.value or "", *(authors.value or [])]
    if standfirst.chosen is not None and standfirst.chosen.source in ("html", "recipe", "site"):
        drop += standfirst.chosen.value.split("\n") + [standfirst.chosen.value]
    body = public_body.find(document, layout, access, drop)
    return Fields(
        headline,
        dates,
        authors,
        standfirst,
        kicker,
        language.find(document, body.text),
        body,
        access,
    )


def public_layout(layout: Layout, access: Access) -> Layout:
    """Return the layout without reserved blocks: no reader of text may see them."""
    if not access.reserved and access.boundary is None:
        return layout
    limit = access.boundary.block if access.boundary is not None else len(layout.blocks)
    hidden = {b.index for b in layout.blocks if b.index in access.reserved or b.index >= limit}
    # positions must stay, so a reserved block stays as an empty one
    blocks = [replace(b, text="") if b.index in hidden else b for b in layout.blocks]
    return replace(layout, blocks=blocks)
