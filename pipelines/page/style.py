"""What the page's own style sheets and attributes hide, read as a browser reads it.

Style sheets in other files are not known, and scripts have not run: a rule that shows
a box again on screens of some width counts, one that hides it there does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import tinycss2
from cssselect import HTMLTranslator, SelectorError, parse
from lxml import etree

from pipelines.page import sheets
from pipelines.page.document import Element

MAX_QUERIES = 60
"""Selectors with more than classes, ids and a tag that are asked of the tree."""
_FAR = -600
"""Pixels by which a box off the page stands beside it."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a browser shows an element, as far as it is not simply shown."""

    gone: bool = False
    """Not there for a reader: no display, no visibility, off the page, clipped, no height."""
    veiled: bool = False
    """There, and not to be read: transparent or blurred."""
    faded: bool = False
    """It fades out: a mask lies over it."""
    cropped: float | None = None
    """Pixels after which what does not fit is cut off; None: it grows with its text."""
    guarded: bool = False
    """Its text cannot be selected."""

    @property
    def hides(self) -> bool:
        """Nothing of the text in it can be read."""
        return self.gone or self.veiled


SHOWN = Look()
Declarations = dict[str, tuple[str, bool]]
"""Property → its value in lower case, and whether it is important."""

_PROPERTIES = frozenset((
    "display", "visibility", "content-visibility", "opacity", "filter", "mask", "mask-image",
    "-webkit-mask", "-webkit-mask-image", "user-select", "-webkit-user-select", "left", "top",
    "text-indent", "position", "clip", "clip-path", "height", "max-height", "overflow",
    "overflow-y", "font-size", "-webkit-line-clamp",
))  # fmt: skip


@lru_cache(maxsize=4096)
def declarations(css: str) -> Declarations:
    """Return the properties of a declaration list that can hide something; none: empty."""
    every = [] if _NESTS.search(css) else _STATED.findall(css)
    if ";".join(every) != css.strip(";"):
        return _parsed(css)
    found: Declarations = {}
    for stated in every:
        # the parser costs most: it reads what may hide, and all that is not plainly written
        name = stated.partition(":")[0].strip().lower()
        if name in _PROPERTIES or not _NAME.fullmatch(name):
            found.update(_parsed(stated))
    return found


_NESTS = re.compile(r"[\"'\\{}\[\]@<]|/\*|\([^()]*\(")
"""What a declaration list must be parsed for: a `;` in it need not end a declaration."""
_STATED = re.compile(r"(?:[^;()]++|\([^()]*+\))++")
_NAME = re.compile(r"[a-z-]+")


@lru_cache(maxsize=4096)
def _parsed(css: str) -> Declarations:
    found: Declarations = {}
    for item in tinycss2.parse_declaration_list(css, skip_comments=True, skip_whitespace=True):
        if item.type == "declaration" and item.lower_name in _PROPERTIES:
            value = tinycss2.serialize(item.value).strip().lower()
            found[item.lower_name] = (value, bool(item.important))
    return found


def look(properties: Declarations) -> Look:
    """Return what these properties, as they hold for an element, do to its text."""
    value = {name: stated for name, (stated, _) in properties.items()}
    crop = _crop(value)
    return Look(
        gone=_is_gone(value) or crop == 0,
        veiled=_is_transparent(value) or _is_blurred(value.get("filter", "")),
        faded=any("gradient" in value.get(name, "") for name in _MASKS),
        cropped=crop or None,
        guarded=value.get("user-select", value.get("-webkit-user-select")) == "none",
    )


_MASKS = ("mask", "mask-image", "-webkit-mask", "-webkit-mask-image")


def _is_gone(value: dict[str, str]) -> bool:
    if value.get("display") == "none" or value.get("content-visibility") == "hidden":
        return True
    if value.get("visibility") in ("hidden", "collapse") or _pixels(value.get("font-size")) == 0:
        return True
    if (_pixels(value.get("text-indent")) or 0) <= _FAR:
        return True
    if value.get("position") not in ("absolute", "fixed"):
        return False
    away = min(_pixels(value.get("left")) or 0, _pixels(value.get("top")) or 0) <= _FAR
    return away or _is_clipped(value)


def _is_clipped(value: dict[str, str]) -> bool:
    clip, path = value.get("clip", ""), value.get("clip-path", "")
    nothing = re.match(r"rect\(\s*(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)", clip)
    return bool(nothing or re.match(r"inset\(\s*(?:50|100)%|circle\(\s*0", path))


def _is_transparent(value: dict[str, str]) -> bool:
    try:
        return float(value.get("opacity", "1")) <= _TRANSPARENT
    except ValueError:
        return value.get("opacity", "").rstrip("%").strip() == "0"


_TRANSPARENT = 0.1


def _is_blurred(stated: str) -> bool:
    blur = re.search(r"blur\(\s{0,9}(\d{0,9}\.?\d{1,9})", stated)
    return blur is not None and float(blur.group(1)) > 0


def _crop(value: dict[str, str]) -> float | None:
    """Height in pixels beyond which the text is cut off; None where it is not."""
    lines = value.get("-webkit-line-clamp", "")
    overflow = value.get("overflow-y", value.get("overflow", ""))
    if not overflow.startswith(("hidden", "clip")) and " hidden" not in overflow:
        return None
    if lines.isdigit():
        return _LINE * int(lines)
    heights = [_pixels(value.get("height")), _pixels(value.get("max-height"))]
    return min((h for h in heights if h is not None and h >= 0), default=None)


_LINE = 26.0
"""Pixels of a line of running text."""
_UNITS = {
    "px": 1.0,
    "": 1.0,
    "em": 18.0,
    "rem": 16.0,
    "vh": 9.0,
    "lh": _LINE,
    "pt": 1.33,
    "ch": 9.0,
}


def _pixels(stated: str | None) -> float | None:
    """A length in pixels; None for what is none, or depends on what stands around it."""
    match = re.fullmatch(r"(-?\d{0,9}\.?\d{1,9})([a-z]*)", stated or "")
    if match is None or match.group(2) not in _UNITS:
        return None
    return float(match.group(1)) * _UNITS[match.group(2)]


def _own(element: Element) -> Declarations:
    """What attributes of the element itself say; `!important` rules alone beat them."""
    found: Declarations = {}
    if "hidden" in element.attrib and element.get("hidden") != "until-found":
        found["display"] = ("none", False)
    if stated := element.get("style"):
        found.update(declarations(stated[:2000]))
    return found


def _hides_itself(element: Element) -> bool:
    stated = element.get("style")
    return element.get("hidden") is not None or (stated is not None and sheets.may_hide(stated))


_Named = tuple[str, frozenset[str]]
"""Tag and names of an element."""
_Chain = tuple[_Named, ...]
"""An element, and all that stands around it, outwards."""


@dataclass
class _Page:
    """The elements asked about, and the work left."""

    root: Element
    elements: set[Element]
    queries: int = MAX_QUERIES
    known: dict[str, frozenset[Element]] = field(default_factory=dict)
    chains: dict[Element, _Chain] = field(default_factory=dict)
    """Each element with what stands around it, once it was asked for."""

    @cached_property
    def named(self) -> dict[str, list[Element]]:
        """The elements by each of their names."""
        found: dict[str, list[Element]] = {}
        for element in self.elements:
            for name in self.chain(element)[0][1]:
                found.setdefault(name, []).append(element)
        return found

    def chain(self, element: Element) -> _Chain:
        """Return tag and names of an element and of all that stands around it, outwards."""
        below: list[Element] = []
        at: Element | None = element
        while at is not None and at not in self.chains:
            below.append(at)
            at = at.getparent()
        found = self.chains[at] if at is not None else ()
        for each in reversed(below):
            found = ((each.tag, sheets.names(each)), *found)
            self.chains[each] = found
        return found

    def fitting(self, tag: str | None, names: frozenset[str]) -> list[Element]:
        """Return the elements with a tag and all of some names."""
        asked = min((self.named.get(n, ()) for n in names), key=len, default=self.elements)
        return [e for e in asked if _is_compound(self.chain(e)[0], tag, names)]


def looks(root: Element, elements: Iterable[Element]) -> dict[Element, Look]:
    """Return how the page's own styles show these elements, those that are simply shown
    left out. What stands around an element is not counted in: ask about it too."""
    wanted = set(elements)
    found = sheets.Sheets(root)
    page = _Page(root, wanted)
    known = _known(wanted) if found.may_hide else set()
    rules = found.hiding(known) if found.may_hide else []
    touched = {e for r in rules for s in r.selectors for e in _matched(s, page)}
    touched |= {e for e in wanted if _hides_itself(e)}
    if not touched:
        return {}
    known = known or _known(wanted)
    rules += found.showing({n for e in touched for n in sheets.names(e)}, known)
    seen = {e: look(properties) for e, properties in _cascade(rules, touched, page).items()}
    return {e: own for e, own in seen.items() if own != SHOWN}


def _known(wanted: set[Element]) -> set[str]:
    """The names of elements and of all that stands around them."""
    every = set(wanted)
    for element in wanted:
        above = element.getparent()
        while above is not None and above not in every:
            every.add(above)
            above = above.getparent()
    return {n for e in every for n in sheets.names(e)}


def _cascade(
    rules: list[sheets.Rule], touched: set[Element], page: _Page
) -> dict[Element, Declarations]:
    """The value of each property that wins: important, then specific, then last."""
    ranked: dict[Element, dict[str, tuple[_Rank, str, bool]]] = {e: {} for e in touched}
    for rule in rules:
        hit = [(s, e) for s in rule.selectors for e in _matched(s, page) & touched]
        stated = declarations(rule.body) if hit else {}  # to read them costs most
        for selector, element in hit if stated else ():
            _win(ranked[element], stated, (0, _specificity(selector), rule.order))
    for element in touched:
        _win(ranked[element], _own(element), (1, (0, 0, 0), 0))
    return {e: {n: (v, i) for n, (_, v, i) in won.items()} for e, won in ranked.items()}


_Rank = tuple[int, tuple[int, int, int], int]
"""Attribute or rule, important or not; how specific; where in the sheet."""


def _win(won: dict[str, tuple[_Rank, str, bool]], stated: Declarations, rank: _Rank) -> None:
    for name, (value, important) in stated.items():
        own = (rank[0] + (2 if important else 0), rank[1], rank[2])
        if name not in won or own >= won[name][0]:
            won[name] = (own, value, important)


_COMPOUND = re.compile(r"([a-z][\w-]*)?((?:[.#][\w\x80-\U0010ffff-]+)*)", re.IGNORECASE)
_CHAIN = re.compile(r"\s+(?:>\s*)?|>\s*")


def _matched(selector: str, page: _Page) -> frozenset[Element]:
    """The elements asked about that a selector matches."""
    if selector not in page.known:
        steps = _steps(selector)
        if steps is not None:
            asked = page.fitting(*steps[0][0])
            page.known[selector] = frozenset(
                e for e in asked if _stands_in(page.chain(e), 1, steps)
            )
        elif page.queries > 0:
            page.queries -= 1
            page.known[selector] = _asked(selector, page.root) & page.elements
        else:
            return frozenset()
    return page.known[selector]


_Compound = tuple[str | None, frozenset[str]]
"""A tag, or any; and names."""
_Steps = tuple[tuple[_Compound, bool], ...]


@lru_cache(maxsize=4096)
def _steps(selector: str) -> _Steps | None:
    """The compounds of a selector, innermost first, and whether each stands directly
    around the one before; None for selectors that only the query engine knows."""
    parts = _CHAIN.split(selector)
    direct = [">" in c for c in _CHAIN.findall(selector)]
    found: list[tuple[_Compound, bool]] = []
    for part, near in zip(reversed(parts), [False, *reversed(direct)], strict=True):
        simple = _COMPOUND.fullmatch(part)
        if simple is None or not part:
            return None
        names = frozenset(sheets.NAMES.findall(simple.group(2)))
        found.append((((simple.group(1) or "").lower() or None, names), near))
    return tuple(found)


def _stands_in(around: _Chain, at: int, steps: _Steps) -> bool:
    """The compounds behind the first stand around an element, from a place in its chain on."""
    if len(steps) == 1:
        return True
    (compound, near), rest = steps[1], steps[1:]
    return any(
        _is_compound(named, *compound) and _stands_in(around, place, rest)
        for place, named in enumerate(around[at : at + 1 if near else None], at + 1)
    )


def _is_compound(element: _Named, tag: str | None, names: frozenset[str]) -> bool:
    return (tag is None or element[0] == tag) and names <= element[1]


def _asked(selector: str, root: Element) -> frozenset[Element]:
    try:
        return frozenset(root.xpath(_xpath(selector)))
    except (SelectorError, etree.XPathError, ValueError, RecursionError):
        return frozenset()


@lru_cache(maxsize=2048)
def _xpath(selector: str) -> str:
    return str(HTMLTranslator().css_to_xpath(selector))


@lru_cache(maxsize=4096)
def _specificity(selector: str) -> tuple[int, int, int]:
    """How specific a selector is; one that the parser does not know: not at all."""
    try:
        a, b, c = parse(selector)[0].specificity()
    except (SelectorError, ValueError, IndexError):
        return (0, 0, 0)
    return (a, b, c)
