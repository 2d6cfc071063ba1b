"""Which named numbers of a room no mutant moves.

A number is named where a module, a class or the default of a parameter gives it a name and
nothing but numbers, or a time of so many days, stands behind that; 0 says that there is
nothing, and decides nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

Span = tuple[int, int]
"""Where a piece of a file begins and ends, in characters."""


def unmoved(source: str, changes: Iterable[tuple[str, str]]) -> list[str]:
    """Return the names of the numbers that none of these changes (`before`, `after`) moves."""
    moved = [span for before, after in changes for span in _changed(source, before, after)]
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line.encode()))
    encoded = source.encode()

    def place(line: int, column: int) -> int:
        return len(encoded[: starts[line - 1] + column].decode())

    found = []
    for name, value in _named(ast.parse(source).body):
        begin = place(value.lineno, value.col_offset)
        end = place(value.end_lineno or 0, value.end_col_offset or 0)
        if not any(first <= end and last >= begin for first, last in moved):
            found.append(name)
    return found


def _changed(source: str, before: str, after: str) -> Iterator[Span]:
    """The characters of a file that a change takes away or puts something between."""
    if before not in source:
        return
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    place = source.index(before)
    yield place + start, place + len(before) - end


def _named(body: Iterable[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    """Each name with the number behind it, as these statements give them."""
    for each in body:
        if isinstance(each, ast.ClassDef):
            yield from _named(each.body)
        elif isinstance(each, ast.FunctionDef):
            given = each.args.posonlyargs + each.args.args
            defaults = each.args.defaults
            at_end = zip(given[len(given) - len(defaults) :], defaults, strict=True)
            by_name = zip(each.args.kwonlyargs, each.args.kw_defaults, strict=True)
            for argument, value in (*at_end, *by_name):
                if value is not None:
                    yield from _numbers(f"{each.name}({argument.arg})", value)
        elif isinstance(each, ast.AnnAssign) and each.value is not None:
            yield from _numbers(ast.unparse(each.target), each.value)
        elif isinstance(each, ast.Assign):
            target, value = each.targets[0], each.value
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                for one, its in zip(target.elts, value.elts, strict=True):
                    yield from _numbers(ast.unparse(one), its)
            else:
                yield from _numbers(ast.unparse(target), value)


def _numbers(name: str, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """A number as a whole; of several each by itself."""
    parts = value.values if isinstance(value, ast.Dict) else None
    if isinstance(value, ast.Tuple | ast.List):
        parts = value.elts
    if parts is None:
        if _is_number(value) and ast.unparse(value) not in ("0", "0.0"):
            yield name, value
    elif all(map(_is_number, parts)):
        yield from ((f"{name}[{n}]", part) for n, part in enumerate(parts))


def _is_number(value: ast.expr) -> bool:
    if isinstance(value, ast.UnaryOp):
        return _is_number(value.operand)
    if isinstance(value, ast.BinOp):
        counts = not isinstance(value.op, ast.LShift | ast.BitOr)
        return counts and _is_number(value.left) and _is_number(value.right)
    if isinstance(value, ast.Call) and ast.unparse(value.func) == "timedelta":
        return all(_is_number(given.value) for given in value.keywords)
    return isinstance(value, ast.Constant) and type(value.value) in (int, float)


def files(root: Path, rooms: Iterable[str]) -> Iterator[str]:
    """Yield the files of these rooms, as they are named in the tree."""
    for room in rooms:
        for path in sorted((root / room).rglob("*.py")):
            yield path.relative_to(root).as_posix()
