"""Exports, and collecting the articles of one again."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from loopback import RECIPE, article_page

from crawler.cli import main
from crawler.crawl.rehydrate import _compared
from crawler.crawl.run import CrawlSummary
from crawler.demo.server import Server
from crawler.demo.site import Reply
from crawler.frontier.model import State
from pipelines.publish.export import SHAREABLE

pytestmark = pytest.mark.slow
Demo = tuple[Path, list[CrawlSummary]]


def export(demo: Demo, into: Path, *options: str) -> Path:
    with pytest.raises(SystemExit) as ended:
        main(["export", str(demo[0]), str(into), *options])
    assert ended.value.code == 0
    return into


def test_shareable_export_has_no_text(demo: Demo, tmp_path):
    table = pq.read_table(export(demo, tmp_path / "out.parquet"))
    assert table.column_names == list(SHAREABLE)
    assert table.num_rows == demo[1][-1].manifest.rows("articles")


def test_jsonl_export_has_one_object_a_line(demo: Demo, tmp_path):
    lines = (
        export(demo, tmp_path / "out.jsonl", "--columns", "url,authors,date_published")
        .read_text()
        .splitlines()
    )
    assert isinstance(json.loads(lines[0])["authors"], list)
    assert len(lines) == demo[1][-1].manifest.rows("articles")


def test_one_per_cluster_leaves_copies_out(demo: Demo, tmp_path):
    table = pq.read_table(
        export(demo, tmp_path / "out.parquet", "--columns", "title", "--one-per-cluster")
    )
    assert len([t for t in table["title"].to_pylist() if t.startswith("Reservoirs")]) == 1


def test_formula_in_a_title_is_no_formula_in_csv(tmp_path):
    from pipelines.publish.export import _cell

    assert [_cell(v) for v in ("=HYPERLINK(1)", "+1", "@x", "-2", "plain", None)] == [
        "'=HYPERLINK(1)",
        "'+1",
        "'@x",
        "'-2",
        "plain",
        None,
    ]


def test_wrong_column_gets_a_suggestion(demo: Demo, tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["export", str(demo[0]), str(tmp_path / "out.csv"), "--columns", "titel"])
    assert ended.value.code == 2
    assert "Did you mean `title`?" in capsys.readouterr().err


def test_unknown_ending_is_refused(demo: Demo, tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["export", str(demo[0]), str(tmp_path / "out.xlsx")])
    assert ended.value.code == 2
    assert ".parquet, .jsonl" in capsys.readouterr().err


def test_rehydrated_articles_are_compared(tmp_path, capsys):
    """One is the same, one has changed, one is gone, one is closed."""
    rows = []
    gone: set[str] = set()

    def answer(host: str, path: str, earlier: int) -> Reply:
        if path == "/robots.txt":
            return Reply(b"User-agent: *\nDisallow: /story-number-4\n", content_type="text/plain")
        number = int(path.rsplit("-", 1)[1])
        if path in gone:
            return Reply(b"", 410)
        return Reply(
            article_page(number + (100 if "changed" in gone and number == 2 else 0)).encode()
        )

    with Server(answer) as server:
        first = tmp_path / "first"
        first.mkdir()
        (first / "urls.txt").write_text(
            "\n".join(f"http://paper.example/story-number-{n}" for n in (1, 2, 3))
        )
        (first / "recipe.toml").write_text(
            RECIPE.format(proxy=server.proxy, tries=2, reserved="skip")
        )
        with pytest.raises(SystemExit):
            main(["crawl", str(first / "recipe.toml"), "--progress", "none"])
        with pytest.raises(SystemExit):
            main(["export", str(first), str(tmp_path / "shared.csv")])
        with (tmp_path / "shared.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == 3
        with (tmp_path / "shared.csv").open("a", newline="") as file:
            csv.DictWriter(file, rows[0].keys()).writerow(
                {**rows[0], "id": "0" * 16, "url": "http://paper.example/story-number-4"}
            )
        gone |= {"/story-number-3", "changed"}
        again = tmp_path / "again"
        again.mkdir()
        (again / "recipe.toml").write_text(
            RECIPE.format(proxy=server.proxy, tries=2, reserved="skip")
        )
        with pytest.raises(SystemExit):
            main(["crawl", "--from-export", str(tmp_path / "shared.csv"), "--into", str(again)])
    states = {
        json.loads(line)["url"][-1]: json.loads(line)
        for line in (again / "rehydrated.jsonl").read_text().splitlines()
    }
    assert {k: v["state"] for k, v in states.items()} == {
        "1": "same",
        "2": "changed",
        "3": "rejected",
        "4": "blocked",
    }
    assert states["3"]["reason"] == "http_status"
    assert "compared     4 exported articles" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.PENDING, ("pending", "not requested yet")),
        (State.FETCHED, ("rejected", "another article stands there now")),
    ],
)
def test_what_became_of_an_address_without_a_reason(state, said):
    class Known:
        def state_of(self, _: int) -> tuple[State, str]:
            return state, ""

    row = {"url": "https://paper.example/a", "id": "0" * 16}
    found = _compared(row, {}, {}, Known())  # type: ignore[arg-type]
    assert (found.state, found.reason) == said
