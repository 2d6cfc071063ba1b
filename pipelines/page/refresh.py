"""Pages that only send on: `Refresh` as a header or as a `<meta>`.

https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-refresh
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

AT_ONCE = 1.0
"""Seconds up to which nobody reads the page before it is left."""
SOON = 30.0
"""Seconds up to which a page with hardly any text is only a way to another one."""
LITTLE = 1000
"""Characters of text below which a page is no page of its own."""
_HEAD = 64 * 1024
_SAID = re.compile(rb"http-equiv\s*=\s*[\"']?\s*refresh")
_VALUE = re.compile(
    r"\s{0,9}(\d{0,9}(?:\.\d{0,12})?)\s{0,9}[;,\s]\s{0,9}(?:url\s{0,9}=)?\s{0,9}(?:\"([^\"]*)|'([^']*)|(.*))",
    re.IGNORECASE | re.DOTALL,
)


def target(body: bytes, url: str, header: str = "") -> str | None:
    """Return where a page sends its readers, as written there; None when it is to be read.

    What reloads itself, waits for long, or has a text of its own and lets one read it,
    sends nobody on.
    """
    if header:
        return _leads(header, url, little=True)
    head = body[:_HEAD].lower()
    if b"refresh" not in head or _SAID.search(head) is None:
        return None
    tree = LexborHTMLParser(body)
    for node in tree.css("meta[http-equiv][content]"):
        attributes = node.attributes
        if (attributes.get("http-equiv") or "").strip().lower() != "refresh":
            continue
        unseen = _without_scripts(node)
        little = _is_little(tree)
        if little or not unseen:
            return _leads(attributes.get("content") or "", url, little=little)
    return None


def _leads(value: str, url: str, *, little: bool) -> str | None:
    found = _VALUE.match(value)
    if found is None:
        return None
    where = next((part for part in found.groups()[1:] if part), "").strip()
    if float(f"0{found[1]}") > (SOON if little else AT_ONCE) or not where:
        return None
    try:
        same = urljoin(url, where).split("#")[0] == url.split("#", maxsplit=1)[0]
    except ValueError:
        return where
    return None if same else where


def _without_scripts(node: LexborNode) -> bool:
    """Tell whether a `<meta>` counts only for readers without scripts."""
    parent = node.parent
    while parent is not None:
        if parent.tag == "noscript":
            return True
        parent = parent.parent
    return False


def _is_little(tree: LexborHTMLParser) -> bool:
    for name in ("script", "style", "template", "noscript"):
        for node in tree.css(f"body {name}"):
            node.decompose()
    text = tree.body.text(separator=" ", strip=True) if tree.body is not None else ""
    return len(text) < LITTLE
