"""Content codings: what a header says of a body, and what the body is."""

from __future__ import annotations

import gzip
import random
import zlib

import brotli
import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response

from crawler.fetch.coding import CUT, TooLong, Unpacked, Unpacking, unpack
from pipelines import zstd

PAGE = "".join(f"<p>Line {n * 7919 % 1_000_003} of a page.</p>" for n in range(20_000)).encode()


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS = {
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "deflate": zlib.compress,
    "br": lambda data: brotli.compress(data, quality=4),
    "zstd": zstd.compress,
}
CODINGS = sorted(PACKERS)


@pytest.mark.parametrize("coding", CODINGS)
def test_packed_body_is_unpacked(coding):
    assert unpack(PACKERS[coding](PAGE), [coding.upper()]) == Unpacked(PAGE)


@pytest.mark.parametrize("coding", CODINGS)
def test_body_that_is_not_packed_stays(coding):
    assert unpack(PAGE, [coding]) == Unpacked(PAGE)


@pytest.mark.parametrize("coding", [*CODINGS, "bare deflate"])
def test_cut_body_gives_its_beginning_and_says_so(coding):
    packed = bare_deflate(PAGE) if coding == "bare deflate" else PACKERS[coding](PAGE)
    found = unpack(packed[: len(packed) // 2], [coding.removeprefix("bare ")])
    assert found.cut
    assert PAGE.startswith(found.body)
    assert len(found.body) > len(PAGE) // 10


@pytest.mark.parametrize("coding", CODINGS)
def test_bomb_ends_at_the_limit(coding):
    with pytest.raises(TooLong):
        unpack(PACKERS[coding](b"0" * 30_000_000), [coding], 200_000)


def test_deflate_without_its_header_is_read():
    assert unpack(bare_deflate(PAGE), ["deflate"]) == Unpacked(PAGE)


def test_body_packed_twice_is_unpacked_twice():
    assert unpack(PACKERS["gzip"](PACKERS["gzip"](PAGE)), ["gzip"]) == Unpacked(PAGE)


def test_members_are_joined_and_what_follows_them_is_left():
    packed = PACKERS["gzip"](PAGE) + PACKERS["gzip"](b"<p>End</p>") + b"\0\0 rest"
    assert unpack(packed, ["x-gzip"]) == Unpacked(PAGE + b"<p>End</p>")


def test_codings_end_in_the_order_in_which_they_were_applied():
    packed = PACKERS["br"](PACKERS["gzip"](PAGE))
    assert unpack(packed, ["gzip", "identity", "br"]) == Unpacked(PAGE)


@pytest.mark.parametrize("coding", CODINGS)
def test_damaged_body_never_raises(coding):
    chance = random.Random(7)
    packed = PACKERS[coding](PAGE)[:3000]
    for _ in range(100):
        damaged = bytearray(packed)
        for _ in range(5):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        assert len(unpack(bytes(damaged), [coding], 10_000_000).body) <= 10_000_000


def through(body: bytes, headers: dict[str, str]) -> Response:
    response = HtmlResponse("http://paper.example/", body=body, headers=headers)
    return Unpacking(1_000_000).process_response(Request(response.url), response)


def test_answer_that_ends_too_early_is_flagged():
    packed = PACKERS["gzip"](PAGE)
    assert through(packed[:-9], {"Content-Encoding": "gzip"}).flags == [CUT]
    assert through(packed, {"Content-Encoding": "gzip"}).flags == []


def test_page_that_is_packed_unsaid_is_unpacked():
    packed = PACKERS["gzip"](PAGE)
    assert through(packed, {"Content-Type": "text/html"}).body == PAGE
    assert through(packed, {"Content-Type": "application/gzip"}).body == packed
