"""The standfirst as the reader sees it, between headline and body.

From the page itself: a block after the headline that names itself a teaser, or
agrees with the declared description, or is set apart before the body. The
description alone is a fallback, and only where the page prints it somewhere (or
prints no headline either) and it is no cut of the first paragraphs;
`teaser_source` then says `description`. No teaser is a valid answer.
"""

from __future__ import annotations

import re

from pipelines.access.phrases import may_speak, spoken
from pipelines.fields.candidates import Candidates
from pipelines.layout import roles
from pipelines.layout.blocks import Block
from pipelines.layout.layout import Layout
from pipelines.model import Found
from pipelines.page import jsonld
from pipelines.page.document import Document
from pipelines.page.words import containment, fold, similarity, squeeze, words

_CUT = re.compile(r"\s*(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*$")
_BAD = (
    roles.RELATED | roles.COMMENT | roles.NAV | roles.FOOT | roles.AD | roles.NEWSLETTER | roles.CAPTION
    | roles.COOKIE | roles.HIDDEN | roles.SHARE | roles.AUTHORBOX | roles.TAGS | roles.ASIDE | roles.FORM | roles.EMBED
)  # fmt: skip
_PLACES = roles.ASIDE | roles.NAV | roles.AD | roles.RELATED | roles.SHARE | roles.FOOT
_MIN, _MAX = 20, 900


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
    printed = _printed(layout, declared, title, authors)
    considered = [*printed, *declared]
    if printed:
        return Candidates(
            printed[0], printed_only(considered, printed[0], layout) if walled else considered
        )
    chosen = _fallback(declared, layout, walled=walled)
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


def _printed(
    layout: Layout, declared: list[Found[str]], title: str | None, authors: list[str]
) -> list[Found[str]]:
    """Standfirst blocks in the head zone, best first; several in a row are joined."""
    # most pages declare one description under several names
    descriptions = list(dict.fromkeys(d.value for d in declared))
    scored = [
        (score, b)
        for b in _zone(layout)
        if (score := _score(b, layout, descriptions, title, authors)) > 0
    ]
    if not scored:
        return []
    best_score, best = max(scored, key=lambda pair: (pair[0], -pair[1].index))
    blocks = _row(layout, best, {b.index for score, b in scored if score >= best_score - 1})
    if len(blocks) > 2 and best.kind != "li" and all(b.is_strong for b in blocks):
        return []  # a box of running text, whatever it is called
    text = "\n".join(b.text for b in blocks)
    return [Found(text, "html", best.path, text)]


def _row(layout: Layout, best: Block, good: set[int]) -> list[Block]:
    """The best block and those after it in the same list or box (bullet summaries)."""
    row = [best]
    for block in layout.blocks[best.index + 1 : best.index + 24]:
        if block.index - row[-1].index > 2:
            break
        if _twins(block, best) and (block.index in good or _is_bullet(block, best)):
            row.append(block)
    return row if len(row) <= 8 else [best]


def _twins(block: Block, best: Block) -> bool:
    """Blocks of one list or one box."""
    return (
        block.element.getparent() is best.element.getparent()
        and block.element.tag == best.element.tag
        and bool(block.roles & roles.TEASER or block.kind == "li")
    )


def _is_bullet(block: Block, best: Block) -> bool:
    """A further subheading or item of the same class; one that is a link leads elsewhere."""
    same = block.element.get("class") == best.element.get("class")
    return (
        (best.is_heading or best.kind == "li")
        and same
        and len(words(block.text)) > 4
        and block.link_share < 0.5
    )


def _zone(layout: Layout) -> list[Block]:
    start = (
        layout.headline.index + 1 if layout.headline is not None else max(0, layout.body_start - 12)
    )
    end = max(layout.body_start + 2, start)
    # the place of a box around headline and standfirst alike says nothing of either
    bad = _BAD & ~(layout.headline.roles & _PLACES if layout.headline is not None else 0)
    return [
        b
        for b in layout.blocks[start : end + 1]
        if _MIN <= len(b.text) <= _MAX
        and not _is_elsewhere(b, bad)
        and b.link_share < 0.5
        and _is_close(b, layout)
    ]


def _is_elsewhere(block: Block, bad: int) -> bool:
    """In a box that holds no standfirst; one that names itself may stand beside the share buttons."""
    flags = block.roles & bad
    return bool(flags) and not (flags == roles.SHARE and roles.of(block.element) & roles.TEASER)


def _is_close(block: Block, layout: Layout) -> bool:
    """After the headline or before the body: a menu may stand between the two."""
    top = layout.headline.index if layout.headline is not None else 0
    return block.index <= top + 40 or block.index >= layout.body_start - 12


def _score(
    block: Block, layout: Layout, descriptions: list[str], title: str | None, authors: list[str]
) -> float:
    agreement = max((_agreement(block.text, d) for d in descriptions), default=0.0)
    if _is_other(block, title, authors) or (len(words(block.text)) < _FEWEST and agreement < 1):
        return 0
    in_body = _is_body_paragraph(block, layout)
    if not in_body and _returns(block, layout):
        return 0
    named = bool(block.roles & roles.TEASER) and not (in_body and _all_named(layout))
    bold = block.bold_chars > 0.9 * len(block.text)
    apart = (
        in_body
        and any(similarity(block.text, d) > 0.9 for d in descriptions)
        and _is_alone(block, layout)
    )
    apart = apart or _is_over_byline(block, layout)
    if in_body and not (named or bold or block.is_heading or apart):
        # an ordinary first paragraph is no standfirst, even if the description repeats it
        return 0
    score = 2.0 * (named or apart) + _set_apart(block, layout, in_body=in_body, bold=bold)
    if agreement > 0.75:
        score += 2.0 if not in_body or block.index <= layout.body_start else 0.5
    if (
        named
        and block.kind in _SUBHEADS
        and layout.headline is not None
        and block.index - layout.headline.index < 4
    ):
        # right under the headline, it beats a summary that only repeats the description
        score += 2.5
    return score if score >= 1.2 else 0


def _is_alone(block: Block, layout: Layout) -> bool:
    """The body opens with one block in a box and a tag of its own; classes prove nothing
    where a page builder numbers them."""
    own = block.element
    rest = [
        b.element
        for b in layout.inside()
        if b.is_strong and b.index > block.index and not b.roles & _BAD
    ][:4]
    apart = all(e.tag != own.tag and e.getparent() is not own.getparent() for e in rest)
    return block.index <= layout.body_start and len(rest) > 2 and apart


def _is_over_byline(block: Block, layout: Layout) -> bool:
    """The first sentence under the headline, with the byline or the date between it and
    the text: that is where papers print a standfirst."""
    if layout.headline is None or not block.is_strong or block.index < layout.headline.index:
        return False
    if any(b.is_strong for b in layout.blocks[layout.headline.index + 1 : block.index]):
        return False
    for other in layout.blocks[block.index + 1 : block.index + 8]:
        if other.is_strong:
            return False
        if other.roles & roles.BYLINE or (other.roles & roles.META and len(other.text) < 160):
            return True
    return False


def _returns(block: Block, layout: Layout) -> bool:
    """The body begins with the same words: a hidden copy, no standfirst of its own."""
    first = layout.blocks[layout.body_start : layout.body_start + 1]
    return any(b is not block and fold(b.text).startswith(fold(block.text)[:80]) for b in first)


_SUBHEADS = ("h2", "h3", "h4")


def _set_apart(block: Block, layout: Layout, *, in_body: bool, bold: bool) -> float:
    """Points for what sets a standfirst off from the text: a heading, a place, bold type."""
    score = 0.0
    if block.kind in _SUBHEADS and len(block.text) > 40 and block.index <= layout.body_start:
        score += 1.5
    if not in_body and block.index < layout.body_start and block.is_strong:
        score += 1.5
    if bold and block.is_strong and block.index <= layout.body_start + 1:
        score += 1.2
    return score


def _is_other(block: Block, title: str | None, authors: list[str]) -> bool:
    """The headline again, a byline, a date line or a path through the site."""
    text = block.text
    if title and (fold(text) == fold(title) or similarity(text, title) > 0.8):
        return True
    if any(fold(text) == fold(a) for a in authors) or (
        block.roles & roles.BYLINE and len(words(text)) < 8
    ):
        return True
    if len(text) < 60 and (_CLOCK.search(text) or (" " not in text.strip() and text.isascii())):
        return True
    return len(text) < 160 and bool(
        _is_signed(text, authors)
        or _STAMP.search(text)
        or _TRAIL.search(text)
        or _asks_reader(text)
    )


def _asks_reader(text: str) -> bool:
    """The site speaks: "Save this article; you need an account for it"."""
    return may_speak(text) and spoken(text).strength > _ASKS


def _is_signed(text: str, authors: list[str]) -> bool:
    """The line begins with "By" and an author's name."""
    before = [fold(text).partition(fold(a))[0].split() for a in authors if fold(a) in fold(text)]
    return any(0 < len(b) < 3 and b[-1].strip(":") in _BY for b in before)


_BY = frozenset(("by", "von", "par", "por", "di", "da", "door", "av", "af", "text", "texte"))
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d\d\b|\b\d{1,2} ?(?:am|pm|uhr)\b", re.IGNORECASE)
_STAMP = re.compile(
    r"\b(?:19|20)\d\d\b.{0,12}\b\d{1,2}[:.]\d\d\b|\b\d{1,2}[:.]\d\d ?(?:am|pm|uhr|ist|gmt|et)\b.*\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_TRAIL = re.compile(r"\S [»›>] \S.* [»›>] \S")


def _all_named(layout: Layout) -> bool:
    """Most paragraphs of the body carry the name, so it says nothing of the first."""
    body = [
        b for b in layout.inside() if b.is_strong and b.kind == "p" and b.index >= layout.body_start
    ][:12]
    return len(body) >= 4 and sum(bool(b.roles & roles.TEASER) for b in body) > 0.6 * len(body)


def _is_body_paragraph(block: Block, layout: Layout) -> bool:
    return (
        layout.core is not None
        and layout.core in block.stack
        and block.kind in ("p", "div")
        and not block.roles & roles.HEADER
    )


def _agreement(text: str, description: str) -> float:
    cut = _CUT.sub("", description)
    if fold(text).startswith(fold(cut)[:60]):
        return 1.0
    return max(similarity(text, description), containment(cut, text) if len(words(cut)) > 6 else 0)


def _fallback(declared: list[Found[str]], layout: Layout, *, walled: bool) -> Found[str] | None:
    """The declared description, if it is printed somewhere and no cut of the body's beginning."""
    beginning = _beginning(layout)
    runs = _runs(beginning)
    once: dict[str, Found[str]] = {}
    for each in declared:
        once.setdefault(each.value, each)
    for found in sorted(once.values(), key=lambda f: bool(_CUT.search(f.value))):
        cut = _CUT.sub("", found.value)
        own = _runs(cut)
        if (
            len(words(cut)) < _FEWEST
            or fold(cut)[:50] in fold(beginning)
            or len(own & runs) > 0.6 * len(own)
        ):
            continue
        if (layout.headline is None and not walled) or _is_printed(cut, layout):
            return Found(_CUT.sub("…", found.value), "description", found.where, found.raw)
    return None


def printed_only(
    considered: list[Found[str]], chosen: Found[str] | None, layout: Layout
) -> list[Found[str]]:
    """The candidates that the public part of the page prints too."""
    return [c for c in considered if c is chosen or _is_printed(_CUT.sub("", c.value), layout)]


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
