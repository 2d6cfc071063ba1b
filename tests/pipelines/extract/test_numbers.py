"""Numbers of saved text, of pages that stand in for an article, and of what is counted of a
page: each on both sides."""

from __future__ import annotations

import re
from types import SimpleNamespace as Made

import pytest
from lxml import html

from pipelines.extract import markup, plaintext, prose, record, stand_in
from pipelines.extract.counts import counted
from pipelines.extract.leads import Links
from pipelines.model import Page
from tests import made
from tests.made import HEADLINE, TITLE, document, layout, paragraphs, sentence

DATE = "3 May 2024"
BADGE = "Subscribers only"
SHORT = "Of the town"


def marked(*lines: str) -> list[str]:
    """Return the lines of a saved text as they are marked."""
    saved = Page(url=made.URL, body="\n".join(lines).encode(), content_type="text/plain")
    text = plaintext.as_html(saved).body.decode()
    found = re.search(r"<article>\n(.*)\n</article>", text, re.DOTALL)
    assert found is not None
    return found[1].split("\n")


@pytest.mark.parametrize(("over", "found"), [(298, True), (299, False)])
def test_a_dump_says_its_headline_among_the_first_lines(over: int, *, found: bool) -> None:
    lines = [f"{TITLE} - The Paper", *[SHORT] * over, TITLE]
    assert (plaintext._repeated(lines) is not None) is found


@pytest.mark.parametrize(("over", "found"), [(13, True), (14, False)])
def test_a_saved_text_says_its_headline_among_the_first_lines(over: int, *, found: bool) -> None:
    assert (f"<h1>{TITLE}</h1>" in marked(*[SHORT] * over, TITLE, sentence(1))) is found


@pytest.mark.parametrize(("count", "facts"), [(8, 8), (9, 8)])
def test_facts_stand_in_the_first_lines_under_the_headline(count: int, facts: int) -> None:
    found = marked(TITLE, *[BADGE] * count, sentence(1))
    assert sum("badge" in line for line in found) == facts


@pytest.mark.parametrize(
    ("line", "headline"),
    [
        pytest.param("News, sport and " + "a" * 28, False, id="list of rubrics"),
        pytest.param("News, sport and " + "a" * 29, True, id="too long for a label"),
        pytest.param("News, sport and the town", False, id="words of a label"),
        pytest.param("News, sport and all the town", True, id="more words than a label"),
        pytest.param("Council votes again", False, id="too few words"),
        pytest.param("Council votes once again", True, id="words of a headline"),
        pytest.param("Council votes once " + "a" * 230, True, id="a long headline"),
        pytest.param("Council votes once " + "a" * 231, False, id="a paragraph"),
    ],
)
def test_which_line_is_a_headline(line: str, *, headline: bool) -> None:
    assert plaintext._is_headline(line, lambda _: False) is headline


@pytest.mark.parametrize(
    ("line", "dated"),
    [
        pytest.param(f"{DATE} {'a' * 108}", True, id="short"),
        pytest.param(f"{DATE} {'a' * 109}", False, id="long"),
        pytest.param(f"{DATE} a b c d e f g h i j", True, id="few words"),
        pytest.param(f"{DATE} a b c d e f g h i j k", False, id="many words"),
    ],
)
def test_which_line_has_the_date_of_the_article(line: str, *, dated: bool) -> None:
    assert plaintext._is_dated(line, "en", None) is dated


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        pytest.param("Ann Vale, Bo Hill, Cy Dunn", "byline", id="names"),
        pytest.param("Ann Mae Vale, Bo Hill, Cy Dunn", "standfirst", id="too many for names"),
        pytest.param("two winters without a way across here", "standfirst", id="a sentence"),
        pytest.param("two winters without any way across", None, id="too short for one"),
    ],
)
def test_what_a_line_under_the_headline_is(line: str, mark: str | None) -> None:
    found = plaintext._fact([TITLE, line, DATE], 1, lambda text: text == DATE, told=False)
    assert (found.name if found else None) == mark


@pytest.mark.parametrize(
    ("asked", "length", "found"),
    [
        (plaintext._is_paragraph, 141, True),
        (plaintext._is_paragraph, 140, False),
    ],
)
def test_a_paragraph_is_longer_than_a_teaser(asked, length: int, *, found: bool) -> None:
    assert asked(f"{'a' * (length - 1)}.") is found


@pytest.mark.parametrize(
    ("asked", "length", "found"),
    [
        (plaintext._is_short, 89, True),
        (plaintext._is_short, 90, False),
        (plaintext._is_pressed, 59, True),
        (plaintext._is_pressed, 60, False),
    ],
)
def test_a_short_line(asked, length: int, *, found: bool) -> None:
    assert asked("a" * length) is found


WORDS = [f"word{n}" for n in "abcdefghijklmnopqrst"]


@pytest.mark.parametrize(
    ("line", "above", "caption"),
    [
        (f"{'a' * 235} one", f"{'a' * 235} one", True),
        (f"{'a' * 236} one", f"{'a' * 236} one", False),
        (" ".join(WORDS), " ".join(WORDS[:18]), True),
        (" ".join(WORDS), " ".join(WORDS[:17]), False),
    ],
)
def test_a_caption_says_again_what_stands_over_it(line: str, above: str, *, caption: bool) -> None:
    assert plaintext._is_caption(line, above) is caption


@pytest.mark.parametrize(("length", "aside"), [(159, True), (160, False)])
def test_a_line_that_leads_to_others_is_short(length: int, *, aside: bool) -> None:
    line = "Read also: ".ljust(length - 1, "a") + "."
    assert (f"<aside>{line}</aside>" in marked(TITLE, sentence(1), line, sentence(2))) is aside


@pytest.mark.parametrize(("between", "asked"), [(3, 5), (4, 1)])
def test_a_box_that_asks_has_few_lines(between: int, asked: int) -> None:
    wall = "To keep reading, subscribe now."
    assert plaintext._asking([wall, *[SHORT] * between, wall], 0) == asked


@pytest.mark.parametrize(
    ("paragraph", "sign", "counted"),
    [
        ("x" * 7_999 + ",", "commas", True),
        ("x" * 8_000 + ",", "commas", False),
        ("x" * 999 + "A", "capitals", True),
        ("x" * 1_000 + "A", "capitals", False),
    ],
)
def test_signs_are_counted_at_the_start(paragraph: str, sign: str, *, counted: bool) -> None:
    assert (prose.signs([paragraph])[sign] > 0) is counted


@pytest.mark.parametrize(("length", "read"), [(5_999, True), (6_000, False)])
def test_a_page_with_much_text_stands_in_for_nothing(length: int, *, read: bool) -> None:
    assert (stand_in._short_text(html.fromstring(f"<p>{'a' * length}</p>")) is not None) is read


@pytest.mark.parametrize(("length", "said"), [(80, True), (81, False)])
def test_a_headline_that_says_what_a_page_is_is_short(length: int, *, said: bool) -> None:
    every = Made(spans=lambda text: [(0, len(text))])
    assert stand_in._is_said(every, "a" * length) is said


SIGN = "cf-browser-verification"


@pytest.mark.parametrize(("length", "vendor"), [(200_000, "Cloudflare"), (200_001, None)])
def test_a_check_for_bots_is_no_long_page(length: int, vendor: str | None) -> None:
    start = f"<html><!-- {SIGN} "
    body = (start + "x" * (length - len(start) - 3) + "-->").encode()
    assert stand_in.checker(body, made.URL, "text/html") == vendor


@pytest.mark.parametrize(("length", "bare"), [(599, True), (600, False)])
def test_a_bare_page_has_hardly_any_text(length: int, *, bare: bool) -> None:
    assert stand_in._is_bare("a" * length) is bare


@pytest.mark.parametrize(("length", "refused"), [(2_499, True), (2_500, False)])
def test_a_check_of_a_known_vendor_has_little_text(length: int, *, refused: bool) -> None:
    page = document(f"<p class='{SIGN}'>{'a' * length}</p>", title="", declared=False)
    assert (stand_in.refuse(page) is not None) is refused


@pytest.mark.parametrize(
    ("said", "refused"),
    [("It no longer exists. Error 404. ", True), ("Error 404. ", False)],
)
def test_two_phrases_settle_what_a_short_page_is(said: str, *, refused: bool) -> None:
    page = document(f"<p>{said}{sentence(1) * 3}</p>", title="", declared=False)
    assert (stand_in.refuse(page) is not None) is refused


@pytest.mark.parametrize(("before", "call"), [(1_999, 1), (2_000, 0)])
def test_so_many_links_of_a_page_are_looked_at(before: int, call: int) -> None:
    links = Links(made.URL)
    for href in [*["/a"] * before, "tel:1"]:
        links.add(html.fromstring(f"<a href='{href}'>a</a>"))
    assert links.counts["call"] == call


@pytest.mark.parametrize(("length", "pages"), [(19, 1), (20, 0)])
def test_the_number_of_a_page_is_a_short_link(length: int, pages: int) -> None:
    links = Links(made.URL)
    links.add(html.fromstring(f"<a href='/a'>{'7'.rjust(length)}</a>"))
    assert links.counts["pages"] == pages


@pytest.mark.parametrize(("deep", "alike"), [(39, True), (40, False)])
def test_boxes_alike_stand_near_their_text(deep: int, *, alike: bool) -> None:
    each = f"<section class='post'>{'<div>' * deep}<p>{sentence(1)}</p>{'</div>' * deep}</section>"
    strong = [b for b in layout(each * 3).blocks if b.is_strong]
    assert (markup._alike(strong)["boxes alike"] > 0) is alike


@pytest.mark.parametrize(
    ("over", "under", "times"),
    [
        pytest.param(f"<p>May 2024</p>{'<p>a</p>' * 3}", "", 1, id="over the headline"),
        pytest.param(f"<p>May 2024</p>{'<p>a</p>' * 4}", "", 0, id="too far over it"),
        pytest.param("", f"{'<p>a</p>' * 7}<p>May 2024</p>", 1, id="under the headline"),
        pytest.param("", f"{'<p>a</p>' * 8}<p>May 2024</p>", 0, id="too far under it"),
        pytest.param("", f"<p>2024 {'a' * 74}</p>", 1, id="a line with a time"),
        pytest.param("", f"<p>2024 {'a' * 75}</p>", 0, id="a sentence with a time"),
    ],
)
def test_times_at_the_headline(over: str, under: str, times: float) -> None:
    body = f"{over}{HEADLINE}{under}{paragraphs(3)}"
    signs = counted(document(body), layout(body, headline=TITLE)).signs
    assert signs["times at headline"] == times


@pytest.mark.parametrize(("linked", "runs"), [(50, 1), (51, 2)])
def test_a_linked_line_ends_a_run_of_sentences(linked: int, runs: int) -> None:
    line = f"<p><a href='/a'>{'a' * linked}</a>{'b' * (100 - linked)}</p>"
    one = counted(document(paragraphs(1)), layout(paragraphs(1))).signs["longest run"]
    body = f"{paragraphs(1)}{line}{paragraphs(1)}"
    assert (counted(document(body), layout(body)).signs["longest run"] > one) is (runs == 1)


@pytest.mark.parametrize(("said", "last_is_named"), [(12, True), (13, False)])
def test_a_row_names_some_of_what_a_paper_says(said: int, *, last_is_named: bool) -> None:
    boxes = {n: f"box {n}" for n in range(said)}
    known = Made(furniture=set(boxes), walls=set(), boxes=boxes)
    row = record.of_paper(Made(id="1"), Made(mark="m", name="p"), known, None)
    assert (f"furniture: box {said - 1}" in row.others) is last_is_named
