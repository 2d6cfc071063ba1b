"""Made papers: pages whose boundary is known because it was put there.

A paper has a language, names for its boxes and furniture that stands on every page of
it; its pages are open or walled, in every shape and place that walls are built in. What
is a wall carries `data-t="w"`, what is reserved `data-t="r"`: attributes that no reader
of pages looks at.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from random import Random

from training.walls.open import furniture, whole
from training.walls.paper import Paper, Parts
from training.walls.shapes import SHAPES
from training.walls.words import LANGUAGES, PROSE, Tongue

SEED = 16
PAPERS = 120
PAGES = 10


@dataclass(frozen=True, slots=True)
class Made:
    """One made page and what is true of it."""

    domain: str
    html: bytes
    shape: str
    walled: bool
    registration: bool
    public: tuple[str, ...]
    """The paragraphs that everybody is shown, in order."""


_BODIES = (
    "article-body",
    "entry-content",
    "post-content",
    "story",
    "content",
    "text",
    "c-1f3a",
    "",
)
_FURNITURE = (
    "newsletter", "related", "comments", "bio", "tags", "locked", "offer", "support", "friend",
    "dialog", "template", "details", "login", "meter", "mail_form", "hidden_menu", "carousel",
)  # fmt: skip


def papers(count: int = PAPERS, seed: int = SEED) -> Iterator[Paper]:
    """Yield made papers; a third of them speak an invented language."""
    for number in range(count):
        dice = Random(f"{seed}-{number}")
        code = None if number % 3 == 0 else dice.choice(LANGUAGES)
        paper = Paper(
            dice,
            Tongue(dice, code),
            f"paper-{number}.made",
            dice.choice(_BODIES),
            plain=dice.random() < 0.4,
        )
        paper.furniture = [f for f in _FURNITURE if dice.random() < 0.3]
        yield paper


def pages(count: int = PAPERS, each: int = PAGES, seed: int = SEED) -> Iterator[Made]:
    """Yield the pages of all made papers, walled and open ones in turn."""
    for paper in papers(count, seed):
        for number in range(each):
            walled = number % 2 == 0
            shape = paper.dice.choice(sorted(SHAPES)) if walled else "open"
            yield page_of(paper, shape, walled=walled)


def page_of(paper: Paper, shape: str, *, walled: bool) -> Made:
    """Return one page of a paper, in one shape."""
    dice = paper.dice
    registration = walled and dice.random() < 0.3
    long = dice.randint(4, 20)
    public = [
        paper.tongue.paragraph() for _ in range(dice.choice([1, 2, 2, 3, 4, 6]) if walled else long)
    ]
    if walled and dice.random() < 0.4:
        public[-1] = _broken(dice, public[-1])
    if not walled and dice.random() < 0.25:
        public.insert(dice.randrange(1, len(public) + 1), " ".join([*paper.tongue.of(PROSE)][:1]))
    parts = SHAPES[shape](paper, public, registration) if walled else whole(paper, public)
    return Made(
        paper.name,
        _document(paper, parts, walled=walled),
        shape,
        walled,
        registration,
        tuple(public),
    )


def _broken(dice: Random, text: str) -> str:
    """A paragraph that ends before its sentence does."""
    cut = text[: max(40, int(len(text) * dice.uniform(0.4, 0.9)))].rsplit(" ", 1)[0]
    return cut + dice.choice(["…", "...", "", " [...]", ":"])


def _declared(paper: Paper, parts: Parts, *, walled: bool) -> str:
    """What a page says of itself; content systems write "free" on walled pages, too."""
    dice = paper.dice
    flags = (
        [None, None, False, False, False, True] if walled else [None, None, None, True, True, False]
    )
    tiers = (
        [None, None, "locked", "metered", "free"]
        if walled
        else [None, None, None, "free", "metered"]
    )
    flag, tier, found = (
        dice.choice(flags),
        dice.choice(tiers),
        "<meta property='og:type' content='article'>",
    )
    if not parts.free:
        flag, tier = None if flag else flag, None if tier == "free" else tier
    flag = False if parts.selector else flag if parts.flag is None else parts.flag
    if flag is not None:
        node: dict[str, object] = {
            "@type": "NewsArticle",
            "headline": "x",
            "isAccessibleForFree": flag,
        }
        if parts.selector:
            node["hasPart"] = {"isAccessibleForFree": False, "cssSelector": parts.selector}
        found += f"<script type='application/ld+json'>{json.dumps(node)}</script>"
    if tier is not None and dice.random() < 0.5:
        found += f"<meta name='article:content_tier' content='{tier}'>"
    return found


def _document(paper: Paper, parts: Parts, *, walled: bool) -> bytes:
    title, around = escape(paper.tongue.headline()), furniture(paper)
    style = f"<style>body{{margin:0}}{parts.css}</style>"
    head = f"<title>{title}</title>{_declared(paper, parts, walled=walled)}{style}"
    nav = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/a'>News</a></li></ul></nav>"
    text = f"<div class='{paper.body}'>{parts.inside}</div>"
    body = (
        f"<header>{nav}{around['top']}</header><main><article><h1>{title}</h1>"
        f"{parts.before}{around['before']}{text}{parts.behind}</article>{around['behind']}</main>"
        f"<footer><p>Imprint</p></footer>{around['far']}{parts.far}"
    )
    language = paper.tongue.code or "xx"
    return f"<!doctype html><html lang='{language}'><head>{head}</head><body>{body}</body></html>".encode()
