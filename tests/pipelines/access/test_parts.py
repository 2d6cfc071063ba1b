"""Parts of a text that a page declares, names, hides, blurs or cuts off, and their signs."""

from __future__ import annotations

import pytest
from cssselect import HTMLTranslator

from pipelines.access import boundary, parts, select
from tests.pipelines.access.scenes import lines, part_signs, scene, text

PAID = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false,"hasPart":{"isAccessibleForFree":false,"cssSelector":".rest"}}</script>'
FREE = (
    '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":true}</script>'
)
REST = text(8, 11)

# kind of part → (head, inside)
KINDS = {
    "selector": (PAID, text() + f"<div class='rest'>{REST}</div>"),
    "vendor": ("", text() + f"<div class='premium-content'>{REST}</div>"),
    "vendor_sure": ("", text() + f"<div class='qiota_reserve'>{REST}</div>"),
    "marker": ("", text() + f"<div class='paywall-divider'></div>{REST}"),
    "name": ("", text() + f"<div class='x-paid'>{REST}</div>"),
    "wall_name": ("", text() + f"<div class='contenu-abonnes'>{REST}</div>"),
    "hiding": ("", text() + f"<div hidden>{REST}</div>"),
    "own_style": ("<style>.z{display:none}</style>", text() + f"<div class='z'>{REST}</div>"),
    "scrambled": ("", text() + f"<div class='blurred'>{REST}</div>"),
    "filler": ("", text() + "<p>Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor.</p>"),
    "crop": ("<style>.z{max-height:200px;overflow:hidden}</style>", f"<div class='z'>{text(12)}</div>"),
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_of_part_is_seen(kind):
    head, inside = KINDS[kind]
    assert part_signs(scene(inside, head), kind)[f"by_{kind}"] == 1


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("subscription-content", "name"),
        ("subscriber-content", "vendor"),
        ("abo-text", "name"),
        ("subscriber-only", "name"),
        ("subscription-terms", "wall_name"),
        ("subscription-content-banner", "wall_name"),
    ],
)
def test_names_that_say_whose_the_text_is(name, kind):
    assert part_signs(scene(text() + f"<div id='{name}'>{REST}</div>"), kind)[f"by_{kind}"] == 1


def test_every_kind_is_tested():
    assert set(KINDS) == set(parts.KINDS)


def test_open_text_has_no_part():
    assert parts.find(scene(text(8))) == []


def test_words_about_filler_text_are_no_filler():
    said = (
        "<p>The leaflet still said “Lorem ipsum dolor sit amet” where the timetable should be.</p>"
    )
    assert parts.find(scene(text() + said + text(3, 11))) == []


def test_selector_that_covers_the_whole_text_says_whether_never_where():
    page = scene(
        f"<figure><figcaption>A caption.</figcaption></figure><div class='rest'>{text(8)}</div>",
        PAID,
    )
    found = part_signs(page, "selector")
    assert found["covers_whole"]
    assert found["whole_and_shown"]
    access = boundary.judge(page.document, page.layout)
    assert (access.status.value, access.boundary) == ("metered", None)


def test_paragraph_beside_those_of_a_part_is_the_public_part_however_short():
    page = scene(text(1) + text(8, 11, " class='rest'"), PAID)
    assert not part_signs(page, "selector").get("covers_whole")


@pytest.mark.parametrize(("size", "whole"), [(249, True), (250, False)])
def test_a_short_text_elsewhere_before_a_part_is_a_standfirst(size: int, whole: bool):
    lead = " ".join(lines(3))[:size].strip().ljust(size, "e")
    page = scene(f"<div><p>{lead}</p></div><div class='rest'>{REST}</div>", PAID)
    assert bool(part_signs(page, "selector").get("covers_whole")) is whole


def test_hidden_text_amid_shown_text_is_a_template():
    page = scene(text(4) + f"<div hidden>{text(6, 31)}</div>" + text(12, 51))
    assert parts.find(page) == []
    assert boundary.judge(page.document, page.layout).boundary is None


def test_templates_amid_the_text_are_no_part_of_a_hidden_end():
    template, end = f"<div hidden>{text(6, 31)}</div>", f"<div hidden>{text(9, 71)}</div>"
    (part,) = parts.find(scene(text(4) + template + text(7, 51) + end))
    assert len(part.hit) == 9
    assert part.indexes[0] > 4 + 6 + 7


def test_more_text_behind_a_named_part_than_in_it_speaks_against_it():
    page = scene(text(4) + f"<div class='rest'>{text(2, 31)}</div>" + text(12, 51), PAID)
    assert part_signs(page, "selector")["more_after_than_inside"]


def test_text_that_cannot_be_read_is_kept_back_however_little_stands_before_it():
    page = scene(f"<div>A short lead of one line, no more.</div><div class='blurred'>{REST}</div>")
    found = part_signs(page, "scrambled")
    assert not found.get("covers_whole")
    assert not found.get("whole_and_shown")


def test_text_that_a_free_page_folds_away_claims_no_boundary():
    page = scene(text(4) + f"<div class='z'>{REST}</div>", FREE + "<style>.z{display:none}</style>")
    assert boundary.judge(page.document, page.layout).boundary is None


def test_paragraphs_beyond_the_height_of_a_faded_box_are_not_public():
    css = "<style>.z{max-height:200px;overflow:hidden;mask-image:linear-gradient(#000,transparent)}</style>"
    offer = "<div class='paywall'><h3>Keep reading this story with a subscription</h3><a href='/s'>Subscribe now</a><p>Already a subscriber? Sign in</p></div>"
    page = scene(f"<div class='z'>{text(12)}</div>{offer}", css)
    access = boundary.judge(page.document, page.layout)
    assert access.status.value == "subscription"
    assert access.boundary is not None
    assert access.boundary.block < page.last


def test_directions_hold_every_sign():
    given = set().union(*(part_signs(scene(i, h), k) for k, (h, i) in KINDS.items()))
    assert given <= set(parts.DIRECTIONS)


@pytest.mark.parametrize(("head", "opened"), [("", True), (PAID, False)])
def test_boxes_under_plain_headings_are_closed_for_nobody_unless_something_is_reserved(
    head, opened
):
    row = "".join(f"<h3>Part {n}</h3><div class='z'>{text(3, 10 * n)}</div>" for n in (1, 2, 3))
    page = scene(text(3) + row, head + "<style>.z{display:none}</style>")
    assert all(page.shown) is opened


def test_boxes_that_a_line_opens_are_closed_for_nobody():
    row = "".join(
        f"<h3><button>Part {n}</button></h3><div class='z'>{text(3, 10 * n)}</div>"
        for n in (1, 2, 3)
    )
    page = scene(text(3) + row, PAID + "<style>.z{display:none}</style>")
    assert all(page.shown)


@pytest.mark.parametrize("tag", ["div", "section", "span", "x-box"])
def test_what_stands_in_a_part_is_told_for_every_element(tag):
    page = scene(text(2) + f"<{tag} class='rest'>{text(3, 11)}</{tag}>" + text(2, 31), PAID)
    part = next(p for p in parts.find(page) if p.kind == "selector")
    assert [page.blocks[i].text for i in part.indexes] == lines(3, 11)


def test_a_selector_is_asked_once_of_a_page(monkeypatch):
    asked = []
    monkeypatch.setattr(select, "HTMLTranslator", lambda: asked.append(1) or HTMLTranslator())
    page = scene(text(2) + f"<div class='rest'>{REST}</div>", PAID)
    parts.find(page)
    assert asked == [1]
    assert select.select(page.document, ".rest") is not select.select(page.document, ".rest")
