"""Walls as publishers build them around one made-up text: what is reserved stays out,
what is shown stays in."""

from __future__ import annotations

import json

import pytest

from pipelines.extract.extractor import extract
from pipelines.extract.result import Extraction
from pipelines.model import Page
from tests import walls

SECRET = "The secret rest of the story about the bridge, which only subscribers of the paper may read, with all the names and numbers in it, part"
REST = "".join(f"<p>{SECRET} {n} of the whole, and on and on it goes.</p>" for n in range(8))
OFFER = "<h3>Keep reading this story with a subscription</h3><p>From $1 for the first month.</p><a href='/s'>Subscribe now</a><p><a href='/l'>Already a subscriber? Sign in</a></p>"
BANNER = "<p>Unlimited access from $1 a week</p><p>Subscribe today and never miss a story.</p><a href='/s'>Subscribe</a>"


def read(inside: str, head: str = "") -> Extraction:
    page = Page(
        url="http://paper.example/2026/the-bridge-of-altona",
        body=walls.page(inside, head=f'<meta property="og:type" content="article">{head}'),
        content_type="text/html; charset=utf-8",
    )
    result = extract(page)
    assert isinstance(result, Extraction), result
    return result


def flag(value: object, **more: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": walls.TITLE, "isAccessibleForFree": value, **more})}</script>'


# (head, behind the public paragraphs)
WALLED = {
    "aria-hidden rest behind the offer": (
        "",
        f"<div class='x1'>{OFFER}</div><div aria-hidden='true' inert>{REST}</div>",
    ),
    "class hidden, offer behind": (
        "",
        f"<div class='is-hidden'>{REST}</div><div class='x1'>{OFFER}</div>",
    ),
    "no height, offer behind": (
        "",
        f"<div style='max-height:0;overflow:hidden'>{REST}</div><div class='x1'>{OFFER}</div>",
    ),
    "no opacity, offer behind": (
        "",
        f"<div style='opacity: 0'>{REST}</div><div class='x1'>{OFFER}</div>",
    ),
    "hidden paragraphs, flag": (flag(False), REST.replace("<p>", "<p class='hidden'>")),
    "blur in the style": (
        "",
        f"<div style='filter: blur(5px)'>{REST}</div><div class='x1'>{OFFER}</div>",
    ),
    "blurred part with a picture": (
        flag(False),
        f"<div class='blurred'>{REST}<img src='a.jpg'></div>",
    ),
    "blurred short paragraphs": (
        flag(False),
        "<p class='blurred'>The secret rest.</p>" + REST.replace("<p>", "<p class='blurred'>"),
    ),
    "offer, rest open, flag": (flag(False), f"<div class='x1'>{OFFER}</div>{REST}"),
    "offer, rest open": ("", f"<div class='x1'>{OFFER}</div>{REST}"),
    "offer, rest open, wrong selector": (
        flag(
            False,
            hasPart={
                "@type": "WebPageElement",
                "isAccessibleForFree": False,
                "cssSelector": ".none",
            },
        ),
        f"<div class='x1'>{OFFER}</div>{REST}",
    ),
    "subscribers only by class": (
        "",
        f"<div class='subscriber-only'>{REST}</div><div class='subscriber-hide'>{OFFER}</div>",
    ),
    "box in the paper's language": (flag(False), f"<div class='contenu-abonnes'>{REST}</div>"),
    "amp-access": ("", f"<section amp-access='subscriber' amp-access-hide>{REST}</section>"),
    "poool": ("", f"<div data-poool='80'>{REST}</div>"),
    "hidden majority": ("", f"<div class='paywall-content' style='display:none'>{REST}</div>"),
}


@pytest.mark.parametrize("name", sorted(WALLED))
def test_rest_is_reserved_and_the_boundary_stands_before_it(name):
    head, behind = WALLED[name]
    public = walls.body("en")
    result = read(walls.tags(public) + behind, head)
    assert "secret rest" not in repr(result.article) + repr(result.provenance)
    assert result.article.text == "\n\n".join(public)
    assert result.article.boundary_paragraph == len(public)
    assert result.article.access in ("subscription", "metered")


def test_page_that_says_free_and_hides_most_of_its_text_is_not_called_complete():
    public = walls.body("en")
    result = read(
        f"{walls.tags(public)}<div class='paywall-content' style='display:none'>{REST * 2}</div>",
        flag(True),
    )
    assert (result.article.access, result.article.boundary_basis) == ("unknown", "hidden_text")
    assert result.article.access_confidence < 0.5


# (head, amid the text, behind the text)
OPEN = {
    "offer that only sells": ("", "", f"<div class='subscribe-banner'>{BANNER}</div>"),
    "offer amid the text": ("", f"<div class='subscribe-banner'>{BANNER}</div>", ""),
    "offer for one part": (
        "",
        "<div class='premium-content'><h3>Subscribe to get access</h3><p>Read more of this content when you subscribe today.</p><a href='/s'>Subscribe</a></div>",
        "",
    ),
    "meter that runs": (
        "",
        "",
        "<div class='x2'><p>You have 3 of 5 free articles left this month.</p></div>",
    ),
    "locked related": (
        "",
        "",
        "<div><span>For subscribers</span><h3><a href='/o'>The quiet war over the harbour of the town and its masters</a></h3></div>",
    ),
    "gift": (
        "",
        "",
        "<div class='x2'><p>Als Abonnent können Sie diesen Artikel verschenken. Jetzt anmelden.</p></div>",
    ),
    "offer, declared free": (flag(True), f"<div class='paywall'>{OFFER}</div>", ""),
    "text that fades in": (
        "",
        "",
        "<div style='opacity:0'><p>A note on the author of the story, who has lived at the harbour for many years and writes of it.</p></div>",
    ),
    "login for comments": (
        "",
        "",
        "<section amp-access='NOT loggedIn'><h4>Sign up</h4><p>Already have an account? Log in here</p></section>",
    ),
}


@pytest.mark.parametrize("name", sorted(OPEN))
def test_open_page_stays_open_and_whole(name):
    head, amid, behind = OPEN[name]
    first, more = walls.body("en"), walls.body("en", 11)
    article = read(walls.tags(first) + amid + walls.tags(more) + behind, head).article
    assert article.access == ("metered" if "free articles" in behind else "free")
    assert article.boundary_char is None
    assert all(line in (article.text or "") for line in [*first, *more])


def test_account_for_some_articles_a_month_is_a_registration():
    box = "<div class='x1'><h3>Register to read the full story</h3><p>Get five articles a month with your free account.</p><button>Sign up</button></div>"
    assert read(walls.tags(walls.body("en")) + box).article.access == "registration"
