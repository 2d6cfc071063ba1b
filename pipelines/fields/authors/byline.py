"""Authors as printed: one per person or desk, no roles, no site name.

Declared authors (JSON-LD, meta, microdata) come first where they are persons;
the byline near the headline decides where nothing is declared, or where only
the publisher itself is.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.access.public import PublicDocument as Document, PublicLayout as Layout
from pipelines.fields.authors import printed_byline
from pipelines.fields.authors.names import clean_names, foreign, is_own, is_person
from pipelines.fields.candidates import Candidates
from pipelines.fields.title import is_site, site_names
from pipelines.model import Found
from pipelines.page import jsonld
from pipelines.page.bounds import NAMES, VALUES
from pipelines.page.words import fold

_METAS = (
    "citation_author", "author", "article:author", "og:article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "dc.contributor", "byl", "authors", "article:author_name",
    "cxenseparse:author", "rbauthors", "article_author", "twitter:data1", "creator", "cse-authors", "shareaholic:article_author_name", "tmgads.authors", "article.author",
)  # fmt: skip


def find(document: Document, layout: Layout) -> Candidates[list[str]]:
    """Return the authors with all candidates; nobody named: no chosen value."""
    sites = _sites(document)
    declared = [c for c in _declared(document, sites) if c.value]
    printed = [c for c in printed_byline.find(layout, sites) if c.value]
    if not declared and not printed and not _is_news(document):
        # a personal site bears its author's name, and no role behind it
        anyone = [c for c in _declared(document, [], desks=False) if c.value] or [
            c for c in printed_byline.find(layout, []) if c.value
        ]
        declared = [c for c in anyone if all(map(is_person, c.value)) and _is_bare(c)]
    chosen = _instead_of_account(declared, printed, layout) or _choose(declared, printed)
    return Candidates(chosen, [*declared, *printed])


def _is_bare(found: Found[list[str]]) -> bool:
    """A declaration of the names and nothing else; a line of print has "By" in front."""
    return found.source == "html" or fold(found.raw) == fold("; ".join(found.value))


def _instead_of_account(
    declared: list[Found[list[str]]], printed: list[Found[list[str]]], layout: Layout
) -> Found[list[str]] | None:
    """Who entered the text is declared, who wrote it is printed: "By" and a person near the
    headline, where no declared name stands. A desk or a name in another script may be both."""
    first = printed[0] if printed else None
    if first is None or not declared or not printed_byline.says_by(first.raw):
        return None
    names = [n for d in declared for n in d.value]
    if not all(map(is_person, [*first.value, *names])):
        return None
    zone = [fold(b.text) for b in layout.head_zone]
    return None if any(fold(n) in text for n in names for text in zone) else first


def _sites(document: Document) -> list[str]:
    """The site's names, without those that are persons, or agencies that write here."""
    authors, owners = (
        set(),
        {fold(c) for _, c in document.metas("og:site_name", "application-name", "publisher")},
    )
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
    return [n for n in site_names(document) if n not in persons | (authors - owners)]


def _named(value: object) -> list[str]:
    items = value if isinstance(value, list) else [value]
    names = [jsonld.text_of(jsonld.get(i, "name")) for i in items if isinstance(i, dict)]
    return [fold(n[:NAMES]) for n in names if n]


def _is_news(document: Document) -> bool:
    return any("news" in t for node in document.ld[:60] for t in jsonld.types(node))


def _choose(
    declared: list[Found[list[str]]], printed: list[Found[list[str]]]
) -> Found[list[str]] | None:
    cased = [d for d in declared if any(c.isupper() or not c.isascii() for n in d.value for c in n)]
    if not cased:
        # account names in lower case stand behind any printed name
        by = next((p for p in printed if any(c.isupper() for c in p.value[0])), None)
        return by or next(iter([*declared, *printed]), None)
    first = cased[0]
    # another declaration, or one printed line, may name more persons than the first
    for other in [*cased[1:], *(p for p in printed[:2] if _is_one_line(p))]:
        if len(first.value) < len(other.value) <= 6 and _covers(other.value, first.value):
            return other
    if (
        len(first.value) == 1
        and printed
        and not any(_covers(p.value, first.value) for p in printed)
    ):
        for other in cased[1:]:
            if any(_covers(p.value, other.value) for p in printed):
                return other
    return first


def _is_one_line(found: Found[list[str]]) -> bool:
    """One printed line reads "By A, B and C", a date behind it at most."""
    raw = fold(found.raw)
    end = max(raw.find(fold(n)) + len(n) for n in found.value)
    if printed_byline.is_stamp(raw[end:]):
        raw = raw[:end]
    length = sum(map(len, found.value)) + 6 * len(found.value) + 12
    return (
        printed_byline.begins_with_by(found.raw)
        and len(raw) < length
        and all(fold(n) in raw for n in found.value)
    )


def _covers(names: list[str], wanted: list[str]) -> bool:
    have = {fold(n) for n in names}
    return all(fold(w) in have for w in wanted)


def _declared(
    document: Document, sites: list[str], *, desks: bool = True
) -> Iterator[Found[list[str]]]:
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
    label = (document.meta("twitter:label1") or "").lower()
    return any(
        w in label
        for w in (
            "written by",
            "author",
            "verfasst",
            "écrit par",
            "escrito",
            "scritto",
            "geschreven",
        )
    )


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
            if name:
                (
                    organisations
                    if "organization" in kinds or "newsmediaorganization" in kinds
                    else people
                ).append(name)
            elif isinstance(jsonld.get(item, "name"), list):
                people.extend(n for n in jsonld.get(item, "name") if isinstance(n, str))
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
