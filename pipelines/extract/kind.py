"""Is it an article? What is none is rejected with the kind of page it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipelines.access.evidence import Access
from pipelines.access.public import Public, PublicDocument
from pipelines.extract import evidence
from pipelines.extract.counts import Counts
from pipelines.extract.fields import Fields
from pipelines.extract.result import Refusal
from pipelines.learned import linear, trees
from pipelines.learned.weights import load
from pipelines.model import Page, Reason
from pipelines.page.words import letters

_TEXTUAL = re.compile(r"html|xml|text/plain|^$", re.IGNORECASE)
_BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
    b"\x00\x00\x00",
)
_MIN_CHARS = 140
"""Characters below which a page has no text to weigh."""
_NOTE = 40
"""Characters of a body that are enough where the page declares an article and has a title."""
_EMPTY, _SCRIPTED = 600, 2000
"""Fewer characters on the whole page beside more of scripts: a browser fills it."""
_PICTURES, _SHARE = 8, 60
"""More pictures than that, and fewer characters for each: a gallery."""


def refuse_bytes(page: Page) -> Refusal | None:
    """Return why these bytes cannot hold an article; None when they may."""
    if page.status >= 400:
        return Refusal(Reason.HTTP_STATUS, f"HTTP {page.status}")
    if not page.body or page.body.isspace():
        return Refusal(Reason.EMPTY, "no bytes")
    content_type = (page.content_type or "").split(";")[0].strip()
    if content_type and not _TEXTUAL.search(content_type):
        return Refusal(Reason.NOT_HTML, content_type)
    if page.body.startswith(_BINARY):
        return Refusal(Reason.NOT_HTML, f"starts with {page.body[:4]!r}")
    if _is_binary(page):
        return Refusal(Reason.NOT_HTML, "bytes that are no text")
    return None


_CONTROL = bytes({*range(9), *range(14, 27), *range(28, 32)})
"""Characters that no text has (tab, line ends, form feed and escape aside)."""
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")


def _is_binary(page: Page) -> bool:
    """Tell whether the first bytes are no text in any encoding of the web."""
    start = page.body[:4096]
    if start.startswith(_WIDE) or "utf-16" in (page.content_type or "").lower():
        return False
    return len(start) - len(start.translate(None, _CONTROL)) > len(start) // 20


@dataclass(frozen=True, slots=True)
class Model:
    """A weighted sum and trees over the signs of a page, asked together."""

    sum: linear.Linear
    trees: trees.Trees
    limit: float
    """Log odds below which a page is no article: few articles lie there."""

    def score(self, signs: Mapping[str, float]) -> float:
        """Return the log odds that a page with these signs is an article."""
        grown = float(self.trees.scores([self.trees.row(signs)])[0])
        return (_held(self.sum.score(signs)) + _held(grown)) / 2


_MOST = 8.0
"""Log odds beyond which one of the two is not heard."""


def _held(score: float) -> float:
    return max(-_MOST, min(_MOST, score))


@cache
def model() -> Model:
    """Return the model as it was trained; read once in a process."""
    stored = load("kind")
    return Model(linear.of(stored["sum"]), trees.of(stored["forest"]), float(stored["limit"]))


def refuse(public: Public, counts: Counts, access: Access, fields: Fields) -> Refusal | None:
    """Return why the page is no article, with the evidence; None when it is one.

    Asked of what everybody may read; `counts` are those of the whole page.
    """
    length = letters(fields.body.text)
    dated = fields.dates.published.chosen is not None
    declared = is_declared(public.document)
    if access.boundary is not None and (declared or dated):
        return None
    if length < _MIN_CHARS:
        return _short(counts, length, declared=declared, title=fields.title.value)
    found = evidence.signs(public, counts, access, fields)
    return weighed(found, model())


def weighed(signs: Mapping[str, float], asked: Model) -> Refusal | None:
    """Return the kind of page that signs speak for, and those that weigh most; None where
    they speak for an article."""
    score = asked.score(signs)
    if score >= asked.limit:
        return None
    against = [n for n, part in asked.sum.parts(signs) if part < 0][:_TOLD]
    told = ", ".join(f"{n} {signs[n]:.2g}" for n in against)
    return Refusal(
        _sort(signs),
        f"an article by {linear.sigmoid(score):.0%} of the evidence; against it: {told}",
    )


_TOLD = 6
"""Signs that a refusal names."""


def _sort(signs: Mapping[str, float]) -> Reason:
    """What the page is instead, by what stands out."""
    if signs["declares shop"] or signs["prices"] > _PRICES:
        return Reason.PRODUCT
    if signs["declares talk"] or signs["comments"] > _TALK:
        return Reason.FORUM
    if signs["linked headings"] > _CARDS or signs["links of middle"] > _LINKED or signs["home"]:
        return Reason.HUB
    return Reason.NO_ARTICLE


_PRICES, _TALK, _CARDS, _LINKED = 1.5, 0.3, 1.7, 0.5
"""Four prices, a third of the text in comments, five headings that are links, half of the
text links."""


def is_declared(document: PublicDocument) -> bool:
    """Tell whether the page says that it is an article."""
    said = (document.meta("og:type") or "").lower()
    return bool(document.article_nodes) or said in ("article", "news", "blog")


def _short(counts: Counts, length: int, *, declared: bool, title: str | None) -> Refusal | None:
    if declared and length >= _NOTE and title:
        return None
    if counts.text < _EMPTY and counts.scripts > _SCRIPTED:
        return Refusal(
            Reason.NEEDS_RENDERING,
            f"{counts.text} characters of text beside {counts.scripts} of scripts",
        )
    if declared and counts.pictures > _PICTURES and counts.pictures * _SHARE > counts.text:
        return Refusal(Reason.GALLERY, f"{counts.pictures} pictures, {length} characters of body")
    return Refusal(Reason.NO_ARTICLE, f"{length} characters of running text")
