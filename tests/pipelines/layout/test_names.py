"""A whole name of a page part, told apart from its word inside a longer name."""

from __future__ import annotations

import pytest

from pipelines.layout import roles

THROWN = roles.NAV | roles.SHARE | roles.RELATED | roles.AD | roles.NEWSLETTER | roles.COOKIE


@pytest.mark.parametrize(
    "name",
    [
        "related-illnesses",
        "menu-de-fete",
        "partage-des-eaux",
        "cookie-rezepte",
        "sponsor-of-the-bridge",
        "newsletter-skandal",
    ],
)
def test_name_that_says_what_a_section_is_about_throws_nothing_away(name: str) -> None:
    assert not roles.of_names(name) & THROWN


@pytest.mark.parametrize(
    "name",
    [
        "related",
        "related-posts",
        "menu-main-container",
        "social-share-bar",
        "cookie-law-info",
        "newsletter-signup-box",
        "ad-leaderboard-top",
        "bridgepost-related",
    ],
)
def test_name_of_a_part_still_tells_the_part(name: str) -> None:
    assert roles.of_names(name) & THROWN


def test_the_other_words_of_such_a_name_still_count() -> None:
    assert roles.of_names("social-effects-text") & roles.BODY
