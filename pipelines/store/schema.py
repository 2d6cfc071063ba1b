"""Arrow schemas and field documentation, derived from the record dataclasses.

One explicit schema for every file, all columns always: a column that is only in
some files makes readers fail (Polars) or load nothing (Hugging Face datasets).
"""

from __future__ import annotations

import ast
import inspect
import types
import typing
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any

import pyarrow as pa

from pipelines.model import Article, Provenance, Reason, Rejected
from pipelines.page.inert import stored
from pipelines.version import DATASET_SCHEMA_VERSION

_WIDTHS = {
    "date_published_offset_min": pa.int16(),
    "http_status": pa.int16(),
    "boundary_char": pa.int32(),
    "boundary_paragraph": pa.int32(),
    "declared_words": pa.int32(),
    "archive_offset": pa.int64(),
}
_TYPES = {
    str: pa.string(),
    float: pa.float32(),
    bool: pa.bool_(),
    datetime: pa.timestamp("us", tz="UTC"),
    list[str]: pa.list_(pa.string()),
}
_BITS = {pa.int16(): 16, pa.int32(): 32, pa.int64(): 64}
TABLES: dict[str, type] = {
    "articles": Article,
    "rejected": Rejected,
    "revisions": Article,
    "provenance": Provenance,
}


@dataclass(frozen=True, slots=True)
class Field:
    """One column: name, Arrow type, whether it may be null, and its meaning."""

    name: str
    type: str
    nullable: bool
    doc: str


@cache
def arrow_schema(table: str) -> pa.Schema:
    """Return the Arrow schema of a table of the dataset."""
    record = TABLES[table]
    hints = typing.get_type_hints(record)
    columns = []
    for item in fields(record):
        kind, nullable = _plain(hints[item.name])
        arrow = _WIDTHS.get(item.name) or _TYPES[kind]
        columns.append(pa.field(item.name, arrow, nullable=nullable))
    return pa.schema(
        columns,
        metadata={"standfirst.schema_version": DATASET_SCHEMA_VERSION, "standfirst.table": table},
    )


def _plain(hint: Any) -> tuple[Any, bool]:
    """Return the type without `| None`, and whether None was allowed."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        rest = [a for a in typing.get_args(hint) if a is not type(None)]
        return rest[0], True
    return hint, False


def documented(table: str) -> list[Field]:
    """Return name, type, nullability and meaning of every column of a table."""
    docs = _docstrings(TABLES[table])
    return [
        Field(f.name, _named(f.type), f.nullable, docs.get(f.name, "")) for f in arrow_schema(table)
    ]


def _named(kind: pa.DataType) -> str:
    return "list<string>" if pa.types.is_list(kind) else str(kind)


@cache
def _docstrings(record: type) -> dict[str, str]:
    """Read the docstring under each field from the source."""
    tree = ast.parse(inspect.getsource(record)).body[0]
    assert isinstance(tree, ast.ClassDef)
    found = {}
    for item, following in zip(tree.body, tree.body[1:], strict=False):
        if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
            name = _target(item)
            if name:
                found[name] = " ".join(str(following.value.value).split())
    return found


def _target(item: ast.stmt) -> str | None:
    if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
        return item.target.id
    if isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name):
        return item.targets[0].id
    return None


def reasons() -> dict[str, str]:
    """Return every reason of rejection with its meaning."""
    docs = _docstrings(Reason)
    return {reason.value: docs.get(reason.name, "") for reason in Reason}


def markdown_table(table: str) -> str:
    """Return the field table of the docs and the card."""
    lines = ["| column | type | null | meaning |", "|---|---|---|---|"]
    lines += [
        f"| `{f.name}` | {f.type} | {'yes' if f.nullable else 'no'} | {f.doc.replace('|', chr(92) + '|')} |"
        for f in documented(table)
    ]
    return "\n".join(lines)


def unwritable(table: str, row: Any) -> str | None:
    """Return the first column whose value no file can hold; None when all can be written."""
    for column in arrow_schema(table):
        value = getattr(row, column.name)
        if isinstance(value, int) and value.bit_length() >= _BITS.get(column.type, 64):
            return str(column.name)
        try:
            for text in value if isinstance(value, list) else [value]:
                str(text).encode()
        except UnicodeError:
            return str(column.name)
    return None


def table_of(name: str, rows: list[Any]) -> pa.Table:
    """Return the rows (record instances) as an Arrow table of the right schema."""
    schema = arrow_schema(name)
    columns = {f.name: [_inert(getattr(row, f.name)) for row in rows] for f in schema}
    return pa.table(columns, schema=schema)


def _inert(value: Any) -> Any:
    """A value of a column; text of others is no command to whatever prints it."""
    if isinstance(value, str):
        return stored(value)
    return [_inert(each) for each in value] if isinstance(value, list) else value
