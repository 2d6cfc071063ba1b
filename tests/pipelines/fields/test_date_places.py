"""Which of the dates on a page is the article's: pages made up for the purpose."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipelines.fields.candidates import Found
from pipelines.fields.dates import date, places
from pipelines.fields.dates.moment import Moment
from tests import made

URL = "https://p.example/a"
TITLE = "The quarry closes after ninety years"
LINES = [
    "The last lorry left the quarry above Brandmoor on Friday, loaded with slate for a school roof.",
    "Forty men worked there in the best years, and the siren could be heard as far as the station.",
    "The owners want to flood the pit and sell the sheds to whoever will look after the old crane.",
]
TEXT = "".join(f"<p>{line}</p>" for line in LINES)
ASIDE = (
    "<aside><h2>More</h2><a href='/x'><time datetime='2024-01-02T00:00'>2 January 2024</time>"
    "<span>A bridge is painted</span></a></aside>"
)


def dates(body: str, head: str = "", url: str = URL, **options):
    page = {"head": head, "title": None, "url": url, "declared": False}
    public = made.public(f"<main>{body}</main>", headline=TITLE, **page)
    return date.find(public.document, public.layout, language="en", **options)


def published(body: str, head: str = "", **options) -> str | None:
    found = dates(body, head, **options).published.value
    return found.iso() if found is not None else None


def head_of(*lines: str) -> str:
    return f"<article><h1>{TITLE}</h1>{''.join(lines)}{TEXT}</article>"


@pytest.mark.parametrize(
    "head",
    [
        "<p>22 May 2024</p><h1>{}</h1>",
        "<h1>{}</h1><p>22 May 2024</p>",
        "<h1>{}</h1><span>22 May 2024 · 4 min</span>",
        "<h1>{}</h1><div><a href='/2024'>22 May 2024</a></div>",
    ],
)
@pytest.mark.parametrize("lines", [1, 3])
def test_the_date_at_the_headline_beats_marked_dates_beside_the_text(head, lines):
    text = "".join(f"<p>{line}</p>" for line in LINES[:lines])
    assert published(f"<article>{head.format(TITLE)}{text}</article>{ASIDE}") == "2024-05-22"


def test_a_mark_under_three_paragraphs_is_another_articles():
    other = "<div><time datetime='2024-01-02'>2 January 2024</time></div>"
    assert published(head_of("<p>22 May 2024</p>") + other) == "2024-05-22"
    assert published(f"<article><h1>{TITLE}</h1>{TEXT}</article>{other}", url=DATED) == "2024-05-20"


DATED = "https://p.example/2024/05/20/quarry"


def test_where_nothing_else_is_printed_the_mark_beside_the_text_is_taken():
    assert published(head_of() + "<aside><time datetime='2024-01-02'></time></aside>")


def test_the_address_goes_before_a_date_beside_the_text():
    assert published(head_of() + ASIDE, url=DATED) == "2024-05-20"


def test_a_sentence_speaks_of_an_event():
    sentence = "<p>The pit was opened on 3 March 2019 by the mayor, with a band and free beer.</p>"
    assert published(head_of(sentence), url=DATED) == "2024-05-20"


def test_marks_of_comments_are_none_of_the_box_that_holds_them():
    comments = (
        "<div>Comments<div class=comment><time datetime='2024-05-25T10:00'></time>"
        "<p>So sad.</p></div></div>"
    )
    assert published(head_of("<p>by Ann Brown, 22 May 2024</p>") + comments) == "2024-05-22"


def test_marks_in_a_box_of_readers_are_none_of_the_line_over_it():
    answer = (
        "<div>One answer<div class=comment><time datetime='2024-05-25T10:00'></time>"
        "<p>So sad.</p></div></div>"
    )
    assert published(head_of(answer, "<p>by Ann Brown, 22 May 2024</p>")) == "2024-05-22"


@pytest.mark.parametrize(
    ("line", "first", "later"),
    [
        ("<p>22 May 2024 | 24 May 2024</p>", "2024-05-22", "2024-05-24"),
        ("<p>24 May 2024 – 22 May 2024</p>", "2024-05-22", "2024-05-24"),
        (
            "<p><time datetime='2024-05-24T10:00Z'></time> <time datetime='2024-05-22T09:00Z'>"
            "</time>22 May, changed</p>",
            "2024-05-22T09:00:00+00:00",
            "2024-05-24T10:00:00+00:00",
        ),
        (
            "<p>Published <time datetime='2024-05-22'>22 May 2024</time> "
            "Updated <time datetime='2024-05-24'>24 May 2024</time></p>",
            "2024-05-22",
            "2024-05-24",
        ),
        (
            "<p><time itemprop=datePublished datetime='2024-05-22'></time>Updated: 24 May 2024</p>",
            "2024-05-22",
            "2024-05-24",
        ),
        (
            "<p>Published on 22 May 2024 <time datetime='2024-05-24'></time></p>",
            "2024-05-22",
            "2024-05-24",
        ),
        (
            "<p><time class='published updated' datetime='2024-05-22'>22 May 2024</time></p>",
            "2024-05-22",
            None,
        ),
    ],
)
def test_publication_and_change_are_told_apart(line, first, later):
    found = dates(head_of(line))
    changed = found.modified.value
    assert (found.published.value.iso(), changed.iso() if changed else None) == (first, later)


CHANGED = '<meta name="last-modified" content="2024-05-22T15:08:00+02:00">'
CREATED = '<meta name="date" content="2024-05-22T09:41:00+02:00">'
SHOWN = "<p><time datetime='2024-05-22 15:08:00'>22.05.2024, 15:08</time></p>"


def test_a_printed_time_that_is_the_declared_change_is_no_publication():
    assert published(head_of(SHOWN), CHANGED + CREATED) == "2024-05-22T09:41:00+02:00"


def test_without_an_earlier_one_the_time_of_the_change_stands():
    assert published(head_of(SHOWN), CHANGED).startswith("2024-05-22T15:08")


def test_a_printed_time_completes_a_declared_day():
    meta = '<meta name="publishdate" content="2024-05-22">'
    assert published(head_of("<p>22 May 2024, 08:25</p>"), meta) == "2024-05-22T08:25:00"


def test_a_line_that_only_tells_the_change_gives_its_time():
    assert published(head_of("<p>Updated 22 May 2024 16:04 CET</p>")) == "2024-05-22T16:04:00+01:00"


def test_a_declaration_in_words_comes_after_what_is_printed():
    ld = (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x",'
        '"datePublished":"May 30, 2024"}</script>'
    )
    assert published(head_of("<p>22 May 2024</p>"), ld) == "2024-05-22"
    assert published(head_of(), ld) == "2024-05-30"


def test_a_date_in_words_is_not_turned_by_one_in_numbers():
    meta = '<meta name="date" content="05/11/2024">'
    assert published(head_of("<p>5 November 2024</p>"), meta) == "2024-11-05"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("<p>3 March 1987</p>", "1987-03-03"),
        ("<p class=date>Brandmoor Post, Tuesday edition, 3 March 1987</p>", "1987-03-03"),
        ("<p><time datetime='1987-03-03'>1987</time></p>", "1987-03-03"),
        ("<p>Opened with a band on 3 March 1987</p>", None),
    ],
)
def test_dates_of_archives_are_read_where_a_line_is_nothing_else(line, found):
    assert published(head_of(line)) == found


@pytest.mark.parametrize("raw", ["9999-12-31T23:59:59-05:00", "0000-00-00", "31/31/2024"])
def test_a_declared_date_that_nobody_can_read_is_kept_raw(raw):
    meta = f'<meta property="article:published_time" content="{raw}">'
    article = made.article(head_of(), head=meta, title=TITLE, lang=None, url=URL, declared=False)
    assert (article.date_published, article.date_published_raw) == (None, raw)


def test_a_date_after_the_fetch_is_none_of_the_page():
    fetched = datetime(2024, 5, 20, tzinfo=UTC)
    line = head_of("<p class=date>22 May 2024</p>")
    assert published(line, fetched=fetched) == "2024-05-22"
    assert published(line, fetched=datetime(2024, 5, 19, 23, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://p.example/world/2024/feb/24/quarry", "2024-02-24"),
        ("https://p.example/blog/2023/October/03/quarry", "2023-10-03"),
        ("https://p.example/2023/october/3", "2023-10-03"),
        ("https://p.example/2023/marketing/12/quarry", None),
        ("https://p.example/2023/october/45/quarry", None),
        ("https://p.example/2023/october/03x/quarry", None),
    ],
)
def test_a_month_may_have_its_name_in_the_address(url: str, day: str | None) -> None:
    assert published(TEXT, url=url) == day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://p.example/2023/october/03/quarry", "2023-10-03"),
        ("https://p.example/2023/10/03/quarry", "2023-10-03"),
        ("https://p.example/2023/march/10/quarry", "2023-03-10"),
        ("https://p.example/2023/october/04/quarry", "2023-03-10"),
    ],
)
def test_the_address_tells_which_number_is_the_month(url: str, day: str) -> None:
    body = f"<h1>{TITLE}</h1><div class='date'>03/10/2023</div>{TEXT}"
    assert published(body, url=url) == day


EVENT = "<p>The owners meet the town council in the old school hall on 5 February 2024 at noon.</p>"
CAPTION = "<figure><img src='/a.jpg'><figcaption>The quarry, 5 February 2024</figcaption></figure>"


@pytest.mark.parametrize("event", [EVENT, CAPTION])
@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("<div>This page was posted on 29 January 2024 by the clerk</div>", "2024-01-29"),
        ("<div>29 January 2024. Updated: 3 March 2024</div>", "2024-01-29"),
        ("", "2024-02-05"),
    ],
)
def test_the_day_of_an_event_is_heard_last(event: str, told: str, day: str) -> None:
    assert published(f"<h1>{TITLE}</h1>{event}{TEXT}{told}") == day


def test_the_day_of_a_declared_change_goes_before_the_day_of_an_event() -> None:
    head = "<meta property='article:modified_time' content='2024-01-29T10:00:00Z'>"
    found = dates(f"<h1>{TITLE}</h1>{EVENT}{TEXT}", head)
    assert found.published.value is not None
    assert found.published.value.day == (2024, 1, 29)


def test_the_address_goes_before_the_day_of_an_event() -> None:
    body = f"<h1>{TITLE}</h1>{EVENT}{TEXT}"
    assert published(body, url="https://p.example/2024/02/01/quarry") == "2024-02-01"


def test_a_line_under_the_text_tells_its_date_though_it_goes_on() -> None:
    rest = "You may follow answers to this entry through the feed of this page, or leave one." * 2
    line = f"<p>This entry was posted on Tuesday, June 3rd, 2008 at 10:22 and is filed. {rest}</p>"
    found = published(f"<h1>{TITLE}</h1>{TEXT}<footer>{line}</footer>")
    assert found == "2008-06-03T10:22:00"


def test_a_long_line_that_says_when_it_was_published_is_no_sentence_of_an_event() -> None:
    line = "Published on 16 August 2019. It runs for one hour and four minutes, and is free to all."
    body = f"<h1>{TITLE}</h1><div>{line}</div>{TEXT}<p>Posted on 24 August 2019</p>"
    assert published(body) == "2019-08-16"


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("29 January 2024. Updated: 3 March 2024", ["2024-01-29"]),
        ("Posted on 29 January 2024", ["2024-01-29"]),
        ("The old gate was painted on 29 January 2024. Updated: 3 March 2024", []),
        ("29 January 2024", []),
    ],
)
def test_a_line_under_the_text_dates_it_where_it_says_so(line: str, days: list[str]) -> None:
    body = f"<main><h1>{TITLE}</h1>{TEXT}<div>{line}</div></main>"
    layout = made.public(body, headline=TITLE, title=None, url=URL, declared=False).layout
    found = places.away(places.Place(layout, "en", None, None))
    assert [f.value.iso() for f in found] == days


@pytest.mark.parametrize(
    "opening",
    [
        "Brandmoor (22.05.2024). ",
        "Brandmoor, (22.05.2024). ",
        "Brandmoor, 22 May 2024. ",
        "BRANDMOOR, May 22, 2024: ",
    ],
)
def test_a_release_that_a_stop_ends_is_dated_by_its_first_words(opening):
    text = "".join(f"<p>{line}</p>" for line in LINES[1:])
    body = f"<article><h1>{TITLE}</h1><p>{opening}{LINES[0]}</p>{text}</article>"
    assert published(body) == "2024-05-22"


def test_a_first_sentence_of_history_dates_no_release():
    text = "".join(f"<p>{line}</p>" for line in LINES[1:])
    body = f"<article><h1>{TITLE}</h1><p>Brandmoor, 22 May 1924. {LINES[0]}</p>{text}</article>"
    assert published(body) is None


OF_OLD = (
    '<meta property="article:published_time" content="2021-03-04T08:00:00+00:00">'
    '<meta property="article:modified_time" content="2024-05-22T08:00:00+00:00">'
)
"""A page of 2021 that was changed in 2024."""


def test_a_text_brought_out_again_is_dated_by_the_one_day_that_it_prints():
    found = dates(head_of("<p>22 May 2024</p>"), OF_OLD)
    assert found.published.value.iso() == "2024-05-22"
    assert found.modified.value.iso() == "2024-05-22T08:00:00+00:00"


@pytest.mark.parametrize(
    "lines",
    [
        "<p>Updated 22 May 2024</p>",
        "<p>4 March 2021</p><p>22 May 2024</p>",
        "<p>23 May 2024</p>",
        "<time datetime='2024-05-22T08:00:00+00:00'></time>",
        "",
    ],
)
def test_a_change_that_is_named_or_one_day_of_two_dates_no_text_again(lines):
    assert published(head_of(lines), OF_OLD)[:10] == "2021-03-04"


def test_the_day_in_the_address_stays_the_day_of_publication():
    url = "https://p.example/2021/03/04/quarry"
    assert published(head_of("<p>22 May 2024</p>"), OF_OLD, url=url)[:10] == "2021-03-04"


def test_a_live_blog_prints_the_day_of_its_last_entry():
    head = (
        '<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "'
        + TITLE
        + '"}</script>'
    )
    assert published(head_of("<p>22 May 2024</p>"), OF_OLD + head)[:10] == "2021-03-04"


@pytest.mark.parametrize(("changed", "day"), [(3, "2021-03-04"), (4, "2021-04-04")])
def test_a_change_within_a_month_brings_no_text_out_again(changed, day):
    head = OF_OLD.replace("2024-05-22", f"2021-04-0{changed}")
    assert published(head_of(f"<p>{changed} April 2021</p>"), head)[:10] == day


def test_a_change_named_beside_the_same_day_dates_no_text_again():
    lines = "<p>22 May 2024</p><p>Updated: 22 May 2024</p>"
    assert published(head_of(lines), OF_OLD)[:10] == "2021-03-04"


def test_a_release_is_heard_among_the_lines_away_from_the_headline():
    text = "".join(f"<p>{line}</p>" for line in LINES[1:])
    body = f"<article><h1>{TITLE}</h1><p>Brandmoor, 22 May 2024. {LINES[0]}</p>{text}</article>"
    layout = made.public(
        f"<main>{body}</main>", headline=TITLE, head="", title=None, url=URL, declared=False
    ).layout
    found = list(places._datelines(places.Place(layout, "en", None, None)))
    assert [f.value.iso() for f in found] == ["2024-05-22"]


@pytest.mark.parametrize(("size", "prose"), [(60, False), (61, True)])
def test_a_line_of_more_than_sixty_characters_is_prose(size: int, prose: bool):
    line = "Published 22 May 2024 " + "x" * (size - 22)
    body = f"<main>{head_of(f'<div>{line}</div>')}</main>"
    layout = made.public(body, headline=TITLE, head="", title=None, url=URL, declared=False).layout
    block = next(b for b in layout.blocks if b.text == line)
    assert (places._rank(block, layout)[0] == places._PROSE) is prose


def test_a_day_in_words_is_not_exchanged_for_another():
    def found(day: str, raw: str) -> Found[Moment]:
        return Found(
            Moment(datetime.fromisoformat(f"{day}T00:00:00+00:00"), "day", None), "html", "", raw
        )

    other = found("2024-10-03", "3 October 2024")
    assert date._swapped(found("2024-03-10", "10.3.2024"), [other]) is other
    assert date._swapped(found("2024-03-10", "10 March 2024"), [other]) is None
