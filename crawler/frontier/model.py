"""What the frontier holds: addresses, where they stand, what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Protocol
from urllib.parse import urlsplit

import xxhash

from pipelines.identity import key_url


class Kind(IntEnum):
    """What an address is expected to hold; higher kinds are asked first."""

    ARTICLE = 0
    SECTION = 1
    FEED = 2
    SITEMAP = 3
    HOME = 4


class State(IntEnum):
    """Where an address stands."""

    PENDING = 0
    FETCHED = 1
    REDIRECTED = 2
    """An alias of another address; not counted as discovered."""
    BLOCKED = 3
    """Closed by robots.txt or by our own limits; never asked."""
    FAILED = 4
    """Asked as often as the recipe allows, without an answer."""
    ELSEWHERE = 5
    """Another shard of the crawl asks it; waits for the handover, not counted here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An address that was found."""

    url: str
    source: int
    kind: Kind = Kind.ARTICLE
    depth: int = 0
    listed: float | None = None
    """Unix time that a sitemap or feed gives for it."""
    hops: int = 0
    """Redirects that led to it."""
    left_out: str | None = None
    """Why it stays outside: it is counted, and never asked."""


@dataclass(frozen=True, slots=True)
class Row:
    """An address to ask."""

    key: int
    url: str
    source: int
    kind: Kind
    tries: int
    depth: int
    listed: float | None
    etag: str | None
    modified: int | None
    """`Last-Modified` of the last answer, Unix time."""
    hops: int = 0
    """Redirects that led to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one address."""

    key: int
    state: State
    reason: str | None = None
    due: float = 0.0
    fetched: float | None = None
    etag: str | None = None
    modified: int | None = None
    counted: bool = True
    """The try counts against the limit."""
    moved: str | None = None
    """Another spelling of the same address, to which a redirect leads: asked next."""
    target: int | None = None
    """Key of the address that this one, an alias, leads to."""


class Fact(StrEnum):
    """What else a frontier file knows of its crawl, one short text each."""

    RUN = "run"
    """`open` while a run has addresses to ask, `done` after its last."""
    LIMITS = "limits"
    """Shapes of addresses that reached their limit, as JSON."""
    LOOP_LAG = "loop lag"
    RENDERING = "rendering"
    """What the fence of rendered pages let through and what not, as JSON."""
    RUNS = "runs"
    """How many runs there were; the manifest keeps it too, so that an older copy shows."""
    VERSION = "version"
    """The version of the dataset at the end of the last run."""
    """How late the event loop was, as JSON."""
    WARC_SKIPPED = "warc skipped"
    """Records of WARC files that were left out, by reason, as JSON."""
    SHARD = "shard"
    """The shard that the file holds."""
    MOVED = "moved"
    """The addresses were handed over: to how many shards."""
    TAKEN = "taken"
    """The folders whose addresses a shard has taken over, until all of those know it."""
    MERGED = "merged"
    """No single recipe can go on with a merged file: why."""


_WARC = "warc: "


def warc_fact(name: str, size: int) -> str:
    """Return the name of the fact that says how far a WARC file has been read."""
    return f"{_WARC}{name} {size}"


TAIL = 16
"""Bytes by which a segment is known again: its last committed ones."""


def tail_fact(segment: str) -> str:
    """Return the name of the fact that holds the last committed bytes of a segment, hex."""
    return f"tail: {segment}"


class Owner(Protocol):
    """Says which addresses are this crawl's: a shard."""

    def owns_url(self, url: str) -> bool:
        """Tell whether an address is asked here."""


IN_A_CIRCLE = "redirects in a circle"
"""Reason of an address whose redirects come back to it."""
NO_ADDRESS = "not an address that can be requested"
"""Reason of what stands in the place of an address and is none."""
BEYOND_MAX_PAGES = "beyond source.max_pages"
"""Reason of an address that came when its source had as many as it may have."""
BY_ROBOTS = "robots.txt"
"""Reason of an address that robots.txt closes."""
WARC_FACTS = f"{_WARC}%"
"""Pattern (SQL `LIKE`) of those names."""


def url_key(url: str) -> int:
    """Return the 64-bit key under which an address and its twins are one row."""
    return xxhash.xxh3_64_intdigest(key_url(url).encode("utf-8", "replace")) - 2**63


def key_of(url: str, kind: Kind = Kind.ARTICLE) -> int:
    """Return the key of the row that an address has when it is found as this kind."""
    if kind is Kind.ARTICLE:
        return url_key(url)
    # the same address may be a section page and an article candidate
    return url_key(f"{int(kind)}:{url}")


def is_address(url: str) -> bool:
    """Tell whether an address can be taken apart and kept."""
    try:
        urlsplit(url.encode().decode()).port  # noqa: B018  reading it is the test
    except ValueError:
        return False
    return True


def split(url: str) -> tuple[str, str]:
    """Return origin and path of an address."""
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}".lower()
    return origin, url[len(origin) :] or "/"
