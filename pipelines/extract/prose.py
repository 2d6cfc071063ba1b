"""How a text is punctuated: reports quote, manuals have brackets and signs of code, offers
exclaim. Signs of writing alone; no word of a text is read here."""

from __future__ import annotations

import math
from collections.abc import Sequence

_QUOTING = '"“”„«»「」『』'
_COUNTED = {
    "quotation marks": _QUOTING,
    "exclamation marks": "!！",
    "question marks": "?？",
    "commas": ",，、،",
    "full stops": ".。",
    "trade marks": "™®",
    "brackets": "(（",
    "colons": ":：",
    "signs of code": "{}=<>_;",
}
_EVERY = 1000
"""Characters against which signs are counted."""
_READ = 8_000
"""Characters of a text that are read: the rest is as the start."""
_FIRST = 1_000
"""Characters in which capitals are counted."""


def signs(paragraphs: Sequence[str]) -> dict[str, float]:
    """Return the named signs of a text: logarithms of counts for a thousand characters,
    shares from 0 to 1; all 0 where there is no text."""
    text = "\n".join(paragraphs)[:_READ]
    size = len(text) or 1
    start = text[:_FIRST]
    quoting = sum(any(q in p for q in _QUOTING) for p in paragraphs)
    sizes = sorted(map(len, paragraphs))
    return {
        **{n: math.log1p(sum(map(text.count, c)) * _EVERY / size) for n, c in _COUNTED.items()},
        "capitals": sum(map(str.isupper, start)) / (len(start) or 1),
        "paragraphs that quote": quoting / (len(paragraphs) or 1),
        "middle paragraph": math.log1p(sizes[len(sizes) // 2]) if sizes else 0.0,
    }
