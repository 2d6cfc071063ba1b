"""What might be kept from the public: parts of the text that the page declares, names,
hides, blurs or cuts off. What each is worth is weighed later."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipelines.access import withheld
from pipelines.access.evidence import Basis
from pipelines.access.scene import Scene
from pipelines.access.select import of_reserved, select
from pipelines.access.vendors import Trace, traces
from pipelines.layout import roles
from pipelines.layout.blocks import Block, Mark, chars
from pipelines.page.document import Element

Signs = dict[str, float]

MOST = 24
"""Parts that are weighed on one page."""
_MUCH = 500
"""Characters from which hidden text is a part of an article, not a note."""
NOTE = 100
"""Characters of hidden text at the end, up to which it is a note of the page's own."""
_SURE = ("Qiota", "AMP subscriptions", "AMP access", "Poool")
"""Products that mark nothing but what is kept back, whatever is declared beside."""


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks that one sign may keep from the public."""

    basis: Basis
    indexes: tuple[int, ...]
    """Blocks in it, in order."""
    hit: tuple[int, ...]
    """Those of them that are paragraphs of the article."""
    names: str
    """Selector or class names, as the page writes them."""
    kind: str
    """Which sign it is: one of `KINDS`."""
    element: Element
    """The first of its elements."""
    vendor: str = ""
    """Product that uses these names; empty when none is known."""

    @property
    def sign(self) -> str:
        """The names as evidence shows them."""
        return f"{self.vendor}: {self.names}" if self.vendor else self.names


KINDS = (
    "selector", "vendor", "vendor_sure", "marker", "name", "wall_name", "hiding", "own_style",
    "scrambled", "filler", "crop",
)  # fmt: skip
"""What may speak for a part."""


def find(scene: Scene) -> list[Part]:
    """Return the parts that some sign may keep from the public, each once."""
    body = scene.paragraphs_and_hidden
    if not body:
        return []
    found: dict[tuple[int, ...], Part] = {}
    for kind, basis, elements, names, vendor in _named_elements(scene):
        indexes = _indexes(scene, elements)
        hit = tuple(i for i in indexes if i in body)
        if hit:
            found.setdefault(
                (*hit, KINDS.index(kind)),
                Part(basis, tuple(indexes), hit, names, kind, elements[0], vendor),
            )
        if len(found) >= MOST:
            break
    return list(found.values())


_Named = tuple[str, Basis, list[Element], str, str]


def _named_elements(scene: Scene) -> Iterator[_Named]:
    """Kind, basis, elements, names and vendor of each."""
    yield from _scrambled(scene)
    for selector in of_reserved(scene.document):
        elements = select(scene.document, selector)
        if elements:
            yield "selector", Basis.DECLARED_SELECTOR, elements, selector, ""
    yield from _by_class(scene)
    yield from _hidden(scene)
    yield from _cropped(scene)


_SCRAMBLED = re.compile(
    r"(?:^|[\s_-])(?:(?:make-?)?blur(?:red|ry|-sm|-md|-lg|-text|-content|-?filter|-?effect)?"
    r"|scrambled?|obfuscated?|garbled|encrypted-content|redacted-content)(?=$|[\s_-])",
    re.IGNORECASE,
)
_FILLER = "lorem ipsum dolor"


@lru_cache(maxsize=8192)
def _is_scrambled(names: str) -> bool:
    """Class names come again on every page of a site."""
    return bool(_SCRAMBLED.search(names))


def _scrambled(scene: Scene) -> Iterator[_Named]:
    """Boxes of text named or drawn as blurred; where one is, its short siblings are too."""
    marked = [
        m.element
        for m in scene.layout.marks
        if _is_scrambled(m.element.get("class") or "") or "blur(" in (m.element.get("style") or "")
    ]
    if any(_is_text(e) for e in marked):
        elements = [e for e in marked if _is_text(e) or e.find(".//img") is None]
        yield "scrambled", Basis.SCRAMBLED, elements, elements[0].get("class") or "blur", ""
    filler = [
        b.element
        for b in scene.blocks[scene.layout.body_start :]
        if b.text[: len(_FILLER)].lower() == _FILLER
    ]
    if filler:
        yield "filler", Basis.SCRAMBLED, filler, "lorem ipsum", ""


def _is_text(element: Element) -> bool:
    """Long enough for a paragraph; a picture that loads blurred has a caption at most,
    and what holds the headline is the page."""
    if element.find(".//h1") is not None:
        return False
    length = len("".join(element.itertext()))
    return length > 120 and length > _PER_PICTURE * sum(1 for _ in element.iter("img"))


_PER_PICTURE = 400


def _by_class(scene: Scene) -> Iterable[_Named]:
    found: dict[tuple[str, str], _Named] = {}
    for mark in scene.layout.marks:
        for named in _of_mark(scene, mark):
            known = found.setdefault((named[0], named[3]), named)
            if known is not named:
                known[2].extend(named[2])
    return found.values()


def _of_mark(scene: Scene, mark: Mark) -> Iterator[_Named]:
    element = mark.element
    names = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
    rows = [t for t in traces(element) if t.means in ("reserved", "marker")]
    if rows:
        yield _of_vendor(element, rows[0], names)
    elif scene.layout.container in element.iterancestors() or element is scene.layout.container:
        kind = "name" if withheld.names_reserved(names) else "wall_name"
        if kind == "name" or not mark.roles & withheld.UNSEEN:
            yield kind, Basis.CLASS, [element], names, ""


def _of_vendor(element: Element, row: Trace, names: str) -> _Named:
    if row.means == "marker":
        return "marker", Basis.CLASS, _following(element), names, row.vendor
    kind = "vendor_sure" if row.vendor in _SURE else "vendor"
    return kind, Basis.CLASS, [element], names, row.vendor


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


def _hidden(scene: Scene) -> Iterator[_Named]:
    """Paragraphs that are there and not shown: by attributes and names, or by the page's
    own styles."""
    away = _hidden_end(scene)
    if chars(away) < NOTE:
        return
    styled = [b for b in away if not b.roles & withheld.UNSEEN]
    if styled:
        yield "own_style", Basis.HIDDEN_TEXT, [b.element for b in styled], "hidden by style", ""
    if len(styled) < len(away):
        yield "hiding", Basis.HIDDEN_TEXT, [b.element for b in away], "hidden paragraphs", ""


_TEXT_KINDS = frozenset(("p", "div", "li", "blockquote"))


def _hidden_end(scene: Scene) -> list[Block]:
    """The hidden paragraphs of the text's end: it begins where most is hidden and least is
    shown behind. Whoever withholds a text hides its end; what is hidden before more shown
    text is a template, a tooltip or a card."""
    away = [
        n
        for n in range(len(scene.blocks))
        if scene.hidden[n + 1] > scene.hidden[n] and scene.blocks[n].kind in _TEXT_KINDS
    ]
    start = max(away, key=lambda n: (_more_hidden_from(scene, n), -n), default=0)
    if not away or _more_hidden_from(scene, start) <= 0:
        return []
    return [scene.blocks[n] for n in away if n >= start]


def _more_hidden_from(scene: Scene, index: int) -> int:
    """Characters hidden from a block on, less those shown."""
    return scene.hidden_behind(index) - scene.behind(index)


def _cropped(scene: Scene) -> Iterator[_Named]:
    """Paragraphs beyond the height at which the page's own style cuts a box off."""
    for element, look in scene.looks.items():
        if not look.cropped or look.cropped < _LINE_HEIGHT:
            continue
        inside = [scene.blocks[n] for n in scene.paragraphs if element in scene.blocks[n].stack]
        beyond = _beyond(inside, look.cropped)
        if chars(beyond) >= _MUCH:
            names = element.get("class") or element.get("id") or str(element.tag)
            yield "crop", Basis.HIDDEN_TEXT, [b.element for b in beyond], names, ""


_LINE_HEIGHT = 26.0
"""Pixels of a line of text, with its share of the space between paragraphs."""
_PER_LINE = 75
"""Characters of a line."""


def _beyond(paragraphs: list[Block], height: float) -> list[Block]:
    """The paragraphs that do not fit, the one that is cut among them."""
    used = 0.0
    for number, block in enumerate(paragraphs):
        used += _LINE_HEIGHT * (1 + len(block.text) // _PER_LINE)
        if used > height:
            return paragraphs[number:]
    return []


def _indexes(scene: Scene, elements: list[Element]) -> list[int]:
    """Indexes of the blocks that stand in any of the elements."""
    wanted = set(elements)
    if all(e.tag in _BOXES for e in wanted):
        return [b.index for b in scene.blocks if not wanted.isdisjoint(b.stack)]
    known = dict.fromkeys(elements, True)
    return [b.index for b in scene.blocks if _is_in(b.element, known)]


_BOXES = frozenset(("div", "p", "section", "article", "aside", "ul", "ol", "li", "blockquote"))
"""What stands in the list of open elements of every block that is in it."""


def _is_in(element: Element, known: dict[Element, bool]) -> bool:
    """Tell whether an element stands in one that is known to; what is found out on the way
    up is known from then on."""
    below = []
    at = element
    while at is not None and at not in known:
        below.append(at)
        at = at.getparent()
    inside = at is not None and known[at]
    known.update(dict.fromkeys(below, inside))
    return inside


# the signs of a part

DIRECTIONS: dict[str, int] = {
    **{f"by_{k}": 0 for k in KINDS},
    "is_hidden": 1, "covers_whole": -1, "little_before": -1, "text_after": -1,
    "more_after_than_inside": -1, "is_copy": -1, "holds_the_rest": 1, "much_inside": 1,
    "little_inside": -1, "names_registration": 1, "holds_heading": -1, "in_wall_box": 1, "hides_most": 1,
    "hides_little": -1, "wall": 1, "wall_inside": 0, "wall_right_before": 1, "wall_behind": 1,
    "named_and_paid": 1, "named_and_free": -1, "hidden_and_paid": 1, "hidden_and_free": -1,
    "hidden_and_wall": 1, "whole_and_shown": -1, "selector_amid": 1, "crop_and_wall": 1,
    "flag_not_free": 1, "part_not_free": 1, "flag_free": -1, "tier_metered": 0, "tier_free": -1,
    "tier_locked": 1, "own_free": -1, "own_paid": 1, "badge": 1,
}  # fmt: skip
"""Every sign of a part, in the order of the weights, and whether it may speak for one (1),
against one (-1) or either way (0)."""
NAMES = tuple(DIRECTIONS)
_DECLARED = NAMES[NAMES.index("flag_not_free") :]
_REGISTRATION = re.compile(r"reg(?:istration|istrier|-?wall|istrad|istered)", re.IGNORECASE)


def names_registration(part: Part) -> bool:
    """Tell whether the names say that an account is asked for."""
    return bool(_REGISTRATION.search(part.names))


def signs(part: Part, scene: Scene, wall: tuple[int, int, float] | None) -> Signs:
    """Return the signs of a part that are not 0; `wall` is where the likeliest wall stands
    (first block, block behind it) and its probability."""
    first, last = part.hit[0], part.hit[-1]
    hit = set(part.hit)
    body = scene.paragraphs_and_hidden
    inside = sum(len(scene.blocks[i].text) for i in part.hit)
    shown = [i for i in scene.paragraphs if i not in hit]
    lead = _lead(scene, shown, first)
    before = sum(len(scene.blocks[i].text) for i in lead)
    kin = any(_is_kin(scene.blocks[i], scene.blocks[first], part.element) for i in lead)
    after = sum(len(scene.blocks[i].text) for i in shown if i > last)
    rest = sum(len(scene.blocks[i].text) for i in body if i >= first and i not in hit)
    hidden = not any(scene.shown[i] for i in part.hit)
    whole = not lead if hidden or kin else before < _LITTLE
    if part.basis is Basis.SCRAMBLED:
        whole = False  # what cannot be read is no text, however little stands before it
    found: Signs = {
        f"by_{part.kind}": 1.0,
        "is_hidden": hidden,
        "covers_whole": whole,
        "little_before": before < 2 * _LITTLE,
        "text_after": after / (after + inside + 1),
        "more_after_than_inside": after > inside,
        "is_copy": _is_copy(scene, part, shown),
        "hides_little": part.kind in ("hiding", "own_style") and inside < _MUCH,
        "holds_the_rest": inside >= _MUCH and 4 * rest < inside,
        "much_inside": min(1.0, inside / _LONG),
        "little_inside": inside < _MUCH / 2,
        "names_registration": names_registration(part),
        "in_wall_box": all(scene.blocks[i].roles & roles.WALL for i in part.hit),
        "hides_most": hidden
        and part.kind == "hiding"
        and inside > max(_MUCH, before + after)
        and all(scene.blocks[i].roles & roles.WALL for i in part.hit),
        "holds_heading": any(scene.blocks[i].kind == "h1" for i in part.indexes),
        **_beside(part, wall),
        **{n: scene.notes.get(n, 0.0) for n in _DECLARED},
    }
    found.update(_together(found))
    return {name: float(value) for name, value in found.items() if value}


def _lead(scene: Scene, shown: list[int], first: int) -> list[int]:
    """Paragraphs that are shown before a part; the head of the article is none, unless
    the part is of it too."""
    common = scene.blocks[first].roles
    return [i for i in shown if i < first and not scene.blocks[i].roles & _HEAD & ~common]


def _is_kin(lead: Block, first: Block, element: Element) -> bool:
    """A paragraph beside those of the part, or beside its box: the same text goes on in it.
    A standfirst or a caption stands elsewhere."""
    parent = lead.element.getparent()
    return lead.kind == "p" and parent in (first.element.getparent(), element.getparent())


_HEAD = roles.HEADER | roles.TEASER | roles.BYLINE | roles.META
_LITTLE = 250
"""Characters of a standfirst or a caption: no public part of a text is as short."""
_LONG = 4_000


def _beside(part: Part, wall: tuple[int, int, float] | None) -> Signs:
    if wall is None:
        return {}
    start, end, sure = wall
    first, last = part.hit[0], part.hit[-1]
    return {
        "wall": sure,
        "wall_inside": sure if part.indexes[0] <= start <= part.indexes[-1] else 0.0,
        "wall_right_before": sure if 0 <= first - end <= _NEAR else 0.0,
        "wall_behind": sure if start > last else 0.0,
    }


_NEAR = 4


def _is_copy(scene: Scene, part: Part, shown: list[int]) -> bool:
    piece = scene.blocks[part.hit[0]].text[20:80]
    return len(piece) > 30 and any(piece in scene.blocks[i].text for i in shown)


def _together(found: Signs) -> Signs:
    """Signs that mean more together than each of them."""
    paid = bool(
        found["flag_not_free"] or found["tier_locked"] or found["own_paid"] or found["badge"]
        or found["part_not_free"] or found["tier_metered"]
    )  # fmt: skip
    free = bool(found["flag_free"] or found["tier_free"]) and not paid
    named = any(found.get(f"by_{k}") for k in ("vendor", "marker", "name", "wall_name"))
    hidden = bool(found.get("by_hiding") or found.get("by_own_style"))
    whole = bool(found["covers_whole"])
    return {
        "named_and_paid": named and paid and not whole,
        "named_and_free": named and free,
        "hidden_and_paid": hidden and paid,
        "hidden_and_free": hidden and free,
        "hidden_and_wall": found.get("wall", 0.0) * hidden,
        "whole_and_shown": whole and not found["is_hidden"],
        "selector_amid": bool(found.get("by_selector")) and not whole,
        "crop_and_wall": found.get("wall", 0.0) * bool(found.get("by_crop")),
    }
