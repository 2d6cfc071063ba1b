"""How good is a text likely to be? Learned from pages whose text is known.

    python -m training.confidence --data GOLD

The value is the F1 of four-word runs; what comes out is calibrated on pages of domains
that the model did not see.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipelines.body import confidence
from pipelines.learned import trees
from pipelines.page.words import fold, words
from training.common import boost, calibration, extracted, files, folds, gold

COMMAND = "python -m training.confidence --data GOLD"
SETS = ("aeb", "aed", "fundus", "fundus_eval", "fundus_old", "readability", "wcxb")
PLAN = boost.Plan(trees=100, depth=3, rate=0.06, ridge=5.0)
RUN = 4
"""Words of a run."""
GOOD = 0.9

Table = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """One text: its signs and its F1."""

    signs: dict[str, float]
    f1: float
    domain: str


def rows(data: Path, side: str = "read") -> Iterator[Row]:
    """Yield the texts that can be compared with a known one."""
    for page in extracted.read_all(gold.cases(data, *SETS, side=side)):
        yield from row_of(page)


def row_of(page: extracted.Read) -> Iterator[Row]:
    """Yield the row of one page, where its text is known and free."""
    wanted, text = known(page.case), page.fields.body.text
    if wanted and text and not page.case.paid:
        public = page.judged.public
        signs = confidence.signs(public.document, public.layout, page.fields.body)
        yield Row(signs, best(page, text, wanted), page.case.domain)


def known(case: gold.Case) -> list[str]:
    """Return the known texts of a page: without and with its standfirst."""
    body = case.gold.get("body") or "\n".join(case.gold.get("paragraphs") or [])
    lead = case.gold.get("teaser") or []
    lead = lead if isinstance(lead, str) else "\n".join(lead)
    return [w for w in dict.fromkeys((body, f"{lead}\n{body}")) if body]


def best(page: extracted.Read, text: str, wanted: list[str]) -> float:
    """Return the best F1 of the text, with and without the printed standfirst."""
    teaser = page.fields.teaser.value or ""
    return max(f1(said, known) for said in (text, f"{teaser}\n{text}") for known in wanted)


def f1(said: str, wanted: str) -> float:
    """Return the F1 of the runs of four words of two texts."""
    one, two = _runs(said), _runs(wanted)
    both = sum((one & two).values())
    return 2 * both / (one.total() + two.total()) if both else 0.0


def _runs(text: str) -> Counter[tuple[str, ...]]:
    own = words(fold(text))
    return Counter(zip(*(own[n:] for n in range(RUN)), strict=False))


def fit(table: Table, values: Table, names: list[str]) -> dict[str, Any]:
    """Return the trees: they tell good texts from bad ones, which sorts better than guessing
    the F1 itself; the curve turns their score into the F1 that such texts reach."""
    return boost.fit(table, (values >= GOOD).astype(float), names, PLAN)


def found_below(said: Table, values: Table, share: float = 0.1) -> float:
    """Return which share of all bad texts lies among the least sure ones."""
    worst = np.argsort(said, kind="stable")[: max(1, round(share * len(said)))]
    bad = values < GOOD
    return float(bad[worst].sum() / max(1, bad.sum()))


def report(said: Table, values: Table) -> str:
    """Return what the confidence is worth."""
    return (
        f"{len(values)} texts, mean F1 {values.mean():.3f}; the least sure tenth holds "
        f"{found_below(said, values):.2f} of the {int((values < GOOD).sum())} below {GOOD}; "
        f"calibration error {calibration.error(said, values):.3f}"
    )


def main() -> None:
    """Learn, calibrate, say how well, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--data", type=Path, required=True, help="folder of pages with known answers"
    )
    args = parser.parse_args()
    content, names = learn(list(rows(args.data)))
    blind = list(rows(args.data, "blind"))
    if blind:
        scores = trees.of(content["forest"]).scores(
            np.array([[r.signs[n] for n in names] for r in blind])
        )
        theirs = np.interp(scores, content["curve"]["at"], content["curve"]["value"])
        print("on papers never read:", report(theirs, np.array([r.f1 for r in blind])))
    print("written:", files.write("confidence", COMMAND, content).name)


def learn(found: list[Row]) -> tuple[dict[str, Any], list[str]]:
    """Return the content of the weights file and the names of the signs; say how well."""
    names = list(found[0].signs)
    table = np.array([[r.signs[n] for n in names] for r in found])
    values = np.array([r.f1 for r in found])

    def taught(numbers: npt.NDArray[np.intp]) -> Any:
        model = trees.of(fit(table[numbers], values[numbers], names))
        return lambda asked: model.scores(table[asked])

    crossed = folds.crossed([r.domain for r in found], taught)
    curve = calibration.monotone(crossed, values)
    calibrated = np.interp(crossed, curve["at"], curve["value"])
    print("cross-validated over domains:", report(calibrated, values))
    return {"curve": curve, "forest": fit(table, values, names)}, names


if __name__ == "__main__":
    main()
