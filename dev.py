"""Set up and run, from a bare clone: `python3 dev.py demo`, `python3 dev.py test`.

Standard library only. Makes `.venv` with pinned versions once, then runs. What is
neither `test`, `docs` nor `setup` goes to the `standfirst` command.
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

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
READY = VENV / ".ready"
LOCK = ROOT / ".venv.lock"
WAIT = 900


def stamp() -> str:
    """Return a hash of everything that decides what is installed."""
    digest = hashlib.sha256(sys.version.encode() + str(ROOT).encode())
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def run(*command: object, **options: object) -> int:
    """Run a command and return its exit code."""
    return subprocess.run([str(c) for c in command], check=False, cwd=ROOT, **options).returncode  # type: ignore[call-overload]


def make() -> None:
    """Make the environment; the stamp is written last."""
    print("dev.py: installing into .venv (once, about half a minute) …", file=sys.stderr, flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        venv.create(VENV, with_pip=True)
        pip = [PYTHON, "-m", "pip"]
    except (subprocess.CalledProcessError, SystemExit):
        # no ensurepip on this Python: its own pip can install into the environment
        shutil.rmtree(VENV, ignore_errors=True)
        venv.create(VENV, with_pip=False)
        pip = [sys.executable, "-m", "pip", "--python", PYTHON]
    common = ["install", "--quiet", "--disable-pip-version-check", "-c", ROOT / "constraints.txt"]
    environment = {**os.environ}
    if not os.access(Path.home(), os.W_OK):
        environment["HOME"] = tempfile.mkdtemp()
    for extra in (["setuptools>=77", "pip>=25.1"], ["--no-build-isolation", "-e", "."], ["--group", "test"]):
        command = [PYTHON, "-m", "pip", *common, *extra] if extra[0] == "--group" else [*pip, *common, *extra]
        done = subprocess.run([str(c) for c in command], check=False, cwd=ROOT, env=environment, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{done.stdout}{done.stderr}\ndev.py: the installation failed; the lines above say why. Is a package index reachable?")
    READY.write_text(stamp())


def setup() -> None:
    """Make the environment if it is missing or out of date; one process at a time."""
    if READY.exists() and READY.read_text() == stamp():
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
            if READY.exists() and READY.read_text() == stamp():
                return
    try:
        if not (READY.exists() and READY.read_text() == stamp()):
            make()
    finally:
        LOCK.unlink(missing_ok=True)


def test(arguments: list[str]) -> int:
    """Run linter, types, import contracts and tests; return the first failure's code."""
    steps: list[list[object]] = [
        [PYTHON, "-m", "ruff", "check", "."],
        [PYTHON, "-m", "mypy"],
        [PYTHON, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        [PYTHON, "-m", "pytest", *arguments],
    ]
    for step in steps[-1:] if arguments else steps:
        print("dev.py:", " ".join(map(str, step[1:4])), file=sys.stderr, flush=True)
        code = run(*step)
        if code:
            return code
    return 0


def docs() -> int:
    """Build the documentation into site/; a broken link fails."""
    shutil.rmtree(ROOT / "site", ignore_errors=True)
    code = run(PYTHON, "-m", "zensical", "build", "--strict", "--clean")
    print("dev.py: failed, the warnings above say where" if code else "dev.py: open site/index.html", file=sys.stderr)
    return code


def main(arguments: list[str]) -> int:
    """Set up, then do what was asked."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(__doc__)
        return 0
    setup()
    if arguments[0] == "setup":
        return 0
    if arguments[0] == "test":
        return test(arguments[1:])
    if arguments[0] == "docs":
        return docs()
    try:
        return run(PYTHON, "-m", "crawler", *arguments)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
