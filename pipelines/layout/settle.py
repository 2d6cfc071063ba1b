"""Which roles of its boxes a block has: names of boxes are doubted where they hold the article."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.layout import roles
from pipelines.layout.blocks import BlockDraft, BoxDraft
from pipelines.page.document import Element


def settle(blocks: list[BlockDraft]) -> None:
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
    if free < _DOUBT * total:
        # the names throw away more running text than they leave: doubt them
        rows, longest = _rows(strong)
        row = max(longest, int(_BEATS * free), _SOME_TEXT)
        _settle(blocks, _Page(total, row, title, _pooled(strong), rows))


_DOUBT = 0.75
"""Share of the running text that the names of boxes must leave: an article seldom has as
much as a quarter of its page in side boxes."""
_BEATS = 1.5
"""How much longer than all that is left a row of paragraphs must be to be believed."""
_SOME_TEXT = 600
"""Characters that such a row has at least: a short article."""
_UNDER_TITLE = 400
"""Characters of running text under an `<h1>` from which it is the article's."""


def _first_title(blocks: list[BlockDraft], strong: list[BlockDraft]) -> int:
    title = next((b.index for b in blocks if b.kind == "h1"), 0)
    return title if sum(len(b.text) for b in strong if b.index > title) > _UNDER_TITLE else 0


def _pooled(strong: list[BlockDraft]) -> dict[BoxDraft, int]:
    """Boxes of one name count together: page builders put every paragraph into a box of
    its own, so that no single one holds most of the text."""
    pools: dict[tuple[str, str, int], int] = {}
    members: dict[tuple[str, str, int], set[BoxDraft]] = {}
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
    return {box: pools[key] for key, boxes in members.items() for box in boxes}


def _name(box: BoxDraft) -> tuple[str, str, int]:
    names = (box.element.get("class") or box.element.get("id") or "").split()
    return str(box.element.tag), names[0] if names else "", box.roles


def _settle(blocks: list[BlockDraft], page: _Page) -> None:
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
    pooled: dict[BoxDraft, int] = field(default_factory=dict)
    """Characters of running text in all boxes with the name of a box."""
    rows: dict[BoxDraft, int] = field(default_factory=dict)
    """Characters of the longest row of sibling paragraphs in a box."""


_ROW = 3
"""Paragraphs that make a row."""


def _rows(blocks: list[BlockDraft]) -> tuple[dict[BoxDraft, int], int]:
    """Return the longest row of sibling paragraphs of every box, and the page's longest."""
    of_box: dict[BoxDraft, int] = {}
    rows: dict[Element, list[BlockDraft]] = {}
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
            of_box[box] = max(of_box.get(box, 0), chars)
            box = box.parent
    return of_box, longest


def _common_box(row: list[BlockDraft]) -> BoxDraft | None:
    """The box around a row: that of its parent, not of one paragraph."""
    box = row[0].box
    return box.parent if box is not None and box.element is row[0].element else box


def _speaks_for_reader(box: BoxDraft | None) -> bool:
    """A row of comments, or one that nobody sees, is not the article."""
    while box is not None:
        if box.roles & (roles.COMMENT | roles.HIDDEN | roles.FOOT | roles.COOKIE):
            return True
        box = box.parent
    return False


def _settled(box: BoxDraft | None, page: _Page, known: dict[int, int]) -> int:
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


def _told(box: BoxDraft, page: _Page) -> int:
    """The roles that a box gives its blocks: one that holds most of the text is no
    header of it, whatever its name."""
    flags = _effective(box, page)
    return flags & ~roles.HEADER if box.chars > _MOST * page.total else flags


_MOST = 0.6
"""Share of the page's running text above which a box holds the article, whatever its name;
no header holds so much."""
_NEARLY_ALL = 0.9
"""The same for boxes named for comments, menus and footers: comments may be longer than
their article."""
_HEADED = 0.2
"""Share of the page's running text that makes a box with the `<h1>` the article's, and a row
of paragraphs too long for a side box."""
_LONG_ROW = 800
"""Characters of a row of paragraphs that are too long for a side box on a short page."""


_BODY_TEXT = 200
"""Characters of a box named for the body and for a label, from which it is the body."""


def _effective(box: BoxDraft, page: _Page) -> int:
    if box.end <= page.title:
        return box.roles  # no article ends before its headline
    share = box.chars / page.total
    tag = box.element.tag
    if tag in ("body", "html"):
        return box.roles & _KEPT_WHEN_LARGE
    if box.has_title and (share > _HEADED or tag in ("figure", "figcaption")):
        return box.roles & _KEPT_WHEN_LARGE  # a caption has no headline
    limit = _NEARLY_ALL if box.roles & (roles.COMMENT | roles.FOOT | roles.NAV) else _MOST
    size = max(box.chars, page.pooled.get(box, 0)) if page.pooled else box.chars
    if size > limit * page.total and size > _UNDER_TITLE:
        hidden = roles.HIDDEN if box.roles & roles.HIDDEN else 0
        return box.roles & (_KEPT_WHEN_LARGE | hidden)
    if page.row and page.rows.get(box, 0) >= min(page.row, max(_LONG_ROW, _HEADED * page.total)):
        return box.roles & (_KEPT_WHEN_LARGE | _NEVER_ARTICLE)
    if (
        box.chars > _BODY_TEXT
        and box.roles & roles.BODY
        and box.roles & (roles.META | roles.KICKER)
    ):
        return box.roles & ~(roles.META | roles.KICKER)
    return box.roles
