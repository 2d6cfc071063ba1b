"""The words of a wall, as parts that combine, in many languages.

Not a list of sentences. A wall says some of: read on, the rest, this article,
subscribe, subscriber, reserved, sign in, register, already one of us, a price.
One part alone is everyday language; certain pairs are not. Counter-parts name
what such boxes speak of when they are not about the article: a newsletter,
comments, saving, an app, cookies, the printed paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pipelines.lexicon.hearing import Heard, Topic, hear
from pipelines.lexicon.hints import speaking, speaking_together
from pipelines.lexicon.matcher import matcher, matcher_of
from pipelines.lexicon.tables import needed, pattern, source
from pipelines.page.words import fold

_SIGN = "€$£¥₹₩₺₽₴₪₫฿"
"""Signs of money."""
_CODE = r"eur|usd|chf|kr\.?|r\$|rs\.?|rp|rm|ksh"
"""Codes of money that stand before or behind a number in any language."""
_ELSE = tuple(
    f"other.{topic}" for topic in Topic if topic not in (Topic.ACCOUNT, Topic.TROUBLE, Topic.APPEAL)
)
"""What a box may speak of instead: its words are not those of a wall around the text."""


@cache
def _price() -> re.Pattern[str]:
    """A sum of money, or a time that it is paid for."""
    money, per, span = (
        source(f"box.{part}", folded=True, begins=False) for part in ("money", "per", "span")
    )
    return re.compile(
        rf"(?:[{_SIGN}]|\b(?:{_CODE})) ?\d|\d(?:[.,]\d{{1,12}})? ?(?:[{_SIGN}円元원]|(?:{_CODE})(?!\w)|{money})"
        rf"|/ ?(?:{per})|\b\d{{1,12}} (?:{span})"
    )


_SUM = re.compile(r"[\d/]")
"""A number, or the stroke before a time: without one no sum is named."""


@lru_cache(maxsize=4096)
def _names_price(text: str) -> bool:
    if _SUM.search(text) and _price().search(text):
        return True
    return matcher("box.price").stands_in(text)


@cache
def _badge() -> re.Pattern[str]:
    """A label and nothing else, with or without the words that lead to it."""
    return re.compile(
        rf"^\W{{0,30}}(?:(?:{source('box.label_of')}) )?(?:{source('box.label')})\W{{0,30}}$",
        re.IGNORECASE,
    )


@dataclass(frozen=True, slots=True)
class Spoken:
    """The parts that a text speaks, and how strongly they make a wall together."""

    parts: frozenset[str]
    counter: bool
    strength: float
    """0: everyday language; from 1 on: a wall's words."""

    @property
    def asks_registration(self) -> bool:
        """An account is asked for, no subscription ("five articles a month" is no price)."""
        return "register" in self.parts and "subscribe" not in self.parts


_PAIRS = (
    ({"reserved", "subscribe"}, 1.2),
    ({"reserved", "read_on"}, 1.1),
    ({"reserved", "this"}, 1.0),
    ({"reserved", "sign_in"}, 1.0),
    ({"reserved", "register"}, 1.0),
    ({"reserved", "price"}, 0.9),
    ({"remaining"}, 1.1),
    ({"go_on", "subscribe"}, 1.1),
    ({"go_on", "register"}, 1.0),
    ({"go_on", "sign_in"}, 1.0),
    ({"go_on", "price"}, 0.95),
    ({"read_on", "subscribe"}, 1.0),
    ({"read_on", "register"}, 0.9),
    ({"read_on", "sign_in"}, 0.9),
    ({"read_on", "price"}, 0.8),
    ({"already", "subscribe", "sign_in"}, 0.7),
    ({"already", "sign_in"}, 0.4),
    ({"already", "subscribe"}, 0.5),
    ({"already", "register"}, 0.5),
    ({"subscribe", "sign_in"}, 0.5),
    ({"subscribe", "price"}, 0.6),
    ({"this", "subscribe"}, 0.7),
    ({"this", "register"}, 0.7),
    ({"this", "sign_in"}, 0.6),
)
_MEANS = {
    Heard.RESERVED: "reserved",
    Heard.READ_ON: "read_on",
    Heard.UNLOCK: "go_on",
    Heard.REMAINING: "remaining",
    Heard.PAY: "subscribe",
    Heard.ENTER: "sign_in",
    Heard.JOIN: "register",
    Heard.HAD: "already",
}
"""What is heard, and the part of a wall that it is."""


def may_count(text: str) -> bool:
    """Tell quickly whether free articles may be counted in the text."""
    return bool(_letters_of_a_count(fold(text)))


def _letters_of_a_count(text: str) -> list[str]:
    return [letters for letters in needed("box.counted") if letters in text]


def line_that_counts(lines: Sequence[str]) -> int | None:
    """Return the place of the first line that counts free articles; None: none does."""
    letters = _letters_of_a_count("\n".join(map(fold, lines)))
    if not letters:
        return None
    for place, line in enumerate(lines):
        text = fold(line)
        for each in letters:
            if each in text:
                if counts(line):
                    return place
                break
    return None


def counts(text: str) -> bool:
    """Tell whether a line counts free articles: "3 of 5 free articles left"."""
    return bool(pattern("box.counted").search(text))


def still_counts(text: str) -> bool:
    """Tell whether a line counts free articles and some are left: a meter that runs stops nobody."""
    if not may_count(text) or not counts(text):
        return False
    numbers = [int(n) for n in _COUNT.findall(text)]
    return bool(numbers) and 0 not in numbers and len(set(numbers)) == len(numbers)


_COUNT = re.compile(r"(?<![\w.,$€£])\d{1,2}(?![\w.,%€])")


def stems_in(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the languages in which lines, read together, may say something of a wall."""
    return tuple(speaking_together(map(fold, lines)))


def may_speak(text: str, languages: tuple[str, ...] | None = None) -> bool:
    """Tell quickly whether any part of a wall may stand in the text."""
    found = speaking(fold(text))
    return bool(found) if languages is None else not found.keys().isdisjoint(languages)


def languages(text: str) -> tuple[str, ...]:
    """Return the languages of which a wall's words may stand in the text."""
    return tuple(sorted(speaking(fold(text))))


def says_more_than_a_price(text: str) -> bool:
    """Tell whether a line says anything of a wall but what it costs, and of what."""
    return not hear(text).isdisjoint(_MEANS)


@lru_cache(maxsize=8192)
def spoken(text: str, tongues: tuple[str, ...] | None = None) -> Spoken:
    """Return the parts that stand in `text` and their joint strength.

    `tongues` are the languages of the box around the line; without them, those
    that the line itself may be in.
    """
    text = fold(text)
    parts = _parts(text, tongues)
    return weigh(parts, counter=bool(parts) and _is_about_something_else(text, parts, tongues))


def together(lines: list[Spoken]) -> Spoken:
    """Return what the lines of one box say; the first one tells what it is about."""
    parts = frozenset(
        part for line in lines if line is lines[0] or not line.counter for part in line.parts
    )
    if any("read_on" in line.parts and "all" not in line.parts for line in lines):
        parts -= {"all"}  # one line asks for this article, another praises the offer
    return weigh(parts, counter=lines[0].counter or _labels_something_else(lines))


def _labels_something_else(lines: list[Spoken]) -> bool:
    """A bare label, and the only other line that speaks is about comments or the like."""
    others = [line for line in lines[1:] if line.parts]
    return (
        lines[0].parts <= {"reserved", "subscribe"}
        and bool(others)
        and all(line.counter for line in others)
    )


def weigh(parts: frozenset[str], *, counter: bool) -> Spoken:
    """Return the parts with the strength that they have together."""
    matched = [value for wanted, value in _PAIRS if wanted <= parts]
    strength = min(1.4, max(matched, default=0.0) + 0.15 * max(0, len(matched) - 1))
    return Spoken(parts, counter, strength * (0.45 if counter else 1.0))


def _is_about_something_else(
    text: str, parts: frozenset[str], tongues: tuple[str, ...] | None
) -> bool:
    """A newsletter, comments, saving; or a request to those who have read it all."""
    spoken_here = sorted({*(speaking(text) if tongues is None else tongues), "en"})
    if _says(_ELSE, text, spoken_here):
        return True
    is_plain = not parts & {"reserved", "remaining", "go_on"}
    return is_plain and _says(("other.appeal",), text, spoken_here)


def _says(every: tuple[str, ...], text: str, tongues: list[str]) -> bool:
    return any(_says_in(every, text, own) for own in tongues)


@lru_cache(maxsize=4096)
def _says_in(every: tuple[str, ...], text: str, own: str) -> bool:
    return matcher_of(every, (own,)).stands_in(text)


@lru_cache(maxsize=4096)
def _points(text: str) -> frozenset[str]:
    """Whether it speaks of everything, and of this text."""
    return frozenset(
        part
        for part, words in (("all", "box.every"), ("this", "box.this"))
        if matcher(words).stands_in(text)
    )


def _parts(text: str, tongues: tuple[str, ...] | None) -> frozenset[str]:
    heard = hear(text, tongues)
    parts = {part for word, part in _MEANS.items() if word in heard}
    if _names_price(text):
        parts.add("price")
    if parts:
        parts |= _points(text)
    return frozenset(parts)


def is_badge(text: str) -> bool:
    """Tell whether a short label says that the article is for subscribers."""
    return len(text) < 50 and bool(_badge().match(text.strip()))
