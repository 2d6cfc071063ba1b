"""FracMinHash sketches of texts: a fixed share of all word 5-shingles.

Scaled MinHash after Irber et al., "Lightweight compositional analysis of
metagenomes with FracMinHash" (2022), as in sourmash: keep every shingle hash up
to 2^64 / scaled. Unlike a fixed-size MinHash, the share of a short text that
stands in a long one (containment) can be read from two sketches: a copy that a
paywall has cut is a prefix of the full article.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import xxhash

from pipelines.page.words import fold, words

SCALED = 4
SHINGLE = 5
MAX_HASH = np.uint64(round(2**64 / SCALED) - 1)
SCHEMA = pa.schema([
    pa.field("id", pa.string(), nullable=False),
    pa.field("source", pa.string(), nullable=False),
    pa.field("hash", pa.uint64(), nullable=False),
])

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIX1, _MIX2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31 = np.uint64(30), np.uint64(27), np.uint64(31)


def sketch(texts: Sequence[str | None]) -> list[np.ndarray]:
    """Return one sorted array of distinct uint64 hashes per text, possibly empty.

    Scripts without spaces are split by character; a text of fewer than five
    words has one shingle, the whole of it.
    """
    return [_one(text or "") for text in texts]


def _one(text: str) -> np.ndarray:
    tokens = words(fold(text))
    if not tokens:
        return np.empty(0, np.uint64)
    hashes = np.fromiter((xxhash.xxh3_64_intdigest(t.encode("utf-8", "replace")) for t in tokens), np.uint64, len(tokens))
    count = max(1, len(hashes) - SHINGLE + 1)
    mixed = np.zeros(count, np.uint64)
    with np.errstate(over="ignore"):
        for step in range(min(SHINGLE, len(hashes))):
            mixed = mixed * _MULTIPLIER + hashes[step : step + count]
        mixed = _finish(mixed)
    kept: np.ndarray = np.unique(mixed[mixed <= MAX_HASH])
    return kept


def _finish(x: np.ndarray) -> np.ndarray:
    """SplitMix64's finaliser (Steele, Lea, Flood 2014): spreads the bits evenly."""
    x = (x ^ (x >> _S30)) * _MIX1
    x = (x ^ (x >> _S27)) * _MIX2
    spread: np.ndarray = x ^ (x >> _S31)
    return spread


def sketch_rows(ids: Sequence[str], sources: Sequence[str], sketches: Sequence[np.ndarray]) -> pa.Table:
    """Return the sketches as rows (id, source, hash)."""
    lengths = [len(s) for s in sketches]
    hashes = np.concatenate([np.empty(0, np.uint64), *sketches])
    return pa.table(
        {"id": np.repeat(np.array(ids, object), lengths), "source": np.repeat(np.array(sources, object), lengths), "hash": hashes},
        schema=SCHEMA,
    )
