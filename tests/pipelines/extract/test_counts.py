"""Counts of a whole page: numbers that weigh it, and nothing that could be read."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest

from pipelines.extract.counts import counted
from pipelines.layout.headline import locate
from tests.made import HEADLINE, article, document, layout, paragraphs


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


@pytest.mark.parametrize(
    ("line", "sign", "value"),
    [
        ("<aside><p>12 €</p></aside>", "share of prices", 1 / 6),
        ("<p>Seen at 14:30 and later</p>", "lines with times", 1 / 6),
        ("<p>Seen in the year 2019</p>", "lines with times", 1 / 6),
        ("<p>Seen 14 times</p>", "lines with times", 0),
    ],
)
def test_prices_and_times_on_lines_of_their_own(line: str, sign: str, value: float) -> None:
    found = counts(HEADLINE + paragraphs(3) + line + "<p>A short line</p>")
    assert found[sign] == pytest.approx(value, abs=0.05)
    assert bool(found[sign]) == bool(value)


def test_a_time_at_the_headline_and_one_far_below() -> None:
    dated = "<p>11 May 2025</p>"

    def found(body: str) -> float:
        blocks = layout(body)
        top = locate(blocks, blocks.blocks[0].text)
        return counted(document(body), top).signs["times at headline"]

    assert found(HEADLINE + dated + paragraphs(3)) == 1
    assert found(HEADLINE + paragraphs(20) + dated) == 0


def test_a_heading_ends_a_run_of_sentences_and_a_short_line_does_not() -> None:
    whole = counts(HEADLINE + paragraphs(6))["longest run"]
    parted = counts(HEADLINE + paragraphs(3) + "<h2>On handles</h2>" + paragraphs(3))
    spaced = counts(HEADLINE + paragraphs(3) + "<p>On handles</p>" + paragraphs(3))
    assert parted["longest run"] < whole - 0.5
    assert spaced["longest run"] > whole - 0.1
    assert parted["text in headings"] > 0 == spaced["text in headings"]
