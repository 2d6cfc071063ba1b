"""Start tags with more attributes than any page has reason for.

The parser compares each attribute of an element with all before it: sixty thousand of
them take most of a minute, in a call that nothing interrupts.
"""

from __future__ import annotations

import re

MOST = 2_000
"""Attributes of one element that are read; broken quotes in a long value make hundreds."""
_LONG = 8_000
"""Bytes of a start tag; a shorter one holds no number of attributes that costs time."""
_WINDOW = _LONG // 2
"""Bytes of a part of the markup: a long tag holds one whole, wherever it begins."""
_BRACKET = re.compile(rb"[<>]")
_LONG_TAG = re.compile(rb"<[a-zA-Z][^<>]{%d,}" % _LONG)
_PART = re.compile(rb"\"[^\"]*+\"|'[^']*+'|[^\s/\"'=]++")


def bounded(markup: bytes) -> bytes:
    """Return the markup without the attributes of an element behind its 2,000th."""
    # a long tag holds a whole window without an angle bracket: most have one, and to look
    # for it costs next to nothing
    before, is_seen = 0, True
    for start in range(0, len(markup), _WINDOW):
        end = start + _WINDOW
        if markup.find(b"<", start, end) >= 0 or markup.find(b">", start, end) >= 0:
            before, is_seen = start, False
        elif not is_seen:
            is_seen = True
            opened = markup.rfind(b"<", before, start)
            if opened > markup.rfind(b">", before, start) and _is_long(markup, opened, end):
                return _LONG_TAG.sub(_cut, markup)
    return markup


def _is_long(markup: bytes, opened: int, known: int) -> bool:
    """Tell whether a tag goes on for long; up to `known` it does."""
    found = _BRACKET.search(markup, known)
    return (found.start() if found is not None else len(markup)) - opened > _LONG


def _cut(tag: re.Match[bytes]) -> bytes:
    text, seen = tag.group(), 0
    if _is_in_script(tag.string, tag.start()):
        return text
    for part in _PART.finditer(text):
        seen += part.group()[:1] not in (b'"', b"'")
        if seen > MOST:
            return text[: part.start()]
    return text


def _is_in_script(markup: bytes, place: int) -> bool:
    """Tell whether a place is in a script, where `a <b` begins no element."""
    return markup.rfind(b"<script", 0, place) > markup.rfind(b"</script", 0, place)
