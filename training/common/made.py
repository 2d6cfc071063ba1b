"""Pages that are made up: fronts and sections of papers, and articles beside them.

Sets of real pages hold hardly any front page, and every paper has one. These are drawn
with a fixed seed from a few ways to set cards, so that a model learns what many things
on one page look like, and, from articles set in the same ways, that it is not the frame.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

_WHO = ("The council", "A ferry line", "The last baker", "A young engineer", "The county court", "Nobody", "The harbour board", "A teacher from the valley", "The new mayor", "Half of the village")  # fmt: skip
_DID = ("wants to keep", "has closed", "asks for", "cannot pay for", "will rebuild", "argues about", "found", "opens", "sold", "has lost")  # fmt: skip
WHAT = ("the old bridge", "two schools by the river", "a swimming pool", "the night train", "its market hall", "forty new flats", "the winter road", "a library", "the ferry to the islands", "a vineyard")  # fmt: skip
_WHEN = ("before the spring", "after three years of waiting", "at a cost of two million", "against the will of its neighbours", "for the first time since the war", "with money from the county", "in spite of all warnings", "until further notice")  # fmt: skip
_SECTIONS = ("Politics", "Business", "Sport", "Culture", "Opinion", "Travel", "Science")
_NAMES = ("Ruth Ansell", "Piotr Malin", "Ines Brandt", "Daniel Eck", "Farah Aziz", "Tom Hale")


def line(dice: random.Random) -> str:
    """Return a made headline."""
    return " ".join(dice.choice(part) for part in (_WHO, _DID, WHAT))


def _sentence(dice: random.Random) -> str:
    return f"{line(dice)} {dice.choice(_WHEN)}, and {line(dice).lower()} {dice.choice(_WHEN)}."


def text(dice: random.Random, sentences: int) -> str:
    """Return a made paragraph."""
    return " ".join(_sentence(dice) for _ in range(sentences))


def _extras(dice: random.Random) -> str:
    """A byline or a date in a card, each on some papers."""
    parts = []
    if dice.random() < 0.4:
        parts.append(f"<p class='author'>{dice.choice(_NAMES)}</p>")
    if dice.random() < 0.5:
        parts.append(f"<time datetime='2025-0{dice.randint(1, 9)}-11'>11 May 2025</time>")
    return "".join(parts)


def _card(dice: random.Random) -> str:
    return f"<article class='card'><a href='/{dice.random()}'><h2>{line(dice)}</h2></a>{{0}}<p>{{1}}</p></article>"


def _boxed(dice: random.Random) -> str:
    return f"<div class='b{dice.randint(1, 9)}'><h3><a href='/{dice.random()}'>{line(dice)}</a></h3><p>{{1}}</p>{{0}}</div>"


def _plain(dice: random.Random) -> str:
    return f"<div><a href='/{dice.random()}'>{line(dice)}</a>{{0}}<div>{{1}}</div></div>"


def _listed(dice: random.Random) -> str:
    return f"<li><h4><a href='/{dice.random()}'>{line(dice)}</a></h4>{{0}}<p>{{1}}</p></li>"


def _whole_link(dice: random.Random) -> str:
    return (
        f"<a href='/{dice.random()}'><section><h2>{line(dice)}</h2><p>{{1}}</p>{{0}}</section></a>"
    )


_CARDS: tuple[Callable[[random.Random], str], ...] = (_card, _boxed, _plain, _listed, _whole_link)


def _frame(dice: random.Random, title: str, head: str, main: str) -> str:
    links = "".join(f"<li><a href='/{s}'>{s}</a></li>" for s in _SECTIONS)
    foot = "".join(f"<a href='/{w}'>{w}</a> " for w in ("Contact", "About", "Terms", "Privacy"))
    tag = dice.choice(("main", "div", "section"))
    return (
        f"<html lang='en'><head><title>{title}</title>{head}</head><body><header><nav><ul>{links}"
        f"</ul></nav></header><{tag}>{main}</{tag}><footer>{foot}</footer></body></html>"
    )


def front(dice: random.Random) -> tuple[str, str]:
    """Return address and page of a paper's front or of one of its sections."""
    section = dice.choice(_SECTIONS)
    shape, size = dice.choice(_CARDS), dice.randint(1, 4)
    cards = "".join(
        shape(dice).format(_extras(dice), text(dice, dice.randint(1, size)))
        for _ in range(dice.randint(4, 30))
    )
    cards = f"<ul>{cards}</ul>" if shape is _listed else cards
    head = dice.choice(("", f"<h1>{section}</h1>", "<h1>The Valley Post</h1>"))
    lead = f"<p>{text(dice, 1)}</p>" if dice.random() < 0.3 else ""
    said = dice.choice(("", "<meta property='og:type' content='website'>", "<meta property='og:type' content='article'>"))  # fmt: skip
    path = dice.choice(
        (f"/{section.lower()}/", f"/{section.lower()}", f"/news/{section.lower()}", "/")
    )
    return f"https://paper.example{path}", _frame(
        dice, f"{section} - The Valley Post", said, head + lead + cards
    )


def article(dice: random.Random) -> tuple[str, str]:
    """Return address and page of an article, with cards of others below it."""
    title = line(dice)
    body = "".join(f"<p>{text(dice, dice.randint(1, 3))}</p>" for _ in range(dice.randint(3, 14)))
    signed = dice.choice(("", f"<p class='byline'>By {dice.choice(_NAMES)}</p>"))
    dated = dice.choice(
        ("", "<p>11 May 2025</p>", "<time datetime='2025-05-11'>11 May 2025</time>")
    )
    said = dice.choice(("", "<meta property='og:type' content='article'>"))
    shape = dice.choice(_CARDS)
    others = "".join(
        shape(dice).format(_extras(dice), text(dice, 1)) for _ in range(dice.choice((0, 3, 6)))
    )
    tag = dice.choice(("article", "div"))
    main = f"<{tag}><h1>{title}</h1>{signed}{dated}<div>{body}</div></{tag}><aside>{others}</aside>"
    slug = title.lower().replace(" ", "-")
    return f"https://paper.example/news/{slug}", _frame(dice, title, said, main)


def pages(count: int, seed: int = 17) -> Iterator[tuple[str, str, bool]]:
    """Yield address, page and whether it is an article, fronts and articles in turn."""
    dice = random.Random(seed)
    for number in range(count):
        is_article = number % 2 == 1
        yield (*(article if is_article else front)(dice), is_article)
