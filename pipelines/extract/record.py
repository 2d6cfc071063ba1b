"""The record: chosen values in the columns of the dataset, with their provenance."""

from __future__ import annotations

from datetime import UTC, datetime

from pipelines import identity
from pipelines.access.declared import declared_words
from pipelines.access.evidence import Access
from pipelines.access.public import PublicDocument
from pipelines.extract.fields import Fields
from pipelines.extract.result import source_of
from pipelines.fields import section
from pipelines.fields.candidates import Candidates
from pipelines.fields.dates.moment import Moment
from pipelines.model import Article, Page, Provenance
from pipelines.page.opt_outs import declared_opt_outs
from pipelines.papers.known import Known
from pipelines.papers.model import Paper
from pipelines.version import EXTRACTOR


def assemble(page: Page, document: PublicDocument, fields: Fields, access: Access) -> Article:
    """Return the record: the chosen values in the columns of the dataset."""
    declared = [u for u in (document.link("canonical"), document.meta("og:url")) if u]
    own = identity.canonical(page.url, declared)
    identifier = identity.article_id(own or page.url)
    text = fields.body.text or None
    digest = identity.content_hash(fields.title.value, text)
    published, modified = fields.dates.published.chosen, fields.dates.modified.chosen
    standfirst = fields.teaser.chosen
    place = access.boundary
    return Article(
        id=identifier,
        revision_id=identity.revision_id(identifier, digest),
        url=page.url,
        canonical_url=own,
        source=source_of(page),
        title=fields.title.value,
        section=fields.section.value,
        date_published=published.value.at if published else None,
        date_published_raw=published.raw if published else fields.dates.unread,
        date_published_offset_min=published.value.offset_min if published else None,
        date_published_precision=published.value.precision if published else None,
        date_modified=modified.value.at if modified else None,
        date_modified_raw=modified.raw if modified else None,
        authors=fields.authors.value or [],
        teaser=standfirst.value if standfirst else None,
        teaser_source=standfirst.source if standfirst else None,
        text=text,
        text_complete=access.complete if text else None,
        text_confidence=fields.text_confidence,
        language=fields.language.value,
        tags=section.tags(document),
        image_url=section.image(document),
        access=access.status.value,
        access_confidence=access.confidence,
        access_evidence=[str(e) for e in access.evidence],
        boundary_char=len(text or "") if place else None,
        boundary_paragraph=len(fields.body.paragraphs) if place else None,
        boundary_basis=place.basis.value if place else None,
        boundary_path=place.path if place else None,
        wall_text=place.wall_text if place else None,
        declared_words=declared_words(document),
        date_fetched=page.fetched or datetime(1970, 1, 1, tzinfo=UTC),
        http_status=page.status,
        opt_outs=sorted({*page.opt_outs, *declared_opt_outs(document)}),
        content_hash=digest,
        cluster_id=identifier,
        archive_file=page.archive_file,
        archive_offset=page.archive_offset,
        extractor=EXTRACTOR,
    )


def provenance(article: Article, fields: Fields) -> list[Provenance]:
    """One row per field that has a value or had candidates."""
    walled = article.access != "free" or article.boundary_char is not None
    named: list[
        tuple[str, Candidates[str]]
        | tuple[str, Candidates[list[str]]]
        | tuple[str, Candidates[Moment]]
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


def of_paper(article: Article, paper: Paper, known: Known, fields: Fields) -> Provenance:
    """Return what the paper's other pages said of this one."""
    said = [f"furniture: {known.boxes[n]}" for n in sorted(known.furniture)]
    said += [f"wall: {known.boxes[n]}" for n in sorted(known.walls)]
    return Provenance(
        article.id,
        "paper",
        paper.mark,
        None,
        "paper",
        paper.name,
        list(dict.fromkeys(said))[:_SAID],
    )


_SAID = 12
"""Statements of a paper that a row names."""


def _text(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
