"""Words of a language are data: no table of them comes back into the source."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOREIGN = re.compile(r"[^\W\d_]", re.UNICODE)
SIGNS = frozenset("ºªµΩ√σςßŉ«»年月日时時分円元원")
"""Letters that are signs, or are named because texts are folded by them."""
LEFT = {
    "pipelines/access/cut.py": 4,
    "pipelines/body/ending.py": 3,
    "pipelines/body/house.py": 22,
    "pipelines/fields/authors/names.py": 68,
    "pipelines/fields/authors/printed_byline.py": 40,
    "pipelines/fields/dates/zones.py": 3,
    "pipelines/identity.py": 24,
}
"""Files that still hold words, and how many foreign letters at most: only to be lowered."""
FREE = ("pipelines/page/decoding.py", "crawler/demo/")
"""Signs of a wrong encoding; the papers of the demo, which are texts."""


def _foreign(file: Path) -> int:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    docs = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return sum(
        sum(1 for c in node.value if not c.isascii() and FOREIGN.match(c) and c not in SIGNS)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    )


def _files() -> list[str]:
    found = [*ROOT.glob("pipelines/**/*.py"), *ROOT.glob("crawler/**/*.py")]
    return sorted(file.relative_to(ROOT).as_posix() for file in found)


def test_no_words_of_a_language_in_the_source() -> None:
    counts = {name: _foreign(ROOT / name) for name in _files() if not name.startswith(FREE)}
    over = {name: n for name, n in counts.items() if n > LEFT.get(name, 2)}
    assert over == {}, "words of a language belong into pipelines/lexicon/data"


@pytest.mark.parametrize(("source", "letters"), [('x = "préféré"', 3), ('"""Doc: préféré"""', 0)])
def test_count(tmp_path: Path, source: str, letters: int) -> None:
    file = tmp_path / "module.py"
    file.write_text(source, encoding="utf-8")
    assert _foreign(file) == letters
