"""What a page declares, on a page that keeps something back: it passes the same door.

`articleBody` holds the whole article, a description may be a piece of it. A declared text
passes where the public part of the page has all its words; a name, a date, an address, a
keyword passes as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pipelines.page import jsonld
from pipelines.page.document import Element
from pipelines.page.words import CUT_OFF, fold, words

_BODIES = frozenset(("articlebody", "text", "reviewbody", "transcript"))
"""Properties that hold the whole text."""
_PROSE = frozenset((
    "description", "abstract", "summary", "excerpt", "lead", "alternativeheadline", "caption",
    "backstory", "body", "standfirst", "teaser", "disambiguatingdescription",
))  # fmt: skip
"""Last parts of names under which sentences of an article are declared."""
_TITLES = frozenset((
    "headline", "name", "title", "keywords", "news_keywords",
    "robots", "googlebot", "googlebot-news", "ccbot", "gptbot",
))  # fmt: skip
"""Names under which long values are no sentences of the text: titles, keywords, rules for
machines."""
_NAME_WORDS = 12
"""Words from which a value under any other name is a text and not a name."""
_STRUCTURE = frozenset((
    "class", "id", "itemprop", "itemtype", "itemscope", "rel", "property", "name", "lang", "dir",
    "style", "hidden", "role", "type", "http-equiv", "xml:lang", "colspan", "rowspan",
))  # fmt: skip
"""Attributes that say what an element is."""
_ADDRESSES = frozenset(("href", "src"))
_DATE = re.compile(r"^[\d\s:.,/+TZtz-]{6,40}$")


@dataclass(frozen=True, slots=True)
class Known:
    """The words of the public part."""

    words: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Known:
        """Return the words of these texts."""
        return cls(frozenset(w for t in texts for w in words(fold(t))))

    def has(self, text: str) -> bool:
        """Tell whether every word of a text is public; the last may be cut off."""
        *front, last = words(fold(CUT_OFF.sub("", text))) or [""]
        if not all(w in self.words for w in front):
            return False
        return last in self.words or any(w.startswith(last) for w in self.words)


def passes(name: str, text: str, known: Known) -> bool:
    """Tell whether a text that is declared under a name may be read."""
    key = re.split(r"[:.]", name.lower())[-1]
    if key in _BODIES:
        return False
    if key in _PROSE:
        return known.has(text)
    if key in _TITLES or " " not in text.strip():
        return True  # one word, or an address
    return len(words(text)) <= _NAME_WORDS or known.has(text)


def clean_meta(element: Element, known: Known) -> None:
    """Take the content of a `<meta>` away that may not be read."""
    names = [element.get(n) for n in ("name", "property", "itemprop", "http-equiv")]
    for attribute in list(element.attrib):
        if attribute in ("content", "value"):
            text = element.get(attribute)
            if not all(passes(n, text, known) for n in names if n):
                del element.attrib[attribute]
        elif attribute not in _STRUCTURE:
            del element.attrib[attribute]


def clean_attributes(element: Element, *, is_open: bool) -> None:
    """Leave what says what an element is, dates, and addresses where public words stand."""
    for name, value in list(element.attrib.items()):
        kept = name in _STRUCTURE or bool(_DATE.match(value))
        if not kept and not (is_open and name in _ADDRESSES):
            del element.attrib[name]


def script(element: Element, known: Known) -> str | None:
    """Return the text of a script without what may not be read: JSON-LD; else None."""
    kind = (element.get("type") or "").strip().lower()
    if not kind.startswith(jsonld.MEDIA_TYPES) or not element.text:
        return None
    try:
        value = _cleaned(jsonld.load(element.text), "", known)
    except RecursionError:
        return None
    return json.dumps(value) if value is not None else None


def _cleaned(value: Any, name: str, known: Known) -> Any:
    """The value without texts that may not be read; `name` is the property that holds it."""
    if isinstance(value, dict):
        return {
            k: _cleaned(v, name if name.lower() in _PROSE else k, known)
            for k, v in value.items()
            if k.lower() not in _BODIES
        }
    if isinstance(value, list):
        return [_cleaned(v, name, known) for v in value]
    if isinstance(value, str) and not passes(name, value, known):
        return None
    return value
