"""A crawl's state that is missing, damaged, older or another's, brought in line with the archive.

What was fetched stands in the archive, so the addresses of its pages are known whatever
happened to the frontier, and nothing of it is asked again. Addresses that were found and
not asked are found again by the next run. The caller holds the dataset's lock.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from crawler.frontier.check import strangers
from crawler.frontier.model import TAIL, Candidate, Fact, Outcome, State, tail_fact, url_key
from crawler.frontier.reader import Reader
from crawler.frontier.store import Frontier
from pipelines.errors import InputError, StorageError, counted
from pipelines.identity import clean_url
from pipelines.store.archive import Ref, read, segments
from pipelines.store.manifest import Manifest
from pipelines.store.paths import DatasetPaths
from pipelines.store.scan import scan

MOST_IN_FLIGHT = 400
"""More records than a crawl ever appends before it commits them (a batch is 200)."""
_COMPANIONS = ("", "-wal", "-shm")


def restore(folder: Path, manifest: Manifest, sources: Sequence[str]) -> list[str]:
    """Bring the frontier of a dataset in line; return what was done, one line each.

    `sources` are the recipe's names of its sources. Raises StorageError where the state
    belongs to another archive.
    """
    paths = DatasetPaths(folder)
    done = _without_damage(paths)
    fresh = not paths.frontier.exists()
    archived = any(path.stat().st_size for path in segments(paths.archive))
    if fresh and not archived:
        return done
    with contextlib.closing(Frontier(paths.frontier)) as frontier:
        ends = {} if fresh else frontier.segment_ends()
        never = strangers(folder, ends, manifest.archived)
        if never:
            frontier.forget_segments()
            done.append(
                f"{paths.frontier.name} named {never[0]}, which never was: how far the archive was written is read from the archive"
            )
        _refuse_foreign(paths, frontier, ends)
        older = _is_older(paths, frontier, manifest, ends)
        if fresh or done or older:
            # of a damaged file no address is sure to be left: the whole archive tells
            number = _adopt(paths, frontier, {} if done else ends, sources)
            done += _told(paths, number, fresh=fresh, older=older)
        version = int(frontier.fact(Fact.VERSION) or 0)
        if version > manifest.version:
            done.append(
                f"the tables are of version {manifest.version}, the crawl had reached {version}: what was archived since is read again"
            )
    return done


def _told(paths: DatasetPaths, number: int, *, fresh: bool, older: bool) -> list[str]:
    if not number:
        return []
    why = "was missing" if fresh else "was older than the archive" if older else "was damaged"
    return [
        f"{paths.frontier.name} {why}: {counted(number, 'archived page')} taken over, none is requested again"
    ]


def _without_damage(paths: DatasetPaths) -> list[str]:
    """Put a frontier that SQLite cannot read aside, and keep what can be read of it."""
    if not paths.frontier.exists():
        return []
    try:
        with Reader(paths.frontier) as reader:
            found = reader.damage()
    except StorageError as error:
        found = [str(error.__cause__ or error)]
    if not found:
        return []
    aside = _put_aside(paths)
    number = _salvage(aside, paths)
    kept = counted(number, "address", "addresses")
    return [
        f"{paths.frontier.name} was damaged ({found[0]}): put aside as {aside.name}, {kept} of it kept"
    ]


def _put_aside(paths: DatasetPaths) -> Path:
    number = 1
    while (aside := paths.meta / f"{paths.frontier.name}.damaged-{number}").exists():
        number += 1
    for companion in _COMPANIONS:
        source = paths.frontier.with_name(paths.frontier.name + companion)
        if source.exists():
            source.replace(aside.with_name(aside.name + companion))
    return aside


_TABLES = {
    "hosts": "id, origin, closed_until, reason",
    "urls": "key, host, path, source, kind, state, due, tries, depth, listed, fetched, reason, etag, modified",
    "segments": "name, bytes",
    "facts": "name, value",
}


def _salvage(aside: Path, paths: DatasetPaths) -> int:
    """Copy the rows that can still be read into a new file; return how many addresses."""
    addresses = 0
    with contextlib.closing(Frontier(paths.frontier)) as frontier:
        for table, columns in _TABLES.items():
            rows = list(_readable(aside, f"SELECT {columns} FROM {table}"))
            with contextlib.suppress(sqlite3.Error):
                frontier.take_rows(table, columns, rows)
                addresses += len(rows) if table == "urls" else 0
    return addresses


def _readable(path: Path, question: str) -> Iterator[tuple[object, ...]]:
    """Yield rows up to the first page that cannot be read."""
    with (
        contextlib.suppress(sqlite3.Error),
        contextlib.closing(
            sqlite3.connect(f"file:{path.as_posix()}?mode=ro", uri=True)
        ) as database,
    ):
        yield from database.execute(question)


def _is_older(
    paths: DatasetPaths, frontier: Frontier, manifest: Manifest, ends: dict[str, int]
) -> bool:
    """Tell whether the frontier knows less than what was done after it."""
    runs, known = int(manifest.crawl.get("runs") or 0), int(frontier.fact(Fact.RUNS) or 0)
    behind = any(
        ends.get(path.name, 0) < manifest.archived.get(path.name, 0)
        for path in segments(paths.archive)
        if path.name in ends
    )
    return runs > known or behind or _in_tail(paths, ends) > MOST_IN_FLIGHT


def _in_tail(paths: DatasetPaths, ends: dict[str, int]) -> int:
    """Return how many whole records stand behind the committed ends, counted to a limit."""
    number = 0
    for path in segments(paths.archive):
        end = ends.get(path.name, 0)
        if path.stat().st_size > end:
            for ref in scan(path, end):
                number += not ref.damage
                if number > MOST_IN_FLIGHT:
                    return number
    return number


def _refuse_foreign(paths: DatasetPaths, frontier: Frontier, ends: dict[str, int]) -> None:
    """Raise StorageError where a segment is not the one that the frontier wrote."""
    for name, end in ends.items():
        noted, path = frontier.fact(tail_fact(name)), paths.archive / name
        if noted is None or not path.exists() or path.stat().st_size < end:
            continue
        with path.open("rb") as file:
            file.seek(end - len(noted) // 2)
            same = file.read(len(noted) // 2).hex() == noted
        if not same and not any(ref.damage for ref in scan(path, 0, end)):
            msg = f"{path} is not the archive that {paths.frontier} belongs to. Restore both from the same copy; or remove {paths.frontier}, and the crawl takes over what the archive holds. Nothing was changed."
            raise StorageError(msg)


def _adopt(
    paths: DatasetPaths, frontier: Frontier, ends: dict[str, int], sources: Sequence[str]
) -> int:
    """Note the pages behind the known ends as fetched; return how many."""
    number = 0
    for path in segments(paths.archive):
        batch: list[tuple[Ref, str, str, float]] = []
        for ref in scan(path, ends.get(path.name, 0)):
            if ref.damage:
                continue
            with contextlib.suppress(InputError):
                page = read(paths.archive, ref).page
                at = page.fetched.timestamp() if page.fetched else 0.0
                batch.append((ref, page.url, page.source or "", at))
            if len(batch) >= MOST_IN_FLIGHT:
                number += _note(paths, frontier, batch, sources)
                batch = []
        number += _note(paths, frontier, batch, sources)
    return number


def _note(
    paths: DatasetPaths,
    frontier: Frontier,
    batch: list[tuple[Ref, str, str, float]],
    sources: Sequence[str],
) -> int:
    if not batch:
        return 0
    last = batch[-1][0]
    end = last.offset + last.length
    tail = {tail_fact(last.file): _bytes_before(paths.archive / last.file, end, TAIL)}
    candidates = [
        Candidate(url=url, source=sources.index(source) if source in sources else 0)
        for _, url, source, _ in batch
    ]
    outcomes = [
        Outcome(key=url_key(clean_url(url)), state=State.FETCHED, fetched=at)
        for _, url, _, at in batch
    ]
    frontier.commit(outcomes, candidates, {last.file: end}, tail)
    return len(batch)


def _bytes_before(path: Path, end: int, count: int) -> str:
    """Return the bytes before a position, hex."""
    with path.open("rb") as file:
        file.seek(end - count)
        return file.read(count).hex()
