"""The ledger: answers and findings, committed together every quarter second.

Order of a commit: frames to the archive segment, `fdatasync`, then ONE SQLite
transaction with the outcomes, the new addresses and the segment's new length.
A crash before the transaction costs only what was in flight: the tail of the
segment is cut on start and the addresses are still pending.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from crawler.frontier.model import TAIL, Candidate, Outcome, Row, tail_fact
from crawler.frontier.store import Frontier
from pipelines.store import manifest as manifests
from pipelines.store.archive import Capture, SegmentWriter, encode
from pipelines.store.scan import absent

BATCH = 200
SECONDS = 0.25
BATCH_BYTES = 32 * 1024 * 1024
"""Packed pages of one commit; keeps a torn tail far below what is never cut."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request gave: an outcome, perhaps a page, perhaps new addresses."""

    row: Row
    outcome: Outcome
    capture: Capture | None = None
    candidates: tuple[Candidate, ...] = ()


@dataclass(slots=True)
class Ledger:
    """Collects answers and commits them in batches."""

    frontier: Frontier
    archive: Path
    on_commit: Callable[[int], None] | None = None
    """Called after each commit with the number of pages archived in all."""
    leased: set[int] = field(default_factory=set)
    pages: int = 0
    """Pages archived in this run."""
    known: int = 0
    """Article addresses found in this run."""
    _answers: list[Answer] = field(default_factory=list)
    _candidates: list[Candidate] = field(default_factory=list)
    _frames: list[bytes] = field(default_factory=list)
    _last: float = field(default_factory=time.monotonic)
    _writer: SegmentWriter | None = None

    def open(self) -> None:
        """Cut what was not committed before a crash, and open the newest segment."""
        manifest = manifests.load(self.archive.parent)
        self.frontier.keep_segments(manifest.archived)
        ends = self.frontier.segment_ends()
        lost: frozenset[str] = frozenset()
        if any(absent(self.archive, ends)):
            from pipelines.build import loss  # reads tables: most crawls do not need it

            lost = loss.accepted(self.archive.parent, manifest, ends)
        self._writer = SegmentWriter(self.archive, ends, lost)

    @property
    def dirty(self) -> bool:
        """Tell whether something waits to be committed."""
        return bool(self._answers or self._candidates)

    def hold(self, answer: Answer) -> None:
        """Take an answer; it counts once the next commit is through.

        Its page is packed now, one at a time: a commit that packed two hundred would
        hold the event loop for a quarter second.
        """
        if answer.capture is not None:
            self._frames.append(encode(answer.capture))
        self._answers.append(answer)

    @property
    def full(self) -> bool:
        """Tell whether there is enough for a commit."""
        return len(self._answers) >= BATCH or sum(map(len, self._frames)) >= BATCH_BYTES

    def seed(self, candidates: list[Candidate]) -> None:
        """Take addresses that no answer gave: start pages and lists."""
        self._candidates += candidates

    def tick(self) -> None:
        """Commit when a quarter second has passed since the last commit."""
        if self.dirty and time.monotonic() - self._last >= SECONDS:
            self.commit()

    def commit(self, facts: dict[str, str] | None = None) -> None:
        """Commit everything collected. Raises StorageError when the disk refuses."""
        assert self._writer is not None, "the ledger is not open"
        answers, candidates = self._answers, self._candidates
        frames = self._frames
        refs = self._writer.append(frames) if frames else []
        ends: dict[str, int] = {}
        tails: dict[str, str] = {}
        for ref, frame in zip(refs, frames, strict=True):
            ends[ref.file] = max(ends.get(ref.file, 0), ref.offset + ref.length)
            tails[tail_fact(ref.file)] = frame[-TAIL:].hex()
        found = [*candidates, *(c for a in answers for c in a.candidates)]
        self.known += self.frontier.commit(
            [a.outcome for a in answers], found, ends, {**(facts or {}), **tails}
        )
        self._answers, self._candidates, self._frames = [], [], []
        self.leased.difference_update(a.row.key for a in answers)
        self.pages += len(frames)
        self._last = time.monotonic()
        if self.on_commit is not None:
            self.on_commit(self.pages)

    def close(self) -> None:
        """Commit the rest and close the files."""
        if self._writer is not None:
            if self.dirty:
                self.commit()
            self._writer.close()
        self.frontier.close()
