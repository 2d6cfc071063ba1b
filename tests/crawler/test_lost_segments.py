"""Segments that are gone: one clear line, and a way on that works."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from loopback import RECIPE, article_page

from crawler.cli.check import command as check
from crawler.crawl.run import crawl
from crawler.demo.server import Server
from crawler.demo.site import Reply
from crawler.frontier.check import committed, frontier_problems, strangers
from pipelines.build.rebuild import rebuild
from pipelines.errors import DatasetError, StorageError
from pipelines.store import manifest as manifests
from pipelines.store.archive import SegmentWriter, segment_name, segments
from pipelines.store.check import problems
from pipelines.store.paths import DatasetPaths


def test_an_older_segment_that_is_gone_stops_a_crawl(tmp_path: Path):
    (tmp_path / segment_name(2)).write_bytes(b"x" * 9)
    ends = {segment_name(1): 5, segment_name(2): 9}
    with pytest.raises(StorageError, match=r"segment-000001.* is missing.*--accept-loss"):
        SegmentWriter(tmp_path, ends)
    assert (tmp_path / segment_name(2)).read_bytes() == b"x" * 9


@pytest.mark.parametrize(
    ("lost", "written"),
    [([1], "segment-000002.warc.zst"), ([2], "segment-000003.warc.zst")],
)
def test_what_is_counted_as_lost_is_left_and_never_written_on(
    tmp_path: Path, lost: list[int], written: str
):
    for number in (1, 2):
        size = 3 if number in lost else 9
        (tmp_path / segment_name(number)).write_bytes(b"x" * size)
    ends = {segment_name(1): 9, segment_name(2): 9}
    writer = SegmentWriter(tmp_path, ends, {segment_name(n) for n in lost})
    writer.close()
    assert writer.name == written
    assert (tmp_path / segment_name(lost[0])).read_bytes() == b"xxx"


def test_a_name_that_neither_file_nor_table_knows_never_was(tmp_path: Path):
    archive = DatasetPaths(tmp_path).archive
    archive.mkdir(parents=True)
    (archive / segment_name(1)).write_bytes(b"x")
    assert strangers(tmp_path, {segment_name(5): 1}, {segment_name(1): 1}) == [segment_name(5)]
    # a file that is gone, and that the dataset knows, or whose place no other takes
    assert strangers(tmp_path, {segment_name(5): 1}, {segment_name(5): 1}) == []
    assert strangers(tmp_path, {segment_name(1): 1, segment_name(5): 1}, {}) == []


def articles(host: str, path: str, earlier: int) -> Reply:
    if path.startswith("/story-"):
        return Reply(article_page(int(path.rsplit("-", 1)[1])).encode())
    return Reply(b"", 404)


class Crawled:
    """A dataset that is crawled again and again."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder, self.server = folder, server
        text = RECIPE.format(proxy=server.proxy, tries=1, reserved="skip")
        (folder / "recipe.toml").write_text(text)

    def crawl(self, pages: int) -> Any:
        urls = [f"http://paper.example/story-number-{n}" for n in range(pages)]
        (self.folder / "urls.txt").write_text("\n".join(urls))
        return crawl(self.folder / "recipe.toml")

    @property
    def asked(self) -> int:
        return sum(seen.path.startswith("/story-") for seen in self.server.seen)

    def rows(self, table: str) -> int:
        return manifests.load(self.folder).rows(table)


def remove(segment: Path) -> None:
    segment.unlink()


def cut(segment: Path) -> None:
    """Cut amid the first record."""
    segment.write_bytes(segment.read_bytes()[:100])


@pytest.mark.slow
@pytest.mark.parametrize(("harm", "said_of_it"), [(remove, "is missing"), (cut, "has 100 bytes")])
def test_a_crawl_goes_on_after_a_loss_was_accepted(tmp_path: Path, harm: Any, said_of_it: str):
    with Server(articles) as server:
        made = Crawled(tmp_path, server)
        made.crawl(3)
        archive = DatasetPaths(tmp_path).archive
        (segment,) = segments(archive)
        harm(segment)
        (said,) = made.crawl(4).errors
        assert f"segment-000001.warc.zst {said_of_it}" in said
        assert f"`standfirst build {tmp_path} --accept-loss`" in said
        with pytest.raises(DatasetError, match="3 archived pages"):
            rebuild(tmp_path / "recipe.toml", committed=committed(tmp_path))
        assert made.rows("articles") == 3
        built = rebuild(tmp_path / "recipe.toml", committed=committed(tmp_path), accept_loss=True)
        assert (made.rows("articles"), made.rows("rejected")) == (0, 3)
        assert built.kept is not None
        assert manifests.load(built.kept).rows("articles") == 3
        made.crawl(4)
        assert segments(archive)[-1].name == "segment-000002.warc.zst"
        assert (made.rows("articles"), made.rows("rejected"), made.asked) == (1, 3, 4)
        assert problems(tmp_path) == []


@pytest.mark.slow
def test_a_wrong_name_in_the_frontier_is_set_right_and_nothing_is_asked_again(tmp_path: Path):
    with Server(articles) as server:
        made = Crawled(tmp_path, server)
        made.crawl(3)
        with sqlite3.connect(DatasetPaths(tmp_path).frontier) as database:
            database.execute("UPDATE segments SET name = 'segment-000005.warc.zst'")
        database.close()
        assert "which never was" in frontier_problems(tmp_path)[0]
        assert committed(tmp_path) == {}
        told = CliRunner().invoke(check, [str(tmp_path)])
        with pytest.raises(DatasetError, match=r"`standfirst crawl .*recipe.toml` reads"):
            raise told.exception or AssertionError(told.output)
        made.crawl(4)
        assert (made.rows("articles"), made.asked) == (4, 4)
        assert frontier_problems(tmp_path) == []
        assert list(committed(tmp_path)) == ["segment-000001.warc.zst"]
