"""A whole name of a page part, told apart from its word inside a longer name."""

from __future__ import annotations

import pytest
from lxml import etree

from pipelines.layout import flags, names, roles
from pipelines.page.document import Element
from tests.made import layout

THROWN = roles.NAV | roles.SHARE | roles.RELATED | roles.AD | roles.NEWSLETTER | roles.COOKIE


@pytest.mark.parametrize(
    "name",
    [
        "related-illnesses",
        "menu-de-fete",
        "partage-des-eaux",
        "cookie-rezepte",
        "sponsor-of-the-bridge",
        "newsletter-skandal",
    ],
)
def test_name_that_says_what_a_section_is_about_throws_nothing_away(name: str) -> None:
    assert not roles.of_names(name) & THROWN


@pytest.mark.parametrize(
    "name",
    [
        "related",
        "related-posts",
        "menu-main-container",
        "social-share-bar",
        "cookie-law-info",
        "onetrust-banner-sdk",
        "onetrust-pc-sdk",
        "newsletter-signup-box",
        "ad-leaderboard-top",
        "bridgepost-related",
    ],
)
def test_name_of_a_part_still_tells_the_part(name: str) -> None:
    assert roles.of_names(name) & THROWN


def test_the_other_words_of_such_a_name_still_count() -> None:
    assert roles.of_names("social-effects-text") & roles.BODY


def html(body: str) -> Element:
    """The first element with attributes, or the first figure."""
    tree = etree.HTML(f"<table>{body}" if body.startswith("<tr") else body)
    return next(e for e in tree.iter() if e.attrib or e.tag == "figure")


ROWS = [(n, row) for n, row in enumerate(names.rows())]
EXAMPLES = {
    want: [(f"{n} {name}", row["role"], name) for n, row in ROWS for name in row[want]]
    for want in ("yes", "no")
}


@pytest.mark.parametrize(("row", "role", "name"), EXAMPLES["yes"])
def test_a_name_that_a_row_gives_as_an_example_tells_its_role(
    row: str, role: str, name: str
) -> None:
    assert roles.of_names(name) & flags.ROLES[role], row


@pytest.mark.parametrize(("row", "role", "name"), EXAMPLES["no"])
def test_a_name_that_a_row_gives_as_a_counterexample_does_not(
    row: str, role: str, name: str
) -> None:
    assert not roles.of_names(name) & flags.ROLES[role], row


@pytest.mark.parametrize(("n", "row"), ROWS)
def test_every_row_names_a_role_and_has_both_examples(n: int, row: dict[str, list[str]]) -> None:
    assert row["role"] in flags.ROLES
    assert row["yes"]
    assert row["no"]
    assert any(row.get(kind) for kind in ("words", "begins", "whole")), n


def _words() -> list[tuple[str, int]]:
    return sorted(names.table().words.items())


def test_every_word_tells_its_roles_alone_and_inside_a_longer_name_but_not_inside_a_word() -> None:
    wrong = [
        word
        for word, told in _words()
        for name, is_told in ((word, True), (f"zq-{word}", True), (f"zq{word}", False))
        # of `zqarticle-author` the second word is whole
        if (is_told or "-" not in word) and (roles.of_names(name) & told == told) is not is_told
    ]
    assert wrong == []


def test_a_whole_name_tells_nothing_inside_a_longer_one() -> None:
    assert names.table().whole
    for name, told in names.table().whole.items():
        assert roles.of_names(f"wide {name}") & told
        assert not roles.of_names(f"zq-{name}") & told


def test_a_whole_name_counts_beside_an_id() -> None:
    assert roles.of(html("<p class='bu post' id='n4'>one</p>")) & roles.CAPTION
    assert roles.of(html("<p class='post' id='bu'>one</p>")) & roles.CAPTION


def test_a_beginning_of_a_word_counts_at_the_beginning_only() -> None:
    for beginning, told in names.table().begins:
        assert roles.of_names(f"zq-{beginning}xy") & told
        assert not roles.of_names(f"zq{beginning}xy") & told


@pytest.mark.parametrize(
    ("body", "role", "told"),
    [
        ("<div class='post' id='content'>", roles.BODY, True),  # the words of both, in a row
        ("<div class='post' id='x4'>", roles.BODY, False),
        ("<div id='what-the-comments-say-about-it'>", roles.COMMENT, False),  # an address
        ("<div id='the-comments'>", roles.COMMENT, True),
        ("<h2 id='comments'>", roles.COMMENT, False),
        ("<h2 class='widget-title'>", roles.ASIDE, False),  # what it is the title of
        ("<h3 class='caption'>", roles.CAPTION, False),
        ("<div class='widget'>", roles.ASIDE, True),
        ("<h2 class='comments'>", roles.COMMENT, True),
        ("<div class='hidden md:block'>", roles.SOFT_HIDDEN, False),
        ("<div class='hidden md:pt-4'>", roles.SOFT_HIDDEN, True),
        ("<div class='text-center'>", roles.BODY, False),
        ("<div class='n1AuAdJlVL'>", roles.AD, False),
        ("<div class='topAdBox'>", roles.AD, True),
        ("<div class='menu-in-wien'>", roles.NAV, False),
        ("<div class='menu-of-ab'>", roles.NAV, True),  # two letters say nothing
        ("<tr class='player'>", roles.CAPTION, False),
        ("<tr class='comments'>", roles.COMMENT, True),
        ("<p class='player'>", roles.CAPTION, True),
        ("<figure class='wide'>", roles.CAPTION, True),
        ("<figure class='wide'><blockquote>one</blockquote>", roles.CAPTION, False),
        ("<figure><pre>one</pre>", roles.CAPTION, False),
        ("<div hidden>", roles.HIDDEN, True),
        ("<div hidden='until-found'>", roles.HIDDEN, False),
        ("<div aria-hidden='true'>", roles.SOFT_HIDDEN, True),
        ("<div aria-hidden='false'>", roles.SOFT_HIDDEN, False),
        ("<div style='filter: blur(4px)'>", roles.WALL, True),
        ("<div style='filter: blur(0)'>", roles.WALL, False),
        ("<div style='opacity: 0'>", roles.VEILED, True),
        ("<div style='opacity: 0.5'>", roles.VEILED, False),
        ("<div style='display: none'>", roles.HIDDEN, True),
        ("<div role='banner'>", roles.HEADER, True),
        ("<div inert>", roles.VEILED, True),
        ("<div data-poool='7'>", roles.WALL, True),
        ("<div itemprop=' ArticleBody'>", roles.BODY, True),
    ],
)
def test_roles_of_an_element(body: str, role: int, told: bool) -> None:
    assert bool(roles.of(html(body)) & role) is told


@pytest.mark.parametrize("tag", ["figure", "tr", "p", "aside"])
@pytest.mark.parametrize("attributes", ["", "class='player'", "class='a' id='bu'", "href='/x'"])
@pytest.mark.parametrize("inside", ["", "<blockquote>one</blockquote>"])
def test_the_walk_tells_every_element_the_roles_that_it_tells_alone(
    tag: str, attributes: str, inside: str
) -> None:
    row = f"<{tag} {attributes}>{inside}<td>one two</td></{tag}>"
    body = f"<table>{row}</table>" if tag == "tr" else row
    last = layout(body).blocks[-1]
    boxes = []
    box = last.box
    while box is not None:
        boxes.append((box.element, box.roles))
        box = box.parent
    told = [(e, roles.of(e)) for e in reversed(last.stack)]
    assert boxes == [(e, own) for e, own in told if own]


@pytest.mark.parametrize(
    "markup",
    [
        "<app-paywall></app-paywall>",
        '<house-regwall class="x9"></house-regwall>',
        "<ev-engagement></ev-engagement>",
        '<div data-testid="paywall-container"></div>',
        '<div data-qa="GenericArticle-PaywallContainer"></div>',
        '<div data-component-id="subwall"></div>',
        '<div class="css-1x" data-cy="PayWallOverlay"></div>',
        '<section data-area="registration-wall"></section>',
    ],
)
def test_component_that_is_named_a_wall_is_one_without_a_class(markup: str) -> None:
    box = etree.HTML(markup).find("body")[0]
    assert roles.of(box) & roles.WALL


@pytest.mark.parametrize(
    "markup",
    [
        "<shop-pay-wallet></shop-pay-wallet>",
        "<x-wall></x-wall>",
        '<div data-testid="NewsletterSubscribeForm"></div>',
        '<div data-name="paywallpaper"></div>',
        '<div data-type="premium"></div>',
        '<div title="paywall"></div>',
    ],
)
def test_other_components_are_no_walls(markup: str) -> None:
    box = etree.HTML(markup).find("body")[0]
    assert not roles.of(box) & roles.WALL


def test_custom_element_that_is_named_a_wall_is_a_box_of_its_own() -> None:
    page = layout(
        "<main><p>The town has a bridge.</p><house-paywall><p>Read on.</p></house-paywall></main>"
    )
    assert [b.text for b in page.blocks if b.roles & roles.WALL] == ["Read on."]
