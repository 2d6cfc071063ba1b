"""Bylines: each number and rule, with a line on both sides of it."""

from __future__ import annotations

import pytest

from pipelines.access.public import PublicLayout
from pipelines.fields.authors import printed_byline
from pipelines.fields.authors.names import clean_names, is_name, is_own, printed_names
from tests import made

TITLE = "Old quay closed to lorries from the spring"
TEXT = made.paragraphs(6)
ROOM = "<div>Section</div>"


def layout(under: str = "", after: str = "", above: str = "", text: str = TEXT) -> PublicLayout:
    body = f"<main>{above}<h1>{TITLE}</h1>{under}<article>{text}</article>{after}</main>"
    return made.public(body, headline=TITLE, title=TITLE, lang=None, declared=False).layout


def lines(
    under: str = "", after: str = "", above: str = "", text: str = TEXT
) -> list[tuple[str, list[str]]]:
    """Return the form and the names of each line that may be the byline."""
    found = printed_byline.find(layout(under, after, above, text), ["the riverpaper"])
    return [(line.form, line.found.value) for line in found]


def filled(start: str, size: int, end: str = "") -> str:
    """Return a line of so many characters that begins and ends in this way."""
    rest = size - len(start) - len(end)
    return start + ("in the old town by the river " * (rest // 29 + 1))[: rest - 1] + "e" + end


JANE = [("by", ["Jane Doe"])]


# where a byline may stand


@pytest.mark.parametrize(("between", "found"), [(11, [("bare", ["Jane Doe"])]), (12, [])])
def test_a_bare_name_stands_within_twelve_blocks_of_the_headline(between, found) -> None:
    near = [line for line in lines(ROOM * between + "<div>Jane Doe</div>") if line[0] == "bare"]
    assert near == found


@pytest.mark.parametrize(("between", "found"), [(1, [("bare", ["Jane Doe"])]), (2, [])])
def test_a_bare_name_stands_within_two_blocks_above_the_headline(between, found) -> None:
    near = [x for x in lines(above="<div>Jane Doe</div>" + ROOM * between) if x[0] == "bare"]
    assert near == found


def test_a_bare_name_is_a_whole_line_without_a_button() -> None:
    assert lines("<div>Jane Doe</div>")[0] == ("bare", ["Jane Doe"])
    assert ("bare", ["Jane Doe"]) not in lines("<div>Jane Doe<button>Follow</button></div>")
    assert ("bare", ["Jane Doe"]) not in lines("<h3>Jane Doe</h3>")


@pytest.mark.parametrize("box", ["related-articles", "newsletter-signup", "comments"])
def test_a_byline_in_a_box_of_something_else_is_none(box: str) -> None:
    assert lines(ROOM * 14 + f"<div class='{box}'><p>By Jane Doe</p></div>") == []


def test_a_byline_in_a_figure_is_of_its_picture() -> None:
    assert lines("<p>By Jane Doe</p>") == JANE
    assert lines("<figure><p>By Jane Doe</p></figure>") == []


def test_a_heading_over_a_part_of_the_text_is_no_byline() -> None:
    heading = "<h2>By Jane Doe</h2>"
    assert lines(heading) == JANE
    below = lines(text=made.paragraphs(1) + heading + TEXT)
    assert "by" not in [form for form, _ in below]


# how long it may be


@pytest.mark.parametrize(("size", "found"), [(159, True), (160, False)])
def test_a_line_that_begins_with_by_is_short(size: int, found: bool) -> None:
    line = filled("By Jane Doe | ", size)
    assert bool([x for x in lines(f"<div>{line}</div>") if x[0] == "by"]) is found


@pytest.mark.parametrize(("size", "found"), [(59, True), (60, False)])
def test_a_line_that_goes_on_in_lower_case_is_shorter(size: int, found: bool) -> None:
    line = filled("By van Doe | ", size)
    assert bool([x for x in lines(f"<div>{line}</div>") if x[0] == "by"]) is found


@pytest.mark.parametrize(("size", "found"), [(119, True), (120, False)])
def test_a_box_called_byline_holds_a_short_line(size: int, found: bool) -> None:
    line = filled("Jane Doe | ", size)
    forms = [f for f, _ in lines(f"<div class='byline'><span>{line}</span></div>")]
    assert ("byline" in forms) is found


def test_a_byline_behind_a_date_may_follow_other_words() -> None:
    assert lines("<div>Posted on 3 May 2024 by Jane Doe</div>") == JANE
    assert lines("<div>Posted by Jane Doe</div>") == JANE
    assert lines("<div>Found in the river by Jane Doe</div>") == []


@pytest.mark.parametrize(
    ("label", "found"), [("Author:", JANE), ("Author: of all of this text and of", [])]
)
def test_a_name_stands_in_a_block_of_its_own_below_its_label(label: str, found) -> None:
    named = lines(ROOM * 14 + f"<div>{label}</div><div>Jane Doe</div>")
    assert [x for x in named if x[0] == "by"] == found


@pytest.mark.parametrize(
    ("line", "between", "found"),
    [
        ("<div>Author:</div><div>Jane Doe</div>", 37, True),
        ("<div>Author:</div><div>Jane Doe</div>", 38, False),
        ("<div>Author:</div><div>Harbour news</div>", 37, False),
        ("<div>Written by Jane Doe</div>", 12, True),
        ("<div>Written by Jane Doe</div>", 13, False),
    ],
)
def test_who_signs_far_below_the_text_needs_a_label(line: str, between: int, found: bool) -> None:
    assert (lines(after=ROOM * between + line) == [("end", ["Jane Doe"])]) is found


# several of one form


@pytest.mark.parametrize(("between", "names"), [(3, ["Jane Doe", "John Roe"]), (4, ["Jane Doe"])])
def test_names_in_alike_lines_close_to_each_other_are_one_byline(between: int, names) -> None:
    both = f"<p class='x'>By Jane Doe</p>{ROOM * between}<p class='x'>By John Roe</p>"
    assert lines(both)[0] == ("by", names)


def test_names_in_lines_set_otherwise_are_two_bylines() -> None:
    both = "<p class='x'>By Jane Doe</p><p class='y'>By John Roe</p>"
    assert lines(both) == [("by", ["Jane Doe"]), ("by", ["John Roe"])]


def test_the_clearest_form_goes_first() -> None:
    both = "<p>By Jane Doe</p><p><a class='author-name' href='/authors/john'>John Roe</a></p>"
    assert [f for f, _ in lines(both)] == ["marked", "by"]


# under the text


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<p>By Jane Doe</p>", ["Jane Doe"]),
        (f"<p>By Jane Doe{' ' * 60}and nothing else of her</p>", []),
        ("<p class='author-box'><a rel='author' href='/j'>Jane Doe</a></p>", ["Jane Doe"]),
        ("<div class='comments'><p>By Jane Doe</p></div>", []),
        ("<div class='related-articles'><p>By Jane Doe</p></div>", []),
    ],
)
def test_a_byline_under_the_text(line: str, names: list[str]) -> None:
    text = made.paragraphs(24) + line
    assert lines(text=text)[:1] == ([("end", names)] if names else [])


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("<p>Jane Doe</p>", True),
        ("<p>Jane Doe was there</p>", False),
        ("<p><a href='/j'>Jane Doe</a></p>", False),
        ("<p>Jane Doe: all</p>", False),
        ("<h4>Jane Doe</h4>", False),
    ],
)
def test_a_bare_name_right_under_the_text(line: str, found: bool) -> None:
    assert (("end", ["Jane Doe"]) in lines(text=TEXT + line)) is found


def test_who_is_presented_under_the_text() -> None:
    about = "<p>Jane has written for the paper on quays and lorries and on all that drives on both of them since the spring of 2004.</p>"
    shown = f"<h4>Jane Doe</h4>{about}"
    other = shown.replace("Jane Doe", "John Roe").replace("Jane", "John")
    assert lines(text=TEXT + shown) == [("end", ["Jane Doe"])]
    assert lines(text=TEXT + shown + other) == []
    assert lines(text=TEXT + f"<h4>Jane Doe</h4>{about.replace('Jane', 'She')}") == []


@pytest.mark.parametrize(
    ("place", "found"),
    [(0, True), (1, True), (2, False)],
)
def test_a_dateline_names_the_agency_in_the_first_two_paragraphs(place: int, found: bool) -> None:
    text = [made.sentence(n) for n in range(6)]
    text[place] = f"RIVERTON (Reuters) - {text[place]}"
    shown = "".join(f"<p>{line}</p>" for line in text)
    assert lines(text=shown) == ([("end", ["Reuters"])] if found else [])


def test_a_name_in_brackets_in_a_dateline_is_an_agency_s() -> None:
    text = f"<p>RIVERTON (Jane Doe) - {made.sentence(1)}</p>{TEXT}"
    assert lines(text=text) == []


# the shape of a name


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Jo", True),
        ("J", False),
        ("J" * 60, True),
        ("J" * 61, False),
        ("Jane Doe: all", False),
        ("Jane Doe 12", True),
        ("Jane Doe 123", False),
        ("One Two Three Four Five Six Seven", True),
        ("One Two Three Four Five Six Seven Eight", False),
        ("77", False),
        ("read more", False),
        ("van der Berg", True),
        ("7 Jane", False),
    ],
)
def test_what_has_the_shape_of_a_name(text: str, counts: bool) -> None:
    assert is_name(text) is counts


def test_a_declared_account_in_lower_case_is_a_name() -> None:
    assert is_name("read more", declared=True)
    assert not is_name("one two three four", declared=True)


def test_twelve_names_are_read() -> None:
    first = ["Ada", "Bea", "Cid", "Dan", "Eva", "Fay", "Gus", "Hal", "Ida", "Jim", "Kim", "Lea", "Moe"]  # fmt: skip
    names = [f"{name} Doe" for name in first]
    assert clean_names(names) == names[:12]
    assert clean_names([", ".join(names)]) == names[:12]


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        (["Jane Doe", "jane doe"], ["Jane Doe"]),
        (["JD", "Jane Doe"], ["Jane Doe"]),
        (["JD"], ["JD"]),
        (["Jane Doe", "Staff Writer"], ["Jane Doe"]),
        (["AFP, MANILA"], ["AFP"]),
        (["AFP, Jane Doe"], ["AFP", "Jane Doe"]),
        (["JANE DOE"], ["Jane Doe"]),
        (["jane@paper.example Jane Doe"], ["Jane Doe"]),
        (["Jane Doe (right)"], ["Jane Doe"]),
    ],
)
def test_names_without_what_stands_around_them(raw: list[str], names: list[str]) -> None:
    assert clean_names(raw) == names


def test_a_declared_name_may_stand_the_other_way_round() -> None:
    assert clean_names(["Doe, Jane"], declared=True) == ["Jane Doe"]
    assert clean_names(["AFP, Reuters"], declared=True) == ["AFP", "Reuters"]


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("The Riverpaper", True),
        ("Riverpaper Staff", True),
        ("riverpaper.com", True),
        ("Jane Doe", False),
    ],
)
def test_the_site_and_its_staff_are_its_own(name: str, own: bool) -> None:
    assert is_own(name, ["the riverpaper"]) is own
    assert not is_own(name, [])


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        (["AFP, Manila"], ["AFP", "Manila"]),
        (["AFP, DPA"], ["AFP", "DPA"]),
        (["JD", "王明"], ["王明"]),
        (["JD", "A B"], ["A B"]),
        (["By"], []),
        (["Jane Doe for The Paper"], ["Jane Doe"]),
    ],
)
def test_what_else_stands_beside_a_name(raw: list[str], names: list[str]) -> None:
    assert clean_names(raw) == names


def test_a_desk_with_and_in_its_name_is_one() -> None:
    desk = "Center for Drug Evaluation and Research"
    assert clean_names([desk], declared=True) == [desk]


def test_a_single_word_behind_a_full_name_is_none() -> None:
    assert printed_names(["Jane Doe, Riverton"]) == ["Jane Doe"]
    assert printed_names(["Jane Doe, John Roe"]) == ["Jane Doe", "John Roe"]


@pytest.mark.parametrize(("behind", "found"), [(8, True), (9, False)])
def test_who_is_presented_stands_among_the_last_ten_blocks(behind: int, found: bool) -> None:
    about = "<p>Jane has written for the paper on quays and lorries and on all that drives on both of them since the spring of 2004.</p>"
    text = f"{TEXT}<h4>Jane Doe</h4>{about}{'<p>Short line</p>' * behind}"
    assert lines(text=text) == ([("end", ["Jane Doe"])] if found else [])


@pytest.mark.parametrize(
    "name",
    ["Jane Media Group", "Read More", "Jane Doe who is a Lady of the Old Quay and the New"],
)
def test_what_is_no_person_is_not_presented(name: str) -> None:
    first = name.split(maxsplit=1)[0]
    about = f"<p>{first} has written for the paper on quays and lorries and on all that drives on both of them since the spring of 2004.</p>"
    assert ("end", [name]) not in lines(text=f"{TEXT}<h4>{name}</h4>{about}")


def test_by_and_no_person_under_the_text_is_no_byline() -> None:
    assert lines(text=made.paragraphs(24) + "<p>By the river</p>") == []


@pytest.mark.parametrize(
    "marked",
    [
        "<a rel='author' href='/j'>Jane Doe</a>",
        "<span class='fn'>Jane Doe</span>",
        "<span itemprop='author'>Jane Doe</span>",
    ],
)
def test_a_mark_of_the_author_in_the_foot_of_the_text(marked: str) -> None:
    foot = f"<div class='entry-meta'>This entry was filed under {marked}</div>"
    assert ("end", ["Jane Doe"]) in lines(text=made.paragraphs(24) + foot)


@pytest.mark.parametrize(("size", "found"), [(120, True), (121, False)])
def test_a_bare_line_has_no_more_than_a_few_names(size: int, found: bool) -> None:
    line = f"<div><a href='/x'>{filled('Jane Doe | ', size)}</a></div>"
    assert (("bare", ["Jane Doe"]) in lines(line)) is found
