"""Hands the spider's answers to the ledger."""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler

from crawler.frontier.ledger import Answer


class LedgerPipeline:
    """The only item pipeline: answers are recorded, everything else passes."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline of a crawl."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Record an answer."""
        if isinstance(item, Answer):
            self._crawler.spider.ledger.record(item)  # type: ignore[union-attr]
        return item
