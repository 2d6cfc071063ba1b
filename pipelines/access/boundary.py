"""Evidence → status and boundary.

Two questions, two answers: is the article declared reserved, and where does the
public text end? Order of trust for the place: scrambled text, a visible wall, a
declared selector that starts inside the body, a divider or class with paid
meaning on a page declared paid, hidden paragraphs, a text that is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from cssselect import HTMLTranslator, SelectorError
from lxml import etree

from pipelines.access import declared, wall, withheld
from pipelines.access.evidence import Access, Basis, Boundary, Evidence, Says, Signal, Status
from pipelines.access.vendors import Trace, traces
from pipelines.layout import roles
from pipelines.layout.blocks import Block, chars
from pipelines.layout.layout import Layout
from pipelines.page.document import Document, Element
from pipelines.page.words import words

_SCRAMBLED = re.compile(
    r"(?:^|[\s_-])(?:blur(?:red|ry|-sm|-md|-lg|-text|-content)?|scrambled?|obfuscated?|garbled)(?=$|[\s_-])",
    re.IGNORECASE,
)
_FILLER = "lorem ipsum dolor"
_ELLIPSIS = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])[\s»”\"']*$")
_READING = re.compile(
    r"\b(\d{1,2})[ -]?(?:min\w*|m)\.?[ -](?:read|lesezeit|lesedauer|de lectur[ae]|di lettura|de leitura|leestijd|lästid|læsetid|czytania|čtení)"
    r"|(?:read(?:ing)? time|lesezeit|lesedauer|temps de lecture|tiempo de lectura|tempo di lettura|tempo de leitura|leestijd)\W{1,3}(?:ca\. )?(\d{1,2}) ?(?:min|\')",
    re.IGNORECASE,
)


def judge(document: Document, layout: Layout) -> Access:
    """Return status, confidence, evidence and boundary of the page."""
    evidence = declared.read(document)
    paid = declares_paid(evidence)
    badge = wall.badges(layout)
    evidence += [Evidence(Signal.BADGE, b.path, b.text, Says.LOCKED, 0.8) for b in badge]
    counted = wall.meter(layout)
    if counted is not None:
        evidence.append(Evidence(Signal.METER, counted.path, counted.text, Says.METERED, 0.6))
    free = declares_free(evidence)
    unseen = withheld.unseen(layout)
    away = unseen if free else unseen | withheld.named(layout)
    found = wall.find(layout, declared_paid=paid or bool(badge), declared_free=free, away=away)
    reserved, reserved_by = _reserved(
        document,
        layout,
        unseen,
        paid=paid or bool(badge) or (found is not None and not free),
        free=free,
        found=found,
    )
    if found is not None:
        # what is reserved is not quoted either, whatever words it uses
        box = [b for b in layout.blocks[found.index : found.end] if b.index not in reserved]
        found = replace(found, text=wall.words_of(box))
        evidence.append(_wall_sign(layout, found))
    evidence += reserved_by
    boundary = _place(layout, found, reserved, reserved_by)
    if boundary is None:
        cut = _cut(document, layout, paid=paid or bool(badge))
        if cut is not None:
            boundary, sign = cut
            evidence.append(sign)
    status, confidence = _status(evidence, boundary)
    return Access(status, round(confidence, 2), evidence, boundary, frozenset(reserved))


def _wall_sign(layout: Layout, found: wall.Wall) -> Evidence:
    says = Says.REGISTRATION if found.spoken.asks_registration else Says.LOCKED
    parts = ", ".join(sorted(found.spoken.parts))
    return Evidence(
        Signal.WALL,
        layout.blocks[found.index].path,
        found.text,
        says,
        min(0.95, 0.6 + 0.15 * found.strength),
        detail=f"{found.by}: {parts}",
    )


_DOUBTED = 0.5
"""Trust below which a sign of the page contradicts what it declares."""
_BY_NAME = 0.6
"""Trust in a class that sounds reserved and is no vendor's."""


def declares_paid(evidence: list[Evidence]) -> bool:
    """Tell whether the declarations, weighed, say that the article is not free."""
    tiers = [e for e in evidence if e.signal is Signal.TIER]
    if tiers:
        return tiers[0].says is not Says.FREE
    paid = max(
        (
            e.trust
            for e in evidence
            if e.says in (Says.PAID, Says.LOCKED, Says.METERED, Says.REGISTRATION)
        ),
        default=0.0,
    )
    free = max((e.trust for e in evidence if e.says is Says.FREE), default=0.0)
    return paid > 0 and paid >= free


def declares_free(evidence: list[Evidence]) -> bool:
    """Tell whether a flag or tier says free and none says paid."""
    return any(e.says is Says.FREE and e.trust >= 0.8 for e in evidence) and not declares_paid(
        evidence
    )


def _reserved(
    document: Document,
    layout: Layout,
    unseen: frozenset[int],
    *,
    paid: bool,
    free: bool,
    found: wall.Wall | None,
) -> tuple[dict[int, Basis], list[Evidence]]:
    """Block index → basis, for every block that a signal keeps from the public."""
    kept_back: dict[int, Basis] = {}
    signs: list[Evidence] = []
    body = _body_indexes(layout)
    if not body:
        return kept_back, signs
    offer = wall.lines_of(layout, found)
    for part in _reserved_parts(document, layout, unseen, paid=paid, free=free):
        indexes = _indexes(layout, part.elements)
        if part.trust <= _BY_NAME and offer.issuperset(indexes):
            continue  # a box that is named for a wall and holds only the offer is the wall itself
        hit = [i for i in indexes if i in body]
        if not hit:
            continue
        hidden = all(layout.blocks[i].roles & roles.HIDDEN for i in hit)
        whole = part.basis in _MARKED and not hidden and not _lead(layout, body, hit)
        if whole and part.trust < 0.95:
            # everything is inside: the whole article is declared, not a later part
            says = Says.REGISTRATION if _REGISTRATION.search(part.names) else Says.NOTE
            signs.append(Evidence(Signal.WHOLE_BODY, "css", part.sign, says, 0.7))
            continue
        if part.basis is not Basis.SCRAMBLED and _is_template(layout, body, hit):
            continue
        for i in indexes:
            kept_back.setdefault(i, part.basis)
        says = Says.NOTE if part.trust < _DOUBTED else _says(layout, part, hit)
        path = layout.blocks[hit[0]].path
        signs.append(Evidence(part.basis.signal, path, part.sign, says, part.trust))
    return kept_back, signs


_MARKED = (Basis.DECLARED_SELECTOR, Basis.CLASS)
"""Bases that name a part and say nothing of whether it can be seen."""


def _says(layout: Layout, part: _Part, hit: list[int]) -> Says:
    """Hidden or scrambled text is locked; text that is declared but shown is metered."""
    shown = part.basis in _MARKED and not part.vendor
    shown = shown and not any(
        layout.blocks[i].roles & (roles.HIDDEN | roles.SOFT_HIDDEN) for i in hit[:3]
    )
    if _REGISTRATION.search(part.names):
        return Says.REGISTRATION
    return Says.METERED if shown else Says.LOCKED


def _is_template(layout: Layout, body: list[int], hit: list[int]) -> bool:
    """More public text after it than in it, or a copy of public text: no boundary."""
    inside = set(hit)
    public = [
        layout.blocks[i]
        for i in body
        if i not in inside and not layout.blocks[i].roles & roles.NOT_BODY
    ]
    after = sum(len(b.text) for b in public if b.index > hit[-1])
    if after > sum(len(layout.blocks[i].text) for i in hit):
        return True
    piece = layout.blocks[hit[0]].text[20:80]
    return any(piece in b.text for b in public)


_REGISTRATION = re.compile(r"reg(?:istration|istrier|-?wall|istrad|istered)", re.IGNORECASE)
_HEAD = roles.HEADER | roles.TEASER | roles.BYLINE | roles.META


def _lead(layout: Layout, body: list[int], hit: list[int]) -> list[int]:
    """Body blocks before the reserved part; the article's head is none."""
    common = layout.blocks[hit[0]].roles
    return [i for i in body if i < hit[0] and not layout.blocks[i].roles & _HEAD & ~common]


def _body_indexes(layout: Layout) -> list[int]:
    bad = (
        roles.NAV
        | roles.FOOT
        | roles.COMMENT
        | roles.RELATED
        | roles.CAPTION
        | roles.AD
        | roles.ASIDE
        | roles.COOKIE
        | roles.FORM
    )
    last = wall.last_body_index(layout)
    near = _surroundings(layout)
    return [
        b.index
        for b in layout.blocks[layout.body_start : last + 200]
        if (layout.container in b.stack or (b.roles & roles.WALL and near in b.stack))
        and b.is_strong
        and not b.roles & bad
    ]


def _surroundings(layout: Layout) -> Element | None:
    """The element around the container: its `<article>` or `<main>`, else two levels up."""
    element = layout.container
    for _ in range(2):
        parent = element.getparent() if element is not None else None
        if parent is None or parent.tag in ("body", "html"):
            break
        element = parent
    return element


@dataclass(frozen=True, slots=True)
class _Part:
    """Elements that one sign keeps from the public."""

    basis: Basis
    elements: list[Element]
    names: str
    """Selector or class names, as the page writes them."""
    trust: float
    vendor: str = ""
    """Product that uses these names; empty when none is known."""

    @property
    def sign(self) -> str:
        """The names as evidence shows them."""
        return f"{self.vendor}: {self.names}" if self.vendor else self.names


def _reserved_parts(
    document: Document, layout: Layout, unseen: frozenset[int], *, paid: bool, free: bool
) -> list[_Part]:
    found: list[_Part] = []
    scrambled = _scrambled(layout)
    scrambled += [
        b.element for b in layout.blocks[layout.body_start :] if _FILLER in b.text[:200].lower()
    ]
    if scrambled:
        names = scrambled[0].get("class") or "lorem ipsum"
        found.append(_Part(Basis.SCRAMBLED, scrambled, names, 0.9))
    for selector in declared.selectors(document):
        elements = select(document, selector)
        if elements:
            found.append(_Part(Basis.DECLARED_SELECTOR, elements, selector, 0.9))
    found += _by_class(layout, paid=paid, free=free)
    if paid:
        hidden = _hidden(layout, unseen)
        if hidden:
            found.append(_Part(Basis.HIDDEN_TEXT, hidden, "hidden paragraphs", 0.8))
    else:
        box = _hidden_majority(layout)
        if box is not None:
            names = box.get("class") or box.get("id") or ""
            found.append(_Part(Basis.HIDDEN_TEXT, [box], names, 0.4 if free else 0.5))
    return found


def _hidden_majority(layout: Layout) -> Element | None:
    """A hidden box named for a wall, with more text than the page shows: whatever is
    declared, what is shown is not all."""
    strong = [b for b in layout.inside() if b.is_strong]
    most = max(_MUCH, chars(b for b in strong if not b.roles & roles.NOT_BODY))
    hidden = (
        m.element
        for m in layout.marks
        if m.roles & withheld.UNSEEN and _in_container(layout, m.element)
    )
    return next((e for e in hidden if chars(b for b in strong if e in b.stack) > most), None)


def _hidden(layout: Layout, unseen: frozenset[int]) -> list[Element]:
    """Hidden paragraphs behind the visible ones: enough of them, with less in the open behind.

    A hidden line between visible paragraphs is a template or a tooltip.
    """
    bad = roles.NOT_BODY & ~withheld.UNSEEN
    inside = [
        b
        for b in layout.blocks[layout.body_start :]
        if layout.container in b.stack and b.is_strong and not b.roles & bad
    ]
    hidden = [
        b
        for b in inside
        if (b.index in unseen or b.roles & withheld.UNSEEN) and b.kind in _TEXT_KINDS
    ]
    much = chars(hidden)
    if much < _MUCH or 2 * _left_open(inside, hidden) > much:
        return []
    return [b.element for b in hidden]


_TEXT_KINDS = frozenset(("p", "div", "li", "blockquote"))
_MUCH = 500
"""Characters of hidden text from which it is a part of an article, not a note."""


@lru_cache(maxsize=8192)
def _is_scrambled(names: str) -> bool:
    """Class names come again on every page of a site."""
    return bool(_SCRAMBLED.search(names))


def _scrambled(layout: Layout) -> list[Element]:
    """Boxes of text named or drawn as blurred; where one is, its short siblings are too."""
    marked = [
        m.element
        for m in layout.marks
        if _is_scrambled(m.element.get("class") or "") or "blur(" in (m.element.get("style") or "")
    ]
    if not any(_is_text(e) for e in marked):
        return []
    return [e for e in marked if _is_text(e) or e.find(".//img") is None]


def _is_text(element: Element) -> bool:
    """Long enough for a paragraph; a picture that loads blurred has a caption at most,
    and what holds the headline is the page."""
    if element.find(".//h1") is not None:
        return False
    length = len("".join(element.itertext()))
    return length > 120 and length > _PER_PICTURE * sum(1 for _ in element.iter("img"))


_PER_PICTURE = 400


def _by_class(layout: Layout, *, paid: bool, free: bool) -> Iterable[_Part]:
    found: dict[tuple[str, str], _Part] = {}
    for mark in layout.marks:
        names = f"{mark.element.get('class') or ''} {mark.element.get('id') or ''}".strip()
        rows = [t for t in traces(mark.element) if t.means in ("reserved", "marker")]
        alone = _needs_no_flag(rows) and not free
        if rows and (paid or alone):
            elements = [mark.element]
            if rows[0].means == "marker":
                elements = _following(mark.element)
            part = _Part(Basis.CLASS, [], names, 0.95 if alone else 0.8, rows[0].vendor)
            found.setdefault((part.vendor, names), part).elements.extend(elements)
        elif (
            paid
            and not rows
            and _in_container(layout, mark.element)
            and (withheld.names_reserved(names) or _holds_the_rest(layout, mark.element))
        ):
            part = _Part(Basis.CLASS, [], names, _BY_NAME)
            found.setdefault(("", names), part).elements.append(mark.element)
    return found.values()


def _holds_the_rest(layout: Layout, element: Element) -> bool:
    """A box named for a wall in any language, with nearly all the text from its start on."""
    body = [layout.blocks[i] for i in _body_indexes(layout)]
    inside = [b for b in body if element in b.stack]
    if not inside:
        return False
    within = chars(inside)
    return within >= _MUCH and 4 * _left_open(body, inside) < within


def _left_open(body: list[Block], part: list[Block]) -> int:
    """Characters of the body from the start of a part of it on that are not of that part."""
    return chars(b for b in body if b.index >= part[0].index) - chars(part)


def _in_container(layout: Layout, element: Element) -> bool:
    return layout.container is not None and (
        element is layout.container or layout.container in element.iterancestors()
    )


def _needs_no_flag(rows: list[Trace]) -> bool:
    return any(t.vendor in ("Qiota", "AMP subscriptions", "AMP access", "Poool") for t in rows)


def _following(marker: Element) -> list[Element]:
    """What stands after a marker: its later siblings, and those of its thin parents."""
    found = [e for e in marker.itersiblings() if isinstance(e.tag, str)]
    parent = marker.getparent()
    for _ in range(2):
        if (
            parent is None
            or parent.tag in ("body", "article", "main")
            or len("".join(parent.itertext())) > 400
        ):
            break
        found += [e for e in parent.itersiblings() if isinstance(e.tag, str)]
        parent = parent.getparent()
    return [*found, marker]


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


def _place(
    layout: Layout, found: wall.Wall | None, reserved: dict[int, Basis], signs: list[Evidence]
) -> Boundary | None:
    """The earliest trusted place inside the body."""
    places: list[Boundary] = []
    if found is not None:
        basis = Basis.VISIBLE_WALL
        if found.index <= layout.body_start or layout.container is None:
            basis = Basis.WALL_BEFORE_BODY
        confidence = min(0.97, 0.55 + 0.2 * found.strength)
        places.append(
            Boundary(
                found.index,
                layout.blocks[found.index].path,
                basis,
                round(confidence, 2),
                found.text,
            )
        )
    if reserved:
        body = set(_body_indexes(layout))
        later = [i for i in sorted(reserved) if i in body]
        if later:
            index = later[0]
            basis = reserved[index]
            trust = max((s.trust for s in signs if s.signal is basis.signal), default=0.6)
            places.append(Boundary(index, layout.blocks[index].path, basis, trust))
    if not places:
        return None
    first = min(places, key=lambda p: p.block)
    text = next((p.wall_text for p in places if p.wall_text), None)
    return replace(first, wall_text=text)


def _cut(document: Document, layout: Layout, *, paid: bool) -> tuple[Boundary, Evidence] | None:
    """A body that ends in mid sentence or far below its declared length.

    One sign alone is weak; two of these make a cut: declared reserved, ends in
    an ellipsis, much shorter than declared, a box around it named for a wall.
    """
    if layout.container is None:
        return None
    last_index = wall.last_body_index(layout)
    last = layout.blocks[last_index]
    public = [
        b
        for b in layout.blocks[layout.body_start : last_index + 1]
        if layout.container in b.stack and not b.roles & roles.NOT_BODY
    ]
    reasons = _shortfall(document, layout, public)
    if _ELLIPSIS.search(last.text) and len(public) <= 14:
        reasons.append("text ends in an ellipsis: " + last.text[-40:])
    if reasons and _is_gated(layout.container):
        reasons.append("the text stands in a box named for a gate")
    if reasons and last.roles & roles.WALL and last.box is not None and last.box.chars < 900:
        reasons.append("the last lines stand in a box named for a wall")
    if not reasons or len(reasons) + paid < 2:
        return None
    sign = Evidence(
        Signal.CUT,
        last.path,
        "; ".join(reasons),
        Says.LOCKED,
        0.5 + 0.1 * len(reasons) + 0.1 * paid,
    )
    return Boundary(last_index + 1, last.path, Basis.TRUNCATED, sign.trust), sign


_GATED = re.compile(
    r"(?:^|[\s_-])(?:gated|truncated|cropped|locked|cut-?off|regwall|paywall(?:ed)?)(?=$|[\s_-])",
    re.IGNORECASE,
)


def _is_gated(container: Element) -> bool:
    """The container or a box close around it is named for being cut."""
    element: Element | None = container
    for _ in range(3):
        if element is None or element.tag in ("body", "html"):
            return False
        if _GATED.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            return True
        element = element.getparent()
    return False


def _shortfall(document: Document, layout: Layout, public: list[Block]) -> list[str]:
    """How far the served text stays behind its declared length or reading time."""
    stated, minutes = declared.declared_words(document), _reading_minutes(layout)
    if not stated and minutes < 3:
        return []  # words are only counted where there is something to compare with
    count = sum(len(words(b.text)) for b in public)
    if stated and stated > 2 * count and stated > count + 200:
        return [f"{stated} words declared, {count} served"]
    if minutes >= 3 and count < 75 * minutes:
        return [f"{minutes} minutes declared, {count} words served"]
    return []


def _reading_minutes(layout: Layout) -> int:
    """The printed reading time ("8 min read"); 0 if none stands in the head."""
    start = max(
        0, (layout.headline.index if layout.headline is not None else layout.body_start) - 4
    )
    for block in layout.blocks[start : layout.body_start + 1]:
        if len(block.text) < 50 and not block.roles & (roles.NAV | roles.RELATED | roles.CARD):
            match = _READING.search(block.text)
            if match:
                return int(match.group(1) or match.group(2))
    return 0


def _status(evidence: list[Evidence], boundary: Boundary | None) -> tuple[Status, float]:
    said = {e.says for e in evidence}
    trust = {says: max((e.trust for e in evidence if e.says is says), default=0.0) for says in Says}
    tiers = [e for e in evidence if e.signal is Signal.TIER]
    if boundary is not None:
        if boundary.confidence < _DOUBTED:
            return Status.UNKNOWN, boundary.confidence
        if Says.REGISTRATION in said and trust[Says.REGISTRATION] >= trust[Says.LOCKED] - 0.05:
            return Status.REGISTRATION, boundary.confidence
        if Says.LOCKED in said or _says_premium(evidence):
            return Status.SUBSCRIPTION, boundary.confidence
        # the rest is declared but shown to whoever comes
        return Status.METERED, boundary.confidence
    if Says.LOCKED in said:
        return Status.SUBSCRIPTION, trust[Says.LOCKED]
    if Says.REGISTRATION in said and trust[Says.REGISTRATION] > trust[Says.FREE]:
        return Status.REGISTRATION, trust[Says.REGISTRATION]
    if tiers and tiers[0].says is Says.FREE:
        return Status.FREE, 0.9
    if declares_paid(evidence):
        if not tiers and _says_premium(evidence):
            return Status.SUBSCRIPTION, 0.7
        against = trust[Says.FREE]
        return Status.METERED, max(0.5, 0.85 - against / 2)
    if Says.FREE in said:
        return Status.FREE, 0.95
    return Status.FREE, 0.7


def _says_premium(evidence: list[Evidence]) -> bool:
    """The flag says not free, and a meta of the publisher says for whom."""
    flag = any(e.signal is Signal.FREE_FLAG and e.says is Says.PAID for e in evidence)
    return flag and any(e.for_subscribers for e in evidence)
