"""The gate: which well-known files are asked, and when they are asked again."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.http import Response

from crawler.fetch import robots
from crawler.fetch.robots import DAY, Gate, OriginPolicy
from crawler.frontier.store import Frontier

ORIGIN = "http://kurier.example"


class Asking(Gate):
    """A gate whose origin answers from a table, at a time that the test sets."""

    def __init__(self, path: Path, files: dict[str, bytes | int]) -> None:
        frontier = Frontier(path / "frontier.sqlite")
        spider = SimpleNamespace(ledger=SimpleNamespace(frontier=frontier))
        super().__init__(SimpleNamespace(spider=spider))  # type: ignore[arg-type]
        self.files = files
        self.asked: list[str] = []

    async def _get(self, url: str, origin: str) -> Response | str:
        self.asked.append(url.removeprefix(origin))
        found = self.files.get(self.asked[-1], 404)
        if isinstance(found, int):
            return Response(url, status=found, headers={"Retry-After": "30"})
        return Response(url, body=found)

    def now(self) -> OriginPolicy:
        return asyncio.run(self.policy(ORIGIN))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    clock = SimpleNamespace(at=1_700_000_000.0)
    monkeypatch.setattr(robots, "time", SimpleNamespace(time=lambda: clock.at))
    return clock


def test_files_are_asked_once_and_again_after_a_day(tmp_path, clock):
    gate = Asking(tmp_path, {"/robots.txt": b"User-agent: *\nAllow: /\n"})
    for _ in range(2):
        gate.now()
    assert gate.asked == ["/robots.txt", "/.well-known/tdmrep.json", "/ai.txt"]
    clock.at += DAY + 1
    gate.files["/robots.txt"] = b"User-agent: *\nDisallow: /\n"
    assert not gate.now().allows(f"{ORIGIN}/story")


def test_answer_of_an_earlier_run_is_as_old_as_it_is(tmp_path, clock):
    Asking(tmp_path, {}).now()
    clock.at += DAY - 100
    later = Asking(tmp_path, {})
    later.now()
    assert later.asked == []
    clock.at += 200
    later.now()
    assert later.asked[0] == "/robots.txt"


@pytest.mark.parametrize(
    ("rules", "asked"),
    [
        (b"User-agent: *\nDisallow: /\n", []),
        (b"User-agent: *\nDisallow: /\nAllow: /ai.txt\n", ["/ai.txt"]),
        (b"User-agent: *\nDisallow: /.well-known/\n", ["/ai.txt"]),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)), []),
    ],
)
def test_what_robots_closes_is_asked_for_nothing_else(tmp_path, clock, rules, asked):
    gate = Asking(tmp_path, {"/robots.txt": rules})
    gate.now()
    assert gate.asked[1:] == asked


def test_closed_origin_is_asked_again_when_it_says_so(tmp_path, clock):
    gate = Asking(tmp_path, {"/robots.txt": 503})
    assert gate.now().until == clock.at + 30
    assert gate.now().why_closed == "robots.txt answered 503"
    assert gate.asked == ["/robots.txt"]
    clock.at += 31
    gate.files["/robots.txt"] = 404
    assert gate.now().allows(f"{ORIGIN}/story")
