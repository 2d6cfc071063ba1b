"""What Scrapy does for each page and nobody reads is not done."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from scrapy.crawler import Crawler
from scrapy.settings import Settings
from scrapy.statscollectors import DummyStatsCollector
from scrapy.utils.misc import load_object

from crawler.fetch.job import Job
from crawler.fetch.spiders.articles import ArticleSpider
from pipelines import recipe


@pytest.fixture
def engine_log():
    """Yield the log of Scrapy's engine; what a crawl sets is taken back."""
    ours = logging.getLogger("scrapy")
    before = ours.level
    yield logging.getLogger("scrapy.core.engine")
    ours.setLevel(before)


@pytest.mark.parametrize(("level", "spoken"), [("ERROR", False), ("DEBUG", True)])
def test_no_record_is_made_below_the_level(
    tmp_path: Path, engine_log: logging.Logger, level: str, spoken: bool
):
    configured = Settings({"LOG_LEVEL": level})
    crawler = Crawler(ArticleSpider, configured)
    told = recipe.parse('[dataset]\nname = "x"\n[[source]]\nsite = "https://paper.example"\n')
    spider = ArticleSpider.from_crawler(crawler, job=Job(told, tmp_path, tmp_path))
    spider.ledger.close()
    assert engine_log.isEnabledFor(logging.DEBUG) is spoken
    assert engine_log.isEnabledFor(logging.ERROR)


def test_nothing_is_counted_that_nobody_reads():
    configured = Settings()
    configured.setmodule("crawler.fetch.settings")
    assert load_object(configured["STATS_CLASS"]) is DummyStatsCollector
    assert not configured.getbool("WARN_ON_GENERATOR_RETURN_VALUE")
    unused = ("CoreStats", "LogCount", "DownloaderStats", "StartSpider", "MetaCopyDetection")
    parts = {**configured["EXTENSIONS"], **configured["DOWNLOADER_MIDDLEWARES"], **configured["SPIDER_MIDDLEWARES"]}  # fmt: skip
    for name in unused:
        named = [path for path in parts if name in path]
        assert named
        assert [parts[path] for path in named] == [None]


def test_an_answer_gives_one_item_and_one_task():
    configured = Settings()
    configured.setmodule("crawler.fetch.settings")
    assert configured.getint("CONCURRENT_ITEMS") == 1
