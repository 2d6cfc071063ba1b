"""Shared: the demo played once, and a crawl of a few pages on loopback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from loopback import RECIPE

from crawler.crawl.run import CrawlSummary, crawl
from crawler.demo import play
from crawler.demo.server import Server
from crawler.demo.site import Reply


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[CrawlSummary]]:
    """The demo dataset after two days, and both summaries."""
    folder = tmp_path_factory.mktemp("built") / "demo"
    return folder, [summary for _, summary in play.two_days(folder)]


@pytest.fixture
def crawl_urls(tmp_path: Path) -> Callable[..., CrawlSummary]:
    """A function that crawls a list of addresses from an answerer."""

    def run(
        answer: Callable[[str, str, int], Reply],
        urls: list[str],
        *,
        tries: int = 2,
        reserved: str = "skip",
        server: Server | None = None,
    ) -> CrawlSummary:
        (tmp_path / "urls.txt").write_text("\n".join(urls))
        with server or Server(answer) as running:
            (tmp_path / "recipe.toml").write_text(
                RECIPE.format(proxy=running.proxy, tries=tries, reserved=reserved)
            )
            return crawl(tmp_path / "recipe.toml")

    return run
