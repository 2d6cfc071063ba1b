"""The page as a list of text blocks in reading order, each with its place.

One pass over the tree. A block is the text between two block-level tags (or
two `<br>`); it knows its element, its link share and the roles of all the
boxes around it. Every later step (title, byline, teaser, body, wall) reads
this list, so that a paragraph number and a place on the page are one thing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipelines.layout import roles
from pipelines.page.document import Element
from pipelines.page.words import is_dense, squeeze

_BLOCK = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "amp-img",
        "amp-ad",
    ]
)
_SKIP = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "head",
        "select",
        "option",
        "textarea",
        "input",
        "datalist",
        "map",
        "math",
        "source",
        "track",
        "link",
        "meta",
        "title",
        "amp-ad",
        "amp-iframe",
        "amp-analytics",
        "progress",
        "meter",
        "img",
        "picture",
        "rp",
        "rt",
    ]
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_KINDS = _HEADINGS | {"p", "li", "blockquote", "pre", "td", "th", "dd", "dt"}
_NO_KIND_ABOVE = frozenset(("section", "article", "main", "body", "ul", "ol", "table"))
MAX_BLOCKS = 20_000
_LINE = 60
"""Characters from which a line is a full sentence or more."""
MAX_DEPTH = 400


@dataclass(slots=True, eq=False)
class Box:
    """An element that tells something of itself, and how much text it holds."""

    element: Element
    roles: int
    parent: Box | None
    chars: int = 0
    """Characters of long, linkless text inside."""
    has_title: bool = False
    """An `<h1>` stands inside."""
    pooled: int = 0
    """The same of all boxes with its name."""
    row: int = 0
    """Characters of the longest row of sibling paragraphs inside."""
    end: int = 0
    """Number of blocks when it was closed."""


@dataclass(slots=True, eq=False)
class Block:
    """One piece of running text."""

    text: str
    kind: str
    """`h1` … `h6`, `p`, `li`, `blockquote`, `pre`, `td`, `th`, `dd`, `dt` or `div`."""
    element: Element
    stack: tuple[Element, ...]
    """Block-level ancestors from `<body>` down to `element`."""
    box: Box | None
    index: int = 0
    link_chars: int = 0
    bold_chars: int = 0
    buttons: int = 0
    links: int = 0
    roles: int = 0
    """Roles of all boxes around it, set when the page is read to its end."""
    is_heading: bool = field(init=False)
    """It is an `<h1>` … `<h6>`."""
    is_strong: bool = field(init=False)
    """It is a full sentence or more, not mainly links."""

    def __post_init__(self) -> None:
        """Tell once what every later step asks."""
        self.is_heading = self.kind in _HEADINGS
        self.is_strong = (
            self._is_long() and not self.is_heading and self.link_chars * 3 < len(self.text)
        )

    def _is_long(self) -> bool:
        """A character of Chinese, Japanese or Korean says as much as two letters."""
        count = len(self.text)
        return count >= _LINE or (
            count >= _LINE // 2 and not self.text.isascii() and is_dense(self.text)
        )

    @property
    def link_share(self) -> float:
        """Share of the text that is link text, 0 to 1."""
        return min(1.0, self.link_chars / len(self.text)) if self.text else 0.0

    @property
    def path(self) -> str:
        """XPath of the element."""
        return str(self.element.getroottree().getpath(self.element))


def chars(blocks: Iterable[Block]) -> int:
    """Return how many characters the texts of these blocks have together."""
    return sum(len(b.text) for b in blocks)


@dataclass(frozen=True, slots=True)
class Mark:
    """An element, empty or not, whose names speak of a wall or a subscription."""

    element: Element
    index: int
    """Number of blocks before it."""
    roles: int


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
    _settle_roles(walk.blocks)
    return walk


def _run(walk: _Walk, element: Element, depth: int = 1) -> None:
    """Read an element: what opens with it, its text and children, what closes with it.

    Going down by hand costs half of what the events of `iterwalk` cost.
    """
    tag = element.tag
    if tag in _SKIP or depth > MAX_DEPTH or len(walk.blocks) >= MAX_BLOCKS:
        return
    _open(walk, element, tag)
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
    _close(walk, element, tag)


def _open(walk: _Walk, element: Element, tag: str) -> None:
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
    flags = roles.of(element)
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


def _unfold(walk: _Walk) -> None:
    """Where boxes that a click opens hold most of the text, they are the article (steps,
    questions and answers); else they hold what stands beside it: a summary, a transcript."""
    inside = sum(box.chars for box in walk.folded)
    if 3 * inside > 2 * chars(b for b in walk.blocks if b.is_strong):
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


def _settle_roles(blocks: list[Block]) -> None:
    """Give every block the roles of its boxes, but for boxes that hold the article.

    A class like `has-sidebar single-author` on a wrapper says nothing about the
    text in it: a box that holds most of the page's running text, or its `<h1>`
    together with a good part of it, does not speak for its content.
    """
    strong = [b for b in blocks if b.is_strong]
    total = sum(len(b.text) for b in strong) or 1
    title = _first_title(blocks, strong)
    _settle(blocks, _Page(total, title=title))
    free = sum(len(b.text) for b in strong if not b.roles & roles.NOT_BODY)
    if free < 0.75 * total:
        # the names throw away more running text than they leave: doubt them
        _pool(strong)
        _settle(blocks, _Page(total, max(_longest_row(strong), int(1.5 * free), 600), title))


def _first_title(blocks: list[Block], strong: list[Block]) -> int:
    title = next((b.index for b in blocks if b.kind == "h1"), 0)
    return title if sum(len(b.text) for b in strong if b.index > title) > 400 else 0


def _pool(strong: list[Block]) -> None:
    """Let boxes of one name count together: page builders put every paragraph into
    a box of its own, so that no single one holds most of the text."""
    pools: dict[tuple[str, str, int], int] = {}
    members: dict[tuple[str, str, int], set[Box]] = {}
    for block in strong:
        box, seen = block.box, set()
        while box is not None:
            if (
                box.roles & roles.NOT_BODY
                and not box.roles & _NEVER_POOLED
                and box.element.tag not in _SURE
            ):
                key = _name(box)
                members.setdefault(key, set()).add(box)
                if key not in seen:
                    seen.add(key)
                    pools[key] = pools.get(key, 0) + len(block.text)
            box = box.parent
    for key, boxes in members.items():
        for box in boxes:
            box.pooled = pools[key]


def _name(box: Box) -> tuple[str, str, int]:
    names = (box.element.get("class") or box.element.get("id") or "").split()
    return str(box.element.tag), names[0] if names else "", box.roles


def _settle(blocks: list[Block], page: _Page) -> None:
    known: dict[int, int] = {}
    for block in blocks:
        flags = known.get(id(block.box))
        block.roles = _settled(block.box, page, known) if flags is None else flags


@dataclass(frozen=True, slots=True)
class _Page:
    """How much running text a page has, and a row of paragraphs that must stay."""

    total: int
    row: int = 0
    title: int = 0
    """Index of the first `<h1>` with text under it; 0 when there is none."""


_ROW = 3
"""Paragraphs that make a row."""


def _longest_row(blocks: list[Block]) -> int:
    """Tell every box its longest row of sibling paragraphs; return the page's longest."""
    rows: dict[Element, list[Block]] = {}
    for block in blocks:
        if block.element.tag == "p":
            rows.setdefault(block.element.getparent(), []).append(block)
    longest = 0
    for row in rows.values():
        if len(row) < _ROW:
            continue
        chars = sum(len(b.text) for b in row)
        box = _common_box(row)
        if not _speaks_for_reader(box):
            longest = max(longest, chars)
        while box is not None:
            box.row = max(box.row, chars)
            box = box.parent
    return longest


def _common_box(row: list[Block]) -> Box | None:
    """The box around a row: that of its parent, not of one paragraph."""
    box = row[0].box
    return box.parent if box is not None and box.element is row[0].element else box


def _speaks_for_reader(box: Box | None) -> bool:
    """A row of comments, or one that nobody sees, is not the article."""
    while box is not None:
        if box.roles & (roles.COMMENT | roles.HIDDEN | roles.FOOT | roles.COOKIE):
            return True
        box = box.parent
    return False


def _settled(box: Box | None, page: _Page, known: dict[int, int]) -> int:
    chain = []
    while box is not None and id(box) not in known:
        chain.append(box)
        box = box.parent
    flags = known[id(box)] if box is not None else 0
    for inner in reversed(chain):
        flags |= _told(inner, page)
        known[id(inner)] = flags
    return flags


_SURE = frozenset(("aside", "nav", "footer"))
"""Tags that are meant: columns beside the text share their name too."""
_NEVER_POOLED = roles.COMMENT | roles.HIDDEN | roles.FOOT | roles.COOKIE | roles.AUTHORBOX
_NEVER_ARTICLE = (
    roles.COMMENT | roles.HIDDEN | roles.FOOT | roles.COOKIE | roles.AUTHORBOX | roles.ASIDE
)
_KEPT_WHEN_LARGE = roles.BODY | roles.WALL | roles.HEADER


def _told(box: Box, page: _Page) -> int:
    """The roles that a box gives its blocks: one that holds most of the text is no
    header of it, whatever its name."""
    flags = _effective(box, page)
    return flags & ~roles.HEADER if box.chars > _MOST * page.total else flags


_MOST = 0.6
"""Share of the page's running text that no header holds."""


def _effective(box: Box, page: _Page) -> int:
    if box.end <= page.title:
        return box.roles  # no article ends before its headline
    share = box.chars / page.total
    tag = box.element.tag
    if tag in ("body", "html"):
        return box.roles & _KEPT_WHEN_LARGE
    if box.has_title and (share > 0.2 or tag in ("figure", "figcaption")):
        return box.roles & _KEPT_WHEN_LARGE  # a caption has no headline
    limit = 0.9 if box.roles & (roles.COMMENT | roles.FOOT | roles.NAV) else 0.6
    if max(box.chars, box.pooled) > limit * page.total and max(box.chars, box.pooled) > 400:
        hidden = roles.HIDDEN if box.roles & roles.HIDDEN else 0
        return box.roles & (_KEPT_WHEN_LARGE | hidden)
    if page.row and box.row >= min(page.row, max(800, 0.2 * page.total)):
        return box.roles & (_KEPT_WHEN_LARGE | _NEVER_ARTICLE)
    if box.chars > 200 and box.roles & roles.BODY and box.roles & (roles.META | roles.KICKER):
        return box.roles & ~(roles.META | roles.KICKER)
    return box.roles
