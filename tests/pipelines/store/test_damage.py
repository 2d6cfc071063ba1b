"""Bytes of an archive that change, vanish or are foreign: what is lost is told, the rest is found."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from pipelines_store import AT

from pipelines.errors import StorageError
from pipelines.store.archive import Capture, Ref, SegmentWriter, encode, read
from pipelines.store.scan import damage, scan, split

PAGES = 8


def archive(folder: Path, pages: int = PAGES) -> list[Ref]:
    """An archive of made pages in one segment."""
    draw = random.Random(7)
    writer = SegmentWriter(folder, {})
    refs = writer.append(
        [
            encode(
                Capture(
                    url=f"http://paper.example/{number}",
                    status=200,
                    headers=(("Content-Type", "text/html"),),
                    body=f"<p>page {number} {draw.random()}</p>".encode() * 40,
                    fetched=AT,
                )
            )
            for number in range(pages)
        ]
    )
    writer.close()
    return refs


def flip(path: Path, *offsets: int) -> None:
    """Change one bit at each offset."""
    data = bytearray(path.read_bytes())
    for offset in offsets:
        data[offset] ^= 0x10
    path.write_bytes(bytes(data))


def whole(folder: Path, ref: Ref, **known: int) -> list[Ref]:
    """The records of a segment that can be read."""
    return [r for r in scan(folder / ref.file, **known) if not r.damage]


@pytest.mark.parametrize("place", [0, 2, 5, 9, 30, -1])
@pytest.mark.parametrize("number", [0, 3, PAGES - 1])
def test_a_flipped_bit_costs_its_own_record_only(tmp_path: Path, number: int, place: int):
    refs = archive(tmp_path)
    ref = refs[number]
    flip(tmp_path / ref.file, ref.offset + (place if place >= 0 else ref.length + place))
    end = refs[-1].offset + refs[-1].length
    found = list(scan(tmp_path / ref.file, known=end))
    lost = [r for r in found if r.damage]
    assert [r for r in found if not r.damage] == [r for r in refs if r != ref]
    assert [(r.offset, r.length) for r in lost] == [(ref.offset, ref.length)]


def test_any_bit_of_the_archive_may_flip(tmp_path: Path):
    """200 places drawn at random: never more than the record that was hit is lost."""
    refs = archive(tmp_path)
    path = tmp_path / refs[0].file
    good, end = path.read_bytes(), path.stat().st_size
    draw = random.Random(11)
    for _ in range(200):
        offset = draw.randrange(end)
        flip(path, offset)
        hit = next(r for r in refs if r.offset <= offset < r.offset + r.length)
        left = whole(tmp_path, hit, known=end)
        assert set(refs) - {hit} <= set(left)
        for ref in left:
            assert read(tmp_path, ref).page.url == f"http://paper.example/{refs.index(ref)}"
        path.write_bytes(good)


def test_two_records_in_a_row_are_one_stretch(tmp_path: Path):
    refs = archive(tmp_path)
    flip(tmp_path / refs[0].file, refs[2].offset, refs[3].offset)
    lost = [r for r in scan(tmp_path / refs[0].file) if r.damage]
    assert [(r.offset, r.length) for r in lost] == [
        (refs[2].offset, refs[2].length + refs[3].length)
    ]
    begins = [(r.offset, r.length) for r in split(lost[0], [r.offset for r in refs])]
    assert begins == [(refs[2].offset, refs[2].length), (refs[3].offset, refs[3].length)]


def test_a_stretch_without_known_records_stays_one():
    stretch = Ref("segment-000001.warc.zst", 10, 50, "wrong")
    assert split(stretch, [5, 60]) == [stretch]


def test_a_torn_tail_is_no_record_and_no_damage(tmp_path: Path):
    refs = archive(tmp_path)
    path = tmp_path / refs[0].file
    path.write_bytes(path.read_bytes() + path.read_bytes()[: refs[0].length // 2])
    assert list(scan(path)) == refs


def test_the_same_tail_is_damage_where_it_is_known_to_have_counted(tmp_path: Path):
    refs = archive(tmp_path)
    path = tmp_path / refs[0].file
    end = path.stat().st_size
    with path.open("r+b") as file:
        file.truncate(end - 3)
    found = list(scan(path, known=end))
    assert found[:-1] == refs[:-1]
    assert (found[-1].offset, found[-1].length) == (refs[-1].offset, refs[-1].length)
    assert found[-1].damage


def test_a_file_that_ends_between_two_records_lacks_the_rest(tmp_path: Path):
    refs = archive(tmp_path)
    path = tmp_path / refs[0].file
    end = path.stat().st_size
    with path.open("r+b") as file:
        file.truncate(refs[5].offset)
    lost = [r for r in scan(path, known=end) if r.damage]
    assert [(r.offset, r.length) for r in lost] == [(refs[5].offset, end - refs[5].offset)]


def test_a_segment_that_is_gone_is_lost_as_a_whole(tmp_path: Path):
    archive(tmp_path)
    lost = list(damage(tmp_path, {"segment-000002.warc.zst": 700}))
    assert [(r.file, r.offset, r.length) for r in lost] == [("segment-000002.warc.zst", 0, 700)]


def test_bytes_of_another_kind_are_no_records(tmp_path: Path):
    """A frame that holds no WARC record does not count, however well it is made."""
    from pipelines import zstd

    refs = archive(tmp_path)
    path = tmp_path / refs[0].file
    stranger = zstd.compress(b"something else entirely")
    path.write_bytes(
        path.read_bytes()[: refs[1].offset] + stranger + path.read_bytes()[refs[1].offset :]
    )
    found = list(scan(path))
    assert [(r.offset, r.length) for r in found if r.damage] == [(refs[1].offset, len(stranger))]
    assert sum(not r.damage for r in found) == PAGES


def test_a_segment_that_is_gone_is_not_begun_again(tmp_path: Path):
    (last,) = archive(tmp_path)[-1:]
    (tmp_path / last.file).unlink()
    with pytest.raises(StorageError, match=f"{last.file} is missing"):
        SegmentWriter(tmp_path, {last.file: last.offset + last.length})
    assert not (tmp_path / last.file).exists()
