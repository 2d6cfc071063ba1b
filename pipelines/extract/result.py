"""What comes out of a page: an `Extraction`, or its rejection with a reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from pipelines.access.evidence import Access
from pipelines.model import Article, Page, Provenance, Reason, Rejected
from pipelines.page.words import squeeze
from pipelines.version import EXTRACTOR

if TYPE_CHECKING:
    from pipelines.extract.judged import Judged


@dataclass(frozen=True, slots=True)
class Extraction:
    """An article with the evidence for every field."""

    article: Article
    provenance: list[Provenance] = field(default_factory=list)
    access: Access = field(default_factory=Access)
    judged: Judged | None = field(default=None, repr=False, compare=False)
    """The page with the layout that `access` speaks of; None after a trip between
    processes."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel without the page: it is large, and holds what is reserved."""
        return Extraction, (self.article, self.provenance, self.access)


class Refusal(NamedTuple):
    """Why a page holds no article."""

    reason: Reason
    detail: str = ""


def without_boundary(article: Article) -> str:
    """Return what it means for the text of an article that it has no boundary."""
    if article.text_complete is None:
        return "whether the text is the whole body, nothing tells"
    return "the whole body is public" if article.text_complete else "the text is not the whole body"


def source_of(page: Page) -> str:
    """Return the page's source: the recipe's, or the host without `www.`."""
    return page.source or (urlsplit(page.url).hostname or "").removeprefix("www.") or "file"


def reject(page: Page, reason: Reason, detail: str = "") -> Rejected:
    """Return the rejection of a page with its fetch facts."""
    return Rejected(
        url=page.url,
        source=source_of(page),
        reason=reason.value,
        detail=squeeze(detail)[:500],
        date_fetched=page.fetched,
        http_status=page.status,
        archive_file=page.archive_file,
        archive_offset=page.archive_offset,
        extractor=EXTRACTOR,
    )
