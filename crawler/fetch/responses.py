"""What an answer, or the lack of one, means for an address.

Pure but for the clock: a row and a response go in, an `Answer` comes out. Redirects
are new addresses, failures are rows with a due time.
"""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl, urljoin, urlsplit

from scrapy.http import Response

from crawler.discovery.public import why_forbidden
from crawler.fetch.coding import CUT
from crawler.fetch.job import Job
from crawler.frontier.ledger import Answer
from crawler.frontier.model import Candidate, Kind, Outcome, Row, State, key_of
from pipelines.model import Reason
from pipelines.page import refresh
from pipelines.patterns import matches
from pipelines.store.archive import Capture

REDIRECTS = (301, 302, 303, 307, 308)
AGAIN = (429, 500, 502, 503, 504, 520, 521, 522, 524, 408, 425)
REFUSED = (401, 403, 407, 451)
ERROR_BODY = 4096
MAX_RETRY_AFTER = 24 * 3600.0
MAX_BACKOFF = 600.0
MAX_REDIRECTS = 5
DENIED = "redirect: not wanted by the recipe (deny)"
"""Reason of an address that leads to one which `deny` keeps out."""
_RANGE = re.compile(
    r"\s{0,9}bytes\s{1,9}(\d{1,18})-(\d{1,18})/(\d{1,18})\s{0,9}$", re.IGNORECASE | re.ASCII
)
_FRONT = re.compile(
    r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|default|home)(?:\.\w{2,5})?/?)?", re.IGNORECASE
)
_NAMES_PAGE = re.compile(r"\d{2}|[^\W_][-_/][^\W_]")
"""A value of a parameter that names one page (`?p=1234`, `?story=a-slug`)."""


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


LED_AWAY = "the page led its browser to what may not be requested"
"""Reason of a rendered page that left itself for nowhere."""


def led_to(row: Row, response: Response) -> str | None:
    """Return where a browser stands when it is not the page that was asked; None else.

    What it shows is then the answer of that address, as behind a redirect.
    """
    rendered = bool(response.meta.get("playwright"))
    return response.url if rendered and key_of(response.url) != row.key else None


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
        listed=moment(row.listed), opt_outs=tuple(response.meta.get("opt_outs", ())),
        truncated="disconnect" if why_cut(response) else None,
    )  # fmt: skip


def moment(at: float | None) -> datetime | None:
    """Return a Unix time as a date; None where there is none or no date holds it."""
    try:
        return datetime.fromtimestamp(at, UTC) if at else None
    except (ValueError, OverflowError, OSError):
        return None


def why_cut(response: Response) -> str | None:
    """Return why the body of an answer is not whole; None when nothing says so."""
    if "dataloss" in response.flags:
        return "the answer ended before its declared length"
    if CUT in response.flags:
        return "the packed answer ends before its end"
    if response.status != 206:
        return None
    said = (response.headers.get("Content-Range") or b"").decode("latin-1")
    part = _RANGE.match(said)
    whole = part is not None and int(part[1]) == 0 and int(part[2]) + 1 >= int(part[3])
    return None if whole else f"a part of the page was sent ({said or 'HTTP 206'})"


def why_no_page(row: Row, response: Response) -> str | None:
    """Return why an answer holds nothing although no error is reported; None when it may."""
    status = response.status
    if status == 304 and not (row.etag or row.modified):
        return "HTTP 304 to a question without a condition"
    if 300 <= status < 400 and status != 304:
        return f"HTTP {status} without a target"
    if status < 300 and row.kind is Kind.ARTICLE and not response.body.strip():
        return f"an empty answer (HTTP {status})"
    return None


def target(row: Row, response: Response) -> str | None:
    """Return where an answer leads, as written there; None when it is no redirect.

    A page that only sends on (`Refresh`, as a header or in the page) is a redirect too.
    """
    if response.status in REDIRECTS:
        locations = [escaped(raw) for raw in response.headers.getlist("Location")]
        return next(filter(None, locations), None)
    if response.status >= 300 or row.kind in (Kind.SITEMAP, Kind.FEED):
        return None
    header = (response.headers.get("Refresh") or b"").decode("latin-1")
    found = refresh.target(response.body, response.url, header)
    return None if found is None else escaped(found.encode("utf-8", "replace"))


def escaped(raw: bytes) -> str:
    """Return the bytes of an address as they were sent, what is no ASCII as `%XX`."""
    kept = raw.strip().translate(None, b"\r\n\t")
    return "".join(chr(byte) if 0x21 <= byte < 0x7F else f"%{byte:02X}" for byte in kept)


def redirected(job: Job, row: Row, response: Response, location: str) -> Answer:
    """Return the answer for a redirect.

    Its target becomes an address of its own; another spelling of the same address is
    what this row asks next.
    """
    try:
        where = urljoin(response.url, location).split("#")[0]
        forbidden = why_forbidden(
            where, allow_loopback=job.recipe.crawl.allow_loopback, ports=job.own_ports
        )
    except ValueError:
        forbidden = "not an address"
    if forbidden == "not an address":
        return failed(row, f"a redirect to what is no address: {location[:100]}")
    if forbidden is not None:
        return Answer(
            row, Outcome(key=row.key, state=State.BLOCKED, reason=f"redirect: {forbidden}")
        )
    if _is_denied(job, row, where):
        return Answer(row, Outcome(key=row.key, state=State.BLOCKED, reason=DENIED))
    if where == row.url:
        return failed(row, "redirects to itself")
    if row.kind is Kind.ARTICLE and leads_home(row.url, where):
        return removed(job, row, response, where)
    return _followed(row, response, where)


def _is_denied(job: Job, row: Row, where: str) -> bool:
    """Tell whether the recipe wants no article at the end of a redirect. What it wants
    (`allow`) is a matter of where articles are found, and no site moves within it."""
    sources = job.recipe.source
    if row.kind is not Kind.ARTICLE or row.source >= len(sources):
        return False
    return matches(urlsplit(where).path, sources[row.source].deny)


def _followed(row: Row, response: Response, where: str) -> Answer:
    key = key_of(where, row.kind)
    if row.hops >= MAX_REDIRECTS:
        said = "redirects in a circle" if key == row.key else f"more than {MAX_REDIRECTS} redirects"
        return failed(row, said)
    how = f"HTTP {response.status}" if response.status >= 300 else "a page that sends on"
    if key == row.key:
        return Answer(
            row,
            Outcome(
                key=key,
                state=State.PENDING,
                reason=f"{how}: another spelling is requested next",
                counted=False,
                moved=where,
            ),
        )
    candidate = Candidate(
        url=where,
        source=row.source,
        kind=row.kind,
        depth=row.depth,
        listed=row.listed,
        hops=row.hops + 1,
    )
    return Answer(
        row,
        Outcome(key=row.key, state=State.REDIRECTED, reason=how, target=key),
        None,
        (candidate,),
    )


def leads_home(url: str, where: str) -> bool:
    """Tell whether a redirect leads from a page to a front page: the article is gone."""
    return is_front(where) and not is_front(url)


def is_front(url: str) -> bool:
    """Tell whether an address is a front page: no path, an index, or a language alone."""
    parts = urlsplit(url)
    if any(_NAMES_PAGE.search(value) for _, value in parse_qsl(parts.query)):
        return False
    return _FRONT.fullmatch(parts.path) is not None


def removed(job: Job, row: Row, response: Response, where: str) -> Answer:
    """Return the answer for an article that is gone: set aside, its front page is not asked."""
    page = replace(
        capture(job, row, response),
        body=b"",
        rejected=Reason.REMOVED.value,
        rejected_detail=f"leads to {where}"[:300],
    )
    return Answer(row, done(row, response, "leads to the front page"), page)


def waiting(row: Row, until: float, reason: str) -> Answer:
    """Return the answer for an address that its host does not let be asked yet."""
    outcome = Outcome(key=row.key, state=State.PENDING, reason=reason, due=until, counted=False)
    return Answer(row, outcome)


def failed(row: Row, reason: str) -> Answer:
    """Return the answer for an address that will not be asked again."""
    said = reason[:200].encode("utf-8", "replace").decode()
    return Answer(row, Outcome(key=row.key, state=State.FAILED, reason=said))


def later(job: Job, row: Row, due: float, reason: str, response: Response | None = None) -> Answer:
    """Return the answer for a failed try: again at a time, or never more.

    An article that never gave more than an error keeps its last answer as evidence.
    """
    if row.tries + 1 < job.recipe.crawl.tries:
        return Answer(row, Outcome(key=row.key, state=State.PENDING, reason=reason, due=due))
    answer = failed(row, reason)
    if response is None or row.kind is not Kind.ARTICLE or response.status < 400:
        return answer
    outcome = replace(answer.outcome, fetched=time.time())
    return Answer(row, outcome, capture(job, row, response))


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
    if raw.isascii() and raw.isdigit():
        return min(float(raw[:9]), MAX_RETRY_AFTER)
    at = http_time(raw)
    return None if at is None else max(0.0, min(at - time.time(), MAX_RETRY_AFTER))


def http_time(raw: str) -> int | None:
    """Return the Unix time of an HTTP date; None when it is none."""
    try:
        return int(parsedate_to_datetime(raw).timestamp()) if raw else None
    except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
        return None


def is_too_large(error: BaseException) -> bool:
    """Tell whether Scrapy gave up on an answer for its size."""
    text = str(error)
    return (
        "larger than download max size" in text
        or "exceeded DOWNLOAD_MAXSIZE" in text
        or type(error).__name__ == "DownloadCancelledError"
    )


_CAUSES = {
    "DNSLookupError": "the name does not resolve",
    "CannotResolveHostError": "the name does not resolve",
    "DownloadConnectionRefusedError": "connection refused",
    "DownloadTimeoutError": "no answer in time",
    "ConnectionRefusedError": "connection refused",
    "TimeoutError": "no answer in time",
    "TCPTimedOutError": "no answer in time",
    "ConnectError": "no connection",
    "NoRouteError": "no route to the host",
}


def why(error: BaseException) -> str:
    """Return in words why a host gave no answer."""
    for kind in type(error).__mro__:
        if kind.__name__ in _CAUSES:
            detail = str(error)
            return detail if "not a public address" in detail else _CAUSES[kind.__name__]
    text = str(error)
    found = next((said for name, said in _CAUSES.items() if name in text), None)
    return found or f"{type(error).__name__}: {text}"[:120]
