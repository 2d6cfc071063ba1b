"""The build on Spark gives the rows of one machine, whatever dies on the way."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from loopback import article_page
from pipelines_store import AT
from spark_files import Deadly, Poisoned

from crawler.cli import main
from crawler.crawl.run import CrawlSummary
from crawler.warc.pagefiles import page_files
from pipelines import recipe as recipes
from pipelines.build.builder import extract_pending
from pipelines.build.rebuild import rebuild
from pipelines.build.spark.engine import BRIEF_BYTES, java
from pipelines.build.spark.papers import OnSpark
from pipelines.dedup import sql
from pipelines.extract.rules import Rules
from pipelines.papers import learning, rows
from pipelines.papers.model import Paper
from pipelines.store import manifest as manifests
from pipelines.store.archive import Capture, SegmentWriter, encode
from pipelines.store.check import problems
from pipelines.store.commit import FOLDERS
from pipelines.store.dataset import Dataset
from pipelines.store.finish import finish
from training.papers.boxes import Evidence
from training.papers.made import pages as made_pages, papers

ROOT = Path(__file__).parents[1]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("pyspark") is None, reason="PySpark is not installed"
    ),
    pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed"),
]
SETTINGS = {"spark.executorEnv.PYTHONPATH": str(Path(__file__).parent), "spark.driver.memory": "1g"}


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from pipelines.build.spark.engine import session

    with session("local[2]", SETTINGS) as found:
        yield found


def tables(folder: Path) -> dict[str, pa.Table]:
    """Everything in a dataset, in an order that does not depend on the files."""
    found = {}
    for name in FOLDERS:
        if any((folder / name).glob("*.parquet")):
            table = ds.dataset(folder / name, format="parquet").to_table()
            found[name] = (
                table.sort_by([("id", "ascending"), ("hash", "ascending")])
                if name == "_meta/sketches"
                else table
            )
    return found


def archive(folder: Path, pages: list[tuple[str, bytes]]) -> None:
    """Write an archive whose pages are cut into many tasks."""
    writer = SegmentWriter(folder / "_archive", {})
    for url, body in pages:
        writer.append(
            [
                encode(
                    Capture(
                        url=url,
                        status=200,
                        headers=(("Content-Type", "text/html"),),
                        body=body,
                        fetched=AT,
                    )
                )
            ]
        )
    writer.close()


def stories() -> list[tuple[str, bytes]]:
    """Pages with repeats, revisions, agency copies and what is no article."""
    pages = [
        (f"http://paper-{n % 7}.example/story-{n}", article_page(n % 23).encode())
        for n in range(60)
    ]
    pages += [
        (f"http://paper-1.example/story-{n}", article_page(100 + n).encode()) for n in (1, 8, 15)
    ]  # anew
    pages += pages[10:20]  # the same again
    pages += [
        ("http://paper-2.example/story-2", article_page(2).encode()),
        ("http://paper-2.example/none", b"<p>x"),
        # one story under addresses that differ in the parameter of a reader; then it changes
        *((f"http://paper-4.example/told?r={n}", article_page(200).encode()) for n in (3, 1, 3, 2)),
        ("http://paper-4.example/told?r=1", article_page(201).encode()),
        ("http://paper-3.example/", b""),
    ]
    return pages


def on_one_machine(folder: Path, pages: list[tuple[str, bytes]]) -> dict[str, pa.Table]:
    archive(folder, pages)
    dataset = Dataset(folder)
    extract_pending(dataset, Rules(), workers=1)
    finish(dataset, near=True, shard_rows=1000)
    return tables(folder)


def on_spark(spark: Any, folder: Path, files: list[Any], **options: Any) -> Dataset:
    from pipelines.build.spark.dataset import fill

    dataset = Dataset(folder)
    fill(spark, dataset, files, Rules(), near=True, shard_rows=1000, **options)
    return dataset


def segment(kind: type, folder: Path, **options: Any) -> Any:
    path = folder / "_archive" / "segment-000001.warc.zst"
    return kind(path, path.stat().st_size, **options)


@pytest.mark.parametrize("here_pages", [0, 1000], ids=["on the cluster", "by the driver"])
def test_demo_is_the_same_to_the_byte(
    spark, demo: tuple[Path, list[CrawlSummary]], here_pages, tmp_path
):
    from pipelines.build.spark.dataset import fill

    def engine(
        dataset: Dataset, recipe: recipes.Recipe, folder: Path, crawl: dict[str, Any]
    ) -> manifests.Manifest:
        return fill(
            spark,
            dataset,
            page_files(dataset.paths.archive, recipe, folder),
            Rules.of(recipe),
            near=True,
            shard_rows=recipe.output.shard_rows,
            crawl=crawl,
            here_pages=here_pages,
        )

    rebuild(demo[0] / "recipe.toml", tmp_path / "again", engine=engine)
    here, there = (manifests.load(f) for f in (demo[0], tmp_path / "again"))
    sketches = "_meta/sketches"  # in no order
    assert {n: p for n, p in there.tables.items() if p and n != sketches} == {
        n: p for n, p in here.tables.items() if p and n != sketches
    }
    assert (
        tables(tmp_path / "again")[sketches]
        .column("hash")
        .equals(tables(demo[0])[sketches].column("hash"))
    )
    assert (there.counts, there.archived) == (here.counts, here.archived)
    assert problems(tmp_path / "again") == []


def test_worker_that_is_killed_changes_nothing(spark, tmp_path):
    wanted = on_one_machine(tmp_path / "here", stories())
    shutil.copytree(tmp_path / "here" / "_archive", tmp_path / "there" / "_archive")
    on_spark(
        spark,
        tmp_path / "there",
        [segment(Deadly, tmp_path / "there", mark=tmp_path / "died")],
        here_pages=0,
    )
    assert (tmp_path / "died").exists()
    assert tables(tmp_path / "there") == wanted


def test_page_that_hangs_or_crashes_is_rejected(spark, tmp_path):
    archive(tmp_path, stories()[:6])
    dataset = on_spark(spark, tmp_path, [segment(Poisoned, tmp_path)], page_seconds=4.0)
    reasons = ds.dataset(tmp_path / "rejected").to_table()["reason"].to_pylist()
    assert sorted(reasons) == ["crashed", "timeout"]
    assert dataset.manifest.counts == {"pages": 6, "rows": 4, "rejected": 2}


def test_executor_that_is_killed_changes_nothing(tmp_path):
    """On a cluster of two executors, each a process of its own; in a process of its own,
    because a Java machine holds one session."""
    wanted = on_one_machine(tmp_path / "here", stories())
    shutil.copytree(tmp_path / "here" / "_archive", tmp_path / "there" / "_archive")
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("spark_files.py")), str(tmp_path / "there")],
        cwd=ROOT,
        # beside the script stands `tests/pipelines`, which must not be taken for the package
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert (tmp_path / "there" / "died").exists()
    assert tables(tmp_path / "there") == wanted


def test_statements_are_those_of_one_machine():
    from pipelines.build.spark import near

    assert near.STATEMENTS is sql.STATEMENTS


def test_papers_are_like_those_of_one_machine(spark, tmp_path):
    """Made papers of one and of two layouts, walls and furniture: every box, count and look."""
    seen = Evidence.of(p for paper in papers(4) for p in made_pages(paper, 12)).seen
    heads, blocks = rows.tables(seen)
    with duckdb.connect() as connection:
        connection.register("pages", heads)
        connection.register("blocks", blocks)
        here = learned(learning.OnDuckDB(connection))
    for name, table in (("pages", heads), ("blocks", blocks)):
        pq.write_table(table, tmp_path / name)
        spark.read.parquet(str(tmp_path / name)).createOrReplaceTempView(name)
    there = learned(OnSpark(spark))
    assert there == here
    assert any(paper.walls() for paper in here[0].values())
    assert here[1]


def learned(engine: learning.Engine) -> tuple[dict[str, Paper], list[learning.Look]]:
    """What the pages tell, and which of them are read again."""
    found = learning.learn(engine)
    return found, learning.looks(engine, found)


def test_warc_files_are_built_where_they_lie(spark, tmp_path):
    """The rows of a crawl of the same file, but for the place in the archive."""
    from pipelines.build.spark.dataset import fill

    archive(tmp_path, stories())
    (tmp_path / "_archive").rename(tmp_path / "warc")
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
        (folder / "recipe.toml").write_text(
            '[dataset]\nname = "warc"\n[[source]]\nwarc = "../warc/*.warc.zst"\ndiscover = []\n[crawl]\nallow_loopback = true\nworkers = 1\n'
        )
    with pytest.raises(SystemExit):
        main(["crawl", str(here), "--progress", "none"])
    recipe, dataset = recipes.load(there / "recipe.toml"), Dataset(there)
    fill(
        spark,
        dataset,
        page_files(dataset.paths.archive, recipe, there),
        Rules.of(recipe),
        near=True,
        shard_rows=1000,
    )
    dropped = ["archive_file", "archive_offset"]
    for name in ("articles", "revisions"):
        assert tables(there)[name].drop_columns(dropped) == tables(here)[name].drop_columns(dropped)
    assert dataset.manifest.counts == manifests.load(here).counts


def test_extracted_waves_are_not_extracted_again(spark, tmp_path, monkeypatch):
    """A job that ends between extraction and commit goes on behind the extraction."""
    from pipelines.build.spark import dataset as building

    archive(tmp_path, stories()[:8])

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(building, "_tables", full)
        with pytest.raises(OSError, match="No space"):
            on_spark(
                spark, tmp_path, [segment(Deadly, tmp_path, mark=tmp_path / "died")], here_pages=0
            )
    (tmp_path / "died").unlink()
    dataset = on_spark(spark, tmp_path, [segment(Deadly, tmp_path, mark=tmp_path / "died")])
    assert not (tmp_path / "died").exists()
    assert dataset.manifest.counts == {"pages": 8, "rows": 8}


def test_short_builds_start_quickly():
    """Java's second compiler is left out up to 2 GB; what is not known counts as much."""
    driver, executor = "spark.driver.extraJavaOptions", "spark.executor.extraJavaOptions"
    short = java(BRIEF_BYTES)
    assert short[driver] == f"{java(None)[driver]} {short[executor]}"
    assert short[executor] == "-XX:TieredStopAtLevel=1"
    assert java(BRIEF_BYTES + 1) == java(None)
    assert executor not in java(None)


def test_setting_without_a_value_is_refused(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["build", "datasets/none", "--engine", "spark", "--conf", "spark.driver.memory"])
    assert stopped.value.code == 2
    assert "KEY=VALUE" in capsys.readouterr().err


def test_master_that_does_not_answer_is_said(tmp_path):
    archive(tmp_path, stories()[:1])
    (tmp_path / "recipe.toml").write_text(
        '[dataset]\nname = "x"\n[[source]]\nsite = "https://paper.example"\n'
    )
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "crawler",
            "build",
            str(tmp_path),
            "--engine",
            "spark",
            "--master",
            "nonsense",
        ],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "Spark did not start on nonsense" in done.stderr
    assert "Traceback" not in done.stderr
