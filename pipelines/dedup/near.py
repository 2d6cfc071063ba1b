"""Near duplicates: pairs by containment, their components, and each one's role."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from pipelines.dedup import sql

if TYPE_CHECKING:
    import duckdb

PREFIX_LENGTH = 0.8
"""A copy shorter than this share of the canonical text may be a cut one."""
PREFIX_CONTAINMENT = 0.7


@dataclass(frozen=True, slots=True)
class Member:
    """The place of one article among its near duplicates."""

    cluster_id: str
    cluster_role: str


@dataclass(frozen=True, slots=True)
class Text:
    """What decides which member is the canonical one."""

    id: str
    length: int
    published: str
    """ISO time, or a high string when unknown: unknown comes last."""


def cluster(connection: duckdb.DuckDBPyConnection, texts: Iterable[Text]) -> dict[str, Member]:
    """Return the members of every cluster of two or more, by article id.

    `connection` holds the table `sketches`. Articles that are alone are absent.
    """
    for name in ("kept", "anchored", "pairs"):
        _make(connection, name)
    pairs = connection.execute("SELECT a, b FROM pairs").fetchall()
    if not pairs:
        return {}
    groups = components(pairs)
    wanted = {i for group in groups for i in group}
    facts = {t.id: t for t in texts if t.id in wanted}
    chosen = {group[0]: canonical([facts[i] for i in group if i in facts]) for group in groups}
    members = [(i, chosen[group[0]]) for group in groups for i in group]
    contained = _contained(connection, members)
    found = {}
    for group in groups:
        best = facts[chosen[group[0]]]
        for i in group:
            role = "canonical" if i == best.id else _role(facts[i], best, contained.get(i, 0.0))
            found[i] = Member(group[0], role)
    return found


def _make(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    connection.execute(f"CREATE OR REPLACE TABLE {name} AS {sql.STATEMENTS[name]}")


def canonical(members: list[Text]) -> str:
    """Return the id of the fullest public text, then the earliest, then by id."""
    return min(members, key=lambda t: (-t.length, t.published, t.id)).id


def _role(member: Text, best: Text, contained: float) -> str:
    if member.length < PREFIX_LENGTH * best.length and contained >= PREFIX_CONTAINMENT:
        return "prefix"
    return "copy"


def _contained(connection: duckdb.DuckDBPyConnection, members: list[tuple[str, str]]) -> dict[str, float]:
    """Return for each member which share of its own sketch the canonical one has."""
    table = pa.table({"id": [m for m, _ in members], "canonical": [c for _, c in members]})
    connection.register("members", table)
    _make(connection, "contained")
    rows = connection.execute("SELECT c.id, c.shared / s.size FROM contained c JOIN (SELECT id, count(*) AS size FROM kept GROUP BY id) s USING (id)").fetchall()
    connection.unregister("members")
    return {str(i): float(share) for i, share in rows}


def components(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Return the connected components, each sorted, in order of their smallest id."""
    parent: dict[str, str] = {}

    def root(x: str) -> str:
        while parent.setdefault(x, x) != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for a, b in pairs:
        left, right = root(a), root(b)
        if left != right:
            parent[max(left, right)] = min(left, right)
    groups: dict[str, list[str]] = defaultdict(list)
    for member in parent:
        groups[root(member)].append(member)
    return [sorted(groups[key]) for key in sorted(groups)]
