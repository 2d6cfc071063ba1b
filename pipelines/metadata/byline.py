"""Authors as printed: one per person or desk, no roles, no site name.

Declared authors (JSON-LD, meta, microdata) come first where they are persons;
the byline near the headline decides where nothing is declared, or where only
the publisher itself is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.body import roles
from pipelines.body.layout import Layout
from pipelines.metadata.candidates import Candidates
from pipelines.metadata.names import clean_names
from pipelines.metadata.title import is_site, site_names
from pipelines.model import Found
from pipelines.page import jsonld
from pipelines.page.document import Document, Element
from pipelines.page.words import fold, squeeze

_METAS = (
    "author", "article:author", "og:article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "dc.contributor", "byl", "authors", "article:author_name",
    "cxenseparse:author", "citation_author", "rbauthors", "article_author", "twitter:data1", "creator", "cse-authors", "shareaholic:article_author_name", "tmgads.authors", "article.author",
)  # fmt: skip
_BY = re.compile(
    r"^(?:(?:article |text |texte |story |words |written |posted |published |reported |propos recueillis |un article |ein beitrag |eine reportage |analyse |kommentar |interview |reportage )?"
    r"(?:by|par|von|por|di|da|door|av|af|autor(?:in)?:?|auteur:?|autore:?|author:?|przez|od|de|από|kirjoittanut|text:|texte:|texto:|written by:?|by:|von:|par:|por:))\s+(?=\S)",
    re.IGNORECASE,
)
_BAD = roles.RELATED | roles.COMMENT | roles.NAV | roles.FOOT | roles.AD | roles.COOKIE | roles.NEWSLETTER


def find(document: Document, layout: Layout) -> Candidates[list[str]]:
    """Return the authors with all candidates; nobody named: no chosen value."""
    sites = site_names(document)
    declared = [c for c in _declared(document, sites) if c.value]
    printed = [c for c in _printed(layout, sites) if c.value]
    considered = [*declared, *printed]
    return Candidates(_choose(declared, printed), considered)


def _choose(declared: list[Found[list[str]]], printed: list[Found[list[str]]]) -> Found[list[str]] | None:
    if not declared:
        return printed[0] if printed else None
    first = declared[0]
    # the byline may name more persons than the first declaration
    for other in [*declared[1:], *printed[:2]]:
        if len(other.value) > len(first.value) and len(other.value) <= 6 and _covers(other.value, first.value):
            return other
    if printed and not any(_covers(p.value, first.value[:1]) for p in printed):
        for other in declared[1:]:
            if any(_covers(p.value, other.value) for p in printed):
                return other
    return first


def _covers(names: list[str], wanted: list[str]) -> bool:
    have = {fold(n) for n in names}
    return all(fold(w) in have for w in wanted)


def _declared(document: Document, sites: list[str]) -> Iterator[Found[list[str]]]:
    for node in document.article_nodes[:2]:
        for key in ("author", "creator"):
            value = jsonld.get(node, key)
            names = _people(value, document)
            if names:
                yield Found(_clean(names, sites), "json-ld", key, "; ".join(names))
    for name in _METAS:
        contents = [c for n, c in document.metas(name) if not c.startswith(("http", "/"))]
        if name == "twitter:data1" and not _is_author_label(document):
            continue
        if contents:
            yield Found(_clean(contents, sites), "meta", name, "; ".join(contents))


def _is_author_label(document: Document) -> bool:
    label = (document.meta("twitter:label1") or "").lower()
    return any(w in label for w in ("written by", "author", "verfasst", "écrit par", "escrito", "scritto", "geschreven"))


def _people(value: object, document: Document) -> list[str]:
    """Return the names in an `author` value: persons, and desks where there is no person."""
    items = value if isinstance(value, list) else [value]
    people: list[str] = []
    desks: list[str] = []
    for item in items[:20]:
        if isinstance(item, dict):
            item = _resolve(item, document)
            name = jsonld.text_of(jsonld.get(item, "name"))
            kinds = jsonld.types(item)
            if name:
                (desks if "organization" in kinds or "newsmediaorganization" in kinds else people).append(name)
            elif isinstance(jsonld.get(item, "name"), list):
                people.extend(n for n in jsonld.get(item, "name") if isinstance(n, str))
        elif isinstance(item, str) and not item.startswith(("http", "/")):
            people.append(item)
    return people or desks


def _resolve(item: jsonld.Node, document: Document) -> jsonld.Node:
    """Follow a bare `{"@id": …}` to the object that it names."""
    target = jsonld.get(item, "@id")
    if jsonld.get(item, "name") is None and isinstance(target, str):
        for node in document.ld:
            if node is not item and jsonld.get(node, "@id") == target and jsonld.get(node, "name"):
                return node
    return item


def _clean(names: list[str], sites: list[str]) -> list[str]:
    return [n for n in clean_names(names) if not is_site(n, sites)]


def _printed(layout: Layout, sites: list[str]) -> Iterator[Found[list[str]]]:
    """Bylines near the headline: microdata and rel=author, then classes, then "By …"."""
    zone = [b for b in layout.head_zone if not b.roles & _BAD and len(b.text) < 200]
    ranked: list[tuple[int, int, Found[list[str]]]] = []
    for block in zone:
        for rank, names, where in _in_block(block.element, block.text, block.roles):
            cleaned = _clean(names, sites)
            if cleaned:
                ranked.append((rank, block.index, Found(cleaned, "html", block.path, where)))
    ranked.sort(key=lambda item: item[:2])
    yield from _merged(ranked)


def _merged(ranked: list[tuple[int, int, Found[list[str]]]]) -> Iterator[Found[list[str]]]:
    """Names of equal rank within a few lines of each other are one byline."""
    done: set[int] = set()
    for rank, index, found in ranked:
        if index in done:
            continue
        names = list(found.value)
        for other_rank, other_index, other in ranked:
            if other_rank == rank and 0 < other_index - index <= 4:
                names += [n for n in other.value if fold(n) not in {fold(k) for k in names}]
                done.add(other_index)
        yield Found(names, found.source, found.where, found.raw)


def _in_block(element: Element, text: str, flags: int) -> Iterator[tuple[int, list[str], str]]:
    marked = [
        squeeze("".join(e.itertext()))
        for e in (element, *element.iterdescendants("a", "span", "div", "strong", "b"))
        if ((e.get("itemprop") or "").lower() in ("author", "name") and _says_author(e))
        or "author" in (e.get("rel") or "").lower().split()
    ]
    if marked:
        yield 0, list(dict.fromkeys(m for m in marked if m)), text
        return
    by = _BY.match(text)
    if by and len(text) < 120:
        yield (1 if flags & roles.BYLINE else 2), [text[by.end() :]], text
    elif flags & roles.BYLINE and len(text) < 120:
        yield 3, [text], text


def _says_author(element: Element) -> bool:
    if (element.get("itemprop") or "").lower() == "author":
        return not any((d.get("itemprop") or "").lower() == "name" for d in element.iterdescendants())
    parent = element
    for _ in range(3):
        parent = parent.getparent()
        if parent is None:
            return False
        if (parent.get("itemprop") or "").lower() == "author":
            return True
    return False
