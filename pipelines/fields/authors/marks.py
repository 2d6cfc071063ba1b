"""Names that the markup of a byline marks as names: links to a person's page, classes, microdata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import name
from urllib.parse import unquote

from pipelines.fields.authors import byline_shapes as shapes
from pipelines.layout import roles
from pipelines.layout.blocks import Block
from pipelines.page.document import Element
from pipelines.page.words import fold, squeeze, words

# the address of a person's page, and classes of elements that hold nothing but a name
_PERSON_PATH = re.compile(
    r"(?:/(?:authors?|autor(?:en|es|in)?|auteurs?|autore|autori|staff|people|profiles?|contributors?|journalist(?:e)?s?|writers?|reporters?|redakteur\w*|redaktion|columnists?|bylines?)/|[?&]author=)[^/?#]",
    re.IGNORECASE,
)
_NAME_CLASS = re.compile(
    r"-(?:authors?|author-?name|autor(?:en)?|auteurs?|autore|writer|reporter|byline)(?:-(?:name|link|url|text|txt)){0,4}-$|-(?:fn|username|byline-name|writer-name|contributor-name|reporter-name|author-link)-|-p-author-"
)


_INLINE = ("a", "span", "div", "strong", "b", "em", "p", "address", "cite")


def names_in(block: Block) -> list[str]:
    """Return the texts of the inner elements that are marked as a name."""
    texts = [
        _whole(e, squeeze("".join(e.itertext())))
        for e in (block.element, *block.element.iterdescendants(*_INLINE))
        if _marks_name(e)
    ]
    texts += [_whole(e, block.text) for e in links_around(block) if _marks_name(e)]
    found = list(dict.fromkeys(t for t in texts if t and len(t) < 80))
    share = 3 * sum(map(len, found)) / len(block.text)
    dated = not block.is_strong and shapes.stamped().search(block.text)
    if share < 1 and not (block.roles & roles.BYLINE or dated or shapes.by().match(block.text)):
        return []  # persons linked in running text
    return [t for t in found if not any(o != t and o in t for o in found)]


def _whole(element: Element, text: str) -> str:
    """The text of a mark; `A B - C` is one name where the address of its link spells it so."""
    if " - " in text and any(spells(a, text) for a in element.iter("a")):
        return text.replace(" - ", "-")
    return text


def spells(link: Element, text: str) -> bool:
    """Tell whether the address of a link spells its text, and nothing but it: `/x/anna-lis`."""
    own = words(fold(text.replace("-", " ").replace("’", " ").replace("'", " ")))
    path = (link.get("href") or "").split("?")[0].split("#")[0].rstrip("/")
    last = path.rpartition("/")[2].removesuffix(".html").removesuffix(".htm")
    spelt = words(fold(unquote(last).replace("-", " ").replace("_", " ").replace(".", " ")))
    return len(own) > 1 and _starts(spelt, own) and len(spelt) <= len(own) + _MORE


_MORE = 3
"""Pieces of an address behind the name: a number, "at", the town of the paper."""


def _starts(spelt: list[str], own: list[str]) -> bool:
    return [_plain(w) for w in spelt[: len(own)]] == [_plain(w) for w in own]


def _plain(word: str) -> str:
    """Letters without accents and strokes, as addresses spell them."""
    return word if word.isascii() else "".join(map(_bare, word))


def _bare(letter: str) -> str:
    """`l` of `LATIN SMALL LETTER L WITH STROKE`; a letter of another script as it is."""
    called = name(letter, "")
    return called.split(" WITH ")[0].split()[-1].lower() if called.startswith("LATIN") else letter


def links_around(block: Block) -> Iterator[Element]:
    """Links that hold nothing but the block."""
    for element in block.element.iterancestors():
        if len(element) > 1:
            return
        if element.tag == "a":
            yield element


def _marks_name(element: Element) -> bool:
    if (element.get("itemprop") or "").lower() in ("author", "name") and _says_author(element):
        return True
    if "author" in (element.get("rel") or "").lower().split():
        return True
    if element.tag == "a" and _PERSON_PATH.search(element.get("href") or ""):
        return True
    return len(element) < 2 and _names_an_author(element.get("class") or "")


@lru_cache(maxsize=8192)
def _names_an_author(names: str) -> bool:
    """Classes that repeat are read once."""
    own = roles.tokens(names)
    return bool(_NAME_CLASS.search(own)) and "-prep-" not in own  # "Posted by", in old themes


def _says_author(element: Element) -> bool:
    if (element.get("itemprop") or "").lower() == "author":
        return not any(
            (d.get("itemprop") or "").lower() == "name" for d in element.iterdescendants()
        )
    parent = element
    for _ in range(3):
        parent = parent.getparent()
        if parent is None:
            return False
        if (parent.get("itemprop") or "").lower() == "author":
            return True
    return False
