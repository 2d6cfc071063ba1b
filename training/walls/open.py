"""Open pages: whole texts, what walls are mistaken for, and what stands on every page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape

from training.walls.paper import WALL_NAMES, Paper, Parts, box, more, tags
from training.walls.words import METERS, OFFERS, SUPPORT, knows_readers


def whole(paper: Paper, public: list[str]) -> Parts:
    """Return a whole text, and among it what walls are mistaken for."""
    dice = paper.dice
    amid = dice.choice(sorted(AMID)) if dice.random() < 0.7 else ""
    piece, css = AMID[amid](paper) if amid else ("", "")
    middle = dice.randrange(1, max(2, len(public)))
    inside = tags(public[:middle]) + piece + tags(public[middle:])
    if dice.random() < 0.3:
        table = dice.choice([OFFERS, SUPPORT])
        inside += box(paper, paper.tongue.of(table), "support", "membership", "offer")
    far = _shown_template(paper) if len(public) > 7 and dice.random() < 0.2 else ""
    sold = amid == "wall"
    found = Parts(inside, css=css, far=far, flag=True if sold else None)
    if sold:
        return found
    return _held_whole(paper, found) if dice.random() < 0.25 else found


def _shown_template(paper: Paper) -> str:
    """A dialog that a style sheet of another file hides, or a script takes away."""
    lines = paper.tongue.wall()
    return f"<div class='{paper.called('modal', 'overlay', 'popup')}'>{box(paper, lines, *WALL_NAMES)}</div>"


def _held_whole(paper: Paper, found: Parts) -> Parts:
    """All of the text stands in what is declared or named: that says whether, never where."""
    name = paper.dice.choice(
        ["paywall", "premium-content", "content-body", "article-paid", "regwalled"]
    )
    lead = f"<p class='standfirst'>{escape(paper.tongue.sentence()[:200])}</p>"
    inside = f"<div class='{name}'>{found.inside}</div>"
    return replace(
        found,
        inside=inside,
        before=lead if paper.dice.random() < 0.5 else "",
        selector=f".{name}" if paper.dice.random() < 0.6 else "",
    )


def _hidden_amid(paper: Paper, how: str) -> tuple[str, str]:
    name = paper.called("tab", "slide", "panel", "more", "readmore")
    lines = [paper.tongue.paragraph() for _ in range(paper.dice.choice([1, 2, 4]))]
    if how == "style":
        return f"<div style='display:none'>{tags(lines)}</div>", ""
    return f"<div class='{name}'>{tags(lines)}</div>", f".{name}{{{how}}}"


def _template_amid(paper: Paper) -> tuple[str, str]:
    how = paper.dice.choice([" style='display:none'", " hidden", ""])
    name = "hidden" if not how else paper.called(*WALL_NAMES)
    return f"<div class='{name}'{how}>{tags(paper.tongue.wall())}</div>", ""


def _amid_wall(paper: Paper) -> str:
    """A wall's box on a page that says it is free, and the text goes on."""
    return box(paper, paper.tongue.wall(), *WALL_NAMES)


def _amid_part(paper: Paper) -> str:
    """A box that sells one part of the text: it knows none of its readers."""
    for _ in range(8):
        lines = paper.tongue.wall()
        if not knows_readers(lines):
            return box(paper, lines, "premium-content", "offer", "box")
    return ""


def _counter(paper: Paper) -> tuple[str, str]:
    """A counter with an offer, as it stands on every page of a paper that counts."""
    count = paper.tongue.of(METERS, n=paper.dice.randint(1, 4))
    return box(paper, [count[0], *paper.tongue.of(OFFERS)], "meter", "counter", "offer"), ""


def _card(paper: Paper) -> tuple[str, str]:
    """A link to another, locked article."""
    label = escape(paper.tongue.wall()[0][:40])
    name = paper.called("inline-card", "teaser", "read-also")
    return (
        f"<div class='{name}'><span>{label}</span><a href='/o'>{escape(paper.tongue.headline())}</a></div>",
        "",
    )


AMID: dict[str, Callable[[Paper], tuple[str, str]]] = {
    "offer": lambda p: (box(p, p.tongue.of(OFFERS), "subscribe-banner", "promo", "offer"), ""),
    "friend": lambda p: (box(p, p.tongue.friend(), "promo", "newsletter", "box"), ""),
    "template": _template_amid,
    "wall": lambda p: (_amid_wall(p), ""),
    "part": lambda p: (_amid_part(p), ""),
    "counter": _counter,
    "card": _card,
    "hidden": lambda p: _hidden_amid(p, "style"),
    "styled": lambda p: _hidden_amid(p, "display:none"),
    "folded": lambda p: (
        f"<details><summary>{escape(p.tongue.words(2, 5))}</summary>{tags(more(p))}</details>",
        "",
    ),
}


def furniture(paper: Paper) -> dict[str, str]:
    """Return what stands on every page of a paper, by place."""
    tongue, dice = paper.tongue, paper.dice
    found = {"top": "", "before": "", "behind": "", "far": ""}
    headlines = [tongue.headline() for _ in range(4)]
    linked = "".join(
        f"<h3><a href='/{n}'>{escape(h)}</a></h3><p>{escape(tongue.sentence())}</p>"
        for n, h in enumerate(headlines)
    )
    label = escape(tongue.wall()[0][:40])
    pieces = {
        "newsletter": ("behind", box(paper, tongue.friend(), "newsletter-box", "nl")),
        "related": ("behind", f"<section class='{paper.called('related', 'teasers')}'>{linked}</section>"),
        "comments": ("behind", f"<section class='{paper.called('comments', 'discussion')}'>{tags(tongue.friend())}<a href='/login'>{escape(tongue.words(1, 2))}</a></section>"),
        "bio": ("behind", f"<div class='{paper.called('author-bio', 'about')}'>{tags([tongue.sentence()])}</div>"),
        "tags": ("behind", f"<ul class='tags'><li><a href='/t'>{escape(tongue.words(1, 2))}</a></li></ul>"),
        "locked": ("behind", f"<div><span>{label}</span><h3><a href='/o'>{escape(headlines[0])}</a></h3></div>"),
        "offer": (dice.choice(["behind", "behind", "before"]), box(paper, tongue.of(OFFERS), "offer", "subscribe-footer")),
        "support": ("behind", box(paper, tongue.of(SUPPORT), "support", "membership")),
        "friend": (dice.choice(["behind", "before"]), box(paper, tongue.friend(), "box", "promo")),
        "dialog": ("far", f"<div class='modal' style='display:none'>{tags(tongue.wall())}<button>OK</button></div>"),
        "template": ("far", f"<div class='{paper.called('paywall')}' hidden>{tags(tongue.wall())}</div>"),
        "details": ("behind", f"<details><summary>{escape(tongue.words(2, 4))}</summary>{tags([tongue.paragraph()])}</details>"),
        "login": ("top", f"<p><a href='/login'>{escape(tongue.wall()[-1])}</a></p>"),
        "meter": (dice.choice(["top", "before", "behind", "far"]), f"<div class='{paper.called('meter', 'counter')}'><p>{escape(tongue.of(METERS, n=dice.randint(1, 4))[0])}</p></div>"),
        "mail_form": ("before", f"<form class='{paper.called('newsletter', 'signup')}'><p>{escape(tongue.friend()[0])}</p><input type='email'><button>OK</button></form>"),
        "hidden_menu": ("top", f"<div hidden>{tags([tongue.sentence()])}</div>"),
        "carousel": ("behind", f"<div class='slides'><div style='display:none'>{tags([tongue.sentence() for _ in range(3)])}</div></div>"),
    }  # fmt: skip
    for name in paper.furniture:
        place, piece = pieces[name]
        found[place] += piece
    return found
