"""Opt-outs that a page or its headers declare, kept verbatim.

TDM Reservation Protocol (https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/),
`X-Robots-Tag` and meta robots. They say nothing about access; the recipe's
policy decides what follows from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipelines.page.document import Document

_ROBOTS = re.compile(r"\b(noai|noimageai|noarchive|noindex|nosnippet|none)\b", re.IGNORECASE)
_RESERVING = re.compile(r"tdm-reservation[=: ]+1|\bnoai\b|^ai\.txt: ", re.IGNORECASE)


def declared_opt_outs(document: Document) -> list[str]:
    """Return the opt-outs in the metas of a page, as `name: content`."""
    found = []
    for name, content in document.metas("tdm-reservation", "tdm-policy"):
        if name == "tdm-policy" or content.strip() == "1":
            found.append(f"{name}: {content}")
    for name, content in document.metas("robots", "googlebot", "googlebot-news", "ccbot", "gptbot"):
        if _ROBOTS.search(content):
            found.append(f"meta {name}: {content}")
    return found


def header_opt_outs(headers: Iterable[tuple[str, str]]) -> list[str]:
    """Return the opt-outs in response headers, as `name: content`."""
    found = []
    for name, content in headers:
        lowered = name.lower()
        if lowered in ("tdm-reservation", "tdm-policy") and (
            lowered == "tdm-policy" or content.strip() == "1"
        ):
            found.append(f"{lowered}: {content}")
        elif lowered == "x-robots-tag" and _ROBOTS.search(content):
            found.append(f"x-robots-tag: {content}")
    return found


def reserves_mining(opt_outs: Iterable[str]) -> bool:
    """Tell whether these opt-outs reserve text and data mining, or use for AI."""
    return any(_RESERVING.search(o) for o in opt_outs)
