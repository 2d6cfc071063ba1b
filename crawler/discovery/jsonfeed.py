"""JSON feeds, and lists in JSON that are shaped like one.

https://www.jsonfeed.org/version/1.1/. The items may stand in `items`, `entries`,
`posts` …, at the top or below; an item's address in `url`, `link`, or `id`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from crawler.discovery.listing import Listing, one_line

_LISTS = (
    "items", "entries", "entry", "item", "articles", "posts", "stories", "news", "results", "data", "feed", "channel", "rss", "urlset", "url",
)  # fmt: skip
_ADDRESS = (
    "url",
    "link",
    "links",
    "permalink",
    "href",
    "canonical_url",
    "loc",
    "guid",
    "id",
    "external_url",
)
_PUBLISHED = (
    "date_published",
    "published",
    "pubdate",
    "publication_date",
    "date_gmt",
    "date",
    "created",
)
_CHANGED = ("date_modified", "modified_gmt", "modified", "updated", "lastmod")
_START = re.compile(r'"(?:items|entries|articles|posts|stories)"\s*:\s*\[', re.IGNORECASE)
_DEEPEST = 5


def read(text: str, url: str) -> Listing:
    """Return the entries of a JSON feed; of one that is cut, those before the cut."""
    found = Listing("a JSON feed")
    try:
        items = _items(json.loads(text, strict=False))
    except (ValueError, RecursionError):
        items = list(_whole_items(text))
        found.notes.append("its JSON is damaged or cut short")
    if items is None:
        return Listing("JSON without a list of items")
    for item in items:
        fields = _lower(item)
        loc = item if isinstance(item, str) else _address(fields)
        found.add(
            found.pages, url, one_line(loc), _date(fields, _PUBLISHED), _date(fields, _CHANGED)
        )
    if not items and not found.notes:
        found.notes.append("a JSON feed without items")
    return found


def _items(value: Any, depth: int = 0) -> list[Any] | None:
    """Return the list of items in a value; None without one."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict) or depth > _DEEPEST:
        return None
    fields = _lower(value)
    for name in _LISTS:
        inner = fields.get(name)
        if isinstance(inner, dict) and _address(_lower(inner)) and name in ("item", "entry", "url"):
            return [inner]
        if isinstance(inner, dict) and name in ("items", "entries", "articles", "posts", "stories"):
            return list(inner.values())
        items = _items(inner, depth + 1)
        if items is not None:
            return items
    return [] if "items" in fields else None


def _whole_items(text: str) -> Iterator[Any]:
    start = _START.search(text)
    place = start.end() if start else (text.find("[") + 1 or len(text))
    decoder = json.JSONDecoder(strict=False)
    while place < len(text):
        while place < len(text) and text[place] in " \t\r\n,":
            place += 1
        try:
            item, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            return
        yield item


def _lower(item: Any) -> dict[str, Any]:
    return {str(k).lower(): v for k, v in item.items()} if isinstance(item, dict) else {}


def _address(fields: dict[str, Any]) -> str:
    for name in _ADDRESS:
        text = _link(fields.get(name))
        if text and (
            name not in ("guid", "id") or text.lower().startswith(("http://", "https://"))
        ):
            return text
    return ""


def _link(value: Any) -> str:
    """Return the address in a link: a text, `{"href": …}`, or the alternate of a list."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        fields = _lower(value)
        told = (
            fields.get("href") or fields.get("url") or fields.get("rendered") or fields.get("#text")
        )
        return told if isinstance(told, str) else ""
    for one in value if isinstance(value, list) else ():
        if not isinstance(one, dict) or str(_lower(one).get("rel", "alternate")) == "alternate":
            return _link(one) if not isinstance(one, list) else ""
    return ""


def _date(fields: dict[str, Any], names: tuple[str, ...]) -> str:
    values = (fields.get(name) for name in names)
    return next((str(v)[:80] for v in values if isinstance(v, (str, int, float)) and v), "")
