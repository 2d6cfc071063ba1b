"""Saved HTML into the archive (`html = "pages/**/*.html"` of a source): read, not asked.

A file whose page is archived already is passed over, so a killed run goes on and a later
one takes only what is new.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from crawler.discovery.finder import Finder
from crawler.fetch.job import Job
from crawler.frontier.ledger import Answer, Ledger
from crawler.frontier.model import Candidate, Kind, Outcome, Row, State, url_key
from crawler.frontier.store import Frontier
from crawler.warc.ingest import wait_for_extraction
from pipelines.build import saved
from pipelines.identity import clean_url
from pipelines.recipe import Source
from pipelines.store.archive import Capture

NO_ADDRESS = "no address: the page declares none, and no table names the file"


def pages(source: Source, folder: Path) -> tuple[list[Path], dict[Path, str]]:
    """Return the saved pages of a source, and the addresses that its table gives.

    Raises InputError for a pattern without a file, or a table that cannot be read.
    """
    patterns = [source.html] if isinstance(source.html, str) else source.html or []
    paths = [path for pattern in patterns for path in saved.matching(pattern, folder)]
    known = saved.addresses(folder / source.addresses) if source.addresses else {}
    return list(dict.fromkeys(paths)), known


def read_all(job: Job) -> None:
    """Bring the saved pages of every source into the archive.

    Raises InputError for a pattern that matches nothing.
    """
    sources = [(n, s) for n, s in enumerate(job.recipe.source) if s.html]
    if not sources:
        return
    ledger = Ledger(Frontier(job.paths.frontier), job.paths.archive, job.report)
    ledger.open()
    try:
        finder = Finder(job, lambda _: [])
        for number, source in sources:
            if not _read(job, ledger, finder, number, source):
                return
    finally:
        ledger.close()


def _read(job: Job, ledger: Ledger, finder: Finder, number: int, source: Source) -> bool:
    """Take what is new of a source's files; False when a stop was asked for."""
    paths, known = pages(source, job.recipe_folder)
    seen: set[int] = set()
    for path in paths:
        found = _page(job, finder, number, path, known)
        if isinstance(found, Candidate):
            ledger.seed([found])
        elif found.row.key not in seen and not ledger.frontier.knows(found.row.key):
            seen.add(found.row.key)
            ledger.hold(found)
        if ledger.full:
            ledger.commit()
            if not wait_for_extraction(job, ledger):
                return False
    ledger.commit()
    return True


def _page(
    job: Job, finder: Finder, number: int, path: Path, known: dict[Path, str]
) -> Answer | Candidate:
    """Return the page of a file, or its address with the reason why it is left out."""
    try:
        body = path.read_bytes()
    except OSError as error:
        reason = f"cannot be read: {error.strerror}"
        return Candidate(url=path.resolve().as_uri(), source=number, left_out=reason)
    url = saved.address_of(path, body, known)
    if url.startswith("file:"):
        return Candidate(url=url, source=number, left_out=NO_ADDRESS)
    candidate = finder.judged(Candidate(url=url, source=number))
    if candidate.left_out is not None:
        return candidate
    return _answer(job, number, candidate, url_key(clean_url(url)), body, saved.saved_at(path))


def _answer(
    job: Job, number: int, candidate: Candidate, key: int, body: bytes, at: datetime | None
) -> Answer:
    fetched = at or datetime.now(UTC)
    large = len(body) > job.recipe.crawl.max_bytes
    page = Capture(
        url=candidate.url,
        status=200,
        headers=(("Content-Type", "text/html"),),
        body=body[: job.recipe.crawl.max_bytes],
        fetched=fetched,
        source=job.source_name(number) or None,
        rejected="too_large" if large else None,
    )
    row = Row(key, candidate.url, number, Kind.ARTICLE, 0, 0, None, None, None)
    outcome = Outcome(key=key, state=State.FETCHED, fetched=fetched.timestamp())
    return Answer(row, outcome, page, (candidate,))
