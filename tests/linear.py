r"""Is a regular expression linear? Read from its tree, without a clock.

Python's engine backtracks. A search takes more than linear time where a repeat without an
end can begin at many places of one run of characters, or end at many and go on from there
into another repeat. Both are read from the tree that `re` itself makes:

* what stands in front of such a repeat must hold a character that the repeat never
  matches (`"[^"]*`), or the pattern must begin at the start of the text; a repeat after
  which nothing can fail may begin anywhere;
* between two such repeats must stand a character that the first one never matches, or
  the first must be possessive (`\s*+`);
* what is repeated must have one reading: a character, or a group with a character that
  stands nowhere else in it, first or last.

That is stricter than necessary, never laxer: what passes is linear in the text.
"""

from __future__ import annotations

import re
import re._constants as ops
import re._parser as parser
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

ENDLESS = 1000
"""A repeat that may come more often than this has no end that helps."""
FEW = 8
"""A group that has several readings may come so often: ways multiply with each time."""
PATHS = 50_000
_SAMPLE = (
    "".join(map(chr, range(0x180)))
    + "ßẞſKαΩяЯأا٣ידअ१年々ひカ한。、：；！？“”„’‘«»‹›–—…•·／|｜@€\u0301\u2003\u3000\u200b"
)

Letters = frozenset[str]


@dataclass(frozen=True, slots=True)
class One:
    """One character that must be there, or that stands in front."""

    letters: Letters
    may_go: bool = False
    """It is part of a group that may be left out."""


@dataclass(frozen=True, slots=True)
class Some:
    """Bounded parts, each of them one way of several."""

    ways: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Many:
    """A repeat without an end."""

    letters: Letters
    certain: bool
    """Possessive: it never gives back."""
    clear: bool
    """What is repeated has one reading."""
    first: Letters
    """What one of the repeated begins with."""
    everything: bool = False
    """Any character is repeated, the end of a line among them."""


@dataclass(frozen=True, slots=True)
class Start:
    """The start of the text."""


@dataclass(frozen=True, slots=True)
class End:
    """The end of the text."""


@dataclass(frozen=True, slots=True)
class May:
    """Nothing that is consumed, but it may fail: a look ahead."""


def why_not(pattern: re.Pattern[str]) -> str:
    """Return why a pattern may take more than linear time; empty where it is linear."""
    sample = frozenset(_SAMPLE + pattern.pattern + pattern.pattern.upper())
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    reader = _Reader(sample)
    for count, path in enumerate(reader.paths(list(tree), tree.state.flags)):
        if count > PATHS:
            return "too many ways to tell"
        reason = _wrong(path)
        if reason:
            return reason
    return ""


def _wrong(path: list[Any]) -> str:
    places = [n for n, part in enumerate(path) if isinstance(part, Many)]
    for place in places:
        part = path[place]
        if not part.clear:
            return f"what is repeated can be read in several ways: {_told(part)}"
        if _may_fail(path[place + 1 :], part.everything) and not _has_one_beginning(path, place):
            return f"it may begin anywhere in a run of {_told(part)}"
    for number, one in enumerate(places):
        first = path[one]
        for other in () if first.certain else places[number + 1 :]:
            if _parts(path[one + 1 : other], first.letters):
                break
            if first.letters & path[other].first:
                return f"two repeats meet: {_told(first)} and {_told(path[other])}"
    return ""


def _told(part: Many) -> str:
    letters = sorted(part.letters)
    return repr("".join(letters[:6])) + ("…" if len(letters) > 6 else "")


def _has_one_beginning(path: list[Any], place: int) -> bool:
    between = set(path[place].letters)
    for part in reversed(path[:place]):
        if isinstance(part, Start) or _parts([part], frozenset(between)):
            return True
        if isinstance(part, Many):
            between |= part.letters
    return False


def _parts(parts: list[Any] | tuple[Any, ...], letters: Letters) -> bool:
    """Tell whether these hold, on every way, a character that is none of some letters."""
    for part in parts:
        if isinstance(part, One) and part.letters and not part.letters & letters:
            return True
        if isinstance(part, Some) and all(_parts(way, letters) for way in part.ways):
            return True
    return False


def _may_fail(parts: list[Any] | tuple[Any, ...], everything: bool) -> bool:
    """Tell whether these can fail; behind a repeat of `everything` the end never does."""
    for part in parts:
        if isinstance(part, One) and part.may_go:
            continue
        if isinstance(part, (One, May)) or (isinstance(part, End) and not everything):
            return True
        if isinstance(part, Some) and all(_may_fail(way, everything) for way in part.ways):
            return True
    return False


class _Reader:
    """Reads the tree of one pattern."""

    def __init__(self, sample: Letters) -> None:
        self.sample = sample

    def paths(self, tree: list[Any], flags: int) -> Iterator[list[Any]]:
        """Yield every way through a tree: repeats without an end apart, the rest together."""
        if not tree:
            yield []
            return
        for head in self._ways(tree[0], flags):
            for tail in self.paths(tree[1:], flags):
                yield [*head, *tail]

    def _ways(self, node: Any, flags: int) -> Iterator[list[Any]]:
        op, value = node
        if not self._is_endless(node):
            yield self._bounded(op, value, flags)
        elif op is ops.BRANCH:
            for way in value[1]:
                yield from self.paths(list(way), flags)
        elif op is ops.SUBPATTERN:
            yield from self.paths(list(value[3]), (flags | value[1]) & ~value[2])
        elif op is ops.ATOMIC_GROUP:
            for path in self.paths(list(value), flags):
                yield [replace(p, certain=True) if isinstance(p, Many) else p for p in path]
        elif op in (ops.ASSERT, ops.ASSERT_NOT):
            for path in self.paths(list(value[1]), flags):
                yield [*path, May()]
        elif op in _REPEATS:
            yield from self._repeat(op, value, flags)
        else:
            yield [Many(self.sample, False, False, self.sample)]

    def _repeat(self, op: Any, value: Any, flags: int) -> Iterator[list[Any]]:
        least, most, body = value[0], value[1], list(value[2])
        certain = op is ops.POSSESSIVE_REPEAT
        if most <= ENDLESS:
            for times in sorted({least, min(most, max(2, least))}):
                for path in self.paths(body * min(times, 3), flags):
                    yield path if times <= least else _optional(path)
            return
        letters = self._all(body, flags)
        clear = certain or self._is_clear(body, flags)
        first = self._first(body, flags) or letters
        many = Many(letters, certain, clear, first, letters >= self.sample)
        for path in self.paths(body, flags) if least else [[]]:
            ahead = [p for p in path if not isinstance(p, Many)]
            yield [*(ahead if len(ahead) < 2 else []), many]

    def _is_clear(self, body: list[Any], flags: int) -> bool:
        """Tell whether a run of bodies can be cut in one way only."""
        if len(body) == 1:
            op, value = body[0]
            if self._one(body[0], flags) is not None:
                return True
            if op is ops.SUBPATTERN:
                return self._is_clear(list(value[3]), (flags | value[1]) & ~value[2])
            if op is ops.BRANCH:
                ways = [list(way) for way in value[1]]
                firsts = [self._first(way, flags) for way in ways]
                fixed = all(self._one(n, flags) is not None for w in ways for n in _shown(w))
                apart = all(
                    a is not None and b is not None and not a & b
                    for n, a in enumerate(firsts)
                    for b in firsts[n + 1 :]
                )
                return fixed and apart
            return False
        for edge, rest in ((body[0], body[1:]), (body[-1], body[:-1])):
            mark = self._one(edge, flags)
            if mark is not None and not mark & self._all(rest, flags):
                return not any(_wrong([Start(), *path]) for path in self.paths(rest, flags))
        return False

    def _first(self, way: list[Any], flags: int) -> Letters | None:
        """Return what a way begins with, without what a look ahead in front forbids."""
        op, value = way[0] if way else (None, None)
        if op is ops.ASSERT_NOT and value[0] > 0 and len(value[1]) == 1:
            no, rest = self._one(value[1][0], flags), self._first(way[1:], flags)
            return None if no is None or rest is None else rest - no
        shown = _shown(way)
        return self._one(shown[0], flags) if shown else None

    def _bounded(self, op: Any, value: Any, flags: int) -> list[Any]:
        one = self._one((op, value), flags)
        if one is not None:
            return [One(one)]
        if op is ops.AT:
            return self._at(value, flags)
        if op is ops.BRANCH:
            return [Some(tuple(tuple(self._flat(list(w), flags)) for w in value[1]))]
        if op is ops.SUBPATTERN:
            return self._flat(list(value[3]), (flags | value[1]) & ~value[2])
        if op is ops.ATOMIC_GROUP:
            return self._flat(list(value), flags)
        if op in _REPEATS:
            body = list(value[2])
            many = value[1] > FEW and op is not ops.POSSESSIVE_REPEAT
            if many and not self._is_clear(body, flags):
                letters = self._all(body, flags)
                return [Many(letters, False, False, letters)]
            inner = self._flat(body, flags)
            return [Some((tuple(inner),))] if value[0] else [Some(((), tuple(inner)))]
        if op in (ops.ASSERT, ops.ASSERT_NOT):
            return self._looked(op, value, flags)
        return [May()]

    def _flat(self, tree: list[Any], flags: int) -> list[Any]:
        return [part for op, value in tree for part in self._bounded(op, value, flags)]

    def _at(self, value: Any, flags: int) -> list[Any]:
        if value is ops.AT_BEGINNING_STRING or (
            value is ops.AT_BEGINNING and not flags & re.MULTILINE
        ):
            return [Start()]
        if value is ops.AT_BOUNDARY:
            return [One(frozenset(c for c in self.sample if not _is("\\w", c))), May()]
        return [End()] if value in (ops.AT_END, ops.AT_END_STRING) else [May()]

    def _looked(self, op: Any, value: Any, flags: int) -> list[Any]:
        direction, body = value[0], list(value[1])
        one = self._one(body[0], flags) if len(body) == 1 else None
        if direction > 0 or one is None:
            return [May()]
        return [One(one if op is ops.ASSERT else self.sample - one), May()]

    def _all(self, tree: list[Any], flags: int) -> Letters:
        found: set[str] = set()
        for node in tree:
            op, value = node
            one = self._one(node, flags)
            if one is not None:
                found |= one
            elif op is ops.BRANCH:
                found |= {c for way in value[1] for c in self._all(list(way), flags)}
            elif op is ops.SUBPATTERN:
                found |= self._all(list(value[3]), (flags | value[1]) & ~value[2])
            elif op is ops.ATOMIC_GROUP:
                found |= self._all(list(value), flags)
            elif op in _REPEATS:
                found |= self._all(list(value[2]), flags)
            elif op is ops.GROUPREF:
                found |= self.sample
        return frozenset(found)

    def _one(self, node: Any, flags: int) -> Letters | None:
        """Return the characters that a part of one character matches; None for others."""
        op, value = node
        fold = bool(flags & re.IGNORECASE)
        if op is ops.LITERAL:
            return _cased(frozenset(chr(value)), fold=fold)
        if op is ops.NOT_LITERAL:
            return self.sample - _cased(frozenset(chr(value)), fold=fold)
        if op is ops.ANY:
            return self.sample if flags & re.DOTALL else self.sample - {"\n"}
        if op is ops.IN:
            return self._class(value, fold=fold)
        return None

    def _class(self, items: list[Any], *, fold: bool) -> Letters:
        negated = items[0][0] is ops.NEGATE
        found: set[str] = set()
        for op, value in items[negated:]:
            if op is ops.LITERAL:
                found.add(chr(value))
            elif op is ops.RANGE:
                found |= {c for c in self.sample if value[0] <= ord(c) <= value[1]}
                found |= {chr(value[0]), chr(value[1])}
            elif op is ops.CATEGORY:
                found |= {c for c in self.sample if _is(_CATEGORIES[value], c)}
        letters = _cased(frozenset(found), fold=fold)
        return self.sample - letters if negated else letters

    def _is_endless(self, node: Any) -> bool:
        op, value = node
        if op in _REPEATS:
            return value[1] > ENDLESS or any(map(self._is_endless, value[2]))
        inner: list[Any] = []
        if op is ops.BRANCH:
            inner = [part for way in value[1] for part in way]
        elif op is ops.SUBPATTERN:
            inner = list(value[3])
        elif op in (ops.ASSERT, ops.ASSERT_NOT):
            inner = list(value[1])
        elif op is ops.ATOMIC_GROUP:
            inner = list(value)
        elif op is ops.GROUPREF_EXISTS:
            return True
        return any(map(self._is_endless, inner))


def _optional(path: list[Any]) -> list[Any]:
    """Return a way that may be left out whole: nothing in it makes the pattern fail."""
    return [replace(p, may_go=True) if isinstance(p, One) else p for p in path if p != May()]


def _shown(way: list[Any]) -> list[Any]:
    """Return the parts that consume something."""
    return [node for node in way if node[0] not in (ops.ASSERT, ops.ASSERT_NOT, ops.AT)]


_REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)
_CATEGORIES = {
    ops.CATEGORY_DIGIT: "\\d",
    ops.CATEGORY_NOT_DIGIT: "\\D",
    ops.CATEGORY_SPACE: "\\s",
    ops.CATEGORY_NOT_SPACE: "\\S",
    ops.CATEGORY_WORD: "\\w",
    ops.CATEGORY_NOT_WORD: "\\W",
}


@cache
def _is(category: str, letter: str) -> bool:
    return re.match(category, letter) is not None


def _cased(letters: Letters, *, fold: bool) -> Letters:
    if not fold:
        return letters
    letters |= {x for c in letters for x in (*c.lower(), *c.upper(), *c.casefold())}
    return letters | {rare for rare, plain in (("ſ", "s"), ("K", "k")) if plain in letters}
