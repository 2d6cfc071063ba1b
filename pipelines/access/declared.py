"""What the page declares of its own access: JSON-LD, microdata, metas, attributes.

https://developers.google.com/search/docs/appearance/structured-data/paywalled-content
and the spellings that real pages use instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pipelines.access.evidence import Evidence, Says, Signal
from pipelines.lexicon.tables import labels
from pipelines.page import jsonld
from pipelines.page.document import Document, Element
from pipelines.page.words import fold

_TIERS = {
    "free": Says.FREE, "metered": Says.METERED, "meter": Says.METERED, "locked": Says.LOCKED,
    "paid": Says.PAID, "premium": Says.PAID, "subscriber": Says.PAID, "registration": Says.REGISTRATION,
    "subscription": Says.PAID, "subscribers": Says.PAID, "exclusive": Says.PAID, "plus": Says.PAID,
    "registered": Says.REGISTRATION, "open": Says.FREE, "public": Says.FREE,
}  # fmt: skip
_TIER_NAME = re.compile(r"(?:^|[:._-])(?:content[_-]?tier|access[_-]?tier|tier)$", re.IGNORECASE)
_ACCESS_NAME = re.compile(
    r"(?:paywall|premium|(?:^|[.:_-])(?:is[_-]?)?paid(?:$|[.:_-])|access(?:level|type|status|$)|pay[_-]?status|(?:is|content)[_-]?(?:locked|restricted)|paid[_-]?content|subscri(?:ber|ption)[_-]?only|(?:article|content|page)[_.:-]access)",
    re.IGNORECASE,
)
_NOT_ACCESS = re.compile(
    r"(?:user|url|provider|vendor|token|client|script|(?<!pa)id$|template|version|config|desliga|accessib)",
    re.IGNORECASE,
)
_YES = frozenset((
    "true", "yes", "y", "1", "paid", "premium", "locked", "subscriber", "subscribers",
    "subscription", "subscriber-only", "subscribers-only", "members-only", "restricted", "on",
    "closed", "plus", "exclusive", "gated", "paywalled", "entitlement",
))  # fmt: skip
_NO = frozenset((
    "false", "no", "n", "0", "free", "open", "public", "off", "none", "unlocked",
))  # fmt: skip
"""What content systems write; what a house writes in its own language is in the lexicon."""
_TRUTH = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_CHAPTER = ("speakable", "wpheader", "wpfooter", "sitenavigation")


def read(document: Document, around: Iterable[Element] = ()) -> list[Evidence]:
    """Return every declaration about access, in the order of the page.

    `around` are the boxes that hold the article; their attributes may speak of it.
    """
    return [
        *_json_ld(document),
        *_microdata(document),
        *_tiers(document),
        *_own_metas(document),
        *_attributes(document, around),
    ]


def selectors(document: Document) -> list[str]:
    """Return the CSS selectors of the parts declared not free."""
    found = []
    for node in document.ld:
        if any(t.startswith(_CHAPTER) for t in jsonld.types(node)):
            continue
        selector = jsonld.get(node, "cssSelector")
        if selector is None or jsonld.truth(jsonld.get(node, "isAccessibleForFree")) is not False:
            continue
        values = selector if isinstance(selector, list) else [selector]
        found += [v.strip() for v in values if isinstance(v, str) and v.strip()]
    return list(dict.fromkeys(found))


def _json_ld(document: Document) -> Iterator[Evidence]:
    articles = document.article_nodes
    seen = False
    for node in articles[:1] or [n for n in document.ld[:30] if "webpage" in jsonld.types(n)]:
        raw = jsonld.get(node, "isAccessibleForFree")
        value = jsonld.truth(raw)
        if value is not None:
            seen = True
            says = Says.FREE if value else Says.PAID
            yield Evidence(Signal.FREE_FLAG, "json-ld article", str(raw), says, 0.8)
    for selector in selectors(document):
        trust = 0.6 if seen else 0.7
        yield Evidence(Signal.PART_NOT_FREE, "json-ld cssSelector", selector, Says.PAID, trust)
        seen = True
    if not seen and _part_not_free(articles):
        yield Evidence(Signal.PART_NOT_FREE, "json-ld hasPart", "no selector", Says.PAID, 0.6)


def _part_not_free(articles: list[jsonld.Node]) -> bool:
    for node in articles[:1]:
        parts = jsonld.get(node, "hasPart")
        parts = parts if isinstance(parts, list) else [parts]
        for part in parts:
            if (
                isinstance(part, dict)
                and jsonld.truth(jsonld.get(part, "isAccessibleForFree")) is False
            ):
                return True
    return False


def _microdata(document: Document) -> Iterator[Evidence]:
    for name, raw in document.metas("isaccessibleforfree"):
        value = jsonld.truth(raw)
        if value is not None:
            yield Evidence(
                Signal.FREE_FLAG, f"meta {name}", raw, Says.FREE if value else Says.PAID, 0.8
            )


def _tiers(document: Document) -> Iterator[Evidence]:
    for name, contents in document.head.meta.items():
        if not _is_tier(name):
            continue
        for content in contents:
            says = _TIERS.get(content.strip().lower())
            if says is not None:
                yield Evidence(Signal.TIER, f"meta {name}", content, says, 0.9)


@lru_cache(maxsize=4096)
def _is_tier(name: str) -> bool:
    return bool(_TIER_NAME.search(name))


@lru_cache(maxsize=4096)
def _speaks_of_access(name: str) -> bool:
    """Names of metas come again on every page of a site."""
    if not _ACCESS_NAME.search(name) or name == "isaccessibleforfree":
        return False
    return not _NOT_ACCESS.search(name) and not _is_tier(name)


def _is_yes(word: str) -> bool:
    return word in _YES or fold(word) in labels("stated.closed")


def _is_no(word: str) -> bool:
    return word in _NO or fold(word) in labels("stated.open")


def _own_metas(document: Document) -> Iterator[Evidence]:
    """Publishers' own metas: a name that speaks of access, a yes/no word as value."""
    for name, contents in document.head.meta.items():
        if not _speaks_of_access(name):
            continue
        for content in contents:
            word = content.strip().lower()
            if _is_yes(word):
                if name.endswith("access") and _TRUTH.get(word):
                    continue  # "has access: yes" is the opposite of paid
                yield _own(name, content, Says.PAID, 0.75)
            elif _is_no(word):
                if name.endswith("access") and word in _TRUTH:
                    yield _own(name, content, Says.PAID, 0.6)
                else:
                    yield _own(name, content, Says.FREE, 0.5)
            elif word in ("metered", "registration", "locked", "regwall"):
                yield _own(name, content, _TIERS.get(word, Says.REGISTRATION), 0.75)


_PREMIUM = re.compile(
    r"premium|paid|subscriber|locked|payant|abonn|assinante|suscriptor", re.IGNORECASE
)


def _own(name: str, content: str, says: Says, trust: float) -> Evidence:
    premium = says is Says.PAID and bool(_PREMIUM.search(name) or _PREMIUM.search(content))
    return Evidence(Signal.OWN_META, f"meta {name}", content, says, trust, for_subscribers=premium)


_DATA_PAID = re.compile(
    r"^data-(?:(?:article|content|page)-)?(?:is-)?(?:paywall(?:ed)?|premium|paid(?:-content)?|paidcontent|locked|is-paid-content|subscriber-only|hit-paywall|paywall-reason|access)$"
)


def _attributes(document: Document, around: Iterable[Element]) -> Iterator[Evidence]:
    """Data attributes of `<html>`, `<body>`, the outermost article and what holds the text."""
    body = document.root.find("body")
    elements = [document.root, body, next(document.root.iter("article"), None), *around]
    for element in dict.fromkeys(elements):
        if element is None:
            continue
        for name, value in element.attrib.items():
            if not name.startswith("data-") or not _DATA_PAID.match(name):
                continue
            word = value.strip().lower()
            says = Says.PAID if _is_yes(word) else Says.FREE if _is_no(word) else _TIERS.get(word)
            if name.endswith("access") and word in _TRUTH:
                says = None if _TRUTH[word] else Says.PAID  # the visitor has it, or has not
            if name == "data-paywall-reason" and "not" in word:
                says = Says.METERED
            if says is not None:
                yield Evidence(Signal.DATA_ATTRIBUTE, f"{element.tag}[{name}]", value, says, 0.55)


def declared_words(document: Document) -> int | None:
    """Return `wordCount` where the page states one."""
    for node in document.article_nodes[:2]:
        raw = jsonld.text_of(jsonld.get(node, "wordCount"))
        digits = "".join(c for c in raw or "" if c.isdigit())
        if digits and 0 < int(digits[:9]) < 200_000:
            return int(digits[:9])
    return None
