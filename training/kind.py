"""Is a page an article? Learned from pages of which it is known.

    python -m training.kind --data GOLD

Articles are the sets of articles, others are `wcxb_other` (shops, forums, lists, services,
documentation), and made front and section pages, of which those sets have none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.extract import evidence
from pipelines.extract.counts import counted
from training.common import boost, extracted, frame, gold, linear, made
from training.common.frame import Frame, Row, Table

OTHERS = "wcxb_other"
PLAN = boost.Plan(trees=220, depth=3, rate=0.07, ridge=12.0)
RIDGE = 10.0
REFUSED = 0.003
"""Share of articles that may be refused; the limit is set where cross-validation has it. On
papers never read it is nearly twice as many, and half a percent is what a user may lose."""
MADE = 160
FRONTS = 4.0
"""How much a made page weighs against a real one: real sets have next to no front pages."""


@dataclass(frozen=True, slots=True)
class Known:
    """One page: its row, and what the two errors are counted by."""

    row: Row
    set: str
    sort: str

    @property
    def is_article(self) -> bool:
        """Tell whether the page is an article."""
        return self.row.answer > 0


def rows(data: Path, side: str = "read") -> Iterator[Known]:
    """Yield the pages of all sets and, where a model learns, made ones."""
    for page in extracted.read_all(gold.once(gold.cases(data, side=side))):
        case = page.case
        if case.set != "paywall":
            row = Row(signs_of(page), float(case.set != OTHERS), case.domain)
            yield Known(row, case.set, case.sort)
    if side == "read":
        yield from made_rows(MADE)


def made_rows(count: int, seed: int = 17) -> Iterator[Known]:
    """Yield made fronts and articles, each a domain of its own."""
    for number, (url, html, is_article) in enumerate(made.pages(count, seed)):
        page = extracted.read_bytes(html.encode(), url)
        if page is not None:
            row = Row(signs_of(page), float(is_article), f"made-{number}", FRONTS)
            yield Known(row, "made", "front")


def signs_of(page: extracted.Read) -> dict[str, float]:
    """Return the signs of one page that was read."""
    judged = page.judged
    counts = counted(judged.document, judged.layout)
    return evidence.signs(judged.public, counts, judged.access, page.fields)


def fit(of: Frame) -> dict[str, Any]:
    """Return the two models."""
    return frame.pair(of, PLAN, RIDGE)


def limit_of(found: list[Known], scores: Table) -> float:
    """Return the score below which the allowed share of real articles lies."""
    articles = np.array([k.is_article and k.set != "made" for k in found])
    return linear.rounded(float(np.quantile(scores[articles], REFUSED)))


def report(found: list[Known], scores: Table, limit: float) -> str:
    """Return both errors: articles refused by set, others refused by sort."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for page, score in zip(found, scores, strict=True):
        keys = ("articles", page.set) if page.is_article else ("others", page.sort)
        for key in keys if page.set != "made" else (f"made {page.is_article}",):
            counts[key][0] += score < limit
            counts[key][1] += 1
    return "; ".join(f"{k} {n}/{of} refused ({n / of:.3f})" for k, (n, of) in counts.items())


def learn(found: list[Known]) -> dict[str, Any]:
    """Return the content of the weights file; say how well it does."""
    whole = frame.frame([k.row for k in found])
    scores = frame.crossed(whole, lambda of: frame.pair_says(fit(of), of.names))
    limit = limit_of(found, scores)
    print("cross-validated over domains:", report(found, scores, limit))
    return {"limit": limit, **fit(whole)}


def taught(data: Path) -> dict[str, Any]:
    """Learn, and say how well on papers that were never read."""
    content = learn(list(rows(data)))
    blind = list(rows(data, "blind"))
    if blind:
        names = content["forest"]["names"]
        theirs = frame.frame([k.row for k in blind], names)
        scores = frame.pair_says(content, names)(theirs.table)
        print("on papers never read:", report(blind, scores, content["limit"]))
    return content


if __name__ == "__main__":
    frame.run(__doc__ or "", "kind", taught)
