"""What a paper's other pages tell of one page: where its text stands, read by the whole chain."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.extract.extractor import Extractor
from pipelines.extract.result import Extraction
from pipelines.papers.corrections import _NEVER
from pipelines.papers.keys import Places
from pipelines.papers.known import together
from pipelines.papers.model import Paper
from pipelines.papers.stored import papers_of, table_of
from tests import made

OWN = "Two weeks before the vote the council still has no plan for the bridge over the river"
CARDS = "".join(
    f"<div class='card'><h3><a href='/{n}'>Another story of the day</a></h3>{made.paragraphs(1, 40 + n)}</div>"
    for n in range(5)
)
HTML = f"<main><article><h1>{made.TITLE}</h1><div class='text'><p>{OWN} and</p></div><div class='box'><b>Read on</b></div></article><section class='more'>{CARDS}</section></main>"


def places(html: str, text: str) -> int:
    own = Places()
    return next(own.place(b) for b in made.layout(html).blocks if text in b.text)


HOME, CARD = places(HTML, OWN), places(HTML, "item 40 of")
BOX = replace(_NEVER, place=1, words=2, pages=9, n=9, all_n=9)
PAPER = Paper("paper.example", 20, {BOX.key: BOX}, {}, (HOME,), (CARD,))


def text(paper: Paper | None, html: str = HTML) -> str:
    found = Extractor(paper=paper).extract(made.page(html))
    assert isinstance(found, Extraction)
    return found.article.text or ""


def test_the_text_is_looked_for_where_the_paper_has_it():
    assert OWN not in text(None)
    assert text(PAPER) == f"{OWN} and"


@pytest.mark.parametrize(
    "paper",
    [
        replace(PAPER, asides=()),
        replace(PAPER, homes=()),
        replace(PAPER, homes=(CARD,), asides=(HOME,)),
    ],
    ids=["of another kind", "no home", "the home behind it"],
)
def test_a_page_keeps_its_text(paper: Paper):
    assert text(paper) == text(replace(paper, homes=()))


def test_a_page_whose_text_is_at_home_keeps_it():
    whole = HTML.replace(f"<p>{OWN} and</p>", made.paragraphs(9))
    assert text(PAPER, whole) == text(None, whole)
    behind = replace(PAPER, homes=PAPER.asides, asides=PAPER.homes)
    assert text(behind, whole) == text(None, whole)


def test_a_correction_is_weighed_with_nothing():
    assert together(8.0, replace(BOX, told="furniture", wall=0.0)) == 0.0
    assert together(-8.0, replace(BOX, told="wall", wall=1.0)) == 1.0


def test_what_is_stored_of_a_paper_comes_back():
    (again,) = papers_of([table_of({PAPER.name: PAPER})]).values()
    assert again == replace(PAPER, layouts={})
    assert again.mark == PAPER.mark
    assert replace(PAPER, homes=()).mark != PAPER.mark
