"""What a signal says, and the answer that the signals make together."""

from __future__ import annotations

from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Evidence:
    """One signal: what it is, where it stands, what it says."""

    signal: str
    where: str
    value: str
    says: Says
    trust: float
    """0 to 1: how far the signal alone can be trusted."""

    def __str__(self) -> str:
        return f"{self.says}: {self.signal} at {self.where}: {self.value}"[:300]


@dataclass(frozen=True, slots=True)
class Boundary:
    """The place after which the publisher keeps the article for subscribers."""

    block: int
    """Index of the first block that is not public."""
    path: str
    """XPath of the first element that is not public."""
    basis: str
    confidence: float
    wall_text: str | None = None


@dataclass(frozen=True, slots=True)
class Access:
    """Status, evidence and boundary of one page."""

    status: str = "unknown"
    confidence: float = 0.0
    evidence: list[Evidence] = field(default_factory=list)
    boundary: Boundary | None = None
    reserved: frozenset[int] = frozenset()
    """Indexes of blocks that are not public, before or after the boundary."""
