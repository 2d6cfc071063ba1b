"""Names that say that the text in a box is kept back."""

from __future__ import annotations

import pytest

from pipelines.access.withheld import names_reserved


@pytest.mark.parametrize(
    "names",
    [
        "paywall", "story paywalled", "contentPremium", "plusContent", "premiumcontent",
        "article-payant", "subscriber-text", "freemiumText", "exclusive_content", "lockable-3",
        "contains_walled_content", "reserve-aux-abonnes", "members-only", "subscription-text", "abo-content",
    ],
)  # fmt: skip
def test_names_of_what_is_kept_back(names):
    assert names_reserved(names)


@pytest.mark.parametrize(
    "names",
    [
        "abo content",
        "plus",
        "exclusive",
        "paywall-banner",
        "premium-teaser",
        "article-text",
        "occupant",
    ],
)
def test_names_of_other_boxes(names):
    assert not names_reserved(names)
