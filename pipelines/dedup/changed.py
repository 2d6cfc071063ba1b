"""Which documents a change of the sketches can touch, and their postings.

A whole join over everything is the definition. Between two looks only some
documents are new, revised or gone. Another document's links can differ only where
a hash of a changed document turns into template (or back), crosses `FEW`, or gets
other anchors. Those few are *affected*; all pairs without an affected end stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.dedup.sql import ANCHORS, FEW, KEPT

if TYPE_CHECKING:
    import duckdb

_GONE = """
CREATE OR REPLACE TEMP TABLE gone AS
SELECT k.id, k.revision FROM before k ANTI JOIN now c ON c.id = k.id AND c.revision = k.revision
"""
_FRESH = """
CREATE OR REPLACE TEMP TABLE fresh AS
SELECT c.id, c.revision FROM now c ANTI JOIN before k ON c.id = k.id AND c.revision = k.revision
"""
# the source of each version that is looked at: read with the hashes, its name would cost as
# much as they do
_SOURCES = """
CREATE OR REPLACE TEMP TABLE sources AS
SELECT revision, source FROM now
"""
_SOURCES_GONE = """
INSERT INTO sources
SELECT DISTINCT s.id, hash(s.source) FROM stored s SEMI JOIN gone g ON g.revision = s.id
"""
_AROUND = """
CREATE OR REPLACE TEMP TABLE around AS
SELECT a.revision, o.source, a.hash FROM (
    SELECT s.id AS revision, s.hash FROM stored s SEMI JOIN (
        SELECT hash FROM stored WHERE id IN (SELECT revision FROM fresh UNION ALL SELECT revision FROM gone)
    ) h ON s.hash = h.hash
) a JOIN sources o USING (revision)
"""
# every document of a hash with its place among them
_PLACED = """
CREATE OR REPLACE TEMP TABLE {name} AS
SELECT id, hash, row_number() OVER (PARTITION BY hash ORDER BY id) AS place, count(*) OVER (PARTITION BY hash) AS documents
FROM ({kept})
"""
_AFFECTED = f"""
CREATE OR REPLACE TEMP TABLE affected AS
WITH stayed AS (SELECT id FROM now ANTI JOIN fresh USING (id)),
both_times AS (
    SELECT coalesce(o.id, n.id) AS id, o.place AS old_place, n.place AS new_place, o.documents AS old_documents, n.documents AS new_documents
    FROM links_then o FULL JOIN links_now n ON o.id = n.id AND o.hash = n.hash
)
SELECT id FROM fresh
UNION
SELECT b.id FROM both_times b SEMI JOIN stayed ON stayed.id = b.id
WHERE old_place IS NULL OR new_place IS NULL
   OR (old_documents > {FEW}) <> (new_documents > {FEW})
   OR (old_documents > {FEW} AND (old_place <= {ANCHORS}) <> (new_place <= {ANCHORS}))
"""


# the members of all clusters that a change can reach: pairs of two others are as before
_REGROUPED = """
CREATE OR REPLACE TEMP TABLE regrouped AS
WITH reached AS (
    SELECT id FROM affected UNION SELECT id FROM gone
    UNION SELECT a FROM pairs SEMI JOIN affected x ON x.id = b
    UNION SELECT b FROM pairs SEMI JOIN affected x ON x.id = a
)
SELECT id FROM before WHERE cluster_id IN (SELECT cluster_id FROM before SEMI JOIN reached USING (id))
UNION SELECT id FROM reached
"""


def moved(connection: duckdb.DuckDBPyConnection) -> int:
    """Note what is new and what is gone since the last look; return how many."""
    connection.execute(_GONE)
    connection.execute(_FRESH)
    return int(
        connection.execute(
            "SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM fresh)"
        ).fetchall()[0][0]
    )


def affected(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table `affected` (id): new documents, and those whose links or sizes
    the change can touch."""
    connection.execute(_SOURCES)
    if connection.execute("SELECT count(*) FROM gone").fetchall() != [(0,)]:
        connection.execute(_SOURCES_GONE)
    connection.execute(_AROUND)
    for name, documents in (("links_then", "before"), ("links_now", "now")):
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE sketches AS SELECT d.id, a.source, a.hash FROM around a JOIN {documents} d USING (revision)"
        )
        connection.execute(_PLACED.format(name=name, kept=KEPT))
    connection.execute(_AFFECTED)


def postings(connection: duckdb.DuckDBPyConnection, ids: str) -> None:
    """Make `sketches` hold every document of every hash of some documents, now.

    `ids` is a query for their ids.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE sketches AS"
        " SELECT c.id, c.source, s.hash FROM"
        f" (SELECT s.id, s.hash FROM stored s SEMI JOIN (SELECT hash FROM stored SEMI JOIN (SELECT revision FROM now WHERE id IN ({ids})) r ON stored.id = r.revision) h USING (hash)) s"
        " JOIN now c ON s.id = c.revision"
    )


def postings_of_affected(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `sketches` hold every document of every hash of the affected ones, now.

    Those of the new ones were looked up already (`around`).
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE others AS"
        " SELECT revision FROM now WHERE id IN (SELECT id FROM affected) AND id NOT IN (SELECT id FROM fresh)"
    )
    rows = "SELECT revision, hash FROM around"
    if connection.execute("SELECT count(*) FROM others").fetchall() != [(0,)]:
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE other_hashes AS SELECT DISTINCT hash FROM"
            " (SELECT s.hash FROM stored s SEMI JOIN others o ON s.id = o.revision) h"
            " ANTI JOIN (SELECT hash FROM around) a USING (hash)"
        )
        rows += " UNION ALL SELECT s.id, s.hash FROM stored s SEMI JOIN other_hashes USING (hash)"
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE sketches AS"
        f" SELECT c.id, c.source, r.hash FROM ({rows}) r JOIN now c USING (revision)"
    )


def regrouped(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table `regrouped` (id): the documents whose clusters are put together anew."""
    connection.execute(_REGROUPED)
