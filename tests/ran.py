"""Which tests run which statements of a room: the first to ask when one of them is changed.

Modules are compiled with a mark before every statement of their functions, and a pytest
plugin keeps the marks that each test passed. What this tells is an order and no verdict: a
value that a test finds in a cache was made by another test, and a pattern is compiled when
its module is loaded. So a mutant that the chosen tests let live meets all tests of its room.
"""

from __future__ import annotations

import ast
import builtins
import functools
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

import pytest

OURS = ("crawler", "pipelines", "training")
MARK = "__ran__"
Place = tuple[str, int]
"""A statement: its file in the tree, and the line where it begins."""


@dataclass(slots=True)
class Told:
    """What the tests of a room did: how long each took and which statements it ran."""

    seconds: dict[str, float] = field(default_factory=dict)
    ran: dict[str, frozenset[Place]] = field(default_factory=dict)
    before: frozenset[Place] = frozenset()
    """What ran before the first test: when modules were loaded and tests collected."""
    failed: str = ""

    def first(self, places: Iterable[Place], killers: Sequence[str] = ()) -> list[str]:
        """Return the tests that run one of these places: those first that noticed a change
        there before, then the fastest."""
        wanted = set(places)
        found = [t for t, ran in self.ran.items() if not wanted.isdisjoint(ran)]
        return self.sorted(found, killers)

    def sorted(self, tests: Iterable[str], killers: Sequence[str] = ()) -> list[str]:
        """Return these tests: the last that noticed something first, then the fastest."""
        rank = {test: place for place, test in enumerate(reversed(killers))}
        return sorted(tests, key=lambda t: (rank.get(t, len(rank)), self.seconds[t], t))


def marked(source: str, file: str) -> ast.Module:
    """Return a module with a mark before every statement of its functions."""
    tree = ast.parse(source)
    _mark_suites(tree, file, inside=False)
    return ast.fix_missing_locations(tree)


def _mark_suites(node: ast.AST, file: str, *, inside: bool) -> None:
    inside = inside or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    for child in ast.iter_child_nodes(node):
        _mark_suites(child, file, inside=inside)
    for name in ("body", "orelse", "finalbody"):
        suite = getattr(node, name, None)
        if inside and isinstance(suite, list):
            setattr(node, name, [s for old in suite for s in (*_mark(old, file), old)])


def _mark(statement: ast.stmt, file: str) -> list[ast.stmt]:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return []  # a docstring stays the first statement
    place = ast.Tuple([ast.Constant(file), ast.Constant(statement.lineno)], ast.Load())
    call = ast.Expr(ast.Call(ast.Name(MARK, ast.Load()), [place], []))
    return [ast.copy_location(call, statement)]


class _Loader(SourceFileLoader):
    """Compiles a module with marks, and keeps nothing of it."""

    tree = Path()

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        file = Path(path).relative_to(self.tree).as_posix()
        source = self.get_data(path).decode("utf-8")
        return compile(marked(source, file), path, "exec", dont_inherit=True)


class Finder(MetaPathFinder):
    """Finds the modules of a tree for the loader that marks them."""

    def __init__(self, tree: Path) -> None:
        _Loader.tree = tree

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where a module of ours is, to be loaded with marks."""
        if name.split(".", maxsplit=1)[0] not in OURS:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


class Watch:
    """The plugin that keeps which marks each test passed."""

    def __init__(self, tree: Path) -> None:
        self.told = Told()
        self._ran: set[Place] = set()
        setattr(builtins, MARK, self._ran.add)
        sys.meta_path.insert(0, Finder(tree))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> object:
        """Note what one test runs, with what it sets up."""
        if not self.told.ran:
            self.told.before = frozenset(self._ran)
        self._ran.clear()
        started = time.perf_counter()
        result = yield
        self.told.seconds[item.nodeid] = time.perf_counter() - started
        self.told.ran[item.nodeid] = frozenset(self._ran)
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note the test that fails."""
        if report.failed:
            self.told.failed = report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note the file that cannot be read."""
        if report.failed:
            self.told.failed = report.nodeid


@functools.cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@functools.cache
def uses(root: Path) -> dict[str, list[tuple[str, ast.stmt]]]:
    """Return every name, and the statements that say it."""
    found: dict[str, list[tuple[str, ast.stmt]]] = {}
    for top in (*OURS, "tests"):
        for path in sorted((root / top).rglob("*.py")):
            file = path.relative_to(root).as_posix()
            for statement in ast.walk(_parsed(path)):
                if isinstance(statement, ast.stmt):
                    for name in _said(statement):
                        found.setdefault(name, []).append((file, statement))
    return found


def read(root: Path) -> None:
    """Read the tree once, for all processes that will ask."""
    uses(root)
    inside_functions(root)


def _said(statement: ast.stmt) -> set[str]:
    """The names that a statement says, but for those in its inner statements."""
    names: set[str] = set()
    waiting: list[ast.AST] = [statement]
    while waiting:
        for child in ast.iter_child_nodes(waiting.pop()):
            if isinstance(child, ast.Name):
                names.add(child.id)
            elif isinstance(child, ast.Attribute):
                names.add(child.attr)
            if not isinstance(child, ast.stmt):
                waiting.append(child)
    return names


def places(root: Path, file: str, first: int, last: int) -> set[Place]:
    """Return the statements that a change of these lines is felt in: those of functions that
    stand there, and where a name is said that stands there outside of functions."""
    found: set[Place] = set()
    asked: set[tuple[str, int]] = set()
    waiting = [(file, s) for s in _innermost(_parsed(root / file), first, last)]
    inner = inside_functions(root)
    while waiting:
        where, statement = waiting.pop()
        if (where, statement.lineno) in asked:
            continue
        asked.add((where, statement.lineno))
        if statement.lineno in inner.get(where, ()):
            found.add((where, statement.lineno))
        else:
            for name in _given(statement):
                waiting += [u for u in uses(root).get(name, ()) if u[1] is not statement]
    return found


@functools.cache
def inside_functions(root: Path) -> dict[str, frozenset[int]]:
    """Return the lines where statements begin that stand in functions, of each file."""
    found = {}
    for top in (*OURS, "tests"):
        for path in (root / top).rglob("*.py"):
            functions = [
                n
                for n in ast.walk(_parsed(path))
                if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
            ]
            lines = {
                s.lineno
                for f in functions
                for n in f.body
                for s in ast.walk(n)
                if isinstance(s, ast.stmt)
            }
            found[path.relative_to(root).as_posix()] = frozenset(lines)
    return found


def _innermost(tree: ast.Module, first: int, last: int) -> list[ast.stmt]:
    """The smallest statements that reach into these lines."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and node.lineno <= last and first <= (node.end_lineno or 0):
            inner = [s for s in ast.iter_child_nodes(node) if isinstance(s, ast.stmt)]
            if not any(s.lineno <= first and last <= (s.end_lineno or 0) for s in inner):
                found.append(node)
    return found


def _given(statement: ast.stmt) -> set[str]:
    """The names that a statement outside of functions gives a value."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {statement.name}
    return {
        n.id
        for n in ast.walk(statement)
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
