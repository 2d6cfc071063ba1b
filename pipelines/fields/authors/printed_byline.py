"""Authors as the page prints them: bylines near the headline and under the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice, pairwise

from pipelines.access.public import PublicLayout as Layout
from pipelines.fields.authors import byline_shapes as shapes, marks, ordinary, others
from pipelines.fields.authors.names import (
    foreign,
    is_agency,
    is_own,
    is_person,
    printed_names,
    titled,
    without_extras,
)
from pipelines.fields.authors.signature import signed
from pipelines.fields.authors.stamps import is_of_date, without_stamp
from pipelines.layout import roles
from pipelines.layout.blocks import Block
from pipelines.model import Found
from pipelines.page.bounds import NAMES
from pipelines.page.document import Element
from pipelines.page.words import fold, squeeze

_DATELINE = re.compile(r"[^()]{0,40}\(([^()]{2,24})\)\s*[-–—.:]")


_BAD = (
    roles.RELATED
    | roles.COMMENT
    | roles.NAV
    | roles.FOOT
    | roles.AD
    | roles.COOKIE
    | roles.NEWSLETTER
)
_UNNAMED = (
    _BAD
    | roles.KICKER
    | roles.TAGS
    | roles.CAPTION
    | roles.CARD
    | roles.ASIDE
    | roles.SHARE
    | roles.HIDDEN
    | roles.FORM
)
_HARD = roles.COMMENT | roles.COOKIE | roles.NEWSLETTER | roles.HIDDEN
_PRESENTED = 10
"""Blocks at the end of the text and under it in which the author may be presented."""
_ABOVE = 2
_NEAR = 12
"""Blocks after the headline in which a byline may stand whatever its box is called."""


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line that may be the byline."""

    form: str
    """How the names stand in it; see `FORMS`."""
    block: Block
    found: Found[list[str]]


FORMS = ("marked", "by in a byline", "by", "byline", "bare", "end")
"""A name with a mark of its own; "By …" in a box called byline, or anywhere; a whole box
called byline; names alone; a line at the end of the text."""


def find(layout: Layout, sites: list[str]) -> list[Line]:
    """Return the lines near the headline that may be the byline, the clearest forms first;
    where there is none, the first such line at the end of the text."""
    found = [line for block in _asked(layout) for line in _lines(block, layout, sites)]
    found.sort(key=lambda line: (FORMS.index(line.form), line.block.index))
    if any(line.form != "bare" for line in found):
        return list(_merged(found))
    ends = chain(
        _below(layout, sites),
        _bracketed(layout),
        _bare(layout, sites),
        _dateline(layout, sites),
        _presented(layout, sites),
    )
    return [*_merged(found), *islice(ends, 2)]


def _asked(layout: Layout) -> Iterator[Block]:
    """The short blocks near the headline that no box speaks against for sure."""
    # a box around headline and byline alike says nothing of either
    shared = layout.headline.roles if layout.headline is not None else 0
    for block in layout.head_zone:
        if len(block.text) >= 200 or block is layout.headline or is_of_date(block.text):
            continue
        if _is_of_picture(block, layout):
            continue
        if block.roles & (_HARD if _is_near(block, layout) else _BAD) & ~shared:
            continue
        if block.is_heading and block.index > layout.body_start and not block.roles & roles.BYLINE:
            continue  # "From A to B" over a part of the text
        yield block


def _is_of_picture(block: Block, layout: Layout) -> bool:
    """Tell whether the line belongs to a picture: whoever it names, nobody wrote the text."""
    head = layout.headline.stack if layout.headline is not None else ()
    return any(e.tag in ("figure", "figcaption") and e not in head for e in block.stack)


def _is_near(block: Block, layout: Layout) -> bool:
    if layout.headline is None:
        return False
    top = layout.headline.index
    return top - _ABOVE <= block.index <= min(top + _NEAR, layout.body_start + 1)


def _lines(block: Block, layout: Layout, sites: list[str]) -> Iterator[Line]:
    near = _is_near(block, layout)
    around = (
        block.element in layout.headline.stack
        if layout.headline is not None
        else block.element.tag == "body"
    )
    named = list(_in_block(block, near=near, around=around)) or _under_label(layout, block)
    for rank, names, raw in named:
        sure = rank == 0 or _is_account(names, raw)
        cleaned = foreign(printed_names(names, declared=sure), sites)
        if cleaned:
            yield Line(FORMS[rank], block, Found(cleaned, "html", block.path, raw))
    if not named and near and not block.is_heading and others.of_others(block.text) is None:
        yield from _alone(block, sites)


_ACCOUNT = re.compile(r"[a-z][\w.-]{2,30}(?=\s{0,9}(?:$|[|·•,@(\d]|[a-z]{2,3}\s))")


def _is_account(names: list[str], raw: str) -> bool:
    """An account in lower case, behind "By" in a line with a date: "Posted by anna on 3 May"."""
    return len(names) == 1 and bool(_ACCOUNT.match(names[0]) and shapes.stamped().search(raw))


def _alone(block: Block, sites: list[str]) -> Iterator[Line]:
    """Names and next to nothing else, without any mark."""
    if block.buttons or block.roles & roles.FORM:
        return
    listed = foreign(titled(block.text), sites)
    if len(listed) > 1:
        yield Line("byline", block, Found(listed, "html", block.path, block.text))
        return
    if len(block.text) > _LONGEST or block.is_strong:
        return
    bare = without_stamp(block.text) or block.text.strip(" ()（）【】")
    names = foreign(printed_names([bare]), sites)
    if names and all(map(is_person, names)):
        yield Line("bare", block, Found(names, "html", block.path, block.text))


_LONGEST = 120
"""Characters of a line with a few names, roles and employers."""


def begins_with_by(line: str) -> bool:
    """Tell whether a line begins with "By" in one of its forms."""
    return bool(shapes.by().match(line))


def says_by(line: str) -> bool:
    """Tell whether "By" stands in a line, at its beginning or after a date."""
    return bool(shapes.by().match(line) or shapes.inner().match(line))


def is_stamp(text: str) -> bool:
    """Tell whether a date stands in `text`."""
    return bool(shapes.stamped().search(text))


def _under_label(layout: Layout, block: Block) -> list[tuple[int, list[str], str]]:
    """A name in a block of its own below "Author:"."""
    before = layout.blocks[block.index - 1].text if block.index else ""
    if len(before) < 40 and len(block.text) < 80 and shapes.label_only().match(before):
        return [(2, [block.text], block.text)]
    return []


def _merged(found: list[Line]) -> Iterator[Line]:
    """Names of one form and markup within a few lines of each other are one byline."""
    done: set[int] = set()
    for item in found:
        if item.block.index in done:
            continue
        names = list(item.found.value)
        for other in found:
            if _shape(other) == _shape(item) and 0 < other.block.index - item.block.index <= 4:
                names += [n for n in other.found.value if fold(n) not in {fold(k) for k in names}]
                done.add(other.block.index)
        names = without_extras(names)
        yield replace(item, found=replace(item.found, value=names))


def _shape(line: Line) -> tuple[str, str, str | None]:
    return line.form, line.block.element.tag, line.block.element.get("class")


def _below(layout: Layout, sites: list[str]) -> Iterator[Line]:
    """A byline under the text: blogs sign at the foot of the entry."""
    inside = layout.inside()[-3:]
    end = inside[-1].index if inside else 0
    for block in layout.blocks[layout.body_start : end + _SIGNED]:
        labelled = len(block.text) < 60 and is_person(block.text) and _under_label(layout, block)
        if block.index >= end + _CLOSE and not labelled:
            continue
        if (
            block.roles
            & (_HARD if labelled else _HARD | roles.NAV | roles.RELATED | roles.CARD | roles.ASIDE)
            or len(block.text) > 200
        ):
            continue
        by = shapes.below_text().match(block.text) or _by_person(block.text)
        own = None if by else signed(block.text)
        if own:
            names = [own]
        elif by and len(block.text) < 120:
            names = [block.text[by.end() :].rstrip(")） ")]
        elif labelled:
            names = [block.text]
        elif block.roles & (roles.FOOT | roles.META | roles.BYLINE | roles.AUTHORBOX):
            names = _signed(block.element) or _after_by(block) or _boxed(block)
        else:
            continue
        cleaned = [
            n for n in foreign(printed_names(names, declared=True), sites) if len(n.split()) <= 4
        ]
        if cleaned:
            yield Line("end", block, Found(cleaned, "html", block.path, block.text))
            return


_CLOSE, _SIGNED = 14, 40
"""Blocks behind the text in which a line signs it; in which a person under "Author:" does:
tables of contents and tags may stand between."""


def _boxed(block: Block) -> list[str]:
    """A person and nothing else, in a box that presents the author."""
    alone = block.roles & roles.AUTHORBOX and is_person(block.text)
    return [block.text] if alone and not shapes.interface().search(block.text) else []


def _by_person(text: str) -> re.Match[str] | None:
    """The word "by" and a person, and nothing else in the block."""
    by = shapes.by().match(text) if len(text) < 60 else None
    return by if by and is_person(text[by.end() :]) else None


_BRACKETED = re.compile(r"^[（(【〔]([\u3005\u3040-\u30ff\u3400-\u9fff]{2,8})[)）】〕]$")


def _bracketed(layout: Layout) -> Iterator[Line]:
    """A name in brackets as the last line of a Chinese or Japanese text."""
    for block in layout.inside()[-3:]:
        name = _BRACKETED.match(block.text)
        if name:
            yield Line("end", block, Found([name[1]], "html", block.path, block.text))


def _bare(layout: Layout, sites: list[str]) -> Iterator[Line]:
    """A name without any mark: alone right under the headline, or alone under the text."""
    known = ordinary.words_of(layout)
    for block in [*_under_headline(layout), *_under_text(layout)]:
        names = foreign(printed_names([block.text.strip(" ()")]), sites)
        whole = sum(map(len, names)) + 6 * len(names) > len(block.text)
        if (
            names
            and ":" not in block.text
            and ordinary.share(names, known) < 1
            and (
                is_agency(names[0])
                or (whole and all(is_person(n) and not shapes.interface().search(n) for n in names))
            )
        ):
            yield Line("end", block, Found(names, "html", block.path, block.text))


def _presented(layout: Layout, sites: list[str]) -> Iterator[Line]:
    """A name under the text, and below it a paragraph that begins with it: who wrote this.
    Two such pairs are a list of people."""
    inside = layout.inside()[-_PRESENTED:]
    if not inside:
        return
    blocks = layout.blocks[inside[0].index : inside[-1].index + _PRESENTED]
    pairs = [b for b, after in pairwise(blocks) if _presents(b, after)]
    names = (
        foreign(printed_names([pairs[0].text]), sites) if len({b.text for b in pairs}) == 1 else []
    )
    if names and ordinary.share(names, ordinary.words_of(layout)) < 1:
        yield Line("end", pairs[0], Found(names, "html", pairs[0].path, pairs[0].text))


def _presents(name: Block, after: Block) -> bool:
    if (
        name.roles & (_HARD | roles.RELATED | roles.CARD)
        or len(name.text) > 50
        or not is_person(name.text)
        or shapes.interface().search(name.text)
    ):
        return False
    first = fold(name.text).split()[0]
    return after.is_strong and fold(after.text).startswith(first + " ")


def _dateline(layout: Layout, sites: list[str]) -> Iterator[Line]:
    """`Town (dpa) –`: the agency that the first paragraph names as its origin."""
    for block in [b for b in layout.inside() if b.is_strong][:2]:
        line = _DATELINE.match(block.text[:NAMES])
        if line and is_agency(line[1]) and not is_own(line[1], sites):
            yield Line("end", block, Found([line[1]], "html", block.path, line[0]))


def _under_headline(layout: Layout) -> list[Block]:
    top = layout.headline
    if top is None:
        return []
    return [
        b
        for b in layout.blocks[top.index + 1 : min(top.index + 4, layout.body_start)]
        if not b.roles & _UNNAMED and not b.is_heading and not b.buttons and b.link_share < 0.5
    ]


def _under_text(layout: Layout) -> list[Block]:
    inside = layout.inside()[-3:]
    strong = next((i for i in reversed(range(len(inside))) if inside[i].is_strong), len(inside))
    return [
        b
        for b in inside[strong + 1 : strong + 2]
        if not b.roles & _UNNAMED and b.kind in ("p", "div") and not b.link_chars
    ]


def _after_by(block: Block) -> list[str]:
    """`von A`, in a byline under the text; a foot without that name credits the theme."""
    by = (
        shapes.by().match(block.text)
        if block.roles & roles.BYLINE and len(block.text) < 60
        else None
    )
    return [block.text[by.end() :]] if by else []


def _signed(element: Element) -> list[str]:
    return [
        squeeze("".join(e.itertext()))
        for e in element.iter("a", "span", "div", "p")
        if "author" in (e.get("rel") or "").split()
        or "fn" in (e.get("class") or "").split()
        or e.get("itemprop") == "author"
    ][:3]


def _in_block(block: Block, *, near: bool, around: bool) -> Iterator[tuple[int, list[str], str]]:
    """Yield (rank, name texts, raw line): 0 marked, 1–2 after "By", 3 a byline box.

    A box `around` the headline holds the whole article: several marked names in it are
    links to others.
    """
    text, flags = block.text.lstrip(others.BEFORE), block.roles
    if others.of_others(text) is not None:
        return
    marked = [signed(name) or _after_stamp(name) for name in marks.names_in(block)]
    if marked and not (around and len(marked) > 1):
        yield 0, marked, text
        return
    names = signed(text) if near or flags & roles.BYLINE else None
    if names:
        yield 2, [names], text
        return
    by = shapes.by().match(text)
    # a sentence may begin like a byline: "Von den Höfen kaufte …"
    if by and len(text) < (60 if text[by.end()].islower() else 160):
        yield (1 if flags & roles.BYLINE else 2), [text[by.end() :]], text
        return
    if (near or flags & roles.BYLINE) and shapes.stamped().search(text):
        inner = shapes.inner().match(text)
        if inner:
            yield 2, [text[inner.end() :]], text
            return
    if flags & roles.BYLINE and len(text) < 120:
        yield 3, [without_stamp(text) or text], text


def _after_stamp(text: str) -> str:
    """`Posted on 3 May by A`: the whole line may carry the mark of a name."""
    inner = shapes.inner().match(text) if shapes.stamped().search(text) else None
    return text[inner.end() :] if inner else without_stamp(text) or text
