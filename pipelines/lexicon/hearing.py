"""What a text says of a wall: classes of words, and what they mean together.

One class alone is everyday language; certain pairs are not. The words stand in the
languages' files, what pairs mean stands here, for it is the same in every language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from pipelines.lexicon.hints import numbers, speaking
from pipelines.lexicon.matcher import matcher, spans_of
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
    OFFER = "offer"
    """Buying: buy, a pass for a time, subscribe now, full access."""
    READ_ON = "read on"
    """The rest of this text can be read: two of `read`, `rest`, `item` near each other."""
    RESERVED = "reserved"
    """For some only: `lock`, or `only` near `who`."""
    NEEDED = "needed"
    """A subscription, a login, an account is needed: `need` near one of them."""
    DENIED = "denied"
    """This may not be read, or not by you: `deny` near `read`, `item`, `pay` or `who`."""
    REMAINING = "remaining"
    """Free articles are counted, or the share that is left to read."""


class Topic(StrEnum):
    """What a box speaks of that asks something else of the reader."""

    NEWSLETTER = "newsletter"
    COMMENT = "comment"
    KEEP = "keep"
    """Saving, following, reading later."""
    LISTEN = "listen"
    GIFT = "gift"
    DONATE = "donate"
    APP = "app"
    COOKIE = "cookie"
    """Consent, advertising, notifications, channels."""
    ALL = "all"
    """Free for everybody."""
    PAPER = "paper"
    """The printed paper."""
    ACCOUNT = "account"
    """Passwords, settings, a confirmation."""
    FUNCTION = "function"
    """A tool of the page, which some readers may use."""
    TROUBLE = "trouble"
    """An error, a cancellation."""
    APPEAL = "appeal"
    """Support us."""


_TOGETHER = (Heard.READ_ON, Heard.RESERVED, Heard.REMAINING, Heard.NEEDED, Heard.DENIED)
_CLASSES = {heard.value: heard for heard in Heard if heard not in _TOGETHER}
_OPENS = (Heard.PAY, Heard.ENTER, Heard.WHO)
"""What opens a closed text."""
_DENIABLE = (Heard.READ, Heard.ITEM, Heard.PAY, Heard.WHO, Heard.FREE)


@lru_cache(maxsize=4096)
def hear(text: str, languages: tuple[str, ...] | None = None) -> frozenset[Heard]:
    """Return the classes of a wall's words that stand in a text; none: it says nothing of one.

    `languages` are those of the page or of the box around a line; without them, those
    whose words stand in the text itself.
    """
    text = fold(text)
    possible = speaking(text)
    found = [
        _in_language(text, language)
        for language in (possible if languages is None else languages)
        if language in possible
    ]
    return found[0] if len(found) == 1 else _NOTHING.union(*found)


_NOTHING: frozenset[Heard] = frozenset()


@lru_cache(maxsize=4096)
def _in_language(text: str, language: str) -> frozenset[Heard]:
    """What is heard of a folded text in one of the languages that may speak in it."""
    possible = speaking(text)[language]
    where = {
        _CLASSES[part]: [start for start, _ in spans_of(f"wall.{part}", language, rows, text)]
        for part, rows in numbers(text, language).items()
        if part in possible and part in _CLASSES
    }
    said = _Said(text, {heard: starts for heard, starts in where.items() if starts})
    found = set(said.where)
    if said.reads_on():
        found.add(Heard.READ_ON)
    if Heard.LOCK in found or said.near(Heard.ONLY, Heard.WHO):
        found.add(Heard.RESERVED)
    if any(said.near(Heard.NEED, opens) for opens in _OPENS) or (
        Heard.READ_ON in found and said.near(Heard.NEED, Heard.JOIN)
    ):
        found.add(Heard.NEEDED)
    if any(said.near(Heard.DENY, of) for of in _DENIABLE):
        found.add(Heard.DENIED)
    if said.counts():
        found.add(Heard.REMAINING)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Said:
    """Where one language's words stand in a text."""

    text: str
    where: dict[Heard, list[int]]

    def near(self, left: Heard, right: Heard) -> bool:
        """Two different words within reach of each other."""
        here, there = self.where.get(left), self.where.get(right)
        if here is None or there is None:
            return False
        return any(0 < abs(a - b) <= _NEAR for a in here for b in there)

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

    def counts(self) -> bool:
        """The share left to read, or free articles used up or counted by the month."""
        has = self.where.__contains__
        of_reading = sum(map(has, (Heard.READ, Heard.REST, Heard.ITEM)))
        if of_reading > 1 and len(self.text) < _SHARE and _PERCENT.search(self.text):
            return True
        if not (has(Heard.FREE) and (has(Heard.ITEM) or has(Heard.READ))):
            return False
        return has(Heard.USED) or matcher("wall.month").stands_in(self.text)


_TALKS = (
    frozenset((Heard.RESERVED,)),
    frozenset((Heard.REMAINING,)),
    frozenset((Heard.NEEDED,)),
    frozenset((Heard.DENIED,)),
    *(frozenset((Heard.READ_ON, opens)) for opens in (Heard.PAY, Heard.ENTER, Heard.JOIN)),
    frozenset((Heard.ENTER, Heard.READ)),
    frozenset((Heard.HAD, Heard.WHO)),
    frozenset((Heard.HAD, Heard.PAY)),
    frozenset((Heard.JOIN, Heard.PAY)),
    frozenset((Heard.ENTER, Heard.PAY)),
    frozenset((Heard.NEED, Heard.ENTER)),
)
_PLAIN = (
    frozenset((Heard.NEEDED, Heard.PAY, Heard.ITEM)),
    frozenset((Heard.NEEDED, Heard.PAY, Heard.READ)),
    frozenset((Heard.NEEDED, Heard.PAY, Heard.OFFER)),
    frozenset((Heard.NEEDED, Heard.PAY, Heard.WHO)),
    frozenset((Heard.UNLOCK, Heard.PAY)),
    frozenset((Heard.UNLOCK, Heard.WHO)),
    frozenset((Heard.OFFER, Heard.PAY, Heard.READ)),
)
"""What is said of a text, whatever else the line speaks of."""
_OF_THIS = (frozenset((Heard.RESERVED, Heard.ITEM)), frozenset((Heard.DENIED, Heard.ITEM)))
"""What is said of a text, unless the line is about an account or a consent."""
_NEVER_OF_THE_TEXT = frozenset((Topic.COMMENT, Topic.DONATE, Topic.KEEP, Topic.TROUBLE))
_LABEL = 60
"""Characters of a label that names how a text is reached: "Access by subscription"."""
_CALL = 120
"""Characters of a call to buy, at most."""
_LONG = 240
"""Characters of a line that says one thing, at most."""


def is_wall_talk(text: str, languages: tuple[str, ...] | None = None) -> bool:
    """Tell whether a line, taken alone, says that a text is closed or how it is opened.

    A line about a newsletter, a password, an app does not, unless it says it plainly.
    """
    heard = hear(text, languages)
    if not heard:
        return False
    topics = about(text, languages)
    if topics & _NEVER_OF_THE_TEXT:
        return False
    if Heard.LOCK in heard:
        return True
    if len(text) > _LONG:
        return False
    if any(plainly <= heard for plainly in _PLAIN):
        return True
    if not topics & {Topic.ACCOUNT, Topic.COOKIE} and any(said <= heard for said in _OF_THIS):
        return True
    if topics:
        return False
    if len(text) < _LABEL and {Heard.PAY, Heard.READ} <= heard:
        return True
    if len(text) < _CALL and Heard.OFFER in heard:
        return True
    return any(talk <= heard for talk in _TALKS)


@lru_cache(maxsize=4096)
def about(text: str, languages: tuple[str, ...] | None = None) -> frozenset[Topic]:
    """Return what else a text speaks of; nothing where it speaks of no such thing.

    Without `languages`, those whose words stand in it; English words are everybody's.
    """
    text = fold(text)
    if languages is None:
        languages = tuple(speaking(text))
    if not languages:
        every = (Topic.NEWSLETTER, Topic.COMMENT)
        return frozenset(t for t in every if matcher(f"other.{t.value}").stands_in(text))
    asked = {*languages, "en"}
    return frozenset(
        topic
        for topic in Topic
        if any(matcher(f"other.{topic.value}", (name,)).stands_in(text) for name in asked)
    )
