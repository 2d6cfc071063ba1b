"""What an origin allows: robots.txt, tdmrep.json and ai.txt, as text, without a network.

https://www.rfc-editor.org/rfc/rfc9309, https://www.w3.org/community/reports/tdmrep/,
https://site.spawning.ai/spawning-ai-txt. One rule stands above the formats: a file
that cannot be understood closes, it never opens. A web page in the place of a file is
none: many sites answer every address with their home page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from protego import Protego
from selectolax.lexbor import LexborHTMLParser

from crawler.discovery import raw

PRODUCT = "standfirst"
"""Product token under which groups of robots.txt are looked up."""
MAX_DELAY = 120.0
"""Longest pause between two pages that a crawl keeps; who asks for more is not crawled."""
_TOKEN = re.compile(r"[A-Za-z_-]+")
_LINE = re.compile(
    r"(user[- ]?agent|allow|dis{1,9}all?ow|dissalow|diasllow|disallaw|crawl[- ]delay|site-?maps?)(?:\s{0,9}:\s{0,9}|\s{1,9}|$)(.*)",
    re.IGNORECASE,
)
_PROSE = re.compile(r"\A\s*(?:<!--.*?-->|/\*.*?\*/|//[^\n]*\n)", re.DOTALL)
_UNREADABLE = "User-agent: *\nDisallow: /"


@dataclass(frozen=True, slots=True)
class Robots:
    """What robots.txt says to this crawler."""

    rules: Protego
    delay: float = 0.0
    """`Crawl-delay` in seconds, as asked for."""
    sitemaps: tuple[str, ...] = ()
    """Addresses of sitemaps, absolute."""
    understood: bool = True

    def allows(self, url: str) -> bool:
        """Tell whether an address may be asked."""
        return bool(self.rules.can_fetch(url, PRODUCT))


def decoded(body: bytes, most: int) -> str:
    """Return the text of a well-known file, cut after `most` bytes at the end of a line."""
    body = raw.unpacked(body, most + 1).body
    text = raw.text_of(body)
    return text if len(body) <= most else text[: text.rfind("\n") + 1]


def robots(text: str, origin: str) -> Robots:
    """Return what a robots.txt says to this crawler (RFC 9309, 2.2).

    Groups are matched by the product token alone; those that name it are taken
    together, and only where there is none do those for everybody count.
    """
    if not raw.is_text(text):
        return Robots(Protego.parse(_UNREADABLE), understood=False)
    lines = list(_lines(_without_markup(text)))
    if not lines and "disallow" in text.lower():
        return Robots(Protego.parse(_UNREADABLE), understood=False)
    mine = _rules(lines, PRODUCT)
    rules = [f"{name}: {value}" for name, value in mine if name != "crawl-delay"]
    delays = [_seconds(value) for name, value in mine if name == "crawl-delay"]
    return Robots(
        Protego.parse("\n".join(["User-agent: *", *rules])),
        max(delays, default=0.0),
        tuple(_absolute(origin, [value for name, value in lines if name == "sitemap"])),
    )


def _without_markup(text: str) -> str:
    """Return the text without a comment in front, and without tags where it is marked up."""
    prose = _PROSE.match(text)
    text = text[prose.end() :] if prose is not None else text
    if not text.lstrip().startswith("<"):
        return text
    page = LexborHTMLParser(text)
    page.strip_tags(["script", "style"])
    return page.text(separator="\n")


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        found = _LINE.match(line.split("#", 1)[0].strip().lstrip("\ufffd"))
        if found is not None:
            yield _name(found[1].lower()), found[2].strip()


def _name(written: str) -> str:
    for name, start in (("user-agent", "user"), ("crawl-delay", "crawl"), ("sitemap", "site")):
        if written.startswith(start):
            return name
    return "disallow" if written.startswith("di") else "allow"


def _rules(lines: list[tuple[str, str]], product: str) -> list[tuple[str, str]]:
    """Return the rules of the groups for a product, else of those for everybody.

    Rules in front of the first group are for everybody.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    agents, in_rules = {"*"}, True
    for name, value in lines:
        if name == "user-agent":
            agents = set() if in_rules else agents
            in_rules = False
            agents |= _agents(value)
            for agent in agents:
                found.setdefault(agent, [])
        elif name != "sitemap":
            in_rules = in_rules or name != "crawl-delay"
            for agent in agents:
                found.setdefault(agent, []).append((name, value))
    return found.get(product, found.get("*", []))


def _agents(value: str) -> set[str]:
    tokens = ((part.strip(), _TOKEN.match(part.strip())) for part in value.split(","))
    return {
        token[0].lower() if token else "*" for part, token in tokens if token or part[:1] == "*"
    }


def _seconds(value: str) -> float:
    number = re.match(r"\d{1,9}(?:\.\d{1,9})?", value)
    return float(number[0]) if number else 0.0


def _absolute(origin: str, values: list[str]) -> Iterator[str]:
    for value in dict.fromkeys(values):
        try:
            target = urljoin(f"{origin}/robots.txt", value)
            if value and urlsplit(target).hostname:
                yield target
        except ValueError:
            continue


def reserved_paths(text: str) -> list[str]:
    """Return the path patterns that a tdmrep.json reserves; `/` for a file that cannot be
    understood."""
    if not text.strip() or (raw.is_page(text) and "tdm" not in text.lower()):
        return []
    rules = list(_tdm_rules(_json(text)))
    if not rules and not _is_empty_json(text):
        return ["/"]
    return [_path(rule) for rule in rules if _is_yes(rule.get("tdm-reservation"))]


def _json(text: str) -> Any:
    """Return the value in a text, also behind a comment or markup; None without one."""
    starts = [0, *(place for mark in "[{" if (place := text.find(mark)) > 0)]
    for start in sorted(starts):
        try:
            return json.JSONDecoder(strict=False).raw_decode(text[start:].lstrip())[0]
        except (ValueError, RecursionError):
            continue
    return None


def _is_empty_json(text: str) -> bool:
    return _json(text) in ([], {})


def _tdm_rules(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        rule = {str(key).strip().lower().replace("_", "-"): item for key, item in value.items()}
        if "tdm-reservation" in rule:
            yield rule
            return
    items = value if isinstance(value, list) else value.values() if isinstance(value, dict) else ()
    for item in items if depth < 5 else ():
        yield from _tdm_rules(item, depth + 1)


def _is_yes(value: Any) -> bool:
    """Tell whether a reservation is made; only a plain 0 or no says that there is none."""
    return str(value).strip().lower() not in ("0", "0.0", "false", "no", "none", "")


def _path(rule: dict[str, Any]) -> str:
    location = rule.get("location")
    if not isinstance(location, str) or not location.strip():
        return "/"
    location = location.strip()
    if "://" in location:
        location = "/" + location.split("://", 1)[1].partition("/")[2]
    return location if location.startswith(("/", "*")) else f"/{location}"


_AI_TEXTS = frozenset(("", "*", "*.txt", "*.html", "*.htm", "*.md", "*.xml", "*.json"))


def ai_rules(text: str) -> tuple[str, ...]:
    """Return the rules of an ai.txt file that close texts to this crawler.

    The file has the form of robots.txt and names kinds of files: `Disallow: *.txt` or
    `*.html` means texts, `/` everything.
    """
    if not raw.is_text(text):
        return ("cannot be understood",)
    lines = list(_lines(_without_markup(text)))
    if not lines and "disallow" in text.lower():
        return ("cannot be understood",)
    found = [*_rules(lines, PRODUCT), *_rules(lines, "*")]
    closing = [
        f"Disallow: {value}"
        for name, value in found
        if name == "disallow" and value and value.lower().lstrip("/") in _AI_TEXTS
    ]
    return tuple(dict.fromkeys(closing))
