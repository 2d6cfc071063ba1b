"""RSS, Atom and JSON feeds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from pipelines.fields.dates.moment import parse

MAX_ENTRIES = 2000


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed."""

    link: str
    listed: datetime | None = None
    """Publication date, else update."""


def read(body: bytes, url: str) -> list[Item]:
    """Return the entries of a feed in order; an unreadable one gives none."""
    if body.lstrip()[:1] == b"{":
        return _json(body, url)
    import fastfeedparser

    try:
        feed: Any = fastfeedparser.parse(body)
    except Exception:
        return []
    found = []
    for entry in feed.entries[:MAX_ENTRIES]:
        link = entry.get("link")
        if link:
            found.append(
                Item(
                    urljoin(url, link.strip()),
                    _time(entry.get("published") or entry.get("updated")),
                )
            )
    return found


def _json(body: bytes, url: str) -> list[Item]:
    try:
        items = json.loads(body).get("items", [])
    except (ValueError, AttributeError):
        return []
    return [
        Item(
            urljoin(url, str(i["url"])),
            _time(str(i.get("date_published") or i.get("date_modified") or "")),
        )
        for i in items[:MAX_ENTRIES]
        if isinstance(i, dict) and i.get("url")
    ]


def _time(raw: str | None) -> datetime | None:
    value = parse(raw) if raw else None
    return value.at if value else None
