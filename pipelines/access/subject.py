"""What an article is about, by its own headline and declarations: text that shares no word
with that may be another article's, or praise of what is sold."""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.layout.layout import Layout
from pipelines.page import jsonld
from pipelines.page.document import Document
from pipelines.page.words import is_dense, word_set

Subject = frozenset[str]

_STEM = 5
"""Letters of a word's stem: endings differ, and shorter words are mostly of grammar."""
_DENSE = 2
"""Characters that stand for a word in a script without spaces."""
_ENOUGH = 8
"""Stems from which on a subject is told: a headline of two words shares none with much of
its own text."""
_METAS = ("description", "og:description", "twitter:description", "keywords", "news_keywords")
_DECLARED = ("headline", "description", "keywords", "alternativeHeadline")


def of(document: Document, layout: Layout) -> Subject:
    """Return the stems of headline, standfirst and keywords, as printed and declared; none
    where too little is told."""
    said = [layout.headline.text] if layout.headline is not None else []
    said += [content for _, content in document.metas(*_METAS)]
    for node in document.article_nodes:
        for name in _DECLARED:
            value = jsonld.get(node, name)
            said += [v for v in (value if isinstance(value, list) else [value]) if _is_text(v)]
    found = frozenset(_stems(said))
    return found if len(found) >= _ENOUGH else frozenset()


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def shares(text: str, subject: Subject) -> bool:
    """Tell whether a text has a word of a subject; any text has where none is told."""
    return not subject or not subject.isdisjoint(_stems([text]))


def _stems(texts: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for text in texts:
        for word in word_set(text):
            if len(word) >= _STEM:
                found.add(word[:_STEM])
        if is_dense(text):
            found.update(text[n : n + _DENSE] for n in range(len(text) - _DENSE + 1))
    return found
