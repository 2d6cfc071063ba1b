"""A changed file in a process that has loaded it already: only what is changed is put there.

A function gets the code of the changed file, a number its other value. That is the same as
loading everything anew as long as neither was asked before; where it was, or where anything
else is changed, nothing is put anywhere, and the tests run in a process that begins anew.
"""

from __future__ import annotations

import ast
import gc
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from ran import Place, inside_functions, uses

FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Changes:
    """What a changed file has other than the one that was loaded."""

    functions: tuple[str, ...]
    """By their qualified names."""
    values: tuple[str, ...]
    """Names of values that are other, or are made of one that is."""


def changes(root: Path, file: str, after: str, before: frozenset[Place]) -> Changes | None:
    """Return what is other in a file of the tree, None where a process must begin anew.

    `before` are the statements that had run when the tests were collected.
    """
    old = ast.parse((root / file).read_text(encoding="utf-8"))
    functions, values = [], []
    for name, statement, new in _other(old.body, ast.parse(after).body, ""):
        if new is None:
            return None
        if isinstance(statement, FUNCTIONS):
            lines = {n.lineno for s in statement.body for n in ast.walk(s) if hasattr(n, "lineno")}
            if any((file, line) in before for line in lines):
                return None
            functions.append(name)
        else:
            made = _made_of(root, file, old, statement, before)
            if made is None:
                return None
            values += made
    return Changes(tuple(functions), tuple(values))


def _made_of(
    root: Path, file: str, module: ast.Module, changed: ast.stmt, before: frozenset[Place]
) -> list[str] | None:
    """Return the names of what is made of a value, with its own; None where one of them is
    said before the tests run, but to make another in this file, or is made by this file's own
    functions."""
    own = {s.name for s in module.body if isinstance(s, FUNCTIONS | ast.ClassDef)}
    inner = inside_functions(root)
    statements = {s.lineno: s for s in module.body}
    found: dict[str, ast.stmt] = {}
    waiting = [changed]
    while waiting:
        statement = waiting.pop()
        names = _named(statement)
        if not names or own & {n.id for n in ast.walk(statement) if isinstance(n, ast.Name)}:
            return None
        if all(n in found for n in names):
            continue
        found.update(dict.fromkeys(names, statement))
        for name in names:
            for where, use in uses(root).get(name, ()):
                late = use.lineno in inner.get(where, ()) and (where, use.lineno) not in before
                if late or (where == file and use.lineno == statement.lineno):
                    continue
                if where != file and name.startswith("_"):
                    continue  # another file's own
                if where != file or use.lineno not in statements:
                    return None
                waiting.append(statements[use.lineno])
    return list(found)


def _other(
    old: list[ast.stmt], new: list[ast.stmt], within: str
) -> Iterator[tuple[str, ast.stmt, ast.stmt | None]]:
    """Every function and value that is other, with None where more is."""
    if len(old) != len(new):
        yield within, ast.Pass(), None
        return
    for mine, its in zip(old, new, strict=True):
        if ast.dump(mine) == ast.dump(its):
            continue
        if isinstance(mine, FUNCTIONS | ast.ClassDef) and _head(mine) == _head(its):
            if isinstance(mine, ast.ClassDef):
                yield from _other(mine.body, its.body, f"{within}{mine.name}.")  # type: ignore[attr-defined]  of one type
            else:
                yield within + mine.name, mine, its
        elif (name := _named(mine)) and name == _named(its) and not within:
            yield "", mine, its
        else:
            yield within, mine, None


def _head(statement: ast.stmt) -> str:
    """A function or class without what stands in it."""
    fields = {n: v for n, v in ast.iter_fields(statement) if n not in ("body", "lineno")}
    return ast.dump(type(statement)(**fields, body=[]))


def _named(statement: ast.stmt) -> tuple[str, ...]:
    """The names that an assignment gives a value, none where it is another statement."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        target = statement.target
    else:
        return ()
    parts = target.elts if isinstance(target, ast.Tuple) else [target]
    return tuple(p.id for p in parts if isinstance(p, ast.Name))


def loaded() -> dict[tuple[str, str], list[FunctionType]]:
    """Return the functions that are there, by file and qualified name."""
    found: dict[tuple[str, str], list[FunctionType]] = {}
    for function in gc.get_objects():
        if type(function) is FunctionType:
            code = function.__code__
            found.setdefault((code.co_filename, code.co_qualname), []).append(function)
    return found


def put(
    tree: Path, file: str, found: Changes, functions: dict[tuple[str, str], list[FunctionType]]
) -> bool:
    """Put what is changed into this process; tell whether that could be done."""
    path = tree / file
    name = ".".join(path.relative_to(tree).with_suffix("").parts).removesuffix(".__init__")
    if name not in sys.modules:
        return True  # it will be loaded as it is changed
    code = compile(path.read_text(encoding="utf-8"), str(path), "exec", dont_inherit=True)
    codes = {c.co_qualname: c for c in _codes(code)}
    for changed in found.functions:
        inner = f"{changed}.<locals>."
        mine = functions.get((str(path), changed), [])
        if not mine or any(f == str(path) and q.startswith(inner) for f, q in functions):
            return False
        for function in mine:
            if function.__code__.co_freevars != codes[changed].co_freevars:
                return False
            function.__code__ = codes[changed]
    scratch = ModuleType(name)
    scratch.__dict__.update(__file__=str(path), __package__=sys.modules[name].__package__)
    if found.values:
        exec(code, scratch.__dict__)  # noqa: S102  the file that would be loaded
    for changed in found.values:
        value = getattr(scratch, changed)
        for module in list(sys.modules.values()):
            if module.__name__ == name or _imports(module, tree, name, changed):
                setattr(module, changed, value)
    return True


def _codes(code: CodeType) -> Iterator[CodeType]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner
            yield from _codes(inner)


def _imports(module: Any, tree: Path, name: str, value: str) -> bool:
    file = str(getattr(module, "__file__", None) or "")
    if not file.startswith(f"{tree}/") or value not in vars(module):
        return False
    return any(
        isinstance(s, ast.ImportFrom)
        and (s.module or "").split(".")[-1] == name.rsplit(".", maxsplit=1)[-1]
        and any(a.name == value for a in s.names)
        for s in ast.walk(ast.parse(Path(file).read_text(encoding="utf-8")))
    )
