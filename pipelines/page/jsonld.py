"""JSON-LD as pages really have it: broken, nested, in every spelling.

https://json-ld.org/spec/latest/json-ld/ ; schema.org types `Article` and below.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from pipelines.page.bounds import VALUE

Node = dict[str, Any]

_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_WRAPPER = re.compile(
    r"^\s{0,99}(?://)?\s{0,99}(?:<!\[CDATA\[|<!--)|(?:(?://)?\s{0,99}\]\]>|-->)\s{0,99}$"
)
_CONTROL = re.compile(r"[\x00-\x1f]+")
_MAX_NODES = 3000
MEDIA_TYPES = ("application/ld+json", "application/json+ld")
"""What the `type` of a script with JSON-LD begins with."""

_ARTICLE_SUFFIXES = ("article", "posting", "blogpost", "newsitem")
_ARTICLE_TYPES = frozenset({"report", "review", "interview", "recipe", "analysis"})


# escapes of a half of a character (its other half was cut off) and of control characters
_NO_TEXT = re.compile(
    r"\\u(?:d[89ab][0-9a-f]{2}(?!\\ud[c-f])|00(?:0[0-8bcef]|1[0-9a-f]|[89][0-9a-f]|7f)|fff[ef])"
    r"|(?<!\\ud[89ab][0-9a-f]{2})\\ud[c-f][0-9a-f]{2}",
    re.IGNORECASE,
)


def load(text: str) -> Any:
    """Return the parsed JSON, or None when even the mended text is not JSON."""
    if "\\u" in text:
        text = _NO_TEXT.sub(" ", text)
    for candidate in _mendings(text):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _mendings(text: str) -> Iterator[str]:
    yield text
    text = _CONTROL.sub(" ", text).strip()
    text = _WRAPPER.sub("", _WRAPPER.sub("", text)).strip().rstrip(";")
    text = _TRAILING_COMMA.sub(r"\1", text)
    yield text
    if "&quot;" in text:
        yield html.unescape(text)
    # a second object behind the first: keep the first
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError):
        return
    yield json.dumps(value)


def nodes(documents: list[Any]) -> Iterator[Node]:
    """Yield every object of the documents, breadth first, at most 3,000."""
    queue: list[Any] = list(documents)
    position = seen = 0
    while position < len(queue) and seen < _MAX_NODES:
        value = queue[position]
        position += 1
        if isinstance(value, list):
            queue.extend(v for v in value if isinstance(v, (dict, list)))
        elif isinstance(value, dict):
            seen += 1
            yield value
            queue.extend(v for v in value.values() if isinstance(v, (dict, list)))


def types(node: Node) -> list[str]:
    """Return the lower-case type names of a node without their namespace."""
    value = get(node, "@type")
    names = value if isinstance(value, list) else [value]
    return [str(n).rsplit("/", 1)[-1].lower() for n in names if isinstance(n, str)]


def is_article(node: Node) -> bool:
    """Tell whether the node is an article of any schema.org subtype."""
    return any(name in _ARTICLE_TYPES or name.endswith(_ARTICLE_SUFFIXES) for name in types(node))


def get(node: Node, key: str) -> Any:
    """Return the value under `key`, whatever its case; None when absent."""
    if key in node:
        return node[key]
    lowered = key.lower()
    for name, value in node.items():
        if name.lower() == lowered:
            return value
    return None


def text_of(value: Any) -> str | None:
    """Return the first plain text in a value (`@value`, `name`, list); None if none."""
    if isinstance(value, str):
        return html.unescape(value[:VALUE]).strip() or None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _digits(value)
    if isinstance(value, dict):
        return text_of(get(value, "@value") or get(value, "name"))
    if isinstance(value, list):
        return next((t for t in map(text_of, value[:20]) if t), None)
    return None


def _digits(value: float) -> str | None:
    """A number as text; None for one with more digits than the interpreter writes."""
    try:
        return str(value)
    except ValueError:
        return None


def truth(value: Any) -> bool | None:
    """Return a schema.org boolean in any spelling; None when it is neither.

    Seen on real pages: `false`, `"False"`, `"http://schema.org/True"`.
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, list) and value:
        return truth(value[0])
    if isinstance(value, (int, float)):
        return bool(value) if value in (0, 1) else None
    name = str(value or "").strip().rsplit("/", 1)[-1].lower()
    return {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}.get(name)
