"""A column beside the article, in one row with it: the weather, horoscopes, short news.

It has a heading of its own and repeats one small box. Where the article is short, such a
column has more text; what is under the headline tells which of the two it is.
"""

from __future__ import annotations

from pipelines.body.away import home_of
from pipelines.body.others import leads
from pipelines.layout import roles
from pipelines.layout.blocks import Block, chars
from pipelines.layout.home import is_list_of_things, make
from pipelines.page.document import Element

_PARAGRAPHS = 2
_TEXT = 150
"""Paragraphs and characters under the headline that are an article, and no standfirst."""


def columns(candidates: list[Block], headline: Block | None, url: str = "") -> set[int]:
    """Return the indexes of blocks that stand in columns beside the headline's own, or in a
    box of other articles of the site at `url` under it."""
    if headline is None:
        return set()
    own = _own_column(candidates, headline)
    if own is None:
        return set()
    home = home_of(url)
    most = _TASTES * chars(b for b in candidates if own in b.stack and b.is_strong)
    seen: set[Element] = set()
    gone: set[int] = set()
    for block in candidates:
        box = _sibling(block, own)
        if box is None or box in seen:
            continue
        seen.add(box)
        inside = [b for b in candidates if box in b.stack]
        listed = is_list_of_things(inside) and make(box) != make(own)
        if listed or _are_teasers(inside, home, most):
            gone |= {b.index for b in inside}
    return gone


def has_text_of_its_own(candidates: list[Block], headline: Block) -> bool:
    """Tell whether a headline of the first rank stands in a box with a text that has none
    over it: what stands before is a column beside the article, however long."""
    own = _own_column(candidates, headline) if headline.kind == "h1" else None
    return own is not None and not any(
        b.is_strong for b in candidates if own in b.stack and b.index < headline.index
    )


def _are_teasers(inside: list[Block], home: str, most: int) -> bool:
    """Tell whether a box holds nothing but headlines that lead to other pages of the site,
    with a line or two under each: the article has a box of its own, so it is not made of
    them."""
    heads = [b for b in inside if leads(b, home)]
    if len(heads) < _ROW or len({make(h.element) for h in heads}) > 1:
        return False
    text = [b for b in inside if b.is_strong]
    if any(b.index < heads[0].index for b in text) or chars(text) > most:
        return False
    return len(text) <= _LINES * len(heads) and chars(text) <= _TASTE * len(heads)


_ROW = 3
_LINES, _TASTE = 2, 300
"""Paragraphs and characters under a headline of another article, at most."""
_TASTES = 3
"""How much longer than the article such a box may be: more is what the page is about."""


def _own_column(candidates: list[Block], headline: Block) -> Element | None:
    """The smallest box of the headline with an article's text in it."""
    for element in reversed(headline.stack[:-1]):
        text = [
            b
            for b in candidates
            if element in b.stack
            and b.index > headline.index
            and b.is_strong
            and not b.roles & (roles.NOT_BODY | roles.TEASER)
        ]
        if len(text) >= _PARAGRAPHS and chars(text) >= _TEXT:
            return element
    return None


def _sibling(block: Block, own: Element) -> Element | None:
    """The box of a block that stands next to the column; None inside of it or above."""
    row = own.getparent()
    if row not in block.stack or own in block.stack:
        return None
    place = block.stack.index(row) + 1
    return block.stack[place] if place < len(block.stack) else None
