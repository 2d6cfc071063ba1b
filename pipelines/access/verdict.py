"""Who wins when statements disagree: one table, asked from the top.

What a reader sees of this text comes first, then what the publisher says of this article,
then what is written for machines, then what only counts visits. Each line is a case;
the first that holds gives the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.access.evidence import Evidence, Says, Signal, Status


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one page, one field for each kind of statement."""

    wall: bool = False
    """A wall stands where the text ends, goes on hidden, or is not there."""
    wall_asks_account: bool = False
    kept_back: bool = False
    """Text is there and cannot be read: hidden, blurred, scrambled, cut off."""
    marked: bool = False
    """Text is shown that a selector or class inside the body reserves."""
    marked_account: bool = False
    """The names of a reserved part say that an account is asked for."""
    cut: bool = False
    """The text breaks off, and no wall says so."""
    badge: bool = False
    """A label at the headline says for whom the article is."""
    tier: Says | None = None
    own: Says | None = None
    """The publisher's own meta or attribute."""
    own_for_subscribers: bool = False
    flag: Says | None = None
    """JSON-LD or microdata about the article."""
    part: bool = False
    """A part is declared not free, whatever stands there."""
    whole_account: bool = False
    """A reserved part covers the whole text, and its names say an account is asked for."""
    meter: bool = False
    falls_short: bool = False
    """Far fewer words are served than the page says it has."""


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the table."""

    name: str
    holds: Callable[[Facts], bool]
    status: Status


def _says_free(f: Facts) -> bool:
    return f.tier is Says.FREE or (
        f.tier is None and f.flag is Says.FREE and f.own is not Says.PAID
    )


_REGISTERED = Says.REGISTRATION
_CLOSED = (Says.LOCKED, Says.PAID)

TABLE: tuple[Case, ...] = (
    Case("a wall that asks for an account", lambda f: f.wall and f.wall_asks_account, Status.REGISTRATION),
    Case("a wall", lambda f: f.wall, Status.SUBSCRIPTION),
    Case("hidden text on a page that says free", lambda f: f.kept_back and _says_free(f), Status.UNKNOWN),
    Case("hidden text, named for an account", lambda f: f.kept_back and f.marked_account, Status.REGISTRATION),
    Case("hidden text", lambda f: f.kept_back, Status.SUBSCRIPTION),
    Case("a part marked for an account", lambda f: f.marked and f.marked_account, Status.REGISTRATION),
    Case("a marked part, locked by the publisher", lambda f: f.marked and (f.tier in _CLOSED or f.own_for_subscribers), Status.SUBSCRIPTION),
    Case("a marked part that is shown", lambda f: f.marked, Status.METERED),
    Case("a cut text", lambda f: f.cut, Status.SUBSCRIPTION),
    Case("a tier that is locked", lambda f: f.tier in _CLOSED, Status.SUBSCRIPTION),
    Case("a tier for accounts", lambda f: f.tier is _REGISTERED, Status.REGISTRATION),
    Case("a tier that is free", lambda f: f.tier is Says.FREE, Status.FREE),
    Case("a label at the headline", lambda f: f.badge, Status.SUBSCRIPTION),
    Case("the publisher's own word, for subscribers", lambda f: f.own_for_subscribers, Status.SUBSCRIPTION),
    Case("the publisher's own word, for accounts", lambda f: f.own is _REGISTERED, Status.REGISTRATION),
    Case("all of it marked for an account", lambda f: f.whole_account and f.flag is not Says.FREE, Status.REGISTRATION),
    Case("a tier that is metered", lambda f: f.tier is Says.METERED, Status.METERED),
    Case("the publisher's own word, not free", lambda f: f.own in (Says.PAID, Says.LOCKED, Says.METERED), Status.METERED),
    Case("a flag that says not free", lambda f: f.flag is Says.PAID or (f.part and f.flag is None), Status.METERED),
    Case("a flag that says free", lambda f: f.flag is Says.FREE, Status.FREE),
    Case("a counter of free articles", lambda f: f.meter, Status.METERED),
    Case("nothing said", lambda f: True, Status.FREE),
)  # fmt: skip


def decide(facts: Facts) -> Case:
    """Return the first line of the table that holds."""
    return next(case for case in TABLE if case.holds(facts))


def stated(evidence: list[Evidence]) -> Facts:
    """Return what a page states; what is seen of its text is not among it yet."""
    own = _first(evidence, Signal.OWN_META) or _first(evidence, Signal.DATA_ATTRIBUTE)
    return Facts(
        badge=_first(evidence, Signal.BADGE) is not None,
        tier=_first(evidence, Signal.TIER),
        own=own,
        own_for_subscribers=any(
            e.for_subscribers and e.says is not Says.FREE
            for e in evidence
            if e.signal is Signal.OWN_META
        ),
        flag=_first(evidence, Signal.FREE_FLAG),
        part=_first(evidence, Signal.PART_NOT_FREE) is not None,
        meter=_first(evidence, Signal.METER) is not None,
    )


def _first(evidence: list[Evidence], signal: Signal) -> Says | None:
    """What a kind of statement says: of several, the one that is not free."""
    said = [e.says for e in evidence if e.signal is signal]
    return next((s for s in said if s is not Says.FREE), said[0] if said else None)


def declares_paid(facts: Facts) -> bool:
    """Tell whether a page's own statements, weighed, say that the article is not free."""
    if facts.tier is not None:
        return facts.tier is not Says.FREE
    if facts.badge or facts.own_for_subscribers or facts.flag is Says.PAID:
        return True
    paid = facts.own not in (None, Says.FREE) or facts.part or facts.meter
    return paid and facts.flag is not Says.FREE


def is_complete(facts: Facts, case: Case, *, shown: int, cut: bool) -> bool | None:
    """Tell whether the public text is the whole body; None where nothing tells.

    `shown` are the characters of paragraphs that a reader sees, `cut` says that the text
    ends at a boundary.
    """
    if cut:
        return False
    closed = case.status not in (Status.FREE, Status.METERED)
    if closed or shown < _LEAST or (facts.falls_short and case.status is Status.METERED):
        return None
    return True


_LEAST = 250
"""Characters of a text that may be whole."""
