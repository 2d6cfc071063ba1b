"""Who may know what: paths of a dataset folder, tables of the frontier, one meaning per name."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from sources import parsed, walked

ROOT = Path(__file__).parents[1]
PATHS = "pipelines/store/paths.py"
SPELT = re.compile(r"\b_(?:meta|archive)\b|frontier\.sqlite")
ASKS = re.compile(
    r"\b(?:FROM|INTO|UPDATE|JOIN|TABLE)\s+(?:IF NOT EXISTS\s+)?(?:urls|hosts|segments|policies|facts)\b"
)
BARE = re.compile(r"\b(?:state|kind)\s*(?:=|<>|!=|<=?|>=?|IN|NOT IN)\s*\(?\s*\d")


@cache
def trees() -> dict[str, ast.Module]:
    files = (
        p
        for room in ("standfirst", "crawler", "pipelines", "benchmarks")
        for p in (ROOT / room).rglob("*.py")
    )
    return {p.relative_to(ROOT).as_posix(): parsed(p) for p in files}


@cache
def texts(tree: ast.Module) -> list[str]:
    """Return the string constants of a module but for its docstrings."""
    said = {
        id(node.value)
        for node in walked(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        node.value
        for node in walked(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    ]


def found(pattern: re.Pattern[str]) -> set[str]:
    return {name for name, tree in trees().items() if any(map(pattern.search, texts(tree)))}


def test_only_one_module_spells_where_things_lie():
    assert found(SPELT) == {PATHS}


def test_only_the_frontier_asks_its_tables():
    assert {name.rpartition("/")[0] for name in found(ASKS)} == {"crawler/frontier"}


def users(*libraries: str) -> set[str]:
    """The modules that import one of these, at their top or inside a function."""

    def imports(tree: ast.Module) -> set[str]:
        return {
            name.name for n in walked(tree) if isinstance(n, ast.Import) for name in n.names
        } | {n.module or "" for n in walked(tree) if isinstance(n, ast.ImportFrom)}

    return {name for name, tree in trees().items() if imports(tree) & set(libraries)}


def test_only_the_frontier_opens_its_file():
    assert {name.rpartition("/")[0] for name in users("sqlite3")} == {"crawler/frontier"}


def test_only_one_room_of_pipelines_reaches_a_store():
    reaching = {name for name in users("pyarrow.fs", "fsspec") if name.startswith("pipelines/")}
    assert {name.rpartition("/")[0] for name in reaching} == {"pipelines/store/remote"}


def test_no_state_is_a_bare_number():
    assert found(BARE) == set()


def definitions(name: str) -> list[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [
        file
        for file, tree in trees().items()
        if not file.startswith("benchmarks/")
        for node in tree.body
        if isinstance(node, kinds) and node.name == name
    ]


@pytest.mark.parametrize(
    "name", ["build", "merge", "Outcome", "rebuild", "Frontier", "Finder", "tally"]
)
def test_name_stands_for_one_thing(name: str):
    assert len(definitions(name)) == 1


def test_crawler_has_eight_rooms_and_no_loose_modules():
    inside = list((ROOT / "crawler").iterdir())
    rooms = [p.name for p in inside if any(p.glob("*.py"))]  # caches of one that was are none
    assert len(rooms) <= 8, rooms
    assert {p.name for p in inside if p.is_file()} == {"__init__.py", "__main__.py"}


def test_tests_stand_in_the_room_that_they_test():
    tests = (ROOT / "tests" / "pipelines").rglob("test_*.py")
    rooms = {p.parent.relative_to(ROOT / "tests").as_posix() for p in tests}
    assert {r for r in rooms if not (ROOT / r / "__init__.py").exists()} == set()
    loose = {p.stem.removeprefix("test_") for p in (ROOT / "tests/pipelines").glob("test_*.py")}
    assert {n for n in loose if not (ROOT / f"pipelines/{n}.py").exists()} == set()
    every = {p.parent.name for p in (ROOT / "pipelines").glob("*/__init__.py")}
    assert every - {Path(r).name for r in rooms} == {"learned"}
