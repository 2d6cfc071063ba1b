"""Made articles whose byline stands in many forms, and some that have none.

Sets of real pages come from papers that declare their authors. Here nothing is declared,
or the section and the house, so that place and form of a line are all there is: a name
alone, with a role, an employer, a date, beside photo credits, section names, items of a
menu, columnists of a side box and other cards.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from training.common.made import WHAT, line, text

_FIRST = ("Ruth", "Piotr", "Inès", "Daniel", "Farah", "Tom", "Lucía", "Jörg", "Mireille", "Anna", "Sven", "Giulia", "Katarzyna", "João", "Elif", "Nora")  # fmt: skip
_LAST = ("Ansell", "Malin", "Delorme", "Eck", "Aziz", "Hale", "Sabater", "Brandt", "Castagnet", "Thalhuber", "Nowak", "Conti", "de Vries", "Pereira", "O'Neill", "Meyer-Lindt")  # fmt: skip
_ROLES = ("Reporter", "Redakteurin", "Journaliste", "Science Editor", "Correspondent", "Periodista", "Chief Political Correspondent", "Redaktion Kultur")  # fmt: skip
_TITLES = ("Research Scientist", "VP and Senior Fellow", "Senior Editor", "Engineer", "Head Economist")  # fmt: skip
_HOUSES = ("The Valley Post", "Le Courrier", "Radio West", "AFP", "Der Bote")
_LABELS = ("Culture", "College Football", "Local News", "Table of Contents", "Long Read", "Valley Life", "Meinung", "Zone Politique", "Subscribe Now", "Politics Today")  # fmt: skip
_DATES = ("11 May 2025", "May 11, 2025", "11.05.2025, 10:15", "Publié le 11 mai 2025", "Updated: 11 May 2025 14:05")  # fmt: skip
_CLASSES = ("", "", "", "x7", "css-1k2", "meta", "info", "byline", "author", "signature", "details")


def _name(dice: random.Random) -> str:
    return f"{dice.choice(_FIRST)} {dice.choice(_LAST)}"


def _element(dice: random.Random, inner: str) -> str:
    tag, names = dice.choice(("p", "div", "span", "li")), dice.choice(_CLASSES)
    own = f"<{tag} class='{names}'>{inner}</{tag}>" if names else f"<{tag}>{inner}</{tag}>"
    return f"<div>{own}</div>" if tag == "span" or dice.random() < 0.3 else own


def _byline(dice: random.Random, names: list[str]) -> str:
    """The line that names the authors, in one of its forms."""
    said = " and ".join(names) if len(names) > 1 else names[0]
    if len(names) > 1 and dice.random() < 0.3:
        with_roles = ", and ".join(f"{n}, {dice.choice(_TITLES)}" for n in names)
        return _element(dice, f"{with_roles}, {dice.choice(_HOUSES)}")
    form = dice.randrange(10)
    if form == 0:
        return _element(dice, said)
    if form == 1:
        return _element(dice, f"<a href='/{dice.random()}'>{said}</a>")
    if form == 2:
        return _element(dice, f"{said}, {dice.choice(_ROLES)}")
    if form == 3:
        return _element(dice, f"{said} | {dice.choice(_HOUSES)}")
    if form == 4:
        return _element(dice, f"{said} · {dice.choice(_DATES)}")
    if form == 5:
        return _element(dice, f"{dice.choice(('By', 'Von', 'Par', 'Por', 'Di'))} {said}")
    if form == 6:
        return "".join(_element(dice, n) for n in names)
    if form in (7, 8):
        return _element(dice, _beside_date(dice, said))
    return _element(dice, f"<b>{said}</b>") + _element(dice, dice.choice(_ROLES))


def _beside_date(dice: random.Random, said: str) -> str:
    """A name or a label and the date in one line, a sign between them or none."""
    when = dice.choice(_DATES[:3])
    form = dice.choice(("{1} {0}", "{0} {1}", "{1} | {0}", "{1}{0}", "{0}{1}", "{1} {0} 6"))
    return form.format(said, when)


def _topic(dice: random.Random) -> str:
    """A label of words that the text writes too: "Night Train"."""
    return dice.choice(WHAT).split(" ", 1)[1].title()


def _picture(dice: random.Random) -> str:
    credit = dice.choice(("Foto: {}", "Photo: {} / AFP", "{}", "Bild: {}"))
    tag = dice.choice(("figcaption", "div class='caption'", "span class='author'"))
    end = tag.split()[0]
    return f"<figure><img src='/a.jpg'><{tag}>{credit.format(_name(dice))}</{end}></figure>"


def _others(dice: random.Random) -> str:
    cards = "".join(
        f"<div><h3><a href='/{n}'>{line(dice)}</a></h3><p>{_name(dice)}</p></div>"
        for n in range(dice.randint(0, 4))
    )
    return f"<aside><h4>{_name(dice)}</h4><p>{line(dice)}</p>{cards}</aside>"


def page(dice: random.Random) -> tuple[str, list[str]]:
    """Return a page and the authors that it prints."""
    count = dice.choice((0, 1, 1, 1, 1, 2))
    names = list(dict.fromkeys(_name(dice) for _ in range(count)))
    above = [_element(dice, dice.choice(_LABELS))] if dice.random() < 0.5 else []
    facts = [_byline(dice, names)] if names else []
    facts += [_element(dice, dice.choice(_DATES))] if dice.random() < 0.6 else []
    facts += [_element(dice, dice.choice(_LABELS))] if dice.random() < 0.3 else []
    facts += [_element(dice, _topic(dice))] if dice.random() < 0.3 else []
    label = dice.choice((dice.choice(_LABELS), "New York", _topic(dice)))
    facts += [_element(dice, _beside_date(dice, label))] if dice.random() < 0.15 else []
    facts += [_picture(dice)] if dice.random() < 0.5 else []
    dice.shuffle(facts)
    lead = [f"<p class='lead'>{text(dice, 1)}</p>"] if dice.random() < 0.5 else []
    head = [*lead, *facts] if dice.random() < 0.6 else [*facts, *lead]
    body = "".join(f"<p>{text(dice, 2)}</p>" for _ in range(dice.randint(4, 9)))
    main = f"{''.join(above)}<h1>{line(dice)}</h1>{''.join(head)}<div>{body}</div>"
    whole = f"{_menu(dice)}<main><article>{main}</article>{_others(dice)}</main>"
    return (
        f"<html><head><title>A page</title>{_said(dice, names)}</head><body>{whole}</body></html>",
        names,
    )


def _said(dice: random.Random, names: list[str]) -> str:
    """What the page declares: mostly nothing, else who wrote it, the section or the house."""
    if dice.random() < 0.5:
        return ""
    section, house = dice.choice(_LABELS), dice.choice(_HOUSES)
    said = dice.choice((section, f"{section} - {house}", house))
    if names and dice.random() < 0.6:
        said = ", ".join(names)
    return f"<meta name='{dice.choice(('author', 'dc.creator'))}' content='{said}'>"


def _menu(dice: random.Random) -> str:
    """A menu over the headline, in a box that its name does not tell from others."""
    if dice.random() < 0.5:
        return ""
    items = dice.sample(_LABELS, dice.randint(2, 5))
    tag = dice.choice(("div", "span", "li"))
    linked = (f"<{tag}><a href='/{n}'>{each}</a></{tag}>" for n, each in enumerate(items))
    return f"<div class='{dice.choice(_CLASSES)}'>{''.join(linked)}</div>"


def pages(count: int, seed: int = 23) -> Iterator[tuple[str, list[str]]]:
    """Yield made pages and their authors; the same in every run."""
    dice = random.Random(seed)
    for _ in range(count):
        yield page(dice)
