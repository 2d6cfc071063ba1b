"""Where a link leads: to another page of the site, to a file, to another site."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from pipelines.identity import registered_domain
from pipelines.layout.blocks import Block
from pipelines.page.document import Element

PICTURES = ("img", "picture", "video", "amp-img")
_FILES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg")


def home_of(url: str) -> str:
    """Return the site of an address."""
    return _site(urlsplit(url).hostname or "")


def stays(link: Element, home: str) -> bool:
    """Tell whether a link leads to the site of the page itself."""
    try:
        host = urlsplit(link.get("href") or "").hostname
    except ValueError:  # no address at all
        return False
    return not host or not home or _site(host) == home


def away(link: Element) -> bool:
    """Tell whether a link leads to another page: a picture's own file is none."""
    href = (link.get("href") or "").split("?", 1)[0].lower()
    return bool(href) and not href.startswith(("#", "javascript:")) and not href.endswith(_FILES)


def links_of(block: Block) -> list[Element]:
    """Return the links in a block, and those around it."""
    return [*block.element.iter("a"), *block.element.iterancestors("a")]


def leaves_the_site(block: Block, home: str) -> bool:
    """Tell whether all links of a block lead to other sites: what they lead to is what the
    text speaks of, and no article of the house."""
    links = [a for a in links_of(block) if a.get("href")]
    return bool(links) and bool(home) and not any(stays(a, home) for a in links)


@lru_cache(maxsize=256)
def _site(host: str) -> str:
    return registered_domain(host)
