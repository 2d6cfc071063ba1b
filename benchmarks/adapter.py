"""One adapter for article and paywall scorers: `extract(html, url) -> dict`.

Keys: title, authors, published, teaser, body, access, text, boundary.
"""

from __future__ import annotations

from typing import Any

from pipelines.extraction import Extraction, extract as extract_page
from pipelines.model import Page

FIELDS = ("title", "authors", "published", "teaser", "body")
PACKAGES = ("standfirst", "trafilatura", "lxml")


def extract(html: bytes, url: str) -> dict[str, Any]:
    """Return the fields of one page; an empty dict when it is rejected."""
    page = Page(url=url or "https://unknown.invalid/article", body=html, content_type="text/html")
    result = extract_page(page)
    if not isinstance(result, Extraction):
        return {"access": "unknown", "text": "", "boundary": None}
    article = result.article
    published = next((p.value for p in result.provenance if p.field == "date_published"), None)
    return {
        "title": article.title,
        "authors": article.authors,
        "published": published,
        "teaser": article.teaser,
        "body": article.text,
        "access": article.access,
        "text": article.text or "",
        "boundary": article.boundary_char,
    }
