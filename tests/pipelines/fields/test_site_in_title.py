"""What in a declared title is the site's, and which printed heading is the article's."""

from __future__ import annotations

import pytest

from pipelines.fields.site_name import without_site
from tests import made

TITLE = "Old quay closed to lorries from the spring"
SENTENCE = "The harbour board met for four hours and decided that the old quay will be closed to lorries from the spring on. "
TEXT = "".join(f"<p>{SENTENCE}Part {n} of the plan follows later.</p>" for n in range(1, 6))


@pytest.mark.parametrize(
    ("tail", "names", "cut"),
    [
        (" | Nature Park of the River Valley", ["rivervalley"], True),  # words of the address
        (" | Nature Park of the Valley River", ["rivervalley"], False),  # not in their order
        (" | Board of the River", ["rivervalley"], False),  # a part of it
        (" – Royal Harbour Trust", ["rht"], True),  # first letters
        (" – Harbour Trust", ["ht"], False),
        (" – Royal Harbour Trust", ["rhx"], False),
        (" | Valley", ["getvalley"], True),  # a word in front
        (" | Valley", ["valleyget", "other"], True),
        (" | Valley River", ["getriver"], False),
        ("│Getvalley", ["getvalley"], True),  # a line that is drawn
    ],
)
def test_a_site_behind_a_title(tail: str, names: list[str], cut: bool) -> None:
    assert without_site(TITLE + tail, names) == (TITLE if cut else TITLE + tail)


def title(content: str, declared: str) -> str | None:
    url = "https://www.riverpaper.com/quay"
    return made.article(content, title=declared, lang=None, url=url, declared=False).title


def test_a_card_resembles_what_is_declared_and_the_headline_leads() -> None:
    card = "<div><h1><a href='/2'>Where to see lorries at the quay in the spring</a></h1></div>"
    page = f"<main><article><h1>{TITLE}</h1>{TEXT}</article>{card}</main>"
    assert title(page, "Where to see quays this spring") == TITLE
    # one that a declared title repeats is the headline, wherever it stands
    page = f"<main><article><h1>River Paper</h1>{TEXT}<h1>{TITLE}</h1></article></main>"
    assert title(page, TITLE) == TITLE


def test_a_heading_of_the_foot_is_none() -> None:
    page = f"<main><article><h2>{TITLE}</h2>{TEXT}</article></main><footer><h1>About</h1></footer>"
    assert title(page, "River Paper") != "About"


def test_a_sign_of_markdown_is_not_of_the_title() -> None:
    assert title(f"<main><article><h1>## {TITLE}</h1>{TEXT}</article></main>", TITLE) == TITLE
    assert title(f"<main><article><h1>#3 {TITLE}</h1>{TEXT}</article></main>", TITLE) != TITLE
