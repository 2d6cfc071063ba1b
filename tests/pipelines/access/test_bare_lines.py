"""A paragraph without a word of a wall is text, whatever stands near it."""

from __future__ import annotations

import pytest

from pipelines.access.candidates import Candidate
from pipelines.access.choice import _is_backed
from pipelines.access.weighing import Weighed
from tests import made
from tests.pipelines.access.scenes import scene, text

TEXT = "".join(
    f"<p>Paragraph {n} of the story tells at some length how the town watches the trial with envy, and what its council may decide on in June.</p>"
    for n in range(3)
)
WALL = "<div class='offre'><h3>Cet article est réservé aux abonnés</h3><p>Abonnez-vous pour lire la suite.</p></div>"


def test_a_label_at_the_headline_makes_no_wall_of_the_first_paragraph():
    title = "Le marché menacé par le parking"
    label = "<span class='badge'>Réservé aux abonnés</span>"
    inside = f"<header><h1>{title}</h1>{label}</header><div>{TEXT}{WALL}</div>"
    article = made.article(
        f"<main><article>{inside}</article></main>", title=title, lang="fr", declared=False
    )
    assert (article.text or "").startswith("Paragraph 0")
    assert article.boundary_paragraph == 3


def test_a_bare_line_that_says_nothing_closed_is_never_backed():
    nowhere = object.__new__(Candidate)
    wall = Weighed(nowhere, 0.99, {"is_bare_line": 1.0, "says_nothing_closed": 1.0, "badge": 1.0})
    assert not _is_backed(wall)
    assert _is_backed(Weighed(nowhere, 0.99, {"is_bare_line": 1.0, "badge": 1.0}))


def test_the_first_line_of_a_short_text_in_a_box_named_for_a_wall_is_text():
    nowhere = object.__new__(Candidate)
    silent = {"is_bare_line": 1.0, "says_nothing": 1.0, "own_paid": 1.0}
    assert not _is_backed(Weighed(nowhere, 0.99, {**silent, "before_text": 1.0}))
    assert _is_backed(Weighed(nowhere, 0.99, silent))


@pytest.mark.parametrize("doubtful", ["is_hidden", "says_nothing", "elsewhere_and_long"])
def test_what_is_doubtful_closes_a_text_only_where_something_else_says_so(doubtful: str):
    nowhere = object.__new__(Candidate)
    assert not _is_backed(Weighed(nowhere, 0.99, {doubtful: 1.0}))
    assert _is_backed(Weighed(nowhere, 0.99, {doubtful: 1.0, "text_fades": 1.0}))


def test_a_wall_amid_a_text_that_is_declared_free_must_be_beyond_doubt():
    nowhere = Candidate(0, 1, scene(text()).blocks[0].element)
    assert not _is_backed(Weighed(nowhere, 0.79, {"goes_on_and_free": 1.0}))
    assert _is_backed(Weighed(nowhere, 0.81, {"goes_on_and_free": 1.0}))
    assert _is_backed(Weighed(nowhere, 0.5, {"behind_text": 1.0}))


def test_a_label_at_the_headline_reserves_a_text_as_a_declaration_does():
    nowhere = Candidate(0, 1, scene(text()).blocks[0].element)
    amid = {"goes_on_and_knows_nobody": 1.0}
    assert not _is_backed(Weighed(nowhere, 0.79, amid))
    assert _is_backed(Weighed(nowhere, 0.79, {**amid, "badge": 1.0}))


@pytest.mark.parametrize(
    "weak", [{"says_nothing_closed": 1.0}, {"is_bare_line": 1.0, "is_one_line": 1.0}]
)
def test_what_hardly_asks_must_be_well_above_even_where_nothing_else_closes_the_text(weak):
    nowhere = object.__new__(Candidate)
    assert not _is_backed(Weighed(nowhere, 0.69, weak))
    assert _is_backed(Weighed(nowhere, 0.7, weak))
    assert _is_backed(Weighed(nowhere, 0.69, {**weak, "text_fades": 1.0}))


@pytest.mark.parametrize("one", ["is_bare_line", "is_one_line"])
def test_a_bare_box_and_a_line_to_press_are_no_lone_line(one):
    assert _is_backed(Weighed(object.__new__(Candidate), 0.45, {one: 1.0}))
