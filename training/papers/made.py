"""Made papers: many pages of a few templates, whose walls and furniture are known.

They speak invented languages, so that no word tells, or real ones. What is a wall carries
`data-t="w"`, what is furniture amid or behind the text `data-t="f"`, what is the article's
`data-t="a"`: attributes that no reader of pages looks at.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from random import Random

from training.walls.words import OFFERS, Tongue

SEED = 22
PAPERS, PAGES = 20, 100
_TAGS = ("div", "section", "div", "aside", "p")
_BODIES = ("div", "section", "article", "div")


@dataclass(frozen=True, slots=True)
class Made:
    """One made page and what is true of it."""

    paper: str
    url: str
    html: bytes
    walled: bool
    public: tuple[str, ...]
    """The paragraphs that everybody is shown, in order."""


@dataclass(slots=True)
class Box:
    """One box of a paper: the same words on every page that has it."""

    html: str
    letter: str


@dataclass(slots=True)
class Template:
    """How one layout of a paper is built."""

    names: Callable[[str], str]
    body: str
    depth: int
    head: str
    inside: bool
    """The wall stands in the box of the text, not behind it."""
    wall_first: bool
    """Other boxes stand behind the wall, not before it."""


@dataclass(slots=True)
class Paper:
    """One made paper."""

    name: str
    dice: Random
    tongue: Tongue
    templates: list[Template]
    walled: float
    """Share of the pages that are cut."""
    breaks: float
    """Share of the cut pages whose last sentence breaks off."""
    declares: float
    """Share of the cut pages that declare themselves not free."""
    longest: int
    """Paragraphs of the longest text that is shown before the wall."""
    briefs: float
    """Share of the open pages that are short."""
    background: tuple[str, ...] = ()
    """Paragraphs that articles of one matter share: what came before, told again each time."""
    walls: list[list[Box]] = field(default_factory=list)
    """The wall of each template, in each wording."""
    boxes: dict[str, list[Box]] = field(default_factory=dict)
    """What else stands on pages, by template, named by when it stands there."""


def papers(
    count: int = PAPERS, seed: int = SEED, tongues: Sequence[str | None] = (None,)
) -> Iterator[Paper]:
    """Yield made papers; every third changes its layout in the middle. None is an invented
    language."""
    for number in range(count):
        dice = Random(f"{seed}-paper-{number}")
        templates = [_template(dice) for _ in range(2 if number % 3 == 0 else 1)]
        paper = Paper(
            f"blatt-{number}.made",
            dice,
            Tongue(dice, dice.choice(tongues)),
            templates,
            walled=dice.choice([0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.0]),
            breaks=dice.choice([0.0, 0.2, 0.6, 1.0]),
            declares=dice.choice([0.0, 0.0, 0.5, 1.0]),
            longest=dice.choice([1, 2, 3, 4]),
            briefs=dice.choice([0.0, 0.1, 0.3]),
        )
        paper.background = _background(f"{seed}-background-{number}", paper)
        wordings = dice.choice([1, 1, 1, 2])
        paper.walls = [
            [_box(paper, t, "w", _wall_lines(paper)) for _ in range(wordings)] for t in templates
        ]
        for kind in WHEN:
            if dice.random() < 0.45:
                paper.boxes[kind] = [_box(paper, t, "f", _lines(paper, kind)) for t in templates]
        yield paper


def _background(seed: str, paper: Paper) -> tuple[str, ...]:
    dice = Random(seed)
    tongue = Tongue(dice, paper.tongue.code)
    return tuple(tongue.paragraph() for _ in range(dice.choice([0, 0, 3, 5])))


def _template(dice: Random) -> Template:
    plain, known = dice.random() < 0.7, {}

    def names(word: str) -> str:
        if word not in known:
            known[word] = "".join(dice.choice("bcdfghjklmnpqrstvwxz") for _ in range(5))
        return known[word] if plain else word

    return Template(
        names,
        dice.choice(_BODIES),
        dice.randrange(3),
        dice.choice(["header", "div", ""]),
        inside=dice.random() < 0.5,
        wall_first=dice.random() < 0.7,
    )


def _wall_lines(paper: Paper) -> list[str]:
    tongue, dice = paper.tongue, paper.dice
    if tongue.code is not None:
        return tongue.wall()
    lines = [tongue.words(3, 8)]
    if dice.random() < 0.6:
        lines.append(tongue.words(8, 22) + ".")
    return [*lines, tongue.words(1, 3)]


def _lines(paper: Paper, kind: str) -> list[str]:
    tongue, dice = paper.tongue, paper.dice
    if kind in ("bio", "notice"):
        return [tongue.sentence()]
    if tongue.code is not None and dice.random() < _OFFERS:
        return tongue.of(OFFERS) if dice.random() < _OFFERS else tongue.friend()
    lines = [tongue.words(2, 7), tongue.words(6, 20) + "."]
    return [*lines[: dice.choice([1, 2])], tongue.words(1, 3)]


_OFFERS = 0.6


def _box(paper: Paper, template: Template, letter: str, lines: list[str]) -> Box:
    dice = paper.dice
    letters = "".join(dice.choice("abcdefgh") for _ in range(4))
    name = template.names(f"{dice.choice(['box', 'offer', 'hinweis', 'promo'])}-{letters}")
    tag = dice.choice(["div", "section", "aside", "div"]) if letter == "f" else "div"
    head = dice.choice(["h3", "p", "strong", "div", "h2"])
    inside = f"<{head}>{escape(lines[0])}</{head}>"
    inside += "".join(f"<p>{escape(line)}</p>" for line in lines[1:-1])
    if len(lines) > 1:
        inside += dice.choice(
            ["<a href='/x'>{}</a>", "<button>{}</button>", "<p><a href='/y'>{}</a></p>"]
        ).format(escape(lines[-1]))
        if letter == "f" and dice.random() < 0.3:
            inside += "<form><input type='email'></form>"
    return Box(f"<{tag} class='{name}' data-t='{letter}'>{inside}</{tag}>", letter)


WHEN: dict[str, Callable[[Paper, bool, int], bool]] = {
    "every": lambda p, walled, n: True,
    "some": lambda p, walled, n: p.dice.random() < 0.4,
    "open": lambda p, walled, n: not walled,
    "long": lambda p, walled, n: not walled and n > 5,
    "bio": lambda p, walled, n: not walled and p.dice.random() < 0.25,
    "notice": lambda p, walled, n: not walled and n <= 3,
    "amid": lambda p, walled, n: not walled and n > 3 and p.dice.random() < 0.7,
    "rare": lambda p, walled, n: p.dice.random() < 0.06,
}
"""Which pages a box stands on; `amid` stands in the middle of the text."""


SHARED = 0.4
"""Share of the longer open pages that have a paragraph of a matter, where a paper has some."""


def pages(paper: Paper, count: int = PAGES) -> Iterator[Made]:
    """Yield the pages of a paper, older ones first."""
    dice, plain = paper.dice, Tongue(paper.dice, None)  # no two paragraphs say the same
    matters = Random(f"{paper.name}-matters")
    for number in range(count):
        at = number * len(paper.templates) // count
        template = paper.templates[at]
        walled = dice.random() < paper.walled
        length = dice.choice([2, 3]) if dice.random() < paper.briefs else dice.randint(4, 18)
        if walled:
            length = dice.randint(1, paper.longest)
        public = [f"{plain.words(3, 6)}: {paper.tongue.paragraph()}" for _ in range(length)]
        if not walled and length > 3 and paper.background and matters.random() < SHARED:
            public[matters.randrange(1, length)] = matters.choice(paper.background)
        while len(public[0]) < 120:
            public[0] += " " + paper.tongue.sentence()
        breaks = walled and dice.random() < paper.breaks
        if breaks:
            public[-1] = public[-1][: max(60, int(len(public[-1]) * 0.7))].rstrip(
                ". "
            ) + dice.choice(["", " …", ""])
        yield _page(paper, template, at, number, walled=walled, public=public)


def _page(
    paper: Paper, template: Template, at: int, number: int, *, walled: bool, public: list[str]
) -> Made:
    dice, tongue, named = paper.dice, paper.tongue, template.names
    on = {k: b[at].html for k, b in paper.boxes.items() if WHEN[k](paper, walled, len(public))}
    paragraphs = [f"<p data-t='a'>{escape(p)}</p>" for p in public]
    if "amid" in on and len(paragraphs) > 2:
        paragraphs.insert(dice.randrange(1, len(paragraphs)), on.pop("amid"))
    on.pop("amid", "")
    wall = dice.choice(paper.walls[at]).html if walled else ""
    rest = "".join(on[k] for k in sorted(on))
    behind = wall + rest if template.wall_first else rest + wall
    inner, outer = (
        ("".join(paragraphs) + behind, "") if template.inside else ("".join(paragraphs), behind)
    )
    text = f"<{template.body} class='{named('text')}'>{inner}</{template.body}>"
    for step in range(template.depth):
        text = f"<div class='{named('wrap' + str(step))}'>{text}</div>"
    title = tongue.headline()
    head = f"<h1 class='{named('title')}'>{escape(title)}</h1><p class='{named('lead')}'>{escape(tongue.sentence())}</p>"
    head = (
        f"<{template.head} class='{named('head')}'>{head}</{template.head}>"
        if template.head
        else head
    )
    related = "".join(
        f"<div class='{named('card')}'><h3><a href='/{n}'>{escape(tongue.headline())}</a></h3><p>{escape(tongue.sentence())}</p></div>"
        for n in range(4)
    )
    menu = "".join(f"<li><a href='/m{n}'>Rubrik {n}</a></li>" for n in range(6))
    node: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": f"2026-03-{number % 28 + 1:02d}T08:00:00Z",
    }
    if walled and dice.random() < paper.declares:
        node["isAccessibleForFree"] = False
    html = (
        f"<!doctype html><html><head><title>{escape(title)}</title><script type='application/ld+json'>{json.dumps(node)}</script></head>"
        f"<body class='page-{number}'><nav><ul>{menu}</ul></nav><main><article class='{named('story')}'>{head}{text}{outer}</article>"
        f"<section class='{named('more')}'>{related}</section></main><footer><p>{escape(paper.name)} Impressum</p></footer></body></html>"
    )
    url = f"https://{paper.name}/2026/{number:04d}-story"
    return Made(paper.name, url, html.encode(), walled, tuple(public))
