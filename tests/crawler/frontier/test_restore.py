"""A crawl's state that is missing, damaged, older or another's: nothing is asked again."""

from __future__ import annotations

import contextlib
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.frontier.ledger import Answer, Ledger
from crawler.frontier.model import Candidate, Fact, Kind, Outcome, Row, State, url_key
from crawler.frontier.restore import MOST_IN_FLIGHT, restore
from crawler.frontier.store import Frontier
from pipelines.errors import StorageError
from pipelines.identity import clean_url
from pipelines.store.archive import Capture, segments
from pipelines.store.manifest import Manifest
from pipelines.store.paths import DatasetPaths

AT = datetime(2026, 5, 1, tzinfo=UTC)
SOURCES = ["first.example", "paper.example"]


def address(number: int) -> str:
    return f"http://paper.example/story-{number}"


def crawled(folder: Path, fetched: range, waiting: range = range(0)) -> None:
    """A crawl that has fetched some addresses and knows others, through the real ledger."""
    paths = DatasetPaths(folder)
    ledger = Ledger(Frontier(paths.frontier), paths.archive)
    ledger.open()
    ledger.seed([Candidate(url=address(n), source=1) for n in (*fetched, *waiting)])
    ledger.commit()
    for number in fetched:
        url = address(number)
        key = url_key(clean_url(url))
        row = Row(key, url, 1, Kind.ARTICLE, 0, 0, None, None, None)
        page = f"<p>page {number}</p>".encode() * 30
        capture = Capture(
            url=url,
            status=200,
            headers=(("Content-Type", "text/html"),),
            body=page,
            fetched=AT,
            source="paper.example",
        )
        ledger.hold(
            Answer(row, Outcome(key=key, state=State.FETCHED, fetched=AT.timestamp()), capture)
        )
    ledger.close()


def states(folder: Path) -> dict[str, State]:
    with contextlib.closing(Frontier(DatasetPaths(folder).frontier)) as frontier:
        return {
            address(n): frontier.state_of(url_key(clean_url(address(n))))[0]
            for n in range(1000)
            if frontier.knows(url_key(clean_url(address(n))))
        }


def archived(folder: Path) -> dict[str, int]:
    return {p.name: p.stat().st_size for p in segments(DatasetPaths(folder).archive)}


def test_a_new_folder_needs_nothing(tmp_path):
    assert restore(tmp_path, Manifest(), SOURCES) == []
    assert not DatasetPaths(tmp_path).frontier.exists()


def test_a_state_in_line_is_left_alone(tmp_path):
    crawled(tmp_path, range(3), range(3, 5))
    before = DatasetPaths(tmp_path).frontier.read_bytes()
    assert restore(tmp_path, Manifest(archived=archived(tmp_path)), SOURCES) == []
    assert DatasetPaths(tmp_path).frontier.read_bytes() == before


def test_a_missing_frontier_is_made_from_the_archive(tmp_path):
    crawled(tmp_path, range(4), range(4, 6))
    shutil.rmtree(DatasetPaths(tmp_path).meta)
    (line,) = restore(tmp_path, Manifest(), SOURCES)
    assert "was missing: 4 archived pages taken over, none is requested again" in line
    assert states(tmp_path) == {address(n): State.FETCHED for n in range(4)}
    sizes = archived(tmp_path)
    crawled(tmp_path, range(10, 11))  # the archive goes on where it ended
    assert archived(tmp_path)["segment-000001.warc.zst"] > sizes["segment-000001.warc.zst"]
    with contextlib.closing(Frontier(DatasetPaths(tmp_path).frontier)) as frontier:
        assert frontier.count_articles(1) == 5


def test_an_older_copy_of_the_frontier_takes_over_what_came_after_it(tmp_path):
    crawled(tmp_path, range(2), range(2, 6))
    older = DatasetPaths(tmp_path).frontier.read_bytes()
    crawled(tmp_path, range(2, 5))
    ends = archived(tmp_path)
    DatasetPaths(tmp_path).frontier.write_bytes(older)
    (line,) = restore(tmp_path, Manifest(archived=ends), SOURCES)
    assert "was older than the archive: 3 archived pages" in line
    assert states(tmp_path) == {
        **{address(n): State.FETCHED for n in range(5)},
        address(5): State.PENDING,
    }
    crawled(tmp_path, range(5, 6))
    assert archived(tmp_path)["segment-000001.warc.zst"] > ends["segment-000001.warc.zst"]


def test_an_older_copy_is_known_by_its_runs_too(tmp_path):
    """Where the archive's positions do not tell: the manifest counts the runs."""
    crawled(tmp_path, range(2))
    older = DatasetPaths(tmp_path).frontier.read_bytes()
    crawled(tmp_path, range(2, 4))
    DatasetPaths(tmp_path).frontier.write_bytes(older)
    assert restore(tmp_path, Manifest(crawl={"runs": 1}), SOURCES) != []
    assert restore(tmp_path, Manifest(), SOURCES) == []


def test_older_copies_of_both_are_known_by_what_the_archive_has_more(tmp_path):
    crawled(tmp_path, range(2))
    older = DatasetPaths(tmp_path).frontier.read_bytes()
    crawled(tmp_path, range(2, 2 + MOST_IN_FLIGHT + 1))
    DatasetPaths(tmp_path).frontier.write_bytes(older)
    (line,) = restore(tmp_path, Manifest(), SOURCES)
    assert f"{MOST_IN_FLIGHT + 1} archived pages" in line


def test_a_torn_tail_is_not_taken_over(tmp_path):
    """As many records as one commit may leave behind are asked again, and cut."""
    crawled(tmp_path, range(2), range(2, 6))
    older = DatasetPaths(tmp_path).frontier.read_bytes()
    ends = archived(tmp_path)
    crawled(tmp_path, range(2, 5))
    DatasetPaths(tmp_path).frontier.write_bytes(older)
    assert restore(tmp_path, Manifest(archived=ends), SOURCES) == []
    crawled(tmp_path, range(0))
    assert archived(tmp_path) == ends


def test_an_older_manifest_is_named(tmp_path):
    crawled(tmp_path, range(2))
    with contextlib.closing(Frontier(DatasetPaths(tmp_path).frontier)) as frontier:
        frontier.note(Fact.VERSION, "7")
    (line,) = restore(tmp_path, Manifest(version=3), SOURCES)
    assert "version 3, the crawl had reached 7" in line


@pytest.mark.parametrize("damage", ["head", "middle", "empty"])
def test_a_damaged_frontier_is_put_aside_and_made_again(tmp_path, damage):
    crawled(tmp_path, range(5), range(5, 900))
    path = DatasetPaths(tmp_path).frontier
    data = bytearray(path.read_bytes())
    if damage == "head":
        data[:100] = b"\0" * 100
    elif damage == "middle":
        data[len(data) // 2 : len(data) // 2 + 6000] = b"\xff" * 6000
    path.write_bytes(b"no database" if damage == "empty" else bytes(data))
    lines = restore(tmp_path, Manifest(archived=archived(tmp_path)), SOURCES)
    assert "was damaged" in lines[0]
    assert path.with_name("frontier.sqlite.damaged-1").exists()
    found = states(tmp_path)
    assert {address(n): found[address(n)] for n in range(5)} == {
        address(n): State.FETCHED for n in range(5)
    }
    with contextlib.closing(Frontier(path)) as frontier:
        assert frontier.damage() == []


def test_another_crawls_archive_is_refused(tmp_path):
    for name, pages in (("one", range(3)), ("other", range(100, 140))):
        crawled(tmp_path / name, pages)
    one, other = DatasetPaths(tmp_path / "one"), DatasetPaths(tmp_path / "other")
    shutil.rmtree(one.archive)
    shutil.copytree(other.archive, one.archive)
    before = archived(tmp_path / "one")
    with pytest.raises(StorageError, match="is not the archive"):
        restore(tmp_path / "one", Manifest(), SOURCES)
    assert archived(tmp_path / "one") == before


def test_what_the_refusal_says_works(tmp_path):
    """Removing the frontier, as the message says, takes over what the archive holds."""
    crawled(tmp_path / "one", range(3))
    crawled(tmp_path / "other", range(100, 140))
    one, other = DatasetPaths(tmp_path / "one"), DatasetPaths(tmp_path / "other")
    shutil.rmtree(one.archive)
    shutil.copytree(other.archive, one.archive)
    one.frontier.unlink()
    restore(tmp_path / "one", Manifest(), SOURCES)
    assert states(tmp_path / "one") == {address(n): State.FETCHED for n in range(100, 140)}
