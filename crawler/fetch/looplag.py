"""How late the event loop is: a crawl that blocks its loop keeps no delay.

A timer every tenth of a second notes how much later than asked it rang.
"""

from __future__ import annotations

import asyncio
from collections import Counter

EVERY = 0.1


class Lag:
    """Counts the loop's lateness by whole milliseconds."""

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()
        self._handle: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin; needs a running loop."""
        loop = asyncio.get_event_loop()
        due = loop.time() + EVERY
        self._handle = loop.call_at(due, self._ring, loop, due)

    def _ring(self, loop: asyncio.AbstractEventLoop, due: float) -> None:
        self._counts[int((loop.time() - due) * 1000)] += 1
        following = loop.time() + EVERY
        self._handle = loop.call_at(following, self._ring, loop, following)

    def stop(self) -> None:
        """End."""
        if self._handle is not None:
            self._handle.cancel()

    def quantile(self, share: float) -> int:
        """Return the milliseconds that this share of the timers stayed below or at; 0 if none rang."""
        left = share * sum(self._counts.values())
        for late in sorted(self._counts):
            left -= self._counts[late]
            if left <= 0:
                return late
        return 0
