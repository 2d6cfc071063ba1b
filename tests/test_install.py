"""What an installation weighs, measured in a fresh environment, and what the core can do alone."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from loopback import article_page

ROOT = Path(__file__).parents[1]
STATED = re.compile(
    r"^\| [^|]+ \| `pip install '?(\.[\w\[\],]*)'?` \| (\d+) \| (\d+) \|", re.MULTILINE
)
TOLERANCE = 0.1
WEIGH = """
import importlib.metadata as found, json
tools = {"pip", "setuptools"}
rest = [d for d in found.distributions() if d.metadata["Name"].lower() not in tools]
files = [f.locate() for d in rest for f in d.files or ()]
print(json.dumps([len(rest) - 1, sum(f.stat().st_size for f in files if f.exists()) / 1e6]))
"""
RECIPE = """[dataset]
name = "saved"
[[source]]
site = "http://paper.example"
html = "*.html"
"""

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Installed:
    """What an environment holds, and what it did there."""

    python: Path
    packages: int
    megabytes: float
    crawl: subprocess.CompletedProcess[str]
    report: subprocess.CompletedProcess[str]
    files: frozenset[str]


def stated() -> dict[str, tuple[int, int]]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return {what: (int(n), int(size)) for what, n, size in STATED.findall(text)}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is installed, so that nothing is built in the checkout."""
    folder = tmp_path_factory.mktemp("source")
    for room in ("standfirst", "crawler", "pipelines"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def used(python: Path, folder: Path) -> Installed:
    """Weigh an environment; crawl a saved page there and write a report."""
    folder.mkdir()
    own = '<link rel=canonical href="http://paper.example/story-number-1">'
    (folder / "page.html").write_text(article_page(1, own), encoding="utf-8")
    (folder / "recipe.toml").write_text(RECIPE, encoding="utf-8")

    def run(*command: object) -> subprocess.CompletedProcess[str]:
        given = [str(c) for c in command]
        return subprocess.run(given, check=False, cwd=folder, capture_output=True, text=True)

    packages, megabytes = json.loads(run(python, "-c", WEIGH).stdout)
    command = python.parent / "standfirst"
    crawl = run(command, "crawl", "recipe.toml", "--progress", "none")
    report = run(command, "report", ".")
    files = frozenset(p.name for p in folder.rglob("*.*"))
    return Installed(python, packages, megabytes, crawl, report, files)


@pytest.fixture(scope="module")
def installed(dev, source, tmp_path_factory) -> dict[str, Installed]:
    """The core in a fresh environment, and then the extra in the same."""
    place = tmp_path_factory.mktemp("place")
    pip = dev.create(place)
    found = {}
    for number, what in enumerate((".", ".[duckdb]")):
        started = time.monotonic()
        try:
            dev.install(pip, str(source) + what.removeprefix("."))
        except SystemExit as error:
            if re.search(r"Could not find a version|[Cc]onnection", str(error)):
                pytest.skip("no package index can be reached")
            raise
        took = time.monotonic() - started
        found[what] = used(place / "bin/python", place / f"saved-{number}")
        print(
            f"{what}: {found[what].packages} packages, {found[what].megabytes:.0f} MB, {took:.0f} s"
        )
    return found


@pytest.mark.parametrize("what", [".", ".[duckdb]"])
def test_readme_says_what_it_weighs(installed, what):
    packages, megabytes = stated()[what]
    assert installed[what].packages == pytest.approx(packages, rel=TOLERANCE)
    assert installed[what].megabytes == pytest.approx(megabytes, rel=TOLERANCE)


@pytest.mark.parametrize("what", [".", ".[duckdb]"])
def test_saved_pages_become_parquet(installed, what):
    assert installed[what].crawl.returncode == 0, installed[what].crawl.stderr
    assert "1 article new" in installed[what].crawl.stderr
    assert any(name.endswith(".parquet") for name in installed[what].files)


def test_core_says_what_to_type_for_the_rest(installed):
    core = installed["."]
    line = f'{core.python} -m pip install "duckdb>=2"'
    assert core.report.returncode == 2
    assert core.report.stderr.endswith(f"Type: {line}\n")
    assert (
        f"not done     near duplicates and the report: both need DuckDB. Type: {line}"
        in core.crawl.stderr
    )
    assert "report.html" not in core.files


def test_extra_writes_the_report(installed):
    assert installed[".[duckdb]"].report.returncode == 0, installed[".[duckdb]"].report.stderr
    assert "report.html" in installed[".[duckdb]"].files
