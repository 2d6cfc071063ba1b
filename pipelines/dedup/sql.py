"""The four statements of the near-duplicate join, in plain SQL, in one place.

Input: table `sketches` (id, source, hash; a hash once per id), for `contained` also
`members` (id, canonical). Each statement makes the table it is named after; the
engine wraps it (`CREATE TABLE` in DuckDB, a view in Spark). The result depends on
the rows only, never on their order. Ids are of any type with an order.
"""

from __future__ import annotations

TEMPLATE_PAGES = 3
"""A shingle on this many pages of one source is that site's template."""
FEW = 8
"""A hash on more documents than this links only to its first `ANCHORS` by id."""
ANCHORS = 4
MIN_SHARED = 4
MIN_CONTAINMENT = 0.5

KEPT = f"""
SELECT s.id, s.hash
FROM sketches s
LEFT JOIN (
    SELECT source, hash FROM sketches GROUP BY source, hash
    HAVING count(*) >= {TEMPLATE_PAGES}
) t ON s.source = t.source AND s.hash = t.hash
WHERE t.hash IS NULL
"""

SIZES = """
SELECT id, count(*) AS size FROM kept GROUP BY id
"""

PAIRS = f"""
WITH placed AS (
    SELECT id, hash, place, documents FROM (
        SELECT id, hash,
               row_number() OVER (PARTITION BY hash ORDER BY id) AS place,
               count(*) OVER (PARTITION BY hash) AS documents
        FROM kept
    ) ranked
    WHERE documents > 1
)
SELECT p.a, p.b, p.shared
FROM (
    SELECT x.id AS a, y.id AS b, count(*) AS shared
    FROM placed x JOIN placed y ON x.hash = y.hash AND x.place < y.place
    WHERE x.place <= CASE WHEN x.documents > {FEW} THEN {ANCHORS} ELSE {FEW} END
    GROUP BY x.id, y.id
    HAVING count(*) >= {MIN_SHARED}
) p
JOIN sizes sa ON sa.id = p.a
JOIN sizes sb ON sb.id = p.b
WHERE p.shared >= {MIN_CONTAINMENT} * least(sa.size, sb.size)
"""

CONTAINED = """
SELECT m.id, m.canonical, count(*) AS shared
FROM members m
JOIN kept x ON x.id = m.id
JOIN kept y ON y.id = m.canonical AND y.hash = x.hash
GROUP BY m.id, m.canonical
"""

STATEMENTS = {"kept": KEPT, "sizes": SIZES, "pairs": PAIRS, "contained": CONTAINED}
