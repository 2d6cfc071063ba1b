"""Made pages for all tests: one builder, from the words of a body to any pass of the chain.

`page("<h1>…</h1>" + paragraphs(3))` is a page as fetched, `markup(…)` its text; `outcome(…)`, `extraction(…)`,
`article(…)` and `text(…)` are what the chain makes of it; `document(…)`, `layout(…)` and
`public(…)` stop on the way; `blocks(…)` are blocks made by hand, for the table tests of rules
and numbers. All take the same words for what a page has and says besides its body.
"""

from __future__ import annotations

import html as escapes
import json
from typing import Any

from lxml import etree

from pipelines.access.public import Public, whole
from pipelines.extract.extractor import Extractor
from pipelines.extract.result import Extraction
from pipelines.extract.rules import Rules
from pipelines.extract.selectors import Selectors
from pipelines.layout.blocks import Block
from pipelines.layout.headline import locate
from pipelines.layout.layout import Layout, lay_out
from pipelines.model import Article, Page, Rejected
from pipelines.page.document import Document

URL = "https://paper.example/2026/05/04/council-votes"
TITLE = "Council votes on the old bridge"
HEADLINE = f"<h1>{TITLE}</h1>"


def sentence(number: int) -> str:
    """Return a paragraph of running text that no other number gives."""
    return (
        f"The council met on item {number} of its list and, after a debate of two hours, "
        f"voted for the plan that its committee number {number} had put forward in spring."
    )


def paragraphs(count: int, start: int = 0, *, tag: str = "p", attributes: str = "") -> str:
    """Return `count` different paragraphs, each in its element."""
    given = f" {attributes}" if attributes else ""
    return "".join(f"<{tag}{given}>{sentence(n)}</{tag}>" for n in range(start, start + count))


def json_ld(**values: Any) -> str:
    """Return a script with a declared article; `type` and any other property may be given."""
    node = {
        "@context": "https://schema.org",
        "@type": values.pop("type", "NewsArticle"),
        **values,
    }
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def meta(name: str, content: str) -> str:
    """Return a `<meta>` of a name or, with a colon, of a property."""
    key = "property" if ":" in name else "name"
    return f'<meta {key}="{name}" content="{escapes.escape(content)}">'


def story(number: int, words: str = "") -> str:
    """Return one of any number of articles; other `words` make another version of it."""
    lines = "".join(
        f"<p>Paragraph {n} of story {number}{words} tells at some length what the council "
        f"decided in session {n * 31 + number}.</p>"
        for n in range(4)
    )
    return f"<h1>Story number {number} of the paper</h1>{lines}"


def markup(
    body: str,
    *,
    head: str = "",
    title: str | None = TITLE,
    lang: str | None = "en",
    of_body: str = "",
    declared: bool = True,
) -> str:
    """Return a page as text: `title` and `lang` of None are left out, `of_body` are
    attributes of the body, `declared` says that it is an article."""
    named = f"<title>{title}</title>" if title is not None else ""
    tongue = f' lang="{lang}"' if lang is not None else ""
    kind = meta("og:type", "article") if declared else ""
    attributes = f" {of_body}" if of_body else ""
    return (
        f'<!doctype html><html{tongue}><head><meta charset="utf-8">{named}{kind}{head}</head>'
        f"<body{attributes}>{body}</body></html>"
    )


def page(
    body: str,
    *,
    url: str = URL,
    content_type: str | None = "text/html; charset=utf-8",
    **given: Any,
) -> Page:
    """Return a page as fetched: `given` is what `markup` takes, and the facts of the fetch."""
    said = {name: given.pop(name) for name in _SAID if name in given}
    return Page(url=url, body=markup(body, **said).encode(), content_type=content_type, **given)


_SAID = ("head", "title", "lang", "of_body", "declared")


def outcome(body: str | Page, rules: Rules | None = None, **given: Any) -> Extraction | Rejected:
    """Return what the chain makes of a page, whatever it says of mining."""
    made = body if isinstance(body, Page) else page(body, **given)
    return Extractor(rules or Rules(reserved="keep")).extract(made)


def extraction(body: str | Page, select: Selectors | None = None, **given: Any) -> Extraction:
    """Return what the chain makes of a page; the test fails when it is no article."""
    rules = Rules(reserved="keep", select={"paper.example": select} if select else {})
    result = outcome(body, rules, **given)
    assert isinstance(result, Extraction), result
    return result


def article(body: str | Page, **given: Any) -> Article:
    """Return the record of a page."""
    return extraction(body, **given).article


def text(body: str | Page, **given: Any) -> str:
    """Return the public text of a page; empty when there is none."""
    return article(body, **given).text or ""


def document(body: str, **given: Any) -> Document:
    """Return a page as parsed."""
    made = page(body, **given)
    return Document(made.body, made.url, made.content_type)


def layout(body: str, *, headline: str = "", **given: Any) -> Layout:
    """Return a page as laid out; with the block that says `headline` as its headline."""
    laid = lay_out(document(body, **given))
    return locate(laid, headline) if headline else laid


def public(body: str, *, headline: str = "", **given: Any) -> Public:
    """Return a page of which nothing is kept back, as the readers of words get it."""
    made = document(body, **given)
    laid = lay_out(made)
    return whole(made, locate(laid, headline) if headline else laid)


def blocks(*rows: str | tuple[str, dict[str, Any]]) -> list[Block]:
    """Return blocks made by hand, all in one box: texts, or texts with what differs from a
    plain paragraph (`kind`, `roles`, `link_chars`, `bold_chars`, `links`, `attributes`)."""
    body = etree.SubElement(etree.Element("html"), "body")
    box = etree.SubElement(body, "div")
    return [_block(box, body, index, row) for index, row in enumerate(rows)]


def _block(box: Any, body: Any, index: int, row: str | tuple[str, dict[str, Any]]) -> Block:
    words, given = (row, {}) if isinstance(row, str) else row
    kind = given.get("kind", "p")
    element = etree.SubElement(box, kind, given.get("attributes", {}))
    element.text = words
    return Block(
        text=words,
        kind=kind,
        element=element,
        stack=(body, box, element),
        box=None,
        index=index,
        roles=given.get("roles", 0),
        **{k: v for k, v in given.items() if k in ("link_chars", "bold_chars", "links", "buttons")},
    )
