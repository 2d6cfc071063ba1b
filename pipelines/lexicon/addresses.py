"""Words of addresses that lead to an offer or to a login, whatever the language of the page."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


def leads_to_offer(address: str) -> bool:
    """Tell whether an address is named for what is sold to readers."""
    return bool(_pattern("offer").search(address))


def leads_to_login(address: str) -> bool:
    """Tell whether an address is named for those who have an account, or want one."""
    return bool(_pattern("login").search(address))


@cache
def listed() -> dict[str, Any]:
    """Return what `addresses.toml` holds, by what addresses lead to."""
    return tomllib.loads(files(__package__).joinpath("addresses.toml").read_text("utf-8"))


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    found = listed()[kind]
    anywhere, begins, words = (
        "|".join(map(re.escape, found[part])) for part in ("anywhere", "begins", "words")
    )
    return re.compile(rf"{anywhere}|(?<![a-z])(?:{begins}|(?:{words})(?![a-z]))", re.IGNORECASE)
