"""The boundary: walls in many languages, negatives, and nothing reserved, ever."""

from __future__ import annotations

import json

import pytest

from pipelines.model import Page
from tests import made, walls

URL = "http://paper.example/2026/the-bridge-of-altona"

WALLS = walls.said("walls", "plain")
BOXES = {
    **walls.said("friends", "plain"),
    "comments": "You need to be a subscriber to join the conversation. Log in to comment.",
    "gift": "Subscribe to bookmark this article and save it for later.",
}


def make(wall: str, language: str = "en", *, after: int = 0, head: str = "", box: str = "") -> Page:
    lines, later = (walls.tags(walls.body(language, n, m)) for n, m in ((1, 4), (11, after)))
    inside = f"<article><h1>{walls.TITLE}</h1>{lines}{box}<div class='box'><p>{wall}</p></div>{later}</article>"
    return made.page(inside, head=head, title=walls.TITLE, lang=language, declared=False, url=URL)


@pytest.mark.parametrize("language", sorted(WALLS))
def test_wall_ends_the_public_text(language):
    wall = WALLS[language]
    found = made.article(make(wall, language))
    assert found.boundary_basis == "visible_wall"
    assert found.boundary_paragraph == 4
    assert wall[:20] not in found.text


@pytest.mark.parametrize("kind", sorted(BOXES))
def test_box_in_mid_body_is_no_wall(kind):
    found = made.article(make(BOXES[kind], after=4))
    assert (found.access, found.boundary_char) == ("free", None)
    assert walls.body("en", 14, 1)[0] in found.text


def test_registration_wall():
    found = made.article(make("Register for a free account to continue reading this article."))
    assert found.access == "registration"


SECRET = "The secret rest of the story about the bridge, which only subscribers of the paper may read, with all the names and numbers in it, and more."
FLAG = {
    "@type": "NewsArticle",
    "headline": walls.TITLE,
    "isAccessibleForFree": "False",
    "articleBody": SECRET,
    "hasPart": {"isAccessibleForFree": False, "cssSelector": ".rest"},
}
KEPT_BACK = {
    "declared": f'<div class="rest"><p>{SECRET}</p><p>{SECRET} Again.</p></div>',
    "hidden": "".join(
        f'<p style="display:none">{SECRET} Part {n} of what is hidden from everybody who has not paid for it, at length.</p>'
        for n in range(4)
    ),
    "scrambled": f'<p class="blurred">{SECRET}</p><p class="blurred">{SECRET}</p>',
    "amp": f'<section subscriptions-section="content"><p>{SECRET}</p></section>',
}


@pytest.mark.parametrize("kind", sorted(KEPT_BACK))
def test_reserved_text_is_nowhere_in_the_record(kind):
    head = f'<script type="application/ld+json">{json.dumps(FLAG)}</script>'
    result = made.extraction(make("", head=head, box=KEPT_BACK[kind]))
    assert "secret rest" not in repr(result.article)
    assert "secret rest" not in repr(result.provenance)
    assert result.article.boundary_char == len(result.article.text)


def test_metered_page_that_shows_everything_has_no_boundary():
    head = '<meta name="article:content_tier" content="metered">'
    found = made.article(make("", head=head))
    assert (found.access, found.boundary_char) == ("metered", None)


def test_offer_in_a_box_named_for_a_wall_is_the_wall_and_quoted() -> None:
    paragraphs = "".join(
        f"<p>{n}: The council of the town has met, at some length, and decided something new about the bridge that everybody talks about.</p>"
        for n in range(2)
    )
    found = made.article(
        f'<article><h1>The council meets again</h1>{paragraphs}<div class="paywall"><p>This article is for subscribers only. Subscribe now to read on.</p></div></article>',
        title="The council meets again",
    )
    assert found.wall_text == "This article is for subscribers only. Subscribe now to read on."
    assert (found.access, found.boundary_paragraph) == ("subscription", 2)


FREE = made.json_ld(headline=made.TITLE, isAccessibleForFree=True)
PAID = made.json_ld(headline=made.TITLE, isAccessibleForFree=False)


@pytest.mark.parametrize(
    ("head", "lead", "place", "public", "complete"),
    [
        ("", 5, None, 5, None),  # nothing tells who hides it, and why
        (PAID, 5, 5, 5, False),
        (FREE, 5, None, 9, True),  # folded
    ],
)
def test_hidden_end_of_a_text(head, lead, place, public, complete):
    hidden = f"<style>.k9 {{display: none}}</style><div class='k9'>{made.paragraphs(4, lead)}</div>"
    found = made.extraction(
        f"<main><article>{made.HEADLINE}{made.paragraphs(lead)}{hidden}</article></main>", head=head
    ).article
    assert found.boundary_paragraph == place
    assert (found.text or "").split("\n\n") == [made.sentence(n) for n in range(public)]
    assert found.text_complete is complete


def test_hidden_end_of_a_text_that_is_not_free_needs_no_other_sign():
    listed = f"<ul><li>{made.sentence(20)}</li><li>{made.sentence(21)}</li></ul>"
    hidden = f"<style>.k8 p {{filter: blur(4px)}}</style><div class='k8'>{made.paragraphs(5, 3)}{listed}</div>"
    body = f"<main><article>{made.HEADLINE}{made.paragraphs(3)}{hidden}</article></main>"
    assert made.article(body, head=PAID).boundary_paragraph == 3
    assert made.article(body).boundary_paragraph is None


def test_hidden_text_that_is_left_out_is_told():
    hidden = f"<div hidden>{made.paragraphs(4, 5)}</div>"
    found = made.extraction(
        f"<main><article>{made.HEADLINE}{made.paragraphs(5)}{hidden}</article></main>"
    ).article
    assert [e.split(":")[0] for e in found.access_evidence] == ["note"]
    assert found.access == "free"
