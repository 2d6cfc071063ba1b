"""Content codings as servers really use them: wrong, doubled, cut in the middle.

A body that is readable as it stands is taken as it stands, one that was packed twice is
unpacked twice, and of a stream that ends too early what came is kept and marked.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Self

import brotli
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from pipelines import zstd

ACCEPTED = "gzip, deflate, br, zstd"
CUT = "cut"
"""Flag of a response whose packed body ends before its end."""
_CHUNK = 64 * 1024
_LAYERS = 3
"""How often a body is unpacked that turns out to be packed again."""
_GZIP = b"\x1f\x8b"
_SLICE = 512
_WINDOW = 27
"""The largest window of zstd: 2^27 bytes, as browsers have it at least."""
_ZSTD = b"\x28\xb5\x2f\xfd"
_CONTROL = bytes({*range(32)} - set(b"\t\n\f\r"))


class TooLong(ValueError):
    """A body unpacks to more bytes than are allowed."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A body without its content codings."""

    body: bytes
    cut: bool = False
    """The stream ended too early or was damaged: `body` is what could be read."""


def unpack(body: bytes, codings: Iterable[str], limit: int = 0) -> Unpacked:
    """Return a body without the codings that its header names, in the order of applying.

    Codings that nobody knows are passed over. Raises TooLong beyond `limit` bytes.
    """
    cut = False
    for coding in reversed([c.strip().lower() for c in codings]):
        step = _STEPS.get(coding)
        if step is not None and body:
            found = step(body, limit)
            body, cut = found.body, cut or found.cut
    return Unpacked(body, cut)


def _collect(
    step: Callable[[bytes], bytes], ended: Callable[[], bool], data: bytes, limit: int
) -> Unpacked:
    """Run one machine over its data, chunk by chunk, until its end or that of the data."""
    out = bytearray()
    try:
        while True:
            piece = step(data)
            data = b""
            out += piece
            if limit and len(out) > limit:
                raise TooLong(len(out))
            if ended() or not piece:
                return Unpacked(bytes(out), cut=not ended())
    except (zlib.error, brotli.error, zstd.ZstdError):
        return Unpacked(bytes(out), cut=True)


def _zlib(data: bytes, limit: int, bits: int) -> tuple[Unpacked, bytes]:
    """Return what one zlib stream holds, and the bytes behind it."""
    machine = zlib.decompressobj(wbits=bits)

    def step(given: bytes) -> bytes:
        return machine.decompress(machine.unconsumed_tail + given, _CHUNK)

    found = _collect(step, lambda: machine.eof, data, limit)
    return found, machine.unused_data


def _gzip(data: bytes, limit: int) -> Unpacked:
    """Unpack all members; what follows them is no data. Packed again, it is unpacked again."""
    for _ in range(_LAYERS):
        if not data.startswith(_GZIP):
            break
        out, cut = bytearray(), False
        while data.startswith(_GZIP) and not cut:
            member, data = _zlib(data, limit - len(out) if limit else 0, 31)
            out += member.body
            cut = member.cut
        data = bytes(out)
        if cut:
            return Unpacked(data, cut=True)
    return Unpacked(data)


def _deflate(data: bytes, limit: int) -> Unpacked:
    """Unpack with the zlib header that the standard asks for, or without it."""
    tried = [_zlib(data, limit, bits)[0] for bits in (15, -15)]
    whole = next((found for found in tried if not found.cut), None)
    if whole is not None or not _is_text(data):
        return whole or max(tried, key=lambda found: len(found.body))
    return Unpacked(data)


def _brotli(data: bytes, limit: int) -> Unpacked:
    machine = brotli.Decompressor()

    def step(given: bytes) -> bytes:
        return bytes(machine.process(given, output_buffer_limit=_CHUNK))

    found = _collect(step, machine.is_finished, data, limit)
    return Unpacked(data) if found.cut and _is_text(data) else found


def _zstd(data: bytes, limit: int) -> Unpacked:
    if not data.startswith(_ZSTD):
        return Unpacked(data)
    machine = zstd.decompressor(_WINDOW)
    slices = iter([data[at : at + _SLICE] for at in range(0, len(data), _SLICE)])

    def step(_: bytes) -> bytes:
        # this machine has no limit of its own: little goes in, so that little comes out
        out = b""
        while not out and not machine.eof:
            given = next(slices, None)
            if given is None:
                break
            out = machine.decompress(given)
        return out

    return _collect(step, lambda: machine.eof, b"", limit)


def _is_text(data: bytes) -> bool:
    """Tell whether bytes are readable as they stand: packed ones soon hold control characters."""
    start = data[:256]
    return len(start.translate(None, _CONTROL)) == len(start)


_STEPS: dict[str, Callable[[bytes, int], Unpacked]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}


def codings_of(response: Response) -> list[str]:
    """Return the content codings of an answer; gzip too where a page is packed unsaid."""
    raw = response.headers.getlist("Content-Encoding")
    named = [c for value in raw for c in value.decode("latin-1").split(",")]
    kind = (response.headers.get("Content-Type") or b"").lower()
    if not named and b"html" in kind and response.body.startswith(_GZIP):
        return ["gzip"]
    return named


class Unpacking:
    """Asks for packed answers and unpacks them."""

    def __init__(self, limit: int) -> None:
        self._limit = limit

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the unpacker of a crawl."""
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_request(self, request: Request) -> None:
        """Say which codings we read."""
        request.headers.setdefault("Accept-Encoding", ACCEPTED)

    def process_response(self, request: Request, response: Response) -> Response:
        """Return the answer unpacked. Raises IgnoreRequest when it is too large."""
        codings = codings_of(response)
        if not codings:
            return response
        try:
            found = unpack(response.body, codings, self._limit)
        except TooLong as error:
            msg = f"{error} bytes unpacked exceeded DOWNLOAD_MAXSIZE"
            raise IgnoreRequest(msg) from error
        flags = [*response.flags, CUT] if found.cut else response.flags
        unpacked = response.replace(body=found.body, flags=flags)
        unpacked.headers.pop("Content-Encoding", None)
        return unpacked
