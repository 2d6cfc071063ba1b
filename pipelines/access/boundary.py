"""Evidence → status and boundary.

Two questions, two answers: is the article declared reserved, and where does the
public text end? Order of trust for the place: scrambled text, a visible wall, a
declared selector that starts inside the body, a divider or class with paid
meaning on a page declared paid, hidden paragraphs, a text that is cut.
"""

from __future__ import annotations

import re
from dataclasses import replace

from cssselect import HTMLTranslator, SelectorError
from lxml import etree

from pipelines.access import declared, wall
from pipelines.access.evidence import Access, Boundary, Evidence, Says
from pipelines.access.vendors import Trace, traces
from pipelines.body import roles
from pipelines.body.layout import Layout
from pipelines.metadata.section import declared_words
from pipelines.page.document import Document, Element
from pipelines.page.words import words

_SCRAMBLED = re.compile(r"(?:^|[\s_-])(?:blur(?:red|ry|-sm|-md|-lg|-text|-content)?|scrambled?|obfuscated?|garbled)(?=$|[\s_-])", re.IGNORECASE)
_FILLER = re.compile(r"\blorem ipsum dolor\b", re.IGNORECASE)
_ELLIPSIS = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])[\s»”\"']*$")
_RESERVED_CLASS = re.compile(r"(?:^|[-_ ])(?:paywall(?:ed)?|premium|paid|regwall(?:ed)?|reserve[dr]?\w*|subscriber(?:s)?-only|members?-only|abonnes?-only|locked|restricted)(?=$|[-_ ])", re.IGNORECASE)
_TEMPLATE = re.compile(r"(?:template|banner|header|button|badge|icon|label|teaser|promo|nav|menu)", re.IGNORECASE)


def judge(document: Document, layout: Layout) -> Access:
    """Return status, confidence, evidence and boundary of the page."""
    evidence = declared.read(document)
    paid = declares_paid(evidence)
    badge = wall.badges(layout)
    evidence += [Evidence("badge", b.path, b.text, Says.LOCKED, 0.8) for b in badge]
    found = wall.find(layout, declared_paid=paid or bool(badge))
    if found is not None:
        says = Says.REGISTRATION if found.spoken.asks_registration else Says.LOCKED
        where = layout.blocks[found.index].path
        evidence.append(Evidence(f"wall ({found.by}: {', '.join(sorted(found.spoken.parts))})", where, found.text, says, min(0.95, 0.6 + 0.15 * found.strength)))
    reserved, reserved_by = _reserved(document, layout, paid=paid or bool(badge) or found is not None)
    evidence += reserved_by
    boundary = _place(layout, found, reserved, reserved_by)
    if boundary is None:
        cut = _cut(document, layout, paid=paid or bool(badge))
        if cut is not None:
            boundary, sign = cut
            evidence.append(sign)
    status, confidence = _status(evidence, boundary)
    return Access(status, round(confidence, 2), evidence, boundary, frozenset(reserved))


def declares_paid(evidence: list[Evidence]) -> bool:
    """Tell whether the declarations, weighed, say that the article is not free."""
    tiers = [e for e in evidence if e.signal == "content tier"]
    if tiers:
        return tiers[0].says is not Says.FREE
    paid = max((e.trust for e in evidence if e.says in (Says.PAID, Says.LOCKED, Says.METERED, Says.REGISTRATION)), default=0.0)
    free = max((e.trust for e in evidence if e.says is Says.FREE), default=0.0)
    return paid > 0 and paid >= free


def _reserved(document: Document, layout: Layout, *, paid: bool) -> tuple[dict[int, str], list[Evidence]]:
    """Block index → basis, for every block that a signal keeps from the public."""
    found: dict[int, str] = {}
    signs: list[Evidence] = []
    body = _body_indexes(layout)
    if not body:
        return found, signs
    for basis, elements, sign, trust in _reserved_elements(document, layout, paid=paid):
        indexes = _indexes(layout, elements)
        hit = [i for i in indexes if i in body]
        whole = bool(hit) and hit[0] == body[0] and len(hit) > 0.7 * len(body)
        if not hit or (whole and basis not in ("scrambled", "hidden_text")):
            # everything is inside: the whole article is declared, not a later part
            if whole and basis == "declared_selector":
                signs.append(Evidence("selector covers the whole body", "css", sign, Says.NOTE, 0.3))
            continue
        for i in indexes:
            found.setdefault(i, basis)
        signs.append(Evidence(basis.replace("_", " "), layout.blocks[hit[0]].path, sign, Says.LOCKED, trust))
    return found, signs


def _body_indexes(layout: Layout) -> list[int]:
    bad = roles.NAV | roles.FOOT | roles.COMMENT | roles.RELATED | roles.CAPTION | roles.AD | roles.ASIDE
    last = wall.last_body_index(layout)
    return [
        b.index
        for b in layout.blocks[layout.body_start : last + 200]
        if (layout.container in b.stack or b.roles & roles.WALL) and b.is_strong and not b.roles & bad
    ]


def _reserved_elements(document: Document, layout: Layout, *, paid: bool) -> list[tuple[str, list[Element], str, float]]:
    found: list[tuple[str, list[Element], str, float]] = []
    scrambled = [m.element for m in layout.marks if _SCRAMBLED.search(m.element.get("class") or "") and _is_text(m.element)]
    scrambled += [b.element for b in layout.blocks[layout.body_start :] if _FILLER.search(b.text[:200])]
    if scrambled:
        found.append(("scrambled", scrambled, scrambled[0].get("class") or "lorem ipsum", 0.9))
    for selector in declared.selectors(document):
        elements = select(document, selector)
        if elements:
            found.append(("declared_selector", elements, selector, 0.9))
    found += _by_class(layout, paid=paid)
    if paid:
        hidden = [b.element for b in layout.blocks if b.roles & (roles.HIDDEN | roles.SOFT_HIDDEN) and b.is_strong and b.kind in ("p", "div")]
        if hidden:
            found.append(("hidden_text", hidden, "hidden paragraphs", 0.8))
    return found


def _is_text(element: Element) -> bool:
    text = "".join(element.itertext())
    return len(text) > 120 and element.find(".//img") is None


def _by_class(layout: Layout, *, paid: bool) -> list[tuple[str, list[Element], str, float]]:
    found = []
    for mark in layout.marks:
        rows = [t for t in traces(mark.element) if t.means in ("reserved", "marker")]
        if rows and (paid or _needs_no_flag(rows)):
            elements = [mark.element]
            if rows[0].means == "marker":
                elements = _following(mark.element)
            found.append(("class", elements, f"{rows[0].vendor}: {mark.element.get('class') or mark.element.get('id')}", 0.8))
        elif paid and not rows:
            names = f"{mark.element.get('class') or ''} {mark.element.get('id') or ''}"
            if _RESERVED_CLASS.search(names) and not _TEMPLATE.search(names):
                found.append(("class", [mark.element], names.strip(), 0.6))
    return found


def _needs_no_flag(rows: list[Trace]) -> bool:
    return any(t.vendor in ("Qiota", "AMP subscriptions") for t in rows)


def _following(marker: Element) -> list[Element]:
    """What stands after a marker: its later siblings, and those of its thin parents."""
    found = [e for e in marker.itersiblings() if isinstance(e.tag, str)]
    parent = marker.getparent()
    for _ in range(2):
        if parent is None or parent.tag in ("body", "article", "main") or len("".join(parent.itertext())) > 400:
            break
        found += [e for e in parent.itersiblings() if isinstance(e.tag, str)]
        parent = parent.getparent()
    return found + [marker]


def select(document: Document, selector: str) -> list[Element]:
    """Return the elements that a CSS selector matches; a broken selector: none.

    Publishers also write a bare class name without its dot.
    """
    attempts = [selector]
    if re.fullmatch(r"[\w-]+", selector):
        attempts.append(f".{selector}")
    for attempt in attempts:
        try:
            xpath = HTMLTranslator().css_to_xpath(attempt)
            found = document.root.xpath(xpath)
        except (SelectorError, etree.XPathError, ValueError):
            continue
        if found:
            return list(found)
    return []


def _indexes(layout: Layout, elements: list[Element]) -> list[int]:
    """Indexes of the blocks that stand in any of the elements."""
    wanted = set(elements)
    inside = []
    for block in layout.blocks:
        if any(e in wanted for e in block.stack):
            inside.append(block.index)
            continue
        parent = block.element.getparent()
        steps = 0
        element: Element | None = parent
        while element is not None and steps < 40:
            if element in wanted:
                inside.append(block.index)
                break
            element, steps = element.getparent(), steps + 1
    return inside


def _place(layout: Layout, found: wall.Wall | None, reserved: dict[int, str], signs: list[Evidence]) -> Boundary | None:
    """The earliest trusted place inside the body."""
    places: list[Boundary] = []
    if found is not None:
        basis = "visible_wall"
        if found.index <= layout.body_start or layout.container is None:
            basis = "wall_before_body"
        confidence = min(0.97, 0.55 + 0.2 * found.strength)
        places.append(Boundary(found.index, layout.blocks[found.index].path, basis, round(confidence, 2), found.text))
    if reserved:
        body = set(_body_indexes(layout))
        later = [i for i in sorted(reserved) if i in body]
        if later:
            index = later[0]
            basis = reserved[index]
            trust = max((s.trust for s in signs if s.signal == basis.replace("_", " ")), default=0.6)
            places.append(Boundary(index, layout.blocks[index].path, basis, trust))
    if not places:
        return None
    first = min(places, key=lambda p: p.block)
    text = next((p.wall_text for p in places if p.wall_text), None)
    return replace(first, wall_text=text)


def _cut(document: Document, layout: Layout, *, paid: bool) -> tuple[Boundary, Evidence] | None:
    """A body that ends in mid sentence or far below its declared length."""
    if layout.container is None:
        return None
    last_index = wall.last_body_index(layout)
    last = layout.blocks[last_index]
    public = [b for b in layout.blocks[layout.body_start : last_index + 1] if layout.container in b.stack and not b.roles & roles.NOT_BODY]
    count = sum(len(words(b.text)) for b in public)
    stated = declared_words(document)
    if stated and stated > 2 * count and stated > count + 200 and (paid or stated > 3 * count):
        sign = Evidence("text shorter than declared", "json-ld wordCount", f"{stated} words declared, {count} served", Says.LOCKED if paid else Says.NOTE, 0.7)
        return (Boundary(last_index + 1, last.path, "truncated", 0.7), sign) if paid else None
    if paid and _ELLIPSIS.search(last.text) and len(public) <= 12:
        sign = Evidence("text ends in an ellipsis", last.path, last.text[-60:], Says.LOCKED, 0.6)
        return Boundary(last_index + 1, last.path, "truncated", 0.6), sign
    return None


def _status(evidence: list[Evidence], boundary: Boundary | None) -> tuple[str, float]:
    said = {e.says for e in evidence}
    trust = {says: max((e.trust for e in evidence if e.says is says), default=0.0) for says in Says}
    if boundary is not None:
        if Says.REGISTRATION in said and trust[Says.REGISTRATION] >= trust[Says.LOCKED] - 0.05:
            return "registration", boundary.confidence
        return "subscription", boundary.confidence
    if Says.LOCKED in said:
        return "subscription", trust[Says.LOCKED]
    if Says.REGISTRATION in said and trust[Says.REGISTRATION] > trust[Says.FREE]:
        return "registration", trust[Says.REGISTRATION]
    tiers = [e for e in evidence if e.signal == "content tier"]
    if tiers and tiers[0].says is Says.FREE:
        return "free", 0.9
    if declares_paid(evidence):
        against = trust[Says.FREE]
        return "metered", max(0.5, 0.85 - against / 2)
    if Says.FREE in said:
        return "free", 0.95
    return "free", 0.7
