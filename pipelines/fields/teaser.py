"""The standfirst as the reader sees it, between headline and body.

From the page itself: a block after the headline that names itself a teaser, or
agrees with the declared description, or is set apart before the body. The
description alone is a fallback, and only where the page prints it somewhere (or
prints no headline either) and it is no cut of the first paragraphs;
`teaser_source` then says `description`. No teaser is a valid answer.
"""

from __future__ import annotations

import re

from pipelines.access.public import PublicDocument as Document, PublicLayout as Layout
from pipelines.fields import standfirst
from pipelines.fields.candidates import Candidates
from pipelines.lexicon.phrases import may_speak, spoken
from pipelines.model import Found
from pipelines.page import jsonld
from pipelines.page.words import CUT_OFF, fold, similarity, squeeze, words

_MIN = 20
"""Characters that a declared description has at least."""


def find(
    document: Document,
    layout: Layout,
    title: str | None,
    authors: list[str],
    *,
    walled: bool = False,
) -> Candidates[str]:
    """Return the teaser with its candidates; no teaser: no chosen value.

    On a `walled` page a description counts only where the public part prints it: it may
    be a piece of what is reserved.
    """
    declared = _declared(document, title)
    printed = _printed(surroundings(document, layout, title, authors))
    considered = [printed, *declared] if printed else declared
    chosen = printed or _fallback(declared, layout, walled=walled)
    return Candidates(chosen, printed_only(considered, chosen, layout) if walled else considered)


def _declared(document: Document, title: str | None) -> list[Found[str]]:
    found = []
    for node in document.article_nodes[:1]:
        for key in ("description", "alternativeHeadline", "abstract"):
            raw = jsonld.text_of(jsonld.get(node, key))
            if raw:
                found.append(Found(_plain(raw), "json-ld", key, raw))
    for name in (
        "og:description",
        "description",
        "twitter:description",
        "dc.description",
        "sailthru.description",
    ):
        raw = document.meta(name)
        if raw:
            found.append(Found(raw, "opengraph" if name.startswith("og:") else "meta", name, raw))
    return [
        f for f in found if len(f.value) >= _MIN and (not title or fold(f.value) != fold(title))
    ]


def _plain(raw: str) -> str:
    return squeeze(re.sub(r"<[^>]{1,200}>", " ", raw) if "<" in raw else raw)


def surroundings(
    document: Document, layout: Layout, title: str | None, authors: list[str]
) -> standfirst.Surroundings:
    """Return what the search for the printed standfirst asks of a page."""
    # most pages declare one description under several names
    descriptions = list(dict.fromkeys(d.value for d in _declared(document, title)))
    return standfirst.Surroundings(layout, title or "", authors, descriptions)


def _printed(around: standfirst.Surroundings) -> Found[str] | None:
    """The printed standfirst, whole: all its lines."""
    blocks = [b for b in standfirst.find(around) if not _asks_reader(b.text)]
    if not blocks:
        return None
    text = "\n".join(b.text for b in blocks)
    return Found(text, "html", blocks[0].path, text)


def _asks_reader(text: str) -> bool:
    """The site speaks: "Save this article; you need an account for it"."""
    return len(text) < 160 and may_speak(text) and spoken(text).strength > _ASKS


def _fallback(declared: list[Found[str]], layout: Layout, *, walled: bool) -> Found[str] | None:
    """The declared description, if it is printed somewhere and no cut of the body's beginning."""
    beginning = _beginning(layout)
    runs = _runs(beginning)
    once: dict[str, Found[str]] = {}
    for each in declared:
        once.setdefault(each.value, each)
    for found in sorted(once.values(), key=lambda f: bool(CUT_OFF.search(f.value))):
        cut = CUT_OFF.sub("", found.value)
        own = _runs(cut)
        if (
            len(words(cut)) < _FEWEST
            or fold(cut)[:50] in fold(beginning)
            or len(own & runs) > 0.6 * len(own)
        ):
            continue
        if (layout.headline is None and not walled) or _is_printed(cut, layout):
            return Found(CUT_OFF.sub("…", found.value), "description", found.where, found.raw)
    return None


def printed_only(
    considered: list[Found[str]], chosen: Found[str] | None, layout: Layout
) -> list[Found[str]]:
    """The candidates that the public part of the page prints too."""
    return [c for c in considered if c is chosen or _is_printed(CUT_OFF.sub("", c.value), layout)]


def _is_printed(text: str, layout: Layout) -> bool:
    """The words stand somewhere on the page, or nearly: what no reader sees is no standfirst."""
    start, size = text[:40], len(text)
    return any(
        start in b.text or (size < 2 * len(b.text) < 4 * size and similarity(b.text, text) > 0.6)
        for b in layout.blocks
    )


def _beginning(layout: Layout) -> str:
    """The text of the container up to its first few paragraphs."""
    texts, left = [], _BEGINNING
    for block in layout.inside():
        texts.append(block.text)
        left -= block.is_strong
        if left <= 0:
            break
    return " ".join(texts)


_ASKS = 0.35
_FEWEST = 5
_BEGINNING = 4
"""Paragraphs that a content system copies into the description by itself."""


def _runs(text: str) -> set[tuple[str, ...]]:
    """Runs of four words: single words prove nothing where characters count as words."""
    own = words(fold(text))
    return set(zip(own, own[1:], own[2:], own[3:], strict=False))
