"""What a look at sites found, in lines: for `new` and `crawl --dry-run`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from crawler.cli import row, say
from crawler.crawl.preview import NOT_ASKED, READ, Look, SourceLook
from pipelines.errors import counted

_SHOWN = 10
_OURS = ("port ", "a name of this machine", "scheme ")
_KINDS = {
    "sitemap": ("sitemap", "sitemaps"),
    "feed": ("feed", "feeds"),
    "section": ("section page", "section pages"),
}


class Progress:
    """Says how far a look is, when there is something new to say."""

    def __init__(self) -> None:
        self._last = (0, 0)
        self._where = ""

    def go_on(self, where: str) -> None:
        """Begin again at other places."""
        self._last, self._where = (0, 0), f"{where}: "

    def __call__(self, answered: int, articles: int) -> None:
        """Say how many files were read, and how many addresses were found in them."""
        if (answered, articles) != self._last:
            self._last = answered, articles
            found = counted(articles, "address", "addresses")
            say(f"looking      {self._where}{counted(answered, 'file')} read, {found} so far")


def show(found: Look, labels: Sequence[str], *, delay: float, limit: int | None = None) -> None:
    """Print for each source what it offers, what closed it and what was not looked at; then
    the newest addresses and the time that a crawl takes."""
    for origin, (status, text) in sorted(found.robots.items()):
        row(f"robots.txt   {origin}: {_robots(status, text)}")
    for origin, file in sorted(found.reserved.items()):
        row(
            f'reserved     {origin}: {file} against text and data mining; its articles are set aside while the recipe says `policy.reserved = "skip"`'
        )
    for origin, reason in found.closed:
        row(f"closed       {origin}: {reason}")
    for label, source in zip(labels, found.sources, strict=True):
        row(f"site         {label}: {offer(source)}")
        if source.guessed:
            more = "nothing more" if source.articles else "nothing"
            row(f"             {more} at {counted(source.guessed, 'usual place')}")
        for line in _not_read(source):
            row(f"             {line}")
    for error in found.errors:
        row(f"error        {error}")
    total, seen = found.expected(), len(found.articles)
    more = f", about {total} expected with the sitemaps that were not read" if total > seen else ""
    say(f"articles     {seen} found{more}")
    for url, listed in found.articles[:_SHOWN]:
        row(f"             {_day(listed)}  {url}")
    if found.articles:
        row(
            f"time         about {_duration(found.seconds(delay, limit))} with {delay:g} s between two pages of a host"
        )


def offer(source: SourceLook) -> str:
    """Return in one line what a source offers."""
    parts = []
    for kind, (one, many) in _KINDS.items():
        read, waiting = len(source.answered(kind)), source.unread(kind)
        if read or waiting:
            rest = f" ({waiting} more not looked at)" if waiting else ""
            parts.append(counted(read, one, many) + rest)
    parts.append(counted(len(source.articles), "article address", "article addresses"))
    return ", ".join(parts)


def _not_read(source: SourceLook) -> list[str]:
    """Return what was asked and gave nothing, with the answer; what is usual is not said."""
    lines = []
    for kind in ("home", *_KINDS):
        rows = [
            (url, said)
            for url, said in source.discovery.get(kind, [])
            if said not in (READ, NOT_ASKED)
            and (kind == "home" or not said.startswith(_OURS))
            and not (url.endswith("/sitemap.xml") and said == "HTTP 404")
        ]
        lines += [f"{kind} {url}: {_words(said)}" for url, said in rows[:_SHOWN]]
        if len(rows) > _SHOWN:
            lines.append(f"… and {len(rows) - _SHOWN} more that gave nothing")
    return lines


def _words(said: str) -> str:
    return "closed by robots.txt" if said == "robots.txt" else said


def _robots(status: int, text: str) -> str:
    if status >= 500 or status in (0, 429):
        return "no answer, the host is closed for now"
    if status >= 400 or not text.strip():
        return f"HTTP {status}, no rules"
    rules = sum(line.strip().lower().startswith("disallow") for line in text.splitlines())
    return f"HTTP {status}, {counted(rules, 'rule')}"


def _day(listed: float | None) -> str:
    return datetime.fromtimestamp(listed, UTC).date().isoformat() if listed else "no date   "


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
