"""FracMinHash sketches of texts: a fixed share of all word 5-shingles.

Scaled MinHash after Irber et al., "Lightweight compositional analysis of
metagenomes with FracMinHash" (2022), as in sourmash: keep every shingle hash up
to 2^64 / scaled. Unlike a fixed-size MinHash, the share of a short text that
stands in a long one (containment) can be read from two sketches: a copy that a
paywall has cut is a prefix of the full article.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np
import pyarrow as pa

from pipelines.page.words import APOSTROPHES, INVISIBLE, UNSPACED

SCALED = 4
SHINGLE = 5
MAX_HASH = np.uint64(round(2**64 / SCALED))
SCHEMA = pa.schema(
    [
        pa.field("id", pa.uint64(), nullable=False),
        pa.field("source", pa.dictionary(pa.int32(), pa.string()), nullable=False),
        pa.field("hash", pa.uint64(), nullable=False),
    ]
)

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIX1, _MIX2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31 = np.uint64(30), np.uint64(27), np.uint64(31)
_BASE = 0x2545F4914F6CDD1D
_INVERSE = pow(_BASE, -1, 2**64)
_NONE, _LETTER, _ALONE, _JOINT = 0, 1, 2, 3
"""Kinds of character: between words, in a word, a word of its own (scripts without
spaces), an apostrophe (in a word between letters)."""


def sketch(texts: Sequence[str | None]) -> list[np.ndarray]:
    """Return one sorted array of distinct uint64 hashes per text, possibly empty.

    Scripts without spaces are split by character; a text of fewer than five
    words has one shingle, the whole of it.
    """
    return [_one(text or "") for text in texts]


def _one(text: str) -> np.ndarray:
    hashes = word_hashes(text)
    if not len(hashes):
        return hashes
    count = max(1, len(hashes) - SHINGLE + 1)
    mixed = np.zeros(count, np.uint64)
    with np.errstate(over="ignore"):
        for step in range(min(SHINGLE, len(hashes))):
            mixed = mixed * _MULTIPLIER + hashes[step : step + count]
        mixed = _finish(mixed)
    kept: np.ndarray = np.unique(mixed[mixed <= MAX_HASH])
    return kept


def word_hashes(text: str) -> np.ndarray:
    """Return a hash for each word of a text, the words as `words(fold(text))` has them.

    All words at once: a word's polynomial hash is a difference of prefix sums,
    divided by the power of its place (the base is odd, so it has an inverse
    modulo 2^64).
    """
    codes = np.frombuffer(_plain(text).encode("utf-32-le", "replace"), np.uint32)
    kinds = _kinds()[np.minimum(codes, len(_kinds()) - 1)]
    codes = np.where(kinds == _JOINT, ord("'"), codes)
    starts, ends = _words(kinds)
    powers, inverses = _powers(1 << max(10, len(codes).bit_length()))
    with np.errstate(over="ignore"):
        sums = np.concatenate(
            [
                np.zeros(1, np.uint64),
                np.cumsum(
                    (codes.astype(np.uint64) + np.uint64(1)) * powers[: len(codes)], dtype=np.uint64
                ),
            ]
        )
        return _finish((sums[ends + 1] - sums[starts]) * inverses[starts])


def _plain(text: str) -> str:
    """Case, width and invisible characters as `fold` treats them; the rest is in the
    table of kinds."""
    if not text.isascii():
        for character in INVISIBLE:
            text = text.replace(character, "")
        if not unicodedata.is_normalized("NFKC", text):
            text = unicodedata.normalize("NFKC", text)
    return text.casefold()


def _words(kinds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the places of the first and the last character of every word."""
    alone = kinds == _ALONE
    inside = np.zeros(len(kinds) + 2, bool)
    inside[1:-1] = kinds == _LETTER
    joint = (kinds == _JOINT) & inside[:-2] & inside[2:]
    inside[1:-1] |= joint
    return np.flatnonzero((inside[1:-1] & ~inside[:-2]) | alone), np.flatnonzero(
        (inside[1:-1] & ~inside[2:]) | alone
    )


@cache
def _kinds() -> np.ndarray:
    """The kind of every character up to the end of the ideographs' second plane."""
    last = 0x30000
    table = np.fromiter((_kind(chr(c)) for c in range(last)), np.uint8, last)
    table[0xD800:0xE000] = _NONE
    table[-1] = _NONE
    return table


def _kind(character: str) -> int:
    if character in APOSTROPHES:
        return _JOINT
    if not character.isalnum():
        return _NONE
    return _ALONE if UNSPACED.match(character) else _LETTER


@cache
def _powers(length: int) -> tuple[np.ndarray, np.ndarray]:
    """Powers of the base and of its inverse modulo 2^64, from 0."""
    both = []
    for base in (_BASE, _INVERSE):
        factors = np.full(length, base, np.uint64)
        factors[0] = 1
        with np.errstate(over="ignore"):
            both.append(np.cumprod(factors, dtype=np.uint64))
    return both[0], both[1]


def _finish(x: np.ndarray) -> np.ndarray:
    """SplitMix64's finaliser (Steele, Lea, Flood 2014): spreads the bits evenly."""
    x = (x ^ (x >> _S30)) * _MIX1
    x = (x ^ (x >> _S27)) * _MIX2
    spread: np.ndarray = x ^ (x >> _S31)
    return spread


def sketch_rows(
    ids: Sequence[str], sources: Sequence[str], sketches: Sequence[np.ndarray]
) -> pa.Table:
    """Return the sketches as rows (id, source, hash); ids of 16 hex digits become numbers."""
    lengths = [len(s) for s in sketches]
    hashes = np.concatenate([np.empty(0, np.uint64), *sketches])
    numbers = np.repeat(np.array([int(i, 16) for i in ids], np.uint64), lengths)
    named = pa.array(sources, pa.string()).dictionary_encode()
    places = np.repeat(named.indices.to_numpy().astype(np.int32), lengths)
    return pa.table(
        {
            "id": numbers,
            "source": pa.DictionaryArray.from_arrays(pa.array(places), named.dictionary),
            "hash": hashes,
        },
        schema=SCHEMA,
    )
