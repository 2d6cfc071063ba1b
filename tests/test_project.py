"""What is written twice says the same: versions, floors, rooms, what dev.py runs."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from packaging.requirements import Requirement
from smoke import ONCE, SMOKE

import standfirst

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(file: str) -> dict[str, str]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==") for line in lines if "==" in line and not line.startswith("#"))
    return {canonical(name): version for name, version in pairs}


def floors() -> dict[str, str]:
    found = (re.match(r"([\w.-]+)>=([\d.]+)", d) for d in PROJECT["project"]["dependencies"])
    return {canonical(m[1]): m[2] for m in found if m}


def test_every_dependency_says_from_which_version_on():
    assert len(floors()) == len(PROJECT["project"]["dependencies"])


def test_lowest_versions_are_the_floors():
    lowest = pinned("constraints-lowest.txt")
    assert {name: lowest.get(name) for name in floors()} == floors()


def test_pinned_versions_are_allowed():
    def parts(version: str) -> list[int]:
        return [int(n) for n in re.findall(r"\d+", version)]

    at = pinned("constraints.txt")
    assert [n for n, floor in floors().items() if parts(at[n]) < parts(floor)] == []


def test_what_is_installed_agrees_with_itself_as_pinned():
    """Two pins that exclude each other: `setup` of an extra would find no way."""
    at = pinned("constraints.txt")
    against = []
    for dist in importlib.metadata.distributions():
        if at.get(canonical(dist.metadata["Name"])) != dist.version:
            continue  # not one of the pinned: what it wants says nothing of the pins
        for wanted in map(Requirement, dist.requires or ()):
            version = at.get(canonical(wanted.name))
            asked = wanted.marker is None or wanted.marker.evaluate({"extra": ""})
            if asked and version and not wanted.specifier.contains(version, prereleases=True):
                against.append(f"{dist.metadata['Name']} wants {wanted}, pinned is {version}")
    assert against == []


def test_every_extra_has_its_pins():
    extras = PROJECT["project"]["optional-dependencies"]
    named = {canonical(Requirement(r).name) for rows in extras.values() for r in rows}
    assert sorted(named - pinned("constraints.txt").keys()) == []


@pytest.mark.slow
@pytest.mark.parametrize("extra", sorted(PROJECT["project"]["optional-dependencies"]))
def test_what_setup_offers_can_be_installed_with_the_pins(extra):
    """Asks the package index, as `dev.py setup EXTRA` would; without one it says nothing."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--dry-run",
        "--quiet",
        "--no-build-isolation",
    ]
    command += ["--retries", "0", "-c", "constraints.txt", "-e", f".[{extra}]"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if "ResolutionImpossible" not in done.stderr and done.returncode:
        pytest.skip(f"no package index: {done.stderr.strip().splitlines()[-1][:200]}")
    assert done.returncode == 0, done.stderr[-2000:]


def test_one_version_everywhere():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert standfirst.__version__ == PROJECT["project"]["version"] == cited["version"]
    assert f"## {standfirst.__version__} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_rooms_that_contributors_are_shown_are_there():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:crawler|pipelines)/[\w/]+)`", text))
    assert [room for room in named if not (ROOT / room).exists()] == []
    rooms = {p.name for p in (ROOT / "crawler").iterdir() if (p / "__init__.py").exists()}
    assert rooms == {name.split("/")[1] for name in named if name.startswith("crawler/")}


@pytest.fixture
def ran(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What dev.py runs, instead of running it."""
    commands: list[list[str]] = []

    def run(*command: object, **_: object) -> int:
        commands.append([str(c) for c in command[1:]])
        return 0

    monkeypatch.setattr(dev, "run", run)
    return commands


CHECKS = ["ruff", "ruff", "mypy", "importlinter"]


def names(commands: list[list[str]]) -> list[str]:
    return [c[1].split()[1].split(".")[0] if c[0] == "-c" else c[1] for c in commands if len(c) > 1]


@pytest.mark.parametrize("arguments", [[], ["--fast"], ["--all"], ["tests/test_docs.py"]])
def test_checks_run_before_the_tests_always(arguments, dev, ran):
    assert dev.test(arguments) == 0
    assert names(ran)[: len(CHECKS) + 1] == [*CHECKS, "pytest"]
    assert [a for a in arguments if not a.startswith("--")] == [
        a for c in ran if c[1:2] == ["pytest"] for a in c if a.startswith("tests/")
    ]


def test_what_is_left_out_is_what_the_rest_runs(dev, ran):
    dev.test([])
    dev.test(["--rest"])
    chosen = [c[c.index("-m", 2) + 1] for c in ran if c[1] == "pytest"]
    assert chosen[0] == f"not ({chosen[1]})"
    assert names(ran) == [*CHECKS, "pytest", "pytest", "coverage", "coverage"]


def test_coverage_and_mutants_are_a_part_of_everything(dev, ran):
    dev.test(["--all"])
    assert names(ran) == [*CHECKS, "pytest", "coverage", "coverage"]
    assert ran[-1] == [str(dev.MUTATE)]
    assert PROJECT["tool"]["coverage"]["run"]["branch"]
    assert PROJECT["tool"]["coverage"]["report"]["fail_under"] >= 84


def test_everything_is_not_narrowed(dev, ran):
    dev.test(["--all"])
    assert "-m" not in next(c for c in ran if c[1] == "pytest")[2:]


def test_first_failure_ends_it(dev, monkeypatch):
    monkeypatch.setattr(dev, "run", lambda *_, **__: 3)
    assert dev.test([]) == 3


def test_ci_runs_the_command_of_the_readme_and_then_the_rest():
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("python3 dev.py test")] == [
        "python3 dev.py test",
        "python3 dev.py test --rest",
        "python3 dev.py test --lowest",
    ]


@pytest.mark.parametrize("file", sorted(SMOKE))
def test_tests_that_run_every_time_are_there(file: str):
    text = (ROOT / file).read_text(encoding="utf-8")
    assert [name for name in SMOKE[file] if f"def {name}(" not in text] == []
    assert all(name in set().union(*SMOKE.values()) for name in ONCE)
