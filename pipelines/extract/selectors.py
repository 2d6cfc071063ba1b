"""The selectors that a recipe, or a caller, gives for the pages of one source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.recipe import Select


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors by field; None: the generic readers find it.

    The recipe checks them; here they are only carried, without the libraries of recipes.
    """

    title: str | None = None
    author: str | None = None
    date: str | None = None
    teaser: str | None = None
    body: str | None = None

    @classmethod
    def of(cls, chosen: Select) -> Selectors:
        """Return the selectors of a recipe's source."""
        return cls(chosen.title, chosen.author, chosen.date, chosen.teaser, chosen.body)
