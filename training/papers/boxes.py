"""The boxes of made papers with their answers, as the model of a paper counts them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipelines.access import scene as scenes, signs, statements, weighing
from pipelines.access.candidates import find
from pipelines.access.scene import Scene
from pipelines.extract import told
from pipelines.extract.extractor import Extractor
from pipelines.extract.result import Extraction
from pipelines.extract.rules import Rules
from pipelines.learned.linear import Linear
from pipelines.model import Page
from pipelines.papers import keys, known, learning, rows
from pipelines.papers.evidence import Stored
from pipelines.papers.model import Box, Key, Paper
from training.papers.made import Made
from training.walls.rows import page_of

BARE = Linear(-35.0, {})
"""Calls nothing a wall: each box is compared with all pages that have it not."""


@dataclass(frozen=True, slots=True)
class Known:
    """One box of a made paper and whether it is a wall."""

    paper: str
    box: Box
    wall: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the pages of made papers tell, and what is true of their blocks."""

    seen: list[Stored]
    answers: dict[str, dict[Key, set[str]]]

    @classmethod
    def of(cls, pages: Iterable[Made]) -> Evidence:
        """Read pages, each alone."""
        found = cls([], {})
        for page in pages:
            result = Extractor(Rules(reserved="keep")).extract(
                Page(url=page.url, body=page.html, content_type="text/html", source=page.paper)
            )
            own = told.observed(result) if isinstance(result, Extraction) else None
            if own is not None and isinstance(result, Extraction):
                found.seen.append(Stored(own, "made", len(found.seen), 1))
                _answer(result, found.answers.setdefault(page.paper, {}))
        return found

    def boxes(self, weights: Linear) -> Iterator[Known]:
        """Yield every box of the papers, counted as these weights of the first look want."""
        for name, paper in self.papers(weights).items():
            for key, box in sorted(paper.boxes.items()):
                yield Known(name, box, self.answers[name].get(key, set()) == {"w"})

    def papers(self, weights: Linear) -> dict[str, Paper]:
        """Return what is learned of the papers with these weights."""
        import duckdb

        heads, blocks = rows.tables(self.seen)
        with duckdb.connect() as connection:
            connection.register("pages", heads)
            connection.register("blocks", blocks)
            return learning.learn(learning.OnDuckDB(connection), weights)


def candidates(
    pages: Iterable[Made], papers: dict[str, Paper]
) -> Iterator[tuple[str, dict[str, float], bool]]:
    """Yield paper, signs and answer of every candidate that its paper knows."""
    weights = weighing.shipped().wall.linear
    for page in pages:
        scene = _scene(page, papers.get(page.paper))
        every = find(scene)
        for each in every:
            box = scene.known.of(each.start, each.end)
            if box is None or each.cut:
                continue
            lines = each.lines(scene)
            own = [b for b in lines if any(e.get("data-t") == "w" for e in b.stack)]
            yield (
                page.paper,
                known.signs(weights.score(signs.of(each, scene, every)), box),
                2 * len(own) > len(lines),
            )


def _scene(page: Made, paper: Paper | None) -> Scene:
    document, layout = page_of(page.html, page.url)
    return scenes.of(document, layout, statements.read(document, layout), known.look(layout, paper))


def _answer(result: Extraction, answers: dict[Key, set[str]]) -> None:
    """Note what each block of a page is: a wall's, furniture's, the article's, anything."""
    assert result.judged is not None
    places = keys.Places()
    for block in result.judged.layout.blocks:
        letter = next((x for e in reversed(block.stack) if (x := e.get("data-t"))), "")
        place = places.place(block)
        answers.setdefault((place, keys.words(block.text)), set()).add(letter)
        answers.setdefault((place, 0), set()).add(letter)
