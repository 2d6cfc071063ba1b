"""Second round on dates, authors, teaser and title: one made page for each rule."""

from __future__ import annotations

from pipelines.fields.authors.names import is_person
from pipelines.model import Article
from tests.pipelines.fields import pages
from tests.pipelines.fields.pages import HEADLINE, SENTENCE, TEXT, TITLE


def article(content: str, head: str = "", **given: str) -> Article:
    """Return the record of a page with this content."""
    return pages.article(f"<main>{content}</main>", head, **given)


def ld(**values: str) -> str:
    """Return JSON-LD of an article with these values."""
    pairs = ",".join(f'"{k}":"{v}"' for k, v in values.items())
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}",{pairs}}}</script>'


def day(under: str = "", after: str = "", head: str = "", text: str = TEXT) -> str | None:
    """Return the publication day of an article with these lines."""
    published = article(f"{HEADLINE}{under}<article>{text}{after}</article>", head).date_published
    return f"{published:%Y-%m-%d}" if published else None


def test_of_two_declared_days_the_printed_one_is_meant() -> None:
    head = (
        ld(datePublished="2023-11-03T10:00:00Z")
        + '<meta property="article:published_time" content="2023-11-06T14:00:00Z">'
    )
    assert day("<p class='date'>6 November 2023</p>", head=head) == "2023-11-06"
    assert day(head=head) == "2023-11-03"


def test_the_stamp_of_an_export_yields_to_the_printed_day() -> None:
    head = ld(datePublished="2022-11-17T10:33:13Z", dateModified="2022-11-17T10:32:18Z")
    assert day("<p class='date'>9 March 2022</p>", head=head) == "2022-03-09"
    assert day(head=head) == "2022-11-17"


def test_a_draft_that_waited_for_its_hour_is_no_export() -> None:
    head = ld(datePublished="2022-11-17T10:00:00Z", dateModified="2022-11-15T08:00:00Z")
    assert day("<p class='date'>15 November 2022</p>", head=head) == "2022-11-17"


def test_a_quoted_post_bears_its_own_date() -> None:
    assert (
        day(
            "<blockquote><p>Ann Poe (@annpoe) 4 November 2021</p></blockquote><p>6 November 2021</p>"
        )
        == "2021-11-06"
    )


def test_a_caption_like_sentence_yields_to_a_short_line() -> None:
    line = "<p>Lorries crossing the old bridge on the way to the market square on 2 May 2021</p>"
    assert day(f"{line}<p>6 May 2021</p>") == "2021-05-06"


def test_dateline_of_a_press_release() -> None:
    assert (
        day(text=f"<p>Riverton, 25 January 2022 – {SENTENCE}{SENTENCE}</p>{TEXT}") == "2022-01-25"
    )


def test_the_day_may_stand_under_the_text() -> None:
    assert day(after="<div>First published: May 25, 2021</div>") == "2021-05-25"


def test_the_printed_author_goes_before_the_account() -> None:
    head = '<meta name="author" content="Stan Keller">'
    assert article(f"{HEADLINE}<p>By Lisa Street</p><article>{TEXT}</article>", head).authors == [
        "Lisa Street"
    ]
    assert article(
        f"{HEADLINE}<p>By Lisa Street</p><p>Stan Keller</p><article>{TEXT}</article>", head
    ).authors == ["Stan Keller"]


def test_a_byline_with_a_date_names_more_than_the_declaration() -> None:
    head = '<meta name="author" content="Jane Doe">'
    assert article(
        f"{HEADLINE}<p>By Jane Doe and John Roe on December 21, 2023</p><article>{TEXT}</article>",
        head,
    ).authors == ["Jane Doe", "John Roe"]


def test_a_name_below_its_label_under_the_text() -> None:
    assert article(
        f"{HEADLINE}<article>{TEXT}<div>By:</div><div>Jane Doe</div></article>"
    ).authors == ["Jane Doe"]


def test_a_job_beside_the_name_is_no_name() -> None:
    box = "<div class='post-author-name'>Jane Doe</div><div class='post-author-title'>Water Policy</div>"
    assert article(f"{HEADLINE}{box}<article>{TEXT}</article>").authors == ["Jane Doe"]


def test_shape_of_a_person() -> None:
    assert is_person("Jane van Doe")
    assert not is_person("River News")


def test_the_newsroom_signs_where_nobody_else_does() -> None:
    assert article(
        f"{HEADLINE}<div class='author-name'>Redaktion</div><article>{TEXT}</article>"
    ).authors == ["Redaktion"]
    assert article(
        f"{HEADLINE}<p>Von Jane Doe, Redaktion</p><article>{TEXT}</article>"
    ).authors == ["Jane Doe"]


LEAD = "Lorries must take the new road while the town looks for money to repair the arches."


def test_a_box_around_headline_and_standfirst_says_nothing() -> None:
    page = f"<div class='sidebar-layout'>{HEADLINE}<p class='standfirst'>{LEAD}</p></div><article>{TEXT}</article>"
    assert article(page).teaser == LEAD


def test_a_standfirst_beside_the_share_buttons() -> None:
    page = f"{HEADLINE}<div class='share'><p class='standfirst'>{LEAD}</p><a href='#'>Share</a></div><article>{TEXT}</article>"
    assert article(page).teaser == LEAD


def test_the_first_block_in_a_box_of_its_own_is_the_described_standfirst() -> None:
    head = f'<meta name="description" content="{LEAD}">'
    page = f"{HEADLINE}<article><div class='mid'><div class='midline'>{LEAD}</div></div>{TEXT}</article>"
    assert article(page, head).teaser == LEAD
    assert article(f"{HEADLINE}<article><p>{LEAD}</p>{TEXT}</article>", head).teaser is None


def test_a_rubric_as_description_is_no_teaser() -> None:
    assert (
        article(
            f"<article>{TEXT}</article>",
            '<meta name="description" content="Riverton traffic assembly">',
        ).teaser
        is None
    )


def test_a_short_headline_that_the_title_continues() -> None:
    page = f"<h1>Tireless work</h1><article>{TEXT}</article>"
    assert (
        article(
            page,
            title="Tireless work - The New Valley Gazette",
            url="https://www.riverpaper.com/tireless-work-2",
        ).title
        == "Tireless work"
    )
