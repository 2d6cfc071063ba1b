"""What a person says of the records: right, wrong, or a note, as JSON Lines.

One line per mark; the last mark of a field of an article counts. `standfirst check
--marks` reads them as the precision of each field.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

NAME = "marks.jsonl"
VERDICTS = ("right", "wrong", "note")
FIELDS = ("title", "date_published", "authors", "teaser", "text", "access", "boundary")


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


def precision(marks: dict[tuple[str, str], Mark]) -> list[tuple[str, int, int]]:
    """Return (field, right, marked) in the order of the fields; notes are no verdict."""
    right, marked = Counter[str](), Counter[str]()
    for mark in marks.values():
        if mark.verdict != "note":
            marked[mark.field] += 1
            right[mark.field] += mark.verdict == "right"
    return [(f, right[f], marked[f]) for f in FIELDS if marked[f]]
