"""Pages out of WARC files (Common Crawl news, one's own): read, not asked.

https://iipc.github.io/warc-specifications/. `.warc`, `.warc.gz` and `.warc.zst`, read
as a stream. How far a file has been read stands in the same transaction as its pages,
so a killed run goes on in the middle of a file and doubles nothing.
"""

from __future__ import annotations

import glob
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecordType

from crawler.discovery.finder import Finder
from crawler.frontier import Candidate, Frontier, Outcome, Row, State, url_key
from crawler.job import Job
from crawler.ledger import BATCH, Answer, Ledger
from pipelines.errors import InputError
from pipelines.store.archive import Capture

BACKLOG_PAGES = 2000
DONE = "done"
_TEXTUAL = ("text/html", "application/xhtml", "text/plain")


def read_all(job: Job) -> None:
    """Bring the pages of every WARC file of the recipe into the archive.

    Raises InputError for a pattern that matches nothing and for an unreadable file.
    """
    wanted = [(number, path) for number, source in enumerate(job.recipe.source) if source.warc for path in _files(job, source.warc) if job.shard is None or job.shard.owns_file(path.name)]
    if not wanted:
        return
    ledger = Ledger(Frontier(job.frontier_path), job.folder / "_archive", job.report)
    ledger.open()
    finder = Finder(job, lambda _: [])
    finder.already = [ledger.frontier.count_articles(i) for i in range(len(job.recipe.source))]
    try:
        for number, path in wanted:
            if job.stop_asked():
                break
            _read(job, ledger, finder, number, path)
    finally:
        ledger.close()


def _files(job: Job, pattern: str) -> list[Path]:
    found = sorted(Path(p) for p in glob.glob(str(job.recipe_folder / pattern), recursive=True))  # noqa: PTH207  the pattern may be absolute
    if not found:
        msg = f"no WARC file matches {job.recipe_folder / pattern}. `warc` in the recipe is relative to the recipe."
        raise InputError(msg)
    return found


def _read(job: Job, ledger: Ledger, finder: Finder, number: int, path: Path) -> None:
    fact = f"warc: {path.name}"
    begun = ledger.frontier.fact(fact) or "0"
    if begun == DONE:
        return
    count = 0
    for count, record in enumerate(_records(path), 1):
        if count <= int(begun):
            continue
        answer = _answer(job, finder, number, record)
        if answer is not None:
            ledger.hold(answer)
        if count % BATCH == 0:
            ledger.commit({fact: str(count)})
            if not _wait(job, ledger):
                return
    ledger.commit({fact: DONE})


def _records(path: Path) -> Iterator[Any]:
    try:
        with path.open("rb") as file:
            yield from ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=True, auto_decode="all")
    except (OSError, ValueError) as error:
        msg = f"{path} cannot be read as WARC: {error}. What was read before is kept; repair or remove the file and run the same command again."
        raise InputError(msg) from error


def _wait(job: Job, ledger: Ledger) -> bool:
    """Wait while extraction is behind; False when a stop was asked for."""
    while ledger.pages - job.extracted() > BACKLOG_PAGES:
        if job.stop_asked():
            return False
        time.sleep(0.05)
    return not job.stop_asked()


def _answer(job: Job, finder: Finder, number: int, record: Any) -> Answer | None:
    """Return the page of a record; None for what is no page, or not wanted."""
    url = record.headers.get("WARC-Target-URI") or ""
    http = record.http_headers
    kind = (http.get("Content-Type") or "text/html").lower() if http is not None else ""
    if not kind.startswith(_TEXTUAL):
        return None
    candidate = Candidate(url=url.strip("<>"), source=number)
    if not finder.wanted(candidate):
        return None
    fetched = _time(record.headers.get("WARC-Date"))
    body = record.reader.read(job.recipe.crawl.max_bytes + 1)
    large = len(body) > job.recipe.crawl.max_bytes
    page = Capture(
        url=candidate.url, status=http.status_code or 200, headers=tuple(http.items()), body=b"" if large else body, fetched=fetched,
        source=job.source_name(number) or None, rejected="too_large" if large else None,
    )  # fmt: skip
    key = url_key(candidate.url)
    row = Row(key, candidate.url, number, candidate.kind, 0, 0, None, None, None)
    return Answer(row, Outcome(key=key, state=State.FETCHED, fetched=fetched.timestamp()), page, (candidate,))


def _time(raw: str | None) -> datetime:
    try:
        at = datetime.fromisoformat(raw or "")
    except ValueError:
        return datetime.now(UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
