"""Lines that name nobody who wrote the text, and names that begin or end like something else."""

from __future__ import annotations

import pytest

from pipelines.fields.authors import byline_shapes as shapes, ranking
from pipelines.fields.authors.names import clean_names, printed_names
from tests import made

TITLE = "Old quay closed to lorries from the spring"


def bare(under: str) -> list[list[str]]:
    """Return the names without any mark that stand under the headline."""
    body = f"<main><h1>{TITLE}</h1>{under}<article>{made.paragraphs(6)}</article></main>"
    public = made.public(body, headline=TITLE, title=TITLE, lang=None, declared=False)
    found = ranking.candidates(public.document, public.layout)
    return [c.found.value for c in found if c.form == "bare"]


@pytest.mark.parametrize(
    "box",
    [
        "<nav>{}</nav>",
        "<div class='share-buttons'>{}</div>",
        "<div class='photo-caption'>{}</div>",
        "<div class='newsletter-signup'>{}</div>",
    ],
)
def test_names_without_a_mark_in_a_box_of_its_own_are_no_byline(box: str) -> None:
    assert bare("<div>Jane Doe</div>") == [["Jane Doe"]]
    assert bare(box.format("<div>Shop Similar</div>")) == []


def test_a_box_of_facts_may_hold_buttons_as_well() -> None:
    assert bare("<div class='meta-info share'><div>Jane Doe</div></div>") == [["Jane Doe"]]


def test_a_box_around_the_headline_as_well_says_nothing_of_a_name() -> None:
    line = "<div>Jane Doe</div>"
    body = f"<div class='share'><h1>{TITLE}</h1>{line}</div><article>{made.paragraphs(6)}</article>"
    public = made.public(body, headline=TITLE, title=TITLE, lang=None, declared=False)
    found = ranking.candidates(public.document, public.layout)
    assert [c.found.value for c in found] == [["Jane Doe"]]


def test_a_name_with_its_mark_stays_in_any_box() -> None:
    line = "<nav><div>By <a rel='author' href='/jane'>Jane Doe</a></div></nav>"
    body = f"<main><h1>{TITLE}</h1>{line}<article>{made.paragraphs(6)}</article></main>"
    public = made.public(body, headline=TITLE, title=TITLE, lang=None, declared=False)
    found = ranking.candidates(public.document, public.layout)
    assert ["Jane Doe"] in [c.found.value for c in found]


@pytest.mark.parametrize(
    "name",
    ["Seema Patel", "Sharelle Burt", "Showan Ali", "Voirin Paul", "Fotoula Mavridou", "Carl Bildt",
     "Bildt Carl", "Viewegh Michal", "Überall Max"],
)  # fmt: skip
def test_a_name_may_begin_with_the_letters_of_a_call(name: str) -> None:
    assert clean_names([name]) == [name]
    assert printed_names([f"By {name}"]) == [name]


@pytest.mark.parametrize(
    "call",
    ["See all posts", "Share This", "Follow Jane Doe", "Following Jane", "View Profile", "Foto Jane",
     "Bildquelle Jane Doe", "Fotografie Jane Doe", "About Jane Doe", "Über Jane Doe",
     "Photography Jane Doe", "Voir Plus"],
)  # fmt: skip
def test_a_call_is_no_name(call: str) -> None:
    assert clean_names([call]) == []


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Jane Doe @ Riverworks", ["Jane Doe"]),
        ("Jane Doe @ Riverworks, Bob Roe", ["Jane Doe", "Bob Roe"]),
        ("Jane Doe @jane", ["Jane Doe"]),
    ],
)
def test_where_somebody_works_is_no_part_of_the_name(line: str, names: list[str]) -> None:
    assert clean_names([line]) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("This post was written by Jane Doe, MD, surgeon.", ["Jane Doe"]),
        ("This article was written by Jane Doe and Bob Roe", ["Jane Doe", "Bob Roe"]),
        ("Dieser Beitrag stammt von Eva Kern", ["Eva Kern"]),
        ("Cet article a été rédigé par Anne Petit", ["Anne Petit"]),
        ("Este artículo fue escrito por Ana Ruiz", ["Ana Ruiz"]),
        ("Questo articolo è stato scritto da Anna Rossi", ["Anna Rossi"]),
        ("Dit artikel is geschreven door Jan Smit", ["Jan Smit"]),
        ("This article was written by hand, in ink", []),
    ],
)
def test_a_sentence_may_say_who_wrote_it(line: str, names: list[str]) -> None:
    by = shapes.by().match(line)
    assert by is not None
    assert printed_names([line[by.end() :]]) == names
