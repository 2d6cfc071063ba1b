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
            self._record(self._crawler.spider, item)
        return item

    def _record(self, spider: Any, answer: Answer) -> None:
        """Record an answer; one that cannot be kept fails alone."""
        try:
            spider.ledger.hold(answer)
        except Exception as error:
            spider.ledger.hold(spider.crashed(answer.row, error))
        if spider.ledger.full:
            spider.commit()
