"""Which block is the printed standfirst: learned from pages whose standfirst is known.

    python -m training.standfirst --data GOLD

Only sets that say what is printed above the text teach here; where a set's "standfirst"
may be the description that a page declares, its pages would teach the wrong thing.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.extract.judged import judge
from pipelines.fields import standfirst, teaser, title
from pipelines.fields.authors import byline
from pipelines.layout.blocks import Block
from pipelines.model import Page
from pipelines.page.document import Document
from pipelines.page.words import containment, fold, similarity, words
from training.common import boost, files, folds, linear
from training.common.gold import Case, cases

COMMAND = "python -m training.standfirst --data GOLD"
SETS = ("french", "fundus", "fundus_old")
PLAN = boost.Plan(trees=150, depth=2, rate=0.06, ridge=3.0)
RIDGE = 5.0
LEAST, LINE = 0.3, 0.2
"""Chosen by cross-validation over domains."""
FOLDS = 10


@dataclass(frozen=True, slots=True)
class Taught:
    """One page: its blocks, their signs, and which of them are the standfirst."""

    case: Case
    wanted: list[str]
    blocks: list[Block]
    signs: list[dict[str, float]]
    answers: list[float]


def pages(data: Path, side: str = "read") -> Iterator[Taught]:
    """Yield the pages of the sets that know their standfirst."""
    for case in cases(data, *SETS, side=side):
        wanted = case.gold.get("teaser")
        if wanted is not None:
            yield taught(case, [wanted] if isinstance(wanted, str) else wanted)


def taught(case: Case, wanted: list[str]) -> Taught:
    """Return the signs and answers of one page."""
    page = Page(url=case.url, body=case.html(), content_type="text/html")
    public = judge(page, Document(page.body, page.url, page.content_type)).public
    headline = title.find(public.document, public.layout).value
    authors = byline.find(public.document, public.layout).value or []
    around = teaser.surroundings(public.document, public.layout, headline, authors)
    blocks = [b for b in around.zone if not around.is_other(b)]
    signs = [standfirst.signs(b, around) for b in blocks]
    return Taught(case, wanted, blocks, signs, [_is_line(b.text, wanted) for b in blocks])


def _is_line(text: str, wanted: list[str]) -> float:
    """1 where the block is (a line of) the known standfirst."""
    whole, folded = " ".join(wanted), fold(text)
    if any(folded == fold(w) or similarity(text, w) > 0.8 for w in wanted):
        return 1.0
    part = len(words(text)) > 3 and containment(text, whole) > 0.95 and folded in fold(whole)
    return float(part)


def learn(signs: list[dict[str, float]], answers: list[float]) -> dict[str, Any]:
    """Return the content of the weights file."""
    names = list(signs[0])
    table = np.array([[s[n] for n in names] for s in signs], dtype=np.float64)
    known = np.array(answers)
    return {
        "least": LEAST,
        "line": LINE,
        "sum": linear.fit(table, known, names, ridge=RIDGE),
        "forest": boost.fit(table, known, names, PLAN),
    }


def fit(rows: list[Taught]) -> dict[str, Any]:
    """Return the weights that these pages teach."""
    return learn([s for r in rows for s in r.signs], [a for r in rows for a in r.answers])


def judged(rows: list[Taught], model: standfirst.Model) -> list[list[str]]:
    """Return the lines that a model finds on each page."""
    return [
        [b.text for b in standfirst.lines(r.blocks, model.probabilities(r.signs), model)]
        if r.blocks
        else []
        for r in rows
    ]


def crossed(rows: list[Taught]) -> list[list[str]]:
    """Return what is found on each page by a model that never saw its domain."""
    found: dict[str, list[str]] = {}
    for fold_number in range(FOLDS):
        out = [r for r in rows if folds.fold_of(r.case.domain, FOLDS) == fold_number]
        model = standfirst.of(fit([r for r in rows if r not in out]))
        found |= {r.case.id: f for r, f in zip(out, judged(out, model), strict=True)}
    return [found[r.case.id] for r in rows]


def scores(rows: list[Taught], found: list[list[str]]) -> str:
    """Return F1 where a standfirst is printed, and how often one is invented."""
    right = [
        _f1(" ".join(f), " ".join(r.wanted)) for r, f in zip(rows, found, strict=True) if r.wanted
    ]
    wrong = [bool(f) for r, f in zip(rows, found, strict=True) if not r.wanted]
    return (
        f"F1 {np.mean(right):.3f} on {len(right)} pages, "
        f"invented on {sum(wrong)} of {len(wrong)} that print none"
    )


def _f1(said: str, wanted: str) -> float:
    one, two = Counter(words(fold(said))), Counter(words(fold(wanted)))
    both = sum((one & two).values())
    return 2 * both / (one.total() + two.total()) if both else 0.0


def main() -> None:
    """Learn, say how well, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--data", type=Path, required=True, help="folder of pages with known answers"
    )
    args = parser.parse_args()
    rows = list(pages(args.data))
    print("cross-validated over domains:", scores(rows, crossed(rows)))
    content = fit(rows)
    blind = list(pages(args.data, "blind"))
    if blind:
        print("on papers never read:", scores(blind, judged(blind, standfirst.of(content))))
    print("written:", files.write("standfirst", COMMAND, content).name)


if __name__ == "__main__":
    main()
