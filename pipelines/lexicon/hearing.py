"""What a text says of a wall: classes of words, and what they mean together.

One class alone is everyday language; certain pairs are not. The words stand in the
languages' files, what pairs mean stands here, for it is the same in every language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from pipelines.lexicon.hints import speaking
from pipelines.lexicon.tables import pattern
from pipelines.page.words import fold

_NEAR = 60
"""Characters between two words that still speak of one thing."""
_CURIOUS = 90
"""Characters of a question after the rest, at most."""
_SHARE = 160
"""Characters of a line that says how much is left to read, at most."""
_ASKS = ("?", "؟", ";")  # folded; the last is the Greek question mark
_PERCENT = re.compile(r"\d ?[%％]|[%％] ?\d")


class Heard(StrEnum):
    """A class of words, or what some of them mean together."""

    READ = "read"
    """A verb of reading, viewing, getting at."""
    REST = "rest"
    """The rest, the whole, on, further."""
    ITEM = "item"
    """Article, story, content."""
    UNLOCK = "unlock"
    """Words that say "read on" alone: unlock, continue reading."""
    ONLY = "only"
    """Only, exclusive, reserved, available."""
    WHO = "who"
    """Those who may: subscribers, members, registered readers."""
    LOCK = "lock"
    """Words that say "closed" alone: paid content, subscribers only."""
    PAY = "pay"
    """Subscribing, becoming a member, an offer."""
    ENTER = "enter"
    """Signing in."""
    JOIN = "join"
    """Opening an account."""
    HAD = "had"
    """Having one already, or not yet."""
    FREE = "free"
    """Free of charge."""
    USED = "used"
    """Used up, a limit reached."""
    NEED = "need"
    """Must, is needed, is required."""
    DENY = "deny"
    """Not allowed, no access, not included."""
    BUY = "buy"
    """Buying, a pass for a time."""
    READ_ON = "read on"
    """The rest of this text can be read: two of `read`, `rest`, `item` near each other."""
    RESERVED = "reserved"
    """For some only: `lock`, or `only` near `who`."""
    REMAINING = "remaining"
    """Free articles are counted, or the share that is left to read."""


_WORDS = frozenset(
    heard for heard in Heard if heard not in (Heard.READ_ON, Heard.RESERVED, Heard.REMAINING)
)


@lru_cache(maxsize=4096)
def hear(text: str, languages: tuple[str, ...] | None = None) -> frozenset[Heard]:
    """Return the classes of a wall's words that stand in a text; none: it says nothing of one.

    `languages` are those of the page or of the box around a line; without them, those
    whose words stand in the text itself.
    """
    text = fold(text)
    possible = speaking(text)
    found: set[Heard] = set()
    for language in possible if languages is None else languages:
        if language in possible:
            found |= _in_language(text, language, possible[language])
    return frozenset(found)


def _in_language(text: str, language: str, possible: frozenset[str]) -> set[Heard]:
    where = {
        heard: [m.start() for m in _pattern(language, heard).finditer(text)]
        for heard in _WORDS
        if heard.value in possible
    }
    said = _Said(text, {heard: starts for heard, starts in where.items() if starts})
    found = set(said.where)
    if said.reads_on():
        found.add(Heard.READ_ON)
    if Heard.LOCK in found or said.near(Heard.ONLY, Heard.WHO):
        found.add(Heard.RESERVED)
    if said.counts(language):
        found.add(Heard.REMAINING)
    return found


def _pattern(language: str, heard: Heard) -> re.Pattern[str]:
    return pattern(f"wall.{heard.value}", languages=(language,), folded=True)


@dataclass(frozen=True, slots=True)
class _Said:
    """Where one language's words stand in a text."""

    text: str
    where: dict[Heard, list[int]]

    def near(self, left: Heard, right: Heard) -> bool:
        """Two different words within reach of each other."""
        return any(
            0 < abs(a - b) <= _NEAR
            for a in self.where.get(left, ())
            for b in self.where.get(right, ())
        )

    def reads_on(self) -> bool:
        if Heard.UNLOCK in self.where:
            return True
        if Heard.REST in self.where and self.text[-1:] in _ASKS and len(self.text) < _CURIOUS:
            return True  # "Curious about the rest?"
        return (
            self.near(Heard.READ, Heard.REST)
            or self.near(Heard.READ, Heard.ITEM)
            or self.near(Heard.REST, Heard.ITEM)
        )

    def counts(self, language: str) -> bool:
        """The share left to read, or free articles used up or counted by the month."""
        has = self.where.__contains__
        of_reading = sum(map(has, (Heard.READ, Heard.REST, Heard.ITEM)))
        if of_reading > 1 and len(self.text) < _SHARE and _PERCENT.search(self.text):
            return True
        if not (has(Heard.FREE) and (has(Heard.ITEM) or has(Heard.READ))):
            return False
        return has(Heard.USED) or bool(_month().search(self.text))


def _month() -> re.Pattern[str]:
    return pattern("wall.month", folded=True)


_TALKS = (
    frozenset((Heard.RESERVED,)),
    frozenset((Heard.UNLOCK, Heard.PAY)),
    frozenset((Heard.UNLOCK, Heard.ENTER)),
    frozenset((Heard.UNLOCK, Heard.JOIN)),
    frozenset((Heard.READ_ON, Heard.PAY)),
    frozenset((Heard.READ_ON, Heard.ENTER)),
    frozenset((Heard.READ_ON, Heard.JOIN)),
    frozenset((Heard.HAD, Heard.WHO)),
    frozenset((Heard.HAD, Heard.PAY)),
    frozenset((Heard.NEED, Heard.PAY)),
    frozenset((Heard.NEED, Heard.ENTER)),
    frozenset((Heard.DENY, Heard.READ)),
    frozenset((Heard.REMAINING,)),
)


def is_wall_talk(text: str, languages: tuple[str, ...] | None = None) -> bool:
    """Tell whether a line, taken alone, says that a text is closed or how it is opened."""
    heard = hear(text, languages)
    return any(talk <= heard for talk in _TALKS)
