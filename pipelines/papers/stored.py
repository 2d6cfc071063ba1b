"""What was learned of papers as a table, and back."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Mapping
from dataclasses import fields
from types import MappingProxyType

import pyarrow as pa

from pipelines.papers.corrections import Learned
from pipelines.papers.known import Example
from pipelines.papers.model import Box, Key, Paper

_KINDS = {int: pa.int64(), float: pa.float64(), bool: pa.bool_(), str: pa.string()}
_OF_BOX = typing.get_type_hints(Box)
SCHEMA = pa.schema(
    [
        pa.field("source", pa.string(), nullable=False),
        pa.field("paper_pages", pa.int64(), nullable=False),
        pa.field("homes", pa.list_(pa.int32()), nullable=False),
        pa.field("asides", pa.list_(pa.int32()), nullable=False),
        pa.field("said", pa.string(), nullable=False),
        pa.field("path", pa.string(), nullable=False),
        *(pa.field(f.name, _KINDS[_OF_BOX[f.name]], nullable=False) for f in fields(Box)),
    ]
)
"""One row for each box of each paper."""


Words = Mapping[str, Mapping[Key, Example]]
"""The words of boxes by paper, where a page that has them was read again."""


def table_of(papers: Mapping[str, Paper], words: Words = MappingProxyType({})) -> pa.Table:
    """Return what was learned as rows, in one order."""
    names = [f.name for f in fields(Box)]
    rows = [
        {
            "source": name,
            "paper_pages": paper.pages,
            "homes": paper.homes,
            "asides": paper.asides,
            "said": example.words if (example := words.get(name, {}).get(key)) else "",
            "path": example.path if example else "",
            **{n: getattr(box, n) for n in names},
        }
        for name, paper in sorted(papers.items())
        for key, box in sorted(paper.boxes.items())
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def papers_of(tables: Iterable[pa.Table]) -> dict[str, Paper]:
    """Return the papers whose rows these tables hold, by name."""
    boxes: dict[str, dict[Key, Box]] = {}
    about: dict[str, tuple[int, tuple[int, ...], tuple[int, ...]]] = {}
    for table in tables:
        for row in table.to_pylist():
            name, pages = row.pop("source"), row.pop("paper_pages")
            homes, asides = tuple(row.pop("homes")), tuple(row.pop("asides"))
            box = Box(**{k: v for k, v in row.items() if k not in ("said", "path")})
            boxes.setdefault(name, {})[box.key] = box
            about[name] = pages, homes, asides
    return {
        name: Paper(name, about[name][0], own, homes=about[name][1], asides=about[name][2])
        for name, own in boxes.items()
    }


def words_of(tables: Iterable[pa.Table]) -> dict[str, dict[Key, Example]]:
    """Return the words of each paper's boxes, where they are known."""
    found: dict[str, dict[Key, Example]] = {}
    for table in tables:
        for row in table.select(["source", "place", "words", "said", "path"]).to_pylist():
            if row["said"]:
                example = Example((row["place"], row["words"]), row["said"], row["path"])
                found.setdefault(row["source"], {})[example.key] = example
    return found


def learned_of(tables: Iterable[pa.Table]) -> dict[str, list[Learned]]:
    """Return the boxes of each paper whose words are known, for its file."""
    found: dict[str, list[Learned]] = {}
    for table in tables:
        for row in table.to_pylist():
            name, said, path = row.pop("source"), row.pop("said"), row.pop("path")
            del row["paper_pages"], row["homes"], row["asides"]
            if said and not row["told"]:
                found.setdefault(name, []).append(Learned(Box(**row), said, path))
    return found
