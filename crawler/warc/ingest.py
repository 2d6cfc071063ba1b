"""Pages out of WARC files (Common Crawl news, one's own): read, not asked.

How far a file has been read stands in the same transaction as its pages,
so a killed run goes on in the middle of a file and doubles nothing.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from crawler.discovery.finder import Finder
from crawler.discovery.public import why_forbidden
from crawler.fetch.job import Job
from crawler.frontier.ledger import BATCH, Answer, Ledger
from crawler.frontier.model import Candidate, Fact, Outcome, Row, State, url_key, warc_fact
from crawler.frontier.store import Frontier
from crawler.warc.files import WarcFile, address, body, find, is_page, records
from pipelines.store.archive import Capture

BACKLOG_PAGES = 2000
DONE = "done"


def read_all(job: Job) -> None:
    """Bring the pages of every WARC file of the recipe into the archive.

    Raises InputError for a pattern that matches nothing and for an unreadable file.
    """
    wanted = [
        (number, file)
        for number, source in enumerate(job.recipe.source)
        if source.warc
        for file in find(source.warc, job.recipe_folder)
    ]
    wanted = [
        (number, file)
        for number, file in wanted
        if job.shard is None or job.shard.owns_file(file.name)
    ]
    if not wanted:
        return
    ledger = Ledger(Frontier(job.paths.frontier), job.paths.archive, job.report)
    ledger.open()
    door = _Door(job, ledger.frontier)
    try:
        for number, file in wanted:
            if job.stop_asked():
                break
            _read(job, ledger, door, number, file)
    finally:
        ledger.close()


@dataclass(slots=True)
class _Door:
    """Lets in what the recipe wants: a page is there already, so its limit counts here."""

    job: Job
    frontier: Frontier
    finder: Finder = field(init=False)
    taken: dict[int, set[int]] = field(default_factory=dict)
    """Source → addresses that this run brought."""
    before: dict[int, int] = field(default_factory=dict)
    """Source → articles that were known before."""

    def __post_init__(self) -> None:
        self.finder = Finder(self.job, lambda _: [])

    def admits(self, candidate: Candidate) -> bool:
        """Tell whether a page comes in, and count its address where a limit counts."""
        most = self.job.recipe.source[candidate.source].max_pages
        if most is None or self.finder.why_left_out(candidate) is not None:
            return self.finder.judged(candidate).left_out is None
        source, key = candidate.source, url_key(candidate.url)
        if source not in self.before:
            self.before[source] = self.frontier.count_articles(source)
        taken = self.taken.setdefault(source, set())
        if key in taken or self.frontier.knows(key):
            return self.finder.judged(candidate).left_out is None
        if (
            self.before[source] + len(taken) >= most
            or self.finder.judged(candidate).left_out is not None
        ):
            return False
        taken.add(key)
        return True


def _read(job: Job, ledger: Ledger, door: _Door, number: int, file: WarcFile) -> None:
    fact = warc_fact(file.name, file.size)
    begun = ledger.frontier.fact(fact) or "0"
    if begun == DONE:
        return
    skipped: Counter[str] = Counter(json.loads(ledger.frontier.fact(Fact.WARC_SKIPPED) or "{}"))
    count = 0
    for count, (_, record) in enumerate(records(file.url), 1):
        if count <= int(begun):
            continue
        answer = _answer(job, door, number, record)
        if isinstance(answer, Answer):
            ledger.hold(answer)
        else:
            skipped[answer] += 1
        if count % BATCH == 0:
            ledger.commit({fact: str(count), Fact.WARC_SKIPPED: json.dumps(skipped)})
            if not wait_for_extraction(job, ledger):
                return
    ledger.commit({fact: DONE, Fact.WARC_SKIPPED: json.dumps(skipped)})


def wait_for_extraction(job: Job, ledger: Ledger) -> bool:
    """Wait while extraction is behind; False when a stop was asked for."""
    while ledger.pages - job.extracted() > BACKLOG_PAGES:
        if job.stop_asked():
            return False
        time.sleep(0.05)
    return not job.stop_asked()


def _answer(job: Job, door: _Door, number: int, record: Any) -> Answer | str:
    """Return the page of a record, or why it is left out."""
    http = record.http_headers
    if http is None or not is_page(record):
        return "no web page"
    candidate = Candidate(url=address(record), source=number)
    reason = why_forbidden(candidate.url, allow_loopback=job.recipe.crawl.allow_loopback)
    if reason is not None or not door.admits(candidate):
        return reason or "not wanted by the recipe (allow, deny, max_pages)"
    fetched = _time(record.headers.get("WARC-Date"))
    read, large = body(record, job.recipe.crawl.max_bytes)
    page = Capture(
        url=candidate.url, status=http.status_code or 200, headers=tuple(http.items()), body=read, fetched=fetched,
        source=job.source_name(number) or None, rejected="too_large" if large else None,
    )  # fmt: skip
    key = url_key(candidate.url)
    row = Row(key, candidate.url, number, candidate.kind, 0, 0, None, None, None)
    return Answer(
        row, Outcome(key=key, state=State.FETCHED, fetched=fetched.timestamp()), page, (candidate,)
    )


def _time(raw: str | None) -> datetime:
    try:
        at = datetime.fromisoformat(raw or "")
    except ValueError:
        return datetime.now(UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
