"""Labelled near duplicates, made from real texts: what `dedup.py` measures with.

A base document is a real text in which every rarer word is exchanged for another
one of the vocabulary (another exchange per document): sentences, lengths and stock
phrases stay real, but two base documents tell nothing in common. Copies are made
from base documents the way papers make them; hard negatives share something that
is no article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from random import Random

import numpy as np
from gold_pages import cases

COPIES = (
    "same",
    "new lede",
    "cut",
    "added",
    "edited",
    "boilerplate around",
    "paywalled prefix",
    "byline changed",
)
NEGATIVES = ("same template", "live blog", "boilerplate", "shared quote")
_WORD = re.compile(r"[^\W\d_]+")
CHUNK = 100_000
"""Documents of one chunk: many are made chunk by chunk, in any order."""
_COMMON = 150
"""The most frequent words stay as they are."""


@dataclass(frozen=True, slots=True)
class Made:
    """One made document."""

    id: str
    source: str
    text: str
    group: int
    """Documents with the same number are near duplicates of each other."""
    kind: str
    parent: str = ""
    """Id of the document that a copy was made from."""


def real_texts(data: Path) -> list[str]:
    """Return the gold bodies of a folder of sets that may be read, 1,200 to 12,000 characters
    each."""
    found = []
    for case, _ in cases(data):
        if case.get("side", "read") != "read":
            continue
        gold = case["gold"]
        text = gold.get("body") or "\n".join(gold.get("paragraphs") or [])
        if 1200 < len(text) < 12_000 and text[:400].isascii():
            found.append(text)
    return sorted(set(found))


class _Cut:
    """A text cut into its words and what stands between them."""

    def __init__(self, gaps: list[str], words: list[str], place: dict[str, int]) -> None:
        self.gaps, self.words = gaps, np.array(words, object)
        found = [(n, p) for n, w in enumerate(words) if (p := place.get(w.lower())) is not None]
        self.rarer = np.array([n for n, _ in found])
        self.places = np.array([p for _, p in found], np.int64)


class Maker:
    """Makes documents; the same seed gives the same ones."""

    def __init__(self, texts: list[str], seed: int = 1) -> None:
        self.texts = texts
        self.random = Random(seed)
        counted = Counter(w for t in texts for w in _WORD.findall(t.lower()))
        ranked = [w for w, _ in counted.most_common()]
        self.vocabulary = ranked[_COMMON:20_000]
        self.place = {w: i for i, w in enumerate(self.vocabulary)}
        self.cut = [_Cut(_WORD.split(t), _WORD.findall(t), self.place) for t in texts]
        self.vocabulary_array = np.array(self.vocabulary, object)
        self.boxes = [self.base()[:700] for _ in range(400)]
        self.quotes = [self.sentences(self.base())[3:7] for _ in range(300)]

    def base(self) -> str:
        """Return a new text, unlike all others."""
        size = len(self.vocabulary)
        shift, step = self.random.randrange(size), 2 * self.random.randrange(size // 2) + 1

        cut = self.random.choice(self.cut)
        words = cut.words.copy()
        words[cut.rarer] = self.vocabulary_array[(cut.places * step + shift) % size]
        return "".join(chain.from_iterable(zip(cut.gaps, [*words, ""], strict=True)))

    def sentences(self, text: str) -> list[str]:
        """Return the sentences of a text."""
        return [s for s in re.split(r"(?<=[.!?])\s+", text) if s]

    def source(self) -> str:
        """Return one of 400 papers."""
        return f"paper-{self.random.randrange(400)}.example"

    def documents(self, count: int, chunk: int = 0) -> Iterator[Made]:
        """Yield about `count` documents: 45 % alone, 45 % copies, 10 % hard negatives.

        Chunks share the stock phrases, boxes and quotes, and nothing else.
        """
        if chunk:
            self.random = Random(f"chunk {chunk}")
        made = chunk * CHUNK
        count += made
        group = 2 * made
        while made < count:
            group += 1
            chance = self.random.random()
            documents = (
                self._alone(group)
                if chance < 0.62
                else self._copies(group)
                if chance < 0.95
                else self._negatives(group)
            )
            for number, document in enumerate(documents):
                made += 1
                yield Made(
                    f"{self.random.getrandbits(40):010x}{made:06x}", *document, parent=str(number)
                )
            group += len(documents)

    def _alone(self, group: int) -> list[tuple[str, str, int, str]]:
        return [(self.source(), self.base(), group, "alone")]

    def _copies(self, group: int) -> list[tuple[str, str, int, str]]:
        text = self.base()
        found = [(self.source(), text, group, "original")]
        for _ in range(self.random.choice((1, 1, 1, 2, 2, 3, 5))):
            kind = self.random.choice(COPIES)
            found.append((self.source(), self.copy(text, kind), group, kind))
        return found

    def copy(self, text: str, kind: str) -> str:
        """Return a copy as another paper prints it."""
        lines = self.sentences(text)
        own = self.sentences(self.base())
        if kind == "new lede":
            return " ".join([*own[:2], *lines[1:]])
        if kind == "cut":
            return " ".join(lines[: max(3, int(len(lines) * self.random.uniform(0.5, 0.8)))])
        if kind == "added":
            return " ".join([*lines, *own[: max(2, len(lines) // 3)]])
        if kind == "edited":
            words = text.split()
            for _ in range(len(words) // 25):
                words[self.random.randrange(len(words))] = self.random.choice(self.vocabulary)
            return " ".join(words)
        if kind == "boilerplate around":
            return f"{own[0]} {text} {self.random.choice(self.boxes)}"
        if kind == "paywalled prefix":
            return text[: max(350, int(len(text) * self.random.uniform(0.12, 0.35)))]
        if kind == "byline changed":
            return f"{own[0][:60]} reports from {own[-1][:30]}. {text}"
        return text

    def _negatives(self, group: int) -> list[tuple[str, str, int, str]]:
        kind = self.random.choice(NEGATIVES)
        source = self.source()
        if kind == "boilerplate":
            box = self.random.choice(self.boxes)
            texts = [f"{' '.join(self.sentences(self.base())[:9])} {box}" for _ in range(4)]
        elif kind == "same template":
            frame = self.sentences(self.base())[:8]
            texts = [
                " ".join(
                    re.sub(r"\w{6,}", lambda _: self.random.choice(self.vocabulary), s)
                    for s in frame
                )
                for _ in range(4)
            ]
        elif kind == "live blog":
            entries = self.sentences(self.base())[:4]
            texts = [" ".join([*self.sentences(self.base())[:20], *entries]) for _ in range(3)]
        else:
            quote = self.random.choice(self.quotes)
            texts = [" ".join([*self.sentences(self.base())[:14], *quote[:2]]) for _ in range(3)]
        same_paper = kind in ("boilerplate", "same template", "live blog")
        return [
            (source if same_paper else self.source(), t, group + n, kind)
            for n, t in enumerate(texts)
        ]
