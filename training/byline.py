"""Which candidate names the authors? Learned from pages whose authors are known.

    python -m training.byline --data GOLD

Real pages mostly declare their authors; made ones teach what place and form of a printed
line tell where nothing is declared.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipelines.extract.judged import judge
from pipelines.fields.authors import ranking
from pipelines.learned import trees
from pipelines.model import Page
from pipelines.page.document import Document
from pipelines.page.words import fold
from training.common import boost, files, folds, gold, made_bylines

COMMAND = "python -m training.byline --data GOLD"
SETS = (
    "aed", "french", "fundus", "fundus_old", "postlight", "readability", "trafilatura", "wcxb",
)  # fmt: skip
PLAN = boost.Plan(trees=150, depth=3, rate=0.08, ridge=8.0, binary=False)
LEAST, LEAD = 0.5, 0.2
"""Chosen by cross-validation over domains."""
MADE = 240

Table = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Taught:
    """One page: its candidates' names and signs, and the authors it has."""

    domain: str
    wanted: list[str]
    names: list[list[str]]
    signs: list[dict[str, float]]

    @property
    def answers(self) -> list[float]:
        """The F1 of each candidate; 0 where the page names nobody."""
        return [f1(n, self.wanted) for n in self.names]


def pages(data: Path, side: str = "read") -> Iterator[Taught]:
    """Yield the pages whose authors, or their absence, are known."""
    for case in gold.cases(data, *SETS, side=side):
        if "authors" in case.gold:
            yield taught(case.html(), case.url, case.domain, case.gold["authors"])


def made(count: int = MADE, seed: int = 23) -> Iterator[Taught]:
    """Yield made pages, each a domain of its own."""
    for number, (html, wanted) in enumerate(made_bylines.pages(count, seed)):
        yield taught(html.encode(), f"https://made.example/{number}", f"made-{number}", wanted)


def taught(body: bytes, url: str, domain: str, wanted: list[str]) -> Taught:
    """Return the candidates of one page."""
    page = Page(url=url, body=body, content_type="text/html")
    public = judge(page, Document(page.body, page.url, page.content_type)).public
    found = ranking.candidates(public.document, public.layout)
    signs = ranking.signs(found, public.layout)
    return Taught(domain, wanted, [c.found.value for c in found], signs)


def f1(said: list[str], wanted: list[str]) -> float:
    """Return the F1 of two sets of names."""
    one, two = set(map(fold, said)), set(map(fold, wanted))
    return 2 * len(one & two) / (len(one) + len(two)) if one & two else 0.0


def table_of(found: list[Taught]) -> tuple[Table, Table, list[str], list[str]]:
    """Return signs, answers and domains of all candidates, and the signs' names."""
    names = list(next(t.signs[0] for t in found if t.signs))
    rows = [(t, s, a) for t in found for s, a in zip(t.signs, t.answers, strict=True)]
    table = np.array([[s[n] for n in names] for _, s, _ in rows])
    return table, np.array([a for *_, a in rows]), [t.domain for t, *_ in rows], names


def report(found: list[Taught], scores: Table) -> str:
    """Return F1 of the likeliest candidate, and how often one is invented."""
    right: list[float] = []
    wrong: list[float] = []
    place = 0
    for each in found:
        own = scores[place : place + len(each.names)]
        place += len(each.names)
        said = each.names[int(own.argmax())] if len(own) and own.max() >= LEAST else []
        if each.wanted:
            right.append(f1(said, each.wanted))
        else:
            wrong.append(float(bool(said)))
    return (
        f"F1 {np.mean(right):.3f} on {len(right)}, invented on {np.mean(wrong):.3f} of {len(wrong)}"
    )


def main() -> None:
    """Learn, say how well, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--data", type=Path, required=True, help="folder of pages with known answers"
    )
    args = parser.parse_args()
    found = [*pages(args.data), *made()]
    table, answers, domains, names = table_of(found)

    def learn(rows: npt.NDArray[np.intp]) -> Any:
        model = trees.of(boost.fit(table[rows], answers[rows], names, PLAN))
        return lambda asked: model.scores(table[asked])

    print(
        "the model alone, cross-validated over domains:",
        report(found, folds.crossed(domains, learn)),
    )
    forest = boost.fit(table, answers, names, PLAN)
    blind = list(pages(args.data, "blind"))
    if blind:
        print("on papers never read:", report(blind, trees.of(forest).scores(table_of(blind)[0])))
    content = {"least": LEAST, "lead": LEAD, "forest": forest}
    print("written:", files.write("byline", COMMAND, content).name)


if __name__ == "__main__":
    main()
