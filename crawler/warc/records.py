"""The records of a WARC file, one after the other, whatever stands between them.

https://iipc.github.io/warc-specifications/. One bad record costs itself: it is given as
a `Damage` with its place in the file, and reading goes on behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from crawler.discovery.moments import moment
from crawler.warc.files import opened
from crawler.warc.stream import RECORD, Stream, next_member, packing_of
from pipelines.errors import InputError

_HEAD = 64 * 1024
"""Bytes of an HTTP head that may stand before a body."""
_FIELDS = 500
_NEXT = re.compile(rb"\r?\n\r?\n(?=WARC/\d\.\d+[ \t]*\r?\n)", re.IGNORECASE)
CUT = "disconnect"
"""`WARC-Truncated` of a body that ends too early."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record."""

    offset: int
    kind: str
    """`response`, `resource`, `revisit`, …"""
    fields: dict[str, str]
    """Its header, names in lower case."""
    block: bytes
    large: bool = False
    """The block was too large to be kept; its beginning is."""
    truncated: str | None = None
    """Why the block is not whole: `WARC-Truncated`, or what was seen here."""

    @property
    def url(self) -> str:
        """The address; some writers put it in angle brackets."""
        return self.fields.get("warc-target-uri", "").strip("<> ")


def opt_outs(record: Record) -> tuple[str, ...]:
    """Return the reservations that an archive of our own has noted beside the answer."""
    noted = record.fields.get("standfirst-opt-outs", "").split("; ")
    return tuple(one for one in noted if one)


def when(record: Record) -> datetime | None:
    """Return when a record was captured; None where it does not say."""
    written = record.fields.get("warc-date", "")
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return moment(written)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Damage:
    """A place that cannot be read."""

    offset: int
    why: str


def read(
    url: str, start: int = 0, end: int | None = None, *, most: int = 1 << 40
) -> Iterator[Record | Damage]:
    """Yield the records that begin between two offsets, and the damage between them.

    Blocks beyond `most` bytes (and a head) are left out. Raises InputError for a file
    that is no WARC file, or cannot be opened.
    """
    at: int | None = start
    try:
        packing = _checked(url)
        while at is not None:
            with opened(url, at) as file:
                stream = Stream(file, at)
                for item in _items(stream, most + _HEAD):
                    if end is not None and item.offset >= end:
                        return
                    yield item
            damage = stream.damage
            if damage is None:
                return
            yield Damage(damage.offset, str(damage))
            with opened(url, damage.offset + 1) as file:
                at = next_member(file, damage.offset + 1, packing)
    except (OSError, ValueError) as error:
        msg = f"{url} cannot be read: {error}. What was read before is kept; run the same command again."
        raise InputError(msg) from error


def _checked(url: str) -> bytes:
    """Return how a file is packed. Raises InputError where it is no WARC file."""
    with opened(url) as file:
        start = file.read(1 << 16)
    packing = packing_of(start)
    if packing:
        start = Stream(_Bytes(start), 0).peek(4096)
        if not start:
            return packing
    what = _foreign(start) if start else "an empty file"
    if what is not None:
        msg = f"{url} is {what}, no WARC file. Nothing of it was read."
        raise InputError(msg)
    return packing


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def read(self, count: int) -> bytes:
        piece, self._data = self._data[:count], self._data[count:]
        return piece


def _foreign(start: bytes) -> str | None:
    """Return what a file is that is no WARC file; None for one that may be."""
    if start.startswith(b"PK\x03\x04"):
        return "a WACZ or another zip archive (unpack it with `unzip` and name the files in its folder `archive`)"
    if start.startswith(b"filedesc://"):
        return "an ARC file, the format before WARC (`warcio recompress` makes a WARC file of it)"
    if RECORD.search(start) is not None:
        return None
    text = start.lstrip()[:200].lower()
    if text.startswith((b"<!doctype html", b"<html")):
        return "a web page"
    return "a file of another kind"


def _items(stream: Stream, most: int) -> Iterator[Record | Damage]:
    while True:
        stream.skip_blank()
        offset = stream.offset
        if not stream.peek(1):
            if stream.cut:
                yield Damage(offset, "the file ends in the middle of it")
            return
        fields = _fields(stream)
        if fields is None and stream.damage is not None:
            return
        if fields is None:
            yield Damage(offset, "no record can be read here")
            if not stream.to_record():
                return
            continue
        yield from _record(stream, offset, fields, most)


def _fields(stream: Stream) -> dict[str, str] | None:
    """Return the header of the record that begins here; None where none does.

    Lines may end with a line feed alone, and go on on the next line.
    """
    if RECORD.match(stream.peek(8).removeprefix(b"\xef\xbb\xbf")) is None:
        return None
    stream.line()
    fields: dict[str, str] = {}
    last = ""
    for _ in range(_FIELDS):
        if RECORD.match(stream.peek(8)):
            return None
        line = stream.line()
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if not line or not text.strip():
            return fields if line else None
        if text[0] in " \t" and last:
            fields[last] += " " + text.strip()
            continue
        name, colon, value = text.partition(":")
        if colon:
            last = name.strip().lower()
            fields.setdefault(last, value.strip())
    return None


def _record(
    stream: Stream, offset: int, fields: dict[str, str], most: int
) -> Iterator[Record | Damage]:
    kind = fields.get("warc-type", "").lower() or "record without a type"
    length = fields.get("content-length", "")
    why, large, missing = None, False, 0
    known = re.fullmatch(r"\d{1,15}", length, re.ASCII) is not None
    if known:
        large = int(length) > most
        block, missing = stream.take(int(length), most)
        block, why = _mended(stream, block, missing, large=large)
    else:
        block = stream.until_record(most)
    if stream.damage is not None and not stream.peek(1) and (missing or not known):
        return  # what was unpacked of it may be wrong
    truncated = fields.get("warc-truncated") or (CUT if why else None)
    yield Record(offset, kind, fields, block[:_HEAD] if large else block, large, truncated)
    if why:
        yield Damage(offset, why)


def _mended(stream: Stream, block: bytes, missing: int, *, large: bool) -> tuple[bytes, str | None]:
    """Return a block without the records that a wrong length has put into it, and what is
    wrong; the stream stands at the next record then."""
    rest = stream.peek(64).lstrip(b"\r\n\t \x00")
    if not missing and (not rest or RECORD.match(rest)):
        return block, None
    swallowed = None if large else _NEXT.search(block)
    if swallowed is not None:
        stream.push_back(block[swallowed.end() :])
        return block[: swallowed.start()], "its length is wrong"
    if missing:
        return block, f"{missing} bytes of its end are missing"
    stream.to_record()
    return block, "its length is wrong"
