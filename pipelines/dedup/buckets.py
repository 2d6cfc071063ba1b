"""The near-duplicate join on arrays: all rows of some hashes in, their share of the pairs out.

What `dedup.sql` says of all rows at once, for one bucket of hashes: every row of a hash
stands in the same bucket. Sums over the buckets are the answer; no row depends on a row of
another bucket. A sort of numbers costs a tenth of what a cluster's tables cost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.dedup.sql import ANCHORS, FEW, TEMPLATE_PAGES


@dataclass(frozen=True, slots=True)
class Linked:
    """What one bucket adds: arrays of the same length side by side, each in order."""

    a: np.ndarray
    b: np.ndarray
    shared: np.ndarray
    """Hashes of the bucket that link `a < b`."""
    template_ids: np.ndarray
    template_hashes: np.ndarray
    """How many hashes of a document are its site's template."""
    sources: np.ndarray
    hashes: np.ndarray
    """The templates themselves."""


def linked(ids: np.ndarray, sources: np.ndarray, hashes: np.ndarray) -> Linked:
    """Return the links of a bucket's rows (a hash once per id), in whatever order they come.

    `ids`, `sources` and `hashes` are numbers of 64 bits, one of each per row.
    """
    rows = _repeated(np.argsort(hashes), hashes)
    rows = rows[np.lexsort((ids[rows], sources[rows], hashes[rows]))]
    ids, sources, hashes = ids[rows], sources[rows], hashes[rows]
    _, pages = _runs(hashes, sources)
    template = pages >= TEMPLATE_PAGES
    gone, numbers = np.unique(ids[template], return_counts=True)
    named = template & _first(hashes, sources)
    a, b, shared = _pairs(ids[~template], hashes[~template])
    return Linked(a, b, shared, gone, numbers, sources[named], hashes[named])


def _repeated(order: np.ndarray, hashes: np.ndarray) -> np.ndarray:
    """Return the rows whose hash stands in another row too: the others link nothing."""
    _, lengths = _runs(hashes[order])
    return order[lengths > 1]


def _first(*keys: np.ndarray) -> np.ndarray:
    """Tell which rows begin a run of equal keys."""
    first = np.ones(len(keys[0]), bool)
    if len(first):
        first[1:] = np.logical_or.reduce([k[1:] != k[:-1] for k in keys])
    return first


def _runs(*keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return for each row where its run of equal keys begins, and how long that is."""
    starts = np.flatnonzero(_first(*keys))
    lengths = np.diff(np.append(starts, len(keys[0])))
    return np.repeat(starts, lengths), np.repeat(lengths, lengths)


def _pairs(ids: np.ndarray, hashes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the pairs that rows link, with the number of their hashes."""
    order = np.lexsort((ids, hashes))
    ids, hashes = ids[order], hashes[order]
    starts, documents = _runs(hashes)
    place = np.arange(len(ids)) - starts + 1
    links = np.flatnonzero((place <= np.where(documents > FEW, ANCHORS, FEW)) & (place < documents))
    partners = documents[links] - place[links]
    left = np.repeat(links, partners)
    nth = np.arange(len(left)) - np.repeat(np.cumsum(partners) - partners, partners)
    right = left + 1 + nth
    names, numbers = np.unique(ids, return_inverse=True)
    keys, shared = np.unique(numbers[left] * len(names) + numbers[right], return_counts=True)
    count = max(1, len(names))
    return names[keys // count], names[keys % count], shared
