"""What classes of boxes and declared types tell of a page's kind: each sort on both sides."""

from __future__ import annotations

import json
import math

import pytest

from pipelines.extract import classed
from tests import made


def signs(body: str, head: str = "") -> dict[str, float]:
    return classed.signs(made.document(f"<main>{body}</main>", head=head, declared=False))


def box(names: str, tag: str = "div") -> str:
    return f"<{tag} class='{names}'>x</{tag}>"


@pytest.mark.parametrize(
    ("names", "sort"),
    [
        ("user-avatar", "boxes of users"),
        ("member_box", "boxes of users"),
        ("upvote", "boxes of votes"),
        ("star rating", "boxes of ratings"),
        ("product-price", "boxes of prices"),
        ("Add-To-Cart", "boxes of prices"),
        ("faq-list", "boxes of offers"),
        ("docs-toc", "boxes of manuals"),
        ("thread", "boxes of replies"),
        ("item-grid", "boxes of items"),
    ],
)
def test_a_box_is_known_by_a_piece_of_its_class(names: str, sort: str) -> None:
    assert signs(box(names))[sort] == math.log(2)
    assert signs(box(names) * 3)[sort] == math.log(4)
    assert signs(f"<p>{names}</p>")[sort] == 0


@pytest.mark.parametrize("names", ["priceless", "starter", "membership", "xthread", "articles"])
def test_a_part_of_a_word_is_no_piece(names: str) -> None:
    assert not any(signs(box(names)).values())


def test_only_links_are_links_like_buttons() -> None:
    assert signs(box("btn btn-large", "a"))["links like buttons"] == math.log(2)
    assert signs(box("btn"))["links like buttons"] == 0


def test_one_box_counts_once_for_each_sort() -> None:
    found = signs(box("product product-price card"))
    assert found["boxes of prices"] == found["boxes of items"] == math.log(2)


def declared(*kinds: str) -> str:
    nodes = json.dumps([{"@type": kind, "name": "x"} for kind in kinds])
    return f'<script type="application/ld+json">{nodes}</script>'


@pytest.mark.parametrize(
    ("kind", "sign"),
    [
        ("AggregateRating", "ratings declared"),
        ("Review", "reviews declared"),
        ("ListItem", "items declared"),
        ("Person", "persons declared"),
        ("ImageObject", "pictures declared"),
        ("WebPage", "page declared"),
        ("BreadcrumbList", "path declared"),
        ("SpeakableSpecification", "speech declared"),
        ("SearchAction", "search declared"),
        ("Organization", "house declared"),
    ],
)
def test_what_is_declared_beside_articles(kind: str, sign: str) -> None:
    assert signs("<p>x</p>", declared(kind))[sign] == math.log(2)
    assert signs("<p>x</p>", declared("Thing"))[sign] == 0


def test_twenty_of_one_type_are_counted_among_eighty_nodes() -> None:
    assert signs("<p>x</p>", declared(*["Review"] * 20))["reviews declared"] == math.log(21)
    assert signs("<p>x</p>", declared(*["Review"] * 22))["reviews declared"] == math.log(21)
    late = declared(*["Thing"] * 79, "Review", "Review")
    assert signs("<p>x</p>", late)["reviews declared"] == math.log(2)
