"""What a person says of the records: right, wrong, or a note, as JSON Lines.

One line per mark; the last mark of a field of an article counts. `standfirst check
--marks` reads them as the precision of each field.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

NAME = "marks.jsonl"
VERDICTS = ("right", "wrong", "unclear", "note", "none")
"""`unclear`: a person can't tell; `note`: words without a verdict; `none`: taken back."""
JUDGED = ("right", "wrong")
FIELDS = ("title", "date_published", "authors", "teaser", "text", "access", "boundary")
_Z = 1.96
"""Standard normal deviate of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark on one field of one article."""

    id: str
    field: str
    verdict: str
    note: str = ""


def add(folder: Path, mark: Mark) -> None:
    """Append a mark. Raises ValueError for an unknown field or verdict."""
    if mark.field not in FIELDS or mark.verdict not in VERDICTS:
        msg = f"unknown mark: {mark.field} {mark.verdict}"
        raise ValueError(msg)
    line = {
        "id": mark.id,
        "field": mark.field,
        "verdict": mark.verdict,
        "note": mark.note[:500],
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    with (folder / NAME).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def read(folder: Path) -> dict[tuple[str, str], Mark]:
    """Return the last mark of every (article, field); an empty dict where there are none."""
    found: dict[tuple[str, str], Mark] = {}
    path = folder / NAME
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            raw = json.loads(line)
            found[(raw["id"], raw["field"])] = Mark(
                raw["id"], raw["field"], raw["verdict"], raw.get("note", "")
            )
        except (ValueError, KeyError, TypeError):
            continue  # a line cut by a crash
    return found


def interval(right: int, marked: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927, J. Am. Stat. Assoc. 22:209); (0, 1)
    where nothing was marked."""
    if not marked:
        return 0.0, 1.0
    share, spread = right / marked, _Z * _Z / marked
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * math.sqrt(share * (1 - share) / marked + spread / (4 * marked)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def precision(marks: dict[tuple[str, str], Mark]) -> list[tuple[str, int, int]]:
    """Return (field, right, marked) in the order of the fields; only right and wrong count."""
    right, marked = Counter[str](), Counter[str]()
    for mark in marks.values():
        if mark.verdict in JUDGED:
            marked[mark.field] += 1
            right[mark.field] += mark.verdict == "right"
    return [(f, right[f], marked[f]) for f in FIELDS if marked[f]]
