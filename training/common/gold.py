"""Pages with known answers: a folder of sets, each with `cases.jsonl` and its pages.

Only pages of the side `read` may teach a model. Those of `blind` tell whether what was
learned holds on papers that nobody has seen.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Case:
    """One page and what should come out of it."""

    set: str
    id: str
    url: str
    domain: str
    gold: dict[str, Any]
    path: Path
    """The page, gzipped."""
    lang: str = ""
    sort: str = ""
    """What kind of page it is, where the set says so."""
    paid: bool = False
    """It declares itself not free: its known text may hold what is reserved."""

    def html(self) -> bytes:
        """Return the bytes of the page."""
        return gzip.decompress(self.path.read_bytes())


def cases(data: Path, *sets: str, side: str = "read") -> Iterator[Case]:
    """Yield the pages of these sets (all, where none is named) and of this side, in order."""
    for folder in sorted(p.parent for p in data.glob("*/cases.jsonl")):
        if sets and folder.name not in sets:
            continue
        with (folder / "cases.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                case = json.loads(line)
                if case.get("side", case.get("part")) == side:
                    yield _case(folder, case)


def once(found: Iterable[Case]) -> Iterator[Case]:
    """Yield each page once, in order: sets share pages, and hold some twice, and a page that
    stands in two of them would count double. The same address, or the same bytes, is one page.
    """
    seen: set[str] = set()
    for case in found:
        own = {case.url, hashlib.sha256(case.html()).hexdigest()} - {""}
        if seen.isdisjoint(own):
            yield case
        seen |= own


def _case(folder: Path, case: dict[str, Any]) -> Case:
    return Case(
        set=folder.name,
        id=case["id"],
        url=case.get("url") or "",
        domain=case.get("domain") or case["id"],
        gold=case.get("gold", {}),
        path=folder / "pages" / f"{case['id']}.html.gz",
        lang=(case.get("lang") or "")[:2].lower(),
        sort=case.get("page_type") or "",
        paid=bool(case.get("declared_paid")),
    )
