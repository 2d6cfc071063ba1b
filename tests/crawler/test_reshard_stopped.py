"""A handover that is stopped between any two of its steps goes on and loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.frontier.model import Candidate
from crawler.shards import reshard as steps
from crawler.shards.reshard import folder_of, folders, moved, opened, reshard
from crawler.shards.shard import Shard
from pipelines.errors import StorageError

URLS = [f"http://paper-{letter}.example/story-{n}" for letter in "abcdefgh" for n in range(3)]


def cut(folder: Path, of: int = 2) -> Path:
    """A dataset whose addresses lie in two shards."""
    path = folder / "recipe.toml"
    path.write_text('[dataset]\nname = "x"\n[[source]]\nurls = "urls.txt"\n', encoding="utf-8")
    for number in range(1, of + 1):
        shard = Shard(number, of)
        folder_of(folder, shard).mkdir(parents=True)
        steps.settle(folder_of(folder, shard), shard)
        with opened(folder_of(folder, shard), shard) as frontier:
            frontier.commit([], [Candidate(url=u, source=0) for u in URLS if shard.owns_url(u)], {})
    return path


def held(folder: Path) -> list[str]:
    """The addresses of all shards that were not handed over."""
    found: list[str] = []
    for shard, path in folders(folder).items():
        if not moved(path):
            with opened(path, shard) as frontier:
                rows = frontier.ask("SELECT h.origin || u.path FROM urls u JOIN hosts h ON h.id = u.host")  # fmt: skip
                found += [url for (url,) in rows]
    return sorted(found)


@pytest.mark.parametrize("step", ["_take", "_give_up"])
@pytest.mark.parametrize("after", [0, 1, 2])
def test_stopped_anywhere_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, after: int
):
    path = cut(tmp_path)
    whole, done = getattr(steps, step), []

    def stopping(*given: object) -> None:
        if len(done) == after:
            raise StorageError("the disk is full")
        whole(*given)
        done.append(given)

    monkeypatch.setattr(steps, step, stopping)
    if step == "_give_up" and after == 2:
        reshard(path, 3)
    else:
        with pytest.raises(StorageError):
            reshard(path, 3)
    monkeypatch.setattr(steps, step, whole)
    assert sum(reshard(path, 3).values()) == len(URLS)
    assert held(tmp_path) == URLS
    # and back, and forth again: nothing of the first time counts any more
    assert sum(reshard(path, 2).values()) == len(URLS)
    with opened(folder_of(tmp_path, Shard(1, 2))) as frontier:
        frontier.commit([], [Candidate(url="http://paper-a.example/new", source=0)], {})
    assert sum(reshard(path, 3).values()) == len(URLS) + 1
