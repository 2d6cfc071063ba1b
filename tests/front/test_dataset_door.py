"""`standfirst.open`, `build` and `crawl`, on the demo dataset."""

from __future__ import annotations

from pathlib import Path

import pytest
from loopback import RECIPE, article_page

import standfirst
from crawler.crawl.run import CrawlSummary
from crawler.demo.server import Server
from crawler.demo.site import Reply

pytestmark = [pytest.mark.slow, pytest.mark.smoke]
Demo = tuple[Path, list[CrawlSummary]]


@pytest.fixture
def dataset(demo: Demo) -> standfirst.Dataset:
    return standfirst.open(demo[0])


def test_articles_come_with_their_pages(dataset):
    records = list(dataset)
    assert len(records) == len(dataset) == dataset.counts["rows"]
    first = records[0]
    assert first.page.url == first.article.url
    assert first.article.title.encode() in first.page.body
    assert {p.field for p in first.provenance} > {"title"}
    assert dataset[first.article.id].article == first.article


def test_unknown_id_is_a_key_error(dataset):
    with pytest.raises(KeyError):
        dataset["0" * 16]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_missing_library_is_told_with_what_to_type(library, dataset, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(standfirst.MissingLibrary, match=f"-m pip install {library}"):
        getattr(dataset, library)()


def test_versions_of_an_article_that_changed(dataset):
    assert sorted({len(r.versions) for r in dataset}) == [0, 2]


@pytest.mark.parametrize("table", ["articles", "rejected", "revisions", "provenance"])
def test_every_library_gets_the_same_rows(table, dataset):
    rows = dataset.arrow(table).num_rows
    assert rows > 0
    assert len(dataset.pandas(table)) == len(dataset.polars(table)) == rows
    assert dataset.duckdb(table).count("*").fetchall() == [(rows,)]


def test_unknown_table_is_said(dataset):
    with pytest.raises(standfirst.InputError, match="articles, rejected"):
        dataset.arrow("article")


def test_whole_dataset_has_nothing_wrong(dataset):
    assert dataset.check() == []
    assert f"{len(dataset)} articles" in repr(dataset)
    assert "rows" in dataset._repr_html_()


def test_folder_without_a_dataset_is_said(tmp_path):
    with pytest.raises(standfirst.InputError, match="holds no dataset"):
        standfirst.open(tmp_path)


def test_built_again_into_another_folder(dataset, tmp_path):
    built = standfirst.build(dataset, tmp_path / "again")
    assert built.dataset.arrow().equals(dataset.arrow())
    assert built.changes == ()


def test_crawl_from_python_gives_the_dataset(tmp_path):
    def answer(host: str, path: str, earlier: int) -> Reply:
        found = path.startswith("/story")
        return Reply(article_page(int(path[-1])).encode()) if found else Reply(b"", 404)

    addresses = [f"http://paper.example/story-of-a-bridge-{n}" for n in (1, 2)]
    (tmp_path / "urls.txt").write_text("\n".join(addresses))
    with Server(answer) as server:
        recipe = tmp_path / "recipe.toml"
        recipe.write_text(RECIPE.format(proxy=server.proxy, tries=2, reserved="skip"))
        run = standfirst.crawl(recipe)
    assert (run.pages, run.new_articles, len(run.dataset)) == (2, 2, 2)
    assert (run.addresses["fetched"], run.interrupted) == (2, False)


def test_crawl_of_nothing_raises_the_error_of_the_command_line(tmp_path):
    (tmp_path / "urls.txt").write_text("http://paper.example/story-of-a-bridge-1")
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(RECIPE.format(proxy="http://127.0.0.1:9", tries=1, reserved="skip"))
    with pytest.raises((standfirst.NothingKept, standfirst.Refused)):
        standfirst.crawl(recipe)
