"""Made articles with a printed standfirst in many settings, and some that have none.

Sets of real pages that know their standfirst come from a few dozen papers, most of which
name its box and declare it as well. Here place and form are often all there is.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from training.common.made import line, text

_NAMES = ("chapo", "desc", "opener", "deck", "lead", "perex", "intro", "standfirst", "sub-title", "excerpt", "summary", "article__desc", "story-summary", "synopsis")  # fmt: skip
_PLAIN = ("", "", "", "", "x7", "css-1k2", "sc-19f", "mb-4 text-lg", "block", "text-18")
_LABELS = ("3 min", "Culture", "Reading time: 4 minutes", "You may also like", "In this article", "Update", "Listen to this text")  # fmt: skip
_DATES = ("11 May 2025", "Publié le 11 mai 2025 à 10h15", "11.05.2025, 10:15", "11. května 2025 10:15")  # fmt: skip
_AUTHORS = ("Ruth Ansell", "Piotr Malin", "Inès Delorme", "Von Jörg Brandt", "By Daniel Eck")


def _box(dice: random.Random, inner: str, names: str) -> str:
    """A line in an element, which may stand in a box of its own."""
    tag = dice.choice(("p", "p", "div", "h2", "div"))
    mark = f" class='{names}'" if names else ""
    inner = dice.choice(("{}", "{}", "{}", "<b>{}</b>", "<em>{}</em>")).format(inner)
    form = dice.randrange(4)
    if form == 0:
        return f"<div{mark}><p>{inner}</p></div>"
    if form == 1:
        return f"<div><{tag}{mark}>{inner}</{tag}></div>"
    return f"<{tag}{mark}>{inner}</{tag}>"


def _standfirst(dice: random.Random) -> tuple[str, list[str]]:
    """The markup of a standfirst and its lines; on some papers a list of two or three."""
    if dice.random() < 0.08:
        lines = [f"{line(dice)}." for _ in range(dice.randint(2, 3))]
        items = "".join(f"<li>{each}</li>" for each in lines)
        return f"<ul class='{dice.choice(_NAMES)}'>{items}</ul>", lines
    said = dice.choice((f"{line(dice)}.", text(dice, 1), text(dice, 1), line(dice)))
    names = dice.choice(_NAMES) if dice.random() < 0.45 else dice.choice(_PLAIN)
    return _box(dice, said, names), [said]


def _facts(dice: random.Random) -> list[str]:
    """Byline, date, picture and labels, each on some papers."""
    found = []
    if dice.random() < 0.7:
        found.append(f"<div class='{dice.choice(_PLAIN)}'>{dice.choice(_AUTHORS)}</div>")
    if dice.random() < 0.7:
        found.append(f"<div class='{dice.choice(_PLAIN)}'>{dice.choice(_DATES)}</div>")
    if dice.random() < 0.5:
        found.append(f"<div class='{dice.choice(_PLAIN)}'>{dice.choice(_LABELS)}</div>")
    if dice.random() < 0.4:
        caption = dice.choice(("<figcaption>{}</figcaption>", "<p class='legend'>{}</p>"))
        found.append(f"<figure><img src='/a.jpg'>{caption.format(text(dice, 1))}</figure>")
    if dice.random() < 0.25:
        found.append(_film(dice))
    dice.shuffle(found)
    return found


def _film(dice: random.Random) -> str:
    """A film with what is said of it, which often is cut."""
    said = f"{text(dice, 1)[:90]}..." if dice.random() < 0.6 else text(dice, 1)
    legend = f"<span class='{dice.choice(_PLAIN)}'>{line(dice)}</span><span>{said}</span>"
    return f"<section><div class='x7'><div id='p1'></div></div><p>{legend}</p></section>"


def _text(dice: random.Random) -> tuple[str, str]:
    """The text with its subheads, and its first paragraph."""
    names = dice.choice(_PLAIN)
    mark = f" class='{names}'" if names else ""
    said = [text(dice, dice.randint(1, 3)) for _ in range(dice.randint(3, 10))]
    parts = [f"<p{mark}>{each}</p>" for each in said]
    if dice.random() < 0.5:
        parts.insert(dice.randint(1, 2), f"<h2>{line(dice)}</h2>")
    if dice.random() < 0.3:
        parts.insert(2, f"<blockquote>{text(dice, 1)}</blockquote>")
    return "".join(parts), said[0]


def page(dice: random.Random) -> tuple[str, list[str]]:
    """Return a page and the lines of the standfirst that it prints."""
    printed, lines = _standfirst(dice) if dice.random() < 0.65 else ("", [])
    body, first = _text(dice)
    said = dice.choice(("", "", " ".join(lines), first, f"{first[:120]}…", text(dice, 1)))
    head = f"<meta name='description' content='{said}'>" if said else ""
    facts = _facts(dice)
    facts.insert(dice.choice((0, 0, len(facts), dice.randint(0, len(facts)))), printed)
    above = f"<h1>{line(dice)}</h1>"
    under = "".join(facts)
    tag = dice.choice(("div", "section", "div class='article-body'"))
    inner = f"<{tag}>{body}</{tag.split()[0]}>"
    frame = dice.randrange(3)
    if frame == 0:
        main = f"<header>{above}{under}</header>{inner}"
    elif frame == 1:
        main = f"<header>{above}</header><{tag}>{under}<div>{body}</div></{tag.split()[0]}>"
    else:
        main = f"{above}{under}{inner}"
    whole = f"<main><article>{main}</article></main>"
    return f"<html><head><title>A page</title>{head}</head><body>{whole}</body></html>", lines


def pages(count: int, seed: int = 29) -> Iterator[tuple[str, list[str]]]:
    """Yield made pages and the lines of their standfirsts; the same in every run."""
    dice = random.Random(seed)
    for _ in range(count):
        yield page(dice)
