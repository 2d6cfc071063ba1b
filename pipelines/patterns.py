"""Path patterns with `*`, as a recipe's `allow` and `deny` and opt-out files have them."""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence


def selects(path: str, allow: Sequence[str], deny: Sequence[str]) -> bool:
    """Tell whether a recipe's patterns let the path of an address in."""
    return not (allow and not matches(path, allow)) and not matches(path, deny)


def matches(path: str, patterns: Sequence[str]) -> bool:
    """Tell whether a path matches one of the patterns with `*`."""
    return any(fnmatch.fnmatchcase(path, p) for p in patterns)
