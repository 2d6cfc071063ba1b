"""When a paper was built anew: one layout ends, and another begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

Days = Mapping[int, int]
"""Day since 1970 → pages of that day."""
EPOCH = date(1970, 1, 1)
FEWEST = 5
"""Pages of a layout that counts."""
SHARE = 0.1
"""Share of a paper's pages that a layout has that counts."""
MIXED = 0.05
"""Share of the pages of two layouts that may stand on the wrong side of the day."""


@dataclass(frozen=True, slots=True)
class Redesign:
    """A day from which on a paper has another layout."""

    day: date
    before: int
    """Pages of the layout that ends."""
    since: int
    """Pages of the one that begins."""


def redesigns(layouts: Mapping[int, Days]) -> list[Redesign]:
    """Return the redesigns of a paper, the first one first; none where its layouts stand
    side by side. `layouts` are the days of each layout's pages."""
    total = sum(map(_pages, layouts.values()))
    main = [d for d in layouts.values() if _pages(d) >= max(FEWEST, SHARE * total)]
    main.sort(key=lambda days: (_middle(days), sorted(days.items())))
    between = (_between(old, new) for old, new in pairwise(main))
    return [found for found in between if found is not None]


def _pages(days: Days) -> int:
    return sum(days.values())


def _middle(days: Days) -> int:
    """The day by which half of the pages are there."""
    left = _pages(days) / 2
    for day in sorted(days):
        left -= days[day]
        if left <= 0:
            return day
    return 0


def _between(old: Days, new: Days) -> Redesign | None:
    """Return the day that parts two layouts best; None where too many pages stand on the
    wrong side of every day."""

    def wrong(day: int) -> int:
        late = sum(n for d, n in old.items() if d >= day)
        return late + sum(n for d, n in new.items() if d < day)

    day = min(sorted(new), key=wrong)
    if wrong(day) > MIXED * (_pages(old) + _pages(new)):
        return None
    return Redesign(EPOCH + timedelta(days=day), _pages(old), _pages(new))
