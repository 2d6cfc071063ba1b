"""Which candidate names the authors? Learned from pages whose authors are known.

    python -m training.byline --data GOLD

Real pages mostly declare their authors; made ones teach what place and form of a printed
line tell where nothing is declared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.extract.judged import judge
from pipelines.fields.authors import byline, ranking
from pipelines.page.document import Document
from pipelines.page.words import fold
from training.common import boost, frame, gold, made_bylines
from training.common.frame import Frame, Row, Table

SETS = (
    "aed", "french", "fundus", "fundus_old", "postlight", "readability", "trafilatura", "wcxb",
)  # fmt: skip
PLAN = boost.Plan(trees=150, depth=3, rate=0.08, ridge=8.0, binary=False)
LEAST, LEAD = 0.45, 0.15
"""Chosen by cross-validation over domains: F1 on real pages, and how often one is invented."""
MADE, SAY = 400, 0.75
"""Made pages, and how much a candidate on one counts against one on a real page. By
cross-validation real pages hardly tell .5 from 1 (F1 .868, .868, .869); with less than .75
names that stand alone are missed on made pages, with more a name is invented more often."""


@dataclass(frozen=True, slots=True)
class Taught:
    """One page: its candidates' names and signs, and the authors it has."""

    domain: str
    wanted: list[str]
    names: list[list[str]]
    signs: list[dict[str, float]]
    rules: list[str]
    """The authors that are chosen without the model."""
    say: float = 1.0
    """How much each of its candidates counts."""

    @property
    def rows(self) -> list[Row]:
        """Its candidates; the answer is the F1 of each, 0 where the page names nobody."""
        pairs = zip(self.signs, self.names, strict=True)
        return [Row(s, f1(n, self.wanted), self.domain, self.say) for s, n in pairs]


def pages(data: Path, side: str = "read") -> Iterator[Taught]:
    """Yield the pages whose authors, or their absence, are known."""
    known = (c for c in gold.cases(data, *SETS, side=side) if "authors" in c.gold)
    for case in gold.once(known):
        yield taught(case.html(), case.url, case.domain, case.gold["authors"])


def made(count: int = MADE, seed: int = 23) -> Iterator[Taught]:
    """Yield made pages, each a domain of its own."""
    for number, (html, wanted) in enumerate(made_bylines.pages(count, seed)):
        page = taught(html.encode(), f"https://made.example/{number}", f"made-{number}", wanted)
        yield replace(page, say=SAY)


def taught(body: bytes, url: str, domain: str, wanted: list[str]) -> Taught:
    """Return the candidates of one page."""
    public = judge(Document(body, url, "text/html")).public
    found = ranking.candidates(public.document, public.layout)
    signs = ranking.signs(found, public.document, public.layout)
    chosen, _ = byline.by_rules(found, public.document, public.layout)
    names = [c.found.value for c in found]
    return Taught(domain, wanted, names, signs, chosen.value if chosen else [])


def f1(said: list[str], wanted: list[str]) -> float:
    """Return the F1 of two sets of names."""
    one, two = set(map(fold, said)), set(map(fold, wanted))
    return 2 * len(one & two) / (len(one) + len(two)) if one & two else 0.0


def fit(of: Frame) -> dict[str, Any]:
    """Return the trees that say what F1 a candidate's names reach."""
    return boost.fit(of.table, of.answers, of.names, PLAN, of.weights)


def said(taught: Taught, scores: Table) -> list[str]:
    """Return the authors that rules and model find together."""
    place = ranking.overruling(taught.names, scores.tolist(), taught.rules, LEAST, LEAD)
    return taught.rules if place is None else taught.names[place]


def report(found: list[Taught], scores: Table) -> str:
    """Return F1, and how often authors are invented, of real pages and of made ones."""
    right: dict[bool, list[float]] = {True: [], False: []}
    wrong: dict[bool, list[float]] = {True: [], False: []}
    place = 0
    for each in found:
        own = scores[place : place + len(each.names)]
        place += len(each.names)
        names, real = said(each, own), each.say == 1.0
        if each.wanted:
            right[real].append(f1(names, each.wanted))
        else:
            wrong[real].append(float(bool(names)))
    return "; ".join(
        f"{'real' if real else 'made'} pages: F1 {np.mean(right[real]):.3f} on "
        f"{len(right[real])}, invented on {np.mean(wrong[real]):.3f} of {len(wrong[real])}"
        for real in (True, False)
        if right[real] and wrong[real]
    )


def taught_by(data: Path) -> dict[str, Any]:
    """Return the content of the weights file; say how well it does."""
    found = [*pages(data), *made()]
    whole = frame.frame([r for t in found for r in t.rows])
    scores = frame.crossed(whole, lambda of: frame.forest_says(fit(of)))
    print("cross-validated over domains:", report(found, scores))
    forest = fit(whole)
    blind = list(pages(data, "blind"))
    if blind:
        theirs = frame.frame([r for t in blind for r in t.rows], whole.names)
        print("on papers never read:", report(blind, frame.forest_says(forest)(theirs.table)))
    return {"least": LEAST, "lead": LEAD, "forest": forest}


if __name__ == "__main__":
    frame.run(__doc__ or "", "byline", taught_by)
