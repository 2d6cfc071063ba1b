"""The frontier: what it keeps, what it counts, who may write."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from crawler.discovery.finder import Finder
from crawler.fetch.job import Job
from crawler.frontier.model import BY_ROBOTS, Candidate, Fact, Kind, Outcome, State, url_key
from crawler.frontier.reader import Reader, tally
from crawler.frontier.store import LONGEST_WAIT, Frontier
from crawler.frontier.transfer import everything, hand_over, hand_over_finds
from pipelines import recipe
from pipelines.errors import StorageError

HOST = "https://paper.example"


def address(number: int) -> str:
    return f"{HOST}/a-story-of-many-{number}"


def found(numbers: range, source: int = 0, **facts: object) -> list[Candidate]:
    return [Candidate(url=address(n), source=source, **facts) for n in numbers]  # type: ignore[arg-type]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "frontier.sqlite"


def test_source_takes_as_many_articles_as_it_may(path):
    """A feed of ten and a sitemap of twenty that lists them too: fifteen stay."""
    frontier = Frontier(path, limits=[15])
    assert frontier.commit([], found(range(10)), {}) == 10
    assert frontier.commit([], found(range(20)), {}) == 5
    assert frontier.count_articles(0) == 15


def test_next_run_takes_the_rest_as_a_higher_limit_allows(path):
    Frontier(path, limits=[15]).commit([], found(range(20)), {})
    assert Frontier(path, limits=[18]).commit([], found(range(20)), {}) == 3
    assert Frontier(path, limits=[None]).commit([], found(range(20)), {}) == 2


def test_room_that_a_refused_article_leaves_is_used_by_the_next_run(path):
    Frontier(path, limits=[2]).commit([], found(range(3)), {})
    blocked = Outcome(key=url_key(address(0)), state=State.BLOCKED, reason=BY_ROBOTS)
    Frontier(path).commit([blocked], [], {})
    assert Frontier(path, limits=[2]).commit([], found(range(3)), {}) == 1


def test_limit_of_one_source_is_not_that_of_another(path):
    frontier = Frontier(path, limits=[1, None])
    both = [*found(range(2)), *found(range(10, 14), source=1)]
    assert frontier.commit([], both, {}) == 5


def test_target_of_a_redirect_needs_no_room(path):
    frontier = Frontier(path, limits=[1])
    frontier.commit([], found(range(1)), {})
    moved = Outcome(key=url_key(address(0)), state=State.REDIRECTED)
    assert frontier.commit([moved], found(range(1, 2), hops=1), {}) == 1


def test_sections_count_against_no_limit(path):
    frontier = Frontier(path, limits=[1])
    pages = [Candidate(url=f"{HOST}/{n}/", source=0, kind=Kind.SECTION) for n in range(4)]
    frontier.commit([], pages, {})
    assert len(frontier.take(frontier.host(HOST), 9, 0.0, set())) == 4


def test_limit_counts_right_after_a_commit_that_failed(path):
    frontier = Frontier(path, limits=[2])
    with pytest.raises(AttributeError):
        frontier.commit([None], found(range(2)), {})  # type: ignore[list-item]
    assert frontier.commit([], found(range(3)), {}) == 2


def finder(tmp_path: Path, crawl: str = "", source: str = "") -> Finder:
    text = f'[dataset]\nname = "x"\n[[source]]\nsite = "{HOST}"\n{source}\n[crawl]\n{crawl}\n'
    return Finder(Job(recipe.parse(text), tmp_path, tmp_path), lambda _: [])


def test_wanted_is_a_question(tmp_path):
    """Asked as often as one likes, the answer stays."""
    asked = finder(tmp_path, "max_per_pattern = 10", "max_pages = 1")
    paged = Candidate(url=f"{HOST}/list?page=1", source=0, kind=Kind.SECTION)
    assert [asked.why_left_out(c) for c in [*found(range(3)), *[paged] * 12]] == [None] * 15
    assert (asked.shapes, asked.dropped) == ({}, {})


def test_same_section_page_counts_once_for_its_shape(tmp_path):
    door = finder(tmp_path, "max_per_pattern = 10")
    pages = [
        Candidate(url=f"{HOST}/list?page={n}", source=0, kind=Kind.SECTION)
        for n in [1] * 30 + list(range(1, 13))
    ]
    assert sum(door.judged(page).left_out is None for page in pages) == 30 + 10
    assert door.dropped == {"paper.example/list?page": 2}


def test_reader_sees_what_a_writer_has_committed(path):
    writer = Frontier(path)
    with Reader(path) as reader:
        assert reader.count_articles() == 0
        writer.commit([], found(range(3)), {"segment-000001.warc.zst": 70}, {Fact.RUN: "open"})
        assert reader.count_articles() == 3
        assert reader.segment_ends() == {"segment-000001.warc.zst": 70}
        assert reader.fact(Fact.RUN) == "open"


def test_reader_writes_nothing(path):
    Frontier(path).close()
    with Reader(path) as reader, pytest.raises(StorageError, match="readonly"):
        list(reader.ask("DELETE FROM urls"))


def test_reader_without_a_file_says_so(path):
    with pytest.raises(StorageError, match="cannot be read"):
        Reader(path)
    assert not path.exists()


def test_tally_adds_up(path):
    frontier = Frontier(path)
    frontier.commit([], found(range(6)), {})
    states = [State.FETCHED, State.BLOCKED, State.FAILED, State.REDIRECTED, State.ELSEWHERE]
    settled = [Outcome(key=url_key(address(n)), state=s) for n, s in enumerate(states)]
    frontier.commit(settled, [Candidate(url=HOST, source=0, kind=Kind.HOME)], {})
    numbers = tally(frontier)
    assert numbers["urls"] == {
        "discovered": 4, "fetched": 1, "blocked": 1, "pending": 1, "failed": 1, "left_out": 0, "redirected": 1, "elsewhere": 1,
    }  # fmt: skip
    assert numbers["discovery"]["pending"] == 1  # type: ignore[index]


def test_files_of_earlier_versions_are_read_and_written(path):
    """They have one column more."""
    frontier = Frontier(path)
    frontier._database.execute("ALTER TABLE hosts ADD COLUMN failures INTEGER NOT NULL DEFAULT 0")
    frontier.commit([], found(range(2)), {})
    frontier.close_host(1, time.time() + 60, "HTTP 503")
    assert Frontier(path).closed_hosts(time.time())[0][2] == "HTTP 503"


def test_clock_that_was_wrong_puts_nothing_off(path):
    frontier = Frontier(path)
    frontier.commit([], found(range(2)), {})
    due = time.time() + LONGEST_WAIT + 60
    late = [
        Outcome(key=url_key(address(n)), state=State.PENDING, due=due, reason="HTTP 503")
        for n in range(2)
    ]
    frontier.commit(late, [], {})
    frontier.try_unanswered(time.time())
    assert len(frontier.take(1, 9, time.time(), set())) == 2


@pytest.mark.parametrize(
    ("reason", "due"),
    [("TimeoutError", True), ("HTTP 503", False), ("robots.txt answered 503", False)],
)
def test_new_run_asks_at_once_only_where_there_was_no_answer(path, reason, due):
    frontier = Frontier(path)
    frontier.commit([], found(range(1)), {})
    later = time.time() + 600
    frontier.commit(
        [Outcome(key=url_key(address(0)), state=State.PENDING, due=later, reason=reason)], [], {}
    )
    frontier.try_unanswered(time.time())
    assert bool(frontier.take(1, 9, time.time(), set())) is due


def test_pending_addresses_come_by_their_index(path):
    """A frontier of millions is never read as a whole to find what is due."""
    frontier = Frontier(path)
    asked: list[str] = []
    frontier._database.set_trace_callback(asked.append)
    frontier.take(1, 1, 0.0, set())
    frontier._database.set_trace_callback(None)
    plan = list(frontier.ask(f"EXPLAIN QUERY PLAN {asked[-1]}"))
    assert any("USING INDEX due" in str(row) for row in plan)


class Odd:
    def owns_url(self, url: str) -> bool:
        return "odd" in url


def test_what_another_shard_owns_waits_and_is_handed_over(path, tmp_path):
    giver = Frontier(path, Odd())
    giver.commit([], [*found(range(2)), Candidate(url="https://odd.example/a-b-c", source=0)], {})
    assert giver.count_articles() == 1
    taker = Frontier(tmp_path / "taker.sqlite")
    with taker.transaction():
        hand_over(taker, path, everything, None)
        hand_over_finds(taker, path, everything)
    assert taker.count_articles() == 3
