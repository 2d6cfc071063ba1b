"""Builds on Spark decide as builds on one machine do: its statements, run by DuckDB."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from loopback import article_page

from pipelines.build.rows import rows_of
from pipelines.build.spark import versions
from pipelines.build.worker import Done, process_page
from pipelines.extract.rules import Rules
from pipelines.model import Page, Rejected
from pipelines.store.archive import Ref, Stored
from pipelines.store.dataset import REPEATED, TWIN, Dataset

FILE = "segment-000001.warc.zst"
AT = datetime(2026, 3, 1, tzinfo=UTC)
SITE = "http://paper.example"
PAGES = [
    (f"{SITE}/told?r=3", 1),
    (f"{SITE}/told?r=1", 1),  # the same text, another parameter
    (f"{SITE}/told?r=3", 1),  # the same again
    (f"{SITE}/other?r=1", 1),  # the same text at another path
    (f"{SITE}/told?r=1", 2),  # another text: an article of its own
    (f"{SITE}/told?r=2", 2),
    (f"{SITE}/plain", 3),
    (f"{SITE}/plain", 4),  # a revision
    (f"{SITE}/plain", 3),
    (f"{SITE}/empty?r=1", 0),
]


def results() -> list[tuple[Ref, Done]]:
    found = []
    for number, (url, story) in enumerate(PAGES):
        body = article_page(story).encode() if story else b"<p>x"
        at = AT + timedelta(hours=number)
        page = Page(url=url, body=body, content_type="text/html", fetched=at, archive_file=FILE, archive_offset=number)  # fmt: skip
        found.append((Ref(FILE, number, 1), process_page(Stored(page), Rules())))
    return found


@pytest.fixture(scope="module")
def made() -> list[tuple[Ref, Done]]:
    return results()


def by_spark(made: list[tuple[Ref, Done]]) -> dict[str, Any]:
    connection = duckdb.connect()
    connection.execute("SET TimeZone='UTC'")
    connection.register("pages", pa.Table.from_batches([rows_of(0, made)]))
    for name, statement in (
        ("twins", versions._TWINS),
        ("keyed", versions._KEYS),
        ("decided", versions._DECIDED),
        ("current", versions._ARTICLES),
        ("set_aside", versions._set_aside()),
    ):
        said = statement.replace("p.article.*", "unnest(p.article)")  # as DuckDB writes it
        connection.execute(f"CREATE VIEW {name} AS {said}")
    told = connection.sql("SELECT url, detail, article_id FROM set_aside").fetchall()
    rows = connection.sql("SELECT id, revision_id FROM current").fetchall()
    return {"rows": sorted(rows), "aside": sorted(told)}


def by_one_machine(folder: Path, made: list[tuple[Ref, Done]]) -> dict[str, Any]:
    dataset = Dataset(folder)
    dataset.commit((ref, done.result, done.sketch) for ref, done in made)
    rows, aside = [], []
    for part in dataset.manifest.parts("articles"):
        rows += pq.read_table(folder / part.path).to_pylist()
    for part in dataset.manifest.parts("rejected"):
        aside += pq.read_table(folder / part.path).to_pylist()
    return {
        "rows": sorted((row["id"], row["revision_id"]) for row in rows),
        "aside": sorted((row["url"], row["detail"], row["article_id"]) for row in aside),
    }


def test_both_keep_and_set_aside_the_same(tmp_path: Path, made: list[tuple[Ref, Done]]):
    wanted = by_one_machine(tmp_path, made)
    assert by_spark(made) == wanted
    assert [detail for _, detail, _ in wanted["aside"]].count(TWIN) == 2
    assert [detail for _, detail, _ in wanted["aside"]].count(REPEATED) == 2
    assert isinstance(made[-1][1].result, Rejected)
