"""Does a test fail when a rule is switched off or a number moved? One mutant at a time.

    python3 dev.py mutate [ROOM …]

`tests/mutants/ROOM.toml` lists the mutants of a room: in which file which piece of source
becomes which other one, and the tests that must notice. Each is applied to a copy of the
tree, never to the tree itself. First the tests run that run the changed statement (`ran.py`
tells which), until one fails; if none does, all tests of the room. Most changes can be put
into a process that has collected the tests already (`swapped.py`); none survives before a
process has run all tests that began anew. A mutant that no test notices survives; so does one
whose source stands no longer in its file. Tests that never end have noticed it too: the
mutant is said to hang. How far each room is stands on stderr, every half minute. A room with
a test that fails without any mutant is not tried: it is said which test that is.
"""

from __future__ import annotations

import importlib
import multiprocessing
import multiprocessing.connection
import os
import shutil
import signal
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from ran import places, read
from swapped import changes
from tried import NOT_PUT, NOTHING_FAILED, Fails, Room, end_started, follow, fork

ROOT = Path(__file__).resolve().parent.parent
LISTS = ROOT / "tests" / "mutants"
COPIED = ("pipelines", "crawler", "tests", "training", "benchmarks", "docs", "standfirst")
AT_A_TIME = 2
NEEDED = ("pytest", "hypothesis", "lxml.etree", "numpy", "pyarrow.parquet", "pydantic", "duckdb")
"""Loaded once, before a test process is started for each mutant."""
CHOSEN = 40
"""So many tests of those that run a changed statement are asked before the whole room is."""
PROGRESS_SECONDS = 30.0
Share = list[tuple[tuple[str, ...], list["Mutant"]]]
"""What one process tries: tests, and the mutants that they must notice."""


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

    def changed(self) -> str:
        """Return the source of its file as it is changed."""
        return (ROOT / self.file).read_text(encoding="utf-8").replace(self.before, self.after)

    def apply(self, root: Path) -> None:
        """Change the file in a copy of the tree."""
        path = root / self.file
        path.write_text(self.changed(), encoding="utf-8")
        # it may have the length and the second of what was compiled before
        os.utime(path, (0, 0))

    def places(self) -> set[tuple[str, int]]:
        """Return the statements that it is felt in."""
        source = (ROOT / self.file).read_text(encoding="utf-8")
        before = source[: source.index(self.before)].count("\n")
        # where it begins with the end of a line
        first = before + len(self.before) - len(self.before.lstrip("\n"))
        return places(ROOT, self.file, first + 1, before + self.before.rstrip().count("\n") + 1)

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
            known = ", ".join(sorted(p.stem for p in lists.glob("*.toml")))
            sys.exit(f"{path} is not there. Rooms with mutants: {known}")
        listed = tomllib.loads(path.read_text(encoding="utf-8"))
        for file, before, after in listed["mutants"]:
            found.append(Mutant(path.stem, file, before, after, tuple(listed["tests"])))
    return found


def copy(into: Path) -> Path:
    """Copy what tests need of the tree into a new folder; return the folder."""
    into.mkdir()
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, into / name)
    for file in ROOT.glob("*.*"):
        if file.is_file() and file.suffix in (".toml", ".md", ".py", ".txt", ".cfg"):
            shutil.copy(file, into)
    return into


def outcomes(
    tree: Path, tests: tuple[str, ...], chosen: list[Mutant]
) -> Iterator[tuple[Mutant, str]]:
    """Tell what became of each mutant of these tests as soon as it is known: `killed`,
    `hangs`, `survived`, or `gone` when its source stands nowhere."""
    killers: dict[str, list[str]] = {}
    room = Room(tree, tests)
    for mutant in chosen:
        if not mutant.is_told(ROOT):
            yield mutant, "gone"
            continue
        mutant.apply(tree)
        code = _asked(room, mutant, killers.setdefault(mutant.file, []))
        mutant.undo(tree)
        yield mutant, became(code)
    room.close()


def became(code: int | None) -> str:
    """Tell what became of a mutant by the exit code of its tests, None where they were ended."""
    return "hangs" if code is None else "survived" if code in NOTHING_FAILED else "killed"


def _asked(room: Room, mutant: Mutant, killers: list[str]) -> int | None:
    """Return the exit code of the first tests that notice a mutant, else of all of the room.

    `killers` are those that noticed one of the same file before.
    """
    told = room.told
    first = told.first(mutant.places(), killers)[:CHOSEN] or killers[-CHOSEN:]
    every = told.sorted(told.seconds, killers)
    code: int | None = NOT_PUT
    if found := changes(ROOT, mutant.file, mutant.changed(), told.before):
        for tests in (first, [t for t in every if t not in first]):
            if code in (NOT_PUT, *NOTHING_FAILED) and tests:
                code = room.put(mutant.file, found, tests)
    if code in (NOT_PUT, *NOTHING_FAILED):
        code = room.anew(list(dict.fromkeys([*first, *every])))
    if failed := room.failed():
        if failed in killers:
            killers.remove(failed)
        killers.append(failed)
    return code


def _try(tree: Path, work: Share, said: Connection) -> int:
    """Try the mutants of some rooms, and say what becomes of each."""
    for tests, chosen in work:
        try:
            for outcome in outcomes(tree, tests, chosen):
                said.send(outcome)
        except Fails as fails:
            room = chosen[0].room
            print(f"{room} is not tried: {fails} fails without any mutant", file=sys.stderr)
            for mutant in chosen:
                said.send((mutant, "untried"))
    return 0


def main(rooms: list[str]) -> int:
    """Try the mutants of these rooms, or of all; return 0 when all were killed, else 1."""
    return tried(mutants(rooms))


def tried(chosen: list[Mutant]) -> int:
    """Print every mutant that was not simply killed, as soon as that is known, and how many
    were; return 0 when all were killed, else 1. What is started ends with this process."""
    for name in NEEDED:
        importlib.import_module(name)
    begun = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    follow(os.getppid())
    killed = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        try:
            for mutant, outcome in _heard(_start(Path(folder), shared(chosen))):
                killed += outcome in ("killed", "hangs")
                if outcome not in ("killed", "untried"):
                    print(f"{outcome:9} {mutant.room:8} {mutant}", flush=True)
        finally:
            end_started()
    seconds = time.monotonic() - begun
    print(f"{killed} of {len(chosen)} mutants killed in {seconds:.0f} s")
    return int(killed < len(chosen))


def _start(folder: Path, shares: list[Share]) -> dict[Connection, Share]:
    """Start a process for each share; return where it says what it finds."""
    first = copy(folder / "0")
    read(ROOT)
    said = {}
    for number, share in enumerate(shares):
        tree = first if not number else shutil.copytree(first, folder / str(number))
        mine, theirs = multiprocessing.Pipe(duplex=False)
        fork(lambda tree=tree, share=share, theirs=theirs: _try(tree, share, theirs))
        theirs.close()
        said[mine] = share
    return said


def shared(chosen: list[Mutant]) -> list[Share]:
    """Share the mutants out among as many processes as run at a time: the most first, each to
    the one that has the fewest; those of a single room are halved."""
    rooms: dict[tuple[str, ...], list[Mutant]] = {}
    for mutant in chosen:
        rooms.setdefault(mutant.tests, []).append(mutant)
    work = sorted(rooms.items(), key=lambda w: -len(w[1]))
    if len(work) == 1:
        (tests, all_of_it) = work[0]
        work = [(tests, part) for n in range(AT_A_TIME) if (part := all_of_it[n::AT_A_TIME])]
    shares: list[Share] = [[] for _ in range(AT_A_TIME)]
    for room in work:
        min(shares, key=lambda s: sum(len(m) for _, m in s)).append(room)
    return [s for s in shares if s]


def _heard(said: dict[Connection, Share]) -> Iterator[tuple[Mutant, str]]:
    """Yield what is said until nobody is left who says anything, and print how far it is."""
    many = Counter(m.room for share in said.values() for _, chosen in share for m in chosen)
    done: Counter[str] = Counter()
    printed = time.monotonic()
    left = dict(said)
    while left:
        for connection in multiprocessing.connection.wait(list(left), PROGRESS_SECONDS):
            try:
                mutant, outcome = connection.recv()  # type: ignore[union-attr]  none is a socket
            except EOFError:
                del left[connection]  # type: ignore[arg-type]
                continue
            done[mutant.room] += 1
            yield mutant, outcome
        if time.monotonic() - printed >= PROGRESS_SECONDS:
            printed = time.monotonic()
            print(progress(list(left.values()), done, many), file=sys.stderr, flush=True)


def progress(shares: list[Share], done: Counter[str], many: Counter[str]) -> str:
    """Say how many mutants of how many are done of the rooms that are being tried."""
    trying = []
    for share in shares:
        rooms = (chosen[0].room for _, chosen in share)
        trying += [next((r for r in rooms if done[r] < many[r]), "")]
    return ", ".join(f"{r} {done[r]} of {many[r]}" for r in dict.fromkeys(trying) if r)


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
