"""Blocks of the container → paragraphs of the article.

What goes: boxes that are no body (by role), link lines ("Read also: …"), lines
that repeat title, byline, date or standfirst, and what hangs at the end.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from pipelines.body.ending import trim_end
from pipelines.body.fringe import ENDING, without_fringe, without_tail
from pipelines.body.house import (
    HOUSE_LINE,
    house_words,
    is_ad_label,
    is_house_line,
    is_picture_credit,
)
from pipelines.body.links import (
    announced,
    interrupting,
    is_link_line,
    linked_cells,
    linked_subheads,
    lists_under,
)
from pipelines.body.others import cards, embedded, linked_boxes, offers
from pipelines.layout import roles
from pipelines.layout.blocks import Block
from pipelines.page.document import Element
from pipelines.page.words import fold, similarity

_TRAIL = re.compile(r"\s[»›>→/|]\s")
_DATE_LINE = re.compile(r"\d{1,2}[:.h]\d{2}|\b(?:19|20)\d{2}\b")


def select(
    candidates: list[Block], *, drop: list[str], core: Element | None = None, url: str = ""
) -> list[Block]:
    """Return the blocks of the article body.

    `drop` holds texts that stand elsewhere in the record (title, standfirst,
    byline): a line that only repeats one of them, before the body starts, goes.
    `core` is the box that has most of the text, `url` the address of the page.
    """
    elsewhere = announced(candidates) | interrupting(candidates)
    elsewhere |= cards(candidates, url) | linked_boxes(candidates) | embedded(candidates)
    elsewhere |= offers(candidates, url)
    linked = linked_subheads(candidates, url) | linked_cells(candidates)
    end = lists_under(candidates, url)
    said = house_words(candidates)
    kept = [
        b
        for b in candidates
        if b.index < end and b.index not in elsewhere and (_is_body(b, said) or b in linked)
    ]
    kept = _trim_start(kept, drop)
    kept = without_fringe(_without_standfirsts(_without_repeats(kept)))
    kept = [b for b in kept if not (is_picture_credit(b.text))]
    kept = trim_end(without_tail(kept, core), drop[1:])
    return _without_idle_headings(kept)


def _is_body(block: Block, said: tuple[list[str], list[str]]) -> bool:
    flags = block.roles
    if flags & roles.NOT_BODY or block.kind == "h1":
        return False
    text = block.text
    if is_ad_label(text):
        return False
    if not any(map(str.isalnum, text)):
        return False
    if is_link_line(block):
        return False
    return not (len(text) < HOUSE_LINE and is_house_line(text, *said))


def _trim_start(kept: list[Block], drop: list[str]) -> list[Block]:
    """Drop lines before the first paragraph that repeat the head of the article."""
    folded = [fold(d) for d in drop if d]
    position = 0
    result: list[Block] = []
    dated = _has_dateline(kept)
    kept = _under_standfirst(kept, folded[1:])
    while position < len(kept) and position < 14:
        block = kept[position]
        text = fold(block.text)
        if any(_repeats(text, d) for d in folded) and not _opens_the_text(
            block, kept[position + 1 :]
        ):
            position += 1
            continue
        if block.is_strong and (block.kind == "p" or ENDING.search(block.text)):
            break
        if (
            len(block.text) < 90
            and not block.is_heading
            and (_is_fact_line(block) or (dated and _is_label(block)))
        ):
            position += 1
            continue
        result.append(block)
        position += 1
    return result + kept[position:]


def _under_standfirst(kept: list[Block], known: list[str]) -> list[Block]:
    """Where the standfirst stands among the first lines it goes, though a full sentence
    may stand over it; a single short line over it is a subtitle, a place, a label."""
    for place, block in enumerate(kept[:_HEAD_LINES]):
        if (
            len(block.text) > 40
            and fold(block.text) in known
            and not _opens_the_text(block, kept[place + 1 :])
        ):
            over = kept[:place]
            if place == 1 and not (
                over[0].is_strong or over[0].kind == "li" or ENDING.search(over[0].text)
            ):
                over = []
            return over + kept[place + 1 :]
    return kept


_HEAD_LINES = 6


def _opens_the_text(block: Block, following: list[Block]) -> bool:
    """A plain paragraph, followed by one of its own kind and place, is body even
    where the description repeats it."""
    after = next((b for b in following if b.is_strong), None)
    if after is None or (block.element.tag, after.element.tag) != ("p", "p"):
        return False
    if _is_bold(block) and not _is_bold(after):
        return False  # set apart by its type
    return _place(block) == _place(after) and block.element.get("class") == after.element.get(
        "class"
    )


def _is_bold(block: Block) -> bool:
    return block.bold_chars > 0.9 * len(block.text)


def _place(block: Block) -> tuple[Element, str, str | None]:
    """Where a paragraph stands: boxes of one name side by side are one place, as page
    builders put every paragraph into a box of its own."""
    home = block.element.getparent()
    return home.getparent(), home.tag, home.get("class")


def _repeats(text: str, known: str) -> bool:
    if text == known or (len(text) > 15 and text in known and len(known) < 600):
        return True
    return len(text) > 40 and similarity(text, known) > 0.85


def _is_fact_line(block: Block) -> bool:
    """A date, a byline, a counter: short, no sentence, beside the body's start."""
    text = block.text
    if len(_TRAIL.findall(text)) > 1:
        return True
    if _DATE_LINE.search(text) and (not ENDING.search(text) or _is_date_only(text)):
        return True
    return block.link_share > 0.5 or (
        len(text) < 25 and block.kind in ("div", "li") and not ENDING.search(text)
    )


def _has_dateline(kept: list[Block]) -> bool:
    """Tell whether a date stands among the lines over the first paragraph."""
    lead = islice(kept, next((i for i, b in enumerate(kept) if b.is_strong), 0))
    return any(_DATE_LINE.search(b.text) and _is_date_only(b.text) for b in lead)


def _is_date_only(text: str) -> bool:
    """A date with at most a few words around it: "25/04/2026, updated at 15:10h."."""
    return len(text) < 60 and sum(w.isalpha() for w in text.split()) < 6


def _is_label(block: Block) -> bool:
    """A word or two without an end, as the place that stands beside a date."""
    return len(block.text) < 25 and len(block.text.split()) < 4 and not ENDING.search(block.text)


def _without_standfirsts(kept: list[Block]) -> list[Block]:
    """A paragraph named as a standfirst, in a box of its own amid the body, is that of
    another article; where many are named so, it is how the page names its text."""
    homes = Counter(b.element.getparent() for b in kept if b.is_strong)
    first = next(
        (i for i, b in enumerate(kept) if b.is_strong and not b.roles & roles.TEASER), len(kept)
    )
    cards = [b for b in kept[first + 2 :] if _named_teaser(b) and homes[b.element.getparent()] == 1]
    return kept if len(cards) > 3 else [b for b in kept if b not in cards]


def _named_teaser(block: Block) -> bool:
    own = block.is_strong and len(block.text) < 300 and bool(block.roles & roles.TEASER)
    return own and bool(roles.of(block.element) & roles.TEASER)


def _without_repeats(kept: list[Block]) -> list[Block]:
    """The same long line twice (screen and print, pull quotes) counts once; what a writer
    says again, in a list, a table or among paragraphs of one box, stays."""
    long = [b for b in kept if len(b.text) > _LONG_LINE]
    first: dict[str, int] = {}
    before = [first.setdefault(b.text, place) for place, b in enumerate(long)]
    gone = {
        b
        for place, b in enumerate(long)
        if before[place] < place
        and not (_is_said_again(b, long[before[place]]) and not _is_printed_twice(before, place))
    }
    return [b for b in kept if b not in gone]


_LONG_LINE = 50
_PRINTED_TWICE = 5
"""Long lines in a row that come again in the same order: all of it is printed twice."""


def _is_said_again(block: Block, other: Block) -> bool:
    if block.kind in _ITEMS:
        return block.kind == other.kind
    return (
        block.element.tag == "p" == other.element.tag
        and block.element.getparent() is other.element.getparent()
    )


_ITEMS = ("li", "td", "th", "dd", "dt")


def _is_printed_twice(before: list[int], place: int) -> bool:
    """Tell whether a repeated line is one of many that repeat a row of lines."""
    run = 1
    for step in (1, -1):
        at = place + step
        while 0 <= at < len(before) and before[at] < at and before[at] == before[at - step] + step:
            run += 1
            at += step
    return run >= _PRINTED_TWICE


def _without_idle_headings(kept: list[Block]) -> list[Block]:
    """A subhead stays only where text of the same section follows it."""
    result: list[Block] = []
    for position, block in enumerate(kept):
        if block.is_heading:
            following = kept[position + 1] if position + 1 < len(kept) else None
            if following is None:
                continue
            if following.is_heading and following.kind <= block.kind and not _says_something(block):
                continue
        result.append(block)
    return result


def _says_something(heading: Block) -> bool:
    """A heading that is a sentence stays without text under it: a picture or a post may
    be what it speaks of."""
    return len(heading.text) > 60 or heading.text.endswith(":")


def is_sentence(text: str) -> bool:
    """Tell whether a line ends as a sentence does."""
    return bool(ENDING.search(text))
