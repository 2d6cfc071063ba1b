"""What the tags of a page tell of its kind: where its links lead, what its forms ask for,
how many boxes of one make stand side by side. No word of a text is read here."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml import etree

from pipelines.layout import roles
from pipelines.layout.blocks import Block
from pipelines.layout.layout import Layout
from pipelines.page.document import Document, Element
from pipelines.page.words import fold, words

_ITEMS = {
    "thing for sale": ("/product", "/offer", "/aggregateoffer", "/individualproduct"),
    "talk": ("/qapage", "/question", "/comment", "/discussionforumposting", "/answer"),
    "article": ("/article", "/newsarticle", "/blogposting", "/techarticle"),
    "list": ("/itemlist", "/collectionpage", "/searchresultspage", "/blog"),
    "house": ("/localbusiness", "/service", "/organization", "/person", "/event"),
}
"""Ends of `itemtype`: what microdata says that something on the page is."""
_TEMPLATES = {
    "post": ("single", "single-post", "post-template-default", "node-type-article", "post-template"),
    "page": ("page", "page-template", "page-template-default", "node-type-page"),
    "archive": ("archive", "category", "tag", "home", "blog", "search", "front", "tax"),
    "shop": ("single-product", "woocommerce", "product", "template-product", "catalog-product-view"),
}  # fmt: skip
"""Classes of `<body>` by which content systems say which template was used."""
_DIGITS = re.compile(r"\d{1,3}$")
_FAR = 2_000
"""Links of a page that are looked at."""
_WIDE = 40
"""Levels of boxes above a paragraph that are compared."""


@dataclass(slots=True)
class _Tally:
    """What one walk over the tags counts."""

    kinds: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    items: Counter[str] = field(default_factory=Counter)
    links: Counter[str] = field(default_factory=Counter)


def signs(document: Document, layout: Layout) -> dict[str, float]:
    """Return the named signs that tags give, each a number that is 0 where nothing is found."""
    tally = _walk(document)
    text = sum(len(b.text) for b in layout.blocks) or 1
    strong = [b for b in layout.blocks if b.is_strong and not b.roles & _OUTSIDE]
    return {
        **{f"item is {n}": math.log1p(tally.items[n]) for n in _ITEMS},
        **_template(document),
        **_links(tally),
        **_asked(document, tally),
        "pictures": math.log1p(tally.kinds["img"]),
        "pictures to text": min(3.0, 500 * tally.kinds["img"] / text),
        "code in lines": min(1.0, 200 * tally.kinds["code"] / text),
        "tables": math.log1p(tally.kinds["table"]),
        "frames": math.log1p(tally.kinds["iframe"] + tally.kinds["video"]),
        "times": math.log1p(tally.kinds["time"]),
        "article boxes": math.log1p(tally.kinds["article"]),
        "says next": float(bool(document.link("next") or document.link("prev"))),
        **_alike(strong),
        **_spread(layout, strong),
        **_named(document, layout),
    }


_FIELDS = ("input", "select", "textarea")
_COUNTED = ("table", "iframe", "video", "time", "article", "code", "kbd")


def _walk(document: Document) -> _Tally:
    tally, home = _Tally(), _Home.of(document.url)
    for element in document.root.iter("a", *_FIELDS, *_COUNTED, "img"):
        tag = element.tag
        if tag == "a":
            if tally.links["all"] < _FAR:
                _add_link(tally.links, element, home)
        elif tag in _FIELDS:
            tally.fields[(element.get("type") or tag).lower()] += 1
            tally.fields["amount"] += (element.get("name") or "").lower() in ("quantity", "qty")
        else:
            tally.kinds[tag] += 1
    for stated in _ITEM_TYPES(document.root):
        end = stated.lower().strip()
        tally.items.update(n for n, ends in _ITEMS.items() if end.endswith(ends))
    tally.fields["price"] += int(_PRICES(document.root))
    return tally


# asked of attributes: to ask every element for them costs twice as much
_ITEM_TYPES = etree.XPath(".//*/@itemtype", smart_strings=False)
_PRICES = etree.XPath("count(.//*/@itemprop[. = 'price'])")


@dataclass(frozen=True, slots=True)
class _Home:
    """The address of the page, as its links are compared with it."""

    host: str
    path: str
    over: str
    """The folder that the page lies in."""

    @classmethod
    def of(cls, url: str) -> _Home:
        parts = urlsplit(url)
        path = parts.path.rstrip("/")
        return cls(parts.netloc, path, path.rpartition("/")[0])


def _add_link(links: Counter[str], element: Element, home: _Home) -> None:
    """Count where a link leads; its address is looked at as it is written, since most
    pages have hundreds."""
    href = (element.get("href") or "").strip()
    links["all"] += 1
    if not href:
        return
    if href[0] == "#":
        links["here"] += len(href) > 1
        return
    if href.startswith(("tel:", "mailto:")):
        links["call"] += 1
        return
    if len(element) == 0 and element.text and _DIGITS.match(element.text.strip()):
        links["pages"] += 1
    host, own = _target(href, home)
    if host != home.host:
        links["away"] += 1
        return
    if home.path and own.startswith(home.path + "/"):
        links["below"] += 1
    elif home.over and own.startswith(home.over + "/"):
        links["beside"] += 1
    if _LED.search(own):
        for name, pieces in _LEADS.items():
            links[name] += any(piece in own for piece in pieces)


_LEADS = {
    "cart": ("/cart", "/basket", "/checkout"),
    "log in": ("/login", "/signin", "/register", "/sign-in"),
    "member": ("/user", "/member", "/profile", "/u/"),
}
"""Paths that shops and forums are made with, whatever the language of the page."""
_LED = re.compile("|".join(re.escape(piece) for pieces in _LEADS.values() for piece in pieces))


def _target(href: str, home: _Home) -> tuple[str, str]:
    """Host and path of a link."""
    address = href.partition("#")[0].partition("?")[0]
    scheme, mark, rest = address.partition("://")
    if mark or address.startswith("//"):
        host, _, path = (rest if mark and "/" not in scheme else address[2:]).partition("/")
        return host, f"/{path}".rstrip("/")
    if ":" in address.partition("/")[0]:
        return "", ""  # `javascript:`
    path = address if address.startswith("/") else f"{home.over}/{address}"
    return home.host, path.rstrip("/")


def _links(tally: _Tally) -> dict[str, float]:
    count = tally.links["all"] or 1
    shares = ("below", "beside", "away", "here", "member")
    return {
        "links of page": math.log1p(tally.links["all"]),
        **{f"links {n}": tally.links[n] / count for n in shares},
        **{f"{n} links": math.log1p(tally.links[n]) for n in ("below", "beside", "here", "pages")},
        **{f"link to {n}": math.log1p(tally.links[n]) for n in ("call", "cart", "log in")},
    }


def _template(document: Document) -> dict[str, float]:
    body = next(document.root.iter("body"), None)
    own = set((body.get("class") or "").lower().split()) if body is not None else set()
    return {f"template of {n}": float(not own.isdisjoint(c)) for n, c in _TEMPLATES.items()}


def _asked(document: Document, tally: _Tally) -> dict[str, float]:
    priced = document.meta("product:price:amount", "og:price:amount") is not None
    asked = tally.fields
    return {
        "asks amount": float(asked["amount"] > 0),
        "marks price": float(priced) + math.log1p(asked["price"]),
        "asks password": float(asked["password"] > 0),
        "choices": math.log1p(asked["checkbox"] + asked["radio"] + asked["select"]),
        "fields": math.log1p(asked["text"] + asked["email"] + asked["tel"] + asked["textarea"]),
    }


_OUTSIDE = roles.NAV | roles.FOOT | roles.COOKIE | roles.HIDDEN | roles.SOFT_HIDDEN


def _alike(strong: list[Block]) -> dict[str, float]:
    """Boxes of one make side by side, each with sentences of its own: posts, answers, cards."""
    boxes: dict[Element, int] = {}
    for block in strong:
        for element in block.stack[1:-1][-_WIDE:]:
            boxes[element] = boxes.get(element, 0) + len(block.text)
    rows: dict[tuple[Element, str, str], list[int]] = {}
    for element, size in boxes.items():
        make = (element.getparent(), str(element.tag), element.get("class") or "")
        rows.setdefault(make, []).append(size)
    total = sum(len(b.text) for b in strong) or 1
    best = max(rows.values(), key=lambda r: (len(r) > 2) * sum(r), default=[0])
    most = max((len(r) for r in rows.values()), default=0)
    is_row = len(best) > 2
    return {
        "boxes alike": math.log1p(len(best)) if is_row else 0.0,
        "text in boxes alike": sum(best) / total if is_row else 0.0,
        "size of boxes alike": math.log1p(sum(best) / len(best)) if is_row else 0.0,
        "most boxes alike": math.log1p(most),
    }


def _spread(layout: Layout, strong: list[Block]) -> dict[str, float]:
    """Whether the sentences stand in one column or here and there."""
    total = sum(len(b.text) for b in strong) or 1
    homes: Counter[Element] = Counter()
    for block in strong:
        homes[block.element.getparent()] += len(block.text)
    inside = [b for b in layout.inside() if b.is_strong]
    heads = [b for b in layout.inside() if b.is_heading]
    words_in = sum(len(b.text) for b in inside) or 1
    return {
        "text of first home": max(homes.values(), default=0) / total,
        "homes of text": math.log1p(len(homes)),
        "text in container": sum(len(b.text) for b in inside) / total,
        "sentences in a row": math.log1p(_longest_row(layout)),
        "text to heading": math.log1p(words_in / (len(heads) + 1)),
        "text before heading": math.log1p(_before_heading(layout)),
        "paragraph deviates": _deviation(inside),
    }


def _longest_row(layout: Layout) -> int:
    """Sentences in a row, without a heading, a link or a label between them."""
    longest = row = 0
    for block in layout.inside():
        row = row + 1 if block.is_strong else 0
        longest = max(longest, row)
    return longest


def _before_heading(layout: Layout) -> int:
    size = 0
    for block in layout.inside():
        if block.is_heading and size:
            break
        size += len(block.text) if block.is_strong else 0
    return size


def _deviation(blocks: list[Block]) -> float:
    sizes = [len(b.text) for b in blocks]
    if len(sizes) < 2:
        return 0.0
    mean = sum(sizes) / len(sizes)
    return float(min(3.0, (sum((s - mean) ** 2 for s in sizes) / len(sizes)) ** 0.5 / mean))


def _named(document: Document, layout: Layout) -> dict[str, float]:
    """Whether the headline is the name of the site, and how the page's title is made."""
    host = "".join(c for c in urlsplit(document.url).netloc.removeprefix("www.") if c.isalnum())
    title = document.head.title or ""
    top = layout.headline.text if layout.headline is not None else ""
    tight = "".join(c for c in fold(top) if c.isalnum())
    own = words(fold(top))
    slug = set(words(fold(urlsplit(document.url).path.replace("-", " ").replace("_", " "))))
    return {
        "headline is site": float(len(tight) > 3 and (tight in host or host.startswith(tight))),
        "words of headline": min(20.0, float(len(own))),
        "headline in address": sum(w in slug for w in own) / len(own) if own else 0.0,
        "title beyond headline": min(2.0, (len(title) - len(top)) / (len(top) or 1))
        if top
        else 2.0,
    }
