"""The bytes of a WARC file without its packing, and where in the file they stand.

A file is plain, or made of gzip members or zstd frames: one for each record, one for
all, or cut anywhere between. What is damaged ends at the next member that begins with
a record.
"""

from __future__ import annotations

import re
import zlib
from typing import Any, BinaryIO, Protocol

from pipelines import zstd

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
RECORD = re.compile(rb"WARC/\d", re.IGNORECASE)
_LINE_OF_RECORD = re.compile(rb"WARC/\d\.\d+[ \t]*\r?\n", re.IGNORECASE)
_RECORD_LINE = re.compile(rb"\n" + _LINE_OF_RECORD.pattern, re.IGNORECASE)
_PIECE = {GZIP: 64 * 1024, ZSTD: 4 * 1024, b"": 256 * 1024}
"""Bytes read at a time: a little zstd can hold much."""
_LINE = 64 * 1024
_SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")


class PackingDamagedError(Exception):
    """A gzip member or zstd frame cannot be unpacked."""

    def __init__(self, offset: int, why: str) -> None:
        super().__init__(why)
        self.offset = offset
        """Where in the file the member begins."""


class _Machine(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes) -> bytes: ...


def packing_of(start: bytes) -> bytes:
    """Return how a file is packed, by its first bytes; empty for a plain one."""
    if start.startswith(GZIP):
        return GZIP
    return ZSTD if start.startswith(ZSTD) or _SKIPPABLE.match(start) else b""


def machine(packing: bytes) -> _Machine:
    """Return what unpacks one member."""
    if packing == GZIP:
        return zlib.decompressobj(wbits=31)
    return zstd.decompressor(27)


class Stream:
    """Unpacked bytes, read on and on."""

    def __init__(self, file: Any, start: int) -> None:
        self._file = file
        self._pending: bytes = file.read(8)
        self._packing = packing_of(self._pending)
        self._place = start
        """Where in the file the pending bytes begin."""
        self._machine: _Machine | None = None
        self._data = bytearray()
        self._passed = 0
        """Unpacked bytes that are gone from the buffer."""
        self._members = [(0, start)]
        """(Unpacked bytes before it, place in the file) of the members in the buffer."""
        self.cut = False
        """The file ended inside a member."""
        self.damage: PackingDamagedError | None = None
        """What ended the stream before the file's end."""

    @property
    def offset(self) -> int:
        """Where in the file the member begins that holds the next byte; of a plain file the
        place of that byte itself."""
        if not self._packing:
            return self._members[0][1] + self._passed
        begun = (place for before, place in reversed(self._members) if before <= self._passed)
        return next(begun, self._members[0][1])

    def _more(self) -> bool:
        """Read on; False at the end, and where the packing is damaged: what was unpacked
        before is good."""
        if self.damage is not None:
            return False
        if not self._pending:
            self._pending = self._file.read(_PIECE[self._packing])
        if not self._pending:
            self.cut = self._machine is not None
            return False
        if not self._packing:
            self._data += self._pending
            self._pending = b""
            return True
        try:
            self._unpack()
        except PackingDamagedError as error:
            self.damage = error
        return self.damage is None

    def _unpack(self) -> None:
        if self._machine is None:
            while len(self._pending) < 4 and (more := self._file.read(4)):
                self._pending += more
            if packing_of(self._pending) != self._packing:
                if not self._pending.strip(b"\x00\r\n\t "):
                    self._place, self._pending = self._place + len(self._pending), b""
                    return
                raise PackingDamagedError(self._place, "no packed record begins here")
            self._machine = machine(self._packing)
            self._members.append((self._passed + len(self._data), self._place))
        try:
            self._data += self._machine.decompress(self._pending)
        except (zlib.error, zstd.ZstdError) as error:
            raise PackingDamagedError(
                self._members[-1][1], f"its packing is damaged ({error})"
            ) from error
        rest = self._machine.unused_data if self._machine.eof else b""
        self._place += len(self._pending) - len(rest)
        if self._machine.eof:
            self._machine = None
        self._pending = rest

    def _drop(self, count: int) -> bytes:
        taken = bytes(self._data[:count])
        del self._data[:count]
        self._passed += len(taken)
        while len(self._members) > 1 and self._packing and self._members[1][0] <= self._passed:
            del self._members[0]
        return taken

    def peek(self, count: int) -> bytes:
        """Return the next bytes, as many as there are, without passing them."""
        while len(self._data) < count and self._more():
            pass
        return bytes(self._data[:count])

    def skip_blank(self) -> None:
        """Pass line ends and spaces."""
        while (seen := self.peek(256)) and not seen.strip(b"\r\n\t \x00"):
            self._drop(len(seen))
        self._drop(len(seen) - len(seen.lstrip(b"\r\n\t \x00")))

    def line(self) -> bytes:
        """Pass one line and return it; empty at the end, and for one without an end."""
        searched = 0
        while (end := self._data.find(b"\n", searched)) < 0:
            searched = len(self._data)
            if searched > _LINE or not self._more():
                return b""
        return self._drop(end + 1)

    def take(self, count: int, most: int) -> tuple[bytes, int]:
        """Pass `count` bytes; return the first `most` of them, and how many are missing."""
        kept, left = bytearray(), count
        while left and (self._data or self._more()):
            piece = self._drop(min(left, len(self._data)))
            left -= len(piece)
            kept += piece[: most - len(kept)]
        return bytes(kept), left

    def push_back(self, data: bytes) -> None:
        """Put bytes back that were passed last."""
        self._data[:0] = data
        self._passed -= len(data)

    def to_record(self) -> bool:
        """Go on to the next line with which a record begins; False where there is none."""
        if _LINE_OF_RECORD.match(self.peek(64)):
            return True
        while True:
            found = _RECORD_LINE.search(self._data)
            if found is not None:
                self._drop(found.start() + 1)
                return True
            self._drop(max(0, len(self._data) - 64))
            if not self._more():
                return False

    def until_record(self, most: int) -> bytes:
        """Pass everything before the next line with which a record begins; return the first
        `most` bytes of it."""
        kept = bytearray()
        while (found := _RECORD_LINE.search(self._data)) is None:
            kept += self._drop(max(0, len(self._data) - 64))[: most - len(kept)]
            if not self._more():
                return bytes(kept + self._drop(len(self._data)))[:most]
        return bytes(kept + self._drop(found.start() + 1))[:most]


def next_member(file: BinaryIO, start: int, packing: bytes) -> int | None:
    """Return where after `start`, to which the file is opened, a member begins that holds a
    record; None where there is none."""
    window, place = b"", start
    while True:
        piece = file.read(1 << 20)
        window += piece
        at = window.find(packing)
        while at >= 0 and (len(window) - at > 4096 or not piece):
            if _holds_record(window[at : at + 64 * 1024], packing):
                return place + at
            at = window.find(packing, at + 1)
        if not piece:
            return None
        keep = at if at >= 0 else max(0, len(window) - 3)
        window, place = window[keep:], place + keep


def _holds_record(start: bytes, packing: bytes) -> bool:
    unpacking, out = machine(packing), b""
    try:
        for at in range(0, len(start), 256):
            out += unpacking.decompress(start[at : at + 256])
            if len(out) >= 16:
                break
    except (zlib.error, zstd.ZstdError):
        pass
    return RECORD.match(out.lstrip(b"\r\n")) is not None
