"""What the tags of a page tell of its kind: where its links lead, what its forms ask for,
how many boxes of one make stand side by side. No word of a text is read here."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml import etree

from pipelines.extract.leads import Links
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
    strong = [b for b in layout.blocks if b.is_strong and not b.roles & roles.CHROME]
    return {
        **{f"item is {n}": math.log1p(tally.items[n]) for n in _ITEMS},
        **_template(document),
        **_links(tally),
        **_asked(document, tally),
        **{n: math.log1p(sum(tally.kinds[t] for t in tags)) for n, tags in _MAKE.items()},
        "paragraph tags": min(2.0, tally.kinds["p"] / (len(layout.blocks) or 1)),
        "marks a place": math.log1p(tally.fields["place"]),
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
_COUNTED = ("table", "iframe", "video", "time", "article", "code", "kbd", "img", "p")
_MAKE = {
    "sections": ("section",),
    "drawings": ("svg",),
    "buttons of page": ("button",),
    "figures": ("figure",),
    "captions": ("figcaption",),
    "pictures in sizes": ("picture",),
    "quotations": ("blockquote",),
    "listings": ("pre",),
    "folded parts": ("details",),
    "definitions": ("dl",),
    "icons": ("i",),
    "lists": ("ul", "ol"),
    "labels": ("label",),
    "choosers": ("select",),
    "addresses": ("address",),
}
"""Tags by which one make of page is told from another: tools, shops and manuals have
buttons, icons, labels and listings; articles have captions and figures."""
_WALKED = ("a", *_FIELDS, *_COUNTED, *(t for tags in _MAKE.values() for t in tags))


def _walk(document: Document) -> _Tally:
    tally, links = _Tally(), Links(document.url)
    kinds, fields = tally.kinds, tally.fields
    for element in document.root.iter(*_WALKED):
        tag = element.tag
        if tag == "a":
            links.add(element)
            continue
        kinds[tag] += 1
        if tag in _FIELDS:
            fields[(element.get("type") or tag).lower()] += 1
            fields["amount"] += (element.get("name") or "").lower() in ("quantity", "qty")
    tally.links = links.counts
    _add_items(document, tally)
    return tally


_ITEM_TYPES = etree.XPath(".//*/@itemtype", smart_strings=False)
_PRICES = etree.XPath("count(.//*/@itemprop[. = 'price'])")
_PLACES = etree.XPath("count(.//*/@aria-current)")
_PRICED = re.compile(rb"itemprop\s{0,9}=\s{0,9}[\"']?price")


def _add_items(document: Document, tally: _Tally) -> None:
    """Count what attributes say; a page without their names in its bytes is not searched,
    and attributes are asked, not elements: that takes half of the time."""
    source = document.decoded.utf8
    if b"itemtype" in source:
        for stated in _ITEM_TYPES(document.root):
            end = stated.lower().strip()
            tally.items.update(n for n, ends in _ITEMS.items() if end.endswith(ends))
    if _PRICED.search(source):
        tally.fields["price"] += int(_PRICES(document.root))
    if b"aria-current" in source:
        tally.fields["place"] += int(_PLACES(document.root))


def _links(tally: _Tally) -> dict[str, float]:
    links, count = tally.links, tally.links["all"] or 1
    shares = ("below", "beside", "away", "here", "member")
    many = ("below", "beside", "here", "pages")
    return {
        "links of page": math.log1p(links["all"]),
        **{f"links {n}": links[n] / count for n in shares},
        **{f"{n} links": math.log1p(links[n]) for n in many},
        **{f"link to {n}": math.log1p(links[n]) for n in ("call", "cart", "log in", "itself")},
        "telephones": math.log1p(links["telephone"]),
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
