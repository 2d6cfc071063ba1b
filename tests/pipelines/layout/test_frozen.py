"""What a pass made is not changed: by no assignment, and by no later pass."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given, settings, strategies as st

from pipelines.extract.fields import read_fields
from pipelines.extract.judged import judge
from pipelines.layout import headline
from pipelines.layout.blocks import Block, Box
from pipelines.layout.layout import Layout, lay_out
from tests.made import document, paragraphs, sentence

PIECES = (
    "<h1>The harbour is built</h1>",
    f"<div class='teaser'><p>{sentence(1)}</p></div>",
    "<p class='byline'>By Jane Doe, 3 March 2024</p>",
    f"<article>{paragraphs(4)}</article>",
    f"<div hidden>{paragraphs(2, 7)}</div>",
    f"<div class='comments'>{paragraphs(5, 20)}</div>",
    "<div class='paywall'>Subscribe to read on. <a href='/s'>Subscribe</a></div>",
    f"<ul class='related'><li><a href='/a'>{sentence(9)}</a></li></ul>",
)


def state(layout: Layout) -> list[object]:
    """All that a layout says, as values that nothing else holds."""
    blocks = [
        (
            (b.text, b.kind, b.element, b.stack, b.box, b.index, b.roles),
            (b.link_chars, b.bold_chars, b.buttons, b.links, b.is_heading, b.is_strong),
        )
        for b in layout.blocks
    ]
    boxes = [
        (x.element, x.roles, x.parent, x.chars, x.has_title, x.end)
        for x in (b.box for b in layout.blocks)
        if x is not None
    ]
    marks = [(m.element, m.index, m.roles) for m in layout.marks]
    order = (layout.container, layout.body_start, layout.core, layout.headline)
    return [blocks, boxes, marks, order]


def first() -> Block:
    return lay_out(document(f"<article class='story'>{paragraphs(3)}</article>")).blocks[0]


@pytest.mark.parametrize("name", ["text", "roles", "index", "is_strong", "box", "anything"])
def test_a_block_refuses_to_be_changed(name: str) -> None:
    with pytest.raises(FrozenInstanceError, match="Block"):
        setattr(first(), name, 1)


@pytest.mark.parametrize("name", ["roles", "chars", "parent", "end"])
def test_a_box_refuses_to_be_changed(name: str) -> None:
    box = first().box
    assert isinstance(box, Box)
    with pytest.raises(FrozenInstanceError, match="Box"):
        setattr(box, name, 1)
    with pytest.raises(FrozenInstanceError, match="Box"):
        delattr(box, name)


def test_a_mark_and_a_layout_refuse_to_be_changed() -> None:
    layout = lay_out(document(f"{PIECES[6]}<article>{paragraphs(3)}</article>"))
    for value, name in ((layout, "blocks"), (layout, "headline"), (layout.marks[0], "roles")):
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, None)


def test_the_blocks_and_marks_of_a_layout_take_no_more() -> None:
    layout = lay_out(document(f"{PIECES[6]}<article>{paragraphs(3)}</article>"))
    for value in (layout.blocks, layout.marks, layout.inside(), layout.head_zone):
        assert isinstance(value, tuple)
        assert value


def test_a_block_with_another_text_is_another_block() -> None:
    block = first()
    text = block.text
    other = replace(block, text="")
    assert isinstance(other, Block)
    assert (other.text, other.is_strong, block.text) == ("", False, text)


def test_a_block_made_by_hand_is_frozen_too() -> None:
    block = Block(text="a" * 60, kind="p", element=None, stack=(), box=None)
    assert block.is_strong
    with pytest.raises(FrozenInstanceError):
        block.text = ""


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(PIECES), min_size=2, max_size=8))
def test_no_later_pass_changes_a_layout(pieces: list[str]) -> None:
    made = document("".join(pieces))
    laid = lay_out(made)
    as_laid = state(laid)
    headline.locate(laid, "The harbour is built")
    found = judge(made)
    assert state(laid) == as_laid
    as_judged, as_public = state(found.layout), state(found.public.layout)
    read_fields(found.public, found.told)
    assert state(found.layout) == as_judged
    assert state(found.public.layout) == as_public
