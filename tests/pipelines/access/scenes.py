"""Made pages as the candidates see them."""

from __future__ import annotations

from pipelines.access import candidates, parts, scene as scenes, signs, statements
from pipelines.access.scene import Scene
from pipelines.layout.headline import locate
from pipelines.layout.layout import lay_out
from tests import made

TITLE = "The bridge of Altona and its long story"


def lines(count: int, first: int = 1) -> list[str]:
    """Return sentences of an article."""
    return [
        f"In the town of Altona number {n} the council met on a long evening, and after some debate it agreed to build bridge {n}."
        for n in range(first, first + count)
    ]


def text(count: int = 4, first: int = 1, attributes: str = "") -> str:
    """Return paragraphs of an article."""
    return "".join(f"<p{attributes}>{line}</p>" for line in lines(count, first))


def scene(inside: str, head: str = "", behind: str = "", above: str = "") -> Scene:
    """Return a page whose article holds `inside`, and `above` over its headline."""
    article = f"<article>{above}<h1>{TITLE}</h1><div class='c1'>{inside}</div></article>"
    document = made.document(
        f"<main>{article}{behind}</main>", head=head, title=TITLE, lang=None, declared=False
    )
    layout = locate(lay_out(document), TITLE)
    return scenes.of(document, layout, statements.read(document, layout))


def signs_of(of: Scene, words: str) -> dict[str, float]:
    """Return the signs of the candidate that holds these words."""
    every = candidates.find(of)
    for each in every:
        if words in " ".join(b.text for b in each.lines(of)):
            return signs.of(each, of, every)
    raise AssertionError(f"no candidate says {words!r}")


def part_signs(of: Scene, kind: str) -> dict[str, float]:
    """Return the signs of the first part of a kind."""
    for each in parts.find(of):
        if each.kind == kind:
            return parts.signs(each, of, None)
    raise AssertionError(f"no part of kind {kind}")
