"""The product's own source as trees: each file is parsed and walked once in a process."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path


@cache
def parsed(file: Path) -> ast.Module:
    """Return the tree of a file."""
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def walked(tree: ast.AST) -> list[ast.AST]:
    """Return every node of a tree."""
    return list(ast.walk(tree))
