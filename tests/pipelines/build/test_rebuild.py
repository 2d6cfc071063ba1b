"""What a build compares, refuses and takes over, without a page being read."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pipelines_store import batch, extraction

from pipelines.build import loss, rebuild as module
from pipelines.build.loss import Lost
from pipelines.build.rebuild import changed_fields, rebuild
from pipelines.errors import DatasetError, InputError
from pipelines.extract.result import Extraction
from pipelines.store.archive import Ref, SegmentWriter
from pipelines.store.dataset import Dataset
from pipelines.store.finish import finish
from pipelines.store.manifest import Manifest

RECIPE = '[dataset]\nname = "press"\n[[source]]\nsite = "http://paper.example"\n'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of three articles, with an archive of nothing."""
    place = tmp_path_factory.mktemp("built") / "press"
    place.mkdir()
    dataset = Dataset(place)
    (place / "recipe.toml").write_text(RECIPE)
    SegmentWriter(place / "_archive", {}).close()
    rows(dataset, 1, 2, 3)
    dataset.replace_tables({}, archived={}, crawl={"of": "the crawl"})
    return place


@pytest.fixture
def folder(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, whose card and report nobody writes."""
    monkeypatch.setattr(module, "publish", lambda *_: None)
    return Path(shutil.copytree(built, tmp_path / "press"))


@cache
def article(number: int, words: str) -> Extraction:
    return extraction(number, words)


def rows(dataset: Dataset, *numbers: int, words: str = "") -> Manifest:
    dataset.commit(batch(0, *(article(n, words) for n in numbers)))
    return finish(dataset, near=False, shard_rows=1000)


def engine(*numbers: int, words: str = "", seen: list[Any] | None = None) -> Any:
    """An engine that finds these articles, whatever is archived."""

    def made(dataset: Dataset, recipe: Any, folder: Path, crawl: dict[str, Any]) -> Manifest:
        if seen is not None:
            seen.append((dataset.folder, dataset.manifest.version, crawl))
        rows(dataset, *numbers, words=words)
        return dataset.replace_tables({}, archived={})

    return made


def run(folder: Path, *numbers: int, words: str = "", **given: Any) -> Any:
    return rebuild(folder / "recipe.toml", engine=engine(*numbers, words=words), **given)


def test_a_build_goes_on_from_what_the_crawl_reported(folder: Path):
    before = Dataset(folder).manifest
    seen: list[Any] = []
    summary = rebuild(folder / "recipe.toml", engine=engine(1, 2, 3, seen=seen))
    ((place, version, crawl),) = seen
    assert (place.name, version, crawl) == (
        module.DatasetPaths(folder).rebuild.name,
        0,
        {"of": "the crawl"},
    )
    assert not place.exists()
    assert summary.folder == folder
    assert summary.manifest.version == before.version + 1
    assert summary.manifest.name == "press"
    assert summary.manifest.notes["rebuilt_from"]["counts"] == before.counts
    assert (summary.changes, summary.lost, summary.kept) == ([], [], None)


@pytest.mark.parametrize(("numbers", "refused"), [((1, 2), True), ((1, 2, 3), False)])
def test_fewer_pages_than_before_are_refused(folder: Path, numbers, refused):
    if not refused:
        assert run(folder, *numbers).changes == []
        return
    before = Dataset(folder).manifest
    with pytest.raises(DatasetError, match=r"gives 2 pages where the dataset counts 3.*--accept"):
        run(folder, *numbers)
    assert Dataset(folder).manifest == before


def test_fewer_pages_are_accepted(folder: Path):
    before = Dataset(folder).manifest
    summary = run(folder, 1, 2, accept_loss=True)
    assert summary.changes == ["pages: 3 → 2", "rows: 3 → 2"]
    assert summary.kept is not None
    assert Dataset(summary.kept).manifest.tables == before.tables


def test_a_new_folder_leaves_the_old_one(folder: Path, tmp_path: Path):
    before = Dataset(folder).manifest
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "of somebody").write_text("x")
    summary = run(folder, 1, 2, into=tmp_path / "new", accept_loss=True)
    assert (tmp_path / "new" / "of somebody").exists()
    assert (summary.folder, summary.kept) == (tmp_path / "new", None)
    assert summary.manifest.rows("articles") == 2
    assert Dataset(folder).manifest == before


@pytest.mark.parametrize(("goes_on", "there"), [(True, True), (False, False)])
def test_what_a_killed_build_left_is_gone_on_with_or_not(folder: Path, goes_on, there):
    left = module.DatasetPaths(folder).rebuild / "left.txt"
    left.parent.mkdir(parents=True)
    left.write_text("x")
    found: list[bool] = []
    real = engine(1, 2, 3)

    def made(*given: Any) -> Manifest:
        found.append(left.exists())
        done: Manifest = real(*given)
        return done

    rebuild(folder / "recipe.toml", engine=made, goes_on=goes_on)
    assert found == [there]


def test_another_value_of_a_column_is_counted(folder: Path):
    changed = run(folder, 1, 2, 3, words=" anew").changes
    assert "text: other value on 3 of 3 articles" in changed
    assert not [line for line in changed if line.startswith(("title", "id", "extractor"))]


def test_columns_of_the_run_are_not_compared(tmp_path: Path):
    one, other = Dataset(tmp_path / "one"), Dataset(tmp_path / "other")
    first = extraction(1)
    moved = replace(first, article=replace(first.article, archive_offset=9, extractor="other"))
    one.commit(batch(0, first))
    other.commit(batch(0, moved))
    assert changed_fields(one.folder, one.manifest, other.folder, other.manifest) == {}
    for row in (one.folder / "articles").iterdir():
        row.write_bytes(b"damaged")
    assert changed_fields(one.folder, one.manifest, other.folder, other.manifest) == {}
    assert changed_fields(tmp_path, Manifest(), other.folder, other.manifest) == {}


@pytest.mark.parametrize(
    ("counts", "archived", "own", "refused"),
    [
        ({}, False, True, True),
        ({}, True, True, False),
        # then an empty archive is a loss, and said to be one
        ({"pages": 2}, False, True, False),
        # another engine may have its pages elsewhere
        ({}, False, False, False),
    ],
)
def test_without_an_archive_there_is_nothing_to_build(
    folder: Path, monkeypatch, counts, archived, own, refused
):
    if not archived:
        shutil.rmtree(folder / "_archive")
    Dataset(folder).replace_tables({}, counts=counts)
    given = engine(1, 2)
    if own:
        monkeypatch.setattr(module, "on_this_machine", given)
    if refused:
        with pytest.raises(InputError, match=r"holds no pages\. `standfirst crawl"):
            rebuild(folder / "recipe.toml", engine=given)
    else:
        assert rebuild(folder / "recipe.toml", engine=given).manifest.rows("articles") == 2


def test_without_duckdb_nothing_is_compared(folder: Path, monkeypatch):
    monkeypatch.setattr(module.duck, "there", lambda: False)
    monkeypatch.setitem(sys.modules, "duckdb", None)
    manifest = Dataset(folder).manifest
    assert changed_fields(folder, manifest, folder, replace(manifest, tables={})) == {}
    assert changed_fields(folder, manifest, folder, manifest) == {}


def lost(number: int, *, known: bool = False) -> list[Lost]:
    return [Lost(Ref("s", n, 1, "torn"), known=known) for n in range(number)]


@pytest.mark.parametrize(
    ("number", "named"),
    [(1, "s:0: torn."), (3, "s:0: torn; s:1: torn; s:2: torn."), (4, "s:2: torn ….")],
)
def test_three_lost_pages_are_named(number, named):
    with pytest.raises(DatasetError) as refused:
        module._refuse_loss(Path("press"), lost(number), Path("new"))
    assert named in str(refused.value)
    assert "`standfirst build press --into new --accept-loss`" in str(refused.value)


def test_a_loss_that_is_counted_already_is_none():
    assert module._refuse_loss(Path("press"), lost(2, known=True), None) is None
    with pytest.raises(DatasetError, match=r"`standfirst build press --accept-loss`"):
        module._refuse_loss(Path("press"), [*lost(1, known=True), *lost(1)], None)


def test_stretches_that_others_found_are_taken_as_far_as_they_are_known(folder: Path):
    """Behind what the crawl has committed a torn tail is no loss."""
    refs = [Ref("segment-000001.warc.zst", n, 5, "torn") for n in (0, 5, 10)]
    known = {"segment-000001.warc.zst": 10}
    (folder / "_archive" / "segment-000001.warc.zst").write_bytes(b"x" * 20)
    found = loss.find(folder, Manifest(), known, damaged=refs)
    assert [page.ref for page in found] == refs[:2]
    assert loss.find(folder, Manifest(), {}, damaged=refs) == []


def test_a_lost_page_is_said_with_its_address():
    ref = Ref("s", 7, 1, "torn")
    assert str(Lost(ref)) == "s:7: torn"
    assert str(Lost(ref, "http://p.example/a")) == "s:7 (http://p.example/a): torn"


def test_a_segment_that_is_short_is_accepted_when_its_loss_is_counted(folder: Path):
    dataset = Dataset(folder)
    dataset.replace_tables({}, archived={"segment-000001.warc.zst": 10})
    assert loss.accepted(folder, dataset.manifest, {}) == frozenset()
    loss.count_in(dataset, loss.find(folder, dataset.manifest, {}))
    assert loss.accepted(folder, dataset.manifest, {}) == {"segment-000001.warc.zst"}
    more = {"segment-000001.warc.zst": 20}
    assert loss.accepted(folder, dataset.manifest, more) == {"segment-000001.warc.zst"}


def test_every_version_is_kept_in_a_folder_of_its_own(folder: Path):
    manifest = Dataset(folder).manifest
    places = [loss.keep_version(folder, manifest) for _ in range(2)]
    assert [p.name for p in places] == [f"press-before-{manifest.version}.{n}" for n in (0, 1)]
    assert json.loads((places[1] / "_meta" / f"manifest-{manifest.version:06d}.json").read_text())
    assert (places[1] / "recipe.toml").read_text() == RECIPE
    assert not (places[1] / "report.html").exists()


def test_lost_pages_are_counted_up_to_where_they_end(folder: Path):
    dataset = Dataset(folder)
    dataset.replace_tables({}, archived={"a": 100, "b": 5})
    pages = [Lost(Ref("a", 10, 5, "torn")), Lost(Ref("b", 10, 5, "torn"))]
    loss.count_in(dataset, pages)
    assert dataset.manifest.archived == {"a": 100, "b": 15}
    assert dataset.manifest.counts["pages"] == 5
    version = dataset.manifest.version
    loss.count_in(dataset, [])
    assert dataset.manifest.version == version
