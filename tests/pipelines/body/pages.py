"""Paragraphs of a made article, and the body that is read of a page that holds them."""

from __future__ import annotations

from tests import made

WORDS = "The council met again on Monday evening, and members spoke about the harbour, the tram and the old school"


def paragraph(number: int) -> str:
    """Return one paragraph of the article."""
    return f"{WORDS}, item {number} of a long list that nobody had read in full before the vote was taken."


def rows(count: int, start: int = 0, wrap: str = "{}") -> str:
    """Return paragraphs, each in `wrap`."""
    return "".join(wrap.format(f"<p>{paragraph(n)}</p>") for n in range(start, start + count))


def text(body: str) -> str:
    """Return the text that is read of a page with this body."""
    return made.text(body, title="Council votes")
