"""Where on a page its dates stand: at the headline, in the machine's words or the reader's;
in a dateline or under the text; beside the article, where they are others'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pipelines.access.public import PublicLayout as Layout
from pipelines.fields.dates import printed_date
from pipelines.fields.dates.moment import Moment, parse
from pipelines.fields.dates.printed_date import MAX_LINE, parse_text
from pipelines.layout import roles
from pipelines.layout.blocks import Block
from pipelines.model import Found
from pipelines.page.bounds import DATE
from pipelines.page.document import Element
from pipelines.page.words import squeeze

_SHORT = 60
"""Characters of a line that is no sentence."""
_BELOW = 20
"""Blocks after the text in which a page may still say when it was published."""
_OPENS = 120
"""Characters at the beginning of a line under the text that are read for its date."""
_READ = 3
"""Paragraphs of the article after which a date belongs to something else."""
_OLD = 1994
"""Before there were web pages, a date in a line of words is mostly one of history."""
_BARE = 30
"""Characters of a line that holds a date and no more."""
_INLINE = frozenset(("a", "abbr", "b", "em", "i", "small", "span", "strong", "time"))
_DAY = timedelta(days=1)
_NAMED, _LINE, _PROSE, _ELSEWHERE, _SENTENCE = range(5)
_ALIEN = roles.RELATED | roles.COMMENT | roles.HIDDEN | roles.AD | roles.EMBED
_ASIDE = roles.NAV | roles.FOOT | roles.ASIDE
_OPENING = re.compile(r"[^.!?]{0,60}?\d[^!?]{2,40}?(?=\s[-–—|]\s|\s?[|–—/(])")
_RELEASE = re.compile(
    r"[^\d.!?()]{2,40}(?:,\s?\(?|\s\()(?:[^\W\d_]{2,12}\.?\s)?\d[^!?]{2,25}?"
    r"(?<=19\d\d|20\d\d)(?=\)?\s?[.:]\s)"
)
"""A place and a day with its year, set off by a comma or brackets, that a stop ends."""
_PARTS = re.compile(r"\s[-–—|•·]\s|[|•]")


@dataclass(frozen=True, slots=True)
class Place:
    """What settles how a printed date is read, and who may print one."""

    layout: Layout
    language: str | None
    country: str | None
    fetched: datetime | None

    def text(self, text: str) -> Moment | None:
        """Return the first date in a short text; None when there is none."""
        return parse_text(text, self.language, self.fetched, self.country)


@dataclass(frozen=True, slots=True)
class Near:
    """The dates of the head of an article, best first."""

    published: list[Found[Moment]]
    modified: list[Found[Moment]]
    elsewhere: list[Found[Moment]]
    """In headings, menus and side columns: only where nothing else is found there."""
    sentences: list[Found[Moment]]
    """In running text and at pictures: days of events, heard after all others."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """One date with its rank: kind of line, distance to the headline, order."""

    rank: tuple[int, int, int]
    found: Found[Moment]
    changed: bool


def near_headline(place: Place) -> Near:
    """Return the dates printed near the headline."""
    seen: list[_Seen] = []
    for block in place.layout.head_zone:
        if block.roles & _ALIEN or _is_quoted(block):
            continue
        seen += _unlike(list(_in_elements(block, place)), list(_in_words(block, place)))
    seen.sort(key=lambda s: s.rank)
    published = [s for s in seen if not s.changed]
    return Near(
        [s.found for s in published if s.rank[0] < _PROSE],
        [s.found for s in seen if s.changed],
        [s.found for s in published if _PROSE <= s.rank[0] < _SENTENCE],
        [s.found for s in published if s.rank[0] == _SENTENCE],
    )


def _in_elements(block: Block, place: Place) -> Iterator[_Seen]:
    """`<time datetime>` and microdata of a block."""
    marks = [(e, raw) for e in _own_elements(block) if (raw := _mark(e))]
    if not marks:
        return
    rank = _rank(block, place.layout, machine=True)
    published, changed = printed_date.parted(block.text)
    for element, raw in marks:
        value = parse(raw[:DATE])
        if value is None:
            continue
        prop = (element.get("itemprop") or "").lower()
        shown = squeeze("".join(element.itertext()))
        is_change = _says_change(element, prop) or (
            not prop.startswith(("datepub", "datecreat"))
            and bool(changed)
            and (shown in changed or shown not in published)
        )
        source = "microdata" if prop else "html"
        yield _Seen((*rank, 0), Found(value, source, block.path, raw), is_change)


def _mark(element: Element) -> str | None:
    """What an element says of a date to a machine; None when it says nothing of one."""
    prop = (element.get("itemprop") or "").lower()
    if element.tag not in ("time", "abbr") and not prop.startswith("date"):
        return None
    raw = element.get("datetime") or (element.get("content") if prop else None)
    return element.get("title") if raw is None and element.tag == "abbr" else raw


def _own_elements(block: Block) -> Iterator[Element]:
    """The element of a block and what is in it, but for what lies in a block of its own."""
    yield block.element
    for element in block.element.iterdescendants("time", "span", "meta", "abbr"):
        inner = element.getparent()
        while inner is not None and inner is not block.element and inner.tag in _INLINE:
            inner = inner.getparent()
        if inner is block.element:
            yield element


def _says_change(element: Element, prop: str) -> bool:
    """WordPress writes `published updated` on a post that nobody changed."""
    names = (element.get("class") or "").lower()
    return "modif" in prop or ("updated" in names and "published" not in names)


def _in_words(block: Block, place: Place) -> Iterator[_Seen]:
    """Dates in the words of a short line; of two without a label the later is a change."""
    if len(block.text) > MAX_LINE or not any(map(str.isdigit, block.text)):
        return
    rank = _rank(block, place.layout)
    before, after = printed_date.parted(block.text)
    values = [v for part in _PARTS.split(before) if (v := place.text(part))] if before else []
    first = place.text(before) if before else None
    if len({v.day for v in values}) > 1 and rank[0] < _PROSE:
        first, last = min(values, key=_at), max(values, key=_at)
        yield _Seen((*rank, 1), Found(last, "html", block.path, block.text), changed=True)
    if first is not None and _is_plausible(first, block, rank[0]):
        yield _Seen((*rank, 1), Found(first, "html", block.path, block.text), changed=False)
    value = place.text(after) if after else None
    if value is not None:
        yield _Seen((*rank, 1), Found(value, "html", block.path, block.text), changed=True)


def _at(value: Moment) -> datetime:
    return value.at


def _is_plausible(value: Moment, block: Block, kind: int) -> bool:
    """An old date is the article's only where the line is a date and nothing else."""
    return value.at.year >= _OLD or kind == _NAMED or len(block.text) <= _BARE


def _unlike(timed: list[_Seen], worded: list[_Seen]) -> list[_Seen]:
    """Both readings of one block: where its words name the day of publication and the
    machine's mark has another day, the mark is that of a change."""
    named = [w for w in worded if not w.changed and printed_date.says_published(w.found.raw)]
    if named:
        timed = [
            replace(t, changed=True)
            if not t.changed and all(t.found.value.at - w.found.value.at > _DAY for w in named)
            else t
            for t in timed
        ]
    return [*_told_apart(timed), *worded]


def _told_apart(timed: list[_Seen]) -> list[_Seen]:
    """Of two marks without a label in one block the earlier is the publication."""
    plain = [t for t in timed if not t.changed]
    if len(plain) < 2:
        return timed
    first = min(t.found.value.at for t in plain)
    return [replace(t, changed=True) if t.found.value.at - first >= _DAY else t for t in timed]


def _is_quoted(block: Block) -> bool:
    """A post of somebody else bears its own date."""
    return any(e.tag == "blockquote" for e in block.stack)


def _rank(block: Block, layout: Layout, *, machine: bool = False) -> tuple[int, int]:
    """Lines that name themselves a date come first, then short lines, the nearest to the
    headline before others; a heading may speak of an event, and a menu's and a side
    column's dates, and those under the text, come behind it. Last is what sentences and
    pictures tell: there a date is mostly that of an event."""
    home = layout.headline.index if layout.headline else layout.body_start
    distance = abs(block.index - home)
    named = bool(block.roles & (roles.META | roles.BYLINE))
    if _is_of_picture(block) or (not machine and not named and _tells_a_story(block)):
        return _SENTENCE, distance
    if _is_elsewhere(block, layout):
        return _ELSEWHERE, distance
    if machine:
        return _PROSE if block.is_strong and not named else _NAMED, distance
    prose = not named and (block.is_heading or len(block.text) > _SHORT)
    return _PROSE if prose else _NAMED if named else _LINE, distance


def _is_elsewhere(block: Block, layout: Layout) -> bool:
    """Where the headline's own box is called a side column, the name tells nothing."""
    beside = _ASIDE & ~(layout.headline.roles if layout.headline is not None else 0)
    return bool(block.roles & beside) or block.index > _end_of_head(layout)


def _tells_a_story(block: Block) -> bool:
    return block.is_strong and not printed_date.says_published(block.text)


def _is_of_picture(block: Block) -> bool:
    return any(e.tag in ("figure", "figcaption") for e in block.stack)


def _end_of_head(layout: Layout) -> int:
    """Index of the block after which a reader is in the text, or past it."""
    home = layout.headline.index if layout.headline is not None else layout.body_start
    paragraphs = [b.index for b in layout.inside() if b.is_strong and b.index > home]
    return paragraphs[_READ - 1] if len(paragraphs) >= _READ else len(layout.blocks)


def away(place: Place) -> Iterator[Found[Moment]]:
    """Yield the dates that stand away from the headline, for pages without any other."""
    layout = place.layout
    yield from _datelines(place)
    inside = layout.inside()
    end = inside[-1].index if inside else layout.body_start
    for block in layout.blocks[layout.body_start : end + _BELOW]:
        under = block.index >= end  # "This entry was posted on 3 June 2008 and is filed under …"
        line = block.text[:_OPENS] if under else block.text
        if (not under and len(line) > _SHORT) or block.roles & _ALIEN or _is_quoted(block):
            continue
        before, changed = printed_date.parted(line)
        value = place.text(before) if _is_of_publication(line, before, changed) else None
        if value:
            yield Found(value, "html", block.path, line)


def _is_of_publication(line: str, before: str, changed: str) -> bool:
    """The line says so; or a date and no more stands in front of the day of a change."""
    return printed_date.says_published(line) or (bool(changed) and len(before) <= _BARE)


def _datelines(place: Place) -> Iterator[Found[Moment]]:
    """`Berlin, 25 January 2022 –`, `Berlin (25.1.2022).`: how press releases begin."""
    layout = place.layout
    top = layout.headline.index + 1 if layout.headline is not None else layout.body_start
    for block in [
        b
        for b in layout.blocks[top : layout.body_start + _BELOW]
        if b.is_strong and not b.roles & _ALIEN
    ][:2]:
        release = _RELEASE.match(block.text)
        opening = release or _OPENING.match(block.text)
        value = place.text(opening.group()) if opening else None
        if value and opening and not (release and value.at.year < _OLD):
            yield Found(value, "html", block.path, opening.group())
