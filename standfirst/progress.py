"""How far a long call has come, for a person or for a function."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def teller(
    progress: bool | Callable[[int, int], None] | None, total: int
) -> Iterator[Callable[[], None]]:
    """Yield a function to be called once for each page that is done."""
    if callable(progress):
        yield _counting(progress, total)
    elif progress or (progress is None and sys.stderr.isatty()):
        yield from _bar(total)
    else:
        yield lambda: None


def _counting(told: Callable[[int, int], None], total: int) -> Callable[[], None]:
    done = iter(range(1, total + 1))
    return lambda: told(next(done), total)


def _bar(total: int) -> Iterator[Callable[[], None]]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("extracting", total=total)
        yield lambda: bar.advance(task)
