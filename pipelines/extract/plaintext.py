"""Saved text → the same page as markup, so that one road leads from it to the record.

A text has lines, in order, and nothing else. What a line is (a label, the headline, names,
a date, a paragraph, a piece of a menu) is told by its shape and its neighbours, and written
as the markup that says so; layout, access, fields and body read that like any page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import takewhile
from typing import NamedTuple

from pipelines.body.paragraphs import is_sentence
from pipelines.fields import language
from pipelines.fields.authors.names import clean_names, is_agency, is_person
from pipelines.fields.authors.printed_byline import says_by
from pipelines.fields.authors.signature import signed
from pipelines.fields.dates import printed_date
from pipelines.lexicon.also import announces_others
from pipelines.lexicon.phrases import is_badge, may_speak, spoken
from pipelines.model import Page
from pipelines.page.decoding import decode
from pipelines.page.words import containment, fold, squeeze, words

_DUMP = 300
"""Lines of a dump in which its headline stands."""
_HEAD = 14
"""Lines in which the headline stands."""
_FACTS = 8
"""Lines under the headline in which names, a date and a standfirst may stand."""
_LABEL = 45
"""Characters that a label over the headline has at most."""
_LABEL_WORDS = 6
"""Words from which such a line is a headline."""
_TITLE_WORDS, _TITLE = 4, 250
"""Words that a headline has at least, characters that it has at most."""
_DATED, _DATED_WORDS = 120, 14
"""Characters and words that a line with the date of the article has at most."""
_NAMED_WORDS = 6
"""Words of a line that holds names and nothing else, at most."""
_STANDFIRST_WORDS = 7
_PARAGRAPH = 140
"""Characters of a paragraph that is no teaser of another text."""
_SUBHEAD = 90
"""Characters of a subhead at most."""
_CAPTION, _REPEATED = 240, 0.85
"""Characters of a caption at most, and the share of its words that the text has, too."""
_MENU = 4
"""Short lines in a row that are a menu."""
_ENDS = re.compile(r"[.!?…。！？।۔؟][\"'”“»)\]]*\s*$")


_ALSO = 160
"""Characters of a line that leads to other articles, at most."""
_ASKED = 5
"""Lines of a box that asks something of the reader, at most."""
_PRESSED = 60
"""Characters of a button at most."""


class _Line(NamedTuple):
    """One line of the text, or some, with the markup that says what they are."""

    tag: str
    name: str
    text: str
    """The line; of a box its lines as markup."""

    def __str__(self) -> str:
        named = f' class="{self.name}"' if self.name else ""
        inside = self.text if self.tag == "section" else html.escape(self.text)
        return f"<{self.tag}{named}>{inside}</{self.tag}>"


def is_plain_text(page: Page) -> bool:
    """Tell whether the page is a text dump (WET record, saved text), not HTML."""
    if "text/plain" in (page.content_type or "").lower():
        return True
    if page.content_type:
        return False
    start = page.body[:4096].lower()
    return not re.search(
        rb"<(?:!doctype|html|head|body|div|p|meta|article|title|h1|span|script)\b", start
    )


def as_html(page: Page) -> Page:
    """Return a saved text as a page of HTML in UTF-8: each line is one element, in order."""
    text = decode(page.body, page.content_type).text
    lines = [line for line in map(squeeze, re.split(r"\r?\n", text)) if line]
    found = language.detect(" ".join(lines)[:2000])
    tongue = found.value if found else None
    lang = f' lang="{tongue}"' if tongue else ""
    repeated = _repeated(lines)
    if repeated is not None:
        head, above = f"<title>{html.escape(lines[0])}</title>", [*map(_menu, lines[1:repeated])]
    else:
        head, above = "", []
    inside = "\n".join(map(str, [*above, *_marked(lines[repeated or 0 :], tongue, page.fetched)]))
    markup = f"<!doctype html><html{lang}><head>{head}</head><body><article>\n{inside}\n</article></body></html>"
    return replace(
        page, body=markup.encode("utf-8", "replace"), content_type="text/html; charset=utf-8"
    )


def _repeated(lines: list[str]) -> int | None:
    """Where the headline stands in a dump of a page (WET): its first line is the page's
    title, which says the headline and the site; None where nothing repeats it."""
    title = fold(lines[0]) if lines else ""
    for number, line in enumerate(lines[1:_DUMP], 1):
        if len(words(line)) >= _TITLE_WORDS and title.startswith(fold(line)):
            return number
    return None


def _menu(line: str) -> _Line:
    return _Line("nav", "", line)


def _marked(lines: list[str], tongue: str | None, fetched: datetime | None) -> Iterator[_Line]:
    def dated(line: str) -> bool:
        return _is_dated(line, tongue, fetched)

    title = next((n for n, line in enumerate(lines[:_HEAD]) if _is_headline(line, dated)), None)
    if title is None:
        yield from _body(lines)
        return
    yield from (_Line("p", "date" if dated(line) else "kicker", line) for line in lines[:title])
    yield _Line("h1", "", lines[title])
    start = title + 1
    while start < min(len(lines), title + 1 + _FACTS):
        fact = _fact(lines, start, dated, told=start > title + 1)
        if fact is None:
            break
        yield fact
        start += 1
    yield from _body(lines[start:])


def _is_headline(line: str, dated: Callable[[str], bool]) -> bool:
    """Enough words for a headline; no badge, no date, no list of rubrics."""
    count = len(words(line))
    label = len(line) < _LABEL and ("," in line or line.isupper()) and count < _LABEL_WORDS
    return (
        count >= _TITLE_WORDS
        and len(line) < _TITLE
        and not label
        and not is_badge(line)
        and not dated(line)
    )


def _is_dated(line: str, tongue: str | None, fetched: datetime | None) -> bool:
    if len(line) >= _DATED or len(words(line)) >= _DATED_WORDS:
        return False
    return printed_date.parse_text(line, tongue, fetched) is not None


def _fact(
    lines: list[str], number: int, dated: Callable[[str], bool], *, told: bool
) -> _Line | None:
    """A line between headline and text; None where the text begins.

    A first long sentence is the standfirst only if names or a date follow it.
    """
    line = lines[number]
    if is_badge(line):
        return _Line("p", "badge", line)
    if dated(line):
        return _Line("p", "date", line)
    if len(words(line)) <= _NAMED_WORDS and clean_names([line]):
        return _Line("p", "byline", line) if _names(lines, number, dated) else None
    following = lines[number + 1 : number + 5]
    announced = any(map(dated, following)) or any(len(words(f)) <= 4 for f in following[:2])
    if not told and announced and len(words(line)) >= _STANDFIRST_WORDS:
        return _Line("p", "standfirst", line)
    return None


def _names(lines: list[str], number: int, dated: Callable[[str], bool]) -> bool:
    """Persons, an agency, a line that signs; or whatever stands with a date."""
    line = lines[number]
    if says_by(line) or signed(line) or is_agency(line) or is_person(line):
        return True
    near = lines[number - 1 : number] + lines[number + 1 : number + 3]
    return any(map(dated, near))


def _body(lines: list[str]) -> Iterator[_Line]:
    """Paragraphs and subheads; what comes after the last paragraph is set apart, and so is a
    row of short lines."""
    last = max((n for n, line in enumerate(lines) if _is_paragraph(line)), default=-1)
    number = 0
    while number < len(lines):
        line = lines[number]
        row = list(takewhile(_is_short, lines[number:]))
        asked = _asking(lines, number) if number > last else 0
        if asked:
            yield from _asked(lines[number : number + asked])
            number += asked
            continue
        if announces_others(line) and len(line) < _ALSO:
            beside = [line, *takewhile(_is_short, lines[number + 1 :])]
            yield from (_Line("aside", "", other) for other in beside)
            number += len(beside)
            continue
        if len(row) >= _MENU:
            yield from (_Line("li", "", short) for short in row)
            number += len(row)
            continue
        if number > last:
            yield _Line("div", "", line)
        elif number and _is_caption(line, lines[number - 1]):
            yield _Line("figcaption", "", line)
        elif _is_short(line) and number < last and _ENDS.search(lines[number + 1]):
            yield _Line("h2", "", line)
        else:
            yield _Line("p", "", line)
        number += 1


def _asking(lines: list[str], number: int) -> int:
    """How many lines from here ask something of the reader together; 0: this one does not."""
    if not _speaks(lines[number]):
        return 0
    near = lines[number : number + _ASKED]
    return max(n for n, line in enumerate(near, 1) if _speaks(line))


def _speaks(line: str) -> bool:
    return may_speak(line) and bool(spoken(line).parts)


def _asked(lines: list[str]) -> Iterator[_Line]:
    """One box: what is said, and the short lines that were there to be pressed."""
    inside = [_Line("button" if _is_pressed(line) else "p", "", line) for line in lines]
    yield _Line("section", "", "".join(map(str, inside)))


def _is_pressed(line: str) -> bool:
    return len(line) < _PRESSED and not _ENDS.search(line)


def _is_short(line: str) -> bool:
    return len(line) < _SUBHEAD and not _ENDS.search(line)


def _is_caption(line: str, above: str) -> bool:
    """A line under a paragraph that says again what stands in it."""
    return len(line) < _CAPTION and containment(line, above) > _REPEATED


def _is_paragraph(line: str) -> bool:
    return len(line) > _PARAGRAPH and is_sentence(line)
