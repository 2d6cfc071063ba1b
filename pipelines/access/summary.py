"""A standfirst among the paragraphs: it stands over the byline, or the page describes itself so."""

from __future__ import annotations

from pipelines.access.scene import Scene
from pipelines.layout import roles
from pipelines.layout.blocks import Block
from pipelines.page.words import squeeze


def is_summary(scene: Scene, block: Block) -> bool:
    """Tell whether a paragraph stands over the byline or the date, or is the page's description."""
    if len(block.text) > _LONG:
        return False
    behind = scene.blocks[block.index + 1 : block.index + 1 + _HEAD]
    if any(b.roles & (roles.BYLINE | roles.META) for b in behind):
        return True
    said = scene.document.meta("description", "og:description") or ""
    return len(block.text) >= _SUMMARY and squeeze(said)[:_SUMMARY] == block.text[:_SUMMARY]


_HEAD = 3
"""Blocks of a head under the standfirst: byline, date, place."""
_LONG = 400
"""Characters of a standfirst, at most."""
_SUMMARY = 60
"""Characters from the start that a paragraph and a description have in common."""
