"""The page's own style sheets: the rules that name one of a page's elements and hide.

A sheet has thousands of rules and a handful matter, so rules are looked up by the
classes and ids of the elements asked about, and only theirs are parsed. Most pages
hide nothing of their text: there the sheets are searched once and nothing is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import islice

from pipelines.page.document import Element

MAX_CSS = 2_000_000
"""Characters of style sheets that are read of one page."""
MAX_RULES = 300
"""Rules that are looked at on one page."""
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|content-visibility\s*:\s*hidden"
    r"|(?:^|[;{\s])opacity\s*:\s*(?:0?\.0\d*|0(?![.\d])|0\.[01]\d*)|blur\(|mask(?:-image)?\s{0,9}:[^;]{0,300}?gradient|user-select\s*:\s*none"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3}|clip(?:-path)?\s*:|font-size\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
_CROPPING = re.compile(r"(?:^|[;{\s])(?:max-)?height\s*:\s*\d|line-clamp\s*:\s*\d", re.IGNORECASE)


def may_hide(css: str) -> bool:
    """Tell quickly whether a declaration that may hide the text in a box stands there."""
    return bool(_HIDING.search(css)) or ("overflow" in css and bool(_CROPPING.search(css)))


@dataclass(frozen=True, slots=True)
class Rule:
    """One style rule that may match an element of the page."""

    selectors: tuple[str, ...]
    body: str
    order: int
    """Where it stands: of two that say as much, the later one holds."""


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """A rule that may hide, as it stands in a sheet."""

    selectors: str
    body: str
    order: int
    names: frozenset[str] | None
    """Every name in its selectors; None where one is written with a backslash."""


class _Sheet:
    """The text of a page's style sheets, and what may hide in it, worked out once."""

    def __init__(self, css: str) -> None:
        self._raw = css
        self._seen: list[_Found] = []
        self._unseen = _found(css)

    @cached_property
    def may_hide(self) -> bool:
        """Something that may be a rule that hides stands in the sheets."""
        return any(needle in self._raw for needle in _NEEDLES)

    def found(self) -> Iterator[_Found]:
        """Yield the rules that may hide, with those in comments and for other screens."""
        yield from self._seen
        for each in self._unseen:
            self._seen.append(each)
            yield each

    @cached_property
    def parted(self) -> tuple[str, str]:
        """What holds on any screen, and what on those of some width."""
        return _by_screen(_cleaned(self._raw))

    @cached_property
    def found_always(self) -> list[_Found]:
        """Return the rules that may hide on any screen."""
        return list(_found(self.parted[0]))


@lru_cache(maxsize=8)
def _kept(css: str) -> _Sheet:
    """The pages of a paper share their sheets."""
    return _Sheet(css)


_KEPT = 600_000
"""Characters of the longest sheets that are kept for the next page."""


class Sheets:
    """The style sheets of one page."""

    def __init__(self, root: Element) -> None:
        css = _text(root)
        self._sheet = _kept(css) if len(css) <= _KEPT else _Sheet(css)

    @property
    def may_hide(self) -> bool:
        """Something that may be a rule that hides stands in the sheets."""
        return self._sheet.may_hide

    def hiding(self, known: set[str]) -> list[Rule]:
        """Return the rules that hide something and all of whose names are known; none on
        most pages."""
        if next(_hiding(self._sheet.found(), known), None) is None:
            return []
        return list(islice(_hiding(self._sheet.found_always, known), MAX_RULES))

    def showing(self, own: set[str], known: set[str]) -> list[Rule]:
        """Return the rules that name one of these elements and hide nothing: one of them
        may show what another rule hides, on any screen or on those of some width."""
        always, sometimes = self._sheet.parted
        late = [replace(r, order=r.order + MAX_CSS) for r in _rules(sometimes, own, known)]
        return [r for r in (*_rules(always, own, known), *late) if not may_hide(r.body)]


def names(element: Element) -> frozenset[str]:
    """Return what selectors call an element: `.class` and `#id`."""
    return _names(element.get("class") or "", element.get("id") or "")


@lru_cache(maxsize=8192)
def _names(classes: str, identifier: str) -> frozenset[str]:
    found = [f".{n}" for n in classes.split()]
    return frozenset([*found, f"#{identifier}"] if identifier else found)


def _text(root: Element) -> str:
    parts = []
    for element in root.iter("style"):
        media = (element.get("media") or "").lower()
        if element.text and (not media or "screen" in media or "all" in media):
            parts.append(element.text)
    return "\n".join(parts)[:MAX_CSS]


def _places(css: str, wanted: set[str]) -> Iterator[tuple[int, int]]:
    """Where the blocks of rules with one of the names open and end."""
    for name in sorted(wanted):
        at, size = css.find(name), len(name)
        while at >= 0:
            opened = css.find("{", at)
            if opened < 0:
                break
            if not _goes_on(css[at + size]):
                end = css.find("}", opened)
                yield opened, end if end >= 0 else len(css)
            at = css.find(name, at + size)


def _goes_on(character: str) -> bool:
    return character.isalnum() or character in "-_"


def _cleaned(css: str) -> str:
    """Without comments and quoted braces."""
    if "/*" in css:
        css = re.sub(r"/\*.*?(?:\*/|$)", " ", css, flags=re.DOTALL)
    return _STRING.sub(_without_braces, css)


def _without_braces(string: re.Match[str]) -> str:
    """A string, empty where it holds what would open or end a rule; one without an end stays."""
    said = string.group()
    closed = len(said) > 1 and said[0] == said[-1]
    has_brace = closed and ("{" in said or "}" in said) and len(said) <= _LONGEST_STRING
    return '""' if has_brace else said


_STRING = re.compile(r"\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\.)*+'?", re.DOTALL)
"""A string with its end, where it has one: what has none is not looked through again."""
_LONGEST_STRING = 400
"""Characters of a string with braces; a longer one is what stands behind a quote too many."""
_AT_RULE = re.compile(r"@[\w-][^@{};]*\{")
_HOLDS = re.compile(r"@media\s+(?:only\s+)?(?:screen|all)\s*\{|@supports\b|@layer\b", re.IGNORECASE)


_WIDTH = re.compile(r"@media[^{@]*(?:width|height|orientation)", re.IGNORECASE)


def _by_screen(css: str) -> tuple[str, str]:
    """Part the rules that hold on any screen from those for some widths, which can show
    what is hidden elsewhere; drop those for paper, and the steps of a movement."""
    kept, partly, at = [], [], 0
    for rule in _AT_RULE.finditer(css):
        if rule.start() < at or _HOLDS.match(rule.group()):
            continue
        kept.append(css[at : rule.start()])
        at = _end_of(css, rule.end())
        if _WIDTH.match(rule.group()) and "print" not in rule.group():
            partly.append(css[rule.end() : at])
    return "".join((*kept, css[at:])), "".join(partly)


def _end_of(css: str, at: int) -> int:
    """Where the block ends that is open at a place."""
    depth = 1
    while (closed := css.find("}", at)) >= 0:
        depth += css.count("{", at, closed) - 1
        at = closed + 1
        if depth <= 0:
            return at
    return len(css)


_NEEDLES = (
    "display:none", "display: none", "visibility:hidden", "visibility: hidden", "visibility:collapse",
    "opacity:0", "opacity: 0", "opacity:.0", "opacity: .0", "blur(", "mask", "user-select:none",
    "user-select: none", "text-indent:-", "text-indent: -", "left:-", "left: -", "top:-", "top: -",
    "clip", "overflow:hidden", "overflow: hidden", "overflow-y:hidden", "overflow-y: hidden",
    "font-size:0", "font-size: 0", "content-visibility:",
)  # fmt: skip
"""How a rule that hides begins: to find these is a hundred times faster than patterns."""


def _found(css: str) -> Iterator[_Found]:
    found: set[int] = set()
    for needle in _NEEDLES:
        at = css.find(needle)
        while at >= 0 and len(found) < _MAX_HITS:
            opened, end = css.rfind("{", 0, at), css.find("}", at)
            end = end if end >= 0 else len(css)
            if opened >= 0 and opened not in found:
                selectors = _before(css, opened)
                named = None if "\\" in selectors else frozenset(NAMES.findall(selectors))
                found.add(opened)
                yield _Found(selectors, css[opened + 1 : end], opened, named)
            at = css.find(needle, end)


def _hiding(found: Iterable[_Found], known: set[str]) -> Iterator[Rule]:
    """The rules of a page: those with a selector all of whose names are known."""
    for each in found:
        if each.names is not None and each.names.isdisjoint(known):
            continue
        fitting = _fitting(each.selectors, known)
        if fitting and may_hide(each.body):
            yield Rule(fitting, each.body, each.order)


_MAX_HITS = 5_000


def _rules(css: str, wanted: set[str], known: set[str]) -> list[Rule]:
    """The rules with a wanted name, all of whose names are known."""
    found: dict[int, Rule | None] = {}
    for opened, end in _places(css, wanted):
        if opened not in found and len(found) < MAX_RULES:
            found[opened] = _rule(css, opened, end, known)
    return [r for r in found.values() if r is not None]


def _rule(css: str, opened: int, end: int, known: set[str]) -> Rule | None:
    fitting = _fitting(_before(css, opened), known)
    return Rule(fitting, css[opened + 1 : end], opened) if fitting else None


def _before(css: str, opened: int) -> str:
    """The selectors before the brace that opens a rule."""
    start = max(0, opened - _LONGEST)
    for mark in "{};":
        start = max(start, css.rfind(mark, start, opened) + 1)
    return css[start:opened]


def _fitting(selectors: str, known: set[str]) -> tuple[str, ...]:
    return tuple([s for s, named in _named(selectors) if named <= known])


_LONGEST = 4_000
"""Characters of a selector list."""


@lru_cache(maxsize=8192)
def _named(selectors: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the selectors of a list that may match as a page lies there, each with the
    names that it needs; those without any name left out."""
    every = ((s, _needed(s)) for s in split(selectors))
    return tuple((s, names) for s, names in every if names)


def split(selector: str) -> tuple[str, ...]:
    """Return the selectors of a list; commas in brackets are of one selector."""
    found, depth, start = [], 0, 0
    for mark in _LISTED.finditer(selector):
        if mark.group() != ",":
            depth = max(0, depth + (1 if mark.group() in "([" else -1))
        elif not depth:
            found.append(selector[start : mark.start()].strip())
            start = mark.end()
    return tuple(filter(None, [*found, selector[start:].strip()]))


_LISTED = re.compile(r"[,()\[\]]")


NAMES = re.compile(r"[.#](?:[\w\x80-\U0010ffff-]|\\.)+")
_NOT = re.compile(r":(?:not|is|where|has)\([^()]*\)|\[[^\[\]]*\]")
_STATE = re.compile(r"::|:(?!not\(|is\(|where\(|has\(|first-|last-|nth-|root)")
"""A state, or what is drawn before and behind an element."""


def _needed(selector: str) -> frozenset[str]:
    if selector.startswith(("@", "&")) or (":" in selector and _STATE.search(selector)):
        return frozenset()
    found = NAMES.findall(_NOT.sub("", selector))
    return frozenset(re.sub(r"\\(.)", r"\1", n) for n in found)
