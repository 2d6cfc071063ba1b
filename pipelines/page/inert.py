"""Texts of others on their way out: to a terminal, a log, a column, a page's script.

What is read is cleaned where it is read (`words`). Here stands the last gate, for what
came another way: names of files, messages of servers, values of a recipe.
"""

from __future__ import annotations

import json
import re
from typing import Any

# control characters but for tab and line feed, and halves of a character
_COMMAND = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# what turns the direction of a line, or begins another one in some readers
_TURNS = re.compile("[\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_UNREADABLE = "\ufffd"


def stored(text: str) -> str:
    """Return `text` as a column may hold it, at the same length."""
    return _COMMAND.sub(_UNREADABLE, text) if _COMMAND.search(text) else text


def shown(text: str) -> str:
    """Return `text` as a terminal or a log may show it: it moves no cursor, changes no
    colour and turns no line around."""
    return text if text.isascii() and text.isprintable() else _TURNS.sub(_UNREADABLE, stored(text))


def line(text: str) -> str:
    """Return `text` as one line for a terminal: no value can begin a line of its own."""
    return " ".join(shown(text).split())


def as_json(value: Any, **options: Any) -> str:
    """Return JSON in one line that says the same and does nothing where it is printed."""
    text = json.dumps(value, ensure_ascii=False, **options)
    return _TURNS.sub(_escaped, _COMMAND.sub(_escaped, text))


def in_page(value: Any) -> Any:
    """Return a value that a template puts in a page; escaping is the template's."""
    return stored(value) if type(value) is str else value


def in_script(value: Any) -> str:
    """Return JSON for a `<script>`: no `<` in it, so it can neither end the script nor open
    a comment, behind which a browser looks for the end elsewhere."""
    return json.dumps(value, ensure_ascii=True, default=str).replace("<", "\\u003c")


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"
