"""Starting processes from any caller: a script, a notebook, the command line.

Where the system can, processes start from a server that has loaded what they need
(`loaded`), as copies of it: a worker is ready in some hundredths of a second, not in one
or two. The server runs no thread of ours and knows nothing of a crawl; it ends with the
process that started it.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

WORKER = "pipelines.build.loaded"
"""What the server loads before its first process: all that extraction needs."""
STEADY = "pipelines.build.steady"
"""The module that keeps the server alive until its processes have ended."""
_FORKS = sys.platform == "linux"


def context(*more: str) -> Any:
    """Return how processes are started here (a context of `multiprocessing`).

    `more` are modules that the server loads beside what extracts; the first process that is
    started decides.
    """
    if not _FORKS:
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    if more or not _more:
        _more.extend(more)
        found.set_forkserver_preload([STEADY, *_more, WORKER])
    return found


_more: list[str] = []


def anew() -> Any:
    """Return how a process is started that is no copy of a server."""
    return multiprocessing.get_context("spawn")


def forks() -> bool:
    """Tell whether processes come ready from a server, and cost next to nothing to start."""
    return _FORKS


def start_server(*more: str) -> None:
    """Start the server now, so that it loads while the caller goes on."""
    if _FORKS and not (more and has_loaded(*more)):
        from multiprocessing import forkserver

        context(*more)
        forkserver.ensure_running()


def has_loaded(*more: str) -> bool:
    """Tell whether a server was started that loads these modules beside what extracts."""
    return set(more) <= set(_more)


@contextmanager
def unguarded() -> Iterator[None]:
    """Start processes from a script that has no `if __name__ == "__main__"`.

    A new process would run the caller's script again from its first line. Nothing
    in it is needed there, so its file is hidden while processes are started.
    """
    main = sys.modules.get("__main__")
    hidden = {n: getattr(main, n) for n in ("__file__", "__spec__") if hasattr(main, n)}
    if main is None:
        yield
        return
    if "__file__" in hidden:
        del main.__file__
    main.__spec__ = None
    try:
        yield
    finally:
        for name, value in hidden.items():
            setattr(main, name, value)


def follow_parent() -> None:
    """End this process when the one that started it is gone (even by `kill -9`)."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
