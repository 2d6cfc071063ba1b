"""Closed boxes that a click opens: steps, questions and answers, parts of a text.

A box is one by its name, by a control that names it (WAI-ARIA: disclosure, accordion, tabs),
or by its place: in a row of boxes of one make, each right behind a line of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lxml import etree

from pipelines.layout import roles
from pipelines.layout.names import folds
from pipelines.page.document import Element

ROW = 3
"""Closed boxes of one make that are parts of a text, and no note or template."""
_LINE = 160
"""Characters of a line that leads to a box, at most."""
_CONTROLS = etree.XPath("/descendant-or-self::*/@aria-controls", smart_strings=False)
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6", "dt"))
_PRESSED = frozenset(("button", "summary", "label"))
_ROLES = frozenset(("button", "tab"))
_STATED = ("onclick", "aria-expanded", "tabindex", "data-toggle", "data-bs-toggle")


def controlled(root: Element) -> frozenset[str]:
    """Return the ids of the boxes that a control on the page opens for every reader."""
    return frozenset(i for ids in _CONTROLS(root) for i in ids.split())


def opens(element: Element, ids: frozenset[str]) -> bool:
    """Tell whether a closed box is named as one that a click opens, or named by a control."""
    return element.get("id") in ids or folds(element.get("class", ""))


def rows(closed: Iterable[Element], *, headings: bool) -> frozenset[Element]:
    """Return those of the closed boxes that stand in a row of one make, each right behind a
    line that says something else than the others and leads nowhere: one that is pressed, and
    with `headings` also a plain heading, to which a script may listen."""
    leads = _is_a_line_of_its_own if headings else _is_pressed
    found: dict[tuple[object, ...], dict[str, Element]] = {}
    every = set(closed)
    if len(every) < ROW:
        return frozenset()
    for box in every:
        line = _line_before(box)
        if line is None or line in every or not leads(line):
            continue
        make = (box.tag, box.get("class"), line.tag, line.get("class"))
        above = box.getparent()
        place = (above.getparent(), above.tag, above.get("class"))
        found.setdefault((*place, *make), {})[_said(line)] = box
    return frozenset(b for row in found.values() if len(row) >= ROW for b in row.values())


def _line_before(box: Element) -> Element | None:
    """The element right before a box, where it is one short line that is shown."""
    line = next(box.itersiblings(etree.Element, preceding=True), None)
    if line is None or roles.of(line) & (roles.HIDDEN | roles.SOFT_HIDDEN):
        return None
    return line if _said(line) else None


def _said(line: Element) -> str:
    """The words of a line; none, where they are too many for one."""
    words: list[str] = []
    size = 0
    for text in line.itertext():
        found = text.split()
        size += sum(map(len, found))
        if size > _LINE:
            return ""
        words += found
    return " ".join(words)


def _is_a_line_of_its_own(line: Element) -> bool:
    if _leads_elsewhere(line):
        return False
    return _has(line, lambda e: e.tag in _HEADINGS) or _is_pressed(line)


def _is_pressed(line: Element) -> bool:
    return not _leads_elsewhere(line) and _has(line, _presses)


def _has(line: Element, does: Callable[[Element], bool]) -> bool:
    return any(does(e) for e in line.iter(etree.Element))


def _presses(element: Element) -> bool:
    if element.tag in _PRESSED or element.tag == "a" or element.get("role") in _ROLES:
        return True
    return any(element.get(name) is not None for name in _STATED) or folds(element.get("class", ""))


def _leads_elsewhere(line: Element) -> bool:
    """A link to another page: what it stands over is a teaser."""
    hrefs = [(e.get("href") or "").strip().lower() for e in line.iter("a")]
    return any(h and not h.startswith(("#", "javascript:")) for h in hrefs)
