"""Questions to a frontier file, for everybody: nothing is written.

The only writer is `store.Frontier`, which can be asked the same questions.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self

from crawler.frontier.model import Fact, Kind, State
from pipelines.errors import StorageError
from pipelines.store.manifest import ENDS

IS_ARTICLE = f"kind = {Kind.ARTICLE:d}"
IS_PENDING = f"state = {State.PENDING:d}"
"""Written out, not bound: only so does SQLite use the index of what is due."""
_WHY = (
    f"coalesce(u.reason, CASE WHEN u.{IS_PENDING} THEN"
    " CASE WHEN h.closed_until > ? THEN 'its host waits, ' || h.reason ELSE 'not requested yet' END END, '')"
)
"""Why an address stands where it stands; every pending one has a reason."""
_KEPT = f"state IN ({State.PENDING:d}, {State.FETCHED:d})"


class Reader:
    """Reads a frontier file that a crawl may be writing. Raises StorageError without one."""

    def __init__(self, path: Path, *, patience: float = 30) -> None:
        self._path = path
        self._database = self._connect(path, patience)

    def _connect(self, path: Path, patience: float) -> sqlite3.Connection:
        try:
            return sqlite3.connect(f"file:{path.as_posix()}?mode=ro", uri=True, timeout=patience)
        except sqlite3.Error as error:
            raise StorageError(f"the frontier {path} cannot be read: {error}.") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def ask(self, question: str, *given: object) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that answer a question. Raises StorageError."""
        try:
            yield from self._database.execute(question, given)
        except sqlite3.Error as error:
            raise StorageError(f"the frontier {self._path} cannot be read: {error}.") from error

    def _one(self, question: str, *given: object) -> tuple[Any, ...] | None:
        return next(self.ask(question, *given), None)

    def damage(self) -> list[str]:
        """Return what SQLite finds wrong with the file, at most three lines."""
        found = (str(row[0]) for row in self.ask("PRAGMA integrity_check(3)"))
        return [line for line in found if line != "ok"]

    def fact(self, name: str) -> str | None:
        """Return a small fact about the crawl; None when it was never noted."""
        row = self._one("SELECT value FROM facts WHERE name = ?", name)
        return str(row[0]) if row else None

    def state_of(self, key: int) -> tuple[State, str]:
        """Return state and reason of an address; pending without reason when unknown."""
        row = self._one("SELECT state, coalesce(reason, '') FROM urls WHERE key = ?", key)
        return (State(row[0]), str(row[1])) if row else (State.PENDING, "")

    def knows(self, key: int) -> bool:
        """Tell whether an address is in the file."""
        return self._one("SELECT 1 FROM urls WHERE key = ?", key) is not None

    def closed_hosts(self, now: float) -> list[tuple[str, float, str]]:
        """Return (origin, until, reason) of the hosts that are left alone now."""
        rows = self.ask(
            "SELECT origin, closed_until, reason FROM hosts WHERE closed_until > ?", now
        )
        return [(o, float(t), r) for o, t, r in rows]

    def segment_ends(self) -> dict[str, int]:
        """Return the committed length of every archive segment."""
        return {str(n): int(b) for n, b in self.ask("SELECT name, bytes FROM segments")}

    def policy(self, origin: str, newer_than: float) -> tuple[int, str, str, str, float] | None:
        """Return (status, robots.txt, tdmrep.json, ai.txt, when) of an origin if fetched
        recently."""
        row = self._one(
            "SELECT status, robots, tdm, ai, fetched FROM policies WHERE origin = ? AND fetched > ?",
            origin,
            newer_than,
        )
        return (int(row[0]), str(row[1]), str(row[2]), str(row[3]), float(row[4])) if row else None

    def left_out(self) -> Iterator[tuple[int, Kind, str, int]]:
        """Yield (source, kind, reason, number) of the addresses that stayed outside."""
        if self._counts_left_out():
            rows = self.ask("SELECT source, kind, reason, count(*) FROM left_out GROUP BY 1, 2, 3")
            for source, kind, reason, number in rows:
                yield source, Kind(kind), reason, number

    def left_out_rows(self) -> Iterator[tuple[int, int, int, str]]:
        """Yield (key, source, kind, reason) of each address that stayed outside."""
        if self._counts_left_out():
            yield from self.ask("SELECT key, source, kind, reason FROM left_out")

    def _counts_left_out(self) -> bool:
        """Tell whether the file has the table: those of older versions have not."""
        return self._one("SELECT 1 FROM sqlite_master WHERE name = 'left_out'") is not None

    def policies(self) -> dict[str, tuple[int, str]]:
        """Return (status, robots.txt) of every origin that was asked."""
        rows = self.ask("SELECT origin, status, robots FROM policies")
        return {str(o): (int(s), str(r)) for o, s, r in rows}

    def reservations(self) -> dict[str, tuple[str, str]]:
        """Return (tdmrep.json, ai.txt) of every origin that was asked."""
        rows = self.ask("SELECT origin, tdm, ai FROM policies")
        return {str(o): (str(t), str(a)) for o, t, a in rows}

    def fetched_since(self, host: int, since: float) -> int:
        """Return how many article addresses of a host were answered since a time."""
        question = f"SELECT count(*) FROM urls WHERE host = ? AND {IS_ARTICLE} AND fetched >= ?"
        return self._count(question, host, int(since))

    def count_articles(self, source: int | None = None) -> int:
        """Return how many article addresses were asked or are pending."""
        question = f"SELECT count(*) FROM urls WHERE {IS_ARTICLE} AND {_KEPT}"
        if source is None:
            return self._count(question)
        return self._count(f"{question} AND source = ?", source)

    def _count(self, question: str, *given: object) -> int:
        row = self._one(question, *given)
        return int(row[0]) if row else 0

    def unread(self, most: int = 20) -> list[tuple[str, str, str]]:
        """Return (kind, address, why) of home pages, sitemaps, feeds and sections that
        gave nothing, those asked first."""
        rows = self.ask(
            "SELECT u.kind, h.origin || u.path, u.reason FROM urls u JOIN hosts h ON h.id = u.host WHERE u.kind <> ? AND u.reason IS NOT NULL AND u.state <> ? ORDER BY u.depth, u.kind DESC, 2 LIMIT ?",
            Kind.ARTICLE,
            State.REDIRECTED,
            most,
        )
        return [(Kind(kind).name.lower(), str(url), str(reason)) for kind, url, reason in rows]

    def addresses(self) -> Iterator[tuple[str, int, Kind, State, str, float | None, int]]:
        """Yield (address, source, kind, state, reason, listed date, depth) of every row."""
        for origin, path, source, kind, state, reason, listed, depth in self.ask(
            "SELECT h.origin, u.path, u.source, u.kind, u.state, coalesce(u.reason, ''), u.listed, u.depth FROM urls u JOIN hosts h ON h.id = u.host"
        ):
            yield origin + path, int(source), Kind(kind), State(state), reason, listed, depth

    def articles_by_host(self) -> Iterator[tuple[str, State, int]]:
        """Yield (origin, state, number) for the article addresses, quickly."""
        for origin, state, number in self.ask(
            f"SELECT h.origin, u.state, count(*) FROM urls u JOIN hosts h ON h.id = u.host WHERE u.{IS_ARTICLE} GROUP BY 1, 2"
        ):
            yield origin, State(state), number

    def counts(self) -> Iterator[tuple[str, Kind, State, str, int]]:
        """Yield (origin, kind, state, reason, number) for all addresses."""
        for origin, kind, state, reason, number in self.ask(
            f"SELECT h.origin, u.kind, u.state, {_WHY}, count(*) FROM urls u JOIN hosts h ON h.id = u.host GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
            time.time(),
        ):
            yield origin, Kind(kind), State(state), reason, number


def _left_out(frontier: Reader, sources: Sequence[str]) -> list[tuple[str, str, str, int]]:
    """Return (source, what, reason, number) of what stayed outside."""
    return [
        (
            sources[source] if source < len(sources) else str(source),
            "addresses" if kind is Kind.ARTICLE else f"{kind.name.lower()}s",
            reason,
            number,
        )
        for source, kind, reason, number in frontier.left_out()
    ]


def tally(frontier: Reader, sources: Sequence[str] = ()) -> dict[str, object]:
    """Return the crawl's side of the run's arithmetic: addresses by state.

    `discovered = fetched + blocked + pending + failed + left_out`; aliases (redirected
    addresses) are counted apart, because their target is counted, and so are those
    `elsewhere`, which another shard of the crawl asks.
    """
    urls = dict.fromkeys(("discovered", *ENDS, "redirected"), 0)
    discovery = dict.fromkeys(("fetched", "blocked", "pending", "failed", "redirected"), 0)
    hosts: dict[str, dict[str, int]] = {}
    reasons: dict[str, int] = {}
    for origin, kind, state, reason, number in frontier.counts():
        name = state.name.lower()
        if state is State.ELSEWHERE:
            urls[name] = urls.get(name, 0) + number
            continue
        if kind is not Kind.ARTICLE:
            discovery[name] += number
            continue
        urls[name] += number
        if state is not State.REDIRECTED:
            urls["discovered"] += number
        host = hosts.setdefault(origin, {})
        host[name] = host.get(name, 0) + number
        if reason:
            reasons[f"{name}: {reason}"] = reasons.get(f"{name}: {reason}", 0) + number
    left_out = _left_out(frontier, sources)
    urls["left_out"] = sum(number for _, kind, _, number in left_out if kind == "addresses")
    urls["discovered"] += urls["left_out"]
    return {
        "urls": urls,
        "left_out": [list(row) for row in left_out],
        "discovery": discovery,
        "hosts": hosts,
        "unread": [list(row) for row in frontier.unread()],
        "reasons": dict(sorted(reasons.items())),
        "skipped": json.loads(frontier.fact(Fact.WARC_SKIPPED) or "{}"),
        "limits": json.loads(frontier.fact(Fact.LIMITS) or "{}"),
        "loop_lag": json.loads(frontier.fact(Fact.LOOP_LAG) or "{}"),
        "runs": int(frontier.fact(Fact.RUNS) or 0),
        "rendering": json.loads(frontier.fact(Fact.RENDERING) or "{}"),
    }
