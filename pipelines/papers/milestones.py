"""Which captures of a paper its model is made from: those up to a milestone of its pages.

A model that were made anew with every page would have a large paper read again each night.
Which pages it is made from must be told by the archive alone, though: else a crawl in many
runs had other rows than the same archive built at once. So a paper's pages are put in the
order in which they were first fetched, and the model is made from all that was fetched until
the last milestone's page was.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.papers.sql import LEAST

GROWN = 10
"""A milestone is a tenth of the pages further than the one before: shares that the model is
made of can change by no more than that, and all that a paper's pages are read again comes to
ten times each, however long a crawl goes on."""
MOST = 500
"""Pages between two milestones at most: a redesign is learned after some days, and not when a
tenth of ten years has come in."""


@cache
def milestone(pages: int) -> int:
    """Return the last milestone of so many pages; 0 where the first is not reached."""
    if pages < LEAST:
        return 0
    found = LEAST
    while (following := found + min(MOST, max(1, found // GROWN))) <= pages:
        found = following
    return found


@dataclass(frozen=True, slots=True)
class Basis:
    """What the model of one paper is made from."""

    rows: np.ndarray
    """Numbers of the captures among all that were told, in order."""
    mark: str
    """What tells these captures from others."""


def bases(told: pa.Table) -> dict[str, Basis]:
    """Return what the model of each paper is made from; `told` are rows of `rows.PAGES`.

    What two papers have alike, page and all, is the first one's.
    """
    names, source = _numbered(told["source"])
    page, capture, fetched = (told[n].to_numpy() for n in ("page", "capture", "fetched"))
    order = np.lexsort((source, capture))
    alike = np.r_[False, capture[order][1:] == capture[order][:-1]]
    owner = np.maximum.accumulate(np.where(alike, 0, np.arange(len(order))))
    own = order[source[order] == source[order][owner]]
    own = own[np.lexsort((capture[own], fetched[own], source[own]))]
    ends = np.searchsorted(source[own], np.arange(len(names) + 1))
    found = {}
    for number, name in enumerate(names):
        rows = own[ends[number] : ends[number + 1]]
        # in the order of fetching: the first of a page is where it was first fetched
        _, first = np.unique(page[rows], return_index=True)
        if count := milestone(len(first)):
            until = fetched[rows][np.sort(first)[count - 1]]
            rows = rows[fetched[rows] <= until]
            said = fetched[rows].tobytes() + capture[rows].tobytes()
            found[name] = Basis(np.sort(rows), hashlib.sha256(said).hexdigest()[:16])
    return found


def _numbered(column: pa.ChunkedArray) -> tuple[list[str], np.ndarray]:
    """Return the values of a column in order, and the number of each row's."""
    names = sorted(pc.unique(column).to_pylist())
    return names, pc.index_in(column, value_set=pa.array(names, column.type)).to_numpy()
