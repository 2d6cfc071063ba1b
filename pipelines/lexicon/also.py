"""Words that announce another article: "Read also", "Lire aussi"."""

from __future__ import annotations

import re
from functools import cache

from pipelines.lexicon.tables import source


@cache
def _announcing() -> re.Pattern[str]:
    return re.compile(rf"\W{{0,30}}(?:{source('links.also')})", re.IGNORECASE)


def says_also(text: str) -> bool:
    """Tell whether a line starts like "Read also" in one of the known languages."""
    return bool(_announcing().match(text))
