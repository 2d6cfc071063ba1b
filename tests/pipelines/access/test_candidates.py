"""A candidate is one element and ends where the element ends, wherever it stands."""

from __future__ import annotations

import pytest

from pipelines.access import candidates, scene as scenes, statements
from tests import made
from tests.pipelines.access.scenes import TITLE, scene, text
from training.walls.rows import page_of

SAY = "Subscribe to continue reading this article."
CARDS = "".join(
    f"<li><a href='/{n}'>The quiet war over harbour number {n} of the old town</a></li>"
    for n in range(4)
)


def texts(of):
    return [" | ".join(b.text for b in c.lines(of))[c.cut :] for c in candidates.find(of)]


def test_box_is_one_candidate_with_all_its_lines():
    page = scene(text() + f"<div><h3>Read on</h3><p>{SAY}</p><a href='/s'>Subscribe</a></div>")
    assert texts(page) == [f"Read on | {SAY} | Subscribe"]


@pytest.mark.parametrize("tag", ["div", "aside", "my-offer"])
def test_box_of_any_tag_is_one_candidate(tag):
    page = scene(text() + f"<{tag}><h3>Read on</h3><p>{SAY}</p><a href='/s'>Subscribe</a></{tag}>")
    assert texts(page) == [f"Read on | {SAY} | Subscribe"]


def under_the_body(box: str, style: str = ""):
    page = f"{style}<article><h1>{TITLE}</h1>{text()}</article>{box}"
    document, layout = page_of(made.page(page, title=TITLE).body, made.URL)
    return scenes.of(document, layout, statements.read(document, layout))


@pytest.mark.parametrize("tag", ["div", "aside", "my-offer"])
def test_box_right_under_the_body_is_one_candidate_too(tag):
    box = f"<{tag}><h3>Read on</h3><p>{SAY}</p><a href='/s'>Subscribe</a></{tag}>"
    assert texts(under_the_body(box)) == [f"Read on | {SAY} | Subscribe"]


def test_box_right_under_the_body_is_one_whatever_boxes_are_in_it():
    box = f"<div><div><h3>Read on</h3></div><p>{SAY}</p><a href='/s'>Subscribe</a></div>"
    assert texts(under_the_body(box)) == [f"Read on | {SAY} | Subscribe"]


def test_box_is_one_though_nothing_else_stands_in_what_holds_the_text():
    says = f"{SAY[:-1]}, and all that our reporters write of the town on any day."
    box = f"<div><h3>Read on</h3></div><p>{says}</p><a href='/s'>Subscribe</a>"
    page = scene(box)
    assert page.layout.container is not None
    assert not page.paragraphs_and_hidden
    assert texts(page) == [f"Read on | {says} | Subscribe"]
    assert texts(scene(text() + box)) == ["Read on", f"{says} | Subscribe"]


def test_what_the_style_of_the_page_hides_right_under_the_body_is_hidden():
    box = f"<div class='c9'><p>{SAY}</p><a href='/s'>Subscribe</a></div>"
    of = under_the_body(box, "<style>.c9{display:none}</style>")
    assert [of.shown[b.index] for b in of.blocks if SAY in b.text] == [False]


def test_words_that_stand_in_the_parent_itself_are_of_the_lines_before_them():
    page = scene(text() + f"<p>{SAY}</p><a href='/l'>Log in</a>")
    assert f"{SAY} | Log in" in texts(page)


def test_box_ends_where_its_element_ends_though_teasers_stand_in_the_same_box():
    page = scene(
        text()
        + f"<div class='after'><div><p>{SAY}</p><button>OK</button></div><ul>{CARDS}</ul></div>"
    )
    assert f"{SAY} | OK" in texts(page)


def test_lines_of_one_parent_are_one_candidate_without_a_box():
    page = scene(text() + f"<p>{SAY}</p><p><a href='/l'>Log in</a></p>")
    assert f"{SAY} | Log in" in texts(page)


def test_dialog_far_from_the_text_is_a_candidate():
    far = "".join(f"<p>Line {n} of the page</p>" for n in range(40))
    page = scene(text(), behind=f"{far}<dialog open><p>{SAY}</p></dialog>")
    assert SAY in texts(page)


def test_byline_behind_a_standfirst_is_none_though_it_leads_somewhere():
    line = "<div class='{}'><a href='/staff'>Our own staff</a> 9.08 pm</div>"
    assert texts(scene(text(1) + line.format("end"))) == ["Our own staff 9.08 pm"]
    assert texts(scene(text(1) + line.format("byline"))) == []


def test_box_before_the_text_is_a_candidate():
    assert SAY in texts(scene(f"<div><p>{SAY}</p></div>" + text()))


def test_last_sentences_of_the_last_paragraph_are_a_candidate():
    page = scene(
        text() + f"<p>The council met on a long evening in the town hall. {SAY} Log in.</p>"
    )
    # and its whole paragraph is none
    assert texts(page) == [f"{SAY} Log in."]


def test_sentence_that_says_nothing_of_a_wall_is_none():
    assert texts(scene(text() + "<p>The council met again. It then went on to vote.</p>")) == []


def test_wall_that_the_article_quotes_is_none_of_its_own():
    quoted = f"<p>The paper’s website now says: “{SAY}”</p>"
    page = scene(text() + quoted)
    assert page.last == page.blocks[-1].index


def test_open_text_alone_has_no_candidate():
    assert texts(scene(text(6))) == []


def test_item_of_a_list_says_nothing_of_the_article_around_it():
    assert texts(scene(text() + f"<ul><li>{SAY}</li></ul>" + text(3, 11))) == []


def test_box_with_buttons_right_behind_the_text_needs_no_words():
    page = scene(text() + "<div><p>Zuba mirolo kanta</p><button>Zubira</button></div>")
    assert texts(page) == ["Zuba mirolo kanta | Zubira"]


def test_candidates_of_a_page_are_bounded():
    boxes = "".join(f"<div><p>{SAY}</p><p>{n}</p></div>" for n in range(3 * candidates.MOST))
    assert len(candidates.find(scene(text() + boxes))) <= candidates.MOST + 1


def table(cells: int) -> str:
    rest = "".join(f"<tr><td>Line {n}</td></tr>" for n in range(cells - 1))
    return f"<table><tr><td>{SAY}</td></tr>{rest}</table>"


@pytest.mark.parametrize(("cells", "count"), [(1, 1), (3, 1), (4, 0)])
def test_a_table_of_few_cells_is_a_box_and_one_of_more_is_a_list(cells: int, count: int):
    assert len(texts(scene(text() + table(cells) + text(1, 9)))) == count
