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

from crawler.discovery.finder import Finder
from crawler.fetch.job import Job
from crawler.frontier.ledger import BATCH, Answer, Ledger
from crawler.frontier.model import (
    BEYOND_MAX_PAGES,
    Candidate,
    Fact,
    Outcome,
    Row,
    State,
    url_key,
    warc_fact,
)
from crawler.frontier.store import Frontier
from crawler.warc.answers import Answer as Kept, answer_of
from crawler.warc.files import WarcFile, find
from crawler.warc.records import Damage, Record, opt_outs, read, when
from pipelines.errors import InputError
from pipelines.store.archive import Capture

BACKLOG_PAGES = 2000
DONE = "done"
_NAMED = 5
"""Damaged places that a message names."""
_ABOUT = frozenset(("warcinfo", "request", "metadata"))
"""Kinds of records that speak of others."""


def read_all(job: Job) -> None:
    """Bring the pages of every WARC file of the recipe into the archive.

    What is damaged in a file, and a file that is none, is told to the parent, and the
    next file is read. Raises InputError for a pattern that matches nothing.
    """
    wanted = [
        (number, file)
        for number, source in enumerate(job.recipe.source)
        if source.warc
        for file in find(source.warc, job.recipe_folder)
    ]
    if job.shard is not None:
        wanted = [wanted[n] for n in job.shard.takes([file.size for _, file in wanted])]
    if not wanted:
        return
    ledger = Ledger(Frontier(job.paths.frontier), job.paths.archive, job.report)
    ledger.open()
    door = _Door(job, ledger.frontier)
    try:
        for number, file in wanted:
            if job.stop_asked():
                break
            try:
                _read(job, ledger, door, number, file)
            except InputError as error:
                job.fail(str(error))
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

    def has_room(self, candidate: Candidate) -> bool:
        """Tell whether the source may have one more page, and count its address."""
        source, key = candidate.source, url_key(candidate.url)
        most = self.job.recipe.source[source].max_pages
        if most is None:
            return True
        if source not in self.before:
            self.before[source] = self.frontier.count_articles(source)
        taken = self.taken.setdefault(source, set())
        if key in taken or self.frontier.knows(key):
            return True
        if self.before[source] + len(taken) >= most:
            return False
        taken.add(key)
        return True


def _read(job: Job, ledger: Ledger, door: _Door, number: int, file: WarcFile) -> None:
    fact = warc_fact(file.name, file.size)
    begun = ledger.frontier.fact(fact) or "0"
    if begun == DONE:
        return
    skipped: Counter[str] = Counter(json.loads(ledger.frontier.fact(Fact.WARC_SKIPPED) or "{}"))
    damages: list[Damage] = []
    for count, item in enumerate(read(file.url, most=job.recipe.crawl.max_bytes), 1):
        if isinstance(item, Damage):
            damages.append(item)
        if count <= int(begun):
            continue
        answer = _answer(job, door, number, item)
        if isinstance(answer, Answer):
            ledger.hold(answer)
        elif answer:
            skipped[answer] += 1
        if count % BATCH == 0:
            ledger.commit({fact: str(count), Fact.WARC_SKIPPED: json.dumps(skipped)})
            if not wait_for_extraction(job, ledger):
                return
    ledger.commit({fact: DONE, Fact.WARC_SKIPPED: json.dumps(skipped)})
    if damages:
        job.fail(_said(file, damages))


def _said(file: WarcFile, damages: list[Damage]) -> str:
    """Return which places of a file were lost."""
    places = [f"byte {damage.offset}: {damage.why}" for damage in damages[:_NAMED]]
    more = f" and {len(damages) - _NAMED} more" if len(damages) > _NAMED else ""
    return f"{file.url} is damaged in {len(damages)} places ({'; '.join(places)}{more}). Everything else in it was read. If you have a whole copy, crawl it under another name."


def wait_for_extraction(job: Job, ledger: Ledger) -> bool:
    """Wait while extraction is behind; False when a stop was asked for."""
    while ledger.pages - job.extracted() > BACKLOG_PAGES:
        if job.stop_asked():
            return False
        time.sleep(0.05)
    return not job.stop_asked()


def _answer(job: Job, door: _Door, number: int, item: Record | Damage) -> Answer | str:
    """Return the page of a record, or why it is left out; empty for what needs no word."""
    if isinstance(item, Damage):
        return "damaged"
    if item.kind in _ABOUT:
        return ""
    kept = answer_of(item, job.recipe.crawl.max_bytes)
    if kept is None:
        return f"no answer of a server ({item.kind})"
    if not kept.is_page:
        return "no web page"
    candidate = door.finder.judged(Candidate(url=item.url, source=number))
    if candidate.left_out is not None:
        return candidate.left_out
    if not door.has_room(candidate):
        return BEYOND_MAX_PAGES
    return _page(job, candidate, item, kept)


def _page(job: Job, candidate: Candidate, record: Record, kept: Kept) -> Answer:
    fetched = when(record) or datetime.now(UTC)
    page = Capture(
        url=candidate.url, status=kept.status, headers=kept.headers, body=kept.body, fetched=fetched,
        source=job.source_name(candidate.source) or None, rejected="too_large" if kept.large else None, truncated=kept.truncated, opt_outs=opt_outs(record),
    )  # fmt: skip
    key = url_key(candidate.url)
    row = Row(key, candidate.url, candidate.source, candidate.kind, 0, 0, None, None, None)
    outcome = Outcome(key=key, state=State.FETCHED, fetched=fetched.timestamp())
    return Answer(row, outcome, page, (candidate,))
