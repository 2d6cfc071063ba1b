"""What everybody may read of a page: the only thing that readers of words are given.

Made once, when access is known. Where nothing is kept back it is the page itself. Else
it is a copy of the tree with the same elements, in which only the words of public blocks
are left: text of other blocks, scripts, attributes and declarations that repeat what is
kept back are gone. A reader that climbs through the tree finds nothing, since nothing is
there.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace

from lxml import etree

from pipelines.access import declarations
from pipelines.access.evidence import Access, Boundary
from pipelines.layout import roles
from pipelines.layout.blocks import Block
from pipelines.layout.layout import Layout
from pipelines.layout.segment import Slot, read_with_slots
from pipelines.page.document import Document, Element


class PublicDocument(Document):
    """A page without what is kept back."""

    def __init__(self, source: Document, root: Element) -> None:
        self.url = source.url
        self.decoded = source.decoded
        self.root = root
        self._is_whole = root is source.root
        if self._is_whole:
            # what was read of the page already
            self.__dict__.update({k: v for k, v in vars(source).items() if k in _READ})

    @property
    def markup(self) -> str:
        """The page as text, for libraries that parse it themselves."""
        if self._is_whole:
            return self.decoded.text
        return str(etree.tostring(self.root, encoding="unicode", method="html"))


_READ = ("head", "ld", "article_nodes")


@dataclass(frozen=True, eq=False)
class PublicLayout(Layout):
    """A layout whose blocks have no words that are kept back.

    A block that is kept back stays, without text, so that positions count the same.
    """

    walled: bool = False
    """A part of the page is kept back."""
    cut: bool = False
    """The public text ends at a boundary."""

    @property
    def head_zone(self) -> tuple[Block, ...]:
        """The public blocks from a little before the headline to the first paragraphs."""
        return tuple([b for b in super().head_zone if b.text])

    def inside(self) -> tuple[Block, ...]:
        """Return the public blocks of the container, in order."""
        return tuple([b for b in self._inside if b.text])


@dataclass(frozen=True, slots=True)
class Public:
    """The two halves of a public page: its tree with what it declares, and its blocks."""

    document: PublicDocument
    layout: PublicLayout


def whole(document: Document, layout: Layout) -> Public:
    """Return a page of which nothing is kept back, as it is.

    Before access is known, only the search for the place of the headline may ask for it.
    """
    return Public(PublicDocument(document, document.root), _same(layout, layout.blocks))


def public(document: Document, layout: Layout, access: Access) -> Public:
    """Return what everybody may read of a page."""
    kept = kept_back(layout, access)
    cut = access.boundary is not None
    if not access.reserved and not cut:
        blocks = tuple(_emptied(b, kept) for b in layout.blocks) if kept else layout.blocks
        return Public(PublicDocument(document, document.root), _same(layout, blocks))
    return _without(document, layout, kept, access.boundary)


def kept_back(layout: Layout, access: Access) -> frozenset[int]:
    """Return the indexes of the blocks whose words are not public: reserved, behind the
    boundary, or running text that nobody sees."""
    limit = len(layout.blocks)
    if access.boundary is not None:
        limit = access.boundary.block + (access.boundary.chars > 0)
    return frozenset(
        b.index
        for b in layout.blocks
        if b.index >= limit
        or b.index in access.reserved
        or (b.roles & roles.HIDDEN and b.is_strong)
    )


def _emptied(block: Block, kept: frozenset[int], parted: Boundary | None = None) -> Block:
    if block.index in kept:
        return replace(block, text="")
    if parted is not None and block.index == parted.block:
        return replace(block, text=block.text[: parted.chars].rstrip())
    return block


def _same(layout: Layout, blocks: tuple[Block, ...]) -> PublicLayout:
    head = layout.headline
    return PublicLayout(
        blocks=blocks,
        container=layout.container,
        body_start=layout.body_start,
        marks=layout.marks,
        core=layout.core,
        headline=blocks[head.index] if head is not None else None,
    )


def _without(
    document: Document, layout: Layout, kept: frozenset[int], place: Boundary | None
) -> Public:
    """The page as a copy without what is kept back."""
    root = deepcopy(document.root)
    blocks, marks, slots = read_with_slots(root)
    if len(blocks) != len(layout.blocks):
        msg = "the layout is not that of the page: nothing of it can be told to be public"
        raise ValueError(msg)
    parted = place if place is not None and place.chars else None
    if parted is not None:
        slots[parted.block] = _part(blocks[parted.block].text[: parted.chars], slots[parted.block])
    open_slots = {s for b in blocks if b.index not in kept for s in slots[b.index]}
    blocks = [_emptied(b, kept, parted) for b in blocks]
    known = declarations.Known.of(b.text for b in blocks)
    _blank(root, open_slots, known)
    head = layout.headline
    made = PublicLayout(
        blocks=tuple(blocks),
        container=_twin(layout.container, root),
        body_start=layout.body_start,
        marks=tuple(marks),
        core=_twin(layout.core, root),
        headline=blocks[head.index] if head is not None else None,
        walled=True,
        cut=place is not None,
    )
    return Public(PublicDocument(document, root), made)


def _twin(element: Element | None, root: Element) -> Element | None:
    """The element at the same place in a copy of its tree."""
    if element is None:
        return None
    steps = []
    while (parent := element.getparent()) is not None:
        steps.append(parent.index(element))
        element = parent
    for step in reversed(steps):
        root = root[step]
    return root


def _part(text: str, slots: list[Slot]) -> list[Slot]:
    """Cut the places of a block behind its public beginning; return those that hold it."""
    left = len("".join(text.split()))
    for number, (element, is_tail) in enumerate(slots):
        own = (element.tail if is_tail else element.text) or ""
        size = len("".join(own.split()))
        if size < left:
            left -= size
            continue
        beginning = _beginning(own, left)
        if is_tail:
            element.tail = beginning
        else:
            element.text = beginning
        return slots[: number + 1]
    return slots


def _beginning(text: str, count: int) -> str:
    """The beginning of a text that has so many characters, white space aside."""
    for place, character in enumerate(text):
        if not count:
            return text[:place]
        count -= not character.isspace()
    return text


_KEPT_TEXT = ("title", "style")
"""Elements whose text is no block and no word of the article."""


def _blank(root: Element, open_slots: set[Slot], known: declarations.Known) -> None:
    """Take every word out of a tree but those of the open slots; elements stay, so that
    paths lead to the same places."""
    around = _around(open_slots)
    for element in root.iter():
        tag = element.tag
        if tag == "script":
            element.text = declarations.script(element, known)
        elif element.text and (element, False) not in open_slots and tag not in _KEPT_TEXT:
            element.text = None if element.text.strip() else element.text
        if element.tail and (element, True) not in open_slots:
            element.tail = None if element.tail.strip() else element.tail
        if tag == "meta":
            declarations.clean_meta(element, known)
        elif element.attrib:
            declarations.clean_attributes(element, is_open=element in around or tag == "link")


def _around(open_slots: set[Slot]) -> set[Element]:
    """The elements that hold public words."""
    found: set[Element] = set()
    for element, is_tail in open_slots:
        above = element.getparent() if is_tail else element
        while above is not None and above not in found:
            found.add(above)
            above = above.getparent()
    return found
