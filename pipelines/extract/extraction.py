"""Page → article: the whole chain in one screen."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from pipelines import identity
from pipelines.access import boundary
from pipelines.access.evidence import Access
from pipelines.body import body as public_body
from pipelines.extract import kind
from pipelines.extract.sites import select
from pipelines.extract.sites.base import Site
from pipelines.fields import language, section, teaser, title
from pipelines.fields.authors import byline
from pipelines.fields.candidates import Candidates
from pipelines.fields.dates import date
from pipelines.fields.dates.date import Dates
from pipelines.layout.layout import Layout, lay_out, place_headline
from pipelines.model import Article, Page, Provenance, Reason, Rejected
from pipelines.page.document import Document, Unreadable
from pipelines.page.opt_outs import declared_opt_outs
from pipelines.recipe import Select
from pipelines.version import EXTRACTOR


@dataclass(frozen=True, slots=True)
class Extraction:
    """An article with the evidence for every field."""

    article: Article
    provenance: list[Provenance] = field(default_factory=list)
    access: Access = field(default_factory=Access)


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


def extract(page: Page, chosen: Select | None = None) -> Extraction | Rejected:
    """Return the article on a page with its evidence, or why there is none.

    `chosen` are the selectors that a recipe gives for the page's source.
    """
    refusal = kind.refuse_bytes(page)
    if refusal is not None:
        return reject(page, *refusal)
    if kind.is_plain_text(page):
        from pipelines.extract.plaintext import extract_text

        return extract_text(page)
    try:
        document = Document(page.body, page.url, page.content_type)
    except Unreadable as error:
        return reject(page, Reason.UNREADABLE, str(error))
    site = Site(page, document)
    chosen = chosen or Select()
    layout = select.body_box(document, lay_out(document), chosen.body or site.body)
    fields = read_fields(document, layout, page, chosen, site)
    refusal = kind.refuse(
        document,
        layout,
        fields.title.value,
        fields.body,
        fields.access,
        published=fields.dates.published.chosen,
    )
    if refusal is not None:
        return reject(page, *refusal)
    return assemble(page, document, fields)


def preload() -> None:
    """Load what only some pages need, so that none bears the cost: the model of languages,
    the Public Suffix List, and the libraries asked where our own reading is doubtful.

    Takes some 0.8 s of CPU once in a process; `extract` loads each on first use anyway.
    """
    importlib.import_module("trafilatura")
    importlib.import_module("htmldate")
    identity.registered_domain("www.example.org")
    language.detect("A sentence that is long enough to tell its language.")


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


def assemble(page: Page, document: Document, fields: Fields) -> Extraction:
    """Return the record: the chosen values in the columns of the dataset."""
    declared = [u for u in (document.link("canonical"), document.meta("og:url")) if u]
    own = identity.canonical(page.url, declared)
    identifier = identity.article_id(own or page.url)
    text = fields.body.text or None
    digest = identity.content_hash(fields.title.value, text)
    published, modified = fields.dates.published.chosen, fields.dates.modified.chosen
    standfirst = fields.teaser.chosen
    place = fields.access.boundary
    article = Article(
        id=identifier,
        revision_id=identity.revision_id(identifier, digest),
        url=page.url,
        canonical_url=own,
        source=source_of(page),
        title=fields.title.value,
        section=fields.section.value,
        date_published=published.value.at if published else None,
        date_published_raw=published.raw if published else None,
        date_published_offset_min=published.value.offset_min if published else None,
        date_published_precision=published.value.precision if published else None,
        date_modified=modified.value.at if modified else None,
        date_modified_raw=modified.raw if modified else None,
        authors=fields.authors.value or [],
        teaser=standfirst.value if standfirst else None,
        teaser_source=standfirst.source if standfirst else None,
        text=text,
        language=fields.language.value,
        tags=section.tags(document),
        image_url=section.image(document),
        access=fields.access.status.value,
        access_confidence=fields.access.confidence,
        access_evidence=[str(e) for e in fields.access.evidence],
        boundary_char=len(text or "") if place else None,
        boundary_paragraph=len(fields.body.paragraphs) if place else None,
        boundary_basis=place.basis.value if place else None,
        boundary_path=place.path if place else None,
        wall_text=place.wall_text if place else None,
        declared_words=section.declared_words(document),
        date_fetched=page.fetched or datetime(1970, 1, 1, tzinfo=UTC),
        http_status=page.status,
        opt_outs=sorted({*page.opt_outs, *declared_opt_outs(document)}),
        content_hash=digest,
        cluster_id=identifier,
        archive_file=page.archive_file,
        archive_offset=page.archive_offset,
        extractor=EXTRACTOR,
    )
    return Extraction(article, _provenance(article, fields), fields.access)


def _provenance(article: Article, fields: Fields) -> list[Provenance]:
    """One row per field that has a value or had candidates."""
    walled = article.access != "free" or article.boundary_char is not None
    named: list[
        tuple[str, Candidates[str]]
        | tuple[str, Candidates[list[str]]]
        | tuple[str, Candidates[date.Moment]]
    ] = [
        ("title", fields.title),
        ("date_published", fields.dates.published),
        ("date_modified", fields.dates.modified),
        ("authors", fields.authors),
        ("teaser", fields.teaser),
        ("section", fields.section),
        ("language", fields.language),
    ]
    rows = []
    for name, candidates in named:
        chosen = candidates.chosen
        if chosen is None and not candidates.considered:
            continue
        others = [o[:300] for o in candidates.others()]
        if walled and name == "teaser":
            others = [o for o in others if not o.startswith("html ")]
        rows.append(
            Provenance(
                article.id,
                name,
                _text(chosen.value) if chosen else None,
                chosen.raw[:500] if chosen else None,
                chosen.source if chosen else "",
                chosen.where if chosen else "",
                others,
            )
        )
    rows.append(Provenance(article.id, "text", None, None, fields.body.by, fields.body.path, []))
    return rows


def _text(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def source_of(page: Page) -> str:
    """Return the page's source: the recipe's, or the host without `www.`."""
    return page.source or (urlsplit(page.url).hostname or "").removeprefix("www.") or "file"


def reject(page: Page, reason: Reason, detail: str = "") -> Rejected:
    """Return the rejection of a page with its fetch facts."""
    return Rejected(
        url=page.url, source=source_of(page), reason=reason.value, detail=detail[:500], date_fetched=page.fetched,
        http_status=page.status, archive_file=page.archive_file, archive_offset=page.archive_offset, extractor=EXTRACTOR,
    )  # fmt: skip
