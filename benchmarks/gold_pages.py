"""The cases of a folder in the gold format: `SET/cases.jsonl`, `SET/pages/ID.html.gz`."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any


def cases(data: Path, sets: Collection[str] = ()) -> Iterator[tuple[dict[str, Any], Path]]:
    """Yield every case of the sets (none: of all), with the place of its page, which may
    not be there."""
    for file in sorted(data.glob("*/cases.jsonl")):
        if sets and file.parent.name not in sets:
            continue
        for line in filter(None, file.read_text(encoding="utf-8").split("\n")):
            case = json.loads(line)
            yield case, file.parent / "pages" / f"{case['id']}.html.gz"


def content_type(case: dict[str, Any]) -> str:
    """Return the content type under which a case's page is served."""
    return "text/html; charset=utf-8" if case.get("utf8") else "text/html"
