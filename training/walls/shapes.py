"""Walls in every shape and place that they are built in."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from tests.walls import VENDORS
from training.walls.paper import WALL_NAMES, Paper, Parts, box, more, tags

W = " data-t='w'"
R = " data-t='r'"


def _wall(paper: Paper, registration: bool, *, tag: str = "div", more: str = "") -> str:
    lines = paper.tongue.wall(registration=registration)
    return box(paper, lines, *WALL_NAMES, tag=tag, more=W + more)


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
    inner = box(paper, lines, *WALL_NAMES)
    far = (
        f"<{tag} class='{paper.called('modal', 'overlay', 'popup')}'{W}>{inner}</{tag.split()[0]}>"
    )
    return Parts(tags(public), far=far)


def _dialog_and_hidden(paper: Paper, public: list[str], registration: bool) -> Parts:
    found = _dialog(paper, public, registration)
    hide = paper.dice.choice(["display:none", "visibility:hidden", "max-height:0;overflow:hidden"])
    name = paper.called("rest", "more", "article-rest")
    rest = f"<div class='{name}'{R}>{tags(more(paper))}</div>"
    return Parts(found.inside + rest, far=found.far, css=f".{name}{{{hide}}}")


def _hidden_rest(paper: Paper, public: list[str], registration: bool) -> Parts:
    dice = paper.dice
    how = dice.choice(["style='display:none'", "hidden", "class='hidden'", "aria-hidden='true'",
                       "style='max-height:0;overflow:hidden'", "style='opacity:0'"])  # fmt: skip
    rest = f"<div {how}{R}>{tags([*more(paper), *more(paper)])}</div>"
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
    rest = f"<div class='{name}'{R}>{tags(more(paper))}</div>"
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
    rest = f"<div class='{name}'{R}>{tags(more(paper))}</div>"
    flag = False if paper.dice.random() < 0.6 else None
    return Parts(tags(public) + _wall(paper, registration) + rest, flag=flag, free=registration)


def _scrambled(paper: Paper, public: list[str], registration: bool) -> Parts:
    name = paper.dice.choice(["blurred", "blur", "is-blurred blur-text"])
    rest = tags(more(paper), f" class='{name}'{R}")
    return Parts(tags(public) + rest + _wall(paper, registration))


def _before(paper: Paper, public: list[str], registration: bool) -> Parts:
    del public[2:]
    public[:] = [p[:240] for p in public]
    return Parts(tags(public), before=_wall(paper, registration))


def _before_full(paper: Paper, public: list[str], registration: bool) -> Parts:
    """All of the text stands behind the wall: nothing is public."""
    public.clear()
    return Parts(tags([*more(paper), *more(paper)], R), before=_wall(paper, registration))


def _before_hidden(paper: Paper, public: list[str], registration: bool) -> Parts:
    public.clear()
    how = paper.dice.choice(["style='display:none'", "hidden", "class='hidden'"])
    rest = f"<div {how}{R}>{tags(more(paper))}</div>"
    return Parts(rest, before=_wall(paper, registration))


def _only(paper: Paper, public: list[str], registration: bool) -> Parts:
    """Nothing of the text is served: a headline, at most a standfirst, and the wall."""
    public.clear()
    lead = f"<p class='standfirst'>{escape(paper.tongue.sentence()[:200])}</p>"
    before = lead if paper.dice.random() < 0.4 else ""
    where = paper.dice.choice(["inside", "behind", "lines"])
    if where == "behind":
        return Parts("", before=before, behind=_wall(paper, registration))
    shape = _lines if where == "lines" else _behind
    return replace(shape(paper, public, registration), before=before)


def _hidden_all(paper: Paper, public: list[str], registration: bool) -> Parts:
    """All of the text is there and hidden, the wall beside it is shown."""
    public.clear()
    dice, name = paper.dice, paper.called("rest", "premium-text", "article-rest")
    how = dice.choice(["display:none", "visibility:hidden", "height:0;overflow:hidden", ""])
    mark = f"class='{name}'" if how else dice.choice(["hidden", "style='display:none'"])
    rest = f"<div {mark}{R}>{tags([*more(paper), *more(paper)])}</div>"
    wall = _wall(paper, registration)
    inside = rest + wall if dice.random() < 0.5 else wall + rest
    return Parts(inside, css=f".{name}{{{how}}}" if how else "")


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
    rest = f"<div{R}>{tags(more(paper))}</div>"
    drawn = VENDORS[paper.dice.choice(sorted(VENDORS))]
    wall = drawn.format(rest=rest) if "{rest}" in drawn else f"<div{W}>{drawn}</div>"
    return Parts(tags(public) + wall)


def _selector(paper: Paper, public: list[str], registration: bool) -> Parts:
    """The rest is shown and declared not free, with or without a wall."""
    name = paper.called("rest", "paywall", "premium", "regwalled", "article-rest")
    rest = tags(more(paper), f" class='{name}'{R}")
    wall = _wall(paper, registration) if paper.dice.random() < 0.4 else ""
    return Parts(tags(public) + wall + rest, selector=f".{name}")


def _marker(paper: Paper, public: list[str], registration: bool) -> Parts:
    name = paper.dice.choice(["js-paywall-divider", "paywall-marker", "premium-content-start"])
    return Parts(tags(public) + f"<div class='{name}'></div>" + tags(more(paper), R), flag=False)


def _named(paper: Paper, public: list[str], registration: bool) -> Parts:
    """A part named for those who pay, on a page that says it is not free."""
    name = paper.dice.choice(["paywall", "premium-content", "subscriber-only", "paid-content"])
    if paper.dice.random() < 0.5:
        rest = tags(more(paper), f" class='{name}'{R}")
    else:
        rest = f"<div class='{name}'{R}>{tags(more(paper))}</div>"
    return Parts(tags(public) + rest, flag=False)


SHAPES = {
    "vendor": _vendor, "selector": _selector, "marker": _marker, "named": _named,
    "behind": _behind, "outside": _outside, "lines": _lines, "form": _form, "dialog": _dialog,
    "dialog_and_hidden": _dialog_and_hidden, "hidden_rest": _hidden_rest, "styled_rest": _styled_rest,
    "faded": _faded, "shown_rest": _shown_rest, "scrambled": _scrambled, "before": _before,
    "before_hidden": _before_hidden, "before_full": _before_full, "only": _only, "hidden_all": _hidden_all, "inline": _inline, "hidden_wall": _hidden_wall,
    "amid_container": _amid_container, "runs_on": _runs_on,
}  # fmt: skip
