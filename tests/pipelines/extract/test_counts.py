"""Counts of a whole page: numbers that weigh it, and nothing that could be read."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
from made import HEADLINE, article, document, layout, paragraphs

from pipelines.extract.counts import counted


def counts(body: str, head: str = "") -> dict[str, Any]:
    """Return the counts of a page, by name."""
    found = asdict(counted(document(body, head=head), layout(body, head=head)))
    return {**found.pop("signs"), **found}


def leaves(value: Any) -> Iterator[Any]:
    """Yield what a value is made of."""
    for part in value.values() if isinstance(value, dict) else ():
        yield from leaves(part)
    if not isinstance(value, dict):
        yield value


def test_counts_are_numbers_and_no_words() -> None:
    found = counts(HEADLINE + paragraphs(6) + "<p>Secret words of a page, 12 €</p>")
    assert {type(v) for v in leaves(found)} <= {int, float}


def test_text_scripts_and_pictures_are_counted() -> None:
    body = "<p>Short</p><img src='a'><img src='b'>" + paragraphs(2)
    found = counts(body, head="<script>12345678</script>")
    texts = [len(b.text) for b in layout(body).blocks]
    assert (found["scripts"], found["pictures"]) == (8, 2)
    assert found["text"] == sum(texts)
    assert found["sentences"] == sum(texts[1:])


LINE = "<div>{}</div>"


@pytest.mark.parametrize(
    ("line", "sign", "value"),
    [
        ("<p>12 €</p>", "prices", 1),
        (f"<p>{'x' * 54} 12 €</p>", "prices", 1),
        (f"<p>{'x' * 55} 12 €</p>", "prices", 0),
        ("<p>twelve euros</p>", "prices", 0),
        ("<nav><p>12 €</p></nav>", "prices", 0),
        ("<h2><a href='/a'>A story</a></h2>", "linked headings", 1),
        ("<h2><a href='/a'>123456</a>7890</h2>", "linked headings", 0),
        ("<h2><a href='/a'>1234567</a>890</h2>", "linked headings", 1),
        ("<h2>A story</h2>", "linked headings", 0),
    ],
)
def test_what_is_counted_on_the_middle_of_a_page(line: str, sign: str, value: int) -> None:
    without = counts(HEADLINE + paragraphs(3))[sign]
    assert counts(HEADLINE + paragraphs(3) + line)[sign] - without == pytest.approx(
        math.log1p(value)
    )


@pytest.mark.parametrize(("chars", "share"), [(39, 1 / 5), (40, 0.0)])
def test_short_lines_have_fewer_than_forty_characters(chars: int, share: float) -> None:
    found = counts(HEADLINE.replace("h1", "h2") + paragraphs(3) + f"<p>{'x' * chars}</p>")
    assert found["short lines"] == share


def test_a_page_behind_a_wall_is_weighed_as_a_whole() -> None:
    wall = "<div class='paywall'><p>This article is for subscribers only. Subscribe to read on.</p></div>"
    body = HEADLINE + paragraphs(3) + wall + "<p>12 €</p><p>14 €</p>"
    assert article(body).boundary_paragraph == 3
    assert counts(body)["prices"] == pytest.approx(math.log1p(2))
