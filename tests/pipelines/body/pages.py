"""Paragraphs of a made article, and the body that is read of a page that holds them."""

from __future__ import annotations

from pipelines.extract.extractor import extract
from pipelines.extract.result import Extraction
from pipelines.model import Page

WORDS = "The council met again on Monday evening, and members spoke about the harbour, the tram and the old school"


def paragraph(number: int) -> str:
    """Return one paragraph of the article."""
    return f"{WORDS}, item {number} of a long list that nobody had read in full before the vote was taken."


def rows(count: int, start: int = 0, wrap: str = "{}") -> str:
    """Return paragraphs, each in `wrap`."""
    return "".join(wrap.format(f"<p>{paragraph(n)}</p>") for n in range(start, start + count))


def text(body: str) -> str:
    """Return the text that is read of a page with this body."""
    html = f"<html lang='en'><head><title>Council votes</title><meta property='og:type' content='article'></head><body>{body}</body></html>"
    result = extract(
        Page(
            url="https://paper.example/2026/05/04/council-votes",
            body=html.encode(),
            content_type="text/html",
        )
    )
    assert isinstance(result, Extraction), result
    return result.article.text or ""
