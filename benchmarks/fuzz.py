"""Fuzz the extractor with atheris: any bytes give an article or a reason, in bounded time.

    pip install atheris; python benchmarks/fuzz.py [-max_total_time=60] [CORPUS]

Every page that raises, or takes longer than five seconds, is written out by atheris as
`crash-…` and ends the run.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import atheris

with atheris.instrument_imports(include=["pipelines"]):
    from pipelines.extract.extractor import extract
    from pipelines.extract.result import Extraction
    from pipelines.model import Page, Rejected

SECONDS = 5
PIECES = (
    b"<p>",
    b"</p>",
    b"<div class='",
    b"'>",
    b'<script type="application/ld+json">',
    b"</script>",
    b"<meta property='article:published_time' content='",
    b"<h1>",
    b"<br><br>",
    b"<a href='",
    b"subscribe to continue reading",
    b"isAccessibleForFree",
    b"\xff\xfe",
    b"&#x",
)


def one(data: bytes) -> None:
    """Extract one input, made of the fuzzer's bytes and pieces of pages."""
    provider = atheris.FuzzedDataProvider(data)
    parts = []
    while provider.remaining_bytes() > 4 and len(parts) < 400:
        parts.append(
            PIECES[provider.ConsumeIntInRange(0, len(PIECES) - 1)]
            if provider.ConsumeBool()
            else provider.ConsumeBytes(provider.ConsumeIntInRange(1, 40))
        )
    signal.alarm(SECONDS)
    result = extract(
        Page(
            url="https://paper.example/2026/a-story-of-some-length",
            body=b"".join(parts),
            content_type="text/html",
        )
    )
    signal.alarm(0)
    if not isinstance(result, (Extraction, Rejected)):
        raise TypeError(type(result))


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
