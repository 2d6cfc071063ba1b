"""Parts of a build: dealt by size, the same by everybody, extracted again where one fails."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings, strategies as st
from loopback import article_page
from pipelines_store import AT

from pipelines.build.files import PageFile, Segment
from pipelines.build.part import PIECES, SMALLEST, PartOf, Parts, deal, extract_part, key_of
from pipelines.build.pool import PageTask
from pipelines.errors import InputError
from pipelines.extract.rules import Rules
from pipelines.store.archive import Capture, SegmentWriter, encode, segments
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


def run(folder: Path, files: list[PageFile], number: int, of: int = 3):
    place = folder / "parts" / f"{number}-of-{of}"
    return extract_part(files, Rules(), PartOf(number, of), place, folder, workers=1)


def test_a_part_is_extracted_once(tmp_path):
    files = archive(tmp_path)
    first = run(tmp_path, files, 1)
    again = run(tmp_path, files, 1)
    assert first.extracted == first.pages > 0
    assert (again.extracted, again.pages) == (0, first.pages)


def test_a_part_goes_on_behind_its_last_whole_piece(tmp_path):
    files = archive(tmp_path)
    part = run(tmp_path, files, 2, of=2)
    lost = max(part.folder.glob("pages-*.parquet"))
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
