"""Which element holds the article: scored by the running text under it.

The idea is Readability's (https://github.com/mozilla/readability): paragraphs
give points to their ancestors, less with distance. Here only blocks outside of
navigation, comments and boxes count, and a declared `articleBody` weighs more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.layout import roles
from pipelines.layout.blocks import Block
from pipelines.page.document import Element

_DECAY = (1.0, 0.7, 0.45, 0.25, 0.15, 0.08)
_STOP = frozenset(("body", "html"))
THIN = frozenset(("p", "span", "ul", "ol", "li", "blockquote"))
"""Elements that hold a piece of an article, never the whole."""
_MAX_CLIMB = 14


def find(blocks: list[Block]) -> tuple[Element, Element] | None:
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
    value = 1 + min(commas, 6) * 0.4 + min(length / 100, 6)
    if block.roles & roles.CARD and not block.roles & roles.BODY:
        value *= 0.3
    if block.kind in ("li", "td", "dd"):
        value *= 0.5
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
        return 1.5
    if element.tag == "article":
        return 1.15
    flags = roles.of(element)
    value = 1.2 if flags & roles.BODY else 1.0
    if flags & (roles.RELATED | roles.COMMENT | roles.ASIDE | roles.FOOT):
        value *= 0.5
    return value


def _climb(best: Element, blocks: list[Block], good: list[Block]) -> Element:
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


def _rings(chain: tuple[Element, ...], blocks: list[Block]) -> list[list[Block]]:
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
    if chrome < max(200, gain) and _one_family(strong, added.inside) >= gain * 0.6:
        return True
    if added.steps <= 4 and chrome < max(200, gain):
        alike = sum(len(b.text) for b in strong if _hangs_like(b, added.inner, added.outer))
        if alike >= gain * 0.6:
            return True
    if gain < 0.15 * own or (chrome > 200 and gain < own):
        return False  # it is the page around the article
    if added.leaves_article and gain < own:
        return False
    cards = sum(len(b.text) for b in strong if b.roles & roles.CARD and not b.roles & roles.BODY)
    if cards > 0.2 * gain or _begins_another(added, start):
        return False
    linked = sum(1 for b in plain if b.is_heading and b.link_share > 0.6)
    rest = sum(
        len(b.text) for b in plain if not b.is_strong and not b.is_heading and b.kind != "li"
    )
    return rest + 150 * linked < 0.35 * gain


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
    return bool(block.roles & roles.WALL) and (block.box is None or block.box.chars < 900)


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
    return [b for b in blocks if container in b.stack]
