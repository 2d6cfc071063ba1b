"""What tests of the store need: records of made pages, and batches of them."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

import standfirst
from pipelines.dedup.sketch import sketch
from pipelines.errors import StorageError
from pipelines.extract.extractor import extract
from pipelines.extract.result import Extraction
from pipelines.model import Page
from pipelines.store import faults
from pipelines.store.archive import Ref
from pipelines.store.dataset import Dataset
from pipelines.store.finish import finish
from tests import made

AT = datetime(2026, 5, 1, tzinfo=UTC)
SEGMENT = "segment-000001.warc.zst"
SHELF = "memory://shelf/press"
"""A dataset in the object store of the fixture `shelf`."""


def extraction(number: int, words: str = "") -> Extraction:
    """The record of a made article; other words make another version of it."""
    result = extract(
        Page(
            url=f"http://paper.example/story-number-{number}",
            body=made.story(number, words).encode(),
            content_type="text/html",
            fetched=AT,
        )
    )
    assert isinstance(result, Extraction)
    return result


def batch(start: int, *results: Extraction) -> list[tuple[Ref, Extraction, np.ndarray]]:
    """Results as a commit takes them, ten bytes of the archive each."""
    return [
        (Ref(SEGMENT, start + 10 * n, 10), r, sketch([r.article.text])[0])
        for n, r in enumerate(results)
    ]


def write_three_versions(folder: Path, fault: str, said: Path) -> None:
    """Write a dataset in a process of its own that fails where it is told to: two batches,
    the second with a revision, then the sorted final version. Goes on where it was."""
    faults.arm(fault)
    try:
        dataset = Dataset(folder)
        done = dataset.manifest.archived.get(SEGMENT, 0)
        if done < 20:
            dataset.commit(batch(0, extraction(1), extraction(2)))
        if done < 40:
            dataset.commit(batch(20, extraction(1, " anew"), extraction(3)))
        finish(dataset, near=True, shard_rows=1000)
    except StorageError as error:
        said.write_text(str(error), encoding="utf-8")
        sys.exit(error.exit_code)


def texts(folder: Path | str) -> set[str]:
    """The ids of the articles that a reader of a dataset finds."""
    return {record.article.id for record in standfirst.open(folder)}
