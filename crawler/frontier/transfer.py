"""Rows of one frontier file into another.

What an address is, where it stands and when it is due goes along; leases do not
exist in the file, so nothing in flight can be lost.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from urllib.parse import urlsplit

from crawler.frontier.model import WARC_FACTS, Kind, State
from crawler.frontier.reader import Reader
from crawler.frontier.store import Frontier

_KEEP = f"""
INSERT INTO urls (key, host, path, source, kind, state, due, tries, depth, listed, fetched, reason, etag, modified, hops, target)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET state = excluded.state, due = excluded.due, tries = excluded.tries, listed = excluded.listed,
    fetched = excluded.fetched, reason = excluded.reason, etag = excluded.etag, modified = excluded.modified,
    hops = excluded.hops, target = excluded.target
WHERE state = {State.ELSEWHERE:d} OR coalesce(excluded.fetched, 0) > coalesce(fetched, 0)
"""
_FOUND_BY_OTHERS = f"""
INSERT INTO urls (key, host, path, source, kind, state, depth, listed) VALUES (?, ?, ?, ?, ?, {State.PENDING:d}, ?, ?)
ON CONFLICT (key) DO UPDATE SET state = excluded.state WHERE state = {State.ELSEWHERE:d}
"""

_LEFT_OUT = """
INSERT INTO left_out SELECT ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM urls WHERE key = ?)
ON CONFLICT (key) DO NOTHING
"""


def everything(_: object) -> bool:
    """Own every host and every source: for one frontier of many."""
    return True


def hand_over(
    into: Frontier,
    giver: Path,
    owns: Callable[[str], bool],
    sources: Collection[int] | None,
    outside: Collection[int] | None = None,
) -> None:
    """Copy the addresses of owned hosts, as they stand, from another frontier file.

    Discovery pages go with their source (`sources`), and what stayed outside with those
    of `outside`; None: all of them.
    """
    with Reader(giver) as there:
        hosts = _hosts(into, there, owns)
        rows = there.ask(
            f"SELECT key, host, path, source, kind, state, due, tries, depth, listed, fetched, reason, etag, modified, {_new_columns(there)} FROM urls WHERE state <> ?",
            State.ELSEWHERE,
        )
        into._database.executemany(
            _KEEP,
            (
                (key, hosts[host][0], path, source, kind, *rest)
                for key, host, path, source, kind, *rest in rows
                if (
                    hosts[host][1] if kind == Kind.ARTICLE else sources is None or source in sources
                )
            ),
        )
        into._database.executemany(
            "INSERT OR REPLACE INTO policies VALUES (?, ?, ?, ?, ?, ?)",
            there.ask("SELECT origin, fetched, status, robots, tdm, ai FROM policies"),
        )
        _note_read_files(into, there)
        into._database.executemany(
            _LEFT_OUT,
            (
                (key, source, kind, reason, key)
                for key, source, kind, reason in there.left_out_rows()
                if outside is None or source in outside
            ),
        )
        into._database.execute("DELETE FROM left_out WHERE key IN (SELECT key FROM urls)")


def hand_over_finds(into: Frontier, giver: Path, owns: Callable[[str], bool]) -> None:
    """Copy, as pending, what another shard has found on owned domains and not asked."""
    with Reader(giver) as there:
        hosts = _hosts(into, there, owns)
        rows = there.ask(
            "SELECT key, host, path, source, kind, depth, listed FROM urls WHERE state = ?",
            State.ELSEWHERE,
        )
        into._database.executemany(
            _FOUND_BY_OTHERS,
            ((key, hosts[host][0], *rest) for key, host, *rest in rows if hosts[host][1]),
        )


def _new_columns(there: Reader) -> str:
    """What files of older versions lack is asked for as what it means when it is missing."""
    have = {name for _, name, *_ in there.ask("PRAGMA table_info(urls)")}
    return "hops, target" if "hops" in have else "0, NULL"


def _hosts(
    into: Frontier, there: Reader, owns: Callable[[str], bool]
) -> dict[int, tuple[int, bool]]:
    """Return host number there → number here, and whether it is owned."""
    found = {}
    for old, origin, until, reason in there.ask(
        "SELECT id, origin, closed_until, reason FROM hosts"
    ):
        new = into.host(origin)
        found[old] = (new, owns(urlsplit(origin).hostname or ""))
        into._database.execute(
            "UPDATE hosts SET closed_until = ?, reason = ? WHERE id = ? AND closed_until < ?",
            (until, reason, new, until),
        )
    return found


def _note_read_files(into: Frontier, there: Reader) -> None:
    """Note how far WARC files have been read: the farthest counts."""
    for name, value in there.ask("SELECT name, value FROM facts WHERE name LIKE ?", WARC_FACTS):
        known = into.fact(name)
        if known is None or (known.isdigit() and (not value.isdigit() or int(value) > int(known))):
            into.note(name, value)
