"""Tests in processes of their own: watched, asked from one that has collected them, or anew."""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import pickle
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from ran import Told, Watch
from swapped import Changes, loaded, put

ROOT = Path(__file__).resolve().parent.parent
NOTHING_FAILED = (0, 5)
"""Exit codes of pytest: all passed, and none was there to run."""
NOT_PUT = 100
"""The exit code of a process that could not be changed."""
BROKEN = 101
"""The exit code of a process that was never a test."""
PATIENCE, GRACE = 6.0, 60.0
"""Tests hang that take so many times their time, and so many seconds more, as a file that is
changed is compiled anew; more where more processes wait for this machine than it can run."""


LEAVING_SECONDS = 5.0
"""So long a process may take to end what it has started."""
SET_PDEATHSIG = 1
"""What prctl(2) is asked for: a signal when the process that started this one ends."""
started: set[int] = set()
"""The processes that this one has started and not seen the end of."""


class Fails(Exception):
    """A test of a room fails without any mutant."""


def fork(run: Callable[[], int]) -> int:
    """Run something in a process of its own, that ends when this one does; return its
    number."""
    me = os.getpid()
    process = os.fork()
    if not process:
        code = BROKEN
        try:
            started.clear()
            os.setpgid(0, 0)
            signal.signal(signal.SIGTERM, _end)
            follow(me)
            code = run()
        except BaseException:
            traceback.print_exc()
        os._exit(code)
    started.add(process)
    return process


def follow(parent: int) -> None:
    """Be sent SIGTERM when the process that started this one ends, however that ends: on
    Linux. Elsewhere a process ends when it finds nobody to tell what it found."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)


def end_started() -> None:
    """End all that this process has started, and what those have."""
    for process in tuple(started):
        with contextlib.suppress(ProcessLookupError, PermissionError):  # it has ended itself
            os.killpg(process, signal.SIGTERM)
        ended(process, LEAVING_SECONDS)


def _end(*_: object) -> None:
    end_started()
    os.killpg(0, signal.SIGKILL)


def ended(process: int, seconds: float) -> int | None:
    """Wait until a process ends; return its exit code, None where its time was over."""
    ends = time.monotonic() + seconds
    pause = 0.002
    while time.monotonic() < ends:
        number, status = os.waitpid(process, os.WNOHANG)
        if number:
            started.discard(process)
            return os.waitstatus_to_exitcode(status)
        time.sleep(pause)
        pause = min(0.05, pause * 1.5)
    os.killpg(process, signal.SIGKILL)
    os.waitpid(process, 0)
    started.discard(process)
    return None


def run_pytest(tree: Path, files: Sequence[str], plugin: object) -> int:
    """Run tests of a copy of the tree in this process, until one fails; return the exit code."""
    import pytest

    os.chdir(tree)
    ours = [str(tree), str(tree / "tests")]
    sys.path[:] = [*ours, *(p for p in sys.path if not _is_ours(p))]
    sys.meta_path[:] = [
        f for f in sys.meta_path if "editable" not in getattr(f, "__module__", "").lower()
    ]
    quiet = ["-x", "-q", "-m", "not slow", "-p", "no:cacheprovider", "-p", "no:randomly"]
    # what is loaded already cannot be rewritten, and need not be
    quiet += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    quiet += [f"--basetemp={tree.parent / f'{tree.name}-made'}"]
    with Path(os.devnull).open("w") as nothing:
        os.dup2(nothing.fileno(), 1)
        os.dup2(nothing.fileno(), 2)
    return int(pytest.main([*quiet, f"--rootdir={tree}", *files], [plugin]))


def _is_ours(path: str) -> bool:
    return not path or Path(path).resolve() in (ROOT, ROOT / "tests")


class Only:
    """The plugin that runs some tests, in an order, and notes which of them fails."""

    def __init__(self, tests: Sequence[str], note: Path) -> None:
        self.tests = {test: place for place, test in enumerate(tests)}
        self.note = note

    def pytest_collection_finish(self, session: object) -> None:
        """Keep the tests that were asked for."""
        items = session.items  # type: ignore[attr-defined]  a session of pytest
        kept = [i for i in items if i.nodeid in self.tests]
        items[:] = sorted(kept, key=lambda i: self.tests[i.nodeid])

    def pytest_runtest_logreport(self, report: object) -> None:
        """Note which test fails."""
        if report.failed:  # type: ignore[attr-defined]  a report of pytest
            self.note.write_text(report.nodeid)  # type: ignore[attr-defined]


class Ready(Only):
    """The plugin that collects the tests of a room and runs of them what it is asked, each
    time in a fork in which the change was put."""

    def __init__(self, tree: Path, asked: Connection, note: Path) -> None:
        super().__init__((), note)
        self.tree, self.asked = tree, asked

    def pytest_collection_modifyitems(self) -> None:
        """Note the functions, while all can be listed."""
        self.functions = loaded()

    def pytest_collection_finish(self, session: object) -> None:
        """Keep all tests."""

    def pytest_runtestloop(self, session: object) -> bool:
        """Answer until nothing is asked any more."""
        items = {i.nodeid: i for i in session.items}  # type: ignore[attr-defined]
        self.asked.send(True)
        while asked := self.asked.recv():
            file, found, tests, seconds = asked
            chosen = [items[t] for t in tests if t in items]

            def run(file: str = file, found: Changes = found, chosen: list = chosen) -> int:  # type: ignore[type-arg]
                sys.dont_write_bytecode = True
                if not put(self.tree, file, found, self.functions):
                    return NOT_PUT
                for item, after in zip(chosen, [*chosen[1:], None], strict=True):
                    item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
                    if session.testsfailed:  # type: ignore[attr-defined]
                        return 1
                return 0

            self.asked.send(ended(fork(run), seconds))
        return True


class Room:
    """The tests of a room in a copy of the tree."""

    def __init__(self, tree: Path, tests: tuple[str, ...]) -> None:
        self.tree, self.tests = tree, tests
        self.note = tree.parent / f"{tree.name}-failed"
        self.told = self._watched()
        self.asked, theirs = multiprocessing.Pipe()
        self.process = fork(lambda: self._ready(theirs))
        theirs.close()
        self.asked.recv()

    def _ready(self, asked: Connection) -> int:
        self.asked.close()  # so that it ends when nobody is left who asks
        return run_pytest(self.tree, self.tests, Ready(self.tree, asked, self.note))

    def _watched(self) -> Told:
        """Run all tests once, watched.

        Raises Fails when one does: it would notice every mutant.
        """
        told = self.tree.parent / f"{self.tree.name}-told"
        told.unlink(missing_ok=True)

        def run() -> int:
            watch = Watch(self.tree)
            code = run_pytest(self.tree, self.tests, watch)
            told.write_bytes(pickle.dumps(watch.told))
            return code

        code = ended(fork(run), float("inf"))
        found = pickle.loads(told.read_bytes()) if told.exists() else Told()  # noqa: S301  ours
        if code:
            raise Fails(found.failed or f"pytest {' '.join(self.tests)}, exit code {code},")
        return found

    def close(self) -> None:
        """End the process that has the tests ready."""
        self.asked.send(None)
        ended(self.process, GRACE)
        shutil.rmtree(self.tree.parent / f"{self.tree.name}-made", ignore_errors=True)

    def put(self, file: str, found: Changes, tests: list[str]) -> int | None:
        """Run tests with a change put into a process that is ready; return the exit code."""
        self.note.unlink(missing_ok=True)
        self.asked.send((file, found, tests, self._seconds(tests)))
        return self.asked.recv()  # type: ignore[no-any-return]  what `ended` gives

    def anew(self, tests: list[str]) -> int | None:
        """Run tests in a process that loads everything anew; return its exit code."""
        self.note.unlink(missing_ok=True)
        files = tuple(dict.fromkeys(t.partition("::")[0] for t in tests))

        def run() -> int:
            sys.dont_write_bytecode = True
            return run_pytest(self.tree, files, Only(tests, self.note))

        return ended(fork(run), self._seconds(tests))

    def _seconds(self, tests: list[str]) -> float:
        waiting = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
        return waiting * (GRACE + PATIENCE * sum(self.told.seconds[t] for t in tests))

    def failed(self) -> str:
        """Return the test that failed last, empty where none did."""
        found = self.note.read_text() if self.note.exists() else ""
        return found if found in self.told.seconds else ""
