"""What a recipe says about pages that are already fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from pipelines.extract.result import Extraction, reject, source_of
from pipelines.extract.selectors import Selectors
from pipelines.model import Article, Page, Reason, Rejected
from pipelines.page.opt_outs import reserves_mining

if TYPE_CHECKING:
    from pipelines.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Rules:
    """Selectors, dates and policy of a recipe, by source."""

    reserved: str = "skip"
    """What becomes of pages that reserve mining: `skip`, `metadata` or `keep`."""
    declared: str = "cut"
    """What becomes of text that is shown and declared reserved: `cut` or `keep`."""
    since: Mapping[str, date] = field(default_factory=dict)
    until: Mapping[str, date] = field(default_factory=dict)
    select: Mapping[str, Selectors] = field(default_factory=dict)
    learn: bool = False
    """What pages tell of their paper is kept, so that it can be learned."""

    @classmethod
    def of(cls, recipe: Recipe) -> Rules:
        """Return the rules of a recipe."""
        return cls(
            recipe.policy.reserved,
            recipe.policy.declared,
            {s.label: s.since for s in recipe.source if s.since},
            {s.label: s.until for s in recipe.source if s.until},
            {s.label: Selectors.of(s.select) for s in recipe.source if s.select},
            recipe.extract.learn,
        )

    def select_for(self, page: Page) -> Selectors:
        """Return the selectors of the page's source; empty ones when the recipe has none."""
        return self.select.get(source_of(page)) or Selectors()

    def apply(self, result: Extraction, page: Page) -> Extraction | Rejected:
        """Return the result as the recipe wants it: opt-outs and dates."""
        article = result.article
        if reserves_mining(article.opt_outs) and self.reserved != "keep":
            if self.reserved == "skip":
                return reject(page, Reason.RESERVED, "; ".join(article.opt_outs))
            result = _metadata_only(result)
        day = article.date_published.date() if article.date_published else None
        if day is not None and not self._in_time(article, day):
            return reject(page, Reason.NOT_SELECTED, f"published {day}")
        return result

    def _in_time(self, article: Article, day: date) -> bool:
        since, until = self.since.get(article.source), self.until.get(article.source)
        return not ((since and day < since) or (until and day > until))


def _metadata_only(result: Extraction) -> Extraction:
    """The record without the words of the article: their mining is reserved."""
    bare = replace(
        result.article,
        text=None,
        teaser=None,
        text_complete=None,
        boundary_char=None,
        boundary_paragraph=None,
        wall_text=None,
    )
    kept = [p for p in result.provenance if p.field not in ("text", "teaser")]
    return replace(result, article=bare, provenance=kept)
