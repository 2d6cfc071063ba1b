"""A text that ends before the article does, where no wall says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from pipelines.access.candidates import in_wall_box
from pipelines.access.declared import declared_words
from pipelines.access.elsewhere import is_of_another, leads_elsewhere
from pipelines.access.scene import Scene
from pipelines.access.summary import is_summary
from pipelines.layout import roles
from pipelines.layout.blocks import Block
from pipelines.layout.layout import Layout
from pipelines.lexicon.tables import choice
from pipelines.page import jsonld
from pipelines.page.document import Element
from pipelines.page.words import letters, words

_ELLIPSIS = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])[\s»”\"']*$")


@cache
def _reading() -> re.Pattern[str]:
    """How long a text takes to read: "8 min read"."""
    return re.compile(
        rf"\b(\d{{1,2}})[ -]?(?:min\w{{0,30}}|m)\.?[ -]{choice('length.reading')}"
        rf"|{choice('length.reading_time')}\W{{1,3}}(?:ca\. )?(\d{{1,2}}) ?(?:min|\')",
        re.IGNORECASE,
    )


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a text breaks off, and why it is thought to."""

    block: int
    """Index of the first block behind it."""
    reasons: tuple[str, ...]
    sure: float


def find(scene: Scene, *, paid: bool) -> Cut | None:
    """Return where the text is cut; None where two signs of that do not meet, or where no
    text is served and nothing says that the article is not free (`paid`).

    One sign alone is weak; two of these make a cut, three where the page says that it is free:
    declared reserved, ends in an ellipsis, much shorter than declared, a box around it named
    for a wall. Of an article that is declared not free a mere beginning is cut by itself.
    """
    layout = scene.layout
    if paid and _is_nothing_served(scene):
        reason = "declared as not free, and nothing of the text is served"
        return Cut(scene.last + 1, (reason,), _SURE_OF_NOTHING)
    if layout.container is None or not scene.paragraphs:
        return None
    last = scene.blocks[scene.last]
    public = [scene.blocks[n] for n in scene.paragraphs]
    if paid and _is_a_beginning(scene, public):
        reason = "declared as not free, and no more than a beginning is served"
        return Cut(last.index + 1, (reason,), _SURE_OF_NOTHING)
    reasons = _shortfall(scene, public)
    if _ELLIPSIS.search(last.text) and len(public) <= _SHORT:
        reasons.append("text ends in an ellipsis: " + last.text[-40:])
    if reasons and _is_gated(layout.container):
        reasons.append("the text stands in a box named for a gate")
    if reasons and in_wall_box(last):
        reasons.append("the last lines stand in a box named for a wall")
    if reasons and _is_before_an_empty_wall(scene):
        reasons.append("an empty box named for a wall stands behind the text")
    free = scene.notes.get("flag_free") or scene.notes.get("tier_free")
    if not reasons or len(reasons) + paid < _MEET + bool(free):
        return None
    return Cut(last.index + 1, tuple(reasons), 0.5 + 0.1 * len(reasons) + 0.1 * paid)


def _is_a_beginning(scene: Scene, public: list[Block]) -> bool:
    """Tell whether of an article that is declared not free, and not counted, so little is there
    as even the shortest news is longer or has more paragraphs."""
    if scene.notes.get("tier_metered") or scene.hidden[-1] or _is_served_otherwise(scene):
        return False
    text = public[1:] if is_summary(scene, public[0]) else public
    return len(text) <= _FEW and sum(letters(b.text) for b in text) <= _BEGINNING


_FEW = 2
"""Paragraphs of a beginning; the shortest news have more, or one that tells it all."""
_BEGINNING = 500
"""Characters of a beginning."""


def _is_before_an_empty_wall(scene: Scene) -> bool:
    """Tell whether a box that a script fills with the wall stands right behind the text. Some
    houses put one under every article, so it is a sign only beside another."""
    return any(
        0 < mark.index - scene.last <= _NEAR
        and any(map(roles.names_a_wall, (mark.element.tag, *mark.element.values())))
        and not "".join(mark.element.itertext()).strip()
        for mark in scene.layout.marks
    )


_NEAR = 3
"""Blocks after which a box stands no longer right behind the text."""


def _is_nothing_served(scene: Scene) -> bool:
    """Tell whether an article has a headline, at most a standfirst, and not one line of its
    text, shown or hidden."""
    if scene.layout.headline is None or scene.hidden[-1]:
        return False
    if scene.paragraphs and not _is_summary(scene):
        return False
    return not _is_served_otherwise(scene)


def _is_served_otherwise(scene: Scene) -> bool:
    """Lists and tables can be the text, wherever they stand, and one written for machines is
    served, too. What is under a headline that leads elsewhere is another article's."""
    nodes = scene.document.article_nodes
    if any(len(jsonld.text_of(jsonld.get(n, "articleBody")) or "") > _OTHER for n in nodes):
        return True
    others = [
        b
        for above, b in pairwise(scene.blocks)
        if b.index > scene.last
        and not b.roles & roles.NOT_BODY
        and not b.is_heading
        and not leads_elsewhere(b)
        and not is_of_another(above)
    ]
    return sum(len(b.text) for b in others) > _OTHER


_OTHER = 400
"""Characters of lists, tables or of a text for machines that may be the article."""


def _is_summary(scene: Scene) -> bool:
    """The only paragraph is a standfirst."""
    return len(scene.paragraphs) <= 1 and is_summary(scene, scene.blocks[scene.last])


_SURE_OF_NOTHING = 0.6
_MEET = 2
"""Signs that make a cut."""
_SHORT = 14
"""Paragraphs of a text that may be a part; a longer one that ends in dots just does."""
_GATED = re.compile(
    r"-(?:gated|(?:inline|content|article|story)-gate|truncated?|cropped|locked|cut-?off|regwall(?:ed)?|paywall(?:ed)?|walled|reduced"
    r"|obscured|masked|compress(?:ed)?|faded|fade-?out|fade-to-[a-z]{1,20}"
    r"|(?:text|content|body|contents|paragraph)-(?:fade|gradient|closed)"
    r"|(?:fade|gradient)-(?:text|content|body|mask))(?=-)",
)
"""Words of a name; what is named for a movement (`fade-in`) is none of these."""


def _is_gated(container: Element) -> bool:
    """The container or a box close around it is named for being cut."""
    element: Element | None = container
    for _ in range(3):
        if element is None or element.tag in ("body", "html"):
            return False
        if is_named_for_a_cut(f"{element.get('class') or ''} {element.get('id') or ''}"):
            return True
        element = element.getparent()
    return False


@lru_cache(maxsize=8192)
def is_named_for_a_cut(names: str) -> bool:
    """Tell whether one of the class and id names says that a text is cut or fades out."""
    return any(_GATED.search(roles.tokens(name)) for name in names.split())


def _shortfall(scene: Scene, public: list[Block]) -> list[str]:
    """How far the served text stays behind its declared length or reading time."""
    stated, minutes = declared_words(scene.document), _reading_minutes(scene.layout)
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
            match = _reading().search(block.text)
            if match:
                return int(match.group(1) or match.group(2))
    return 0
