"""What classes of boxes and declared things tell of a page's kind: buttons that ask for
something, prices, votes, replies, contents of a manual. No word of a text is read here."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache

from lxml import etree

from pipelines.page import jsonld
from pipelines.page.document import Document

_CALLED = {
    "links like buttons": r"(?:btn|button|cta)s?",
    "boxes of users": r"(?:avatar|gravatar|userpic|user-?(?:name|card|info)|member)s?",
    "boxes of votes": r"(?:up-?vote|vote|votes|voting|score|karma|reputation)",
    "boxes of ratings": r"(?:rating|ratings|stars?|review|reviews)",
    "boxes of prices": r"(?:price|prices|pricing|sku|add-to-cart|addtocart|product|products)",
    "boxes of offers": r"(?:faqs?|accordion|tabs?|testimonials?|hero|features?)",
    "boxes of manuals": r"(?:toc|sidebar|docs?|highlight|api|breadcrumbs?)",
    "boxes of replies": r"(?:reply|replies|quote|signature|thread|topic|message|answer|answers|question)",
    "boxes of items": r"(?:grid|cards?|tile|tiles|items?|listing|results?|filter|filters|facets?|pagination|pager|sort)",
}  # fmt: skip
"""Pieces of class names that makers of forums, shops, offers, manuals and lists use."""
_PIECES = {
    name: re.compile(rf"(?:^|[\s_-]){pieces}(?=$|[\s_-])", re.IGNORECASE)
    for name, pieces in _CALLED.items()
}
_OF_LINKS = "links like buttons"
_DECLARED = {
    "ratings declared": ("aggregaterating", "rating"),
    "reviews declared": ("review",),
    "items declared": ("listitem",),
    "persons declared": ("person",),
    "pictures declared": ("imageobject",),
    "page declared": ("webpage",),
    "path declared": ("breadcrumblist",),
    "speech declared": ("speakablespecification",),
    "search declared": ("searchaction",),
    "house declared": ("organization",),
}
"""Types of JSON-LD: what is declared beside articles and products."""
_NODES, _MOST = 80, 20
"""Nodes of JSON-LD that are asked for their types; how many of one type are counted."""
_CLASSES = etree.XPath(".//@class", smart_strings=False)
_LINKS = etree.XPath(".//a/@class", smart_strings=False)


def signs(document: Document) -> dict[str, float]:
    """Return the named signs, logarithms of counts."""
    counts: Counter[str] = Counter()
    for names, times in Counter(_CLASSES(document.root)).items():
        for name in _called(names):
            counts[name] += times
    links = Counter(_LINKS(document.root))
    counts[_OF_LINKS] = sum(n for names, n in links.items() if _OF_LINKS in _called(names))
    kinds = Counter(t for node in document.ld[:_NODES] for t in jsonld.types(node))
    return {
        **{name: math.log1p(counts[name]) for name in _CALLED},
        **{n: math.log1p(min(sum(kinds[k] for k in t), _MOST)) for n, t in _DECLARED.items()},
    }


@lru_cache(maxsize=16384)
def _called(names: str) -> tuple[str, ...]:
    """Which of the sorts the names of one box are of; they repeat, and are read once."""
    return tuple(name for name, pieces in _PIECES.items() if pieces.search(names))
