"""What the words of a class or an id tell of a box: `names.toml`, made fast to look up.

Publishers name the parts of a page in English or in their own language. The table holds
words for *kinds of page parts*, never names of sites; a word must stand as a whole word of
a name (`related-links`, `relatedLinks`). Most names tell nothing, and names come again on
the pages of a site, so each is read once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from pipelines.layout.flags import ROLES, THROWN


@dataclass(frozen=True, slots=True)
class Table:
    """Which words tell which roles."""

    words: dict[str, int]
    """A word, or several pieces joined by `-` → roles, wherever it stands in a name."""
    whole: dict[str, int]
    """A name → the roles that it tells when it stands alone."""
    begins: tuple[tuple[str, int], ...]
    """Beginnings of words, and their roles."""
    starts: frozenset[str]
    """The first letters of these beginnings."""
    first: dict[str, tuple[int, int]]
    """First piece of a word → the roles that it tells alone, and pieces of the longest word
    that begins with it."""
    thrown: frozenset[str]
    """The words whose boxes are thrown away."""


@cache
def table() -> Table:
    """Return the table as its file tells it; read once in a process."""
    words: dict[str, int] = {}
    whole: dict[str, int] = {}
    begins: list[tuple[str, int]] = []
    for row in rows():
        role = ROLES[row["role"]]
        for into, told in ((words, row.get("words", ())), (whole, row.get("whole", ()))):
            for word in (spelling for listed in told for spelling in spellings(listed)):
                into[word] = into.get(word, 0) | role
        begins += [(word, role) for word in row.get("begins", ())]
    starts = frozenset(beginning[:_SHORTEST] for beginning, _ in begins)
    thrown = frozenset(word for word, roles in words.items() if roles & THROWN)
    return Table(words, whole, tuple(begins), starts, _first(words), thrown)


_SHORTEST = 4
"""Letters that the beginning of a word has at least."""


def rows() -> list[dict[str, Any]]:
    """Return the rows of the file: a role, names that tell it, and examples."""
    text = files(__package__).joinpath("names.toml").read_text("utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["part"]
    return found


_CHOICE = re.compile(r"\[(\w+)\]|(\w)\?")


def spellings(word: str) -> list[str]:
    """Return all spellings of a word: `comments?` → `comments`, `comment`; `[ao]` is either."""
    choice = _CHOICE.search(word)
    if choice is None:
        return [word]
    before, after = word[: choice.start()], word[choice.end() :]
    each = choice.group(1) or (choice.group(2), "")
    return [before + c + rest for rest in spellings(after) for c in each]


def _first(words: dict[str, int]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for word in words:
        first = word.partition("-")[0]
        longest = max(found.get(first, (0, 0))[1], word.count("-") + 1)
        found[first] = (words.get(first, 0), longest)
    return found


_NAME = re.compile(r"[A-Za-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SPLIT = re.compile(r"[^a-z0-9]+")
_PIECE = re.compile(r"[a-z0-9]+")


# names that speak of the layout around a box, not of the box
_LAYOUT = re.compile(
    r"-(?:no|has|with|without|non)-[a-z]{1,40}(?=-)"
    r"|-(?:overflow|x|y|label|labels|title|scroll|border|backface|visibility|xs|sm|md|lg|xl|print|mobile|phone|tablet|small)-(?:hidden|hide|invisible)(?=-)"
    r"|-(?:hidden|hide)-(?:for|on|at|below|above|under|xs|sm|md|lg|xl|[sml]|small|medium|large|mobile|phone|tablet|desktop|print|text|scrollbar)(?=-)"
    r"|-(?:hidden|d-none)(?=-(?:[a-z0-9]{1,20}-){0,6}?(?:xs|sm|md|lg|xl|xxl|2xl)-(?:block|flex|grid|inline|table))"
    # hidden from those who pay: shown to everybody else
    r"|-(?:subscribers?|members?|premium|paid|logged-?in)-(?:hide|hidden)(?=-)"
    r"|-elementor-(?:invisible|widget(?:-(?!elementor-)[a-z]{1,40})?)(?=-)"
    r"|-text-(?:left|right|center|justify|start|end|align|xs|sm|base|md|lg|xl|[2-9]xl|\d{1,4}|uppercase|capitalize|nowrap|white|black|muted|dark|light|primary|[a-z]{1,20}-\d{2,3})(?=-)"
    r"|-(?:btn|button|text|font|color|is|link|bg|border|fill|stroke)(?:-outline)?-secondary(?=-)"
    r"|-(?:bg|border|shadow|ring|rounded)-(?:card|sidebar)(?=-)|-text-card(?=-foreground-)"
    r"|-adv(?=-(?:heading|btn|button|text|list|tabs|accordion|columns?)(?:\d|-))"
)


# one of these stands in every name that `_LAYOUT` matches
_LAYOUT_WORDS = frozenset((
    "no", "has", "with", "without", "non", "hidden", "hide", "invisible", "d", "elementor",
    "text", "secondary", "card", "sidebar", "adv",
))  # fmt: skip


def tokens(names: str) -> str:
    """Return class and id names as one string of tokens: `-article-body-wide-`.

    The parts of each name stay in order, so that two-word names match.
    """
    return f"-{_SPLIT.sub('-', _lower(names))}-"


def _lower(names: str) -> str:
    """Return names in lower case, `relatedLinks` parted; most have no capital to look for."""
    lowered = names.lower()
    if lowered == names or not _CAMEL.search(names):
        return lowered
    return _NAME.sub(_parted, names).lower()


def _parted(name: re.Match[str]) -> str:
    """Part `topAdBox` into its words; `n1AuAdJlVL`, made by a machine, has none."""
    parts = _CAMEL.split(name.group())
    shortest = 3.5 if any(map(str.isdigit, name.group())) else 2.5
    if len(parts) > 2 and len(name.group()) < shortest * len(parts):
        return name.group()
    return "-".join(parts)


_HYPHENED = re.compile(r"(?<![a-z])[a-z]++(?:-[a-z]++)++")


@cache
def _interface() -> frozenset[str]:
    """Words that names of page parts are made of."""
    text = files("pipelines.lexicon").joinpath("names.toml").read_text("utf-8")
    pieces = (piece for word in (*table().words, *table().whole) for piece in word.split("-"))
    return frozenset(tomllib.loads(text)["interface"]).union(pieces)


def _of_a_part(name: str) -> str:
    """Return a name without the word that would throw its box away, where other words in
    it say what a section is about: `related-illnesses`, `menu-de-fete`."""
    first, _, rest = name.partition("-")
    if not table().words.get(first, 0) & THROWN or not _HYPHENED.fullmatch(name):
        return name
    about = [word for word in rest.split("-") if len(word) > 2 and word not in _interface()]
    return rest if about else name


def of_names(names: str) -> int:
    """Return the roles that the words of a class tell."""
    return read(names)[1]


@lru_cache(maxsize=16384)
def of_both(classes: str, identifier: str) -> int:
    """Return the roles that the words of a class and an id tell, side by side."""
    if _is_slug(identifier):
        return of_names(classes)
    pieces, flags, opens = read(classes)
    more, told, either = read(identifier)
    if not (opens or either):
        return flags | told
    return _told(pieces + more)[0] | _whole(classes, pieces) | _whole(identifier, more)


@lru_cache(maxsize=32768)
def read(names: str) -> tuple[tuple[str, ...], int, bool]:
    """Return the words of a class or an id, the roles that they tell, and whether they may
    tell others beside further words."""
    known = table()
    if ":" in names or "[" in names:
        names = _without_states(names)
    pieces = tuple(_PIECE.findall(_lower(names)))
    if "-" in names and not known.thrown.isdisjoint(pieces):
        every = names.split()
        meant = [_of_a_part(name) if "-" in name else name for name in every]
        if meant != every:
            pieces = tuple(_PIECE.findall(_lower(" ".join(meant))))
    flags, opens = _told(pieces)
    return pieces, flags | _whole(names, pieces), opens


def _whole(names: str, pieces: Sequence[str]) -> int:
    """Return the roles of names that tell them only as a whole."""
    whole = table().whole
    if whole.keys().isdisjoint(pieces):
        return 0
    flags = 0
    for name in names.lower().split():
        flags |= whole.get(name, 0)
    return flags


def _told(pieces: Sequence[str]) -> tuple[int, bool]:
    """Return the roles that words in a row tell, and whether these may be the beginning
    of a longer word or speak of the layout."""
    known = table()
    opens = not _LAYOUT_WORDS.isdisjoint(pieces)
    if opens:
        pieces = _LAYOUT.sub("", f"-{'-'.join(pieces)}-").strip("-").split("-")
    flags = 0
    for place, told in enumerate(map(known.first.get, pieces)):
        if told is None:
            continue  # most words
        flags |= told[0]
        if told[1] > 1:
            end = place + told[1]
            opens = opens or end > len(pieces)
            word = pieces[place]
            for piece in pieces[place + 1 : end]:
                word = f"{word}-{piece}"
                flags |= known.words.get(word, 0)
    starts, size = known.starts, _SHORTEST
    for word in [piece for piece in pieces if piece[:size] in starts]:
        for beginning, role in known.begins:
            if word.startswith(beginning):
                flags |= role
    return flags, opens


_FOLDS = frozenset(("accordion", "accordeon", "collapse", "collapsible", "collapsed", "tabpanel"))


@lru_cache(maxsize=8192)
def folds(names: str) -> bool:
    """Tell whether a class names a box that is closed until a click opens it."""
    return not _FOLDS.isdisjoint(tokens(names).split("-"))


# a utility class that shows again, from some width on, what another one hides
_SHOWN = re.compile(
    r"(?<![\w-])(?:xs|sm|md|lg|xl|[2-9]xl|xxl|mobile|tablet|laptop|desktop):!?(?:tw-)?(?:block|flex|grid|inline|table|contents|visible|list-item|flow-root|not-sr-only)"
)


def _without_states(names: str) -> str:
    """Drop utility classes that hold for a state, a width or one value only
    (`md:leading-6`, `empty:hidden`, `w-[30ch]`): they tell a look, not a part of the page."""
    plain = [n for n in names.split() if ":" not in n and "[" not in n]
    if _SHOWN.search(names):
        plain = [
            n
            for n in plain
            if n.removeprefix("!").removeprefix("tw-") not in ("hidden", "sr-only", "invisible")
        ]
    return " ".join(plain)


def _is_slug(identifier: str) -> bool:
    """Tell whether an id is the anchor of a heading, made from its words: it says
    what the section is about, not what the box is."""
    return (
        len(_SPLIT.findall(identifier)) >= 4
        and identifier.count("_") < 2
        and identifier == identifier.lower()
    )
