"""Rows of one frontier file into another.

What an address is, where it stands and when it is due goes along; leases do not
exist in the file, so nothing in flight can be lost.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from crawler.frontier.store import Frontier, Kind, State

_KEEP = """
INSERT INTO urls (key, host, path, source, kind, state, due, tries, depth, listed, fetched, reason, etag, modified)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET state = excluded.state, due = excluded.due, tries = excluded.tries, listed = excluded.listed,
    fetched = excluded.fetched, reason = excluded.reason, etag = excluded.etag, modified = excluded.modified
WHERE state = 5 OR coalesce(excluded.fetched, 0) > coalesce(fetched, 0)
"""
_FOUND_BY_OTHERS = """
INSERT INTO urls (key, host, path, source, kind, state, depth, listed) VALUES (?, ?, ?, ?, ?, 0, ?, ?)
ON CONFLICT (key) DO UPDATE SET state = 0 WHERE state = 5
"""


def everything(_: object) -> bool:
    """Own every host and every source: for one frontier of many."""
    return True


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(
        sqlite3.connect(f"file:{path.as_posix()}?mode=ro", uri=True, timeout=30)
    ) as database:
        yield database


def hand_over(
    into: Frontier, giver: Path, owns: Callable[[str], bool], sources: Collection[int] | None
) -> None:
    """Copy the addresses of owned hosts, as they stand, from another frontier file.

    Discovery pages go with their source (`sources`; None: all of them).
    """
    with _reading(giver) as there:
        hosts = _hosts(into, there, owns)
        rows = there.execute(
            "SELECT key, host, path, source, kind, state, due, tries, depth, listed, fetched, reason, etag, modified FROM urls WHERE state <> ?",
            (int(State.ELSEWHERE),),
        )
        into.database.executemany(
            _KEEP,
            (
                (key, hosts[host][0], path, source, kind, *rest)
                for key, host, path, source, kind, *rest in rows
                if (
                    hosts[host][1] if kind == Kind.ARTICLE else sources is None or source in sources
                )
            ),
        )
        into.database.executemany(
            "INSERT OR REPLACE INTO policies VALUES (?, ?, ?, ?, ?, ?)",
            there.execute("SELECT * FROM policies"),
        )
        _note_read_files(into, there)


def hand_over_finds(into: Frontier, giver: Path, owns: Callable[[str], bool]) -> None:
    """Copy, as pending, what another shard has found on owned domains and not asked."""
    with _reading(giver) as there:
        hosts = _hosts(into, there, owns)
        rows = there.execute(
            "SELECT key, host, path, source, kind, depth, listed FROM urls WHERE state = ?",
            (int(State.ELSEWHERE),),
        )
        into.database.executemany(
            _FOUND_BY_OTHERS,
            ((key, hosts[host][0], *rest) for key, host, *rest in rows if hosts[host][1]),
        )


def _hosts(
    into: Frontier, there: sqlite3.Connection, owns: Callable[[str], bool]
) -> dict[int, tuple[int, bool]]:
    """Return host number there → number here, and whether it is owned."""
    found = {}
    for old, origin, until, reason in there.execute(
        "SELECT id, origin, closed_until, reason FROM hosts"
    ).fetchall():
        new = into.host(origin)
        found[old] = (new, owns(urlsplit(origin).hostname or ""))
        into.database.execute(
            "UPDATE hosts SET closed_until = ?, reason = ? WHERE id = ? AND closed_until < ?",
            (until, reason, new, until),
        )
    return found


def _note_read_files(into: Frontier, there: sqlite3.Connection) -> None:
    """Note how far WARC files have been read: the farthest counts."""
    for name, value in there.execute(
        "SELECT name, value FROM facts WHERE name LIKE 'warc: %'"
    ).fetchall():
        known = into.fact(name)
        if known is None or (known.isdigit() and (not value.isdigit() or int(value) > int(known))):
            into.fact(name, value)
