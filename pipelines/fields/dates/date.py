"""Publication and modification date: declared, or printed near the headline.

The zone is kept as printed and the day is never reduced early: `2022-07-28` is
a day, `2022-07-28T23:30:00+02:00` is an instant. Sources in order: JSON-LD,
meta, microdata, `<time>` and printed text at the headline, URL; htmldate
(https://github.com/adbar/htmldate, Apache-2.0) only when all of them are silent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pipelines.access.public import PublicDocument as Document, PublicLayout as Layout
from pipelines.errors import OF_A_LIBRARY
from pipelines.fields.candidates import Candidates
from pipelines.fields.dates import declared, places, zones
from pipelines.fields.dates.moment import Moment, parse
from pipelines.fields.dates.places import Place
from pipelines.model import Found
from pipelines.page import jsonld

_DECLARED = ("json-ld", "meta")
_EXPORT = timedelta(minutes=10)
"""Time between the last change and the export that stamps a page; drafts wait longer."""
_AHEAD = timedelta(days=2)
"""How far the clock of a page may be ahead of the fetch."""
_NUMBERS = re.compile(r"(?<!\d)\d{1,2}([-./])\s?\d{1,2}\1\s?\d{2,4}(?!\d)")
"""A date of numbers that does not tell which is the month."""


@dataclass(frozen=True, slots=True)
class Dates:
    """Published and modified, each with its candidates."""

    published: Candidates[Moment]
    modified: Candidates[Moment]
    unread: str | None = None
    """What the page declares as its date and nobody can read, where no date was found."""


def find(
    document: Document,
    layout: Layout,
    *,
    language: str | None,
    fetched: datetime | None = None,
    listed: datetime | None = None,
) -> Dates:
    """Return both dates. A date after the fetch is no date of this page.

    `listed` is the date that a sitemap or feed gave; it settles disagreements.
    """
    place = Place(layout, language, zones.country_of(document.url, language), fetched)
    near = places.near_headline(place)
    limit = fetched + _AHEAD if fetched else None
    published = _possible(_in_order(list(declared.published(document, place)), near), limit)
    modified = _possible([*declared.modified(document, place), *near.modified], limit)
    published, modified = _without_changes(published, modified)
    by_url = declared.from_url(document.url)
    chosen = _choose(_without_stamps(published, modified), by_url, listed)
    published += [by_url] if by_url is not None else []
    told = by_url or _listed(listed)
    chosen = _published_again(chosen, near, modified, told, document) or chosen
    if chosen is None or chosen in near.elsewhere or chosen in near.sentences:
        chosen = _surer(chosen, told)
    if chosen is None or (told is None and chosen in near.sentences):
        found = _possible(list(places.away(place)), limit)
        found = found or _possible(_last_resort(document, modified), limit)
        chosen = next(iter(found), chosen)
    if chosen is not None and not any(c is chosen for c in published):
        published.append(chosen)
    later = next((m for m in modified if chosen is None or _can_change(m, chosen)), None)
    unread = declared.unread(document, place) if chosen is None else None
    return Dates(Candidates(chosen, published), Candidates(later, modified), unread)


def _in_order(found: list[Found[Moment]], near: places.Near) -> list[Found[Moment]]:
    """Declared, printed at the headline, what may speak of the file, then what sentences say."""
    weak = [d for d in found if declared.is_weak(d)]
    strong = [d for d in found if not declared.is_weak(d)]
    return [*strong, *near.published, *near.elsewhere, *weak, *near.sentences]


def _possible(found: list[Found[Moment]], limit: datetime | None) -> list[Found[Moment]]:
    return [f for f in found if limit is None or f.value.at <= limit]


def _listed(at: datetime | None) -> Found[Moment] | None:
    """What the site's own sitemap or feed says of this address."""
    if at is None:
        return None
    value = Moment(at.astimezone(UTC), "second", 0)
    return Found(value, "listed", "sitemap or feed", at.isoformat())


def _surer(beside: Found[Moment] | None, told: Found[Moment] | None) -> Found[Moment] | None:
    """What the site tells of the address goes before a date beside the text, which may
    only tell more of the same day."""
    if told is None or (beside is not None and beside.value.day == told.value.day):
        return beside
    return told


def _can_change(change: Found[Moment], published: Found[Moment]) -> bool:
    """A change is not made days before the publication."""
    return change.value.at >= published.value.at - timedelta(days=1)


def _without_changes(
    published: list[Found[Moment]], modified: list[Found[Moment]]
) -> tuple[list[Found[Moment]], list[Found[Moment]]]:
    """A printed time without a label that is the declared time of the change is no time of
    publication, where another source has an earlier one."""
    changes = {_clock(m) for m in modified if m.source in _DECLARED and m.value.precision != "day"}
    earlier = {_clock(p) for p in published if p.value.precision != "day"} - changes
    moved = [
        p
        for p in published
        if p.source not in _DECLARED
        and _clock(p) in changes
        and any(clock < _clock(p) for clock in earlier)
    ]
    return [p for p in published if p not in moved], [*modified, *moved]


def _clock(found: Found[Moment]) -> str:
    """The time as the page's readers see it, to the minute."""
    value = found.value
    local = value.at + timedelta(minutes=value.offset_min or 0)
    return local.isoformat(timespec="minutes") if value.precision != "day" else ""


def _choose(
    found: list[Found[Moment]], by_url: Found[Moment] | None, listed: datetime | None
) -> Found[Moment] | None:
    """The first in order of trust, unless the URL or the printed date speaks for another."""
    if not found:
        return None
    first = found[0]
    for witness in (
        by_url.value.day if by_url else None,
        (listed.year, listed.month, listed.day) if listed else None,
    ):
        if witness and first.value.day != witness:
            for other in found[1:]:
                if other.value.day == witness:
                    return other
    told = [by_url] if by_url is not None else []
    better = _swapped(first, [*found, *told]) or _confirmed(first, found)
    return _with_time(better or first, found)


def _published_again(
    chosen: Found[Moment] | None,
    near: places.Near,
    modified: list[Found[Moment]],
    told: Found[Moment] | None,
    document: Document,
) -> Found[Moment] | None:
    """A text of old that is brought out again bears one day for its readers, the declared one
    of its change, in words that say nothing of a change: by that day it is dated. None
    where the day of publication is printed or in the address, or a change is named; where a
    machine's mark alone tells the day; and for a live blog, which prints its last entry's."""
    if chosen is None or chosen.source not in _DECLARED or _is_live(document):
        return None
    if any(parse(m.raw) is None for m in near.modified):
        return None
    if told is not None and told.value.day == chosen.value.day:
        return None
    printed = [*near.published, *near.elsewhere]
    days = {f.value.day for f in near.published}
    changes = {m.value.day for m in modified if m.source in _DECLARED}
    first = next((f for f in near.published if parse(f.raw) is None), None)
    if first is None or len(days) > 1 or not days <= changes:
        return None
    if any(f.value.day == chosen.value.day for f in printed):
        return None
    return first if first.value.at - chosen.value.at > _OF_OLD else None


_OF_OLD = timedelta(days=30)
"""What is changed sooner shows the day of its change; a text of old is brought out again."""


def _is_live(document: Document) -> bool:
    return any("liveblogposting" in jsonld.types(n) for n in document.article_nodes)


def _without_stamps(
    published: list[Found[Moment]], modified: list[Found[Moment]]
) -> list[Found[Moment]]:
    """A page cannot be modified before it was published: such a declaration is the stamp
    of an export, and a printed date that is older goes before it."""
    if not published or published[0].source not in _DECLARED:
        return published
    first = published[0]
    if not any(
        m.source == first.source and timedelta(0) < first.value.at - m.value.at < _EXPORT
        for m in modified
    ):
        return published
    printed = [p for p in published if p.source not in _DECLARED and p.value.day < first.value.day]
    return [*printed[:1], *published]


def _confirmed(first: Found[Moment], found: list[Found[Moment]]) -> Found[Moment] | None:
    """Where two declarations differ, the one that the page prints."""
    printed = {f.value.day for f in found if f.source not in _DECLARED}
    if first.value.day in printed or first.source not in _DECLARED:
        return None
    return next(
        (
            f
            for f in found
            if f.source in _DECLARED and f.value.day in printed and not declared.is_weak(f)
        ),
        None,
    )


def _swapped(first: Found[Moment], found: list[Found[Moment]]) -> Found[Moment] | None:
    """The candidate that shows that a numeric date was read with day and month exchanged; one
    that can be read in both ways itself shows nothing."""
    year, month, day = first.value.day
    if (
        not _NUMBERS.search(first.raw)
        or month == day
        or any(o.value.day == (year, month, day) for o in found if o.raw != first.raw)
    ):
        return None
    return next(
        (o for o in found if o.value.day == (year, day, month) and not _NUMBERS.search(o.raw)),
        None,
    )


def _with_time(first: Found[Moment], found: list[Found[Moment]]) -> Found[Moment]:
    """The same day with a time of day tells more than the bare day."""
    if first.value.precision != "day":
        return first
    for other in found:
        if other.value.precision != "day" and other.value.day == first.value.day:
            return other
    return first


def _last_resort(document: Document, modified: list[Found[Moment]]) -> list[Found[Moment]]:
    from htmldate import find_date

    try:
        raw = find_date(
            document.markup, url=document.url, original_date=True, extensive_search=False
        )
    except OF_A_LIBRARY:
        raw = None  # a library's failure on one page, as on control characters, is none of the page
    value = parse(raw) if raw else None
    if value and raw:
        return [_with_time(Found(value, "htmldate", "page", raw), modified)]
    return modified[:1]
