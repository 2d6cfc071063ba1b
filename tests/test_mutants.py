"""The lists of mutants are in force: every one names source that stands in its file."""

from __future__ import annotations

import ast
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import mutate
import numbered
import pytest
import ran
import swapped

MUTANTS = mutate.mutants([])


@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_source_of_a_mutant_stands_once_in_its_file(mutant: mutate.Mutant) -> None:
    assert mutant.is_told(mutate.ROOT)
    assert mutant.before != mutant.after


ROOMS = "access", "body", "dedup", "extract", "fields", "layout", "lexicon", "page", "papers"
"""Rooms of `pipelines` that decide what comes out of a page: no number in them goes unmoved."""
UNMOVED = {
    "pipelines/dedup/postings.py": {"MOST"},  # how much memory is taken: nothing comes out else
    "pipelines/dedup/sketch.py": {"_LETTER", "_ALONE", "_JOINT"},  # names of what a sign is
    "pipelines/fields/dates/places.py": {"_DAY"},  # a day is a day
    "pipelines/fields/language.py": {"_ALIGNED"},  # where arrays lie in a file that we write
    "pipelines/layout/segment.py": {"_INSIDE_OUT", "_BOXED"},  # what a tag does: no amounts
    "pipelines/lexicon/files.py": {"_FORM"},  # the version of what is kept
    "pipelines/lexicon/hints.py": {"_FIRST"},  # how words are looked up: the same are found
    "pipelines/lexicon/matcher.py": {"_FIRST", "_FEW"},  # the same
    "pipelines/papers/evidence.py": {"TEXT", "HEADLINE", "STANDFIRST", "BYLINE", "WALL"},  # names
}


def test_every_named_number_of_these_rooms_is_moved_by_a_mutant() -> None:
    found = {
        file: set(numbered.unmoved((mutate.ROOT / file).read_text(encoding="utf-8"), changes))
        for file in numbered.files(mutate.ROOT, [f"pipelines/{room}" for room in ROOMS])
        for changes in [[(m.before, m.after) for m in MUTANTS if m.file == file]]
    }
    assert {file: names for file, names in found.items() if names} == UNMOVED


def test_there_are_enough() -> None:
    assert len(MUTANTS) >= 60


def test_an_applied_mutant_is_undone(tmp_path: Path) -> None:
    mutant = MUTANTS[0]
    copy = tmp_path / mutant.file
    copy.parent.mkdir(parents=True)
    original = (mutate.ROOT / mutant.file).read_bytes()
    copy.write_bytes(original)
    mutant.apply(tmp_path)
    assert copy.read_bytes() != original
    mutant.undo(tmp_path)
    assert copy.read_bytes() == original
    assert (mutate.ROOT / mutant.file).read_bytes() == original


MODULE = """
LIMIT = 3
PATTERN = f"a{{{LIMIT}}}"
TAKEN = [LIMIT]


class Box:
    size: int = 4

    def holds(self, number):
        if number > LIMIT:
            return False
        return True


def first(words):
    \"\"\"Return the first.\"\"\"
    return words[0]
"""


PYTEST_INI = "[pytest]\naddopts = --import-mode=importlib\n"


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[Path]:
    """A tree of one module and one file of tests."""
    for folder in ("pipelines", "tests"):
        (tmp_path / "0" / folder).mkdir(parents=True)
    (tmp_path / "0/pipelines/made.py").write_text(MODULE)
    (tmp_path / "0/tests/test_made.py").write_text("")
    yield tmp_path / "0"
    for cached in (ran.uses, ran.inside_functions):
        cached.cache_clear()


def test_marks_stand_before_the_statements_of_functions() -> None:
    text = ast.unparse(ran.marked(MODULE, "m.py"))
    assert text.count("__ran__(") == 4
    assert "__ran__(('m.py', 12))\n            return False" in text
    assert '"""Return the first."""\n    __ran__' in text


@pytest.mark.parametrize(
    ("line", "lines"),
    [(18, {18}), (12, {12}), (2, {11}), (8, set())],
    ids=["function", "branch", "value", "class"],
)
def test_a_change_is_felt_where_it_stands_or_where_its_name_is_said(
    tree: Path, line: int, lines: set[int]
) -> None:
    found = ran.places(tree, "pipelines/made.py", line, line)
    assert found == {("pipelines/made.py", n) for n in lines}


def test_who_noticed_before_is_asked_first_then_the_fastest() -> None:
    place, other = ("m.py", 3), ("m.py", 4)
    told = ran.Told(
        {"slow": 3.0, "fast": 1.0, "late": 9.0, "elsewhere": 0.1},
        {
            "slow": frozenset([place]),
            "fast": frozenset([place, other]),
            "late": frozenset([place]),
            "elsewhere": frozenset([other]),
        },
    )
    assert told.first([place]) == ["fast", "slow", "late"]
    assert told.first([place], ["elsewhere", "late"]) == ["late", "fast", "slow"]


@pytest.mark.parametrize(
    ("before", "after", "put"),
    [
        ("words[0]", "words[1]", swapped.Changes(("first",), ())),
        ("> LIMIT:", ">= LIMIT:", swapped.Changes(("Box.holds",), ())),
        ('f"a', 'f"b', swapped.Changes((), ("PATTERN",))),
        ("LIMIT = 3", "LIMIT = 4", swapped.Changes((), ("LIMIT", "PATTERN", "TAKEN"))),
        ("size: int = 4", "size: int = 5", None),
        ("def first(words)", "def first(words=())", None),
        ("TAKEN = [LIMIT]\n", "", None),
    ],
)
def test_only_functions_and_values_are_put_into_a_process(
    tree: Path, before: str, after: str, put: swapped.Changes | None
) -> None:
    source = MODULE.replace(before, after)
    found = swapped.changes(tree, "pipelines/made.py", source, frozenset())
    assert (found and (found.functions, set(found.values))) == (
        put and (put.functions, set(put.values))
    )


def test_what_ran_before_the_tests_is_loaded_anew(tree: Path) -> None:
    for line, before, after in ((18, "words[0]", "words[1]"), (11, "LIMIT = 3", "LIMIT = 4")):
        ran_before = frozenset({("pipelines/made.py", line)})
        source = MODULE.replace(before, after)
        assert swapped.changes(tree, "pipelines/made.py", source, ran_before) is None


def test_a_value_that_another_file_takes_while_it_is_loaded_is_loaded_anew(tree: Path) -> None:
    (tree / "pipelines/other.py").write_text("from pipelines.made import LIMIT\nA = LIMIT + 1\n")
    source = MODULE.replace("LIMIT = 3", "LIMIT = 4")
    assert swapped.changes(tree, "pipelines/made.py", source, frozenset()) is None


TESTS = """
from pipelines import made

def test_limit(): assert made.Box().holds(3) and not made.Box().holds(4)
def test_first(): assert made.first("ab") == "a"
def test_pattern(): assert made.PATTERN == "a{3}"
"""


ENVIRONMENT = {**os.environ, "PYTHONPATH": str(mutate.ROOT / "tests")}
TRY = """
import json, sys
from pathlib import Path
import mutate

tree, copy, changes = Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3])
mutate.ROOT = tree
tests = ("tests/test_made.py",)
chosen = [mutate.Mutant("made", "pipelines/made.py", *c, tests) for c in changes]
print(json.dumps([[m.before, m.after, w] for m, w in mutate.outcomes(copy, tests, chosen)]))
"""


def test_mutants_are_killed_survive_or_are_gone(tree: Path) -> None:
    (tree / "tests/test_made.py").write_text(TESTS)
    (tree / "pytest.ini").write_text(PYTEST_INI)
    copy = tree.parent / "1"
    shutil.copytree(tree, copy)
    expected = {
        ("LIMIT = 3", "LIMIT = 2"): "killed",
        ("> LIMIT:", ">= LIMIT:"): "killed",
        ("return words[0]", "return words[-2]"): "survived",
        ("size: int = 4", "size: int = 5"): "survived",
        ("class Box:", "class Bow:"): "killed",
        ("no such source", ""): "gone",
    }
    asked = [TRY, tree, copy, json.dumps(list(expected))]
    done = subprocess.run(
        [sys.executable, "-c", *map(str, asked)],
        env=ENVIRONMENT,
        capture_output=True,
        check=True,
        text=True,
    )
    assert {(b, a): w for b, a, w in json.loads(done.stdout)} == expected
    assert (copy / "pipelines/made.py").read_text() == MODULE


HANG = """
import time, tried
print(tried.ended(tried.fork(lambda: time.sleep(600) or 0), 0.2), tried.ended(tried.fork(lambda: 5), 60))
"""


def test_what_never_ends_is_ended() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HANG],
        env=ENVIRONMENT,
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.split() == ["None", "5"]


RUN = """
import signal, sys
from pathlib import Path
import mutate

mutate.ROOT, mutate.NEEDED, mutate.AT_A_TIME = Path(sys.argv[1]), (), 1
mutate.PROGRESS_SECONDS = 0.1
# what is started in the background of a shell ignores it
signal.signal(signal.SIGINT, signal.default_int_handler)
rows = [("return False", "return 0"), ("words[0]", "words[1]")]
tests = ("tests/test_made.py",)
sys.exit(mutate.tried([mutate.Mutant("made", "pipelines/made.py", *r, tests) for r in rows]))
"""
STARTED = "import subprocess, sys\nsubprocess.run([sys.executable, *sys.argv[1:]])"


def _is_there(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="who has ended is told by /proc")
@pytest.mark.parametrize(
    ("end", "above"),
    [(signal.SIGINT, False), (signal.SIGTERM, False), (signal.SIGKILL, False), (9, True)],
    ids=["Ctrl-C", "SIGTERM", "killed", "the one that started it is killed"],
)
def test_nothing_outlives_a_run_that_is_ended(tree: Path, end: int, above: bool) -> None:
    noted = tree.parent / "running"
    noted.mkdir()
    tests = f"import os, pathlib, time\npathlib.Path({str(noted)!r}, str(os.getpid())).touch()\n"
    (tree / "tests/test_made.py").write_text(
        f"{tests}def test_slow():\n    os.closerange(0, 3)\n    time.sleep(600)\n"
    )
    (tree / "pytest.ini").write_text(PYTEST_INI)
    asked = [sys.executable, *(["-c", STARTED] if above else []), "-c", RUN, str(tree)]
    temporary = {"TMPDIR": str(tree.parent)}
    run = subprocess.Popen(asked, env={**ENVIRONMENT, **temporary}, stderr=subprocess.DEVNULL)
    ends = time.monotonic() + 300
    while not (running := [int(p.name) for p in noted.iterdir()]):
        assert time.monotonic() < ends
        time.sleep(0.05)
    assert all(map(_is_there, running))
    run.send_signal(end)
    assert run.wait(300) != 0
    while any(map(_is_there, running)):
        assert time.monotonic() < ends
        time.sleep(0.05)
    if end != signal.SIGKILL:
        assert not list(tree.parent.glob("tmp*"))  # its copies of the tree


def _run(tree: Path, tests: str) -> subprocess.CompletedProcess[str]:
    """Try the mutants of a small tree that has these tests."""
    (tree / "tests/test_made.py").write_text(tests)
    (tree / "pytest.ini").write_text(PYTEST_INI)
    asked = [sys.executable, "-c", RUN, str(tree)]
    return subprocess.run(asked, env=ENVIRONMENT, capture_output=True, check=False, text=True)


@pytest.mark.parametrize(
    ("tests", "failed"),
    [
        (f"{TESTS}\ndef test_broken(): assert 0\n", "tests/test_made.py::test_broken"),
        ("import no_such_module", "tests/test_made.py"),
    ],
    ids=["a test", "a file"],
)
def test_a_room_that_fails_already_says_which_test(tree: Path, tests: str, failed: str) -> None:
    done = _run(tree, tests)
    assert done.returncode == 1
    assert done.stdout.startswith("0 of 2 mutants killed in")
    assert f"made is not tried: {failed} fails without any mutant\n" in done.stderr
    assert "Traceback" not in done.stderr


def test_how_far_a_run_is_stands_on_stderr(tree: Path) -> None:
    done = _run(tree, TESTS)
    assert "made 0 of 2\n" in done.stderr
    assert "survived  made" in done.stdout  # nobody tells 0 from False


def test_only_rooms_that_are_being_tried_stand_in_what_is_said_of_a_run() -> None:
    def made(room: str, number: int) -> list[mutate.Mutant]:
        return [mutate.Mutant(room, "", str(n), "", (room,)) for n in range(number)]

    shares = [[(("a",), made("a", 5))], [(("b",), made("b", 3)), (("c",), made("c", 2))]]
    many = Counter(a=5, b=3, c=2)
    assert mutate.progress(shares, Counter(a=1), many) == "a 1 of 5, b 0 of 3"
    assert mutate.progress(shares, Counter(a=5, b=3), many) == "c 0 of 2"


def test_a_test_that_is_ended_counts_as_one_that_noticed() -> None:
    assert [mutate.became(code) for code in (None, 0, 5, 1, -9)] == [
        "hangs",
        "survived",
        "survived",
        "killed",
        "killed",
    ]


def test_shares_are_of_one_size_and_a_single_room_is_halved() -> None:
    def made(room: str, number: int) -> list[mutate.Mutant]:
        return [mutate.Mutant(room, "", str(n), "", (room,)) for n in range(number)]

    shares = mutate.shared([*made("a", 5), *made("b", 3), *made("c", 2)])
    assert [[(t, len(m)) for t, m in s] for s in shares] == [
        [(("a",), 5)],
        [(("b",), 3), (("c",), 2)],
    ]
    halved = mutate.shared(made("a", 5))
    assert [len(m) for s in halved for _, m in s] == [3, 2]
