"""The join on arrays gives what the statements give, however its rows are dealt."""

from __future__ import annotations

from collections import Counter

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings, strategies as st

from pipelines.dedup import sql
from pipelines.dedup.buckets import linked

ROWS = st.frozensets(
    st.tuples(st.integers(0, 14), st.integers(0, 2), st.integers(1, 12)), max_size=90
)


def arrays(rows: list[tuple[int, int, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    table = np.array(rows, np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def by_statements(rows: list[tuple[int, int, int]]) -> tuple[list, list]:
    """Links of any number of hashes, and sizes, as the statements have them."""
    with duckdb.connect() as connection:
        ids, sources, hashes = arrays(rows)
        connection.register("sketches", pa.table({"id": ids, "source": sources, "hash": hashes}))
        for name in ("kept", "sizes"):
            connection.execute(f"CREATE TEMP TABLE {name} AS {sql.STATEMENTS[name]}")
        every = (
            sql.PAIRS.replace(f"HAVING count(*) >= {sql.MIN_SHARED}", "")
            .replace(f"p.shared >= {sql.MIN_CONTAINMENT}", "p.shared >= 0.0")
        )  # fmt: skip
        assert every != sql.PAIRS
        pairs = connection.execute(f"{every} ORDER BY 1, 2").fetchall()
        return pairs, connection.execute("SELECT * FROM sizes ORDER BY 1").fetchall()


@settings(max_examples=60, deadline=None)
@given(ROWS, st.integers(1, 4), st.randoms())
def test_buckets_sum_to_what_the_statements_give(rows, buckets, chance):
    """Few hashes and sources for many documents: templates and anchors everywhere."""
    of = {i: s for i, s, _ in sorted(rows)}  # a document is of one source
    given_rows = sorted({(i, of[i], h) for i, _, h in rows})
    chance.shuffle(given_rows)
    pairs: Counter[tuple[int, int]] = Counter()
    sizes = Counter(i for i, _, _ in given_rows)
    templates = set()
    for bucket in range(buckets):
        found = linked(*arrays([r for r in given_rows if r[2] % buckets == bucket]))
        pairs.update(
            {(int(a), int(b)): int(n) for a, b, n in zip(found.a, found.b, found.shared, strict=True)}
        )  # fmt: skip
        sizes.subtract(
            dict(zip(found.template_ids.tolist(), found.template_hashes.tolist(), strict=True))
        )
        templates |= set(zip(found.sources.tolist(), found.hashes.tolist(), strict=True))
    wanted_pairs, wanted_sizes = by_statements(given_rows)
    assert sorted((*k, n) for k, n in pairs.items()) == wanted_pairs
    assert sorted((i, n) for i, n in sizes.items() if n) == wanted_sizes
    on = Counter((s, h) for _, s, h in given_rows)
    assert templates == {key for key, n in on.items() if n >= sql.TEMPLATE_PAGES}


@pytest.mark.parametrize(
    ("documents", "links"),
    [(sql.FEW, sql.FEW * (sql.FEW - 1) // 2), (sql.FEW + 1, sum(sql.FEW + 1 - p for p in range(1, sql.ANCHORS + 1)))],
)  # fmt: skip
def test_a_hash_on_many_documents_links_to_its_anchors_alone(documents, links):
    found = linked(*arrays([(i, i, 7) for i in range(documents)]))
    assert found.shared.tolist() == [1] * links
    assert set(found.a.tolist()) == set(
        range(sql.ANCHORS if documents > sql.FEW else documents - 1)
    )
