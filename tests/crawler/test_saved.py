"""Saved HTML on the command line and in a recipe, end to end."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.dataset as ds
import pytest
from loopback import article_page

from crawler.cli import main
from crawler.crawl.run import crawl
from pipelines.errors import InputError
from pipelines.recipe import load

RECIPE = """
[dataset]
name = "saved"
contact = "mailto:someone@university.example"
[[source]]
html = "pages/**/*.html"
addresses = "addresses.csv"
[crawl]
workers = 1
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four saved pages: one in the table, one that says its address, one with none, one copy."""
    pages = tmp_path / "pages"
    pages.mkdir()
    own = '<link rel="canonical" href="https://paper.example/story-2">'
    (pages / "1.html").write_text(article_page(1))
    (pages / "2.html").write_text(article_page(2).replace("<head>", f"<head>{own}"))
    (pages / "2-again.html").write_text(article_page(2).replace("<head>", f"<head>{own}"))
    (pages / "3.html").write_text(article_page(3))
    (tmp_path / "addresses.csv").write_text(
        "file,url\npages/1.html,https://paper.example/story-1\n"
    )
    (tmp_path / "recipe.toml").write_text(RECIPE)
    return tmp_path


@pytest.mark.slow
def test_many_files_give_one_line_each(folder: Path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["extract", str(folder / "pages"), "--addresses", str(folder / "addresses.csv")])
    shown = capsys.readouterr()
    lines = [json.loads(line) for line in shown.out.splitlines()]
    assert ended.value.code == 0
    assert [line["url"] for line in lines[:3]] == [
        "https://paper.example/story-1",
        "https://paper.example/story-2",
        "https://paper.example/story-2",
    ]
    assert lines[3]["url"].startswith("file://")
    assert f"addresses    1 of 4 pages from {folder / 'addresses.csv'}" in shown.err
    assert "extracted    4 articles from 4 pages" in shown.err


@pytest.mark.parametrize("option", [["--url", "https://paper.example/a"], ["--explain"]])
def test_options_of_one_page_are_refused_for_many(folder: Path, option: list[str], capsys):
    with pytest.raises(SystemExit) as ended:
        main(["extract", str(folder / "pages"), *option])
    assert ended.value.code == 2
    assert "is for one page" in capsys.readouterr().err


def test_a_missing_file_is_told_before_anything_is_read(folder: Path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["extract", str(folder / "pages" / "1.html"), str(folder / "nowhere.html")])
    assert ended.value.code == 2
    assert "nowhere.html cannot be read" in capsys.readouterr().err


@pytest.mark.slow
def test_saved_pages_become_a_dataset_once(folder: Path):
    first = crawl(folder / "recipe.toml")
    rows = ds.dataset(folder / "articles").to_table().to_pylist()
    assert sorted(r["url"] for r in rows) == [
        "https://paper.example/story-1",
        "https://paper.example/story-2",
    ]
    assert first.manifest.crawl["urls"]["left_out"] == 1
    assert crawl(folder / "recipe.toml").pages == 0
    (folder / "pages" / "4.html").write_text(
        (folder / "pages" / "2.html").read_text().replace("story-2", "story-4")
    )
    assert crawl(folder / "recipe.toml").pages == 1


def test_a_pattern_without_a_page_is_told(folder: Path):
    from crawler.warc.saved import pages

    source = load(folder / "recipe.toml").source[0]
    for path in (folder / "pages").glob("*.html"):
        path.unlink()
    with pytest.raises(InputError, match="no saved page matches"):
        pages(source, folder)
