"""Authors as the page declares them: JSON-LD and metas."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from pipelines.access.public import PublicDocument as Document
from pipelines.fields.authors.names import clean_names, foreign, is_own, is_person
from pipelines.fields.site_name import is_site, site_names
from pipelines.lexicon.tables import pattern
from pipelines.model import Found
from pipelines.page import jsonld
from pipelines.page.bounds import NAMES, VALUES
from pipelines.page.words import fold

_METAS = (
    "citation_author", "author", "article:author", "og:article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "dc.contributor", "byl", "authors", "article:author_name",
    "cxenseparse:author", "rbauthors", "article_author", "twitter:data1", "creator", "cse-authors", "shareaholic:article_author_name", "tmgads.authors", "article.author",
)  # fmt: skip


def sites_of(document: Document) -> list[str]:
    """The site's names, without those that are persons, or agencies that write here."""
    authors, owners = (
        set(),
        {fold(c) for _, c in document.metas("og:site_name", "application-name", "publisher")},
    )
    owners |= set((urlsplit(document.url).hostname or "").split("."))
    for node in document.article_nodes[:2]:
        authors |= set(_named(jsonld.get(node, "author")))
        owners |= set(_named(jsonld.get(node, "publisher")))
    persons = set()
    for node in document.ld[:60]:
        kinds = jsonld.types(node)
        if "website" in kinds or "newsmediaorganization" in kinds:
            owners |= set(_named(node))
        if "person" in kinds:
            persons |= {n for n in _named(node) if "." not in n[2:-1].replace(". ", "")}
    persons -= {n for n in owners if " " not in n}  # a firm whose entry calls it a person
    return [n for n in site_names(document) if n not in persons | (authors - owners)]


def _named(value: object) -> list[str]:
    items = value if isinstance(value, list) else [value]
    names = [jsonld.text_of(jsonld.get(i, "name")) for i in items if isinstance(i, dict)]
    return [fold(n[:NAMES]) for n in names if n]


def find(document: Document, sites: list[str], *, desks: bool = True) -> Iterator[Found[list[str]]]:
    """Yield what each declaration names; desks only where they are asked for."""
    for node in document.article_nodes[:2]:
        for key in ("author", "creator"):
            people = _people(jsonld.get(node, key), document, desks=desks)
            names = [name[:NAMES] for name in people[:VALUES]]
            if names:
                yield Found(_clean(names, sites), "json-ld", key, "; ".join(names))
    for name in _METAS:
        contents = [c[:NAMES] for n, c in document.metas(name) if not c.startswith(("http", "/"))]
        if name == "twitter:data1" and not _is_author_label(document):
            continue
        if contents:
            yield Found(_clean(contents, sites), "meta", name, "; ".join(contents))


def _is_author_label(document: Document) -> bool:
    label = document.meta("twitter:label1") or ""
    return bool(pattern("byline.meta_label").search(label))


def _people(value: object, document: Document, *, desks: bool) -> list[str]:
    """Return the names in an `author` value: persons, and desks where there is no person."""
    items = value if isinstance(value, list) else [value]
    people: list[str] = []
    organisations: list[str] = []
    for item in items[:20]:
        if isinstance(item, dict):
            item = _resolve(item, document)
            name = jsonld.text_of(jsonld.get(item, "name"))
            kinds = jsonld.types(item)
            if name and ("organization" in kinds or "newsmediaorganization" in kinds):
                organisations.append(name)
            elif name:
                people.append(name)
        elif isinstance(item, str) and not item.startswith(("http", "/")):
            people.append(item)
    return people or (organisations if desks else [])


def _resolve(item: jsonld.Node, document: Document) -> jsonld.Node:
    """Follow a bare `{"@id": …}` to the object that it names."""
    target = jsonld.get(item, "@id")
    if jsonld.get(item, "name") is None and isinstance(target, str):
        for node in document.ld:
            if node is not item and jsonld.get(node, "@id") == target and jsonld.get(node, "name"):
                return node
    return item


def _clean(names: list[str], sites: list[str]) -> list[str]:
    kept = [n for n in names if not is_own(n.strip(" ,;"), sites) and not _is_rubric(n, sites)]
    return foreign(clean_names(kept, declared=True), sites)


def _is_rubric(name: str, sites: list[str]) -> bool:
    """`Culture - Paper`: a section of the site, where no person stands in front."""
    front, dash, site = name.rpartition(" - ")
    return bool(dash) and is_site(site, sites) and not is_person(front)
