"""Is it an article? What is none is rejected with the kind of page it is."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pipelines.access.evidence import Access
from pipelines.body.body import Body
from pipelines.fields.dates.moment import Moment
from pipelines.layout import roles
from pipelines.layout.layout import Layout
from pipelines.model import Found, Page, Reason
from pipelines.page import jsonld
from pipelines.page.document import Document
from pipelines.page.words import words

_TEXTUAL = re.compile(r"html|xml|text/plain|^$", re.IGNORECASE)
_BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
    b"\x00\x00\x00",
)
_NOT_FOUND = re.compile(
    r"\b(?:page not found|not found|page introuvable|seite (?:wurde )?nicht gefunden|página no encontrada|pagina non trovata|página não encontrada|pagina niet gevonden|nie znaleziono strony|access denied|forbidden|just a moment)\b",
    re.IGNORECASE,
)
_HUB_TYPES = frozenset(("collectionpage", "searchresultspage", "itemlist", "profilepage"))
_SHOP_TYPES = frozenset(("product", "offer", "aggregateoffer", "productgroup"))
_FORUM_TYPES = frozenset(("discussionforumposting", "qapage"))
_FORUM_PATH = re.compile(
    r"(?:^|[/.-])(?:forums?|threads?|showthread|viewtopic|discussions?|boards?)(?:[/.-]|$)|/(?:questions|t|topic)/[\w-]",
    re.IGNORECASE,
)
_SHOP_PATH = re.compile(r"/(?:products?|shop|store|dp|pd|collections?|cart|buy)/", re.IGNORECASE)
_HUB_PATH = re.compile(
    r"/(?:tags?|topics?|thema|themen|theme|themes|category|categories|kategorie|rubrique|seccion|author|authors|autor|autoren|auteur|auteurs|search|suche|recherche|page/\d+|archive|archives|archiv)(?:/[^/]*){0,2}/?$",
    re.IGNORECASE,
)
_MIN_CHARS = 140
_MIN_UNDECLARED = 800
"""Fewer characters make no article where nothing declares or dates one."""


def refuse_bytes(page: Page) -> tuple[Reason, str] | None:
    """Return why these bytes cannot hold an article; None when they may."""
    if page.status >= 400:
        return Reason.HTTP_STATUS, f"HTTP {page.status}"
    if not page.body.strip():
        return Reason.EMPTY, "no bytes"
    content_type = (page.content_type or "").split(";")[0].strip()
    if content_type and not _TEXTUAL.search(content_type):
        return Reason.NOT_HTML, content_type
    if page.body.startswith(_BINARY):
        return Reason.NOT_HTML, f"starts with {page.body[:4]!r}"
    if _is_binary(page):
        return Reason.NOT_HTML, "bytes that are no text"
    return None


_CONTROL = bytes({*range(9), *range(14, 27), *range(28, 32)})
"""Characters that no text has (tab, line ends, form feed and escape aside)."""
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")


def _is_binary(page: Page) -> bool:
    """Tell whether the first bytes are no text in any encoding of the web."""
    start = page.body[:4096]
    if start.startswith(_WIDE) or "utf-16" in (page.content_type or "").lower():
        return False
    return len(start) - len(start.translate(None, _CONTROL)) > len(start) // 20


def is_plain_text(page: Page) -> bool:
    """Tell whether the page is a text dump (WET record, saved text), not HTML."""
    if "text/plain" in (page.content_type or "").lower():
        return True
    if page.content_type:
        return False
    start = page.body[:4096].lower()
    return not re.search(
        rb"<(?:!doctype|html|head|body|div|p|meta|article|title|h1|span|script)\b", start
    )


def refuse(
    document: Document,
    layout: Layout,
    title: str | None,
    body: Body,
    access: Access,
    *,
    published: Found[Moment] | None,
) -> tuple[Reason, str] | None:
    """Return why the page is no article; None when it is one."""
    length = len(body.text)
    declared = bool(document.article_nodes) or (document.meta("og:type") or "").lower() in (
        "article",
        "news",
        "blog",
    )
    if title and _NOT_FOUND.search(title) and length < 1500 and len(words(title)) < 8:
        return Reason.ERROR_PAGE, title
    if access.boundary is not None and (declared or published):
        return None
    home = urlsplit(document.url).path.strip("/") in ("", "index.html", "index.php")
    if home and not urlsplit(document.url).query:
        return Reason.HUB, "the home page of a host"
    if length < _MIN_CHARS:
        return _short(document, layout, length, declared=declared, title=title)
    # a date that was only guessed from the text does not make an article
    dated = published is not None and published.source != "htmldate"
    return _other_kind(document, layout, length, declared=declared, dated=dated) or _crowd(
        document, layout, body, declared=declared, dated=published is not None
    )


def _short(
    document: Document, layout: Layout, length: int, *, declared: bool, title: str | None
) -> tuple[Reason, str] | None:
    if declared and length >= 40 and title:
        return None
    everything = sum(len(b.text) for b in layout.blocks)
    scripts = sum(len(s.text or "") for s in document.root.iter("script"))
    if everything < 600 and scripts > 2000:
        return (
            Reason.NEEDS_RENDERING,
            f"{everything} characters of text beside {scripts} of scripts",
        )
    pictures = sum(1 for _ in document.root.iter("img"))
    if declared and pictures > 8 and pictures * 60 > everything:
        return Reason.GALLERY, f"{pictures} pictures, {length} characters of body"
    return Reason.NO_ARTICLE, f"{length} characters of running text"


def _other_kind(
    document: Document, layout: Layout, length: int, *, declared: bool, dated: bool
) -> tuple[Reason, str] | None:
    """A page of a shop, a forum or a service: by its declaration, its address, or for
    want of anything that an article has."""
    kinds = {t for node in document.ld[:80] for t in jsonld.types(node)}
    if not document.article_nodes and kinds & _SHOP_TYPES:
        return Reason.PRODUCT, "declared as a product, not as an article"
    if not document.article_nodes and kinds & _FORUM_TYPES:
        return Reason.FORUM, "declared as a discussion, not as an article"
    if declared:
        return None
    parts = urlsplit(document.url)
    if _FORUM_PATH.search(f"{parts.hostname or ''}{parts.path}"):
        return Reason.FORUM, "the address is a forum's, and no article is declared"
    if dated:
        return None
    if _SHOP_PATH.search(parts.path):
        return Reason.PRODUCT, "the address is a shop's, and neither article nor date is declared"
    everything = sum(len(b.text) for b in layout.blocks)
    if (
        length < _MIN_UNDECLARED
        and length * 3 < everything
        and document.meta("author", "article:author") is None
    ):
        return (
            Reason.NO_ARTICLE,
            f"no article, date or author declared, {length} of {everything} characters are running text",
        )
    return None


def _crowd(
    document: Document, layout: Layout, body: Body, *, declared: bool, dated: bool
) -> tuple[Reason, str] | None:
    """Pages that hold many things rather than one article."""
    kinds = {t for node in document.ld[:80] for t in jsonld.types(node)}
    if declared or (dated and len(body.text) > 600):
        return None
    if kinds & _SHOP_TYPES or (document.meta("og:type") or "").lower().startswith("product"):
        return Reason.PRODUCT, "declared as a product"
    if kinds & _FORUM_TYPES:
        return Reason.FORUM, "declared as a discussion"
    links = sum(b.link_chars for b in layout.blocks)
    text = sum(len(b.text) for b in layout.blocks) or 1
    hub: int = (
        bool(kinds & _HUB_TYPES)
        + bool(_HUB_PATH.search(urlsplit(document.url).path))
        + (links / text > 0.6)
    )
    cards = sum(
        1
        for b in layout.blocks
        if b.is_heading
        and b.link_share > 0.8
        and not b.roles & (roles.RELATED | roles.NAV | roles.FOOT)
    )
    hub += cards >= 8
    if hub >= 2 and len(body.text) < 3000:
        return Reason.HUB, f"{cards} linked headings, {links * 100 // text} % link text"
    return None
