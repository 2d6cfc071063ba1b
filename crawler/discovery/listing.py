"""What a file that lists addresses gives: entries, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from crawler.discovery.moments import moment


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list."""

    loc: str
    listed: datetime | None = None
    """Publication date, else the last change."""
    modified: datetime | None = None


@dataclass(slots=True)
class Listing:
    """What one file lists."""

    kind: str
    """`sitemap`, `feed`, `list`, `web page`, …: what the file is."""
    pages: list[Entry] = field(default_factory=list)
    sitemaps: list[Entry] = field(default_factory=list)
    unusable: list[str] = field(default_factory=list)
    """What stands in the place of an address and is none."""
    without: int = 0
    """Entries without an address."""
    notes: list[str] = field(default_factory=list)
    """What is wrong with the file."""

    def add(
        self, into: list[Entry], base: str, raw_loc: str, published: str = "", changed: str = ""
    ) -> None:
        """Take an entry, its address resolved against `base`; count it where it has none."""
        if not raw_loc:
            self.without += 1
            return
        loc = absolute(base, raw_loc)
        if loc is None:
            self.unusable.append(raw_loc)
            return
        modified = moment(changed)
        into.append(Entry(loc, moment(published) or modified, modified))

    def said(self, wanted: str) -> list[str]:
        """Return what is wrong with the file where a `sitemap` or `feed` was wanted."""
        found = list(self.notes)
        if self.without:
            found.append(f"{self.without} entries without an address")
        if not self.pages and not self.sitemaps and not found:
            found.append(f"{self.kind}, no {wanted}")
        return found


def absolute(base: str, loc: str) -> str | None:
    """Return an address resolved against another; None where there is no host to ask."""
    try:
        given = urlsplit(loc)
        target = urljoin(base, loc)
        parts = given if given.scheme else urlsplit(target)
        return target if parts.hostname and (parts.port or 0) >= 0 else None
    except ValueError:
        return None


def one_line(text: str) -> str:
    """Return an address as it was meant: lines that a formatter broke are joined, and an
    ampersand that was escaped twice is one."""
    joined = "".join(part.strip() for part in text.splitlines())
    return joined.replace("&amp;", "&").strip()
