"""The article is what stands under the headline, however long a column beside it is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from pipelines.body import beside
from pipelines.layout import home
from tests import made

THING = "Clouds and some rain in the hills, then a mild night with little wind"


def column(items: int, *, over: str = "h2", of: str = "h3", tag: str = "div") -> str:
    """A heading over boxes of one make."""
    boxes = "".join(
        f"<div class='item'><{of}>Day {n}</{of}><p>{THING}, for day {n} of the week, and"
        " so on until the evening.</p></div>"
        for n in range(items)
    )
    return f"<{tag} class='right'><{over}>The weather</{over}>{boxes}</{tag}>"


def row(article: str, *beside: str) -> str:
    return (
        f"<div class='row'><div class='left'>{made.HEADLINE}{article}</div>{''.join(beside)}</div>"
    )


def counts(body: str) -> tuple[int, int]:
    text = made.text(body)
    return text.count("The council met"), text.count(THING)


@pytest.mark.parametrize("paragraphs", [2, 3, 12])
@pytest.mark.parametrize("items", [3, 12])
def test_a_column_beside_the_article_is_none_of_it(paragraphs, items):
    assert counts(row(made.paragraphs(paragraphs), column(items))) == (paragraphs, 0)


def test_the_column_may_be_nested_and_the_text_without_paragraphs():
    text = made.paragraphs(2, tag="div")
    nested = f"<div class='right'><div class='inner'>{column(8)}</div></div>"
    assert counts(row(f"<div class='text'>{text}</div>", nested)) == (2, 0)


@pytest.mark.parametrize(
    ("items", "over", "of"),
    [
        (2, "h2", "h3"),  # two boxes are no list
        (6, "h2", "h2"),  # no heading over everything
    ],
)
def test_what_is_no_list_of_things_stays(items, over, of):
    found = counts(row(made.paragraphs(6), column(items, over=over, of=of)))
    assert found == (6, items)


def test_sections_in_boxes_of_the_same_make_are_the_article():
    box = "<div class='left'>{}</div>"
    sections = column(3).replace("class='right'", "class='left'")
    body = f"<div>{box.format(made.HEADLINE + made.paragraphs(3))}{sections}</div>"
    assert counts(body) == (3, 3)


@pytest.mark.parametrize(("repeated", "others"), [(1, 0), (5, 30)])
def test_an_article_on_many_things_says_more_of_each(repeated, others):
    long = column(6).replace(THING, ". ".join([THING] * repeated))
    assert counts(row(made.paragraphs(3), long)) == (3, others)


def test_a_standfirst_over_a_list_is_no_article_of_its_own():
    head = f"<div class='head'>{made.HEADLINE}<p>{made.sentence(1)}</p></div>"
    assert counts(f"<main>{head}{column(8)}</main>")[1] == 8


OTHER = "Elsewhere a tram left its rails and stopped beside the mill, at number"


def other(paragraphs: int, heading: str = "<h2>The tram</h2>") -> str:
    text = "".join(f"<p>{OTHER} {n}, for an hour.</p>" for n in range(paragraphs))
    return f"<article>{heading}{text}</article>"


@pytest.mark.parametrize(
    ("paragraphs", "heading", "own", "others"),
    [
        (3, "<h2>The tram</h2>", 3, 0),
        (2, "<h2>The tram</h2>", None, 40),  # an introduction, then the text
        (3, "", None, 40),  # the text goes on after a box
    ],
)
def test_a_longer_text_with_a_heading_of_its_own_is_not_the_article(
    paragraphs, heading, own, others
):
    mine = f"<article>{made.HEADLINE}{made.paragraphs(paragraphs)}</article>"
    text = made.text(f"<main><div>{mine}{other(40, heading)}</div></main>")
    assert own is None or text.count("The council met") == own
    assert text.count(OTHER) == others


@pytest.mark.parametrize(("names", "is_other"), [("part", False), ("more", True)])
def test_a_text_in_boxes_of_the_same_make_is_no_other(names, is_other):
    mine = f"<article>{made.HEADLINE}<div class='part'>{made.paragraphs(4)}</div></article>"
    rest = other(9).replace("<article>", f"<article id='rest'><div class='{names}'>")
    laid = made.layout(f"<main>{mine}{rest}</main>")
    box = next(e for e in laid.blocks[-1].stack if e.get("id") == "rest")
    headline = next(b for b in laid.blocks if b.kind == "h1")
    assert (home.under(laid.blocks, box, headline) is not None) is is_other


def test_boxes_of_one_make_are_one_text():
    box = "<div><div class='part'>{}</div></div>"
    mine = f"<article>{made.HEADLINE}{box.format(made.paragraphs(4))}</article>"
    rest = f"<article>{box.format('<h2>The tram</h2>' + other(40, '')[9:-10])}</article>"
    text = made.text(f"<main><div>{mine}{rest}</div></main>")
    assert text.count(OTHER) == 40


def teasers(count: int, *, link: str = "/{}", over: str = "", lines: int = 1) -> str:
    """Headlines of other articles, each with a line under it."""
    return over + "".join(
        f"<div><h3><a href='{link.format(n)}'>Bread from the oven of mill {n}</a></h3>"
        + f"<p>{THING}, and the queue of mill {n} reaches down to the bridge.</p>" * lines
        + "</div>"
        for n in range(count)
    )


@pytest.mark.parametrize("over", ["", "<h2>Andere Artikel</h2>"])
def test_teasers_in_a_box_under_a_short_text_are_others(over: str) -> None:
    body = f"<div><div>{made.HEADLINE}{made.paragraphs(3)}</div><div>{teasers(4, over=over)}</div></div>"
    assert counts(body) == (3, 0)


@pytest.mark.parametrize(
    ("count", "given"),
    [
        (2, {}),
        (4, {"link": "https://mill.example/{}"}),  # other sites: what the article is about
        (4, {"over": f"<p>{THING}, and this is what we chose of all that we wrote.</p>"}),
        (4, {"lines": 3}),
        (12, {}),  # more than three times the text: the page is about them
    ],
)
def test_headings_with_links_that_an_article_is_made_of_stay(count, given) -> None:
    body = f"<div><div>{made.HEADLINE}{made.paragraphs(given.get('lines', 1) * 2)}</div><div>{teasers(count, **given)}</div></div>"
    assert counts(body)[1] >= count


def test_a_column_without_headings_over_a_shorter_text_is_none_of_it() -> None:
    news = "".join(f"<p>{THING}, says line {n} of the short news.</p>" for n in range(9))
    body = f"<div class='w'><div class='c1'>{news}</div><div class='c2'>{made.HEADLINE}{made.paragraphs(3)}</div></div>"
    assert counts(body) == (3, 0)


def test_a_column_over_a_text_of_a_few_lines_is_not_asked_of_another_library() -> None:
    news = "".join(f"<p>{THING}, says line {n} of the short news.</p>" for n in range(9))
    short = "<p>The council met on Monday, and it talked of the bridge until midnight came.</p><p>The council met again on Friday, and the bridge was closed the day after it.</p>"
    body = f"<div class='w'><div class='c1'>{news}</div><div class='c2'>{made.HEADLINE}{short}</div></div>"
    assert counts(body) == (2, 0)


def test_the_text_over_a_line_that_repeats_the_headline_stays() -> None:
    text = made.paragraphs(9)
    again = made.HEADLINE.replace("h1", "h2")
    body = f"<div class='w'><div class='c1'>{text}</div><div class='c2'>{again}<p>{THING}, and so on.</p></div></div>"
    assert counts(body)[0] == 9


@pytest.mark.parametrize(
    ("inside", "own"),
    [((75, 75), "left"), ((75, 74), "body"), ((400,), "body"), ((75, 75, 75), "left")],
)
def test_a_column_of_its_own_has_two_paragraphs_of_some_length(inside, own) -> None:
    def block(place: int, chars: int, *stack: str) -> Any:
        return SimpleNamespace(index=place, text="e" * chars, stack=stack, is_strong=True, roles=0)

    lines = [block(n, chars, "body", "left", "p") for n, chars in enumerate(inside, 1)]
    lines += [block(n, 100, "body", "p") for n in (8, 9)]
    headline = block(0, 20, "body", "left", "h1")
    assert beside._own_column([headline, *lines], headline) == own
