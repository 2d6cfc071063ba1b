"""What tests of the store need: records of made pages, and batches of them."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from pipelines.dedup.sketch import sketch
from pipelines.extract.extractor import extract
from pipelines.extract.result import Extraction
from pipelines.model import Page
from pipelines.store.archive import Ref

AT = datetime(2026, 5, 1, tzinfo=UTC)
SEGMENT = "segment-000001.warc.zst"


def extraction(number: int, words: str = "") -> Extraction:
    """The record of a made article; other words make another version of it."""
    body = "".join(
        f"<p>Paragraph {n} of story {number}{words} tells at some length what the council decided in session {n * 31 + number}.</p>"
        for n in range(4)
    )
    result = extract(
        Page(
            url=f"http://paper.example/story-number-{number}",
            body=f"<h1>Story number {number} of the paper</h1>{body}".encode(),
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
