"""The article on a bridge whose headline, byline, dates and teaser are tried in many ways."""

from __future__ import annotations

from pipelines.model import Article
from tests import made

TITLE = "Old bridge closed to lorries from the spring"
HEADLINE = f"<h1>{TITLE}</h1>"
SENTENCE = "The council met for four hours on Tuesday and decided that the old bridge will be closed to lorries from the spring. "
TEXT = "".join(
    f"<p>{SENTENCE}Part {word} of the plan follows a year later.</p>"
    for word in ("one", "two", "three", "four", "five")
)


def article(
    content: str,
    head: str = "",
    *,
    title: str = TITLE,
    url: str = "https://www.riverpaper.com/old-bridge-closed",
) -> Article:
    """Return the record of a page with this content, which no meta declares an article."""
    return made.article(content, head=head, title=title, url=url, declared=False)
