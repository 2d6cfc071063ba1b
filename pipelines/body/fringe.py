"""What stands in the article's box and is not its text: captions without a name,
labels, cards of other articles, and what hangs under the last paragraph.

The rules look at places and shapes, not at words: they hold where class names are
made by a machine and tell nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import takewhile

from pipelines.body.away import PICTURES
from pipelines.layout import roles
from pipelines.layout.blocks import Block, chars
from pipelines.layout.container import THIN
from pipelines.layout.home import make
from pipelines.page.document import Element
from pipelines.page.words import fold, words

ENDING = re.compile(r"[.!?…。！？।॥؟۔։።។။»”\"'’:;)\]]\s*$")
"""How a sentence ends."""
LINKED = 0.85
"""Share of a line's text in links, over which the line is a link."""
_OFFER = 500
"""Characters of a box that offers a newsletter, at most."""
_QUOTE = 20
"""Characters of a quotation, at least: a name under it is none."""


def without_fringe(kept: list[Block]) -> list[Block]:
    """Return the blocks without captions, pull quotes, cards of other articles, labels and offers of mail."""
    return _without_mail_forms(
        _without_labels(_without_cards(_without_captions(_without_pull_quotes(kept))))
    )


def without_tail(kept: list[Block], core: Element | None) -> list[Block]:
    """Drop what follows the box that has nearly all of the text.

    A container is wider than that box for a standfirst, or a part in a box of its
    own; what hangs under the box speaks of the author, the house, other articles.
    """
    while core is not None and core.tag in THIN:
        core = core.getparent()  # a quotation in the text is no box around it
    own = [core in block.stack for block in kept]
    if True not in own or chars(b for b, mine in zip(kept, own, strict=True) if mine) < 0.8 * chars(
        kept
    ):
        return kept
    return kept[: len(kept) - own[::-1].index(True)]


def _is_made_of_paragraphs(kept: list[Block], share: float) -> bool:
    return chars(b for b in kept if b.element.tag == "p") >= share * chars(kept)


def _without_captions(kept: list[Block]) -> list[Block]:
    """A text that shares a box with a picture, amid paragraphs, tells of the picture.

    A `<p>` may be the text beside its picture, so it only goes where few stand so.
    """
    holds = Counter([element for block in kept for element in block.stack])
    beside = [b for b in kept if b.kind == "p" and len(b.text) < 200 and _is_with_picture(b, holds)]
    found = set(beside) if chars(beside) <= 0.15 * chars(kept) else set()
    if _is_made_of_paragraphs(kept, 0.7):
        found.update(
            b for b in kept if b.kind == "div" and len(b.text) < 300 and _is_with_picture(b, holds)
        )
    return [b for b in kept if b not in found] if found else kept


def _is_with_picture(block: Block, holds: Counter[Element]) -> bool:
    """The largest box around this text alone has a picture in it."""
    alone = block.element
    for element in reversed(block.stack[:-1]):
        if holds[element] > 1:
            break
        alone = element
    return alone is not block.element and _first(alone, *PICTURES) is not None


def _first(element: Element, *tags: str) -> Element | None:
    return next(element.iter(*tags), None)


def _without_pull_quotes(kept: list[Block]) -> list[Block]:
    """A quotation set as a figure, which the text has as well, is there to be looked at."""
    figures = {
        b: f
        for b in kept
        for f in b.stack
        if f.tag == "figure" and _first(f, "blockquote") is not None
    }
    if not figures:
        return kept
    text = " ".join(_spoken(b) for b in kept if b not in figures)
    pulled = {f for b, f in figures.items() if len(b.text) > _QUOTE and _spoken(b) in text}
    return [b for b in kept if figures.get(b) not in pulled]


def _spoken(block: Block) -> str:
    """The words alone: a quotation set apart has other signs than the text."""
    return " ".join(words(fold(block.text)))


def _without_cards(kept: list[Block]) -> list[Block]:
    """A small box called a card, with a picture and a link, announces another article;
    where cards hold much of the text, the article is made of them. A card's line that
    is a link as a whole is never text."""
    kept = [
        b for b in kept if not (b.roles & roles.CARD and b.link_share > LINKED and b.kind != "li")
    ]
    cards = {block: _card(block) for block in kept if block.roles & roles.CARD}
    if not cards:
        return kept
    held: Counter[Element] = Counter()
    for block, card in cards.items():
        if card is not None:
            held[card] += len(block.text)
    makes: Counter[tuple[str, str]] = Counter()
    for card, size in held.items():
        makes[make(card)] += size
    total = chars(kept)
    small = {
        card
        for card, size in held.items()
        if size < _CARD * total and makes[make(card)] <= _CARDS * total
    }
    if sum(held[card] for card in small) > _CARDS * total:
        return kept
    return [b for b in kept if cards.get(b) not in small]


_CARD, _CARDS = 0.15, 0.35
"""Share of the text in one card of another article at most, and in all of one make: cards
that hold more are what the article is made of, the short ones among them too."""


def _card(block: Block) -> Element | None:
    """The innermost card around a block, if it has a picture and a link."""
    box = block.box
    while box is not None and not box.roles & roles.CARD:
        if box.roles & roles.BODY:
            return None  # a part of the text, in a cell of the page's grid
        box = box.parent
    if box is None or _first(box.element, "a") is None or _first(box.element, *PICTURES) is None:
        return None
    return box.element


def _without_mail_forms(kept: list[Block]) -> list[Block]:
    """A small box that asks for an e-mail address offers a newsletter, whatever its name."""
    fields = [f for f in _root(kept).iter("input") if _asks_for_mail(f)] if kept else []
    if not fields:
        return kept
    held: Counter[Element] = Counter()
    for block in kept:
        for element in block.stack:
            held[element] += len(block.text)
    largest = min(_OFFER, 0.15 * chars(kept))
    boxes = {
        box
        for field in fields
        for box in takewhile(
            lambda e: e.tag != "body" and held[e] <= largest, field.iterancestors()
        )
    }
    return [b for b in kept if boxes.isdisjoint(b.stack)]


def _root(kept: list[Block]) -> Element:
    return kept[0].stack[0]


def _asks_for_mail(field: Element) -> bool:
    return (
        field.get("type", "").lower() == "email"
        or "email" in f"{field.get('name', '')} {field.get('id', '')}".lower()
    )


def _without_labels(kept: list[Block]) -> list[Block]:
    """Between paragraphs a few bare words that end no sentence are a date, a button or
    the name of a box."""
    if not _is_made_of_paragraphs(kept, 0.8):
        return kept
    labels = [
        b
        for i, b in enumerate(kept)
        if _is_label(b) and all(map(_is_flow, kept[max(0, i - 1) : i] + kept[i + 1 : i + 2]))
    ]
    rows: dict[tuple[str, str, int], set[str]] = {}
    for label in labels:
        if label.link_share < _POINTS and not _TIME.search(label.text):
            rows.setdefault((*make(label.element), len(label.stack)), set()).add(label.text)
    gone = {b for b in labels if len(rows.get((*make(b.element), len(b.stack)), ())) < _ROW}
    return [b for b in kept if b not in gone]


_ROW = 3
"""Labels of one make that say different things, from which they name the parts of the text:
its steps, its winners. A button says the same each time, a link leads elsewhere, and a time
is when an entry was written."""
_POINTS = 0.5
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}|\b(?:19|20)\d{2}\b")


def _is_label(block: Block) -> bool:
    return block.kind == "div" and len(block.text) < 80 and not ENDING.search(block.text)


def _is_flow(block: Block) -> bool:
    return block.element.tag == "p" or block.is_heading
