"""What a signal says, and the answer that the signals make together.

Signals, bases and states are names of a closed list; sentences are made from them at the
end, in `__str__`, and nothing is decided by comparing sentences.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum


class Says(StrEnum):
    """What one signal says of the article."""

    FREE = "free"
    METERED = "metered"
    PAID = "paid"
    LOCKED = "locked"
    REGISTRATION = "registration"
    NOTE = "note"
    """Kept for the reader; decides nothing."""


class Status(StrEnum):
    """What is asked of a reader for the whole text."""

    FREE = "free"
    """Nothing."""
    METERED = "metered"
    """A condition is declared or counted, and the text is shown on this visit."""
    REGISTRATION = "registration"
    """An account."""
    SUBSCRIPTION = "subscription"
    """Payment."""
    UNKNOWN = "unknown"
    """Statements and visible state disagree, and nothing settles it."""


class Signal(StrEnum):
    """What kind of sign it is."""

    FREE_FLAG = "isAccessibleForFree"
    PART_NOT_FREE = "hasPart not free"
    TIER = "content tier"
    OWN_META = "publisher's own meta"
    DATA_ATTRIBUTE = "data attribute"
    BADGE = "badge"
    METER = "meter"
    WALL = "wall"
    SCRAMBLED = "scrambled"
    DECLARED_SELECTOR = "declared selector"
    CLASS = "class"
    HIDDEN_TEXT = "hidden text"
    WHOLE_BODY = "reserved part covers the whole body"
    CUT = "text is cut"


class Basis(StrEnum):
    """What a boundary, or a reserved block, rests on."""

    VISIBLE_WALL = "visible_wall"
    WALL_BEFORE_BODY = "wall_before_body"
    DECLARED_SELECTOR = "declared_selector"
    CLASS = "class"
    HIDDEN_TEXT = "hidden_text"
    SCRAMBLED = "scrambled"
    TRUNCATED = "truncated"

    @property
    def signal(self) -> Signal:
        """The sign that such a boundary follows from."""
        return _SIGNALS[self]

    @property
    def words(self) -> str:
        """The basis as a person reads it."""
        return self.value.replace("_", " ")


_SIGNALS = {
    Basis.VISIBLE_WALL: Signal.WALL,
    Basis.WALL_BEFORE_BODY: Signal.WALL,
    Basis.DECLARED_SELECTOR: Signal.DECLARED_SELECTOR,
    Basis.CLASS: Signal.CLASS,
    Basis.HIDDEN_TEXT: Signal.HIDDEN_TEXT,
    Basis.SCRAMBLED: Signal.SCRAMBLED,
    Basis.TRUNCATED: Signal.CUT,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One signal: what it is, where it stands, what it says."""

    signal: Signal
    where: str
    value: str
    says: Says
    trust: float
    """0 to 1: how far the signal alone can be trusted."""
    detail: str = ""
    """What more is known of it, for the reader."""
    for_subscribers: bool = False
    """The declaration names whom the article is kept for, and they pay."""

    @property
    def kind(self) -> str:
        """The signal as a person reads it, with its detail."""
        return f"{self.signal} ({self.detail})" if self.detail else self.signal.value

    def __str__(self) -> str:
        return f"{self.says}: {self.kind} at {self.where}: {self.value}"[:300]


@dataclass(frozen=True, slots=True)
class Boundary:
    """The place after which the publisher keeps the article for subscribers."""

    block: int
    """Index of the first block that is not public, or not as a whole."""
    path: str
    """XPath of the first element that is not public."""
    basis: Basis
    confidence: float
    wall_text: str | None = None
    chars: int = 0
    """Characters at the start of that block that are public all the same: a wall may follow
    the text in one paragraph."""


@dataclass(frozen=True, slots=True)
class Access:
    """Status, evidence and boundary of one page."""

    status: Status = Status.UNKNOWN
    confidence: float = 0.0
    evidence: list[Evidence] = field(default_factory=list)
    boundary: Boundary | None = None
    reserved: frozenset[int] = frozenset()
    """Indexes of blocks that are not public, before or after the boundary."""
    complete: bool | None = None
    """The public text is the whole body; None where nothing tells."""

    def of_a_cut_answer(self, why: str | None) -> Access:
        """Return what can be said where the answer ended too early (`Page.truncated`): that
        the text is free cannot. Itself where the answer was whole."""
        if why is None:
            return self
        sign = Evidence(Signal.CUT, "the answer", f"it ended too early ({why})", Says.NOTE, 1.0)
        status = Status.UNKNOWN if self.status is Status.FREE else self.status
        evidence = [*self.evidence, sign]
        return replace(self, status=status, evidence=evidence, complete=self.complete and None)
