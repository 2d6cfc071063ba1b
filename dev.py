"""Set up and run, from a bare clone: `python3 dev.py demo`, `python3 dev.py test`.

Standard library only. Makes `.venv` with pinned versions once, then runs; what only
tests and docs need is installed when they are asked for. What is none of `test`, `docs`, `mutate`
nor `setup` goes to the `standfirst` command, in the folder where you are. `setup` alone
makes ready for tests, `setup spark` (or `browser`, `remote`) installs an extra.

    test           formatter, linter, types, import contracts, fast tests, some whole crawls
    test --fast    the same without the whole crawls
    test --rest    only the tests that `test` leaves out, and the floor of coverage
    test --all     everything, and whether mutants are noticed
    test --lowest  the fast tests with every dependency at its lowest allowed version
    test PATH …    the checks, and these tests (what follows goes to pytest)
    mutate [ROOM]  whether tests fail when a rule is switched off or a number moved
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036  said before pip says it less clearly
    sys.exit(
        f"dev.py: Standfirst needs Python 3.11 or newer, this is {sys.version.split()[0]}. Call it with a newer one: python3.12 dev.py …"
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / ".venv.lock"
WAIT = 900
TOOLS = ["setuptools>=77", "pip>=25.1"]
EXTRAS = "duckdb"
"""What is installed beside the core: all verbs work then."""


def stamp() -> str:
    """Return a hash of everything that decides what is installed."""
    digest = hashlib.sha256(sys.version.encode() + str(ROOT).encode())
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def ready(group: str) -> bool:
    """Tell whether the package, or a group of further packages, is installed as pinned."""
    mark = VENV / f".ready-{group}"
    return mark.exists() and mark.read_text() == stamp()


def run(*command: object, **options: object) -> int:
    """Run a command and return its exit code."""
    # many processes are started: each would compile every module again
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(
        [str(c) for c in command], check=False, cwd=ROOT, env=environment, **options
    ).returncode  # type: ignore[call-overload]


def make(group: str) -> None:
    """Install the package or a group; the stamp is written last."""
    if group == "package":
        print(
            "dev.py: installing into .venv (once, half a minute or so) …",
            file=sys.stderr,
            flush=True,
        )
        shutil.rmtree(VENV, ignore_errors=True)
        pip = create()
        install(pip, *TOOLS)
        install(pip, "--no-build-isolation", "-e", f".[{EXTRAS}]")
    else:
        print(
            f"dev.py: installing what `{group}` needs (once, a minute or two) …",
            file=sys.stderr,
            flush=True,
        )
        install([PYTHON, "-m", "pip"], "--group", group)
    (VENV / f".ready-{group}").write_text(stamp())


def create(place: Path = VENV) -> list[object]:
    """Make an environment; return the pip that installs into it."""
    python = place / PYTHON.relative_to(VENV)
    try:
        venv.create(place, with_pip=True)
    except (subprocess.CalledProcessError, SystemExit):
        # no ensurepip on this Python: its own pip can install into the environment
        shutil.rmtree(place, ignore_errors=True)
        venv.create(place, with_pip=False)
        return [sys.executable, "-m", "pip", "--python", python]
    return [python, "-m", "pip"]


def install(pip: list[object], *what: object, versions: str = "constraints.txt") -> None:
    """Install with the pinned versions, or end with what pip says."""
    environment = {**os.environ}
    if not os.access(Path.home(), os.W_OK):
        environment["HOME"] = tempfile.mkdtemp()
    options = ["install", "--quiet", "--disable-pip-version-check", "-c", ROOT / versions]
    done = subprocess.run(
        [str(c) for c in (*pip, *options, *what)],
        check=False,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(
            f"{done.stdout}{done.stderr}\ndev.py: the installation failed; the lines above say why. Is a package index reachable?"
        )


SPREAD = ["-n", "2", "--dist", "loadfile"]
"""Over two processes by file, so that what a file sets up once is set up once."""


def lowest(arguments: list[str]) -> int:
    """Run the fast tests in an environment with every dependency at its lowest version."""
    place, versions = ROOT / ".venv-lowest", "constraints-lowest.txt"
    mark, wanted = place / ".ready", stamp() + (ROOT / versions).read_text(encoding="utf-8")
    if not mark.exists() or mark.read_text(encoding="utf-8") != wanted:
        print("dev.py: installing the lowest versions into .venv-lowest …", file=sys.stderr)
        shutil.rmtree(place, ignore_errors=True)
        pip = create(place)
        install(pip, *TOOLS, versions=versions)
        install(
            pip, "--no-build-isolation", "-e", f".[{EXTRAS}]", "--group", "fast", versions=versions
        )
        mark.write_text(wanted, encoding="utf-8")
    python = place / PYTHON.relative_to(VENV)
    spread = SPREAD if not arguments and (os.cpu_count() or 1) > 1 else []
    return run(python, "-m", "pytest", "-m", WHICH["--fast"], *spread, *arguments)


def setup(group: str = "package") -> None:
    """Install what is missing or out of date; one process at a time."""
    if ready(group):
        return
    deadline = time.monotonic() + WAIT
    while True:
        try:
            os.close(os.open(LOCK, os.O_CREAT | os.O_EXCL))
            break
        except FileExistsError:
            if time.time() - LOCK.stat().st_mtime > WAIT or time.monotonic() > deadline:
                LOCK.unlink(missing_ok=True)
            time.sleep(0.5)
            if ready(group):
                return
    try:
        if not ready(group):
            make(group)
    finally:
        LOCK.unlink(missing_ok=True)


CHECKS: list[list[object]] = [
    [PYTHON, "-m", "ruff", "format", "--check", "-q", "."],
    [PYTHON, "-m", "ruff", "check", "-q", "."],
    [PYTHON, "-m", "mypy"],
    [PYTHON, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
]
MUTATE = ROOT / "tests" / "mutate.py"
COVERAGE: list[list[object]] = [
    [PYTHON, "-m", "coverage", "run", "-m", "pytest", "-m", "not slow", "tests/pipelines"],
    [PYTHON, "-m", "coverage", "report"],
]
"""What the fast tests of the rooms of `pipelines` run of them, with branches: the floor stands
in pyproject.toml. In one process, some three minutes."""
LEFT_OUT = "slow and not smoke"
"""What `dev.py test` leaves out: most whole crawls, Spark, foreign readers."""
WHICH = {
    "": f"not ({LEFT_OUT})",
    "--fast": "not slow",
    "--rest": LEFT_OUT,
    "--all": "",
}


def test(arguments: list[str]) -> int:
    """Run formatter, linter, types, import contracts and tests; return the first failure's code."""
    which = next((a for a in arguments if a in WHICH), None)
    rest = [a for a in arguments if a != which]
    if "--lowest" in rest:
        return lowest([a for a in rest if a != "--lowest"])
    chosen = WHICH[which or ("--all" if rest else "")]
    checks = [] if which == "--rest" else CHECKS
    tests = [PYTHON, "-m", "pytest", *(["-m", chosen] if chosen else []), *rest]
    if not rest and (os.cpu_count() or 1) > 1:
        tests += SPREAD
    mutate = [[PYTHON, MUTATE]] if which == "--all" and not rest else []
    coverage = COVERAGE if which in ("--rest", "--all") and not rest else []
    for step in [*checks, tests, *coverage, *mutate]:
        print("dev.py:", " ".join(map(str, step[1:6])), file=sys.stderr, flush=True)
        code = run(*step)
        if code:
            return code
    if not rest and which in (None, "--fast"):
        left = "--rest" if which is None else "--all"
        print(
            f"dev.py: what was left out stands above by name; `dev.py test {left}` runs it",
            file=sys.stderr,
        )
    return 0


def docs() -> int:
    """Build the documentation into site/; a broken link fails."""
    shutil.rmtree(ROOT / "site", ignore_errors=True)
    code = run(PYTHON, "-m", "zensical", "build", "--strict", "--clean")
    print(
        "dev.py: failed, the warnings above say where" if code else "dev.py: open site/index.html",
        file=sys.stderr,
    )
    return code


def standfirst(arguments: list[str]) -> int:
    """Become the `standfirst` command: signals reach it, and it is what it says."""
    called = f"{Path(sys.executable).name} {sys.argv[0]}"
    os.environ.setdefault("STANDFIRST_CALLED", called)
    if os.name == "posix":
        os.execv(PYTHON, [str(PYTHON), "-m", "crawler", *arguments])  # noqa: S606  the same program goes on
    try:
        return subprocess.run([PYTHON, "-m", "crawler", *arguments], check=False).returncode
    except KeyboardInterrupt:
        return 130


def main(arguments: list[str]) -> int:
    """Set up, then do what was asked."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(__doc__)
        return 0
    setup()
    if arguments[0] == "setup":
        for extra in arguments[1:]:
            install([PYTHON, "-m", "pip"], "--no-build-isolation", "-e", f".[{extra}]")
        if not arguments[1:]:
            setup("test")
        return 0
    if arguments[0] == "mutate":
        setup("test")
        return run(PYTHON, MUTATE, *arguments[1:])
    if arguments[0] in ("test", "docs"):
        setup(arguments[0])
        return test(arguments[1:]) if arguments[0] == "test" else docs()
    return standfirst(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
