"""Titles, authors and teasers: one made page for each rule."""

from __future__ import annotations

import pytest

from pipelines.fields.authors.names import clean_names, printed_names
from tests.pipelines.fields.pages import HEADLINE, TEXT, TITLE, article


def authors(under: str = "", after: str = "", head: str = "") -> list[str]:
    """Return the authors of an article with these lines."""
    return article(f"<main>{HEADLINE}{under}<article>{TEXT}</article>{after}</main>", head).authors


def og(title: str) -> str:
    """Return Open Graph and JSON-LD that declare this title."""
    return f'<meta property="og:title" content="{title}"><script type="application/ld+json">{{"@type":"Article","headline":"{title}"}}</script>'


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("19 Dec 2025 · Jane Doe on behalf of the desk", ["Jane Doe"]),
        ("Report: Jane Doe Photos: John Roe", ["Jane Doe"]),  # the label need not be known
        ("Photos: John Roe", []),
    ],
)
def test_a_printed_line_with_more_than_the_name(raw: str, names: list[str]) -> None:
    assert printed_names([raw]) == names


def test_a_rubric_behind_the_date_is_no_author() -> None:
    assert printed_names(["20 March 2023 | Wellness"]) == []


def test_a_surname_may_be_a_job() -> None:
    assert clean_names(["Anna Leiter"], declared=True) == ["Anna Leiter"]
    assert clean_names(["Anna Moser Redakteurin"], declared=True) == ["Anna Moser"]


def test_the_paper_behind_the_last_name_goes() -> None:
    assert clean_names(["By Jane Doe And John Roe For The Mail On Sunday"], declared=True) == [
        "Jane Doe",
        "John Roe",
    ]


def test_a_phrase_with_a_capital_inside_is_no_name() -> None:
    assert printed_names(["coming soon from Europe and elsewhere"]) == []
    assert printed_names(["van der Berg"]) == ["van der Berg"]


def test_a_sentence_that_begins_like_a_byline_is_none() -> None:
    assert (
        authors(
            "<p>By the end of the year the council wants to buy Timber, Gravel and Sand for it.</p>"
        )
        == []
    )


def test_a_link_around_a_block_marks_the_name_in_it() -> None:
    assert authors("<a href='/authors/jane-doe'><div>Jane Doe</div></a>") == ["Jane Doe"]


def test_a_box_around_the_article_holds_links_to_others() -> None:
    links = "".join(f"<a href='/authors/{n}'>{n.title()} Roe</a> " for n in ("ann", "bob", "cid"))
    content = (
        f"<div>Learn {HEADLINE}<p>By Jane Doe</p>{TEXT}{TEXT}{TEXT}<ul><li>{links}</li></ul></div>"
    )
    assert article(content).authors == ["Jane Doe"]


def test_a_byline_may_follow_the_first_paragraph() -> None:
    lead = "<p>The bridge over the river, which was built a hundred years ago by two brothers from the valley, closes to all lorries.</p>"
    content = (
        f"{HEADLINE}{lead}<div class='related-meta'>By Jane Doe • 3 May 2024 9:30 am</div>{TEXT}"
    )
    assert article(f"<main>{content}</main>").authors == ["Jane Doe"]


def test_a_label_beside_the_text_names_the_author() -> None:
    box = "<aside class='sidebar'><div>Author</div><div>Jane Doe</div></aside>"
    assert authors(after=TEXT * 4 + box) == authors(after=box) == ["Jane Doe"]


def test_a_byline_under_the_text_may_be_one_word() -> None:
    assert authors(after="<footer class='byline'>von Jane</footer>") == ["Jane"]
    assert authors(after="<footer class='credits'>by Jane</footer>") == []


def test_an_organisation_is_no_person_whose_site_bears_the_name() -> None:
    def declared(kind: str) -> str:
        return f'<script type="application/ld+json">{{"@type":"BlogPosting","headline":"{TITLE}","author":{{"@type":"{kind}","name":"River Paper"}}}}</script>'

    assert authors(head=declared("Organization")) == []
    assert authors(head=declared("Person")) == ["River Paper"]


def test_the_label_of_a_form_is_no_author() -> None:
    assert authors("<form><div>Subject Area</div></form>") == []


def test_a_front_that_most_declared_titles_have_is_no_kicker() -> None:
    whole = f"Traffic: {TITLE}"
    assert article(f"<main><h1>{whole}</h1>{TEXT}</main>", og(whole)).title == whole
    assert article(f"<main><h1>{whole}</h1>{TEXT}</main>", og(TITLE)).title == TITLE


def test_a_second_line_that_the_declared_titles_leave_out() -> None:
    heading = f"<h1><span>{TITLE}</span> <span>Two brothers and their work</span></h1>"
    assert article(f"<main>{heading}{TEXT}</main>", og(TITLE)).title == TITLE


def test_a_heading_of_one_word_that_the_address_spells() -> None:
    page = article(
        f"<main><h1>Old-Bridge</h1>{TEXT}</main>",
        title="Trips around the river and the hills",
        url="https://www.riverpaper.com/trips/oldbridge.htm",
    )
    assert page.title == "Old-Bridge"


def test_a_site_name_that_is_the_title_of_the_page_is_none() -> None:
    assert (
        article(
            f"<main>{HEADLINE}{TEXT}</main>", f'<meta name="application-name" content="{TITLE}">'
        ).title
        == TITLE
    )


def test_the_text_begins_below_its_headline() -> None:
    path = "<p>You are here in our paper: Home » Town and county » Roads and bridges » Old bridge closed to lorries from the spring</p>"
    lead = "<p><b>The bridge over the river closes to all lorries in April, and a new one is to follow.</b></p>"
    page = article(
        f"<main><article>{path}{HEADLINE}<p class='date'>3 May 2024</p>{lead}{TEXT}</article></main>"
    )
    assert (
        page.teaser
        == "The bridge over the river closes to all lorries in April, and a new one is to follow."
    )


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Anna Writer", ["Anna Writer"]),
        ("Anna Writer, Senior Reporter", ["Anna Writer"]),
        ("John Baker Chief Reporter", ["John Baker"]),
        ("News Editor", []),
        ("Guest Author", []),
    ],
)
def test_surname_that_is_a_job_stays_with_its_first_name(line, names):
    assert printed_names([line]) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Anna Writer Illustration von Ben Baker", ["Anna Writer"]), ("Anna Symbolbild Agentur", ["Anna"]), ("AFP, MANILA", ["AFP"]),
        ("AFP, Reuters", ["AFP", "Reuters"]), ("Written byAnna Writer", ["Anna Writer"]),
    ],
)  # fmt: skip
def test_what_stands_behind_a_name_is_none(line: str, names: list[str]) -> None:
    assert authors(f"<p class='byline'>{line}</p>") == names


def test_who_is_presented_under_the_text_wrote_it() -> None:
    box = "<div><h3>{0}</h3><p>{0} heads the desk for rivers of this paper and has written about bridges for ten years.</p></div>"
    assert article(f"<main>{HEADLINE}{TEXT}{box.format('Anna Writer')}</main>").authors == [
        "Anna Writer"
    ]
    both = box.format("Anna Writer") + box.format("Ben Baker")
    assert article(f"<main>{HEADLINE}{TEXT}{both}</main>").authors == []


def test_a_kicker_in_the_heading_is_left_out_though_other_titles_are_declared() -> None:
    heading = f"<h1><span class='dachzeile'>Traffic</span> <span>{TITLE}</span></h1>"
    assert (
        article(f"<main>{heading}{TEXT}</main>", og(f"{TITLE} of the whole county")).title == TITLE
    )


def test_the_archive_that_an_old_theme_puts_before_a_title() -> None:
    assert (
        article(f"<main>{TEXT}</main>", title=f"River Paper » Blog Archive » {TITLE}").title
        == TITLE
    )


def test_the_label_of_a_date_is_no_author() -> None:
    assert (
        authors("<div class='authors'><span>Publicado:</span> <time>7 may 2026</time></div>") == []
    )
    assert authors("<div class='author'>Last updated: 7 May 2026</div>") == []
    assert authors("<div class='author'>Text: Jane Doe</div>") == ["Jane Doe"]


def test_who_took_the_picture_wrote_nothing() -> None:
    picture = (
        "<figure><img src='/a.jpg'><figcaption><span class='author'>{}</span></figcaption></figure>"
    )
    assert authors(picture.format("Autor: Max Bildner")) == []
    assert authors(picture.format("John Roe") + "<p class='byline'>By Jane Doe</p>") == ["Jane Doe"]


def test_a_name_in_brackets_signs_a_japanese_text() -> None:
    page = f"<main><article><h1>{TITLE}</h1><div>{TEXT}<p>（高瀬美帆）</p></div></article></main>"
    assert article(page).authors == ["高瀬美帆"]
    assert authors("<p class='writer'>社会部 高瀬美帆</p>") == ["高瀬美帆"]
