"""Candidates for the authors, and the signs by which a learned model ranks them.

A candidate is what one declaration or one printed line names, cut into names. Its signs
say where it stands, in what form, and who else says the same; none is a decision.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from pipelines.access.public import PublicDocument as Document, PublicLayout as Layout
from pipelines.fields.authors import around, declared, ordinary, others, printed_byline
from pipelines.fields.authors.names import is_agency, is_person
from pipelines.layout import roles
from pipelines.layout.blocks import Block
from pipelines.learned import trees
from pipelines.learned.weights import load
from pipelines.model import Found
from pipelines.page.words import fold

_PLAIN_METAS = ("author", "article:author", "parsely-author", "sailthru.author", "byl")
_IN = {
    "byline": roles.BYLINE,
    "meta": roles.META,
    "caption": roles.CAPTION,
    "author box": roles.AUTHORBOX,
    "aside": roles.ASIDE | roles.RELATED,
    "card": roles.CARD,
    "header": roles.HEADER,
    "kicker": roles.KICKER,
    "teaser": roles.TEASER,
    "share": roles.SHARE | roles.TAGS,
    "chrome": roles.NAV | roles.FOOT | roles.AD | roles.NEWSLETTER | roles.COMMENT,
    "hidden": roles.HIDDEN | roles.SOFT_HIDDEN,
}


_NO_BYLINE = _IN["chrome"] | _IN["hidden"] | _IN["share"] | _IN["caption"]
_OF_FACTS = roles.META | roles.BYLINE | roles.AUTHORBOX
"""Boxes in which names without any mark are no byline, and boxes that speak for one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Names that may be the authors, and where they were found."""

    form: str
    """`article`, `plain meta`, `other meta`, or a form of `printed_byline.FORMS`."""
    found: Found[list[str]]
    block: Block | None = None
    """The line that prints them; None where they are declared."""


def candidates(document: Document, layout: Layout) -> list[Candidate]:
    """Return every candidate, declared ones first; without those of whom the page says that
    they did something else, where anybody is left."""
    sites = declared.sites_of(document)
    said = [Candidate(_form(f), f) for f in declared.find(document, sites) if f.value]
    lines = [n for n in printed_byline.find(layout, sites) if not _is_boxed_off(n, layout)]
    found = [*said, *(Candidate(n.form, n.found, n.block) for n in lines if n.found.value)]
    away = others.names(layout) if any(len(c.found.value) > 1 for c in found) else frozenset()
    return [_without(each, away) for each in found] if away else found


def _is_boxed_off(line: printed_byline.Line, layout: Layout) -> bool:
    """Tell whether names without any mark stand in a box, and not in the headline's, that is
    none of a byline: a menu, buttons, what is hidden or belongs to a picture. A box called
    after facts of the article as well may hold them beside its buttons."""
    shared = layout.headline.roles if layout.headline is not None else 0
    own = line.block.roles & ~shared
    return line.form == "bare" and bool(own & _NO_BYLINE) and not own & _OF_FACTS


def _without(each: Candidate, away: frozenset[str]) -> Candidate:
    left = [n for n in each.found.value if fold(n) not in away]
    return replace(each, found=replace(each.found, value=left)) if left else each


def _form(found: Found[list[str]]) -> str:
    if found.source == "json-ld":
        return "article"
    return "plain meta" if found.where in _PLAIN_METAS else "other meta"


def signs(found: list[Candidate], document: Document, layout: Layout) -> list[dict[str, float]]:
    """Return the signs of each candidate."""
    keys = [frozenset(map(fold, c.found.value)) for c in found]
    zone = [fold(b.text) for b in head_lines(layout) if len(b.text) < 300]
    known = ordinary.words_of(layout)
    return [
        {
            **_source(each, found),
            **_names(each),
            "ordinary words": ordinary.share(each.found.value, known),
            "lines with name": around.printed(each.found.value, layout),
            "of site": around.of_site(each.found.value, document),
            **around.signs(each.block, each.found.value, each.found.raw, layout),
            **_agreement(place, found, keys, zone),
            **_place(each.block, layout),
            **_line(each),
        }
        for place, each in enumerate(found)
    ]


def head_lines(layout: Layout) -> list[Block]:
    """The lines around the headline, without what names the paper: links over it, the foot."""
    top = layout.headline.index if layout.headline is not None else 0
    return [
        b
        for b in layout.head_zone
        if not (b.index < top and b.link_share > _LINKED) and not b.roles & roles.FOOT
    ]


_LINKED = 0.9
"""Share of link text from which a line is a link."""


def _source(each: Candidate, found: list[Candidate]) -> dict[str, float]:
    forms = ("article", "plain meta", "other meta", *printed_byline.FORMS)
    same = [c for c in found if c.form == each.form]
    return {
        **{f"is {f}": float(each.form == f) for f in forms},
        "first of its form": float(same[0] is each),
        "of its form": min(len(same), 6),
        "anything declared": float(any(c.block is None for c in found)),
        "article declared": float(any(c.form == "article" for c in found)),
        "anything by": float(any(c.form.startswith("by") for c in found)),
        "anything marked": float(any(c.form == "marked" for c in found)),
        "candidates": min(len(found), 8),
    }


def _names(each: Candidate) -> dict[str, float]:
    names = each.found.value
    words = [len(n.split()) for n in names]
    cased = [n for n in names if n[:1].isalpha() and n[:1].lower() != n[:1].upper()]
    return {
        "names": min(len(names), 6),
        "persons": sum(map(is_person, names)) / len(names),
        "agencies": sum(map(is_agency, names)) / len(names),
        "words": min(8, sum(words) / len(names)),
        "single words": float(all(w == 1 for w in words)),
        "lower case": float(any(n[:1].islower() for n in names)),
        "capitals": float(any(n.isupper() for n in names)),
        "uncased": float(not cased),
        "digits": float(any(c.isdigit() for n in names for c in n)),
        "address": float(any("." in n[:-1].replace(". ", "") or "@" in n for n in names)),
    }


def _agreement(
    place: int, found: list[Candidate], keys: list[frozenset[str]], zone: list[str]
) -> dict[str, float]:
    own = keys[place]
    others = [(c, k) for i, (c, k) in enumerate(zip(found, keys, strict=True)) if i != place]
    said = [k for c, k in others if c.block is None]
    lines = [k for c, k in others if c.block is not None]
    return {
        "said as well": float(any(k == own for k in said)),
        "printed as well": float(any(k == own for k in lines)),
        "others that say it": min(4, sum(k == own for _, k in others)),
        "more is said": float(any(k > own for k in said)),
        "more is printed": float(any(k > own for k in lines)),
        "less is said": float(any(k < own for k in said)),
        "less is printed": float(any(k < own for k in lines)),
        "another is said": float(any(not k & own for k in said)),
        "another is printed": float(any(not k & own for k in lines)),
        "stands at headline": sum(any(n in text for text in zone) for n in own) / len(own),
    }


_NOWHERE = {"is printed", "to headline", "above", "sentences above", "in container", "in core", "linked", "heading", "below text", "bold", "button"}  # fmt: skip


def _place(block: Block | None, layout: Layout) -> dict[str, float]:
    if block is None:
        return dict.fromkeys(sorted(_NOWHERE), 0.0) | {f"in {n}": 0.0 for n in _IN}
    top = layout.headline.index if layout.headline is not None else layout.body_start
    shared = layout.headline.roles if layout.headline is not None else 0
    between = layout.blocks[min(top, block.index) : max(top, block.index)]
    return {
        "is printed": 1.0,
        "to headline": max(-8, min(block.index - top, 30)),
        "above": float(block.index < top),
        "sentences above": min(6, sum(b.is_strong for b in between)),
        "in container": float(layout.container is not None and layout.container in block.stack),
        "in core": float(layout.core is not None and layout.core in block.stack),
        "linked": block.link_share,
        "heading": float(block.is_heading),
        "below text": float(block.index > layout.body_start),
        "bold": min(1.0, block.bold_chars / len(block.text)),
        "button": float(block.buttons > 0),
        **{f"in {n}": float(bool(block.roles & f & ~shared)) for n, f in _IN.items()},
    }


def _line(each: Candidate) -> dict[str, float]:
    """What else the line says."""
    raw = each.found.raw
    length = sum(map(len, each.found.value))
    near = each.block is not None
    return {
        "says by": float(near and printed_byline.says_by(raw)),
        "is dated": float(near and printed_byline.is_stamp(raw)),
        "names of line": min(1.0, length / (len(raw) or 1)),
        "colon": float(":" in raw),
        "line": min(200, len(raw)) if near else 0.0,
        "paragraph": float(each.block is not None and each.block.element.tag == "p"),
        "list item": float(each.block is not None and each.block.kind == "li"),
    }


def surer(
    found: list[Candidate],
    chosen: Found[list[str]] | None,
    document: Document,
    layout: Layout,
) -> Found[list[str]] | None:
    """Return the candidate of which the model is surer than of the chosen one, by far; where
    none is chosen, one of which it is sure enough. None: the choice stands."""
    names = [c.found.value for c in found]
    if not found or (chosen is not None and len({tuple(map(fold, n)) for n in names}) == 1):
        return None
    asked = model()
    likely = asked.trees.scores([asked.trees.row(s) for s in signs(found, document, layout)])
    place = overruling(
        names, likely.tolist(), chosen.value if chosen else [], asked.least, asked.lead
    )
    return None if place is None else found[place].found


def overruling(
    names: list[list[str]], likely: list[float], chosen: list[str], least: float, lead: float
) -> int | None:
    """Return the place of the candidate that goes before the chosen names, if any does.

    `likely` is the F1 that each candidate is expected to reach; where none is chosen, `least`
    is asked of it, else `lead` more than of the chosen one.
    """
    if not chosen:
        best = max(range(len(names)), key=lambda i: likely[i], default=None)
        return best if best is not None and likely[best] >= least else None
    same = [v for n, v in zip(names, likely, strict=True) if n == chosen]
    others = [i for i, n in enumerate(names) if not _says_less(n, chosen)]
    if not same or not others:
        return None
    best = max(others, key=lambda i: likely[i])
    return best if likely[best] > max(same) + lead else None


def _says_less(names: list[str], chosen: list[str]) -> bool:
    """Some of the persons that are chosen, or an account in lower case for a name: whatever
    the model expects, it tells nothing that speaks against the choice."""
    own, all_of = set(map(fold, names)), set(map(fold, chosen))
    if own < all_of:
        return all(map(is_person, chosen))
    return _is_account(names) and not _is_account(chosen)


def _is_account(names: list[str]) -> bool:
    return not any(c.isupper() or not c.isascii() for n in names for c in n)


@dataclass(frozen=True, slots=True)
class Model:
    """Trees that say what F1 a candidate's names will reach."""

    trees: trees.Trees
    least: float
    """F1 from which a candidate is taken where the rules chose none."""
    lead: float
    """How much surer the model must be to overrule them."""


@cache
def model() -> Model:
    """Return the model as it was trained; read once in a process."""
    stored = load("byline")
    return Model(trees.of(stored["forest"]), float(stored["least"]), float(stored["lead"]))
