"""The page as a list of text blocks in reading order: one pass over the tree."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.layout import roles
from pipelines.layout.blocks import Block, Box, Mark, chars
from pipelines.layout.settle import settle
from pipelines.page.document import Element
from pipelines.page.words import squeeze

_BLOCK = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu",
    "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul", "amp-img", "amp-ad",
))  # fmt: skip
_SKIP = frozenset((
    "script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "canvas",
    "audio", "video", "head", "select", "option", "textarea", "input", "datalist", "map",
    "math", "source", "track", "link", "meta", "title", "amp-ad", "amp-iframe", "amp-analytics",
    "progress", "meter", "img", "picture", "rp", "rt",
))  # fmt: skip
_KINDS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6")) | {
    "p",
    "li",
    "blockquote",
    "pre",
    "td",
    "th",
    "dd",
    "dt",
}
_TELLING = _BLOCK | {"br", "a", "button", "b", "strong"}
"""Tags that open or close something; any other tells what its names tell."""
_NO_KIND_ABOVE = frozenset(("section", "article", "main", "body", "ul", "ol", "table"))
MAX_BLOCKS = 20_000
"""Blocks of a page that are read: many times those of any article."""
MAX_DEPTH = 400
"""Boxes inside boxes that are read: the pass goes down by calling itself."""


@dataclass(slots=True)
class _Walk:
    """State of the pass: what is open, and the text since the last break."""

    blocks: list[Block] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)
    box: Box | None = None
    parts: list[str] = field(default_factory=list)
    links: int = 0
    link_chars: int = 0
    bold_chars: int = 0
    buttons: int = 0
    in_link: int = 0
    in_bold: int = 0
    breaks: int = 0
    link_count: int = 0
    marks: list[Mark] = field(default_factory=list)
    controlled: frozenset[str] = frozenset()
    """Ids of the boxes that a control on the page opens for every reader."""
    folded: list[Box] = field(default_factory=list)
    """Hidden boxes that a click opens."""
    held: list[tuple[Element, list[str], tuple[int, int, int, int, int], list[Slot]]] = field(
        default_factory=list
    )
    """Sentences that a hidden element interrupts, their counts and their places."""
    slots: list[Slot] | None = None
    """Where the words since the last break stand; None: nobody asks."""
    of_block: list[list[Slot]] = field(default_factory=list)
    """The same for every block so far."""


def read(root: Element) -> tuple[list[Block], list[Mark]]:
    """Return the blocks of the page in document order, at most 20,000, and the
    elements that speak of access.

    Scripts, media and form fields give no block. Hidden text does, with the
    role `HIDDEN`: the boundary needs to know that it is there.
    """
    body = root if root.tag == "body" else root.find("body")
    if body is None:
        body = root
    walk = _walked(body, _Walk())
    return walk.blocks, walk.marks


Slot = tuple[Element, bool]
"""A place for words in the tree: an element's own text, or (True) what follows it."""


def read_with_slots(root: Element) -> tuple[list[Block], list[Mark], list[list[Slot]]]:
    """Return what `read` returns, and for every block the places that its words stand in."""
    body = root if root.tag == "body" else root.find("body")
    walk = _walked(body if body is not None else root, _Walk(slots=[]))
    return walk.blocks, walk.marks, walk.of_block


def _walked(body: Element, walk: _Walk) -> _Walk:
    walk.controlled = frozenset(i for ids in body.xpath("//@aria-controls") for i in ids.split())
    _run(walk, body)
    _flush(walk)
    _unfold(walk)
    settle(walk.blocks)
    return walk


def _run(walk: _Walk, element: Element, depth: int = 1) -> None:
    """Read an element: what opens with it, its text and children, what closes with it.

    Going down by hand costs half of what the events of `iterwalk` cost.
    """
    tag = element.tag
    if tag in _SKIP or depth > MAX_DEPTH or len(walk.blocks) >= MAX_BLOCKS:
        return
    flags = roles.of(element)
    tells = flags or tag in _TELLING
    if tells:
        _open(walk, element, tag, flags)
    if text := element.text:
        if walk.slots is not None:
            walk.slots.append((element, False))
        _add(walk, text)
    for child in element:
        _run(walk, child, depth + 1)
        if tail := child.tail:
            if walk.slots is not None:
                walk.slots.append((child, True))
            _add(walk, tail)
    if tells:
        _close(walk, element, tag)


def _open(walk: _Walk, element: Element, tag: str, flags: int) -> None:
    if tag in _BLOCK:
        if walk.parts or walk.link_count or walk.buttons:
            _flush(walk)
        walk.open.append(element)
    elif tag == "br":
        _break(walk)
    elif tag == "a":
        if not _is_anchor(element):
            walk.in_link += 1
            walk.link_count += 1
    elif tag == "button":
        walk.in_link += 1
        walk.buttons += 1
    elif tag in ("b", "strong"):
        walk.in_bold += 1
    if tag == "main":
        walk.in_link = walk.in_bold = 0  # a tag left open in the page's head
    if flags & roles.WALL:
        walk.marks.append(Mark(element, len(walk.blocks), flags))
    if flags:
        # an inline element with a role of its own starts a block of its own
        if _is_own_line(element, flags):
            _interrupt(walk, element, flags)
        walk.box = Box(element, flags, walk.box)
        if (
            flags & _HIDDEN
            and not flags & roles.WALL
            and (element.get("id") in walk.controlled or roles.folds(element.get("class", "")))
        ):
            walk.folded.append(walk.box)
    if tag == "h1":
        box = walk.box
        while box is not None:
            box.has_title = True
            box = box.parent


def _close(walk: _Walk, element: Element, tag: str) -> None:
    box = walk.box
    if tag in _BLOCK:
        if walk.parts or walk.link_count or walk.buttons:
            _flush(walk)
        if walk.open and walk.open[-1] is element:
            walk.open.pop()
    elif tag in ("a", "button"):
        if tag == "button" or not _is_anchor(element):
            walk.in_link = max(0, walk.in_link - 1)
    elif tag in ("b", "strong"):
        walk.in_bold = max(0, walk.in_bold - 1)
    if box is not None and box.element is element:
        if _is_own_line(element, box.roles):
            _flush(walk)
            _resume(walk, element)
        box.end = len(walk.blocks)
        walk.box = box.parent


def _interrupt(walk: _Walk, element: Element, flags: int) -> None:
    """Begin a block of its own; around one that nobody sees a sentence goes on, while
    in a heading or a line of facts it may part the kicker or the date from the rest."""
    if flags & _HIDDEN and walk.parts and walk.open and walk.open[-1].tag in ("p", "li"):
        counts = (walk.breaks, walk.link_chars, walk.bold_chars, walk.buttons, walk.link_count)
        walk.held.append((element, walk.parts, counts, walk.slots or []))
        walk.parts = []
        if walk.slots is not None:
            walk.slots = []
    _flush(walk)


def _resume(walk: _Walk, element: Element) -> None:
    if walk.held and walk.held[-1][0] is element:
        _, walk.parts, counts, slots = walk.held.pop()
        walk.slots = slots if walk.slots is not None else None
        walk.breaks, walk.link_chars, walk.bold_chars, walk.buttons, walk.link_count = counts


def _is_anchor(element: Element) -> bool:
    """An `<a>` that names a place and leads nowhere: the text in it is no link."""
    attributes = element.attrib
    return "href" not in attributes and "name" in attributes


_HIDDEN = roles.HIDDEN | roles.SOFT_HIDDEN
_SECTIONS = frozenset(("article", "header", "section", "main", "hgroup"))


def _is_own_line(element: Element, flags: int) -> bool:
    """A span that is hidden, a caption, or a kicker beside the headline."""
    if element.tag != "span":
        return False
    if flags & (_HIDDEN | roles.CAPTION):
        return True
    return bool(flags & roles.KICKER) and element.getparent().tag in _SECTIONS


def _break(walk: _Walk) -> None:
    """A single `<br>` is a space; two in a row end the block, and so does one behind a
    long line that ends as a sentence: text wrapped by hand breaks anywhere."""
    line = "".join(walk.parts[walk.breaks :]).strip()
    if walk.parts and (
        not line or (len(line) >= _LONG and line.endswith(_STOPS) and not walk.in_link)
    ):
        _flush(walk)
    walk.parts.append("\n")
    walk.breaks = len(walk.parts)


_LONG = 120
"""Characters of a line that nobody wraps by hand."""
_STOPS = (
    ".",
    "!",
    "?",
    "…",
    "。",
    ".”",
    ".“",
    '."',
    ".»",
    ".)",
    "?”",
    '?"',
    "!”",
    '!"',
    "।",
    "？",
    "！",
)


def _add(walk: _Walk, text: str) -> None:
    if not (walk.parts or walk.link_count or walk.buttons) and text.isspace():
        return  # most white space stands between two tags and is of no block
    walk.parts.append(text)
    if walk.in_link or walk.in_bold:
        length = len(text.strip())
        if walk.in_link:
            walk.link_chars += length
        if walk.in_bold:
            walk.bold_chars += length


def _flush(walk: _Walk) -> None:
    if walk.parts:
        text = squeeze("".join(walk.parts))
        if text:
            _append(walk, text)
        walk.parts = []
    if walk.slots:
        walk.slots = []
    walk.breaks = walk.link_chars = walk.bold_chars = walk.buttons = walk.link_count = 0


def _append(walk: _Walk, text: str) -> None:
    element = walk.open[-1] if walk.open else None
    if element is None:
        return
    block = Block(
        text=text,
        kind=_kind(walk.open),
        element=element,
        stack=tuple(walk.open),
        box=walk.box,
        index=len(walk.blocks),
        link_chars=walk.link_chars,
        bold_chars=walk.bold_chars,
        buttons=walk.buttons,
        links=walk.link_count,
    )
    walk.blocks.append(block)
    if walk.slots is not None:
        walk.of_block.append(walk.slots)
    if block.is_strong:
        box = walk.box
        while box is not None:
            box.chars += len(text)
            box = box.parent


_FOLDED = 2 / 3
"""Share of the running text in closed boxes above which they are the article."""


def _unfold(walk: _Walk) -> None:
    """Where boxes that a click opens hold most of the text, they are the article (steps,
    questions and answers); else they hold what stands beside it: a summary, a transcript."""
    inside = sum(box.chars for box in walk.folded)
    if inside > _FOLDED * chars(b for b in walk.blocks if b.is_strong):
        for box in walk.folded:
            box.roles &= ~_HIDDEN


def _kind(stack: list[Element]) -> str:
    for element in reversed(stack[-4:]):
        tag = element.tag
        if tag in _KINDS:
            # text in a list inside a table cell is a list item
            return str(tag)
        if tag in _NO_KIND_ABOVE:
            break
    return "div"
