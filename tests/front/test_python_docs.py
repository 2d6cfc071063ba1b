"""The examples in the how-to for Python run as they stand."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests import made

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/how-to/python.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
UNTRIED = re.findall(r"```python no-test\n(.*?)```", TEXT, re.DOTALL)
LINES = "".join(
    f"<p>Sentence number {n} about the bridge, which stays closed for some weeks because the council wants it.</p>"
    for n in range(8)
)
HEADED = "<h1>The bridge is closed</h1><p class='writer'>By Anna Smith</p>"
PAGE = made.markup(f"<article>{HEADED}{LINES}</article>", title=None, declared=False)


@pytest.fixture
def place(tmp_path, monkeypatch):
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "bridge.html").write_text(PAGE)
    monkeypatch.chdir(tmp_path)
    from pipelines.extract.sites import base

    monkeypatch.setattr(base, "_registered", {})
    return tmp_path


def test_examples_on_pages_run(place, capsys):
    told = {"Path": Path, "__name__": "example"}
    for example in EXAMPLES:
        if "standfirst.open(" not in example:
            exec(compile(example, "python.md", "exec"), told)  # noqa: S102  our own docs
    printed = capsys.readouterr().out
    assert "The bridge is closed ['Anna Smith']" in printed
    assert "bridge.html The bridge is closed [free]" in printed


@pytest.mark.slow
@pytest.mark.smoke
def test_example_on_a_dataset_runs(demo, place, capsys):
    shutil.copytree(demo[0], place / "datasets" / "demo")
    example = next(e for e in EXAMPLES if "standfirst.open(" in e)
    exec(compile("import standfirst\n" + example, "python.md", "exec"), {})  # noqa: S102
    assert len(capsys.readouterr().out.splitlines()) > 60


def test_what_is_not_run_is_python():
    for example in UNTRIED:
        compile(example, "python.md", "exec")
    assert len(UNTRIED) == 2
