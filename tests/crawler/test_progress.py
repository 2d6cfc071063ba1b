"""The board of a crawl at every width, without colours too."""

from __future__ import annotations

import io

import pytest
from pipelines_store import extraction
from rich.console import Console

from crawler.cli.progress import Seen, draw
from pipelines.model import Rejected

HOSTS = {
    f"paper-{n}.example": {"known": 100 - n, "fetched": 10, "failed": 1} for n in range(15)
} | {"slow.example": {"known": 5, "waits": "until 12:00: HTTP 429"}}


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_board_fits_the_width(width):
    seen = Seen()
    seen.note(extraction(1))
    out = io.StringIO()
    Console(file=out, width=width, no_color=True).print(draw(seen, HOSTS, width))
    lines = out.getvalue().splitlines()
    assert max(map(len, lines)) <= width
    assert any("4 more" in line or "5 more" in line for line in lines)
    assert any("slow.example waits until 12:00: HTTP 429" in line for line in lines)
    assert any("last: Story number 1 of the paper" in line for line in lines)


def test_wide_board_shows_repeats_and_pace():
    seen = Seen()
    seen.note(extraction(1))
    seen.note(
        Rejected(url="http://paper-1.example/b", source="x", reason="duplicate_url", extractor="x")
    )
    out = io.StringIO()
    Console(file=out, width=160, no_color=True).print(draw(seen, HOSTS, 160))
    head = next(line for line in out.getvalue().splitlines() if "known" in line)
    assert [name for name in ("repeats", "a minute") if name in head] == ["repeats", "a minute"]
    assert (seen.total("repeats"), seen.pages("paper-1.example")) == (1, 1)
