"""The name that a site gives itself, and titles without it."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

from pipelines.access.public import PublicDocument as Document
from pipelines.lexicon.tables import choice
from pipelines.page import jsonld
from pipelines.page.words import fold, squeeze, words

_SEPARATOR = re.compile(
    r"\s{1,9}[-–—|·•»«:/›~]{1,9}\s{1,9}|\s{0,9}[|｜│»]\s{0,9}|\s{1,9}::\s{1,9}| \| |：(?=\S{0,12}$)|_(?=[^_]{2,20}$)"
)
_SITE_LEFTOVER = re.compile(r"\s{0,9}[-–—|·]\s{0,9}$")


@cache
def _archive() -> re.Pattern[str]:
    """`Site » Blog Archive » Title`, as old WordPress themes name an entry."""
    return re.compile(rf"^{choice('title.archive')}\s{{1,9}}[»|–-]\s{{1,9}}(?=\S)", re.IGNORECASE)


def site_names(document: Document) -> list[str]:
    """Return the names that the site gives itself, folded, longest first."""
    found = [
        content
        for _, content in document.metas(
            "og:site_name",
            "application-name",
            "apple-mobile-web-app-title",
            "twitter:site",
            "publisher",
            "dc.publisher",
            "al:ios:app_name",
        )
    ]
    for node in document.ld[:60]:
        if any(t.endswith(("organization", "website")) for t in jsonld.types(node)):
            name = jsonld.text_of(jsonld.get(node, "name"))
            if name:
                found.append(name)
    host = (urlsplit(document.url).hostname or "").removeprefix("www.")
    if host:
        found.append(host)
        parts = host.split(".")
        found.extend(p for p in parts[:-1] if len(p) > 2)
    folded = {fold(f).lstrip("@") for f in found if 1 < len(f) < 60} - _of_page(document)
    return sorted(folded, key=len, reverse=True)


def _of_page(document: Document) -> set[str]:
    """Whole titles of this page: some systems write them where the site's name belongs."""
    titles = {fold(t) for t in (document.head.title, document.meta("og:title")) if t}
    return {t for t in titles if len(words(t)) > 4}


def is_site(text: str, names: list[str]) -> bool:
    """Tell whether `text` is one of the site's names, spaces and dots aside."""
    tight = letters(text)
    if not tight:
        return True
    for name in names:
        other = letters(name)
        if tight == other:
            return True
        if len(other) > 3 and (
            (tight.startswith(other) and len(tight) < len(other) + 10)
            or (other.startswith(tight) and len(tight) > 3)
            or (tight.endswith(other) and len(tight) < len(other) + 10)
        ):
            return True
    return False


def _is_spelt(text: str, names: list[str]) -> bool:
    """The address is put together from words of a longer name, or from their first letters:
    `valleypost` of "The Valley and River Post"; or it has a word in front: `getvalley`."""
    own = words(fold(text))
    if len(own) == 1:
        return len(own[0]) > 3 and any(n.endswith(own[0]) for n in names)
    if len(own) < 3:
        return False
    first = "".join(w[0] for w in own)
    return any(
        len(n) > 2 and n.isalpha() and (n == first or (len(n) > 6 and _is_joined(n, own)))
        for n in names
    )


def _is_joined(name: str, own: list[str]) -> bool:
    """Whole words in their order, each of three letters or more, make up the name."""
    left, parts = name, 0
    for word in own:
        if len(word) > 2 and left.startswith(word):
            left, parts = left[len(word) :], parts + 1
    return not left and parts > 1


def is_only_site(text: str, names: list[str]) -> bool:
    """Tell whether a whole title is the site's name; a longer one that speaks of the site
    ("We are NAME") is a headline."""
    if len(words(text)) <= 2:
        return is_site(text, names)
    tight = letters(text)
    return any(
        tight == other
        or (len(other) > 3 and tight.startswith(other) and len(tight) < len(other) + 10)
        for other in map(letters, names)
    )


def letters(text: str) -> str:
    """Return the letters and digits of a text, folded, with nothing between them."""
    return re.sub(r"[\W_]+", "", fold(text))


def without_site(text: str, names: list[str]) -> str:
    """Return `text` without a site name in front or at the end."""
    text = squeeze(text)
    for _ in range(3):
        pieces = list(_SEPARATOR.finditer(text))
        if not pieces:
            break
        last, first = pieces[-1], pieces[0]
        tail = text[last.end() :]
        if last.start() > 8 and (is_site(tail, names) or _is_spelt(tail, names)):
            text = text[: last.start()]
        elif (
            first.start() and len(text) - first.end() > 8 and is_site(text[: first.start()], names)
        ):
            text = text[first.end() :]
        else:
            break
    return _SITE_LEFTOVER.sub("", _archive().sub("", text)).strip()
