"""The page as a list of text blocks in reading order: one pass over the tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain

from pipelines.layout import folds, names, roles
from pipelines.layout.blocks import Block, BlockDraft, BoxDraft, Mark, chars, frozen
from pipelines.layout.settle import settle
from pipelines.page.document import Element
from pipelines.page.words import squeeze

_BLOCKS = frozenset((
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
_OUT, _PLAIN, _BLOCK, _MAIN, _TITLE, _BREAK, _LINK, _BUTTON, _BOLD = range(-1, 8)
"""What a tag does when it opens and closes; `_PLAIN`: what its names tell."""
_INSIDE_OUT = -2
"""What stands in an element that is left out."""
_BOXED = 8
"""Added for an element that tells something of itself: it is a box."""
_DOES = {
    **dict.fromkeys(_BLOCKS, _BLOCK), "main": _MAIN, "h1": _TITLE, "br": _BREAK, "a": _LINK,
    "button": _BUTTON, "b": _BOLD, "strong": _BOLD, **dict.fromkeys(_SKIP, _OUT),
}  # fmt: skip
_NO_KIND_ABOVE = frozenset(("section", "article", "main", "body", "ul", "ol", "table"))
MAX_BLOCKS = 20_000
"""Blocks of a page that are read: many times those of any article."""
MAX_DEPTH = 400
"""Boxes inside boxes that are read: the pass goes down by calling itself."""


@dataclass(slots=True)
class _Walk:
    """State of the pass: what is open, and the text since the last break."""

    root: Element
    blocks: list[BlockDraft] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)
    """Block-level elements that are open."""
    box: BoxDraft | None = None
    boxes: list[BoxDraft] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    """The text since the last break; the same list all the time."""
    link_chars: int = 0
    bold_chars: int = 0
    buttons: int = 0
    in_link: int = 0
    in_bold: int = 0
    breaks: int = 0
    link_count: int = 0
    marks: list[Mark] = field(default_factory=list)
    closed: dict[BoxDraft, int] = field(default_factory=dict)
    """Hidden boxes that no name keeps back, and how many blocks stand before each."""
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
    walk = _walked(_Walk(_body(root)))
    return frozen(walk.blocks, walk.boxes), walk.marks


Slot = tuple[Element, bool]
"""A place for words in the tree: an element's own text, or (True) what follows it."""


def read_with_slots(root: Element) -> tuple[list[Block], list[Mark], list[list[Slot]]]:
    """Return what `read` returns, and for every block the places that its words stand in."""
    walk = _walked(_Walk(_body(root), slots=[]))
    return frozen(walk.blocks, walk.boxes), walk.marks, walk.of_block


def _body(root: Element) -> Element:
    body = root if root.tag == "body" else root.find("body")
    return body if body is not None else root


def _walked(walk: _Walk) -> _Walk:
    _run(walk)
    _flush(walk)
    _unfold(walk)
    settle(walk.blocks)
    return walk


def _run(walk: _Walk) -> None:  # noqa: PLR0915  to call costs as much as to do
    """Read the tree: what opens with an element, its text, what closes with it, its tail."""
    # one iterator over all elements costs two thirds of going down by hand
    parts, blocks, open_ = walk.parts, walk.blocks, walk.open
    does, told, of_tags, of_names = _DOES, roles.told, roles.OF_TAGS, names.read
    slots = walk.slots is not None
    above: list[Element] = []
    ends: list[int] = []
    for element in chain(walk.root.iter(), _END):
        parent = element.getparent() if element is not None else walk.root
        while above and above[-1] is not parent:
            last, act = above.pop(), ends.pop()
            if act == _BLOCK:
                if parts or walk.link_count or walk.buttons:
                    _flush(walk)
                open_.pop()
            elif act > 0:
                _close(walk, last, act)
            elif act == _INSIDE_OUT:
                continue
            text = last.tail
            if text and (parts or not text.isspace() or walk.link_count or walk.buttons or slots):
                _add(walk, text, last, is_tail=True)
        if element is None:
            break  # all is read
        above.append(element)
        if ends and ends[-1] < 0:
            ends.append(_INSIDE_OUT)
            continue
        tag = element.tag
        is_own = tag not in does and "-" in str(tag)  # of the page's own making
        act = _own_making(element) if is_own else does.get(tag, _PLAIN)
        if act < 0 or len(above) > MAX_DEPTH or len(blocks) >= MAX_BLOCKS:
            ends.append(_OUT)
            continue
        attributes = element.keys()
        if not attributes and tag != "figure" and not is_own:
            flags = of_tags.get(tag, 0)
        elif attributes == _HREF and act == _LINK:
            flags = 0
        elif attributes == _CLASS and tag not in _TOLD_APART and not is_own:
            flags = of_tags.get(tag, 0) | of_names(element.get("class"))[1]
        else:
            flags = told(element, tag, attributes)
        if act == _BLOCK and not flags:
            if parts or walk.link_count or walk.buttons:
                _flush(walk)
            open_.append(element)
        elif act or flags:
            if act == _LINK and "href" not in attributes and "name" in attributes:
                act = _PLAIN  # it names a place and leads nowhere: the text in it is no link
            _enter(walk, element, act, flags)
            if flags:
                act += _BOXED
        ends.append(act)
        text = element.text
        # most white space stands between two tags and is of no block
        if text and (parts or not text.isspace() or walk.link_count or walk.buttons or slots):
            _add(walk, text, element)
    if ends[0] > 0:
        _close(walk, above[0], ends[0])


def _own_making(element: Element) -> int:
    """What an element does that HTML does not know (`<my-box>`: its tag is a name, too)."""
    return _BLOCK if next(element.iter(*_BLOCKS), None) is not None else _PLAIN


_END = (None,)
_HREF, _CLASS = ["href"], ["class"]
"""All attributes of most elements that have any."""
_TOLD_APART = frozenset(("figure", "tr", "tbody", "thead", "h1", "h2", "h3", "h4", "h5", "h6"))
"""What these tell depends on what is in them, or a part of their names does not count."""


def _enter(walk: _Walk, element: Element, act: int, flags: int) -> None:
    """Open an element that does something, or tells something of itself."""
    if _BLOCK <= act <= _TITLE:
        if walk.parts or walk.link_count or walk.buttons:
            _flush(walk)
        walk.open.append(element)
        if act == _MAIN:
            walk.in_link = walk.in_bold = 0  # a tag left open in the page's head
    elif act == _LINK:
        walk.in_link += 1
        walk.link_count += 1
    elif act == _BREAK:
        _break(walk)
    elif act == _BUTTON:
        walk.in_link += 1
        walk.buttons += 1
    elif act == _BOLD:
        walk.in_bold += 1
    if flags:
        if flags & roles.WALL:
            walk.marks.append(Mark(element, len(walk.blocks), flags))
        # an inline element with a role of its own starts a block of its own
        if not act and _is_own_line(element, flags):
            _interrupt(walk, element, flags)
        walk.box = box = BoxDraft(element, flags, walk.box)
        walk.boxes.append(box)
        if flags & _HIDDEN and not flags & roles.WALL:
            walk.closed[box] = len(walk.blocks)
    if act == _TITLE:
        around = walk.box
        while around is not None:
            around.has_title = True
            around = around.parent


def _close(walk: _Walk, element: Element, act: int) -> None:
    kind = act & ~_BOXED
    if _BLOCK <= kind <= _TITLE:
        if walk.parts or walk.link_count or walk.buttons:
            _flush(walk)
        walk.open.pop()
    elif kind in (_LINK, _BUTTON):
        walk.in_link = max(0, walk.in_link - 1)
    elif kind == _BOLD:
        walk.in_bold = max(0, walk.in_bold - 1)
    box = walk.box
    if kind != act and box is not None:
        if not kind and _is_own_line(element, box.roles):
            _flush(walk)
            _resume(walk, element)
        box.end = len(walk.blocks)
        walk.box = around = box.parent
        if box.chars and around is not None:
            around.chars += box.chars


def _interrupt(walk: _Walk, element: Element, flags: int) -> None:
    """Begin a block of its own; around one that nobody sees a sentence goes on, while
    in a heading or a line of facts it may part the kicker or the date from the rest."""
    if flags & _HIDDEN and walk.parts and walk.open and walk.open[-1].tag in ("p", "li"):
        counts = (walk.breaks, walk.link_chars, walk.bold_chars, walk.buttons, walk.link_count)
        walk.held.append((element, walk.parts.copy(), counts, walk.slots or []))
        walk.parts.clear()
        if walk.slots is not None:
            walk.slots = []
    _flush(walk)


def _resume(walk: _Walk, element: Element) -> None:
    if walk.held and walk.held[-1][0] is element:
        _, parts, counts, slots = walk.held.pop()
        walk.parts[:] = parts
        walk.slots = slots if walk.slots is not None else None
        walk.breaks, walk.link_chars, walk.bold_chars, walk.buttons, walk.link_count = counts


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
    ".", "!", "?", "…", "。", ".”", ".“", '."', ".»",
    ".)", "?”", '?"', "!”", '!"', "।", "？", "！",
)  # fmt: skip


def _add(walk: _Walk, text: str, element: Element, *, is_tail: bool = False) -> None:
    if walk.slots is not None:
        walk.slots.append((element, is_tail))
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
        if text and walk.open:
            _append(walk, text)
        walk.parts.clear()
    if walk.slots:
        walk.slots = []
    walk.breaks = walk.link_chars = walk.bold_chars = walk.buttons = walk.link_count = 0


def _append(walk: _Walk, text: str) -> None:
    element = walk.open[-1]
    block = BlockDraft(
        text,
        element.tag if element.tag in _KINDS else _kind(walk.open),
        element,
        tuple(walk.open),
        walk.box,
        len(walk.blocks),
        walk.link_chars,
        walk.bold_chars,
        walk.buttons,
        walk.link_count,
    )
    walk.blocks.append(block)
    if walk.slots is not None:
        walk.of_block.append(walk.slots)
    if block.is_strong and walk.box is not None:
        walk.box.chars += len(text)  # those around it are told when it closes


_FOLDED = 2 / 3
"""Share of the running text in closed boxes above which they are the article."""


def _unfold(walk: _Walk) -> None:
    """Where boxes that a click opens hold most of the text, or are a row of one make, each
    under a line of its own, they are the article's; else they hold what stands beside it: a
    summary, a transcript, facts on the authors."""
    closed = {box: start for box, start in walk.closed.items() if box.chars}
    if not closed:
        return
    ids = folds.controlled(walk.root)
    folded = {box: start for box, start in closed.items() if folds.opens(box.element, ids)}
    inside = sum(box.chars for box in folded)
    if inside > _FOLDED * chars(b for b in walk.blocks if b.is_strong):
        opened = set(folded)
    else:
        made: dict[tuple[str, str], list[BoxDraft]] = {}
        for box, start in folded.items():
            row = made.setdefault(_make(box), [])
            if not row or row[-1].end < start:
                row.append(box)
        opened = {box for row in made.values() if len(row) >= folds.ROW for box in row}
    pressed = folds.rows([box.element for box in closed], headings=False)
    for box in closed:
        if box in opened or box.element in pressed:
            box.roles &= ~_HIDDEN


def _make(box: BoxDraft) -> tuple[str, str]:
    return str(box.element.tag), box.element.get("class") or ""


def _kind(stack: list[Element]) -> str:
    for element in reversed(stack[-4:]):
        tag = element.tag
        if tag in _KINDS:
            # text in a list inside a table cell is a list item
            return str(tag)
        if tag in _NO_KIND_ABOVE:
            break
    return "div"
