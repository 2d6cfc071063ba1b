"""An archive that is shorter than the crawl's state says stops a crawl, with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from loopback import article_page

from crawler.crawl.run import crawl
from crawler.demo.site import Reply
from pipelines.store.archive import segments
from pipelines.store.paths import DatasetPaths


@pytest.mark.slow
def test_a_cut_segment_is_said_and_left_as_it_is(crawl_urls, tmp_path: Path):
    def answer(host: str, path: str, earlier: int) -> Reply:
        if not path.startswith("/story-"):
            return Reply(b"", 404)
        return Reply(article_page(int(path.rsplit("-", 1)[1])).encode())

    crawl_urls(answer, [f"http://paper.example/story-{n}" for n in (1, 2)])
    (segment,) = segments(DatasetPaths(tmp_path).archive)
    cut = segment.read_bytes()[:-20]
    segment.write_bytes(cut)
    summary = crawl(tmp_path / "recipe.toml")
    assert "the archive is damaged" in summary.errors[0]
    assert segment.read_bytes() == cut
    assert summary.manifest.rows("articles") == 2
