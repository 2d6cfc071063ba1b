"""What several tests need: a recipe over loopback, a plain article."""

from __future__ import annotations

from tests import made

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
    title = f"Council number {number} meets again"
    article = f"<article><h1>{title}</h1>{body}</article>"
    return made.markup(article, head=extra, title=title, declared=False)
