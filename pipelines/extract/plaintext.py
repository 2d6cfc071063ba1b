"""Plain text in: saved page text or a WET record → the same record, by text rules.

Without markup only order, length and wording are left: labels and headline, a
standfirst, names and a date, then paragraphs until a wall or the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pipelines import identity
from pipelines.access.phrases import Spoken, is_badge, may_speak, spoken
from pipelines.body.links import says_also
from pipelines.body.paragraphs import is_sentence
from pipelines.extract.result import Extraction, reject, source_of
from pipelines.fields.authors.names import clean_names
from pipelines.fields.dates import printed_date
from pipelines.fields.dates.moment import Moment
from pipelines.fields.language import detect
from pipelines.model import Article, Page, Provenance, Reason, Rejected
from pipelines.page.decoding import decode
from pipelines.page.words import containment, fold, squeeze, words
from pipelines.version import EXTRACTOR

_HEAD_LINES = 14
_WALL_CHARS = 320
_MIN_CHARS = 140
_PROSE = 130
"""Characters from which a line is a sentence of the text rather than of a wall."""


@dataclass(slots=True)
class _Read:
    """What the lines gave."""

    title: str | None = None
    section: str | None = None
    badge: str | None = None
    teaser: str | None = None
    authors: list[str] = field(default_factory=list)
    date: Moment | None = None
    date_raw: str | None = None
    body: list[str] = field(default_factory=list)
    wall: str | None = None
    wall_said: Spoken | None = None
    wall_line: int | None = None


def extract_text(page: Page) -> Extraction | Rejected:
    """Return the Extraction of a plain-text page, or why it holds no article."""
    text = decode(page.body, page.content_type).text
    lines = [squeeze(line) for line in re.split(r"\r?\n", text)]
    lines = [line for line in lines if line]
    found = _read(lines, page.fetched)
    if not found.title or (sum(map(len, found.body)) < _MIN_CHARS and not found.wall):
        return reject(
            page,
            Reason.NO_ARTICLE,
            f"{sum(map(len, found.body))} characters of running text in {len(lines)} lines",
        )
    return _assemble(page, found)


def _read(lines: list[str], fetched: datetime | None) -> _Read:
    found = _Read()
    language = detect(" ".join(lines)[:2000])
    start = _head(lines, found, language.value if language else None, fetched)
    _body(lines, start, found)
    return found


def _head(lines: list[str], found: _Read, language: str | None, fetched: datetime | None) -> int:
    """Read labels, headline, standfirst, names and date; return the body's first line."""
    labels: list[str] = []
    for number, line in enumerate(lines[:_HEAD_LINES]):
        day = printed_date.parse_text(line, language, fetched) if len(line) < 120 else None
        if is_badge(line):
            found.badge = line
        elif day is not None and len(words(line)) < 14:
            found.date, found.date_raw = day, line
        elif found.title is None:
            if len(words(line)) >= 4 and len(line) < 250 and not _is_label(line):
                found.title = line
            else:
                labels.append(line)
        elif _is_body_start(number, line, found, lines):
            return _close_head(found, labels, number)
        elif found.teaser is None and len(words(line)) >= 7:
            found.teaser = line
        elif len(words(line)) <= 6:
            found.authors += [
                n for n in clean_names([line]) if fold(n) not in {fold(a) for a in found.authors}
            ]
    return _close_head(found, labels, min(_HEAD_LINES, len(lines)))


def _close_head(found: _Read, labels: list[str], number: int) -> int:
    found.section = ", ".join(labels) if labels and len(", ".join(labels)) < 80 else None
    return number


def _is_label(line: str) -> bool:
    """A kicker: few words, or a list of rubrics."""
    count = len(words(line))
    return len(line) < 45 and ("," in line or line.isupper()) and count < 6


def _is_body_start(number: int, line: str, found: _Read, lines: list[str]) -> bool:
    if not is_sentence(line) or len(line) < 60:
        return False
    if found.date is not None or found.authors or found.teaser is not None:
        return True
    # a first long sentence is the standfirst only if names or a date follow it
    following = lines[number + 1 : number + 5]
    dated = any(printed_date.parse_text(f, None) is not None for f in following if len(f) < 120)
    return not (dated or any(len(words(f)) <= 4 for f in following[:2]))


def _body(lines: list[str], start: int, found: _Read) -> None:
    skip = False
    for number in range(start, len(lines)):
        line = lines[number]
        if len(line) < _WALL_CHARS and may_speak(line):
            said = spoken(" ".join(lines[number : number + 2]) if len(line) < 60 else line)
            own = spoken(line)
            certain = "this" in own.parts and not own.parts.isdisjoint(
                ("reserved", "remaining", "go_on")
            )
            certain = certain or (len(line) < _PROSE and not _goes_on(lines, number, start))
            if own.parts - {"price", "all"} and certain and said.strength >= 1 and not said.counter:
                found.wall, found.wall_said, found.wall_line = line, said, number
                break
        if says_also(line) and len(line) < 160:
            skip = True
            continue
        if skip and len(line) < 90 and not re.search(r"[.!?…]\s*$", line):
            continue
        skip = False
        if found.body and len(line) < 240 and containment(line, found.body[-1]) > 0.85:
            continue  # a photo caption repeats its paragraph
        found.body.append(line)
    if found.wall is None:
        _trim(found.body)
    while found.body and not is_sentence(found.body[-1]) and len(found.body[-1]) < 80:
        found.body.pop()


def _goes_on(lines: list[str], number: int, start: int) -> bool:
    """As much running text follows as came before: whatever the line says, it is no wall."""
    behind = sum(
        len(line) for line in lines[number + 1 :] if len(line) > _PROSE and is_sentence(line)
    )
    before = sum(len(line) for line in lines[start:number])
    return behind > max(400, 0.5 * before)


def _trim(body: list[str]) -> None:
    """Drop what follows the last full paragraph: menus and teasers in short lines."""
    last = max(
        (i for i, line in enumerate(body) if len(line) > 140 and is_sentence(line)), default=-1
    )
    del body[last + 1 :]


def _assemble(page: Page, found: _Read) -> Extraction:
    from pipelines.access.evidence import (
        Access,
        Basis,
        Boundary,
        Evidence,
        Says,
        Signal,
        Status,
    )

    text = "\n\n".join(found.body) or None
    identifier = identity.article_id(page.url)
    digest = identity.content_hash(found.title, text)
    evidence = []
    if found.badge:
        evidence.append(Evidence(Signal.BADGE, "text", found.badge, Says.LOCKED, 0.8))
    status, confidence, boundary = Status.UNKNOWN, 0.3, None
    if found.wall is not None and found.wall_said is not None:
        says = Says.REGISTRATION if found.wall_said.asks_registration else Says.LOCKED
        parts = ", ".join(sorted(found.wall_said.parts))
        evidence.append(
            Evidence(
                Signal.WALL, f"line {found.wall_line}", found.wall, says, 0.85, f"phrase: {parts}"
            )
        )
        status, confidence = (
            (Status.REGISTRATION if says is Says.REGISTRATION else Status.SUBSCRIPTION),
            0.85,
        )
        boundary = Boundary(
            found.wall_line or 0,
            f"line {found.wall_line}",
            Basis.VISIBLE_WALL if found.body else Basis.WALL_BEFORE_BODY,
            0.85,
            found.wall,
        )
    elif found.badge:
        status, confidence = Status.SUBSCRIPTION, 0.6
    language = detect(text or found.title or "")
    article = Article(
        id=identifier, revision_id=identity.revision_id(identifier, digest), url=page.url, source=source_of(page), title=found.title, section=found.section,
        date_published=found.date.at if found.date else None, date_published_raw=found.date_raw, date_published_offset_min=found.date.offset_min if found.date else None,
        date_published_precision=found.date.precision if found.date else None, authors=found.authors, teaser=found.teaser, teaser_source="text" if found.teaser else None,
        text=text, text_complete=False if boundary else None, language=language.value if language else None, access=status.value, access_confidence=confidence, access_evidence=[str(e) for e in evidence],
        boundary_char=len(text or "") if boundary else None, boundary_paragraph=len(found.body) if boundary else None, boundary_basis=boundary.basis.value if boundary else None,
        boundary_path=boundary.path if boundary else None, wall_text=boundary.wall_text[:300] if boundary and boundary.wall_text else None,
        date_fetched=page.fetched or datetime(1970, 1, 1, tzinfo=UTC), http_status=page.status, opt_outs=list(page.opt_outs), content_hash=digest, cluster_id=identifier,
        archive_file=page.archive_file, archive_offset=page.archive_offset, extractor=EXTRACTOR,
    )  # fmt: skip
    return Extraction(
        article, _provenance(article, found), Access(status, confidence, evidence, boundary)
    )


def _provenance(article: Article, found: _Read) -> list[Provenance]:
    rows = [
        ("title", found.title, found.title),
        ("section", found.section, found.section),
        ("date_published", str(found.date) if found.date else None, found.date_raw),
        ("authors", "; ".join(found.authors) or None, "; ".join(found.authors) or None),
        ("teaser", found.teaser, found.teaser),
    ]
    return [
        Provenance(article.id, name, value, raw, "text", "line")
        for name, value, raw in rows
        if value
    ]
