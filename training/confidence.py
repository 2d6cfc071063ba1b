"""How good is a text likely to be? Learned from pages whose text is known.

    python -m training.confidence --data GOLD

The value is the F1 of four-word runs; what comes out is calibrated on pages of domains
that the model did not see.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.body import confidence
from pipelines.page.words import fold, words
from training.common import boost, calibration, extracted, frame, gold
from training.common.frame import Frame, Row, Table

SETS = ("aeb", "aed", "fundus", "fundus_eval", "fundus_old", "readability", "wcxb")
PLAN = boost.Plan(trees=150, depth=2, rate=0.06, ridge=5.0)
RUN = 4
"""Words of a run."""
GOOD = 0.9
"""F1 below which a text counts as a bad one."""
WHOLE = 0.95
"""F1 from which a text is taught as a good one: what is nearly bad looks like what is."""


def rows(data: Path, side: str = "read") -> Iterator[Row]:
    """Yield the texts that can be compared with a known one."""
    for page in extracted.read_all(gold.once(filter(known, gold.cases(data, *SETS, side=side)))):
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


def fit(of: Frame) -> dict[str, Any]:
    """Return the trees: they tell good texts from bad ones, which sorts better than guessing
    the F1 itself; the curve turns their score into the F1 that such texts reach."""
    good = (of.answers >= WHOLE).astype(float)
    return boost.fit(of.table, good, of.names, PLAN)


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


def learn(found: list[Row]) -> dict[str, Any]:
    """Return the content of the weights file; say how well it does."""
    whole = frame.frame(found)
    crossed = frame.crossed(whole, lambda of: frame.forest_says(fit(of)))
    curve = calibration.monotone(crossed, whole.answers)
    calibrated = np.interp(crossed, curve["at"], curve["value"])
    print("cross-validated over domains:", report(calibrated, whole.answers))
    return {"curve": curve, "forest": fit(whole)}


def taught(data: Path) -> dict[str, Any]:
    """Learn, and say how well on papers that were never read."""
    content = learn(list(rows(data)))
    blind = list(rows(data, "blind"))
    if blind:
        theirs = frame.frame(blind, content["forest"]["names"])
        scores = frame.forest_says(content["forest"])(theirs.table)
        said = np.interp(scores, content["curve"]["at"], content["curve"]["value"])
        print("on papers never read:", report(said, theirs.answers))
    return content


if __name__ == "__main__":
    frame.run(__doc__ or "", "confidence", taught)
