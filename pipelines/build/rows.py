"""What extraction gives, as rows of a table: for what travels between machines.

One row per page, with everything that the writer of a dataset wants to know of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from pipelines.build.worker import Done
from pipelines.extract.result import Extraction
from pipelines.model import Article, Provenance, Rejected
from pipelines.papers import rows as papers
from pipelines.papers.evidence import Seen
from pipelines.store.archive import Ref
from pipelines.store.dataset import words_at
from pipelines.store.schema import arrow_schema

OFFSET = 2**63
"""What makes an id of 64 bits a signed number of the same order: Spark has no others."""


def _struct(table: str) -> pa.DataType:
    return pa.struct([pa.field(f.name, f.type) for f in arrow_schema(table)])


PAGES = pa.schema(
    [
        pa.field("part", pa.int32()),
        pa.field("place", pa.int64()),
        pa.field("behind", pa.int64()),
        pa.field("article", _struct("articles")),
        pa.field("rejected", _struct("rejected")),
        pa.field("provenance", pa.list_(_struct("provenance"))),
        pa.field("number", pa.int64()),
        pa.field("revision", pa.int64()),
        pa.field("twin", pa.int64()),
        pa.field("sketch", pa.list_(pa.int64())),
        pa.field("cpu", pa.float64()),
        pa.field("paper", pa.struct([papers.PAGES.field(n) for n in papers.OF_A_PAGE])),
        pa.field("blocks", pa.list_(pa.list_(pa.int32()))),
    ]
)
"""One row per page. `number` and `revision` are the article's ids as signed numbers; what
shares `twin` differs in the parameters of its address alone (`store.dataset.words_at`).
`paper` and `blocks` are what the page tells of its paper, where that is to be learned."""


def signed(identifier: str) -> int:
    """Return an id of 16 hex digits as a signed number of the same order."""
    return int(identifier, 16) - OFFSET


def unsigned(number: int) -> str:
    """Return the id of 16 hex digits that a signed number stands for."""
    return f"{number + OFFSET:016x}"


def rows_of(part: int, results: Sequence[tuple[Ref, Done]]) -> pa.RecordBatch:
    """Return results as rows."""
    return pa.RecordBatch.from_pylist(
        [_row(part, ref, done) for ref, done in results], schema=PAGES
    )


def _row(part: int, ref: Ref, done: Done) -> dict[str, Any]:
    row: dict[str, Any] = {
        "part": part,
        "place": ref.offset,
        "behind": ref.offset + ref.length,
        "cpu": done.cpu,
    }
    if not isinstance(done.result, Extraction):
        return {**row, "rejected": _values("rejected", done.result)}
    article = done.result.article
    sketch = None if done.sketch is None else done.sketch.view(np.int64)
    mark = words_at(article)
    return {
        **row,
        "article": _values("articles", article), "provenance": [_values("provenance", p) for p in done.result.provenance],
        "number": signed(article.id), "revision": signed(article.revision_id), "sketch": sketch,
        "twin": None if mark is None else mark - OFFSET,
        "paper": done.seen and {n: getattr(done.seen, n) for n in papers.OF_A_PAGE},
        "blocks": done.seen and done.seen.rows,
    }  # fmt: skip


def _values(table: str, record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in arrow_schema(table).names}


def results_of(batch: pa.RecordBatch, file: str) -> Iterator[tuple[Ref, Done]]:
    """Yield the results that rows of one file were made of, each with its place."""
    for row in batch.to_pylist():
        ref = Ref(file, row["place"], row["behind"] - row["place"])
        if row["rejected"] is not None:
            yield ref, Done(Rejected(**row["rejected"]))
            continue
        evidence = [Provenance(**found) for found in row["provenance"] or ()]
        sketch = row["sketch"]
        hashes = None if sketch is None else np.array(sketch, np.int64).view(np.uint64)
        yield ref, Done(Extraction(Article(**row["article"]), evidence), hashes, _seen(row))


def _seen(row: dict[str, Any]) -> Seen | None:
    if row["paper"] is None:
        return None
    return Seen(**row["paper"], rows=tuple(map(tuple, row["blocks"])))
