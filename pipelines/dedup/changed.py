"""Which documents a change of the sketches can touch, and their hashes.

A whole join over everything is the definition. Between two looks only some
documents are new, revised or gone. Another document's links can differ only where
a hash of a changed document turns into template (or back), crosses `FEW`, or gets
other anchors. Those few are *affected*; all pairs without an affected end stay.

What is known of all documents is held as arrays in the order of their ids, and looked at as
such; statements are given the few that a change can reach.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from pipelines.dedup.postings import Postings, Rows, isin, numbers, place, runs
from pipelines.dedup.sql import ANCHORS, FEW, TEMPLATE_PAGES

if TYPE_CHECKING:
    import duckdb

# every document of a hash with its place among them
_PLACED = """
CREATE OR REPLACE TEMP TABLE links_{name} AS
SELECT id, hash, row_number() OVER (PARTITION BY hash ORDER BY id) AS place, count(*) OVER (PARTITION BY hash) AS documents
FROM kept_{name}
"""
_AFFECTED = f"""
SELECT DISTINCT coalesce(o.id, n.id) AS id
FROM links_then o FULL JOIN links_now n ON o.id = n.id AND o.hash = n.hash
WHERE o.place IS NULL OR n.place IS NULL
   OR (o.documents > {FEW}) <> (n.documents > {FEW})
   OR (o.documents > {FEW} AND (o.place <= {ANCHORS}) <> (n.place <= {ANCHORS}))
"""


@dataclass(frozen=True, slots=True)
class Documents:
    """Articles in the order of their ids, as numbers."""

    ids: np.ndarray
    versions: np.ndarray


@dataclass(frozen=True, slots=True)
class Change:
    """What has changed since the last look."""

    before: Documents
    now: Documents
    sources: np.ndarray
    """A number for the source of each document that is there now."""
    fresh: np.ndarray
    """Which documents of now are new, or of another version."""
    gone: np.ndarray
    """Which documents of before are there no more, or were of another version."""

    def __len__(self) -> int:
        return int(self.fresh.sum() + self.gone.sum())


def change(before: Documents, now: Documents, sources: np.ndarray) -> Change:
    """Return what two looks differ in."""
    at, there = place(now.ids, before.ids)
    stays = np.zeros(len(before.ids), bool)
    if len(before.ids):
        there &= before.versions[at] == now.versions
        stays[at[there]] = True
    return Change(before, now, sources, ~there, ~stays)


@dataclass(frozen=True, slots=True)
class _Versions:
    """The versions that are looked at, in order: whose they are, of which source, and when."""

    versions: np.ndarray
    ids: np.ndarray
    sources: np.ndarray
    then: np.ndarray
    now: np.ndarray


def _versions(
    connection: duckdb.DuckDBPyConnection, postings: Postings, changed: Change
) -> _Versions:
    before, now = changed.before, changed.now
    old = before.versions[changed.gone]
    named = postings.sources(old)
    hashed = dict(connection.execute("SELECT s, hash(s) FROM (SELECT unnest(?::VARCHAR[]) AS s)", [sorted({*named.values()})]).fetchall())  # fmt: skip
    sources = [hashed[named[v]] if v in named else 0 for v in old.tolist()]
    versions = np.concatenate([now.versions, old])
    order = np.argsort(versions)
    return _Versions(
        versions[order],
        np.concatenate([now.ids, before.ids[changed.gone]])[order],
        np.unique(np.concatenate([changed.sources, np.array(sources, np.uint64)]), return_inverse=True)[1][order],
        np.concatenate([~changed.fresh, np.ones(len(old), bool)])[order],
        np.arange(len(versions))[order] < len(now.versions),
    )  # fmt: skip


def _kept(rows: Rows, of: _Versions) -> tuple[pa.Table, pa.Table]:
    """Return (id, hash) of before and of now, without the templates of each time.

    `rows` are all rows of some hashes.
    """
    starts, lengths = runs(rows.versions)
    at, there = place(rows.versions[starts], of.versions)
    at, there = np.repeat(at, lengths), np.repeat(there, lengths)
    at, hashes = at[there], rows.hashes[there]
    keys = rows.which[there] * (of.sources.max(initial=0) + 1) + of.sources[at]
    order = np.argsort(keys)
    at, hashes = at[order], hashes[order]
    starts, lengths = runs(keys[order])
    found = []
    for there in (of.then[at], of.now[at]):
        pages = np.add.reduceat(there, starts, dtype=np.int64) if len(starts) else starts
        stays = there & np.repeat(pages < TEMPLATE_PAGES, lengths)
        found.append(pa.table({"id": of.ids[at[stays]], "hash": hashes[stays]}))
    return found[0], found[1]


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change reaches."""

    affected: np.ndarray
    """Ids, in order, of documents that are there now and whose links or sizes may differ."""
    kept: pa.Table
    """Every document (id, hash) of every hash of theirs, now, without templates."""


class Look:
    """One look at what has changed."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, postings: Postings, changed: Change
    ) -> None:
        self.connection, self.postings, self.changed = connection, postings, changed
        self.of = _versions(connection, postings, changed)

    def touched(self) -> Touched:
        """Return the new documents, and those whose links or sizes the change can touch."""
        changed = self.changed
        fresh = changed.now.ids[changed.fresh]
        new = changed.now.versions[changed.fresh], changed.before.versions[changed.gone]
        hashes = self.postings.of(np.concatenate(new))
        then, now = _kept(self.postings.having(hashes), self.of)
        ids = np.union1d(self._moved(then, now), fresh)
        ids = ids[isin(ids, changed.now.ids)]
        others = ids[~isin(ids, fresh)]
        more = self._hashes(others)
        more = more[~isin(more, hashes)]
        if len(more):
            now = pa.concat_tables([now, self._having(more)])
        return Touched(ids, now)

    def around(self, ids: np.ndarray) -> pa.Table:
        """Return every document (id, hash) of every hash of some documents, now."""
        return self._having(self._hashes(ids))

    def _having(self, hashes: np.ndarray) -> pa.Table:
        return _kept(self.postings.having(hashes), self.of)[1]

    def _hashes(self, ids: np.ndarray) -> np.ndarray:
        now = self.changed.now
        return self.postings.of(now.versions[place(ids, now.ids)[0]])

    def _moved(self, then: pa.Table, now: pa.Table) -> np.ndarray:
        """Return the ids of documents for which a hash links otherwise than before."""
        for name, rows in (("then", then), ("now", now)):
            self.connection.register(f"kept_{name}", rows)
            self.connection.execute(_PLACED.format(name=name))
            self.connection.unregister(f"kept_{name}")
        found: np.ndarray = self.connection.execute(_AFFECTED).fetchnumpy()["id"]
        return found.astype(np.uint64)


def documents(ids: pa.ChunkedArray, versions: pa.ChunkedArray) -> Documents:
    """Return documents as numbers, in the order in which they come."""
    return Documents(numbers(ids), numbers(versions))
