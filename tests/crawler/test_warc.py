"""WARC files from everywhere: what is whole is read, what is damaged costs itself."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.warc.answers import Answer, answer_of, dechunked
from crawler.warc.records import Damage, Record, opt_outs, read, when
from pipelines import zstd
from pipelines.errors import InputError

PAGE = b"<!doctype html><p>" + b"The council of the town has met again. " * 40
MOST = 1 << 20


def record(
    number: int,
    block: bytes | None = None,
    kind: str = "response",
    extra: str = "",
    length: str | None = None,
    end: str = "\r\n",
) -> bytes:
    block = stored(PAGE + b"%d" % number) if block is None else block
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://kurier.example/{number}\r\nWARC-Date: 2026-05-01T10:00:00Z\r\n{extra}"
    if length != "":
        head += f"Content-Length: {length or len(block)}\r\n"
    return (head + "\r\n").replace("\r\n", end).encode() + block + b"\r\n\r\n"


def stored(body: bytes, *headers: str, first: str = "HTTP/1.1 200 OK", end: str = "\r\n") -> bytes:
    return "".join(line + end for line in (first, *headers, "")).encode() + body


PACKINGS: dict[str, Callable[[list[bytes]], bytes]] = {
    "plain": b"".join,
    "gzip": lambda parts: b"".join(gzip.compress(part, mtime=0) for part in parts),
    "zstd": lambda parts: b"".join(zstd.compress(part) for part in parts),
}
PACKED = [name for name in PACKINGS if name != "plain"]


def kept(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "a.warc"
    path.write_bytes(data)
    return path


def pages(path: Path) -> list[str]:
    return [r.url.rsplit("/", 1)[1] for r in read(str(path)) if isinstance(r, Record)]


def damages(path: Path) -> list[Damage]:
    return [r for r in read(str(path)) if isinstance(r, Damage)]


@pytest.mark.parametrize("packing", PACKINGS)
def test_records_and_their_places(tmp_path, packing):
    parts = [record(n) for n in range(5)]
    path = kept(tmp_path, PACKINGS[packing](parts))
    places = [len(PACKINGS[packing](parts[:n])) for n in range(5)]
    assert [(r.offset, r.truncated) for r in read(str(path))] == [(p, None) for p in places]
    assert pages(path) == list("01234")
    assert [r.offset for r in read(str(path), places[2], places[4])] == places[2:4]


def test_one_member_for_all_records(tmp_path):
    path = kept(tmp_path, gzip.compress(b"".join(record(n) for n in range(5))))
    assert (pages(path), damages(path)) == (list("01234"), [])


def test_members_that_are_cut_anywhere(tmp_path):
    data = b"".join(record(n) for n in range(5))
    pieces = [data[at : at + 777] for at in range(0, len(data), 777)]
    path = kept(tmp_path, PACKINGS["gzip"](pieces))
    assert (pages(path), damages(path)) == (list("01234"), [])


@pytest.mark.parametrize("packing", PACKED)
def test_damaged_member_costs_itself(tmp_path, packing):
    members = [PACKINGS[packing]([record(n)]) for n in range(5)]
    bad = bytearray(members[2])
    bad[len(bad) // 2 : len(bad) // 2 + 40] = bytes(40)
    path = kept(tmp_path, b"".join([*members[:2], bytes(bad), *members[3:]]))
    assert pages(path) == list("0134")
    assert [d.offset for d in damages(path)] == [sum(map(len, members[:2]))]


@pytest.mark.parametrize("packing", PACKINGS)
def test_garbage_between_two_records_costs_nothing(tmp_path, packing):
    parts = [PACKINGS[packing]([record(n)]) for n in range(4)]
    path = kept(tmp_path, b"".join([*parts[:2], b"garbage \x1f\x8b and more\n", *parts[2:]]))
    assert pages(path) == list("0123")
    assert len(damages(path)) == 1


@pytest.mark.parametrize("packing", PACKINGS)
def test_file_that_is_cut_says_where(tmp_path, packing):
    parts = [record(n) for n in range(3)]
    path = kept(tmp_path, PACKINGS[packing](parts)[:-60])
    found = [r for r in read(str(path)) if isinstance(r, Record)]
    assert [r.truncated for r in found[:2]] == [None, None]
    assert all(r.truncated == "disconnect" for r in found[2:])
    assert damages(path)[0].offset == len(PACKINGS[packing](parts[:2]))


@pytest.mark.parametrize(
    ("length", "last"), [("5", None), ("99999", None), ("4000", None), ("no", b""), ("", b"")]
)
def test_wrong_length_does_not_swallow_the_next_record(tmp_path, length, last):
    path = kept(tmp_path, b"".join([record(0), record(1, length=length), record(2), record(3)]))
    assert pages(path) == list("0123")
    found = [r for r in read(str(path)) if isinstance(r, Record)]
    assert b"WARC/1.0" not in found[1].block
    assert len(damages(path)) == (1 if last is None else 0)


def test_head_with_line_feeds_only(tmp_path):
    path = kept(tmp_path, record(0) + record(1, end="\n") + record(2))
    assert (pages(path), damages(path)) == (list("012"), [])


def test_record_without_a_head_is_passed(tmp_path):
    path = kept(tmp_path, record(0) + b"WARC/1.0\r\n" + b"x" * 100_000 + b"\r\n" + record(2))
    assert (pages(path), len(damages(path))) == (list("02"), 1)


def test_folded_header_and_angle_brackets(tmp_path):
    odd = record(0, extra="X: a\r\n b\r\n").replace(
        b"http://kurier.example/0", b"<http://kurier.example/0>"
    )
    (one,) = read(str(kept(tmp_path, odd)))
    assert isinstance(one, Record)
    assert (one.url, one.fields["x"]) == ("http://kurier.example/0", "a b")


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("archive/data.warc.gz", gzip.compress(record(0)))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zipped(), "WACZ"),
        (b"filedesc://a.arc 0.0.0.0 20050614070144 text/plain 77\n", "ARC"),
        (gzip.compress(b"filedesc://a.arc 0.0.0.0 20050614070144 text/plain 77\n"), "ARC"),
        (b"", "empty"),
        (b"<!doctype html><html>", "a web page"),
        (b"\x89PNG\r\n", "another kind"),
    ],
)
def test_file_of_another_kind_is_called_by_its_name(tmp_path, data, said):
    with pytest.raises(InputError, match=said):
        list(read(str(kept(tmp_path, data))))


def answer(block: bytes, kind: str = "response", most: int = MOST, **fields: str) -> Answer | None:
    return answer_of(Record(0, kind, fields, block), most)


def chunked(body: bytes, size: int = 300, note: str = "") -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x%s\r\n%s\r\n" % (len(p), note.encode(), p) for p in pieces) + b"0\r\n\r\n"


TE, GZ = "Transfer-Encoding: chunked", "Content-Encoding: gzip"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (PAGE, []),
        (PAGE, [TE]),
        (PAGE, [GZ]),
        (PAGE, ["Content-Encoding: br"]),
        (PAGE, ["Content-Encoding: deflate"]),
        (PAGE, [GZ, TE]),
        (PAGE, [GZ, "Content-Length: 99"]),
        (chunked(PAGE), [TE]),
        (chunked(PAGE, note=";name=value"), [TE]),
        (chunked(PAGE, size=10_000), [TE]),
        (chunked(PAGE).upper().replace(PAGE.upper(), PAGE) if False else chunked(PAGE, 11), [TE]),
        (gzip.compress(PAGE), [GZ]),
        (gzip.compress(PAGE), []),
        (gzip.compress(PAGE), [GZ, TE]),
        (chunked(gzip.compress(PAGE)), [GZ, TE]),
        (zstd.compress(PAGE), ["Content-Encoding: zstd"]),
    ],
)
def test_body_is_whole_whatever_its_headers_say(body, headers):
    found = answer(stored(body, "Content-Type: text/html", *headers))
    assert found is not None
    assert (found.body, found.truncated) == (PAGE, None)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (chunked(PAGE)[:-5], [TE]),
        (chunked(PAGE)[:-40], [TE]),
        (chunked(PAGE, size=10_000)[:-400], [TE]),
        (gzip.compress(PAGE)[:-20], [GZ]),
        (PAGE[:-100], [f"Content-Length: {len(PAGE)}"]),
    ],
)
def test_body_that_is_cut_is_marked(body, headers):
    found = answer(stored(body, *headers))
    assert found is not None
    assert found.truncated == "disconnect"
    assert found.body.startswith(b"<!doctype html>")


def test_reservations_of_an_archive_of_our_own_are_kept(tmp_path):
    (one,) = read(str(kept(tmp_path, record(0, extra="Standfirst-Opt-Outs: a: 1; b: 2\r\n"))))
    assert isinstance(one, Record)
    assert opt_outs(one) == ("a: 1", "b: 2")


def test_what_the_archive_says_of_a_cut_is_kept(tmp_path):
    (one,) = read(str(kept(tmp_path, record(0, extra="WARC-Truncated: time\r\n"))))
    assert isinstance(one, Record)
    assert one.truncated == "time"


@pytest.mark.parametrize(
    ("first", "status"),
    [
        ("HTTP/2 200 ", 200),
        ("HTTP/1.1 200", 200),
        ("HTTP/1.0 404 Not Found", 404),
        ("http/3 500", 500),
    ],
)
def test_status_lines(first, status):
    found = answer(stored(PAGE, "content-type: text/html", first=first))
    assert found is not None
    assert (found.status, found.body, found.is_page) == (status, PAGE, True)


def test_head_with_line_feeds_and_a_broken_line():
    found = answer(stored(PAGE, "broken header line", "Content-Type: text/html", end="\n"))
    assert found is not None
    assert (found.headers, found.body) == ((("Content-Type", "text/html"),), PAGE)


@pytest.mark.parametrize(
    ("kind", "is_page"),
    [("text/html", True), ("TEXT/HTML;CHARSET=UTF-8", True), ("", True), ("image/png", False)],
)
def test_what_can_hold_an_article(kind, is_page):
    found = answer(stored(PAGE, f"Content-Type: {kind}"))
    assert found is not None
    assert found.is_page is is_page


def test_other_kinds_of_records():
    assert answer(b"", "revisit") is None
    assert answer(b"20260501 kurier.example A 192.0.2.4") is None
    resource = answer(PAGE, "resource", **{"content-type": "text/html"})
    assert resource is not None
    assert (resource.status, resource.body, resource.is_page) == (200, PAGE, True)


def test_large_body_is_left_out(tmp_path):
    path = kept(tmp_path, record(0, stored(PAGE * 200, "Content-Type: video/mp4")) + record(1))
    large, small = read(str(path), most=1000)
    assert isinstance(large, Record)
    assert isinstance(small, Record)
    found = answer_of(large, 1000)
    assert found is not None
    assert (found.large, found.body, found.is_page) == (True, b"", False)
    bomb = answer(stored(gzip.compress(bytes(MOST)), GZ), most=1000)
    assert bomb is not None
    assert (bomb.large, bomb.body) == (True, b"")


@pytest.mark.parametrize("body", [b"face\r\nno chunks here", b"abc", b"", b"5\r\nabc"])
def test_what_only_looks_like_chunks_stays(body):
    assert dechunked(body) == (body, True)


@pytest.mark.parametrize(
    ("written", "day"),
    [("2026-05-01T10:00:00.123456789Z", 1), ("20260501100000", 1), ("2026-05-02", 2), ("x", None)],
)
def test_dates(written, day):
    at = when(Record(0, "response", {"warc-date": written}, b""))
    assert (at.day if at else None) == day


@pytest.mark.parametrize("packing", PACKINGS)
def test_500_damaged_files_are_read_to_their_end(tmp_path, packing):
    parts = [record(n, stored(chunked(PAGE), TE, "Content-Type: text/html")) for n in range(4)]
    whole = PACKINGS[packing](parts)
    for seed in range(500):
        chance, data = random.Random(seed), bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data) + 1)
            what = chance.randrange(4)
            if what == 0:
                del data[at : at + chance.randint(1, 300)]
            elif what == 1:
                data[at : at + 3] = chance.randbytes(3)
            elif what == 2:
                data[at:at] = chance.choice(
                    (b"\r\n", b"WARC/1.0\r\n", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", bytes(50))
                )
            else:
                data[at:at] = data[at : at + 200]
        path = kept(tmp_path, bytes(data))
        try:
            for item in read(str(path), most=MOST):
                if isinstance(item, Record):
                    answer_of(item, MOST)
        except InputError:
            continue
        except Exception as error:
            pytest.fail(f"seed {seed}: {error!r}")
