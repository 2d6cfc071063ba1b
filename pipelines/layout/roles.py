"""What an element says of itself: by tag, role, class, id and style.

The roles themselves are in `flags`, what names tell in `names`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.layout.flags import (
    AD,
    ASIDE,
    AUTHORBOX,
    BODY,
    BYLINE,
    CAPTION,
    CARD,
    CHROME,
    COMMENT,
    COOKIE,
    EMBED,
    FOOT,
    FORM,
    HEADER,
    HIDDEN,
    KICKER,
    META,
    NAV,
    NEWSLETTER,
    NOT_BODY,
    RELATED,
    SHARE,
    SOFT_HIDDEN,
    TAGS,
    TEASER,
    VEILED,
    WALL,
)
from pipelines.layout.names import (
    of_both,
    of_names,
    read,
    tokens,
)
from pipelines.page.document import Element

__all__ = [
    "AD", "ASIDE", "AUTHORBOX", "BODY", "BYLINE", "CAPTION", "CARD", "CHROME", "COMMENT",
    "COOKIE", "EMBED", "FOOT", "FORM", "HEADER", "HIDDEN", "KICKER", "META", "NAV", "NEWSLETTER",
    "NOT_BODY", "RELATED", "SHARE", "SOFT_HIDDEN", "TAGS", "TEASER", "VEILED", "WALL",
    "names_a_wall", "of", "of_names", "tokens",
]  # fmt: skip

OF_TAGS = {
    "nav": NAV, "menu": NAV, "footer": FOOT, "aside": ASIDE, "figcaption": CAPTION,
    "figure": CAPTION, "form": FORM, "header": HEADER, "dialog": HIDDEN, "address": META,
    "hgroup": HEADER, "time": META,
}  # fmt: skip

_ROLES = {
    "navigation": NAV, "menubar": NAV, "menu": NAV, "banner": HEADER, "contentinfo": FOOT,
    "complementary": ASIDE, "search": NAV, "dialog": COOKIE, "alertdialog": COOKIE,
}  # fmt: skip

_INVISIBLE_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_BLURRED_STYLE = re.compile(r"filter\s{0,9}:[^;]{0,200}?blur\(\s{0,9}+(?!0)", re.IGNORECASE)
_VEILING_STYLE = re.compile(
    r"(?:^|[;\s])(?:opacity\s{0,9}:\s{0,9}0(?:\.0{1,9})?|(?:max-)?height\s{0,9}:\s{0,9}0(?:px)?|user-select\s{0,9}:\s{0,9}none)\s{0,9}(?:;|!|$)",
    re.IGNORECASE,
)


def of(element: Element) -> int:
    """Return all roles that an element tells by tag, attributes, class and id."""
    return told(element, element.tag, element.keys())


def told(element: Element, tag: str, attributes: list[str]) -> int:
    """Return what `of` returns, for an element whose tag and names of attributes are known:
    their values may be long, and few are asked for."""
    flags = OF_TAGS.get(tag, 0)
    if tag == "figure" and next(element.iter(*_FIGURES_OF_TEXT), None) is not None:
        flags = 0  # a table, a listing or a quotation is no caption
    if not flags and "-" in tag:
        flags = _of_a_name(tag)
    if not attributes:
        return flags
    if tag == "dialog" and "open" in attributes:
        flags = COOKIE  # a browser shows it, laid over the page
    if not _SPEAKING.isdisjoint(attributes):
        for name in _SPEAKING.intersection(attributes):
            flags |= _attribute(name, element.get(name))
    names = element.get("class") if "class" in attributes else ""
    identifier = element.get("id") if "id" in attributes and tag not in _ANCHORED else ""
    if identifier:
        by_name = of_both(names, identifier)
    elif names:
        by_name = read(names)[1]
    else:
        return flags
    if tag in _ANCHORED:
        return flags | (by_name & ~_OF_BOXES)
    return flags | (by_name & ~_OF_DATA if tag in _ROWS else by_name)


_FIGURES_OF_TEXT = ("table", "pre", "blockquote")
_ANCHORED = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
"""The id of a heading is the address of its section, made of its words."""
_OF_BOXES = ASIDE | CAPTION
"""What a heading is not: its class (`widget-title`, `gallery-title`) names what it is the
title of, and what stands beside the text has a box of its own around it."""
_ROWS = frozenset(("tr", "tbody", "thead"))
_OF_DATA = CAPTION | KICKER | META | BYLINE | TAGS | CARD
"""What a part of a table is not: its name (`player-7`, `date`) tells what its data are."""
_NAMED = frozenset((
    "data-testid", "data-test-id", "data-test", "data-qa", "data-cy", "data-component",
    "data-component-id", "data-component-name", "data-name", "data-type", "data-area", "data-id",
    "data-module", "data-block", "data-widget", "data-vars-experiment",
))  # fmt: skip
"""Attributes that name a box for its house's tests and scripts where its class is a hash."""
_SPEAKING = frozenset((
    "role", "style", "hidden", "aria-hidden", "inert", "subscriptions-section", "amp-access",
    "data-poool", "data-poool-mode", "itemprop",
)) | _NAMED  # fmt: skip


def _attribute(name: str, value: str) -> int:
    """Return the roles that one attribute tells."""
    if name == "role":
        return _ROLES.get(value, 0)
    if name == "style":
        return _style(value)
    if name == "hidden":
        return 0 if value == "until-found" else HIDDEN
    if name == "aria-hidden":
        return SOFT_HIDDEN if value == "true" else 0
    if name == "inert":
        return VEILED
    if name == "itemprop":
        return _ITEMPROPS.get(value.strip().lower(), 0)
    return _of_a_name(value) if name in _NAMED else WALL


_NAME_OF_A_WALL = re.compile(
    r"-(?:pay|reg|sub|meter|metered|log-?in|premium|register|registration|subscription)-?wall(?:ed)?-"
    r"|^-ev-engagement-$"
)


def _of_a_name(name: str) -> int:
    """Return the role that a name tells which is no class: of a custom element
    (`<app-paywall>`), or given for the house's own scripts (`data-testid`). They are names of
    components, so only one that a wall is named by tells a thing."""
    return WALL if names_a_wall(name) else 0


@lru_cache(maxsize=8192)
def names_a_wall(name: str) -> bool:
    """Tell whether a name says in so many words that something is a wall: `paywall-container`."""
    return bool(_NAME_OF_A_WALL.search(tokens(name)))


@lru_cache(maxsize=4096)
def _style(style: str) -> int:
    """Return the roles that an element's own style tells."""
    if _INVISIBLE_STYLE.search(style):
        return HIDDEN
    if _BLURRED_STYLE.search(style):
        return VEILED | WALL
    return VEILED if _VEILING_STYLE.search(style) else 0


_ITEMPROPS = {
    "articlebody": BODY, "author": BYLINE, "datepublished": META, "datemodified": META,
    "caption": CAPTION, "comment": COMMENT, "keywords": TAGS, "publisher": META,
    "alternativeheadline": TEASER,
}  # fmt: skip
