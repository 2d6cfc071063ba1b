"""What an answer, or the lack of one, means for an address.

Pure but for the clock: a row and a response go in, an `Answer` comes out. Redirects
are new addresses, failures are rows with a due time.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from scrapy.http import Response

from crawler.discovery.public import why_forbidden
from crawler.fetch.job import Job
from crawler.frontier.ledger import Answer
from crawler.frontier.model import Candidate, Kind, Outcome, Row, State
from pipelines.store.archive import Capture

REDIRECTS = (301, 302, 303, 307, 308)
AGAIN = (429, 500, 502, 503, 504, 520, 521, 522, 524, 408, 425)
REFUSED = (401, 403, 407, 451)
ERROR_BODY = 4096
MAX_RETRY_AFTER = 24 * 3600.0
MAX_BACKOFF = 600.0
MAX_REDIRECTS = 5


def done(row: Row, response: Response, reason: str | None = None) -> Outcome:
    """Return the outcome of an address that was answered."""
    etag = (response.headers.get("ETag") or b"").decode("latin-1")
    modified = http_time((response.headers.get("Last-Modified") or b"").decode("latin-1"))
    return Outcome(
        key=row.key,
        state=State.FETCHED,
        reason=reason,
        fetched=time.time(),
        etag=etag or None,
        modified=modified,
    )


def why_nothing(row: Row, response: Response) -> str | None:
    """Return what is wrong with a sitemap or feed in which no address was found."""
    if row.kind not in (Kind.SITEMAP, Kind.FEED):
        return None
    start = response.body[:2048].lstrip().lower()
    if b"<html" in start or start.startswith(b"<!doctype html"):
        return f"a web page, no {row.kind.name.lower()}"
    return "nothing in it"


def capture(job: Job, row: Row, response: Response) -> Capture:
    """Return the page of an answer, ready for the archive; error pages are cut short."""
    headers = tuple(
        (n.decode("latin-1"), v.decode("latin-1"))
        for n, values in response.headers.items()
        for v in values
    )
    body = response.body if response.status < 400 else response.body[:ERROR_BODY]
    return Capture(
        url=response.url, status=response.status, headers=headers, body=body, fetched=datetime.now(UTC), source=job.source_name(row.source),
        listed=datetime.fromtimestamp(row.listed, UTC) if row.listed else None, opt_outs=tuple(response.meta.get("opt_outs", ())),
    )  # fmt: skip


def redirected(job: Job, row: Row, response: Response) -> Answer:
    """Return the answer for a redirect: its target becomes an address of its own."""
    location = response.headers["Location"] or b""
    target = urljoin(response.url, location.decode("latin-1").strip())
    if row.depth >= MAX_REDIRECTS and row.kind is Kind.ARTICLE:
        return Answer(
            row,
            Outcome(key=row.key, state=State.FAILED, reason=f"more than {MAX_REDIRECTS} redirects"),
        )
    reason = why_forbidden(target, allow_loopback=job.recipe.crawl.allow_loopback)
    if reason is not None:
        return Answer(row, Outcome(key=row.key, state=State.BLOCKED, reason=f"redirect: {reason}"))
    if target.split("#")[0] == row.url:
        return Answer(row, Outcome(key=row.key, state=State.FAILED, reason="redirects to itself"))
    candidate = Candidate(
        url=target, source=row.source, kind=row.kind, depth=row.depth + 1, listed=row.listed
    )
    return Answer(
        row,
        Outcome(key=row.key, state=State.REDIRECTED, reason=f"HTTP {response.status}"),
        None,
        (candidate,),
    )


def later(job: Job, row: Row, due: float, reason: str, response: Response | None = None) -> Answer:
    """Return the answer for a failed try: again at a time, or never more."""
    if row.tries + 1 < job.recipe.crawl.tries:
        return Answer(row, Outcome(key=row.key, state=State.PENDING, reason=reason, due=due))
    if response is not None and row.kind is Kind.ARTICLE:
        return Answer(row, done(row, response, reason), capture(job, row, response))
    return Answer(row, Outcome(key=row.key, state=State.FAILED, reason=reason))


def too_large(job: Job, row: Row) -> Answer:
    """Return the answer for a page beyond the size limit: kept as rejected, without bytes."""
    if row.kind is not Kind.ARTICLE:
        return Answer(row, Outcome(key=row.key, state=State.FAILED, reason="too_large"))
    outcome = Outcome(key=row.key, state=State.FETCHED, reason="too_large", fetched=time.time())
    return Answer(
        row,
        outcome,
        Capture(
            url=row.url,
            status=200,
            headers=(),
            body=b"",
            fetched=datetime.now(UTC),
            source=job.source_name(row.source),
            rejected="too_large",
        ),
    )


def backoff(job: Job, row: Row) -> float:
    """Return the seconds before the next try: twice as long each time, ten minutes at most."""
    return min(MAX_BACKOFF, job.recipe.crawl.backoff * 2.0**row.tries)


def retry_after(response: Response) -> float | None:
    """Return the seconds of `Retry-After` (RFC 9110, 10.2.3): a number or a date."""
    raw = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if raw.isdigit():
        return min(float(raw), MAX_RETRY_AFTER)
    at = http_time(raw)
    return None if at is None else max(0.0, min(at - time.time(), MAX_RETRY_AFTER))


def http_time(raw: str) -> int | None:
    """Return the Unix time of an HTTP date; None when it is none."""
    try:
        return int(parsedate_to_datetime(raw).timestamp()) if raw else None
    except (ValueError, TypeError, OverflowError):
        return None


def is_too_large(error: BaseException) -> bool:
    """Tell whether Scrapy gave up on an answer for its size."""
    text = str(error)
    return (
        "larger than download max size" in text
        or "exceeded DOWNLOAD_MAXSIZE" in text
        or type(error).__name__ == "DownloadCancelledError"
    )
