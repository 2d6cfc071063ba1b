"""The public body: our own blocks, or trafilatura's where they are doubtful.

trafilatura (https://trafilatura.readthedocs.io, Apache-2.0) reads a copy of the
tree from which reserved and not-public nodes were taken out first, so nothing
behind the boundary can come back through it.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from pipelines.access.public import PublicDocument as Document, PublicLayout as Layout
from pipelines.body import paragraphs
from pipelines.body.beside import columns, has_text_of_its_own
from pipelines.body.calls import calls
from pipelines.body.others import next_article
from pipelines.body.replies import replies
from pipelines.errors import OF_A_LIBRARY
from pipelines.layout import roles
from pipelines.layout.blocks import Block, chars
from pipelines.layout.container import is_candidate
from pipelines.page.document import Element
from pipelines.page.words import squeeze

_DOUBTFUL = 250
"""Characters of own result below which trafilatura is asked."""
_SHORT = 150
"""Characters of paragraphs that are an article, however short."""
_MANY = 10_000
"""Blocks of a page that no article has: trafilatura would read it for half a minute."""
_SMALL = 0.5
"""Share of the page's running text outside of menus and boxes; below it, too."""


@dataclass(frozen=True, slots=True)
class Body:
    """The paragraphs of the public body, in order."""

    paragraphs: list[str]
    by: str
    """`blocks` or `trafilatura`."""
    path: str
    """XPath of the container."""

    @property
    def text(self) -> str:
        """Paragraphs joined by a blank line."""
        return "\n\n".join(self.paragraphs)


def find(
    document: Document, layout: Layout, drop: list[str], furniture: frozenset[int] = frozenset()
) -> Body:
    """Return the public body; no paragraphs when the page shows none. What is `furniture`
    (indexes of blocks) is no part of it."""
    inside = [b for b in layout.inside() if b.index not in furniture]
    after = _after_headline(inside, layout)
    others = _others(after, layout.headline, document.url) | furniture
    kept = _select([b for b in after if b.index not in others], layout, drop, document.url)
    own = [b.text for b in kept]
    path = _path(layout.container)
    size = chars(kept)
    if len(layout.blocks) > _MANY or layout.cut:
        return Body(own, "blocks", path)
    over = _over(layout)
    if size >= max(_DOUBTFUL, _SMALL * _running(document, layout, over)):
        return Body(own, "blocks", path)
    asked = _by_trafilatura(document, layout, others | over)
    if sum(map(len, asked)) > 2 * size + 80 and _is_the_same(asked, kept):
        return Body(asked, "trafilatura", "body")
    return Body(own, "blocks", path)


def _select(candidates: list[Block], layout: Layout, drop: list[str], url: str) -> list[Block]:
    """Return the paragraphs; a standfirst with next to nothing under it is the text."""
    kept = paragraphs.select(candidates, drop=drop, core=layout.core, url=url)
    if layout.cut or chars(kept) >= _DOUBTFUL:
        return kept
    whole = paragraphs.select(candidates, drop=drop[:1], core=layout.core, url=url)
    return whole if chars(whole) > 2 * chars(kept) else kept


def _after_headline(candidates: list[Block], layout: Layout) -> list[Block]:
    """Nothing of an article stands before its headline; where most of the text does,
    another line was taken for it, if it is none of the first rank over a text of its own."""
    if layout.headline is None:
        return candidates
    after = [b for b in candidates if b.index > layout.headline.index]
    if 2 * chars(after) > chars(candidates) or has_text_of_its_own(candidates, layout.headline):
        return after
    return candidates


def _over(layout: Layout) -> set[int]:
    """Indexes of blocks over a headline that has a text of its own."""
    headline = layout.headline
    if headline is None or not has_text_of_its_own(list(layout.blocks), headline):
        return set()
    return set(range(headline.index))


def _others(candidates: list[Block], headline: Block | None, url: str) -> set[int]:
    """Indexes of blocks of what stands under the article or beside it."""
    beside = columns(candidates, headline, url)
    return next_article(candidates, headline) | beside | replies(candidates) | calls(candidates)


def _is_the_same(asked: list[str], kept: list[Block]) -> bool:
    """What is longer than our paragraphs, and has few of them, is another text of the page."""
    strong = [b for b in kept if b.is_strong]
    if chars(strong) < _SHORT:
        return True
    text = "\n".join(asked)
    return 2 * chars(b for b in strong if b.text in text) >= chars(strong)


def _running(document: Document, layout: Layout, over: set[int]) -> int:
    """Characters of running text on the page that no box speaks against, and that is not
    `over` the headline; 0 where no article is declared, since a page of many texts has no
    body to miss."""
    if not document.article_nodes and document.meta("og:type") != "article":
        return 0
    return chars(b for b in layout.blocks if is_candidate(b) and b.index not in over)


def _path(container: Element | None) -> str:
    return str(container.getroottree().getpath(container)) if container is not None else ""


def _by_trafilatura(document: Document, layout: Layout, others: set[int]) -> list[str]:
    from trafilatura import bare_extraction

    tree = _without(document, layout, others)
    try:
        markup = etree.tostring(tree, encoding="unicode", method="html")
        result = bare_extraction(
            markup, include_comments=False, include_tables=False, fast=True, with_metadata=False
        )
    except OF_A_LIBRARY:
        return []  # a library's failure on one page is no failure of the page
    text = getattr(result, "text", None) or ""
    return [squeeze(line) for line in text.split("\n") if line.strip()]


def _without(document: Document, layout: Layout, others: set[int]) -> Element:
    """The tree without hidden blocks and those of other articles: a copy where there are any."""
    out = {b.element for b in layout.blocks if b.roles & roles.HIDDEN or b.index in others}
    if not out:
        return document.root
    tree = deepcopy(document.root)
    twins = zip(document.root.iter(), tree.iter(), strict=True)
    for element in [twin for own, twin in twins if own in out]:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return tree
