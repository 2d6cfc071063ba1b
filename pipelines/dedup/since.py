"""What is near a duplicate now, from what was known: the answer of one look at everything.

Rows of before stay as they lie; those that a change can reach are worked out and put in
between. What this costs grows with what is new, but for one reading of the hashes.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from pipelines.dedup import changed
from pipelines.dedup.changed import Look
from pipelines.dedup.near import (
    DOCUMENTS,
    PAIRS,
    Known,
    anew,
    assign,
    canonicals,
    components,
    facts_of,
    make,
    shares,
)
from pipelines.dedup.postings import Postings, TooManyError, numbers, place

if TYPE_CHECKING:
    import duckdb

ALL_ANEW = 0.3
"""With more than this share of changed documents everything is joined again."""
_CURRENT = (
    "SELECT id, revision_id, hash(source) AS source, CAST(length AS INTEGER) AS length FROM current"
)
_NEW_PAIRS = """
SELECT a, b, shared FROM pairs
WHERE a IN (SELECT id FROM affected) OR b IN (SELECT id FROM affected)
"""
_NOW = """
CREATE OR REPLACE TEMP TABLE now AS
SELECT r.id, c.length, c.published FROM current c JOIN reached_now r ON c.id = r.name
"""


def cluster(
    connection: duckdb.DuckDBPyConnection, sketches: Sequence[Path], known: Known | None = None
) -> Known:
    """Return the clusters of all current articles, from what is known of them.

    What `near.anew` gives, and from the same tables. Ids of articles that were looked at
    before are hexadecimal numbers, all of as many digits.
    """
    if known is None or not known.documents.num_rows:
        return anew(connection, sketches)
    look = _Since(connection, sketches, known)
    if len(look.change) > ALL_ANEW * len(look.now.ids):
        return anew(connection, sketches)
    with contextlib.suppress(TooManyError):
        return look.known()
    return anew(connection, sketches)


class _Since:
    """What is known, what is there now, and what lies between."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, sketches: Sequence[Path], known: Known
    ) -> None:
        self.connection, self.sketches, self.before = connection, sketches, known
        current = connection.sql(_CURRENT).to_arrow_table()
        now = changed.documents(current["id"], current["revision_id"])
        order = np.argsort(now.ids)
        self.current = current.take(pa.array(order))
        self.now = changed.Documents(now.ids[order], now.versions[order])
        then = changed.documents(known.documents["id"], known.documents["revision_id"])
        self.change = changed.change(then, self.now, self.current["source"].to_numpy())

    def known(self) -> Known:
        """Return what one look at everything would give."""
        if not len(self.change):
            return self._gathered({}, np.empty(0, np.uint64), self.before.pairs)
        self.look = Look(self.connection, Postings(self.sketches), self.change)
        touched = self.look.touched()
        self.affected, self.kept = touched.affected, touched.kept
        self._register("kept", self.kept)
        self._sizes(self.kept["id"].to_numpy())
        self._register("affected", pa.table({"id": self.affected}))
        make(self.connection, "pairs")
        new = self.connection.sql(_NEW_PAIRS).to_arrow_table()
        pairs = self._pairs(new)
        ids = self._regrouped(new)
        return self._gathered(self._roles(ids), ids, pairs)

    def _register(self, name: str, rows: pa.Table) -> None:
        self.connection.register("given", rows)
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM given")
        self.connection.unregister("given")

    def _size(self, ids: np.ndarray) -> np.ndarray:
        """Return how many shingles of their own documents have now."""
        at, there = place(ids, self.change.before.ids)
        known = self.before.documents["size"].to_numpy()
        sizes = np.where(there, known[at] if len(known) else 0, 0)
        counted, counts = np.unique(self.kept["id"].to_numpy(), return_counts=True)
        at, there = place(ids, counted)
        anew = place(ids, self.affected)[1]
        counts = np.where(there, counts[at] if len(counts) else 0, 0)
        found: np.ndarray = np.where(anew, counts, sizes)
        return found

    def _sizes(self, ids: np.ndarray) -> None:
        ids = np.unique(ids)
        sizes = self._size(ids)
        self._register("sizes", pa.table({"id": ids[sizes > 0], "size": sizes[sizes > 0]}))

    def _moved(self) -> np.ndarray:
        """Return the ids whose pairs are others now."""
        return np.union1d(self.affected, self.change.before.ids[self.change.gone])

    def _pairs(self, new: pa.Table) -> pa.Table:
        """Return the pairs of before that stay with the new ones between, in order."""
        moved, old = self._moved(), self.before.pairs
        self.ends = [numbers(old[side]) for side in ("a", "b")]
        stays = ~(place(self.ends[0], moved)[1] | place(self.ends[1], moved)[1])
        named = {
            side: pa.array(self._names(new[side].to_pylist()), pa.string()) for side in ("a", "b")
        }
        rows = pa.table({**named, "shared": new["shared"].cast(pa.int32())}, schema=PAIRS)
        self.ends = [
            np.concatenate([end[stays], new[side].to_numpy()])
            for end, side in zip(self.ends, ("a", "b"), strict=True)
        ]
        order = np.lexsort((self.ends[1], self.ends[0]))
        return pa.concat_tables([old.filter(pa.array(stays)), rows]).take(pa.array(order))

    def _names(self, ids: Sequence[int]) -> list[str]:
        width = len(self.current["id"][0].as_py()) if len(self.current) else 0
        return [f"{i:0{width}x}" for i in ids]

    def _regrouped(self, new: pa.Table) -> np.ndarray:
        """Return the members of all clusters that a change can reach, old and new: pairs of two
        others are as before."""
        reached = np.union1d(self._moved(), np.concatenate([new[s].to_numpy() for s in ("a", "b")]))
        named = self.before.documents.filter(self.before.documents["cluster_role"].is_valid())
        ids, clusters = numbers(named["id"]), numbers(named["cluster_id"])
        of = np.unique(clusters[place(ids, reached)[1]])
        within = place(clusters, of)[1]
        self.roles_before: dict[int, dict[int, str]] = defaultdict(dict)
        for i, key, role in zip(
            ids[within].tolist(),
            clusters[within].tolist(),
            named["cluster_role"].filter(pa.array(within)).to_pylist(),
            strict=True,
        ):
            self.roles_before[key][i] = role
        found: np.ndarray = np.union1d(ids[within], reached)
        return found

    def _roles(self, ids: np.ndarray) -> dict[int, tuple[int, str]]:
        """Return cluster and role of those of some documents that are not alone.

        Where a cluster is what it was and none of it is touched, so are its roles; and what
        two share of whom neither is touched is as before.
        """
        linked = place(self.ends[0], ids)[1]
        groups = components(zip(*(end[linked].tolist() for end in self.ends), strict=True))
        touched, before = set(self.affected.tolist()), self.roles_before
        stood = {
            g[0]
            for g in groups
            if before.get(g[0], {}).keys() == set(g) and not touched.intersection(g)
        }
        found = {key: before[key] for key in stood}
        again = [g for g in groups if g[0] not in stood]
        if again:
            self._facts(again)
            facts = facts_of(self.connection, again)
            best = canonicals(again, facts)
            known = {
                m: (c, role)
                for cluster in before.values()
                for c in (i for i, role in cluster.items() if role == "canonical")
                for m, role in cluster.items()
            }
            stay = {
                i: known[i][1]
                for i, b in best.items()
                if i != b and not {i, b} & touched and known.get(i, (None,))[0] == b
            }
            found |= assign(again, facts, best, lambda m: self._shares(m, best, touched), stay)
        return {i: (g[0], found[g[0]][i]) for g in groups for i in g}

    def _facts(self, groups: list[list[int]]) -> None:
        ids = [i for group in groups for i in group]
        reached = {"id": pa.array(ids, pa.uint64()), "name": self._names(ids)}
        self.connection.register("reached_now", pa.table(reached))
        self.connection.execute(_NOW)
        self.connection.unregister("reached_now")

    def _shares(
        self, members: list[int], best: dict[int, int], touched: set[int]
    ) -> dict[int, float]:
        ids = np.array(sorted({*members, *(best[i] for i in members)}), np.uint64)
        if any(not {i, best[i]} & touched for i in members):
            self._register("kept", self.look.around(ids))
        self._sizes(ids)
        return shares(self.connection, members, best)

    def _gathered(
        self, roles: dict[int, tuple[int, str]], regrouped: np.ndarray, pairs: pa.Table
    ) -> Known:
        """Return the documents of before with the others put in between, in order."""
        then, now = self.change.before, self.now
        if not len(self.change):
            documents = self.before.documents
        else:
            other = np.union1d(self.affected, regrouped)
            stays = ~(self.change.gone | place(then.ids, other)[1])
            other = other[place(other, now.ids)[1]]
            rows = self.current.take(pa.array(place(other, now.ids)[0]))
            sizes, members = self._size(other), [roles.get(i, (i, None)) for i in other.tolist()]
            new = {
                "id": rows["id"],
                "revision_id": rows["revision_id"],
                "size": pa.array(sizes.astype(np.int32)),
                "cluster_id": pa.array(self._names([key for key, _ in members]), pa.string()),
                "cluster_role": pa.array([role for _, role in members], pa.string()),
                "length": rows["length"],
            }
            kept = self.before.documents.filter(pa.array(stays))
            order = np.argsort(np.concatenate([then.ids[stays], other]))
            documents = pa.concat_tables([kept, pa.table(new).cast(DOCUMENTS)]).take(
                pa.array(order)
            )
        # a dataset of before lengths were noted
        at = DOCUMENTS.get_field_index("length")
        documents = documents.set_column(at, DOCUMENTS.field(at), self.current["length"])
        return Known(documents, pairs)
