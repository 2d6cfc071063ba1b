"""Progress on stderr: a board on a terminal, plain lines elsewhere, JSON for machines.

The board shows each host's addresses (from the frontier, read-only) beside what came of
its pages. `none` is silent until the result.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from crawler.cli import say
from crawler.frontier.model import State
from crawler.frontier.reader import Reader
from pipelines.errors import StorageError, counted
from pipelines.extract.result import Extraction
from pipelines.model import Reason, Rejected
from pipelines.page.inert import as_json, line
from pipelines.store.archive import Ref
from pipelines.store.paths import DatasetPaths

EVERY, SELDOM = 2.0, 60.0
"""Seconds between two plain lines, at first and after hours: a log of a night stays short."""
REFRESH = 4
HOSTS = 12
"""Hosts on the board; the others are one line."""
Watch = Callable[[Ref, Extraction | Rejected], None]
_ASKED_ELSEWHERE = (State.REDIRECTED, State.ELSEWHERE)


@dataclass(slots=True)
class Seen:
    """What came of the pages so far."""

    started: float = field(default_factory=time.monotonic)
    by_host: dict[str, Counter[str]] = field(default_factory=dict)
    last: str = ""

    def note(self, result: Extraction | Rejected) -> None:
        """Count one result."""
        url = result.article.url if isinstance(result, Extraction) else result.url
        counts = self.by_host.setdefault(urlsplit(url).netloc, Counter())
        if isinstance(result, Rejected):
            counts["repeats" if result.reason == Reason.DUPLICATE_URL.value else "set aside"] += 1
            return
        article = result.article
        counts["articles"] += 1
        counts[
            "locked" if article.access in ("subscription", "registration") else article.access
        ] += 1
        day = article.date_published.date().isoformat() if article.date_published else "no date"
        self.last = line(f"{(article.title or '(no title)')[:70]} [{day}, {article.access}]")

    def pages(self, host: str) -> int:
        """Return how many pages of a host have come back."""
        counts = self.by_host.get(host, Counter())
        return counts["articles"] + counts["set aside"] + counts["repeats"]

    def pace(self) -> float:
        """Return the pages a second since the start."""
        return sum(map(self.pages, self.by_host)) / max(0.1, time.monotonic() - self.started)

    def total(self, name: str) -> int:
        """Return a number over all hosts."""
        return sum(c[name] for c in self.by_host.values())


@contextlib.contextmanager
def watcher(mode: str, folder: Path | None = None) -> Iterator[Watch | None]:
    """Yield the function that is told every result; None for silence."""
    seen = Seen()
    if mode == "none":
        yield None
    elif mode == "json":
        yield lambda _, result: _json_line(seen, result)
    elif mode == "auto" and sys.stderr.isatty() and folder is not None:
        with _board(seen, folder) as watch:
            yield watch
    else:
        yield _plain(seen, folder)


def _plain(seen: Seen, folder: Path | None) -> Watch:
    told = time.monotonic()
    wait = EVERY

    def watch(_: Ref, result: Extraction | Rejected) -> None:
        nonlocal told, wait
        seen.note(result)
        if time.monotonic() - told > wait:
            told, wait = time.monotonic(), min(SELDOM, wait * 1.1)
            say(plain(seen, addresses(folder) if folder is not None else {}))

    return watch


def plain(seen: Seen, hosts: dict[str, dict[str, Any]]) -> str:
    """Return in one line how far a run is: addresses known and done, pages a second, and
    what came of the pages of this run."""
    known = sum(row.get("known", 0) for row in hosts.values())
    waiting = sum(row.get("pending", 0) for row in hosts.values())
    of_all = (
        f"{known - waiting} of {counted(known, 'address', 'addresses')} done, " if known else ""
    )
    last = f"; last: {seen.last}" if seen.last else ""
    return f"crawling     {of_all}{seen.pace():.1f} pages/s; this run {counted(seen.total('articles'), 'article')}, {seen.total('set aside')} set aside{last}"


def _json_line(seen: Seen, result: Extraction | Rejected) -> None:
    seen.note(result)
    if isinstance(result, Extraction):
        event = {
            "event": "article",
            "url": result.article.url,
            "title": result.article.title,
            "access": result.article.access,
        }
    else:
        event = {"event": "rejected", "url": result.url, "reason": result.reason}
    click.echo(
        as_json(
            {
                **event,
                "articles": seen.total("articles"),
                "set_aside": seen.total("set aside"),
                "repeats": seen.total("repeats"),
            }
        ),
        err=True,
    )


@contextlib.contextmanager
def _board(seen: Seen, folder: Path) -> Iterator[Watch]:
    from rich.console import Console
    from rich.live import Live

    console = Console(stderr=True, highlight=False)
    with Live(
        get_renderable=lambda: draw(seen, addresses(folder), console.width),
        console=console,
        refresh_per_second=REFRESH,
        transient=True,
    ):
        yield lambda _, result: seen.note(result)


def addresses(folder: Path) -> dict[str, dict[str, Any]]:
    """Return host → addresses by state, and why it waits, as the frontier has it now."""
    found: dict[str, dict[str, Any]] = {}
    with (
        contextlib.suppress(StorageError),
        Reader(DatasetPaths(folder).frontier, patience=1) as frontier,
    ):
        for origin, state, number in frontier.articles_by_host():
            if state in _ASKED_ELSEWHERE:
                continue
            row = found.setdefault(urlsplit(origin).netloc, {})
            row[state.name.lower()] = row.get(state.name.lower(), 0) + number
            row["known"] = row.get("known", 0) + number
        for origin, until, reason in frontier.closed_hosts(time.time()):
            found.setdefault(urlsplit(origin).netloc, {})["waits"] = (
                f"until {time.strftime('%H:%M', time.localtime(until))}: {reason}"
            )
    return found


_COLUMNS = (
    ("known", 0),
    ("fetched", 0),
    ("articles", 0),
    ("free", 90),
    ("metered", 100),
    ("locked", 75),
    ("set aside", 85),
    ("failed", 110),
    ("repeats", 122),
    ("a minute", 134),
)
"""Columns, and the width from which on each is shown."""


def draw(seen: Seen, hosts: dict[str, dict[str, Any]], width: int) -> Any:
    """Return the board for a terminal of a width."""
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    columns = [name for name, least in _COLUMNS if width >= least]
    table = Table(box=box.SIMPLE_HEAD, safe_box=True, expand=False, padding=(0, 1))
    table.add_column("host", no_wrap=True, max_width=max(16, width - 11 * len(columns) - 4))
    for name in columns:
        table.add_column(name, justify="right")
    seconds = max(0.1, time.monotonic() - seen.started)
    rows = {
        h: {
            **hosts.get(h, {}),
            **seen.by_host.get(h, {}),
            "a minute": round(60 * seen.pages(h) / seconds),
        }
        for h in sorted(
            hosts.keys() | seen.by_host.keys(), key=lambda h: (-hosts.get(h, {}).get("known", 0), h)
        )
    }
    shown = list(rows)[:HOSTS]
    for host in shown:
        table.add_row(Text(line(host)), *(str(rows[host].get(c, 0)) for c in columns))
    if len(rows) > HOSTS:
        table.add_row(
            f"… {len(rows) - HOSTS} more",
            *(str(sum(rows[h].get(c, 0) for h in rows if h not in shown)) for c in columns),
        )
    lines = [
        f"{counted(seen.total('articles'), 'article')}, {seen.total('set aside')} set aside, {seen.pace():.1f} pages/s"
    ]
    lines += [f"last: {seen.last}"] if seen.last else []
    lines += [f"{host} waits {row['waits']}" for host, row in rows.items() if row.get("waits")][:4]
    return Group(table, *(Text(line(each), no_wrap=True, overflow="ellipsis") for each in lines))
