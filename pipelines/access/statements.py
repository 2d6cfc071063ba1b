"""What a page says of its own access: declarations, the label at its headline, a counter."""

from __future__ import annotations

from pipelines.access import declared
from pipelines.access.evidence import Evidence, Says, Signal
from pipelines.layout import roles
from pipelines.layout.blocks import Block
from pipelines.layout.layout import Layout
from pipelines.lexicon.phrases import is_badge, line_that_counts
from pipelines.page.document import Document, Element


def read(document: Document, layout: Layout) -> list[Evidence]:
    """Return every statement, in the order of the page; none on most free pages."""
    box = layout.container
    around = () if box is None else (*reversed(list(box.iterancestors())), box)
    found = declared.read(document, around)
    found += [Evidence(Signal.BADGE, b.path, b.text, Says.LOCKED, 0.8) for b in badges(layout)]
    counted = meter(layout)
    if counted is not None:
        found.append(Evidence(Signal.METER, counted.path, counted.text, Says.METERED, 0.6))
    return found


def meter(layout: Layout) -> Block | None:
    """Return the line that counts free articles ("3 of 5 free articles left")."""
    lines = [
        b
        for b in layout.blocks
        if len(b.text) < 160 and not b.roles & (roles.RELATED | roles.COMMENT)
    ]
    place = line_that_counts([b.text for b in lines])
    return lines[place] if place is not None else None


def badges(layout: Layout) -> list[Block]:
    """Return the labels near the headline that say "for subscribers"."""
    if layout.headline is None:
        start, end = max(0, layout.body_start - 10), layout.body_start
    else:
        start = max(0, layout.headline.index - 6)
        end = min(layout.headline.index + 12, max(layout.body_start, layout.headline.index + 1))
    bad = (
        roles.NAV
        | roles.FOOT
        | roles.RELATED
        | roles.HIDDEN
        | roles.SOFT_HIDDEN
        | roles.COMMENT
        | roles.CARD
    )
    found = [
        b
        for b in layout.blocks[start:end]
        if is_badge(b.text) and not b.roles & bad and b.link_share < 0.6
    ]
    for mark in layout.marks:
        # a label inside a line: "South Africa <span class=premium>PREMIUM</span>"
        if start <= mark.index < end and mark.element.tag in (
            "span",
            "small",
            "strong",
            "b",
            "i",
            "em",
        ):
            block = layout.blocks[mark.index]
            text = "".join(mark.element.itertext())
            if (
                is_badge(text)
                and text.strip() in block.text
                and not block.roles & bad
                and not _in_link(mark.element)
            ):
                found.append(block)
    return found


def _in_link(element: Element) -> bool:
    parent = element.getparent()
    return element.tag == "a" or (parent is not None and parent.tag == "a")
