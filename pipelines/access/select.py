"""The elements that a publisher's CSS selector names."""

from __future__ import annotations

import re

from cssselect import HTMLTranslator, SelectorError
from lxml import etree

from pipelines.access import declared
from pipelines.page.document import Document, Element


def of_reserved(document: Document) -> list[str]:
    """Return the CSS selectors of the parts declared not free."""
    return declared.selectors(document)


def select(document: Document, selector: str) -> list[Element]:
    """Return the elements that a CSS selector matches; a broken selector: none.

    Publishers also write a bare class name without its dot. Each selector is asked once of a page.
    """
    if selector not in document.selected:
        document.selected[selector] = _select(document, selector)
    return list(document.selected[selector])


def _select(document: Document, selector: str) -> list[Element]:
    attempts = [selector]
    if re.fullmatch(r"[\w-]+", selector):
        attempts.append(f".{selector}")
    for attempt in attempts:
        try:
            xpath = HTMLTranslator().css_to_xpath(attempt)
            found = document.root.xpath(xpath)
        except (SelectorError, etree.XPathError, ValueError):
            continue
        if found:
            return list(found)
    return []
