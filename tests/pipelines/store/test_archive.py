"""The archive: what is written comes back; a segment is cut, left alone or refused."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from pipelines_store import AT

from pipelines.errors import InputError, StorageError
from pipelines.store import archive
from pipelines.store.archive import (
    Capture,
    Ref,
    SegmentWriter,
    Stored,
    borrow,
    encode,
    read,
    segment_name,
    stored,
)

PLAIN = Capture(
    url="http://paper.example/a",
    status=200,
    headers=(("Content-Type", "text/html"),),
    body=b"<p>words",
    fetched=AT,
)
ONE, TWO = segment_name(1), segment_name(2)
MIB = 2**20


def back(folder: Path, capture: Capture) -> Stored:
    writer = SegmentWriter(folder, {})
    (ref,) = writer.append([encode(capture)])
    writer.close()
    return read(folder, ref)


def test_a_plain_capture_has_nothing_that_was_not_said(tmp_path):
    found = back(tmp_path, PLAIN)
    page = found.page
    assert (found.rejected, found.detail) == (None, "")
    assert (page.url, page.body, page.status, page.content_type) == (
        PLAIN.url,
        PLAIN.body,
        200,
        "text/html",
    )
    assert (page.source, page.listed, page.opt_outs, page.truncated) == (None, None, (), None)
    assert (page.fetched, page.archive_file, page.archive_offset) == (AT, ONE, 0)


def test_what_the_crawl_knew_comes_back(tmp_path):
    listed = datetime(2026, 4, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    said = replace(
        PLAIN, status=404, source="paper.example", listed=listed,
        opt_outs=("tdm-reservation: 1", "noai"), rejected="login", rejected_detail="a form",
        truncated="time",
    )  # fmt: skip
    found = back(tmp_path, said)
    page = found.page
    assert (found.rejected, found.detail) == ("login", "a form")
    assert (page.status, page.source, page.listed) == (404, "paper.example", listed)
    assert (page.opt_outs, page.truncated) == (("tdm-reservation: 1", "noai"), "time")


def test_opt_outs_of_the_answer_come_behind_those_that_were_known(tmp_path):
    headers = (*PLAIN.headers, ("TDM-Reservation", "1"))
    alone = back(tmp_path / "a", replace(PLAIN, headers=headers)).page.opt_outs
    assert len(alone) == 1
    both = replace(PLAIN, headers=headers, opt_outs=("noai", *alone))
    assert back(tmp_path / "b", both).page.opt_outs == ("noai", *alone)


@pytest.mark.parametrize(
    ("rejected", "truncated", "found"),
    [
        ("too_large", None, "length"),
        ("too_large", "time", "time"),
        ("login", None, None),
        (None, "disconnect", "disconnect"),
    ],
)
def test_a_body_that_is_not_whole_says_why(tmp_path, rejected, truncated, found):
    capture = replace(PLAIN, rejected=rejected, truncated=truncated)
    assert back(tmp_path, capture).page.truncated == found


def test_headers_cannot_break_the_record(tmp_path):
    headers = (("Content-Encoding", "gzip"), ("X-Long", "a\r\nb\nc"), *PLAIN.headers)
    http = archive._http_block(replace(PLAIN, headers=headers)).split(b"\r\n\r\n")[0]
    assert http.split(b"\r\n") == [
        b"HTTP/1.1 200",
        b"X-Archive-Orig-Content-Encoding: gzip",
        b"X-Long: a  b c",
        b"Content-Type: text/html",
        b"Content-Length: 8",
    ]
    assert back(tmp_path, replace(PLAIN, headers=headers)).page.body == PLAIN.body


@pytest.mark.parametrize(
    ("raw", "at"),
    [
        ("2026-05-01T00:00:00Z", AT),
        ("2026-05-01T02:00:00+02:00", AT),
        ("2026-05-01T00:00:00", AT),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_a_time_has_a_zone(raw, at):
    found = archive._time(raw)
    assert found == at
    assert found is None or found.tzinfo is not None


class Headers(dict[str, str]):
    """Stands for what a WARC reader gives; `status_code` is of its HTTP headers."""

    status_code: int | None = None


@pytest.mark.parametrize(("status", "wanted"), [(404, 404), (None, 200)])
def test_a_status_that_nobody_sent_is_fine(status, wanted):
    http = Headers({"Content-Type": "text/html"})
    http.status_code = status
    record: Any = type("Record", (), {"headers": {}, "http_headers": http})
    page = stored(record, b"x", file=None, offset=None).page
    assert (page.status, page.content_type, page.url) == (wanted, "text/html", "")


def test_a_record_without_http_is_a_page():
    record: Any = type("Record", (), {"headers": {}, "http_headers": None})
    page = stored(record, b"x", file=None, offset=None).page
    assert (page.status, page.content_type, page.opt_outs) == (200, None, ())


def test_a_place_without_a_record_is_told(tmp_path):
    (tmp_path / ONE).write_bytes(b"no frame")
    for ref in (Ref(ONE, 0, 8), Ref(ONE, 8, 0), Ref(TWO, 0, 8)):
        with pytest.raises(InputError, match=f"{ref.file}:{ref.offset} cannot be read"):
            read(tmp_path, ref)


@pytest.mark.parametrize(("size", "name"), [(256 * MIB - 1, ONE), (256 * MIB, TWO)])
def test_a_segment_is_full_at_256_mib(tmp_path, size, name):
    writer = SegmentWriter(tmp_path, {})
    writer.end = size
    refs = writer.append([b"one", b"two"])
    writer.close()
    assert refs[0] == Ref(name, size if name == ONE else 0, 3)
    assert refs[1].file == TWO
    assert (tmp_path / TWO).read_bytes() == (b"onetwo" if name == TWO else b"two")


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """An archive of one segment with ten bytes."""
    (tmp_path / ONE).write_bytes(b"0123456789")
    return tmp_path


def write(folder: Path, committed: dict[str, int], **given: Any) -> str:
    writer = SegmentWriter(folder, committed, **given)
    writer.append([b"new"])
    writer.close()
    return writer.name


def test_what_was_committed_is_written_on(one):
    assert write(one, {ONE: 10}) == ONE
    assert (one / ONE).read_bytes() == b"0123456789new"
    assert not (one / "torn").exists()


def test_the_newest_segment_is_written_on(one):
    (one / TWO).write_bytes(b"01")
    assert write(one, {TWO: 2, ONE: 10}) == TWO


def test_a_segment_that_is_shorter_is_refused(one):
    with pytest.raises(StorageError, match=r"has 10 bytes where 11 were committed.*accept-loss"):
        write(one, {ONE: 11})


def test_a_segment_that_is_gone_is_refused(one):
    with pytest.raises(StorageError, match=r"is missing, and 5 bytes.*accept-loss"):
        write(one, {ONE: 10, TWO: 5})
    assert write(one, {ONE: 10, TWO: 0}) == TWO


def test_lost_segments_are_left_as_they_are(one):
    assert write(one, {ONE: 99}, lost={ONE}) == TWO
    assert (one / ONE).read_bytes() == b"0123456789"
    other = segment_name(3)
    assert write(one, {ONE: 99, TWO: 3, other: 50}, lost={ONE, other}) == segment_name(4)


@pytest.mark.parametrize(("more", "cut"), [(0, True), (1, False)])
def test_a_torn_tail_has_at_most_64_mib(one, monkeypatch, more, cut):
    monkeypatch.setattr(archive.shutil, "copyfileobj", lambda *_: None)
    os.truncate(one / ONE, 10 + 64 * MIB + more)
    if cut:
        assert write(one, {ONE: 10}) == ONE
        assert (one / ONE).read_bytes() == b"0123456789new"
    else:
        with pytest.raises(StorageError, match="no torn tail"):
            write(one, {ONE: 10})


def test_a_segment_that_another_folder_has_too_is_copied_before_it_is_changed(one, tmp_path):
    other = tmp_path / "other"
    borrow(one / ONE, other / ONE)
    assert (one / ONE).stat().st_nlink == 2
    write(other, {ONE: 10})
    borrow(one / ONE, tmp_path / "third" / ONE)
    write(tmp_path / "third", {ONE: 4})
    assert (one / ONE).read_bytes() == b"0123456789"
    assert (other / ONE).read_bytes() == b"0123456789new"
    assert (tmp_path / "third" / ONE).read_bytes() == b"0123new"


def test_a_borrowed_segment_that_has_grown_is_borrowed_again(one, tmp_path):
    place = tmp_path / "other" / ONE
    place.parent.mkdir()
    place.write_bytes(b"abcdefghij")
    borrow(one / ONE, place)
    assert place.read_bytes() == b"abcdefghij"
    place.write_bytes(b"0123")
    borrow(one / ONE, place)
    assert place.read_bytes() == b"0123456789"


def test_a_folder_without_links_gets_a_copy(one, tmp_path, monkeypatch):
    def no_links(*_: Any) -> None:
        raise OSError

    monkeypatch.setattr(archive.os, "link", no_links)
    borrow(one / ONE, tmp_path / "other" / ONE)
    assert (tmp_path / "other" / ONE).read_bytes() == b"0123456789"
    assert (one / ONE).stat().st_nlink == 1


def test_a_full_disk_is_told(one, monkeypatch):
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive.os, "fdatasync", full)
    with pytest.raises(StorageError, match=r"No space left on device .*Nothing that was committed"):
        write(one, {ONE: 10})


def test_a_record_is_read_up_to_256_mebibytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def unframed(_: bytes, most: int) -> bytes:
        asked.append(most)
        raise ValueError

    monkeypatch.setattr(archive.zstd, "unframed", unframed)
    (tmp_path / ONE).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / ONE).write_bytes(b"")
    with pytest.raises(InputError):
        read(tmp_path, Ref(ONE, 0, 1))
    assert asked == [256 * MIB]
