"""Links of a section page: which look like articles, which lead to the next page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import parse_qsl, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.discovery.listing import absolute
from pipelines.identity import registered_domain
from pipelines.lexicon.tables import source

_NEXT_PATH = re.compile(
    r"(?:[?&](?:page|p|seite|pagina|start|offset)=\d+|/(?:page|seite|pagina|p)[/-]?\d+/?$)",
    re.IGNORECASE,
)
_NO_ARTICLE = re.compile(
    r"/(?:tags?|topics?|category|categories|kategorie|author|authors|autor|auteur|search|suche|recherche|login|signin|register|account|konto|abo|abonnement|subscribe|subscription|newsletter|kontakt|contact|impressum|imprint|datenschutz|privacy|terms|agb|mentions-legales|cgu|about|ueber-uns|qui-sommes-nous|faq|help|hilfe|jobs|shop|rss|feed|sitemap|print|share|comments?|gallery|wp-admin|wp-login|cart|cookies?)(?:[/.?]|$)",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|pdf|zip|mp3|mp4|css|js|ico|xml|json|docx?|xlsx?)$", re.IGNORECASE
)
_SLUG = re.compile(r"[^\W_]{1,40}(?:[-_][^\W_]{1,40}){2}", re.UNICODE)
_NUMBER = re.compile(r"\d{4,}")


@cache
def _next() -> re.Pattern[str]:
    """What the link to a list's next page says: a word for it, an arrow, a number."""
    return re.compile(
        rf"^\W{{0,30}}(?:{source('links.next')}|»|›|>|\d{{1,3}})\W{{0,30}}$", re.IGNORECASE
    )


@dataclass(slots=True)
class Links:
    """What a page links to."""

    articles: list[str] = field(default_factory=list)
    next_pages: list[str] = field(default_factory=list)
    feeds: list[str] = field(default_factory=list)
    """`<link rel=alternate>` of a feed type."""
    others: list[str] = field(default_factory=list)
    """Same-site links that look like neither."""


def read(body: bytes, url: str) -> Links:
    """Return the links of a page, in order, each once, of the same registered domain."""
    tree = LexborHTMLParser(body)
    found = Links()
    base = url
    node = tree.css_first("base[href]")
    if node is not None:
        base = absolute(url, (node.attributes.get("href") or "").strip()) or url
    for node in tree.css("link[rel~=alternate][href]"):
        if (
            "rss" in (node.attributes.get("type") or "")
            or "atom" in (node.attributes.get("type") or "")
            or "feed+json" in (node.attributes.get("type") or "")
        ):
            feed = absolute(base, (node.attributes["href"] or "").strip())
            found.feeds += [feed] if feed is not None else []
    domain = registered_domain(urlsplit(url).hostname or "")
    seen = {url.split("#", maxsplit=1)[0]}
    for node in tree.css("a[href]"):
        target = _absolute(base, node.attributes.get("href"))
        if (
            target is None
            or target in seen
            or registered_domain(urlsplit(target).hostname or "") != domain
        ):
            continue
        seen.add(target)
        rel = (node.attributes.get("rel") or "").lower()
        if "nofollow" in rel.split():
            continue
        _sort(target, "next" in rel.split(), node.text(strip=True)[:40], found)
    node = tree.css_first("link[rel=next][href]")
    if node is not None:
        following = absolute(base, (node.attributes["href"] or "").strip())
        found.next_pages[:0] = [following] if following is not None else []
    return found


def _absolute(base: str, href: str | None) -> str | None:
    if not href or href.startswith(("#", "mailto:", "javascript:", "tel:", "data:")):
        return None
    try:
        target = urljoin(base, href.strip()).split("#")[0]
        parts = urlsplit(target)
    except ValueError:
        return None
    return target if parts.scheme in ("http", "https") and parts.hostname else None


def _sort(target: str, is_next: bool, text: str, found: Links) -> None:
    if is_next or (_NEXT_PATH.search(target) and _next().match(text)):
        found.next_pages.append(target)
    elif is_article_like(target):
        found.articles.append(target)
    else:
        found.others.append(target)


def is_article_like(url: str) -> bool:
    """Tell whether an address looks like an article's: a slug, a number or a date."""
    parts = urlsplit(url)
    path = parts.path
    if len(path) < 6 or _FILE.search(path) or _NO_ARTICLE.search(path) or _NEXT_PATH.search(url):
        return False
    last = path.rstrip("/").rsplit("/", 1)[-1]
    if _SLUG.search(last) or _NUMBER.search(path):
        return True
    if path.endswith((".html", ".htm", ".php")) and path.count("/") >= 2:
        return True
    return any(
        k.lower() in ("id", "article", "artid", "p", "story") and v.isdigit()
        for k, v in parse_qsl(parts.query)
    )
