"""Near duplicates: pairs by containment, their components, and each one's role.

What one look at all sketches gives; `dedup.since` starts from what the last one gave.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from pipelines.dedup import sql
from pipelines.dedup.sketch import SCHEMA

if TYPE_CHECKING:
    import duckdb

PREFIX_LENGTH = 0.8
"""A copy shorter than this share of the canonical text may be a cut one."""
PREFIX_CONTAINMENT = 0.7

DOCUMENTS = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("revision_id", pa.string(), nullable=False),
        pa.field("size", pa.int32(), nullable=False),
        pa.field("cluster_id", pa.string(), nullable=False),
        pa.field("cluster_role", pa.string()),
        pa.field("length", pa.int32()),
    ]
)
PAIRS = pa.schema(
    [
        pa.field("a", pa.string(), nullable=False),
        pa.field("b", pa.string(), nullable=False),
        pa.field("shared", pa.int32(), nullable=False),
    ]
)


@dataclass(frozen=True, slots=True)
class Known:
    """What one look at the sketches gave; the next one starts from it."""

    documents: pa.Table
    """One row per article, by id: its revision, the number of its own shingles, its cluster
    and role (null: alone), and the characters of its text (null: it has none)."""
    pairs: pa.Table
    """Near duplicates `a < b` with the number of shared shingles, in order."""

    @classmethod
    def nothing(cls) -> Known:
        """What is known before the first look."""
        return cls(DOCUMENTS.empty_table(), PAIRS.empty_table())


@dataclass(frozen=True, slots=True)
class Text:
    """What decides which member is the canonical one."""

    id: int
    """Number of the article, in the order of the ids."""
    length: int
    published: str
    """ISO time, or a high string when unknown: unknown comes last."""


# ids get numbers in their order: joins over numbers are several times cheaper
_NOW = """
CREATE OR REPLACE TEMP TABLE now AS
SELECT CAST(row_number() OVER (ORDER BY id) AS INTEGER) AS id, id AS name, revision_id, CAST('0x' || revision_id AS UBIGINT) AS revision, hash(source) AS source, length, published FROM current
"""
_STORED = "SELECT c.id, c.source, s.hash FROM {stored} s JOIN now c ON s.id = c.revision"
_DOCUMENTS = """
SELECT n.name AS id, n.revision_id, CAST(coalesce(s.size, 0) AS INTEGER) AS size, coalesce(k.name, n.name) AS cluster_id, m.cluster_role, CAST(n.length AS INTEGER) AS length
FROM now n LEFT JOIN sizes s ON s.id = n.id LEFT JOIN clustered m ON m.id = n.id LEFT JOIN now k ON k.id = m.cluster_id ORDER BY n.id
"""
_PAIRS = "SELECT a.name AS a, b.name AS b, CAST(p.shared AS INTEGER) AS shared FROM pairs p JOIN now a ON a.id = p.a JOIN now b ON b.id = p.b ORDER BY p.a, p.b"


def make(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Make the table that a statement of the join is named after."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql.STATEMENTS[name]}")


def anew(connection: duckdb.DuckDBPyConnection, sketches: Sequence[Path]) -> Known:
    """Return the clusters of all current articles from one look at all sketches.

    `sketches` are files of the hashes (id, source, hash) of all revisions; the id is the
    revision id as a number. `connection` holds `current` (id, revision_id, source, length,
    published; the length is null where there is no text).
    """
    connection.register("no_sketches", SCHEMA.empty_table())
    files = ", ".join("'" + str(path).replace("'", "''") + "'" for path in sketches)
    stored = f"read_parquet([{files}])" if sketches else "no_sketches"
    connection.execute(_NOW)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE sketches AS {_STORED.format(stored=stored)}")
    for name in ("kept", "sizes", "pairs"):
        make(connection, name)
    groups = components(connection.execute("SELECT a, b FROM pairs").fetchall())
    facts = facts_of(connection, groups)
    best = canonicals(groups, facts)
    roles = assign(groups, facts, best, lambda members: shares(connection, members, best), {})
    rows = [(i, group[0], roles[group[0]][i]) for group in groups for i in group]
    ids, clusters, named = zip(*rows, strict=True) if rows else ((), (), ())
    connection.register(
        "clustered",
        pa.table(
            {
                "id": pa.array(ids, pa.int32()),
                "cluster_id": pa.array(clusters, pa.int32()),
                "cluster_role": pa.array(named, pa.string()),
            }
        ),
    )
    documents = connection.sql(_DOCUMENTS).to_arrow_table().cast(DOCUMENTS)
    pairs = connection.sql(_PAIRS).to_arrow_table().cast(PAIRS)
    connection.unregister("clustered")
    return Known(documents, pairs)


def canonicals(groups: list[list[int]], facts: dict[int, Text]) -> dict[int, int]:
    """Return for each member of a cluster the canonical one."""
    found = {}
    for group in groups:
        best = canonical([facts[m] for m in group])
        found.update(dict.fromkeys(group, best))
    return found


def assign(
    groups: list[list[int]],
    facts: dict[int, Text],
    best: dict[int, int],
    shares_of: Callable[[list[int]], dict[int, float]],
    stay: dict[int, str],
) -> dict[int, dict[int, str]]:
    """Return the roles in clusters: smallest id → id → role.

    `shares_of` gives for members the share of their shingles that stands in their
    canonical text, and is asked only for those that are short beside it; the roles in
    `stay` are known.
    """
    roles = {**dict.fromkeys(best.values(), "canonical"), **stay}
    members = [i for i in best if i not in roles]
    short = [i for i in members if _is_short(facts[i], facts[best[i]])]
    shares = shares_of(short) if short else {}
    roles.update({i: _role(facts[i], facts[best[i]], shares.get(i, 0.0)) for i in members})
    return {group[0]: {i: roles[i] for i in group} for group in groups}


def shares(
    connection: duckdb.DuckDBPyConnection, members: list[int], best: dict[int, int]
) -> dict[int, float]:
    """Return the share of each member's shingles that stand in its canonical text.

    `connection` holds `kept` and `sizes` of all of them.
    """
    ids = {"id": members, "canonical": [best[i] for i in members]}
    connection.register("members", pa.table({n: pa.array(c, pa.uint64()) for n, c in ids.items()}))
    make(connection, "contained")
    rows = connection.execute(
        "SELECT c.id, c.shared / s.size FROM contained c JOIN sizes s USING (id)"
    ).fetchall()
    connection.unregister("members")
    return {int(i): float(share) for i, share in rows}


def facts_of(connection: duckdb.DuckDBPyConnection, groups: list[list[int]]) -> dict[int, Text]:
    """Return what decides which member of a cluster is the canonical one, from `now`."""
    ids = pa.array([i for group in groups for i in group], pa.uint64())
    connection.register("wanted", pa.table({"id": ids}))
    rows = connection.execute(
        "SELECT id, coalesce(length, 0), published FROM now SEMI JOIN wanted USING (id)"
    ).fetchall()
    connection.unregister("wanted")
    return {i: Text(i, length, published) for i, length, published in rows}


def canonical(members: list[Text]) -> int:
    """Return the id of the fullest public text, then the earliest, then by id."""
    return min(members, key=lambda t: (-t.length, t.published, t.id)).id


def _is_short(member: Text, best: Text) -> bool:
    return member.length < PREFIX_LENGTH * best.length


def _role(member: Text, best: Text, contained: float) -> str:
    if _is_short(member, best) and contained >= PREFIX_CONTAINMENT:
        return "prefix"
    return "copy"


def components(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the connected components, each sorted, in order of their smallest id."""
    parent: dict[int, int] = {}

    def root(x: int) -> int:
        while parent.setdefault(x, x) != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for a, b in pairs:
        left, right = root(a), root(b)
        if left != right:
            parent[max(left, right)] = min(left, right)
    groups: dict[int, list[int]] = defaultdict(list)
    for member in parent:
        groups[root(member)].append(member)
    return [sorted(groups[key]) for key in sorted(groups)]
