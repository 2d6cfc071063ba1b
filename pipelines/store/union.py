"""Many datasets become one: every version once, the newest in `articles/`.

Rows are taken over, pages are not extracted again. Where two datasets hold the same
version of an article, the first copy is kept and the others are set aside as
repeats, so that the numbers go on adding up. DuckDB does it beyond memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.dedup.sketch import SCHEMA
from pipelines.model import Reason
from pipelines.papers import rows as papers
from pipelines.store.dataset import REPEATED, Dataset
from pipelines.store.finish import connected
from pipelines.store.manifest import Manifest, Part
from pipelines.store.parquet import (
    ROW_GROUP,
    SIDE_SHARD_ROWS,
    reading,
    write_parts,
)
from pipelines.store.paths import BLOCKS, PAGES, PAPERS, SINGLE, SKETCHES, DatasetPaths
from pipelines.store.schema import arrow_schema
from pipelines.store.second_look import as_single

SHARD_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class Input:
    """A dataset to be merged."""

    folder: Path
    manifest: Manifest
    names: dict[str, str]
    """Segment of its archive → name of the segment in the merged archive."""

    @property
    def paths(self) -> DatasetPaths:
        """Where everything lies in its folder."""
        return DatasetPaths(self.folder)


# every version that an input knows, once: that in `articles` also stands in `revisions`
_VERSIONS = """
SELECT {number} AS input, 'articles' AS stands, id, revision_id, date_fetched, url, source, http_status, archive_file, archive_offset, extractor FROM {articles}
UNION ALL
SELECT {number}, 'revisions', r.id, r.revision_id, r.date_fetched, r.url, r.source, r.http_status, r.archive_file, r.archive_offset, r.extractor
FROM {revisions} r ANTI JOIN {articles} a ON a.revision_id = r.revision_id
"""
_CURRENT = """
CREATE OR REPLACE TEMP TABLE current AS
SELECT id, arg_min(input, place) AS input, arg_min(revision_id, place) AS revision_id FROM (
    SELECT *, row_number() OVER (PARTITION BY id ORDER BY date_fetched DESC, input) AS place FROM versions WHERE stands = 'articles'
) GROUP BY id
"""
# of the copies of a version the current row stays, or else the first that was fetched
_RANKED = """
CREATE OR REPLACE TEMP TABLE ranked AS
SELECT v.*, c.id IS NOT NULL AS is_current,
    row_number() OVER (PARTITION BY v.revision_id ORDER BY c.id IS NULL, v.date_fetched, v.input) AS copy
FROM versions v LEFT JOIN current c ON c.id = v.id AND c.input = v.input AND c.revision_id = v.revision_id
"""
_KEPT = """
CREATE OR REPLACE TEMP TABLE kept AS
SELECT input, stands, id, revision_id, is_current, count(*) OVER (PARTITION BY id) AS versions FROM ranked WHERE copy = 1
"""


def unite(dataset: Dataset, inputs: Sequence[Input], **changes: Any) -> Manifest:
    """Replace everything in `dataset` by the rows of the inputs, as one version.

    `changes` go into the manifest. The result is not final: `finish` clusters it.
    """
    with connected(dataset.folder) as connection:
        _prepare(connection, inputs)
        tables: dict[str, list[Part]] = {
            name: list(_written(connection, dataset, inputs, name))
            for name in ("articles", "revisions", "provenance", "rejected")
        }
        tables[SKETCHES] = _sketches(connection, dataset, inputs)
        tables[PAGES] = _joined(connection, dataset, inputs, PAGES)
        tables[BLOCKS] = _joined(connection, dataset, inputs, BLOCKS)
        tables.update({name: [] for name in (PAPERS, *SINGLE.values())})
        counts = _counts(connection, inputs)
    archived = {i.names[name]: end for i in inputs for name, end in i.manifest.archived.items()}
    return dataset.replace_tables(tables, counts=counts, archived=archived, final=False, **changes)


def _prepare(connection: Any, inputs: Sequence[Input]) -> None:
    """Decide for every version which copy stays."""
    names = [(number, old, new) for number, i in enumerate(inputs) for old, new in i.names.items()]
    columns = list(zip(*names, strict=True)) or [(), (), ()]
    connection.register(
        "names",
        pa.table(
            {
                "input": pa.array(columns[0], pa.int32()),
                "old": pa.array(columns[1], pa.string()),
                "new": pa.array(columns[2], pa.string()),
            }
        ),
    )
    parts = [
        _VERSIONS.format(
            number=n,
            articles=as_single(i.folder, i.manifest, "articles"),
            revisions=as_single(i.folder, i.manifest, "revisions"),
        )
        for n, i in enumerate(inputs)
    ]
    connection.execute("CREATE OR REPLACE TEMP TABLE versions AS " + " UNION ALL ".join(parts))
    for statement in (_CURRENT, _RANKED, _KEPT):
        connection.execute(statement)


def _written(
    connection: Any, dataset: Dataset, inputs: Sequence[Input], table: str
) -> Iterator[Part]:
    schema = arrow_schema(table)
    selects = [_select(table, number, i) for number, i in enumerate(inputs)]
    if table == "rejected":
        selects.append(_repeats())
    reader = connection.sql(" UNION ALL ".join(selects)).to_arrow_reader(ROW_GROUP)
    batches = (pa.Table.from_batches([b]).select(schema.names).cast(schema) for b in reader)
    yield from write_parts(dataset.folder, table, batches, shard_rows=SHARD_ROWS)


def _select(table: str, number: int, source: Input) -> str:
    """Return the rows of one input that go into a table of the merged dataset."""
    rows = as_single(source.folder, source.manifest, table)
    if table == "provenance":
        return f"SELECT t.* FROM {rows} t SEMI JOIN (SELECT id FROM current WHERE input = {number}) k ON k.id = t.id"
    moved = f"SELECT t.* REPLACE (coalesce(n.new, t.archive_file) AS archive_file) FROM {rows} t LEFT JOIN (SELECT old, new FROM names WHERE input = {number}) n ON n.old = t.archive_file"
    if table == "rejected":
        return moved
    if table == "articles":
        return f"{moved} SEMI JOIN (SELECT id FROM current WHERE input = {number}) k ON k.id = t.id"
    # versions of an article that changed; a current one without history stands in `articles` only
    history = f"(SELECT revision_id, stands FROM kept WHERE input = {number} AND versions > 1)"
    other = moved.replace(rows, as_single(source.folder, source.manifest, "articles"), 1)
    return f"{moved} SEMI JOIN {history} k ON k.revision_id = t.revision_id AND k.stands = 'revisions' UNION ALL {other} SEMI JOIN {history} k ON k.revision_id = t.revision_id AND k.stands = 'articles'"


def _repeats() -> str:
    """Return the copies that were left out, as rows of `rejected`."""
    values = {
        "url": "r.url", "source": "r.source", "reason": f"'{Reason.DUPLICATE_URL.value}'", "detail": f"'{REPEATED}'", "article_id": "r.id",
        "date_fetched": "r.date_fetched", "http_status": "r.http_status", "archive_file": "coalesce(n.new, r.archive_file)", "archive_offset": "r.archive_offset", "extractor": "r.extractor",
    }  # fmt: skip
    columns = ", ".join(
        f"{values.get(f.name, 'NULL')} AS {f.name}" for f in arrow_schema("rejected")
    )
    return f"SELECT {columns} FROM ranked r LEFT JOIN names n ON n.input = r.input AND n.old = r.archive_file WHERE r.copy > 1"


def _sketches(connection: Any, dataset: Dataset, inputs: Sequence[Input]) -> list[Part]:
    selects = []
    for number, i in enumerate(inputs):
        if i.manifest.parts(SKETCHES):
            selects.append(
                f"SELECT s.id, s.source, s.hash FROM {reading(i.folder, i.manifest.parts(SKETCHES))} s SEMI JOIN (SELECT CAST('0x' || revision_id AS UBIGINT) AS id FROM kept WHERE input = {number}) k USING (id)"
            )
    if not selects:
        return []
    reader = connection.sql(" UNION ALL ".join(selects)).to_arrow_reader(1_000_000)
    batches = (pa.Table.from_batches([b]).cast(SCHEMA) for b in reader)
    return write_parts(dataset.folder, SKETCHES, batches, shard_rows=SIDE_SHARD_ROWS, schema=SCHEMA)


def _joined(connection: Any, dataset: Dataset, inputs: Sequence[Input], table: str) -> list[Part]:
    """Return what the pages of all inputs tell of their papers, segments under their new names."""
    schema = papers.PAGES if table == PAGES else papers.BLOCKS
    selects = []
    for number, i in enumerate(inputs):
        parts = [p for p in i.manifest.parts(table) if papers.are_told(i.folder / p.path, schema)]
        if not parts:
            continue
        rows = reading(i.folder, parts)
        selects.append(
            f"SELECT t.* REPLACE (coalesce(n.new, t.archive_file) AS archive_file) FROM {rows} t LEFT JOIN (SELECT old, new FROM names WHERE input = {number}) n ON n.old = t.archive_file"
            if table == PAGES
            else f"SELECT * FROM {rows}"
        )
    if not selects:
        return []
    reader = connection.sql(" UNION ALL ".join(selects)).to_arrow_reader(1_000_000)
    batches = (pa.Table.from_batches([b]).cast(schema) for b in reader)
    return write_parts(dataset.folder, table, batches, shard_rows=SIDE_SHARD_ROWS, schema=schema)


def _counts(connection: Any, inputs: Sequence[Input]) -> dict[str, int]:
    """Return the numbers of the merged dataset; they add up because the inputs' do."""
    counts: Counter[str] = Counter()
    for i in inputs:
        counts.update(
            {
                k: i.manifest.counts.get(k, 0)
                for k in ("pages", "rejected", "duplicates", "said_again")
            }
        )
    rows, kept, copies = connection.execute(
        "SELECT (SELECT count(*) FROM current), (SELECT count(*) FROM kept), (SELECT count(*) FROM ranked WHERE copy > 1)"
    ).fetchall()[0]
    counts.update({"rows": rows, "revisions": kept - rows, "duplicates": copies})
    return {name: number for name, number in counts.items() if number}
