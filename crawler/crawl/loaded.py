"""What a process needs that fetches. Importing this module loads it.

No reactor among it: each process makes its own, after it has come from the server.
"""

from __future__ import annotations

import gc
import importlib

import scrapy.crawler  # noqa: F401
from scrapy.settings import default_settings as scrapys

import crawler.crawl.process
import crawler.discovery.lists  # noqa: F401
from crawler.fetch import settings as ours


def parts_of_scrapy() -> list[str]:
    """Return the modules that Scrapy loads by their names when a crawl begins."""
    named = [
        *scrapys.DOWNLOAD_HANDLERS_BASE.values(),
        *scrapys.DOWNLOADER_MIDDLEWARES_BASE,
        *scrapys.SPIDER_MIDDLEWARES_BASE,
        *scrapys.EXTENSIONS_BASE,
        *(getattr(scrapys, name) for name in ("DOWNLOADER", "STATS_CLASS", "LOG_FORMATTER")),
        *ours.DOWNLOADER_MIDDLEWARES,
        *ours.ITEM_PIPELINES,
        ours.SCHEDULER,
        "crawler.fetch.spiders.articles.ArticleSpider",
    ]
    return sorted({name.rpartition(".")[0] for name in named})


for name in parts_of_scrapy():
    importlib.import_module(name)
gc.freeze()  # what is loaded stays: the processes that come from here share its memory
