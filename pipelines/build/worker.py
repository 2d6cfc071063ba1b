"""One page through the chain, as a worker process does it: place in, result out.

Who only hands pages over imports this too: what extracts is loaded inside the functions, in
the server that workers come from (`loaded`).
"""

from __future__ import annotations

import importlib
import os
import signal
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipelines.build.spawn import follow_parent
from pipelines.errors import InputError
from pipelines.extract.result import Extraction, reject
from pipelines.extract.rules import Rules
from pipelines.model import Page, Reason, Rejected
from pipelines.store.archive import Ref, Stored, read
from pipelines.store.schema import unwritable
from pipelines.version import EXTRACTOR

if TYPE_CHECKING:
    from pipelines.papers.evidence import Seen
    from pipelines.papers.known import Example
    from pipelines.papers.model import Paper


NICENESS = 5
"""How far workers stand back: extraction takes every core it gets, and a fetching loop that
waits for one answers late. At 5 it comes first, and the workers still get a quarter of a core
that others want."""


@dataclass(frozen=True, slots=True)
class Done:
    """The result for one page, with the sketch of its text."""

    result: Extraction | Rejected
    sketch: np.ndarray | None = None
    seen: Seen | None = None
    """What the page tells of its paper, where that is to be learned."""
    said: tuple[Example, ...] = ()
    """The words of boxes that its paper knows, where it was read with what was learned."""
    cpu: float = 0.0
    """CPU seconds that the page took in its worker."""


def process(folder: Path, ref: Ref, rules: Rules) -> Done:
    """Extract the page at a place of the archive. Never raises for a bad page."""
    started = time.process_time()
    done = _process(folder, ref, rules)
    return replace(done, cpu=time.process_time() - started)


def process_again(folder: Path, ref: Ref, rules: Rules, paper: Paper) -> Done:
    """Extract the page at a place of the archive with what was learned of its paper. Never
    raises for a bad page."""
    started = time.process_time()
    done = _process(folder, ref, replace(rules, learn=False), paper)
    return replace(done, cpu=time.process_time() - started)


def process_page(stored: Stored, rules: Rules) -> Done:
    """Extract a page that was read already. Never raises for a bad page."""
    started = time.process_time()
    done = _judge_stored(stored, rules)
    return replace(done, cpu=time.process_time() - started)


def _process(folder: Path, ref: Ref, rules: Rules, paper: Paper | None = None) -> Done:
    if ref.damage:
        return Done(unreadable(ref, Reason.DAMAGED, ref.damage))
    try:
        stored = read(folder, ref)
    except InputError as error:
        return Done(unreadable(ref, Reason.DAMAGED, str(error)))
    return _judge_stored(stored, rules, paper)


def _judge_stored(stored: Stored, rules: Rules, paper: Paper | None = None) -> Done:
    if stored.rejected is not None:
        if stored.rejected not in set(Reason):  # of a later version than this one
            return Done(reject(stored.page, Reason.UNREADABLE, f"set aside as {stored.rejected}"))
        reason = Reason(stored.rejected)
        detail = "cut by the crawl's size limit" if reason is Reason.TOO_LARGE else stored.detail
        return Done(reject(stored.page, reason, detail))
    return judge(stored.page, rules, paper)


def judge(page: Page, rules: Rules, paper: Paper | None = None) -> Done:
    """Extract a page as the recipe's rules want it, alone or with what was learned of its
    paper. Never raises for a bad page."""
    from pipelines.dedup.sketch import sketch
    from pipelines.extract import told
    from pipelines.extract.extractor import Extractor
    from pipelines.papers import known

    try:
        result = Extractor(rules, paper).extract(page)
        if isinstance(result, Rejected):
            return Done(result)
        column = _unwritable(result)
        if column is not None:
            detail = f"{column}: a value that no file can hold"
            return Done(reject(page, Reason.UNREADABLE, detail))
        seen = told.observed(result) if rules.learn else None
        said = (
            known.examples(result.judged.layout, result.judged.known)
            if paper and result.judged
            else ()
        )
        return Done(result, sketch([result.article.text])[0], seen, said)
    except Exception as error:
        return Done(reject(page, Reason.CRASHED, _place(error)))


def _place(error: Exception) -> str:
    """What went wrong and where; not its message, which may quote what is reserved."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {last.name}, {Path(last.filename).name}:{last.lineno}"


def _unwritable(result: Extraction) -> str | None:
    rows = [("articles", result.article), *(("provenance", row) for row in result.provenance)]
    return next(filter(None, (unwritable(table, row) for table, row in rows)), None)


def unreadable(
    ref: Ref, reason: Reason, detail: str, *, url: str = "", source: str = ""
) -> Rejected:
    """Return the rejection of a record that is known by its place, if not by its address."""
    return Rejected(
        url=url or f"{ref.file}:{ref.offset}",
        source=source,
        reason=reason.value,
        detail=detail[:500],
        archive_file=ref.file,
        archive_offset=ref.offset,
        extractor=EXTRACTOR,
    )


def start_worker(modules: Sequence[str] = ()) -> None:
    """Set a worker process up: the parent handles Ctrl-C, its death ends the worker, and
    the libraries load while the first pages arrive. `modules` add site parsers."""
    from pipelines.extract.extractor import preload

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # as the pool ends them
    yield_to_others()
    follow_parent()
    preload()
    for name in modules:
        importlib.import_module(name)


def yield_to_others() -> None:
    """Let who fetches, and who uses the machine, come first. Where the system has no such
    order (Windows) or does not allow it, workers are as others."""
    lower = getattr(os, "nice", None)
    if lower is not None:
        with suppress(OSError):
            lower(NICENESS)
