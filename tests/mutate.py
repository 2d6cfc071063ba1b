"""Does a test fail when a rule is switched off or a number moved? One mutant at a time.

    python3 dev.py mutate [ROOM …]

`tests/mutants/ROOM.toml` lists the mutants of a room: in which file which piece of source
becomes which other one, and the tests that must notice. Each is applied to a copy of the
tree, never to the tree itself, and the tests of its room run until the first fails. A
mutant that no test notices survives; so does one whose source stands no longer in its file.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import shutil
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LISTS = ROOT / "tests" / "mutants"
COPIED = ("pipelines", "crawler", "tests", "training", "benchmarks", "docs", "standfirst")
AT_A_TIME = 2
NEEDED = ("pytest", "hypothesis", "lxml.etree", "numpy", "pyarrow.parquet", "pydantic", "duckdb")
"""Loaded once, before a test process is started for each mutant."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change to the source that the tests of its room must notice."""

    room: str
    file: str
    before: str
    after: str
    tests: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.file}: {self.before!r} → {self.after!r}"

    def is_told(self, root: Path) -> bool:
        """Tell whether its source stands in its file, exactly once."""
        return (root / self.file).read_text(encoding="utf-8").count(self.before) == 1

    def apply(self, root: Path) -> None:
        """Change the file in a copy of the tree."""
        path = root / self.file
        source = path.read_text(encoding="utf-8").replace(self.before, self.after)
        path.write_text(source, encoding="utf-8")
        # it may have the length and the second of what was compiled before
        os.utime(path, (0, 0))

    def undo(self, root: Path) -> None:
        """Put the file back as it stands in the tree."""
        shutil.copy2(ROOT / self.file, root / self.file)


def mutants(rooms: list[str], lists: Path = LISTS) -> list[Mutant]:
    """Return the mutants of these rooms, or of all when none is named.

    Raises SystemExit for a room without a list.
    """
    paths = [lists / f"{r}.toml" for r in rooms] or sorted(lists.glob("*.toml"))
    found = []
    for path in paths:
        if not path.exists():
            sys.exit(
                f"{path} is not there. Rooms with mutants: {', '.join(sorted(p.stem for p in lists.glob('*.toml')))}"
            )
        listed = tomllib.loads(path.read_text(encoding="utf-8"))
        for file, before, after in listed["mutants"]:
            found.append(Mutant(path.stem, file, before, after, tuple(listed["tests"])))
    return found


def start(tree: Path, tests: tuple[str, ...], *, compiling: bool = False) -> int:
    """Run tests in a copy of the tree, in a process that has the libraries loaded already;
    return its number. What is compiled stays there if `compiling`."""
    process = os.fork()
    if not process:
        sys.dont_write_bytecode = not compiling
        os._exit(_run(tree, tests))
    return process


def passed(status: int) -> bool:
    """Tell whether the tests passed, from the status of their process."""
    return os.waitstatus_to_exitcode(status) == 0


def _run(tree: Path, tests: tuple[str, ...]) -> int:
    import pytest

    os.chdir(tree)
    sys.path[:] = [str(tree), str(tree / "tests"), *(p for p in sys.path if not _is_ours(p))]
    sys.meta_path[:] = [
        f for f in sys.meta_path if "editable" not in getattr(f, "__module__", "").lower()
    ]
    quiet = ["-x", "-q", "-m", "not slow", "-p", "no:cacheprovider", "-p", "no:randomly"]
    # what is loaded already cannot be rewritten, and need not be
    quiet += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    with Path(os.devnull).open("w") as nothing:
        os.dup2(nothing.fileno(), 1)
        os.dup2(nothing.fileno(), 2)
    with contextlib.redirect_stdout(io.StringIO()):
        return int(pytest.main([*quiet, f"--rootdir={tree}", *tests]))


def _is_ours(path: str) -> bool:
    return not path or Path(path).resolve() in (ROOT, ROOT / "tests")


def copy(into: Path) -> Path:
    """Copy what tests need of the tree into a new folder; return the folder."""
    into.mkdir()
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, into / name, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ROOT.glob("*.*"):
        if file.is_file() and file.suffix in (".toml", ".md", ".py", ".txt", ".cfg"):
            shutil.copy(file, into)
    return into


def outcomes(chosen: list[Mutant], trees: list[Path]) -> dict[Mutant, str]:
    """Return what became of each: `killed`, `survived`, or `gone` when its source stands
    nowhere."""
    found = {m: "gone" for m in chosen if not m.is_told(ROOT)}
    waiting = [m for m in chosen if m not in found]
    running: dict[int, tuple[Mutant, Path]] = {}
    while waiting or running:
        while waiting and trees:
            mutant, tree = waiting.pop(0), trees.pop()
            mutant.apply(tree)
            running[start(tree, mutant.tests)] = (mutant, tree)
        process, status = os.wait()
        mutant, tree = running.pop(process)
        mutant.undo(tree)
        trees.append(tree)
        found[mutant] = "survived" if passed(status) else "killed"
    return found


def main(rooms: list[str]) -> int:
    """Print what became of every mutant; return 0 when all were killed, else 1."""
    chosen = mutants(rooms)
    for name in NEEDED:
        importlib.import_module(name)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        first = copy(Path(folder, "0"))
        for tests in dict.fromkeys(m.tests for m in chosen):
            if not passed(os.waitpid(start(first, tests, compiling=True), 0)[1]):
                sys.exit(f"the tests fail without any mutant: {' '.join(tests)}. Mend them first.")
        trees = [first, *(Path(folder, str(n)) for n in range(1, AT_A_TIME))]
        for tree in trees[1:]:
            shutil.copytree(first, tree)
        found = outcomes(chosen, trees)
    for mutant in chosen:
        if found[mutant] != "killed":
            print(f"{found[mutant]:9} {mutant.room:8} {mutant}")
    killed = sum(result == "killed" for result in found.values())
    seconds = time.monotonic() - started
    print(f"{killed} of {len(chosen)} mutants killed in {seconds:.0f} s")
    return int(killed < len(chosen))


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.exit(main(sys.argv[1:]))
