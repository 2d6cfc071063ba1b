"""The frontier: the only truth on addresses, in one SQLite file.

An address stays `pending` until its answer is committed to the archive. Leases
live in memory only, so a crash gives back exactly what was in flight. Rows hold
the path, not the whole address; hosts stand in a table of their own.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from urllib.parse import urlsplit

import xxhash

from crawler.shards.shard import Shard
from pipelines.errors import StorageError
from pipelines.identity import clean_url, key_url
from pipelines.store import faults

SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS hosts (
    id INTEGER PRIMARY KEY, origin TEXT UNIQUE NOT NULL, closed_until REAL NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '', failures INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS urls (
    key INTEGER PRIMARY KEY NOT NULL, host INTEGER NOT NULL, path TEXT NOT NULL, source INTEGER NOT NULL,
    kind INTEGER NOT NULL, state INTEGER NOT NULL, due REAL NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0,
    depth INTEGER NOT NULL DEFAULT 0, listed INTEGER, fetched INTEGER, reason TEXT, etag TEXT, modified INTEGER) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS due ON urls (host, kind DESC, due) WHERE state = 0;
CREATE TABLE IF NOT EXISTS segments (name TEXT PRIMARY KEY, bytes INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS policies (origin TEXT PRIMARY KEY, fetched REAL NOT NULL, status INTEGER NOT NULL, robots TEXT NOT NULL, tdm TEXT NOT NULL, ai TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


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


BY_ROBOTS = "robots.txt"
"""Reason of an address that robots.txt closes."""
HOUR = 3600
LONGEST_WAIT = 25 * HOUR
REVISIT = ((48 * HOUR, 6 * HOUR), (7 * 24 * HOUR, 24 * HOUR), (30 * 24 * HOUR, 7 * 24 * HOUR))
"""(younger than, at least so long after the last answer), in seconds."""


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def url_key(url: str) -> int:
    """Return the 64-bit key under which an address and its twins are one row."""
    return xxhash.xxh3_64_intdigest(key_url(url).encode("utf-8", "replace")) - 2**63


def split(url: str) -> tuple[str, str]:
    """Return origin and path of an address."""
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}".lower()
    return origin, url[len(origin) :] or "/"


class Frontier:
    """Reads and writes the frontier file. One writer at a time.

    With a `shard`, articles on the domains of other shards are kept, but not asked.
    """

    def __init__(self, path: Path, shard: Shard | None = None) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._shard = shard
        try:
            self.database = sqlite3.connect(path, isolation_level=None, timeout=30)
            self.database.executescript(SCHEMA)
        except sqlite3.Error as error:
            msg = f"the frontier {path} cannot be opened: {error}. Is the folder writable and the disk not full?"
            raise StorageError(msg) from error
        self._hosts: dict[str, int] = {
            o: i for i, o in self.database.execute("SELECT id, origin FROM hosts")
        }

    def close(self) -> None:
        """Close the file; the write-ahead log is folded in."""
        self.database.close()

    def commit(
        self,
        outcomes: Iterable[Outcome],
        candidates: Iterable[Candidate],
        segment_ends: dict[str, int],
        facts: dict[str, str] | None = None,
    ) -> int:
        """Write one batch as ONE transaction; return how many addresses are new."""
        with self.transaction() as database:
            new = sum(self._add(c) for c in candidates)
            for outcome in outcomes:
                self._settle(outcome)
            database.executemany(
                "INSERT INTO segments VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET bytes = excluded.bytes",
                segment_ends.items(),
            )
            for name, value in (facts or {}).items():
                self.fact(name, value)
        faults.point("frontier written")
        return new

    def _add(self, candidate: Candidate) -> int:
        url = clean_url(candidate.url) if candidate.kind is Kind.ARTICLE else candidate.url
        origin, path = split(url)
        key = url_key(url)
        if candidate.kind is not Kind.ARTICLE:
            # the same address may be a section page and an article candidate
            key = url_key(f"{int(candidate.kind)}:{url}")
        cursor = self.database.execute(
            "INSERT INTO urls (key, host, path, source, kind, state, depth, listed) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
            (
                key,
                self.host(origin),
                path,
                candidate.source,
                int(candidate.kind),
                int(self._first_state(candidate, origin)),
                candidate.depth,
                _whole(candidate.listed),
            ),
        )
        if cursor.rowcount == 0 and candidate.listed is not None:
            # a later date in a sitemap or feed than the one known says that the page changed
            self.database.execute(
                "UPDATE urls SET state = 0, due = 0, tries = 0, listed = ? WHERE key = ? AND state = 1 AND (? > listed OR ? > fetched)",
                (_whole(candidate.listed), key, _whole(candidate.listed), _whole(candidate.listed)),
            )
            self.database.execute(
                "UPDATE urls SET listed = ? WHERE key = ? AND listed IS NULL",
                (_whole(candidate.listed), key),
            )
        return cursor.rowcount if candidate.kind is Kind.ARTICLE else 0

    def _first_state(self, candidate: Candidate, origin: str) -> State:
        own = (
            self._shard is None
            or candidate.kind is not Kind.ARTICLE
            or self._shard.owns_url(origin)
        )
        return State.PENDING if own else State.ELSEWHERE

    def host(self, origin: str) -> int:
        """Return the number of an origin, giving it one when it is new."""
        if origin not in self._hosts:
            cursor = self.database.execute(
                "INSERT INTO hosts (origin) VALUES (?) ON CONFLICT DO NOTHING", (origin,)
            )
            self._hosts[origin] = cursor.lastrowid or 0
        return self._hosts[origin]

    def _settle(self, outcome: Outcome) -> None:
        self.database.execute(
            "UPDATE urls SET state = ?, reason = ?, due = ?, tries = tries + ?, fetched = coalesce(?, fetched), etag = coalesce(?, etag), modified = coalesce(?, modified) WHERE key = ?",
            (
                int(outcome.state),
                outcome.reason,
                outcome.due,
                int(outcome.counted),
                _whole(outcome.fetched),
                outcome.etag,
                outcome.modified,
                outcome.key,
            ),
        )

    def take(
        self, host: int, count: int, now: float, leased: set[int], lowest: Kind = Kind.ARTICLE
    ) -> list[Row]:
        """Return up to `count` addresses of a host that are due and not leased."""
        rows = self.database.execute(
            "SELECT u.key, h.origin, u.path, u.source, u.kind, u.tries, u.depth, u.listed, u.etag, u.modified FROM urls u JOIN hosts h ON h.id = u.host"
            " WHERE u.host = ? AND u.state = 0 AND u.due <= ? AND u.kind >= ? ORDER BY u.kind DESC, u.due, u.listed DESC LIMIT ?",
            (host, now, int(lowest), count + len(leased)),
        )
        found = []
        for key, origin, path, source, kind, tries, depth, listed, etag, modified in rows:
            if key not in leased:
                found.append(
                    Row(
                        key, origin + path, source, Kind(kind), tries, depth, listed, etag, modified
                    )
                )
                if len(found) == count:
                    break
        return found

    def waiting_hosts(self, lowest: Kind = Kind.ARTICLE) -> list[tuple[int, str, float]]:
        """Return (number, origin, earliest time) of every host with pending addresses."""
        rows = self.database.execute(
            "SELECT h.id, h.origin, max(h.closed_until, min(u.due)) FROM urls u JOIN hosts h ON h.id = u.host WHERE u.state = 0 AND u.kind >= ? GROUP BY h.id ORDER BY h.id",
            (int(lowest),),
        )
        return [(i, o, float(t)) for i, o, t in rows]

    def close_host(self, host: int, until: float, reason: str) -> None:
        """Leave a host alone until a time."""
        self.database.execute(
            "UPDATE hosts SET closed_until = ?, reason = ?, failures = failures + 1 WHERE id = ?",
            (until, reason, host),
        )

    def closed_hosts(self, now: float) -> list[tuple[str, float, str]]:
        """Return (origin, until, reason) of the hosts that are left alone now."""
        rows = self.database.execute(
            "SELECT origin, closed_until, reason FROM hosts WHERE closed_until > ?", (now,)
        )
        return [(o, float(t), r) for o, t, r in rows]

    def segment_ends(self) -> dict[str, int]:
        """Return the committed length of every archive segment."""
        return {
            str(n): int(b) for n, b in self.database.execute("SELECT name, bytes FROM segments")
        }

    def keep_segments(self, archived: dict[str, int]) -> None:
        """Take segments over that a dataset has read and this file does not know: of a
        dataset that was merged or built elsewhere, or whose frontier was lost."""
        self.database.executemany(
            "INSERT INTO segments VALUES (?, ?) ON CONFLICT (name) DO NOTHING", archived.items()
        )

    def ask_again(self, kinds: Iterable[Kind]) -> None:
        """Make discovery pages pending again: a new run looks for new addresses."""
        for kind in kinds:
            self.database.execute(
                "UPDATE urls SET state = 0, due = 0, tries = 0 WHERE kind = ? AND state IN (1, 4)",
                (int(kind),),
            )

    def try_unanswered(self, now: float) -> None:
        """Make due what only waits because there was no answer at all: a new run may
        have a network again. What a server asked to wait for keeps waiting."""
        unasked = "reason NOT GLOB '*HTTP [0-9]*' AND reason NOT GLOB 'robots.txt answered [0-9]*'"
        self.database.execute(f"UPDATE urls SET due = 0 WHERE state = 0 AND due > 0 AND {unasked}")
        self.database.execute(f"UPDATE hosts SET closed_until = 0 WHERE {unasked}")
        # what our own limits closed is judged anew: the recipe may have changed
        self.database.execute(
            "UPDATE urls SET state = 0, due = 0 WHERE state = 3 AND reason <> ? AND reason NOT LIKE 'redirect:%'",
            (BY_ROBOTS,),
        )
        # nothing is ever put off for longer than a day: what is, was dated by a wrong clock
        self.database.execute(
            "UPDATE urls SET due = 0 WHERE state = 0 AND due > ?", (now + LONGEST_WAIT,)
        )
        self.database.execute(
            "UPDATE hosts SET closed_until = 0 WHERE closed_until > ?", (now + LONGEST_WAIT,)
        )

    def fact(self, name: str, value: str | None = None) -> str | None:
        """Return a small fact about the crawl, or set it when a value is given."""
        if value is not None:
            self.database.execute(
                "INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )
            return value
        row = self.database.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def forget(self, fact: str) -> None:
        """Remove a fact."""
        self.database.execute("DELETE FROM facts WHERE name = ?", (fact,))

    def forget_elsewhere(self) -> None:
        """Remove the addresses that belong to other shards: those have them now."""
        self.database.execute("DELETE FROM urls WHERE state = ?", (int(State.ELSEWHERE),))

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One transaction around what the block does; all of it or nothing. Raises StorageError."""
        try:
            self.database.execute("BEGIN IMMEDIATE")
            yield self.database
            self.database.execute("COMMIT")
        except sqlite3.Error as error:
            msg = f"the frontier could not be written: {error}. Nothing that was committed is lost; free some space and run the same command again."
            raise StorageError(msg) from error
        finally:
            if self.database.in_transaction:
                self.database.execute("ROLLBACK")

    def state_of(self, key: int) -> tuple[State, str]:
        """Return state and reason of an address; pending without reason when unknown."""
        row = self.database.execute(
            "SELECT state, coalesce(reason, '') FROM urls WHERE key = ?", (key,)
        ).fetchone()
        return (State(row[0]), str(row[1])) if row else (State.PENDING, "")

    def policy(self, origin: str, newer_than: float) -> tuple[int, str, str, str] | None:
        """Return (status, robots.txt, tdmrep.json, ai.txt) of an origin if fetched recently."""
        row = self.database.execute(
            "SELECT status, robots, tdm, ai FROM policies WHERE origin = ? AND fetched > ?",
            (origin, newer_than),
        ).fetchone()
        return (int(row[0]), str(row[1]), str(row[2]), str(row[3])) if row else None

    def store_policy(
        self, origin: str, now: float, status: int, robots: str, tdm: str, ai: str
    ) -> None:
        """Keep what an origin says to crawlers. What an older robots.txt closed is
        judged anew when it has changed."""
        before = self.policy(origin, 0.0)
        if before is not None and before[:2] != (status, robots):
            self.database.execute(
                "UPDATE urls SET state = 0, due = 0 WHERE state = 3 AND reason = ? AND host = (SELECT id FROM hosts WHERE origin = ?)",
                (BY_ROBOTS, origin),
            )
        self.database.execute(
            "INSERT OR REPLACE INTO policies VALUES (?, ?, ?, ?, ?, ?)",
            (origin, now, status, robots, tdm, ai),
        )

    def fetched_since(self, host: int, since: float) -> int:
        """Return how many article addresses of a host were answered since a time."""
        return int(
            self.database.execute(
                "SELECT count(*) FROM urls WHERE host = ? AND kind = 0 AND fetched >= ?",
                (host, int(since)),
            ).fetchone()[0]
        )

    def revisit(self, now: float) -> None:
        """Make kept articles due again by their age (`REVISIT`)."""
        age = "? - coalesce(listed, fetched)"
        plan = " OR ".join(
            f"({age} < {young} AND ? - fetched >= {pause})" for young, pause in REVISIT
        )
        self.database.execute(
            f"UPDATE urls SET state = 0, due = 0, tries = 0 WHERE kind = 0 AND state = 1 AND (reason IS NULL OR reason = 'unchanged') AND ({plan})",
            [int(now)] * 2 * len(REVISIT),
        )

    def unread(self, most: int = 20) -> list[tuple[str, str, str]]:
        """Return (kind, address, why) of home pages, sitemaps, feeds and sections that
        gave nothing, those asked first."""
        rows = self.database.execute(
            "SELECT u.kind, h.origin || u.path, u.reason FROM urls u JOIN hosts h ON h.id = u.host WHERE u.kind > 0 AND u.reason IS NOT NULL AND u.state <> 2 ORDER BY u.depth, u.kind DESC, 2 LIMIT ?",
            (most,),
        )
        return [(Kind(kind).name.lower(), str(url), str(reason)) for kind, url, reason in rows]

    def policies(self) -> dict[str, tuple[int, str]]:
        """Return (status, robots.txt) of every origin that was asked."""
        return {
            str(o): (int(s), str(r))
            for o, s, r in self.database.execute("SELECT origin, status, robots FROM policies")
        }

    def addresses(self) -> Iterator[tuple[str, Kind, State, str, float | None, int]]:
        """Yield (address, kind, state, reason, listed date, depth) of every row."""
        for origin, path, kind, state, reason, listed, depth in self.database.execute(
            "SELECT h.origin, u.path, u.kind, u.state, coalesce(u.reason, ''), u.listed, u.depth FROM urls u JOIN hosts h ON h.id = u.host"
        ):
            yield origin + path, Kind(kind), State(state), reason, listed, depth

    def count_articles(self, source: int | None = None) -> int:
        """Return how many article addresses were asked or are pending."""
        query = "SELECT count(*) FROM urls WHERE kind = 0 AND state IN (0, 1)"
        if source is None:
            return int(self.database.execute(query).fetchone()[0])
        return int(self.database.execute(f"{query} AND source = ?", (source,)).fetchone()[0])

    def tally(self) -> Iterator[tuple[str, int, int, str, int]]:
        """Yield (origin, kind, state, reason, number) for all addresses."""
        yield from self.database.execute(
            "SELECT h.origin, u.kind, u.state, coalesce(u.reason, ''), count(*) FROM urls u JOIN hosts h ON h.id = u.host GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
        )
