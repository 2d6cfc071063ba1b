"""A build that would lose pages says so and does nothing; with consent it keeps the old version."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
import pytest
from pipelines_store import AT

from pipelines.build.builder import pending_refs
from pipelines.build.rebuild import rebuild
from pipelines.build.worker import Rules, process
from pipelines.errors import DatasetError
from pipelines.recipe import Recipe
from pipelines.store import manifest as manifests
from pipelines.store.archive import Capture, SegmentWriter, encode, segments
from pipelines.store.check import problems
from pipelines.store.dataset import Dataset
from pipelines.store.finish import finish
from pipelines.store.manifest import Manifest
from pipelines.store.scan import scan
from tests import made

RECIPE = """
[dataset]
name = "lokal"
contact = "mailto:someone@paper.example"
[[source]]
site = "http://paper.example"
"""


def in_this_process(dataset: Dataset, recipe: Recipe, _: Path, crawl: dict[str, Any]) -> Manifest:
    """The engine of a build without worker processes."""
    refs = list(pending_refs(dataset, damaged=False))
    done = [process(dataset.folder / "_archive", ref, Rules.of(recipe)) for ref in refs]
    dataset.commit((r, d.result, d.sketch) for r, d in zip(refs, done, strict=True))
    return finish(dataset, near=False, shard_rows=50_000, crawl=crawl)


def page(number: int) -> bytes:
    return made.story(number).encode()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of six archived articles."""
    folder = tmp_path_factory.mktemp("made") / "lokal"
    folder.mkdir()
    (folder / "recipe.toml").write_text(RECIPE)
    writer = SegmentWriter(folder / "_archive", {})
    html = (("Content-Type", "text/html"),)
    writer.append(
        encode(
            Capture(
                url=f"http://paper.example/story-{n}",
                status=200,
                headers=html,
                body=page(n),
                fetched=AT,
                source="paper.example",
            )
        )
        for n in range(6)
    )
    writer.close()
    rebuild(folder / "recipe.toml", engine=in_this_process)
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    return Path(shutil.copytree(built, tmp_path / "lokal"))


def damage_record(folder: Path, number: int) -> None:
    path = segments(folder / "_archive")[0]
    ref = list(scan(path))[number]
    data = bytearray(path.read_bytes())
    data[ref.offset + ref.length // 2] ^= 1
    path.write_bytes(bytes(data))


def titles(folder: Path) -> set[str]:
    parts = [str(folder / p.path) for p in manifests.load(folder).parts("articles")]
    return set(ds.dataset(parts).to_table()["title"].to_pylist())


def build(folder: Path, **options: Any) -> Any:
    return rebuild(folder / "recipe.toml", engine=in_this_process, **options)


def test_a_build_of_a_whole_archive_gives_the_same_rows(folder: Path):
    before = titles(folder)
    build(folder)
    assert titles(folder) == before
    assert len(before) == 6


def test_a_build_that_would_lose_a_page_names_it_and_changes_nothing(folder: Path):
    before = manifests.load(folder)
    damage_record(folder, 2)
    with pytest.raises(DatasetError) as refused:
        build(folder)
    assert "1 archived page of" in str(refused.value)
    assert "http://paper.example/story-2" in str(refused.value)
    assert "--accept-loss" in str(refused.value)
    assert manifests.load(folder) == before
    assert problems(folder) == []


def test_with_consent_the_page_is_set_aside_and_the_old_version_stays_beside(folder: Path):
    before = titles(folder)
    damage_record(folder, 0)
    summary = build(folder, accept_loss=True)
    assert titles(folder) == before - {"Story number 0 of the paper"}
    assert summary.manifest.counts["pages"] == 6
    parts = [str(folder / p.path) for p in summary.manifest.parts("rejected")]
    (row,) = ds.dataset(parts).to_table().to_pylist()
    assert (row["reason"], row["url"]) == ("damaged", "http://paper.example/story-0")
    assert problems(folder) == []
    assert titles(summary.kept) == before
    assert problems(summary.kept) == []


def test_a_loss_that_was_accepted_is_not_asked_about_again(folder: Path):
    damage_record(folder, 0)
    build(folder, accept_loss=True)
    summary = build(folder)
    assert summary.manifest.counts["pages"] == 6
    assert problems(folder) == []


def test_a_segment_that_is_cut_short_is_a_loss(folder: Path):
    path = segments(folder / "_archive")[0]
    os.truncate(path, list(scan(path))[4].offset)
    with pytest.raises(DatasetError, match="2 archived pages"):
        build(folder)


def test_a_segment_that_is_gone_is_a_loss(folder: Path):
    """Of an archive with another segment left: with none there is nothing to build from."""
    path = segments(folder / "_archive")[0]
    shutil.copyfile(path, path.with_name("segment-000002.warc.zst"))
    path.unlink()
    with pytest.raises(DatasetError, match="6 archived pages"):
        build(folder)


@pytest.mark.parametrize("content", ["", "nonsense\n", "manifest-000099.json\n", None])
def test_a_damaged_pointer_is_mended_from_the_newest_whole_version(
    folder: Path, content: str | None
):
    before = titles(folder)
    pointer = folder / "_meta" / "CURRENT"
    pointer.unlink() if content is None else pointer.write_text(content)
    with pytest.raises(DatasetError, match="standfirst build"):
        manifests.load(folder)
    assert "is in force again" in Dataset(folder).mended
    assert titles(folder) == before
    assert problems(folder) == []


def test_without_any_readable_manifest_the_build_that_is_named_works(folder: Path):
    before = titles(folder)
    for path in (folder / "_meta").glob("manifest-*.json"):
        path.write_text('{"version": ')
    with pytest.raises(DatasetError, match="standfirst build"):
        Dataset(folder)
    build(folder)
    assert titles(folder) == before
    assert problems(folder) == []


def test_tables_that_no_manifest_knows_are_put_aside_not_removed(folder: Path):
    files = {p.name for p in (folder / "articles").glob("*.parquet")}
    shutil.rmtree(folder / "_meta")
    Dataset(folder)
    assert {p.name for p in (folder / "_meta" / "leftover" / "articles").iterdir()} == files


def test_a_dataset_of_a_later_version_is_left_alone(folder: Path):
    path = folder / "_meta" / (folder / "_meta" / "CURRENT").read_text().strip()
    later = path.read_text().replace('"schema_version": "', '"schema_version": "9')
    path.write_text(later)
    for attempt in (Dataset, build):
        with pytest.raises(manifests.NewerVersion, match="later Standfirst"):
            attempt(folder)
    assert path.read_text() == later
