"""Lines that point to other articles: "Read also: …", linked headlines, lists of links."""

from __future__ import annotations

import re
from collections import Counter
from itertools import dropwhile, pairwise

from pipelines.body.away import home_of, leaves_the_site
from pipelines.body.fringe import ENDING, LINKED
from pipelines.layout import roles
from pipelines.layout.blocks import Block, chars
from pipelines.layout.home import make
from pipelines.lexicon.also import announces_others
from pipelines.page.document import Element
from pipelines.page.words import is_dense

_PARAGRAPH = 60
"""Characters of a last paragraph, in any script: labels of buttons are shorter."""
_LINKED_LINE = 0.7
_LIST = 4
"""Blocks that make a list of links, with what stands between them."""
_FEW = 6
NAME = 40
"""Fewer characters name a box, and say nothing."""
_HEADLINE = 24
_WORD = re.compile(r"\w\S*")
_LABEL = re.compile(r"[^:：|]{2,30}[:：|]\s*(?=\S)")


def announced(candidates: list[Block]) -> set[int]:
    """Links right behind a line like "Read also": what it announces. A line that is a link
    itself leads where it says, and announces nothing: the button under an entry of a list."""
    found: set[int] = set()
    open_ = False
    for block in candidates:
        if len(block.text) < 120 and announces_others(block.text):
            open_ = block.link_share <= LINKED
        elif open_ and block.link_share > LINKED:
            found.add(block.index)
        else:
            open_ = False
    return found


def interrupting(candidates: list[Block]) -> set[int]:
    """Lines between two paragraphs of the text that only point to other articles."""
    found: set[int] = set()
    strong = [i for i, b in enumerate(candidates) if b.is_strong]
    for start, end in pairwise(strong):
        between = candidates[start + 1 : end]
        if 0 < len(between) <= _FEW and between[-1].links and _points_elsewhere(between):
            found.update(b.index for b in between)
    return found


def _points_elsewhere(lines: list[Block]) -> bool:
    """One linked headline, with what it is in front of it: on the same line or on one above."""
    if len(lines) == 1:
        return is_labelled_link(lines[0]) or _is_linked_headline(lines[0])
    label, *links = lines
    return (
        not label.links
        and len(label.text) < NAME
        and len(label.text.split()) < 5
        and all(map(_is_linked_headline, links))
    )


def lists_under(candidates: list[Block], url: str = "") -> int:
    """Return the index of the block at which the lists of other articles begin, under the
    last paragraph of the text; the index behind all blocks where no such lists hang. A list
    of things on other sites than that of `url` is what the text announces."""
    home = home_of(url)
    last = next(
        (
            i
            for i, b in reversed(list(enumerate(candidates)))
            if b.is_strong and len(b.text) >= _PARAGRAPH and not b.roles & roles.NOT_BODY
        ),
        len(candidates),
    )
    tail = list(
        dropwhile(lambda b: b.is_heading or b.link_share < _LINKED_LINE, candidates[last + 1 :])
    )
    own = sum(b.link_chars for b in tail if not leaves_the_site(b, home))
    if 2 * own > chars(tail) and len(tail) >= _LIST:
        return tail[0].index
    return candidates[-1].index + 1 if candidates else 0


def linked_subheads(candidates: list[Block], url: str = "") -> set[Block]:
    """Linked headings among the paragraphs of the text: an article on many things links
    each where it begins, while a link to another article stands in a box of its own. Headings
    of one make that lead to other sites than that of `url` name such things in any box."""
    linked = [b for b in candidates if _is_linked_subhead(b)]
    if not linked:
        return set()
    chars: Counter[Element] = Counter()
    for block in candidates:
        if block.is_strong and not block.roles & roles.NOT_BODY:
            chars[block.element.getparent()] += len(block.text)
    total = chars.total()
    home = home_of(url)
    outside = [b for b in linked if leaves_the_site(b, home)]
    rows = Counter(make(b.element) for b in outside)
    return {b for b in linked if 10 * chars[b.element.getparent()] > total} | {
        b for b in outside if rows[make(b.element)] >= _THINGS
    }


_THINGS = 3
"""Headings of one make that lead to other sites, from which the article is on these things."""


def _is_linked_subhead(block: Block) -> bool:
    if not block.is_heading or block.kind == "h1" or block.link_share <= 0.9:
        return False
    return not block.roles & roles.NOT_BODY and not announces_others(block.text)


def linked_cells(candidates: list[Block]) -> set[Block]:
    """Links in a row of data: without its name the row says nothing. A link beside one
    other cell, its date, leads to another article."""
    rows: dict[Element, list[Block]] = {}
    for block in candidates:
        if block.kind in ("td", "th") and not block.roles & roles.NOT_BODY:
            row = next((e for e in reversed(block.stack) if e.tag == "tr"), None)
            if row is not None:
                rows.setdefault(row, []).append(block)
    return {
        b
        for row in rows.values()
        if sum(c.link_share < 0.5 for c in row) > 1
        for b in row
        if b.link_share > LINKED
    }


def is_link_line(block: Block) -> bool:
    """Tell whether the line only points elsewhere: "Read also: …", a list of links."""
    text = block.text
    share = block.link_share
    if block.is_heading:
        return announces_others(text) or share > 0.9
    if len(text) < 300 and (share > 0.25 or len(text) < 60) and announces_others(text):
        return True
    if share <= LINKED or (block.kind == "li" and block.links == 1):
        return False  # an item of a list says what it links
    return block.kind not in ("p", "li") or block.links > 2 or len(text) < NAME


def _is_linked_headline(block: Block) -> bool:
    """A paragraph that is one link and ends as no sentence does."""
    return (
        block.kind in ("p", "div")
        and block.links == 1
        and block.link_share > LINKED
        and not ENDING.search(block.text)
    )


def is_labelled_link(block: Block, least: int = _HEADLINE) -> bool:
    """A few words, a colon, and all the rest one link as long as a headline: in any
    language that points to another article."""
    if not block.links or block.kind not in ("p", "div") or len(block.text) > 300:
        return False
    label = _LABEL.match(block.text)
    if label is None or len(_WORD.findall(label.group())) > 4:
        return False
    rest = block.text[label.end() :]
    if is_dense(rest):
        least //= 2
    return len(rest) >= least and block.link_chars >= (0.9 if block.links == 1 else 0.7) * len(rest)
