"""Near duplicates: pairs by containment, their components, and each one's role.

`cluster` takes what is known from the last time and looks only at what has
changed since; the answer is the same, bit for bit, as one look at everything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from pipelines.dedup import changed, sql

if TYPE_CHECKING:
    import duckdb

PREFIX_LENGTH = 0.8
"""A copy shorter than this share of the canonical text may be a cut one."""
PREFIX_CONTAINMENT = 0.7
ALL_ANEW = 0.3
"""With more than this share of changed documents everything is joined again."""

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


def cluster(connection: duckdb.DuckDBPyConnection, known: Known | None = None) -> Known:
    """Return the clusters of all current articles.

    `connection` holds `stored` (id, source, hash: the sketches of all revisions; the
    id is the revision id as a number) and `current` (id, revision_id, source, length, published;
    the length is null where there is no text).
    """
    known = known or Known.nothing()
    _number(connection, known)
    moved = changed.moved(connection)
    total = connection.execute("SELECT count(*) FROM now").fetchall()[0][0]
    touched = _join_all(connection) if moved > ALL_ANEW * total else _join_changed(connection)
    return _gathered(connection, touched)


_NUMBERED = """
CREATE OR REPLACE TEMP TABLE numbered AS
SELECT id, CAST(row_number() OVER (ORDER BY id) AS INTEGER) AS n FROM (SELECT id FROM current UNION SELECT id FROM known_documents);
CREATE OR REPLACE TEMP TABLE now AS
SELECT n.n AS id, c.revision_id, CAST('0x' || c.revision_id AS UBIGINT) AS revision, hash(c.source) AS source, c.length, c.published FROM current c JOIN numbered n USING (id);
CREATE OR REPLACE TEMP TABLE before AS
SELECT n.n AS id, CAST('0x' || k.revision_id AS UBIGINT) AS revision, k.size, c.n AS cluster_id, k.cluster_role FROM known_documents k JOIN numbered n USING (id) JOIN numbered c ON c.id = k.cluster_id;
CREATE OR REPLACE TEMP TABLE pairs_before AS
SELECT a.n AS a, b.n AS b, k.shared FROM known_pairs k JOIN numbered a ON a.id = k.a JOIN numbered b ON b.id = k.b;
"""


def _number(connection: duckdb.DuckDBPyConnection, known: Known) -> None:
    """Give the ids numbers in their order: joins over numbers are several times cheaper."""
    connection.register("known_documents", known.documents)
    connection.register("known_pairs", known.pairs)
    for statement in filter(str.strip, _NUMBERED.split(";")):
        connection.execute(statement)
    connection.unregister("known_documents")
    connection.unregister("known_pairs")


def _make(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql.STATEMENTS[name]}")


def _join_all(connection: duckdb.DuckDBPyConnection) -> set[int] | None:
    """Join every sketch with every other; None: all clusters are new."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE sketches AS SELECT c.id, c.source, s.hash FROM stored s JOIN now c ON s.id = c.revision"
    )
    for name in ("kept", "sizes", "pairs"):
        _make(connection, name)
    return None


def _join_changed(connection: duckdb.DuckDBPyConnection) -> set[int]:
    """Join the changed sketches, and those whose links they change, with all others.

    `sizes` and `pairs` become what a whole join would give. Returns the ids whose
    links or sizes may differ from before.
    """
    changed.affected(connection)
    changed.postings_of_affected(connection)
    _make(connection, "kept")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE sizes AS"
        " SELECT k.id, k.size FROM before k ANTI JOIN affected USING (id) SEMI JOIN now USING (id) WHERE k.size > 0"
        " UNION ALL SELECT id, count(*) FROM kept SEMI JOIN affected USING (id) GROUP BY id"
    )
    _make(connection, "pairs")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE pairs AS"
        " SELECT a, b, shared FROM pairs WHERE a IN (SELECT id FROM affected) OR b IN (SELECT id FROM affected)"
        " UNION ALL SELECT k.a, k.b, k.shared FROM pairs_before k"
        " WHERE k.a NOT IN (SELECT id FROM affected UNION ALL SELECT id FROM gone) AND k.b NOT IN (SELECT id FROM affected UNION ALL SELECT id FROM gone)"
    )
    return {int(row[0]) for row in connection.execute("SELECT id FROM affected").fetchall()}


def _gathered(connection: duckdb.DuckDBPyConnection, touched: set[int] | None) -> Known:
    """Return documents and pairs under their own ids again, in order: that of the numbers."""
    if touched is None:
        connection.execute("CREATE OR REPLACE TEMP TABLE regrouped AS SELECT id FROM now")
    else:
        changed.regrouped(connection)
    groups = components(
        connection.execute("SELECT a, b FROM pairs SEMI JOIN regrouped r ON r.id = a").fetchall()
    )
    roles = (
        _roles(connection, groups) if touched is None else _roles_since(connection, groups, touched)
    )
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
    documents = connection.sql(
        "SELECT n.id, c.revision_id, CAST(coalesce(s.size, 0) AS INTEGER) AS size, coalesce(k.id, n.id) AS cluster_id, m.cluster_role, CAST(c.length AS INTEGER) AS length"
        " FROM now c JOIN numbered n ON n.n = c.id LEFT JOIN sizes s ON s.id = c.id LEFT JOIN ("
        "SELECT id, cluster_id, cluster_role FROM clustered"
        " UNION ALL SELECT id, cluster_id, cluster_role FROM before ANTI JOIN regrouped USING (id)"
        ") m ON m.id = c.id LEFT JOIN numbered k ON k.n = m.cluster_id ORDER BY c.id"
    ).to_arrow_table()
    pairs = connection.sql(
        "SELECT a.id AS a, b.id AS b, CAST(p.shared AS INTEGER) AS shared FROM pairs p JOIN numbered a ON a.n = p.a JOIN numbered b ON b.n = p.b ORDER BY p.a, p.b"
    ).to_arrow_table()
    connection.unregister("clustered")
    return Known(documents.cast(DOCUMENTS), pairs.cast(PAIRS))


def _roles_since(
    connection: duckdb.DuckDBPyConnection, groups: list[list[int]], touched: set[int]
) -> dict[int, dict[int, str]]:
    """Return the roles in all clusters, those of before where nothing has changed.

    What a member shares with its canonical text can be read from `kept` as it is if
    one of the two was touched; what neither touched member shares is as before.
    """
    before: dict[int, dict[int, str]] = defaultdict(dict)
    for identifier, cluster_id, role in connection.execute(
        "SELECT id, cluster_id, cluster_role FROM before SEMI JOIN regrouped USING (id) WHERE cluster_role IS NOT NULL"
    ).fetchall():
        before[cluster_id][identifier] = role
    stood = {
        g[0]
        for g in groups
        if before.get(g[0], {}).keys() == set(g) and not touched.intersection(g)
    }
    found = {key: before[key] for key in stood}
    known = {
        m: (c, role)
        for cluster in before.values()
        for c in _canonicals(cluster)
        for m, role in cluster.items()
    }
    anew = [g for g in groups if g[0] not in stood]
    found.update(_roles(connection, anew, touched, known))
    return found


def _canonicals(cluster: dict[int, str]) -> list[int]:
    return [i for i, role in cluster.items() if role == "canonical"]


def _roles(
    connection: duckdb.DuckDBPyConnection,
    groups: list[list[int]],
    touched: set[int] | None = None,
    known: dict[int, tuple[int, str]] | None = None,
) -> dict[int, dict[int, str]]:
    """Return the roles in these clusters: smallest id → id → role."""
    if not groups:
        return {}
    facts = _facts(connection, [i for group in groups for i in group])
    best = canonicals(groups, facts)
    stay: dict[int, str] = {}
    if touched is not None and known is not None:
        stay = {
            i: known[i][1]
            for i, b in best.items()
            if i != b and not {i, b} & touched and known.get(i, (None,))[0] == b
        }
    return assign(
        groups, facts, best, lambda members: _shares(connection, members, best, touched), stay
    )


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


def _shares(
    connection: duckdb.DuckDBPyConnection,
    members: list[int],
    best: dict[int, int],
    touched: set[int] | None,
) -> dict[int, float]:
    """Return the share of each member's shingles that stand in its canonical text."""
    connection.register(
        "members",
        pa.table(
            {
                "id": pa.array(members, pa.int32()),
                "canonical": pa.array([best[i] for i in members], pa.int32()),
            }
        ),
    )
    if touched is not None and any(not {i, best[i]} & touched for i in members):
        changed.postings(connection, "SELECT id FROM members")
        _make(connection, "kept")
    _make(connection, "contained")
    rows = connection.execute(
        "SELECT c.id, c.shared / s.size FROM contained c JOIN sizes s USING (id)"
    ).fetchall()
    connection.unregister("members")
    return {int(i): float(share) for i, share in rows}


def _facts(connection: duckdb.DuckDBPyConnection, ids: list[int]) -> dict[int, Text]:
    connection.register("wanted", pa.table({"id": pa.array(ids, pa.int32())}))
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
