"""The check that every crawl test ends with sees what has no place."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.frontier.model import Candidate, Outcome, State, key_of
from crawler.frontier.store import Frontier
from pipelines.extract.result import reject
from pipelines.model import Page, Reason
from pipelines.store.archive import Ref
from pipelines.store.dataset import Dataset
from pipelines.store.paths import DatasetPaths
from tests.accounted import unaccounted

URL = "http://paper.example/story-number-1"


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"state": State.PENDING}, None),
        ({"state": State.FETCHED}, "fetched, but no row and no rejection has it"),
        ({"state": State.FAILED, "reason": "HTTP 500"}, None),
        ({"state": State.FAILED}, "failed, without a reason"),
        ({"state": State.BLOCKED}, "blocked, without a reason"),
        ({"state": State.REDIRECTED, "target": 5}, "redirected, but it leads to no address"),
    ],
)
def test_address_without_a_place_is_named(tmp_path: Path, facts, wrong):
    frontier = Frontier(DatasetPaths(tmp_path).frontier)
    frontier.commit([], [Candidate(url=URL, source=0)], {})
    frontier.commit([Outcome(key=key_of(URL), **facts)], [], {})
    told = unaccounted(tmp_path)
    assert len(told) == (wrong is not None)
    assert not told or told[0].startswith(f"{URL}: {wrong}")


def test_rejected_page_has_a_place(tmp_path: Path):
    frontier = Frontier(DatasetPaths(tmp_path).frontier)
    frontier.commit([], [Candidate(url=URL, source=0)], {})
    frontier.commit([Outcome(key=key_of(URL), state=State.FETCHED)], [], {})
    page = reject(Page(url=URL, body=b""), Reason.EMPTY)
    Dataset(tmp_path).commit([(Ref("segment-000001.warc.zst", 0, 1), page, None)])
    assert unaccounted(tmp_path) == []
