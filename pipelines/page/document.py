"""One parsed page: the tree, the metas and the JSON-LD, each read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from lxml import etree

from pipelines.page import jsonld
from pipelines.page.addresses import absolute
from pipelines.page.attributes import bounded
from pipelines.page.bounds import VALUE, VALUES
from pipelines.page.decoding import Decoded, decode
from pipelines.page.words import squeeze

Element: TypeAlias = Any
"""An lxml element; lxml publishes no types."""

MAX_BYTES = 12 * 1024 * 1024


class Unreadable(ValueError):
    """The parser could not make a tree of the bytes."""


@dataclass(frozen=True, slots=True)
class Head:
    """What `<head>` and the stray metas of the body declare."""

    meta: dict[str, list[str]] = field(default_factory=dict)
    """Lower-case `name`, `property`, `itemprop` or `http-equiv` → contents in order."""
    links: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """Lower-case `rel` → (href, type) in order."""
    title: str = ""
    lang: str = ""


class Document:
    """A page ready for the field readers. Nothing here changes the stored bytes."""

    def __init__(self, body: bytes, url: str, content_type: str | None = None) -> None:
        self.url = url
        self.decoded: Decoded = decode(body[:MAX_BYTES], content_type)
        self.root: Element = _parse(self.decoded.utf8)
        _take_in_what_follows(self.root)
        _place_late_parts(self.root)

    @property
    def markup(self) -> str:
        """The page as text, for libraries that parse it themselves."""
        return self.decoded.text

    @cached_property
    def head(self) -> Head:
        """Metas, links, title and language, in one pass."""
        return _read_head(self.root)

    @cached_property
    def selected(self) -> dict[str, list[Element]]:
        """What a publisher's selectors match, as far as they were asked for."""
        return {}

    @cached_property
    def ld(self) -> list[jsonld.Node]:
        """Every JSON-LD object of the page, breadth first."""
        documents = []
        for script in self.root.iter("script"):
            kind = (script.get("type") or "").strip().lower()
            if kind.startswith(jsonld.MEDIA_TYPES) and script.text:
                documents.append(jsonld.load(script.text))
        return list(jsonld.nodes(documents))

    @cached_property
    def article_nodes(self) -> list[jsonld.Node]:
        """JSON-LD articles, the one about this page first.

        Related articles in the same markup are told apart by their address: an
        article with an address of its own that is not this page's goes last.
        """
        found = [n for n in self.ld if jsonld.is_article(n)]
        return sorted(found, key=self._foreign)

    def _foreign(self, node: jsonld.Node) -> int:
        for key in ("url", "mainEntityOfPage", "@id"):
            value = jsonld.get(node, key)
            if isinstance(value, dict):
                value = jsonld.get(value, "@id") or jsonld.get(value, "url")
            if isinstance(value, str) and value.startswith(("http", "/")):
                whole = absolute(self.url, value)
                return 0 if whole and _path(whole) == _path(self.url) else 2
        return 1

    def meta(self, *names: str) -> str | None:
        """Return the first non-empty content of the first of these metas; None if none."""
        for name in names:
            for content in self.head.meta.get(name, ()):
                if content:
                    return content
        return None

    def metas(self, *names: str) -> list[tuple[str, str]]:
        """Return (name, content) of all these metas, non-empty ones only."""
        return [
            (name, content) for name in names for content in self.head.meta.get(name, ()) if content
        ]

    def link(self, rel: str) -> str | None:
        """Return the absolute href of the first `<link rel=…>`; None if none can be one."""
        found = self.head.links.get(rel)
        return absolute(self.url, found[0][0]) if found else None


def _path(url: str) -> str:
    return urlsplit(url).path.rstrip("/").lower()


def _parse(utf8: bytes) -> Element:
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        root = etree.fromstring(bounded(utf8), parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        msg = f"no HTML tree could be made: {error}"
        raise Unreadable(msg) from error
    if root is None:
        msg = "no HTML tree could be made: the document is empty"
        raise Unreadable(msg)
    return root


def _take_in_what_follows(root: Element) -> None:
    """Move what stands behind a `</html>` that came too early (the template of a page's head
    closed it) into the body, as browsers do; libxml2 leaves it beside the tree.

    https://html.spec.whatwg.org/multipage/parsing.html#the-after-after-body-insertion-mode
    """
    body = root if root.tag == "body" else root.find("body")
    if body is None:
        return
    for late in list(root.itersiblings()):
        for part in late.findall("body") or [late]:
            if part.text:
                etree.SubElement(body, "p").text = part.text
            body.extend(list(part))


def _place_late_parts(root: Element) -> None:
    """Move late parts to their place: React streams them hidden to the end of the page
    (`S:1`), and its script moves each to a mark (`B:1`, `P:1`)."""
    body = root if root.tag == "body" else root.find("body")
    parts = {
        name[2:]: e
        for e in (body.iterchildren("div") if body is not None else ())
        if (name := e.get("id") or "").startswith("S:") and "hidden" in e.attrib
    }
    if not parts:
        return
    for mark in list(body.iter("template")):
        kind, _, number = (mark.get("id") or "").partition(":")
        part = parts.pop(number, None) if kind in ("B", "P") else None
        if part is not None and part not in mark.iterancestors():
            del part.attrib["hidden"]
            mark.addprevious(part)


def _read_head(root: Element) -> Head:
    head = Head(lang=(root.get("lang") or root.get("xml:lang") or "").strip())
    title = ""
    for element in root.iter("meta", "link", "title"):
        if element.tag == "meta":
            _read_meta(element, head.meta)
        elif element.tag == "link":
            for rel in (element.get("rel") or "").lower().split():
                pair = ((element.get("href") or "").strip(), element.get("type") or "")
                head.links.setdefault(rel, []).append(pair)
        elif not title and (element.getparent() is None or element.getparent().tag != "svg"):
            title = squeeze("".join(element.itertext())[:VALUE])
    return Head(meta=head.meta, links=head.links, title=title, lang=head.lang)


def _read_meta(element: Element, into: dict[str, list[str]]) -> None:
    content = squeeze((element.get("content") or element.get("value") or "")[:VALUE])
    for attribute in ("name", "property", "itemprop", "http-equiv"):
        name = element.get(attribute)
        if name:
            contents = into.setdefault(name.strip().lower(), [])
            if len(contents) < VALUES:
                contents.append(content)
