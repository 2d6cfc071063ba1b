"""A build in parts gives the files of one build, whoever runs the parts and is killed."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.dataset as ds
import pytest
import yaml
from click.testing import CliRunner

from crawler.cli import app
from crawler.crawl.run import CrawlSummary
from crawler.warc.parts import extract, merge_parts
from pipelines.build.part import PartOf
from pipelines.build.rebuild import rebuild
from pipelines.errors import RecipeError, StandfirstError
from pipelines.store import manifest as manifests
from pipelines.store.check import problems
from pipelines.store.paths import SKETCHES
from tests.crawler.test_warc import record, stored
from tests.pipelines.papers.test_learn import PAGES, RECIPE as PAPER, archive

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
slow = pytest.mark.slow


def names(folder: Path) -> dict[str, list[str]]:
    """The files of each table: they are named after their content, behind a number. Those of
    the sketches follow the commits, and so the clock; their rows are compared apart."""
    tables = manifests.load(folder).tables
    return {
        t: [p.path.rsplit("-", 1)[1] for p in parts] if t != SKETCHES else [str(sketches(folder))]
        for t, parts in tables.items()
    }


def sketches(folder: Path) -> int:
    """A number that tells the rows of the sketches, in any order."""
    table = ds.dataset(folder / SKETCHES, format="parquet").to_table()
    return hash(frozenset(zip(table["id"].to_pylist(), table["hash"].to_pylist(), strict=True)))


@pytest.fixture(scope="module")
def whole(demo: tuple[Path, list[CrawlSummary]], tmp_path_factory) -> Path:
    """The demo, built again in one piece."""
    into = tmp_path_factory.mktemp("whole") / "demo"
    shutil.copytree(demo[0], into)
    rebuild(into / "recipe.toml")
    return into


@pytest.fixture
def press(demo: tuple[Path, list[CrawlSummary]], tmp_path: Path) -> Path:
    """A copy of the demo that parts can be made of."""
    shutil.copytree(demo[0], tmp_path / "press")
    return tmp_path / "press"


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """An environment in which `standfirst` is this one."""
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    (bin_ / "standfirst").write_text(f'#!/bin/sh\nexec {sys.executable} -m crawler "$@"\n')
    (bin_ / "standfirst").chmod(0o755)
    path = f"{bin_}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}


def invoke(*arguments: object) -> int:
    try:
        result = CliRunner().invoke(app, [str(a) for a in arguments], catch_exceptions=False, standalone_mode=False)  # fmt: skip
    except StandfirstError as error:
        return error.exit_code
    return int(result.return_value or result.exit_code or 0)


def merged(press: Path, of: int, into: Path) -> Path:
    assert invoke("merge", *(press / "parts").glob(f"*-of-{of}"), "--into", into) == 0
    return into


@slow
def test_parts_by_a_slurm_array(whole, press, shell):
    """As the scheduler would run it: three tasks side by side."""
    script = DOCS / "examples" / "build.slurm"
    tasks = [
        subprocess.Popen(
            ["bash", script, press],
            env={**shell, "SLURM_ARRAY_TASK_ID": str(n), "SLURM_ARRAY_TASK_COUNT": "3"},
        )
        for n in (1, 2, 3)
    ]
    assert [task.wait() for task in tasks] == [0, 0, 0]
    other = merged(press, 3, press.parent / "all")
    assert names(other) == names(whole)
    assert problems(other) == []


@slow
def test_parts_by_an_indexed_job(whole, press, shell):
    """In place, with more pods than there is work."""
    job = yaml.safe_load((DOCS / "examples" / "build.kubernetes.yaml").read_text())
    container = job["spec"]["template"]["spec"]["containers"][0]
    assert container["env"][0]["value"] == str(job["spec"]["completions"])
    command = [*container["command"], container["args"][0].replace("/data/press", str(press))]
    for index in range(40):
        if index < 38:  # the others in this process, which is quicker
            assert invoke("build", press, "--part", f"{index + 1}/40") == 0
            continue
        pod = {**shell, "JOB_COMPLETION_INDEX": str(index), "PARTS": "40"}
        assert subprocess.run(command, env=pod, check=False).returncode == 0
    merged(press, 40, press)
    assert names(press) == names(whole)


@slow
def test_parts_by_hand(whole, press, shell):
    """The lines of the how-to."""
    text = (DOCS / "how-to" / "many-machines.md").read_text()
    lines = list(re.findall(r"^(?:for k|seq 16).*$", text, re.MULTILINE))
    assert len(lines) == 2
    for number, line in enumerate(lines, 2):
        line = line.replace("16", str(number)).replace("datasets/press", str(press))
        subprocess.run(["bash", "-c", line], env=shell, check=True)
        assert names(merged(press, number, press.parent / f"all-{number}")) == names(whole)


@slow
def test_a_killed_part_is_run_again_alone(whole, press, shell):
    command = ["standfirst", "build", str(press), "--part", "1/2"]
    victim = subprocess.Popen(command, env=shell, start_new_session=True)
    place = press / "parts" / "1-of-2"
    while not list(place.glob("pages-*.parquet")) and victim.poll() is None:
        time.sleep(0.01)
    os.killpg(victim.pid, signal.SIGKILL)
    victim.wait()
    assert invoke("build", press, "--part", "2/2") == 0
    assert invoke("build", press, "--part", "1/2") == 0
    assert names(merged(press, 2, press.parent / "all")) == names(whole)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A recipe that names three WARC files."""
    for name in "abc":
        text = "".join(
            f"<p>Paragraph {n} of file {name} tells at length what the council decided in session {n}.</p>"
            for n in range(5)
        )
        pages = [
            record(ord(name) * 10 + n, stored(f"<html><h1>The story {n} of {name}</h1>{text}".encode(), "Content-Type: text/html"))
            for n in range(3)
        ]  # fmt: skip
        (tmp_path / f"{name}.warc.gz").write_bytes(b"".join(map(gzip.compress, pages)))
    (tmp_path / "recipe.toml").write_text(
        '[dataset]\nname = "news"\ncontact = "mailto:a@b.example"\n[[source]]\nwarc = "*.warc.gz"\ndiscover = []\nallow = ["/*"]\n[crawl]\nworkers = 1\n'
    )
    return tmp_path / "recipe.toml"


def test_warc_files_are_read_where_they_lie(files, tmp_path):
    for part in ("1/2", "2/2"):
        assert invoke("build", files, "--part", part, "--into", tmp_path / "parts") == 0
    folders = sorted((tmp_path / "parts").iterdir())
    assert sorted(len(list(f.glob("pages-*.parquet"))) for f in folders) == [1, 2]
    assert invoke("merge", *folders, "--into", tmp_path / "all") == 0
    manifest = manifests.load(tmp_path / "all")
    assert manifest.counts["pages"] == manifest.rows("articles") == 9
    assert problems(tmp_path / "all") == []


def test_the_shards_of_a_crawl_share_warc_files_by_size():
    from crawler.shards.shard import Shard

    assert [Shard(n, 2).takes([10, 10, 10]) for n in (1, 2)] == [[0, 2], [1]]
    assert [Shard(n, 2).takes([100, 10, 10, 10]) for n in (1, 2)] == [[0], [1, 2, 3]]


def test_files_added_behind_move_none_of_the_others():
    from crawler.shards.shard import Shard

    before = Shard(2, 3).takes([5, 9, 2, 7])
    assert Shard(2, 3).takes([5, 9, 2, 7, 100, 1])[: len(before)] == before


@pytest.mark.parametrize(
    ("more", "said"),
    [(["--engine", "spark"], "leave --engine out"), (["--accept-loss"], "standfirst merge")],
)
def test_what_does_not_go_with_a_part_is_said(press_recipe, more, said):
    result = CliRunner().invoke(app, ["build", str(press_recipe), "--part", "1/2", *more])
    assert result.exit_code == 2
    assert said in result.output


def test_papers_are_not_learned_from_warc_files(press_recipe):
    (press_recipe.parent / "pages.warc").write_bytes(b"")
    with press_recipe.open("a") as file:
        file.write('warc = "pages.warc"\n[extract]\nlearn = true\n')
    with pytest.raises(RecipeError, match="takes their pages in"):
        extract(press_recipe, PartOf(1, 2))


@pytest.mark.parametrize("engine", ["parts", pytest.param("spark", marks=slow)])
def test_papers_are_learned_alike_however_they_are_built(engine: str, tmp_path: Path):
    whole, other = tmp_path / "whole", tmp_path / "other"
    archive(whole, range(len(PAGES)))
    (whole / "recipe.toml").write_text(PAPER.format(learn="true"))
    shutil.copytree(whole, other)
    rebuild(whole / "recipe.toml")
    if engine == "parts":
        for number in (1, 2):
            extract(other / "recipe.toml", PartOf(number, 2))
        merge_parts(sorted((other / "parts").iterdir()), other)
    else:
        pytest.importorskip("pyspark")
        assert invoke("build", other, "--engine", "spark", "--master", "local[1]") == 0
    made, again = manifests.load(whole), manifests.load(other)
    assert again.counts == made.counts
    assert again.counts["read_again"] > 0
    assert again.tables["articles"] == made.tables["articles"]
    assert again.tables["provenance"] == made.tables["provenance"]
    assert again.notes["papers"]["papers"] == made.notes["papers"]["papers"]


@pytest.fixture
def press_recipe(tmp_path: Path) -> Path:
    (tmp_path / "recipe.toml").write_text(
        '[dataset]\nname = "x"\n[[source]]\nsite = "https://paper.example"\n'
    )
    return tmp_path / "recipe.toml"
