"""`papers/NAME.toml` beside the recipe: what was learned of a paper, to be read and corrected.

Each `[[box]]` has its words, what it is (`is`), and what was learned (`learned`). Where the
two differ, or nothing was learned, a person has said it: that beats the model and is kept.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from pathlib import Path

from pipelines.errors import RecipeError
from pipelines.papers import keys
from pipelines.papers.model import WALL, Box, Key, Paper

FOLDER = "papers"
ANSWERS = ("wall", "furniture", "text")
MOST = 40
"""Boxes of a paper that the file names."""
_HEAD = """# What was learned of {name}, from {pages} pages (model {mark}).
#
# To correct it, change `is` to "wall", "furniture" or "text", or add a [[box]] with `words` and
# `is`; the next crawl or build reads the paper with that. Boxes that nobody corrected are
# written anew each time.
"""


@dataclass(frozen=True, slots=True)
class Said:
    """One box that a person has judged."""

    words: str
    answer: str


@dataclass(frozen=True, slots=True)
class Learned:
    """One box that was learned, with its words."""

    box: Box
    words: str
    path: str

    @property
    def answer(self) -> str:
        """What it was learned to be."""
        return "wall" if self.box.wall >= WALL else "furniture"


def read(folder: Path, name: str) -> list[Said]:
    """Return what people said of a paper's boxes; nothing where there is no file.

    Raises RecipeError for a file that cannot be read, with what is wrong.
    """
    path = _path(folder, name)
    if not path.exists():
        return []
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{path} cannot be read: {error}. Mend it, or delete it: it is written anew."
        raise RecipeError(msg) from error
    found = []
    for box in raw.get("box", []):
        words, answer = box.get("words"), box.get("is")
        if not isinstance(words, str) or answer not in ANSWERS:
            msg = f"{path}: a [[box]] needs `words`, and `is` must be one of {', '.join(ANSWERS)}; found is = {answer!r}."
            raise RecipeError(msg)
        if answer != box.get("learned"):
            found.append(Said(words, answer))
    return found


def apply(paper: Paper, said: Iterable[Said]) -> Paper:
    """Return a paper in which what people said stands before what was learned."""
    own: dict[Key, Box] = {}
    for each in said:
        number = keys.words(each.words)
        counted = next((b for b in paper.boxes.values() if b.words == number), _NEVER)
        box = replace(counted, told=each.answer, wall=float(each.answer == "wall"))
        own[0, number] = replace(box, place=0, words=number)
    return replace(paper, boxes={**paper.boxes, **own}) if own else paper


_COUNTS = {f.name: 0 for f in fields(Box) if f.default is MISSING}
_NEVER: Box = Box(**_COUNTS)  # type: ignore[arg-type]
"""A box that no page has been counted with."""


def write(folder: Path, paper: Paper, learned: Iterable[Learned], said: Iterable[Said]) -> Path:
    """Write the file of a paper: what people said first, then what was learned; return it."""
    said = list(said)
    corrected = {each.words for each in said}
    known = {each.words: each for each in learned}
    lines = [_HEAD.format(name=paper.name, pages=paper.pages, mark=paper.mark)]
    for own in said:
        lines += _entry(own.words, own.answer, known.get(own.words))
    fresh = [each for words, each in known.items() if words not in corrected]
    fresh.sort(key=lambda e: (e.answer != "wall", -e.box.pages, e.words))
    for each in fresh[:MOST]:
        lines += _entry(each.words, each.answer, each)
    path = _path(folder, paper.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _entry(words: str, answer: str, learned: Learned | None) -> list[str]:
    lines = ["[[box]]", f'is = "{answer}"', f"words = {_quoted(words)}"]
    if learned is not None:
        lines += [f'learned = "{learned.answer}"', f"because = {_quoted(str(learned.box))}"]
        lines += [f"place = {_quoted(learned.path)}"]
    return [*lines, ""]


def _quoted(text: str) -> str:
    """A TOML string: those of JSON are, but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _path(folder: Path, name: str) -> Path:
    return (
        folder / FOLDER / f"{re.sub(r'[^A-Za-z0-9._-]', '_', name)[:100].lstrip('.') or '_'}.toml"
    )


def write_all(
    folder: Path, papers: Mapping[str, Paper], learned: Mapping[str, list[Learned]]
) -> list[Path]:
    """Write the files of all papers of which something was learned; return them."""
    return [
        write(folder, paper, learned.get(name, []), read(folder, name))
        for name, paper in sorted(papers.items())
        if learned.get(name) or read(folder, name)
    ]
