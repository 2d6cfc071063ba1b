"""Authors as printed: one per person or desk, no roles, no site name.

Declared authors (JSON-LD, meta, microdata) come first where they are persons;
the byline near the headline decides where nothing is declared, or where only
the publisher itself is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from pipelines.body import roles
from pipelines.body.blocks import Block
from pipelines.body.layout import Layout
from pipelines.metadata.candidates import Candidates
from pipelines.metadata.names import (
    clean_names,
    is_agency,
    printed_names,
    without_extras,
)
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
_LABEL_ONLY = re.compile(
    r"^(?:(?:written|posted|story|words|text|article|report|(?:ein )?(?:gast)?beitrag|kommentar|reportage|interview|publié|écrit|rédigé|escrito|scritto|geschreven)\s+)?(?:by|von|par|por|di|da|door|autor(?:in|en)?|authors?|auteure?s?|autore)\s*:?$",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"[^()]{0,40}\(([^()]{2,24})\)\s*[-–—.:]")
_OTHER = re.compile(r"^(?:(?:medically|clinically|legally|expert)?\s*(?:reviewed|edited|fact[- ]?checked|translated|illustrat\w+|photo\w*|approved|verified|updated)\s+by|photo|foto|bild|image|crédit|credit|illustration|reviewer|editor\b|comments? by)\b", re.IGNORECASE)
_BELOW = re.compile(
    r"^(?:posted|written|published|geschrieben|erstellt|verfasst|veröffentlicht|eingestellt|publié|rédigé|publicado|escrito|scritto|pubblicato)\b.{0,40}?\b(?:by|von|par|por|da|di)\s*:?\s+(?=\S)|^(?:autor(?:in|en)?(?:/(?:autor(?:in)?|in))?|authors?|auteur|autore|contributors?(?=:)|text(?=:)|un texte de)\s*:?\s+(?=[^\W\d_])"
    r"|^[(（]?\s*(?:责任编辑|责编|编辑|編輯|记者|記者|作者|撰文|著者|文)\s*[:：/／]\s*(?=\S)",
    re.IGNORECASE,
)
# the address of a person's page, and classes of elements that hold nothing but a name
_PERSON_PATH = re.compile(
    r"(?:/(?:authors?|autor(?:en|es|in)?|auteurs?|autore|autori|staff|people|profiles?|contributors?|journalist(?:e)?s?|writers?|reporters?|redakteur\w*|redaktion|columnists?|bylines?)/|[?&]author=)[^/?#]",
    re.IGNORECASE,
)
_NAME_CLASS = re.compile(r"-(?:authors?|author-?name|autor(?:en)?|auteurs?|autore|writer|reporter|byline)(?:-(?:name|title|link|url|text|txt))*-$|-(?:fn|username|byline-name|writer-name|contributor-name|reporter-name|author-link)-|-p-author-")
_PERSON = re.compile(r"^[A-ZÀ-ÞŁŚŽČŠ][\w'’.-]+(?: (?:[A-ZÀ-Þ]\.|[a-z]{2,3}|[A-ZÀ-Þ][\w'’-]+))? [A-ZÀ-ÞŁŚŽČŠ][\w'’-]+$")
_ORGANISATION = re.compile(r"\b(?:news|times|post|blog|magazine|media|the|bank|group|team|online|tv|radio|press|security|care|company|inc|llc|gmbh|services?|journal|daily|today|world|redaktion|digital|content|articles?|solutions?|network|institute|university|center|le|la|die|der|das)\b|[.&]\w", re.IGNORECASE)
_INTERFACE = re.compile(r"\b(?:related|videos?|reading|time|last|reviewed|saved?|share|tweet|partner|read|more|next|previous|latest|top|stories|story|watch|listen|live|menu|search|sign|log|free|all|about|our|your|get|view|see|new|updates?|photos?|gallery|copyright|rights|reserved|comments?|table|contents)\b", re.IGNORECASE)
_BAD = roles.RELATED | roles.COMMENT | roles.NAV | roles.FOOT | roles.AD | roles.COOKIE | roles.NEWSLETTER
_UNNAMED = _BAD | roles.KICKER | roles.TAGS | roles.CAPTION | roles.CARD | roles.ASIDE | roles.SHARE | roles.HIDDEN
_HARD = roles.COMMENT | roles.COOKIE | roles.NEWSLETTER | roles.HIDDEN
_INLINE = ("a", "span", "div", "strong", "b", "em", "p", "address", "cite")
_ABOVE = 2
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
        declared = [c for c in anyone if all(_is_person(n) for n in c.value)]
    return Candidates(_choose(declared, printed), [*declared, *printed])


def _is_person(name: str) -> bool:
    return bool(_PERSON.match(name)) and "_" not in name and not _ORGANISATION.search(name) and not _STAFF.search(name)


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
    kept = [n for n in names if not _is_own(n.strip(" ,;"), sites) and not _is_rubric(n, sites)]
    return _foreign(clean_names(kept, declared=True), sites)


def _is_rubric(name: str, sites: list[str]) -> bool:
    """`Culture - Paper`: a section of the site, where no person stands in front."""
    front, dash, site = name.rpartition(" - ")
    return bool(dash) and is_site(site, sites) and not _is_person(front)


def _foreign(names: list[str], sites: list[str]) -> list[str]:
    """The names without the site's own, its staff, and the parts of it beside a person."""
    kept = [n for n in names if not _is_own(n, sites)]
    if len(kept) < 2:
        return kept
    return [n for n in kept if fold(n).split(" ")[0] not in sites]


def _is_own(name: str, sites: list[str]) -> bool:
    """The site, whether with its staff ("Paper Staff") or as an address ("paper.com")."""
    if not sites:
        return False
    own = _tight(_STAFF.sub("", name)).removeprefix("the")
    return any(own == _tight(site).removeprefix("the") for site in sites) or bool(_ADDRESS.match(name))


def _tight(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())


_STAFF = re.compile(r"\s+(?:(?:web|news|online)\s+)?(?:staff|admin|online|news)(?:\s+(?:reporters?|writers?))?$", re.IGNORECASE)
_ADDRESS = re.compile(r"^(?:\w[\w-]*\.)+(?:com|net|org|info|news|co|tv|io|[a-z]{2})(?:\.[a-z]{2})?$", re.IGNORECASE)


def _printed(layout: Layout, sites: list[str]) -> Iterator[Found[list[str]]]:
    """Bylines near the headline: marked names, then "By …", then byline classes."""
    ranked: list[_Ranked] = []
    top = layout.headline.index if layout.headline is not None else None
    for block in layout.head_zone:
        if len(block.text) >= 200 or block is layout.headline:
            continue
        near = top is not None and top - _ABOVE <= block.index <= min(top + _NEAR, max(layout.body_start, top + 1))
        if block.roles & (_HARD if near else _BAD):
            continue
        if block.is_heading and block.index > layout.body_start and not block.roles & roles.BYLINE:
            continue  # "From A to B" over a part of the text
        named = list(_in_block(block, near=near)) or _under_label(layout, block)
        for rank, names, raw in named:
            cleaned = _foreign(printed_names(names, declared=rank == 0), sites)
            if cleaned:
                shape = (str(block.element.tag), block.element.get("class"))
                ranked.append(_Ranked(rank, block.index, shape, Found(cleaned, "html", block.path, raw)))
    ranked.sort(key=lambda r: (r.rank, r.index))
    yield from _merged(ranked)
    if not ranked:
        yield from islice(chain(_below(layout, sites), _bare(layout, sites), _dateline(layout, sites)), 1)


def _under_label(layout: Layout, block: Block) -> list[tuple[int, list[str], str]]:
    """A name in a block of its own below "Author:"."""
    before = layout.blocks[block.index - 1].text if block.index else ""
    if len(before) < 40 and len(block.text) < 80 and _LABEL_ONLY.match(before):
        return [(2, [block.text], block.text)]
    return []


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
        names = without_extras(names)
        yield Found(names, item.found.source, item.found.where, item.found.raw)


def _below(layout: Layout, sites: list[str]) -> Iterator[Found[list[str]]]:
    """A byline under the text: blogs sign at the foot of the entry."""
    inside = layout.inside()[-3:]
    end = inside[-1].index + 14 if inside else 0
    for block in layout.blocks[layout.body_start : end]:
        if block.roles & (_HARD | roles.NAV | roles.RELATED | roles.CARD | roles.ASIDE) or len(block.text) > 200:
            continue
        by = _BELOW.match(block.text) or _by_person(block.text)
        if by and len(block.text) < 120:
            names = [block.text[by.end() :].rstrip(")） ")]
        elif block.roles & (roles.FOOT | roles.META | roles.BYLINE | roles.AUTHORBOX):
            names = _signed(block.element)
        else:
            continue
        cleaned = [n for n in _foreign(printed_names(names, declared=True), sites) if len(n.split()) <= 4]
        if cleaned:
            yield Found(cleaned, "html", block.path, block.text)
            return


def _by_person(text: str) -> re.Match[str] | None:
    """"By" and a person, and nothing else in the block."""
    by = _BY.match(text) if len(text) < 60 else None
    return by if by and _is_person(text[by.end() :]) else None


def _bare(layout: Layout, sites: list[str]) -> Iterator[Found[list[str]]]:
    """A name without any mark: alone right under the headline, or alone under the text."""
    for block in [*_under_headline(layout), *_under_text(layout)]:
        names = _foreign(printed_names([block.text.strip(" ()")]), sites)
        whole = sum(map(len, names)) + 6 * len(names) > len(block.text)
        if names and ":" not in block.text and (is_agency(names[0]) or (whole and all(_is_person(n) and not _INTERFACE.search(n) for n in names))):
            yield Found(names, "html", block.path, block.text)


def _dateline(layout: Layout, sites: list[str]) -> Iterator[Found[list[str]]]:
    """`Town (dpa) –`: the agency that the first paragraph names as its origin."""
    for block in [b for b in layout.inside() if b.is_strong][:2]:
        line = _DATELINE.match(block.text)
        if line and is_agency(line[1]) and not _is_own(line[1], sites):
            yield Found([line[1]], "html", block.path, line[0])


def _under_headline(layout: Layout) -> list[Block]:
    top = layout.headline
    if top is None:
        return []
    return [b for b in layout.blocks[top.index + 1 : min(top.index + 4, layout.body_start)] if not b.roles & _UNNAMED and not b.is_heading and not b.buttons and b.link_share < 0.5]


def _under_text(layout: Layout) -> list[Block]:
    inside = layout.inside()[-3:]
    strong = next((i for i in reversed(range(len(inside))) if inside[i].is_strong), len(inside))
    return [b for b in inside[strong + 1 : strong + 2] if not b.roles & _UNNAMED and b.kind in ("p", "div") and not b.link_chars]


def _signed(element: Element) -> list[str]:
    return [
        squeeze("".join(e.itertext()))
        for e in element.iter("a", "span", "div", "p")
        if "author" in (e.get("rel") or "").split() or "fn" in (e.get("class") or "").split() or e.get("itemprop") == "author"
    ][:3]


def _in_block(block: Block, *, near: bool) -> Iterator[tuple[int, list[str], str]]:
    """Yield (rank, name texts, raw line): 0 marked, 1–2 after "By", 3 a byline box."""
    text, flags = block.text.lstrip("-–—•|· "), block.roles
    if _OTHER.match(text):
        return
    marked = [_after_stamp(name) for name in _marked(block)]
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


def _after_stamp(text: str) -> str:
    """`Posted on 3 May by A`: the whole line may carry the mark of a name."""
    inner = _INNER.match(text) if _STAMPED.search(text) else None
    return text[inner.end() :] if inner else text


def _marked(block: Block) -> list[str]:
    """Texts of the inner elements that are marked as a name."""
    texts = [squeeze("".join(e.itertext())) for e in (block.element, *block.element.iterdescendants(*_INLINE)) if _marks_name(e)]
    found = list(dict.fromkeys(t for t in texts if t and len(t) < 80))
    share = 3 * sum(map(len, found)) / len(block.text)
    dated = not block.is_strong and _STAMPED.search(block.text)
    if share < 1 and not (block.roles & roles.BYLINE or dated or _BY.match(block.text)):
        return []  # persons linked in running text
    return [t for t in found if not any(o != t and o in t for o in found)]


def _marks_name(element: Element) -> bool:
    if (element.get("itemprop") or "").lower() in ("author", "name") and _says_author(element):
        return True
    if "author" in (element.get("rel") or "").lower().split():
        return True
    if element.tag == "a" and _PERSON_PATH.search(element.get("href") or ""):
        return True
    return len(element) < 2 and bool(_NAME_CLASS.search(roles.tokens(element.get("class") or "")))


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
