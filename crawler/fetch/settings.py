"""Scrapy settings: every polite default written out.

Users write a recipe; the spider completes these with what the recipe says.
"""

BOT_NAME = "standfirst"
SPIDER_MODULES = ["crawler.fetch.spiders"]
NEWSPIDER_MODULE = "crawler.fetch.spiders"

SCHEDULER = "crawler.fetch.scheduler.FrontierScheduler"
ITEM_PIPELINES = {"crawler.fetch.item_pipeline.LedgerPipeline": 300}
TWISTED_DNS_RESOLVER = "crawler.fetch.addresses.PublicResolver"

DOWNLOADER_MIDDLEWARES = {
    # ours
    "crawler.fetch.addresses.AddressGuard": 50,
    "crawler.fetch.robots.Gate": 100,
    "crawler.fetch.coding.Unpacking": 590,
    # Scrapy's that stay: timeouts, default headers, user agent, proxy
    # Scrapy's that go: the frontier does their work, or nobody should
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
EXTENSIONS = {
    "scrapy.extensions.corestats.CoreStats": None,
    "scrapy.extensions.logcount.LogCount": None,
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.logstats.LogStats": None,
}

STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"  # the frontier counts
WARN_ON_GENERATOR_RETURN_VALUE = False  # read from our source again and again
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
ROBOTSTXT_OBEY = False  # ours obeys; Scrapy's lets requests through that wait for one file
COOKIES_ENABLED = False
REDIRECT_ENABLED = False
RETRY_ENABLED = False
HTTPCACHE_ENABLED = False
AUTOTHROTTLE_ENABLED = False

CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_ITEMS = 1  # so many tasks Scrapy starts for each answer, of which ours gives one item
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.1
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = False  # what came of a cut answer is kept and marked
DNS_TIMEOUT = 15

DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
    "Accept-Language": "*;q=0.5",
}
USER_AGENT = "Standfirst"
LOG_LEVEL = "WARNING"
LOG_ENABLED = True
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
FEED_EXPORT_ENCODING = "utf-8"
