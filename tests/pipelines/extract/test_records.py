"""What a reader of the record would call plainly wrong, on pages made for it."""

from __future__ import annotations

import pytest

from pipelines.model import Article
from tests import made

_TEXT = "".join(
    f"<p>The council spoke of the bridge number {n} for an hour and came to no decision on it at all.</p>"
    for n in range(5)
)
_URL = "https://example.org/news/bridges"
_DATE = '<meta property="article:published_time" content="2026-03-01T08:00:00Z">'


def _read(body: str, head: str = "") -> Article:
    return made.article(body, head=_DATE + head, title="Bridges wait", declared=False, url=_URL)


def _paragraphs(body: str) -> list[str]:
    return (_read(body).text or "").split("\n\n")


def test_first_paragraph_in_a_box_called_header_is_no_standfirst() -> None:
    description = '<meta name="description" content="The council spoke of the bridge number 0 for an hour and came to no decision on it at all.">'
    article = _read(
        f'<div class="has-fixed header"><h1>Bridges wait</h1><div class="x">{_TEXT}</div></div>',
        description,
    )
    assert article.teaser is None
    assert (article.text or "").startswith("The council spoke of the bridge number 0")


def test_subhead_in_an_anchor_is_kept() -> None:
    assert "The second day" in _paragraphs(
        f'<article><h1>Bridges wait</h1>{_TEXT}<h2><a name="two">The second day</a></h2><p>It went on in the very same way until late in the evening, said the mayor.</p></article>'
    )


def test_hidden_word_does_not_part_a_sentence() -> None:
    paragraphs = _paragraphs(
        f'<article><h1>Bridges wait</h1>{_TEXT}<p>The BRA<span aria-hidden="true">Bridge Rescue Agency</span> said that it waits for a word of the council.</p>{_TEXT.replace("bridge", "ferry")}</article>'
    )
    assert "The BRA said that it waits for a word of the council." in paragraphs


def test_break_behind_a_long_sentence_ends_the_paragraph() -> None:
    first = "The mayor, who has been in office for twelve years now, told the council that the money for the bridges had been spent long ago."
    second = "Nobody asked for what."
    assert {first, second} <= set(
        _paragraphs(
            f"<article><h1>Bridges wait</h1>{_TEXT}<p>{first}<br>{second}</p>{_TEXT.replace('bridge', 'ferry')}</article>"
        )
    )


def test_break_within_a_sentence_is_a_space() -> None:
    assert (
        "A line that was<br>wrapped by hand".replace("<br>", " ")
        in _read(
            f"<article><h1>Bridges wait</h1>{_TEXT}<p>A line that was<br>wrapped by hand is one all the same.</p></article>"
        ).text
    )


def test_standfirst_leaves_the_body_under_a_notice() -> None:
    standfirst = (
        "Five bridges are closed, and nobody knows who will pay for their repair this year."
    )
    notice = (
        "Please note that this article was published in the spring and may be out of date by now."
    )
    text = (
        _read(
            f'<article><h1>Bridges wait</h1><div>{notice}</div><div class="standfirst"><p>{standfirst}</p></div><section>{_TEXT}</section></article>'
        ).text
        or ""
    )
    assert standfirst not in text


def test_name_of_a_row_of_data_stays_though_it_is_a_link() -> None:
    row = "<tr><td><a href='/b/1'>Old Mill Bridge</a></td><td>1911</td><td>closed</td></tr>"
    assert "Old Mill Bridge" in _paragraphs(
        f"<article><h1>Bridges wait</h1>{_TEXT}<table>{row}</table>{_TEXT.replace('bridge', 'ferry')}</article>"
    )


def test_picture_credit_is_no_paragraph() -> None:
    paragraphs = _paragraphs(
        f"<article><h1>Bridges wait</h1>{_TEXT}<p>Photo credit: Ann Example</p>{_TEXT.replace('bridge', 'ferry')}</article>"
    )
    assert not any(p.startswith("Photo") for p in paragraphs)


@pytest.mark.parametrize(
    ("head", "body", "section"),
    [
        ('<meta property="article:section" content="Travel, bridges, ferry, 2026">', "", "Travel"),
        (
            '<meta property="article:section" content="Arts, Culture">',
            "<p>Arts, Culture</p>",
            "Arts, Culture",
        ),
        ('<meta property="article:section" content="example.org">', "", None),
        (
            "",
            '<nav class="breadcrumb"><a href="/">Home</a></nav><nav class="breadcrumb"><a href="/l">Local</a></nav>',
            "Local",
        ),
        (
            '<script type="application/ld+json">{"@type":"BreadcrumbList","itemListElement":[{"name":"Home"},{"name":"Local"},{"name":"Bridges wait"}]}</script>',
            "",
            "Local",
        ),
    ],
)
def test_section(head: str, body: str, section: str | None) -> None:
    assert _read(f"{body}<article><h1>Bridges wait</h1>{_TEXT}</article>", head).section == section


def test_label_of_a_menu_is_no_section() -> None:
    assert (
        _read(
            f'<nav><span class="kicker">Lifestyle</span></nav><article><h1>Bridges wait</h1>{_TEXT}</article>'
        ).section
        is None
    )


def test_the_section_is_the_first_of_a_row_of_links() -> None:
    row = '<div class="kicker"><a href="/p">Politics</a><a href="/b">Bridges</a> <a href="/c">Council</a></div>'
    assert _read(f"<article>{row}<h1>Bridges wait</h1>{_TEXT}</article>").section == "Politics"
