"""Names that the markup of a byline marks as names, and lines that sign in other words."""

from __future__ import annotations

import pytest

from pipelines.fields.authors import marks
from pipelines.fields.authors.signature import _caseless, _eastern, signed
from tests import made

WORDS = "who wrote about the closed bridge and the lorries of the town for many a year now"


def names(line: str) -> list[str]:
    """Return the names that are marked in the first line of a page."""
    page = made.public(f"<main>{line}{made.paragraphs(4)}</main>", declared=False)
    return marks.names_in(page.layout.blocks[0])


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("<p><a href='/author/jane'>Jane Doe</a></p>", ["Jane Doe"]),
        ("<p><a href='/x?author=jane'>Jane Doe</a></p>", ["Jane Doe"]),
        ("<p><a href='/author/'>Jane Doe</a></p>", []),
        ("<p><a href='/news/jane'>Jane Doe</a></p>", []),
        ("<p><a>Jane Doe</a></p>", []),
        ("<p><b href='/author/jane'>Jane Doe</b></p>", []),
        ("<p><a rel='nofollow author' href='/x'>Jane Doe</a></p>", ["Jane Doe"]),
        ("<p><a rel='authored' href='/x'>Jane Doe</a></p>", []),
        ("<p><span class='author-name'>Jane Doe</span></p>", ["Jane Doe"]),
        ("<p><span class='author-box'>Jane Doe</span></p>", []),
        ("<p><span class='prep author'>Posted</span></p>", []),
        ("<p><span class='author-name'>Jane <i>von</i> Doe</span></p>", ["Jane von Doe"]),
        ("<p><span class='author-name'><i>Jane</i> von <i>Doe</i></span></p>", []),
        ("<p><span itemprop='author'>Jane Doe</span></p>", ["Jane Doe"]),
        ("<p><span itemprop='editor'>Jane Doe</span></p>", []),
        ("<p itemprop='author'>By <span itemprop='name'>Jane Doe</span></p>", ["Jane Doe"]),
        ("<p><span itemprop='name'>Jane Doe</span></p>", []),
        # the whole line stands in a link
        ("<a href='/author/jane'><div><p>Jane Doe</p></div></a>", ["Jane Doe"]),
        ("<a href='/news/jane'><div><p>Jane Doe</p></div></a>", []),
        ("<a href='/author/jane'><p>Jane Doe</p><p>Another line</p></a>", []),
        ("<div class='author-name'><div><p>Jane Doe</p></div></div>", []),
        # a mark around another says no more than it
        (
            "<p><span class='author-name'>Text: <a href='/author/jane'>Jane Doe</a></span></p>",
            ["Jane Doe"],
        ),
        (
            "<p><span class='author-name'><a href='/author/jane'>Jane Doe</a></span></p>",
            ["Jane Doe"],
        ),
    ],
)
def test_what_marks_a_name(line: str, found: list[str]) -> None:
    assert names(line) == found


@pytest.mark.parametrize(("levels", "found"), [(3, ["Jane Doe"]), (4, [])])
def test_a_name_stands_three_boxes_deep_in_its_author(levels: int, found: list[str]) -> None:
    inner = "<p><span itemprop='name'>Jane Doe</span></p>"
    boxes = "<div>" * (levels - 2) + inner + "</div>" * (levels - 2)
    assert names(f"<div itemprop='author'>{boxes}</div>") == found


@pytest.mark.parametrize(("size", "counts"), [(79, True), (80, False)])
def test_a_marked_name_has_less_than_eighty_characters(size: int, counts: bool) -> None:
    name = ("Jane Doe " * 10)[:size].replace(" ", "x")
    found = names(f"<p><span class='author-name'>{name}</span></p>")
    assert found == ([name] if counts else [])


LINK = "<a href='/author/jane'>Jane Doe</a>"


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        # a third of a line is its names
        (f"<p>{LINK} and fifteen odd</p>", True),
        (f"<p>{LINK} and sixteen more</p>", False),
        (f"<div class='byline-wrap'><p>{LINK} and many more than that</p></div>", True),
        (f"<p>By {LINK} and many more than that</p>", True),
        (f"<p>{LINK} and many more: 3 May 2026, 10:15</p>", True),
        # persons linked in running text
        (f"<p>It was {LINK} {WORDS}. {WORDS.capitalize()}, as of 3 May 2026, 10:15.</p>", False),
    ],
)
def test_a_link_to_a_person_in_a_line(line: str, counts: bool) -> None:
    assert names(line) == (["Jane Doe"] if counts else [])


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/author/anna-lis", "Anna-Lis"),
        ("/author/anna_lis.html", "Anna-Lis"),
        ("/author/anna-lis/?page=1#top", "Anna-Lis"),
        ("/author/anna-lis-1-at-town", "Anna-Lis"),
        ("/author/anna-lis-1-at-old-town", "Anna - Lis"),
        ("/author/anna", "Anna - Lis"),
        ("/author/lis-anna", "Anna - Lis"),
    ],
)
def test_a_dash_that_the_address_spells_is_one_of_the_name(path: str, text: str) -> None:
    assert names(f"<p><a href='{path}'>Anna - Lis</a></p>") == [text]


def test_an_address_spells_letters_without_their_marks() -> None:
    name = names("<p><a href='/author/%C3%BAna-lis-lowicz'>Úna - Lis Łowicz</a></p>")
    assert name == ["Úna-Lis Łowicz"]
    assert marks._plain("Łódź") == "lodz"
    assert marks._plain("Анна") == "Анна"
    assert marks._plain("Lis") == "Lis"


# lines that sign in the words of many languages


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Piše: Ana Kovač", "Ana Kovač"),
        ("Piše: Ana Kovač, Ivan Horvat", "Ana Kovač, Ivan Horvat"),
        ("Piše: nova vlada", None),
        ("Ana Kovač", None),
        ("بقلم أحمد علي", "أحمد علي"),
        ("بقلم أحمد علي | 3 مايو", "أحمد علي"),
        ("بقلم أحمد", None),
        ("记者 王晓岚", "王晓岚"),
        ("本报记者 王小明 李大山", "王小明、李大山"),
        ("记者：新华社", None),
        ("文：王明", "王明"),
        ("文王明", None),
        ("Ana", None),
        ("بقلم أحمد علي. قال", None),
    ],
)
def test_a_line_that_signs(line: str, found: str | None) -> None:
    assert signed(line) == found


@pytest.mark.parametrize(("size", "signs"), [(60, True), (61, False)])
def test_a_line_that_signs_has_sixty_characters(size: int, signs: bool) -> None:
    line = "Piše: Ana Kovač"
    line += ", " + "x" * (size - len(line) - 2)
    assert (signed(line) is not None) is signs


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("أ ب", True),
        ("أ ب ج د", True),
        ("أ ب ج د ه", False),
        ("أ " + "ب" * 27, True),
        ("أ " + "ب" * 28, False),
    ],
)
def test_where_no_capitals_are_known_a_name_is_short(name: str, found: bool) -> None:
    assert _caseless(f"بقلم {name}") == (name if found else None)


def test_a_space_parts_two_chinese_names() -> None:
    assert _eastern("王晓岚 通讯员 李建国") == "王晓岚、李建国"
    assert _eastern("王晓岚/李建国") == "王晓岚、李建国"
