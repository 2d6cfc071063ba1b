"""Authors and teaser: what a byline and a standfirst look like, one reason each."""

from __future__ import annotations

import pytest

from pipelines.fields.authors.names import clean_names, printed_names
from pipelines.model import Article
from tests.pipelines.fields import pages
from tests.pipelines.fields.pages import HEADLINE, SENTENCE, TEXT


def article(content: str, head: str = "", host: str = "www.riverpaper.com") -> Article:
    """Return the record of a page with this content."""
    return pages.article(
        f"<main>{content}</main>", head, url=f"https://{host}/2024/05/old-bridge-closed"
    )


def authors(
    under: str = "", after: str = "", head: str = "", host: str = "www.riverpaper.com"
) -> list[str]:
    """Return the authors of an article with these lines under the headline and after the text."""
    return article(f"{HEADLINE}{under}<article>{TEXT}{after}</article>", head, host).authors


def declared(*names: str) -> str:
    """Return JSON-LD that declares these authors."""
    people = ",".join(f'{{"name":"{name}"}}' for name in names)
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Old bridge closed","author":[{people}],"publisher":{{"@type":"NewsMediaOrganization","name":"Riverpaper"}}}}</script>'


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("Jane Doe and John Roe, Other Paper", ["Jane Doe", "John Roe"]),  # whom they write for
        ("Jane Doe, John Roe and Ann Poe", ["Jane Doe", "John Roe", "Ann Poe"]),
        ("Jane Doe/PA", ["Jane Doe"]),
        ("LILIAN ALMA, LAURE BRET Envoyés spéciaux à Toulouse", ["Lilian Alma", "Laure Bret"]),
        ("王小明、李大同", ["王小明", "李大同"]),
    ],
)
def test_names_without_what_surrounds_them(raw, names):
    assert clean_names([raw], declared=True) == names


def test_a_role_beside_a_name_is_no_author():
    assert printed_names(["Jane Doe", "Staff Writer"], declared=True) == ["Jane Doe"]
    assert clean_names(["Jane Doe", "skrifar frá Porsgrunn"], declared=True) == ["Jane Doe"]
    assert clean_names(["Jane Doe", "van der Berg"], declared=True) == ["Jane Doe", "van der Berg"]


@pytest.mark.parametrize(
    "own", ["Riverpaper", "Riverpaper Staff", "riverpaper.com", "The Riverpaper"]
)
def test_the_site_is_no_author(own):
    assert authors(head=declared(own)) == []


def test_a_name_that_only_begins_like_the_site_is_an_author():
    assert authors(head=declared("Riverpaperist")) == ["Riverpaperist"]


def test_a_part_of_the_site_beside_a_person_is_no_author():
    line = "<p class='author'>by Jane Doe, RIVERPAPER NORTH</p>"
    assert authors(line) == ["Jane Doe"]


def test_a_name_in_a_block_of_its_own_under_its_label():
    assert authors("<div>Author:</div><div>Jane Doe</div>") == ["Jane Doe"]


def test_a_bare_name_right_under_the_headline_or_after_the_text():
    assert authors("<p>Jane Doe</p>") == ["Jane Doe"]
    assert authors(after="<p>Jane Doe</p>") == ["Jane Doe"]
    assert authors("<p>Save Article</p>") == []
    assert authors("<div><a href='/x'>Jane Doe</a></div>") == ["Jane Doe"]


def test_an_agency_line_and_an_agency_dateline():
    assert authors("<p>AFP</p>") == ["AFP"]
    body = f"<p>RIVERTON (Reuters) - {SENTENCE}</p>{TEXT}"
    assert article(f"{HEADLINE}<article>{body}</article>").authors == ["Reuters"]


def test_the_byline_above_the_headline_and_the_editor_in_the_foot():
    above = article(
        f"<ul class='nav'><li>Published 3 May 2024 by Jane Doe</li></ul>{HEADLINE}<article>{TEXT}</article>"
    )
    assert above.authors == ["Jane Doe"]
    assert authors(after="<div>(责编：王小明、李大同)</div>") == ["王小明", "李大同"]


def teaser(between: str, description: str = "", body: str = TEXT) -> tuple[str | None, str | None]:
    """Return the teaser and its source, with this markup between headline and body."""
    head = f'<meta property="og:description" content="{description}">' if description else ""
    found = article(f"{HEADLINE}{between}<article>{body}</article>", head)
    return found.teaser, found.teaser_source


def test_subheadings_in_a_row_are_one_teaser():
    rows = "<div><h2 class='subtitle'>The mayor promises a ferry for the summer</h2><h2 class='subtitle'>Drivers fear a detour of forty kilometres</h2><h2 class='subtitle'><a href='/live'>Live: the latest news on the bridge</a></h2></div>"
    assert teaser(rows) == (
        "The mayor promises a ferry for the summer\nDrivers fear a detour of forty kilometres",
        "html",
    )


def test_a_few_words_are_a_teaser_where_the_description_says_so():
    assert teaser(
        "", "A closure with consequences.", f"<p><b>A closure with consequences.</b></p>{TEXT}"
    ) == ("A closure with consequences.", "html")


def test_a_standfirst_far_below_the_headline_but_before_the_body():
    menu = (
        "<nav><ul>"
        + "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(60))
        + "</ul></nav>"
    )
    line = "Engineers say that the cables cannot carry heavy traffic for another winter."
    assert teaser(f"{menu}<p class='standfirst'>{line}</p>")[0] == line


def test_the_description_is_a_teaser_where_it_is_printed_and_no_cut_of_the_body():
    other = "Heavy traffic has to go around the valley, and nobody can tell for how long."
    assert teaser("", SENTENCE[:80] + "…") == (None, None)
    assert teaser("", other) == (None, None)
    below = f"{TEXT}<aside><p>{other}</p></aside>"
    assert teaser("", other, below) == (other, "description")


@pytest.mark.parametrize(
    "line", ["Online since today, 20.03", "By Jane Doe - The Riverpaper - Wednesday"]
)
def test_a_date_line_or_a_byline_is_no_teaser(line):
    assert teaser(f"<p class='author'>By Jane Doe</p><div class='lead'>{line}</div>") == (
        None,
        None,
    )


def test_all_items_of_a_summary_are_the_teaser():
    items = [
        "The mayor promises a ferry for the summer",
        "Drivers fear a detour of forty kilometres",
    ]
    rows = "".join(f"<li class='point'><b>{item}</b></li>" for item in items)
    assert teaser(f"<ul class='summary'>{rows}</ul>") == ("\n".join(items), "html")


def test_a_box_of_running_text_is_no_teaser():
    body = f"<div class='leading-normal'>{TEXT}</div>"
    assert teaser("", "", body) == (None, None)
