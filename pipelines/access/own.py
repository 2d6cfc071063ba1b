"""Which paragraphs of a page are its article's own, and which lines among them are a wall's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.access import subject as subjects, withheld
from pipelines.access.elsewhere import TITLE, addresses, is_of_another, leads_elsewhere
from pipelines.layout import roles
from pipelines.layout.blocks import Block, chars, extent
from pipelines.layout.layout import Layout
from pipelines.lexicon.addresses import leads_to_login, leads_to_offer
from pipelines.lexicon.phrases import may_speak, says_more_than_a_price, spoken, stems_in
from pipelines.page.document import Element


def before_any_text(layout: Layout, own: list[bool]) -> int:
    """Index of the block that a text would follow: the headline, where none is there."""
    if any(own) or layout.headline is None:
        return layout.body_start - 1
    return min(layout.headline.index, layout.body_start - 1)


def says_wall(block: Block) -> bool:
    """Tell whether a short line of the page, not of its menus, says what walls say."""
    if block.roles & _ELSEWHERE or block.roles & withheld.UNSEEN or len(block.text) > _LONG_LINE:
        return False
    return may_speak(block.text) and speaks_of_wall(block.text)


def speaks_of_wall(text: str) -> bool:
    """Tell whether a text says more than one thing that walls say."""
    return spoken(text).strength >= _SAYS


_SAYS = 0.6
_ELSEWHERE = roles.NAV | roles.FOOT | roles.RELATED | roles.COMMENT


def possible(layout: Layout) -> list[bool]:
    """Which blocks look like paragraphs of the article, shown or not."""
    return [_is_own(b, layout) for b in layout.blocks]


def paragraphs(layout: Layout, own: list[bool]) -> list[bool]:
    """Which of the possible paragraphs are the article's. Where the article element of the
    headline holds a wall and no text, text outside of it belongs to something else. Where all
    that there is stands in the box of an offer, there is none."""
    if _is_an_offer(layout, [b for b, is_own in zip(layout.blocks, own, strict=True) if is_own]):
        return [False] * len(own)
    home = _home(layout)
    if home is None:
        return own
    inside = [b for b in layout.blocks if home in b.stack]
    if not any(own[b.index] for b in inside) and any(says_wall(b) for b in inside):
        return [False] * len(own)
    return own


def _is_an_offer(layout: Layout, text: list[Block]) -> bool:
    """Tell whether all paragraphs stand in one small box that begins with what walls say and
    ends with something to press: they praise what is sold."""
    if not text or any(len(b.text) > _LONG_LINE for b in text):
        return False
    for inside in _boxes(layout, text[0], LONGEST):
        ends = [b for b in inside if b.index > text[-1].index and (b.links or b.buttons)]
        begins = inside[0] not in text and may_speak(inside[0].text)
        if begins and ends and text[-1] in inside and (says_wall(inside[0]) or _sells(inside)):
            return True
    return False


def _boxes(layout: Layout, block: Block, most: int) -> Iterator[Sequence[Block]]:
    """Yield the lines of each box around a block, from the smallest, that has so many characters
    at `most` and does not hold the headline."""
    around_headline = layout.headline.stack if layout.headline is not None else ()
    for box in reversed(block.stack):
        if box in around_headline:
            return
        start, end = extent(layout.blocks, block.index, box, len(layout.blocks))
        lines = layout.blocks[start:end]
        if chars(lines) > most:
            return
        yield lines


def _sells(lines: Sequence[Block]) -> bool:
    """Tell whether the lines of a box say together more than one thing that walls say."""
    said = " ".join(b.text for b in lines)
    return may_speak(said) and speaks_of_wall(said)


LONGEST = 1_600
"""Characters of a box; a longer one holds more than a wall."""


def _home(layout: Layout) -> Element | None:
    """The article element around the headline; None where there is none."""
    if layout.headline is None:
        return None
    return next((e for e in reversed(layout.headline.stack) if e.tag == "article"), None)


_NOT_OWN = roles.NOT_BODY & ~(roles.HIDDEN | roles.SOFT_HIDDEN | roles.FORM | roles.AD)


def _is_own(block: Block, layout: Layout) -> bool:
    """A paragraph of the article, shown or not: no teaser of another one."""
    return _is_running(block, layout, _NOT_OWN) and not _is_led(block, layout)


def _is_running(block: Block, layout: Layout, of_others: int) -> bool:
    """Running text in the text's box, with no role that says it is none of the article."""
    if block.index < layout.body_start or not block.is_strong or block.roles & of_others:
        return False
    return layout.container in block.stack


def _is_led(block: Block, layout: Layout) -> bool:
    return is_of_another(layout.blocks[block.index - 1])


def led(layout: Layout) -> set[int]:
    """Return the paragraphs in the text's box that stand under a heading that leads elsewhere."""
    running = (b for b in layout.blocks if _is_running(b, layout, roles.NOT_BODY))
    return {b.index for b in running if _is_led(b, layout)}


def of_something_else(
    layout: Layout, own: list[bool], subject: subjects.Subject, *, paid: bool
) -> list[int]:
    """Return short paragraphs at the end that share no word with the subject, and stand under
    a line that leads elsewhere or one that asks: teasers, or praise of what is sold. Where no
    subject is told, only what stands right under a line that leads elsewhere.

    Only on a page that is declared not free, or where nothing else is of the article: many
    a short paragraph of an open text names nothing that its headline names.
    """
    mine = [n for n, is_own in enumerate(own) if is_own]
    run = mine[len(mine) - _trailing(layout, mine, subject) :]
    if not run or not (paid or len(run) == len(mine)):
        return []
    above = layout.headline.index if layout.headline is not None else layout.body_start - 1
    start = max(above, -1, *(n for n in mine if n < run[0])) + 1
    asks = [b.index for b in layout.blocks[start : run[-1] + 1 + REACH] if says_wall(b)]
    if not asks and not paid:
        return []
    return [n for n in run if _is_teaser(layout, n) or any(a < n for a in asks)]


def _trailing(layout: Layout, mine: list[int], subject: subjects.Subject) -> int:
    """How many paragraphs at the end are short and have nothing of the subject."""
    count = 0
    for n in reversed(mine):
        text = layout.blocks[n].text
        told = subjects.shares(text, subject) if subject else not _is_teaser(layout, n)
        if len(text) > _SHORT or told:
            break
        count += 1
    return count


def _is_teaser(layout: Layout, index: int) -> bool:
    """Tell whether a paragraph stands under a line that is one link, as long as a headline."""
    return leads_elsewhere(layout.blocks[index - 1], longer_than=TITLE)


_SHORT = 300
"""Characters of a paragraph that may be a teaser; a longer one is text."""


def in_the_last_box(layout: Layout, own: list[bool]) -> list[int]:
    """Return the paragraphs of a small box at the end that holds none of the others, and
    something to press behind them: where the text ends is asked without them."""
    mine = [n for n, is_own in enumerate(own) if is_own]
    if not mine:
        return []
    first, last = layout.blocks[mine[0]], layout.blocks[mine[-1]]
    for box in last.stack:
        if box in first.stack or box is last.element:
            continue
        start, end = extent(layout.blocks, last.index, box, len(layout.blocks))
        lines = layout.blocks[start:end]
        if chars(lines) <= _SMALL_BOX:
            behind = layout.blocks[last.index + 1 : min(end, last.index + REACH)]
            pressed = any(b.buttons or leads_elsewhere(b) for b in behind)
            return [n for n in mine if start <= n < end] if pressed else []
    return []


def in_an_offer(layout: Layout, own: list[bool], subject: subjects.Subject) -> list[int]:
    """Return all paragraphs where they stand in one small box that ends with a link to an offer
    or to a login, and say nothing of what the headline says: on a page that is not free, they
    praise what is sold, whatever their words."""
    mine = [layout.blocks[n] for n, is_own in enumerate(own) if is_own]
    if not mine or not subject:
        return []
    for lines in _boxes(layout, mine[0], _SMALL_BOX):
        if any(subjects.shares(b.text, subject) for b in lines):
            return []
        if mine[-1] in lines and any(_leads_to_offer(b) for b in lines if b not in mine):
            return [b.index for b in mine]
    return []


def _leads_to_offer(line: Block) -> bool:
    return any(leads_to_offer(a) or leads_to_login(a) for a in addresses([line]))


_SMALL_BOX = 450
"""Characters of a box that is no part of the text."""


def lines_of_walls(layout: Layout, own: list[bool]) -> list[int]:
    """Short paragraphs that say more than one thing that walls say: where the text ends
    is asked without them, whatever they turn out to be. A longer one must have something
    to press, or stand in a small box named for a wall."""
    short = [
        b
        for b, is_own in zip(layout.blocks, own, strict=True)
        if is_own and (len(b.text) <= _LINE or (len(b.text) <= _LONG_LINE and _asks(layout, b)))
    ]
    stems = stems_in(b.text for b in short)
    if not stems:
        return []
    return [
        b.index
        for b in short
        if may_speak(b.text, stems)
        and says_more_than_a_price(b.text)
        and spoken(b.text).strength >= 1
        and not _begins_as_text(b.text)
        and not _is_quoted(b)
    ]


def _is_quoted(block: Block) -> bool:
    """The words stand in quotation marks: the article tells of a wall, it has none."""
    return not block.links and not block.buttons and bool(_QUOTED.search(block.text))


_QUOTED = re.compile(r"[\w:,]\s*[“„«‹「\"][^“„«‹「\"]{12,}")


def _begins_as_text(text: str) -> bool:
    """A first sentence that says nothing of a wall: the wall follows in its paragraph."""
    first = re.match(r".{40,400}?[.!?…。！？।](?=\s|$)", text)
    return first is not None and first.end() < len(text) and not spoken(first.group()).parts


def _asks(layout: Layout, block: Block) -> bool:
    if block.links or block.buttons:
        return True
    near = layout.blocks[max(0, block.index - REACH) : block.index + REACH]
    if block.roles & roles.WALL and block.box is not None and block.box.chars <= SMALL:
        return any(b.box is block.box and (b.links or b.buttons) for b in near)
    behind = layout.blocks[block.index + 1 : block.index + 2]
    return any(not b.is_strong and (b.links or b.buttons) for b in behind)


_LINE = 130
"""Characters of a line that is too short for a paragraph which happens to use the words."""
_LONG_LINE = 260
REACH = 5
SMALL = 900
"""Characters of running text of a box that may be a wall's; a larger one is more."""
