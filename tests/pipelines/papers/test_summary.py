"""What is said of learning: in the manifest, in the report, by `check`."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.cli.summary import _numbers
from crawler.crawl.run import CrawlSummary
from pipelines.papers.summary import remarks
from pipelines.store.manifest import Manifest


def note(layouts: list[int], pages: int = 20, **more: object) -> dict[str, object]:
    return {"papers": {"papers": {"blatt.example": {"pages": pages, "layouts": layouts}}, **more}}


@pytest.mark.parametrize(
    ("layouts", "odd"),
    [
        ([20], False),
        ([10, 10], False),
        ([4] + [1] * 16, False),
        ([3] + [1] * 17, True),
        ([1] * 20, True),
    ],
)
def test_a_paper_whose_pages_share_nothing_is_noted(layouts: list[int], odd: object):
    assert bool(remarks(note(layouts))) is odd


def test_a_paper_of_a_few_pages_that_share_nothing_is_noted():
    assert remarks(note([1] * 4, pages=4))
    assert remarks(note([2, 1, 1], pages=4)) == []


def test_pages_from_before_learning_are_noted():
    assert "standfirst build" in remarks(note([20], missing=3))[0]


def test_a_dataset_that_learned_nothing_has_no_remarks():
    assert remarks({}) == []


@pytest.mark.parametrize("count", [0, 3])
def test_the_end_of_a_run_says_how_many_rows_were_read_again(count: int):
    manifest = Manifest(counts={"pages": 9, "rows": 9, "read_again": count})
    said = "\n".join(_numbers(CrawlSummary(Path("x"), manifest)))
    assert ("3 rows of the dataset read again" in said) is bool(count)
