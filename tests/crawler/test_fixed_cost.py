"""What a run costs that finds nothing new: nothing is loaded or written that it has no use for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from loopback import article_page

from crawler.demo.site import Reply
from pipelines.publish.published import is_published

ROOT = Path(__file__).parents[2]
HEAVY = ("trafilatura", "scrapy", "duckdb", "jinja2", "pipelines.access.boundary", "pipelines.extract.extractor")  # fmt: skip
"""What extracts, what fetches, what asks tables, what draws a report."""


@pytest.mark.parametrize(
    "module",
    ["crawler.cli", "crawler.crawl.run", "pipelines.build.pool", "pipelines.store.place", "standfirst"],
)  # fmt: skip
def test_who_only_hands_over_loads_none_of_it(module):
    code = f"import sys, {module}; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_what_is_older_than_its_recipe_is_written_again(tmp_path):
    names = ("README.md", "croissant.json", "report.html")
    for name in ("recipe.toml", *names):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (100, 100))
    assert is_published(tmp_path)
    os.utime(tmp_path / "recipe.toml", (200, 200))
    assert not is_published(tmp_path)
    os.utime(tmp_path / "recipe.toml", (100, 100))
    for name in names[:2]:
        (tmp_path / name).rename(tmp_path / "aside")
        assert not is_published(tmp_path)
        (tmp_path / "aside").rename(tmp_path / name)


@pytest.mark.slow
def test_card_and_report_stay_where_nothing_is_new(crawl_urls, tmp_path):
    def answer(host: str, path: str, earlier: int) -> Reply:
        return Reply(article_page(1).encode()) if path == "/one" else Reply(status=404)

    urls = ["http://a.example/one"]
    crawl_urls(answer, urls)
    written = {n: (tmp_path / n).read_bytes() for n in ("README.md", "report.html")}
    for name in [*written, "croissant.json"]:
        (tmp_path / name).write_text("as it was")
        os.utime(tmp_path / name, (2**31, 2**31))  # newer than the recipe, which is written again
    crawl_urls(answer, urls)
    assert {(tmp_path / n).read_text() for n in written} == {"as it was"}
    crawl_urls(answer, [*urls, "http://a.example/none"])
    assert "as it was" not in {(tmp_path / n).read_text() for n in written}
