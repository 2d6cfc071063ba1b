"""Addresses that lead to an offer or to a login."""

from __future__ import annotations

import pytest

from pipelines.lexicon.addresses import leads_to_login, leads_to_offer, listed

TOLD = {"offer": leads_to_offer, "login": leads_to_login}
ROWS = [
    (k, a, want)
    for k in TOLD
    for want, part in ((True, "yes"), (False, "no"))
    for a in listed()[k][part]
]


@pytest.mark.parametrize(("kind", "address", "want"), ROWS)
def test_examples_of_the_list_are_told(kind, address, *, want):
    assert TOLD[kind](address) is want


@pytest.mark.parametrize("kind", TOLD)
@pytest.mark.parametrize("part", ["anywhere", "begins", "words"])
def test_every_word_is_heard_where_it_may_stand(kind, part):
    for word in listed()[kind][part]:
        assert TOLD[kind](f"https://a.example/{word.strip('/')}") or word.startswith("/")
        assert TOLD[kind](f"https://a.example/x-{word}/1")


@pytest.mark.parametrize("kind", TOLD)
def test_a_word_that_begins_is_not_heard_inside_of_another(kind):
    anywhere = listed()[kind]["anywhere"]
    for word in listed()[kind]["begins"]:
        if not any(a in word for a in anywhere):
            assert not TOLD[kind](f"/q{word}")
