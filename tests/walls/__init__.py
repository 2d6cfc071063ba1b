"""What walls say, and what only sounds like one, in many languages; and the pages around it.

The words stand in a file per language beside this one, the shapes in `shapes.toml`. All is
made up after the manner of each country's newspapers: no line is copied from a page. Lines
of one box are separated by ` | `; the last is mostly its button. `WALLS` and `FRESH` were
used to write the word tables, `LAST` came when they stood.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from tests import made

FOLDER = Path(__file__).parent
_SHAPES = tomllib.loads((FOLDER / "shapes.toml").read_text("utf-8"))


@cache
def _files() -> dict[str, dict[str, Any]]:
    """Return the languages' files: those whose walls meet the shapes, then the others."""
    rest = sorted({p.stem for p in FOLDER.glob("*.toml")} - {"shapes", *_SHAPES["languages"]})
    names = [*_SHAPES["languages"], *rest]
    return {n: tomllib.loads((FOLDER / f"{n}.toml").read_text("utf-8")) for n in names}


def said(table: str, kind: str) -> dict[str, Any]:
    """Return what the languages' files say under this key of this table, by language."""
    return {n: f[table][kind] for n, f in _files().items() if kind in f.get(table, {})}


WALLS: dict[str, list[str]] = said("walls", "first")
FRESH: dict[str, list[str]] = said("walls", "fresh")
LAST: dict[str, list[str]] = said("walls", "last")
FALSE_FRIENDS: dict[str, list[str]] = said("friends", "first")
FRESH_FRIENDS: dict[str, list[str]] = said("friends", "fresh")
SHAPES: dict[str, str] = _SHAPES["walled"]
FALSE_SHAPES: dict[str, str] = _SHAPES["open"]
VENDORS: dict[str, str] = _SHAPES["vendors"]
VENDOR_TEMPLATES: dict[str, str] = _SHAPES["templates"]
TITLE = "The bridge of Altona and its long story"


def body(language: str, first: int = 1, count: int = 5) -> list[str]:
    """Return paragraphs of a made-up article."""
    sentence = _SHAPES["sentences"][_files().get(language, {}).get("script", "latin")]
    return [sentence.format(n=n) for n in range(first, first + count)]


def tags(lines: list[str], tag: str = "p") -> str:
    """Return the lines, each in its element."""
    return "".join(f"<{tag}>{line}</{tag}>" for line in lines)


def page(inside: str, behind: str = "", head: str = "", language: str = "en") -> bytes:
    """Return a page with a menu, an article, what follows it and a footer."""
    markup = (
        f"<nav><a href='/'>Home</a> <a href='/abo'>Abo</a></nav><main><article><h1>{TITLE}</h1>{inside}</article>{behind}</main>"
        f"<footer><p>Imprint, contact, terms of use and all the rest of a footer</p></footer>"
    )
    return made.markup(markup, head=head, title=TITLE, lang=language, declared=False).encode()


def _box(lines: list[str]) -> str:
    *lead, button = lines if len(lines) > 1 else (lines[0], "OK")
    return f"{tags(lead)}<a class='button' href='/x'>{button}</a>"


_CARDS = "".join(
    f"<div class='x-item'><h3><a href='/{n}'>Another story about the harbour of the town, number {n}</a></h3>"
    f"<p>The harbour has been quiet for {n} years, but now the ships are coming back, as the harbour master says, one by one.</p></div>"
    for n in range(1, 5)
)


def walled(shape: str, language: str, wall: str) -> tuple[bytes, list[str]]:
    """Return a page that ends in a wall, and its public paragraphs."""
    lines = wall.split(" | ")
    public = body(language)
    inside = SHAPES[shape].format(
        body=tags(public), start=tags(public[:-1]), end=public[-1], box=_box(lines), plain=tags(lines),
        first=lines[0], rest=tags(lines[1:]), last=lines[-1], all=" ".join(lines), cards=_CARDS,
    )  # fmt: skip
    return page(inside, language=language), public


def open_page(
    shape: str, language: str, line: str, *, link: bool = False
) -> tuple[bytes, list[str]]:
    """Return a page that goes on behind a line that is no wall, and its paragraphs."""
    public, more = body(language), body(language, 11)
    quoted = f"<a href='/other'>{line}</a>" if link else line
    inside = FALSE_SHAPES[shape].format(body=tags(public), more=tags(more), said=quoted)
    return page(inside, language=language), public + more
