"""Numbers of the readers of fields, each on both sides: how long a line with a name or a date
is, how far around the text it stands, how much of a text is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace as Made

import pytest

from pipelines import identity
from pipelines.fields import language, section, site_name
from pipelines.fields.authors import (
    around,
    names,
    ordinary,
    others,
    printed_byline,
    ranking,
    stamps,
)
from pipelines.fields.dates import date, declared, persian_date, places, printed_date, relative_date
from pipelines.fields.dates.moment import Moment
from pipelines.layout.blocks import Block
from pipelines.model import Found
from tests import made

NAME = "Jane Doe"


@pytest.mark.parametrize(("linked", "found"), [(90, 0), (91, 1)])
def test_a_name_among_links(linked: int, found: float) -> None:
    link = ("a" * 100, {"link_chars": linked})
    rows = made.blocks(link, NAME, link)
    signs = around.signs(rows[1], [NAME], NAME, Made(blocks=rows))
    assert signs["among links"] == found


@pytest.mark.parametrize(
    ("text", "word", "known"),
    [
        pytest.param("A" * 19_994 + " zebra", "zebra", True, id="first pages"),
        pytest.param("A" * 19_995 + " zebra", "zebra", False, id="behind them"),
        pytest.param("1" * 197 + "sea", "sea", True, id="piece of a text"),
        pytest.param("1" * 198 + "sea", "sea", False, id="too long a piece"),
    ],
)
def test_which_words_a_text_writes_small(text: str, word: str, *, known: bool) -> None:
    layout = Made(inside=lambda: made.blocks(text))
    assert (word in ordinary.words_of(layout)) is known


@pytest.mark.parametrize(("length", "found"), [(120, {"jane doe"}), (121, set())])
def test_a_line_with_names_of_others_is_short(length: int, found: set[str]) -> None:
    assert others._persons(NAME.ljust(length)) == found


def _layout(rows: list[Block], first: int, last: int) -> Made:
    return Made(blocks=rows, inside=lambda: rows[first : last + 1], body_start=first)


PRESENTED = f"{NAME} {made.sentence(1)}"


LINES = "Of the town", "Of the harbour"


@pytest.mark.parametrize(("behind", "found"), [(8, True), (9, False)])
def test_the_author_is_presented_at_the_end_of_the_text(behind: int, *, found: bool) -> None:
    rows = made.blocks(made.sentence(2), NAME, PRESENTED, *LINES[:1] * behind)
    layout = _layout(rows, 0, len(rows) - 1)
    assert bool(list(printed_byline._presented(layout, []))) is found


@pytest.mark.parametrize(("between", "found"), [(7, True), (8, False)])
def test_the_author_is_presented_close_under_the_text(between: int, *, found: bool) -> None:
    rows = made.blocks(made.sentence(2), *LINES[:1] * between, NAME, PRESENTED, *LINES)
    assert bool(list(printed_byline._presented(_layout(rows, 0, 0), []))) is found


@pytest.mark.parametrize(("length", "found"), [(120, True), (121, False)])
def test_a_line_of_names_alone_is_short(length: int, *, found: bool) -> None:
    (block,) = made.blocks((NAME.ljust(length), {"link_chars": 60}))
    assert bool(list(printed_byline._alone(block, []))) is found


@pytest.mark.parametrize(("linked", "left"), [(90, 2), (91, 1)])
def test_links_over_the_headline_are_no_lines_of_its_head(linked: int, left: int) -> None:
    rows = made.blocks(("a" * 100, {"link_chars": linked}), (made.TITLE, {"kind": "h1"}))
    layout = Made(headline=rows[1], head_zone=rows)
    assert len(ranking.head_lines(layout)) == left


@pytest.mark.parametrize(("length", "found"), [(59, True), (60, False)])
def test_names_beside_a_stamp_are_short(length: int, *, found: bool) -> None:
    names = "Jane Doe, Bo Hill, Cy Dunn, Di Ford, Ed Gale, Flo H"
    line = f"1 May 2025 {names.ljust(length, 'a')}"
    assert (stamps.without_stamp(line) is not None) is found


@pytest.mark.parametrize(("length", "found"), [(64, True), (65, False)])
def test_a_declared_date_that_nobody_can_read_is_short(length: int, *, found: bool) -> None:
    page = made.document("", head=made.meta("date", "day 12 ".ljust(length, "a")))
    assert (declared.unread(page, Made(text=lambda *_: None)) is not None) is found


def test_a_year_of_the_iranian_calendar_begins_in_march() -> None:
    assert persian_date.replace("1403/1/1") == "2024-03-20"


@pytest.mark.parametrize(("year", "plausible"), [(1994, True), (1993, False)])
def test_a_line_of_words_has_no_date_of_history(year: int, *, plausible: bool) -> None:
    value = Made(at=datetime(year, 5, 1, tzinfo=UTC))
    (line,) = made.blocks("a" * 50)
    assert places._is_plausible(value, line, places._LINE) is plausible


@pytest.mark.parametrize(("between", "found"), [(18, True), (19, False)])
def test_a_date_under_the_text_stands_near_it(between: int, *, found: bool) -> None:
    lines = "<p><a href='/a'>Of the town</a></p>" * between
    posted = "<p>This entry was posted on 3 June 2008</p>"
    page = f"<article>{made.HEADLINE}{made.paragraphs(5)}</article><div>{lines}{posted}</div>"
    assert (
        made.article(page, url="https://paper.example/bridge").date_published is not None
    ) is found


NOW = datetime(2025, 5, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(("length", "found"), [(80, True), (81, False)])
def test_a_line_that_counts_back_is_short(length: int, *, found: bool) -> None:
    assert (relative_date.parse("2 hours ago".ljust(length), NOW) is not None) is found


@pytest.mark.parametrize(
    ("hour", "minute", "line", "told"),
    [
        (12, 0, "5 minutes ago", "2025-05-20T11:55"),
        (12, 0, "2 hours ago", "2025-05-20T10:00"),
        (0, 0, "2 days ago", "2025-05-18T00:00"),
        (23, 59, "2 days ago", "2025-05-18T00:00"),
        (0, 0, "2 weeks ago", "2025-05-06T00:00"),
        (23, 59, "2 weeks ago", "2025-05-06T00:00"),
    ],
)
def test_how_far_a_line_counts_back(hour: int, minute: int, line: str, told: str) -> None:
    found = relative_date.parse(line, NOW.replace(hour=hour, minute=minute))
    assert found is not None
    assert found.at.isoformat()[:16] == told


@pytest.mark.parametrize(("length", "found"), [(159, True), (160, False)])
def test_a_line_that_speaks_of_an_update_is_short(length: int, *, found: bool) -> None:
    assert printed_date.says_modified("Updated on 3 May ".ljust(length, "a")) is found


class Model:
    """Stands in the place of the model of languages, and notes what it was asked."""

    def __init__(self, probability: float) -> None:
        self.probability = probability
        self.asked = ""

    def classify(self, text: str) -> tuple[str, float]:
        self.asked = text
        return "en", self.probability


@pytest.mark.parametrize(("before", "read"), [(799, True), (800, False)])
def test_how_far_a_text_is_read_for_its_language(
    monkeypatch: pytest.MonkeyPatch, before: int, *, read: bool
) -> None:
    model = Model(1.0)
    monkeypatch.setattr(language, "_model", lambda: model)
    language.detect("a" * before + "z")
    assert model.asked.endswith("z") is read


@pytest.mark.parametrize(("probability", "found"), [(0.9, True), (0.899, False)])
def test_a_language_is_told_where_the_model_is_sure(
    monkeypatch: pytest.MonkeyPatch, probability: float, *, found: bool
) -> None:
    monkeypatch.setattr(language, "_model", lambda: Model(probability))
    assert (language.detect("a" * 50) is not None) is found


@pytest.mark.parametrize(("before", "read"), [(39, True), (40, False)])
def test_how_many_keywords_are_read(before: int, *, read: bool) -> None:
    words = ", ".join([*(f"word {n}" for n in range(before)), "zebra"])
    page = made.document("", head=made.meta("keywords", words))
    assert ("zebra" in section.tags(page)) is read


@pytest.mark.parametrize(("between", "read"), [(38, True), (39, False)])
def test_a_path_stands_near_the_headline(between: int, *, read: bool) -> None:
    step = {"link_chars": 8, "links": 1, "attributes": {"class": "breadcrumb"}}
    path = ("Politics", step), ("Villages", step)
    rows = made.blocks(*path, *["a"] * between, (made.TITLE, {"kind": "h1"}))
    layout = Made(headline=rows[-1], blocks=rows)
    assert bool(section._trail(layout, made.TITLE)) is read


@pytest.mark.parametrize(("length", "same"), [(90, True), (91, False)])
def test_a_line_that_says_when_a_page_was_changed_is_no_content(length: int, *, same: bool) -> None:
    text = f"{made.sentence(1)}\n{'Updated on 3 May '.ljust(length, 'a')}"
    hashed = identity.content_hash("Title", text)
    assert (hashed == identity.content_hash("Title", made.sentence(1))) is same


HOUR = datetime(2025, 5, 10, 12, tzinfo=UTC)
EXPORTED = Found(Moment(HOUR, "minute", 0), "json-ld", "datePublished")
CHANGED = Found(Moment(HOUR - timedelta(minutes=9), "minute", 0), "json-ld", "dateModified")


def day(number: int, source: str) -> Found[Moment]:
    return Found(Moment(datetime(2025, 5, number, tzinfo=UTC), "day"), source)


@pytest.mark.parametrize(
    ("others", "changed", "first"),
    [
        pytest.param([day(9, "html")], CHANGED, day(9, "html"), id="an older printed date"),
        pytest.param([day(11, "html")], CHANGED, EXPORTED, id="a later one"),
        pytest.param([day(9, "meta")], CHANGED, EXPORTED, id="an older declared one"),
        pytest.param([day(9, "html")], replace(CHANGED, source="meta"), EXPORTED, id="elsewhere"),
        pytest.param(
            [day(9, "html")],
            replace(CHANGED, value=Moment(HOUR - timedelta(minutes=10), "minute", 0)),
            EXPORTED,
            id="changed long before",
        ),
        pytest.param(
            [day(9, "html")], replace(CHANGED, value=EXPORTED.value), EXPORTED, id="never changed"
        ),
    ],
)
def test_a_page_that_was_changed_before_it_was_published_bears_the_stamp_of_an_export(
    others: list[Found[Moment]], changed: Found[Moment], first: Found[Moment]
) -> None:
    assert date._without_stamps([EXPORTED, *others], [changed])[0] == first


@pytest.mark.parametrize(("length", "found"), [(59, True), (60, False)])
def test_a_line_of_names_alone_is_no_sentence(length: int, *, found: bool) -> None:
    (block,) = made.blocks(NAME.ljust(length))
    assert bool(list(printed_byline._alone(block, []))) is found


@pytest.mark.parametrize(
    ("name", "joined"), [("valleypost", True), ("valleyposts", False), ("valley", False)]
)
def test_an_address_is_joined_of_several_words(name: str, *, joined: bool) -> None:
    assert site_name._is_joined(name, ["valley", "post"]) is joined


def test_a_list_of_persons_with_roles_takes_those_that_are_joined() -> None:
    listed = "Ann Vale, Reporter, and Bo Hill, Editor, Cy Dunn"
    assert names.titled(listed) == ["Ann Vale", "Bo Hill"]
    assert names.titled("Ann Vale, Reporter, and Bo Hill") == ["Ann Vale", "Bo Hill"]
    assert names.titled("Ann Vale, Reporter, Bo Hill") == ["Ann Vale"]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["Foto: Ann Vale"], {"ann vale"}),
        (["Foto:", "Ann Vale"], set()),
        (["Foto: Ann Vale", "Von Ann Vale"], set()),
        (["Foto: Ann Vale", "Von Bo Hill"], {"ann vale"}),
    ],
)
def test_who_did_something_else(lines: list[str], found: set[str]) -> None:
    assert others.names(Made(head_zone=made.blocks(*lines))) == found
