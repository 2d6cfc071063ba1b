"""Sitemaps and sitemap indexes, plain or gzipped, also when the XML is broken.

https://www.sitemaps.org/protocol.html and Google's news extension. Entities are
never resolved, sizes are capped.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from pipelines.fields.dates.moment import parse

MAX_BYTES = 60 * 1024 * 1024
MAX_ENTRIES = 50_000
_LOC = re.compile(r"<loc>\s*(?:<!\[CDATA\[)?\s*(https?://[^<\]\s]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One `<url>` or `<sitemap>`."""

    loc: str
    listed: datetime | None = None
    """`news:publication_date`, else `lastmod`."""
    modified: datetime | None = None


@dataclass(slots=True)
class Sitemap:
    """What one file lists."""

    pages: list[Entry] = field(default_factory=list)
    sitemaps: list[Entry] = field(default_factory=list)
    broken: bool = False
    """The XML was invalid; what could be read was kept."""


def read(body: bytes) -> Sitemap:
    """Return the entries of a sitemap; an unreadable one gives none."""
    body = _unpacked(body)
    if body[:1] not in (b"<", b"\xef") and b"<" not in body[:200]:
        return _plain(body)
    found = Sitemap()
    try:
        _parse(body, found)
    except etree.XMLSyntaxError:
        found.broken = True
    if found.broken and not found.pages and not found.sitemaps:
        text = body.decode("utf-8", "replace")
        found.pages = [Entry(loc.replace("&amp;", "&")) for loc in _LOC.findall(text)[:MAX_ENTRIES]]
    return found


def _unpacked(body: bytes) -> bytes:
    if body[:2] != b"\x1f\x8b":
        return body[:MAX_BYTES]
    try:
        return gzip.GzipFile(fileobj=io.BytesIO(body)).read(MAX_BYTES)
    except (OSError, EOFError, zlib.error):
        return b""


def _plain(body: bytes) -> Sitemap:
    """A text file with one address a line is a sitemap too."""
    lines = body.decode("utf-8", "replace").splitlines()[:MAX_ENTRIES]
    return Sitemap([Entry(line.strip()) for line in lines if line.strip().startswith("http")])


def _parse(body: bytes, found: Sitemap) -> None:
    events = etree.iterparse(
        io.BytesIO(body),
        events=("end",),
        resolve_entities=False,
        no_network=True,
        recover=True,
        huge_tree=False,
        load_dtd=False,
    )
    for _, element in events:
        name = _local(element.tag)
        if name not in ("url", "sitemap"):
            continue
        values = {
            _local(e.tag): (e.text or "").strip() for e in element.iter() if isinstance(e.tag, str)
        }
        element.clear()
        loc = values.get("loc", "")
        if not loc.startswith(("http://", "https://")):
            continue
        modified = _time(values.get("lastmod"))
        entry = Entry(loc, _time(values.get("publication_date")) or modified, modified)
        (found.sitemaps if name == "sitemap" else found.pages).append(entry)
        if len(found.pages) + len(found.sitemaps) >= MAX_ENTRIES:
            break
    if events.error_log:
        found.broken = True


def _local(tag: object) -> str:
    return tag.rsplit("}", 1)[-1].lower() if isinstance(tag, str) else ""


def _time(raw: str | None) -> datetime | None:
    value = parse(raw) if raw else None
    return value.at if value else None
