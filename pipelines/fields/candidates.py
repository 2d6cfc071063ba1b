"""A chosen value beside everything that was considered for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pipelines.model import Found

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Candidates(Generic[T]):
    """The outcome for one field."""

    chosen: Found[T] | None = None
    """The value that won; None when nothing was found."""
    considered: list[Found[T]] = field(default_factory=list)
    """Every candidate, in the order they were read."""

    @property
    def value(self) -> T | None:
        """The chosen value, or None."""
        return self.chosen.value if self.chosen is not None else None

    def under(self, told: list[Found[T]]) -> Candidates[T]:
        """Return the candidates below what is told of the field beforehand: the first of it
        is chosen. The same ones when nothing is told."""
        return Candidates(told[0], [*told, *self.considered]) if told else self

    def others(self) -> list[str]:
        """Return the losing candidates as `source where: value` lines."""
        if self.chosen is None:
            return [f"{c.source} {c.where}: {c.value}" for c in self.considered]
        return [f"{c.source} {c.where}: {c.value}" for c in self.considered if c is not self.chosen]
