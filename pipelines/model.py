"""The records that pass between the rooms, one type per seam.

`Page` (bytes and fetch facts) goes in; `Article` with its `Provenance`, or
`Rejected` with its `Reason`, comes out. The docstring under each field is its
documentation: the Arrow schema, the field table in the docs and the table on
the dataset card are read from here.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Reason(StrEnum):
    """Why a page gave no row of its own."""

    EMPTY = "empty"
    """No bytes, or nothing readable in them."""
    NOT_HTML = "not_html"
    """An image, a PDF, a video: not a text page."""
    HTTP_STATUS = "http_status"
    """The server answered with an error status."""
    NO_ARTICLE = "no_article"
    """A text page, but no article was found on it."""
    HUB = "hub"
    """A front, section, tag, search or author page: links to articles."""
    GALLERY = "gallery"
    """Pictures or a video with captions, no running text."""
    PRODUCT = "product"
    """A shop or product page."""
    FORUM = "forum"
    """A discussion: many authors, no article."""
    ERROR_PAGE = "error_page"
    """A page that says "not found" with status 200."""
    NEEDS_RENDERING = "needs_rendering"
    """Empty without scripts."""
    CHALLENGE = "challenge"
    """A check for bots, served with status 200 in the article's place."""
    CONSENT = "consent"
    """A page that asks for consent before it shows the article."""
    LOGIN = "login"
    """A page to log in, without any of the article."""
    AGE_GATE = "age_gate"
    """A page that asks for the reader's age before it shows the article."""
    MAINTENANCE = "maintenance"
    """A page that says that the site is closed for now, with status 200."""
    REMOVED = "removed"
    """A removed article: its address leads to the front page."""
    MOVED = "moved"
    """A page that only sends its readers on to another address."""
    DUPLICATE_URL = "duplicate_url"
    """The same article, with the same text, under another address or again."""
    RESERVED = "reserved"
    """The publisher reserves text and data mining, and the recipe says skip."""
    NOT_SELECTED = "not_selected"
    """Published outside the recipe's dates."""
    TOO_LARGE = "too_large"
    """More bytes than the limit, compressed or not."""
    TIMEOUT = "timeout"
    """Extraction took longer than the limit, twice."""
    CRASHED = "crashed"
    """The extraction process died on this page, twice."""
    DAMAGED = "damaged"
    """The page was archived, but its bytes in the archive can no longer be read."""
    UNREADABLE = "unreadable"
    """The parser could not make anything of the bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One fetched page: the bytes as served, and the facts of the fetch."""

    url: str
    """Address as fetched, after redirects."""
    body: bytes
    """Body as served, content coding removed."""
    content_type: str | None = None
    """`Content-Type` header, verbatim."""
    status: int = 200
    """HTTP status."""
    fetched: datetime | None = None
    """When the answer arrived, UTC. None: unknown (a file from disk)."""
    source: str | None = None
    """The recipe's source (host or edition). None: the host of `url`."""
    listed: datetime | None = None
    """Date that a sitemap or feed gave for this address, UTC."""
    opt_outs: tuple[str, ...] = ()
    """Opt-outs found in headers or well-known files, verbatim."""
    truncated: str | None = None
    """Why the body is not whole, as WARC says it: `disconnect`, `length`, `time` or
    `unspecified`. None: it is whole, as far as is known."""
    archive_file: str | None = None
    """Archive segment that holds the bytes."""
    archive_offset: int | None = None
    """Byte offset of the record in that segment."""


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value with its evidence."""

    value: T
    """The normalised value."""
    source: str
    """Where it comes from: `json-ld`, `opengraph`, `meta`, `microdata`, `html`,
    `text`, `url`, `recipe`."""
    where: str = ""
    """CSS-like path, meta name or JSON pointer of the place."""
    raw: str = ""
    """The text as it stands there."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where one field of one article comes from (a row of `provenance/`)."""

    id: str
    """Article id."""
    field: str
    """Column name in `articles`."""
    value: str | None
    """The chosen value as text."""
    raw: str | None
    """The text as it stands on the page."""
    source: str
    """Kind of source: `json-ld`, `opengraph`, `meta`, `html`, …"""
    path: str
    """Place of the value on the page."""
    others: list[str] = dataclasses.field(default_factory=list)
    """What the other sources said: `source: value`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as the publisher shows it to everybody (a row of `articles/`)."""

    id: str
    """Hash of the canonical URL, 16 hex digits; stable over revisions."""
    revision_id: str
    """Hash of `id` and `content_hash`, 16 hex digits."""
    url: str
    """Address as fetched."""
    canonical_url: str | None = None
    """Address that the page declares as its own, cleaned; null when it declares
    none or one that cannot be right."""
    source: str
    """Host or edition; first sort key of the files."""
    title: str | None = None
    """Headline as printed (schema.org `headline`)."""
    section: str | None = None
    """Kicker or section as printed."""
    date_published: datetime | None = None
    """Publication time, UTC. See `date_published_precision`: a bare day is stored
    as midnight and is not a time."""
    date_published_raw: str | None = None
    """Publication date as on the page; kept where it cannot be read, such as a day of the year 9999."""
    date_published_offset_min: int | None = None
    """Time zone as printed, minutes east of UTC; null when none is given."""
    date_published_precision: str | None = None
    """`day`, `minute` or `second`."""
    date_modified: datetime | None = None
    """Time of the last change, UTC."""
    date_modified_raw: str | None = None
    """Modification date as on the page."""
    authors: list[str] = dataclasses.field(default_factory=list)
    """Names as printed, one per person or desk; empty when none."""
    teaser: str | None = None
    """Standfirst (chapô, Vorspann) as printed above the body."""
    teaser_source: str | None = None
    """Where the teaser stands: `html` (printed), or `description` (a fallback
    that the page declares but does not print above the body)."""
    text: str | None = None
    """Public body only, paragraphs joined by a blank line (schema.org
    `articleBody`)."""
    text_complete: bool | None = None
    """Is `text` the whole body? True: all of it was shown; false: it ends at a boundary;
    null: nothing tells."""
    text_confidence: float | None = None
    """Expected F1 of `text`, 0 to 1: how much of it is right, judged by what stands around
    it on the page. Null: no text, or text that came without a page."""
    language: str | None = None
    """BCP 47 tag of the article."""
    tags: list[str] = dataclasses.field(default_factory=list)
    """Keywords that the publisher gives."""
    image_url: str | None = None
    """Lead image that the publisher declares."""
    access: str = "unknown"
    """`free` (the whole text is shown, and nothing says that it is kept for anybody), `metered`
    (a condition is declared or counted, and the whole text is shown on this visit),
    `registration` (the rest is for readers with an account), `subscription` (the rest is for
    readers who pay) or `unknown` (statements and visible state disagree)."""
    access_confidence: float | None = None
    """Probability that `access` is right, 0 to 1."""
    access_evidence: list[str] = dataclasses.field(default_factory=list)
    """One readable line per signal."""
    boundary_char: int | None = None
    """Where the public part ends in `text`, in Unicode code points; null: no boundary,
    and `text_complete` says whether that is all."""
    boundary_paragraph: int | None = None
    """Number of public paragraphs before the boundary."""
    boundary_basis: str | None = None
    """`visible_wall`, `declared_selector`, `class`, `truncated`, `hidden_text`,
    `scrambled` or `wall_before_body`."""
    boundary_path: str | None = None
    """DOM path of the first element that is not public."""
    wall_text: str | None = None
    """The wall's own words, first 300 characters."""
    declared_words: int | None = None
    """`wordCount` where the page states it."""
    date_fetched: datetime
    """When the page was fetched, UTC."""
    http_status: int = 200
    """HTTP status of the answer."""
    opt_outs: list[str] = dataclasses.field(default_factory=list)
    """TDM reservation, noai, noarchive …, verbatim."""
    content_hash: str
    """Hash of the normalised title and text, 16 hex digits."""
    cluster_id: str
    """Near duplicates: smallest article id of the cluster."""
    cluster_role: str | None = None
    """`canonical` (fullest public text, then earliest), `copy`, or `prefix` (a
    copy that is cut); null when the article is alone."""
    archive_file: str | None = None
    """Archive segment that holds the bytes."""
    archive_offset: int | None = None
    """Byte offset of the record in that segment."""
    extractor: str
    """Name and version of the extractor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A page that gave no row, with the reason (a row of `rejected/`)."""

    url: str
    """Address as fetched."""
    source: str
    """Host or edition."""
    reason: str
    """One of the documented reasons."""
    detail: str = ""
    """What was seen, in words."""
    article_id: str | None = None
    """For `duplicate_url`: the article that this page repeats."""
    date_fetched: datetime | None = None
    """When the page was fetched, UTC."""
    http_status: int | None = None
    """HTTP status of the answer."""
    archive_file: str | None = None
    """Archive segment that holds the bytes."""
    archive_offset: int | None = None
    """Byte offset of the record in that segment."""
    extractor: str
    """Name and version of the extractor."""
