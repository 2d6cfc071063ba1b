"""What was learned of papers as a table, and back."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Mapping
from dataclasses import fields

import pyarrow as pa

from pipelines.papers.model import Box, Paper

_KINDS = {int: pa.int64(), float: pa.float64(), bool: pa.bool_(), str: pa.string()}
_OF_BOX = typing.get_type_hints(Box)
SCHEMA = pa.schema(
    [
        pa.field("source", pa.string(), nullable=False),
        pa.field("paper_pages", pa.int64(), nullable=False),
        *(pa.field(f.name, _KINDS[_OF_BOX[f.name]], nullable=False) for f in fields(Box)),
    ]
)
"""One row for each box of each paper."""


def table_of(papers: Mapping[str, Paper]) -> pa.Table:
    """Return what was learned as rows, in one order."""
    names = [f.name for f in fields(Box)]
    rows = [
        {"source": name, "paper_pages": paper.pages, **{n: getattr(box, n) for n in names}}
        for name, paper in sorted(papers.items())
        for _, box in sorted(paper.boxes.items())
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def papers_of(tables: Iterable[pa.Table]) -> dict[str, Paper]:
    """Return the papers whose rows these tables hold, by name."""
    boxes: dict[str, dict[tuple[int, int], Box]] = {}
    pages: dict[str, int] = {}
    for table in tables:
        for row in table.to_pylist():
            name = row.pop("source")
            pages[name] = row.pop("paper_pages")
            box = Box(**row)
            boxes.setdefault(name, {})[box.key] = box
    return {name: Paper(name, pages[name], own) for name, own in boxes.items()}
