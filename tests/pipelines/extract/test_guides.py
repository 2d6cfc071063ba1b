"""What a recipe's selectors and a site's parser tell goes before what is found by itself."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup

from pipelines.extract.judged import judge
from pipelines.extract.selectors import Selectors
from pipelines.extract.sites.base import SiteParser
from pipelines.extract.sites.guides import Guided, Guides
from pipelines.fields.candidates import Candidates
from pipelines.model import Found
from tests import made

SIGNED = "<p class='who'>Ada Reuter</p><p class='when'>3 May 2024</p><p class='dek'>A lead.</p>"


class Parser(SiteParser):
    """A layout that names everything."""

    body = ".text"

    def title(self, soup: BeautifulSoup) -> str | None:
        return soup.select_one("h1").get_text()  # type: ignore[union-attr]

    def authors(self, soup: BeautifulSoup) -> list[str]:
        return [e.get_text() for e in soup.select(".who")]

    def published(self, soup: BeautifulSoup) -> str | None:
        return soup.select_one(".when").get_text()  # type: ignore[union-attr]

    def teaser(self, soup: BeautifulSoup) -> str | None:
        return soup.select_one(".dek").get_text()  # type: ignore[union-attr]


def told(guides: Guides, body: str = SIGNED, **given: Any) -> Guided:
    """What guides tell of the public part of a page."""
    return judge(made.document(made.HEADLINE + body + made.paragraphs(4), **given), guides).told


@pytest.mark.parametrize(
    ("guides", "source"),
    [
        (Guides(Selectors(title="h1", author=".who", date=".when", teaser=".dek")), "recipe"),
        (Guides(parser=Parser()), "site"),
    ],
)
def test_every_field_is_told_with_its_source(guides: Guides, source: str) -> None:
    found = told(guides)
    assert [f.source for f in (*found.title, *found.authors, *found.teaser)] == [source] * 3
    assert [f.value for f in found.title] == [made.TITLE]
    assert [f.value for f in found.authors] == [["Ada Reuter"]]
    assert [(f.source, f.value.at.date().isoformat()) for f in found.published] == [
        (source, "2024-05-03")
    ]
    assert [f.value for f in found.teaser] == ["A lead."]


def test_the_recipe_goes_before_the_parser() -> None:
    found = told(
        Guides(Selectors(title=".dek", author=".who", date=".when", teaser="h1"), Parser())
    )
    assert [f.value for f in found.title] == ["A lead.", made.TITLE]
    assert [f.value for f in found.teaser] == [made.TITLE, "A lead."]
    assert [f.source for f in found.authors] == ["recipe", "site"]
    assert [f.source for f in found.published] == ["recipe", "site"]


@pytest.mark.parametrize("guides", [Guides(), Guides(Selectors(".x", ".x", ".x", ".x", ".x"))])
def test_nothing_is_told_where_nothing_matches(guides: Guides) -> None:
    assert told(guides) == Guided()


def test_the_recipe_s_box_of_the_body_goes_before_the_parser_s() -> None:
    assert Guides().body is None
    assert Guides(parser=Parser()).body == ".text"
    assert Guides(Selectors(body=".own"), Parser()).body == ".own"


def test_a_date_is_that_of_the_first_element_that_can_be_read() -> None:
    lines = "<p class='when'>soon</p><p class='when'>4 May 2024</p><p class='when'>5 May 2024</p>"
    found = told(Guides(Selectors(date=".when")), lines)
    assert [f.raw for f in found.published] == ["4 May 2024"]


@pytest.mark.parametrize(("count", "read"), [(20, 20), (21, 20)])
def test_no_more_than_some_elements_are_read(count: int, read: int) -> None:
    lines = "".join(f"<p class='line'>Line {n}</p>" for n in range(count))
    (found,) = told(Guides(Selectors(teaser=".line")), lines).teaser
    assert len(found.value.split("\n")) == read


@pytest.mark.parametrize("guides", [Guides(Selectors(teaser=".dek")), Guides(parser=Parser())])
def test_guides_are_shown_what_is_public(guides: Guides) -> None:
    declared = made.json_ld(
        isAccessibleForFree=False, hasPart={"isAccessibleForFree": False, "cssSelector": ".rest"}
    )
    rest = f"<div class='rest'><p class='dek'>Zuba.</p>{made.paragraphs(4, 9)}</div>"
    found = told(guides, f"{made.paragraphs(3, 20)}{rest}{SIGNED}", head=declared)
    assert "Zuba" not in str(found)


def test_what_is_told_is_chosen_and_the_rest_stays_beside_it() -> None:
    own, first, second = (Found(v, "html", v, v) for v in ("own", "first", "second"))
    generic = Candidates(own, [own])
    assert generic.under([first, second]) == Candidates(first, [first, second, own])
    assert generic.under([]) is generic
