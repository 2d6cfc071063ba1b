"""News agencies: names of firms, in no language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Agencies:
    """News agencies as bylines name them, in lower case."""

    codes: frozenset[str]
    """Letters that stand for one: `dpa`."""
    every: frozenset[str]
    """All of them, codes and names."""


@cache
def agencies() -> Agencies:
    """Return the agencies of `agencies.toml`, read once in a process."""
    stored = tomllib.loads(files(__package__).joinpath("agencies.toml").read_text("utf-8"))
    codes = frozenset(stored["codes"])
    return Agencies(codes, codes | frozenset(stored["names"]))
