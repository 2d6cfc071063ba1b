"""What stands around a line that may name the authors, and how often the page says the name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from urllib.parse import urlsplit

from pipelines.access.public import PublicDocument as Document, PublicLayout as Layout
from pipelines.fields.authors import byline_shapes as shapes, marks, name_shapes
from pipelines.fields.site_name import letters
from pipelines.layout.blocks import Block

_LINE = 80
"""Characters of a neighbouring line that is a date, a role or a label."""
_NEXT = 2
"""Blocks before and behind a line that are its neighbours."""
_ROW = 3
"""Blocks before and behind a line among which others of its make are counted."""
_LINKED = 0.9
"""Share of link text from which a line is a link."""
_OFTEN = 4
"""Lines with a name beyond which no more are counted."""


def printed(names: Sequence[str], layout: Layout) -> float:
    """Return how many lines of the page hold the first of these names, four at most."""
    name, found = names[0], 0
    capitals = name.upper()
    for block in layout.blocks:
        if name in block.text or capitals in block.text:
            found += 1
            if found == _OFTEN:
                break
    return float(found)


def of_site(names: Sequence[str], document: Document) -> float:
    """Return how much of these names the site's address spells, 0 to 1: "Valley Post Team"
    on `valleypost.example` is of the house; so may be whoever writes on a site of one's own."""
    host = letters((urlsplit(document.url).hostname or "").removeprefix("www."))
    words = [letters(w) for name in names for w in name.split()]
    sizes = [len(w) for w in words if len(w) > 2]
    return sum(len(w) for w in words if len(w) > 2 and w in host) / (sum(sizes) or 1)


_NOWHERE = ("date beside", "role in line", "role below", "label above", "link spells name", "portrait", "among links", "lines alike")  # fmt: skip


def signs(block: Block | None, names: Sequence[str], raw: str, layout: Layout) -> dict[str, float]:
    """Return the named signs of what stands around a printed line; all 0 for a declared name."""
    if block is None:
        return dict.fromkeys(_NOWHERE, 0.0)
    place = block.index
    before = layout.blocks[max(0, place - _NEXT) : place]
    after = layout.blocks[place + 1 : place + 1 + _NEXT]
    behind = raw.partition(names[-1])[2][:_LINE]
    under = after[0].text if after else ""
    over = before[-1].text if before else ""
    return {
        "date beside": float(any(_is_date(b) for b in (*before, *after))),
        "role in line": float(bool(name_shapes.role().search(behind))),
        "role below": float(len(under) < _LINE and bool(name_shapes.role().search(under))),
        "label above": float(len(over) < _LINE and bool(shapes.label_only().match(over))),
        "link spells name": float(_is_spelt(names[0], block)),
        "portrait": float(_has_portrait(block)),
        "among links": float(all(b.link_share > _LINKED for b in (*before[-1:], *after[:1]))),
        "lines alike": float(_alike(block, layout)),
    }


def _is_date(block: Block) -> bool:
    return len(block.text) < _LINE and bool(shapes.stamped().search(block.text))


def _is_spelt(name: str, block: Block) -> bool:
    """Tell whether a link in the line, or one that holds the line, leads to the name."""
    links = chain(block.element.iter("a"), marks.links_around(block))
    return any(marks.spells(link, name) for link in links)


def _has_portrait(block: Block) -> bool:
    """Tell whether a picture stands in the box of the line, or in the one around that."""
    return any(next(e.iter("img"), None) is not None for e in block.stack[-3:-1])


def _alike(block: Block, layout: Layout) -> int:
    """How many lines around are made alike: items of a menu or of a list of people."""
    near = layout.blocks[max(0, block.index - _ROW) : block.index + _ROW + 1]
    own = block.element.tag, block.element.get("class")
    return sum((b.element.tag, b.element.get("class")) == own for b in near) - 1
