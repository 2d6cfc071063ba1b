"""The core without DuckDB: the same files, no clusters, and one line for what is missing."""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path

import pytest
from pipelines_store import AT, batch, extraction
from sources import parsed, walked

from crawler.shards.merge import merge
from pipelines.build.rebuild import changed_fields
from pipelines.errors import MissingLibrary
from pipelines.extract.result import reject
from pipelines.model import Page, Reason
from pipelines.publish.published import publish
from pipelines.recipe import load
from pipelines.store import duck
from pipelines.store.archive import Ref
from pipelines.store.check import problems
from pipelines.store.dataset import Dataset
from pipelines.store.finish import finish
from pipelines.view.records import Records

ROOT = Path(__file__).parents[3]


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody finds DuckDB."""
    monkeypatch.setattr(duck, "there", lambda: False)
    monkeypatch.setitem(sys.modules, "duckdb", None)


def written(folder: Path) -> Dataset:
    """Five articles, one of them revised, and pages set aside at two visits."""
    dataset = Dataset(folder)
    dataset.commit(batch(0, *map(extraction, (3, 1, 5, 2, 4)), extraction(1, " anew")))
    for day in (2, 1):
        page = Page(url="http://paper.example/about", body=b"", fetched=AT.replace(day=day))
        rows = [reject(page, Reason.EMPTY, "no bytes"), reject(page, Reason.HUB, "links")]
        refs = [Ref(f"segment-00001{day}.warc.zst", n, 1) for n in range(2)]
        dataset.commit([(ref, row, None) for ref, row in zip(refs, rows, strict=True)])
    return dataset


def test_files_are_the_same_with_and_without(tmp_path, monkeypatch):
    one = finish(written(tmp_path / "with"), near=False, shard_rows=2)
    monkeypatch.setattr(duck, "there", lambda: False)
    other = finish(written(tmp_path / "without"), near=False, shard_rows=2)
    assert other.tables == one.tables
    assert other.counts == one.counts
    assert one.counts["said_again"] == 2
    assert len(one.parts("articles")) == 3


def test_clusters_are_made_up_for(tmp_path, monkeypatch):
    dataset = written(tmp_path)
    monkeypatch.setattr(duck, "there", lambda: False)
    assert finish(dataset, near=True, shard_rows=1000).notes["near"] is False
    monkeypatch.undo()
    assert finish(dataset, near=True, shard_rows=1000).notes["near"] is True
    assert problems(tmp_path) == []


@pytest.mark.usefixtures("without")
def test_a_dataset_is_published_without_its_report(tmp_path):
    dataset = written(tmp_path)
    manifest = finish(dataset, near=True, shard_rows=1000)
    recipe = tmp_path / "recipe.toml"
    recipe.write_text('[dataset]\nname = "x"\n[[source]]\nsite = "http://paper.example"\n')
    publish(tmp_path, load(recipe), manifest)
    assert {p.name for p in tmp_path.glob("*.*")} == {"README.md", "croissant.json", recipe.name}
    assert changed_fields(tmp_path, manifest, tmp_path, manifest) == {}


@pytest.mark.usefixtures("without")
@pytest.mark.parametrize(
    "wanted", [problems, Records, lambda folder: merge([folder], folder / "all")]
)
def test_what_needs_duckdb_says_what_to_type(tmp_path, wanted):
    finish(written(tmp_path), near=True, shard_rows=1000)
    with pytest.raises(MissingLibrary) as error:
        wanted(tmp_path)
    assert f'Type: {sys.executable} -m pip install "duckdb>=2"' in str(error.value)
    assert not (tmp_path / "all").exists()


@cache
def imports(path: Path) -> set[str]:
    tree = parsed(path)
    typing = {
        id(n)
        for found in walked(tree)
        if isinstance(found, ast.If) and ast.unparse(found.test) == "TYPE_CHECKING"
        for n in walked(found)
    }
    nodes = [n for n in walked(tree) if id(n) not in typing]
    names = [a.name for n in nodes if isinstance(n, ast.Import) for a in n.names]
    names += [n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)]
    return {name.split(".")[0] for name in names}


def users(library: str) -> set[str]:
    files = [
        p for room in ("standfirst", "crawler", "pipelines") for p in (ROOT / room).rglob("*.py")
    ]
    return {p.relative_to(ROOT).as_posix() for p in files if library in imports(p)}


@pytest.mark.parametrize(
    ("library", "where"),
    [
        ("duckdb", {"pipelines/store/duck.py"}),
        ("pyspark", {"pipelines/build/spark"}),
        ("scrapy_playwright", {"crawler/fetch"}),
        ("polars", {"standfirst/datasets.py"}),
        ("pandas", set()),
        ("s3fs", set()),
        ("aiohttp", set()),
    ],
)
def test_only_one_place_imports_an_optional_library(library, where):
    assert {f for f in users(library) if not f.startswith(tuple(where) or ("-",))} == set()
