"""Where a wall closes a page, what stands under links behind its text is not its own."""

from __future__ import annotations

from pipelines.access import scene as scenes
from tests import made
from tests.pipelines.access.scenes import TITLE, scene, text

MINE = "<p>The council of Altona has met on the bridge that it wants, and nobody knows yet what it costs.</p>"
OTHER = "<p>Some of the {0} nurses will be moved next week, others have to stay where they are for now.</p>"
UNDER_LINKS = "".join(
    f"<p><a href='/{n}'>New plans for hospital number {n}</a></p>{OTHER.format(n)}"
    for n in range(41, 44)
)
UNDER_HEADINGS = UNDER_LINKS.replace("<p><a", "<h3><a").replace("</a></p>", "</a></h3>")
WALL = (
    "<div role='dialog'><h3>Subscribe to continue reading this article</h3>"
    "<a href='/subscribe'>See plans</a><p>Already a subscriber? Log in</p></div>"
)


def foreign(inside: str) -> list[str]:
    page = scenes.closed(scene(inside))
    return [page.blocks[n].text.split()[3] for n in sorted(page.foreign)]


def test_teasers_behind_the_text_are_told_apart_where_it_is_closed():
    page = scene(MINE + UNDER_LINKS)
    assert not page.foreign
    assert foreign(MINE + UNDER_LINKS) == ["41", "42", "43"]


def test_so_are_those_under_headings():
    assert foreign(MINE + UNDER_HEADINGS) == ["41", "42", "43"]


def test_what_stands_under_headings_amid_the_text_is_kept():
    assert foreign(UNDER_HEADINGS + MINE) == []


def test_the_text_ends_before_them():
    page = scene(MINE + UNDER_LINKS)
    closed = scenes.closed(page)
    assert page.blocks[closed.last].text.startswith("The council")
    assert closed.before[-1] == len(page.blocks[closed.last].text) < page.before[-1]


def test_a_page_without_them_is_the_same():
    page = scene(MINE + text(2))
    assert scenes.closed(page) is page


def read(behind: str):
    article = f"<article><h1>{TITLE}</h1><div class='c1'>{MINE}{UNDER_LINKS}</div></article>"
    return made.extraction(made.page(f"<main>{article}</main>{behind}", title=TITLE)).article


def test_a_wall_over_the_page_closes_it_behind_its_own_text():
    article = read(WALL)
    assert article.text.startswith("The council")
    assert "nurses" not in article.text
    assert article.boundary_char == len(article.text)


def test_without_a_wall_nothing_is_taken_away():
    assert "nurses" in read("").text
