"""Sitemaps, sitemap indexes, RSS, RDF and Atom, also when the XML is broken.

https://www.sitemaps.org/protocol.html and Google's news extension,
https://www.rssboard.org/rss-specification, https://www.rfc-editor.org/rfc/rfc4287.
The text is mended first (bare ampersands, HTML's entities, what stands behind the last
whole entry), then lxml reads it as a stream. There is no DTD left to resolve.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any

from lxml import etree

from crawler.discovery import raw
from crawler.discovery.listing import Listing, absolute, one_line

ENTRIES = frozenset(("url", "sitemap", "item", "entry"))
_ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_KINDS = {
    "urlset": "sitemap", "sitemapindex": "sitemap index", "rss": "feed", "rdf": "feed",
    "feed": "feed", "channel": "feed", "html": "web page",
}  # fmt: skip
_OF_KIND = {
    "sitemap": frozenset(("url", "sitemap")), "sitemap index": frozenset(("url", "sitemap")),
    "feed": frozenset(("item", "entry")),
}  # fmt: skip
_DOCTYPE = re.compile(
    r"<!DOCTYPE[^<>\[]{0,300}(?:\[[^\[\]]*\])?[^<>]{0,200}>|<\?[^<>]{0,999}\?>", re.IGNORECASE
)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MENDED = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|(<[^<>]*)(?=<|\Z)|&(?:#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|([A-Za-z][A-Za-z0-9]{0,40});)?",
    re.DOTALL,
)
_PROLOGUE = 20_000
"""Characters in which the document type stands, if there is one."""
_XML_OWN = frozenset(("amp", "lt", "gt", "quot", "apos"))
_END = re.compile(r"</(?:[\w.-]+:)?(?:url|sitemap|item|entry)\s*>", re.IGNORECASE)
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def read(text: str, url: str) -> Listing:
    """Return the entries of a sitemap or feed; what an XML of another kind is, is said."""
    head = _DOCTYPE.sub("", text[:_PROLOGUE])
    body = head + text[_PROLOGUE:]
    root = _ROOT.search(re.sub(r"<!--.*?(?:-->|\Z)", "", head, flags=re.DOTALL))
    name = root[2].lower() if root is not None else ""
    kind = _KINDS.get(name, "web page" if raw.is_page(text) else f"XML of another kind, <{name}>")
    found = Listing(kind if kind in _OF_KIND else f"a {kind}" if kind == "web page" else kind)
    if kind == "web page":
        return found
    body, cut = _whole_entries(body, name)
    if cut:
        found.notes.append("it is cut short")
    for element in _elements(_mended(body), _OF_KIND.get(kind, ENTRIES)):
        _take(element, url, found)
    if not (found.pages or found.sitemaps or found.without or found.notes) and kind in _OF_KIND:
        found.notes.append(f"a {kind} without entries")
    return found


def _whole_entries(text: str, root: str) -> tuple[str, bool]:
    """Return the text up to its last whole entry, and whether it ends before its root does:
    half an address is a wrong address."""
    end = 0
    for match in _END.finditer(text):
        end = match.end()
    rest = text[end:]
    closed = re.search(rf"</(?:[\w.-]+:)?{re.escape(root)}\s*>", rest, re.IGNORECASE) is not None
    empty = not end and re.search(r"/>\s*$", rest) is not None
    return (text[:end] if end else text), not (closed or empty)


def _mended(text: str) -> str:
    """Return text that an XML parser reads: characters and entities that XML does not know
    are replaced, unfinished tags, comments and CDATA go."""
    text = _FORBIDDEN.sub("", text)
    for start, end in (("<![CDATA[", "]]>"), ("<!--", "-->")):
        open_ended = text.find(start, max(text.rfind(end), 0))
        text = text[:open_ended] if open_ended >= 0 else text
    return _MENDED.sub(_as_xml, text)


def _as_xml(match: re.Match[str]) -> str:
    whole, broken_tag, name = match[0], match[1], match[2]
    if broken_tag is not None:
        return ""
    if whole.startswith(("<", "&#")) or name in _XML_OWN:
        return whole
    if name is None:
        return "&amp;"
    character = html5.get(f"{name};")
    return character if character and character not in "<&" else f"&amp;{name};"


def _elements(text: str, names: frozenset[str]) -> Iterator[Any]:
    """Yield the entries, one at a time; each is emptied when the next is asked for."""
    body = b"<list>" + text.encode("utf-8", "replace") + b"</list>"
    events = etree.iterparse(
        io.BytesIO(body), events=("end",), recover=True, resolve_entities=False, no_network=True,
        load_dtd=False, remove_comments=True, remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    try:
        for _, element in events:
            if local(element.tag) in names:
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError:
        return


def local(tag: object) -> str:
    """Return the name of an element without its namespace, in lower case."""
    return tag.rsplit("}", 1)[-1].lower() if isinstance(tag, str) else ""


def _space(element: Any) -> str:
    return str(element.tag).partition("}")[0] if "}" in str(element.tag) else ""


def _take(element: Any, url: str, found: Listing) -> None:
    name = local(element.tag)
    base = _base(element, url)
    if name in ("url", "sitemap"):
        into = found.sitemaps if name == "sitemap" else found.pages
        found.add(into, base, _own(element, "loc"), _news_date(element), _own(element, "lastmod"))
    else:
        published = _first(element, "pubdate", "published", "issued", "created", "date")
        changed = _first(element, "updated", "modified", "lastmod")
        found.add(found.pages, base, _link(element, base), published, changed)


def _base(element: Any, url: str) -> str:
    """Return the address against which those of an element stand (`xml:base`)."""
    given = [e.get(_XML_BASE) for e in (element, *element.iterancestors()) if e.get(_XML_BASE)]
    for one in reversed(given):
        url = absolute(url, one.strip()) or url
    return url


def _text(element: Any) -> str:
    return one_line("".join(element.itertext()))


def _own(element: Any, name: str) -> str:
    """Return the text of a child that is in its parent's own namespace, or in none.

    Pictures and videos of an entry have a `loc` and dates of their own.
    """
    children = [child for child in element if local(child.tag) == name]
    own = [child for child in children if _space(child) in (_space(element), "")]
    return next((text for child in own if (text := _text(child))), "")


def _news_date(element: Any) -> str:
    for child in element:
        if local(child.tag) in ("news", "news:news"):
            for date in child:
                if local(date.tag) in ("publication_date", "news:publication_date"):
                    return _text(date)
    return ""


def _first(element: Any, *names: str) -> str:
    """Return the text of the first child of these names, in the order of the names."""
    for name in names:
        for child in element:
            if local(child.tag).rpartition(":")[2] == name and (text := _text(child)):
                return text
    return ""


def _link(element: Any, base: str) -> str:
    """Return the address of an RSS item or Atom entry; empty when it has none."""
    links: list[str] = []
    for child in element:
        if local(child.tag).rpartition(":")[2] == "link":
            links += _alternate(child, base)
    choices = [_first(element, "origlink"), *links, _guid(element), _about(element)]
    return next((one for one in choices if one), "")


def _alternate(link: Any, base: str) -> list[str]:
    """Return the address of a link that leads to the page, and not to the feed itself, a
    file or the comments."""
    target = link.get("href")
    if target is None:
        return [_text(link)]
    if (link.get("rel") or "alternate").rpartition("/")[2].lower() != "alternate":
        return []
    target = one_line(target)
    return [absolute(_base(link, base), target) or target] if link.get(_XML_BASE) else [target]


def _guid(element: Any) -> str:
    """Return a guid or id that is an address: one that is declared as permanent, or that
    begins like one."""
    for child in element:
        name = local(child.tag)
        if name in ("guid", "id", "identifier"):
            text = _text(child)
            permanent = (
                child.get("isPermaLink") or child.get("ispermalink") or ""
            ).lower() == "true"
            if text.lower().startswith(("http://", "https://")) or (permanent and text):
                return text
    return ""


def _about(element: Any) -> str:
    return next((str(v) for k, v in element.attrib.items() if local(k) == "about"), "")
