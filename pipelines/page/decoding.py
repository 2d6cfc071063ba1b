"""Bytes to text, in the order of the HTML standard, with one exception.

Order: byte order mark, `Content-Type` header, `<meta>` prescan, detection
(https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding).
The exception: bytes that are valid UTF-8 and hold multi-byte sequences are
UTF-8 whatever is declared, because no legacy text is that by accident.
"""

from __future__ import annotations

import codecs
import re
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
    utf8: bytes
    """The text as the parser takes it: of most pages the bytes as served."""


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Return the text of `body`; undecodable bytes become U+FFFD, never an error."""
    encoding, basis = _find(body, content_type)
    if basis == "bom":
        _, bom = read_bom(body)
        body = body[len(bom or b"") :]
    text = body.decode(encoding, "replace")
    mended = _without_mojibake(text.replace("\x00", "") if b"\x00" in body else text)
    as_served = basis == "utf-8" and mended is text and not text.endswith("\ufffd")
    return Decoded(
        mended, encoding, basis, body if as_served else mended.encode("utf-8", "replace")
    )


# UTF-8 read as windows-1252 and stored again: "Ã©" for "é", "â€™" for "’"
_MOJIBAKE = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{1,3}"
)
_SURE = 3
"""Broken characters from which on a page is mended; fewer may be meant."""


def _without_mojibake(text: str) -> str:
    """Mend characters that were encoded twice, where there are several and every one of
    them becomes a single character."""
    # one character is found many times faster than two, and most pages have no "€" either
    if "Ã" not in text and ("€" not in text or "â€" not in text):
        return text
    broken = set(_MOJIBAKE.findall(text))
    mended = {b: m for b in broken if (m := _mended(b)) is not None}
    if len(mended) < len(broken) or sum(text.count(b) for b in mended) < _SURE:
        return text
    return _MOJIBAKE.sub(lambda match: mended[match.group()], text)


def _mended(broken: str) -> str | None:
    raw = bytearray()
    for character in broken:
        try:
            raw += character.encode("cp1252")
        except UnicodeEncodeError:
            raw += character.encode("latin-1", "ignore")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if len(text) == 1 else None


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
