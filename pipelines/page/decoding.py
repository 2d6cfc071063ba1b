"""Bytes to text, in the order of the HTML standard, with one exception.

Order: byte order mark, `Content-Type` header, `<meta>` prescan, detection
(https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding).
The exception: bytes that are valid UTF-8 and hold multi-byte sequences are
UTF-8 whatever is declared, because no legacy text is that by accident.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

_WIDE = ("utf-16", "utf-32")
_SAMPLE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a page and how its encoding was found."""

    text: str
    encoding: str
    basis: str
    """`bom`, `utf-8`, `header`, `meta` or `detected`."""


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Return the text of `body`; undecodable bytes become U+FFFD, never an error."""
    encoding, basis = _find(body, content_type)
    if basis == "bom":
        _, bom = read_bom(body)
        body = body[len(bom or b"") :]
    text = body.decode(encoding, "replace")
    return Decoded(text.replace("\x00", ""), encoding, basis)


def _find(body: bytes, content_type: str | None) -> tuple[str, str]:
    bom_encoding, _ = read_bom(body)
    if bom_encoding:
        return bom_encoding, "bom"
    header = http_content_type_encoding(content_type)
    if header and header.startswith(_WIDE):
        return header, "header"
    if not body.isascii() and _is_utf8(body):
        return "utf-8", "utf-8"
    meta = html_body_declared_encoding(body)
    for declared, basis in ((header, "header"), (meta, "meta")):
        if declared and _usable(declared, body):
            return declared, basis
    return _detect(body), "detected"


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        # a page cut in the middle of its last character is still UTF-8
        return error.start >= len(body) - 3
    return True


def _usable(encoding: str, body: bytes) -> bool:
    # "utf-8" was ruled out above unless the page is ASCII or slightly broken
    if encoding != "utf-8":
        return True
    broken = body.decode("utf-8", "replace").count("�")
    return broken * 200 < len(body)


def _detect(body: bytes) -> str:
    if body.isascii():
        return "utf-8"
    if body[:200].count(b"\x00") > len(body[:200]) // 4:
        return "utf-16-le" if body[1:2] == b"\x00" else "utf-16-be"
    from charset_normalizer import from_bytes

    best = from_bytes(body[:_SAMPLE]).best()
    name = resolve_encoding(best.encoding) if best else None
    if name is None:
        return "cp1252"
    return codecs.lookup(name).name
