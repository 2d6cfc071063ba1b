"""The board of a crawl at every width, without colours too."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pipelines_store import extraction
from rich.console import Console

from crawler.cli.crawl import command
from crawler.cli.progress import Seen, draw, plain
from crawler.crawl import server
from crawler.crawl.run import CrawlSummary
from pipelines.model import Rejected
from pipelines.store.manifest import Manifest

HOSTS = {
    f"paper-{n}.example": {"known": 100 - n, "fetched": 10, "failed": 1} for n in range(15)
} | {"slow.example": {"known": 5, "waits": "until 12:00: HTTP 429"}}


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_board_fits_the_width(width):
    seen = Seen()
    seen.note(extraction(1))
    out = io.StringIO()
    Console(file=out, width=width, no_color=True).print(draw(seen, HOSTS, width))
    lines = out.getvalue().splitlines()
    assert max(map(len, lines)) <= width
    assert any("4 more" in line or "5 more" in line for line in lines)
    assert any("slow.example waits until 12:00: HTTP 429" in line for line in lines)
    assert any("last: Story number 1 of the paper" in line for line in lines)


def test_wide_board_shows_repeats_and_pace():
    seen = Seen()
    seen.note(extraction(1))
    seen.note(
        Rejected(url="http://paper-1.example/b", source="x", reason="duplicate_url", extractor="x")
    )
    out = io.StringIO()
    Console(file=out, width=160, no_color=True).print(draw(seen, HOSTS, 160))
    head = next(line for line in out.getvalue().splitlines() if "known" in line)
    assert [name for name in ("repeats", "a minute") if name in head] == ["repeats", "a minute"]
    assert (seen.total("repeats"), seen.pages("paper-1.example")) == (1, 1)


def test_plain_line_says_how_far_how_fast_and_of_how_many(monkeypatch):
    seen = Seen()
    monkeypatch.setattr("time.monotonic", lambda: seen.started + 10)
    seen.note(extraction(1))
    seen.note(Rejected(url="http://paper-1.example/b", source="x", reason="hub", extractor="x"))
    hosts = {"a": {"known": 8, "pending": 5, "fetched": 3}, "b": {"known": 2, "pending": 2}}
    assert plain(seen, hosts) == (
        "crawling     3 of 10 addresses done, 0.2 pages/s; this run 1 article, 1 set aside;"
        " last: Story number 1 of the paper [no date, free]"
    )


def test_plain_line_without_addresses_or_articles():
    assert plain(Seen(), {}) == "crawling     0.0 pages/s; this run 0 articles, 0 set aside"


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], int]:
    """`standfirst crawl` with a run that is over at once: one page, one article, one waiting."""
    recipe = tmp_path / "recipe.toml"
    recipe.write_text('[dataset]\nname = "x"\n[[source]]\nsite = "http://paper.example"\n')
    urls = {"discovered": 2, "fetched": 1, "pending": 1, "blocked": 0, "failed": 0}
    counts = {"pages": 1, "rows": 1}
    manifest = Manifest(name="x", counts=counts, crawl={"urls": urls})
    summary = CrawlSummary(tmp_path, manifest, seconds=1.0)
    summary.pages = summary.new_rows = 1
    monkeypatch.setattr(server, "start", lambda *_: None)
    monkeypatch.setattr("crawler.crawl.run.crawl", lambda *_, **__: summary)
    monkeypatch.setattr("crawler.cli.summary.outcome", lambda *_, **__: 0)
    return lambda mode: command.callback(
        targets=(str(recipe),), into=None, contact="", allow_loopback=False, from_export=None,
        shard=None, dry_run=False, progress=mode,
    )  # fmt: skip


@pytest.mark.parametrize("mode", ["none", "plain", "auto"])
def test_result_is_printed_whatever_the_progress(ran, capsys, mode):
    assert ran(mode) == 0
    printed = capsys.readouterr().err
    assert "fetched      1 page in 1.0 s; 1 article new or revised" in printed
    assert "dataset      1 article, 0 revisions, 0 repeats, 0 set aside" in printed


def test_result_is_one_object_for_machines(ran, capsys):
    assert ran("json") == 0
    event = json.loads(capsys.readouterr().err)
    assert (event["event"], event["pages"], event["dataset"]["rows"]) == ("finished", 1, 1)
    assert event["continue"].startswith("standfirst crawl ")


CLI = sorted((Path(__file__).parents[2] / "crawler/cli").glob("*.py"))
BARE_PLURAL = re.compile(
    r"\} (?:articles|pages|addresses|records|files|sources|datasets|columns|shards|hosts)\b(?!/)|\w\(s\)[ ,]"
)


@pytest.mark.parametrize("path", CLI, ids=lambda p: p.stem)
def test_one_and_many_are_told_apart(path):
    """A number before a noun goes through `counted`."""
    assert BARE_PLURAL.findall(path.read_text(encoding="utf-8")) == []
