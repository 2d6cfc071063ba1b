"""Words of a language are data: no table of them comes back into the source."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from sources import parsed, walked

from pipelines.lexicon.files import load
from pipelines.lexicon.rows import said

ROOT = Path(__file__).parents[1]
FOREIGN = re.compile(r"[^\W\d_]", re.UNICODE)
SIGNS = frozenset("ºªµΩ√σςßŉ«»年月日时時分円元원")
"""Letters that are signs, or are named because texts are folded by them."""
LEFT = {
    "pipelines/fields/dates/zones.py": 3,
    "pipelines/identity.py": 24,
    "pipelines/fields/authors/name_shapes.py": 7,
}
"""Files that hold some, and how many foreign letters at most: a zone's name; what the hash
of a text leaves out, which must not change when a language's file does; the letters that
follow the beginning of a month's name."""
READERS = (
    *(
        f"pipelines/{r}"
        for r in ("page", "lexicon", "layout", "access", "fields", "body", "extract")
    ),
    "crawler/discovery/",
)
"""Rooms that read pages; the others write files, queries and texts of our own."""
NAMES = {
    "pipelines/access/cut.py": "names of boxes",
    "pipelines/access/declared.py": "what pages declare of access, in keys and values",
    "pipelines/access/signs.py": "names of parts, and words of addresses",
    "pipelines/access/vendors.py": "what products of walls call their boxes",
    "pipelines/access/withheld.py": "names of boxes",
    "pipelines/body/confidence.py": "names of signs of a learned model",
    "pipelines/extract/evidence.py": "kinds of Open Graph",
    "pipelines/extract/kind.py": "kinds of Open Graph",
    "pipelines/extract/classed.py": "names of boxes, and of types of JSON-LD",
    "pipelines/extract/markup.py": "names of signs, classes and words of addresses",
    "pipelines/extract/stand_in.py": "traces of checks for bots, kinds of Open Graph",
    "pipelines/fields/authors/declared.py": "names of metas",
    "pipelines/fields/authors/marks.py": "names of boxes, and words of addresses",
    "pipelines/fields/authors/names.py": "ends of addresses",
    "pipelines/fields/authors/printed_byline.py": "names of forms",
    "pipelines/layout/names.py": "classes that show again",
    "pipelines/layout/roles.py": "names of boxes",
    "pipelines/layout/segment.py": "tags of HTML",
    "pipelines/lexicon/hearing.py": "classes of a wall's words",
    "pipelines/lexicon/hints.py": "classes of a wall's words",
    "pipelines/page/jsonld.py": "types of schema.org",
    "pipelines/page/sheets.py": "words of CSS",
    "crawler/discovery/jsonfeed.py": "keys of feeds",
    "crawler/discovery/links.py": "words of addresses",
}
"""Files with lists of words that are names of something, in no language."""
FREE = ("pipelines/page/decoding.py", "crawler/demo/")
"""Signs of a wrong encoding; the papers of the demo, which are texts."""


def _foreign(file: Path) -> int:
    tree = parsed(file)
    docs = {
        id(node.value)
        for node in walked(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return sum(
        sum(1 for c in node.value if not c.isascii() and FOREIGN.match(c) and c not in SIGNS)
        for node in walked(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    )


_WORD = re.compile(r"[a-z]{2,}")
_PLAIN = re.compile(r"[a-z]{3,}(?: [a-z]+)*")
_ESCAPED = re.compile(r"\(\?P<\w+>|\\.")
_TABLE = 3
"""Words of the languages' files from which a list in the source is a table of words."""


def _tables(tree: ast.AST) -> list[tuple[int, set[str]]]:
    """Return the lists of lower-case words in a source, with their lines: collections of
    them, and the alternatives of a pattern."""
    docs = {
        id(n.value)
        for n in walked(tree)
        if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)
    }
    found = []
    for n in walked(tree):
        if isinstance(n, (ast.Tuple, ast.List, ast.Set)):
            plain = {w.strip().lower() for w in _texts(n.elts)}
            found.append((n.lineno, {w for w in plain if _PLAIN.fullmatch(w)}))
            continue
        parts = n.values if isinstance(n, ast.JoinedStr) else [n] if id(n) not in docs else []
        text = " ".join(_texts(parts))
        if text.count("|") >= _TABLE - 1:
            found.append((n.lineno, set(_WORD.findall(_ESCAPED.sub(" ", text.lower())))))
    return found


def _texts(nodes: list[ast.expr]) -> list[str]:
    return [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]


def _is_table(words: set[str], known: frozenset[str]) -> bool:
    """Most of it are words that some language's file has."""
    hit = sum(all(part in known for part in word.split()) for word in words)
    return hit >= _TABLE and 2 * hit >= len(words)


@cache
def _known() -> frozenset[str]:
    """Return every word of two plain letters or more in the languages' files."""
    return frozenset(
        word
        for parts in load().values()
        for rows in parts.values()
        for row in rows
        for word in _WORD.findall(said(row).lower())
    )


def _files() -> list[str]:
    found = [*ROOT.glob("pipelines/**/*.py"), *ROOT.glob("crawler/**/*.py")]
    return sorted(file.relative_to(ROOT).as_posix() for file in found)


def test_no_words_of_a_language_in_the_source() -> None:
    counts = {name: _foreign(ROOT / name) for name in _files() if not name.startswith(FREE)}
    over = {name: n for name, n in counts.items() if n > LEFT.get(name, 2)}
    assert over == {}, "words of a language belong into pipelines/lexicon/data"


def test_no_table_of_plain_words_in_the_source() -> None:
    product = [n for n in _files() if n.startswith(READERS)]
    found = {
        f"{name}:{line}": sorted(words)[:5]
        for name in product
        if name not in NAMES
        for line, words in _tables(parsed(ROOT / name))
        if _is_table(words, _known())
    }
    assert found == {}, "words of a language belong into pipelines/lexicon/data"


@pytest.mark.parametrize(
    ("source", "is_one"),
    [
        ('X = ("written", "posted", "published")', True),
        ('X = re.compile(r"^(?:by|from|photo)\\b")', True),
        ('X = re.compile(rf"^(?:written|posted|{more}|published)")', True),
        ('X = {"div", "span", "article"}', False),
        ('X = re.compile(r"foo|bar|baz")', False),
        ('"""written|posted|published"""', False),
    ],
)
def test_table_of_plain_words_is_seen(source: str, is_one: bool) -> None:
    assert any(_is_table(words, _known()) for _, words in _tables(ast.parse(source))) is is_one


@pytest.mark.parametrize(("source", "letters"), [('x = "préféré"', 3), ('"""Doc: préféré"""', 0)])
def test_count(tmp_path: Path, source: str, letters: int) -> None:
    file = tmp_path / "module.py"
    file.write_text(source, encoding="utf-8")
    assert _foreign(file) == letters
