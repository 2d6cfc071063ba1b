"""Shards of a crawl: each registered domain belongs to exactly one of them.

Politeness binds a host to one worker, so a crawl over many machines is cut by
registered domain (Public Suffix List) and needs no broker: shard 2 of 8 asks only
what is its own, whatever the others do, and has a dataset folder of its own.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import xxhash

from pipelines.errors import InputError
from pipelines.identity import registered_domain
from pipelines.recipe import Source

_WRITTEN = re.compile(r"(\d{1,9})(?:/|-of-)(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Shard:
    """One of `of` parts of a crawl, counted from 1."""

    number: int
    of: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Return the shard written as `2/8` or `2-of-8`. Raises InputError."""
        found = _WRITTEN.fullmatch(text.strip())
        number, of = map(int, found.groups()) if found else (0, 0)
        if not 1 <= number <= of:
            msg = f"`{text}` is no shard. Write NUMBER/OF from 1/OF to OF/OF: `--shard 2/8` is the second of eight."
            raise InputError(msg)
        return cls(number, of)

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    @classmethod
    def named(cls, name: str) -> Shard | None:
        """Return the shard that a folder is named after; None when it is no such name."""
        found = _WRITTEN.fullmatch(name)
        return cls(*map(int, found.groups())) if found else None

    @property
    def folder_name(self) -> str:
        """Name of the shard's dataset folder."""
        return f"{self.number}-of-{self.of}"

    def owns(self, host: str) -> bool:
        """Tell whether a host is asked by this shard."""
        return shard_of(host, self.of) == self.number

    def owns_url(self, url: str) -> bool:
        """Tell whether the host of an address is asked by this shard."""
        return self.owns(urlsplit(url).hostname or "")

    def takes(self, sizes: Sequence[int]) -> list[int]:
        """Return which of several files, by their place in the list, this shard reads.

        Files know no politeness: each goes to the shard that has the fewest bytes so far,
        in the order of the list, so that files added behind the others move none of them.
        """
        load = [(0, number) for number in range(1, self.of + 1)]
        taken = []
        for place, size in enumerate(sizes):
            held, number = heapq.heappop(load)
            heapq.heappush(load, (held + max(1, size), number))
            if number == self.number:
                taken.append(place)
        return taken

    def looks_for(self, source: Source) -> bool:
        """Tell whether this shard reads the home page, sitemaps and feeds of a source.

        Those on another domain than the paper's (a feed service) come along.
        """
        anchors = [source.site, *source.sections, *source.sitemaps, *source.feeds]
        anchor = next(filter(None, anchors), "")
        return bool(anchor) and self.owns_url(anchor)


def shard_of(host: str, of: int) -> int:
    """Return the number, from 1, of the shard that asks a host."""
    return _place(registered_domain(host.lower()), of)


def _place(name: str, of: int) -> int:
    return xxhash.xxh3_64_intdigest(name.encode("utf-8", "replace")) % of + 1
