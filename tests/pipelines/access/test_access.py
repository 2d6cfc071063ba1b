"""Access and boundary on made-up pages: walls and what only looks like one, in every
language and several shapes; and reserved text in every place where pages hide it."""

from __future__ import annotations

import json

import pytest

from pipelines.extract.extractor import extract
from pipelines.extract.result import Extraction
from pipelines.lexicon.phrases import is_badge, languages, spoken, together
from pipelines.lexicon.tables import known
from pipelines.model import Page
from tests import walls
from tests.walls import missed
from tests.walls.missed import read


def _stays_open(shape: str, language: str, line: str, *, link: bool = False) -> bool:
    body, public = walls.open_page(shape, language, line, link=link)
    article = read(body).article
    return (article.access, article.boundary_char) == ("free", None) and public[-1] in (
        article.text or ""
    )


@pytest.mark.parametrize("language", sorted(walls.WALLS))
def test_walls_end_the_public_text(language):
    assert missed.missed("first", language) == missed.listed("first", language), missed.UPDATE


LATER = [(table, language) for table in ("fresh", "last") for language in missed.TABLES[table]]


@pytest.mark.parametrize(("table", "language"), LATER)
def test_walls_of_wordings_written_later_end_the_public_text(table, language):
    assert missed.missed(table, language) == missed.listed(table, language), missed.UPDATE


@pytest.mark.parametrize("language", sorted(walls.FALSE_FRIENDS))
def test_what_only_sounds_like_a_wall_cuts_nothing(language):
    lines = [(line, number == 4) for number, line in enumerate(walls.FALSE_FRIENDS[language])] + [
        (line, False) for line in walls.FRESH_FRIENDS[language]
    ]
    pages = [
        (shape, line, link)
        for n, (line, link) in enumerate(lines)
        for shape in (("middle", "end", "promo", "end")[n % 4],)
    ]
    assert [
        page for page in pages if not _stays_open(page[0], language, page[1], link=page[2])
    ] == []


@pytest.mark.parametrize("language", sorted(walls.WALLS))
def test_an_offer_in_mid_body_or_a_hidden_template_cuts_nothing(language):
    for number, wall in enumerate(walls.WALLS[language][:2]):
        shape = ("middle", "promo", "hidden")[number % 3]
        assert _stays_open(shape, language, wall.replace(" | ", " ")), wall


@pytest.mark.parametrize("language", ["en", "de", "fr", "ja", "ru"])
def test_a_wall_without_any_body_leaves_no_text_of_it(language):
    lines = walls.WALLS[language][0].split(" | ")
    box = f"<div class='paywall'>{walls.tags(lines)}<a href='/x'>OK</a></div>"
    result = extract(
        Page(
            url="http://paper.example/2026/bridge",
            body=walls.page(f"<p>{walls.body(language)[0]}</p>{box}", language=language),
            content_type="text/html; charset=utf-8",
        )
    )
    if isinstance(result, Extraction):
        assert lines[0] not in (result.article.text or "")
        assert result.article.access in ("subscription", "registration")


def test_the_wall_begins_with_the_first_line_of_its_box():
    public = walls.body("en")
    box = "<div class='x'><h2>One more thing</h2><p>Subscribe to continue reading this article.</p><a href='/x'>Subscribe</a></div>"
    article = read(walls.page(walls.tags(public) + box)).article
    assert article.text == "\n\n".join(public)


def test_a_paragraph_with_the_words_of_a_wall_is_no_wall():
    prose = "He registered as a member of the party at eighteen, he said, because the full story of its subscribers, who only read the paper for its prices, had never been told before."
    article = read(walls.page(walls.tags([*walls.body("en"), prose]))).article
    assert article.boundary_char is None
    assert prose in article.text


SECRET = "The secret rest of the story about the bridge, which only subscribers of the paper may read, with all the names and numbers in it, and more."
FLAG = {"@type": "NewsArticle", "headline": walls.TITLE, "isAccessibleForFree": "False"}
PARTS = {
    "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".rest"}
}
REST = f"<p>{SECRET}</p><p>{SECRET} Again, at length.</p>"
WALL = "<div class='paywall'><p>Subscribe to continue reading this article.</p><a href='/abo'>Subscribe</a></div>"


def _ld(**more: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({**FLAG, **more})}</script>'


# where a page keeps what is reserved: (head, behind the public paragraphs)
PLACES = {
    "json-ld articleBody": (_ld(articleBody=SECRET * 4), WALL),
    "json-ld articleBody, no wall": (_ld(articleBody=SECRET * 4), ""),
    "app state": (
        _ld(),
        WALL
        + f'<script id="__NEXT_DATA__" type="application/json">{json.dumps({"body": SECRET})}</script>',
    ),
    "hidden": (_ld(), WALL + f'<div style="display:none">{REST * 3}</div>'),
    "hidden, no wall": (_ld(), f'<div style="display:none">{REST * 3}</div>'),
    "hidden attribute": (_ld(), WALL + f"<div hidden>{REST * 3}</div>"),
    "template": (_ld(), WALL + f"<template>{REST}</template>"),
    "noscript": (_ld(), WALL + f"<noscript>{REST}</noscript>"),
    "scrambled": (_ld(), f'<div class="blurred">{REST}</div>{WALL}'),
    "declared selector": (_ld(**PARTS), f'<div class="rest">{REST}</div>'),
    "declared selector behind the wall": (_ld(**PARTS), f'{WALL}<div class="rest">{REST}</div>'),
    "amp": (
        _ld(),
        f'<section subscriptions-section="content">{REST}</section><section subscriptions-section="content-not-granted">{WALL}</section>',
    ),
    "print copy": (_ld(), WALL + f'<div class="print-only">{REST}</div>'),
    "after the wall, shown": (_ld(), WALL + f'<div class="x-more">{REST}</div>'),
    "class": (
        '<meta name="article:content_tier" content="locked">',
        f'<div class="premium-content">{REST}</div>',
    ),
    "data-poool": (_ld(), f"<div data-poool>{REST}</div>"),
    "description": (
        _ld()
        + f'<meta name="description" content="{SECRET}"><meta property="og:description" content="{SECRET}">',
        WALL,
    ),
    "json-ld description": (_ld(description=SECRET), f'<div class="blurred">{REST}</div>{WALL}'),
}


@pytest.mark.parametrize("place", sorted(PLACES))
def test_reserved_text_is_nowhere_in_the_record(place):
    head, behind = PLACES[place]
    public = walls.body("en")
    result = read(walls.page(walls.tags(public) + behind, head=head))
    assert "secret rest" not in repr(result.article)
    assert "secret rest" not in repr(result.provenance)
    assert result.article.text == "\n\n".join(public)
    assert result.article.access != "free"


@pytest.mark.parametrize("vendor", sorted(walls.VENDORS))
def test_box_of_a_vendor_ends_the_public_text(vendor):
    public = walls.body("en")
    result = read(
        walls.page(walls.tags(public) + walls.VENDORS[vendor].format(rest=REST), head=_ld())
    )
    assert result.article.text == "\n\n".join(public)
    assert result.article.access in ("subscription", "registration", "metered")
    assert result.article.boundary_char == len(result.article.text)
    assert "secret rest" not in repr(result.article)


@pytest.mark.parametrize("vendor", sorted(walls.VENDOR_TEMPLATES))
def test_what_a_vendor_leaves_on_an_open_page_cuts_nothing(vendor):
    public = walls.body("en")
    result = read(walls.page(walls.tags(public) + walls.VENDOR_TEMPLATES[vendor]))
    assert (result.article.access, result.article.boundary_char) == ("free", None)
    assert result.article.text == "\n\n".join(public)


def test_page_that_says_it_is_for_all_is_counted_as_an_appeal():
    line = spoken("Become a member: our articles stay free for everyone to read.")
    assert line.counter
    assert line.strength < 1


def test_lines_of_a_box_are_read_in_the_languages_of_the_box():
    lines = ["Entra con il tuo account", "Lettura riservata agli abbonati"]
    tongues = languages(" ".join(lines))
    assert "it" in tongues
    assert together([spoken(line, tongues) for line in lines]).parts >= {"sign_in", "reserved"}


def test_the_lexicon_has_every_language_of_the_walls():
    assert (
        set(walls.WALLS) == set(walls.FALSE_FRIENDS) < set(known())
    )  # for the others see extract/test_langs.py


def test_badge():
    assert is_badge("Réservé aux abonnés")
    assert not is_badge("Subscribe to our newsletter for subscribers and other readers")


def test_plain_text_with_the_words_of_an_offer_goes_on():
    lines = [
        walls.TITLE,
        *walls.body("en"),
        "The paper sells a subscription for $12.99 a month with unlimited access to all articles.",
        *(f"{line} {line}" for line in walls.body("en", 11)),
    ]
    result = extract(
        Page(
            url="http://paper.example/bridge.txt",
            body="\n".join(lines).encode(),
            content_type="text/plain; charset=utf-8",
        )
    )
    assert isinstance(result, Extraction)
    assert result.article.boundary_char is None
