"""What was learned of a paper, and how: counts by SQL, a probability by learned weights."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

import xxhash

from pipelines.learned import linear
from pipelines.learned.weights import load
from pipelines.papers import sql

Key = tuple[int, int]
"""Place and words of a block; words 0: whatever is said there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A block that comes again on the pages of one layout of a paper."""

    place: int
    words: int
    layout: int
    pages: int
    """Pages that have it."""
    n: int
    grades: int
    """Sum of the logarithms of their texts' lengths, in whole steps; of the squares."""
    squares: int
    breaks: int
    paid: int
    early: int
    behind: int
    near: int
    above: int
    claimed: int
    told_text: int
    presses: int
    size: int
    strong: int
    own_n: int
    """The same counts without the pages on which there is a wall already."""
    own_grades: int
    own_squares: int
    own_breaks: int
    own_paid: int
    own_early: int
    all_n: int
    """Pages of the layout."""
    all_early: int
    others: int
    """Pages of the layout without it, and without any wall; the same counts of them."""
    other_grades: int
    other_squares: int
    other_breaks: int
    other_paid: int
    other_early: int
    home: int = 0
    """1 where the text of a layout stands: the articles' own paragraphs stand there."""
    first: bool = True
    """A first look took it for a wall, or there was none."""
    told: str = ""
    """What a person said that it is: `wall`, `furniture` or `text`; empty: nothing."""
    wall: float = 0.0
    """How likely it is a wall, by its counts alone."""

    @property
    def key(self) -> Key:
        """Place and words."""
        return self.place, self.words

    @property
    def furniture(self) -> bool:
        """The same words stand there on page after page, or what stands there is seldom text,
        and it is no wall's. What articles tell again of what came before is theirs."""
        if self.told:
            return self.told == "furniture"
        if self.home and self.size >= BACKGROUND and self.n < BACKGROUND_SHARE * self.all_n:
            return False
        return self.wall < WALL and (self.words != 0 or self.pages >= sql.LEAST)

    def without_walls(self) -> Box:
        """Return the box as it is on pages without another wall; itself where it never is."""
        if not self.own_n:
            return self
        return replace(
            self,
            n=self.own_n,
            grades=self.own_grades,
            squares=self.own_squares,
            breaks=self.own_breaks,
            paid=self.own_paid,
            early=self.own_early,
        )

    @property
    def stands(self) -> str:
        """Where it stands on most of its pages: `above`, `amid` or `behind` the text."""
        if 2 * self.behind > self.n:
            return "behind"
        return "above" if 2 * self.above > self.n else "amid"

    def __str__(self) -> str:
        """The counts as a sentence."""
        if self.told:
            return f"a correction says that this box is {self.told}"
        others, early = self.all_n - self.all_early, self.all_early
        return (
            f"this box stands {self.stands} the text on {self.early} of {early} pages that end "
            f"early and on {self.n - self.early} of {others} others"
        )


BACKGROUND = 8
"""Class of length (128 characters) from which on a line among the text may be a paragraph
that articles of one matter share, such as what came before; counters and notes are shorter."""
BACKGROUND_SHARE = 0.5
"""Share of a layout's pages below which such a paragraph is the articles' own: what a paper
prints of itself without a box of its own stands on most."""


SIGNS = (
    "shorter", "apart", "behind", "near", "above", "breaks_more", "breaks_with",
    "paid_more", "early_more", "claimed", "everywhere", "few_others", "any_words",
    "presses", "often", "surely", "surely_and_pressed", "shorter_and_pressed", "mute",
)  # fmt: skip
"""Signs of a wall, in the order of the weights."""


def signs(box: Box, *, is_wall: bool = True) -> dict[str, float]:
    """Return what the counts of a box say of its being a wall, as numbers from -1 to 1.

    What a first look took for no wall is judged by the pages without one.
    """
    own = box if is_wall else box.without_walls()
    n, others = own.n, own.others
    some = min(n, others) / (min(n, others) + 2)

    def more(own: int, rest: int) -> float:
        return some * (own / n - rest / others) if others else 0.0

    less, spread, sure, pressed = 0.0, 1.0, 0.0, box.presses / box.n
    if others:
        mean, rest = own.grades / n, box.other_grades / others
        own_spread = max(0.0, own.squares / n - mean * mean)
        rest_spread = max(0.0, box.other_squares / others - rest * rest)
        less = (rest - mean) / sql.LOGS
        spread = math.sqrt(own_spread + rest_spread) / sql.LOGS + _STEADY
        error = math.sqrt(own_spread / n + rest_spread / others) / sql.LOGS
        error += _STEADY * math.sqrt(1 / n + 1 / others)
        sure = less / error / 8
    shorter = some * max(-1.0, min(1.0, less / 3))
    apart = some * max(-1.0, min(1.0, less / spread / 3))
    sure = max(-1.0, min(1.0, sure))
    breaks = more(own.breaks, box.other_breaks)
    paid = more(own.paid, box.other_paid)
    return {
        "mute": float(pressed < _PRESSED and breaks < _SOME and paid < _SOME),
        "shorter": shorter,
        "apart": apart,
        "surely": sure,
        "surely_and_pressed": sure * pressed,
        "shorter_and_pressed": shorter * pressed,
        "behind": box.behind / box.n,
        "near": box.near / box.n,
        "above": box.above / box.n,
        "breaks_more": breaks,
        "breaks_with": own.breaks / n,
        "paid_more": paid,
        "early_more": more(own.early, box.other_early),
        "claimed": box.claimed / box.n,
        "everywhere": float(others == 0),
        "few_others": float(others < sql.REPEATS),
        "any_words": float(box.words == 0),
        "presses": pressed,
        "often": min(1.0, math.log1p(box.n) / 5),
    }


_PRESSED, _SOME = 0.5, 0.15
"""Share of pages below which a box has nothing to press, and says nothing of an end."""
_STEADY = 0.2
"""Spread that texts of one length have all the same, in natural logarithms."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What was learned of one paper; nothing of it is a word of a page."""

    name: str
    pages: int
    boxes: Mapping[Key, Box] = field(default_factory=dict)
    layouts: Mapping[int, int] = field(default_factory=dict)
    """Layout → its pages."""
    homes: tuple[int, ...] = ()
    """Places at which the text of its layouts stands."""
    asides: tuple[int, ...] = ()
    """Places that some pages have beside their text, and others take for it."""

    @property
    def mark(self) -> str:
        """Eight hex digits that tell this model from every other one."""
        boxes = sorted(self.boxes.items(), key=lambda b: b[0])
        said = repr((self.name, self.pages, boxes, self.homes, self.asides))
        return f"{xxhash.xxh32_intdigest(said.encode()):08x}"

    @property
    def label(self) -> str:
        """The model as the column `extractor` names it."""
        return f"{LABEL}{self.mark}"

    def walls(self) -> list[Box]:
        """Return what is learned to be a wall, the most frequent first."""
        found = [b for b in self.boxes.values() if b.wall >= WALL]
        return sorted(found, key=lambda b: (-b.n, b.key))


LABEL = "paper/"
"""How the model begins in the column `extractor`."""
WALL = 0.8
"""Probability from which a box is called a wall."""


@cache
def weights() -> linear.Linear:
    """Return the shipped weights of a box's counts."""
    return linear.of(load("papers")["wall"])


def judged(box: Box, model: linear.Linear | None) -> Box:
    """Return a box with how likely it is a wall by its counts."""
    model = model or weights()
    return replace(box, wall=round(model.probability(signs(box, is_wall=box.first)), 4))
