"""OWNS meaning and files: bytes in, records and Parquet out, no network.

Never imports `crawler`, Scrapy or a socket, so every step runs in a notebook, in
a test, or over stored pages on another machine.
"""
