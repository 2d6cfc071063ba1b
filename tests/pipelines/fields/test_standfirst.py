"""The printed standfirst: its signs, the lines that belong together, and what the model says."""

from __future__ import annotations

import json
import re

import pytest

from pipelines.access.public import Public
from pipelines.fields import standfirst, teaser
from pipelines.learned import linear, trees
from pipelines.learned.weights import FOLDER
from tests import made

TITLE = "The old bridge is closed for repairs"
LEAD = "Drivers have to go around the valley until the autumn of next year."
BODY = "".join(
    f"<p>The council said on {day} that the work on the cables will go on for months, and that"
    " nobody can tell what it will cost in the end.</p>"
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
)


def public_of(under: str, head: str = "") -> Public:
    """Return the public page of an article with its headline and what stands under it."""
    body = f"<main><article><h1>{TITLE}</h1>{under}</article></main>"
    return made.public(body, headline=TITLE, head=head, title=None, lang=None, declared=False)


def around(
    between: str, *, description: str = "", authors: list[str] | None = None
) -> standfirst.Surroundings:
    head = f'<meta name="description" content="{description}">' if description else ""
    public = public_of(f"{between}<div>{BODY}</div>", head)
    return teaser.surroundings(public.document, public.layout, TITLE, authors or [])


def signs(between: str, **kwargs: str) -> dict[str, float]:
    found = around(between, **kwargs)
    return standfirst.signs(found.zone[0], found)


def found(between: str, **kwargs: str) -> list[str]:
    return [b.text for b in standfirst.find(around(between, **kwargs))]


@pytest.mark.parametrize(
    "markup",
    [
        "<p class='qx'>{}</p><p class='meta'>2025</p>",
        "<h2>{}</h2><p class='byline'>By Jane Doe</p>",
        "<p class='standfirst'>{}</p>",
        "<div class='lead'><p>{}</p></div>",
    ],
)
def test_a_sentence_set_apart_under_the_headline_is_the_standfirst(markup: str) -> None:
    assert found(markup.format(LEAD)) == [LEAD]


@pytest.mark.parametrize("markup", ["", "<p class='byline'>By Jane Doe</p>", "<p>3 May 2025</p>"])
def test_where_none_is_printed_none_is_found(markup: str) -> None:
    assert found(markup) == []


def _boxed(names: str) -> str:
    """The text, each paragraph in boxes of its own; the first of boxes with these names."""
    first, rest = BODY.split("</p>", 1)
    wrap = "<div class='{}'><div class='y2'>{}</div></div>"
    others = [f"<p>{t}</p>" for t in re.findall("<p>(.*?)</p>", rest)]
    return wrap.format(names, f"{first}</p>") + "".join(wrap.format("x1", p) for p in others)


@pytest.mark.parametrize(("names", "is_first"), [("x1", True), ("x9", False)])
def test_paragraphs_in_boxes_of_one_make_are_one_row(names: str, is_first: bool) -> None:
    public = public_of(_boxed(names))
    around = teaser.surroundings(public.document, public.layout, TITLE, [])
    assert around.is_other(around.zone[0]) == is_first


def test_nothing_below_the_first_paragraph_stands_over_the_text() -> None:
    subhead = "<h2>What will the repairs of the bridge cost?</h2>"
    body = BODY.replace("</p>", f"</p>{subhead}", 1)
    public = public_of(f"<p class='x1'>{LEAD}</p><div>{body}</div>")
    around = teaser.surroundings(public.document, public.layout, TITLE, [])
    asked = {b.kind: around.is_other(b) for b in around.zone if b.kind == "h2" or b.text == LEAD}
    assert asked == {"p": False, "h2": True}


def test_a_label_of_other_articles_is_no_standfirst() -> None:
    around_ = around("<div class='intro'>Cela vous intéressera aussi</div>")
    assert [around_.is_other(b) for b in around_.zone[:1]] == [True]


def test_all_lines_of_a_list_are_the_standfirst() -> None:
    lines = [LEAD, "The mayor promises a ferry for the summer and for the autumn."]
    listed = "".join(f"<li class='point'>{line}</li>" for line in lines)
    assert found(f"<ul class='summary'>{listed}</ul><p class='meta'>2025</p>") == lines


@pytest.mark.parametrize(
    ("markup", "sign", "value"),
    [
        ("<p>{}</p>", "facts below", 0),
        ("<p>{}</p><p>3 May 2025, 10:15</p>", "facts below", 1),
        ("<p class='byline'>By A</p><p>{}</p>", "facts above", 1),
        ("<p>{}</p>", "facts above", 0),
        ("<p>{}</p>", "blocks below headline", 0),
        ("<p>Kicker here now</p><p>{}</p>", "sentences above", 0),
        ("<p class='lead'>{}</p>", "called standfirst", 1),
        ("<p class='tiny'>{}</p>", "called standfirst", 0),
        ("<p><b>{}</b></p>", "bold", 1),
        ("<p><em>{}</em></p>", "lean", 1),
        ("<p>Now <em>{}</em></p>", "lean", 0),
        ("<h2>{}</h2>", "h2", 1),
        ("<p>{}</p>", "set like text", 1),
        ("<p class='x'>{}</p>", "set like text", 0),
        ("<p>{}</p>", "stands beside text", 0),
        ("<p>{}</p>", "ends as sentence", 1),
        ("<p>{}</p>", "in core", 0),
    ],
)
def test_a_sign_says_what_is_seen(markup: str, sign: str, value: float) -> None:
    page = around(markup.format(LEAD))
    block = next(b for b in page.zone if LEAD in b.text)
    assert standfirst.signs(block, page)[sign] == value


def test_what_repeats_the_description_agrees_with_it() -> None:
    assert signs(f"<p>{LEAD}</p>", description=LEAD)["repeats description"] == 1
    assert signs(f"<p>{LEAD}</p>", description=LEAD)["agrees"] == 1
    assert (
        signs(f"<p>{LEAD}</p>", description="Quite another sentence of six words.")["agrees"] < 0.2
    )


@pytest.mark.parametrize(
    ("line", "other"),
    [
        (TITLE, True),
        ("Jane Doe", True),
        ("By Jane Doe - The Riverpaper", True),
        ("Online since today, 20.03", True),
        ("The 3 Oct. meeting of all, reported by Jane Doe", True),
        ("By the river the old house stands again", False),
        ("It is over. A word by Jane Doe", True),
        ("The old bridge of J. A. Miller, by Jane Doe", True),
        ("And now nobody knows how it will go on. A comment by Jane Doe", False),
        ("All went well there. A word by Jane Doe", False),
        (LEAD, False),
        ("Jane Doe was the first who crossed the new bridge on Monday.", False),
    ],
)
def test_headline_byline_and_time_are_no_standfirst(line: str, *, other: bool) -> None:
    page = around(f"<p class='lead'>{line}</p>", authors=["Jane Doe"])
    assert (
        page.is_other(page.zone[0] if page.zone[0].text == line else page.layout.blocks[1]) is other
    )


def test_a_link_leads_elsewhere() -> None:
    assert LEAD not in [b.text for b in around(f"<p><a href='/x'>{LEAD}</a></p>").zone]


SURE = standfirst.Model(
    linear.Linear(0.0, {}), trees.of({"names": ["x"], "base": 0, "trees": []}), 0.3, 0.2
)


@pytest.mark.parametrize(
    ("likely", "count"),
    [
        ([0.31, 0.1, 0.1], 1),
        ([0.29, 0.1, 0.1], 0),
        ([0.6, 0.21, 0.1], 2),
        ([0.6, 0.19, 0.1], 1),
        ([0.3, 0.6, 0.3], 3),
    ],
)
def test_lines_beside_the_likeliest_belong_to_it(likely: list[float], count: int) -> None:
    rows = "".join(f"<li>{LEAD} {n}</li>" for n in range(3))
    blocks = around(f"<ul>{rows}</ul>").zone[:3]
    assert len(standfirst.lines(blocks, likely, SURE)) == count


def test_a_line_set_in_another_way_is_no_line_of_it() -> None:
    blocks = around(f"<p>{LEAD}</p><h2>{LEAD} Again</h2>").zone[:2]
    assert len(standfirst.lines(blocks, [0.9, 0.9], SURE)) == 1


def test_the_weights_name_the_command_that_made_them_and_are_small() -> None:
    path = FOLDER / "standfirst.json"
    stored = json.loads(path.read_text("utf-8"))
    assert stored["made_by"] == "python -m training.standfirst --data GOLD"
    assert path.stat().st_size < 100_000
    assert (
        set(stored["sum"]["weights"])
        == set(stored["forest"]["names"])
        == set(signs(f"<p>{LEAD}</p>"))
    )
