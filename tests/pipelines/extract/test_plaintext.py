"""Saved text: what a line is, and that everything behind it is the road of every page."""

from __future__ import annotations

import re

import pytest

from pipelines.extract.extractor import extract
from pipelines.extract.plaintext import as_html
from pipelines.extract.result import Extraction
from pipelines.model import Article, Page
from tests import walls

TITLE = "The old bridge of Altona is closed for two years"
PROSE = [
    "The council closed the old bridge on Monday, after engineers had found cracks in three of its nine pillars during the yearly check.",
    "Drivers have to take the tunnel, which is open to lorries at night only, and the ferry carries bicycles again for the first time since the war.",
    "Merchants on the northern side fear for the summer, since two of three customers came across the bridge and the ferry ends at eight in the evening.",
]


def page(*lines: str) -> Page:
    return Page(
        url="http://paper.example/2024/bridge.txt",
        body="\n".join(lines).encode(),
        content_type="text/plain; charset=utf-8",
    )


def markup(*lines: str) -> list[str]:
    found = re.search(
        r"<article>\n(.*)\n</article>", as_html(page(*lines)).body.decode(), re.DOTALL
    )
    assert found is not None
    return found[1].split("\n")


def article(*lines: str) -> Article:
    result = extract(page(*lines))
    assert isinstance(result, Extraction), result
    return result.article


def test_head_of_a_text() -> None:
    head = markup(
        "POLITICS",
        TITLE,
        "Two winters without a way across: the town is cut in half until 2026",
        "Anna Muster",
        "3 May 2024",
        *PROSE,
    )
    assert head[:5] == [
        '<p class="kicker">POLITICS</p>',
        f"<h1>{TITLE}</h1>",
        '<p class="standfirst">Two winters without a way across: the town is cut in half until 2026</p>',
        '<p class="byline">Anna Muster</p>',
        '<p class="date">3 May 2024</p>',
    ]
    assert head[5] == f"<p>{PROSE[0]}</p>"


@pytest.mark.parametrize(
    ("lines", "mark"),
    [
        (
            [TITLE, "Subscribers only", "3 May 2024", *PROSE],
            '<p class="badge">Subscribers only</p>',
        ),
        ([TITLE, *PROSE[:1], "What it costs", *PROSE[1:]], "<h2>What it costs</h2>"),
        ([TITLE, *PROSE, "The town in pictures"], "<div>The town in pictures</div>"),
        ([TITLE, *PROSE, "A", "B", "C", "D"], "<li>A</li>"),
        ([TITLE, *PROSE, "A", "B", "C"], "<div>A</div>"),
        ([TITLE, *PROSE[:2], PROSE[1][:60], PROSE[2]], f"<figcaption>{PROSE[1][:60]}</figcaption>"),
        ([TITLE, *PROSE[:2], "Read also", "The tunnel", PROSE[2]], "<aside>The tunnel</aside>"),
        (
            [TITLE, *PROSE, "<script>1 < 2</script>"],
            "<div>&lt;script&gt;1 &lt; 2&lt;/script&gt;</div>",
        ),
        (
            [TITLE, *PROSE, "To keep reading, subscribe now.", "Subscribe"],
            "<section><p>To keep reading, subscribe now.</p><button>Subscribe</button></section>",
        ),
    ],
)
def test_line_is_marked_as_what_it_is(lines: list[str], mark: str) -> None:
    assert mark in markup(*lines)


def test_sentence_under_the_headline_is_the_text_where_no_fact_follows() -> None:
    assert markup(TITLE, *PROSE)[1] == f"<p>{PROSE[0]}</p>"


def test_words_in_a_row_under_the_headline_are_names_only_beside_a_date() -> None:
    assert '<p class="byline">The newsroom</p>' in markup(
        TITLE, "The newsroom", "3 May 2024", *PROSE
    )
    assert '<p class="byline">The newsroom</p>' not in markup(TITLE, "The newsroom", *PROSE)


def test_dump_of_a_page_begins_with_its_title() -> None:
    menu = [f"Rubric number {n} of all" for n in range(20)]
    found = article(f"{TITLE} - The Paper", *menu, TITLE, "3 May 2024", *PROSE)
    assert found.title == TITLE
    assert found.text == "\n\n".join(PROSE)
    assert str(found.date_published)[:10] == "2024-05-03"


def test_record_of_a_text_is_that_of_the_page_it_was_saved_from() -> None:
    text = article(TITLE, "By Anna Muster", "3 May 2024", *PROSE)
    shown = "".join(f"<p>{line}</p>" for line in PROSE)
    body = f"<article><h1>{TITLE}</h1><p class=byline>By Anna Muster</p><p class=date>3 May 2024</p>{shown}</article>"
    served = extract(Page(url=text.url, body=body.encode(), content_type="text/html"))
    assert isinstance(served, Extraction)
    for column in ("title", "authors", "date_published", "text", "language", "access"):
        assert getattr(text, column) == getattr(served.article, column), column


@pytest.mark.parametrize(
    "wall", [w for language in ("en", "de", "fr") for w in walls.WALLS[language][:4]]
)
def test_wall_under_a_text_ends_it(wall: str) -> None:
    language = next(name for name, every in walls.WALLS.items() if wall in every)
    public = walls.body(language)
    found = article(walls.TITLE, "3 May 2024", *public, *wall.split(" | "), "More", "Sport")
    assert found.boundary_char == len(found.text or "")
    assert found.text == "\n\n".join(public)


def test_text_of_nothing_but_short_lines_is_no_article() -> None:
    assert not isinstance(extract(page("Home", "Politics", "Sport", "Weather")), Extraction)


def test_extraction_of_a_text_carries_its_layout() -> None:
    result = extract(page(TITLE, *PROSE))
    assert isinstance(result, Extraction)
    assert result.judged is not None
    assert [b.text for b in result.judged.layout.blocks] == [TITLE, *PROSE]


def test_dump_of_a_page_is_its_title_a_menu_and_the_text() -> None:
    menu = ["News", "Sport"]
    lines = [f"{TITLE} - The Paper", *menu, TITLE, *PROSE]
    body = as_html(page(*lines)).body.decode()
    assert f"<head><title>{TITLE} - The Paper</title></head>" in body
    assert markup(*lines)[:3] == ["<nav>News</nav>", "<nav>Sport</nav>", f"<h1>{TITLE}</h1>"]
    assert "<head></head>" in as_html(page(TITLE, *PROSE)).body.decode()
