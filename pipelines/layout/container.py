"""Which element holds the article: scored by the running text under it.

The idea is Readability's (https://github.com/mozilla/readability): paragraphs
give points to their ancestors, less with distance. Here only blocks outside of
navigation, comments and boxes count, and a declared `articleBody` weighs more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.layout import roles
from pipelines.layout.blocks import Block
from pipelines.page.document import Element

_DECAY = (1.0, 0.7, 0.45, 0.25, 0.15, 0.08)
"""What a paragraph gives to its box, the box around that, and so on: half of it is gone after
two boxes, so that a column with one long text beats the page around several."""
_COMMAS, _PER_COMMA = 6, 0.4
"""Commas that count, and points for each: sentences have them, menus don't."""
_HUNDREDS = 6
"""Hundreds of characters that count, a point each: one long paragraph is no long text."""
_CARD = 0.3
"""Factor for a paragraph in a card: it is a taste of another text."""
_LISTED = 0.5
"""Factor for items of lists and cells: some articles are made of them, most menus are."""
_DECLARED_BODY, _ARTICLE, _NAMED_BODY, _NAMED_OTHER = 1.5, 1.15, 1.2, 0.5
"""Factors for a box: `itemprop=articleBody`, `<article>`, a name of the body, of a side box."""
_CHROME = 200
"""Characters of menus and footers from which a box is the page, not the article."""
_MOSTLY = 0.6
"""Share of the added text that hangs as the article's own does: more than half."""
_CLOSE = 4
"""Steps up the tree within which a sibling of the same shape is the same article."""
_LEAST_GAIN = 0.15
"""Share of the article's own text below which what is added is a note beside it."""
_CARDS = 0.2
"""Share of the added text in cards above which they are a list of other articles."""
_LINKED = 0.6
"""Share of a heading's text in links above which it leads elsewhere."""
_PER_LINKED = 150
"""Characters of other text that a linked heading counts as: its picture and its teaser."""
_OTHER = 0.35
"""Share of short lines, beside the added paragraphs, from which the box is a page's."""
_WALL_BOX = 900
"""Characters of a box named for a wall, below which it is one and no article."""
_STOP = frozenset(("body", "html"))
THIN = frozenset(("p", "span", "ul", "ol", "li", "blockquote"))
"""Elements that hold a piece of an article, never the whole."""
_MAX_CLIMB = 14


def find(blocks: Sequence[Block]) -> tuple[Element, Element] | None:
    """Return the best scored box and the element that holds the whole article, which
    may be the same; None when no running text is found."""
    good = [b for b in blocks if is_candidate(b)]
    if not good:
        return None
    scores: dict[Element, float] = {}
    for block in good:
        _give(block, scores)
    best = max(scores, key=lambda e: scores[e] * _bonus(e))
    return best, _climb(best, blocks, good)


def is_candidate(block: Block) -> bool:
    """Tell whether the block is running text outside of boxes that are no body."""
    return block.is_strong and not block.roles & roles.NOT_BODY


def points(block: Block) -> float:
    """Return how much a block looks like a paragraph of an article."""
    length = len(block.text)
    commas = sum(block.text.count(c) for c in ",、，،")
    value = 1 + min(commas, _COMMAS) * _PER_COMMA + min(length / 100, _HUNDREDS)
    if block.roles & roles.CARD and not block.roles & roles.BODY:
        value *= _CARD
    if block.kind in ("li", "td", "dd"):
        value *= _LISTED
    return value * (1 - block.link_share)


def _give(block: Block, scores: dict[Element, float]) -> None:
    value = points(block)
    stack = block.stack
    # a paragraph gives to its parent; text set directly in a div to that div
    own = block.kind == "div" and block.element.tag != "p"
    start = len(stack) - 1 if own else len(stack) - 2
    if block.kind == "li" and not own:
        start -= 1
    for step, decay in enumerate(_DECAY):
        position = start - step
        if position < 0 or stack[position].tag in _STOP:
            break
        scores[stack[position]] = scores.get(stack[position], 0) + value * decay
    if not scores and stack:
        scores[stack[max(0, start)]] = value


def _bonus(element: Element) -> float:
    if (element.get("itemprop") or "").lower() == "articlebody":
        return _DECLARED_BODY
    if element.tag == "article":
        return _ARTICLE
    flags = roles.of(element)
    value = _NAMED_BODY if flags & roles.BODY else 1.0
    if flags & (roles.RELATED | roles.COMMENT | roles.ASIDE | roles.FOOT):
        value *= _NAMED_OTHER
    return value


def _climb(best: Element, blocks: Sequence[Block], good: list[Block]) -> Element:
    """Go up while the ancestors add running text of the same article.

    Page builders cut an article into sections, so the best box may be one of
    many. An ancestor is judged by what it adds, never by what it holds.
    """
    chain = next(b.stack[: b.stack.index(best) + 1] for b in good if best in b.stack)
    rings = _rings(chain, blocks)
    accepted = len(chain) - 1
    inside, pending = list(rings[accepted]), []
    for level in range(len(chain) - 2, -1, -1):
        if chain[level].tag == "html" or accepted - level > _MAX_CLIMB:
            break
        pending += rings[level]
        leaves = any(e.tag == "article" for e in chain[level + 1 : accepted + 1])
        added = _Added(chain[accepted], chain[level], inside, pending, accepted - level, leaves)
        if rings[level] and _same_article(added):
            accepted, inside, pending = level, inside + pending, []
    found = chain[accepted]
    while (
        found.tag in THIN and found.getparent() is not None and found.getparent().tag not in _STOP
    ):
        found = found.getparent()
    return found


def _rings(chain: tuple[Element, ...], blocks: Sequence[Block]) -> list[list[Block]]:
    """Sort the blocks by the innermost element of the chain that holds them."""
    rings: list[list[Block]] = [[] for _ in chain]
    for block in blocks:
        level = -1
        for own, theirs in zip(chain, block.stack, strict=False):
            if own is not theirs:
                break
            level += 1
        if level >= 0:
            rings[level].append(block)
    return rings


@dataclass(frozen=True, slots=True)
class _Added:
    """What an ancestor would add to the article found so far."""

    inner: Element
    outer: Element
    inside: list[Block]
    pending: list[Block]
    steps: int
    leaves_article: bool
    """An `<article>` ends between the two."""


def _same_article(added: _Added) -> bool:
    """Tell whether the added text looks like more of the same article."""
    start = added.inside[0].index if added.inside else 0
    plain = [
        b
        for b in added.pending
        if not b.roles & roles.NOT_BODY and not _is_site_head(b, start) and not _is_wall_box(b)
    ]
    strong = [b for b in plain if b.is_strong]
    gain = sum(len(b.text) for b in strong)
    if not gain:
        return False
    own = sum(len(b.text) for b in added.inside if is_candidate(b))
    chrome = sum(
        len(b.text) for b in added.pending if b.roles & (roles.NAV | roles.FOOT | roles.COOKIE)
    )
    if chrome < max(_CHROME, gain) and _one_family(strong, added.inside) >= gain * _MOSTLY:
        return True
    if added.steps <= _CLOSE and chrome < max(_CHROME, gain):
        alike = sum(len(b.text) for b in strong if _hangs_like(b, added.inner, added.outer))
        if alike >= gain * _MOSTLY:
            return True
    if gain < _LEAST_GAIN * own or (chrome > _CHROME and gain < own):
        return False  # it is the page around the article
    if added.leaves_article and gain < own:
        return False
    cards = sum(len(b.text) for b in strong if b.roles & roles.CARD and not b.roles & roles.BODY)
    if cards > _CARDS * gain or _begins_another(added, start):
        return False
    linked = sum(1 for b in plain if b.is_heading and b.link_share > _LINKED)
    rest = sum(
        len(b.text) for b in plain if not b.is_strong and not b.is_heading and b.kind != "li"
    )
    return rest + _PER_LINKED * linked < _OTHER * gain


def _one_family(strong: list[Block], inside: list[Block]) -> int:
    """Characters that hang in boxes named like those of the article: page builders
    repeat one box for every part of it, at any distance."""
    known = {_family(b) for b in inside if is_candidate(b)}
    return sum(
        len(b.text)
        for b in strong
        if _family(b) in known and not b.roles & roles.CARD and is_candidate(b)
    )


def _family(block: Block) -> tuple[str, str]:
    """Name of the box a paragraph stands in; a paragraph without one has no family."""
    parent = block.element.getparent() if block.element.tag == "p" else block.element
    names = (parent.get("class") or "") if parent is not None else ""
    return (str(parent.tag), names) if names else ("", str(id(block)))


def _is_site_head(block: Block, start: int) -> bool:
    return block.index < start and bool(block.roles & roles.HEADER) and not block.roles & roles.BODY


def _is_wall_box(block: Block) -> bool:
    """A small box named for a wall or an offer is never more of the article."""
    return bool(block.roles & roles.WALL) and (block.box is None or block.box.chars < _WALL_BOX)


def _begins_another(added: _Added, start: int) -> bool:
    """A second headline: the next article begins."""
    return any(b.kind == "h1" and b.index > start for b in added.pending) and not any(
        b.kind == "h1" for b in added.inside[1:]
    )


def _hangs_like(block: Block, inner: Element, outer: Element) -> bool:
    """The block stands directly in `outer`, or in a sibling shaped like `inner`."""
    position = block.stack.index(outer)
    rest = block.stack[position + 1 :]
    if not rest or rest[0].tag in ("p", "blockquote", "ul", "ol", "pre"):
        return True
    sibling = rest[0]
    target = inner
    while target.getparent() is not None and target.getparent() is not outer:
        target = target.getparent()
    if sibling.tag != target.tag:
        return False
    shape = _shape(sibling)
    return (bool(shape[1]) and shape == _shape(target)) or bool(
        roles.of(sibling) & roles.of(target) & roles.BODY
    )


def _shape(element: Element) -> tuple[str, str]:
    names = (element.get("class") or "").split()
    return str(element.tag), names[0] if names else ""


def inside(blocks: Iterable[Block], container: Element) -> list[Block]:
    """Return the blocks that stand in the container, in order."""
    blocks = list(blocks)
    first = next((b.stack for b in blocks if container in b.stack), None)
    if first is None:
        return []
    depth = first.index(container)  # the same in every block of it
    return [b for b in blocks if len(b.stack) > depth and b.stack[depth] is container]
