"""Files that list addresses, told by what they are and not by what they are called.

Sitemaps, sitemap indexes, RSS, RDF, Atom, JSON feeds and plain lists all come through
`read`: robots.txt may name a feed as its sitemap, and a recipe a sitemap as its feed.
Nothing in here raises, and what is left out is counted.
"""

from __future__ import annotations

from collections.abc import Iterable

from crawler.discovery import jsonfeed, raw, xmllist
from crawler.discovery.listing import Listing


def read(body: bytes, url: str, charset: str | None = None) -> Listing:
    """Return what a file at an address lists, whatever form it has."""
    file = raw.unpacked(body)
    kind = raw.binary_kind(file.body)
    text = "" if kind else raw.text_of(file.body, charset)
    start = text.lstrip()[:1]
    if kind is not None:
        found = Listing(kind)
    elif not start:
        found = Listing("an empty file", notes=[] if file.note else ["nothing in it"])
    elif not raw.is_text(text):
        found = Listing("no text", notes=["its bytes are no text"])
    elif start in "{[":
        found = jsonfeed.read(text, url)
    elif "<" in text[:4096] and not _is_address(text.split(maxsplit=1)[0]):
        found = xmllist.read(text, url)
    else:
        found = plain(text.splitlines(), url)
    if file.note:
        found.notes.append(file.note)
    return found


def plain(lines: Iterable[str], url: str) -> Listing:
    """Return the addresses of a text with one a line; `#` begins a comment."""
    found = Listing("a list of addresses")
    for line in (line.strip() for line in lines):
        if not line or line.startswith("#"):
            continue
        if _is_address(line) or line.startswith("/"):
            found.add(found.pages, url, line)
        else:
            found.unusable.append(line)
    return found if found.pages else Listing("a text without addresses")


def _is_address(text: str) -> bool:
    return text[:8].lower().startswith(("http://", "https://"))
