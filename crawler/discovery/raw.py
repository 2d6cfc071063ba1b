"""Bytes of files that machines read, as people save them: packed, marked, in any encoding.

robots.txt, opt-out files, sitemaps, feeds and lists all come through here, so that a
byte order mark or a second gzip layer is a matter of one place.
"""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import dataclass

MOST_BYTES = 64 * 1024 * 1024
"""Largest unpacked file; the sitemap protocol allows 50 MB."""
_LAYERS = 4
_GZIP = b"\x1f\x8b"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']", re.IGNORECASE
)
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
_SHARE_NO_TEXT = 0.02
"""Share of characters that stand in no text, from which on a file is no text."""
_BINARY = (
    (b"PK\x03\x04", "a zip archive"), (b"%PDF", "a PDF"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"), (b"BZh", "packed with bzip2"), (b"\xfd7zXZ", "packed with xz"),
    (b"\x28\xb5\x2f\xfd", "packed with zstandard"), (b"SQLite format 3", "a database"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A file without its gzip layers."""

    body: bytes
    note: str | None = None
    """What is missing of it: `cut short`, `beyond 64 MB`, …"""


def unpacked(body: bytes, most: int = MOST_BYTES) -> Unpacked:
    """Return a file without gzip layers; what could be read of a damaged one counts."""
    note = None
    for _ in range(_LAYERS):
        if not body.startswith(_GZIP):
            break
        body, problem = _gunzip(body, most)
        note = problem or note
    if len(body) > most:
        body, note = body[:most], _beyond(most)
    return Unpacked(body, note)


def _beyond(most: int) -> str:
    return f"what stands beyond {most >> 20} MB of it was not read"


def _gunzip(packed: bytes, most: int) -> tuple[bytes, str | None]:
    """Unpack every gzip member; bytes behind the last one are none of the file."""
    parts: list[bytes] = []
    size = 0
    while packed.startswith(_GZIP):
        member = zlib.decompressobj(wbits=31)
        try:
            part = member.decompress(packed, most - size + 1)
        except zlib.error:
            part = _as_far_as_possible(packed, most - size + 1)
            return b"".join(
                [*parts, part]
            ), "its gzip is damaged, what stands before the damage was read"
        parts.append(part)
        size += len(part)
        if size > most:
            return b"".join(parts)[:most], _beyond(most)
        if not member.eof:
            return b"".join(parts), "it is cut short"
        packed = member.unused_data
    return b"".join(parts), None


def _as_far_as_possible(packed: bytes, most: int) -> bytes:
    """Unpack a damaged member in small steps: all that stands before the damage."""
    member = zlib.decompressobj(wbits=31)
    parts: list[bytes] = []
    size = 0
    try:
        for start in range(0, len(packed), 1024):
            part = member.decompress(packed[start : start + 1024], most - size)
            parts.append(part)
            size += len(part)
            if size >= most:
                break
    except zlib.error:
        pass
    return b"".join(parts)


def text_of(body: bytes, charset: str | None = None) -> str:
    """Return the text of a file, without its byte order mark; never raises.

    Order: byte order mark, UTF-16 and UTF-32 told by their zero bytes, UTF-8 if it is
    valid, what the XML declaration or `charset` says, windows-1252.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return _clean(body[len(mark) :].decode(encoding, "replace"))
    wide = _wide(body[:400])
    if wide is not None:
        return _clean(body.decode(wide, "replace"))
    try:
        return _clean(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        if error.start >= len(body) - 3 and not body[: error.start].isascii():
            return _clean(body[: error.start].decode("utf-8"))
    declared = _DECLARED.search(body[:400])
    for name in (declared[1].decode("ascii") if declared else None, charset, "cp1252"):
        if name and _is_text_encoding(name):
            return _clean(body.decode(name, "replace"))
    return _clean(body.decode("latin-1"))


def _is_text_encoding(name: str) -> bool:
    """Codecs that are none of text (`hex`, `zip`), and UTF-8 that was ruled out, do not count."""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return bool(getattr(found, "_is_text_encoding", True)) and found.name not in (
        "utf-8", "utf-16", "utf-32", "utf-7", "idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined",
    )  # fmt: skip


def _clean(text: str) -> str:
    """Marks stand inside files that were joined, too; they are no text anywhere."""
    return text.replace("\ufeff", "").replace("\u200b", "")


def _wide(start: bytes) -> str | None:
    """Tell UTF-16 and UTF-32 without a mark: ASCII in them is every second or fourth byte."""
    if len(start) < 4 or b"\x00" not in start:
        return None
    zeros = [start[n::4].count(0) * 4 / len(start) > 0.6 for n in range(4)]
    shapes = {
        (False, True, False, True): "utf-16-le", (True, False, True, False): "utf-16-be",
        (False, True, True, True): "utf-32-le", (True, True, True, False): "utf-32-be",
    }  # fmt: skip
    return shapes.get((zeros[0], zeros[1], zeros[2], zeros[3]))


def is_text(text: str) -> bool:
    """Tell whether what was decoded is text, and not a picture or a packed file."""
    return len(_NO_TEXT.findall(text)) <= _SHARE_NO_TEXT * len(text)


def binary_kind(body: bytes) -> str | None:
    """Return what a file is by its first bytes; None for what may be text."""
    return next((name for start, name in _BINARY if body.startswith(start)), None)


def is_page(text: str) -> bool:
    """Tell whether a text is a web page."""
    start = text[:4096].lstrip().lower()
    return (
        start.startswith("<!doctype html")
        or re.search(r"<(?:html|head|body)[\s>]", start) is not None
    )
