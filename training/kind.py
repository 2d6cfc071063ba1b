"""Is a page an article? Learned from pages of which it is known.

    python -m training.kind --data GOLD

Articles are the sets of articles, others are `wcxb_other` (shops, forums, lists, services,
documentation), and made front and section pages, of which those sets have none.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipelines.extract import evidence
from pipelines.extract.counts import counted
from pipelines.learned import linear as learned_sum, trees as learned_trees
from training.common import boost, extracted, files, folds, gold, linear, made

COMMAND = "python -m training.kind --data GOLD"
OTHERS = "wcxb_other"
PLAN = boost.Plan(trees=150, depth=3, rate=0.1, ridge=8.0)
RIDGE = 5.0
REFUSED = 0.005
"""Share of articles that may be refused; the limit is set where cross-validation has it."""
MADE = 160
FRONTS = 4.0
"""How much a made page weighs against a real one: real sets have next to no front pages."""

Table = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """One page: its signs, and whether it is an article."""

    signs: dict[str, float]
    is_article: bool
    domain: str
    set: str
    sort: str


def rows(data: Path, side: str = "read") -> Iterator[Row]:
    """Yield the pages of all sets and, where a model learns, made ones."""
    for page in extracted.read_all(gold.cases(data, side=side)):
        case = page.case
        if case.set != "paywall":
            yield Row(signs_of(page), case.set != OTHERS, case.domain, case.set, case.sort)
    if side == "read":
        yield from made_rows(MADE)


def made_rows(count: int, seed: int = 17) -> Iterator[Row]:
    """Yield made fronts and articles, each a domain of its own."""
    for number, (url, html, is_article) in enumerate(made.pages(count, seed)):
        page = extracted.read_bytes(html.encode(), url)
        if page is not None:
            yield Row(signs_of(page), is_article, f"made-{number}", "made", "front")


def signs_of(page: extracted.Read) -> dict[str, float]:
    """Return the signs of one page that was read."""
    judged = page.judged
    counts = counted(judged.document, judged.layout)
    return evidence.signs(judged.public, counts, judged.access, page.fields)


def fit(table: Table, answers: Table, weights: Table, names: list[str]) -> dict[str, Any]:
    """Return the two models."""
    return {
        "sum": linear.fit(table, answers, names, ridge=RIDGE, weights=weights),
        "forest": boost.fit(table, answers, names, PLAN, weights),
    }


def said(content: dict[str, Any], table: Table, names: list[str]) -> Table:
    """Return the score of each row: the mean of the two models' log odds."""
    total, grown = learned_sum.of(content["sum"]), learned_trees.of(content["forest"])
    weights = np.array([total.weights[n] for n in names])
    sums: Table = total.bias + table @ weights
    mean: Table = (np.clip(sums, -8, 8) + np.clip(grown.scores(table), -8, 8)) / 2
    return mean


def limit_of(scores: Table, articles: Table) -> float:
    """Return the score below which the allowed share of articles lies."""
    return linear.rounded(float(np.quantile(scores[articles > 0], REFUSED)))


def report(found: list[Row], scores: Table, limit: float) -> str:
    """Return both errors: articles refused by set, others refused by sort."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row, score in zip(found, scores, strict=True):
        keys = ("articles", row.set) if row.is_article else ("others", row.sort)
        for key in keys if row.set != "made" else (f"made {row.is_article}",):
            counts[key][0] += score < limit
            counts[key][1] += 1
    return "; ".join(f"{k} {n}/{of} refused ({n / of:.3f})" for k, (n, of) in counts.items())


def main() -> None:
    """Learn, say how well, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--data", type=Path, required=True, help="folder of pages with known answers"
    )
    args = parser.parse_args()
    content, names = learn(list(rows(args.data)))
    blind = list(rows(args.data, "blind"))
    if blind:
        theirs = said(content, np.array([[r.signs[n] for n in names] for r in blind]), names)
        print("on papers never read:", report(blind, theirs, content["limit"]))
    print("written:", files.write("kind", COMMAND, content).name)


def learn(found: list[Row]) -> tuple[dict[str, Any], list[str]]:
    """Return the content of the weights file and the names of the signs; say how well."""
    names = list(found[0].signs)
    table = np.array([[r.signs[n] for n in names] for r in found])
    answers = np.array([float(r.is_article) for r in found])
    real = np.array([r.set != "made" for r in found])
    weights = np.where(real, 1.0, FRONTS)

    def taught(numbers: npt.NDArray[np.intp]) -> Any:
        content = fit(table[numbers], answers[numbers], weights[numbers], names)
        return lambda asked: said(content, table[asked], names)

    scores = folds.crossed([r.domain for r in found], taught)
    limit = limit_of(scores[real], answers[real])
    print("cross-validated over domains:", report(found, scores, limit))
    return {"limit": limit, **fit(table, answers, weights, names)}, names


if __name__ == "__main__":
    main()
