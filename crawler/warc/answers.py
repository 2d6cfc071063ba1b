"""The HTTP answer in a record, as archives have kept it.

Headers often speak of the bytes on the wire and not of those that were stored: a body
may stand there without the chunks or the packing that they name. What is readable as it
stands is taken as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.fetch.coding import TooLong, unpack
from crawler.warc.records import CUT, Record

TEXTUAL = ("text/html", "application/xhtml", "text/plain")
"""Content types that can hold an article."""
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})\b", re.IGNORECASE)
_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,4096})?\r?\n")
_WHOLE = frozenset((200, 203))


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its body as it is read."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    truncated: str | None = None
    """Why the body is not whole."""
    large: bool = False
    """The body was too large to be kept; it is empty then."""

    def header(self, name: str) -> str:
        """Return the first value of a header; empty without one."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def is_page(self) -> bool:
        """Tell whether the content type can hold an article."""
        kind = self.header("content-type").strip().lower() or "text/html"
        return kind.startswith(TEXTUAL)


def answer_of(record: Record, most: int) -> Answer | None:
    """Return the answer in a record; None where there is none.

    A resource, a file that was kept without its answer, counts as one with status 200.
    """
    if record.kind == "resource":
        headers = (("Content-Type", record.fields.get("content-type", "")),)
        return _finished(200, headers, record.block, record, most)
    status = _STATUS.match(record.block)
    if record.kind != "response" or status is None:
        return None
    end = _HEAD_END.search(record.block)
    head = record.block[: end.start()] if end else record.block
    body = record.block[end.end() :] if end else b""
    return _finished(int(status[1]), _headers(head), body, record, most)


def _headers(head: bytes) -> tuple[tuple[str, str], ...]:
    """Return the headers; a line that is none is passed over, one that is indented goes on."""
    found: list[tuple[str, str]] = []
    for line in re.split(rb"\r?\n", head)[1:]:
        text = _text(line)
        if text[:1] in (" ", "\t") and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {text.strip()}")
            continue
        name, colon, value = text.partition(":")
        if colon and name.strip() and " " not in name.strip():
            found.append((name.strip(), value.strip()))
    return tuple(found)


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _finished(
    status: int, headers: tuple[tuple[str, str], ...], body: bytes, record: Record, most: int
) -> Answer:
    if record.large:
        return Answer(status, headers, b"", record.truncated, large=True)
    stored = Answer(status, headers, body, record.truncated)
    truncated = stored.truncated or _short(stored)
    if "chunked" in stored.header("transfer-encoding").lower():
        body, whole = dechunked(body)
        truncated = truncated or (None if whole else CUT)
    codings = [c for name, value in headers if name.lower() == "content-encoding" for c in value.split(",")]  # fmt: skip
    if not codings and body.startswith(b"\x1f\x8b"):
        codings = ["gzip"]
    try:
        unpacked = unpack(body, codings, most)
    except TooLong:
        return Answer(status, headers, b"", truncated, large=True)
    if len(unpacked.body) > most:
        return Answer(status, headers, b"", truncated, large=True)
    return Answer(status, headers, unpacked.body, truncated or (CUT if unpacked.cut else None))


def _short(answer: Answer) -> str | None:
    """Tell of a body that is shorter than its answer says. Archives that store it unpacked
    keep it longer."""
    declared = answer.header("content-length")
    if answer.status not in _WHOLE or not re.fullmatch(r"\d{1,15}", declared, re.ASCII):
        return None
    if "chunked" in answer.header("transfer-encoding").lower():
        return None
    return CUT if len(answer.body) < int(declared) else None


def dechunked(body: bytes) -> tuple[bytes, bool]:
    """Return a body without its chunks, and whether its last chunk is there.

    A body that does not begin with a chunk that fits was stored without chunks.
    """
    out, place = bytearray(), 0
    while (size := _CHUNK.match(body, place)) is not None:
        begin, length = size.end(), int(size[1], 16)
        if length == 0:
            return bytes(out), True
        end = begin + length
        if end > len(body):
            return (bytes(out + body[begin:]), False) if out else _only(body, begin)
        if body[end : end + 1] not in (b"\r", b"\n", b""):
            return (bytes(out), False) if out else (body, True)
        out += body[begin:end]
        place = end + (2 if body[end : end + 2] == b"\r\n" else 1)
    return (bytes(out), False) if out else (body, True)


def _only(body: bytes, begin: int) -> tuple[bytes, bool]:
    """One chunk that is cut: taken for one where a page or packed data begins behind it."""
    rest = body[begin:]
    if rest.lstrip()[:1] == b"<" or rest.startswith(b"\x1f\x8b"):
        return rest, False
    return body, True
