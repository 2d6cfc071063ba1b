"""Pages that a server puts in an article's place with status 200.

Checks for bots, requests for consent, for a login or for the reader's age, notices of
maintenance, "enable JavaScript", "page not found": they have hardly any text, declare no
article and no date, and say what they are in their headlines or again and again. The
words are the table `stand_in` of the languages' files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.extract.result import Refusal
from pipelines.lexicon.matcher import Matcher, matcher
from pipelines.model import Reason
from pipelines.page import refresh
from pipelines.page.document import Document, Element
from pipelines.page.words import fold, letters, squeeze

LONG = 6000
"""Characters from which on no page is a stand-in."""
_HEADLINE = 80
"""Characters of a headline that can say what a stand-in is."""
_UNSEEN = frozenset(("script", "style", "template", "svg", "option", "title", "head"))
_PARTS = re.compile(r"\s{1,9}[|·•–—:-]\s{1,9}|\s{0,9}[|»]\s{0,9}")
_CUT = 200_000

_VENDORS: dict[str, tuple[str | re.Pattern[str], ...]] = {
    "Cloudflare": ("_cf_chl_opt", "cf-browser-verification", "cf_captcha_kind", "cf-challenge"),
    "DataDome": ("captcha-delivery.com",),
    "HUMAN": ("px-captcha", "_pxCaptcha", "human-challenge"),
    "Imperva": ("_Incapsula_Resource", "Incapsula incident ID"),
    "Akamai": ("sec-if-cpt-container", "/_sec/cp_challenge", "ak_bmsc_challenge"),
    "AWS WAF": (
        "awsWafCookieDomainList", "AwsWafIntegration", "gokuProps",
        re.compile(r"awswaf\.com/[^\s\"]{0,200}?/challenge"),
    ),
    "Sucuri": ("sucuri_cloudproxy_js", "Sucuri WebSite Firewall"),
    "Kasada": ("window.KPSDK", "/149e9513-01fa-4fb0-aad4-566afd725d1b/"),
    "DDoS-Guard": ("/.well-known/ddos-guard/js-challenge", "ddos-guard/check"),
    "F5": ("/TSPD/", "bobcmn", "The requested URL was rejected. Please consult"),
    "Anubis": ("anubis_challenge", "/.within.website/x/cmd/anubis"),
    "Vercel": ("/.well-known/vercel/security",),
    "Reblaze": ("winsocks()",),
    "Radware": ("perfdrive.com", "Radware Captcha", "Radware Bot Manager"),
    "Distil": ("distil_r_captcha", "distilIdentificationBlock"),
}  # fmt: skip
"""Vendor of checks for bots → what stands in their source. Each is looked for by itself: all
of them as one expression took 55 ms of the crawl's loop for a page of 200 kB, and this takes
one or two."""
_CHECK = "a check for bots by "
_CAPTCHA = re.compile(r"class=[\"'](?:g-recaptcha|h-captcha|cf-turnstile|frc-captcha)[\"' ]")
"""Also beside the forms of other pages: a sign only where there is hardly any text."""


@dataclass(frozen=True, slots=True)
class _Sort:
    """One sort of stand-ins, and how long its pages are at most."""

    part: str
    reason: Reason
    headed: int
    """Characters below which a headline settles it."""
    several: int
    """Characters below which some of its phrases settle it, without a headline."""
    once: int = 0
    """Characters below which one phrase settles it."""
    phrases: int = 2
    """How many different phrases are some."""


_SORTS = (
    _Sort("challenge", Reason.CHALLENGE, 3000, 1500, 300),
    _Sort("script", Reason.NEEDS_RENDERING, 2000, 1000, 300),
    _Sort("consent", Reason.CONSENT, LONG, 3000, phrases=4),
    _Sort("age", Reason.AGE_GATE, 2000, 1000),
    _Sort("maintenance", Reason.MAINTENANCE, 2000, 1000, 200),
    _Sort("login", Reason.LOGIN, 1000, 400),
    _Sort("missing", Reason.ERROR_PAGE, 2000, 600, 200),
)
_BARE = 600
"""Characters below which a page with a captcha, or with a field for a password, is there
for nothing else."""
_VENDOR_LONG = 2500
_LINK = b"<a "
_LINKS = 40
"""Links beyond which no page has less text than `_BARE`: that leaves 15 characters for each."""


def refuse(document: Document) -> Refusal | None:
    """Return what a page stands in for an article as; None when it may be an article."""
    if _is_declared(document):
        return None
    text = _short_text(document.root)
    if text is None:
        return None
    where = refresh.target(document.decoded.utf8, document.url)
    if where is not None:
        return Refusal(Reason.MOVED, f"a page that only sends on to {where}"[:300])
    vendor = _vendor(document, len(text))
    if vendor is not None:
        return Refusal(Reason.CHALLENGE, f"{_CHECK}{vendor}")
    return _by_words(document, text)


def checker(body: bytes, url: str, content_type: str | None) -> str | None:
    """Return the name of the known vendor whose check for bots a page is; None for any
    other page. Only what bears a vendor's sign is read, and a check says hardly anything."""
    if len(body) > _CUT or _has_many_links(body):
        return None
    if _vendor_named(body.decode("latin-1")) is None:
        return None
    document = Document(body, url, content_type)
    found, text = refuse(document), _short_text(document.root)
    if text is None or len(text) >= _BARE:
        return None
    said = found[1].removeprefix(_CHECK) if found is not None else ""
    return said if said in _VENDORS else None


def _has_many_links(body: bytes) -> bool:
    """Tell whether a page links on as no check does: that is seen far sooner than that none of
    the vendors' signs stands in it."""
    place = -1
    for _ in range(_LINKS + 1):
        place = body.find(_LINK, place + 1)
        if place < 0:
            return False
    return True


def _is_declared(document: Document) -> bool:
    """Tell whether a page says that it is an article, or when it appeared."""
    kind = (document.meta("og:type") or "").lower()
    dated = document.meta("article:published_time", "datepublished", "dc.date", "date")
    if document.article_nodes or kind in ("article", "news", "blog") or dated:
        return True
    return document.root.find(".//time[@datetime]") is not None


def _short_text(root: Element) -> str | None:
    """Return the text of a page that is short enough for a stand-in; None for a longer one,
    of which no more is read than shows that."""
    texts, length = [], -1
    for text in _texts(root):
        texts.append(text)
        length += len(text) + 1
        if length >= LONG:
            return None
    return " ".join(texts)


def _texts(element: Element) -> Iterator[str]:
    """Yield what a reader without scripts sees."""
    if element.tag in _UNSEEN or not isinstance(element.tag, str):
        return
    stack = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
            continue
        if not isinstance(node.tag, str) or node.tag in _UNSEEN:
            continue
        pieces = [squeeze(node.text or "")]
        for child in node:
            pieces += [child, squeeze(child.tail or "")]
        stack += [piece for piece in reversed(pieces) if not isinstance(piece, str) or piece]


def _vendor(document: Document, length: int) -> str | None:
    source = document.decoded.text[:_CUT]
    named = _vendor_named(source) if length < _VENDOR_LONG else None
    if named is not None:
        return named
    return "a captcha" if length < _BARE and _CAPTCHA.search(source) else None


def _vendor_named(source: str) -> str | None:
    """Return the first vendor whose sign stands in a page's source; None without one."""
    for vendor, signs in _VENDORS.items():
        for sign in signs:
            if sign in source if isinstance(sign, str) else sign.search(source):
                return vendor
    return None


def _by_words(document: Document, text: str) -> Refusal | None:
    heads, folded = list(_headlines(document)), fold(text)
    for sort in _SORTS:
        phrases = matcher(f"stand_in.{sort.part}")
        head = next((h for h in heads if _is_said(phrases, h)), None)
        if head is not None and len(text) < sort.headed:
            return Refusal(sort.reason, head)
        said = dict.fromkeys(folded[start:end] for start, end in phrases.spans(folded))
        if (len(said) >= sort.phrases and len(text) < sort.several) or (
            said and len(text) < sort.once
        ):
            return Refusal(sort.reason, ", ".join(said)[:200])
        if sort.part == "login" and _is_bare(text) and _asks_password(document):
            return Refusal(sort.reason, "a field for a password and hardly any text")
    return None


def _headlines(document: Document) -> Iterator[str]:
    """Yield the parts of the title, and the first headlines, folded."""
    for part in [*_PARTS.split(document.head.title), document.head.title]:
        yield fold(part)
    for element in list(document.root.iter("h1", "h2"))[:3]:
        yield fold(squeeze("".join(element.itertext())))


def _is_said(phrases: Matcher, headline: str) -> bool:
    """Tell whether phrases are most of what a headline says."""
    if not headline or len(headline) > _HEADLINE:
        return False
    covered = sum(end - start for start, end in phrases.spans(headline))
    return covered * 2 > len(headline)


def _is_bare(text: str) -> bool:
    """Tell whether there is hardly any text; Chinese, Japanese and Korean say more with less."""
    return letters(text) < _BARE


def _asks_password(document: Document) -> bool:
    return document.root.find(".//input[@type='password']") is not None
