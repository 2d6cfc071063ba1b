"""What belongs to other articles, told by its shape: cards, rows of them, the next article.

A card announces: its headline leads elsewhere, it stands in a box of its own, and there is
a line or two under it. An article on many things has links in its subheads too, but it says
more of each, and says it in one box.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from pipelines.body.away import PICTURES, away, home_of, links_of, stays
from pipelines.body.fringe import LINKED
from pipelines.layout import roles
from pipelines.layout.blocks import Block, chars
from pipelines.layout.container import is_candidate
from pipelines.page.document import Element

_TEASER = 400
"""Characters of text in a card, at most, beside its headline."""
_HEADLINE = 20
"""Characters of a line that can be a headline without being called a heading."""
_ROW = 3
"""Cards of one make that are a list of articles."""
_FEW = 0.25
"""Share of the text that unsigned cards hold, at most: more is an article made of boxes."""
_ENOUGH = 500
"""Characters of running text beside the cards without which they are the article."""
_SHORT = 150
"""Characters of a short article, without which the next one has not begun."""
_HEADS = roles.META | roles.BYLINE


@dataclass(frozen=True, slots=True)
class _Card:
    """A box with one headline that leads elsewhere."""

    box: Element
    blocks: list[Block]
    signed: bool
    """It has a date or a name of its own."""
    shown: bool
    """A picture in it leads elsewhere, or it stands among the paragraphs of the text."""

    @property
    def make(self) -> tuple[str, str, int]:
        """What cards of one row have in common."""
        above = self.box.getparent()
        return (
            str(self.box.tag),
            self.box.get("class") or "",
            -1 if above is None else sum(1 for _ in above.iterancestors()),
        )


def cards(candidates: list[Block], url: str) -> set[int]:
    """Return the indexes of the blocks of cards that announce other articles of the site
    at `url`: a headline that leads to another site is a thing that the article is about."""
    home = home_of(url)
    heads = [b for b in candidates if leads(b, home) or _is_under_picture(b, home)]
    if not heads:
        return set()
    text = [b for b in candidates if b.is_strong and not b.roles & roles.NOT_BODY]
    found = _boxes(heads, candidates, _column(text))
    held = {b.index for card in found for b in card.blocks}
    outside = chars(b for b in text if b.index not in held)
    if outside < _ENOUGH:
        return set()
    makes: dict[tuple[str, str, int], list[_Card]] = {}
    for card in found:
        makes.setdefault(card.make, []).append(card)
    gone = [c for row in makes.values() if _is_row_of_others(row, outside) for c in row]
    listed = _link_lists(heads, candidates)
    if chars(listed) > _FEW * outside:
        listed = []
    return {b.index for card in gone for b in card.blocks} | {b.index for b in listed}


def _link_lists(heads: list[Block], candidates: list[Block]) -> list[Block]:
    """Items of lists in which each item is a headline that leads elsewhere."""
    items: Counter[Element] = Counter()
    for block in candidates:
        if block.kind == "li":
            items[block.element.getparent()] += 1
    leading = Counter(b.element.getparent() for b in heads if b.kind == "li")
    return [
        b
        for b in heads
        if b.kind == "li" and 1 < leading[b.element.getparent()] == items[b.element.getparent()]
    ]


def _is_row_of_others(row: list[_Card], outside: int) -> bool:
    """Signed cards are articles of others, however many; without a date or a name they may
    be the things that an article is about, so they must be a small part of it."""
    signed = sum(c.signed for c in row)
    if len(row) >= _ROW and 2 * signed > len(row):
        return True
    size = sum(len(b.text) for c in row for b in c.blocks)
    shown = signed or sum(c.shown for c in row) or len(row) >= _ROW
    return bool(shown) and size <= _FEW * outside


def leads(block: Block, home: str) -> bool:
    """Tell whether a block is the headline of a card: a heading or a bare line, as a whole
    in one link."""
    if block.link_share <= LINKED or block.kind in ("td", "th"):
        return False
    if not block.is_heading and (len(block.text) < _HEADLINE or block.links > 1):
        return False
    return any(away(a) and stays(a, home) for a in links_of(block))


def _column(text: list[Block]) -> Element | None:
    """The box in which most paragraphs of the text stand side by side."""
    size: Counter[Element] = Counter()
    for block in text:
        size[block.element.getparent()] += len(block.text)
    return size.most_common(1)[0][0] if size else None


def _boxes(heads: list[Block], candidates: list[Block], column: Element | None) -> list[_Card]:
    """The largest box around each headline that holds no other one, and little text."""
    held: Counter[Element] = Counter()
    leading: Counter[Element] = Counter()
    for block in candidates:
        for element in block.stack:
            held[element] += len(block.text)
    for block in heads:
        for element in block.stack:
            leading[element] += 1
    found: dict[Element, _Card] = {}
    for head in heads:
        box = None
        for element in reversed(head.stack):
            if leading[element] > 1 or held[element] - len(head.text) > _TEASER:
                break
            box = element
        if box is None or box is head.element or held[box] == len(head.text):
            continue
        own = [b for b in candidates if box in b.stack]
        if any(b.kind == "h1" or (b.is_strong and b.index < head.index) for b in own):
            continue  # a link under the words is their source
        amid = column is not None and box.getparent() is column
        found[box] = _Card(box, own, _is_signed(box, own), amid or _has_picture_link(box))
    return list(found.values())


def _is_signed(box: Element, own: list[Block]) -> bool:
    return any(b.roles & _HEADS for b in own) or next(box.iter("time"), None) is not None


def _is_under_picture(block: Block, home: str) -> bool:
    """A heading beside a picture that leads to another page of the site."""
    if not block.is_heading or block.kind == "h1" or block.link_share:
        return False
    return any(
        away(a) and stays(a, home) and next(a.iter(*PICTURES), None) is not None
        for place in ("preceding-sibling::a", "preceding-sibling::*[1]/a")
        for a in block.element.xpath(place)
    )


def _has_picture_link(box: Element) -> bool:
    return any(next(a.iter(*PICTURES), None) is not None for a in box.iter("a") if away(a))


def offers(candidates: list[Block], url: str) -> set[int]:
    """Return the indexes of blocks in which the house offers something amid the text: a box
    between plain paragraphs, a line or two that end with a link of its own."""
    text = [b for b in candidates if b.is_strong and not b.roles & roles.NOT_BODY]
    column = _column(text)
    plain = chars(b for b in text if b.element.tag == "p" and b.element.getparent() is column)
    if column is None or plain < _PLAIN * chars(text):
        return set()
    boxes: dict[Element, list[Block]] = {}
    for block in candidates:
        if column in block.stack:
            place = block.stack.index(column) + 1
            if place < len(block.stack) and block.stack[place].tag in _BOXES:
                boxes.setdefault(block.stack[place], []).append(block)
    home = home_of(url)
    first, last = text[0].index, text[-1].index
    return {
        b.index
        for own in boxes.values()
        if _is_offer(own, home) and first < own[0].index and own[-1].index < last
        for b in own
    }


_PLAIN = 0.6
"""Share of the text in plain paragraphs side by side from which a box amid them is another
thing than the text."""
_BOXES = ("div", "section", "aside")
_SAID, _BUTTON = 300, 40
"""Characters of an offer, and of the link that ends it, at most."""


def _is_offer(own: list[Block], home: str) -> bool:
    *said, end = own
    if not 0 < len(said) <= _ROW or chars(said) > _SAID or not any(b.is_strong for b in said):
        return False
    if end.link_share <= LINKED or len(end.text) > _BUTTON or end.links != 1:
        return False
    return any(away(a) and stays(a, home) for a in links_of(end)) and not any(b.links for b in said)


def linked_boxes(candidates: list[Block]) -> set[int]:
    """Return the indexes of blocks that stand with others, or a picture, inside one link."""
    inside: dict[Element, list[Block]] = {}
    for block in candidates:
        if block.link_share > LINKED:
            link = next((e for e in block.element.iterancestors("a")), None)
            if link is not None and away(link):
                inside.setdefault(link, []).append(block)
    found = [
        b
        for link, blocks in inside.items()
        if len(blocks) > 1 or next(link.iter(*PICTURES), None) is not None
        for b in blocks
    ]
    return {b.index for b in found}


def embedded(candidates: list[Block]) -> set[int]:
    """Return the indexes of blocks of quotations that are articles: a quotation of somebody's
    words has no heading and no link as its first line."""
    boxes: dict[Element, list[Block]] = {}
    for block in candidates:
        quote = next((e for e in block.stack if e.tag == "blockquote"), None)
        if quote is not None:
            boxes.setdefault(quote, []).append(block)
    return {
        b.index
        for blocks in boxes.values()
        if blocks[0].link_share > LINKED and any(b.is_heading for b in blocks)
        for b in blocks
    }


def next_article(candidates: list[Block], headline: Block | None) -> set[int]:
    """Return the indexes of blocks of articles under this one: each begins with a headline
    of the first rank, in a box of its own that is an `<article>` or has its own date or name."""
    if headline is None or headline.kind != "h1":
        return set()
    gone: set[int] = set()
    for block in candidates:
        if block.kind != "h1" or block.index in gone or block.text == headline.text:
            continue
        if chars(b for b in candidates if is_candidate(b) and b.index < block.index) < _SHORT:
            continue  # the headline is printed twice, in a picture and over the text
        boxes = [
            (box, [b for b in candidates if box in b.stack]) for box in _apart(block, headline)
        ]
        begun = [(box, own) for box, own in boxes if _begins_with(block, own)]
        if begun and (_has_head(block, begun[0][1]) or any(e.tag == "article" for e, _ in begun)):
            gone |= {b.index for b in begun[0][1]}
    return gone


def _begins_with(heading: Block, own: list[Block]) -> bool:
    return len(own) > 1 and not any(b.is_strong and b.index < heading.index for b in own)


def _has_head(heading: Block, own: list[Block]) -> bool:
    """A date or a name stands between the headline and the text."""
    after = (b for b in own if b.index > heading.index)
    head = takewhile(lambda b: not is_candidate(b) and not _is_subhead(b), after)
    return any(
        b.roles & roles.BYLINE or (b.roles & roles.META and any(map(str.isdigit, b.text)))
        for b in head
    )


def _is_subhead(block: Block) -> bool:
    return block.is_heading and not block.roles & roles.TEASER


def _apart(block: Block, headline: Block) -> Iterator[Element]:
    """The boxes of a block that do not hold the headline, from the largest."""
    return (element for element in block.stack if element not in headline.stack)
