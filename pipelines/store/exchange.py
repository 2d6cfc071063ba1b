"""Two folders change places in one step, where the system can do that.

Linux: `renameat2(2)` with `RENAME_EXCHANGE`; macOS: `renamex_np(2)` with
`RENAME_SWAP`. Whoever lists the folder sees all of the old files or all of the new.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

_AT_FDCWD = -100
_SWAP = 2


@cache
def _library() -> Any:
    try:
        return ctypes.CDLL(ctypes.util.find_library("c"), use_errno=True)
    except (OSError, TypeError):
        return None


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places; False where the system has no such step."""
    library = _library()
    left, right = os.fsencode(one), os.fsencode(other)
    if sys.platform.startswith("linux") and hasattr(library, "renameat2"):
        return bool(library.renameat2(_AT_FDCWD, left, _AT_FDCWD, right, _SWAP) == 0)
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        return bool(library.renamex_np(left, right, _SWAP) == 0)
    return False
