"""What a recipe leaves out is counted once, wherever its addresses go."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.frontier.model import Candidate
from crawler.frontier.transfer import everything, hand_over
from crawler.shards.reshard import folder_of, folders, opened, reshard
from crawler.shards.shard import Shard

RECIPE = """
[dataset]
name = "x"
[[source]]
urls = "urls.txt"
[[source]]
site = "http://paper-a.example"
"""
OUTSIDE = [
    Candidate(url=f"http://paper-{letter}.example/old-{n}", source=source, left_out="too old")
    for source, letter in enumerate("ab")
    for n in range(3)
]


def counted(folder: Path) -> list[tuple[int, int]]:
    """(source, number) of what stayed outside."""
    with opened(folder) as frontier:
        return [(source, number) for source, _, _, number in frontier.left_out()]


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    (tmp_path / "recipe.toml").write_text(RECIPE, encoding="utf-8")
    (tmp_path / "_meta").mkdir()
    with opened(tmp_path) as frontier:
        frontier.commit([], [Candidate(url="http://paper-a.example/x", source=0), *OUTSIDE], {})
    return tmp_path


def test_a_handover_to_shards_counts_each_once(whole: Path):
    reshard(whole / "recipe.toml", 3)
    found = [each for path in folders(whole).values() for each in counted(path)]
    assert sorted(found) == [(0, 3), (1, 3)]
    reshard(whole / "recipe.toml", 2)
    again = [pair for n in (1, 2) for pair in counted(folder_of(whole, Shard(n, 2)))]
    assert sorted(again) == [(0, 3), (1, 3)]


def test_what_two_shards_left_out_is_one_in_the_merged_frontier(whole: Path, tmp_path: Path):
    for name in ("one", "other"):
        with opened(tmp_path / name) as frontier:
            frontier.commit([], OUTSIDE[:4] if name == "one" else OUTSIDE[2:], {})
    into = tmp_path / "into"
    with opened(into) as frontier, frontier.transaction():
        for name in ("one", "other"):
            hand_over(frontier, tmp_path / name / "_meta/frontier.sqlite", everything, None)
    assert counted(into) == [(0, 3), (1, 3)]


@pytest.mark.parametrize("first", [0, 1])
def test_what_came_in_elsewhere_is_not_counted_as_left_out(whole: Path, tmp_path: Path, first: int):
    with opened(tmp_path / "one") as frontier:
        frontier.commit([], [Candidate(url=OUTSIDE[0].url, source=0)], {})
    into = tmp_path / "into"
    with opened(into) as frontier, frontier.transaction():
        for folder in [(tmp_path / "one", whole), (whole, tmp_path / "one")][first]:
            hand_over(frontier, folder / "_meta/frontier.sqlite", everything, None)
    assert counted(into) == [(0, 2), (1, 3)]
