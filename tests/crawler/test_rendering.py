"""Pages that are empty without scripts: said so, or run in a browser where the recipe wants it."""

from __future__ import annotations

import time
from pathlib import Path

import pyarrow.dataset as ds
import pytest
from loopback import RECIPE, article_page

from crawler.crawl.run import CrawlSummary, crawl
from crawler.demo.server import Server
from crawler.demo.site import Reply
from crawler.fetch import rendering
from pipelines.errors import RecipeError

pytestmark = pytest.mark.slow
URL = "http://paper.example/story-number-1"
TEXT = article_page(1).split("<body>")[1].split("</body>")[0].replace("'", "\\'")
SHELL = f"""<!doctype html><html lang="en"><head><title>Council number 1 meets again</title></head><body><div id="root"></div>
<img src="/picture.jpg"><script>/* {"x" * 3000} */
fetch('/api/story').then(r => r.text()).then(t => {{ document.getElementById('root').innerHTML = t }});
fetch('/closed/secret');</script></body></html>"""


def answer(host: str, path: str, earlier: int) -> Reply:
    if path == "/robots.txt":
        return Reply(b"User-agent: *\nDisallow: /closed/\n", content_type="text/plain")
    if path == "/api/story":
        time.sleep(0.5)  # longer than the page takes to load
        return Reply(TEXT.replace("\\'", "'").encode())
    return Reply(SHELL.encode()) if path.startswith("/story") else Reply(b"", 404)


def run(folder: Path, server: Server, *, render: bool) -> CrawlSummary:
    (folder / "urls.txt").write_text(URL)
    text = RECIPE.format(proxy=server.proxy, tries=2, reserved="skip")
    (folder / "recipe.toml").write_text(
        text.replace("discover = []", f"discover = []\nrender = {str(render).lower()}")
    )
    return crawl(folder / "recipe.toml")


def test_page_without_text_says_that_it_needs_rendering(tmp_path):
    with Server(answer) as server:
        run(tmp_path, server, render=False)
    assert ds.dataset(tmp_path / "rejected").to_table()["reason"].to_pylist() == ["needs_rendering"]


@pytest.mark.skipif(rendering.browser() is None, reason="no Chromium on this machine")
def test_rendered_page_becomes_a_row(tmp_path):
    pytest.importorskip("scrapy_playwright")
    with Server(answer) as server:
        summary = run(tmp_path, server, render=True)
    assert summary.errors == []
    assert "bridge 1" in ds.dataset(tmp_path / "articles").to_table()["text"].to_pylist()[0]
    paths = {s.path for s in server.seen if s.host == "paper.example"}
    assert "/picture.jpg" not in paths
    assert "/closed/secret" not in paths


def test_missing_browser_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("STANDFIRST_CHROMIUM", raising=False)
    with Server(answer) as server, pytest.raises(RecipeError, match="no Chromium was found"):
        run(tmp_path, server, render=True)
