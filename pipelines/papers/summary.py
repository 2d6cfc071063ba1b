"""What was learned of a paper in a few numbers and words: for the manifest, the report, `check`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.errors import counted
from pipelines.papers.known import Example
from pipelines.papers.model import Key, Paper
from pipelines.papers.redesign import Redesign

NOTE = "papers"
"""Where the manifest says what was learned."""
SHOWN = 5
"""Walls of a paper that the manifest names."""
_SHARED = 0.2
"""Share of a paper's pages that have its commonest layout, below which they share none."""


def summary(
    paper: Paper, words: Mapping[Key, Example], redesigns: Sequence[Redesign] = ()
) -> dict[str, Any]:
    """Return what was learned of a paper."""
    return {
        "pages": paper.pages,
        "model": paper.mark,
        "layouts": sorted(paper.layouts.values(), reverse=True),
        "redesigns": [
            {"day": r.day.isoformat(), "before": r.before, "since": r.since} for r in redesigns
        ],
        "furniture": sum(b.furniture and b.words != 0 for b in paper.boxes.values()),
        "walls": walls(paper, words),
    }


def walls(paper: Paper, words: Mapping[Key, Example]) -> list[dict[str, Any]]:
    """Return the most frequent walls of a paper, with their words where these are known."""
    found = [b for b in paper.walls() if b.words]
    return [
        {
            "words": words[b.key].words if b.key in words else "",
            "pages": b.pages,
            "because": str(b),
        }
        for b in found[:SHOWN]
    ]


def remarks(notes: Mapping[str, Any]) -> list[str]:
    """Return what is odd about what was learned, one line each; an empty list: nothing."""
    note = notes.get(NOTE, {})
    found = []
    if note.get("missing"):
        found.append(
            f"{counted(note['missing'], 'article')} were read before `extract.learn` was switched on, so nothing was learned: `standfirst build` reads all pages again"
        )
    for name, paper in note.get("papers", {}).items():
        most = max(paper["layouts"], default=0)
        if most < max(2, _SHARED * paper["pages"]):
            found.append(
                f"the {paper['pages']} pages of {name} share no layout (at most {most} are built alike): are they of one paper?"
            )
        for each in paper.get("redesigns", []):
            found.append(
                f"{name} was redesigned about {each['day']}: {counted(each['before'], 'page')} before, {each['since']} since. `standfirst view` shows whether both are read well"
            )
    return found
