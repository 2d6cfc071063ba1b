"""What several tests need: a recipe over loopback, a plain article."""

from __future__ import annotations

RECIPE = """
[dataset]
name = "try"
[[source]]
urls = "urls.txt"
name = "paper.example"
discover = []
[crawl]
delay = 0.0
backoff = 0.05
tries = {tries}
max_wait = 5
workers = 1
allow_loopback = true
min_free_mb = 0
proxy = "{proxy}"
[policy]
reserved = "{reserved}"
"""


def article_page(number: int, extra: str = "") -> str:
    """A plain free article."""
    body = "".join(
        f"<p>Paragraph {n} of article {number} says, at some length, that the council of town {number * 7 + n} has met and decided something new about bridge {number}.</p>"
        for n in range(5)
    )
    return f'<!doctype html><html lang="en"><head><title>Council number {number} meets again</title>{extra}</head><body><article><h1>Council number {number} meets again</h1>{body}</article></body></html>'
