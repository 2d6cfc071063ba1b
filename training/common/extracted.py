"""Pages as the extractor reads them, before it decides whether they are articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.extract import stand_in
from pipelines.extract.fields import Fields, read_fields
from pipelines.extract.judged import Judged, judge
from pipelines.page.document import Document
from training.common.gold import Case


@dataclass(frozen=True, slots=True)
class Read:
    """One page as the extractor reads it."""

    case: Case
    judged: Judged
    fields: Fields


def read(case: Case) -> Read | None:
    """Return one page, read; None where a stand-in holds nothing to read."""
    return read_bytes(case.html(), case.url or "https://unknown.invalid/article", case)


def read_bytes(body: bytes, url: str, case: Case | None = None) -> Read | None:
    """Return the page of these bytes, read; None where a stand-in holds nothing to read."""
    document = Document(body, url, "text/html")
    if stand_in.refuse(document) is not None:
        return None
    judged = judge(document)
    own = case or Case(set="made", id=url, url=url, domain=url, gold={}, path=Path())
    return Read(own, judged, read_fields(judged.public, judged.told))


def read_all(cases: Iterable[Case]) -> Iterator[Read]:
    """Yield every page that can be read, with its fields."""
    for case in cases:
        found = read(case)
        if found is not None:
            yield found
