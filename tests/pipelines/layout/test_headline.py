"""Which block prints the headline, and where the text begins below it."""

from __future__ import annotations

import pytest

from pipelines.layout import roles
from pipelines.layout.headline import locate
from pipelines.layout.layout import Layout
from tests.made import TITLE, blocks, layout, paragraphs, sentence

ABOVE = "A notice to readers, longer than any menu, stands over the headline in the same box. "


def located(*rows, title: str = TITLE, start: int = 99) -> int | None:
    """Return the index of the block taken for the headline."""
    made = blocks(*rows)
    found = locate(Layout(made, made[0].element.getparent(), start, []), title)
    return found.headline.index if found.headline is not None else None


def test_an_equal_heading_is_the_headline() -> None:
    assert located("Menu", (TITLE, {"kind": "h1"}), sentence(1)) == 1


def test_a_plain_line_with_the_same_words_is_the_headline_too() -> None:
    assert located("Menu", TITLE, sentence(1)) == 1


def test_an_h1_is_before_another_heading_and_that_before_a_line() -> None:
    assert located(TITLE, (TITLE, {"kind": "h2"}), (TITLE, {"kind": "h1"})) == 2
    assert located(TITLE, (TITLE, {"kind": "h2"})) == 1


@pytest.mark.parametrize("role", [roles.NAV, roles.RELATED, roles.FOOT])
def test_one_in_a_menu_or_a_list_is_behind_any_other(role: int) -> None:
    assert located((TITLE, {"kind": "h1", "roles": role}), TITLE) == 1


@pytest.mark.parametrize(("share", "place"), [(1.0, 2), (0.5, 0)], ids=["linked", "plain"])
def test_a_bar_that_links_to_the_article_is_behind_its_headline(share: float, place: int) -> None:
    bar = (TITLE, {"kind": "h3", "link_chars": int(share * len(TITLE))})
    assert located(bar, sentence(1), (TITLE, {"kind": "h1"}), start=1) == place


def test_a_headline_that_links_to_itself_is_one_where_it_is_alone() -> None:
    linked = (TITLE, {"kind": "h2", "link_chars": len(TITLE)})
    assert located("Menu", linked, sentence(1)) == 1


def test_one_that_nobody_sees_is_none() -> None:
    assert located((TITLE, {"kind": "h1", "roles": roles.HIDDEN})) is None


def test_one_below_the_start_of_the_body_is_behind_one_above() -> None:
    assert located((TITLE, {"kind": "h2"}), sentence(1), (TITLE, {"kind": "h1"}), start=1) == 0


def test_no_title_leaves_the_layout_as_it_is() -> None:
    made = layout(f"<h2>{TITLE}</h2>{paragraphs(3)}")
    assert locate(made, None) is made
    assert locate(made, "words that stand nowhere") is made


def test_the_layout_that_goes_in_is_not_changed() -> None:
    made = layout(f"<h1>{TITLE}</h1>{paragraphs(3)}")
    assert locate(made, TITLE) is not made
    assert made.headline is None


# 7 and 8 of 12, 13 words in common: on both sides of `_ALIKE`
TWELVE = "one two three four five six seven eight nine ten eleven twelve"


@pytest.mark.parametrize(
    ("common", "found"), [(5, None), (6, None), (7, 0), (8, 0)], ids=["0.5", "0.6", "0.7", "0.8"]
)
def test_a_heading_of_nearly_the_same_words(common: int, found: int | None) -> None:
    wanted = " ".join(TWELVE.split()[:10])
    printed = " ".join(TWELVE.split()[:common])
    assert located((printed, {"kind": "h1"}), title=wanted) == found


@pytest.mark.parametrize(("length", "found"), [(400, 0), (401, None)])
def test_a_text_is_no_headline(length: int, found: int | None) -> None:
    long = ("word " * 100)[: length - 1] + "d"
    assert located((long, {"kind": "h1"}), title=long) == found


@pytest.mark.parametrize(("over", "start"), [(5, 6), (6, 0)])
def test_the_text_begins_below_a_headline_that_stands_close_under_its_start(
    over: int, start: int
) -> None:
    above = [ABOVE + str(n) for n in range(over)]
    made = blocks(*above, (TITLE, {"kind": "h1"}), sentence(1))
    found = locate(Layout(made, made[0].element.getparent(), 0, []), TITLE)
    assert found.body_start == start
