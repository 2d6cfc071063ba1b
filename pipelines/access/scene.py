"""The page as a reader sees it: which of its text is shown, and what is declared of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate

from pipelines.access import own as owned, select as selected, subject, verdict, withheld
from pipelines.access.declared import declared_words
from pipelines.access.evidence import Evidence, Says, Signal
from pipelines.layout import folds, roles
from pipelines.layout.blocks import Block
from pipelines.layout.layout import Layout
from pipelines.page import style
from pipelines.page.document import Document, Element
from pipelines.page.words import letters, words
from pipelines.papers.known import NOTHING, Known

CUT = 1_500
"""Characters of a text than which as many cut ones are longer as whole ones are shorter."""
_BEYOND = 60
"""Blocks behind the text whose styles are still read: a wall stands there at most."""


@dataclass
class Scene:
    """One page, its running text counted once; every candidate asks."""

    document: Document
    layout: Layout
    declared: list[Evidence]
    looks: dict[Element, style.Look]
    """What the page's own styles do to elements of the text and the boxes behind it."""
    shown: list[bool]
    """Which blocks a reader sees."""
    last: int
    """Index of the last paragraph that is shown; one before the body where none is."""
    before: list[int]
    """Characters of shown paragraphs before each block, and of all at the end."""
    hidden: list[int]
    """The same of paragraphs that are there and not shown."""
    notes: dict[str, float] = field(default_factory=dict)
    """Signs of the whole page, set as they become known."""
    known: Known = NOTHING
    """What the paper's other pages tell of this one's blocks."""
    foreign: frozenset[int] = frozenset()
    """Paragraphs in the text's box that are another article's, or praise what is sold."""
    about: subject.Subject = frozenset()
    """What the article is about."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the page."""
        return self.layout.blocks

    def behind(self, index: int) -> int:
        """Return the characters of shown paragraphs from a block on."""
        return self.before[-1] - self.before[min(index, len(self.blocks))]

    def hidden_behind(self, index: int) -> int:
        """Return the characters of paragraphs that are not shown from a block on."""
        return self.hidden[-1] - self.hidden[min(index, len(self.blocks))]

    def distance(self, index: int) -> int:
        """Return the blocks that a reader sees between the last paragraph and a block;
        negative before it."""
        if index <= self.last:
            return index - self.last
        return sum(self.shown[self.last + 1 : index]) + 1

    @cached_property
    def holds_text(self) -> bool:
        """Some paragraph of the article is there, shown or not: its box is one of text."""
        return self.before[-1] + self.hidden[-1] > 0

    @cached_property
    def dialogs(self) -> frozenset[Element]:
        """The dialogs of the page that hold a line, shown or not."""
        found = (dialog_of(b) for b in self.blocks)
        return frozenset(d for d in found if d is not None)

    @cached_property
    def has_links(self) -> bool:
        """The page links anywhere: what is saved as text or without links tells nothing by
        having none."""
        return any(b.links for b in self.blocks)

    @cached_property
    def paragraphs(self) -> list[int]:
        """Indexes of the paragraphs that are shown."""
        return [n for n in range(len(self.blocks)) if self.before[n + 1] > self.before[n]]

    @cached_property
    def paragraphs_and_hidden(self) -> list[int]:
        """Indexes of the article's paragraphs, shown or not."""
        return [
            n
            for n in range(len(self.blocks))
            if self.before[n + 1] > self.before[n] or self.hidden[n + 1] > self.hidden[n]
        ]


def dialog_of(block: Block) -> Element | None:
    """Return the outermost dialog that a block stands in; None where it stands in none."""
    return next((e for e in block.stack if _is_dialog(e)), None)


def _is_dialog(element: Element) -> bool:
    return element.tag == "dialog" or element.get("role") in ("dialog", "alertdialog")


def of(
    document: Document, layout: Layout, declared: list[Evidence], known: Known = NOTHING
) -> Scene:
    """Return the page as a reader sees it; `known` is what its paper tells of its blocks."""
    looks = style.looks(document.root, _elements(layout))
    hiding = {e for e, look in looks.items() if look.hides}
    hiding -= _opened_by_a_click(document, looks, declared)
    closed = _is_closed_beside(layout, hiding)
    unseen = withheld.unseen(layout, even_all=closed)
    if not closed:
        hiding -= frozenset(_first_stack(layout))
    shown = [_is_shown(b, layout, unseen, hiding) for b in layout.blocks]
    possible = owned.possible(layout)
    own = list(owned.paragraphs(layout, possible))
    elsewhere = {n for n, (a, b) in enumerate(zip(possible, own, strict=True)) if a and not b}
    for n in (*owned.lines_of_walls(layout, own), *known.walls, *known.furniture):
        own[n] = False
    paid = verdict.declares_paid(
        verdict.stated([d for d in declared if d.says is not Says.METERED])
    )
    for n in owned.in_the_last_box(layout, own):
        own[n] = False
    about = subject.of(document, layout)
    foreign = frozenset(owned.of_something_else(layout, own, about, paid=paid)) | elsewhere
    foreign |= frozenset(owned.in_an_offer(layout, own, about) if paid else ())
    for n in foreign:
        own[n] = False
    notes = {**_declared_signs(declared), **_missing(document, layout)}
    counted = _counted(layout, own, shown)
    return Scene(
        document, layout, declared, looks, shown, *counted, notes, known, foreign, about
    )  # fmt: skip


def closed(scene: Scene) -> Scene:
    """Return the page as it is read where a wall closes it: short paragraphs at its end that
    have nothing of its subject are not its own, as on a page that is declared not free."""
    own = [False] * len(scene.blocks)
    for n in scene.paragraphs_and_hidden:
        own[n] = True
    found = {*owned.of_something_else(scene.layout, own, scene.about, paid=True)}
    found |= {n for n in owned.led(scene.layout) if n > scene.last}
    if not found:
        return scene
    for n in found:
        own[n] = False
    last, before, hidden = _counted(scene.layout, own, scene.shown)
    foreign = scene.foreign.union(found)
    return replace(scene, last=last, before=before, hidden=hidden, foreign=foreign)


def _counted(
    layout: Layout, own: list[bool], shown: list[bool]
) -> tuple[int, list[int], list[int]]:
    """Return the last paragraph that is shown, and the characters of paragraphs that are
    shown, and not shown, before each block."""
    length = [letters(b.text) for b in layout.blocks]
    last = max(
        (n for n, (a, b) in enumerate(zip(own, shown, strict=True)) if a and b),
        default=owned.before_any_text(layout, own),
    )
    seen = (size if a and b else 0 for size, a, b in zip(length, own, shown, strict=True))
    away = (size if a and not b else 0 for size, a, b in zip(length, own, shown, strict=True))
    return last, list(accumulate(seen, initial=0)), list(accumulate(away, initial=0))


def _is_closed_beside(layout: Layout, hiding: set[Element]) -> bool:
    """The box of the whole text is hidden, and a line that is shown close before or behind
    it says what walls say: it is no text that fades in."""
    boxes = withheld.around_all(layout)
    first = next((e for e in _first_stack(layout) if e in hiding or e in boxes), None)
    if first is None:
        return False
    inside = [b.index for b in layout.blocks if first in b.stack]
    near = layout.blocks[max(0, inside[0] - owned.REACH) : inside[0]]
    near += layout.blocks[inside[-1] + 1 : inside[-1] + 1 + owned.REACH]
    return any(owned.says_wall(b) for b in near if hiding.isdisjoint(b.stack))


def _opened_by_a_click(
    document: Document, looks: dict[Element, style.Look], declared: list[Evidence]
) -> frozenset[Element]:
    """Return the hidden boxes that a control of the page opens for everybody, where they are
    not named for a wall: closed is not withheld. A row of them under plain headings is opened
    too, unless something is declared reserved."""
    hidden = [e for e, look in looks.items() if look.hides and not roles.of(e) & roles.WALL]
    if not hidden:
        return frozenset()
    ids = folds.controlled(document.root)
    row = folds.rows(hidden, headings=not any(d.says in _PAYING for d in declared))
    return row.union(e for e in hidden if folds.opens(e, ids))


def _first_stack(layout: Layout) -> tuple[Element, ...]:
    if layout.container is None or layout.body_start >= len(layout.blocks):
        return ()
    return layout.blocks[layout.body_start].stack


def _elements(layout: Layout) -> set[Element]:
    """The boxes around the running text and what stands a little behind it."""
    inside = [b for b in layout.inside() if b.index >= layout.body_start]
    end = inside[-1].index if inside else 0
    near = layout.blocks[end + 1 : end + _BEYOND]
    return {e for b in (*inside, *near) for e in b.stack[1:]}


def _is_shown(
    block: Block,
    layout: Layout,
    unseen: frozenset[int],
    hiding: set[Element],
) -> bool:
    """What holds the first paragraph, too, is how the page is built: texts fade in. So is
    what a click opens."""
    if block.index in unseen:
        return False
    if layout.container not in block.stack and block.roles & withheld.UNSEEN:
        return False
    return hiding.isdisjoint(block.stack)


def _missing(document: Document, layout: Layout) -> dict[str, float]:
    """What is declared and not there: a reserved part, or words."""
    selectors = selected.of_reserved(document)
    there = any(selected.select(document, s) for s in selectors)
    stated = declared_words(document)
    served = sum(len(words(b.text)) for b in layout.inside()) if stated else 0
    return {
        "part_not_there": float(bool(selectors) and not there),
        "falls_short": float(bool(stated) and (stated or 0) > 2 * served + 200),
    }


def _declared_signs(declared: list[Evidence]) -> dict[str, float]:
    """What the page declares of itself, as signs of 0 or 1."""
    found: dict[str, float] = {}
    for each in declared:
        name = _NAMES.get((each.signal, each.says))
        if name is not None:
            found[name] = 1.0
    return found


_PAYING = (Says.PAID, Says.LOCKED, Says.REGISTRATION)
_NAMES = {
    (Signal.FREE_FLAG, Says.PAID): "flag_not_free",
    (Signal.FREE_FLAG, Says.FREE): "flag_free",
    (Signal.PART_NOT_FREE, Says.PAID): "part_not_free",
    (Signal.TIER, Says.METERED): "tier_metered",
    (Signal.TIER, Says.FREE): "tier_free",
    **{(Signal.TIER, s): "tier_locked" for s in _PAYING},
    (Signal.OWN_META, Says.FREE): "own_free",
    **{(Signal.OWN_META, s): "own_paid" for s in (*_PAYING, Says.METERED)},
    (Signal.DATA_ATTRIBUTE, Says.FREE): "own_free",
    **{(Signal.DATA_ATTRIBUTE, s): "own_paid" for s in (*_PAYING, Says.METERED)},
    (Signal.BADGE, Says.LOCKED): "badge",
    (Signal.METER, Says.METERED): "meter",
}
DECLARED = tuple(dict.fromkeys(_NAMES.values()))
"""The signs of what a page declares, in the order of the table."""


def says_free(signs: Mapping[str, float]) -> bool:
    """Tell whether a page says of itself that it is free, by any of its declarations."""
    return any(signs.get(sign) for sign in ("flag_free", "tier_free", "own_free"))
