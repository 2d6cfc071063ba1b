"""Which element holds the article: scored by the running text under it.

The idea is Readability's (https://github.com/mozilla/readability): paragraphs
give points to their ancestors, less with distance. Here only blocks outside of
navigation, comments and boxes count, and a declared `articleBody` weighs more.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.body import roles
from pipelines.body.blocks import Block
from pipelines.page.document import Element

_DECAY = (1.0, 0.7, 0.45, 0.25, 0.15, 0.08)
_STOP = frozenset(("body", "html"))


def find(blocks: list[Block]) -> Element | None:
    """Return the element that holds the article; None when no running text is found."""
    good = [b for b in blocks if is_candidate(b)]
    if not good:
        return None
    scores: dict[Element, float] = {}
    amounts: dict[Element, int] = {}
    for block in good:
        _give(block, scores, amounts)
    best = max(scores, key=lambda e: scores[e] * _bonus(e))
    return _climb(best, good, amounts)


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


def _give(block: Block, scores: dict[Element, float], amounts: dict[Element, int]) -> None:
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
    for element in stack:
        amounts[element] = amounts.get(element, 0) + len(block.text)


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


def _climb(best: Element, good: list[Block], amounts: dict[Element, int]) -> Element:
    """Go up while the parent adds running text that belongs to the same article."""
    current = best
    for _ in range(6):
        parent = current.getparent()
        if parent is None or parent.tag in _STOP:
            break
        if amounts.get(parent, 0) <= amounts[current]:
            current = parent if _is_thin(current) else current
            if current is parent:
                continue
            if amounts.get(parent, 0) == amounts[current] and parent.tag != "article":
                following = _next_gain(parent, amounts, amounts[current])
                if following is not None and _same_article(current, following, good):
                    current = following
                    continue
            break
        if not _same_article(current, parent, good):
            break
        current = parent
    return current


def _is_thin(element: Element) -> bool:
    return element.tag in ("p", "span", "ul", "ol", "li", "blockquote")


def _next_gain(start: Element, amounts: dict[Element, int], now: int) -> Element | None:
    """The nearest ancestor that holds more running text, at most 3 steps up."""
    element: Element | None = start
    for _ in range(3):
        element = element.getparent() if element is not None else None
        if element is None or element.tag in _STOP:
            return None
        if amounts.get(element, 0) > now:
            return element
    return None


def _same_article(inner: Element, outer: Element, good: list[Block]) -> bool:
    """Tell whether the text that `outer` adds looks like more of the same article."""
    inside = [b for b in good if inner in b.stack]
    added = [b for b in good if outer in b.stack and inner not in b.stack]
    if not added or not inside:
        return False
    gain = sum(len(b.text) for b in added)
    own = sum(len(b.text) for b in inside)
    if any(b.roles & roles.CARD and not b.roles & roles.BODY for b in added):
        return False
    direct = sum(len(b.text) for b in added if _hangs_like(b, inner, outer))
    if direct >= gain * 0.6:
        return True
    return own < 600 and gain > own and outer.tag in ("article", "main")


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
    return _shape(sibling) == _shape(target) or bool(
        roles.of(sibling) & roles.of(target) & roles.BODY
    )


def _shape(element: Element) -> tuple[str, str]:
    names = (element.get("class") or "").split()
    return str(element.tag), names[0] if names else ""


def inside(blocks: Iterable[Block], container: Element) -> list[Block]:
    """Return the blocks that stand in the container, in order."""
    return [b for b in blocks if container in b.stack]
