"""The frontier: the only truth on addresses, in one SQLite file, and its only writer.

An address stays `pending` until its answer is committed to the archive. Leases
live in memory only, so a crash gives back exactly what was in flight. Rows hold
the path, not the whole address; hosts stand in a table of their own.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from crawler.frontier.model import (
    BEYOND_MAX_PAGES,
    BY_ROBOTS,
    IN_A_CIRCLE,
    NO_ADDRESS,
    Candidate,
    Kind,
    Outcome,
    Owner,
    Row,
    State,
    is_address,
    key_of,
    split,
)
from crawler.frontier.reader import IS_ARTICLE, IS_PENDING, Reader
from pipelines.errors import StorageError
from pipelines.identity import asked_url
from pipelines.store import faults

SCHEMA = f"""
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS hosts (
    id INTEGER PRIMARY KEY, origin TEXT UNIQUE NOT NULL, closed_until REAL NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS urls (
    key INTEGER PRIMARY KEY NOT NULL, host INTEGER NOT NULL, path TEXT NOT NULL, source INTEGER NOT NULL,
    kind INTEGER NOT NULL, state INTEGER NOT NULL, due REAL NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0,
    depth INTEGER NOT NULL DEFAULT 0, listed INTEGER, fetched INTEGER, reason TEXT, etag TEXT, modified INTEGER,
    hops INTEGER NOT NULL DEFAULT 0, target INTEGER) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS due ON urls (host, kind DESC, due) WHERE {IS_PENDING};
CREATE TABLE IF NOT EXISTS segments (name TEXT PRIMARY KEY, bytes INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS policies (origin TEXT PRIMARY KEY, fetched REAL NOT NULL, status INTEGER NOT NULL, robots TEXT NOT NULL, tdm TEXT NOT NULL, ai TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS left_out (key INTEGER PRIMARY KEY NOT NULL, source INTEGER NOT NULL, kind INTEGER NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_DUE_NOW = f"UPDATE urls SET state = {State.PENDING:d}, due = 0"
_ASK_ANEW = f"{_DUE_NOW}, tries = 0"
_NO_ANSWER = "reason NOT GLOB '*HTTP [0-9]*' AND reason NOT GLOB 'robots.txt answered [0-9]*'"

HOUR = 3600
FUTURE = 24 * HOUR
"""Clocks and time zones differ; what is dated later than this is dated into the future."""
LONGEST_WAIT = 25 * HOUR
REVISIT = ((48 * HOUR, 6 * HOUR), (7 * 24 * HOUR, 24 * HOUR), (30 * 24 * HOUR, 7 * 24 * HOUR))
"""(younger than, at least so long after the last answer), in seconds."""


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _dated(listed: float | None) -> int | None:
    """A date in the future says nothing of a change: it would say so at every look."""
    return None if listed is None or listed > time.time() + FUTURE else int(listed)


def _add_columns(database: sqlite3.Connection) -> None:
    """Add what a file of an older version does not have."""
    have = {row[1] for row in database.execute("PRAGMA table_info(urls)")}
    for name, kind in (("hops", "INTEGER NOT NULL DEFAULT 0"), ("target", "INTEGER")):
        if name not in have:
            database.execute(f"ALTER TABLE urls ADD COLUMN {name} {kind}")


class Frontier(Reader):
    """Reads and writes the frontier file. One writer at a time.

    With an `owner` (a shard), articles that are not its own are kept, but not asked.
    `limits` are the most articles of each source, None for no limit: what a sitemap or
    a page offers beyond them is not taken.
    """

    def __init__(
        self, path: Path, owner: Owner | None = None, limits: Sequence[int | None] = ()
    ) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        super().__init__(path)
        self._owner = owner
        self._limits = limits
        self._taken: Counter[int] | None = None
        """Articles by source, for those that have a limit; counted once, then kept."""
        self._hosts: dict[str, int] = {
            o: i for i, o in self._database.execute("SELECT id, origin FROM hosts")
        }

    def _connect(self, path: Path, patience: float) -> sqlite3.Connection:
        try:
            database = sqlite3.connect(path, isolation_level=None, timeout=patience)
            database.executescript(SCHEMA)
            _add_columns(database)
        except sqlite3.Error as error:
            msg = f"the frontier {path} cannot be opened: {error}. Is the folder writable and the disk not full?"
            raise StorageError(msg) from error
        return database

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """One transaction around what the block does; all of it or nothing. Raises StorageError."""
        try:
            self._database.execute("BEGIN IMMEDIATE")
            yield
            self._database.execute("COMMIT")
        except sqlite3.Error as error:
            msg = f"the frontier could not be written: {error}. Nothing that was committed is lost; free some space and run the same command again."
            raise StorageError(msg) from error
        finally:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
                self._taken = None

    def commit(
        self,
        outcomes: Iterable[Outcome],
        candidates: Iterable[Candidate],
        segment_ends: dict[str, int],
        facts: dict[str, str] | None = None,
    ) -> int:
        """Write one batch as ONE transaction; return how many addresses are new."""
        with self.transaction():
            new = sum(self._add(c) for c in candidates)
            for outcome in outcomes:
                self._settle(outcome)
            self._database.executemany(
                "INSERT INTO segments VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET bytes = excluded.bytes",
                segment_ends.items(),
            )
            for name, value in (facts or {}).items():
                self.note(name, value)
        faults.point("frontier written")
        return new

    def _add(self, candidate: Candidate) -> int:
        is_article = candidate.kind is Kind.ARTICLE
        key = key_of(candidate.url, candidate.kind)
        outside = candidate.left_out or (None if is_address(candidate.url) else NO_ADDRESS)
        if outside is not None:
            self._leave_out(key, candidate, outside)
            return 0
        origin, path = split(asked_url(candidate.url))
        state = self._first_state(candidate, origin)
        room = self._has_room(candidate, state)
        new = room and self._insert(key, origin, path, state, candidate)
        listed = _dated(candidate.listed)
        if not room:
            self._leave_out(key, candidate, BEYOND_MAX_PAGES)
        if new:
            self._database.execute("DELETE FROM left_out WHERE key = ?", (key,))
        elif listed is not None:
            self._list_again(key, listed)
        if new and is_article and state is State.PENDING:
            self._articles_of_limited()[candidate.source] += 1
        return int(new and is_article)

    def _leave_out(self, key: int, candidate: Candidate, reason: str) -> None:
        """Count an address that stays outside, once, and not where it came in before."""
        self._database.execute(
            "INSERT INTO left_out SELECT ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM urls WHERE key = ?) ON CONFLICT (key) DO UPDATE SET reason = excluded.reason",
            (key, candidate.source, candidate.kind, reason, key),
        )

    def _articles_of_limited(self) -> Counter[int]:
        if self._taken is None:
            limited = [n for n, most in enumerate(self._limits) if most is not None]
            self._taken = Counter({n: self.count_articles(n) for n in limited})
        return self._taken

    def _has_room(self, candidate: Candidate, state: State) -> bool:
        """Tell whether its source may have one more article. The target of a redirect
        takes the place of the address that led to it."""
        if candidate.kind is not Kind.ARTICLE or state is not State.PENDING or candidate.hops:
            return True
        most = self._limits[candidate.source] if candidate.source < len(self._limits) else None
        return most is None or self._articles_of_limited()[candidate.source] < most

    def _insert(self, key: int, origin: str, path: str, state: State, candidate: Candidate) -> bool:
        """Insert an address; False when it is known."""
        cursor = self._database.execute(
            "INSERT INTO urls (key, host, path, source, kind, state, depth, listed, hops) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
            (
                key,
                self.host(origin),
                path,
                candidate.source,
                candidate.kind,
                state,
                candidate.depth,
                _dated(candidate.listed),
                candidate.hops,
            ),
        )
        return cursor.rowcount > 0

    def _list_again(self, key: int, listed: int) -> None:
        """A later date in a sitemap or feed than the one known says that the page changed;
        the same date says so once."""
        self._database.execute(
            f"{_ASK_ANEW}, listed = ? WHERE key = ? AND state = ? AND (? > listed OR listed IS NULL AND ? > fetched)",
            (listed, key, State.FETCHED, listed, listed),
        )
        self._database.execute(
            "UPDATE urls SET listed = ? WHERE key = ? AND listed IS NULL", (listed, key)
        )

    def _first_state(self, candidate: Candidate, origin: str) -> State:
        own = (
            self._owner is None
            or candidate.kind is not Kind.ARTICLE
            or self._owner.owns_url(origin)
        )
        return State.PENDING if own else State.ELSEWHERE

    def host(self, origin: str) -> int:
        """Return the number of an origin, giving it one when it is new."""
        if origin not in self._hosts:
            cursor = self._database.execute(
                "INSERT INTO hosts (origin) VALUES (?) ON CONFLICT DO NOTHING", (origin,)
            )
            self._hosts[origin] = cursor.lastrowid or 0
        return self._hosts[origin]

    def _settle(self, outcome: Outcome) -> None:
        state, reason = outcome.state, outcome.reason
        if state is State.REDIRECTED and self._leads_back(outcome):
            state, reason = State.FAILED, IN_A_CIRCLE
        self._database.execute(
            "UPDATE urls SET state = ?, reason = ?, due = ?, tries = tries + ?, fetched = coalesce(?, fetched), etag = coalesce(?, etag), modified = coalesce(?, modified), target = ? WHERE key = ?",
            (
                state,
                reason,
                outcome.due,
                int(outcome.counted),
                _whole(outcome.fetched),
                outcome.etag,
                outcome.modified,
                outcome.target,
                outcome.key,
            ),
        )
        if outcome.moved is not None:
            origin, path = split(outcome.moved)
            self._database.execute(
                "UPDATE urls SET host = ?, path = ?, hops = hops + 1, etag = NULL, modified = NULL WHERE key = ?",
                (self.host(origin), path, outcome.key),
            )

    def _leads_back(self, outcome: Outcome) -> bool:
        """Tell whether the target of an alias is, over other aliases, the alias itself."""
        key, seen = outcome.target, {outcome.key}
        while key is not None and key not in seen:
            seen.add(key)
            alias = self._one(
                "SELECT target FROM urls WHERE key = ? AND state = ?", key, State.REDIRECTED
            )
            key = alias[0] if alias else None
        return key == outcome.key

    def take(
        self, host: int, count: int, now: float, leased: set[int], lowest: Kind = Kind.ARTICLE
    ) -> list[Row]:
        """Return up to `count` addresses of a host that are due and not leased."""
        rows = self.ask(
            "SELECT u.key, h.origin, u.path, u.source, u.kind, u.tries, u.depth, u.listed, u.etag, u.modified, u.hops FROM urls u JOIN hosts h ON h.id = u.host"
            f" WHERE u.host = ? AND u.{IS_PENDING} AND u.due <= ? AND u.kind >= ? ORDER BY u.kind DESC, u.due, u.listed DESC LIMIT ?",
            host,
            now,
            lowest,
            count + len(leased),
        )
        found = (
            Row(key, origin + path, source, Kind(kind), *others)
            for key, origin, path, source, kind, *others in rows
            if key not in leased
        )
        return [row for _, row in zip(range(count), found, strict=False)]

    def waiting_hosts(self, lowest: Kind = Kind.ARTICLE) -> list[tuple[int, str, float]]:
        """Return (number, origin, earliest time) of every host with pending addresses."""
        rows = self.ask(
            f"SELECT h.id, h.origin, max(h.closed_until, min(u.due)) FROM urls u JOIN hosts h ON h.id = u.host WHERE u.{IS_PENDING} AND u.kind >= ? GROUP BY h.id ORDER BY h.id",
            lowest,
        )
        return [(i, o, float(t)) for i, o, t in rows]

    def close_host(self, host: int, until: float, reason: str) -> None:
        """Leave a host alone until a time."""
        self._database.execute(
            "UPDATE hosts SET closed_until = ?, reason = ? WHERE id = ?", (until, reason, host)
        )

    def keep_segments(self, archived: dict[str, int]) -> None:
        """Take segments over that a dataset has read and this file does not know: of a
        dataset that was merged or built elsewhere, or whose frontier was lost."""
        self._database.executemany(
            "INSERT INTO segments VALUES (?, ?) ON CONFLICT (name) DO NOTHING", archived.items()
        )

    def ask_again(self, kinds: Iterable[Kind]) -> None:
        """Make discovery pages pending again: a new run looks for new addresses."""
        for kind in kinds:
            self._database.execute(
                f"{_ASK_ANEW} WHERE kind = ? AND state IN (?, ?)",
                (kind, State.FETCHED, State.FAILED),
            )

    def try_unanswered(self, now: float) -> None:
        """Make due what only waits because there was no answer at all: a new run may
        have a network again. What a server asked to wait for keeps waiting."""
        run = self._database.execute
        run(f"{_DUE_NOW} WHERE {IS_PENDING} AND due > 0 AND {_NO_ANSWER}")
        run(f"UPDATE hosts SET closed_until = 0 WHERE {_NO_ANSWER}")
        # what our own limits closed is judged anew: the recipe may have changed
        run(
            f"{_DUE_NOW} WHERE state = ? AND reason <> ? AND reason NOT LIKE 'redirect:%'",
            (State.BLOCKED, BY_ROBOTS),
        )
        # nothing is ever put off for longer than a day: what is, was dated by a wrong clock
        run(f"{_DUE_NOW} WHERE {IS_PENDING} AND due > ?", (now + LONGEST_WAIT,))
        run("UPDATE hosts SET closed_until = 0 WHERE closed_until > ?", (now + LONGEST_WAIT,))

    def note(self, name: str, value: str) -> str:
        """Keep a small fact about the crawl; return its value."""
        self._database.execute(
            "INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )
        return value

    def take_rows(self, table: str, columns: str, rows: Sequence[tuple[object, ...]]) -> None:
        """Insert rows of another frontier file as they are."""
        marks = ", ".join("?" * len(columns.split(",")))
        with self.transaction():
            self._database.executemany(
                f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({marks})", rows
            )

    def forget(self, fact: str) -> None:
        """Remove a fact."""
        self._database.execute("DELETE FROM facts WHERE name = ?", (fact,))

    def forget_addresses(self) -> None:
        """Remove all addresses: those of other files take their place."""
        self._database.execute("DELETE FROM urls")
        self._database.execute("DELETE FROM left_out")

    def forget_segments(self) -> None:
        """Remove what is known of the archive: its segments come from elsewhere."""
        self._database.execute("DELETE FROM segments")

    def forget_elsewhere(self) -> None:
        """Remove the addresses that belong to other shards: those have them now."""
        self._database.execute("DELETE FROM urls WHERE state = ?", (State.ELSEWHERE,))

    def store_policy(
        self, origin: str, now: float, status: int, robots: str, tdm: str, ai: str
    ) -> None:
        """Keep what an origin says to crawlers. What an older robots.txt closed is
        judged anew when it has changed."""
        before = self.policy(origin, 0.0)
        if before is not None and before[:2] != (status, robots):
            self._database.execute(
                f"{_DUE_NOW} WHERE state = ? AND reason = ? AND host = (SELECT id FROM hosts WHERE origin = ?)",
                (State.BLOCKED, BY_ROBOTS, origin),
            )
        self._database.execute(
            "INSERT OR REPLACE INTO policies VALUES (?, ?, ?, ?, ?, ?)",
            (origin, now, status, robots, tdm, ai),
        )

    def revisit(self, now: float) -> None:
        """Make kept articles due again by their age (`REVISIT`)."""
        age = "? - coalesce(listed, fetched)"
        plan = " OR ".join(
            f"({age} < {young} AND ? - fetched >= {pause})" for young, pause in REVISIT
        )
        self._database.execute(
            f"{_ASK_ANEW} WHERE {IS_ARTICLE} AND state = ? AND (reason IS NULL OR reason = 'unchanged') AND ({plan})",
            [State.FETCHED, *[int(now)] * 2 * len(REVISIT)],
        )
