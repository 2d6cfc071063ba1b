"""The languages' files: read once, and kept beside them in a form that loads in no time.

A file has tables; each entry of a table is a list of rows: `[wall] pay = ["abonn*"]` is
the part `wall.pay`. `name` and `spaced` stand above the tables.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.errors import InputError
from pipelines.lexicon.rows import Row, alternatives, literals, said

FOLDER = Path(__file__).with_name("data")
_FORM = 4
"""Raised when what is kept has another form than before."""

Rows = dict[str, list[Row]]


class Languages(dict[str, Rows]):
    """Each language's rows by part, with what is worked out from them once."""

    unspaced: frozenset[str]
    """Languages that put no spaces between words."""
    index: dict[str, dict[str, list[str]]]
    """Where a literal of a wall's row stands (`word`, `start`, `in`, `run`), and for each
    literal whose it is: language, class and the numbers of the alternatives that need it
    (`expanded`), as `de pay 3 17`."""


@cache
def load(folder: Path | None = None) -> Languages:
    """Return every language of a folder; without one, those that come with the program."""
    folder = folder or FOLDER
    stamp = _stamp(folder)
    kept = _kept(folder, stamp)
    if kept is None:
        kept = _read(folder) | {"stamp": stamp}
        _keep(folder, kept)
    languages = Languages(kept["languages"])
    languages.unspaced = frozenset(kept["unspaced"])
    languages.index = kept["index"]
    return languages


def _stamp(folder: Path) -> str:
    files = sorted(folder.glob("*.toml"))
    return json.dumps([_FORM, *((f.name, f.stat().st_size, f.stat().st_mtime_ns) for f in files)])


def _kept(folder: Path, stamp: str) -> dict[str, Any] | None:
    try:
        kept = json.loads((folder / "__pycache__" / "lexicon.json").read_bytes())
    except (OSError, ValueError):
        return None
    return kept if isinstance(kept, dict) and kept.get("stamp") == stamp else None


def _keep(folder: Path, kept: Mapping[str, Any]) -> None:
    """Write what was read; where the folder can't be written, the next process reads again."""
    place = folder / "__pycache__"
    with contextlib.suppress(OSError):
        place.mkdir(exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(kept, file, ensure_ascii=False)
        Path(name).replace(place / "lexicon.json")


def _read(folder: Path) -> dict[str, Any]:
    languages, unspaced = {}, []
    for file in sorted(folder.glob("*.toml")):
        try:
            data = tomllib.loads(file.read_text(encoding="utf-8"))
        except ValueError as error:
            raise InputError(f"{file} is no TOML: {error}. Mend the line that it names.") from error
        languages[file.stem] = rows_of(data)
        if not data.get("spaced", True):
            unspaced.append(file.stem)
    return {"languages": languages, "unspaced": unspaced, "index": _index(languages, unspaced)}


def rows_of(data: Mapping[str, Any]) -> Rows:
    """Return the rows of one file by part, tables joined with a dot."""
    found: Rows = {}
    for table, entries in data.items():
        if isinstance(entries, dict):
            found |= {f"{table}.{part}": rows for part, rows in entries.items()}
    return found


def expanded(rows: Iterable[Row]) -> list[Row]:
    """Return the alternatives that rows stand for: plain rows without brackets, and
    regular expressions."""
    return [
        alternative
        for row in rows
        for alternative in (alternatives(said(row)) if _is_plain(row) else (row,))
    ]


def _is_plain(row: Row) -> bool:
    return isinstance(row, str) or "re" not in row


def _index(languages: Mapping[str, Rows], unspaced: list[str]) -> dict[str, dict[str, list[str]]]:
    """Return the literals that the rows of walls need, so that none is told twice."""
    found: dict[str, dict[str, dict[str, list[int]]]] = {
        "word": {}, "start": {}, "in": {}, "run": {},
    }  # fmt: skip
    for language, parts in languages.items():
        for part in (p for p in parts if p.startswith("wall.")):
            whose = f"{language} {part.removeprefix('wall.')}"
            for number, row in enumerate(expanded(parts[part])):
                for literal in literals(row, spaced=language not in unspaced):
                    runs = language in unspaced and not literal.text.isascii()
                    at = "run" if runs else literal.at
                    owners = found[at].setdefault(literal.text, {})
                    owners.setdefault(whose, []).append(number)
    return {
        at: {
            text: [f"{whose} {' '.join(map(str, numbers))}" for whose, numbers in owners.items()]
            for text, owners in table.items()
        }
        for at, table in found.items()
    }
