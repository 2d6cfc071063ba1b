"""Starting processes from any caller: a script, a notebook, the command line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unguarded() -> Iterator[None]:
    """Start processes from a script that has no `if __name__ == "__main__"`.

    A spawned process would run the caller's script again from its first line. Nothing
    in it is needed there, so its file is hidden while processes are started.
    """
    main = sys.modules.get("__main__")
    hidden = {n: getattr(main, n) for n in ("__file__", "__spec__") if hasattr(main, n)}
    ours = getattr(hidden.get("__spec__"), "name", "") or ""
    if main is None or ours.startswith("crawler"):
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
