"""Made papers: pages whose boundary is known because it was put there.

A paper has a language, names for its boxes and furniture that stands on every page of
it; its pages are open or walled, in every shape and place that walls are built in. What
is a wall carries `data-t="w"`, what is reserved `data-t="r"`: attributes that no reader
of pages looks at.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from html import escape
from random import Random

from tests.walls import VENDORS
from training.walls.words import LANGUAGES, METERS, OFFERS, PROSE, SUPPORT, Tongue, knows_readers

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


@dataclass(slots=True)
class Paper:
    """How one made paper builds its pages."""

    dice: Random
    tongue: Tongue
    name: str
    body: str
    plain: bool
    """Its class names tell nothing."""
    furniture: list[str] = field(default_factory=list)

    def called(self, *names: str) -> str:
        """Return a class for a box: what it is, or letters that tell nothing."""
        if self.plain or self.dice.random() < 0.3:
            return f"c{self.dice.randrange(16**5):05x}"
        return self.dice.choice(names)


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
    parts = SHAPES[shape](paper, public, registration) if walled else _open(paper, public)
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


@dataclass(frozen=True, slots=True)
class Parts:
    """The pieces of a page: before, in and behind the box of the text; far; styles."""

    inside: str
    before: str = ""
    behind: str = ""
    far: str = ""
    css: str = ""
    selector: str = ""
    """Selector of a part that the page declares not free."""
    flag: bool | None = None
    """What the page must declare; None: anything."""
    free: bool = True
    """The page may declare itself free."""


def tags(lines: list[str] | tuple[str, ...], attributes: str = "") -> str:
    """Return lines as paragraphs."""
    return "".join(f"<p{attributes}>{escape(line)}</p>" for line in lines)


def box(paper: Paper, lines: list[str], *names: str, tag: str = "div", more: str = "") -> str:
    """Return lines as a box; its last one is what can be pressed."""
    dice = paper.dice
    head = dice.choice(["h2", "h3", "h4", "p", "strong", "div"])
    press = dice.choice(
        ["<a href='/subscribe'>{}</a>", "<button>{}</button>", "<a href='/offer'>{}</a>",
         "<p><a href='/login'>{}</a></p>", "<a class='btn' href='#'>{}</a>"]
    )  # fmt: skip
    inside = f"<{head}>{escape(lines[0])}</{head}>" + tags(lines[1:-1])
    if len(lines) > 1:
        inside += press.format(escape(lines[-1]))
    elif dice.random() < 0.7:
        inside += press.format(escape(paper.tongue.words(1, 2)))
    if dice.random() < 0.3:
        inside = f"<div>{inside}</div>"
    name = paper.called(*names)
    return f"<{tag} class='{name}'{more}>{inside}</{tag}>"


W = " data-t='w'"
R = " data-t='r'"
_WALL = (
    "paywall",
    "subscription-wall",
    "premium-box",
    "gate",
    "locked",
    "offer-box",
    "abo-box",
    "regwall",
)


def _wall(paper: Paper, registration: bool, *, tag: str = "div", more: str = "") -> str:
    lines = paper.tongue.wall(registration=registration)
    return box(paper, lines, *_WALL, tag=tag, more=W + more)


def _rest(paper: Paper) -> list[str]:
    return [paper.tongue.paragraph() for _ in range(paper.dice.choice([1, 2, 3, 4, 6, 9]))]


def _behind(paper: Paper, public: list[str], registration: bool) -> Parts:
    return Parts(
        tags(public)
        + _wall(paper, registration, tag=paper.dice.choice(["div", "section", "aside"]))
    )


def _outside(paper: Paper, public: list[str], registration: bool) -> Parts:
    return Parts(
        tags(public), behind=_wall(paper, registration, tag=paper.dice.choice(["div", "aside"]))
    )


def _lines(paper: Paper, public: list[str], registration: bool) -> Parts:
    said = paper.tongue.wall(registration=registration)
    link = f"<p{W}><a href='/login'>{escape(said[-1])}</a></p>" if len(said) > 1 else ""
    return Parts(tags(public) + tags(said[:-1] if link else said, W) + link)


def _form(paper: Paper, public: list[str], registration: bool) -> Parts:
    said = " ".join(paper.tongue.wall(registration=registration))
    form = f"<form{W}><p>{escape(said)}</p><input name='e'><input type='password'><button>OK</button></form>"
    return Parts(tags(public) + form)


def _dialog(paper: Paper, public: list[str], registration: bool) -> Parts:
    tag = paper.dice.choice(["dialog open", "div role='dialog'", "div"])
    lines = paper.tongue.wall(registration=registration)
    inner = box(paper, lines, *_WALL)
    far = (
        f"<{tag} class='{paper.called('modal', 'overlay', 'popup')}'{W}>{inner}</{tag.split()[0]}>"
    )
    return Parts(tags(public), far=far)


def _dialog_and_hidden(paper: Paper, public: list[str], registration: bool) -> Parts:
    found = _dialog(paper, public, registration)
    hide = paper.dice.choice(["display:none", "visibility:hidden", "max-height:0;overflow:hidden"])
    name = paper.called("rest", "more", "article-rest")
    rest = f"<div class='{name}'{R}>{tags(_rest(paper))}</div>"
    return Parts(found.inside + rest, far=found.far, css=f".{name}{{{hide}}}")


def _hidden_rest(paper: Paper, public: list[str], registration: bool) -> Parts:
    dice = paper.dice
    how = dice.choice(["style='display:none'", "hidden", "class='hidden'", "aria-hidden='true'",
                       "style='max-height:0;overflow:hidden'", "style='opacity:0'"])  # fmt: skip
    rest = f"<div {how}{R}>{tags([*_rest(paper), *_rest(paper)])}</div>"
    if dice.random() < 0.3:
        return Parts(tags(public) + rest, flag=False)  # no wall: a script puts it there
    wall = _wall(paper, registration)
    return Parts(tags(public) + (rest + wall if dice.random() < 0.5 else wall + rest))


def _styled_rest(paper: Paper, public: list[str], registration: bool) -> Parts:
    hide = paper.dice.choice(
        ["display:none", "filter:blur(6px)", "opacity:0", "visibility:hidden",
         "position:absolute;left:-9999px", "height:0;overflow:hidden"]
    )  # fmt: skip
    name = paper.called("rest", "locked-part", "premium-rest")
    rest = f"<div class='{name}'{R}>{tags(_rest(paper))}</div>"
    wall = _wall(paper, registration)
    return Parts(tags(public) + rest + wall, css=f".{name}{{{hide}}}")


def _faded(paper: Paper, public: list[str], registration: bool) -> Parts:
    name = paper.called("fade", "teaser-text", "excerpt", "is-locked")
    css = (
        f".{name}{{max-height:{paper.dice.choice([320, 480, 600])}px;overflow:hidden;"
        "-webkit-mask-image:linear-gradient(#000,transparent)}"
    )
    return Parts(f"<div class='{name}'>{tags(public)}</div>" + _wall(paper, registration), css=css)


def _shown_rest(paper: Paper, public: list[str], registration: bool) -> Parts:
    name = paper.called("premium-content", "paid", "members-only")
    rest = f"<div class='{name}'{R}>{tags(_rest(paper))}</div>"
    flag = False if paper.dice.random() < 0.6 else None
    return Parts(tags(public) + _wall(paper, registration) + rest, flag=flag, free=registration)


def _scrambled(paper: Paper, public: list[str], registration: bool) -> Parts:
    name = paper.dice.choice(["blurred", "blur", "is-blurred blur-text"])
    rest = tags(_rest(paper), f" class='{name}'{R}")
    return Parts(tags(public) + rest + _wall(paper, registration))


def _before(paper: Paper, public: list[str], registration: bool) -> Parts:
    del public[2:]
    public[:] = [p[:240] for p in public]
    return Parts(tags(public), before=_wall(paper, registration))


def _before_full(paper: Paper, public: list[str], registration: bool) -> Parts:
    """All of the text stands behind the wall: nothing is public."""
    public.clear()
    return Parts(tags([*_rest(paper), *_rest(paper)], R), before=_wall(paper, registration))


def _before_hidden(paper: Paper, public: list[str], registration: bool) -> Parts:
    public.clear()
    how = paper.dice.choice(["style='display:none'", "hidden", "class='hidden'"])
    rest = f"<div {how}{R}>{tags(_rest(paper))}</div>"
    return Parts(rest, before=_wall(paper, registration))


def _inline(paper: Paper, public: list[str], registration: bool) -> Parts:
    said = paper.tongue.wall(registration=registration)
    wall = f"<span{W}>{escape(' '.join(said[:2]))}</span>"
    link = f" <a href='/subscribe'{W}>{escape(said[-1])}</a>" if len(said) > 2 else ""
    last = public[-1] if public[-1].endswith((".", "…", "।", "。")) else public[-1] + "."
    public[-1] = last
    return Parts(f"{tags(public[:-1])}<p>{escape(last)} {wall}{link}</p>")


def _hidden_wall(paper: Paper, public: list[str], registration: bool) -> Parts:
    how = paper.dice.choice([" style='display:none'", " hidden"])
    return Parts(tags(public) + _wall(paper, registration, more=how))


def _amid_container(paper: Paper, public: list[str], registration: bool) -> Parts:
    """Behind the wall, in the same box, stand the rules for comments, an imprint, teasers."""
    tongue = paper.tongue
    rules = box(paper, [tongue.words(2, 4), tongue.paragraph()], "comment-rules", "notice")
    cards = "".join(
        f"<h3><a href='/{n}'>{escape(tongue.headline())}</a></h3><p>{escape(tongue.sentence())}</p>"
        for n in range(3)
    )
    return Parts(
        tags(public)
        + _wall(paper, registration)
        + rules
        + f"<div class='{paper.called('more', 'related')}'>{cards}</div>"
    )


def _runs_on(paper: Paper, public: list[str], registration: bool) -> Parts:
    cards = "".join(
        f"<li><a href='/{n}'>{escape(paper.tongue.headline())}</a></li>" for n in range(4)
    )
    wall = _wall(paper, registration)
    return Parts(
        tags(public)
        + f"<div class='{paper.called('after', 'bottom')}'>{wall}<ul>{cards}</ul></div>"
    )


def _vendor(paper: Paper, public: list[str], registration: bool) -> Parts:
    rest = f"<div{R}>{tags(_rest(paper))}</div>"
    drawn = VENDORS[paper.dice.choice(sorted(VENDORS))]
    wall = drawn.format(rest=rest) if "{rest}" in drawn else f"<div{W}>{drawn}</div>"
    return Parts(tags(public) + wall)


def _selector(paper: Paper, public: list[str], registration: bool) -> Parts:
    """The rest is shown and declared not free, with or without a wall."""
    name = paper.called("rest", "paywall", "premium", "regwalled", "article-rest")
    rest = tags(_rest(paper), f" class='{name}'{R}")
    wall = _wall(paper, registration) if paper.dice.random() < 0.4 else ""
    return Parts(tags(public) + wall + rest, selector=f".{name}")


def _marker(paper: Paper, public: list[str], registration: bool) -> Parts:
    name = paper.dice.choice(["js-paywall-divider", "paywall-marker", "premium-content-start"])
    return Parts(tags(public) + f"<div class='{name}'></div>" + tags(_rest(paper), R), flag=False)


def _named(paper: Paper, public: list[str], registration: bool) -> Parts:
    """A part named for those who pay, on a page that says it is not free."""
    name = paper.dice.choice(["paywall", "premium-content", "subscriber-only", "paid-content"])
    if paper.dice.random() < 0.5:
        rest = tags(_rest(paper), f" class='{name}'{R}")
    else:
        rest = f"<div class='{name}'{R}>{tags(_rest(paper))}</div>"
    return Parts(tags(public) + rest, flag=False)


SHAPES = {
    "vendor": _vendor, "selector": _selector, "marker": _marker, "named": _named,
    "behind": _behind, "outside": _outside, "lines": _lines, "form": _form, "dialog": _dialog,
    "dialog_and_hidden": _dialog_and_hidden, "hidden_rest": _hidden_rest, "styled_rest": _styled_rest,
    "faded": _faded, "shown_rest": _shown_rest, "scrambled": _scrambled, "before": _before,
    "before_hidden": _before_hidden, "before_full": _before_full, "inline": _inline, "hidden_wall": _hidden_wall,
    "amid_container": _amid_container, "runs_on": _runs_on,
}  # fmt: skip


def _open(paper: Paper, public: list[str]) -> Parts:
    """A whole text, and among it what walls are mistaken for."""
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
    return f"<div class='{paper.called('modal', 'overlay', 'popup')}'>{box(paper, lines, *_WALL)}</div>"


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
    name = "hidden" if not how else paper.called(*_WALL)
    return f"<div class='{name}'{how}>{tags(paper.tongue.wall())}</div>", ""


def _amid_wall(paper: Paper) -> str:
    """A wall's box on a page that says it is free, and the text goes on."""
    return box(paper, paper.tongue.wall(), *_WALL)


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
        f"<details><summary>{escape(p.tongue.words(2, 5))}</summary>{tags(_rest(p))}</details>",
        "",
    ),
}


def _furniture(paper: Paper) -> dict[str, str]:
    """What stands on every page of a paper, by place."""
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
    title, around = escape(paper.tongue.headline()), _furniture(paper)
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
