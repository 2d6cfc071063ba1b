"""Authors as a page declares them: each rule with a page on both sides of it."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.access.public import PublicDocument
from pipelines.fields.authors import declared
from tests import made

JANE: dict[str, Any] = {"@type": "Person", "name": "Jane Doe"}
DESK: dict[str, Any] = {"@type": "Organization", "name": "The Harbour Desk"}
SITES = ["the riverpaper", "riverpaper"]


def page(head: str, url: str = "https://www.riverpaper.com/a") -> PublicDocument:
    return made.public("<p>x</p>", head=head, url=url).document


def article(author: Any, **more: Any) -> str:
    return made.json_ld(author=author, **more)


def names(head: str, *, desks: bool = True) -> list[list[str]]:
    return [f.value for f in declared.find(page(head), SITES, desks=desks)]


def thing(**values: Any) -> str:
    return made.json_ld(**{"@type": "Thing", **values})


@pytest.mark.parametrize(
    ("author", "found"),
    [
        (JANE, [["Jane Doe"]]),
        ([JANE, {"@type": "Person", "name": "John Roe"}], [["Jane Doe", "John Roe"]]),
        ("Jane Doe", [["Jane Doe"]]),
        ({"@type": "Person", "name": ["Jane Doe", "John Roe"]}, [["Jane Doe"]]),
        # an address is no name
        ("https://www.riverpaper.com/jane", []),
        ("/jane", []),
        (["/jane", "Jane Doe"], [["Jane Doe"]]),
        # a desk signs where no person does
        (DESK, [["The Harbour Desk"]]),
        ({**DESK, "@type": "NewsMediaOrganization"}, [["The Harbour Desk"]]),
        ([DESK, JANE], [["Jane Doe"]]),
        ([{**DESK, "@type": "NewsMediaOrganization"}, JANE], [["Jane Doe"]]),
        # nor is the site an author, nor one of its sections
        ([{"name": "The Riverpaper"}, JANE], [["Jane Doe"]]),
        ([{"name": " The Riverpaper,"}, JANE], [["Jane Doe"]]),
        ([{"name": "Culture - Riverpaper"}, JANE], [["Jane Doe"]]),
        ({"@type": "Person"}, []),
        (None, []),
        (3, []),
    ],
)
def test_who_is_named(author: Any, found: list[list[str]]) -> None:
    assert names(article(author)) == found


def test_a_desk_is_named_where_it_is_asked_for() -> None:
    assert names(article(DESK), desks=False) == []
    assert names(article([DESK, JANE]), desks=False) == [["Jane Doe"]]


@pytest.mark.parametrize(("before", "counts"), [(19, True), (20, False)])
def test_of_many_authors_twenty_are_read(before: int, counts: bool) -> None:
    many = [*["/x"] * before, "Jane Doe"]
    assert names(article(many)) == ([["Jane Doe"]] if counts else [])


@pytest.mark.parametrize(("before", "counts"), [(1, True), (2, False)])
def test_of_many_articles_two_are_read(before: int, counts: bool) -> None:
    head = "".join(made.json_ld(headline=f"Story {n}") for n in range(before)) + article(JANE)
    assert names(head) == ([["Jane Doe"]] if counts else [])


def test_a_creator_is_named_beside_an_author() -> None:
    head = article(JANE, creator={"@type": "Person", "name": "John Roe"})
    found = [(f.where, f.value) for f in declared.find(page(head), SITES)]
    assert found == [("author", ["Jane Doe"]), ("creator", ["John Roe"])]


@pytest.mark.parametrize(
    ("author", "nodes", "found"),
    [
        ({"@id": "#a"}, [{"@id": "#a", "name": "Jane Doe"}], [["Jane Doe"]]),
        ({"@id": "#a"}, [{"@id": "#b", "name": "John Roe"}], []),
        ({"@id": "#a"}, [{"@id": "#a"}, {"@id": "#a", "name": "Jane Doe"}], [["Jane Doe"]]),
        ({"@id": "#a", "name": "Jane Doe"}, [{"@id": "#a", "name": "John Roe"}], [["Jane Doe"]]),
        ({"@id": ["#a"]}, [{"@id": ["#a"], "name": "John Roe"}], []),
        ({}, [{"name": "John Roe"}], []),
    ],
)
def test_a_bare_reference_is_followed(
    author: Any, nodes: list[dict[str, Any]], found: list[list[str]]
) -> None:
    assert names(article(author) + "".join(thing(**n) for n in nodes)) == found


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (made.meta("author", "Jane Doe"), [("author", ["Jane Doe"])]),
        (made.meta("author", "https://www.riverpaper.com/jane"), []),
        (made.meta("article:author", "/jane"), []),
        (made.meta("twitter:data1", "Jane Doe"), []),
        (
            made.meta("twitter:label1", "Est. reading time") + made.meta("twitter:data1", "Jane Doe"),
            [],
        ),
        (
            made.meta("twitter:label1", "Written by") + made.meta("twitter:data1", "Jane Doe"),
            [("twitter:data1", ["Jane Doe"])],
        ),
        (
            made.meta("twitter:label1", "Est. reading time") + made.meta("author", "Jane Doe"),
            [("author", ["Jane Doe"])],
        ),
    ],
)  # fmt: skip
def test_which_metas_name_an_author(head: str, found: list[tuple[str, list[str]]]) -> None:
    assert [(f.where, f.value) for f in declared.find(page(head), SITES)] == found


@pytest.mark.parametrize(
    ("name", "rubric"),
    [
        ("Culture - Riverpaper", True),
        ("Jane Doe - Riverpaper", False),
        ("Culture - Another Place", False),
        ("Riverpaper", False),
    ],
)
def test_a_section_of_the_site(name: str, rubric: bool) -> None:
    assert declared._is_rubric(name, SITES) is rubric


NAMED = {"name": "Jane Doe"}
"""Whoever that is: no entry calls it a person."""
APP = made.meta("apple-mobile-web-app-title", "Jane Doe")


@pytest.mark.parametrize(
    ("head", "is_site"),
    [
        (APP, True),
        # who writes here is no name of the site,
        (APP + article(NAMED), False),
        (APP + made.json_ld(headline="Story") + article(NAMED), False),
        (APP + made.json_ld(headline="1") + made.json_ld(headline="2") + article(NAMED), True),
        (APP + article([3, {"@type": "Person"}, NAMED]), False),
        # unless it owns the site
        (APP + article(NAMED) + made.meta("og:site_name", "Jane Doe"), True),
        (APP + article(NAMED) + made.meta("application-name", "Jane Doe"), True),
        (APP + article(NAMED, publisher={"name": "Jane Doe"}), True),
        (APP + article(NAMED) + made.json_ld(**{"@type": "WebSite", "name": "Jane Doe"}), True),
        (
            APP + article(NAMED) + made.json_ld(**{"@type": "NewsMediaOrganization", "name": "Jane Doe"}),
            True,
        ),
        (APP + article(NAMED) + thing(name="Jane Doe"), False),
        # a person is none, whatever else bears the name,
        (made.meta("og:site_name", "Jane Doe") + made.json_ld(**JANE), False),
        (made.meta("og:site_name", "Jane Doe") + thing(name="Jane Doe"), True),
    ],
)  # fmt: skip
def test_a_person_is_no_name_of_the_site(head: str, is_site: bool) -> None:
    assert ("jane doe" in declared.sites_of(page(head))) is is_site


@pytest.mark.parametrize(
    ("name", "is_site"),
    [
        ("Riverpost", True),  # a firm of one word whose entry calls it a person
        ("River Post", False),
        ("J. R. Post", False),
        ("River Post.com", True),
        ("J.River Post", False),
        ("St.River Post", True),
    ],
)
def test_a_firm_whose_entry_calls_it_a_person(name: str, is_site: bool) -> None:
    head = made.meta("og:site_name", name) + made.json_ld(**{"@type": "Person", "name": name})
    assert (name.lower() in declared.sites_of(page(head))) is is_site


@pytest.mark.parametrize(("before", "is_site"), [(59, False), (60, True)])
def test_sixty_declarations_are_asked_for_persons(before: int, is_site: bool) -> None:
    things = "".join(thing(name=f"t{n}") for n in range(before))
    head = made.meta("og:site_name", "Jane Doe") + things + made.json_ld(**JANE)
    assert ("jane doe" in declared.sites_of(page(head))) is is_site


def test_a_part_of_the_host_owns_the_site() -> None:
    head = article({"@type": "Person", "name": "Janedoe"})
    found = declared.sites_of(page(head, "https://www.janedoe.com/a"))
    assert "janedoe" in found
