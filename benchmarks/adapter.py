"""One adapter for article and paywall scorers: `extract(html, url) -> dict`.

Keys: title, authors, published, teaser, body, access, text, boundary.
"""

from __future__ import annotations

from typing import Any

from pipelines.extract.extractor import extract as extract_page, preload
from pipelines.extract.result import Extraction
from pipelines.model import Article, Page

FIELDS = ("title", "authors", "published", "teaser", "body")
PACKAGES = ("standfirst", "trafilatura", "lxml")

preload()  # loading is no page's cost


def extract(html: bytes, url: str) -> dict[str, Any]:
    """Return the fields of one page; an empty dict when it is rejected."""
    page = Page(url=url or "https://unknown.invalid/article", body=html, content_type="text/html")
    result = extract_page(page)
    if not isinstance(result, Extraction):
        return {"access": "unknown", "text": "", "boundary": None}
    article = result.article
    # in the record the printed standfirst has a column of its own; bodies of other
    # extractors, and what people mark as the text of a page, begin with it
    lead = (
        f"{article.teaser}\n\n"
        if article.teaser
        and article.teaser_source in ("html", "site")
        and not _begins_with(article)
        else ""
    )
    published = next((p.value for p in result.provenance if p.field == "date_published"), None)
    return {
        "title": article.title,
        "authors": article.authors,
        "published": published,
        "teaser": article.teaser,
        "body": lead + (article.text or ""),
        "access": article.access,
        "text": lead + (article.text or ""),
        "boundary": None if article.boundary_char is None else article.boundary_char + len(lead),
    }


def _begins_with(article: Article) -> bool:
    """Tell whether the text begins with the standfirst already."""
    return (article.text or "").startswith((article.teaser or "")[:60])
