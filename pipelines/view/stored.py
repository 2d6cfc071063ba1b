"""The stored page, made safe and drawn upon: boundary, reserved part, fields.

Scripts, frames, forms, handlers, styles and every address that a browser would ask are
taken out here, and forbidden once more by the policy under which the page is served.
Reserved text is replaced by a pattern of the same length: it is not shown either.
"""

from __future__ import annotations

import html
from dataclasses import dataclass

from lxml import etree

from pipelines.extract.extractor import Extractor
from pipelines.extract.judged import Judged
from pipelines.extract.result import Extraction
from pipelines.extract.rules import Rules
from pipelines.model import Page, Provenance
from pipelines.page.document import Document, Element, Unreadable
from pipelines.page.words import squeeze

IN_PAGE = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
POLICY = f"{IN_PAGE}; frame-ancestors 'self'; sandbox"
"""What the server adds: a frame without scripts and without an origin."""
BOUNDARY_ID = "standfirst-boundary"
_DROPPED = (
    "script",
    "style",
    "link",
    "meta",
    "base",
    "iframe",
    "frame",
    "frameset",
    "object",
    "embed",
    "applet",
    "audio",
    "video",
    "source",
    "track",
    "picture",
    "img",
    "svg",
    "math",
    "canvas",
    "template",
    "noscript",
    "input",
    "select",
    "textarea",
    "portal",
)
_KEPT_ATTRIBUTES = frozenset(("class", "id", "lang", "dir", "hidden", "colspan", "rowspan"))
_STYLE = """
body{font:17px/1.6 Georgia,serif;max-width:46rem;margin:1rem auto;padding:0 1rem;color:#1d2023;background:#fff}
nav,footer,aside{opacity:.55;font-size:.8em} a{color:inherit} [hidden]{display:block!important;opacity:.5}
.sf-field{outline:2px solid #0072B2;outline-offset:2px} .sf-field::before{content:attr(data-sf-field);font:11px system-ui;background:#0072B2;color:#fff;padding:0 .4em;margin-right:.4em;vertical-align:top}
.sf-body{border-left:3px solid #009E73;padding-left:.6rem}
#standfirst-boundary{clear:both;scroll-margin-top:45vh;border-top:3px dashed #D55E00;margin:1.2rem 0;padding:.3rem 0;font:600 13px system-ui;color:#D55E00}
.sf-reserved{background:repeating-linear-gradient(45deg,#f3d9cc,#f3d9cc 6px,#fff 6px,#fff 12px);color:#b9947f!important;user-select:none}
.sf-behind{opacity:.62;border-left:3px dotted #D55E00;padding-left:.6rem}
"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page to be shown, and what today's extractor says of it."""

    html: str
    result: Extraction | None
    """None when the page is no article."""


_BARE = Extractor(Rules(reserved="keep"))


def draw(page: Page, provenance: list[Provenance], extractor: Extractor = _BARE) -> Drawn:
    """Return the stored page with everything drawn on it; a text that is no article as it is.

    `extractor` is that of the dataset's recipe: with another one the numbers of blocks,
    and so the boundary, would be those of another reading.
    """
    result = extractor.extract(page)
    found = result if isinstance(result, Extraction) else None
    if found is not None and found.judged is not None:
        _draw_fields(found.judged.document, provenance or found.provenance)
        _draw_boundary(found.judged)
        return Drawn(_safe(found.judged.document), found)
    if page.content_type and "text/plain" in page.content_type:
        return Drawn(
            _whole(f"<pre>{html.escape(page.body.decode('utf-8', 'replace')[:200_000])}</pre>"),
            None,
        )
    try:
        document = Document(page.body, page.url, page.content_type)
    except Unreadable as error:
        return Drawn(_whole(f"<p>{html.escape(str(error))}</p>"), None)
    return Drawn(_safe(document), None)


def _draw_fields(document: Document, provenance: list[Provenance]) -> None:
    """Outline every field where it was found, and the box of the body."""
    for row in provenance:
        if not row.path.startswith("/"):
            continue
        for element in _at(document, row.path):
            name = "sf-body" if row.field == "text" else "sf-field"
            _mark(element, name)
            if row.field != "text":
                element.set("data-sf-field", row.field)


def _mark(element: Element, name: str) -> None:
    """Add a class to an element."""
    element.set("class", f"{element.get('class') or ''} {name}".strip())


def _at(document: Document, path: str) -> list[Element]:
    try:
        return list(document.root.xpath(path))[:1]
    except etree.XPathError:
        return []


def _draw_boundary(judged: Judged) -> None:
    layout, place = judged.layout, judged.access.boundary
    _veil(judged)
    if place is None or not layout.blocks:
        return
    for block in layout.blocks[place.block :]:
        if layout.container in block.stack and block.index not in judged.access.reserved:
            # the offer, and what else of the article's box is not kept
            _mark(block.element, "sf-behind")
    line = etree.Element("div", id=BOUNDARY_ID)
    line.text = f"the public text ends here: {place.basis.words}, confidence {place.confidence:.2f}"
    if place.block < len(layout.blocks):
        _put_before(layout.blocks[place.block].element, line)
    else:
        element = layout.blocks[-1].element
        element.getparent().insert(element.getparent().index(element) + 1, line)


def _veil(judged: Judged) -> None:
    """Put a pattern in the place of every letter that the public page does not have; the
    wall's own words are shown. Reserved parts are hatched."""
    root, public = judged.document.root, judged.public.document.root
    if root is public:
        return
    place = judged.access.boundary
    wall = (place.wall_text if place is not None else None) or ""
    for element, open_ in zip(root.iter(), public.iter(), strict=True):
        element.text = _veiled(element.text, open_.text, wall)
        element.tail = _veiled(element.tail, open_.tail, wall)
    for block in judged.layout.blocks:
        if block.index in judged.access.reserved:
            _mark(block.element, "sf-reserved")


def _veiled(text: str | None, open_: str | None, wall: str) -> str | None:
    """A text as far as it is public or the wall's, and a pattern for the rest."""
    rest = (text or "")[len(open_ or "") :]
    return text if not rest or squeeze(rest) in wall else f"{open_ or ''}{_pattern(rest)}"


def _pattern(text: str) -> str:
    return "".join("░" if c.isalnum() else " " for c in text)


def _put_before(element: Element, line: Element) -> None:
    """Insert the line before the outermost element that begins with this one."""
    parent = element.getparent()
    while (
        parent is not None
        and parent.tag in ("p", "span", "strong", "em", "a", "li", "h1", "h2", "h3", "h4")
        and parent.getparent() is not None
    ):
        element, parent = parent, parent.getparent()
    if parent is not None:
        parent.insert(parent.index(element), line)


def _safe(document: Document) -> str:
    body = document.root.find("body")
    root = body if body is not None else document.root
    for element in list(root.iter(*_DROPPED)):
        parent = element.getparent()
        if parent is not None:
            _remove(element, parent)
    for element in root.iter():
        if isinstance(element.tag, str):
            _strip(element)
    inner = "".join(etree.tostring(child, encoding="unicode", method="html") for child in root)
    return _whole(f"{html.escape(root.text or '')}{inner}")


def _remove(element: Element, parent: Element) -> None:
    """Take an element out; the text behind it stays."""
    tail = element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _strip(element: Element) -> None:
    """Leave only attributes that ask, start and style nothing."""
    if element.tag == "form" or ":" in element.tag:
        element.tag = "div"
    hidden = "none" in (element.get("style") or "")
    for name in list(element.attrib):
        if name not in _KEPT_ATTRIBUTES and not name.startswith("data-sf-"):
            del element.attrib[name]
    if hidden:
        element.set("hidden", "")


def _whole(inner: str) -> str:
    return f'<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{IN_PAGE}"><style>{_STYLE}</style></head><body>{inner}</body></html>'
