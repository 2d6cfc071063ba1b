"""Authors as printed: one per person or desk, no roles, no site name.

Declared authors (JSON-LD, meta, microdata) come first where they are persons;
the byline near the headline decides where nothing is declared, or where only
the publisher itself is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.body import roles
from pipelines.body.blocks import Block
from pipelines.body.layout import Layout
from pipelines.metadata.candidates import Candidates
from pipelines.metadata.names import clean_names, printed_names
from pipelines.metadata.title import is_site, site_names
from pipelines.model import Found
from pipelines.page import jsonld
from pipelines.page.document import Document, Element
from pipelines.page.words import fold, squeeze

_METAS = (
    "citation_author", "author", "article:author", "og:article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "dc.contributor", "byl", "authors", "article:author_name",
    "cxenseparse:author", "rbauthors", "article_author", "twitter:data1", "creator", "cse-authors", "shareaholic:article_author_name", "tmgads.authors", "article.author",
)  # fmt: skip
_BY = re.compile(
    r"^(?:(?:article |text |texte |story |words |written |posted |published |reported |created |authored |propos recueillis |un article |ein (?:gast)?beitrag |gastbeitrag |eine reportage |analyse |kommentar |interview |reportage |geschrieben |erstellt |verfasst |veröffentlicht |eingestellt |publié |rédigé |écrit |publicado |escrito |scritto |pubblicato |geschreven )?"
    r"(?:by|par|von|por|di|da|door|av|af|autor(?:in(?:/autor)?)?:?|auteur:?|autore:?|author:?|przez|od|de|από|kirjoittanut|text:|texte:|texto:)\s*:?\s+(?=\S)|(?-i:By(?=[A-Z][a-z.])))",
    re.IGNORECASE,
)
_INNER = re.compile(r"^.{0,80}?(?:^|[\s|~·•/,\d])(?:by|von|par|por|autor(?:in)?:|author:|auteur:|door)\s+(?=[^\W\d_])", re.IGNORECASE)
_STAMPED = re.compile(r"(?:19|20)\d\d|\d{1,2}[./]\d{1,2}|^(?:posted|published|written|geschrieben|erstellt|veröffentlicht|eingestellt|publié|publicado|autor)", re.IGNORECASE)
_OTHER = re.compile(r"^(?:(?:medically|clinically|legally|expert)?\s*(?:reviewed|edited|fact[- ]?checked|translated|illustrat\w+|photo\w*|approved|verified|updated)\s+by|photo|foto|bild|image|crédit|credit|illustration|reviewer|editor\b|comments? by)\b", re.IGNORECASE)
_BELOW = re.compile(
    r"^(?:posted|written|published|geschrieben|erstellt|verfasst|veröffentlicht|eingestellt|publié|rédigé|publicado|escrito|scritto|pubblicato)\b.{0,40}?\b(?:by|von|par|por|da|di)\s*:?\s+(?=\S)|^(?:autor(?:in)?(?:/(?:autor(?:in)?|in))?|author|auteur|autore|text(?=:))\s*:?\s+(?=[^\W\d_])",
    re.IGNORECASE,
)
# the address of a person's page, and classes of elements that hold nothing but a name
_PERSON_PATH = re.compile(
    r"(?:/(?:authors?|autor(?:en|es|in)?|auteurs?|autore|autori|staff|people|profiles?|contributors?|journalist(?:e)?s?|writers?|reporters?|redakteur\w*|redaktion|columnists?|bylines?)/|[?&]author=)[^/?#]",
    re.IGNORECASE,
)
_NAME_CLASS = re.compile(r"-(?:authors?|autor(?:en)?|auteurs?|autore|writer|reporter|byline)(?:-(?:name|title|link|url|text))*-$|-(?:fn|username|byline-name|writer-name|contributor-name|reporter-name|author-link)-|-p-author-")
_PERSON = re.compile(r"^[A-ZÀ-ÞŁŚŽČŠ][\w'’.-]+(?: (?:[A-ZÀ-Þ]\.|[a-z]{2,3}|[A-ZÀ-Þ][\w'’-]+))? [A-ZÀ-ÞŁŚŽČŠ][\w'’-]+$")
_ORGANISATION = re.compile(r"\b(?:news|times|post|blog|magazine|media|the|bank|group|team|online|tv|radio|press|security|care|company|inc|llc|gmbh|services?|journal|daily|today|world|redaktion|digital|solutions?|network|institute|university|center|le|la|die|der|das)\b|[.&]\w", re.IGNORECASE)
_BAD = roles.RELATED | roles.COMMENT | roles.NAV | roles.FOOT | roles.AD | roles.COOKIE | roles.NEWSLETTER
_HARD = roles.COMMENT | roles.COOKIE | roles.NEWSLETTER | roles.HIDDEN
_INLINE = ("a", "span", "div", "strong", "b", "em", "p", "address", "cite")
_NEAR = 12
"""Blocks after the headline in which a byline may stand whatever its box is called."""


def find(document: Document, layout: Layout) -> Candidates[list[str]]:
    """Return the authors with all candidates; nobody named: no chosen value."""
    sites = _sites(document)
    declared = [c for c in _declared(document, sites) if c.value]
    printed = [c for c in _printed(layout, sites) if c.value]
    if not declared and not printed and not _is_news(document):
        # a personal site bears its author's name
        anyone = [c for c in _declared(document, []) if c.value] or [c for c in _printed(layout, []) if c.value]
        declared = [c for c in anyone if all(_PERSON.match(n) and not _ORGANISATION.search(n) for n in c.value)]
    return Candidates(_choose(declared, printed), [*declared, *printed])


def _sites(document: Document) -> list[str]:
    """The site's names, without those that are persons, or agencies that write here."""
    authors, owners = set(), {fold(c) for _, c in document.metas("og:site_name", "application-name", "publisher")}
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
    return [fold(n) for n in names if n]


def _is_news(document: Document) -> bool:
    return any("news" in t for node in document.ld[:60] for t in jsonld.types(node))


def _choose(declared: list[Found[list[str]]], printed: list[Found[list[str]]]) -> Found[list[str]] | None:
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
    if len(first.value) == 1 and printed and not any(_covers(p.value, first.value) for p in printed):
        for other in cased[1:]:
            if any(_covers(p.value, other.value) for p in printed):
                return other
    return first


def _is_one_line(found: Found[list[str]]) -> bool:
    """One printed line reads "By A, B and C" and nothing else."""
    raw = fold(found.raw)
    length = sum(map(len, found.value)) + 6 * len(found.value) + 12
    return bool(_BY.match(found.raw)) and len(raw) < length and all(fold(n) in raw for n in found.value)


def _covers(names: list[str], wanted: list[str]) -> bool:
    have = {fold(n) for n in names}
    return all(fold(w) in have for w in wanted)


def _declared(document: Document, sites: list[str]) -> Iterator[Found[list[str]]]:
    for node in document.article_nodes[:2]:
        for key in ("author", "creator"):
            names = _people(jsonld.get(node, key), document)
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
    kept = [n for n in names if not sites or not is_site(n.strip(" ,;"), sites)]
    return [n for n in clean_names(kept, declared=True) if not is_site(n, sites)]


def _printed(layout: Layout, sites: list[str]) -> Iterator[Found[list[str]]]:
    """Bylines near the headline: marked names, then "By …", then byline classes."""
    ranked: list[_Ranked] = []
    top = layout.headline.index if layout.headline is not None else None
    for block in layout.head_zone:
        if len(block.text) >= 200 or block is layout.headline:
            continue
        near = top is not None and top < block.index <= min(top + _NEAR, max(layout.body_start, top + 1))
        if block.roles & (_HARD if near else _BAD):
            continue
        for rank, names, raw in _in_block(block, near=near):
            cleaned = [n for n in printed_names(names, declared=rank == 0) if not is_site(n, sites)]
            if cleaned:
                shape = (str(block.element.tag), block.element.get("class"))
                ranked.append(_Ranked(rank, block.index, shape, Found(cleaned, "html", block.path, raw)))
    ranked.sort(key=lambda r: (r.rank, r.index))
    yield from _merged(ranked)
    if not ranked:
        yield from _below(layout, sites)


@dataclass(frozen=True, slots=True)
class _Ranked:
    rank: int
    index: int
    shape: tuple[str, str | None]
    found: Found[list[str]]


def _merged(ranked: list[_Ranked]) -> Iterator[Found[list[str]]]:
    """Names of equal rank and markup within a few lines of each other are one byline."""
    done: set[int] = set()
    for item in ranked:
        if item.index in done:
            continue
        names = list(item.found.value)
        for other in ranked:
            if (other.rank, other.shape) == (item.rank, item.shape) and 0 < other.index - item.index <= 4:
                names += [n for n in other.found.value if fold(n) not in {fold(k) for k in names}]
                done.add(other.index)
        yield Found(names, item.found.source, item.found.where, item.found.raw)


def _below(layout: Layout, sites: list[str]) -> Iterator[Found[list[str]]]:
    """A byline under the text: blogs sign at the foot of the entry."""
    inside = layout.inside()
    end = inside[-1].index + 14 if inside else 0
    for block in layout.blocks[layout.body_start : end]:
        if block.roles & (_HARD | roles.NAV | roles.RELATED | roles.CARD | roles.ASIDE) or len(block.text) > 200:
            continue
        by = _BELOW.match(block.text)
        if by and len(block.text) < 120:
            names = [block.text[by.end() :]]
        elif block.roles & (roles.FOOT | roles.META | roles.BYLINE | roles.AUTHORBOX):
            names = _signed(block.element)
        else:
            continue
        cleaned = [n for n in printed_names(names, declared=True) if not is_site(n, sites) and len(n.split()) <= 4]
        if cleaned:
            yield Found(cleaned, "html", block.path, block.text)
            return


def _signed(element: Element) -> list[str]:
    return [
        squeeze("".join(e.itertext()))
        for e in element.iter("a", "span", "div", "p")
        if "author" in (e.get("rel") or "").split() or "fn" in (e.get("class") or "").split() or e.get("itemprop") == "author"
    ][:3]


def _in_block(block: Block, *, near: bool) -> Iterator[tuple[int, list[str], str]]:
    """Yield (rank, name texts, raw line): 0 marked, 1–2 after "By", 3 a byline box."""
    text, flags = block.text, block.roles
    if _OTHER.match(text):
        return
    marked = _marked(block)
    if marked:
        yield 0, marked, text
        return
    by = _BY.match(text)
    if by and len(text) < 160:
        yield (1 if flags & roles.BYLINE else 2), [text[by.end() :]], text
        return
    if (near or flags & roles.BYLINE) and _STAMPED.search(text):
        inner = _INNER.match(text)
        if inner:
            yield 2, [text[inner.end() :]], text
            return
    if flags & roles.BYLINE and len(text) < 120:
        yield 3, [text], text


def _marked(block: Block) -> list[str]:
    """Texts of the inner elements that are marked as a name."""
    texts = [squeeze("".join(e.itertext())) for e in (block.element, *block.element.iterdescendants(*_INLINE)) if _marks_name(e)]
    found = list(dict.fromkeys(t for t in texts if t and len(t) < 80))
    if not block.roles & roles.BYLINE and 3 * sum(map(len, found)) < len(block.text) and not _BY.match(block.text) and not _STAMPED.search(block.text):
        return []  # persons linked in running text
    return [t for t in found if not any(o != t and o in t for o in found)]


def _marks_name(element: Element) -> bool:
    if (element.get("itemprop") or "").lower() in ("author", "name") and _says_author(element):
        return True
    if "author" in (element.get("rel") or "").lower().split():
        return True
    if element.tag == "a" and _PERSON_PATH.search(element.get("href") or ""):
        return True
    return len(element) == 0 and bool(_NAME_CLASS.search(roles.tokens(element.get("class") or "")))


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
