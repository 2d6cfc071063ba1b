"""Which block is the printed standfirst: learned from pages whose standfirst is known.

    python -m training.standfirst --data GOLD

Only sets that say what is printed above the text teach here; where a set's "standfirst"
may be the description that a page declares, its pages would teach the wrong thing. They are
few, and most name the box of their standfirst; made pages teach what place and form tell.
"""

from __future__ import annotations

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
from pipelines.page.document import Document
from pipelines.page.words import containment, fold, similarity, words
from training.common import boost, frame, made_standfirsts
from training.common.folds import fold_of
from training.common.frame import Row
from training.common.gold import cases, once

SETS = ("french", "fundus", "fundus_old")
PLAN = boost.Plan(trees=150, depth=2, rate=0.06, ridge=3.0)
RIDGE = 5.0
LEAST, LINE = 0.4, 0.2
"""Chosen by cross-validation over domains."""
FOLDS = 10
MADE, SAY = 400, 0.6
"""Made pages, and how much each of their lines counts against one of a real page."""


@dataclass(frozen=True, slots=True)
class Taught:
    """One page: its blocks, their signs, and which of them are the standfirst."""

    domain: str
    wanted: list[str]
    blocks: list[Block]
    rows: list[Row]


def pages(data: Path, side: str = "read") -> Iterator[Taught]:
    """Yield the pages of the sets that know their standfirst."""
    told = (c for c in cases(data, *SETS, side=side) if c.gold.get("teaser") is not None)
    for case in once(told):
        wanted = case.gold["teaser"]
        lines = [wanted] if isinstance(wanted, str) else wanted
        yield taught(case.html(), case.url, case.domain, lines)


def made(count: int = MADE, seed: int = 29) -> Iterator[Taught]:
    """Yield made pages, each a domain of its own."""
    for number, (html, wanted) in enumerate(made_standfirsts.pages(count, seed)):
        url, domain = f"https://made.example/{number}", f"made-{number}"
        yield taught(html.encode(), url, domain, wanted, SAY)


def taught(body: bytes, url: str, domain: str, wanted: list[str], say: float = 1.0) -> Taught:
    """Return the blocks of one page as rows."""
    public = judge(Document(body, url, "text/html")).public
    headline = title.find(public.document, public.layout).value
    authors = byline.find(public.document, public.layout).value or []
    around = teaser.surroundings(public.document, public.layout, headline, authors)
    blocks = [b for b in around.zone if not around.is_other(b)]
    rows = [Row(standfirst.signs(b, around), _is_line(b.text, wanted), domain, say) for b in blocks]
    return Taught(domain, wanted, blocks, rows)


def _is_line(text: str, wanted: list[str]) -> float:
    """1 where the block is (a line of) the known standfirst."""
    whole, folded = " ".join(wanted), fold(text)
    if any(folded == fold(w) or similarity(text, w) > 0.8 for w in wanted):
        return 1.0
    part = len(words(text)) > 3 and containment(text, whole) > 0.95 and folded in fold(whole)
    return float(part)


def fit(found: list[Taught]) -> dict[str, Any]:
    """Return the weights that these pages teach."""
    whole = frame.frame([r for t in found for r in t.rows])
    return {"least": LEAST, "line": LINE, **frame.pair(whole, PLAN, RIDGE)}


def judged(found: list[Taught], model: standfirst.Model) -> list[list[str]]:
    """Return the lines that a model finds on each page."""
    return [
        [
            b.text
            for b in standfirst.lines(
                t.blocks, model.probabilities([r.signs for r in t.rows]), model
            )
        ]
        if t.blocks
        else []
        for t in found
    ]


def crossed(found: list[Taught], more: list[Taught]) -> list[list[str]]:
    """Return what is found on each page by a model that never saw its domain; `more` are
    pages that teach and are not asked."""
    said: dict[int, list[str]] = {}
    for number in range(FOLDS):
        out = [i for i, t in enumerate(found) if fold_of(t.domain, FOLDS) == number]
        seen = [t for i, t in enumerate(found) if i not in out]
        model = standfirst.of(fit([*seen, *more]))
        said |= dict(zip(out, judged([found[i] for i in out], model), strict=True))
    return [said[i] for i in range(len(found))]


def scores(found: list[Taught], said: list[list[str]]) -> str:
    """Return F1 where a standfirst is printed, and how often one is invented."""
    pairs = list(zip(found, said, strict=True))
    right = [_f1(" ".join(f), " ".join(t.wanted)) for t, f in pairs if t.wanted]
    wrong = [bool(f) for t, f in pairs if not t.wanted]
    return (
        f"F1 {np.mean(right):.3f} on {len(right)} pages, "
        f"invented on {sum(wrong)} of {len(wrong)} that print none"
    )


def _f1(said: str, wanted: str) -> float:
    one, two = Counter(words(fold(said))), Counter(words(fold(wanted)))
    both = sum((one & two).values())
    return 2 * both / (one.total() + two.total()) if both else 0.0


def taught_by(data: Path) -> dict[str, Any]:
    """Return the content of the weights file; say how well it does."""
    found, more = list(pages(data)), list(made())
    print("cross-validated over domains:", scores(found, crossed(found, more)))
    content = fit([*found, *more])
    blind = list(pages(data, "blind"))
    if blind:
        print("on papers never read:", scores(blind, judged(blind, standfirst.of(content))))
    return content


if __name__ == "__main__":
    frame.run(__doc__ or "", "standfirst", taught_by)
