"""Every reader takes the dataset, whatever has been done to it."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow.dataset as ds
import pytest
from pipelines_store import batch, extraction

from pipelines.store import manifest as manifests
from pipelines.store.commit import commit
from pipelines.store.dataset import Dataset
from pipelines.store.finish import finish
from pipelines.store.schema import arrow_schema

pd = pytest.importorskip("pandas")  # readers are no part of the product
pl = pytest.importorskip("polars")
pytestmark = pytest.mark.slow
STATES = ("appended", "revised", "compacted", "another schema version")


@pytest.fixture(params=STATES)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    dataset = Dataset(tmp_path)
    dataset.commit(batch(0, extraction(1), extraction(2)))
    dataset.commit(batch(20, extraction(3)))
    if request.param != "appended":
        dataset.commit(batch(30, extraction(1, " anew")))
    if request.param in ("compacted", "another schema version"):
        finish(dataset, near=True, shard_rows=100)
    if request.param == "another schema version":
        from dataclasses import replace

        commit(tmp_path, dataset.manifest, replace(dataset.manifest, schema_version="0"))
    return tmp_path


def by_spark(folder: Path) -> tuple[int, list[str]]:
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    )
    try:
        frame = session.read.parquet(str(folder / "articles"))
        return frame.count(), frame.columns
    finally:
        session.stop()


def by_hugging_face(folder: Path) -> tuple[int, list[str]]:
    import datasets

    loaded = datasets.load_dataset(
        "parquet",
        data_files=str(folder / "articles" / "*.parquet"),
        cache_dir=str(folder / "cache"),
    )["train"]
    return loaded.num_rows, loaded.column_names


def by_pandas(folder: Path) -> tuple[int, list[str]]:
    frame = pd.read_parquet(folder / "articles")
    assert str(frame["date_fetched"].dtype) == "datetime64[us, UTC]"
    return len(frame), list(frame.columns)


def by_polars(folder: Path) -> tuple[int, list[str]]:
    frame = pl.scan_parquet(folder / "articles" / "*.parquet").collect()
    assert frame.schema["authors"] == pl.List(pl.String)
    return frame.height, frame.columns


def by_duckdb(folder: Path) -> tuple[int, list[str]]:
    relation = duckdb.sql(f"SELECT * FROM '{folder}/articles/*.parquet'")
    return len(relation.fetchall()), relation.columns


def by_pyarrow(folder: Path) -> tuple[int, list[str]]:
    dataset = ds.dataset(folder / "articles")
    assert dataset.schema.equals(arrow_schema("articles"))
    return dataset.count_rows(), dataset.schema.names


READERS = {
    "pandas": by_pandas,
    "polars": by_polars,
    "duckdb": by_duckdb,
    "pyarrow": by_pyarrow,
    "datasets": by_hugging_face,
    "pyspark": by_spark,
}


@pytest.mark.parametrize("reader", sorted(READERS))
def test_rows_and_columns(reader: str, folder: Path, monkeypatch):
    if importlib.util.find_spec(reader) is None:
        pytest.skip(f"{reader} is not installed")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert READERS[reader](folder) == (
        manifests.load(folder).rows("articles"),
        arrow_schema("articles").names,
    )


def test_finished_dataset_has_a_file_in_every_table(tmp_path):
    dataset = Dataset(tmp_path)
    dataset.commit(batch(0, extraction(1)))
    finish(dataset, near=True, shard_rows=100)
    for table in ("articles", "rejected", "revisions", "provenance"):
        assert pd.read_parquet(tmp_path / table).columns.tolist() == arrow_schema(table).names


README = Path(__file__).parents[1] / "README.md"


def snippets() -> list[str]:
    """The lines of the README under "Read it", one library each."""
    section = README.read_text(encoding="utf-8").partition("## Read it")[2].partition("\n## ")[0]
    return re.findall(r"```python\n(.*?)```", section, re.DOTALL)


@pytest.mark.parametrize("number", range(len(snippets())))
def test_the_lines_of_the_readme_run_as_printed(number: int, demo, tmp_path: Path):
    """From a folder like the checkout, in which `datasets/` lies."""
    (tmp_path / "datasets").mkdir()
    shutil.copytree(demo[0], tmp_path / "datasets" / "demo")
    home = {"HF_HOME": str(tmp_path / "cache"), "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", snippets()[number]],
        cwd=tmp_path,
        env={**os.environ, **home},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_readme_has_a_line_for_each_library():
    text = " ".join(snippets())
    assert all(f"import {name}" in text for name in ("duckdb", "pandas", "polars"))
    assert "from datasets import" in text
