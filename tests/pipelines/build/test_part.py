"""Parts of a build: dealt by size, the same by everybody, extracted again where one fails."""

from __future__ import annotations

import itertools
import json
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings, strategies as st
from loopback import article_page
from pipelines_store import AT

from pipelines.build import part
from pipelines.build.files import PageFile, Segment
from pipelines.build.part import (  # fmt: skip
    NOTE,
    PIECES,
    SMALLEST,
    PartOf,
    Parts,
    dataset_of,
    deal,
    extract_part,
    key_of,
)
from pipelines.build.pool import PagePool, PageTask
from pipelines.build.worker import Done, unreadable
from pipelines.errors import InputError, StorageError
from pipelines.extract.rules import Rules
from pipelines.model import Reason
from pipelines.store.archive import Capture, Ref, SegmentWriter, encode, segments
from pipelines.store.dataset import Dataset
from pipelines.store.scan import scan


@dataclass(frozen=True)
class Whole(PageFile):
    """A file that cannot be cut."""

    called: str
    size: int

    @property
    def name(self) -> str:
        return self.called

    @property
    def key(self) -> str:
        return f"{self.name} {self.size}"

    def offsets(self) -> Iterator[tuple[int, int]]:
        yield 0, self.size

    def tasks(self, start: int, end: int, rules: Rules) -> Iterator[PageTask]:
        yield from ()


def body(number: int) -> bytes:
    """A page that takes some room in an archive."""
    noise = random.Random(number).randbytes(4000).hex()
    return f"{article_page(number)}<!-- {noise} -->".encode()


def archive(folder: Path, number: int = 30) -> list[PageFile]:
    writer = SegmentWriter(folder / "_archive", {})
    headers = (("Content-Type", "text/html"),)
    writer.append(
        encode(
            Capture(url=f"https://paper.example/{n}", status=200, headers=headers, body=body(n), fetched=AT)
        )
        for n in range(number)
    )  # fmt: skip
    writer.close()
    (folder / "recipe.toml").write_text('[dataset]\nname = "press"\n')
    return [Segment.of(path) for path in segments(folder / "_archive")]


@pytest.mark.parametrize("text", ["3/16", "3-of-16", " 3/16 "])
def test_part_is_read_as_people_write_it(text):
    assert PartOf.parse(text) == PartOf(3, 16)


@pytest.mark.parametrize("text", ["0/16", "17/16", "3", "a/b", ""])
def test_what_is_no_part_says_how_to_write_one(text):
    with pytest.raises(InputError, match="--part 3/16"):
        PartOf.parse(text)


def test_three_files_on_two_parts_do_not_fall_to_one():
    files = [Whole(f"CC-NEWS-{n}.warc.gz", 10) for n in range(3)]
    assert sorted(len(part) for part in deal(files, 2)) == [1, 2]


def test_the_largest_file_stands_alone():
    files = [Whole("a", 10), Whole("b", 100), Whole("c", 40), Whole("d", 40)]
    assert [[files[p.file].name for p in part] for part in deal(files, 2)] == [["b"], ["a", "c", "d"]]  # fmt: skip


def test_files_of_unknown_size_are_dealt_in_turn():
    assert [len(part) for part in deal([Whole(str(n), 0) for n in range(9)], 3)] == [3, 3, 3]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 10_000), max_size=30), st.integers(1, 12))
def test_everything_is_dealt_once_and_evenly(sizes, of):
    files = [Whole(str(n), size) for n, size in enumerate(sizes)]
    parts = deal(files, of)
    assert len(parts) == of
    assert sorted(p.file for part in parts for p in part) == list(range(len(sizes)))
    loads = [sum(max(1, p.size) for p in part) for part in parts]
    # what greedy promises: no part is fuller than the emptiest by more than one file
    assert max(loads) - min(loads) <= max([1, *sizes])


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 40 * SMALLEST), st.integers(1, 9))
def test_a_segment_is_cut_without_gap_into_pieces_for_every_part(size, of):
    parts = deal([Segment(Path("segment-000001.warc.zst"), size)], of)
    pieces = sorted(p for part in parts for p in [(p.start, p.end) for p in part])
    assert pieces[0][0] == 0
    assert pieces[-1][1] == size
    assert all(one[1] == other[0] for one, other in itertools.pairwise(pieces))
    if size >= PIECES * of * SMALLEST:
        assert all(len(part) >= PIECES - 1 for part in parts)


def test_every_record_belongs_to_one_piece(tmp_path):
    """Whoever asks where a record begins is told the same."""
    file = archive(tmp_path)[0]
    assert isinstance(file, Segment)
    every = [ref.offset for ref in scan(file.path)]
    found = []
    for start, end in file.pieces(1000):
        found += [r.offset for r in scan(file.path, file.record_at(start), file.record_at(end))]
    assert found == every


class Here:
    """Stands for the workers: pages are read in this process, when they are asked for."""

    most = 0

    def __init__(self, workers: int | None = None) -> None:
        self.waiting: list[PageTask] = []

    def __len__(self) -> int:
        return len(self.waiting)

    def feed(self, task: PageTask) -> None:
        self.waiting.append(task)
        Here.most = max(Here.most, len(self.waiting))

    def take(self, *, block: bool) -> tuple[Ref, Done] | None:
        if not self.waiting:
            return None
        task = self.waiting.pop(0)
        return task.ref, task.function(*task.arguments)

    def close(self) -> None:
        assert not self.waiting


@pytest.fixture(autouse=True, scope="module")
def here() -> Iterator[None]:
    """No test starts processes but the one that asks for them."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(part, "PagePool", Here)
        yield


def run(folder: Path, files: list[PageFile], number: int, of: int = 3):
    place = folder / "parts" / f"{number}-of-{of}"
    return extract_part(files, Rules(), PartOf(number, of), place, folder, workers=1)


def test_a_part_is_extracted_by_workers(tmp_path, monkeypatch):
    monkeypatch.setattr(part, "PagePool", PagePool)
    assert run(tmp_path, archive(tmp_path, number=2), 1, of=1).extracted == 2


def test_a_part_is_extracted_once(tmp_path):
    files = archive(tmp_path)
    first = run(tmp_path, files, 1)
    again = run(tmp_path, files, 1)
    assert first.extracted == first.pages > 0
    assert (again.extracted, again.pages) == (0, first.pages)


def test_a_part_goes_on_behind_its_last_whole_piece(tmp_path):
    files = archive(tmp_path)
    done = run(tmp_path, files, 2, of=2)
    lost = max(done.folder.glob("pages-*.parquet"))
    missing = pq.read_metadata(lost).num_rows
    lost.rename(lost.with_name(f".{lost.name}.tmp"))
    assert run(tmp_path, files, 2, of=2).extracted == missing


def test_a_part_without_anything_is_a_part(tmp_path):
    files = archive(tmp_path, number=1)
    parts = [run(tmp_path, files, n) for n in (1, 2, 3)]
    assert sorted(part.pieces for part in parts) == [0, 0, 1]
    assert Parts.of([p.folder for p in parts], files, Rules()).key == key_of(files, Rules(), 3)


def test_pages_of_another_recipe_are_extracted_anew(tmp_path):
    files = archive(tmp_path, number=3)
    place = tmp_path / "parts" / "1-of-1"
    run(tmp_path, files, 1, of=1)
    done = extract_part(files, Rules(reserved="keep"), PartOf(1, 1), place, tmp_path, workers=1)
    assert done.extracted == 3


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    folder = tmp_path_factory.mktemp("three")
    files = archive(folder)
    return folder, files, [run(folder, files, n).folder for n in (1, 2, 3)]


def test_a_part_that_is_missing_is_named(three):
    _, files, folders = three
    with pytest.raises(InputError, match=r"part 2/3 is missing.*--part 2/3"):
        Parts.of([folders[0], folders[2]], files, Rules())


def test_a_part_of_another_recipe_is_named(three):
    _, files, folders = three
    with pytest.raises(InputError, match=r"part 1/3 \(and 2, 3\) was extracted from another"):
        Parts.of(folders, files, Rules(reserved="keep"))


def test_a_part_that_was_killed_is_named(three, tmp_path):
    _, files, folders = three
    told = json.loads((folders[1] / "part.json").read_text())
    (folders[1] / "part.json").write_text(json.dumps({**told, "done": False}))
    try:
        with pytest.raises(InputError, match=r"part 2/3 is not done"):
            Parts.of(folders, files, Rules())
    finally:
        (folders[1] / "part.json").write_text(json.dumps(told))


def test_parts_of_two_builds_are_told_apart(three):
    folder, files, folders = three
    other = run(folder, files, 1, of=2).folder
    with pytest.raises(InputError, match="not the parts of one build"):
        Parts.of([*folders, other], files, Rules())


def test_a_merge_that_was_killed_begins_again(three, tmp_path, monkeypatch):
    _, files, folders = three
    parts = Parts.of(folders, files, Rules())
    monkeypatch.setattr("pipelines.build.part.BATCH", 4)
    monkeypatch.setattr("pipelines.build.replay.COMMIT", 7)
    whole = parts.fill(Dataset(tmp_path / "whole"), files)
    calls = []
    real = Dataset.commit

    def killed(self, results, seen):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(self, results, seen)

    monkeypatch.setattr(Dataset, "commit", killed)
    with pytest.raises(KeyboardInterrupt):
        parts.fill(Dataset(tmp_path / "killed"), files)
    monkeypatch.setattr(Dataset, "commit", real)
    again = parts.fill(Dataset(tmp_path / "killed"), files)
    assert again.counts == whole.counts
    assert again.rows("articles") == whole.rows("articles") == 30


def test_a_folder_that_holds_something_else_is_refused(three, tmp_path):
    _, files, folders = three
    other = Dataset(tmp_path)
    other.replace_tables({})
    with pytest.raises(InputError, match="not made of these parts"):
        Parts.of(folders, files, Rules()).fill(other, files)


def test_a_folder_of_these_parts_that_is_whole_is_left(three, tmp_path):
    _, files, folders = three
    parts = Parts.of(folders, files, Rules())
    dataset = Dataset(tmp_path)
    whole = dataset.replace_tables({}, notes={NOTE: parts.key}, final=True)
    assert parts.fill(dataset, files) is whole


def test_a_piece_that_is_gone_is_named(three, tmp_path):
    _, files, folders = three
    place = max(folders[2].glob("pages-*.parquet"))
    place.rename(place.with_suffix(".gone"))
    try:
        with pytest.raises(InputError, match=f"{place.name} is missing.*--part 3/3"):
            Parts.of(folders, files, Rules()).fill(Dataset(tmp_path), files)
    finally:
        place.with_suffix(".gone").rename(place)


def test_a_part_knows_its_dataset_wherever_both_lie(tmp_path):
    files = archive(tmp_path / "press", number=1)
    inside = run(tmp_path / "press", files, 1, of=1).folder
    elsewhere = tmp_path / "elsewhere"
    extract_part(files, Rules(), PartOf(1, 1), elsewhere, tmp_path / "press", workers=1)
    assert json.loads((inside / "part.json").read_text())["dataset"] == "../.."
    whole = json.loads((elsewhere / "part.json").read_text())["dataset"]
    assert whole == str((tmp_path / "press").resolve())
    (tmp_path / "press").rename(tmp_path / "moved")
    moved = tmp_path / "moved" / "parts" / "1-of-1"
    assert dataset_of(moved) == tmp_path / "moved"
    with pytest.raises(InputError, match=r"there is no recipe\. Put the part back"):
        dataset_of(elsewhere)
    with pytest.raises(InputError, match="is no part of a build"):
        dataset_of(tmp_path / "moved")


def test_the_same_part_twice_is_not_two(three, tmp_path):
    folder, files, folders = three
    copy = Path(shutil.copytree(folders[0], folder / "copy"))
    with pytest.raises(InputError, match="not the parts of one build"):
        Parts.of([folders[0], copy], files, Rules())


def test_the_stretches_that_could_not_be_read_are_told(tmp_path):
    files = archive(tmp_path, number=3)
    path = segments(tmp_path / "_archive")[0]
    ref = list(scan(path))[1]
    data = bytearray(path.read_bytes())
    data[ref.offset + ref.length // 2] ^= 1
    path.write_bytes(bytes(data))
    done = run(tmp_path, files, 1, of=1)
    assert done.pages == 2
    damage = Parts.of([done.folder], files, Rules()).damage
    assert [(r.offset, r.length, bool(r.damage)) for r in damage] == [(ref.offset, ref.length, True)]  # fmt: skip


@pytest.mark.parametrize(("number", "batches"), [(754, [754]), (755, [500, 255]), (0, [])])
def test_so_many_pages_are_under_way_and_in_a_batch(number, batches):
    def done(offset: int) -> Done:
        return Done(unreadable(Ref("s", offset, 1), Reason.UNREADABLE, "made"))

    Here.most = 0
    pool = Here()
    tasks = (PageTask(Ref("s", n, 1), done, (n,)) for n in range(number))
    found = [[ref.offset for ref, _ in batch] for batch in part._batches(pool, tasks)]  # type: ignore[arg-type]
    assert [n for batch in found for n in batch] == list(range(number))
    assert [len(batch) for batch in found] == batches
    assert Here.most == min(number, 256)


def test_a_full_disk_is_told_and_leaves_no_piece(tmp_path, monkeypatch):
    files = archive(tmp_path, number=1)

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(part.pq, "ParquetWriter", full)
    with pytest.raises(StorageError, match=r"could not be written: No space left on device\. What"):
        run(tmp_path, files, 1, of=1)
    assert not list((tmp_path / "parts" / "1-of-1").glob("pages-*.parquet"))


def test_a_key_has_sixteen_digits(tmp_path):
    files = archive(tmp_path, number=1)
    assert len(key_of(files, Rules(), 1)) == 16
    assert key_of(files, Rules(), 1) != key_of(files, Rules(), 2)


def test_only_what_is_missing_is_named(three):
    _, files, folders = three
    with pytest.raises(InputError, match=r"^part 2/3 is missing\. `"):
        Parts.of([folders[0], folders[2]], files, Rules())
