"""Who signs, in the words of many countries: "Piše: A B", "بقلم أحمد علي", "홍길동 기자".

A line counts only as a whole: a known word, then nothing but a few words that have
the shape of names. Where a script knows no capitals, the shape is length alone, so
the line must be short.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipelines.fields.authors.names import is_person
from pipelines.lexicon.tables import expressions, known, listed, source
from pipelines.page.words import fold, is_dense

_CASELESS_SCRIPTS = ("ar", "bn", "fa", "he", "hi", "th", "ur")
"""Languages whose script has no capitals."""


@cache
def _cased_label() -> re.Pattern[str]:
    """The words that sign, before a colon or a space."""
    own = tuple(language for language in known() if language not in _CASELESS_SCRIPTS)
    words = source("byline.signs", languages=own)
    return re.compile(rf"^(?:{words})\s{{0,9}}[:：\-–—|]?\s{{1,9}}(?=\S)", re.IGNORECASE)


@cache
def _caseless_label() -> re.Pattern[str]:
    words = source("byline.signs", languages=_CASELESS_SCRIPTS)
    return re.compile(rf"^(?:{words})\s*(?:[:：\-–—/|]\s*|\s)(?=\S)")


@cache
def _next_name() -> re.Pattern[str]:
    return re.compile(rf"\s{{0,9}}(?:[,|•]|\s[-–—]\s|\s(?:{source('byline.and')})\s)")


_NAME_END = re.compile(r"\s{0,9}(?:[|•·,،/]|\s[-–—]\s|\d)(?s:.*)")
_MOST = 60


@lru_cache(maxsize=4096)
def signed(text: str) -> str | None:
    """Return the names in a line that signs; None when it is another line."""
    if not 3 < len(text) <= _MOST:
        return None
    for whole in expressions("byline.whole"):
        if line := whole.match(text):
            names = _eastern(line[1]) if is_dense(line[1]) else str(line[1])
            return None if names.endswith(listed("byline.house_end")) else names
    return _cased(text) or _caseless(text)


def _eastern(names: str) -> str:
    """`王晓岚 通讯员 李建国` → both names: between Chinese names a space parts them, and a
    role may stand before each."""
    parts = [p for p in _BETWEEN.split(names) if p and p not in listed("byline.eastern_role")]
    return "、".join(parts)


_BETWEEN = re.compile(r"[\s、，,／/:：]+")


def _cased(text: str) -> str | None:
    label = _cased_label().match(text)
    if label is None:
        return None
    names = text[label.end() :]
    first = _next_name().split(names)[0]
    return names if is_person(first) else None


def _caseless(text: str) -> str | None:
    label = _caseless_label().match(text)
    if label is None:
        return None
    name = _NAME_END.sub("", text[label.end() :]).strip()
    return (
        name
        if 1 < len(name.split()) < 5 and len(name) < 30 and not re.search(r"[.:؟?!।۔]", name)
        else None
    )


def is_signed(text: str, author: str) -> bool:
    """Tell whether a line that says "By" and a name is a byline: no sentence stands before the
    name. A standfirst may end so: "And all of it went well. A comment by A B"."""
    before, name, _ = fold(text).partition(fold(author))
    return bool(name) and not _SENTENCE.match(before)


_SENTENCE = re.compile(r"(?:\S{1,40} ){3}.{0,400}?[^\W\d_]{2}[.!?]\s")
"""Some words up to a sign that ends a sentence; a date or an initial ends none."""
