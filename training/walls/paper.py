"""How a made paper builds: its language, the names of its boxes, the pieces of a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from random import Random

from training.walls.words import Tongue


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


WALL_NAMES = (
    "paywall",
    "subscription-wall",
    "premium-box",
    "gate",
    "locked",
    "offer-box",
    "abo-box",
    "regwall",
)
"""What papers call the box of a wall."""


def more(paper: Paper) -> list[str]:
    """Return the paragraphs that go on behind the public ones."""
    return [paper.tongue.paragraph() for _ in range(paper.dice.choice([1, 2, 3, 4, 6, 9]))]
